//! Drum shells standing upright: seen from a little above, so that the head shows.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::{BLACK, WHITE, brightness, css, darker, lighter};
use super::super::lettering::{Anchor, fit};
use super::super::outline::{ellipse, rounded_rect};
use super::super::surface::{Area, grain, tone};
use crate::finish::{Finish, Rgb};
use crate::look::{Lettering, Rim};
use crate::rng::Rng;

/// Kinds of lugs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lug {
    /// Two short blocks.
    Cast,
    /// One slim tube over the whole height.
    Tube,
    /// One small block in the upper third.
    Small,
}

/// A drum whose upper head is centred on the origin; lengths in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drum {
    pub(super) rx: f64,
    /// Height of the head's ellipse as a share of its width.
    pub(super) tilt: f64,
    pub(super) height: f64,
    pub(super) finish: Finish,
    pub(super) lugs: u8,
    pub(super) lug: Lug,
    pub(super) rim: Rim,
    pub(super) hardware: Rgb,
    pub(super) head: Rgb,
    pub(super) bead: bool,
    pub(super) strainer: bool,
    pub(super) name: &'static str,
    pub(super) seed: u64,
}

/// The band of a cylinder between two heights.
fn band(rx: f64, ry: f64, y0: f64, y1: f64) -> String {
    format!("M{:.2} {y0:.2}A{rx:.2} {ry:.2} 0 0 0 {rx:.2} {y0:.2}L{rx:.2} {y1:.2}A{rx:.2} {ry:.2} 0 0 1 {:.2} {y1:.2}Z", -rx, -rx)
}

/// Chrome around a cylinder: the room mirrored in vertical streaks.
pub(super) fn around(c: &mut Canvas, rx: f64, metal: Rgb) -> String {
    c.linear(
        (-rx, 0.0),
        (rx, 0.0),
        &[
            (0.0, darker(metal, 0.62), 1.0),
            (0.07, darker(metal, 0.25), 1.0),
            (0.16, lighter(metal, 0.75), 1.0),
            (0.24, metal, 1.0),
            (0.36, lighter(metal, 0.55), 1.0),
            (0.47, darker(metal, 0.30), 1.0),
            (0.58, lighter(metal, 0.20), 1.0),
            (0.72, darker(metal, 0.45), 1.0),
            (0.86, darker(metal, 0.10), 1.0),
            (0.94, darker(metal, 0.55), 1.0),
            (1.0, darker(metal, 0.75), 1.0),
        ],
    )
}

/// Draws the drum.
pub(super) fn draw(c: &mut Canvas, d: &Drum) {
    let (rx, ry) = (d.rx, d.rx * d.tilt);
    let hoop = (d.rx * if d.rim == Rim::DieCast { 0.085 } else { 0.068 }).max(6.0);
    wall(c, d, rx, ry);
    let outer = rx * 1.035;
    // Lower hoop behind the lugs, upper one before them.
    rim(c, d, outer, d.height - hoop * 1.3, d.height + hoop * 0.1, hoop);
    lugs(c, d, outer, hoop);
    if d.strainer {
        strainer(c, d);
    }
    rim(c, d, outer, -hoop * 0.45, hoop, hoop);
    head(c, d, rx, ry, hoop);
}

fn wall(c: &mut Canvas, d: &Drum, rx: f64, ry: f64) {
    let shape = band(rx, ry, 0.0, d.height);
    let area = Area::new(-rx, 0.0, rx, d.height + ry);
    let b = brightness(tone(d.finish));
    match d.finish {
        Finish::Metal(color) => {
            let g = around(c, rx, color);
            c.fill(&shape, &g);
            // Brightness falls towards the floor.
            let fall = c.linear((0.0, 0.0), (0.0, d.height + ry), &[(0.0, WHITE, 0.16), (0.4, WHITE, 0.0), (1.0, BLACK, 0.35)]);
            c.fill(&shape, &fall);
        }
        Finish::Natural(wood) | Finish::Stain(wood, _) => {
            let stain = if let Finish::Stain(_, color) = d.finish { Some(color) } else { None };
            // Grain runs around the shell.
            let turned = Matrix([0.0, 1.0, 1.0, 0.0, 0.0, 0.0]);

            c.clipped(&shape, |c| {
                c.within(turned, |c| {
                    let lying = rounded_rect(-10.0, -rx, d.height + ry + 20.0, rx * 2.0, 0.0);
                    grain(c, &lying, Area::new(-10.0, -rx, d.height + ry + 10.0, rx), wood, stain, d.seed);
                });
            });
        }
        _ => {
            c.fill(&shape, &css(tone(d.finish)));
            if let Finish::Sparkle(color) | Finish::Metallic(color) = d.finish {
                glitter(c, &shape, area, color, d.seed);
            }
        }
    }
    if !matches!(d.finish, Finish::Metal(_)) {
        let shine = if b < 0.25 { 0.34 } else { 0.42 };
        let g = c.linear(
            (-rx, 0.0),
            (rx, 0.0),
            &[
                (0.0, BLACK, 0.62),
                (0.10, BLACK, 0.18),
                (0.20, WHITE, shine),
                (0.27, WHITE, shine * 0.35),
                (0.38, WHITE, 0.03),
                (0.60, BLACK, 0.12),
                (0.84, BLACK, 0.48),
                (0.92, BLACK, 0.38),
                (1.0, BLACK, 0.72),
            ],
        );
        c.fill(&shape, &g);
    }
    if d.bead {
        let y = d.height * 0.5;
        for (dy, w, paint, a) in [(6.0, 10.0, "#000", 0.32), (-2.0, 12.0, "#fff", 0.16), (-4.0, 3.0, "#fff", 0.55)] {
            let arc = format!("M{:.1} {:.1}A{rx:.1} {ry:.1} 0 0 0 {rx:.1} {:.1}", -rx, y + dy, y + dy);
            c.clipped(&shape, |c| c.stroke_a(&arc, paint, w * rx / 400.0, a));
        }
    }
}

fn glitter(c: &mut Canvas, shape: &str, area: Area, color: Rgb, seed: u64) {
    let mut rng = Rng::new(seed ^ 0x6117);
    let count = ((area.width() * area.height()) / 60.0).clamp(200.0, 1600.0) as u32;
    let (mut bright, mut mild) = (String::new(), String::new());
    for _ in 0..count {
        let (x, y, r) = (rng.range(area.x0, area.x1), rng.range(area.y0, area.y1), rng.range(0.6, 1.7));
        let dot = format!("M{x:.1} {:.1}l{r:.1} {r:.1}l-{r:.1} {r:.1}l-{r:.1} -{r:.1}z", y - r);
        if rng.chance(35) { bright.push_str(&dot) } else { mild.push_str(&dot) }
    }
    c.clipped(shape, |c| {
        c.fill_a(&mild, &css(lighter(color, 0.35)), 0.55);
        c.fill_a(&bright, &css(lighter(color, 0.8)), 0.6);
    });
}

fn rim(c: &mut Canvas, d: &Drum, rx: f64, y0: f64, y1: f64, hoop: f64) {
    let ry = rx * d.tilt;
    let shape = band(rx, ry, y0, y1);
    c.at(0.0, hoop * 0.35, |c| c.fill_a(&shape, "#000", 0.35));
    let g = around(c, rx, d.hardware);
    c.fill(&shape, &g);
    // Flanges: a bright lip above, a dark groove below.
    let arc = |y: f64| format!("M{:.2} {y:.2}A{rx:.2} {ry:.2} 0 0 0 {rx:.2} {y:.2}", -rx);
    c.stroke_a(&arc(y0 + hoop * 0.08), "#fff", hoop * 0.12, 0.55);
    c.stroke_a(&arc(f64::midpoint(y0, y1)), "#000", hoop * 0.10, 0.30);
    if d.rim == Rim::Flanged {
        c.stroke_a(&arc(y1 - hoop * 0.22), "#fff", hoop * 0.10, 0.30);
    }
    c.stroke_a(&arc(y1 - hoop * 0.04), "#000", hoop * 0.10, 0.45);
}

fn lugs(c: &mut Canvas, d: &Drum, outer: f64, hoop: f64) {
    let ry = outer * d.tilt;
    let n = f64::from(d.lugs);
    for k in 0..d.lugs {
        let a = (f64::from(k) + 0.5) / n * std::f64::consts::TAU;
        let (sin, cos) = a.sin_cos();
        if cos < 0.08 {
            continue;
        }
        let x = d.rx * sin * 1.005;
        let drop = ry * cos * 0.985;
        let w = (d.rx * 0.062 * (0.45 + 0.55 * cos)).max(3.0);
        let metal = d.hardware;
        let g = c.linear(
            (x - w, 0.0),
            (x + w, 0.0),
            &[
                (0.0, darker(metal, 0.35), 1.0),
                (0.28, lighter(metal, 0.8), 1.0),
                (0.5, metal, 1.0),
                (0.78, darker(metal, 0.5), 1.0),
                (1.0, darker(metal, 0.2), 1.0),
            ],
        );
        let rod = |c: &mut Canvas, y0: f64, y1: f64| {
            c.rect(x - w * 0.20, y0.min(y1), w * 0.40, (y1 - y0).abs(), w * 0.1, &g);
        };
        let block = |c: &mut Canvas, y: f64, h: f64| {
            c.fill_a(&rounded_rect(x - w + w * 0.5, y + w * 0.5, w * 2.0, h, w * 0.7), "#000", 0.38);
            c.fill(&rounded_rect(x - w, y, w * 2.0, h, w * 0.7), &g);
            c.rect(x - w * 0.6, y + h * 0.08, w * 0.35, h * 0.84, w * 0.15, "rgba(255,255,255,0.45)");
        };
        let (top, bottom) = (drop + hoop, drop + d.height - hoop * 1.3);
        match d.lug {
            Lug::Cast => {
                let h = (d.height * 0.22).min(w * 4.4);
                rod(c, top - hoop * 0.6, top + d.height * 0.14);
                rod(c, bottom - d.height * 0.12, bottom + hoop * 0.4);
                block(c, top + d.height * 0.11, h);
                block(c, bottom - d.height * 0.11 - h, h);
            }
            Lug::Tube => {
                c.fill_a(&rounded_rect(x - w * 0.36 + w * 0.5, top, w * 0.72, bottom - top, w * 0.36), "#000", 0.4);
                rod(c, top - hoop * 0.6, bottom + hoop * 0.4);
                c.fill(&rounded_rect(x - w * 0.40, top + d.height * 0.09, w * 0.80, bottom - top - d.height * 0.18, w * 0.4), &g);
                for y in [top + d.height * 0.26, bottom - d.height * 0.26] {
                    block(c, y - w * 0.6, w * 1.2);
                }
            }
            Lug::Small => {
                let h = (d.height * 0.24).min(w * 4.0);
                rod(c, top - hoop * 0.6, top + d.height * 0.2);
                rod(c, bottom - d.height * 0.2, bottom + hoop * 0.4);
                block(c, top + d.height * 0.16, h);
                block(c, bottom - d.height * 0.16 - h, h);
            }
        }
        // The square head of the rod on the hoop's ear.
        c.fill_a(
            &rounded_rect(x - w * 0.62, drop - hoop * 0.2, w * 1.24, hoop * 0.9, w * 0.25),
            &css(lighter(metal, 0.25)),
            0.95,
        );
        c.stroke_a(&rounded_rect(x - w * 0.62, drop - hoop * 0.2, w * 1.24, hoop * 0.9, w * 0.25), "#000", 0.8, 0.4);
        c.rect(x - w * 0.24, drop - hoop * 0.62, w * 0.48, hoop * 0.6, w * 0.1, &g);
    }
}

/// Throw-off, badge and vent of a snare.
fn strainer(c: &mut Canvas, d: &Drum) {
    let ry = d.rx * d.tilt;
    let k = d.rx / 400.0;
    let place = |a: f64| {
        let (s, co) = a.sin_cos();
        (d.rx * s, ry * co)
    };
    let (x, y) = place(-0.62);
    let metal = d.hardware;
    let g = c.linear(
        (x - 22.0 * k, 0.0),
        (x + 22.0 * k, 0.0),
        &[(0.0, darker(metal, 0.4), 1.0), (0.3, lighter(metal, 0.8), 1.0), (0.6, metal, 1.0), (1.0, darker(metal, 0.55), 1.0)],
    );
    let base = y + d.height * 0.30;
    c.fill_a(&rounded_rect(x - 18.0 * k + 5.0, base + 5.0, 40.0 * k, d.height * 0.50, 8.0 * k), "#000", 0.4);
    c.fill(&rounded_rect(x - 20.0 * k, base, 40.0 * k, d.height * 0.50, 8.0 * k), &g);
    c.fill(&rounded_rect(x - 9.0 * k, base - d.height * 0.12, 18.0 * k, d.height * 0.40, 9.0 * k), &css(lighter(metal, 0.35)));
    c.stroke_a(&rounded_rect(x - 9.0 * k, base - d.height * 0.12, 18.0 * k, d.height * 0.40, 9.0 * k), "#000", 1.2, 0.45);
    c.circle(x, base + d.height * 0.42, 12.0 * k, &css(darker(metal, 0.15)));
    c.circle(x - 2.0 * k, base + d.height * 0.415, 7.0 * k, &css(lighter(metal, 0.5)));
    c.rect(x - 13.0 * k, base + d.height * 0.50, 26.0 * k, d.height * 0.20, 2.0, "#1a1a1b");
    // Badge with the vent in it.
    let (bx, by) = place(0.16);
    let by = by + d.height * 0.49;
    let plate = rounded_rect(bx - 46.0 * k, by - 27.0 * k, 92.0 * k, 54.0 * k, 12.0 * k);
    c.at(2.0, 3.0, |c| c.fill_a(&plate, "#000", 0.4));
    let gold = c.linear(
        (bx - 40.0 * k, by - 27.0 * k),
        (bx + 40.0 * k, by + 27.0 * k),
        &[(0.0, 0xF3E6BE, 1.0), (0.5, 0xC39A48, 1.0), (1.0, 0x7A5A22, 1.0)],
    );
    c.fill(&plate, &gold);
    c.stroke_a(&plate, "#3a2a10", 1.6, 0.7);
    fit(c, d.name, Lettering::Serif, (bx, by - 4.0 * k, Anchor::Middle), (21.0 * k, 78.0 * k), "#2a1c0a");
    c.circle(bx, by + 12.0 * k, 5.5 * k, "#17120a");
}

fn head(c: &mut Canvas, d: &Drum, rx: f64, ry: f64, hoop: f64) {
    let outer = rx * 1.035;
    let lip = around(c, outer, d.hardware);
    let y = -hoop * 0.45;
    // The inside of the hoop, then the head a little below it.
    c.fill(&ellipse(0.0, y, outer, outer * d.tilt), &lip);
    c.fill(&ellipse(0.0, y + hoop * 0.14, rx * 1.0, ry * 1.0), &css(darker(d.hardware, 0.72)));
    let (hx, hy) = (rx * 0.975, ry * 0.965);
    let deep = y + hoop * 0.42;
    let pale = brightness(d.head) > 0.5;
    let g = c.radial_in(
        (-0.35, -0.5),
        1.7,
        Some(Matrix::shift(0.0, deep).after(Matrix::scale(hx, hy))),
        &[
            (0.0, lighter(d.head, if pale { 0.6 } else { 0.28 }), 1.0),
            (0.45, d.head, 1.0),
            (1.0, darker(d.head, if pale { 0.26 } else { 0.5 }), 1.0),
        ],
    );
    c.clipped(&ellipse(0.0, y + hoop * 0.14, rx, ry), |c| {
        c.ellipse(0.0, deep, hx, hy, &g);
        c.oval(0.0, deep, hx * 0.955, hy * 0.955, if pale { "rgba(0,0,0,0.12)" } else { "rgba(255,255,255,0.10)" }, 1.4);
        // The hoop shades the near left part of the head.
        let shade = c.linear((-rx, -ry), (rx * 0.4, ry), &[(0.0, BLACK, 0.34), (0.35, BLACK, 0.06), (1.0, BLACK, 0.0)]);
        c.ellipse(0.0, deep, hx, hy, &shade);
    });
    c.oval(0.0, y, outer, outer * d.tilt, "rgba(255,255,255,0.55)", (hoop * 0.10).max(0.8));
}
