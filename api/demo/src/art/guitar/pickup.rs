//! Pickups, drawn around their own middle with the strings running along y.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::{BLACK, WHITE, darker, lighter};
use super::super::outline::rounded_rect;
use super::super::surface::{Area, bevel, plating, screw};
use super::neck::Neck;
use crate::look::{Metal, Pickup, PickupKind};

/// Draws one pickup at its place.
pub(in crate::art) fn draw(c: &mut Canvas, p: &Pickup, neck: Neck, metal: Metal) {
    let y = neck.bridge_y() - p.from_bridge;
    let n = neck.strings;
    let spread = neck.string_x(n.saturating_sub(1), y) * 2.0;
    let (b, t) = neck.bridge();
    let slant = ((t - b) / (neck.spreads.1 + 12.0)).atan().to_degrees();
    let turn = if p.kind == PickupKind::Slanted { 10.0 } else { slant };
    c.within(Matrix::shift(0.0, y).after(Matrix::turn(turn)), |c| {
        let poles: Vec<f64> = (0..n).map(|i| neck.across(i) * spread / 2.0).collect();
        let w = spread + 20.0;
        match p.kind {
            PickupKind::Single | PickupKind::Slanted => {
                block(c, -w / 2.0, -8.5, w, 17.0, 8.5, p.color, 0.5);
                dots(c, &poles, 0.0, 2.4, metal);
                for x in [-w / 2.0 + 5.0, w / 2.0 - 5.0] {
                    screw(c, x, 0.0, 1.5, metal);
                }
            }
            PickupKind::Lipstick => {
                tube(c, w, 17.0, metal);
            }
            PickupKind::TBridge => {
                c.within(Matrix::turn(12.0), |c| {
                    block(c, -w / 2.0, -10.0, w, 20.0, 10.0, p.color, 0.5);
                    dots(c, &poles, 0.0, 2.4, metal);
                });
            }
            PickupKind::Humbucker => coils(c, w - 2.0, p.color, &poles, metal),
            PickupKind::RingHumbucker => {
                block(c, -w / 2.0 - 10.0, -23.0, w + 20.0, 46.0, 4.0, 0x141415, 0.4);
                coils(c, w - 2.0, p.color, &poles, metal);
                ring_screws(c, w, metal);
            }
            PickupKind::Covered => {
                let ring = if metal == Metal::Chrome { 0xE6DABD } else { 0x141415 };
                block(c, -w / 2.0 - 9.0, -22.5, w + 18.0, 45.0, 4.0, ring, 0.45);
                cover(c, w - 3.0, 36.0, p.color);
                dots(c, &poles, -9.5, 2.3, metal);
                ring_screws(c, w, metal);
            }
            PickupKind::Active => {
                block(c, -w / 2.0, -19.0, w, 38.0, 4.5, p.color, 0.5);
                c.rect(-w / 2.0 + 6.0, 10.5, 16.0, 2.0, 1.0, "rgba(230,230,226,0.55)");
                c.rect(-w / 2.0 + 6.0, 13.8, 10.0, 1.1, 0.5, "rgba(230,230,226,0.35)");
            }
            PickupKind::Wide => {
                block(c, -w / 2.0 - 9.0, -24.0, w + 18.0, 48.0, 7.0, p.color, 0.55);
                dots(c, &poles, 0.0, 2.4, metal);
                for x in [-w / 2.0 - 1.0, w / 2.0 + 1.0] {
                    screw(c, x, -16.0, 1.7, metal);
                    screw(c, x, 16.0, 1.7, metal);
                }
            }
            PickupKind::Split => split(c, spread, p.color, &poles, metal),
            PickupKind::JSingle => {
                block(c, -w / 2.0 - 5.0, -9.5, w + 10.0, 19.0, 4.0, p.color, 0.5);
                pairs(c, &poles, metal);
                for (x, y) in [(-w / 2.0 - 0.5, -4.0), (w / 2.0 + 0.5, 4.0)] {
                    screw(c, x, y, 1.5, metal);
                }
            }
            PickupKind::BassHumbucker => {
                block(c, -w / 2.0 - 4.0, -24.0, w + 8.0, 48.0, 5.0, p.color, 0.55);
                for y in [-11.0, 11.0] {
                    dots(c, &poles, y, 4.6, metal);
                }
            }
            PickupKind::Soapbar => {
                block(c, -w / 2.0 - 8.0, -17.0, w + 16.0, 34.0, 6.0, p.color, 0.5);
                for x in [-w / 2.0 - 1.0, w / 2.0 + 1.0] {
                    screw(c, x, 0.0, 1.8, Metal::Black);
                }
            }
            PickupKind::Toaster => {
                block(c, -w / 2.0 - 4.0, -19.0, w + 8.0, 38.0, 3.0, 0x161617, 0.5);
                cover(c, w, 31.0, p.color);
                for y in [-5.5, 5.5] {
                    c.rect(-w / 2.0 + 8.0, y - 2.4, w - 16.0, 4.8, 2.0, "#141415");
                }
            }
        }
    });
}

/// A moulded block with a shadow and lit edges.
#[expect(clippy::too_many_arguments, reason = "a rectangle and its look")]
fn block(c: &mut Canvas, x: f64, y: f64, w: f64, h: f64, r: f64, color: u32, edge: f64) {
    c.fill_a(&rounded_rect(x + 1.0, y + 1.8, w, h, r), "#000", 0.45);
    let d = rounded_rect(x, y, w, h, r);
    let g = c.linear(
        (x, y),
        (x + w * 0.6, y + h * 1.4),
        &[(0.0, lighter(color, 0.22), 1.0), (0.45, color, 1.0), (1.0, darker(color, 0.30), 1.0)],
    );
    c.fill(&d, &g);
    let rim = c.linear((x, y), (x, y + h), &[(0.0, WHITE, edge), (0.3, WHITE, 0.0), (0.75, BLACK, 0.0), (1.0, BLACK, edge)]);
    c.stroke(&rounded_rect(x + 0.6, y + 0.6, w - 1.2, h - 1.2, r - 0.6), &rim, 1.1);
}

fn dots(c: &mut Canvas, poles: &[f64], y: f64, r: f64, metal: Metal) {
    let (light, middle, dark) = plating(metal);
    for &x in poles {
        let g = c.radial((x - r * 0.4, y - r * 0.45), r * 1.6, &[(0.0, light, 1.0), (0.55, middle, 1.0), (1.0, dark, 1.0)]);
        c.circle(x, y, r + 0.4, "rgba(0,0,0,0.5)");
        c.circle(x, y, r, &g);
    }
}

fn pairs(c: &mut Canvas, poles: &[f64], metal: Metal) {
    let both: Vec<f64> = poles.iter().flat_map(|x| [x - 3.6, x + 3.6]).collect();
    dots(c, &both, 0.0, 2.3, metal);
}

fn coils(c: &mut Canvas, w: f64, color: u32, poles: &[f64], metal: Metal) {
    for (y, row) in [(-18.5, true), (0.5, false)] {
        block(c, -w / 2.0, y, w, 18.0, 8.0, color, 0.45);
        dots(c, poles, y + 9.0, if row { 2.5 } else { 2.1 }, metal);
        if !row {
            for x in poles {
                c.line((x - 1.4, y + 9.0), (x + 1.4, y + 9.0), "#222", 0.5);
            }
        }
    }
}

fn cover(c: &mut Canvas, w: f64, h: f64, color: u32) {
    let d = rounded_rect(-w / 2.0, -h / 2.0, w, h, 4.0);
    c.fill_a(&rounded_rect(-w / 2.0 + 1.0, -h / 2.0 + 1.6, w, h, 4.0), "#000", 0.5);
    let g = c.linear(
        (-w / 2.0, -h),
        (w / 2.0, h),
        &[
            (0.0, lighter(color, 0.5), 1.0),
            (0.25, color, 1.0),
            (0.45, lighter(color, 0.75), 1.0),
            (0.58, darker(color, 0.22), 1.0),
            (0.8, lighter(color, 0.2), 1.0),
            (1.0, darker(color, 0.45), 1.0),
        ],
    );
    c.fill(&d, &g);
    bevel(c, &d, Area::new(-w / 2.0, -h / 2.0, w / 2.0, h / 2.0), 3.0, 0.9);
}

fn tube(c: &mut Canvas, w: f64, h: f64, metal: Metal) {
    let (light, middle, dark) = plating(metal);
    let d = rounded_rect(-w / 2.0, -h / 2.0, w, h, h / 2.0);
    c.fill_a(&rounded_rect(-w / 2.0 + 0.8, -h / 2.0 + 1.8, w, h, h / 2.0), "#000", 0.4);
    let g = c.linear(
        (0.0, -h / 2.0),
        (0.0, h / 2.0),
        &[(0.0, middle, 1.0), (0.28, light, 1.0), (0.55, middle, 1.0), (1.0, dark, 1.0)],
    );
    c.fill(&d, &g);
    for x in [-w / 2.0 + 6.0, w / 2.0 - 6.0] {
        screw(c, x, 0.0, 1.5, metal);
    }
}

fn ring_screws(c: &mut Canvas, w: f64, metal: Metal) {
    for x in [-w / 2.0 - 6.0, w / 2.0 + 6.0] {
        for y in [-18.5, 18.5] {
            screw(c, x, y, 1.5, metal);
        }
    }
}

/// Two half-length coils, staggered.
fn split(c: &mut Canvas, spread: f64, color: u32, poles: &[f64], metal: Metal) {
    let half = poles.len() / 2;
    let w = spread / 2.0 + 17.0;
    for (part, x, y) in [(0, -w + 1.5, -29.0), (1, -1.5, 1.0)] {
        block(c, x, y, w, 28.0, 5.0, color, 0.5);
        let own: Vec<f64> =
            poles.iter().copied().enumerate().filter(|(i, _)| (*i >= half) == (part == 1)).map(|(_, p)| p).collect();
        let both: Vec<f64> = own.iter().flat_map(|p| [p - 4.0, p + 4.0]).collect();
        dots(c, &both, y + 14.0, 2.4, metal);
        screw(c, x + 3.6, y + 14.0, 1.5, metal);
        screw(c, x + w - 3.6, y + 14.0, 1.5, metal);
    }
}
