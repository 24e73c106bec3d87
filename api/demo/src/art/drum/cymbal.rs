//! Cymbals: bronze, lathed, with light turning around the bell.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::{WHITE, css, darker, lighter, mix};
use super::super::lettering::{Anchor, fit};
use super::super::outline::{circle, lines};
use super::super::scene::{Subject, pool};
use super::super::surface::soft_fill;
use crate::finish::Rgb;
use crate::look::{Alloy, Cymbal, CymbalKind, Lettering};
use crate::rng::Rng;

/// One disc: radius in pixels, profile, metal.
#[derive(Clone, Copy)]
pub(super) struct Disc {
    pub(super) r: f64,
    pub(super) kind: CymbalKind,
    pub(super) alloy: Alloy,
    pub(super) seed: u64,
    /// Direction of the brightest reflection, degrees.
    pub(super) light: f64,
}

/// Face on, or on its stand from the side.
pub(in crate::art) fn show(c: &mut Canvas, s: &Subject<'_>, look: &Cymbal) {
    let inches = s.variant.art.size.map_or(look.inches, f64::from);
    let r = 140.0 + inches * 17.6;
    let disc = Disc { r, kind: look.kind, alloy: look.alloy, seed: s.seed(), light: -52.0 };
    let words = Words { brand: s.brand(), size: format!("{inches:.0}\"") };
    match (look.kind, s.front()) {
        (CymbalKind::Set, true) => {
            for (x, y, inches, light) in [
                (720.0, 420.0, 20.0, -40.0),
                (400.0, 470.0, 18.0, -60.0),
                (760.0, 800.0, 16.0, -48.0),
                (420.0, 830.0, 14.0, -56.0),
            ] {
                let w = Words { brand: s.brand(), size: format!("{inches:.0}\"") };
                whole(
                    c,
                    &Disc { r: inches * 16.2, kind: CymbalKind::Crash, light, seed: s.seed() + inches as u64, ..disc },
                    &w,
                    (x, y),
                );
            }
        }
        (CymbalKind::HiHat, true) => {
            whole(c, &Disc { r: r * 0.98, light: -40.0, ..disc }, &words, (690.0, 540.0));
            whole(c, &disc, &words, (520.0, 640.0));
        }
        (_, true) => whole(c, &disc, &words, (600.0, 590.0)),
        (CymbalKind::HiHat, false) => mounted(c, &Disc { r: 470.0, ..disc }, &words, true),
        (_, false) => mounted(c, &Disc { r: 520.0, ..disc }, &words, false),
    }
}

struct Words {
    brand: &'static str,
    size: String,
}

fn whole(c: &mut Canvas, disc: &Disc, words: &Words, (x, y): (f64, f64)) {
    let d = circle(x, y, disc.r);
    c.at(22.0, 34.0, |c| soft_fill(c, &d, "#0b0908", 22.0, 0.42));
    c.at(x, y, |c| {
        face(c, disc);
        print(c, disc, words);
    });
}

/// Tilted on a stand.
fn mounted(c: &mut Canvas, disc: &Disc, words: &Words, pair: bool) {
    stand(c, (600.0, 640.0));
    let tilt = Matrix::shift(600.0, 600.0).after(Matrix::turn(-13.0)).after(Matrix::scale(1.0, 0.40));
    if pair {
        let lower = Matrix::shift(604.0, 664.0).after(Matrix::turn(-11.0)).after(Matrix::scale(1.0, 0.40));
        c.within(lower, |c| {
            edge(c, disc, 14.0);
            face(c, &Disc { light: -30.0, ..*disc });
        });
        c.within(lower, |c| c.circle(0.0, -40.0, disc.r * 0.98, "rgba(0,0,0,0.35)"));
    }
    c.within(tilt, |c| {
        edge(c, disc, 14.0);
        face(c, disc);
        print(c, disc, words);
    });
    c.within(Matrix::shift(600.0, 600.0).after(Matrix::turn(-13.0)), |c| bell_top(c, disc, pair));
}

/// The thin edge below a tilted disc.
fn edge(c: &mut Canvas, disc: &Disc, thick: f64) {
    let (base, ..) = tones(disc.alloy);
    let g = c.linear(
        (-disc.r, 0.0),
        (disc.r, 0.0),
        &[
            (0.0, darker(base, 0.2), 1.0),
            (0.3, lighter(base, 0.6), 1.0),
            (0.6, darker(base, 0.3), 1.0),
            (1.0, darker(base, 0.6), 1.0),
        ],
    );
    c.circle(0.0, thick, disc.r, &g);
}

/// Dome, felt and wing nut in front of a tilted disc.
fn bell_top(c: &mut Canvas, disc: &Disc, clutch: bool) {
    let (base, light, dark) = tones(disc.alloy);
    let r = disc.r * 0.20;
    let dome = format!(
        "M{:.1} 0C{:.1} {:.1} {:.1} {:.1} 0 {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} 0A{r:.1} {:.1} 0 0 1 {:.1} 0Z",
        -r,
        -r * 0.9,
        -r * 0.46,
        -r * 0.5,
        -r * 0.62,
        -r * 0.62,
        r * 0.5,
        -r * 0.62,
        r * 0.9,
        -r * 0.46,
        r,
        r * 0.4,
        -r
    );
    let g = c.linear(
        (-r, -r * 0.4),
        (r, r * 0.4),
        &[
            (0.0, base, 1.0),
            (0.22, lighter(light, 0.7), 1.0),
            (0.42, base, 1.0),
            (0.66, dark, 1.0),
            (0.85, base, 1.0),
            (1.0, darker(dark, 0.3), 1.0),
        ],
    );
    c.fill(&dome, &g);
    c.rect(-24.0, -r * 0.62 - 24.0, 48.0, 30.0, 7.0, "#22211f");
    c.rect(-24.0, -r * 0.62 - 24.0, 16.0, 30.0, 7.0, "rgba(255,255,255,0.10)");
    let chrome = c.linear(
        (-12.0, 0.0),
        (12.0, 0.0),
        &[(0.0, 0x6A6F74, 1.0), (0.3, 0xF6F8F9, 1.0), (0.6, 0x9A9FA4, 1.0), (1.0, 0x44484C, 1.0)],
    );
    let up = -r * 0.62 - 24.0;
    if clutch {
        c.rect(-7.0, up - 250.0, 14.0, 260.0, 4.0, &chrome);
        c.rect(-20.0, up - 40.0, 40.0, 34.0, 6.0, &chrome);
        c.rect(-15.0, up - 66.0, 30.0, 24.0, 5.0, &chrome);
        c.rect(14.0, up - 60.0, 40.0, 12.0, 6.0, &chrome);
    } else {
        c.rect(-6.0, up - 40.0, 12.0, 44.0, 3.0, &chrome);
        c.fill(&format!("M-10 {:.1}C-40 {:.1} -56 {:.1} -40 {:.1}C-28 {:.1} -16 {:.1} 0 {:.1}C16 {:.1} 28 {:.1} 40 {:.1}C56 {:.1} 40 {:.1} 10 {:.1}Z", up - 2.0, up - 8.0, up - 34.0, up - 42.0, up - 44.0, up - 24.0, up - 22.0, up - 24.0, up - 44.0, up - 42.0, up - 34.0, up - 8.0, up - 2.0), &chrome);
    }
}

fn stand(c: &mut Canvas, (x, y): (f64, f64)) {
    pool(c, (x + 20.0, 1150.0), (260.0, 34.0), 0.5);
    let chrome = |c: &mut Canvas, w: f64| {
        c.linear(
            (x - w, 0.0),
            (x + w, 0.0),
            &[
                (0.0, 0x565B60, 1.0),
                (0.25, 0xF8FAFB, 1.0),
                (0.5, 0xA6ACB1, 1.0),
                (0.7, 0x5C6166, 1.0),
                (0.85, 0xB6BBC0, 1.0),
                (1.0, 0x3B3F43, 1.0),
            ],
        )
    };
    let g = chrome(c, 14.0);
    c.rect(x - 14.0, y, 28.0, 330.0, 4.0, &g);
    let g = chrome(c, 21.0);
    c.rect(x - 21.0, y + 300.0, 42.0, 300.0, 5.0, &g);
    c.rect(x - 30.0, y + 286.0, 60.0, 46.0, 9.0, &g);
    c.rect(x + 22.0, y + 296.0, 54.0, 20.0, 9.0, "#b9bec3");
}

const fn tones(alloy: Alloy) -> (Rgb, Rgb, Rgb) {
    match alloy {
        Alloy::Brilliant => (0xD9A94B, 0xFFE9AE, 0x8A5A16),
        Alloy::Traditional => (0xC39342, 0xEFD391, 0x7A5018),
        Alloy::Dark => (0x8C6A3A, 0xC7A468, 0x4A3216),
    }
}

/// A disc around the origin, seen face on.
pub(super) fn face(c: &mut Canvas, disc: &Disc) {
    let (base, light, dark) = tones(disc.alloy);
    let r = disc.r;
    let body = c.radial(
        (-r * 0.25, -r * 0.3),
        r * 1.4,
        &[(0.0, lighter(base, 0.25), 1.0), (0.5, base, 1.0), (1.0, mix(base, dark, 0.55), 1.0)],
    );
    c.circle(0.0, 0.0, r, &body);
    let polished = disc.alloy == Alloy::Brilliant;
    sheen(c, disc, if polished { 1.0 } else { 0.62 });
    rings(c, r, polished, disc.seed);
    if disc.alloy == Alloy::Dark || disc.kind == CymbalKind::China {
        hammered(c, r, dark, light, disc.seed);
    }
    if disc.kind == CymbalKind::China {
        // The turned-up flange.
        let g = c.linear((-r, -r), (r, r), &[(0.0, dark, 0.75), (0.4, dark, 0.2), (0.6, WHITE, 0.15), (1.0, WHITE, 0.55)]);
        c.ring(0.0, 0.0, r * 0.905, &g, r * 0.19);
        c.ring(0.0, 0.0, r * 0.81, "rgba(40,22,4,0.55)", r * 0.012);
        c.ring(0.0, 0.0, r * 0.80, "rgba(255,240,200,0.55)", r * 0.008);
    }
    bell(c, disc);
    let rim = c.linear(
        (-r * 0.7, -r * 0.7),
        (r * 0.7, r * 0.7),
        &[(0.0, lighter(light, 0.6), 1.0), (0.5, dark, 0.8), (1.0, darker(dark, 0.4), 1.0)],
    );
    c.ring(0.0, 0.0, r - 1.2, &rim, (r * 0.007).max(1.4));
}

/// Lathed metal throws light in opposite fans.
fn sheen(c: &mut Canvas, disc: &Disc, strength: f64) {
    let r = disc.r * 0.997;
    let steps = 120;
    let step = std::f64::consts::TAU / f64::from(steps);
    for k in 0..steps {
        let a = f64::from(k) * step;
        let from = a - disc.light.to_radians();
        let main = from.cos().abs().powi(14);
        let second = (from - 0.62).cos().abs().powi(26) * 0.55;
        let third = (from + 0.85).cos().abs().powi(40) * 0.45;
        let bright = main.max(second).max(third);
        let shade = from.sin().abs().powi(6);
        let wedge = lines(&[
            (0.0, 0.0),
            (r * a.cos(), r * a.sin()),
            (r * (a + step * 0.5).cos() * 1.0003, r * (a + step * 0.5).sin() * 1.0003),
            (r * (a + step * 1.08).cos(), r * (a + step * 1.08).sin()),
        ]);
        if bright > 0.03 {
            c.fill_a(&wedge, "#fff6da", bright * 0.62 * strength);
        }
        if shade > 0.05 {
            c.fill_a(&wedge, "#3a2206", shade * 0.36 * strength);
        }
    }
}

fn rings(c: &mut Canvas, r: f64, polished: bool, seed: u64) {
    let mut rng = Rng::new(seed ^ 0x717);
    let mut at = r * 0.24;
    while at < r * 0.985 {
        let gap = rng.range(2.2, 6.0);
        let alpha = rng.range(0.04, if polished { 0.13 } else { 0.24 });
        let paint = if rng.chance(55) { format!("rgba(60,34,6,{alpha:.2})") } else { format!("rgba(255,244,208,{alpha:.2})") };
        c.ring(0.0, 0.0, at, &paint, rng.range(0.7, 1.8));
        at += gap;
    }
    for share in [0.44, 0.66, 0.86] {
        c.ring(0.0, 0.0, r * share, "rgba(50,28,6,0.18)", 2.4);
        c.ring(0.0, 0.0, r * share + 2.4, "rgba(255,244,210,0.18)", 1.6);
    }
}

fn hammered(c: &mut Canvas, r: f64, dark: Rgb, light: Rgb, seed: u64) {
    let mut rng = Rng::new(seed ^ 0x4A44);
    let (mut low, mut high) = (String::new(), String::new());
    for _ in 0..170 {
        let (a, at) = (rng.range(0.0, std::f64::consts::TAU), r * rng.range(0.27, 0.95));
        let (x, y, s) = (at * a.cos(), at * a.sin(), rng.range(4.0, 9.0));
        low.push_str(&circle(x, y, s));
        high.push_str(&circle(x + s * 0.25, y + s * 0.3, s * 0.66));
    }
    c.fill_a(&low, &css(dark), 0.20);
    c.fill_a(&high, &css(light), 0.13);
}

fn bell(c: &mut Canvas, disc: &Disc) {
    let (base, light, dark) = tones(disc.alloy);
    let r = disc.r * if disc.kind == CymbalKind::Ride { 0.205 } else { 0.185 };
    let ring = c.linear((-r, -r), (r, r), &[(0.0, dark, 0.9), (0.5, dark, 0.2), (1.0, lighter(light, 0.4), 0.9)]);
    c.circle(0.0, 0.0, r * 1.10, &ring);
    let dome = c.radial(
        (-r * 0.35, -r * 0.4),
        r * 1.5,
        &[(0.0, lighter(light, 0.7), 1.0), (0.25, lighter(base, 0.25), 1.0), (0.65, base, 1.0), (1.0, dark, 1.0)],
    );
    c.circle(0.0, 0.0, r, &dome);
    for k in 1..6 {
        c.ring(0.0, 0.0, r * f64::from(k) / 6.0, "rgba(60,34,6,0.14)", 1.0);
    }
    let glint = c.radial((r * 0.42, r * 0.46), r * 0.5, &[(0.0, WHITE, 0.5), (1.0, WHITE, 0.0)]);
    c.circle(r * 0.42, r * 0.46, r * 0.5, &glint);
    c.circle(0.0, 0.0, r * 0.13, "#17120b");
    c.ring(0.0, 0.0, r * 0.15, "rgba(255,236,180,0.6)", r * 0.03);
}

fn print(c: &mut Canvas, disc: &Disc, words: &Words) {
    let r = disc.r;
    let ink = "rgba(22,14,4,0.86)";
    fit(c, words.brand, Lettering::Serif, (0.0, r * 0.60, Anchor::Middle), (r * 0.135, r * 0.62), ink);
    fit(c, &words.size, Lettering::Narrow, (0.0, r * 0.71, Anchor::Middle), (r * 0.068, r * 0.3), ink);
}
