//! Audio interfaces and mixing desks.

use super::super::canvas::Canvas;
use super::super::color::{brightness, css, darker, lighter};
use super::super::lettering::{Anchor, fit, write};
use super::super::outline::rounded_rect;
use super::super::parts::{knob, lamp, setting};
use super::super::scene::Subject;
use super::super::solid::Solid;
use super::super::surface::{Area, bevel};
use crate::finish::Rgb;
use crate::look::{Interface, Lettering, Mixer};

/// A desktop interface.
pub(in crate::art) fn interface(c: &mut Canvas, s: &Subject<'_>, look: &Interface) {
    let (w, h, d) = look.size;
    let b = if s.front() {
        Solid::fit((w, h, d), (0.0, 22.0), (600.0, 830.0), (1000.0, 700.0))
    } else {
        Solid::fit((w, h, d), (30.0, 26.0), (600.0, 940.0), (1080.0, 900.0))
    };
    b.ground(c);
    let color = look.color;
    if b.turned() {
        c.within(b.side(), |c| {
            let shape = rounded_rect(0.0, 0.0, d, h, 3.0);
            let g = c.linear((0.0, 0.0), (d, h), &[(0.0, lighter(color, 0.12), 1.0), (1.0, darker(color, 0.5), 1.0)]);
            c.fill(&shape, &g);
        });
    }
    c.within(b.top(), |c| {
        let shape = rounded_rect(0.0, 0.0, w, d, 3.0);
        let g = c.radial(
            (w * 0.25, d * 0.1),
            w * 1.1,
            &[(0.0, lighter(color, 0.40), 1.0), (0.5, lighter(color, 0.08), 1.0), (1.0, darker(color, 0.22), 1.0)],
        );
        c.fill(&shape, &g);
        let ink = if brightness(color) > 0.5 { "rgba(20,20,20,0.55)" } else { "rgba(255,255,255,0.55)" };
        fit(c, s.brand(), Lettering::Bold, (w / 2.0, d * 0.58, Anchor::Middle), (15.0, w * 0.6), ink);
        bevel(c, &shape, Area::new(0.0, 0.0, w, d), 2.4, 0.7);
    });
    c.within(b.front(), |c| face(c, look, s));
}

fn face(c: &mut Canvas, look: &Interface, s: &Subject<'_>) {
    let (w, h, _) = look.size;
    let shape = rounded_rect(0.0, 0.0, w, h, 3.4);
    let edge = c.linear(
        (0.0, 0.0),
        (w, h),
        &[(0.0, lighter(look.color, 0.3), 1.0), (0.5, look.color, 1.0), (1.0, darker(look.color, 0.4), 1.0)],
    );
    c.fill(&shape, &edge);
    let plate = rounded_rect(3.0, 3.0, w - 6.0, h - 6.0, 2.4);
    let g = c.linear(
        (0.0, 0.0),
        (w, h * 2.0),
        &[(0.0, lighter(look.face, 0.16), 1.0), (0.4, look.face, 1.0), (1.0, darker(look.face, 0.25), 1.0)],
    );
    c.fill(&plate, &g);
    let ink = css(look.print);
    let my = h * 0.54;
    let r = (h * 0.30).min(12.6);
    let mut x = 8.0 + r;
    for k in 0..look.inputs {
        combo(c, (x, my), r);
        write(c, if k == 0 { "1" } else { "2" }, Lettering::Bold, (x, h * 0.155, Anchor::Middle), 3.6, &ink);
        x += r * 2.0 + 5.0;
    }
    // Gain knobs, then output.
    let rest = w - x - 20.0;
    let n = f64::from(look.knobs);
    let meter_room = if look.meter { 34.0 } else { 0.0 };
    let step = (rest - meter_room) / n;
    let words = ["GAIN 1", "GAIN 2", "MONITOR", "PHONES"];
    for k in 0..look.knobs {
        let at = f64::from(k);
        let big = k + 2 == look.knobs;
        let kr = if big { (h * 0.26).min(step * 0.40) } else { (h * 0.19).min(step * 0.36) };
        let kx = x - r * 0.4 + step * (at + 0.5) + if k >= 2 { meter_room } else { 0.0 };
        if look.halos && k < 2 {
            halo(c, (kx, my), kr * 1.36);
        } else {
            ticks(c, (kx, my), kr, &ink);
        }
        knob(c, (kx, my), kr, if brightness(look.face) > 0.5 { 0x2A2A2C } else { 0x2E2F32 }, setting(usize::from(k), s.seed()));
        let word = words.get(usize::from(k)).copied().unwrap_or("");
        write(c, word, Lettering::Narrow, (kx, h * 0.155, Anchor::Middle), 3.4, &ink);
    }
    if look.meter {
        meter(c, (x - r * 0.4 + step * 2.0, my - h * 0.24, 30.0, h * 0.46));
    }
    phones(c, (w - 11.0, my), 4.6);
    fit(c, s.product.model, Lettering::Narrow, (w - 6.0, h - 5.4, Anchor::End), (4.2, w * 0.3), &ink);
    for k in 0..2 {
        let bx = x - r * 0.4 + step * (f64::from(k) + 0.5);
        c.rect(bx - 3.4, h - 9.0, 6.8, 3.6, 1.0, "#55585c");
        c.rect(bx - 3.4, h - 9.0, 6.8, 1.4, 0.7, "rgba(255,255,255,0.35)");
    }
}

/// A combined jack and XLR socket.
fn combo(c: &mut Canvas, (x, y): (f64, f64), r: f64) {
    let ring = c.linear((x - r, y - r), (x + r, y + r), &[(0.0, 0x77797D, 1.0), (0.4, 0x2A2B2D, 1.0), (1.0, 0x0B0B0C, 1.0)]);
    c.circle(x, y, r, &ring);
    c.circle(x, y, r * 0.88, "#0c0c0d");
    let dish = c.radial((x + r * 0.2, y + r * 0.3), r, &[(0.0, 0x3C3D40, 1.0), (0.7, 0x1B1C1E, 1.0), (1.0, 0x060607, 1.0)]);
    c.circle(x, y, r * 0.80, &dish);
    for (a, d) in [(-90.0_f64, 0.52), (30.0, 0.52), (150.0, 0.52)] {
        let (sin, cos) = a.to_radians().sin_cos();
        c.circle(x + cos * r * d, y + sin * r * d, r * 0.12, "#020202");
        c.ring(x + cos * r * d, y + sin * r * d, r * 0.12, "rgba(255,255,255,0.20)", r * 0.03);
    }
    c.circle(x, y, r * 0.30, "#55585c");
    c.circle(x, y, r * 0.24, "#020202");
    c.rect(x - r * 0.20, y - r * 0.86, r * 0.40, r * 0.14, r * 0.04, "#8b8f94");
}

fn halo(c: &mut Canvas, (x, y): (f64, f64), r: f64) {
    let glow =
        c.radial((x, y), r * 1.7, &[(0.0, 0x4CFF8A, 0.0), (0.52, 0x4CFF8A, 0.0), (0.62, 0x4CFF8A, 0.45), (1.0, 0x4CFF8A, 0.0)]);
    c.circle(x, y, r * 1.7, &glow);
    c.ring(x, y, r, "#5BFF98", r * 0.10);
    c.ring(x, y, r, "rgba(255,255,255,0.6)", r * 0.03);
}

fn ticks(c: &mut Canvas, (x, y): (f64, f64), r: f64, ink: &str) {
    for k in 0..=10 {
        let (s, co) = (-225.0 + 27.0 * f64::from(k)).to_radians().sin_cos();
        c.line((x + co * r * 1.16, y + s * r * 1.16), (x + co * r * 1.32, y + s * r * 1.32), ink, r * 0.06);
    }
}

fn meter(c: &mut Canvas, (x, y, w, h): (f64, f64, f64, f64)) {
    c.rect(x, y, w, h, 1.2, "#050608");
    for k in 0..4 {
        let bx = x + 2.4 + f64::from(k) * (w - 4.0) / 4.0;
        let level = [0.78, 0.62, 0.88, 0.70].get(k as usize).copied().unwrap_or(0.5);
        for t in 0..14 {
            let part = f64::from(t) / 14.0;
            let color = match t {
                0..=8 => "#36d66b",
                9..=11 => "#f2c230",
                _ => "#ef4136",
            };
            let paint = if part < level { color } else { "#15191c" };
            c.rect(bx, y + h - 2.4 - (h - 4.4) * (part + 0.07), (w - 4.0) / 4.0 - 1.8, (h - 4.4) / 14.0 * 0.72, 0.2, paint);
        }
    }
    c.fill_a(&format!("M{x:.1} {y:.1}h{:.1}l{:.1} {h:.1}H{x:.1}Z", w * 0.6, -w * 0.3), "#fff", 0.08);
}

fn phones(c: &mut Canvas, (x, y): (f64, f64), r: f64) {
    let nut = c.radial((x - r * 0.3, y - r * 0.4), r * 1.5, &[(0.0, 0xFFFFFF, 1.0), (0.5, 0xA5AAAE, 1.0), (1.0, 0x44484C, 1.0)]);
    c.circle(x, y, r, &nut);
    c.circle(x, y, r * 0.58, "#050505");
}

/// A mixing desk.
pub(in crate::art) fn mixer(c: &mut Canvas, s: &Subject<'_>, look: &Mixer) {
    let (w, d) = look.size;
    let h = 66.0;
    let b = if s.front() {
        Solid::fit((w, h, d), (0.0, 60.0), (600.0, 1120.0), (960.0, 1010.0))
    } else {
        Solid::fit((w, h, d), (26.0, 42.0), (600.0, 1100.0), (1080.0, 1000.0))
    };
    b.ground(c);
    let color = look.color;
    if b.turned() {
        c.within(b.side(), |c| {
            let shape = rounded_rect(0.0, 0.0, d, h, 8.0);
            let g = c.linear((0.0, 0.0), (d, h), &[(0.0, lighter(color, 0.2), 1.0), (1.0, darker(color, 0.55), 1.0)]);
            c.fill(&shape, &g);
        });
    }
    c.within(b.front(), |c| {
        let shape = rounded_rect(0.0, 0.0, w, h, 6.0);
        let g =
            c.linear((0.0, 0.0), (0.0, h), &[(0.0, lighter(color, 0.2), 1.0), (0.2, color, 1.0), (1.0, darker(color, 0.6), 1.0)]);
        c.fill(&shape, &g);
    });
    c.within(b.top(), |c| desk(c, look, s));
}

fn desk(c: &mut Canvas, look: &Mixer, s: &Subject<'_>) {
    let (w, d) = look.size;
    let shape = rounded_rect(0.0, 0.0, w, d, 8.0);
    let g = c.linear(
        (0.0, 0.0),
        (w, d),
        &[(0.0, lighter(look.color, 0.24), 1.0), (0.4, look.color, 1.0), (1.0, darker(look.color, 0.3), 1.0)],
    );
    c.fill(&shape, &g);
    bevel(c, &shape, Area::new(0.0, 0.0, w, d), 4.0, 0.7);
    let n = f64::from(look.channels);
    let master = w * 0.20;
    let cw = (w - master - 16.0) / n;
    let sockets = d * 0.20;
    let level = if look.faders { d * 0.30 } else { d * 0.12 };
    let top = 8.0;
    for k in 0..look.channels {
        let x = 8.0 + cw * (f64::from(k) + 0.5);
        if k % 2 == 1 {
            c.rect(x - cw / 2.0, top, cw, d - 18.0, 2.0, "rgba(255,255,255,0.045)");
        }
        let mic = f64::from(k) < n * 0.5;
        if mic {
            combo(c, (x, top + sockets * 0.32), (cw * 0.40).min(11.0));
        } else {
            for dy in [0.18, 0.5] {
                phones(c, (x, top + sockets * dy), (cw * 0.24).min(5.6));
            }
        }
        phones(c, (x, top + sockets * 0.84), (cw * 0.22).min(4.8));
        let (y0, y1) = (top + sockets + 8.0, d - level - 14.0);
        for i in 0..look.knobs {
            let y = y0 + (y1 - y0) * (f64::from(i) + 0.5) / f64::from(look.knobs);
            let cap = look.caps.get(usize::from(i) % look.caps.len().max(1)).copied().unwrap_or(0xE4E4E2);
            let r = (cw * 0.28).min((y1 - y0) / f64::from(look.knobs) * 0.36);
            control(c, (x, y), r, cap, setting(usize::from(i * 7 + k), s.seed()));
        }
        if look.faders {
            fader(c, (x, d - level - 4.0, cw), level - 14.0, 0.25 + f64::from((u32::from(k) * 29 + 7) % 50) / 100.0, 0xD8D9DA);
        } else {
            control(c, (x, d - level * 0.62), (cw * 0.34).min(8.0), 0xE8E8E6, setting(usize::from(k) + 40, s.seed()));
        }
        write(
            c,
            ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"].get(usize::from(k)).copied().unwrap_or(""),
            Lettering::Bold,
            (x, d - 4.6, Anchor::Middle),
            4.4,
            "#e8e8e6",
        );
        c.line((x + cw / 2.0, top), (x + cw / 2.0, d - 12.0), "rgba(255,255,255,0.10)", 0.5);
    }
    // Master section.
    let mx = w - master - 4.0;
    c.rect(mx + 2.0, top, master - 6.0, d - 18.0, 4.0, "rgba(0,0,0,0.28)");
    fit(c, s.brand(), Lettering::Bold, (mx + master / 2.0, top + 16.0, Anchor::Middle), (12.0, master * 0.8), "#f0f0ee");
    fit(c, s.product.model, Lettering::Narrow, (mx + master / 2.0, top + 27.0, Anchor::Middle), (7.5, master * 0.84), "#b9bdc1");
    for k in 0..4 {
        phones(c, (mx + master * (0.26 + 0.48 * f64::from(k % 2)), top + 44.0 + f64::from(k / 2) * 18.0), 5.4);
    }
    c.rect(mx + master * 0.30, top + 82.0, master * 0.40, d * 0.24, 2.0, "#060708");
    for t in 0..12 {
        for col in 0..2 {
            let paint = match t {
                0 => "#ef4136",
                1 | 2 => "#f2c230",
                3..=4 if col == 1 => "#1a2a1e",
                _ => "#36d66b",
            };
            c.rect(
                mx + master * (0.36 + 0.17 * f64::from(col)),
                top + 86.0 + f64::from(t) * (d * 0.24 - 8.0) / 12.0,
                master * 0.11,
                3.0,
                0.6,
                paint,
            );
        }
    }
    let y = top + 96.0 + d * 0.24;
    for k in 0..4 {
        control(
            c,
            (mx + master * (0.28 + 0.44 * f64::from(k % 2)), y + f64::from(k / 2) * 20.0),
            6.4,
            0x3A8AD0,
            setting(k as usize + 60, s.seed()),
        );
    }
    if look.faders {
        fader(c, (mx + master / 2.0, d - level - 4.0, master * 0.5), level - 14.0, 0.30, 0xD0342C);
    } else {
        control(c, (mx + master / 2.0, d - level * 0.66), 9.5, 0xD0342C, 20.0);
    }
    lamp(c, (mx + master * 0.82, d - 20.0), 1.8, 0x36D66B);
}

/// A small channel knob: dark skirt, coloured cap.
fn control(c: &mut Canvas, (x, y): (f64, f64), r: f64, cap: Rgb, turn: f64) {
    knob(c, (x, y), r, 0x232427, turn);
    let g = c.radial(
        (x - r * 0.2, y - r * 0.25),
        r * 0.8,
        &[(0.0, lighter(cap, 0.5), 1.0), (0.6, cap, 1.0), (1.0, darker(cap, 0.4), 1.0)],
    );
    c.circle(x, y, r * 0.56, &g);
    let (s, co) = (turn - 90.0).to_radians().sin_cos();
    c.line(
        (x + co * r * 0.1, y + s * r * 0.1),
        (x + co * r * 0.9, y + s * r * 0.9),
        if brightness(cap) > 0.6 { "#1a1a1a" } else { "#ffffff" },
        r * 0.14,
    );
}

fn fader(c: &mut Canvas, (x, y, cw): (f64, f64, f64), length: f64, at: f64, cap: Rgb) {
    c.rect(x - 1.2, y, 2.4, length, 1.2, "#040405");
    for t in 0..=8 {
        let ty = y + length * f64::from(t) / 8.0;
        c.line((x - cw * 0.30, ty), (x - 3.0, ty), "rgba(255,255,255,0.35)", 0.4);
        c.line((x + 3.0, ty), (x + cw * 0.30, ty), "rgba(255,255,255,0.35)", 0.4);
    }
    let (fw, fh) = ((cw * 0.52).min(11.0), 19.0);
    let fy = y + length * at;
    c.fill_a(&rounded_rect(x - fw / 2.0 + 1.4, fy - fh / 2.0 + 2.4, fw, fh, 1.6), "#000", 0.5);
    let g = c.linear(
        (0.0, fy - fh / 2.0),
        (0.0, fy + fh / 2.0),
        &[
            (0.0, lighter(cap, 0.6), 1.0),
            (0.42, cap, 1.0),
            (0.5, darker(cap, 0.5), 1.0),
            (0.58, cap, 1.0),
            (1.0, darker(cap, 0.3), 1.0),
        ],
    );
    c.rect(x - fw / 2.0, fy - fh / 2.0, fw, fh, 1.6, &g);
    c.rect(x - fw / 2.0, fy - 0.5, fw, 1.0, 0.0, "#101010");
}
