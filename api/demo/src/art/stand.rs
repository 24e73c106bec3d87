//! Stands, bags and cases.

use super::canvas::{Canvas, Matrix};
use super::color::{BLACK, WHITE, css, darker, lighter};
use super::lettering::{Anchor, fit, width};
use super::outline::{P, circle, closed, rounded_rect};
use super::parts::{footswitch, knob, tripod, tube};
use super::scene::{Subject, pool};
use super::surface::{Area, bevel, lacquer, soft_fill};
use crate::finish::Rgb;
use crate::look::{Case, Lettering, Stand};

/// Closer views enlarge around a point of interest.
fn view(s: &Subject<'_>, (x, y): (f64, f64), k: f64) -> Matrix {
    if s.front() {
        Matrix::shift(0.0, 0.0)
    } else {
        Matrix::shift(600.0, 600.0).after(Matrix::scale(k, k)).after(Matrix::shift(-x, -y))
    }
}

/// A stand.
pub(super) fn stand(c: &mut Canvas, s: &Subject<'_>, look: Stand) {
    let color = s.color(0x2B2C2F);
    match look {
        Stand::Guitar => c.within(view(s, (600.0, 420.0), 1.9), |c| guitar(c, color)),
        Stand::Boom => c.within(view(s, (560.0, 380.0), 1.8), |c| boom(c, color)),
        Stand::Keyboard => c.within(view(s, (600.0, 520.0), 1.7), |c| keyboard(c, color)),
    }
}

fn guitar(c: &mut Canvas, color: Rgb) {
    pool(c, (620.0, 1090.0), (330.0, 48.0), 0.5);
    tripod(c, (600.0, 1070.0, 250.0), 270.0, 26.0, color);
    let foam = 0x1A1A1B;
    // Arms that carry the body.
    for side in [-1.0, 1.0] {
        tube(c, (600.0, 790.0), (600.0 + side * 150.0, 830.0), 22.0, color);
        tube(c, (600.0 + side * 150.0, 830.0), (600.0 + side * 165.0, 760.0), 34.0, foam);
    }
    c.rect(568.0, 755.0, 64.0, 76.0, 14.0, &css(darker(color, 0.2)));
    knob(c, (600.0, 793.0), 24.0, 0x1C1C1D, 30.0);
    tube(c, (600.0, 420.0), (600.0, 560.0), 34.0, darker(color, 0.1));
    knob(c, (632.0, 500.0), 20.0, 0xE0B21E, 60.0);
    // The yoke closes around the neck by itself.
    let yoke = "M528 150C522 206 548 246 600 246C652 246 678 206 672 150";
    c.at(5.0, 8.0, |c| c.stroke_a(yoke, "#000000", 44.0, 0.25));
    c.stroke(yoke, &css(darker(foam, 0.4)), 44.0);
    c.stroke(yoke, &css(foam), 38.0);
    c.at(-6.0, -5.0, |c| c.stroke_a(yoke, "#ffffff", 8.0, 0.28));
    for (x, dx) in [(528.0, 54.0), (672.0, -54.0)] {
        tube(c, (x, 158.0), (x + dx, 136.0), 20.0, 0xE0B21E);
    }
    let block = rounded_rect(560.0, 238.0, 80.0, 58.0, 12.0);
    let g = c.linear((560.0, 238.0), (640.0, 296.0), &[(0.0, 0x5A5B5F, 1.0), (0.5, 0x2A2A2D, 1.0), (1.0, 0x0E0E0F, 1.0)]);
    c.fill(&block, &g);
}

fn boom(c: &mut Canvas, color: Rgb) {
    pool(c, (560.0, 1100.0), (330.0, 46.0), 0.5);
    tripod(c, (540.0, 1080.0, 330.0), 250.0, 20.0, color);
    tube(c, (540.0, 640.0), (540.0, 730.0), 30.0, darker(color, 0.15));
    knob(c, (566.0, 690.0), 16.0, 0x1A1A1B, 20.0);
    tube(c, (300.0, 452.0), (1000.0, 150.0), 15.0, color);
    tube(c, (262.0, 468.0), (330.0, 439.0), 44.0, 0x1A1A1B);
    let (x, y) = (540.0, 348.0);
    c.circle(x + 4.0, y + 7.0, 36.0, "#00000055");
    let g = c.radial((x - 12.0, y - 14.0), 50.0, &[(0.0, 0x6A6B6F, 1.0), (0.5, 0x2B2B2E, 1.0), (1.0, 0x0C0C0D, 1.0)]);
    c.circle(x, y, 34.0, &g);
    knob(c, (x, y), 22.0, 0x222224, 45.0);
    // Thread and clip at the end of the boom.
    tube(c, (1000.0, 150.0), (1024.0, 140.0), 11.0, 0xC2C7CB);
    tube(c, (1030.0, 142.0), (1050.0, 134.0), 26.0, 0x1A1A1B);
    tube(c, (1046.0, 166.0), (1092.0, 74.0), 40.0, 0x1C1C1E);
    c.line((1056.0, 158.0), (1096.0, 78.0), "#050505", 9.0);
}

fn keyboard(c: &mut Canvas, color: Rgb) {
    for x in [250.0, 1050.0] {
        pool(c, (x, 1040.0), (150.0, 26.0), 0.55);
    }
    // Far pair first, darker.
    for (dx, dy, tone) in [(84.0, -34.0, darker(color, 0.35)), (0.0, 0.0, color)] {
        tube(c, (200.0 + dx, 330.0 + dy), (1000.0 + dx, 1020.0 + dy), 34.0, tone);
        tube(c, (1000.0 + dx, 330.0 + dy), (200.0 + dx, 1020.0 + dy), 34.0, tone);
    }
    for (x, y, foam) in [(200.0, 330.0, 54.0), (1000.0, 330.0, 54.0), (200.0, 1020.0, 50.0), (1000.0, 1020.0, 50.0)] {
        tube(c, (x - 40.0, y + 16.0), (x + 124.0, y - 50.0), 38.0, darker(color, 0.1));
        tube(c, (x - 66.0, y + 27.0), (x - 16.0, y + 7.0), foam, 0x151516);
        tube(c, (x + 100.0, y - 40.0), (x + 150.0, y - 60.0), foam, 0x151516);
    }
    let (x, y) = (600.0, 675.0);
    c.at(5.0, 8.0, |c| soft_fill(c, &circle(x, y, 74.0), "#000000", 10.0, 0.5));
    let g = c.radial((x - 24.0, y - 28.0), 110.0, &[(0.0, 0x77797E, 1.0), (0.45, 0x323337, 1.0), (1.0, 0x0E0E10, 1.0)]);
    c.circle(x, y, 72.0, &g);
    c.ring(x, y, 58.0, "#ffffff33", 2.0);
    for k in 0..10 {
        let (s, co) = (f64::from(k) * 36.0_f64).to_radians().sin_cos();
        c.circle(x + co * 56.0, y + s * 56.0, 5.0, "#0a0a0b");
    }
    knob(c, (x, y), 34.0, 0x1B1B1C, 20.0);
    tube(c, (x - 6.0, y + 22.0), (x + 72.0, y + 92.0), 20.0, 0xE0B21E);
}

/// A bag or a case.
pub(super) fn case(c: &mut Canvas, s: &Subject<'_>, look: Case) {
    let color = s.color(0x242427);
    match look {
        Case::GigBag => c.within(view(s, (600.0, 760.0), 1.7), |c| gig_bag(c, s.brand(), color)),
        Case::Hard => c.within(view(s, (600.0, 800.0), 1.7), |c| hard(c, s.brand(), color)),
        Case::Pedalboard => c.within(view(s, (640.0, 700.0), 1.5), |c| pedalboard(c, s.brand(), color)),
    }
}

/// Outline of a case for a solid-body guitar, about the axis, shrunk by `inset`.
fn shape(inset: f64, boxy: bool) -> String {
    let waist = if boxy { 176.0 } else { 164.0 };
    let half = [
        (0.0, 56.0),
        (74.0, 60.0),
        (104.0, 92.0),
        (112.0, 300.0),
        (134.0, 480.0),
        (196.0, 560.0),
        (204.0, 660.0),
        (waist, 780.0),
        (226.0, 920.0),
        (220.0, 1050.0),
        (150.0, 1128.0),
        (0.0, 1140.0),
    ];
    let mut points: Vec<P> = Vec::new();
    let shrink = |(x, y): (f64, f64)| {
        (
            (x - inset).max(0.0),
            if y < 300.0 {
                y + inset
            } else if y > 1000.0 {
                y - inset
            } else {
                y
            },
        )
    };
    for p in half {
        let (x, y) = shrink(p);
        points.push(P::S(600.0 + x, y));
    }
    for p in half.iter().rev().skip(1).take(half.len() - 2) {
        let (x, y) = shrink(*p);
        points.push(P::S(600.0 - x, y));
    }
    closed(&points)
}

/// Woven nylon over a fill.
fn fabric(c: &mut Canvas, d: &str, area: Area, color: Rgb) {
    let g = lacquer(c, area, color, 0.30, 0.42);
    c.fill(d, &g);
    let (up, low) = (css(lighter(color, 0.35)), css(darker(color, 0.6)));
    let weave = c.tile(6.0, 6.0, None, |c| {
        c.faded(0.30, |c| {
            c.rect(0.0, 0.0, 2.6, 2.6, 0.6, &up);
            c.rect(3.0, 3.0, 2.6, 2.6, 0.6, &up);
            c.rect(3.0, 0.0, 2.6, 2.6, 0.6, &low);
            c.rect(0.0, 3.0, 2.6, 2.6, 0.6, &low);
        });
    });
    c.fill(d, &weave);
}

/// A zip along a path.
fn zip(c: &mut Canvas, d: &str) {
    c.stroke(d, "#0c0c0d", 13.0);
    c.dashed(d, "#8d9297", 7.0, "2.6 2.6");
    c.stroke_a(d, "#000000", 1.4, 0.7);
}

fn puller(c: &mut Canvas, x: f64, y: f64, turn: f64) {
    c.within(Matrix::shift(x, y).after(Matrix::turn(turn)), |c| {
        c.rect(-6.0, -6.0, 12.0, 18.0, 3.0, "#c3c8cc");
        c.rect(-4.0, 10.0, 8.0, 34.0, 3.0, "#1a1a1b");
        c.rect(-3.0, 12.0, 2.0, 30.0, 1.0, "#ffffff44");
    });
}

fn gig_bag(c: &mut Canvas, brand: &str, color: Rgb) {
    let outer = shape(0.0, false);
    pool(c, (620.0, 1142.0), (290.0, 34.0), 0.6);
    c.at(20.0, 16.0, |c| soft_fill(c, &outer, "#0b0908", 18.0, 0.36));
    let area = Area::new(374.0, 50.0, 826.0, 1140.0);
    fabric(c, &outer, area, color);
    bevel(c, &outer, area, 30.0, 0.6);
    zip(c, &shape(20.0, false));
    puller(c, 806.0, 930.0, -8.0);
    // Panel and pockets.
    let inner = shape(40.0, false);
    c.stroke_a(&inner, "#000000", 5.0, 0.35);
    for (x, y, w, h) in [(432.0, 812.0, 336.0, 262.0), (508.0, 250.0, 184.0, 292.0)] {
        let d = rounded_rect(x, y, w, h, 26.0);
        c.at(6.0, 9.0, |c| soft_fill(c, &d, "#000000", 9.0, 0.45));
        fabric(c, &d, Area::new(x, y, x + w, y + h), lighter(color, 0.05));
        bevel(c, &d, Area::new(x, y, x + w, y + h), 14.0, 0.55);
        let line = format!(
            "M{:.0} {:.0}V{:.0}Q{:.0} {:.0} {:.0} {:.0}H{:.0}Q{:.0} {:.0} {:.0} {:.0}V{:.0}",
            x + 14.0,
            y + h * 0.62,
            y + 36.0,
            x + 14.0,
            y + 14.0,
            x + 38.0,
            y + 14.0,
            x + w - 38.0,
            x + w - 14.0,
            y + 14.0,
            x + w - 14.0,
            y + 36.0,
            y + h * 0.62
        );
        zip(c, &line);
        puller(c, x + w - 14.0, y + h * 0.62, 4.0);
        c.dashed(&rounded_rect(x + 26.0, y + 30.0, w - 52.0, h - 46.0, 14.0), "#ffffff33", 2.0, "9 6");
    }
    patch(c, brand, (600.0, 960.0), 0xB9BDC1);
    // The grab handle.
    let grip = "M548 640C548 604 652 604 652 640";
    c.at(5.0, 8.0, |c| c.stroke_a(grip, "#000000", 26.0, 0.4));
    c.stroke(grip, "#121213", 26.0);
    c.at(-2.0, -6.0, |c| c.stroke_a(grip, "#ffffff", 6.0, 0.22));
    for x in [548.0, 652.0] {
        c.rect(x - 17.0, 634.0, 34.0, 54.0, 5.0, "#18181a");
        c.dashed(&rounded_rect(x - 12.0, 640.0, 24.0, 42.0, 3.0), "#ffffff44", 1.8, "6 4");
    }
}

fn patch(c: &mut Canvas, brand: &str, (x, y): (f64, f64), color: Rgb) {
    let w = width(brand, Lettering::Bold, 34.0) + 44.0;
    c.rect(x - w / 2.0 + 2.0, y - 30.0 + 3.0, w, 60.0, 8.0, "#00000088");
    c.rect(x - w / 2.0, y - 30.0, w, 60.0, 8.0, "#131314");
    c.dashed(&rounded_rect(x - w / 2.0 + 5.0, y - 25.0, w - 10.0, 50.0, 5.0), "#ffffff3a", 1.8, "6 4");
    fit(c, brand, Lettering::Bold, (x, y + 12.0, Anchor::Middle), (34.0, w), &css(color));
}

fn hard(c: &mut Canvas, brand: &str, color: Rgb) {
    let outer = shape(0.0, true);
    pool(c, (620.0, 1142.0), (290.0, 34.0), 0.6);
    c.at(20.0, 16.0, |c| soft_fill(c, &outer, "#0b0908", 18.0, 0.36));
    let area = Area::new(374.0, 50.0, 826.0, 1140.0);
    let g = lacquer(c, area, color, 0.34, 0.45);
    c.fill(&outer, &g);
    let grit = c.tile(9.0, 9.0, None, |c| {
        for (x, y) in [(1.0, 2.0), (4.0, 1.0), (7.0, 3.4), (2.4, 5.2), (5.6, 6.0), (8.0, 7.6), (1.0, 8.0)] {
            c.faded(0.14, |c| c.circle(x, y, 0.9, "#ffffff"));
            c.faded(0.30, |c| c.circle(x + 0.7, y + 0.8, 0.9, "#000000"));
        }
    });
    c.fill(&outer, &grit);
    bevel(c, &outer, area, 34.0, 0.9);
    // The valance runs around between lid and body.
    let valance = shape(13.0, true);
    c.stroke(&valance, "#3d4044", 13.0);
    c.at(-1.5, -1.5, |c| c.stroke_a(&valance, "#d8dcdf", 4.0, 0.75));
    // Moulded ribs.
    for inset in [52.0, 84.0] {
        let rib = shape(inset, true);
        c.at(2.0, 3.0, |c| c.stroke_a(&rib, "#000000", 8.0, 0.55));
        c.at(-1.6, -2.2, |c| c.stroke_a(&rib, "#ffffff", 3.4, 0.24));
        c.stroke_a(&rib, &css(lighter(color, 0.10)), 6.0, 0.9);
    }
    for (x, y, turn) in
        [(816.0, 980.0, 2.0), (796.0, 640.0, 4.0), (716.0, 330.0, -4.0), (384.0, 980.0, -2.0), (404.0, 640.0, -4.0)]
    {
        latch(c, x, y, turn);
    }
    let grip = "M826 760C858 772 858 868 824 880";
    c.stroke(grip, "#0d0d0e", 30.0);
    c.at(-4.0, -4.0, |c| c.stroke_a(grip, "#ffffff", 6.0, 0.25));
    patch(c, brand, (600.0, 960.0), 0xD6D9DC);
}

fn latch(c: &mut Canvas, x: f64, y: f64, turn: f64) {
    c.within(Matrix::shift(x, y).after(Matrix::turn(turn)), |c| {
        let d = rounded_rect(-18.0, -32.0, 36.0, 64.0, 7.0);
        c.at(3.0, 5.0, |c| soft_fill(c, &d, "#000000", 4.0, 0.5));
        let g = c.linear(
            (-18.0, -32.0),
            (18.0, 32.0),
            &[(0.0, 0xFAFBFC, 1.0), (0.35, 0xA9AFB4, 1.0), (0.55, 0xE3E6E8, 1.0), (1.0, 0x52575C, 1.0)],
        );
        c.fill(&d, &g);
        c.rect(-11.0, -10.0, 22.0, 36.0, 4.0, "#7c8287");
        c.rect(-11.0, -10.0, 22.0, 4.0, 2.0, "#ffffff88");
        c.circle(0.0, -20.0, 4.0, "#3a3e42");
    });
}

fn pedalboard(c: &mut Canvas, brand: &str, color: Rgb) {
    // The bag stands behind, the board lies in front of it.
    pool(c, (620.0, 770.0), (500.0, 40.0), 0.4);
    let (x, y, w, h) = (170.0, 230.0, 860.0, 520.0);
    let bag = rounded_rect(x, y, w, h, 46.0);
    c.at(18.0, 16.0, |c| soft_fill(c, &bag, "#0b0908", 18.0, 0.36));
    let grip = "M500 236C500 176 700 176 700 236";
    c.stroke(grip, "#111112", 30.0);
    c.at(-2.0, -7.0, |c| c.stroke_a(grip, "#ffffff", 6.0, 0.22));
    fabric(c, &bag, Area::new(x, y, x + w, y + h), color);
    bevel(c, &bag, Area::new(x, y, x + w, y + h), 34.0, 0.6);
    zip(c, &rounded_rect(x + 24.0, y + 24.0, w - 48.0, h - 30.0, 32.0));
    puller(c, x + w - 120.0, y + 24.0, -84.0);
    patch(c, brand, (600.0, 400.0), 0xB9BDC1);
    // The board: four rails in a frame, seen from above at a slant.
    pool(c, (620.0, 1072.0), (520.0, 46.0), 0.6);
    let place = Matrix::shift(600.0, 1010.0).after(Matrix::scale(1.0, 0.86));
    c.within(place, |c| {
        for k in 0..4 {
            let t = f64::from(k) / 3.0;
            let (half, top) = (430.0 + t * 46.0, -330.0 + t * 290.0 - 110.0 + t * 40.0);
            let d = rounded_rect(-half, top + 120.0, half * 2.0, 62.0 + t * 10.0, 8.0);
            c.at(4.0, 12.0, |c| soft_fill(c, &d, "#000000", 8.0, 0.5));
            let g = c.linear(
                (-half, top + 120.0),
                (half, top + 190.0),
                &[(0.0, 0x5C5E63, 1.0), (0.3, 0x2E2F33, 1.0), (1.0, 0x151517, 1.0)],
            );
            c.fill(&d, &g);
            let felt = c.tile(5.0, 5.0, None, |c| {
                c.circle(1.4, 1.4, 0.9, "#ffffff1c");
                c.circle(3.9, 3.8, 0.9, "#00000066");
            });
            c.fill(&rounded_rect(-half + 14.0, top + 128.0, half * 2.0 - 28.0, 46.0 + t * 10.0, 4.0), &felt);
        }
        for side in [-1.0, 1.0] {
            let rail = closed(&[
                P::C(side * 440.0, -330.0),
                P::C(side * 462.0, -330.0),
                P::C(side * 512.0, 76.0),
                P::C(side * 486.0, 76.0),
            ]);
            let g = c.linear(
                (side * 440.0, -330.0),
                (side * 512.0, 76.0),
                &[(0.0, 0x74767B, 1.0), (0.5, 0x323338, 1.0), (1.0, 0x17171A, 1.0)],
            );
            c.fill(&rail, &g);
        }
        // Some pedals to show the size.
        for (x, color, light) in [
            (-405.0, 0xE0701E, 0xF02A20),
            (-262.0, 0x4FA863, 0xF02A20),
            (-104.0, 0x222326, 0xF02A20),
            (52.0, 0x2F6FB4, 0x30D05A),
            (232.0, 0xE6E4DC, 0x2F7AF0),
        ] {
            board_pedal(c, x, color, light);
        }
    });
}

fn board_pedal(c: &mut Canvas, x: f64, color: Rgb, light: Rgb) {
    let d = rounded_rect(x, -160.0, 118.0, 206.0, 9.0);
    c.at(9.0, 14.0, |c| soft_fill(c, &d, "#000000", 8.0, 0.55));
    c.at(0.0, 22.0, |c| c.fill(&d, &css(darker(color, 0.5))));
    let g = lacquer(c, Area::new(x, -160.0, x + 118.0, 46.0), color, 0.3, 0.3);
    c.fill(&d, &g);
    bevel(c, &d, Area::new(x, -160.0, x + 118.0, 46.0), 5.0, 0.8);
    for k in 0..3 {
        knob(c, (x + 26.0 + f64::from(k) * 33.0, -126.0), 13.0, 0x1A1A1B, f64::from(k) * 55.0 - 50.0);
    }
    let shine = c.linear((x, -90.0), (x, -50.0), &[(0.0, WHITE, 0.55), (1.0, BLACK, 0.1)]);
    c.rect(x + 16.0, -86.0, 86.0, 30.0, 4.0, &shine);
    c.circle(x + 59.0, -34.0, 4.0, &css(light));
    footswitch(c, (x + 59.0, 6.0), 15.0);
}
