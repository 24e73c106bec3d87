//! Electronic kits: a rack, mesh pads, rubber cymbals and a module.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::{BLACK, WHITE, css, darker, lighter};
use super::super::lettering::{Anchor, fit};
use super::super::outline::{ellipse, rounded_rect};
use super::super::scene::{Subject, pool};
use super::super::surface::{Area, bevel};
use super::kit::tube;
use crate::look::{ElectronicKit, Lettering};

/// The kit, or snare and module from closer.
pub(in crate::art) fn show(c: &mut Canvas, s: &Subject<'_>, look: &ElectronicKit) {
    let close = if s.front() { Matrix::shift(0.0, 0.0) } else { Matrix::shift(-760.0, -640.0).after(Matrix::scale(1.9, 1.9)) };
    c.within(close, |c| draw(c, s.brand(), look));
}

fn draw(c: &mut Canvas, brand: &'static str, look: &ElectronicKit) {
    let floor = 1110.0;
    pool(c, (610.0, floor), (540.0, 44.0), 0.5);
    let rack = lighter(look.rack, 0.12);
    // Rack: two pairs of posts and three cross bars.
    for (x, y) in [(196.0, 470.0), (1004.0, 470.0), (400.0, 500.0), (800.0, 500.0)] {
        tube(c, (x, y), (x, floor - 14.0), 26.0, rack);
        c.rect(x - 24.0, floor - 22.0, 48.0, 22.0, 8.0, "#0f0f10");
    }
    tube(c, (180.0, 660.0), (420.0, 600.0), 24.0, rack);
    tube(c, (400.0, 600.0), (800.0, 600.0), 24.0, rack);
    tube(c, (780.0, 600.0), (1020.0, 660.0), 24.0, rack);
    for (x, y) in [(400.0, 600.0), (800.0, 600.0), (196.0, 656.0), (1004.0, 656.0)] {
        c.fill(&rounded_rect(x - 21.0, y - 24.0, 42.0, 48.0, 8.0), "#111112");
        c.rect(x - 17.0, y - 20.0, 8.0, 38.0, 3.0, "rgba(255,255,255,0.12)");
    }
    // Cymbal arms and pads.
    for (x, y, from, r, lean) in [(250.0, 330.0, (196.0, 480.0), 148.0, 8.0), (950.0, 300.0, (1004.0, 480.0), 132.0, -9.0)] {
        tube(c, from, (x, y), 16.0, rack);
        rubber(c, (x, y), r, lean, brand);
    }
    if look.tower {
        tower(c, (600.0, 830.0), floor, look);
    }
    // Toms on the bar, floor tom at the left, snare at the right.
    for (x, y, r) in [(486.0, 500.0, 112.0), (714.0, 500.0, 112.0), (262.0, 660.0, 122.0)].iter().take(usize::from(look.toms)) {
        tube(c, (*x, y + 30.0), (*x, y + 96.0), 16.0, rack);
        pad(c, (*x, *y), *r, look);
    }
    pad(c, (900.0, 716.0), 150.0, look);
    module(c, (1062.0, 560.0), brand);
    tube(c, (1080.0, 700.0), (1080.0, floor - 40.0), 16.0, rack);
    rubber(c, (1080.0, 690.0), 96.0, -3.0, brand);
    hat_pedal(c, (1060.0, floor));
}

/// A mesh pad with a rubber rim.
fn pad(c: &mut Canvas, (x, y): (f64, f64), r: f64, look: &ElectronicKit) {
    let tilt = 0.40;
    let deep = r * 0.34;
    let body = format!(
        "M{:.1} {y:.1}A{r:.1} {:.1} 0 0 0 {:.1} {y:.1}L{:.1} {:.1}A{:.1} {:.1} 0 0 1 {:.1} {:.1}Z",
        x - r,
        r * tilt,
        x + r,
        x + r * 0.9,
        y + deep,
        r * 0.9,
        r * tilt * 0.9,
        x - r * 0.9,
        y + deep
    );
    let g = c.linear(
        (x - r, y),
        (x + r, y),
        &[(0.0, 0x0C0C0D, 1.0), (0.22, 0x5A5C60, 1.0), (0.45, 0x242527, 1.0), (1.0, 0x060607, 1.0)],
    );
    c.at(10.0, 16.0, |c| c.fill_a(&body, "#000", 0.22));
    c.fill(&body, &g);
    c.fill(&ellipse(x, y, r * 1.02, r * tilt * 1.02), "#0d0d0e");
    let rim = c.linear(
        (x - r, y - r * tilt),
        (x + r, y + r * tilt),
        &[(0.0, lighter(look.accent, 0.45), 1.0), (0.5, look.accent, 1.0), (1.0, darker(look.accent, 0.4), 1.0)],
    );
    c.oval(x, y, r * 0.965, r * tilt * 0.965, &rim, r * 0.075);
    let mesh = c.radial_in(
        (-0.3, -0.5),
        1.6,
        Some(Matrix::shift(x, y).after(Matrix::scale(r * 0.91, r * tilt * 0.91))),
        &[(0.0, lighter(look.mesh, 0.6), 1.0), (0.5, look.mesh, 1.0), (1.0, darker(look.mesh, 0.24), 1.0)],
    );
    c.ellipse(x, y, r * 0.91, r * tilt * 0.91, &mesh);
    let weave = c.tile(5.0, 5.0, Some(Matrix::scale(1.0, 0.5)), |c| {
        c.line((0.0, 0.0), (5.0, 5.0), "rgba(0,0,0,0.14)", 0.7);
        c.line((5.0, 0.0), (0.0, 5.0), "rgba(0,0,0,0.14)", 0.7);
    });
    c.ellipse(x, y, r * 0.91, r * tilt * 0.91, &weave);
    let shade =
        c.linear((x - r, y - r * tilt), (x + r * 0.3, y + r * tilt), &[(0.0, BLACK, 0.30), (0.4, BLACK, 0.0), (1.0, WHITE, 0.0)]);
    c.ellipse(x, y, r * 0.91, r * tilt * 0.91, &shade);
}

/// A rubber cymbal.
fn rubber(c: &mut Canvas, (x, y): (f64, f64), r: f64, lean: f64, brand: &'static str) {
    c.within(Matrix::shift(x, y).after(Matrix::turn(lean)), |c| {
        let ry = r * 0.27;
        c.fill(&ellipse(0.0, r * 0.06, r, ry), "#050506");
        let g = c.radial_in(
            (-0.35, -0.6),
            1.8,
            Some(Matrix::scale(r, ry)),
            &[(0.0, 0x6C6E72, 1.0), (0.35, 0x3A3B3E, 1.0), (1.0, 0x141415, 1.0)],
        );
        c.fill(&ellipse(0.0, 0.0, r, ry), &g);
        for k in 2..9 {
            let t = f64::from(k) / 9.0;
            c.oval(0.0, 0.0, r * t, ry * t, "rgba(0,0,0,0.25)", 1.3);
        }
        c.fill(&ellipse(0.0, -ry * 0.15, r * 0.22, ry * 0.34), "#1c1d1f");
        c.fill(&ellipse(-r * 0.04, -ry * 0.25, r * 0.15, ry * 0.20), "#4b4d51");
        c.rect(-5.0, -ry * 0.2 - 26.0, 10.0, 26.0, 3.0, "#b9bec2");
        c.within(Matrix::shift(0.0, ry * 0.62).after(Matrix::scale(1.0, 0.42)), |c| {
            fit(c, brand, Lettering::Bold, (0.0, 6.0, Anchor::Middle), (r * 0.16, r * 0.7), "rgba(235,235,232,0.75)");
        });
    });
}

fn tower(c: &mut Canvas, (x, y): (f64, f64), floor: f64, look: &ElectronicKit) {
    let d = rounded_rect(x - 92.0, y - 60.0, 184.0, floor - y + 40.0, 26.0);
    let g = c.linear(
        (x - 92.0, y),
        (x + 92.0, y),
        &[(0.0, 0x3A3B3E, 1.0), (0.25, 0x55575B, 1.0), (0.5, 0x222325, 1.0), (1.0, 0x0C0C0D, 1.0)],
    );
    c.at(14.0, 10.0, |c| c.fill_a(&d, "#000", 0.2));
    c.fill(&d, &g);
    bevel(c, &d, Area::new(x - 92.0, y - 60.0, x + 92.0, floor), 8.0, 0.7);
    c.circle(x, y + 40.0, 76.0, "#0a0a0b");
    let mesh = c.radial(
        (x - 24.0, y + 14.0),
        110.0,
        &[(0.0, lighter(look.mesh, 0.5), 1.0), (0.5, look.mesh, 1.0), (1.0, darker(look.mesh, 0.3), 1.0)],
    );
    c.circle(x, y + 40.0, 68.0, &mesh);
    c.ring(x, y + 40.0, 68.0, &css(look.accent), 7.0);
    // Pedal in front.
    c.fill(
        &format!(
            "M{:.1} {floor:.1}L{:.1} {:.1}L{:.1} {:.1}L{:.1} {floor:.1}Z",
            x - 52.0,
            x - 38.0,
            floor - 70.0,
            x + 38.0,
            floor - 70.0,
            x + 52.0
        ),
        "#191a1c",
    );
    c.rect(x - 40.0, floor - 66.0, 80.0, 8.0, 3.0, "#8e9398");
    for k in 0..4 {
        c.rect(x - 34.0 - f64::from(k) * 3.0, floor - 52.0 + f64::from(k) * 12.0, 68.0 + f64::from(k) * 6.0, 4.0, 2.0, "#3d4044");
    }
    c.stroke("M600 1046L600 880", "#b9bec2", 7.0);
    c.circle(x, y + 40.0, 17.0, "#e9e6de");
}

fn module(c: &mut Canvas, (x, y): (f64, f64), brand: &'static str) {
    c.within(Matrix::shift(x, y).after(Matrix::turn(5.0)), |c| {
        let d = rounded_rect(-84.0, -96.0, 168.0, 150.0, 12.0);
        c.at(10.0, 14.0, |c| c.fill_a(&d, "#000", 0.25));
        let g = c.linear((-84.0, -96.0), (84.0, 54.0), &[(0.0, 0x4A4C50, 1.0), (0.4, 0x26272A, 1.0), (1.0, 0x101011, 1.0)]);
        c.fill(&d, &g);
        bevel(c, &d, Area::new(-84.0, -96.0, 84.0, 54.0), 5.0, 0.9);
        c.rect(-64.0, -74.0, 84.0, 46.0, 4.0, "#0a0f14");
        let lit = c.linear((-60.0, -70.0), (16.0, -32.0), &[(0.0, 0x9CDCFF, 1.0), (1.0, 0x3F8FC8, 1.0)]);
        c.rect(-60.0, -70.0, 76.0, 38.0, 2.0, &lit);
        fit(c, "ROCK KIT 01", Lettering::Narrow, (-22.0, -46.0, Anchor::Middle), (15.0, 68.0), "#08202f");
        c.circle(52.0, -50.0, 22.0, "#0c0c0d");
        let dial = c.radial((44.0, -58.0), 30.0, &[(0.0, 0x9A9DA1, 1.0), (0.5, 0x4A4C50, 1.0), (1.0, 0x17181A, 1.0)]);
        c.circle(52.0, -50.0, 19.0, &dial);
        c.line((52.0, -52.0), (52.0, -66.0), "#f2f2f0", 2.6);
        for k in 0..10 {
            let (bx, by) = (-64.0 + f64::from(k % 5) * 27.0, -10.0 + f64::from(k / 5) * 22.0);
            c.rect(bx, by, 20.0, 12.0, 3.0, if k == 2 { "#e4572e" } else { "#5a5d62" });
            c.rect(bx + 1.5, by + 1.5, 17.0, 4.0, 2.0, "rgba(255,255,255,0.2)");
        }
        fit(c, brand, Lettering::Bold, (-64.0, 44.0, Anchor::Start), (15.0, 90.0), "#d9dadb");
    });
}

fn hat_pedal(c: &mut Canvas, (x, floor): (f64, f64)) {
    c.fill(
        &format!(
            "M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z",
            x - 60.0,
            floor - 2.0,
            x - 40.0,
            floor - 40.0,
            x + 44.0,
            floor - 40.0,
            x + 56.0,
            floor - 2.0
        ),
        "#1a1b1d",
    );
    c.rect(x - 40.0, floor - 44.0, 84.0, 8.0, 3.0, "#6d7176");
}
