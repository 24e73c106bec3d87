//! Acoustic kits from the audience's side.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::{BLACK, WHITE, brightness, css, darker, lighter};
use super::super::lettering::{Anchor, fit};
use super::super::outline::{circle, rounded_rect};
use super::super::scene::{Subject, pool};
use super::super::surface::{Area, paint, tone};
use super::cymbal::{Disc, face};
use super::shell::{self, Drum, Lug};
use crate::finish::{Finish, Rgb};
use crate::look::{Alloy, CymbalKind, Kit, Lettering, Rim};

const FLOOR: f64 = 1108.0;

/// Pixels per inch and the places of a kit.
struct Stage<'a> {
    look: &'a Kit,
    finish: Finish,
    brand: &'static str,
    seed: u64,
    inch: f64,
}

/// The kit, or its middle from closer.
pub(in crate::art) fn show(c: &mut Canvas, s: &Subject<'_>, look: &Kit) {
    let stage = Stage {
        look,
        finish: s.finish().unwrap_or(Finish::Solid(0x161617)),
        brand: s.brand(),
        seed: s.seed(),
        inch: if look.double_bass { 13.8 } else { 18.2 },
    };
    let close = if s.front() {
        if look.cymbals { Matrix::shift(0.0, 0.0) } else { Matrix::shift(-108.0, -300.0).after(Matrix::scale(1.18, 1.18)) }
    } else {
        Matrix::shift(-620.0, -880.0).after(Matrix::scale(1.95, 1.95))
    };
    c.within(close, |c| draw(c, &stage));
}

fn draw(c: &mut Canvas, s: &Stage<'_>) {
    let i = s.inch;
    let basses: &[f64] = if s.look.double_bass { &[412.0, 788.0] } else { &[600.0] };
    let r = s.look.bass / 2.0 * i;
    pool(c, (620.0, FLOOR + 6.0), (570.0, 46.0), 0.5);
    let toms_y = FLOOR - r * 2.0 - 18.0;
    if s.look.cymbals {
        let lift = if s.look.double_bass { 60.0 } else { 0.0 };
        stand(c, 300.0, 420.0 + lift, 36.0);
        stand(c, 884.0, 380.0 + lift, -40.0);
        disc(c, s, (300.0, 420.0 + lift), 20.0, 9.0, CymbalKind::Ride);
        disc(c, s, (884.0, 380.0 + lift), 16.0, -12.0, CymbalKind::Crash);
        hats(c, s, (1042.0, 640.0));
    }
    // Toms: the smaller one on the drummer's left, our right.
    let count = s.look.toms.len();
    for (k, (d, depth)) in s.look.toms.iter().enumerate().rev() {
        let side = if count < 2 { 0.0 } else { 1.0 - 2.0 * k as f64 / (count - 1) as f64 };
        let spread = if s.look.double_bass { 188.0 } else { 112.0 };
        let x = 600.0 + side * spread;
        let h = depth * i * 0.96;
        let bottom = if s.look.double_bass { toms_y - 10.0 } else { toms_y + 26.0 };
        holder(c, (x, bottom - h * 0.45), (if s.look.double_bass { x } else { 600.0 }, toms_y + 40.0));
        drum(c, s, (x, bottom - h), (*d, h), Lug::Small, 0.17, s.finish, -4.0 * side);
    }
    for (k, (d, depth)) in s.look.floors.iter().enumerate() {
        let h = depth * i * 0.94;
        let x = if k == 0 && s.look.floors.len() > 1 {
            252.0
        } else if k == 0 {
            258.0
        } else {
            106.0
        };
        let x = match (s.look.double_bass, k) {
            (true, 0) => 268.0,
            (true, _) => 126.0,
            _ => x,
        };
        let top = FLOOR - h - 74.0;
        legs(c, x, top + h * 0.5, d / 2.0 * i, FLOOR);
        drum(c, s, (x, top), (*d, h), Lug::Small, 0.17, s.finish, 0.0);
    }
    let (d, depth) = s.look.snare;
    let h = depth * i;
    let (sx, sy) = if s.look.double_bass { (985.0, 800.0) } else { (912.0, 792.0) };
    tripod(c, sx, sy + h, FLOOR);
    let metal = Finish::Metal(0xB9BDC1);
    drum(c, s, (sx, sy), (d, h), Lug::Small, 0.20, if s.look.metal_snare { metal } else { s.finish }, 0.0);
    for x in basses {
        bass(c, s, *x, FLOOR - r - 10.0, r);
    }
}

#[expect(clippy::too_many_arguments, reason = "one drum of a kit, all its measures")]
fn drum(
    c: &mut Canvas,
    s: &Stage<'_>,
    (x, y): (f64, f64),
    (inches, height): (f64, f64),
    lug: Lug,
    tilt: f64,
    finish: Finish,
    lean: f64,
) {
    let rx = inches / 2.0 * s.inch;
    let drum = Drum {
        rx,
        tilt,
        height,
        finish,
        lugs: if inches < 13.0 { 6 } else { 8 },
        lug,
        rim: Rim::Flanged,
        hardware: s.look.hardware,
        head: 0xEFEDE7,
        bead: false,
        strainer: false,
        name: s.brand,
        seed: s.seed + x as u64,
    };
    c.within(Matrix::shift(x, y).after(Matrix::turn(lean)), |c| shell::draw(c, &drum));
}

/// A bass drum facing us.
fn bass(c: &mut Canvas, s: &Stage<'_>, x: f64, y: f64, r: f64) {
    // Spurs.
    for side in [-1.0, 1.0] {
        let d = format!("M{:.1} {:.1}L{:.1} {:.1}", x + side * r * 0.86, y + r * 0.45, x + side * r * 1.18, FLOOR);
        c.stroke(&d, "#3d4145", 15.0);
        c.stroke(&d, "#c9ced2", 10.0);
        c.at(-2.0, -1.0, |c| c.stroke_a(&d, "#fff", 3.0, 0.8));
        c.circle(x + side * r * 1.18, FLOOR - 2.0, 9.0, "#141415");
    }
    // The shell shows above the hoop, as we look from slightly above.
    let back = circle(x, y - r * 0.14, r * 0.985);
    let area = Area::new(x - r, y - r * 1.15, x + r, y + r);
    paint(c, &back, area, s.finish, s.seed);
    let side =
        c.linear((x - r, y), (x + r, y), &[(0.0, BLACK, 0.55), (0.25, WHITE, 0.25), (0.45, BLACK, 0.05), (1.0, BLACK, 0.65)]);
    c.fill(&back, &side);
    for a in [-58.0_f64, -36.0, -12.0, 12.0, 36.0, 58.0] {
        let (sin, cos) = a.to_radians().sin_cos();
        let (lx, ly) = (x + sin * r * 0.985, y - r * 0.07 - cos * r * 0.985);
        c.within(Matrix::shift(lx, ly).after(Matrix::turn(a)), |c| {
            c.fill(&rounded_rect(-6.0, -9.0, 12.0, 22.0, 4.0), &css(s.look.hardware));
            c.rect(-3.5, -8.0, 3.0, 20.0, 1.0, "rgba(255,255,255,0.6)");
        });
    }
    let hoop = circle(x, y, r * 1.03);
    c.at(4.0, 8.0, |c| c.fill_a(&hoop, "#000", 0.35));
    paint(c, &hoop, Area::new(x - r * 1.03, y - r * 1.03, x + r * 1.03, y + r * 1.03), s.finish, s.seed + 5);
    let turn = c.linear(
        (x - r, y - r),
        (x + r, y + r),
        &[(0.0, WHITE, 0.45), (0.4, WHITE, 0.08), (0.6, BLACK, 0.2), (1.0, BLACK, 0.55)],
    );
    c.ring(x, y, r * 0.985, &turn, r * 0.09);
    c.ring(x, y, r * 0.985, &css(s.look.hardware), r * 0.012);
    let head = s.look.head;
    let pale = brightness(head) > 0.5;
    let g = c.radial(
        (x - r * 0.35, y - r * 0.4),
        r * 1.6,
        &[
            (0.0, lighter(head, if pale { 0.7 } else { 0.26 }), 1.0),
            (0.5, head, 1.0),
            (1.0, darker(head, if pale { 0.25 } else { 0.5 }), 1.0),
        ],
    );
    c.circle(x, y, r * 0.93, "rgba(0,0,0,0.6)");
    c.circle(x, y, r * 0.92, &g);
    c.ring(x, y, r * 0.86, if pale { "rgba(0,0,0,0.16)" } else { "rgba(255,255,255,0.14)" }, 2.0);
    if !pale {
        let gloss = format!(
            "M{:.1} {:.1}A{:.1} {:.1} 0 0 1 {:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}Z",
            x - r * 0.82,
            y + r * 0.1,
            r * 0.83,
            r * 0.83,
            x + r * 0.25,
            y - r * 0.79,
            x - r * 0.25,
            y - r * 0.25,
            x - r * 0.82,
            y + r * 0.1
        );
        c.fill_a(&gloss, "#fff", 0.07);
    }
    fit(
        c,
        s.brand,
        Lettering::Serif,
        (x, y + r * 0.10, Anchor::Middle),
        (r * 0.34, r * 1.2),
        if pale { "#1a1a1a" } else { "#e9e7e2" },
    );
    claws(c, s, (x, y), r);
}

fn claws(c: &mut Canvas, s: &Stage<'_>, (x, y): (f64, f64), r: f64) {
    let metal = s.look.hardware;
    for k in 0..10 {
        let a = 18.0 + 36.0 * f64::from(k);
        let (sin, cos) = a.to_radians().sin_cos();
        let (px, py) = (x + cos * r * 0.985, y + sin * r * 0.985);
        c.within(Matrix::shift(px, py).after(Matrix::turn(a + 90.0)), |c| {
            let g = c.linear(
                (-11.0, -16.0),
                (11.0, 16.0),
                &[(0.0, lighter(metal, 0.8), 1.0), (0.5, metal, 1.0), (1.0, darker(metal, 0.55), 1.0)],
            );
            let d = rounded_rect(-9.0, -18.0, 18.0, 33.0, 5.0);
            c.at(1.5, 2.0, |c| c.fill_a(&d, "#000", 0.4));
            c.fill(&d, &g);
            c.rect(-3.2, 6.0, 6.4, 12.0, 2.0, &css(darker(metal, 0.25)));
            c.circle(0.0, -9.0, 3.4, &css(darker(metal, 0.4)));
        });
    }
}

fn chrome(c: &mut Canvas, x: f64, w: f64) -> String {
    c.linear(
        (x - w, 0.0),
        (x + w, 0.0),
        &[(0.0, 0x5A5F64, 1.0), (0.28, 0xF8FAFB, 1.0), (0.5, 0xA9AFB4, 1.0), (0.75, 0x5F6469, 1.0), (1.0, 0x3B3F43, 1.0)],
    )
}

fn holder(c: &mut Canvas, (tx, ty): (f64, f64), (bx, by): (f64, f64)) {
    let g = chrome(c, bx, 13.0);
    c.rect(bx - 11.0, ty - 8.0, 22.0, by - ty + 20.0, 4.0, &g);
    let d = format!("M{bx:.1} {ty:.1}L{tx:.1} {:.1}", ty + 8.0);
    c.stroke(&d, "#50555a", 15.0);
    c.stroke(&d, "#cfd4d8", 10.0);
    c.at(0.0, -2.5, |c| c.stroke_a(&d, "#fff", 2.6, 0.9));
    c.circle(bx, ty, 15.0, "#8d9297");
    c.circle(bx - 3.0, ty - 4.0, 8.0, "#e9edef");
}

fn legs(c: &mut Canvas, x: f64, y: f64, rx: f64, floor: f64) {
    for side in [-0.94, 0.12, 0.94] {
        let lx = x + side * rx;
        let g = chrome(c, lx, 7.0);
        c.rect(lx - 6.0, y, 12.0, floor - y - 8.0, 3.0, &g);
        c.rect(lx - 10.0, floor - 20.0, 20.0, 22.0, 6.0, "#151516");
    }
}

fn tripod(c: &mut Canvas, x: f64, y: f64, floor: f64) {
    let g = chrome(c, x, 11.0);
    c.rect(x - 10.0, y - 10.0, 20.0, floor - y - 60.0, 3.0, &g);
    for (dx, w) in [(-104.0, 9.0), (104.0, 9.0), (18.0, 10.0)] {
        let d = format!("M{x:.1} {:.1}L{:.1} {:.1}", floor - 108.0, x + dx, floor - 6.0);
        c.stroke(&d, "#4e5358", w + 4.0);
        c.stroke(&d, "#c3c8cc", w);
        c.at(-1.5, -1.5, |c| c.stroke_a(&d, "#fff", 2.4, 0.8));
        c.circle(x + dx, floor - 4.0, 9.0, "#141415");
    }
    for side in [-1.0, 1.0] {
        let d = format!("M{x:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}", y + 26.0, x + side * 70.0, y + 24.0, x + side * 96.0, y - 6.0);
        c.stroke(&d, "#565b60", 11.0);
        c.stroke(&d, "#c9ced2", 7.0);
    }
}

/// A cymbal stand behind the kit.
fn stand(c: &mut Canvas, x: f64, y: f64, lean: f64) {
    let g = chrome(c, x, 9.0);
    c.rect(x - 6.0, y, 12.0, 240.0, 3.0, &g);
    let g = chrome(c, x, 12.0);
    c.rect(x - 10.0, y + 226.0, 20.0, FLOOR - y - 300.0, 3.0, &g);
    c.rect(x - 16.0, y + 214.0, 32.0, 30.0, 6.0, &g);
    for dx in [-110.0, 110.0, lean] {
        let d = format!("M{x:.1} {:.1}L{:.1} {:.1}", FLOOR - 132.0, x + dx, FLOOR - 10.0);
        c.stroke(&d, "#4e5358", 13.0);
        c.stroke(&d, "#bfc4c9", 9.0);
        c.circle(x + dx, FLOOR - 8.0, 9.0, "#141415");
    }
}

fn disc(c: &mut Canvas, s: &Stage<'_>, (x, y): (f64, f64), inches: f64, lean: f64, kind: CymbalKind) {
    let r = inches / 2.0 * s.inch;
    let d = Disc { r, kind, alloy: Alloy::Brilliant, seed: s.seed + inches as u64, light: -48.0 };
    c.within(Matrix::shift(x, y).after(Matrix::turn(lean)).after(Matrix::scale(1.0, 0.20)), |c| {
        c.circle(0.0, 12.0, r, &css(darker(tone(Finish::Solid(0x8A5A16)), 0.2)));
        face(c, &d);
    });
    c.within(Matrix::shift(x, y).after(Matrix::turn(lean)), |c| {
        let b = r * 0.19;
        let g = c.linear(
            (-b, 0.0),
            (b, 0.0),
            &[(0.0, 0x9A6A22, 1.0), (0.3, 0xFFEFC0, 1.0), (0.6, 0xC8943A, 1.0), (1.0, 0x6A430F, 1.0)],
        );
        c.fill(
            &format!(
                "M{:.1} 1C{:.1} {:.1} {:.1} {:.1} 0 {:.1}C{:.1} {:.1} {:.1} {:.1} {b:.1} 1Z",
                -b,
                -b * 0.9,
                -b * 0.45,
                -b * 0.5,
                -b * 0.6,
                -b * 0.6,
                b * 0.5,
                -b * 0.6,
                b * 0.9,
                -b * 0.45
            ),
            &g,
        );
        c.rect(-6.0, -b * 0.6 - 11.0, 12.0, 12.0, 3.0, "#1a1918");
        c.rect(-3.0, -b * 0.6 - 24.0, 6.0, 16.0, 2.0, "#c9ced2");
    });
}

fn hats(c: &mut Canvas, s: &Stage<'_>, (x, y): (f64, f64)) {
    let g = chrome(c, x, 9.0);
    c.rect(x - 8.0, y + 10.0, 16.0, FLOOR - y - 60.0, 3.0, &g);
    for dx in [-92.0, 84.0, 10.0] {
        let d = format!("M{x:.1} {:.1}L{:.1} {:.1}", FLOOR - 120.0, x + dx, FLOOR - 8.0);
        c.stroke(&d, "#4e5358", 12.0);
        c.stroke(&d, "#bfc4c9", 8.0);
        c.circle(x + dx, FLOOR - 6.0, 8.0, "#141415");
    }
    disc(c, s, (x, y + 20.0), 14.0, 0.0, CymbalKind::Crash);
    disc(c, s, (x, y), 14.0, -2.0, CymbalKind::Crash);
    c.rect(x - 3.5, y - 120.0, 7.0, 112.0, 2.0, "#c3c8cc");
    c.rect(x - 9.0, y - 46.0, 18.0, 22.0, 4.0, "#8d9297");
}

/// Keeps the colour of chrome in one place for the electronic kit.
pub(super) fn tube(c: &mut Canvas, from: (f64, f64), to: (f64, f64), w: f64, color: Rgb) {
    let d = format!("M{:.1} {:.1}L{:.1} {:.1}", from.0, from.1, to.0, to.1);
    c.stroke(&d, &css(darker(color, 0.55)), w);
    c.stroke(&d, &css(color), w * 0.72);
    let up = if (from.0 - to.0).abs() > (from.1 - to.1).abs() { (0.0, -w * 0.18) } else { (-w * 0.18, 0.0) };
    c.at(up.0, up.1, |c| c.stroke_a(&d, &css(lighter(color, 0.7)), w * 0.16, 0.8));
}
