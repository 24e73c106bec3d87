//! Guitars and basses, in millimetres: nut at y = 0, bridge at y = scale.

pub(super) mod acoustic;
mod body;
mod bridge;
pub(super) mod guard;
mod head;
pub(super) mod neck;
mod pickup;

use super::canvas::{Canvas, Matrix};
use super::color::css;
use super::surface::{Area, bevel, gloss, paint, screw, shadow, tone};
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
    head::draw(c, &head, &Dress {
        finish: look.head_finish,
        body: g.finish,
        neck: look.neck,
        metal: look.metal,
        brand: g.brand,
        mirrored: g.left_handed,
    });
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
    paint(c, d, area, g.finish, g.seed);
    let carved = matches!(g.look.body, Body::Single | Body::ModernSingle | Body::DoubleCut | Body::SrBass);
    let angular = matches!(g.look.body, Body::V | Body::Rhoads | Body::Explorer);
    if carved {
        // The top rises from a dished edge.
        bevel(c, d, area, 34.0, 0.55);
        bevel(c, d, area, 12.0, 0.6);
    } else if angular {
        bevel(c, d, area, 9.0, 1.0);
    } else {
        bevel(c, d, area, 15.0, 0.85);
        if matches!(g.look.body, Body::S | Body::Super | Body::Offset | Body::PBass | Body::JBass) {
            contour(c, d, area);
        }
    }
    if let Some(binding) = g.look.binding {
        c.clipped(d, |c| {
            c.stroke(d, "rgba(0,0,0,0.45)", 9.4);
            c.stroke(d, &css(binding), 7.6);
            let shade = c.linear((area.x0, area.y0), (area.x1, area.y1), &[(0.0, 0xFFFFFF, 0.5), (0.5, 0, 0.0), (1.0, 0, 0.5)]);
            c.stroke(d, &shade, 7.6);
        });
    }
    let strength = match g.finish {
        Finish::Natural(_) => 0.45,
        _ if tone(g.finish) == 0x1B1B1B => 0.4,
        _ => 1.0,
    };
    gloss(c, d, area, strength);
    c.stroke_a(d, "#000", 0.8, 0.35);
    for (x, y) in [(0.0, area.y1 - 1.0)] {
        screw(c, x, y, 4.0, g.look.metal);
    }
}

/// The forearm bevel on the lower bass side.
fn contour(c: &mut Canvas, d: &str, area: Area) {
    let (w, h) = (area.width(), area.height());
    let g = c.linear(
        (area.x0, area.y1 - h * 0.18),
        (area.x0 + w * 0.32, area.y1 - h * 0.36),
        &[(0.0, 0xFFFFFF, 0.20), (0.62, 0xFFFFFF, 0.10), (0.72, 0x000000, 0.10), (1.0, 0x000000, 0.0)],
    );
    c.clipped(d, |c| {
        c.ellipse(area.x0 + w * 0.04, area.y1 - h * 0.20, w * 0.30, h * 0.27, &g);
    });
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
