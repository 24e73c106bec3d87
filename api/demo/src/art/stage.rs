//! The hero picture and the pictures of the shelves.

use super::canvas::{Canvas, Matrix, Svg};
use super::color::{BLACK, WHITE, css, darker, lighter};
use super::outline::lines;
use super::scene::{Subject, View, subject_on, tint};
use super::surface::soft_stroke;
use super::{amp, guitar};
use crate::finish::{Finish, Rgb, Wood};
use crate::look::{Electric, Look};
use crate::model::{Catalogue, Product};
use crate::rng::Rng;

const WIDE: f64 = 2400.0;
const HIGH: f64 = 1350.0;
/// Where the stage floor meets the dark.
const FLOOR: f64 = 1196.0;
const HOT: Rgb = 0xFF7A35;

/// The stage of the home page, 2400×1350: one guitar in one hot light at the right, room for
/// words at the left.
pub fn hero() -> Svg {
    let mut c = Canvas::new(2400, 1350);
    c.grain(4);
    backstage(&mut c);
    wall_of_amps(&mut c);
    haze(&mut c, 0.9);
    boards(&mut c);
    beam(&mut c);
    let catalogue = crate::catalogue();
    if let Some(look) = single_cut(&catalogue) {
        player(&mut c, &look);
    }
    haze(&mut c, 0.5);
    dust(&mut c);
    vignette(&mut c);
    c.finish()
}

fn backstage(c: &mut Canvas) {
    c.rect(0.0, 0.0, WIDE, HIGH, 0.0, "#080706");
    let glow = c.radial_in(
        (0.0, 0.0),
        1.0,
        Some(Matrix::shift(1660.0, 520.0).after(Matrix::scale(1150.0, 820.0))),
        &[(0.0, 0x5A2410, 1.0), (0.35, 0x2C130B, 1.0), (0.7, 0x120A08, 1.0), (1.0, 0x080706, 1.0)],
    );
    c.rect(0.0, 0.0, WIDE, HIGH, 0.0, &glow);
    // Bare bricks, only just there.
    let brick = c.tile(120.0, 60.0, None, |c| {
        for (x, y) in [(1.5, 1.5), (61.5, 31.5), (-58.5, 31.5)] {
            c.rect(x, y, 117.0, 27.0, 2.0, "rgba(255,170,120,0.030)");
            c.rect(x, y, 117.0, 2.0, 0.0, "rgba(255,200,160,0.035)");
        }
    });
    c.rect(0.0, 0.0, WIDE, FLOOR, 0.0, &brick);
    let dim = c.linear(
        (0.0, 0.0),
        (WIDE, 0.0),
        &[(0.0, 0x050404, 0.96), (0.40, 0x070605, 0.62), (0.64, 0x070605, 0.0), (0.82, 0x070605, 0.0), (1.0, 0x050404, 0.72)],
    );
    c.rect(0.0, 0.0, WIDE, FLOOR, 0.0, &dim);
}

/// Heads and cabinets in the half dark behind.
fn wall_of_amps(c: &mut Canvas) {
    for (x, w, dim) in [(1120.0, 372.0, 0.86), (2010.0, 400.0, 0.80)] {
        let h = w * 0.98;
        c.at(x, FLOOR - h - 8.0, |c| {
            amp::silhouette(c, (w, h), 2);
            c.at(w * 0.015, -w * 0.39, |c| amp::silhouette(c, (w * 0.97, w * 0.385), 0));
            c.faded(dim, |c| c.rect(-6.0, -w * 0.42, w + 12.0, h + w * 0.44, 0.0, "#090706"));
        });
        let edge = c.linear(
            (x, 0.0),
            (x + w, 0.0),
            &[
                (0.0, HOT, if x < 1500.0 { 0.0 } else { 0.26 }),
                (0.022, HOT, 0.0),
                (0.978, HOT, 0.0),
                (1.0, HOT, if x < 1500.0 { 0.26 } else { 0.0 }),
            ],
        );
        c.rect(x, FLOOR - h - w * 0.40, w, h + w * 0.40, 6.0, &edge);
    }
}

/// Smoke that hangs in the light.
fn haze(c: &mut Canvas, strength: f64) {
    let mut rng = Rng::new(if strength > 0.7 { 5 } else { 9 });
    for _ in 0..26 {
        let (x, y) = (rng.range(900.0, 2300.0), rng.range(380.0, 1230.0));
        let (rx, ry) = (rng.range(180.0, 520.0), rng.range(50.0, 150.0));
        let warm = [0xFF9A5C, 0xD86A34, 0xFFC08A].get(rng.below(3) as usize).copied().unwrap_or(HOT);
        let alpha = rng.range(0.012, 0.050) * strength;
        let squeeze = Matrix::shift(x, y).after(Matrix::turn(rng.range(-14.0, 8.0))).after(Matrix::scale(rx, ry));
        let g = c.radial_in((0.0, 0.0), 1.0, Some(squeeze), &[(0.0, warm, alpha), (0.4, warm, alpha * 0.6), (1.0, warm, 0.0)]);
        c.rect(x - rx * 1.05, y - rx * 0.6, rx * 2.1, rx * 1.2, 0.0, &g);
    }
}

/// Worn black boards that hold a reflection.
fn boards(c: &mut Canvas) {
    let g = c.linear((0.0, FLOOR), (0.0, HIGH), &[(0.0, 0x1E120C, 1.0), (0.3, 0x130C09, 1.0), (1.0, 0x060504, 1.0)]);
    c.rect(0.0, FLOOR, WIDE, HIGH - FLOOR, 0.0, &g);
    let pool = c.radial_in(
        (0.0, 0.0),
        1.0,
        Some(Matrix::shift(1690.0, FLOOR + 48.0).after(Matrix::scale(620.0, 118.0))),
        &[(0.0, 0xFFA562, 0.62), (0.35, 0xE0662A, 0.36), (0.7, 0x8A3414, 0.14), (1.0, 0x3A160A, 0.0)],
    );
    c.rect(0.0, FLOOR, WIDE, HIGH - FLOOR, 0.0, &pool);
    // Joints run towards a point behind the wall.
    for k in -16..=16 {
        let t = f64::from(k);
        c.line((1690.0 + t * 86.0, FLOOR), (1690.0 + t * 164.0, HIGH), "rgba(0,0,0,0.42)", 2.2);
        c.line((1693.0 + t * 86.0, FLOOR), (1694.0 + t * 164.0, HIGH), "rgba(255,190,140,0.05)", 1.4);
    }
    let seam = c.linear((0.0, FLOOR - 6.0), (0.0, FLOOR + 22.0), &[(0.0, BLACK, 0.0), (0.3, BLACK, 0.75), (1.0, BLACK, 0.0)]);
    c.rect(0.0, FLOOR - 6.0, WIDE, 28.0, 0.0, &seam);
}

/// The cone of the lamp.
fn beam(c: &mut Canvas) {
    // Many thin cones make one with a soft edge.
    let layers = 12;
    for k in 0..layers {
        let spread = (f64::from(k) + 1.0) / f64::from(layers);
        let alpha = 0.064 * (1.25 - spread);
        let cone = lines(&[
            (1396.0 - 20.0 * spread, -30.0),
            (1396.0 + 20.0 * spread, -30.0),
            (1700.0 + 590.0 * spread, FLOOR + 60.0),
            (1700.0 - 500.0 * spread, FLOOR + 60.0),
        ]);
        let g = c.linear(
            (1396.0, -30.0),
            (1704.0, FLOOR + 60.0),
            &[(0.0, 0xFFDDB0, alpha * 2.2), (0.25, 0xFF9E5C, alpha * 1.2), (0.8, HOT, alpha * 0.5), (1.0, HOT, alpha * 0.1)],
        );
        c.fill(&cone, &g);
    }
    let lamp = c.radial(
        (1396.0, 6.0),
        330.0,
        &[(0.0, 0xFFF3DC, 0.95), (0.06, 0xFFD9A0, 0.7), (0.2, 0xFF8A42, 0.26), (1.0, 0xFF6B35, 0.0)],
    );
    c.circle(1396.0, 6.0, 330.0, &lamp);
    // Its hood.
    c.fill(&lines(&[(1340.0, -10.0), (1452.0, -10.0), (1440.0, 22.0), (1352.0, 22.0)]), "#0b0908");
}

fn single_cut(catalogue: &Catalogue) -> Option<Electric> {
    catalogue.products.iter().find_map(|p| match p.look {
        Look::Electric(look) if p.slug.starts_with("gibson-les-paul") => Some(look),
        _ => None,
    })
}

/// The guitar on the boards, with its reflection and the light along its edge.
fn player(c: &mut Canvas, look: &Electric) {
    let g = guitar::Guitar {
        look,
        finish: Finish::Burst { wood: Wood::FlamedMaple, center: 0xE8A83C, edge: 0x6A120F },
        brand: "",
        left_handed: false,
        seed: 21,
    };
    let (top, bottom) = guitar::extent(look);
    let k = 1118.0 / (bottom - top);
    let lean = Matrix::turn(7.0);
    let stand = Matrix::shift(1690.0, FLOOR + 42.0).after(lean).after(Matrix::scale(k, k)).after(Matrix::shift(0.0, -bottom));
    let mirrored = Matrix::shift(0.0, 2.0 * (FLOOR + 46.0)).after(Matrix::scale(1.0, -1.0)).after(stand);
    c.masked(
        |c| {
            let fade = c.linear((0.0, FLOOR + 40.0), (0.0, HIGH), &[(0.0, WHITE, 0.42), (0.55, WHITE, 0.12), (1.0, WHITE, 0.0)]);
            c.rect(1200.0, FLOOR + 40.0, 1000.0, HIGH - FLOOR, 0.0, &fade);
        },
        |c| c.within(mirrored, |c| guitar::draw(c, &g)),
    );
    // Contact.
    let feet = c.radial_in(
        (0.0, 0.0),
        1.0,
        Some(Matrix::shift(1706.0, FLOOR + 44.0).after(Matrix::scale(250.0, 26.0))),
        &[(0.0, BLACK, 0.85), (0.5, BLACK, 0.5), (1.0, BLACK, 0.0)],
    );
    c.ellipse(1706.0, FLOOR + 44.0, 250.0, 26.0, &feet);
    c.at(58.0, 26.0, |c| {
        c.within(stand, |c| guitar::silhouette(&g, c, |c, d| super::surface::soft_fill(c, d, "#000000", 16.0, 0.5)))
    });
    c.within(stand, |c| guitar::draw(c, &g));
    // Away from the lamp it falls into the dark, towards it an edge burns.
    let body = std::cell::Cell::new(true);
    c.within(stand, |c| {
        guitar::silhouette(&g, c, |c, d| {
            // The body comes first; neck and head are narrow and only shaded across.
            let night = if body.replace(false) {
                c.linear(
                    (-170.0, -280.0),
                    (200.0, 200.0),
                    &[(0.0, 0xFFC88C, 0.20), (0.30, 0xFF9A50, 0.05), (0.42, 0x120603, 0.06), (1.0, 0x070302, 0.84)],
                )
            } else {
                c.linear((-30.0, 0.0), (34.0, 8.0), &[(0.0, 0xFFC88C, 0.16), (0.35, 0x120603, 0.05), (1.0, 0x070302, 0.62)])
            };
            c.fill(d, &night);
            let rim = c.linear((-170.0, -300.0), (60.0, 120.0), &[(0.0, 0xFFE2B8, 1.0), (0.4, HOT, 0.75), (1.0, HOT, 0.0)]);
            c.clipped(d, |c| soft_stroke(c, d, &rim, 2.4, 3.4, 0.9));
        });
    });
}

fn dust(c: &mut Canvas) {
    let mut rng = Rng::new(31);
    let (mut far, mut near) = (String::new(), String::new());
    for _ in 0..240 {
        let t = rng.unit();
        let y = t * 1150.0;
        let middle = 1396.0 + 294.0 * t;
        let half = 30.0 + 470.0 * t;
        let x = middle + rng.range(-half, half);
        let r = rng.range(0.6, 1.9);
        if rng.chance(70) {
            far.push_str(&super::outline::circle(x, y, r));
        } else {
            near.push_str(&super::outline::circle(x, y, r * 1.5));
        }
    }
    c.fill_a(&far, "#ffd9b0", 0.16);
    c.fill_a(&near, "#ffe6c8", 0.26);
}

fn vignette(c: &mut Canvas) {
    let g = c.radial_in(
        (0.0, 0.0),
        1.0,
        Some(Matrix::shift(1560.0, 660.0).after(Matrix::scale(1640.0, 1120.0))),
        &[(0.0, BLACK, 0.0), (0.55, BLACK, 0.0), (0.85, BLACK, 0.34), (1.0, BLACK, 0.62)],
    );
    c.rect(0.0, 0.0, WIDE, HIGH, 0.0, &g);
    let left = c.linear((0.0, 0.0), (1250.0, 0.0), &[(0.0, 0x070605, 0.72), (0.6, 0x070605, 0.36), (1.0, 0x070605, 0.0)]);
    c.rect(0.0, 0.0, 1250.0, HIGH, 0.0, &left);
}

/// One thing on the picture of a shelf: start of its slug, picture, and where its 1200×1200
/// picture goes: middle, turn, scale.
type Piece = (&'static str, View, (f64, f64), f64, f64);

/// The pieces shown for a top-level shelf.
fn pieces(slug: &str) -> Option<&'static [Piece]> {
    Some(match slug {
        "guitars" => &[("prs-se-custom-24", View::Detail, (830.0, 640.0), 0.0, 1.42)],
        "basses" => &[("fender-player-ii-precision", View::Detail, (800.0, 610.0), 0.0, 1.40)],
        "drums" => &[("pearl-export", View::Detail, (830.0, 600.0), 0.0, 1.36)],
        "amplifiers" => &[("marshall-dsl40cr", View::Detail, (810.0, 590.0), 0.0, 1.42)],
        "keyboards" => &[("korg-minilogue", View::Detail, (800.0, 560.0), 0.0, 1.62)],
        "pro-audio" => &[("shure-sm58", View::Detail, (800.0, 640.0), 0.0, 1.36)],
        "effects" => &[
            ("mxr-phase-90", View::Front, (330.0, 610.0), -7.0, 0.92),
            ("ibanez-ts9", View::Front, (1290.0, 620.0), 8.0, 0.92),
            ("boss-ds-1", View::Front, (810.0, 640.0), 0.0, 1.16),
        ],
        "accessories" => &[
            ("ernie-ball-slinky", View::Front, (470.0, 560.0), -6.0, 1.18),
            ("dunlop-tortex", View::Front, (1180.0, 700.0), 10.0, 1.02),
        ],
        _ => return None,
    })
}

/// A large cropped picture for a top-level category, 1600×1200; `None` for other slugs.
pub fn category(slug: &str) -> Option<Svg> {
    let pieces = pieces(slug)?;
    let catalogue = crate::catalogue();
    let mut c = Canvas::new(1600, 1200);
    let ground = darker(tint(slug), 0.10);
    c.rect(0.0, 0.0, 1600.0, 1200.0, 0.0, &css(ground));
    let light = c.radial(
        (420.0, 240.0),
        1700.0,
        &[(0.0, lighter(ground, 0.46), 1.0), (0.4, lighter(ground, 0.12), 1.0), (1.0, darker(ground, 0.30), 1.0)],
    );
    c.rect(0.0, 0.0, 1600.0, 1200.0, 0.0, &light);
    for (start, view, (x, y), turn, scale) in pieces {
        let found: Option<&Product> = catalogue.products.iter().find(|p| p.slug.starts_with(start));
        let Some((product, variant)) = found.and_then(|p| Some((p, p.variants.first()?))) else { continue };
        let place = Matrix::shift(*x, *y)
            .after(Matrix::turn(*turn))
            .after(Matrix::scale(*scale, *scale))
            .after(Matrix::shift(-600.0, -600.0));
        let subject = Subject { product, variant, view: *view };
        c.within(place, |c| subject_on(c, &subject));
    }
    Some(c.finish())
}
