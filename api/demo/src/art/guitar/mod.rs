//! Guitars and basses, in millimetres: nut at y = 0, bridge at y = scale.

pub(super) mod acoustic;
mod body;
mod bridge;
pub(super) mod guard;
mod head;
pub(super) mod neck;
mod pickup;
mod plate;

use super::canvas::{Canvas, Matrix};
use super::color::{brightness, css};
use super::scene::{SIDE, Subject, standing};
use super::surface::{Area, bevel_in, gloss_in, paint_in, screw, shadow, soft_fill, tone};
use crate::finish::Finish;
use crate::look::{Body, Bridge, Electric};
use head::Dress;
use neck::Neck;

/// What to draw.
pub(super) struct Guitar<'a> {
    pub(super) look: &'a Electric,
    pub(super) finish: Finish,
    pub(super) brand: &'static str,
    pub(super) left_handed: bool,
    pub(super) seed: u64,
}

/// An electric guitar or bass upright, or its body from close by.
pub(super) fn show(c: &mut Canvas, s: &Subject<'_>, look: &Electric) {
    let g = Guitar {
        look,
        finish: s.finish().unwrap_or(Finish::Solid(0x1B1B1C)),
        brand: s.brand(),
        left_handed: s.variant.art.left_handed,
        seed: s.seed(),
    };
    let neck = plane(look);
    if s.front() {
        let (top, bottom) = extent(look);
        let k = 1108.0 / (bottom - top);
        let place = Matrix::shift(SIDE / 2.0, 42.0 - top * k).after(Matrix::scale(k, k));
        touching(c, look.body, place, neck.bridge_y());
        cast(c, (14.0, 20.0), place, |c| silhouette(&g, c, |c, d| soft_fill(c, d, "#0b0908", 13.0, 0.42)));
        c.within(place, |c| draw(c, &g));
    } else {
        let k = if neck.heavy { 2.05 } else { 2.35 };
        let middle = neck.bridge_y() - if neck.heavy { 130.0 } else { 60.0 };
        let lean = if g.left_handed { 34.0 } else { -34.0 };
        let place = close_up(lean, k, middle);
        cast(c, (30.0, 36.0), place, |c| silhouette(&g, c, |c, d| soft_fill(c, d, "#0b0908", 10.0, 0.42)));
        c.within(place, |c| draw(c, &g));
    }
}

/// The camera over a body: leaning, `k` pixels per millimetre, looking at `middle`.
fn close_up(lean: f64, k: f64, middle: f64) -> Matrix {
    Matrix::shift(600.0, 610.0).after(Matrix::turn(lean)).after(Matrix::scale(k, k)).after(Matrix::shift(0.0, -middle))
}

fn cast(c: &mut Canvas, (dx, dy): (f64, f64), place: Matrix, draw: impl FnOnce(&mut Canvas)) {
    c.at(dx, dy, |c| c.within(place, draw));
}

/// The floor shadow under the parts of a body that come down to it.
fn touching(c: &mut Canvas, body: Body, place: Matrix, bridge: f64) {
    let feet: &[(f64, f64, f64)] = match body {
        Body::V => &[(-180.0, 222.0, 46.0), (180.0, 222.0, 46.0)],
        Body::Rhoads => &[(-200.0, 284.0, 34.0)],
        Body::Explorer => &[(136.0, 222.0, 46.0)],
        Body::Offset => &[(40.0, 178.0, 130.0)],
        _ => &[(0.0, outline_bottom(body), 138.0)],
    };
    for (x, y, half) in feet {
        let (px, py) = place.apply(*x, bridge + y);
        standing(c, px, py.min(1168.0) + 2.0, *half);
    }
}

fn outline_bottom(body: Body) -> f64 {
    body::outline(body).area.y1
}

/// The strings' plane of an electric instrument.
pub(super) fn plane(look: &Electric) -> Neck {
    let n = look.strings;
    let heavy = n <= 5;
    let extra = if heavy { f64::from(n.saturating_sub(4)) } else { f64::from(n.saturating_sub(6)) };
    let (nut, last, at_nut, at_bridge) = if heavy {
        (41.0 + 4.5 * extra, 62.5 + 9.0 * extra, 32.0 + 4.5 * extra, 57.0 + 13.0 * extra)
    } else {
        (42.5 + 5.5 * extra, 57.0 + 7.0 * extra, 35.5 + 5.5 * extra, 52.5 + 10.0 * extra)
    };
    Neck {
        strings: n,
        frets: look.frets,
        scales: (look.bass_scale.unwrap_or(look.scale), look.scale),
        widths: (nut, last),
        spreads: (at_nut, at_bridge),
        heavy,
    }
}

/// Top and bottom of the whole instrument.
pub(super) fn extent(look: &Electric) -> (f64, f64) {
    let neck = plane(look);
    let head = head::headstock(look.head, neck);
    (head.area.y0, neck.bridge_y() + body::outline(look.body).area.y1)
}

/// Draws the instrument.
pub(super) fn draw(c: &mut Canvas, g: &Guitar<'_>) {
    let flip = if g.left_handed { Matrix::scale(-1.0, 1.0) } else { Matrix::scale(1.0, 1.0) };
    c.within(flip, |c| instrument(c, g));
}

fn instrument(c: &mut Canvas, g: &Guitar<'_>) {
    let look = g.look;
    let neck = plane(look);
    let head = head::headstock(look.head, neck);
    let base = neck.bridge_y();
    c.at(0.0, base, |c| the_body(c, g));
    head::draw(
        c,
        &head,
        &Dress {
            finish: look.head_finish,
            body: g.finish,
            neck: look.neck,
            metal: look.metal,
            brand: g.brand,
            mirrored: g.left_handed,
        },
    );
    c.at(0.0, base, |c| guard::guard(c, look));
    let board = neck::board_outline(neck);
    shadow(c, &board, (2.6, 2.6), 2.4, 0.5);
    neck::board(c, neck, look.board, look.inlay, look.neck_binding);
    if look.bridge == Bridge::Plate {
        bridge::draw(c, look.bridge, neck, look.metal);
    }
    for p in look.pickups {
        pickup::draw(c, p, neck, look.metal);
    }
    if look.bridge != Bridge::Plate {
        bridge::draw(c, look.bridge, neck, look.metal);
    }
    neck::strings(c, neck, |i| bridge::tail(look.bridge, neck, i));
    head::strings(c, neck, &head);
    if look.bridge == Bridge::Locking {
        bridge::locking_nut(c, neck, look.metal);
    }
    c.at(0.0, base, |c| guard::controls(c, look));
}

fn the_body(c: &mut Canvas, g: &Guitar<'_>) {
    let outline = body::outline(g.look.body);
    let (d, area) = (&outline.d, outline.area);
    let angular = matches!(g.look.body, Body::V | Body::Rhoads | Body::Explorer);
    c.clipped(d, |c| {
        paint_in(c, d, area, g.finish, g.seed);
        form(c, g, d, area, angular);
        if let Some(binding) = g.look.binding {
            c.stroke(d, "rgba(0,0,0,0.45)", 9.4);
            c.stroke(d, &css(binding), 7.6);
            let shade = c.linear((area.x0, area.y0), (area.x1, area.y1), &[(0.0, 0xFFFFFF, 0.5), (0.5, 0, 0.0), (1.0, 0, 0.5)]);
            c.stroke(d, &shade, 7.6);
        }
        let strength = if matches!(g.finish, Finish::Natural(_)) { 0.5 } else { 1.0 };
        gloss_in(c, area, strength);
    });
    c.stroke_a(d, "#000", 0.8, 0.35);
    if !angular {
        screw(c, 0.0, area.y1 - 1.0, 4.0, g.look.metal);
    }
}

/// Edges and contours.
fn form(c: &mut Canvas, g: &Guitar<'_>, d: &str, area: Area, angular: bool) {
    // Black shade would dirty a pale finish.
    let soft = if brightness(tone(g.finish)) > 0.6 { 0.62 } else { 1.0 };
    if matches!(g.look.body, Body::Single | Body::ModernSingle | Body::DoubleCut | Body::SrBass) {
        // The top rises from a dished edge.
        bevel_in(c, d, area, 34.0, 0.55 * soft * soft);
        bevel_in(c, d, area, 12.0, 0.6 * soft);
    } else if angular {
        bevel_in(c, d, area, 9.0, soft);
    } else {
        bevel_in(c, d, area, 15.0, 0.65 * soft);
        if matches!(g.look.body, Body::S | Body::Super | Body::Offset | Body::PBass | Body::JBass) {
            contour(c, area);
        }
    }
}

/// The forearm bevel on the lower bass side.
fn contour(c: &mut Canvas, area: Area) {
    let (w, h) = (area.width(), area.height());
    let g = c.linear(
        (area.x0, area.y1 - h * 0.18),
        (area.x0 + w * 0.32, area.y1 - h * 0.36),
        &[(0.0, 0xFFFFFF, 0.20), (0.62, 0xFFFFFF, 0.10), (0.72, 0x000000, 0.10), (1.0, 0x000000, 0.0)],
    );
    {
        c.ellipse(area.x0 + w * 0.04, area.y1 - h * 0.20, w * 0.30, h * 0.27, &g);
    }
}

/// The silhouette for shadows: body, neck and head.
pub(super) fn silhouette(g: &Guitar<'_>, c: &mut Canvas, draw: impl Fn(&mut Canvas, &str)) {
    let neck = plane(g.look);
    let flip = if g.left_handed { Matrix::scale(-1.0, 1.0) } else { Matrix::scale(1.0, 1.0) };
    c.within(flip, |c| {
        c.at(0.0, neck.bridge_y(), |c| draw(c, &body::outline(g.look.body).d));
        draw(c, &neck::board_outline(neck));
        draw(c, &head::headstock(g.look.head, neck).d);
    });
}
