//! Microphones, in millimetres along y, the capsule at the top.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::{BLACK, WHITE, css, darker, lighter};
use super::super::lettering::{Anchor, fit};
use super::super::outline::{P, circle, closed, ellipse, rounded_rect};
use super::super::scene::{Subject, pool};
use super::super::surface::{Area, bevel, soft_fill};
use crate::finish::Rgb;
use crate::look::{Lettering, Mic};
use P::{C, S};

/// The microphone whole and leaning, or its head from close by.
pub(in crate::art) fn show(c: &mut Canvas, s: &Subject<'_>, look: &Mic) {
    let (turn, k, x, y): (f64, f64, f64, f64) = match (look, s.front()) {
        (Mic::Vocal, true) => (34.0, 6.0, 770.0, 310.0),
        (Mic::Vocal, false) => (24.0, 12.6, 640.0, 430.0),
        (Mic::Instrument, true) => (34.0, 6.3, 800.0, 230.0),
        (Mic::Instrument, false) => (24.0, 12.8, 690.0, 260.0),
        (Mic::Kick, true) => (0.0, 6.6, 600.0, 470.0),
        (Mic::Kick, false) => (-16.0, 9.4, 600.0, 560.0),
        (Mic::Condenser(_), true) => (0.0, 5.3, 600.0, 130.0),
        (Mic::Condenser(_), false) => (-14.0, 8.8, 560.0, 120.0),
    };
    let place = Matrix::shift(x, y).after(Matrix::turn(turn)).after(Matrix::scale(k, k));
    let outline = silhouette(look);
    if turn.abs() < 1.0 {
        pool(c, (620.0, 1132.0), (230.0, 34.0), 0.6);
    }
    c.at(34.0, 44.0, |c| c.within(place, |c| soft_fill(c, &outline, "#0b0908", 4.6, 0.40)));
    c.within(place, |c| match look {
        Mic::Vocal => vocal(c, s.brand(), s.product.model),
        Mic::Instrument => instrument(c, s.brand(), s.product.model),
        Mic::Kick => kick(c, s.brand()),
        Mic::Condenser(color) => condenser(c, *color, s.brand(), s.product.model),
    });
}

fn silhouette(look: &Mic) -> String {
    match look {
        Mic::Vocal => format!("{}{}", circle(0.0, 0.0, 25.5), handle(20.0, 24.0, 136.0)),
        Mic::Instrument => rounded_rect(-15.0, -16.0, 30.0, 160.0, 8.0),
        Mic::Kick => ellipse(0.0, 0.0, 46.0, 58.0),
        Mic::Condenser(_) => rounded_rect(-27.0, 0.0, 54.0, 186.0, 12.0),
    }
}

/// A tapered handle from `y0` (half width `r0`) to `y1`.
fn handle(y0: f64, r0: f64, y1: f64) -> String {
    closed(&[
        C(-r0 * 0.86, y0),
        S(-r0 * 0.80, y0 + 8.0),
        C(-r0 * 0.72, y0 + 16.0),
        C(-10.4, y1 - 4.0),
        S(-9.4, y1),
        C(-8.0, y1 + 1.4),
        C(8.0, y1 + 1.4),
        S(9.4, y1),
        C(10.4, y1 - 4.0),
        C(r0 * 0.72, y0 + 16.0),
        S(r0 * 0.80, y0 + 8.0),
        C(r0 * 0.86, y0),
    ])
}

fn lit_across(c: &mut Canvas, r: f64, color: Rgb) -> String {
    c.linear(
        (-r, 0.0),
        (r, 0.0),
        &[
            (0.0, darker(color, 0.55), 1.0),
            (0.16, lighter(color, 0.10), 1.0),
            (0.28, lighter(color, 0.48), 1.0),
            (0.42, color, 1.0),
            (0.75, darker(color, 0.45), 1.0),
            (0.92, darker(color, 0.25), 1.0),
            (1.0, darker(color, 0.65), 1.0),
        ],
    )
}

/// Woven wire over a shape.
fn mesh(c: &mut Canvas, d: &str, (x, y, r): (f64, f64, f64), step: f64, wire: Rgb) {
    let base = c.radial(
        (x - r * 0.35, y - r * 0.4),
        r * 1.7,
        &[(0.0, darker(wire, 0.35), 1.0), (0.5, darker(wire, 0.66), 1.0), (1.0, darker(wire, 0.88), 1.0)],
    );
    c.fill(d, &base);
    let (bright, dim) = (css(lighter(wire, 0.35)), css(darker(wire, 0.25)));
    let t = c.tile(step, step, Some(Matrix::turn(45.0)), |c| {
        c.line((0.0, step * 0.28), (step, step * 0.28), &bright, step * 0.26);
        c.line((step * 0.72, 0.0), (step * 0.72, step), &dim, step * 0.26);
    });
    c.fill(d, &t);
    let form = c.radial(
        (x - r * 0.38, y - r * 0.45),
        r * 1.75,
        &[(0.0, WHITE, 0.62), (0.22, WHITE, 0.20), (0.5, BLACK, 0.02), (0.8, BLACK, 0.42), (1.0, BLACK, 0.78)],
    );
    c.fill(d, &form);
}

fn vocal(c: &mut Canvas, brand: &'static str, model: &'static str) {
    let body = handle(20.0, 24.0, 136.0);
    let g = lit_across(c, 21.0, 0x3B3D40);
    c.fill(&body, &g);
    bevel(c, &body, Area::new(-21.0, 20.0, 21.0, 138.0), 2.0, 0.5);
    // Connector ring.
    let g = lit_across(c, 10.4, 0x8B9095);
    c.fill(&rounded_rect(-10.2, 130.0, 20.4, 8.4, 1.4), &g);
    // Ball of two halves with the band between them.
    mesh(c, &circle(0.0, 0.0, 25.5), (0.0, 0.0, 25.5), 2.0, 0xC9CED2);
    let band = "M-25.4 2C-14 7.4 14 7.4 25.4 2L25.2 7.2C14 12.6 -14 12.6 -25.2 7.2Z";
    let g = lit_across(c, 25.5, 0xC3C8CC);
    c.fill(band, &g);
    c.stroke_a(band, "#000", 0.35, 0.5);
    let collar = "M-21 19.4C-12 24 12 24 21 19.4L20 26C10 30 -10 30 -20 26Z";
    let g = lit_across(c, 21.0, 0x2A2C2E);
    c.fill(collar, &g);
    fit(c, brand, Lettering::Bold, (0.0, 46.0, Anchor::Middle), (6.2, 22.0), "#d8dadb");
    fit(c, model, Lettering::Bold, (0.0, 54.0, Anchor::Middle), (5.2, 20.0), "#b9bcbe");
}

fn instrument(c: &mut Canvas, brand: &'static str, model: &'static str) {
    let tail = closed(&[
        C(-11.4, 30.0),
        C(-10.8, 138.0),
        S(-10.0, 143.0),
        C(-8.0, 144.0),
        C(8.0, 144.0),
        S(10.0, 143.0),
        C(10.8, 138.0),
        C(11.4, 30.0),
    ]);
    let g = lit_across(c, 11.4, 0x3B3D40);
    c.fill(&tail, &g);
    let head = closed(&[
        C(-16.0, -8.0),
        C(-15.2, 26.0),
        S(-13.0, 34.0),
        C(-11.4, 42.0),
        C(11.4, 42.0),
        S(13.0, 34.0),
        C(15.2, 26.0),
        C(16.0, -8.0),
    ]);
    let g = lit_across(c, 16.0, 0x45474B);
    c.fill(&head, &g);
    // Slots around the head.
    for k in -3..=3 {
        let x = (f64::from(k) * 0.40).sin() * 14.6;
        let w = 2.7 * (f64::from(k) * 0.40).cos();
        c.fill(&rounded_rect(x - w / 2.0, -3.0, w, 15.0, w / 2.0), "#0b0b0c");
        c.rect(x - w * 0.2, -2.0, w * 0.25, 13.0, 0.2, "rgba(255,255,255,0.14)");
    }
    let ring = lit_across(c, 16.4, 0xB4B9BD);
    c.fill(&rounded_rect(-16.3, 14.4, 32.6, 3.0, 1.0), &ring);
    c.fill(&rounded_rect(-16.4, -10.6, 32.8, 4.2, 1.6), &ring);
    let top = "M-15.4 -10.4C-15 -15.6 15 -15.6 15.4 -10.4Z";
    mesh(c, top, (0.0, -12.0, 15.0), 1.5, 0xC3C8CC);
    fit(c, brand, Lettering::Bold, (0.0, 60.0, Anchor::Middle), (5.4, 18.0), "#d8dadb");
    fit(c, model, Lettering::Bold, (0.0, 67.0, Anchor::Middle), (4.6, 16.0), "#b9bcbe");
    let g = lit_across(c, 10.4, 0x8B9095);
    c.fill(&rounded_rect(-10.2, 137.0, 20.4, 7.0, 1.4), &g);
}

fn kick(c: &mut Canvas, brand: &'static str) {
    // Swivel with its stand adapter.
    let g = lit_across(c, 12.0, 0x3A3C3F);
    c.fill(&rounded_rect(-8.0, 52.0, 16.0, 46.0, 3.0), &g);
    let g = lit_across(c, 15.0, 0x2A2C2E);
    c.fill(&rounded_rect(-14.0, 72.0, 28.0, 24.0, 5.0), &g);
    c.rect(-4.0, 60.0, 8.0, 14.0, 2.0, "#0d0d0e");
    let body = closed(&[
        S(0.0, -58.0),
        S(28.0, -50.0),
        S(43.0, -26.0),
        S(46.0, 4.0),
        S(38.0, 36.0),
        S(20.0, 56.0),
        S(0.0, 60.0),
        S(-20.0, 56.0),
        S(-38.0, 36.0),
        S(-46.0, 4.0),
        S(-43.0, -26.0),
        S(-28.0, -50.0),
    ]);
    let g = c.radial(
        (-18.0, -26.0),
        110.0,
        &[(0.0, 0x8A8F94, 1.0), (0.35, 0x515559, 1.0), (0.8, 0x26282B, 1.0), (1.0, 0x121314, 1.0)],
    );
    c.fill(&body, &g);
    bevel(c, &body, Area::new(-46.0, -58.0, 46.0, 60.0), 7.0, 0.9);
    let grille = closed(&[
        S(0.0, -50.0),
        S(24.0, -43.0),
        S(37.0, -22.0),
        S(38.0, 0.0),
        S(0.0, 8.0),
        S(-38.0, 0.0),
        S(-37.0, -22.0),
        S(-24.0, -43.0),
    ]);
    c.at(0.0, 1.4, |c| c.stroke_a(&grille, "#000", 2.6, 0.6));
    mesh(c, &grille, (0.0, -20.0, 38.0), 2.2, 0x9BA0A5);
    c.stroke(&grille, "#6f757a", 1.6);
    let band = "M-41 6C-20 14 20 14 41 6L40 15C20 23 -20 23 -40 15Z";
    let g = lit_across(c, 41.0, 0x2F6FB8);
    c.fill(band, &g);
    fit(c, brand, Lettering::Bold, (0.0, 38.0, Anchor::Middle), (10.0, 40.0), "#dfe1e2");
}

fn condenser(c: &mut Canvas, color: Rgb, brand: &'static str, model: &'static str) {
    // Body, then the basket above it.
    let body = rounded_rect(-25.0, 74.0, 50.0, 104.0, 5.0);
    let g = lit_across(c, 25.0, color);
    c.fill(&body, &g);
    bevel(c, &body, Area::new(-25.0, 74.0, 25.0, 178.0), 2.0, 0.5);
    let foot = closed(&[C(-22.0, 176.0), S(-20.0, 183.0), C(-13.0, 187.0), C(13.0, 187.0), S(20.0, 183.0), C(22.0, 176.0)]);
    let g = lit_across(c, 22.0, darker(color, 0.2));
    c.fill(&foot, &g);
    let basket = closed(&[
        C(-26.0, 76.0),
        C(-26.0, 20.0),
        S(-24.0, 8.0),
        S(-14.0, 1.0),
        S(0.0, -0.5),
        S(14.0, 1.0),
        S(24.0, 8.0),
        C(26.0, 20.0),
        C(26.0, 76.0),
    ]);
    c.fill(&basket, "#0a0a0b");
    // The capsule shows through.
    let gold = c.radial((-4.0, 34.0), 22.0, &[(0.0, 0xF6E3A8, 0.9), (0.6, 0xC79C42, 0.8), (1.0, 0x6A4A12, 0.6)]);
    c.circle(0.0, 40.0, 15.5, &gold);
    c.rect(-3.0, 54.0, 6.0, 22.0, 1.0, "#3a3a3c");
    let wire = 0x8D9297;
    let (bright, dim) = (css(lighter(wire, 0.2)), css(darker(wire, 0.3)));
    let t = c.tile(1.9, 1.9, Some(Matrix::turn(45.0)), |c| {
        c.line((0.0, 0.5), (1.9, 0.5), &bright, 0.46);
        c.line((1.4, 0.0), (1.4, 1.9), &dim, 0.46);
    });
    c.fill(&basket, &t);
    let form = c.linear(
        (-26.0, 0.0),
        (26.0, 0.0),
        &[
            (0.0, BLACK, 0.75),
            (0.16, BLACK, 0.1),
            (0.30, WHITE, 0.42),
            (0.46, WHITE, 0.03),
            (0.8, BLACK, 0.45),
            (1.0, BLACK, 0.82),
        ],
    );
    c.fill(&basket, &form);
    let frame = lit_across(c, 26.0, lighter(color, 0.22));
    c.stroke(&basket, &frame, 2.2);
    c.fill(&rounded_rect(-26.6, 70.0, 53.2, 8.0, 1.6), &frame);
    c.fill(&rounded_rect(-2.0, 0.0, 4.0, 72.0, 1.6), &frame);
    c.circle(0.0, 96.0, 4.2, "#c9a24a");
    c.circle(-1.0, 95.0, 2.0, "#f6e6b4");
    fit(c, brand, Lettering::Bold, (0.0, 122.0, Anchor::Middle), (9.0, 38.0), "#dcdddf");
    fit(c, model, Lettering::Narrow, (0.0, 132.0, Anchor::Middle), (7.0, 38.0), "#a9acaf");
}
