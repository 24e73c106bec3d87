//! Small things, laid out on a table: strings, straps, cables, plectrums.

use super::canvas::{Canvas, Matrix};
use super::color::{BLACK, WHITE, brightness, css, darker, lighter, mix};
use super::lettering::{Anchor, fit};
use super::outline::{P, circle, closed, open, rounded_rect};
use super::parts::tube;
use super::scene::Subject;
use super::surface::{Area, bevel, soft_fill, soft_stroke};
use crate::finish::Rgb;
use crate::look::{Cable, Lettering, Pick, Strap, StringPack};
use crate::rng::Rng;

/// A pack of strings with a set of them beside it.
pub(super) fn strings(c: &mut Canvas, s: &Subject<'_>, look: &StringPack) {
    let wire = if look.bronze { 0xC58A4A } else { 0xC3C8CC };
    let (h, ground) = (if look.boxed { 1.22 } else { 1.0 }, s.color(look.color));
    let (coil, place) = if s.front() {
        ((765.0, 400.0, 285.0), Matrix::shift(535.0, 655.0).after(Matrix::turn(-5.0)).after(Matrix::scale(6.6, 6.6)))
    } else {
        (
            (800.0, 760.0, 300.0),
            Matrix::shift(500.0, 560.0).after(Matrix::turn(14.0)).after(Matrix([8.2, 0.0, -0.9, 7.2, 0.0, 0.0])),
        )
    };
    winding(c, coil, wire, s.seed());
    c.within(place, |c| {
        let (w, h) = (100.0, 100.0 * h);
        c.at(-w / 2.0, -h / 2.0, |c| {
            let sleeve = rounded_rect(0.0, 0.0, w, h, 1.6);
            c.at(2.0, 2.8, |c| soft_fill(c, &sleeve, "#0b0908", 3.2, 0.42));
            if look.boxed {
                let side = format!("M{w} 2L{:.1} 5V{:.1}L3 {:.1}L1 {h:.1}H{w}Z", w + 4.0, h + 4.0, h + 4.0);
                c.fill(&side, &css(darker(ground, 0.45)));
            }
            sleeve_front(c, s, look, (w, h), ground, wire);
        });
    });
}

fn sleeve_front(c: &mut Canvas, s: &Subject<'_>, look: &StringPack, (w, h): (f64, f64), ground: Rgb, wire: Rgb) {
    let sleeve = rounded_rect(0.0, 0.0, w, h, 1.6);
    let g =
        c.linear((0.0, 0.0), (w, h), &[(0.0, lighter(ground, 0.24), 1.0), (0.4, ground, 1.0), (1.0, darker(ground, 0.22), 1.0)]);
    c.fill(&sleeve, &g);
    let print = if (brightness(ground) - brightness(look.print)).abs() < 0.22 { WHITE } else { look.print };
    c.clipped(&sleeve, |c| {
        // A band across with rays, in the second colour.
        let band = format!("M-5 {:.1}L{:.1} {:.1}V{:.1}L-5 {:.1}Z", h * 0.60, w + 5.0, h * 0.46, h * 0.66, h * 0.80);
        for k in 0..9 {
            let y = h * (0.02 + 0.06 * f64::from(k));
            c.stroke_a(
                &format!("M-5 {:.1}L{:.1} {y:.1}", y + h * 0.14, w + 5.0),
                &css(look.accent),
                0.35 + 0.16 * f64::from(k),
                0.5,
            );
        }
        c.fill(&band, &css(look.accent));
        let shade = c.linear((0.0, h * 0.5), (0.0, h * 0.8), &[(0.0, WHITE, 0.3), (1.0, BLACK, 0.14)]);
        c.fill(&band, &shade);
        // A die-cut window shows the winding.
        let (x, y, r) = (w * 0.83, h * 0.20, w * 0.12);
        c.circle(x, y, r, "#17181a");
        for k in 0..9 {
            c.ring(
                x,
                y,
                r * (0.95 - 0.085 * f64::from(k)),
                &css(if k % 2 == 0 { lighter(wire, 0.3) } else { darker(wire, 0.35) }),
                0.9,
            );
        }
        c.circle(x, y, r * 0.2, &css(ground));
        c.ring(x, y, r, &css(print), 0.7);
    });
    fit(c, s.brand(), Lettering::Bold, (6.0, h * 0.12, Anchor::Start), (9.0, w * 0.56), &css(print));
    fit(c, look.title, look.lettering, (6.0, h * 0.40, Anchor::Start), (24.0, w * 0.60), &css(print));
    let on_band = if brightness(look.accent) > 0.5 { 0x161617 } else { 0xF6F2EA };
    let y = h * 0.665;
    c.within(Matrix::shift(6.0, y).after(Matrix::turn(-7.9 * h / 100.0)), |c| {
        fit(c, look.subtitle, Lettering::Narrow, (0.0, 3.4, Anchor::Start), (8.4, w * 0.7), &css(on_band));
    });
    if let Some(label) = s.variant.art.label {
        fit(c, label, Lettering::Bold, (w - 6.0, h * 0.95, Anchor::End), (17.0, w * 0.6), &css(print));
    }
    let foil = c.linear(
        (0.0, 0.0),
        (w, h * 0.7),
        &[(0.0, WHITE, 0.30), (0.30, WHITE, 0.04), (0.42, WHITE, 0.16), (0.56, WHITE, 0.0), (1.0, WHITE, 0.0)],
    );
    c.fill(&sleeve, &foil);
    if !look.boxed {
        // Crimped seams of a bag.
        for x in [0.0, w - 3.6] {
            let seam = c.tile(3.6, 1.2, None, |c| {
                c.rect(0.0, 0.0, 3.6, 0.6, 0.0, "#ffffff");
                c.rect(0.0, 0.6, 3.6, 0.6, 0.0, "#000000");
            });
            c.faded(0.16, |c| c.rect(x, 1.0, 3.6, h - 2.0, 0.0, &seam));
        }
    }
    bevel(c, &sleeve, Area::new(0.0, 0.0, w, h), 1.6, 0.5);
}

/// Strings wound into a ring, ball ends showing.
fn winding(c: &mut Canvas, (x, y, r): (f64, f64, f64), wire: Rgb, seed: u64) {
    let mut rng = Rng::new(seed ^ 0x57);
    c.at(14.0, 20.0, |c| soft_stroke(c, &circle(x, y, r), "#0b0908", 26.0, 22.0, 0.35));
    for k in 0..22 {
        let (dx, dy, dr) = (rng.range(-7.0, 7.0), rng.range(-7.0, 7.0), rng.range(-15.0, 13.0));
        let thick = 1.8 + f64::from(k % 6) * 0.9;
        let g = c.linear(
            (x - r, y - r),
            (x + r, y + r),
            &[
                (0.0, lighter(wire, 0.75), 1.0),
                (0.3, wire, 1.0),
                (0.5, lighter(wire, 0.5), 1.0),
                (0.75, darker(wire, 0.4), 1.0),
                (1.0, wire, 1.0),
            ],
        );
        c.at(1.2, 1.8, |c| c.faded(0.45, |c| c.ring(x + dx, y + dy, r + dr, "#0b0908", thick)));
        c.ring(x + dx, y + dy, r + dr, &g, thick);
    }
    for k in 0..6 {
        let a = (f64::from(k) * 17.0 - 20.0_f64).to_radians();
        let (px, py) = (x + a.cos() * (r + 6.0), y + a.sin() * (r + 6.0));
        let hue = [0xD8B24A, 0xB4BAC0, 0xC25A3A][k as usize % 3];
        c.at(1.5, 2.5, |c| c.circle(px, py, 9.0, "#00000066"));
        let g =
            c.radial((px - 3.0, py - 3.0), 11.0, &[(0.0, lighter(hue, 0.7), 1.0), (0.6, hue, 1.0), (1.0, darker(hue, 0.5), 1.0)]);
        c.circle(px, py, 8.5, &g);
        c.circle(px, py, 3.0, "#1a1714");
    }
}

/// Points along a strap folded over, as it hangs in the shop.
fn folded() -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    for k in 0..=30 {
        points.push((425.0 + (f64::from(k) / 30.0 * 3.0).sin() * 12.0, 1000.0 - f64::from(k) / 30.0 * 640.0));
    }
    for k in 1..30 {
        let a = std::f64::consts::PI * f64::from(k) / 30.0;
        points.push((600.0 - a.cos() * 175.0, 360.0 - a.sin() * 215.0));
    }
    for k in 0..=30 {
        points.push((775.0 - (f64::from(k) / 30.0 * 3.0).sin() * 14.0, 360.0 + f64::from(k) / 30.0 * 660.0));
    }
    points
}

/// The line `off` to the right of a path.
fn beside(points: &[(f64, f64)], off: f64) -> Vec<(f64, f64)> {
    points
        .iter()
        .enumerate()
        .map(|(i, &(x, y))| {
            let (a, b) =
                (points.get(i.saturating_sub(1)).copied().unwrap_or((x, y)), points.get(i + 1).copied().unwrap_or((x, y)));
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let l = dx.hypot(dy).max(1e-6);
            (x - dy / l * off, y + dx / l * off)
        })
        .collect()
}

/// A guitar strap.
pub(super) fn strap(c: &mut Canvas, s: &Subject<'_>, look: Strap) {
    let view = if s.front() { Matrix::shift(0.0, 0.0) } else { Matrix([1.9, -0.34, 0.34, 1.9, -890.0, -900.0]) };
    c.within(view, |c| band(c, s, look));
}

fn band(c: &mut Canvas, s: &Subject<'_>, look: Strap) {
    let color = s.color(0x1E1B1A);
    let (points, w) = (folded(), 132.0);
    let line = open(&points);
    c.at(14.0, 18.0, |c| soft_stroke(c, &line, "#0b0908", w * 0.9, 40.0, 0.42));
    c.stroke(&line, &css(darker(color, 0.45)), w);
    c.stroke(&line, &css(color), w - 4.0);
    // Rounded across: light on the left leg's left, shade on the right.
    for (off, paint, wide, alpha) in [
        (-0.30, "#ffffff", 0.34, 0.10),
        (-0.34, "#ffffff", 0.14, 0.10),
        (0.40, "#000000", 0.20, 0.22),
        (0.36, "#000000", 0.34, 0.12),
    ] {
        soft_stroke(c, &open(&beside(&points, -off * w)), paint, w * wide * 0.6, w * wide * 0.6, alpha);
    }
    // The fold turns up to the light, the loose ends away from it.
    let crown = c.linear(
        (380.0, 150.0),
        (760.0, 1000.0),
        &[(0.0, WHITE, 0.26), (0.30, WHITE, 0.06), (0.55, BLACK, 0.05), (1.0, BLACK, 0.28)],
    );
    c.stroke(&line, &crown, w - 4.0);
    let thread = css(if brightness(color) < 0.2 { mix(color, 0xB9B0A0, 0.55) } else { lighter(color, 0.45) });
    match look {
        Strap::Leather => {
            let mut rng = Rng::new(s.seed());
            let mut creases = String::new();
            for _ in 0..900 {
                let Some(&(x, y)) = points.get(rng.below(points.len() as u64) as usize) else { continue };
                let (px, py) = (x + rng.range(-0.44, 0.44) * w, y + rng.range(-14.0, 14.0));
                creases.push_str(&format!("M{px:.1} {py:.1}l{:.1} {:.1}", rng.range(-5.0, 5.0), rng.range(-3.0, 3.0)));
            }
            c.stroke_a(&creases, &css(darker(color, 0.6)), 1.0, 0.35);
            for side in [-1.0, 1.0] {
                let seam = open(&beside(&points, side * w * 0.42));
                c.stroke_a(&seam, "#000000", 3.4, 0.35);
                c.dashed(&seam, &thread, 2.6, "13 7");
            }
        }
        Strap::Webbing => {
            for k in -9..=9 {
                let at = f64::from(k) / 9.5 * w * 0.5;
                c.stroke_a(&open(&beside(&points, at)), "#000000", 2.2, 0.24);
                c.dashed(
                    &open(&beside(&points, at + 3.4)),
                    &css(lighter(color, 0.22)),
                    2.4,
                    if k % 2 == 0 { "5 4" } else { "4 5" },
                );
            }
            slide(c, (775.0, 560.0), w);
        }
    }
    tongue(c, (425.0, 1000.0), w, look, color, &thread);
    tongue(c, (763.0, 1020.0), w, look, color, &thread);
}

/// The metal slide that sets the length.
fn slide(c: &mut Canvas, (x, y): (f64, f64), w: f64) {
    let frame = rounded_rect(x - w * 0.62, y - 40.0, w * 1.24, 80.0, 12.0);
    c.at(4.0, 7.0, |c| c.stroke_a(&frame, "#000000", 14.0, 0.4));
    let steel = c.linear(
        (x - w * 0.6, y - 40.0),
        (x + w * 0.6, y + 40.0),
        &[(0.0, 0xF5F7F8, 1.0), (0.4, 0xA4AAAF, 1.0), (0.6, 0xDDE1E4, 1.0), (1.0, 0x565B60, 1.0)],
    );
    c.stroke(&frame, &steel, 13.0);
    tube(c, (x - w * 0.6, y), (x + w * 0.6, y), 13.0, 0xAEB4B9);
}

/// The end with the buttonhole.
fn tongue(c: &mut Canvas, (x, y): (f64, f64), w: f64, look: Strap, color: Rgb, thread: &str) {
    let leather = if look == Strap::Leather { color } else { 0x1C1917 };
    let (h, l) = (w * 0.5, if look == Strap::Leather { 40.0 } else { 78.0 });
    let d = closed(&[
        P::C(x - h, y - l),
        P::S(x - h * 0.96, y + 12.0),
        P::S(x - h * 0.52, y + 74.0),
        P::S(x, y + 96.0),
        P::S(x + h * 0.52, y + 74.0),
        P::S(x + h * 0.96, y + 12.0),
        P::C(x + h, y - l),
    ]);
    c.at(8.0, 12.0, |c| soft_fill(c, &d, "#0b0908", 8.0, 0.35));
    let g = c.linear(
        (x - h, y - l),
        (x + h, y + 90.0),
        &[(0.0, lighter(leather, 0.20), 1.0), (0.5, leather, 1.0), (1.0, darker(leather, 0.4), 1.0)],
    );
    c.fill(&d, &g);
    bevel(c, &d, Area::new(x - h, y - l, x + h, y + 96.0), 6.0, 0.6);
    c.circle(x, y + 34.0, 12.0, "#0a0908");
    c.line((x, y - 12.0), (x, y + 34.0), "#0a0908", 4.0);
    let seam = format!(
        "M{:.1} {:.1}L{:.1} {:.1}M{:.1} {:.1}L{:.1} {:.1}M{:.1} {:.1}H{:.1}",
        x - h * 0.8,
        y - l + 14.0,
        x + h * 0.8,
        y - 22.0,
        x + h * 0.8,
        y - l + 14.0,
        x - h * 0.8,
        y - 22.0,
        x - h * 0.8,
        y - l + 10.0,
        x + h * 0.8
    );
    if look == Strap::Webbing {
        c.dashed(&seam, thread, 2.4, "8 5");
    }
}

/// A rolled cable.
pub(super) fn cable(c: &mut Canvas, s: &Subject<'_>, look: Cable) {
    let view = if s.front() { Matrix::shift(0.0, 0.0) } else { Matrix([1.75, 0.25, -0.25, 1.75, -20.0, -1020.0]) };
    c.within(view, |c| rolled(c, s, look));
}

fn rolled(c: &mut Canvas, s: &Subject<'_>, look: Cable) {
    let color = s.color(0x1B1B1C);
    let mut rng = Rng::new(s.seed() ^ 0xCAB);
    let w = if look == Cable::Coiled { 17.0 } else { 24.0 };
    let ends = [(392.0, 985.0, 16.0), (800.0, 970.0, -14.0)];
    let tails = ["M330 700C300 830 350 900 392 985", "M872 690C900 800 840 880 800 970"];
    for d in tails {
        lead(c, d, w * if look == Cable::Coiled { 0.9 } else { 1.0 }, color);
    }
    if look == Cable::Coiled {
        spring(c, color, w);
    } else {
        for k in 0..7 {
            let (x, y, r) = (600.0 + rng.range(-16.0, 16.0), 540.0 + rng.range(-16.0, 16.0), 272.0 + f64::from(k) * 11.0);
            lead(c, &circle(x, y, r), w, color);
        }
        // A tie holds the loops.
        let g = c.linear((560.0, 0.0), (640.0, 0.0), &[(0.0, 0x4A4A4D, 1.0), (0.4, 0x2A2A2C, 1.0), (1.0, 0x0E0E0F, 1.0)]);
        c.rect(566.0, 172.0, 76.0, 132.0, 12.0, "#00000055");
        c.rect(560.0, 164.0, 76.0, 134.0, 12.0, &g);
        for k in 0..10 {
            c.line((564.0, 176.0 + f64::from(k) * 12.0), (632.0, 176.0 + f64::from(k) * 12.0), "#ffffff14", 3.0);
        }
    }
    for (i, (x, y, turn)) in ends.into_iter().enumerate() {
        c.within(Matrix::shift(x, y).after(Matrix::turn(turn)), |c| {
            if look == Cable::Xlr { xlr(c, i == 0) } else { plug(c, s.brand()) }
        });
    }
}

/// One round lead with its shadow and its light.
fn lead(c: &mut Canvas, d: &str, w: f64, color: Rgb) {
    c.at(7.0, 10.0, |c| soft_stroke(c, d, "#0b0908", w, w * 0.6, 0.30));
    c.stroke(d, &css(darker(color, 0.62)), w);
    c.at(-w * 0.04, -w * 0.05, |c| c.stroke(d, &css(color), w * 0.78));
    c.at(-w * 0.12, -w * 0.14, |c| {
        c.stroke_a(d, &css(lighter(color, 0.34)), w * 0.36, 0.55);
        c.stroke_a(d, "#ffffff", w * 0.10, 0.42);
    });
}

/// A coiled lead, laid in an arch.
fn spring(c: &mut Canvas, color: Rgb, w: f64) {
    let turns = 46;
    for k in 0..turns {
        let t = f64::from(k) / f64::from(turns - 1);
        let a = std::f64::consts::PI * (1.16 - 1.32 * t);
        let (x, y) = (600.0 + a.cos() * 268.0, 590.0 - a.sin() * 300.0);
        let lean = 90.0 - a.to_degrees();
        c.within(Matrix::shift(x, y).after(Matrix::turn(lean)), |c| {
            lead(c, "M-9 62C-24 30 -20 -52 4 -64C22 -60 26 30 10 62", w, color);
        });
    }
}

/// A straight 6.3 mm plug pointing down.
fn plug(c: &mut Canvas, brand: &str) {
    c.at(9.0, 12.0, |c| soft_fill(c, &rounded_rect(-19.0, 0.0, 38.0, 190.0, 8.0), "#0b0908", 8.0, 0.35));
    tube(c, (0.0, -22.0), (0.0, 4.0), 28.0, 0x222224);
    let across = |c: &mut Canvas, half: f64, dark: Rgb, light: Rgb| {
        c.linear(
            (-half, 0.0),
            (half, 0.0),
            &[
                (0.0, darker(dark, 0.3), 1.0),
                (0.26, light, 1.0),
                (0.45, dark, 1.0),
                (0.8, darker(dark, 0.45), 1.0),
                (1.0, darker(dark, 0.2), 1.0),
            ],
        )
    };
    let barrel = across(c, 20.0, 0xA7ADB2, 0xFFFFFF);
    c.rect(-20.0, 0.0, 40.0, 96.0, 5.0, &barrel);
    for k in 0..5 {
        c.rect(-20.0, 8.0 + f64::from(k) * 5.0, 40.0, 1.8, 0.0, "#00000055");
    }
    c.within(Matrix::shift(0.0, 64.0).after(Matrix::turn(90.0)), |c| {
        fit(c, brand, Lettering::Bold, (0.0, 4.0, Anchor::Middle), (13.0, 52.0), "#33373a");
    });
    let collar = across(c, 24.0, 0x8F959A, 0xF5F7F8);
    c.rect(-23.0, 90.0, 46.0, 12.0, 3.0, &collar);
    let shaft = across(c, 10.5, 0xB4BABF, 0xFFFFFF);
    c.rect(-10.5, 102.0, 21.0, 74.0, 1.0, &shaft);
    c.rect(-10.5, 150.0, 21.0, 5.0, 0.0, "#121213");
    c.fill("M-10.5 176C-10.5 181 -6 183 -6.4 188C-11 192 -9 199 0 206C9 199 11 192 6.4 188C6 183 10.5 181 10.5 176Z", &shaft);
}

/// A three-pin connector pointing down.
fn xlr(c: &mut Canvas, male: bool) {
    c.at(9.0, 12.0, |c| soft_fill(c, &rounded_rect(-34.0, 0.0, 68.0, 190.0, 10.0), "#0b0908", 8.0, 0.35));
    tube(c, (0.0, -40.0), (0.0, 20.0), 38.0, 0x1C1C1E);
    let shell = c.linear(
        (-36.0, 0.0),
        (36.0, 0.0),
        &[(0.0, 0x6E7378, 1.0), (0.24, 0xFFFFFF, 1.0), (0.42, 0xB9BEC3, 1.0), (0.8, 0x5A5F64, 1.0), (1.0, 0x80858A, 1.0)],
    );
    c.fill("M-24 10C-30 30 -36 40 -36 60V180Q-36 188 -28 188H28Q36 188 36 180V60C36 40 30 30 24 10Z", &shell);
    c.rect(-36.0, 60.0, 72.0, 4.0, 0.0, "#00000066");
    if male {
        c.ellipse(0.0, 186.0, 35.0, 9.0, "#d5d9dc");
        c.ellipse(0.0, 187.0, 31.0, 7.0, "#141415");
        for x in [-14.0, 0.0, 14.0] {
            c.rect(x - 2.6, 178.0, 5.2, 9.0, 2.0, "#d9b65a");
        }
    } else {
        c.ellipse(0.0, 186.0, 35.0, 9.0, "#26272a");
        c.rect(-10.0, 104.0, 20.0, 44.0, 5.0, "#8a9096");
        c.rect(-7.0, 108.0, 14.0, 24.0, 4.0, "#e9ecee");
    }
}

/// Plectrums scattered on the table.
pub(super) fn picks(c: &mut Canvas, s: &Subject<'_>, look: Pick) {
    let scale = if look == Pick::Jazz { 0.84 } else { 1.0 };
    let places: &[(f64, f64, f64, f64)] = if s.front() {
        &[
            (300.0, 420.0, -34.0, 0.96),
            (520.0, 290.0, 14.0, 0.96),
            (905.0, 400.0, 52.0, 0.96),
            (310.0, 880.0, 118.0, 0.96),
            (905.0, 905.0, -24.0, 0.96),
            (610.0, 650.0, -7.0, 1.5),
        ]
    } else {
        &[(300.0, 300.0, 30.0, 1.5), (980.0, 980.0, -60.0, 1.5), (610.0, 620.0, -18.0, 2.5)]
    };
    for &(x, y, turn, k) in places {
        c.within(Matrix::shift(x, y).after(Matrix::turn(turn)).after(Matrix::scale(k * scale, k * scale)), |c| {
            pick(c, s, look, turn)
        });
    }
}

fn pick(c: &mut Canvas, s: &Subject<'_>, look: Pick, turn: f64) {
    let color = s.color(0xC9342A);
    let tip = if look == Pick::Jazz { 0.62 } else { 1.0 };
    let d = closed(&[
        P::S(0.0, -148.0),
        P::S(108.0, -132.0),
        P::S(146.0, -84.0),
        P::S(104.0, 40.0),
        P::S(30.0 * tip, 162.0),
        P::S(0.0, 178.0),
        P::S(-30.0 * tip, 162.0),
        P::S(-104.0, 40.0),
        P::S(-146.0, -84.0),
        P::S(-108.0, -132.0),
    ]);
    // The light stays where it is however the pick lies.
    let (sn, cs) = turn.to_radians().sin_cos();
    let to_light = |x: f64, y: f64| (x * cs + y * sn, -x * sn + y * cs);
    let (sx, sy) = to_light(9.0, 13.0);
    c.at(sx, sy, |c| soft_fill(c, &d, "#0b0908", 10.0, 0.45));
    let g = c.linear(
        to_light(-150.0, -150.0),
        to_light(150.0, 150.0),
        &[(0.0, lighter(color, 0.34), 1.0), (0.4, color, 1.0), (1.0, darker(color, 0.30), 1.0)],
    );
    c.fill(&d, &g);
    let (hi, lo) = (
        c.linear(to_light(-150.0, -150.0), to_light(60.0, 60.0), &[(0.0, WHITE, 0.9), (1.0, WHITE, 0.0)]),
        c.linear(to_light(0.0, 0.0), to_light(150.0, 150.0), &[(0.0, BLACK, 0.0), (1.0, BLACK, 0.7)]),
    );
    c.clipped(&d, |c| {
        soft_stroke(c, &d, &lo, 10.0, 10.0, 0.7);
        soft_stroke(c, &d, &hi, 5.0, 6.0, 0.6);
    });
    let ink = css(if brightness(color) > 0.42 { darker(color, 0.72) } else { lighter(color, 0.75) });
    fit(c, s.brand(), Lettering::Bold, (0.0, -58.0, Anchor::Middle), (44.0, 190.0), &ink);
    let word = s.variant.art.label.unwrap_or(if look == Pick::Jazz { "III" } else { "" });
    fit(c, word, Lettering::Bold, (0.0, 18.0, Anchor::Middle), (52.0, 140.0), &ink);
    if look == Pick::Jazz {
        c.line((-60.0, -40.0), (60.0, -40.0), &ink, 3.0);
    }
}
