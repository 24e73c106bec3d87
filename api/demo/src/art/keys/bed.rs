//! The keys themselves and the wheels beside them.

use super::super::canvas::Canvas;
use super::super::color::{BLACK, WHITE, css, darker};
use super::super::outline::rounded_rect;
use crate::finish::Rgb;
use crate::look::Keys;

/// Semitones of the white keys.
const WHITE_STEPS: [u8; 7] = [0, 2, 4, 5, 7, 9, 11];

fn is_white(note: u8) -> bool {
    WHITE_STEPS.contains(&(note % 12))
}

/// The keys in their tray, with wheels beside them where there are any.
pub(super) fn keybed(c: &mut Canvas, look: &Keys, (x, y, w, h): (f64, f64, f64, f64), body: Rgb) {
    let notes = || look.first_note..look.first_note.saturating_add(look.keys);
    let whites = notes().filter(|n| is_white(*n)).count().max(1) as f64;
    let beside = if look.wheels { 84.0 } else { 0.0 };
    let key = ((w - beside - 12.0) / whites).min(23.5);
    let x0 = if look.wheels { x + w - 8.0 - key * whites } else { x + (w - key * whites) / 2.0 };
    c.rect(x0 - 2.0, y - 5.0, key * whites + 4.0, h + 8.0, 1.5, "#0a0a0b");
    // A felt line behind the keys.
    c.rect(x0 - 1.0, y - 4.0, key * whites + 2.0, 3.0, 0.0, "#7a1a1c");
    let ivory = c.linear(
        (0.0, y),
        (0.0, y + h),
        &[(0.0, 0xBDB9AE, 1.0), (0.10, 0xEFECE4, 1.0), (0.70, 0xFBFAF6, 1.0), (0.94, 0xFFFFFF, 1.0), (1.0, 0xD8D5CC, 1.0)],
    );
    let mut at = x0;
    for _ in notes().filter(|n| is_white(*n)) {
        c.rect(at + 0.45, y, key - 0.9, h, 1.1, &ivory);
        c.rect(at + 0.45, y, 0.7, h, 0.0, "rgba(255,255,255,0.9)");
        c.rect(at + key - 1.2, y, 0.8, h, 0.0, "rgba(60,56,48,0.35)");
        at += key;
    }
    let light = c.linear((x0, 0.0), (x0 + key * whites, 0.0), &[(0.0, WHITE, 0.0), (0.5, BLACK, 0.0), (1.0, BLACK, 0.22)]);
    c.rect(x0, y, key * whites, h, 0.0, &light);
    blacks(c, look, (x0, y), key, h);
    // The panel throws a shadow on the keys.
    let shade = c.linear((0.0, y), (0.0, y + 16.0), &[(0.0, BLACK, 0.55), (1.0, BLACK, 0.0)]);
    c.rect(x0, y, key * whites, 16.0, 0.0, &shade);
    if look.wheels {
        wheels(c, (x + 16.0, y + h * 0.16), h * 0.62, body);
    }
}

fn blacks(c: &mut Canvas, look: &Keys, (x0, y): (f64, f64), key: f64, h: f64) {
    let (w, length) = (key * 0.56, h * 0.63);
    let mut whites = 0.0;
    for note in look.first_note..look.first_note.saturating_add(look.keys) {
        if is_white(note) {
            whites += 1.0;
            continue;
        }
        // Black keys are not centred on the gap: groups spread outwards.
        let shift = match note % 12 {
            1 | 6 => -0.12,
            3 | 10 => 0.12,
            _ => 0.0,
        };
        let x = x0 + (whites + shift) * key - w / 2.0;
        c.fill_a(&rounded_rect(x + 2.2, y + 3.0, w, length, 1.4), "#000", 0.35);
        c.rect(x, y, w, length, 1.4, "#060607");
        let side = c.linear(
            (x, 0.0),
            (x + w, 0.0),
            &[(0.0, 0x55565A, 1.0), (0.16, 0x2A2B2D, 1.0), (0.8, 0x1B1B1D, 1.0), (1.0, 0x050506, 1.0)],
        );
        c.rect(x + w * 0.10, y, w * 0.80, length * 0.93, 1.3, &side);
        let tip = c.linear(
            (0.0, y + length * 0.80),
            (0.0, y + length * 0.94),
            &[(0.0, WHITE, 0.0), (0.8, WHITE, 0.30), (1.0, WHITE, 0.05)],
        );
        c.rect(x + w * 0.12, y + length * 0.80, w * 0.76, length * 0.13, 1.0, &tip);
    }
}

fn wheels(c: &mut Canvas, (x, y): (f64, f64), h: f64, body: Rgb) {
    for k in 0..2 {
        let wx = x + f64::from(k) * 30.0;
        c.fill(&rounded_rect(wx - 3.0, y - 3.0, 24.0, h + 6.0, 6.0), &css(darker(body, 0.6)));
        let g = c.linear(
            (0.0, y),
            (0.0, y + h),
            &[(0.0, 0x0A0A0B, 1.0), (0.3, 0x5D5F63, 1.0), (0.5, 0x303235, 1.0), (0.75, 0x17181A, 1.0), (1.0, 0x050506, 1.0)],
        );
        c.rect(wx, y, 18.0, h, 3.0, &g);
        let mut t = 0.08;
        while t < 0.95 {
            c.line((wx + 1.0, y + h * t), (wx + 17.0, y + h * t), "rgba(0,0,0,0.4)", 0.7);
            t += 0.07;
        }
        c.rect(wx + 1.0, y + h * 0.45, 16.0, 5.0, 2.0, "rgba(0,0,0,0.6)");
    }
}
