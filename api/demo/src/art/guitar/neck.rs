//! Neck: fingerboard, frets, inlays, nut and strings.

use super::super::canvas::Canvas;
use super::super::color::{BLACK, WHITE, css, darker, lighter};
use super::super::outline::lines;
use super::super::surface::{Area, grain};
use crate::finish::Wood;
use crate::look::{Board, Inlay};

/// The strings' plane: where things lie along and across it. Millimetres, nut at y = 0.
#[derive(Clone, Copy, Debug)]
pub(in crate::art) struct Neck {
    pub(in crate::art) strings: u8,
    pub(in crate::art) frets: u8,
    /// Scale of the bass side and of the treble side.
    pub(in crate::art) scales: (f64, f64),
    /// Width at the nut and at the last fret.
    pub(in crate::art) widths: (f64, f64),
    /// Spread of the strings at the nut and at the bridge.
    pub(in crate::art) spreads: (f64, f64),
    pub(in crate::art) heavy: bool,
}

impl Neck {
    /// y on the bass and on the treble side after the share `t` of the scale. With two scales
    /// the seventh fret is square to the centre line.
    fn sides(self, t: f64) -> (f64, f64) {
        let (bass, treble) = self.scales;
        let seventh = share(7.0);
        (bass * t, (bass - treble) * seventh + treble * t)
    }

    pub(in crate::art) fn fret(self, n: f64) -> (f64, f64) {
        self.sides(share(n))
    }

    pub(in crate::art) fn bridge(self) -> (f64, f64) {
        self.sides(1.0)
    }

    /// Middle of the bridge line.
    pub(in crate::art) fn bridge_y(self) -> f64 {
        let (a, b) = self.bridge();
        f64::midpoint(a, b)
    }

    fn end(self) -> f64 {
        let (a, b) = self.fret(f64::from(self.frets));
        f64::midpoint(a, b) + 7.0
    }

    /// Half the width of the board at y.
    pub(in crate::art) fn half(self, y: f64) -> f64 {
        let t = y / self.end();
        (self.widths.0 + (self.widths.1 - self.widths.0) * t) / 2.0
    }

    /// Across position of string `i` (0 = lowest) as -1..=1.
    pub(in crate::art) fn across(self, i: u8) -> f64 {
        let last = f64::from(self.strings.saturating_sub(1)).max(1.0);
        f64::from(i) / last * 2.0 - 1.0
    }

    /// x of string `i` at y.
    pub(in crate::art) fn string_x(self, i: u8, y: f64) -> f64 {
        let t = y / self.bridge_y();
        let spread = self.spreads.0 + (self.spreads.1 - self.spreads.0) * t;
        self.across(i) * spread / 2.0
    }

    /// Nut and saddle y of string `i`.
    pub(in crate::art) fn string_ends(self, i: u8) -> (f64, f64) {
        let t = (self.across(i) + 1.0) / 2.0;
        let (n, b) = (self.fret(0.0), self.bridge());
        (n.0 + (n.1 - n.0) * t, b.0 + (b.1 - b.0) * t)
    }

    /// Drawn thickness of string `i`.
    pub(in crate::art) fn gauge(self, i: u8) -> f64 {
        let t = (1.0 - self.across(i)) / 2.0;
        if self.heavy { 1.15 + 1.35 * t } else { 0.55 + 0.85 * t }
    }
}

/// Share of the scale behind fret `n` of equal temperament.
fn share(n: f64) -> f64 {
    1.0 - (-n / 12.0).exp2()
}

/// Outline of the fingerboard.
pub(in crate::art) fn board_outline(neck: Neck) -> String {
    let (b0, t0) = neck.fret(0.0);
    let end = neck.end();
    let (lb, lt) = neck.fret(f64::from(neck.frets));
    let (eb, et) = (end + (lb - lt) / 2.0, end - (lb - lt) / 2.0);
    lines(&[(-neck.half(b0), b0), (neck.half(t0), t0), (neck.half(et), et), (-neck.half(eb), eb)])
}

/// The fingerboard with everything on it but the strings.
pub(in crate::art) fn board(c: &mut Canvas, neck: Neck, wood: Board, inlay: Inlay, binding: Option<u32>) {
    let d = board_outline(neck);
    let area = Area::new(-neck.widths.1 / 2.0, 0.0, neck.widths.1 / 2.0, neck.end() + 12.0);
    let (timber, tint) = match wood {
        Board::Rosewood => (Wood::Rosewood, None),
        Board::Ebony => (Wood::Ebony, None),
        Board::Maple => (Wood::Maple, Some(0xE3B874)),
        Board::Roasted => (Wood::Maple, Some(0xB07A42)),
    };
    grain(c, &d, area, timber, tint, 11);
    // The board is cambered: light along its left half, shade at the edges.
    let camber = c.linear(
        (area.x0, 0.0),
        (area.x1, 0.0),
        &[(0.0, BLACK, 0.36), (0.16, BLACK, 0.06), (0.36, WHITE, 0.12), (0.62, BLACK, 0.03), (1.0, BLACK, 0.42)],
    );
    c.fill(&d, &camber);
    inlays(c, neck, wood, inlay);
    for n in 1..=neck.frets {
        fret(c, neck, f64::from(n));
    }
    if let Some(color) = binding {
        let (b0, t0) = neck.fret(0.0);
        let end = neck.end();
        for (side, y0) in [(-1.0, b0), (1.0, t0)] {
            let edge = lines(&[
                (side * neck.half(y0), y0),
                (side * (neck.half(y0) - 1.7), y0),
                (side * (neck.half(end) - 1.7), end),
                (side * neck.half(end), end),
            ]);
            c.fill(&edge, &css(if side < 0.0 { color } else { darker(color, 0.18) }));
        }
    }
    nut(c, neck);
}

fn fret(c: &mut Canvas, neck: Neck, n: f64) {
    let (b, t) = neck.fret(n);
    let (from, to) = ((-neck.half(b) + 0.6, b), (neck.half(t) - 0.6, t));
    c.line((from.0 + 0.5, from.1 + 1.5), (to.0, to.1 + 1.5), "#0a0808", 1.1);
    c.line(from, to, "#7f858a", 2.3);
    c.line((from.0, from.1 - 0.4), (to.0 - 1.0, to.1 - 0.4), "#e9edef", 1.0);
}

fn nut(c: &mut Canvas, neck: Neck) {
    let (b, t) = neck.fret(0.0);
    let d = lines(&[(-neck.half(b), b), (neck.half(t), t), (neck.half(t), t - 4.6), (-neck.half(b), b - 4.6)]);
    let g = c.linear((0.0, -5.0), (0.0, 0.0), &[(0.0, 0xF6F1E4, 1.0), (0.5, 0xE6DDC8, 1.0), (1.0, 0xA99C82, 1.0)]);
    c.fill(&d, &g);
}

fn inlays(c: &mut Canvas, neck: Neck, wood: Board, inlay: Inlay) {
    let pale = matches!(wood, Board::Maple | Board::Roasted);
    let dark = matches!(inlay, Inlay::Dots | Inlay::OffsetDots) && pale;
    let (a, b) = if dark { (0x2A2522, 0x0E0C0B) } else { (0xFBF8EF, 0xB9B8AC) };
    let pearl =
        c.linear((-26.0, 0.0), (26.0, 60.0), &[(0.0, a, 1.0), (0.35, b, 1.0), (0.6, lighter(a, 0.4), 1.0), (1.0, b, 1.0)]);
    for n in [1, 3, 5, 7, 9, 12, 15, 17, 19, 21, 24] {
        if n > neck.frets || n == 1 && !matches!(inlay, Inlay::Blocks) {
            continue;
        }
        let above = neck.fret(f64::from(n) - 1.0);
        let below = neck.fret(f64::from(n));
        let (y0, y1) = (f64::midpoint(above.0, above.1), f64::midpoint(below.0, below.1));
        let (y, gap) = (f64::midpoint(y0, y1), y1 - y0);
        let half = neck.half(y);
        match inlay {
            Inlay::None => {}
            Inlay::Dots if n % 12 == 0 => {
                for x in [-0.42, 0.42] {
                    c.circle(half * x, y, 3.1, &pearl);
                }
            }
            Inlay::Dots => c.circle(0.0, y, 3.1, &pearl),
            Inlay::OffsetDots => {
                let xs: &[f64] = if n % 12 == 0 { &[-0.72, -0.44] } else { &[-0.72] };
                for x in xs {
                    c.circle(half * x, y, 2.6, &pearl);
                }
            }
            Inlay::Blocks => {
                let h = (gap * 0.62).min(26.0);
                c.rect(-half * 0.74, y - h / 2.0, half * 1.48, h, 0.6, &pearl);
            }
            Inlay::Trapezoids => {
                let h = (gap * 0.66).min(24.0) / 2.0;
                c.fill(
                    &lines(&[(-half * 0.72, y - h), (half * 0.72, y - h), (half * 0.62, y + h), (-half * 0.62, y + h)]),
                    &pearl,
                );
            }
            Inlay::Sharkfins => {
                let h = gap * 0.43;
                c.fill(
                    &format!(
                        "M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}L{:.1} {:.1}Z",
                        -half * 0.78,
                        y + h,
                        half * 0.1,
                        y + h * 0.7,
                        half * 0.8,
                        y - h,
                        half * 0.8,
                        y + h
                    ),
                    &pearl,
                );
            }
            Inlay::Birds => bird(c, 0.0, y, (gap * 0.42).min(13.0), n, &pearl),
            Inlay::Flags => {
                let h = (gap * 0.62).min(20.0) / 2.0;
                c.fill(
                    &lines(&[(-half * 0.94, y - h), (-half * 0.08, y - h), (-half * 0.42, y + h), (-half * 0.94, y + h)]),
                    &pearl,
                );
            }
            Inlay::Crosses => {
                let h = (gap * 0.36).min(10.0);
                c.fill(&cross(y, h), &pearl);
            }
        }
    }
}

fn cross(y: f64, h: f64) -> String {
    let w = h * 0.26;
    lines(&[
        (-w, y - h),
        (w, y - h),
        (w * 0.7, y - w * 0.7),
        (h, y - w),
        (h, y + w),
        (w * 0.7, y + w * 0.7),
        (w, y + h),
        (-w, y + h),
        (-w * 0.7, y + w * 0.7),
        (-h, y + w),
        (-h, y - w),
        (-w * 0.7, y - w * 0.7),
    ])
}

/// A bird in flight; every fret has its own beat of the wings.
fn bird(c: &mut Canvas, x: f64, y: f64, s: f64, n: u8, paint: &str) {
    let lift = [0.9, 0.4, 1.1, 0.6, 0.2].get(usize::from(n) % 5).copied().unwrap_or(0.5);
    c.at(x, y, |c| {
        let d = format!(
            "M{:.2} {:.2}C{:.2} {:.2} {:.2} {:.2} 0 {:.2}C{:.2} {:.2} {:.2} {:.2} {:.2} {:.2}C{:.2} {:.2} {:.2} {:.2} 0 {:.2}C{:.2} {:.2} {:.2} {:.2} {:.2} {:.2}Z",
            -s * 1.5, -s * lift,
            -s * 0.9, -s * (lift + 0.1), -s * 0.4, -s * 0.1, -s * 0.25,
            s * 0.3, -s * 0.3, s * 0.8, -s * (1.2 - lift), s * 1.6, -s * (1.3 - lift),
            s * 1.0, -s * (0.8 - lift), s * 0.5, s * 0.35, s * 0.5,
            -s * 0.4, s * 0.5, -s * 0.9, s * 0.1, -s * 1.5, -s * lift
        );
        c.fill(&d, paint);
    });
}

/// The strings from nut to saddles, and on to `tail` beyond the bridge.
pub(in crate::art) fn strings(c: &mut Canvas, neck: Neck, tail: impl Fn(u8) -> Option<(f64, f64)>) {
    for i in 0..neck.strings {
        let (y0, y1) = neck.string_ends(i);
        let (x0, x1) = (neck.string_x(i, y0), neck.string_x(i, y1));
        let w = neck.gauge(i);
        let wound = neck.heavy || i < neck.strings.saturating_sub(3);
        let (base, shine) = if wound { ("#8d8a84", "#e8e4da") } else { ("#a9afb4", "#ffffff") };
        let shade = |c: &mut Canvas, a: (f64, f64), b: (f64, f64)| {
            c.stroke_a(&format!("M{:.2} {:.2}L{:.2} {:.2}", a.0 + 1.6, a.1 + 0.8, b.0 + 2.0, b.1 + 1.0), "#000", w * 0.9, 0.30);
        };
        shade(c, (x0, y0), (x1, y1));
        c.line((x0, y0 - 4.0), (x1, y1), base, w);
        c.line((x0 - w * 0.18, y0 - 4.0), (x1 - w * 0.18, y1), shine, w * 0.38);
        if let Some(end) = tail(i) {
            shade(c, (x1, y1), end);
            c.line((x1, y1), end, base, w);
            c.line((x1 - w * 0.18, y1), (end.0 - w * 0.18, end.1), shine, w * 0.38);
        }
    }
}
