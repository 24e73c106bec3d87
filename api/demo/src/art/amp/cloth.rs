//! Cloth, piping and names on the front of an amplifier.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::{BLACK, WHITE, brightness, css, darker, lighter, mix};
use super::super::lettering::{Anchor, fit, width};
use super::super::outline::rounded_rect;
use super::super::surface::soft_fill;
use crate::finish::Rgb;
use crate::look::{Amp, AmpKind, Cloth, Lettering};

/// Cloth in its frame with the name on it.
pub(super) fn grille(c: &mut Canvas, look: &Amp, (x, y, w, h): (f64, f64, f64, f64), brand: &'static str) {
    let frame = rounded_rect(x, y, w, h, 5.0);
    c.stroke_a(&frame, "#000", 9.0, 0.55);
    cloth(c, look.cloth, (x, y, w, h));
    if look.slanted {
        // The upper half leans back: it catches more light, with a crease at the break.
        let lean = c.linear((0.0, y), (0.0, y + h * 0.46), &[(0.0, WHITE, 0.13), (1.0, WHITE, 0.03)]);
        c.rect(x, y, w, h * 0.46, 0.0, &lean);
        let crease =
            c.linear((0.0, y + h * 0.455), (0.0, y + h * 0.5), &[(0.0, WHITE, 0.20), (0.2, BLACK, 0.30), (1.0, BLACK, 0.0)]);
        c.rect(x, y + h * 0.455, w, h * 0.05, 0.0, &crease);
    }
    speakers(c, look, (x, y, w, h));
    let shade = c.linear((x, y), (x, y + h), &[(0.0, BLACK, 0.42), (0.06, BLACK, 0.10), (0.4, BLACK, 0.0), (1.0, BLACK, 0.22)]);
    c.fill(&frame, &shade);
    if let Some(piping) = look.piping {
        cord(c, &rounded_rect(x - 1.0, y - 1.0, w + 2.0, h + 2.0, 6.0), piping);
    }
    let size = (w * 0.115).clamp(34.0, 74.0);
    let (bx, by) = match look.kind {
        AmpKind::Cabinet => (x + w / 2.0, y + size * 1.28),
        _ if look.lettering == Lettering::Script => (x + w * 0.30, y + size * 1.15),
        _ => (x + w / 2.0, y + size * 1.20),
    };
    badge(c, look, brand, (bx, by), size, w * 0.62);
}

pub(super) fn badge(c: &mut Canvas, look: &Amp, brand: &'static str, (x, y): (f64, f64), size: f64, most: f64) {
    let dark = brightness(look.badge) < 0.3;
    if dark {
        // Dark letters need a plate.
        let w = width(brand, look.lettering, size).min(most) + size * 0.8;
        let plate = rounded_rect(x - w / 2.0, y - size * 1.02, w, size * 1.44, size * 0.16);
        c.at(1.5, 3.0, |c| soft_fill(c, &plate, "#000", 3.0, 0.5));
        let g = c.linear((x, y - size), (x, y + size * 0.4), &[(0.0, 0xFFFFFF, 1.0), (0.5, 0xEFEBE0, 1.0), (1.0, 0xCFC9BA, 1.0)]);
        c.fill(&plate, &g);
    }
    let place = |dx: f64, dy: f64| (x + dx, y + dy, Anchor::Middle);
    if !dark {
        fit(c, brand, look.lettering, place(1.6, 2.6), (size, most), "rgba(0,0,0,0.6)");
    }
    fit(c, brand, look.lettering, place(0.0, 0.0), (size, most), &css(look.badge));
    if !dark {
        let shine = c.linear((0.0, y - size), (0.0, y + size * 0.2), &[(0.0, WHITE, 0.7), (0.5, WHITE, 0.0), (1.0, BLACK, 0.25)]);
        fit(c, brand, look.lettering, place(0.0, 0.0), (size, most), &shine);
    }
}

/// Faint discs behind the cloth.
fn speakers(c: &mut Canvas, look: &Amp, (x, y, w, h): (f64, f64, f64, f64)) {
    let (cols, rows, inches) = look.speakers;
    if cols == 0 || rows == 0 {
        return;
    }
    let r = (inches * 12.7 * 0.94).min(w / f64::from(cols) * 0.48).min(h / f64::from(rows) * 0.48);
    for col in 0..cols {
        for row in 0..rows {
            let (px, py) = (x + w * (f64::from(col) + 0.5) / f64::from(cols), y + h * (f64::from(row) + 0.5) / f64::from(rows));
            let g = c.radial(
                (px, py),
                r,
                &[
                    (0.0, 0x8A8A8A, 0.16),
                    (0.22, 0x6A6A6A, 0.12),
                    (0.26, BLACK, 0.26),
                    (0.85, BLACK, 0.20),
                    (0.93, 0x9A9A9A, 0.12),
                    (1.0, BLACK, 0.0),
                ],
            );
            c.circle(px, py, r, &g);
        }
    }
}

/// A woven front.
fn cloth(c: &mut Canvas, cloth: Cloth, (x, y, w, h): (f64, f64, f64, f64)) {
    let d = rounded_rect(x, y, w, h, 4.0);
    match cloth {
        Cloth::Weave(color) => {
            c.fill(&d, &css(color));
            let (a, b) = (css(lighter(color, 0.20)), css(darker(color, 0.5)));
            let t = c.tile(5.0, 5.0, None, |c| {
                c.rect(0.2, 0.4, 2.3, 1.5, 0.6, &a);
                c.rect(2.7, 2.9, 2.3, 1.5, 0.6, &a);
                c.rect(2.6, 0.2, 1.8, 2.2, 0.5, &b);
                c.rect(0.2, 2.7, 1.8, 2.2, 0.5, &b);
            });
            c.fill(&d, &t);
        }
        Cloth::Basket(a, b) => {
            c.fill(&d, &css(mix(a, b, 0.4)));
            let (dark, pale, gold) = (css(darker(a, 0.35)), css(b), css(lighter(b, 0.35)));
            let t = c.tile(10.0, 10.0, Some(Matrix::turn(45.0)), |c| {
                c.rect(0.4, 0.4, 4.4, 4.4, 1.0, &pale);
                c.rect(5.2, 5.2, 4.4, 4.4, 1.0, &dark);
                c.rect(5.2, 0.4, 4.4, 4.4, 1.0, &dark);
                c.rect(0.4, 5.2, 4.4, 4.4, 1.0, &pale);
                c.line((0.0, 2.5), (10.0, 2.5), &gold, 0.6);
                c.line((7.4, 0.0), (7.4, 10.0), &gold, 0.4);
            });
            c.fill(&d, &t);
        }
        Cloth::Diamond(a, b) => {
            c.fill(&d, &css(a));
            let (thread, dark) = (css(b), css(darker(a, 0.45)));
            let t = c.tile(20.0, 30.0, None, |c| {
                for (from, to) in [((0.0, 0.0), (20.0, 30.0)), ((20.0, 0.0), (0.0, 30.0))] {
                    c.line((from.0 + 1.4, from.1), (to.0 + 1.4, to.1), &dark, 2.4);
                    c.line(from, to, &thread, 1.7);
                }
                c.circle(10.0, 15.0, 1.5, &thread);
                c.circle(0.0, 0.0, 1.5, &thread);
            });
            c.fill(&d, &t);
        }
        Cloth::Silver(a, b) => {
            c.fill(&d, &css(a));
            let (dark, pale, thread) = (css(darker(a, 0.35)), css(lighter(a, 0.45)), css(b));
            let t = c.tile(9.0, 7.0, None, |c| {
                c.rect(0.0, 0.6, 9.0, 2.2, 0.8, &pale);
                c.rect(0.0, 3.9, 9.0, 2.2, 0.8, &dark);
                c.rect(1.0, 0.0, 1.3, 7.0, 0.5, &thread);
                c.rect(5.4, 0.0, 1.3, 7.0, 0.5, "rgba(0,0,0,0.25)");
            });
            c.fill(&d, &t);
        }
        Cloth::Steel(color) => {
            let g = c.linear(
                (x, y),
                (x + w, y + h),
                &[(0.0, lighter(color, 0.3), 1.0), (0.5, color, 1.0), (1.0, darker(color, 0.4), 1.0)],
            );
            c.fill(&d, &g);
            let t = c.tile(9.0, 15.6, None, |c| {
                for (px, py) in [(4.5, 3.9), (0.0, 11.7), (9.0, 11.7)] {
                    c.circle(px, py + 0.6, 3.1, "rgba(255,255,255,0.14)");
                    c.circle(px, py, 3.0, "#050505");
                }
            });
            c.fill(&d, &t);
        }
    }
}

/// A round cord around a front.
fn cord(c: &mut Canvas, d: &str, color: Rgb) {
    c.at(0.8, 1.6, |c| c.stroke_a(d, "#000", 5.0, 0.5));
    c.stroke(d, &css(darker(color, 0.45)), 4.6);
    c.stroke(d, &css(color), 3.6);
    c.at(-0.5, -0.6, |c| c.stroke_a(d, "#fff", 1.1, 0.7));
}
