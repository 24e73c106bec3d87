//! Acoustic and classical guitars, in millimetres: nut at y = 0.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::{BLACK, WHITE, css, darker, lighter};
use super::super::lettering::{Anchor, fit};
use super::super::outline::{P, closed, polygon, rounded_rect};
use super::super::scene::{SIDE, Subject, standing};
use super::super::surface::{Area, bevel_in, gloss_in, grain, lacquer, paint_in, polished, shadow, soft_fill};
use super::neck::{self, Neck};
use crate::finish::{Finish, Rgb, Wood};
use crate::look::{Acoustic, AcousticShape, Board, Lettering, Metal};
use P::{C, S};

/// What to draw.
struct Guitar<'a> {
    look: &'a Acoustic,
    finish: Finish,
    brand: &'static str,
    seed: u64,
}

/// An acoustic guitar upright, or its top from close by.
pub(in crate::art) fn show(c: &mut Canvas, s: &Subject<'_>, look: &Acoustic) {
    let b = Guitar { look, finish: s.finish().unwrap_or(Finish::Natural(Wood::Spruce)), brand: s.brand(), seed: s.seed() };
    let (top, bottom) = extent(look);
    if s.front() {
        let k = 1108.0 / (bottom - top);
        let place = Matrix::shift(SIDE / 2.0, 42.0 - top * k).after(Matrix::scale(k, k));
        standing(c, 600.0, 1152.0, 168.0);
        super::cast(c, (16.0, 22.0), place, |c| silhouette(&b, c, |c, d| soft_fill(c, d, "#0b0908", 13.0, 0.42)));
        c.within(place, |c| draw(c, &b));
    } else {
        let place = super::close_up(-30.0, 1.95, plane(look).bridge_y() - 85.0);
        super::cast(c, (30.0, 36.0), place, |c| silhouette(&b, c, |c, d| soft_fill(c, d, "#0b0908", 11.0, 0.42)));
        c.within(place, |c| draw(c, &b));
    }
}

/// Measures of a body: half widths of upper bout, waist and lower bout, and its length.
struct Form {
    upper: f64,
    waist: f64,
    lower: f64,
    length: f64,
    hole: (f64, f64),
}

const fn form(shape: AcousticShape) -> Form {
    match shape {
        AcousticShape::Dreadnought => Form { upper: 146.0, waist: 137.0, lower: 198.0, length: 508.0, hole: (50.0, 50.0) },
        AcousticShape::Auditorium => Form { upper: 147.0, waist: 119.0, lower: 203.0, length: 505.0, hole: (50.0, 50.0) },
        AcousticShape::Mini => Form { upper: 133.0, waist: 112.0, lower: 183.0, length: 446.0, hole: (46.0, 46.0) },
        AcousticShape::Thin => Form { upper: 145.0, waist: 118.0, lower: 200.0, length: 492.0, hole: (54.0, 38.0) },
        AcousticShape::Classical => Form { upper: 140.0, waist: 118.0, lower: 184.0, length: 490.0, hole: (43.0, 43.0) },
    }
}

/// Outline with the body edge at y = 0.
fn outline(look: &Acoustic) -> (String, Area) {
    let f = form(look.shape);
    let l = f.length;
    let square = look.shape == AcousticShape::Dreadnought;
    let shoulder = if square { 0.86 } else { 0.76 };
    let mut right: Vec<P> = if look.cutaway {
        vec![
            C(29.0, 58.0),
            S(46.0, 62.0),
            S(70.0, 60.0),
            S(94.0, 44.0),
            S(114.0, 26.0),
            S(132.0, 26.0),
            S(f.upper - 2.0, 46.0),
            S(f.upper, 84.0),
        ]
    } else {
        vec![C(28.0, 0.0), S(f.upper * 0.42, 1.0), S(f.upper * shoulder, 20.0), S(f.upper * 0.98, 60.0), S(f.upper, 96.0)]
    };
    let rest = |s: f64| {
        vec![
            S(s * f.upper * 0.955, l * 0.27),
            S(s * (f.waist + 3.0), l * 0.36),
            S(s * f.waist, l * 0.405),
            S(s * (f.waist + 6.0), l * 0.46),
            S(s * f.lower * 0.86, l * 0.56),
            S(s * f.lower * 0.975, l * 0.66),
            S(s * f.lower, l * 0.745),
            S(s * f.lower * 0.965, l * 0.835),
            S(s * f.lower * 0.83, l * 0.92),
            S(s * f.lower * 0.56, l * 0.978),
            S(s * f.lower * 0.26, l * 0.998),
        ]
    };
    right.extend(rest(1.0));
    let mut left =
        vec![C(-28.0, 0.0), S(-f.upper * 0.42, 1.0), S(-f.upper * shoulder, 20.0), S(-f.upper * 0.98, 60.0), S(-f.upper, 96.0)];
    left.extend(rest(-1.0));
    let mut points = right;
    points.push(S(0.0, l));
    points.extend(left.into_iter().rev());
    (closed(&points), Area::new(-f.lower, 0.0, f.lower, l))
}

fn plane(look: &Acoustic) -> Neck {
    let (nut, last) = if look.classical { (52.0, 62.0) } else { (43.5, 57.0) };
    Neck {
        strings: 6,
        frets: look.frets,
        scales: (look.scale, look.scale),
        widths: (nut, last),
        spreads: if look.classical { (43.0, 58.0) } else { (36.5, 54.0) },
        heavy: false,
    }
}

/// y of the body edge.
fn joint(look: &Acoustic) -> f64 {
    let (y, _) = plane(look).fret(f64::from(look.joint));
    y
}

/// Top and bottom of the whole instrument.
fn extent(look: &Acoustic) -> (f64, f64) {
    (-196.0, joint(look) + form(look.shape).length)
}

/// Body, neck and head for shadows.
fn silhouette(b: &Guitar<'_>, c: &mut Canvas, draw: impl Fn(&mut Canvas, &str)) {
    let (d, _) = outline(b.look);
    c.at(0.0, joint(b.look), |c| draw(c, &d));
    draw(c, &neck::board_outline(plane(b.look)));
    draw(c, &head_outline(b.look));
}

/// Draws the instrument.
fn draw(c: &mut Canvas, b: &Guitar<'_>) {
    let look = b.look;
    let n = plane(look);
    let edge = joint(look);
    let f = form(look.shape);
    let bridge = n.bridge_y();
    // The hole sits a little behind the end of the board.
    let hole = edge + (bridge - edge) * if look.classical { 0.47 } else { 0.43 };
    c.at(0.0, edge, |c| top(c, b));
    rosette(c, hole, f.hole, look);
    if let Some(color) = look.guard {
        guard(c, hole, f.hole.0, color);
    }
    bridge_block(c, n, look);
    head(c, b);
    let board = neck::board_outline(n);
    shadow(c, &board, (2.4, 2.4), 2.2, 0.45);
    neck::board(c, n, look.board, look.inlay, None);
    let stop = if look.classical { 16.0 } else { 15.0 };
    neck::strings(c, n, |i| {
        let (_, y) = n.string_ends(i);
        Some((n.across(i) * n.spreads.1 / 2.0, y + stop))
    });
    pins(c, n, look);
    head_strings(c, look, n);
}

fn top(c: &mut Canvas, b: &Guitar<'_>) {
    let (d, area) = outline(b.look);
    let paint = b.finish;
    c.clipped(&d, |c| {
        paint_in(c, &d, area, paint, b.seed);
        // Book-matched halves.
        c.line((0.0, area.y0), (0.0, area.y1), "rgba(70,40,15,0.35)", 0.8);
        bevel_in(c, &d, area, 10.0, 0.55);
        let binding = b.look.binding;
        c.stroke(&d, &css(mixed(binding)), 12.5);
        c.stroke(&d, "rgba(245,236,214,0.9)", 10.8);
        c.stroke(&d, "#2a1a12", 9.2);
        c.stroke(&d, &css(binding), 7.4);
        let shade = c.linear(
            (area.x0, area.y0),
            (area.x1, area.y1),
            &[(0.0, WHITE, 0.42), (0.45, WHITE, 0.0), (0.55, BLACK, 0.0), (1.0, BLACK, 0.55)],
        );
        c.stroke(&d, &shade, 7.4);
        gloss_in(c, area, 0.9);
    });
    c.stroke_a(&d, "#000", 0.8, 0.4);
}

fn mixed(binding: Rgb) -> Rgb {
    darker(binding, 0.5)
}

fn rosette(c: &mut Canvas, y: f64, (rx, ry): (f64, f64), look: &Acoustic) {
    if look.classical {
        for (grow, paint, w) in [(15.0, "#3a1f12", 17.0), (15.0, "#8a5a2c", 13.0), (15.0, "#2c1b12", 9.5)] {
            c.oval(0.0, y, rx + grow, ry + grow, paint, w);
        }
        // Mosaic.
        for k in 0..72 {
            let (s, co) = (f64::from(k) * 5.0_f64).to_radians().sin_cos();
            let color = ["#d8b06a", "#7a2f1a", "#e9d9ae", "#3f6b4a"].get(k as usize % 4).copied().unwrap_or("#fff");
            c.rect(co * (rx + 15.0) - 1.6, y + s * (ry + 15.0) - 1.6, 3.2, 3.2, 0.4, color);
        }
    } else {
        for (grow, paint, w) in [
            (14.0, "#1d130e", 9.0),
            (14.0, "#efe5cc", 7.6),
            (14.0, "#1d130e", 6.0),
            (14.0, "#b98f55", 2.2),
            (6.0, "#1d130e", 1.6),
        ] {
            c.oval(0.0, y, rx + grow, ry + grow, paint, w);
        }
    }
    let dark = c.radial((rx * 0.2, y + ry * 0.3), rx * 1.3, &[(0.0, 0x2A1A10, 1.0), (0.7, 0x160D08, 1.0), (1.0, 0x0A0604, 1.0)]);
    c.ellipse(0.0, y, rx, ry, &dark);
    // The back of the body, far below.
    let inside = c.linear((-rx, y - ry), (rx, y + ry), &[(0.0, BLACK, 0.7), (0.55, 0x5A3A22, 0.0), (1.0, 0x7A5230, 0.45)]);
    c.ellipse(0.0, y, rx, ry, &inside);
    c.rect(-18.0, y - ry * 0.25, 36.0, 22.0, 1.0, "rgba(226,214,184,0.28)");
}

fn guard(c: &mut Canvas, y: f64, r: f64, color: Rgb) {
    let d = closed(&[
        C(24.0, y - r - 18.0),
        S(52.0, y - r - 12.0),
        S(80.0, y + 6.0),
        S(106.0, y + 52.0),
        S(126.0, y + 104.0),
        S(124.0, y + 128.0),
        S(104.0, y + 128.0),
        S(76.0, y + 106.0),
        S(52.0, y + 78.0),
        S(44.0, y + 50.0),
        S(52.0, y + 30.0),
        S(58.0, y + 4.0),
        S(50.0, y - 30.0),
        S(36.0, y - r + 4.0),
    ]);
    c.at(0.8, 1.4, |c| c.fill_a(&d, "#000", 0.4));
    let g = c.linear(
        (20.0, y - r),
        (130.0, y + 120.0),
        &[(0.0, lighter(color, 0.35), 1.0), (0.3, color, 1.0), (0.6, lighter(color, 0.10), 1.0), (1.0, darker(color, 0.3), 1.0)],
    );
    c.fill(&d, &g);
    c.clipped(&d, |c| {
        let streak = polygon(&[(10.0, y - 80.0, 1.0), (70.0, y - 80.0, 1.0), (60.0, y + 60.0, 1.0), (10.0, y + 100.0, 1.0)]);
        c.fill_a(&streak, "#fff", 0.10);
    });
}

fn bridge_block(c: &mut Canvas, n: Neck, look: &Acoustic) {
    let y = n.bridge_y();
    let wood = if look.board == Board::Ebony { Wood::Ebony } else { Wood::Rosewood };
    let (d, area) = if look.classical {
        (rounded_rect(-94.0, y - 9.0, 188.0, 28.0, 3.0), Area::new(-94.0, y - 9.0, 94.0, y + 19.0))
    } else {
        (
            closed(&[
                S(-76.0, y + 6.0),
                S(-70.0, y - 5.0),
                S(-46.0, y - 9.0),
                S(0.0, y - 10.0),
                S(46.0, y - 9.0),
                S(70.0, y - 5.0),
                S(76.0, y + 6.0),
                S(70.0, y + 18.0),
                S(44.0, y + 20.0),
                S(20.0, y + 27.0),
                S(0.0, y + 28.5),
                S(-20.0, y + 27.0),
                S(-44.0, y + 20.0),
                S(-70.0, y + 18.0),
            ]),
            Area::new(-76.0, y - 10.0, 76.0, y + 28.0),
        )
    };
    shadow(c, &d, (2.6, 4.4), 2.6, 0.5);
    grain(c, &d, area, wood, None, 3);
    c.clipped(&d, |c| bevel_in(c, &d, area, 4.0, 0.9));
    let saddle = c.linear((0.0, y - 2.0), (0.0, y + 2.4), &[(0.0, 0xFFFDF4, 1.0), (0.6, 0xE9E0CA, 1.0), (1.0, 0x9C927A, 1.0)]);
    c.within(Matrix::shift(0.0, y).after(Matrix::turn(if look.classical { 0.0 } else { 2.2 })), |c| {
        c.rect(-36.0, -1.7, 72.0, 3.4, 1.6, &saddle)
    });
    if look.classical {
        c.rect(-43.0, y + 8.0, 86.0, 8.6, 1.0, "#efe4cc");
        c.rect(-43.0, y + 9.8, 86.0, 5.0, 0.6, "#3a2015");
    }
}

fn pins(c: &mut Canvas, n: Neck, look: &Acoustic) {
    let y = n.bridge_y();
    for i in 0..6 {
        let x = n.across(i) * n.spreads.1 / 2.0;
        if look.classical {
            c.rect(x - 1.9, y + 7.4, 3.8, 9.6, 1.4, "rgba(236,228,206,0.92)");
            c.line((x - 1.6, y + 12.4), (x + 1.6, y + 11.6), "rgba(90,70,40,0.6)", 0.6);
        } else {
            let py = y + 15.0 + (1.0 - n.across(i).abs()) * 3.0;
            c.circle(x + 0.7, py + 1.0, 3.4, "rgba(0,0,0,0.5)");
            let g = c.radial((x - 1.0, py - 1.2), 4.6, &[(0.0, WHITE, 1.0), (0.5, 0xEDE4CF, 1.0), (1.0, 0x8F866E, 1.0)]);
            c.circle(x, py, 3.2, &g);
            c.circle(x, py, 1.0, "#221a14");
        }
    }
}

fn head_outline(look: &Acoustic) -> String {
    let w = plane(look).widths.0 / 2.0;
    let e = if look.classical { 38.0 } else { 36.0 };
    closed(&[
        C(-w, 0.0),
        S(-w - 1.0, -10.0),
        S(-e + 3.0, -24.0),
        C(-e, -36.0),
        C(-e - 2.0, -172.0),
        S(-e + 8.0, -181.0),
        S(-14.0, -183.0),
        S(0.0, -188.0),
        S(14.0, -183.0),
        S(e - 8.0, -181.0),
        C(e + 2.0, -172.0),
        C(e, -36.0),
        S(e - 3.0, -24.0),
        S(w + 1.0, -10.0),
        C(w, 0.0),
    ])
}

const ROWS: [f64; 3] = [-56.0, -97.0, -138.0];

fn head(c: &mut Canvas, b: &Guitar<'_>) {
    let look = b.look;
    let d = head_outline(look);
    let area = Area::new(-40.0, -190.0, 40.0, 0.0);
    for y in ROWS {
        for side in [-1.0, 1.0] {
            button(c, side, y, look);
        }
    }
    let g = lacquer(c, area, look.head, 0.24, 0.4);
    c.fill(&d, &g);
    grain(c, &d, area, if look.head == 0x2A1710 { Wood::Rosewood } else { Wood::Ebony }, Some(look.head), 8);
    let drop = c.linear((0.0, -30.0), (0.0, 0.0), &[(0.0, BLACK, 0.0), (1.0, BLACK, 0.5)]);
    c.clipped(&d, |c| {
        c.rect(-60.0, -30.0, 120.0, 30.0, 0.0, &drop);
        bevel_in(c, &d, area, 3.0, 0.9);
        gloss_in(c, area, 0.8);
    });
    if look.classical {
        for side in [-1.0, 1.0] {
            slot(c, side * 16.0);
        }
        fit(c, b.brand, Lettering::Serif, (0.0, -163.0, Anchor::Middle), (11.0, 50.0), "#d8c089");
    } else {
        for y in ROWS {
            for side in [-1.0, 1.0] {
                post(c, side * 24.0, y, look.metal);
            }
        }
        fit(c, b.brand, Lettering::Serif, (0.0, -155.0, Anchor::Middle), (17.0, 58.0), "#efe6cd");
    }
}

fn button(c: &mut Canvas, side: f64, y: f64, look: &Acoustic) {
    let shaft = polished(c, look.metal, (0.0, y - 2.5), (0.0, y + 2.5));
    let knob = if look.classical {
        c.linear((0.0, y - 8.0), (0.0, y + 8.0), &[(0.0, 0xFBF6E6, 1.0), (0.5, 0xE6DAB8, 1.0), (1.0, 0x9B8D67, 1.0)])
    } else {
        polished(c, look.metal, (0.0, y - 9.0), (0.0, y + 9.0))
    };
    let x = side * 36.0;
    let (x0, x1) = if side < 0.0 { (x - 18.0, x - 30.0) } else { (x, x + 16.0) };
    c.rect(x0, y - 2.0, 18.0, 4.0, 1.0, &shaft);
    c.fill(&rounded_rect(x1, y - 8.0, 14.0, 16.0, 6.0), &knob);
    c.stroke_a(&rounded_rect(x1, y - 8.0, 14.0, 16.0, 6.0), "#000", 0.5, 0.35);
}

fn post(c: &mut Canvas, x: f64, y: f64, metal: Metal) {
    c.circle(x + 0.9, y + 1.3, 6.8, "rgba(0,0,0,0.4)");
    let g = polished(c, metal, (x - 6.0, y - 6.0), (x + 6.0, y + 6.0));
    c.circle(x, y, 6.4, &g);
    c.circle(x, y, 3.4, "#8d9196");
    c.circle(x - 0.6, y - 0.8, 2.6, "#f1f3f4");
    c.ring(x, y, 4.2, "#cdb98a", 0.9);
}

fn slot(c: &mut Canvas, x: f64) {
    c.fill(&rounded_rect(x - 7.5, -152.0, 15.0, 112.0, 7.5), "#0d0806");
    c.stroke_a(&rounded_rect(x - 7.5, -152.0, 15.0, 112.0, 7.5), "#d8b878", 0.8, 0.35);
    for y in ROWS {
        let roller =
            c.linear((0.0, y - 4.5), (0.0, y + 4.5), &[(0.0, 0xFFFDF2, 1.0), (0.5, 0xDCD2B4, 1.0), (1.0, 0x6E664E, 1.0)]);
        c.rect(x - 7.0, y - 4.2, 14.0, 8.4, 1.5, &roller);
    }
}

fn head_strings(c: &mut Canvas, look: &Acoustic, n: Neck) {
    for i in 0..6u8 {
        let row = if i < 3 { usize::from(i) } else { usize::from(5 - i) };
        let y = ROWS.get(row).copied().unwrap_or(-60.0);
        let side = if i < 3 { -1.0 } else { 1.0 };
        let x0 = n.string_x(i, 0.0);
        let x1 = if look.classical { side * (16.0 + (f64::from(row as u8) - 1.0) * 2.0) } else { side * 20.4 };
        let w = n.gauge(i) * if look.classical { 1.2 } else { 0.95 };
        c.line((x0 + 0.9, -3.0), (x1 + 0.9, y + 1.0), "rgba(0,0,0,0.35)", w);
        c.line((x0, -4.0), (x1, y), "#cdbf9c", w);
        c.line((x0 - 0.2, -4.0), (x1 - 0.2, y), "#fdf8ea", w * 0.35);
    }
}
