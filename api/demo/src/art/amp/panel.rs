//! Control panels: knobs, switches, lamps.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::{BLACK, brightness, css, darker, lighter};
use super::super::lettering::{Anchor, write};
use super::super::outline::{polygon, rounded_rect};
use crate::finish::Rgb;
use crate::look::{Amp, KnobStyle, Lettering};

/// The plate with knobs, switches and lamp.
pub(super) fn control_panel(c: &mut Canvas, look: &Amp, (x, y, w, h): (f64, f64, f64, f64)) {
    let p = &look.panel;
    let d = rounded_rect(x, y, w, h, 3.0);
    c.stroke_a(&d, "#000", 5.0, 0.6);
    let metallic = brightness(p.color) > 0.35;
    let g = c.linear(
        (x, y),
        (x + w, y + h),
        &[
            (0.0, lighter(p.color, if metallic { 0.40 } else { 0.14 }), 1.0),
            (0.35, p.color, 1.0),
            (0.55, lighter(p.color, if metallic { 0.22 } else { 0.05 }), 1.0),
            (1.0, darker(p.color, 0.30), 1.0),
        ],
    );
    c.fill(&d, &g);
    if metallic {
        // Brushed.
        let t = c.tile(160.0, 3.0, None, |c| {
            c.line((0.0, 0.7), (160.0, 0.7), "rgba(255,255,255,0.10)", 0.5);
            c.line((0.0, 2.0), (160.0, 2.0), "rgba(0,0,0,0.07)", 0.5);
        });
        c.fill(&d, &t);
    }
    let ink = css(p.print);
    c.rect(x + 8.0, y + 5.0, w - 16.0, 1.0, 0.0, &ink);
    // Input at the left, lamp and switches at the right.
    // Small panels have one socket and one switch.
    let roomy = w > 480.0;
    jack(c, x + 30.0, y + h * 0.50);
    if roomy {
        jack(c, x + 64.0, y + h * 0.50);
    }
    write(c, "INPUT", Lettering::Narrow, (x + if roomy { 47.0 } else { 30.0 }, y + h - 7.0, Anchor::Middle), 9.0, &ink);
    let right = x + w - 30.0;
    rocker(c, right, y + h * 0.50);
    let lamp_at = right - if roomy { 76.0 } else { 36.0 };
    if roomy {
        rocker(c, right - 38.0, y + h * 0.50);
    }
    lamp(c, lamp_at, y + h * 0.50, p.lamp);
    let left = x + if roomy { 96.0 } else { 54.0 };
    let mut span = lamp_at - 22.0 - left;
    for k in 0..p.buttons {
        let bx = left + 4.0 + f64::from(k) * 22.0;
        c.rect(bx - 6.0, y + h * 0.42, 12.0, 12.0, 2.0, "#0e0e0f");
        c.rect(bx - 4.5, y + h * 0.42 + 1.5, 9.0, 9.0, 1.5, "#d9d7d0");
    }
    let shift = if p.buttons > 0 { f64::from(p.buttons) * 22.0 + 14.0 } else { 0.0 };
    span -= shift;
    knobs(c, look, (left + shift, y + h * 0.50, span), (h * 0.26).min(17.0));
}

/// A row of knobs with their words.
pub(super) fn knobs(c: &mut Canvas, look: &Amp, (x, y, w): (f64, f64, f64), r: f64) {
    let p = &look.panel;
    const WORDS: [&str; 11] = ["GAIN", "BASS", "MIDDLE", "TREBLE", "VOLUME", "GAIN", "BASS", "MID", "TREBLE", "REVERB", "MASTER"];
    let n = f64::from(p.knobs.max(1));
    let r = r.min(w / n * 0.40);
    let ink = css(p.print);
    for k in 0..p.knobs {
        let kx = x + w * (f64::from(k) + 0.5) / n;
        for t in 0..=10 {
            let a = (-225.0 + 27.0 * f64::from(t)).to_radians();
            c.line(
                (kx + a.cos() * r * 1.22, y + a.sin() * r * 1.22),
                (kx + a.cos() * r * 1.38, y + a.sin() * r * 1.38),
                &ink,
                r * 0.07,
            );
        }
        let turn = -120.0 + f64::from((u32::from(k) * 67 + 40) % 11) * 22.0;
        knob(c, kx, y, r, p.style, turn);
        let word = WORDS.get(usize::from(k)).copied().unwrap_or("LEVEL");
        write(c, word, Lettering::Narrow, (kx, y + r * 2.05, Anchor::Middle), r * 0.62, &ink);
    }
}

/// A panel knob seen from the front, its pointer at `turn` degrees from the top.
fn knob(c: &mut Canvas, x: f64, y: f64, r: f64, style: KnobStyle, turn: f64) {
    let shade = c.radial((x + r * 0.25, y + r * 0.5), r * 1.45, &[(0.0, BLACK, 0.7), (0.65, BLACK, 0.45), (1.0, BLACK, 0.0)]);
    c.circle(x + r * 0.25, y + r * 0.45, r * 1.45, &shade);
    let (skirt, cap, mark): (Rgb, Rgb, Rgb) = match style {
        KnobStyle::GoldCap => (0x1A1A1B, 0xD6AE57, 0xF4EAD2),
        KnobStyle::BlackLine => (0x1B1B1C, 0x29292B, 0xF2EFE6),
        KnobStyle::Silver => (0x8C9094, 0xC9CDD1, 0x1A1A1A),
        KnobStyle::Cream => (0xCFC3A4, 0xEDE3C8, 0x3A3226),
        KnobStyle::Pointer(color) => (color, color, if brightness(color) > 0.5 { 0x222222 } else { 0xF2EFE6 }),
    };
    let g = c.radial(
        (x - r * 0.4, y - r * 0.5),
        r * 1.9,
        &[(0.0, lighter(skirt, 0.45), 1.0), (0.5, skirt, 1.0), (1.0, darker(skirt, 0.5), 1.0)],
    );
    if let KnobStyle::Pointer(_) = style {
        c.within(Matrix::shift(x, y).after(Matrix::turn(turn)), |c| {
            let body = polygon(&[
                (-r * 0.26, -r * 1.28, r * 0.12),
                (r * 0.26, -r * 1.28, r * 0.12),
                (r * 0.62, -r * 0.1, r * 0.3),
                (r * 0.40, r * 1.02, r * 0.25),
                (-r * 0.40, r * 1.02, r * 0.25),
                (-r * 0.62, -r * 0.1, r * 0.3),
            ]);
            c.at(r * 0.1, r * 0.16, |c| c.fill_a(&body, "#000", 0.4));
            let paint =
                c.linear((-r, -r), (r, r), &[(0.0, lighter(skirt, 0.4), 1.0), (0.5, skirt, 1.0), (1.0, darker(skirt, 0.4), 1.0)]);
            c.fill(&body, &paint);
            c.line((0.0, -r * 0.3), (0.0, -r * 1.2), &css(mark), r * 0.10);
        });
        return;
    }
    c.circle(x, y, r, &g);
    for k in 0..28 {
        let (s, co) = (f64::from(k) * 360.0 / 28.0).to_radians().sin_cos();
        c.line((x + co * r * 0.86, y + s * r * 0.86), (x + co * r, y + s * r), "rgba(0,0,0,0.35)", r * 0.06);
    }
    let face = c.linear(
        (x - r * 0.6, y - r * 0.6),
        (x + r * 0.6, y + r * 0.6),
        &[(0.0, lighter(cap, 0.55), 1.0), (0.45, cap, 1.0), (0.6, lighter(cap, 0.2), 1.0), (1.0, darker(cap, 0.38), 1.0)],
    );
    c.circle(x, y, r * 0.70, &face);
    let (s, co) = (turn - 90.0).to_radians().sin_cos();
    c.line((x + co * r * 0.30, y + s * r * 0.30), (x + co * r * 0.95, y + s * r * 0.95), &css(mark), r * 0.12);
}

pub(super) fn knob_side(c: &mut Canvas, x: f64, y: f64, style: KnobStyle) {
    let color = match style {
        KnobStyle::GoldCap | KnobStyle::BlackLine => 0x1C1C1D,
        KnobStyle::Silver => 0xB9BDC1,
        KnobStyle::Cream => 0xE6DCC0,
        KnobStyle::Pointer(color) => color,
    };
    let g = c.linear(
        (x - 9.0, 0.0),
        (x + 9.0, 0.0),
        &[(0.0, lighter(color, 0.3), 1.0), (0.4, color, 1.0), (1.0, darker(color, 0.5), 1.0)],
    );
    c.fill(&polygon(&[(x - 8.0, y, 1.0), (x - 6.5, y - 15.0, 2.0), (x + 6.5, y - 15.0, 2.0), (x + 8.0, y, 1.0)]), &g);
}

fn jack(c: &mut Canvas, x: f64, y: f64) {
    let g = c.radial((x - 3.0, y - 4.0), 15.0, &[(0.0, 0xFFFFFF, 1.0), (0.5, 0xA9AEB2, 1.0), (1.0, 0x4C5156, 1.0)]);
    let hex = polygon(
        &(0..6)
            .map(|k| {
                let (s, co) = (f64::from(k) * 60.0_f64).to_radians().sin_cos();
                (x + co * 11.5, y + s * 11.5, 1.5)
            })
            .collect::<Vec<_>>(),
    );
    c.at(0.8, 1.4, |c| c.fill_a(&hex, "#000", 0.5));
    c.fill(&hex, &g);
    c.circle(x, y, 7.0, "#2a2c2e");
    c.circle(x, y, 4.6, "#060606");
}

fn rocker(c: &mut Canvas, x: f64, y: f64) {
    c.rect(x - 10.5, y - 18.0, 21.0, 36.0, 3.0, "#0a0a0b");
    let g = c.linear(
        (x, y - 16.0),
        (x, y + 16.0),
        &[(0.0, 0x55575A, 1.0), (0.48, 0x222325, 1.0), (0.52, 0x0F1011, 1.0), (1.0, 0x2B2C2E, 1.0)],
    );
    c.rect(x - 8.5, y - 16.0, 17.0, 32.0, 2.0, &g);
    c.line((x, y - 12.0), (x, y - 5.0), "#e8e6e0", 1.6);
    c.ring(x, y + 8.5, 3.2, "#e8e6e0", 1.4);
}

/// A jewel lamp, lit.
pub(super) fn lamp(c: &mut Canvas, x: f64, y: f64, color: Rgb) {
    let glow = c.radial((x, y), 30.0, &[(0.0, color, 0.55), (0.5, color, 0.16), (1.0, color, 0.0)]);
    c.circle(x, y, 30.0, &glow);
    c.circle(x, y, 10.5, "#8e9296");
    c.circle(x, y, 9.0, "#26282a");
    let g = c.radial(
        (x - 2.0, y - 2.5),
        9.5,
        &[(0.0, lighter(color, 0.85), 1.0), (0.4, color, 1.0), (1.0, darker(color, 0.45), 1.0)],
    );
    c.circle(x, y, 7.6, &g);
    for k in 0..6 {
        let (s, co) = (f64::from(k) * 60.0_f64).to_radians().sin_cos();
        c.line((x, y), (x + co * 7.4, y + s * 7.4), "rgba(255,255,255,0.22)", 0.6);
    }
}
