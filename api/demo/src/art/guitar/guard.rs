//! Pickguards, knobs, switches and sockets, relative to the bridge.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::{BLACK, WHITE, brightness, css, darker, lighter};
use super::super::outline::{P, closed, rounded_rect};
use super::super::surface::{plating, polished, screw};
use super::plate::shape;
use crate::look::{Controls, Electric, Guard, Metal};
use crate::rng::Rng;
use P::S;

/// Draws the guard, when there is one.
pub(in crate::art) fn guard(c: &mut Canvas, look: &Electric) {
    let color = match look.guard {
        Guard::None => return,
        Guard::Plain(color) => color,
        Guard::Tortoise => 0x6B2616,
    };
    let Some((d, screws)) = shape(look.body) else { return };
    c.at(1.2, 2.2, |c| c.fill_a(&d, "#000", 0.40));
    let light = c.linear(
        (-120.0, -300.0),
        (120.0, 120.0),
        &[(0.0, lighter(color, 0.30), 1.0), (0.45, color, 1.0), (1.0, darker(color, 0.26), 1.0)],
    );
    c.fill(&d, &light);
    if look.guard == Guard::Tortoise {
        tortoise(c, &d);
    }
    // Three-ply edge.
    let pale = brightness(color) > 0.5;
    let ply = if pale { "#2b2a29" } else { "#ece7db" };
    c.clipped(&d, |c| {
        c.stroke(&d, &css(if pale { lighter(color, 0.2) } else { lighter(color, 0.12) }), 4.6);
        c.stroke_a(&d, ply, 2.8, if pale { 0.55 } else { 0.8 });
        c.stroke(&d, &css(if pale { darker(color, 0.08) } else { darker(color, 0.3) }), 1.4);
    });
    let sheen = c.linear(
        (-120.0, -320.0),
        (150.0, 80.0),
        &[(0.0, WHITE, 0.30), (0.34, WHITE, 0.10), (0.46, WHITE, 0.0), (1.0, BLACK, 0.10)],
    );
    c.fill(&d, &sheen);
    for (x, y) in screws {
        screw(c, *x, *y, 1.9, look.metal);
    }
}

/// Brown and amber clouds.
fn tortoise(c: &mut Canvas, d: &str) {
    let mut rng = Rng::new(77);
    let mut spots: Vec<(f64, f64, f64, f64, u32, f64)> = Vec::new();
    for _ in 0..150 {
        let color = [0x2A0C07, 0x9C4A1F, 0x3E130A, 0xB8662C].get(rng.below(4) as usize).copied().unwrap_or(0);
        spots.push((
            rng.range(-130.0, 145.0),
            rng.range(-400.0, 110.0),
            rng.range(5.0, 20.0),
            rng.range(3.0, 10.0),
            color,
            rng.range(0.0, 180.0),
        ));
    }
    c.clipped(d, |c| {
        for (x, y, rx, ry, color, turn) in &spots {
            c.within(Matrix::shift(*x, *y).after(Matrix::turn(*turn)), |c| {
                let g = c.radial_in(
                    (0.0, 0.0),
                    1.0,
                    Some(Matrix::scale(*rx, *ry)),
                    &[(0.0, *color, 0.75), (0.6, *color, 0.5), (1.0, *color, 0.0)],
                );
                c.ellipse(0.0, 0.0, *rx, *ry, &g);
            });
        }
    });
}

/// Draws knobs, switches and sockets.
pub(in crate::art) fn controls(c: &mut Canvas, look: &Electric) {
    let (knobs, r): (&[(f64, f64)], f64) = match look.controls {
        Controls::S => (&[(66.0, -22.0), (88.0, 20.0), (110.0, 62.0)], 11.5),
        Controls::T => (&[(92.0, 2.0), (92.0, 46.0)], 9.5),
        Controls::Single => (&[(84.0, 16.0), (124.0, 18.0), (96.0, 76.0), (134.0, 68.0)], 12.0),
        Controls::Horns => (&[(82.0, 16.0), (118.0, 10.0), (100.0, 80.0), (136.0, 66.0)], 12.0),
        Controls::V => (&[(88.0, 14.0), (110.0, 68.0), (132.0, 122.0)], 11.0),
        Controls::Explorer => (&[(72.0, 30.0), (90.0, 82.0), (110.0, 132.0)], 11.0),
        Controls::Super => (&[(88.0, 22.0), (114.0, 62.0)], 10.0),
        Controls::One => (&[(92.0, 34.0)], 11.0),
        Controls::Offset => (&[(82.0, 34.0), (112.0, 68.0)], 11.5),
        Controls::Three => (&[(82.0, 8.0), (114.0, 32.0), (104.0, 84.0)], 11.0),
        Controls::PBass => (&[(88.0, -56.0), (110.0, -16.0)], 10.5),
        Controls::JBass => (&[(84.0, -128.0), (97.0, -88.0), (112.0, -48.0)], 11.0),
        Controls::RayBass => (&[(96.0, -64.0), (110.0, -30.0), (122.0, 4.0)], 9.5),
        Controls::Active => (&[(84.0, -86.0), (98.0, -50.0), (112.0, -14.0), (120.0, 24.0)], 8.5),
    };
    match look.controls {
        Controls::T => {
            metal_plate(c, &rounded_rect(76.0, -84.0, 32.0, 156.0, 15.0), look.metal);
            for y in [-78.0, 66.0] {
                screw(c, 92.0, y, 2.0, look.metal);
            }
            blade(c, 92.0, -44.0, 90.0, look.metal);
        }
        Controls::JBass => {
            metal_plate(
                c,
                &closed(&[
                    S(62.0, -150.0),
                    S(76.0, -166.0),
                    S(96.0, -160.0),
                    S(110.0, -130.0),
                    S(122.0, -86.0),
                    S(136.0, -40.0),
                    S(136.0, -6.0),
                    S(118.0, 6.0),
                    S(102.0, -10.0),
                    S(90.0, -46.0),
                    S(76.0, -92.0),
                    S(64.0, -128.0),
                ]),
                look.metal,
            );
            jack(c, 122.0, -12.0, look.metal);
        }
        Controls::RayBass => {
            metal_plate(
                c,
                &closed(&[
                    S(74.0, -80.0),
                    S(92.0, -92.0),
                    S(110.0, -80.0),
                    S(126.0, -44.0),
                    S(140.0, 4.0),
                    S(140.0, 34.0),
                    S(122.0, 44.0),
                    S(106.0, 30.0),
                    S(94.0, -10.0),
                    S(80.0, -52.0),
                ]),
                look.metal,
            );
            jack(c, 126.0, 32.0, look.metal);
        }
        Controls::S => {
            blade(c, 84.0, -78.0, 62.0, look.metal);
            boat(c, 114.0, 122.0, look.metal);
        }
        Controls::Super => blade(c, 70.0, -18.0, 58.0, look.metal),
        Controls::Single => toggle(c, -102.0, -214.0, look.metal, true),
        Controls::Horns => toggle(c, 66.0, 90.0, look.metal, false),
        Controls::Explorer => toggle(c, 156.0, -196.0, look.metal, false),
        Controls::V => toggle(c, 74.0, -36.0, look.metal, false),
        Controls::Three => toggle(c, 134.0, 64.0, look.metal, false),
        Controls::Offset => {
            toggle(c, 112.0, -214.0, look.metal, false);
            for x in [-108.0, -96.0] {
                c.rect(x, -256.0, 7.0, 13.0, 1.5, "#111112");
            }
            c.rect(-110.0, -226.0, 18.0, 6.0, 2.0, &css(plating(look.metal).1));
            jack(c, 116.0, -150.0, look.metal);
        }
        Controls::PBass => jack(c, 126.0, 12.0, look.metal),
        Controls::One | Controls::Active => {}
    }
    for (x, y) in knobs {
        knob(c, *x, *y, r, look.knobs);
    }
}

/// A round knob seen from above, lit from the upper left.
pub(in crate::art) fn knob(c: &mut Canvas, x: f64, y: f64, r: f64, color: u32) {
    let (sx, sy) = (x + r * 0.26, y + r * 0.40);
    let shade = c.radial((sx, sy), r * 1.3, &[(0.0, BLACK, 0.6), (0.68, BLACK, 0.5), (1.0, BLACK, 0.0)]);
    c.circle(sx, sy, r * 1.3, &shade);
    let shiny = brightness(color) > 0.55 && color & 0xFF > 0x90;
    let skirt = c.radial(
        (x - r * 0.5, y - r * 0.6),
        r * 2.0,
        &[(0.0, lighter(color, 0.5), 1.0), (0.5, color, 1.0), (1.0, darker(color, 0.55), 1.0)],
    );
    c.circle(x, y, r, &skirt);
    // Knurling.
    for k in 0..24 {
        let (s, co) = (f64::from(k) * 15.0_f64).to_radians().sin_cos();
        c.line((x + co * r * 0.84, y + s * r * 0.84), (x + co * r * 0.99, y + s * r * 0.99), "rgba(0,0,0,0.35)", r * 0.05);
    }
    let cap = c.linear(
        (x - r * 0.6, y - r * 0.7),
        (x + r * 0.6, y + r * 0.7),
        &[(0.0, lighter(color, if shiny { 0.7 } else { 0.42 }), 1.0), (0.5, color, 1.0), (1.0, darker(color, 0.35), 1.0)],
    );
    c.circle(x, y, r * 0.72, &cap);
    c.ring(x, y, r * 0.72, "rgba(255,255,255,0.25)", r * 0.05);
    let mark = if brightness(color) > 0.5 { "#2a2724" } else { "#f0ede4" };
    c.line((x, y - r * 0.30), (x, y - r * 0.92), mark, r * 0.10);
}

fn metal_plate(c: &mut Canvas, d: &str, metal: Metal) {
    let (_, _, dark) = plating(metal);
    c.at(1.2, 2.2, |c| c.fill_a(d, "#000", 0.42));
    let g = polished(c, metal, (60.0, -160.0), (140.0, 60.0));
    c.fill(d, &g);
    c.stroke_a(d, &css(dark), 0.7, 0.8);
}

fn blade(c: &mut Canvas, x: f64, y: f64, degrees: f64, metal: Metal) {
    c.within(Matrix::shift(x, y).after(Matrix::turn(degrees)), |c| {
        c.rect(-16.0, -2.2, 32.0, 4.4, 2.0, "#0c0c0d");
        for sx in [-20.5, 20.5] {
            screw(c, sx, 0.0, 2.0, metal);
        }
        c.rect(6.0, -3.0, 5.0, 15.0, 2.4, "rgba(0,0,0,0.4)");
        c.rect(4.5, -5.0, 5.0, 15.0, 2.4, "#efeade");
        c.rect(5.2, -4.2, 1.4, 13.0, 0.7, "#ffffff");
    });
}

fn toggle(c: &mut Canvas, x: f64, y: f64, metal: Metal, washer: bool) {
    if washer {
        c.circle(x + 0.8, y + 1.4, 16.0, "rgba(0,0,0,0.4)");
        c.circle(x, y, 16.0, "#efe3c3");
        c.ring(x, y, 15.6, "rgba(0,0,0,0.25)", 0.7);
    }
    let (light, middle, dark) = plating(metal);
    c.circle(x + 0.8, y + 1.2, 6.6, "rgba(0,0,0,0.45)");
    let nut = c.radial((x - 2.0, y - 2.4), 9.0, &[(0.0, light, 1.0), (0.6, middle, 1.0), (1.0, dark, 1.0)]);
    c.circle(x, y, 6.4, &nut);
    c.circle(x, y, 3.4, "#17181a");
    c.line((x, y), (x + 4.5, y - 6.5), &css(middle), 2.6);
    let tip = c.radial((x + 4.6, y - 9.4), 6.5, &[(0.0, 0xFFFDF4, 1.0), (0.6, 0xE8DFC8, 1.0), (1.0, 0x9C9278, 1.0)]);
    c.circle(x + 5.6, y - 8.0, 4.4, &tip);
}

fn jack(c: &mut Canvas, x: f64, y: f64, metal: Metal) {
    let (light, middle, dark) = plating(metal);
    let g = c.radial((x - 2.0, y - 2.4), 9.0, &[(0.0, light, 1.0), (0.6, middle, 1.0), (1.0, dark, 1.0)]);
    c.circle(x + 0.7, y + 1.0, 7.2, "rgba(0,0,0,0.4)");
    c.circle(x, y, 7.0, &g);
    c.circle(x, y, 3.9, "#0b0b0c");
}

/// The boat-shaped socket plate of an S.
fn boat(c: &mut Canvas, x: f64, y: f64, metal: Metal) {
    c.within(Matrix::shift(x, y).after(Matrix::turn(-42.0)), |c| {
        let d = rounded_rect(-24.0, -12.0, 48.0, 24.0, 12.0);
        c.at(1.0, 1.6, |c| c.fill_a(&d, "#000", 0.4));
        let g = polished(c, metal, (-20.0, -14.0), (16.0, 14.0));
        c.fill(&d, &g);
        let dent = c.radial((3.0, 2.0), 12.0, &[(0.0, BLACK, 0.7), (0.7, BLACK, 0.35), (1.0, BLACK, 0.0)]);
        c.ellipse(0.0, 0.0, 12.0, 8.0, &dent);
        c.circle(1.0, 0.0, 4.0, "#0a0a0b");
        for sx in [-19.0, 19.0] {
            screw(c, sx, 0.0, 1.9, metal);
        }
    });
}
