//! Drumsticks.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::{css, darker, lighter};
use super::super::lettering::{Anchor, write};
use super::super::outline::{P, closed};
use super::super::scene::Subject;
use super::super::surface::soft_fill;
use crate::finish::Rgb;
use crate::look::{Lettering, Sticks};
use crate::rng::Rng;
use P::{C, S};

/// A pair of sticks, whole or their tips.
pub(in crate::art) fn show(c: &mut Canvas, s: &Subject<'_>, look: &Sticks) {
    let model = s.variant.art.label.unwrap_or("5A");
    // 7A is thin, 2B is thick.
    let half = match model {
        "7A" => 6.75,
        "5B" => 7.6,
        "2B" => 8.05,
        _ => 7.2,
    };
    if s.front() {
        for (x, y, turn) in [(560.0, 560.0, -58.0), (650.0, 640.0, -38.0)] {
            stick(
                c,
                Matrix::shift(x, y).after(Matrix::turn(turn)).after(Matrix::scale(2.75, 2.75)),
                look,
                half,
                (s.brand(), model),
            );
        }
    } else {
        for (x, y, turn) in [(212.0, 764.0, -34.0), (232.0, 948.0, -24.0)] {
            stick(
                c,
                Matrix::shift(x, y).after(Matrix::turn(turn)).after(Matrix::scale(4.7, 4.7)),
                look,
                half,
                (s.brand(), model),
            );
        }
    }
}

/// One stick along x, tip to the right, 406 mm around its middle.
fn stick(c: &mut Canvas, place: Matrix, look: &Sticks, r: f64, (brand, model): (&'static str, &'static str)) {
    let shaft = closed(&[
        C(-200.0, -r * 0.86),
        S(-203.0, -r * 0.5),
        S(-204.0, 0.0),
        S(-203.0, r * 0.5),
        C(-200.0, r * 0.86),
        C(-190.0, r),
        C(90.0, r),
        S(140.0, r * 0.78),
        S(176.0, r * 0.46),
        C(190.0, r * 0.36),
        C(190.0, -r * 0.36),
        S(176.0, -r * 0.46),
        S(140.0, -r * 0.78),
        C(90.0, -r),
        C(-190.0, -r),
    ]);
    let tip = closed(&[
        C(189.0, -r * 0.36),
        S(192.0, -r * 0.55),
        S(197.0, -r * 0.66),
        S(202.0, -r * 0.5),
        S(204.0, 0.0),
        S(202.0, r * 0.5),
        S(197.0, r * 0.66),
        S(192.0, r * 0.55),
        C(189.0, r * 0.36),
    ]);
    c.at(10.0, 26.0, |c| c.within(place, |c| soft_fill(c, &shaft, "#0b0908", 4.0, 0.40)));
    c.within(place, |c| {
        wood(c, &shaft, look.color, r);
        wood(c, &tip, if look.nylon { 0xF2EEE4 } else { look.color }, r * 0.7);
        if let Some(grip) = look.grip {
            let d = format!(
                "M-204 0A4 {r:.2} 0 0 1 -190 {:.2}L-84 {:.2}Q-80 0 -84 {:.2}L-190 {:.2}A4 {r:.2} 0 0 1 -204 0Z",
                -r, -r, r, r
            );
            wood(c, &d, grip, r);
        }
        let ink = if look.grip.is_some() { "rgba(40,24,12,0.85)" } else { "rgba(54,30,14,0.88)" };
        let x = if look.grip.is_some() { -10.0 } else { -40.0 };
        write(c, brand, Lettering::Serif, (x, r * 0.34, Anchor::Middle), r * 1.15, ink);
        write(c, model, Lettering::Bold, (x + 66.0, r * 0.36, Anchor::Middle), r * 1.05, ink);
        c.line((x + 48.0, -r * 0.45), (x + 48.0, r * 0.45), ink, 0.5);
    });
}

fn wood(c: &mut Canvas, d: &str, color: Rgb, r: f64) {
    let mut rng = Rng::new(u64::from(color) + 3);
    let g = c.linear(
        (0.0, -r),
        (0.0, r),
        &[
            (0.0, darker(color, 0.12), 1.0),
            (0.22, lighter(color, 0.42), 1.0),
            (0.45, color, 1.0),
            (1.0, darker(color, 0.52), 1.0),
        ],
    );
    c.fill(d, &g);
    c.clipped(d, |c| {
        let line = css(darker(color, 0.45));
        for _ in 0..26 {
            let (x, y) = (rng.range(-210.0, 160.0), rng.range(-r, r));
            let len = rng.range(30.0, 170.0);
            c.stroke_a(
                &format!("M{x:.1} {y:.2}q{:.1} {:.2} {len:.1} {:.2}", len / 2.0, rng.range(-0.8, 0.8), rng.range(-0.5, 0.5)),
                &line,
                rng.range(0.15, 0.4),
                rng.range(0.15, 0.4),
            );
        }
        c.rect(-210.0, -r * 0.62, 420.0, r * 0.22, 0.0, "rgba(255,255,255,0.20)");
    });
}
