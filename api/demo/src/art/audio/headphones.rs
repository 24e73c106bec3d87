//! Over-ear headphones.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::{BLACK, WHITE, css, darker, lighter};
use super::super::lettering::{Anchor, fit};
use super::super::outline::{P, closed, ellipse, rounded_rect};
use super::super::scene::{Subject, pool};
use super::super::surface::soft_fill;
use crate::finish::Rgb;
use crate::look::{Headphones, Lettering};
use P::{C, S};

/// The pair standing, or one cup from closer.
pub(in crate::art) fn show(c: &mut Canvas, s: &Subject<'_>, look: &Headphones) {
    let close = if s.front() {
        Matrix::shift(0.0, 0.0)
    } else {
        Matrix::shift(-90.0, -800.0).after(Matrix::turn(-3.0)).after(Matrix::scale(1.72, 1.72))
    };
    let words = s.variant.art.label.unwrap_or("");
    c.within(close, |c| draw(c, look, s.brand(), words));
}

fn draw(c: &mut Canvas, look: &Headphones, brand: &'static str, words: &str) {
    pool(c, (620.0, 1090.0), (430.0, 46.0), 0.55);
    cable(c, look);
    // The far side of the band, then the near one, then the cups.
    let outer = "M248 640C230 300 380 96 600 96C820 96 970 300 952 640";
    let shadow_of = |c: &mut Canvas| c.at(22.0, 26.0, |c| c.stroke_a(outer, "#0b0908", 60.0, 0.10));
    shadow_of(c);
    band(c, look);
    for side in [-1.0, 1.0] {
        c.within(Matrix([side, 0.0, 0.0, 1.0, 600.0 - 600.0 * side, 0.0]), |c| yoke(c, look, side));
    }
    for side in [-1.0, 1.0] {
        cup(c, look, side, if side < 0.0 { brand } else { words });
    }
}

fn band(c: &mut Canvas, look: &Headphones) {
    let color = look.color;
    let shell = closed(&[
        C(262.0, 524.0),
        S(264.0, 400.0),
        S(308.0, 254.0),
        S(418.0, 140.0),
        S(600.0, 98.0),
        S(782.0, 140.0),
        S(892.0, 254.0),
        S(936.0, 400.0),
        C(938.0, 524.0),
        C(902.0, 524.0),
        S(896.0, 404.0),
        S(856.0, 272.0),
        S(758.0, 174.0),
        S(600.0, 138.0),
        S(442.0, 174.0),
        S(344.0, 272.0),
        S(304.0, 404.0),
        C(298.0, 524.0),
    ]);
    c.at(14.0, 20.0, |c| soft_fill(c, &shell, "#0b0908", 14.0, 0.30));
    let g = c.linear(
        (260.0, 120.0),
        (940.0, 520.0),
        &[
            (0.0, lighter(color, 0.10), 1.0),
            (0.24, lighter(color, 0.30), 1.0),
            (0.45, color, 1.0),
            (1.0, darker(color, 0.5), 1.0),
        ],
    );
    c.fill(&shell, &g);
    // Padding under the crown with its seams.
    let pad = closed(&[
        C(376.0, 246.0),
        S(470.0, 168.0),
        S(600.0, 142.0),
        S(730.0, 168.0),
        C(824.0, 246.0),
        S(828.0, 274.0),
        S(808.0, 284.0),
        S(722.0, 226.0),
        S(600.0, 202.0),
        S(478.0, 226.0),
        S(392.0, 284.0),
        S(372.0, 274.0),
    ]);
    let g = c.linear(
        (360.0, 160.0),
        (840.0, 300.0),
        &[(0.0, lighter(look.cushion, 0.30), 1.0), (0.4, look.cushion, 1.0), (1.0, darker(look.cushion, 0.5), 1.0)],
    );
    c.fill(&pad, &g);
    for k in 0..9 {
        let t = -0.8 + 0.2 * f64::from(k);
        let (x, y) = (600.0 + 218.0 * t, 160.0 + 96.0 * t * t);
        c.stroke_a(&format!("M{x:.1} {:.1}l{:.1} 44", y - 12.0, -t * 22.0), "#000", 2.4, 0.32);
        c.stroke_a(&format!("M{:.1} {:.1}l{:.1} 44", x + 3.0, y - 12.0, -t * 22.0), "#fff", 1.2, 0.12);
    }
    c.stroke_a("M330 330C372 214 470 132 600 118C700 126 760 156 800 190", "#fff", 4.0, 0.34);
}

/// The fork that holds a cup; drawn for the left, mirrored for the right.
fn yoke(c: &mut Canvas, look: &Headphones, _side: f64) {
    let color = if look.metal_yoke { 0xB9BEC2 } else { lighter(look.color, 0.06) };
    let g = c.linear(
        (230.0, 0.0),
        (330.0, 0.0),
        &[(0.0, darker(color, 0.35), 1.0), (0.3, lighter(color, 0.6), 1.0), (0.55, color, 1.0), (1.0, darker(color, 0.55), 1.0)],
    );
    c.fill(&rounded_rect(268.0, 460.0, 26.0, 150.0, 8.0), &g);
    for k in 0..7 {
        c.rect(270.0, 500.0 + f64::from(k) * 13.0, 22.0, 2.0, 0.0, "rgba(0,0,0,0.4)");
    }
    let fork = "M282 590C206 604 176 690 176 790";
    c.stroke(fork, &css(darker(color, 0.55)), 26.0);
    c.stroke(fork, &g, 20.0);
    let fork = "M282 590C352 604 392 660 398 730";
    c.stroke(fork, &css(darker(color, 0.55)), 26.0);
    c.stroke(fork, &g, 20.0);
}

fn cup(c: &mut Canvas, look: &Headphones, side: f64, words: &str) {
    let color = look.color;
    let x = 600.0 + side * 316.0;
    let y = 812.0;
    c.within(Matrix::shift(x, y).after(Matrix::turn(side * 7.0)), |c| {
        // The cushion towards the middle, seen from its edge.
        let cushion = closed(&[
            S(-side * 24.0, -196.0),
            S(-side * 92.0, -178.0),
            S(-side * 128.0, -96.0),
            S(-side * 136.0, 0.0),
            S(-side * 128.0, 96.0),
            S(-side * 92.0, 178.0),
            S(-side * 24.0, 196.0),
            S(side * 16.0, 120.0),
            S(side * 26.0, 0.0),
            S(side * 16.0, -120.0),
        ]);
        c.at(16.0, 24.0, |c| soft_fill(c, &cushion, "#0b0908", 12.0, 0.30));
        let g = c.linear(
            (-side * 140.0, -120.0),
            (side * 30.0, 120.0),
            &[(0.0, lighter(look.cushion, 0.40), 1.0), (0.35, look.cushion, 1.0), (1.0, darker(look.cushion, 0.5), 1.0)],
        );
        c.fill(&cushion, &g);
        c.stroke_a(
            &format!("M{:.1} -176C{:.1} -90 {:.1} 90 {:.1} 176", -side * 60.0, -side * 96.0, -side * 96.0, -side * 60.0),
            "#000",
            4.0,
            0.28,
        );
        c.stroke_a(
            &format!("M{:.1} -170C{:.1} -88 {:.1} 88 {:.1} 170", -side * 66.0, -side * 102.0, -side * 102.0, -side * 66.0),
            "#fff",
            2.0,
            0.14,
        );
        // The shell, its outer face a tilted oval.
        let shell = ellipse(side * 20.0, 0.0, 118.0, 188.0);
        let g = c.radial(
            (side * 20.0 - 50.0, -90.0),
            300.0,
            &[(0.0, lighter(color, 0.42), 1.0), (0.4, lighter(color, 0.06), 1.0), (1.0, darker(color, 0.6), 1.0)],
        );
        c.fill(&shell, &g);
        c.stroke_a(&shell, "#000", 2.0, 0.5);
        let (rx, ry) = (92.0, 152.0);
        let dish = c.linear(
            (side * 20.0 - rx, -ry),
            (side * 20.0 + rx, ry),
            &[(0.0, darker(color, 0.35), 1.0), (0.5, color, 1.0), (1.0, lighter(color, 0.26), 1.0)],
        );
        c.fill(&ellipse(side * 20.0, 0.0, rx, ry), &dish);
        let ring = c.linear(
            (side * 20.0 - rx, -ry),
            (side * 20.0 + rx, ry),
            &[
                (0.0, lighter(look.ring, 0.6), 1.0),
                (0.4, look.ring, 1.0),
                (0.7, darker(look.ring, 0.35), 1.0),
                (1.0, lighter(look.ring, 0.3), 1.0),
            ],
        );
        c.oval(side * 20.0, 0.0, rx, ry, &ring, 9.0);
        let face = c.radial(
            (side * 20.0 - 30.0, -56.0),
            210.0,
            &[(0.0, lighter(color, 0.30), 1.0), (0.5, color, 1.0), (1.0, darker(color, 0.5), 1.0)],
        );
        c.fill(&ellipse(side * 20.0, 0.0, rx - 12.0, ry - 16.0), &face);
        c.within(Matrix::shift(side * 20.0, 10.0).after(Matrix::scale(0.80, 1.0)), |c| {
            fit(c, words, Lettering::Bold, (0.0, 0.0, Anchor::Middle), (34.0, 150.0), "rgba(235,235,233,0.85)");
        });
        let shine =
            c.linear((side * 20.0 - rx, -ry), (side * 20.0, 0.0), &[(0.0, WHITE, 0.30), (0.6, WHITE, 0.04), (1.0, BLACK, 0.0)]);
        c.clipped(&ellipse(side * 20.0, 0.0, rx - 12.0, ry - 16.0), |c| {
            c.ellipse(side * 20.0 - 54.0, -80.0, 90.0, 130.0, &shine)
        });
        // Pivot of the yoke.
        for px in [side * 20.0 - 112.0, side * 20.0 + 112.0] {
            c.circle(px, -6.0, 15.0, &css(darker(color, 0.5)));
            c.circle(px - 3.0, -10.0, 8.0, &css(lighter(if look.metal_yoke { 0xB9BEC2 } else { color }, 0.4)));
        }
    });
}

fn cable(c: &mut Canvas, look: &Headphones) {
    let color: Rgb = 0x161617;
    let draw = |c: &mut Canvas, d: &str, w: f64| {
        c.at(6.0, 12.0, |c| c.stroke_a(d, "#000", w, 0.20));
        c.stroke(d, &css(color), w);
        c.at(-1.5, -2.0, |c| c.stroke_a(d, "#fff", w * 0.2, 0.30));
    };
    draw(c, "M262 990C262 1040 300 1066 360 1074", 13.0);
    if look.coiled {
        // A helix lying on the floor.
        let mut d = String::from("M360 1074");
        for k in 0..30 {
            let x = 366.0 + f64::from(k) * 15.4;
            let y = 1074.0 + (f64::from(k) * 0.32).sin() * 8.0;
            d.push_str(&format!(
                "C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
                x - 6.0,
                y - 30.0,
                x + 22.0,
                y - 30.0,
                x + 12.0,
                y + 10.0
            ));
        }
        draw(c, &d, 9.0);
        draw(c, "M826 1080C880 1096 920 1086 960 1078", 11.0);
    } else {
        draw(c, "M360 1074C500 1100 640 1040 780 1080C860 1100 910 1090 960 1078", 11.0);
    }
    let g = c.linear((960.0, 1066.0), (960.0, 1090.0), &[(0.0, 0xFBF1CC, 1.0), (0.5, 0xC9A24A, 1.0), (1.0, 0x6A4A14, 1.0)]);
    c.within(Matrix::shift(958.0, 1078.0).after(Matrix::turn(-6.0)), |c| {
        c.rect(0.0, -11.0, 62.0, 22.0, 6.0, "#1b1b1d");
        c.rect(0.0, -9.0, 62.0, 6.0, 3.0, "rgba(255,255,255,0.2)");
        c.rect(62.0, -6.0, 56.0, 12.0, 3.0, &g);
        c.rect(84.0, -6.0, 3.0, 12.0, 0.0, "#1b1b1d");
        c.rect(102.0, -6.0, 3.0, 12.0, 0.0, "#1b1b1d");
    });
}
