//! Parts that many products share: knobs, sockets, lamps, screens, tubes.

use super::canvas::{Canvas, Matrix};
use super::color::{BLACK, WHITE, brightness, css, darker, lighter, mix};
use super::lettering::{Anchor, fit};
use super::outline::{circle, lines, rounded_rect};
use super::solid::Solid;
use super::surface::{polished, soft_fill};
use crate::finish::Rgb;
use crate::look::{Lettering, Metal};

/// The walls under the top of a box whose edges are rounded like `outline`, a path on the top.
pub(super) fn extrude(c: &mut Canvas, b: &Solid, outline: &str, color: Rgb) {
    let (w, d) = (b.w, b.d);
    let wall = c.linear(
        (0.0, d),
        (w, d * 0.4),
        &[
            (0.0, lighter(color, 0.10), 1.0),
            (0.06, darker(color, 0.10), 1.0),
            (0.7, darker(color, 0.34), 1.0),
            (1.0, darker(color, 0.62), 1.0),
        ],
    );
    let (top, foot) = (b.project(0.0, b.h / 2.0, 0.0), b.project(0.0, -b.h / 2.0, 0.0));
    let fall = foot.1 - top.1;
    let steps = (fall / 1.6).ceil().max(1.0);
    let mut k = steps;
    while k > 0.0 {
        c.within(Matrix::shift(0.0, fall * k / steps).after(b.top()), |c| c.fill(outline, &wall));
        k -= 1.0;
    }
}

/// A round knob of radius `r` in one colour, its line at `turn` degrees from upright.
pub(super) fn knob(c: &mut Canvas, (x, y): (f64, f64), r: f64, color: Rgb, turn: f64) {
    let shade = c.radial((x + r * 0.3, y + r * 0.45), r * 1.5, &[(0.0, BLACK, 0.7), (0.6, BLACK, 0.42), (1.0, BLACK, 0.0)]);
    c.circle(x + r * 0.3, y + r * 0.45, r * 1.5, &shade);
    let skirt = c.linear(
        (x - r, y - r),
        (x + r, y + r),
        &[(0.0, lighter(color, 0.40), 1.0), (0.5, color, 1.0), (1.0, darker(color, 0.6), 1.0)],
    );
    c.circle(x, y, r, &skirt);
    let mut ribs = String::new();
    for k in 0..24 {
        let (s, co) = (f64::from(k) * 15.0_f64).to_radians().sin_cos();
        ribs.push_str(&format!(
            "M{:.2} {:.2}L{:.2} {:.2}",
            x + co * r * 0.84,
            y + s * r * 0.84,
            x + co * r * 0.98,
            y + s * r * 0.98
        ));
    }
    c.stroke_a(&ribs, "#000000", r * 0.06, 0.35);
    let cap = c.radial(
        (x - r * 0.3, y - r * 0.36),
        r * 1.25,
        &[(0.0, lighter(color, 0.34), 1.0), (0.55, color, 1.0), (1.0, darker(color, 0.35), 1.0)],
    );
    c.circle(x, y, r * 0.78, &cap);
    c.ring(x, y, r * 0.78, &css(lighter(color, 0.3)), r * 0.04);
    let mark = if brightness(color) > 0.5 { "#1b1b1c" } else { "#f2f0ea" };
    c.within(Matrix::shift(x, y).after(Matrix::turn(turn)), |c| c.rect(-r * 0.07, -r * 0.92, r * 0.14, r * 0.6, r * 0.06, mark));
}

/// Where the knob numbered `i` of a row points.
pub(super) fn setting(i: usize, seed: u64) -> f64 {
    let n = (i as u64 + 1).wrapping_mul(2_654_435_761).wrapping_add(seed) >> 7;
    (n % 200) as f64 - 100.0
}

/// A lit lamp.
pub(super) fn lamp(c: &mut Canvas, (x, y): (f64, f64), r: f64, color: Rgb) {
    let glow = c.radial((x, y), r * 3.4, &[(0.0, color, 0.55), (0.4, color, 0.2), (1.0, color, 0.0)]);
    c.circle(x, y, r * 3.4, &glow);
    let ring = polished(c, Metal::Chrome, (x - r, y - r), (x + r, y + r));
    c.circle(x, y, r * 1.3, &ring);
    let g = c.radial(
        (x - r * 0.3, y - r * 0.3),
        r * 1.2,
        &[(0.0, mix(color, WHITE, 0.75), 1.0), (0.5, color, 1.0), (1.0, darker(color, 0.4), 1.0)],
    );
    c.circle(x, y, r, &g);
}

/// A chromed footswitch seen from above.
pub(super) fn footswitch(c: &mut Canvas, (x, y): (f64, f64), r: f64) {
    c.at(r * 0.25, r * 0.35, |c| soft_fill(c, &circle(x, y, r * 1.1), "#000000", r * 0.22, 0.5));
    let nut: Vec<(f64, f64)> = (0..6)
        .map(|k| (f64::from(k) * 60.0_f64 + 12.0).to_radians())
        .map(|a| (x + a.cos() * r * 1.25, y + a.sin() * r * 1.25))
        .collect();
    let steel = polished(c, Metal::Chrome, (x - r, y - r), (x + r, y + r));
    c.fill(&lines(&nut), &steel);
    c.ring(x, y, r * 0.98, "#44484c", r * 0.08);
    let dome = c.radial(
        (x - r * 0.3, y - r * 0.38),
        r * 1.35,
        &[(0.0, 0xFFFFFF, 1.0), (0.3, 0xD5D9DC, 1.0), (0.7, 0x8D9298, 1.0), (1.0, 0x4B5055, 1.0)],
    );
    c.circle(x, y, r * 0.92, &dome);
    c.ring(x, y, r * 0.62, "#ffffff", r * 0.05);
}

/// A display behind glass: a chain of blocks and meters, no words.
pub(super) fn screen(c: &mut Canvas, (x, y, w, h): (f64, f64, f64, f64), tint: Rgb) {
    c.rect(x - h * 0.05, y - h * 0.05, w + h * 0.1, h * 1.1, h * 0.05, "#050506");
    let glass = c.linear((x, y), (x + w, y + h), &[(0.0, mix(tint, BLACK, 0.70), 1.0), (1.0, mix(tint, BLACK, 0.86), 1.0)]);
    c.rect(x, y, w, h, w * 0.01, &glass);
    let (m, lit) = (h * 0.10, css(lighter(tint, 0.25)));
    c.rect(x + m, y + m, w - 2.0 * m, h * 0.13, h * 0.02, &css(mix(tint, BLACK, 0.45)));
    let count = ((w / h) * 3.4).round().clamp(3.0, 9.0);
    let step = (w - 2.0 * m) / count;
    c.line((x + m, y + h * 0.46), (x + w - m, y + h * 0.46), &lit, h * 0.015);
    let hues = [0xE8B33A, 0xE0563A, 0x4FB4E8, 0x6BCB77, 0xB57BE0];
    let mut i = 0.0;
    while i < count {
        let hue = hues.get(i as usize % hues.len()).copied().unwrap_or(tint);
        let (bx, bw) = (x + m + step * (i + 0.14), step * 0.72);
        c.rect(bx, y + h * 0.32, bw, h * 0.28, h * 0.04, &css(mix(hue, BLACK, 0.15)));
        c.rect(bx + bw * 0.2, y + h * 0.44, bw * 0.6, h * 0.035, 0.0, "#000000");
        c.rect(bx, y + h * 0.72, bw, h * 0.05, h * 0.02, &css(mix(tint, BLACK, 0.35)));
        c.rect(bx, y + h * 0.72, bw * (0.3 + 0.6 * (i * 1.7).sin().abs()), h * 0.05, h * 0.02, &lit);
        i += 1.0;
    }
    let shine =
        c.linear((x, y), (x + w * 0.7, y + h), &[(0.0, WHITE, 0.20), (0.45, WHITE, 0.05), (0.46, WHITE, 0.0), (1.0, WHITE, 0.0)]);
    c.rect(x, y, w, h, w * 0.01, &shine);
}

/// Small print centred at `x`.
pub(super) fn label(c: &mut Canvas, words: &str, (x, y): (f64, f64), (size, most): (f64, f64), color: Rgb) {
    fit(c, words, Lettering::Narrow, (x, y, Anchor::Middle), (size, most), &css(color));
}

/// Ribbed rubber.
pub(super) fn rubber(c: &mut Canvas, (x, y, w, h): (f64, f64, f64, f64), rib: f64, color: Rgb) {
    let d = rounded_rect(x, y, w, h, rib);
    let g =
        c.linear((x, y), (x + w, y + h), &[(0.0, lighter(color, 0.2), 1.0), (0.4, color, 1.0), (1.0, darker(color, 0.4), 1.0)]);
    c.fill(&d, &g);
    let (mut light, mut dark) = (String::new(), String::new());
    let mut at = y + rib;
    while at < y + h - rib * 0.6 {
        light.push_str(&format!("M{:.2} {at:.2}h{:.2}", x + rib, w - 2.0 * rib));
        dark.push_str(&format!("M{:.2} {:.2}h{:.2}", x + rib, at + rib * 0.42, w - 2.0 * rib));
        at += rib;
    }
    c.stroke_a(&dark, "#000000", rib * 0.4, 0.6);
    c.stroke_a(&light, &css(lighter(color, 0.5)), rib * 0.16, 0.55);
}

/// A round bar between two points, lit along its upper left.
pub(super) fn tube(c: &mut Canvas, from: (f64, f64), to: (f64, f64), width: f64, color: Rgb) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let l = dx.hypot(dy).max(1e-6);
    // The normal that points towards the light.
    let (mut nx, mut ny) = (-dy / l, dx / l);
    if nx + ny > 0.0 {
        (nx, ny) = (-nx, -ny);
    }
    let h = width / 2.0;
    let g = c.linear(
        (from.0 + nx * h, from.1 + ny * h),
        (from.0 - nx * h, from.1 - ny * h),
        &[
            (0.0, darker(color, 0.25), 1.0),
            (0.2, lighter(color, 0.2), 1.0),
            (0.34, lighter(color, 0.7), 1.0),
            (0.5, color, 1.0),
            (0.8, darker(color, 0.5), 1.0),
            (1.0, darker(color, 0.35), 1.0),
        ],
    );
    c.stroke(&format!("M{:.2} {:.2}L{:.2} {:.2}", from.0, from.1, to.0, to.1), &g, width);
}

/// A tripod on the floor at `y` with a column up to `top`; `w` is the width of the column.
pub(super) fn tripod(c: &mut Canvas, (x, y, top): (f64, f64, f64), spread: f64, w: f64, color: Rgb) {
    let hub = y - spread * 0.75;
    let pivot = y - spread * 0.30;
    for (dx, dy) in [(-spread, 0.0), (spread, -spread * 0.05), (spread * 0.22, spread * 0.16)] {
        tube(c, (x, pivot), (x + dx * 0.5, y + dy * 0.6 - spread * 0.06), w * 0.34, darker(color, 0.2));
        tube(c, (x, hub), (x + dx, y + dy), w * 0.62, color);
        c.ellipse(x + dx, y + dy, w * 0.72, w * 0.5, "#141415");
    }
    tube(c, (x, y - spread * 0.12), (x, top), w, color);
    for at in [hub, pivot] {
        let g = c.linear(
            (x - w, at),
            (x + w, at),
            &[(0.0, lighter(color, 0.5), 1.0), (0.5, color, 1.0), (1.0, darker(color, 0.6), 1.0)],
        );
        c.rect(x - w * 0.85, at - w * 0.7, w * 1.7, w * 1.5, w * 0.3, &g);
    }
}
