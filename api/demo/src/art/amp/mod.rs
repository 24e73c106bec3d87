//! Amplifiers and cabinets.

mod cloth;
mod panel;

use super::canvas::{Canvas, Matrix};
use super::color::{css, darker, lighter};
use super::outline::{ellipse, lines, rounded_rect};
use super::scene::Subject;
use super::solid::Solid;
use super::surface::{Area, bevel};
use crate::finish::Rgb;
use crate::look::{Amp, AmpKind, Lettering};
use crate::rng::Rng;

use cloth::{badge, grille};
use panel::{control_panel, knob_side, knobs, lamp};

/// The amplifier from the front, or turned and closer.
pub(super) fn show(c: &mut Canvas, s: &Subject<'_>, look: &Amp) {
    let (w, h, d) = look.size;
    let box3 = if s.front() {
        let most = match look.kind {
            AmpKind::Head => (1010.0, 900.0),
            _ => (900.0, 940.0),
        };
        Solid::fit((w, h, d), (0.0, 9.0), (600.0, if look.kind == AmpKind::Head { 860.0 } else { 1100.0 }), most)
    } else {
        Solid::fit((w, h, d), (27.0, 17.0), (600.0, 1080.0), (1010.0, 930.0))
    };
    let tolex = s.color(look.tolex);
    box3.ground(c);
    let skin = leather(c, tolex, s.seed());
    if box3.turned() {
        c.within(box3.side(), |c| side(c, (d, h), tolex, &skin, look));
    }
    c.within(box3.top(), |c| top(c, (w, d), tolex, &skin, look));
    handle(c, &box3, look);
    c.within(box3.front(), |c| face(c, look, tolex, &skin, s.brand()));
}

/// Pebbled vinyl, laid over a plain colour.
fn leather(c: &mut Canvas, color: Rgb, seed: u64) -> String {
    let mut rng = Rng::new(seed);
    let (light, dark) = (css(lighter(color, 0.35)), css(darker(color, 0.6)));
    let side = 64.0;
    let (mut low, mut high) = (String::new(), String::new());
    for _ in 0..430 {
        let (x, y, r) = (rng.range(0.0, side), rng.range(0.0, side), rng.range(0.5, 1.2));
        // What leaves the tile on one edge comes in on the other.
        for (dx, dy) in [(0.0, 0.0), (-side, 0.0), (0.0, -side), (-side, -side)] {
            low.push_str(&ellipse(x + dx + 0.3, y + dy + 0.4, r, r * 0.8));
            high.push_str(&ellipse(x + dx, y + dy, r * 0.7, r * 0.55));
        }
    }
    c.tile(side, side, None, |c| {
        c.fill_a(&low, &dark, 0.26);
        c.fill_a(&high, &light, 0.18);
    })
}

fn side(c: &mut Canvas, (d, h): (f64, f64), color: Rgb, skin: &str, look: &Amp) {
    let shape = rounded_rect(0.0, 0.0, d, h, 7.0);
    let g = c.linear((0.0, 0.0), (d, h), &[(0.0, lighter(color, 0.18), 1.0), (0.4, color, 1.0), (1.0, darker(color, 0.45), 1.0)]);
    c.fill(&shape, &g);
    c.fill(&shape, skin);
    bevel(c, &shape, Area::new(0.0, 0.0, d, h), 6.0, 0.7);
    if look.kind != AmpKind::Cabinet {
        return;
    }
    // Recessed grip of a cabinet.
    let grip = rounded_rect(d * 0.26, h * 0.30, d * 0.48, h * 0.13, 8.0);
    c.fill(&grip, "#0c0c0d");
    c.stroke_a(&grip, "#55575a", 2.4, 0.9);
    c.line((d * 0.32, h * 0.345), (d * 0.68, h * 0.345), "#3c3e41", h * 0.022);
}

fn top(c: &mut Canvas, (w, d): (f64, f64), color: Rgb, skin: &str, look: &Amp) {
    let shape = rounded_rect(0.0, 0.0, w, d, 7.0);
    let g =
        c.linear((0.0, 0.0), (w, d), &[(0.0, lighter(color, 0.36), 1.0), (0.5, lighter(color, 0.16), 1.0), (1.0, color, 1.0)]);
    c.fill(&shape, &g);
    c.fill(&shape, skin);
    if look.panel.on_top && look.kind == AmpKind::Combo {
        let y = d * 0.30;
        c.rect(w * 0.035, y, w * 0.93, d * 0.58, 3.0, &css(look.panel.color));
        knobs(c, look, (w * 0.07, y + d * 0.24, w * 0.86), 9.0);
    }
}

/// The strap on top.
fn handle(c: &mut Canvas, b: &Solid, look: &Amp) {
    if look.kind == AmpKind::Cabinet {
        return;
    }
    let half = 118.0_f64.min(b.w * 0.21);
    let y = b.h / 2.0;
    let k = b.scale();
    let at = |x: f64, up: f64| b.project(x, y + up, 0.0);
    let (a, m, z) = (at(-half, 2.0), at(0.0, 34.0), at(half, 2.0));
    let d = format!("M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}", a.0, a.1, m.0, m.1 - 6.0 * k, z.0, z.1);
    c.at(6.0, 10.0, |c| c.stroke_a(&d, "#000", 20.0 * k, 0.25));
    c.stroke(&d, "#0d0d0e", 19.0 * k);
    c.stroke(&d, "#232325", 16.0 * k);
    c.at(-1.0, -4.0 * k, |c| c.stroke_a(&d, "#6a6a6d", 3.0 * k, 0.6));
    for p in [a, z] {
        let cap = rounded_rect(p.0 - 22.0 * k, p.1 - 13.0 * k, 44.0 * k, 24.0 * k, 5.0 * k);
        let g = c.linear(
            (p.0, p.1 - 13.0 * k),
            (p.0, p.1 + 12.0 * k),
            &[(0.0, 0xF2F3F4, 1.0), (0.35, 0xA9AEB3, 1.0), (1.0, 0x4A4E53, 1.0)],
        );
        c.fill(&cap, &g);
        c.circle(p.0, p.1 - 1.0, 3.2 * k, "#5a5f64");
    }
}

/// Everything on the front, in millimetres.
fn face(c: &mut Canvas, look: &Amp, color: Rgb, skin: &str, brand: &'static str) {
    let (w, h, _) = look.size;
    let shape = rounded_rect(0.0, 0.0, w, h, 12.0);
    let area = Area::new(0.0, 0.0, w, h);
    let g = c.radial(
        (w * 0.25, h * 0.12),
        w * 1.25,
        &[(0.0, lighter(color, 0.26), 1.0), (0.4, color, 1.0), (1.0, darker(color, 0.34), 1.0)],
    );
    c.fill(&shape, &g);
    c.fill(&shape, skin);
    let rim = 26.0;
    let panel = if look.kind == AmpKind::Cabinet { 0.0 } else { look.panel.height };
    let front_panel = panel > 0.0 && !look.panel.on_top;
    let (top, bottom) = match look.kind {
        AmpKind::Head => (rim, h - rim),
        _ => (
            rim + if front_panel {
                panel + 12.0
            } else if panel > 0.0 {
                20.0
            } else {
                0.0
            },
            h - rim,
        ),
    };
    if look.kind == AmpKind::Head {
        head_front(c, look, (rim, rim, w - 2.0 * rim, h - 2.0 * rim), brand);
    } else {
        grille(c, look, (rim, top, w - 2.0 * rim, bottom - top), brand);
        if front_panel {
            control_panel(c, look, (rim, rim, w - 2.0 * rim, panel));
        } else if panel > 0.0 {
            // Only the edge of a top panel shows.
            c.rect(rim + 6.0, rim - 8.0, w - 2.0 * rim - 12.0, 12.0, 3.0, &css(look.panel.color));
            c.rect(rim + 6.0, rim - 8.0, w - 2.0 * rim - 12.0, 4.0, 3.0, "rgba(255,255,255,0.25)");
            for k in 0..look.panel.knobs {
                let x = w * 0.12 + w * 0.76 * f64::from(k) / f64::from(look.panel.knobs.max(2) - 1);
                knob_side(c, x, rim - 8.0, look.panel.style);
            }
        }
    }
    bevel(c, &shape, area, 10.0, 0.8);
    if let Some(metal) = look.corners {
        corners(c, w, h, metal);
    }
    feet(c, w, h);
}

/// A head: cloth or steel above, panel below.
fn head_front(c: &mut Canvas, look: &Amp, (x, y, w, h): (f64, f64, f64, f64), brand: &'static str) {
    let panel = look.panel.height;
    let upper = h - panel - 12.0;
    grille(c, look, (x, y, w, upper), "");
    let size = (upper * 0.58).clamp(36.0, 84.0);
    let by = y + upper / 2.0 + size * 0.34;
    let bx = if look.lettering == Lettering::Script { x + w * 0.32 } else { x + w / 2.0 };
    badge(c, look, brand, (bx, by), size, w * 0.56);
    control_panel(c, look, (x, y + h - panel, w, panel));
}

fn corners(c: &mut Canvas, w: f64, h: f64, metal: Rgb) {
    for (x, y, sx, sy) in [(0.0, 0.0, 1.0, 1.0), (w, 0.0, -1.0, 1.0), (0.0, h, 1.0, -1.0), (w, h, -1.0, -1.0)] {
        c.within(Matrix([sx, 0.0, 0.0, sy, x, y]), |c| {
            let d = "M0 12Q0 0 12 0L46 0Q44 16 30 30Q16 44 0 46Z";
            let g = c.linear(
                (0.0, 0.0),
                (36.0, 36.0),
                &[(0.0, lighter(metal, 0.5), 1.0), (0.5, metal, 1.0), (1.0, darker(metal, 0.5), 1.0)],
            );
            c.at(1.2, 1.8, |c| c.fill_a(d, "#000", 0.45));
            c.fill(d, &g);
            for (px, py) in [(33.0, 8.0), (8.0, 33.0)] {
                c.circle(px, py, 2.7, "#8d9195");
                c.line((px - 1.6, py - 0.6), (px + 1.6, py + 0.6), "#2a2c2e", 0.8);
            }
        });
    }
}

fn feet(c: &mut Canvas, w: f64, h: f64) {
    for x in [w * 0.09, w * 0.91] {
        c.fill(&lines(&[(x - 20.0, h - 1.0), (x + 20.0, h - 1.0), (x + 16.0, h + 11.0), (x - 16.0, h + 11.0)]), "#0c0c0d");
    }
}

/// A cabinet (with `rows`² speakers) or, with none, a head, dark and without detail, from the
/// origin down to `size`.
pub(super) fn silhouette(c: &mut Canvas, (w, h): (f64, f64), rows: u8) {
    c.rect(0.0, 0.0, w, h, 9.0, "#1a1513");
    let inset = w * 0.035;
    c.rect(inset, inset, w - 2.0 * inset, h - 2.0 * inset, 4.0, "#0d0b0a");
    if rows == 0 {
        let y = h * 0.58;
        c.rect(inset, y, w - 2.0 * inset, h - y - inset, 2.0, "#b98a3e");
        for k in 0..8 {
            c.circle(w * (0.22 + 0.08 * f64::from(k)), y + (h - y - inset) / 2.0, w * 0.017, "#15110e");
        }
        lamp(c, w * 0.88, y + (h - y - inset) / 2.0, 0xE0301E);
        return;
    }
    let cell = (w - 2.0 * inset) / f64::from(rows);
    for i in 0..rows {
        for j in 0..rows {
            let (x, y) = (inset + cell * (f64::from(i) + 0.5), inset + cell * (f64::from(j) + 0.5));
            let g = c.radial(
                (x, y),
                cell * 0.44,
                &[(0.0, 0x4A3B33, 1.0), (0.2, 0x2A211D, 1.0), (0.8, 0x171210, 1.0), (0.92, 0x3A2F29, 1.0), (1.0, 0x0D0B0A, 1.0)],
            );
            c.circle(x, y, cell * 0.44, &g);
        }
    }
}
