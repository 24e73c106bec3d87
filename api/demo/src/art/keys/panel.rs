//! What lies behind the keys: knobs, sliders, pads, screens.

use super::super::canvas::Canvas;
use super::super::color::{BLACK, WHITE, brightness, css, darker, lighter};
use super::super::lettering::{Anchor, fit, write};
use super::super::outline::rounded_rect;
use super::super::parts::{knob, setting};
use super::super::scene::Subject;
use crate::finish::Rgb;
use crate::look::{KeyBed, Keys, KeysKind, Lettering};

/// A block of the panel and how much room it wants.
enum Block {
    Name,
    Knobs(u8),
    Faders(u8),
    Pads(u8, u8),
    Screen(f64, f64),
    Buttons(u8),
    Grille,
    Stick,
}

fn blocks(look: &Keys) -> Vec<(Block, f64)> {
    let mut list: Vec<(Block, f64)> = Vec::new();
    let screen = look.screen.map(|(w, h)| (Block::Screen(w, h), w + 14.0));
    match look.kind {
        KeysKind::Piano => {
            list.push((Block::Grille, 240.0));
            list.push((Block::Name, 240.0));
            list.push((Block::Buttons(look.buttons), 30.0 + 16.0 * f64::from(look.buttons)));
            if look.knobs > 0 {
                list.push((Block::Knobs(look.knobs), 40.0));
            }
            list.push((Block::Name, 160.0));
            list.push((Block::Grille, 240.0));
        }
        KeysKind::Arranger => {
            list.push((Block::Grille, 150.0));
            list.push((Block::Buttons(look.buttons / 2), 210.0));
            list.extend(screen);
            list.push((Block::Buttons(look.buttons - look.buttons / 2), 210.0));
            list.push((Block::Knobs(look.knobs), 60.0));
            list.push((Block::Grille, 150.0));
        }
        KeysKind::Synth | KeysKind::Controller => {
            if look.kind == KeysKind::Synth && !look.wheels {
                list.push((Block::Stick, 34.0));
            }
            if look.pads.0 > 0 && look.bed == KeyBed::Mini {
                list.push((Block::Pads(look.pads.0, look.pads.1), 126.0));
            }
            if look.knobs > 0 {
                list.push((Block::Knobs(look.knobs), 13.0 * f64::from(look.knobs)));
            }
            if look.faders > 0 {
                list.push((Block::Faders(look.faders), 20.0 * f64::from(look.faders)));
            }
            list.extend(screen);
            if look.buttons > 0 {
                list.push((Block::Buttons(look.buttons), 7.5 * f64::from(look.buttons).max(8.0)));
            }
            if look.pads.0 > 0 && look.bed != KeyBed::Mini {
                list.push((Block::Pads(look.pads.0, look.pads.1), 26.0 * f64::from(look.pads.1)));
            }
        }
    }
    list
}

/// Lays the blocks out in a row.
pub(super) fn controls(c: &mut Canvas, look: &Keys, (x, y, w, h): (f64, f64, f64, f64), s: &Subject<'_>, panel: Rgb) {
    let plain = if brightness(panel) > 0.5 { 0x2A2A2C } else { 0xEFECE4 };
    // An accent on its own colour could not be read.
    let clear = (brightness(panel) - brightness(look.accent)).abs() > 0.22;
    let ink = css(if clear && brightness(panel) < 0.5 { look.accent } else { plain });
    let named = look.kind == KeysKind::Piano;
    // Other panels carry their name in a line along the back.
    let head = if named { 0.0 } else { (h * 0.16).clamp(7.0, 15.0) };
    if !named {
        write(c, s.brand(), Lettering::Bold, (x + 2.0, y + head * 0.72, Anchor::Start), head * 0.86, &ink);
        fit(c, s.product.model, Lettering::Narrow, (x + w - 2.0, y + head * 0.72, Anchor::End), (head * 0.9, w * 0.4), &ink);
        c.rect(x, y + head, w, 0.7, 0.0, &ink);
    }
    let (y, h) = (y + head + 3.0, h - head - 3.0);
    let list = blocks(look);
    let wanted: f64 = list.iter().map(|b| b.1).sum();
    let gap = 10.0;
    let k = ((w - gap * (list.len() as f64 - 1.0)) / wanted).min(1.9);
    let used = wanted * k + gap * (list.len() as f64 - 1.0);
    let mut at = x + (w - used) / 2.0;
    for (i, (block, width)) in list.iter().enumerate() {
        let bw = width * k;
        let area = (at, y, bw, h);
        match block {
            Block::Name => {
                let words = if i < 2 { s.brand() } else { s.product.model };
                fit(
                    c,
                    words,
                    Lettering::Serif,
                    (at + bw / 2.0, y + h * 0.56, Anchor::Middle),
                    ((h * 0.20).min(26.0), bw * 0.8),
                    &ink,
                );
            }
            Block::Knobs(n) => knobs(c, *n, area, look, s.seed()),
            Block::Faders(n) => faders(c, *n, area, look),
            Block::Pads(rows, cols) => pads(c, (*rows, *cols), area, look),
            Block::Screen(sw, sh) => screen(c, (*sw * k, *sh * k), area),
            Block::Buttons(n) => buttons(c, *n, area, look),
            Block::Grille => grille(c, area, panel),
            Block::Stick => stick(c, area),
        }
        at += bw + gap;
    }
}

/// Rows that make the cells of a grid most nearly square.
fn rows_for(n: u8, w: f64, h: f64) -> u8 {
    (1..=4u8)
        .min_by_key(|rows| {
            let cols = f64::from(n.div_ceil(*rows));
            let (cw, ch) = (w / cols, h / f64::from(*rows));
            ((cw / ch).ln().abs() * 1000.0) as u64
        })
        .unwrap_or(1)
}

fn knobs(c: &mut Canvas, n: u8, (x, y, w, h): (f64, f64, f64, f64), look: &Keys, seed: u64) {
    let rows = rows_for(n, w, h);
    let cols = n.div_ceil(rows);
    let (cw, ch) = (w / f64::from(cols), h / f64::from(rows));
    let r = (cw.min(ch) * 0.34).min(9.5);
    let pale = brightness(look.panel) > 0.5;
    let ink = css(if pale { 0x4A4A4C } else { look.accent });
    for i in 0..n {
        let (kx, ky) = (x + cw * (f64::from(i % cols) + 0.5), y + ch * (f64::from(i / cols) + 0.45));
        c.ring(kx, ky, r * 1.28, if pale { "rgba(0,0,0,0.25)" } else { "rgba(255,255,255,0.22)" }, 0.5);
        knob(c, (kx, ky), r, if pale { 0xE9E7E1 } else { 0x1D1D1F }, setting(usize::from(i), seed));
        c.rect(kx - r * 0.8, ky + r * 1.5, r * 1.6, r * 0.22, 0.2, &ink);
        // Section lines between groups.
        if i % 4 == 3 && i % cols != cols - 1 && look.kind == KeysKind::Synth {
            c.line((kx + cw / 2.0, ky - ch * 0.42), (kx + cw / 2.0, ky + ch * 0.45), "rgba(255,255,255,0.16)", 0.5);
        }
    }
}

fn faders(c: &mut Canvas, n: u8, (x, y, w, h): (f64, f64, f64, f64), look: &Keys) {
    let cw = w / f64::from(n);
    let pale = brightness(look.panel) > 0.5;
    for i in 0..n {
        let fx = x + cw * (f64::from(i) + 0.5);
        let (y0, len) = (y + h * 0.08, h * 0.72);
        c.rect(fx - 1.1, y0, 2.2, len, 1.1, if pale { "#6b6963" } else { "#050506" });
        for t in 0..=4 {
            let ty = y0 + len * f64::from(t) / 4.0;
            c.line(
                (fx - cw * 0.28, ty),
                (fx + cw * 0.28, ty),
                if pale { "rgba(0,0,0,0.22)" } else { "rgba(255,255,255,0.20)" },
                0.4,
            );
        }
        let at = y0 + len * (0.18 + f64::from((u32::from(i) * 37 + 11) % 60) / 100.0);
        let (cap_w, cap_h) = ((cw * 0.56).min(11.0), 9.0_f64.min(h * 0.16));
        c.fill_a(&rounded_rect(fx - cap_w / 2.0 + 1.0, at - cap_h / 2.0 + 1.6, cap_w, cap_h, 1.2), "#000", 0.4);
        let cap = if pale { 0x2B2B2D } else { 0x3A3B3E };
        let g = c.linear(
            (0.0, at - cap_h / 2.0),
            (0.0, at + cap_h / 2.0),
            &[(0.0, lighter(cap, 0.5), 1.0), (0.45, cap, 1.0), (0.55, darker(cap, 0.4), 1.0), (1.0, lighter(cap, 0.1), 1.0)],
        );
        c.rect(fx - cap_w / 2.0, at - cap_h / 2.0, cap_w, cap_h, 1.2, &g);
        c.rect(fx - cap_w / 2.0, at - 0.5, cap_w, 1.0, 0.0, "#f2f0ea");
    }
}

const PAD_GLOW: [Rgb; 8] = [0xFF5A3C, 0xFFB02E, 0xF4E04A, 0x55D66B, 0x38C6D9, 0x4A7BFF, 0xB05CFF, 0xFF5CA8];

fn pads(c: &mut Canvas, (rows, cols): (u8, u8), (x, y, w, h): (f64, f64, f64, f64), look: &Keys) {
    let (cw, ch) = (w / f64::from(cols), h / f64::from(rows));
    let size = (cw.min(ch) * 0.84).max(3.0);
    let tall = ch.min(cw * 1.0) * 0.84;
    let lit = look.accent == 0xD01F26;
    for r in 0..rows {
        for k in 0..cols {
            let (px, py) = (x + cw * (f64::from(k) + 0.5), y + ch * (f64::from(r) + 0.5));
            let d = rounded_rect(px - size / 2.0, py - tall / 2.0, size, tall, 2.2);
            let glow = PAD_GLOW.get(usize::from((r * 3 + k) % 8)).copied().unwrap_or(0xFFFFFF);
            c.at(0.8, 1.2, |c| c.fill_a(&d, "#000", 0.5));
            if lit {
                c.fill(&d, "#37383b");
                c.stroke_a(&d, "#d01f26", 0.9, 0.9);
            } else {
                let halo = c.radial(
                    (px, py),
                    size * 0.8,
                    &[(0.0, lighter(glow, 0.45), 1.0), (0.6, glow, 1.0), (1.0, darker(glow, 0.3), 1.0)],
                );
                c.fill(&d, &halo);
            }
            let g = c.linear(
                (px - size / 2.0, py - size / 2.0),
                (px + size / 2.0, py + size / 2.0),
                &[(0.0, WHITE, 0.35), (0.5, WHITE, 0.0), (1.0, BLACK, 0.25)],
            );
            c.fill(&d, &g);
        }
    }
}

fn screen(c: &mut Canvas, (sw, sh): (f64, f64), (x, y, w, h): (f64, f64, f64, f64)) {
    let scale = (w / (sw + 8.0)).min(h * 0.94 / (sh + 8.0)).min(1.0);
    let (sw, sh) = (sw * scale, sh * scale);
    let (px, py) = (x + (w - sw) / 2.0, y + (h - sh) / 2.0);
    c.fill(&rounded_rect(px - 4.0, py - 4.0, sw + 8.0, sh + 8.0, 2.5), "#060607");
    let lit = c.linear((px, py), (px + sw, py + sh), &[(0.0, 0xBFE6FF, 1.0), (0.5, 0x5FB0E8, 1.0), (1.0, 0x2A6CB0, 1.0)]);
    c.rect(px, py, sw, sh, 1.0, &lit);
    // A waveform and a few lines of figures.
    let wave: Vec<(f64, f64)> = (0..=24)
        .map(|k| {
            let t = f64::from(k) / 24.0;
            (px + sw * (0.06 + 0.88 * t), py + sh * (0.62 - 0.24 * (t * 12.6).sin() * (1.0 - t * 0.6)))
        })
        .collect();
    c.stroke_a(&super::super::outline::open(&wave), "#06233f", sh * 0.035, 0.9);
    c.rect(px + sw * 0.06, py + sh * 0.10, sw * 0.46, sh * 0.12, 0.6, "rgba(4,26,48,0.85)");
    c.rect(px + sw * 0.68, py + sh * 0.10, sw * 0.26, sh * 0.12, 0.6, "rgba(4,26,48,0.45)");
    for k in 0..4 {
        c.rect(px + sw * (0.06 + 0.235 * f64::from(k)), py + sh * 0.86, sw * 0.19, sh * 0.09, 0.6, "rgba(4,26,48,0.5)");
    }
    let shine =
        format!("M{px:.1} {py:.1}L{:.1} {py:.1}L{:.1} {:.1}L{px:.1} {:.1}Z", px + sw * 0.6, px + sw * 0.3, py + sh, py + sh);
    c.fill_a(&shine, "#fff", 0.12);
}

fn buttons(c: &mut Canvas, n: u8, (x, y, w, h): (f64, f64, f64, f64), look: &Keys) {
    if n == 0 {
        return;
    }
    let rows = if h < 26.0 { 1 } else { rows_for(n, w * 0.55, h) };
    let cols = n.div_ceil(rows);
    let (cw, ch) = (w / f64::from(cols), h / f64::from(rows));
    let (bw, bh) = ((cw * 0.70).min(15.0), (ch * 0.34).min(6.5));
    let pale = brightness(look.panel) > 0.5;
    for i in 0..n {
        let (bx, by) = (x + cw * (f64::from(i % cols) + 0.5), y + ch * (f64::from(i / cols) + 0.5));
        let d = rounded_rect(bx - bw / 2.0, by - bh / 2.0, bw, bh, 1.4);
        c.at(0.5, 0.9, |c| c.fill_a(&d, "#000", 0.45));
        let on = (u32::from(i) * 7 + 3) % 11 == 0;
        let color = match (on, pale) {
            (true, _) => 0xFF6B35,
            (false, true) => 0xD8D5CD,
            (false, false) => 0x4B4D51,
        };
        let g = c.linear(
            (0.0, by - bh / 2.0),
            (0.0, by + bh / 2.0),
            &[(0.0, lighter(color, 0.4), 1.0), (0.5, color, 1.0), (1.0, darker(color, 0.3), 1.0)],
        );
        c.fill(&d, &g);
        c.rect(
            bx - bw * 0.34,
            by - bh * 0.5 - 2.6,
            bw * 0.68,
            0.9,
            0.2,
            if pale { "rgba(0,0,0,0.45)" } else { "rgba(255,255,255,0.5)" },
        );
    }
}

fn grille(c: &mut Canvas, (x, y, w, h): (f64, f64, f64, f64), panel: Rgb) {
    let (hole, lip) = (css(darker(panel, 0.75)), css(lighter(panel, 0.25)));
    let t = c.tile(5.0, 5.0, None, |c| {
        for (px, py) in [(1.25, 1.25), (3.75, 3.75)] {
            c.circle(px, py + 0.35, 1.0, &lip);
            c.circle(px, py, 0.95, &hole);
        }
    });
    let d = rounded_rect(x, y + h * 0.18, w, h * 0.58, 6.0);
    c.fill(&d, &t);
}

/// A joystick.
fn stick(c: &mut Canvas, (x, y, w, h): (f64, f64, f64, f64)) {
    let (px, py) = (x + w / 2.0, y + h * 0.5);
    let r = (w * 0.38).min(h * 0.3);
    let dent = c.radial((px, py), r * 1.3, &[(0.0, 0x020202, 1.0), (0.7, 0x121213, 1.0), (1.0, 0x3A3B3E, 1.0)]);
    c.circle(px, py, r * 1.25, &dent);
    let ball =
        c.radial((px - r * 0.3, py - r * 0.4), r * 0.9, &[(0.0, 0x9A9CA0, 1.0), (0.5, 0x3A3B3E, 1.0), (1.0, 0x0C0C0D, 1.0)]);
    c.circle(px, py, r * 0.62, &ball);
}
