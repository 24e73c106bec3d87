//! Bridges and tailpieces, drawn around the middle of the saddle line.

use super::super::canvas::Canvas;
use super::super::color::{WHITE, css, darker, lighter};
use super::super::outline::{P, closed, polygon, rounded_rect};
use super::super::surface::{plating, polished, screw, soft_stroke};
use super::neck::Neck;
use crate::look::{Bridge, Metal};

/// Draws what lies under the strings.
pub(in crate::art) fn draw(c: &mut Canvas, bridge: Bridge, neck: Neck, metal: Metal) {
    let y = neck.bridge_y();
    let n = neck.strings;
    let half = neck.spreads.1 / 2.0;
    let xs: Vec<f64> = (0..n).map(|i| neck.across(i) * half).collect();
    c.at(0.0, y, |c| match bridge {
        Bridge::Vibrato => vibrato(c, half, &xs, metal),
        Bridge::Locking => locking(c, half, &xs, metal),
        Bridge::StopBar => {
            rail(c, half, &xs, metal);
            stop_bar(c, half, metal);
        }
        Bridge::VTail => {
            rail(c, half, &xs, metal);
            v_tail(c, half, &xs, metal);
        }
        Bridge::Hardtail => {
            plate(c, -half - 9.0, -12.0, half * 2.0 + 18.0, 46.0, 3.0, metal);
            saddles(c, &xs, 24.0, metal);
            for x in [-half - 4.0, half + 4.0] {
                screw(c, x, 29.0, 2.0, metal);
            }
        }
        Bridge::Plate => {
            plate(c, -42.0, -64.0, 84.0, 84.0, 3.0, metal);
            barrels(c, half, metal);
        }
        Bridge::Floating => floating(c, half, &xs, metal),
        Bridge::Bass => {
            plate(c, -half - 12.0, -16.0, half * 2.0 + 24.0, 66.0, 3.0, metal);
            saddles(c, &xs, 44.0, metal);
            c.rect(-half - 12.0, 44.0, half * 2.0 + 24.0, 7.0, 1.5, &css(plating(metal).1));
        }
        Bridge::MonoBass => {
            for (i, x) in xs.iter().enumerate() {
                let (sb, st) = neck.bridge();
                let t = (neck.across(i as u8) + 1.0) / 2.0;
                let dy = sb + (st - sb) * t - y;
                let w = (half * 2.0 / f64::from(n.saturating_sub(1).max(1))).min(17.0) * 0.82;
                c.at(*x, dy, |c| {
                    plate(c, -w / 2.0, -14.0, w, 52.0, 2.5, metal);
                    saddle(c, 0.0, w * 0.72, 30.0, metal);
                });
            }
        }
    });
}

/// Where a string goes on behind its saddle, relative to the nut.
pub(in crate::art) fn tail(bridge: Bridge, neck: Neck, i: u8) -> Option<(f64, f64)> {
    let y = neck.string_ends(i).1;
    let x = neck.across(i) * neck.spreads.1 / 2.0;
    match bridge {
        Bridge::StopBar => Some((x, y + 40.0)),
        Bridge::VTail => Some((x, y + 46.0 - x.abs() * 0.55 + 12.0)),
        Bridge::Vibrato | Bridge::Hardtail => Some((x, y + 14.0)),
        Bridge::Locking => Some((x, y + 8.0)),
        Bridge::Plate => Some((x, y + 17.0)),
        Bridge::Floating => Some((x, y + 64.0)),
        Bridge::Bass => Some((x, y + 46.0)),
        Bridge::MonoBass => Some((x, y + 32.0)),
    }
}

fn plate(c: &mut Canvas, x: f64, y: f64, w: f64, h: f64, r: f64, metal: Metal) {
    c.fill_a(&rounded_rect(x + 1.6, y + 2.6, w, h, r), "#000", 0.42);
    let (light, middle, dark) = plating(metal);
    let g = c.linear(
        (x, y),
        (x + w, y + h),
        &[
            (0.0, light, 1.0),
            (0.3, middle, 1.0),
            (0.48, lighter(light, 0.4), 1.0),
            (0.62, middle, 1.0),
            (1.0, darker(middle, 0.35), 1.0),
        ],
    );
    c.fill(&rounded_rect(x, y, w, h, r), &g);
    c.stroke_a(&rounded_rect(x + 0.4, y + 0.4, w - 0.8, h - 0.8, r), &css(dark), 0.8, 0.7);
    c.line((x + r, y + 0.9), (x + w - r, y + 0.9), "rgba(255,255,255,0.7)", 0.7);
}

fn saddle(c: &mut Canvas, x: f64, w: f64, length: f64, metal: Metal) {
    let (_, middle, dark) = plating(metal);
    let g = polished(c, metal, (x - w / 2.0, 0.0), (x + w / 2.0, 0.0));
    c.fill_a(&rounded_rect(x - w / 2.0 + 0.8, -5.0 + 1.2, w, length * 0.55, 1.5), "#000", 0.5);
    c.rect(x - w / 2.0, -5.0, w, length * 0.55, 1.6, &g);
    c.line((x - w / 2.0, 0.0), (x + w / 2.0, 0.0), &css(darker(dark, 0.3)), 0.8);
    // Intonation screw and its spring.
    c.line((x, length * 0.55 - 5.0), (x, length * 0.95), &css(middle), 2.2);
    for k in 0..5 {
        let y = length * 0.58 - 4.0 + f64::from(k) * length * 0.075;
        c.line((x - 1.6, y), (x + 1.6, y + 0.9), &css(dark), 0.6);
    }
    for dx in [-w * 0.26, w * 0.26] {
        c.circle(x + dx, 3.2, 1.0, &css(darker(dark, 0.3)));
    }
}

fn saddles(c: &mut Canvas, xs: &[f64], length: f64, metal: Metal) {
    let gap = xs.windows(2).filter_map(|w| Some(w.get(1)? - w.first()?)).fold(20.0, f64::min);
    for &x in xs {
        saddle(c, x, (gap * 0.88).min(15.0), length, metal);
    }
}

fn vibrato(c: &mut Canvas, half: f64, xs: &[f64], metal: Metal) {
    plate(c, -half - 10.0, -13.0, half * 2.0 + 20.0, 44.0, 4.0, metal);
    for x in [-half - 3.0, half + 3.0] {
        let g = polished(c, metal, (x - 4.0, -17.0), (x + 4.0, -9.0));
        c.circle(x + 0.8, -11.0, 5.2, "rgba(0,0,0,0.4)");
        c.circle(x, -12.0, 5.0, &g);
        c.line((x - 3.0, -13.0), (x + 3.0, -11.0), "#2a2c2e", 1.0);
    }
    saddles(c, xs, 30.0, metal);
    arm(c, half + 2.0, 8.0, metal);
}

fn arm(c: &mut Canvas, x: f64, y: f64, metal: Metal) {
    let (light, middle, dark) = plating(metal);
    let d = format!(
        "M{x:.1} {y:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}S{:.1} {:.1} {:.1} {:.1}",
        x + 16.0,
        y + 2.0,
        x + 26.0,
        y - 18.0,
        x + 24.0,
        y - 46.0,
        x + 6.0,
        y - 96.0,
        x - 2.0,
        y - 128.0
    );
    c.at(3.0, 5.0, |c| soft_stroke(c, &d, "#000", 4.4, 3.0, 0.4));
    c.stroke(&d, &css(dark), 5.2);
    c.stroke(&d, &css(middle), 4.2);
    c.at(-0.8, -0.4, |c| c.stroke(&d, &css(light), 1.4));
    let tip =
        polygon(&[(x - 6.0, y - 150.0, 3.0), (x + 1.0, y - 151.0, 3.0), (x + 3.0, y - 124.0, 2.0), (x - 4.0, y - 122.0, 2.0)]);
    let color = if metal == Metal::Chrome { "#efeadd" } else { "#161617" };
    c.fill(&tip, color);
    c.circle(x, y, 4.6, &css(middle));
    c.circle(x - 0.6, y - 0.8, 2.4, &css(light));
}

fn locking(c: &mut Canvas, half: f64, xs: &[f64], metal: Metal) {
    plate(c, -half - 17.0, -16.0, half * 2.0 + 34.0, 34.0, 5.0, metal);
    plate(c, -half - 8.0, 16.0, half * 2.0 + 16.0, 26.0, 4.0, metal);
    for x in [-half - 9.0, half + 9.0] {
        let g = polished(c, metal, (x - 5.0, -16.0), (x + 5.0, -6.0));
        c.circle(x, -11.0, 5.6, &g);
        c.circle(x, -11.0, 2.2, "#0a0a0b");
    }
    let (light, middle, dark) = plating(metal);
    for &x in xs {
        let g = polished(c, metal, (x - 5.0, 0.0), (x + 5.0, 0.0));
        c.rect(x - 4.6, -9.0, 9.2, 26.0, 1.6, &g);
        c.rect(x - 3.0, -9.0, 6.0, 5.0, 1.0, &css(darker(dark, 0.2)));
        c.circle(x, 10.0, 1.6, "#09090a");
        // Fine tuners stand up behind.
        let k = c.radial((x - 1.2, 29.0), 5.5, &[(0.0, light, 1.0), (0.6, middle, 1.0), (1.0, dark, 1.0)]);
        c.circle(x, 31.0, 4.3, &k);
        c.ring(x, 31.0, 4.3, &css(darker(dark, 0.3)), 0.5);
    }
    arm(c, half + 9.0, 2.0, metal);
}

/// The clamp at the nut that belongs to a locking bridge.
pub(in crate::art) fn locking_nut(c: &mut Canvas, neck: Neck, metal: Metal) {
    let half = neck.widths.0 / 2.0 + 0.6;
    plate(c, -half, -17.0, half * 2.0, 16.0, 1.6, metal);
    let gap = neck.widths.0 / 3.0;
    for k in -1..=1 {
        let x = f64::from(k) * gap * 0.92;
        let g = polished(c, metal, (x - 7.0, -14.0), (x + 7.0, -4.0));
        c.rect(x - 6.2, -14.5, 12.4, 11.0, 1.6, &g);
        c.circle(x, -9.0, 2.3, "#0a0a0b");
    }
}

fn rail(c: &mut Canvas, half: f64, xs: &[f64], metal: Metal) {
    let w = half * 2.0 + 38.0;
    c.fill_a(&rounded_rect(-w / 2.0 + 1.5, -4.0, w, 13.0, 5.0), "#000", 0.45);
    let bar = polished(c, metal, (0.0, -7.0), (0.0, 7.5));
    c.fill(
        &closed(&[
            P::S(-w / 2.0, 0.0),
            P::S(-w / 2.0 + 9.0, -6.6),
            P::S(0.0, -7.0),
            P::S(w / 2.0 - 9.0, -6.6),
            P::S(w / 2.0, 0.0),
            P::S(w / 2.0 - 9.0, 6.6),
            P::S(0.0, 7.0),
            P::S(-w / 2.0 + 9.0, 6.6),
        ]),
        &bar,
    );
    let (light, middle, dark) = plating(metal);
    for &x in xs {
        c.fill(&polygon(&[(x - 3.6, 5.5, 0.6), (x, -5.6, 0.4), (x + 3.6, 5.5, 0.6)]), &css(darker(middle, 0.25)));
        c.line((x - 0.4, -5.0), (x - 3.2, 5.0), &css(light), 0.6);
    }
    for x in [-w / 2.0 + 7.5, w / 2.0 - 7.5] {
        let g = c.radial((x - 2.0, -2.2), 8.0, &[(0.0, WHITE, 1.0), (0.4, middle, 1.0), (1.0, dark, 1.0)]);
        c.circle(x, 0.0, 5.4, &g);
        c.line((x - 3.2, 0.8), (x + 3.2, -0.8), &css(darker(dark, 0.3)), 1.0);
    }
}

fn stop_bar(c: &mut Canvas, half: f64, metal: Metal) {
    let w = half * 2.0 + 46.0;
    let y = 42.0;
    c.fill_a(&rounded_rect(-w / 2.0 + 2.0, y - 5.0, w, 16.0, 7.0), "#000", 0.45);
    let bar = polished(c, metal, (0.0, y - 8.0), (0.0, y + 8.5));
    c.fill(&rounded_rect(-w / 2.0, y - 7.6, w, 15.2, 7.0), &bar);
    let (_, middle, dark) = plating(metal);
    for x in [-w / 2.0 + 8.0, w / 2.0 - 8.0] {
        let g = c.radial((x - 2.5, y - 3.0), 11.0, &[(0.0, WHITE, 1.0), (0.4, middle, 1.0), (1.0, dark, 1.0)]);
        c.circle(x, y, 8.2, &g);
        c.ring(x, y, 8.0, &css(dark), 0.6);
        c.line((x - 5.0, y + 1.0), (x + 5.0, y - 1.0), &css(darker(dark, 0.3)), 1.4);
    }
}

fn v_tail(c: &mut Canvas, half: f64, xs: &[f64], metal: Metal) {
    let w = half + 12.0;
    let d = polygon(&[
        (-w, 26.0, 4.0),
        (-w + 9.0, 24.0, 3.0),
        (0.0, 58.0, 6.0),
        (w - 9.0, 24.0, 3.0),
        (w, 26.0, 4.0),
        (w * 0.5, 54.0, 8.0),
        (5.0, 92.0, 5.0),
        (-5.0, 92.0, 5.0),
        (-w * 0.5, 54.0, 8.0),
    ]);
    c.at(1.6, 3.0, |c| c.fill_a(&d, "#000", 0.42));
    let g = polished(c, metal, (-w, 24.0), (w * 0.4, 92.0));
    c.fill(&d, &g);
    for x in xs {
        c.circle(*x, 58.0 - x.abs() * 0.55, 1.7, "#0b0b0c");
    }
}

fn barrels(c: &mut Canvas, half: f64, metal: Metal) {
    for k in -1..=1 {
        let x = f64::from(k) * half * 0.72;
        let w = half * 0.62;
        let g = polished(c, metal, (0.0, -4.5), (0.0, 5.0));
        c.fill_a(&rounded_rect(x - w / 2.0 + 1.0, -3.0, w, 9.4, 4.4), "#000", 0.45);
        c.fill(&rounded_rect(x - w / 2.0, -4.6, w, 9.2, 4.4), &g);
        c.line((x, 5.0), (x, 16.0), "#6c7176", 2.0);
    }
    for x in [-37.0, 37.0] {
        screw(c, x, -58.0, 2.2, metal);
        screw(c, x, 14.0, 2.2, metal);
    }
}

fn floating(c: &mut Canvas, half: f64, xs: &[f64], metal: Metal) {
    // Tailpiece with its long plate.
    plate(c, -33.0, 46.0, 66.0, 104.0, 14.0, metal);
    plate(c, -31.0, 60.0, 62.0, 14.0, 3.0, metal);
    for (x, y) in [(-27.0, 52.0), (27.0, 52.0), (-24.0, 142.0), (24.0, 142.0)] {
        screw(c, x, y, 2.0, metal);
    }
    c.circle(0.0, 112.0, 6.0, "#3b3e41");
    screw(c, 0.0, 112.0, 4.0, metal);
    // Bridge with threaded barrels.
    plate(c, -half - 13.0, -9.0, half * 2.0 + 26.0, 18.0, 3.0, metal);
    for &x in xs {
        let g = polished(c, metal, (0.0, -4.5), (0.0, 4.5));
        c.fill(&rounded_rect(x - 4.6, -4.4, 9.2, 8.8, 3.5), &g);
    }
    arm(c, 28.0, 66.0, metal);
}
