//! Pedals, stands and thrones.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::darker;
use super::super::lettering::{Anchor, fit};
use super::super::outline::{ellipse, lines, polygon, rounded_rect};
use super::super::scene::{Subject, pool};
use super::super::surface::{Area, bevel, soft_fill};
use super::kit::tube;
use crate::look::{DrumHardware, Lettering};

const STEEL: u32 = 0xC3C8CC;
const FLOOR: f64 = 1090.0;

/// The thing itself, or its working parts from closer.
pub(in crate::art) fn show(c: &mut Canvas, s: &Subject<'_>, look: &DrumHardware) {
    let close = |x: f64, y: f64, k: f64| Matrix::shift(600.0 - x * k, 600.0 - y * k).after(Matrix::scale(k, k));
    let whole = Matrix::shift(0.0, 0.0);
    let brand = s.brand();
    match look {
        DrumHardware::Pedal => c.within(if s.front() { whole } else { close(760.0, 640.0, 1.9) }, |c| {
            pool(c, (600.0, FLOOR + 4.0), (520.0, 44.0), 0.55);
            pedal(c, (130.0, 0.0), 1.0, brand);
        }),
        DrumHardware::DoublePedal => c.within(
            if s.front() { Matrix::shift(66.0, 58.0).after(Matrix::scale(0.95, 0.95)) } else { close(800.0, 720.0, 1.75) },
            |c| {
                pool(c, (600.0, FLOOR + 4.0), (560.0, 44.0), 0.55);
                c.within(Matrix::shift(-60.0, 418.0).after(Matrix::scale(0.60, 0.60)), |c| pedal(c, (40.0, 0.0), 0.0, brand));
                tube(c, (409.0, 770.0), (882.0, 704.0), 24.0, STEEL);
                tube(c, (560.0, 749.0), (730.0, 725.0), 34.0, STEEL);
                c.circle(409.0, 770.0, 26.0, "#4a4f54");
                c.circle(404.0, 764.0, 14.0, "#e3e7ea");
                c.within(Matrix::shift(180.0, 250.0).after(Matrix::scale(0.77, 0.77)), |c| pedal(c, (170.0, 0.0), 2.0, brand));
            },
        ),
        DrumHardware::HatStand => c.within(if s.front() { whole } else { close(600.0, 930.0, 2.2) }, |c| hat_stand(c, brand)),
        DrumHardware::Throne => c.within(if s.front() { whole } else { close(560.0, 420.0, 1.75) }, |c| throne(c, brand)),
    }
}

/// A bass drum pedal from its side, heel to the left; `beaters` 0, 1 or 2.
fn pedal(c: &mut Canvas, (dx, _): (f64, f64), beaters: f64, brand: &'static str) {
    c.at(dx, 0.0, |c| {
        // Base plate.
        let base = polygon(&[
            (20.0, FLOOR - 26.0, 8.0),
            (900.0, FLOOR - 26.0, 8.0),
            (930.0, FLOOR - 4.0, 6.0),
            (920.0, FLOOR, 4.0),
            (10.0, FLOOR, 6.0),
        ]);
        let g = c.linear((0.0, FLOOR - 26.0), (0.0, FLOOR), &[(0.0, 0x6A6E73, 1.0), (0.35, 0x2A2C2F, 1.0), (1.0, 0x0C0C0D, 1.0)]);
        c.fill(&base, &g);
        // Far post, then the board, then the near post.
        post(c, 700.0, 560.0, true);
        let board = lines(&[
            (48.0, FLOOR - 62.0),
            (100.0, FLOOR - 96.0),
            (690.0, FLOOR - 292.0),
            (712.0, FLOOR - 268.0),
            (700.0, FLOOR - 240.0),
            (110.0, FLOOR - 52.0),
            (48.0, FLOOR - 40.0),
        ]);
        c.at(8.0, 40.0, |c| soft_fill(c, &board, "#000", 8.0, 0.35));
        let g = c.linear(
            (300.0, FLOOR - 230.0),
            (340.0, FLOOR - 100.0),
            &[(0.0, 0xF7F9FA, 1.0), (0.35, 0xB6BCC1, 1.0), (0.62, 0x7A8085, 1.0), (1.0, 0x3E4347, 1.0)],
        );
        c.fill(&board, &g);
        // Tread with slots and name.
        let along = Matrix([0.9487, -0.3162, 0.3162, 0.9487, 104.0, FLOOR - 84.0]);
        c.within(along, |c| {
            c.rect(10.0, -9.0, 596.0, 10.0, 4.0, "rgba(255,255,255,0.65)");
            for k in 0..9 {
                c.fill(&rounded_rect(190.0 + f64::from(k) * 34.0, 9.0, 16.0, 20.0, 6.0), "#17181a");
            }
            fit(c, brand, Lettering::Bold, (98.0, 28.0, Anchor::Middle), (26.0, 150.0), "#15161a");
            for x in [20.0, 590.0] {
                c.circle(x, 19.0, 6.0, "#3a3e42");
            }
        });
        hinge(c, (74.0, FLOOR - 48.0));
        // Cam, chain and beater.
        chain(c, (742.0, 600.0), (700.0, FLOOR - 276.0));
        c.circle(742.0, 590.0, 66.0, "#0d0d0e");
        let cam = c.radial((722.0, 566.0), 100.0, &[(0.0, 0xE6EAED, 1.0), (0.5, 0x8B9196, 1.0), (1.0, 0x33373B, 1.0)]);
        c.circle(742.0, 590.0, 60.0, &cam);
        for k in 0..10 {
            let (s, co) = (f64::from(k) * 36.0_f64).to_radians().sin_cos();
            c.circle(742.0 + co * 40.0, 590.0 + s * 40.0, 6.5, "#17181a");
        }
        c.circle(742.0, 590.0, 18.0, "#2a2d30");
        c.circle(737.0, 584.0, 9.0, "#d9dee1");
        let mut left = beaters;
        while left > 0.5 {
            let back = if left > 1.5 { 34.0 } else { 0.0 };
            beater(c, (742.0 + back, 590.0), (868.0 + back * 2.2, 150.0 + back * 1.2));
            left -= 1.0;
        }
        post(c, 790.0, 560.0, false);
        spring(c, (852.0, 600.0), FLOOR - 40.0);
    });
}

fn post(c: &mut Canvas, x: f64, top: f64, far: bool) {
    let d = polygon(&[
        (x - 24.0, top - 20.0, 12.0),
        (x + 30.0, top - 20.0, 12.0),
        (x + 42.0, FLOOR - 20.0, 4.0),
        (x - 36.0, FLOOR - 20.0, 4.0),
    ]);
    let dim = if far { 0.35 } else { 0.0 };
    let g = c.linear(
        (x - 36.0, top),
        (x + 42.0, top),
        &[
            (0.0, darker(0x8D9297, dim), 1.0),
            (0.25, darker(0xF5F7F8, dim), 1.0),
            (0.5, darker(0xA6ABB0, dim), 1.0),
            (1.0, darker(0x3F4448, dim), 1.0),
        ],
    );
    c.fill(&d, &g);
    bevel(c, &d, Area::new(x - 36.0, top - 20.0, x + 42.0, FLOOR), 5.0, 0.7);
    if !far {
        c.fill(
            &polygon(&[
                (x - 8.0, top + 90.0, 8.0),
                (x + 14.0, top + 90.0, 8.0),
                (x + 20.0, FLOOR - 110.0, 8.0),
                (x - 14.0, FLOOR - 110.0, 8.0),
            ]),
            "#26292c",
        );
        c.circle(x + 2.0, top + 22.0, 30.0, "#2c3034");
        c.circle(x - 4.0, top + 15.0, 17.0, "#dfe3e6");
    }
}

fn chain(c: &mut Canvas, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) {
    let steps = 15;
    for k in 0..steps {
        let t = f64::from(k) / f64::from(steps);
        let (x, y) = (x0 - 58.0 + (x1 - x0 + 58.0) * t, y0 + (y1 - y0) * t);
        c.fill(&rounded_rect(x - 13.0, y, 26.0, 11.0, 5.0), if k % 2 == 0 { "#9aa0a5" } else { "#5c6166" });
        c.circle(x - 6.0, y + 5.5, 2.6, "#17181a");
        c.circle(x + 6.0, y + 5.5, 2.6, "#17181a");
    }
}

fn beater(c: &mut Canvas, from: (f64, f64), to: (f64, f64)) {
    tube(c, from, to, 17.0, STEEL);
    let turn = (to.0 - from.0).atan2(from.1 - to.1).to_degrees();
    c.within(Matrix::shift(to.0, to.1).after(Matrix::turn(turn)), |c| {
        let felt = rounded_rect(-62.0, -60.0, 124.0, 110.0, 34.0);
        c.at(8.0, 10.0, |c| soft_fill(c, &felt, "#000", 6.0, 0.3));
        let g = c.linear((-62.0, -60.0), (62.0, 50.0), &[(0.0, 0xFFFFFF, 1.0), (0.4, 0xE9E5DB, 1.0), (1.0, 0x9D988B, 1.0)]);
        c.fill(&felt, &g);
        c.rect(-20.0, -64.0, 40.0, 118.0, 8.0, "#26282b");
        c.rect(-16.0, -60.0, 10.0, 110.0, 4.0, "rgba(255,255,255,0.16)");
        c.circle(0.0, -40.0, 8.0, "#c3c8cc");
    });
}

fn spring(c: &mut Canvas, (x, y): (f64, f64), floor: f64) {
    c.line((x, y), (x, floor), "#5b6065", 7.0);
    let mut at = y + 30.0;
    while at < floor - 90.0 {
        c.stroke(&format!("M{:.1} {at:.1}q15 9 30 0", x - 15.0), "#d5dadd", 5.0);
        c.stroke(&format!("M{:.1} {:.1}q15 9 30 0", x - 15.0, at + 3.0), "#6a6f74", 2.0);
        at += 10.0;
    }
    c.rect(x - 18.0, floor - 84.0, 36.0, 26.0, 6.0, "#a9aeb3");
    c.rect(x - 22.0, y - 10.0, 44.0, 22.0, 6.0, "#7e8489");
}

fn hinge(c: &mut Canvas, (x, y): (f64, f64)) {
    let g = c.linear((x, y - 26.0), (x, y + 26.0), &[(0.0, 0xF2F4F5, 1.0), (0.5, 0x8E9499, 1.0), (1.0, 0x3A3E42, 1.0)]);
    c.fill(&rounded_rect(x - 56.0, y - 24.0, 76.0, 50.0, 10.0), &g);
    c.circle(x - 16.0, y, 12.0, "#2c3033");
    c.circle(x - 19.0, y - 3.0, 6.0, "#cfd4d8");
}

fn hat_stand(c: &mut Canvas, brand: &'static str) {
    pool(c, (610.0, FLOOR + 12.0), (380.0, 42.0), 0.55);
    for (x, y) in [(330.0, FLOOR + 6.0), (880.0, FLOOR + 2.0)] {
        tube(c, (600.0, 840.0), (x, y), 30.0, STEEL);
        tube(c, (600.0, FLOOR - 44.0), (x + (600.0 - x) * 0.30, y - 64.0), 20.0, STEEL);
        c.circle(x, y, 21.0, "#131314");
    }
    tube(c, (600.0, 44.0), (600.0, 420.0), 13.0, STEEL);
    tube(c, (600.0, 250.0), (600.0, 620.0), 30.0, STEEL);
    tube(c, (600.0, 560.0), (600.0, FLOOR - 30.0), 44.0, STEEL);
    for (y, w) in [(560.0, 66.0), (250.0, 50.0), (840.0, 84.0)] {
        let g = c.linear(
            (600.0 - w / 2.0, 0.0),
            (600.0 + w / 2.0, 0.0),
            &[(0.0, 0x44494D, 1.0), (0.3, 0xF6F8F9, 1.0), (0.6, 0x8B9196, 1.0), (1.0, 0x33373A, 1.0)],
        );
        c.fill(&rounded_rect(600.0 - w / 2.0, y - 26.0, w, 54.0, 10.0), &g);
        c.fill(&rounded_rect(600.0 + w / 2.0 - 4.0, y - 12.0, 44.0, 24.0, 10.0), "#b3b9be");
    }
    // Seat felt and clutch.
    c.fill(&ellipse(600.0, 242.0, 46.0, 13.0), "#1b1a19");
    c.rect(580.0, 214.0, 40.0, 26.0, 8.0, "#2b2927");
    c.rect(584.0, 120.0, 32.0, 62.0, 7.0, "#9aa0a5");
    c.rect(588.0, 122.0, 8.0, 58.0, 3.0, "#f2f4f5");
    // Footboard to the viewer.
    let board = polygon(&[
        (548.0, FLOOR - 128.0, 10.0),
        (652.0, FLOOR - 128.0, 10.0),
        (690.0, FLOOR + 26.0, 10.0),
        (510.0, FLOOR + 26.0, 10.0),
    ]);
    c.at(10.0, 12.0, |c| soft_fill(c, &board, "#000", 8.0, 0.35));
    let g = c.linear(
        (520.0, FLOOR - 128.0),
        (680.0, FLOOR + 20.0),
        &[(0.0, 0xF7F8F9, 1.0), (0.4, 0xAFB5BA, 1.0), (0.7, 0x7C8287, 1.0), (1.0, 0x4B5054, 1.0)],
    );
    c.fill(&board, &g);
    for k in 0..5 {
        let y = FLOOR - 100.0 + f64::from(k) * 20.0;
        c.rect(560.0 - f64::from(k) * 4.0, y, 80.0 + f64::from(k) * 8.0, 7.0, 3.0, "rgba(20,22,24,0.75)");
    }
    fit(c, brand, Lettering::Bold, (600.0, FLOOR + 17.0, Anchor::Middle), (24.0, 130.0), "#15161a");
    tube(c, (600.0, FLOOR - 128.0), (600.0, FLOOR - 190.0), 10.0, 0x8C9196);
}

fn throne(c: &mut Canvas, brand: &'static str) {
    pool(c, (610.0, FLOOR + 4.0), (380.0, 46.0), 0.55);
    for (x, y) in [(300.0, FLOOR), (900.0, FLOOR - 6.0), (650.0, FLOOR + 16.0)] {
        tube(c, (600.0, 760.0), (x, y), 34.0, STEEL);
        c.circle(x, y, 26.0, "#121213");
        c.circle(x - 7.0, y - 9.0, 10.0, "#3a3b3d");
    }
    tube(c, (600.0, 520.0), (600.0, 1000.0), 52.0, STEEL);
    let mut y = 540.0;
    while y < 730.0 {
        c.line((580.0, y), (620.0, y + 6.0), "rgba(40,44,48,0.55)", 3.0);
        y += 9.0;
    }
    c.fill(&rounded_rect(548.0, 730.0, 104.0, 64.0, 14.0), "#8e9499");
    c.fill(&rounded_rect(556.0, 734.0, 26.0, 56.0, 10.0), "#eef1f2");
    // Seat: a thick cushion with cloth top.
    let (rx, ry, top, h) = (372.0, 118.0, 352.0, 128.0);
    let side = format!(
        "M{:.1} {top:.1}A{rx:.1} {ry:.1} 0 0 0 {:.1} {top:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}A{rx:.1} {ry:.1} 0 0 1 {:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {top:.1}Z",
        600.0 - rx,
        600.0 + rx,
        600.0 + rx + 14.0,
        top + h * 0.3,
        600.0 + rx + 8.0,
        top + h * 0.8,
        600.0 + rx - 26.0,
        top + h,
        600.0 - rx + 26.0,
        top + h,
        600.0 - rx - 8.0,
        top + h * 0.8,
        600.0 - rx - 14.0,
        top + h * 0.3,
        600.0 - rx
    );
    let g = c.linear(
        (600.0 - rx, 0.0),
        (600.0 + rx, 0.0),
        &[(0.0, 0x111112, 1.0), (0.22, 0x55575B, 1.0), (0.42, 0x232426, 1.0), (1.0, 0x050506, 1.0)],
    );
    c.fill(&side, &g);
    let arc = format!(
        "M{:.1} {:.1}A{rx:.1} {ry:.1} 0 0 0 {:.1} {:.1}",
        600.0 - rx - 8.0,
        top + h * 0.5,
        600.0 + rx + 8.0,
        top + h * 0.5
    );
    c.stroke_a(&arc, "#000", 5.0, 0.6);
    c.at(0.0, 3.0, |c| c.stroke_a(&arc, "#fff", 1.6, 0.2));
    let seat = ellipse(600.0, top, rx, ry);
    let cloth = c.radial_in(
        (-0.4, -0.6),
        1.8,
        Some(Matrix::shift(600.0, top).after(Matrix::scale(rx, ry))),
        &[(0.0, 0x6A6C70, 1.0), (0.4, 0x3B3C3F, 1.0), (1.0, 0x17181A, 1.0)],
    );
    c.fill(&seat, &cloth);
    let weave = c.tile(6.0, 4.0, None, |c| {
        c.rect(0.0, 0.0, 3.0, 2.0, 0.0, "rgba(255,255,255,0.05)");
        c.rect(3.0, 2.0, 3.0, 2.0, 0.0, "rgba(0,0,0,0.16)");
    });
    c.fill(&seat, &weave);
    c.oval(600.0, top, rx * 0.985, ry * 0.975, "rgba(225,120,50,0.8)", 4.0);
    c.within(Matrix::shift(600.0, top + 30.0).after(Matrix::scale(1.0, 0.42)), |c| {
        fit(c, brand, Lettering::Bold, (0.0, 24.0, Anchor::Middle), (110.0, 380.0), "rgba(240,238,232,0.20)");
    });
}
