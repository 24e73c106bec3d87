//! Instruments with piano keys, in millimetres on the top of a flat box.

mod bed;
mod panel;

use super::canvas::Canvas;
use super::color::{BLACK, WHITE, darker, lighter};
use super::outline::rounded_rect;
use super::scene::Subject;
use super::solid::Solid;
use super::surface::{Area, bevel, grain};
use crate::finish::{Rgb, Wood};
use crate::look::{KeyBed, Keys, KeysKind};

use bed::keybed;
use panel::controls;

/// The keyboard from above, or from its corner and closer.
pub(super) fn show(c: &mut Canvas, s: &Subject<'_>, look: &Keys) {
    let (w, d, h) = look.size;
    let long = w > 900.0;
    let solid = if s.front() {
        Solid::fit(
            (w, h, d),
            if long { (19.0, 48.0) } else { (0.0, 56.0) },
            (600.0, if long { 880.0 } else { 950.0 }),
            (1140.0, 760.0),
        )
    } else {
        let k = if long { 2.35 } else { 1.18 };
        let yaw = if long { 30.0 } else { 24.0 };
        Solid::fit(
            (w, h, d),
            (yaw, 40.0),
            (if long { 1190.0 } else { 640.0 }, if long { 1230.0 } else { 1010.0 }),
            (1060.0 * k, 1400.0),
        )
    };
    let body = s.color(look.color);
    let panel = if s.finish().is_some() && look.kind != KeysKind::Synth { body } else { look.panel };
    solid.ground(c);
    if solid.turned() {
        c.within(solid.side(), |c| side(c, (d, h), body, look));
    }
    c.within(solid.front(), |c| apron(c, (w, h), body, look));
    c.within(solid.top(), |c| top(c, look, (body, panel), s));
}

fn side(c: &mut Canvas, (d, h): (f64, f64), body: Rgb, look: &Keys) {
    let shape = rounded_rect(0.0, 0.0, d, h, 5.0);
    if let Some(wood) = look.cheeks {
        grain(c, &shape, Area::new(0.0, 0.0, d, h), Wood::Koa, Some(wood), 4);
    } else {
        let g =
            c.linear((0.0, 0.0), (d, h), &[(0.0, lighter(body, 0.14), 1.0), (0.5, body, 1.0), (1.0, darker(body, 0.45), 1.0)]);
        c.fill(&shape, &g);
    }
    bevel(c, &shape, Area::new(0.0, 0.0, d, h), 4.0, 0.6);
}

/// The front below the keys.
fn apron(c: &mut Canvas, (w, h): (f64, f64), body: Rgb, look: &Keys) {
    let shape = rounded_rect(0.0, 0.0, w, h, 4.0);
    let g = c.linear((0.0, 0.0), (0.0, h), &[(0.0, lighter(body, 0.16), 1.0), (0.12, body, 1.0), (1.0, darker(body, 0.55), 1.0)]);
    c.fill(&shape, &g);
    let along = c.linear((0.0, 0.0), (w, 0.0), &[(0.0, WHITE, 0.10), (0.4, WHITE, 0.0), (1.0, BLACK, 0.3)]);
    c.fill(&shape, &along);
    if let Some(wood) = look.cheeks {
        for x in [0.0, w - 16.0] {
            let d = rounded_rect(x, 0.0, 16.0, h, 3.0);
            grain(c, &d, Area::new(x, 0.0, x + 16.0, h), Wood::Koa, Some(wood), 6);
        }
    }
}

fn top(c: &mut Canvas, look: &Keys, (body, panel): (Rgb, Rgb), s: &Subject<'_>) {
    let (w, d, _) = look.size;
    let shape = rounded_rect(0.0, 0.0, w, d, 7.0);
    let g = c.linear(
        (0.0, 0.0),
        (w, d),
        &[(0.0, lighter(body, 0.28), 1.0), (0.35, lighter(body, 0.06), 1.0), (1.0, darker(body, 0.28), 1.0)],
    );
    c.fill(&shape, &g);
    let cheek = if look.cheeks.is_some() { 16.0 } else { 4.0 };
    let length = match look.bed {
        KeyBed::Full => 148.0_f64,
        KeyBed::Slim => 112.0,
        KeyBed::Mini => 86.0,
    }
    .min(d * 0.62);
    let front = d - 7.0;
    let split = front - length - 7.0;
    let plate = rounded_rect(cheek, 4.0, w - 2.0 * cheek, split - 4.0, 3.0);
    let g = c.linear(
        (0.0, 0.0),
        (w * 0.8, split * 2.0),
        &[(0.0, lighter(panel, 0.22), 1.0), (0.4, panel, 1.0), (1.0, darker(panel, 0.25), 1.0)],
    );
    c.fill(&plate, &g);
    c.line((cheek, split), (w - cheek, split), "rgba(0,0,0,0.55)", 1.6);
    keybed(c, look, (cheek, front - length, w - 2.0 * cheek, length), body);
    controls(c, look, (cheek + 8.0, 10.0, w - 2.0 * cheek - 16.0, split - 16.0), s, panel);
    if let Some(wood) = look.cheeks {
        for x in [0.0, w - 16.0] {
            let d = rounded_rect(x, 0.0, 16.0, d, 3.0);
            grain(c, &d, Area::new(x, 0.0, x + 16.0, look.size.1), Wood::Koa, Some(wood), 5);
            bevel(c, &d, Area::new(x, 0.0, x + 16.0, look.size.1), 3.0, 0.7);
        }
    }
    bevel(c, &shape, Area::new(0.0, 0.0, w, d), 4.0, 0.6);
}
