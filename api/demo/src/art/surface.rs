//! Surfaces: lacquer, wood, metal; light and shadow upon them.

use super::canvas::{Canvas, Matrix};
use super::color::{BLACK, WHITE, brightness, css, darker, lighter, mix};
use super::outline::{circle, open};
use crate::finish::{Finish, Rgb, Wood};
use crate::look::Metal;
use crate::rng::Rng;

/// Left, top, right, bottom of what is painted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) x0: f64,
    pub(super) y0: f64,
    pub(super) x1: f64,
    pub(super) y1: f64,
}

impl Area {
    pub(super) const fn new(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Self { x0, y0, x1, y1 }
    }

    pub(super) fn width(self) -> f64 {
        self.x1 - self.x0
    }

    pub(super) fn height(self) -> f64 {
        self.y1 - self.y0
    }

    fn size(self) -> f64 {
        self.width().hypot(self.height())
    }
}

/// The main colour of a finish.
pub(super) fn tone(finish: Finish) -> Rgb {
    match finish {
        Finish::Solid(c) | Finish::Metallic(c) | Finish::Sparkle(c) | Finish::Metal(c) => c,
        Finish::Natural(wood) => wood_colors(wood).0,
        Finish::Stain(wood, c) => mix(wood_colors(wood).0, c, 0.82),
        Finish::Burst { center, .. } => center,
    }
}

/// Base and line colour of a wood.
pub(super) const fn wood_colors(wood: Wood) -> (Rgb, Rgb) {
    match wood {
        Wood::Spruce => (0xE3BE82, 0xB98848),
        Wood::Cedar => (0xB9763F, 0x8A4E25),
        Wood::Alder => (0xC08A52, 0x8F5C30),
        Wood::Ash => (0xDDBE8C, 0xA57B45),
        Wood::Maple => (0xE4C796, 0xC49C62),
        Wood::FlamedMaple => (0xD9B276, 0x9A6B33),
        Wood::Mahogany => (0x7A4326, 0x4A2413),
        Wood::Korina => (0xC79A55, 0x94692F),
        Wood::Rosewood => (0x4A2A1D, 0x25120C),
        Wood::Ebony => (0x241D1A, 0x120D0B),
        Wood::Birch => (0xD6B483, 0xB08A57),
        Wood::Koa => (0xA9692F, 0x6E3C17),
    }
}

/// Fills the outline `d` with a finish, grain along y, without edge light.
pub(super) fn paint(c: &mut Canvas, d: &str, area: Area, finish: Finish, seed: u64) {
    c.clipped(d, |c| paint_in(c, d, area, finish, seed));
}

/// [`paint`] for where the outline clips already.
pub(super) fn paint_in(c: &mut Canvas, d: &str, area: Area, finish: Finish, seed: u64) {
    match finish {
        Finish::Solid(color) => {
            let g = lacquer(c, area, color, 0.16, 0.30);
            c.fill(d, &g);
        }
        Finish::Metallic(color) => {
            let g = lacquer(c, area, color, 0.40, 0.42);
            c.fill(d, &g);
            flakes(c, area, lighter(color, 0.7), 420, 0.5, seed);
        }
        Finish::Sparkle(color) => {
            let g = lacquer(c, area, color, 0.22, 0.45);
            c.fill(d, &g);
            flakes(c, area, lighter(color, 0.75), 900, 0.9, seed);
            flakes(c, area, lighter(color, 0.35), 700, 1.1, seed + 1);
        }
        Finish::Natural(wood) => {
            grain_in(c, d, area, wood, None, seed);
        }
        Finish::Stain(wood, color) => {
            grain_in(c, d, area, wood, Some(color), seed);
        }
        Finish::Burst { wood, center, edge } => {
            grain_in(c, d, area, wood, Some(center), seed);
            rim(c, d, area, center, edge);
        }
        Finish::Metal(color) => {
            let g = c.linear(
                (area.x0, area.y0),
                (area.x1, area.y0 + area.height() * 0.25),
                &[
                    (0.0, lighter(color, 0.55), 1.0),
                    (0.18, color, 1.0),
                    (0.34, lighter(color, 0.75), 1.0),
                    (0.52, darker(color, 0.45), 1.0),
                    (0.72, lighter(color, 0.25), 1.0),
                    (1.0, darker(color, 0.55), 1.0),
                ],
            );
            c.fill(d, &g);
        }
    }
}

/// Light from the upper left over one colour.
pub(super) fn lacquer(c: &mut Canvas, area: Area, color: Rgb, light: f64, dark: f64) -> String {
    // A black guitar still has to show its form, a white one its shade.
    let b = brightness(color);
    let light = if b < 0.2 { light * 0.9 } else { light };
    let dark = if b > 0.75 { dark * 0.62 } else { dark };
    c.radial(
        (area.x0 + area.width() * 0.28, area.y0 + area.height() * 0.22),
        area.size() * 0.95,
        &[(0.0, lighter(color, light), 1.0), (0.32, color, 1.0), (1.0, darker(color, dark), 1.0)],
    )
}

fn flakes(c: &mut Canvas, area: Area, color: Rgb, count: u32, size: f64, seed: u64) {
    let mut rng = Rng::new(seed ^ 0xF1A6);
    let paint = css(color);
    {
        {
            let mut dots = String::new();
            for _ in 0..count {
                let (x, y) = (rng.range(area.x0, area.x1), rng.range(area.y0, area.y1));
                dots.push_str(&circle(x, y, rng.range(0.25, 0.7) * size));
            }
            c.fill_a(&dots, &paint, 0.5);
        }
    }
}

/// The dark rim of a sunburst: it follows the outline, as a spray gun does.
fn rim(c: &mut Canvas, d: &str, area: Area, center: Rgb, edge: Rgb) {
    let reach = area.width().min(area.height());
    // Amber passes through red on its way to brown; other colours just deepen.
    let between = if (center >> 16) > (center & 0xFF) { mix(edge, 0x962A08, 0.62) } else { mix(center, edge, 0.6) };
    let (dark, warm) = (css(edge), css(between));
    {
        soft_stroke(c, d, &warm, reach * 0.24, reach * 0.25, 0.86);
        soft_stroke(c, d, &dark, reach * 0.11, reach * 0.18, 0.985);
    }
}

/// A stroke `width` wide whose edges fade over `soft` to either side, `alpha` in the middle.
///
/// Many thin layers look like a blur and cost a fraction of one.
pub(super) fn soft_stroke(c: &mut Canvas, d: &str, paint: &str, width: f64, soft: f64, alpha: f64) {
    let layers = (soft * 0.5).clamp(5.0, 30.0).round();
    let each = 1.0 - (1.0 - alpha.min(0.995)).powf(1.0 / layers);
    let mut k = 0.5;
    while k < layers {
        let slope = 1.0 - 2.0 * smooth_place(k / layers);
        c.stroke_a(d, paint, (width + slope * soft).max(0.4), each);
        k += 1.0;
    }
}

/// The outline filled, with an edge that fades outwards over about `sigma`·2.
pub(super) fn soft_fill(c: &mut Canvas, d: &str, paint: &str, sigma: f64, alpha: f64) {
    let layers = 22;
    let each = 1.0 - (1.0 - alpha.min(0.99)).powf(1.0 / f64::from(layers));
    for k in 0..layers {
        let reach = sigma * 2.3 * (1.0 - smooth_place((f64::from(k) + 0.5) / f64::from(layers)));
        c.fill_stroke(d, paint, reach * 2.0, each);
    }
}

/// Where, between 0 and 1, an S-shaped slope has risen to `share`: layers at equal steps of
/// `share` add up to that slope.
fn smooth_place(share: f64) -> f64 {
    0.5 - ((1.0 - 2.0 * share).asin() / 3.0).sin()
}

/// Wood with its figure, grain along y; `stain` colours it transparently.
pub(super) fn grain(c: &mut Canvas, d: &str, area: Area, wood: Wood, stain: Option<Rgb>, seed: u64) {
    c.clipped(d, |c| grain_in(c, d, area, wood, stain, seed));
}

fn grain_in(c: &mut Canvas, d: &str, area: Area, wood: Wood, stain: Option<Rgb>, seed: u64) {
    let (base, dark) = wood_colors(wood);
    let (base, dark) = match stain {
        Some(color) => (mix(base, color, 0.86), mix(darker(color, 0.55), dark, 0.22)),
        None => (base, dark),
    };
    let fill = lacquer(c, area, base, 0.20, 0.34);
    c.fill(d, &fill);
    let mut rng = Rng::new(seed ^ 0x600D);
    match wood {
        Wood::FlamedMaple => {
            fibres(c, area, dark, &mut rng, 60, 0.10, 0.6);
            flame(c, area, dark, lighter(base, 0.45), &mut rng);
        }
        Wood::Ash | Wood::Korina | Wood::Koa => {
            fibres(c, area, dark, &mut rng, 54, 0.20, 1.0);
            cathedral(c, area, dark, &mut rng);
        }
        Wood::Mahogany | Wood::Cedar | Wood::Alder => {
            fibres(c, area, dark, &mut rng, 64, 0.16, 0.8);
            pores(c, area, dark, &mut rng, 240);
        }
        Wood::Rosewood | Wood::Ebony => fibres(c, area, dark, &mut rng, 70, 0.38, 1.2),
        Wood::Spruce => fibres(c, area, dark, &mut rng, 110, 0.26, 0.5),
        Wood::Maple | Wood::Birch => fibres(c, area, dark, &mut rng, 58, 0.13, 0.8),
    }
}

/// Long, slightly wandering lines.
fn fibres(c: &mut Canvas, area: Area, color: Rgb, rng: &mut Rng, count: u32, alpha: f64, width: f64) {
    let paint = css(color);
    let step = area.width() / f64::from(count);
    // One wander shared by neighbours, as in a real board, plus a little of their own.
    let bend: Vec<f64> = (0..6).map(|_| rng.range(-1.0, 1.0) * area.width() * 0.025).collect();
    for i in 0..count {
        let x = area.x0 + step * (f64::from(i) + rng.range(0.1, 0.9));
        let points: Vec<(f64, f64)> = bend
            .iter()
            .enumerate()
            .map(|(k, b)| {
                let y = area.y0 + area.height() * (k as f64) / 5.0;
                (x + b + rng.range(-0.4, 0.4) * step, y)
            })
            .collect();
        let a = alpha * rng.range(0.35, 1.25);
        c.stroke_a(&open(&points), &paint, width * rng.range(0.5, 1.6), a.min(1.0));
    }
}

/// Nested arches of a flat-sawn board.
fn cathedral(c: &mut Canvas, area: Area, color: Rgb, rng: &mut Rng) {
    let paint = css(color);
    let (w, h) = (area.width(), area.height());
    let axis = area.x0 + w * rng.range(0.40, 0.62);
    for i in 0..11 {
        let half = w * (0.02 + 0.032 * f64::from(i)) * rng.range(0.95, 1.1);
        let top = area.y0 + h * (0.18 + 0.075 * f64::from(i)) + rng.range(-6.0, 6.0);
        let lean = rng.range(-0.02, 0.02) * w;
        let points = [
            (axis - half * 1.5, area.y1 + h * 0.2),
            (axis - half * 1.05 + lean, area.y1 - h * 0.15),
            (axis - half * 0.7, top + h * 0.16),
            (axis + lean, top),
            (axis + half * 0.72, top + h * 0.17),
            (axis + half * 1.1 + lean, area.y1 - h * 0.13),
            (axis + half * 1.55, area.y1 + h * 0.2),
        ];
        c.stroke_a(&open(&points), &paint, rng.range(0.8, 2.2), rng.range(0.16, 0.40));
    }
}

/// Short dark pores.
fn pores(c: &mut Canvas, area: Area, color: Rgb, rng: &mut Rng, count: u32) {
    let mut d = String::new();
    for _ in 0..count {
        let (x, y) = (rng.range(area.x0, area.x1), rng.range(area.y0, area.y1));
        let length = rng.range(4.0, 16.0);
        d.push_str(&format!("M{x:.1} {y:.1}l{:.1} {length:.1}", rng.range(-0.6, 0.6)));
    }
    c.stroke_a(&d, &css(color), 0.7, 0.30);
}

/// Tiger stripes across the grain, mirrored at the centre joint.
fn flame(c: &mut Canvas, area: Area, dark: Rgb, light: Rgb, rng: &mut Rng) {
    let middle = f64::midpoint(area.x0, area.x1);
    let half = area.width() / 2.0 + 4.0;
    let mut stripes: Vec<(String, f64, f64, bool)> = Vec::new();
    let mut y = area.y0 - 30.0;
    let mut lit = false;
    while y < area.y1 + 50.0 {
        let thick = rng.range(2.2, 5.6);
        let slope = rng.range(16.0, 30.0);
        // A stripe seldom runs the whole way: it fades in and out.
        let (from, to) = (rng.range(-0.1, 0.35), rng.range(0.55, 1.1));
        let points: Vec<(f64, f64)> = (0..=5)
            .map(|k| {
                let t = from + (to - from) * f64::from(k) / 5.0;
                (t.max(0.0) * half, -t * slope + rng.range(-2.2, 2.2))
            })
            .collect();
        stripes.push((shift_open(&points, y), thick, rng.range(0.20, 0.46), lit));
        y += thick * rng.range(0.55, 1.15);
        lit = !lit;
    }
    let (dark, light) = (css(dark), css(light));
    for side in [1.0, -1.0] {
        c.within(Matrix([side, 0.0, 0.0, 1.0, middle, 0.0]), |c| {
            for (d, thick, alpha, lit) in &stripes {
                let (paint, alpha) = if *lit { (&light, alpha * 0.62) } else { (&dark, *alpha) };
                for (wide, share) in [(1.9, 0.30), (1.15, 0.36), (0.5, 0.42)] {
                    c.stroke_a(d, paint, thick * wide, alpha * share);
                }
            }
        });
    }
    c.stroke_a(&format!("M{middle:.1} {:.1}V{:.1}", area.y0, area.y1), &dark, 0.5, 0.35);
}

fn shift_open(points: &[(f64, f64)], y: f64) -> String {
    let moved: Vec<(f64, f64)> = points.iter().map(|p| (p.0, p.1 + y)).collect();
    open(&moved)
}

/// Rounded edge: light at the upper left, shade at the lower right, inside the outline.
pub(super) fn bevel(c: &mut Canvas, d: &str, area: Area, width: f64, strength: f64) {
    c.clipped(d, |c| bevel_in(c, d, area, width, strength));
}

/// [`bevel`] for where the outline clips already.
pub(super) fn bevel_in(c: &mut Canvas, d: &str, area: Area, width: f64, strength: f64) {
    let (from, to) = ((area.x0, area.y0), (area.x0 + area.width() * 0.9, area.y0 + area.height() * 0.9));
    let light = c.linear(
        from,
        to,
        &[(0.0, WHITE, 0.62 * strength), (0.25, WHITE, 0.30 * strength), (0.50, WHITE, 0.0), (1.0, WHITE, 0.0)],
    );
    let shade = c.linear(
        from,
        to,
        &[(0.0, BLACK, 0.0), (0.42, BLACK, 0.0), (0.68, BLACK, 0.34 * strength), (1.0, BLACK, 0.78 * strength)],
    );
    soft_stroke(c, d, &shade, width * 1.1, width * 1.1, 1.0);
    // The light is a narrow reflection a little inside the edge.
    soft_stroke(c, d, &light, width * 0.30, width * 0.34, 0.55);
    c.stroke_a(d, &light, width * 0.14, 0.8);
}

/// A broad soft reflection of the light over a glossy body.
pub(super) fn gloss(c: &mut Canvas, d: &str, area: Area, strength: f64) {
    c.clipped(d, |c| gloss_in(c, area, strength));
}

/// [`gloss`] for where the outline clips already.
pub(super) fn gloss_in(c: &mut Canvas, area: Area, strength: f64) {
    let (w, h) = (area.width(), area.height());
    let sheen = c.linear(
        (area.x0, area.y0),
        (area.x0 + w * 0.80, area.y0 + h * 0.56),
        &[(0.0, WHITE, 0.13 * strength), (0.5, WHITE, 0.065 * strength), (1.0, WHITE, 0.0)],
    );
    let (x, y) = (area.x0, area.y0);
    let streak = format!(
        "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z",
        x - w * 0.1,
        y + h * 0.66,
        x + w * 0.16,
        y + h * 0.56,
        x + w * 0.46,
        y + h * 0.34,
        x + w * 0.72,
        y - h * 0.08,
        x - w * 0.2,
        y - h * 0.1,
        x - w * 0.2,
        y + h * 0.66
    );
    c.fill(&streak, &sheen);
}

/// A shadow thrown by the outline, moved by (dx, dy).
pub(super) fn shadow(c: &mut Canvas, d: &str, (dx, dy): (f64, f64), sigma: f64, alpha: f64) {
    c.at(dx, dy, |c| soft_fill(c, d, "#0b0908", sigma, alpha));
}

/// Three tones of a plating: light, middle, dark.
pub(super) const fn plating(metal: Metal) -> (Rgb, Rgb, Rgb) {
    match metal {
        Metal::Chrome => (0xF7F9FA, 0xB4BABF, 0x5A6066),
        Metal::Black => (0x6A6C70, 0x2A2B2D, 0x0C0C0D),
        Metal::Gold => (0xFBE7A9, 0xCB9B3F, 0x6E4A14),
    }
}

/// Polished metal across from `from` to `to`.
pub(super) fn polished(c: &mut Canvas, metal: Metal, from: (f64, f64), to: (f64, f64)) -> String {
    let (light, middle, dark) = plating(metal);
    c.linear(
        from,
        to,
        &[
            (0.0, light, 1.0),
            (0.22, middle, 1.0),
            (0.42, lighter(light, 0.3), 1.0),
            (0.60, mix(middle, dark, 0.45), 1.0),
            (0.82, middle, 1.0),
            (1.0, dark, 1.0),
        ],
    )
}

/// A domed screw head.
pub(super) fn screw(c: &mut Canvas, x: f64, y: f64, r: f64, metal: Metal) {
    let (light, middle, dark) = plating(metal);
    let g = c.radial((x - r * 0.35, y - r * 0.4), r * 1.5, &[(0.0, light, 1.0), (0.6, middle, 1.0), (1.0, dark, 1.0)]);
    c.circle(x, y, r, &g);
    c.line((x - r * 0.55, y - r * 0.2), (x + r * 0.55, y + r * 0.2), &css(dark), r * 0.28);
}
