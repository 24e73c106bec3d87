//! Headstocks with their tuners. Millimetres, nut at y = 0, the head above it.

use super::super::canvas::{Canvas, Matrix};
use super::super::color::{BLACK, WHITE, css, darker, lighter};
use super::super::lettering::{Anchor, fit};
use super::super::outline::{P, closed, polygon, rounded_rect};
use super::super::surface::{Area, bevel, gloss, grain, lacquer, paint, plating, polished};
use super::neck::Neck;
use crate::finish::{Finish, Wood};
use crate::look::{Head, HeadFinish, Lettering, Metal, NeckWood};
use P::{C, S};

/// A tuner: its post and the way its button points, in degrees (180 = to the bass side).
#[derive(Clone, Copy, Debug)]
pub(in crate::art) struct Tuner {
    pub(in crate::art) x: f64,
    pub(in crate::art) y: f64,
    angle: f64,
    reach: f64,
}

/// A headstock ready to be drawn.
pub(in crate::art) struct Headstock {
    pub(in crate::art) d: String,
    pub(in crate::art) area: Area,
    /// One per string, lowest first.
    pub(in crate::art) tuners: Vec<Tuner>,
    name: (f64, f64, f64, f64),
}

/// Builds the headstock for the strings of `neck`.
pub(in crate::art) fn headstock(head: Head, neck: Neck) -> Headstock {
    let w = neck.widths.0 / 2.0;
    let n = neck.strings;
    let gap = if neck.heavy { 36.0 } else { 23.5 };
    match head {
        Head::SixInline | Head::SixInlineSlim | Head::FourInline => {
            let slim = head == Head::SixInlineSlim;
            inline(neck, gap, move |top| rounded_inline(w, top, slim))
        }
        Head::Pointed | Head::ReversePointed => inline(neck, gap, move |top| pointed(w, top)),
        Head::Hockey => inline(neck, gap, move |top| hockey(w, top)),
        Head::SevenEight if n % 2 == 1 => inline(neck, 22.0, move |top| pointed(w, top)),
        _ => paired(head, neck),
    }
}

/// All tuners on the bass side, each post in line with its string.
fn inline(neck: Neck, gap: f64, shape: impl Fn(f64) -> String) -> Headstock {
    let n = neck.strings;
    let tuners: Vec<Tuner> = (0..n)
        .map(|i| {
            let y = -33.0 - gap * f64::from(i);
            let lean = neck.string_x(i, 0.0) + f64::from(i) * 0.5;
            Tuner { x: lean, y, angle: 188.0, reach: 17.0 }
        })
        .collect();
    let top = -33.0 - gap * f64::from(n - 1);
    Headstock {
        d: shape(top),
        area: Area::new(-40.0, top - 44.0, 62.0, 0.0),
        tuners,
        name: (neck.widths.0 * 0.5 - 4.0, top * 0.55 + 6.0, -top * 0.40, -84.0),
    }
}

fn rounded_inline(w: f64, top: f64, slim: bool) -> String {
    let ball = if slim { 0.55 } else { 1.0 };
    closed(&[
        C(-w, 0.0),
        S(-w - 1.5, -9.0),
        S(-w - 13.0, -18.0),
        C(-w - 16.0, -26.0),
        C(w - 29.0, top - 20.0),
        S(w - 20.0, top - 31.0),
        S(w - 2.0, top - 36.0),
        S(w + 18.0 * ball, top - 31.0),
        S(w + 30.0 * ball, top - 16.0),
        S(w + 29.0 * ball, top + 2.0),
        S(w + 16.0 * ball, top + 13.0),
        S(w + 6.0, top + 20.0),
        S(w + 5.0, top + 36.0),
        S(w + 6.0, top * 0.5),
        S(w + 4.0, -24.0),
        S(w + 0.5, -8.0),
        C(w, 0.0),
    ])
}

fn pointed(w: f64, top: f64) -> String {
    polygon(&[
        (-w, 0.0, 1.0),
        (-w - 1.0, -10.0, 8.0),
        (-w - 17.0, -22.0, 5.0),
        (w - 8.0, top - 26.0, 30.0),
        (w + 14.0, top - 52.0, 3.0),
        (w + 19.0, top - 44.0, 3.0),
        (w + 6.0, top + 4.0, 40.0),
        (w + 3.0, -30.0, 40.0),
        (w, -6.0, 8.0),
        (w, 0.0, 1.0),
    ])
}

fn hockey(w: f64, top: f64) -> String {
    closed(&[
        C(-w, 0.0),
        S(-w - 2.0, -10.0),
        S(-w - 14.0, -20.0),
        C(-w - 16.0, -28.0),
        C(w - 34.0, top - 12.0),
        S(w - 26.0, top - 32.0),
        S(w - 2.0, top - 48.0),
        C(w + 40.0, top - 56.0),
        C(w + 44.0, top - 36.0),
        S(w + 20.0, top - 20.0),
        S(w + 8.0, top + 8.0),
        S(w + 7.0, top * 0.5),
        S(w + 4.0, -24.0),
        S(w + 0.5, -8.0),
        C(w, 0.0),
    ])
}

/// Tuners on both sides.
fn paired(head: Head, neck: Neck) -> Headstock {
    let n = neck.strings;
    let w = neck.widths.0 / 2.0;
    let left = match head {
        Head::ThreeTwo | Head::ThreeOne => 3,
        _ => n.div_ceil(2),
    };
    let right = n - left;
    let gap = if neck.heavy { 44.0 } else { 38.0 };
    let longest = f64::from(left.max(right).saturating_sub(1));
    let top = -38.0 - gap * longest;
    let spread = |y: f64| w + 4.0 + (-y - 30.0).max(0.0) * 0.055;
    let mut tuners: Vec<Tuner> = Vec::new();
    for i in 0..left {
        let y = -38.0 - gap * f64::from(i);
        tuners.push(Tuner { x: -spread(y) + 8.0, y, angle: 180.0, reach: 17.0 });
    }
    for i in 0..right {
        let lift = if right < left { gap * 0.5 } else { 0.0 };
        let y = -38.0 - lift - gap * f64::from(right - 1 - i);
        tuners.push(Tuner { x: spread(y) - 8.0, y, angle: 0.0, reach: 17.0 });
    }
    let edge = |y: f64| spread(y) + 6.0;
    let (low, high) = (edge(-34.0), edge(top));
    let d = match head {
        Head::OpenBook => closed(&[
            C(-w, 0.0),
            S(-w - 1.5, -10.0),
            S(-low, -26.0),
            C(-low - 0.5, -34.0),
            C(-high - 3.0, top - 18.0),
            S(-high + 4.0, top - 27.0),
            S(-high + 18.0, top - 25.0),
            S(-9.0, top - 21.0),
            C(0.0, top - 15.0),
            S(9.0, top - 21.0),
            S(high - 18.0, top - 25.0),
            S(high - 4.0, top - 27.0),
            C(high + 3.0, top - 18.0),
            C(low + 0.5, -34.0),
            S(low, -26.0),
            S(w + 1.5, -10.0),
            C(w, 0.0),
        ]),
        Head::Arrow => polygon(&[
            (-w, 0.0, 1.0),
            (-w - 1.0, -12.0, 8.0),
            (-low - 2.0, -26.0, 4.0),
            (-high - 7.0, top - 10.0, 4.0),
            (-5.0, top - 46.0, 4.0),
            (5.0, top - 46.0, 4.0),
            (high + 7.0, top - 10.0, 4.0),
            (low + 2.0, -26.0, 4.0),
            (w + 1.0, -12.0, 8.0),
            (w, 0.0, 1.0),
        ]),
        _ => closed(&[
            C(-w, 0.0),
            S(-w - 1.5, -10.0),
            S(-low, -26.0),
            C(-low - 0.5, -36.0),
            C(-high, top - 14.0),
            S(-high + 3.0, top - 26.0),
            S(-high * 0.45, top - 24.0),
            S(0.0, top - 31.0),
            S(high * 0.45, top - 24.0),
            S(high - 3.0, top - 26.0),
            C(high, top - 14.0),
            C(low + 0.5, -36.0),
            S(low, -26.0),
            S(w + 1.5, -10.0),
            C(w, 0.0),
        ]),
    };
    Headstock { d, area: Area::new(-high - 8.0, top - 46.0, high + 8.0, 0.0), tuners, name: (0.0, top - 4.0, high * 1.25, 0.0) }
}

/// How a headstock is dressed.
pub(in crate::art) struct Dress {
    pub(in crate::art) finish: HeadFinish,
    pub(in crate::art) body: Finish,
    pub(in crate::art) neck: NeckWood,
    pub(in crate::art) metal: Metal,
    pub(in crate::art) brand: &'static str,
    pub(in crate::art) mirrored: bool,
}

/// The colour of neck wood.
pub(in crate::art) const fn neck_wood(neck: NeckWood) -> (Wood, u32) {
    match neck {
        NeckWood::Maple => (Wood::Maple, 0xE6CB98),
        NeckWood::Amber => (Wood::Maple, 0xDDAE66),
        NeckWood::Mahogany => (Wood::Mahogany, 0x6E3C22),
        NeckWood::Black => (Wood::Ebony, 0x1A1A1B),
    }
}

/// Draws buttons, head, posts and the maker's name.
pub(in crate::art) fn draw(c: &mut Canvas, head: &Headstock, dress: &Dress) {
    for t in &head.tuners {
        button(c, *t, dress.metal);
    }
    match dress.finish {
        HeadFinish::Neck => {
            let (wood, color) = neck_wood(dress.neck);
            grain(c, &head.d, head.area, wood, Some(color), 5);
        }
        HeadFinish::Black => {
            let g = lacquer(c, head.area, 0x151516, 0.22, 0.3);
            c.fill(&head.d, &g);
        }
        HeadFinish::Body => paint(c, &head.d, head.area, plain(dress.body), 5),
    }
    // The face drops back behind the nut.
    let drop = c.linear((0.0, -34.0), (0.0, 0.0), &[(0.0, BLACK, 0.0), (0.7, BLACK, 0.20), (1.0, BLACK, 0.5)]);
    c.clipped(&head.d, |c| c.rect(-80.0, -34.0, 160.0, 34.0, 0.0, &drop));
    if dress.finish != HeadFinish::Neck {
        gloss(c, &head.d, head.area, 0.55);
    }
    bevel(c, &head.d, head.area, 2.6, 0.8);
    for t in &head.tuners {
        post(c, *t, dress.metal);
    }
    name(c, head, dress);
}

/// A burst or figure has no room on a head: its darkest tone is used.
fn plain(finish: Finish) -> Finish {
    match finish {
        Finish::Burst { edge, .. } => Finish::Solid(edge),
        Finish::Natural(_) => Finish::Solid(0x1A1513),
        other => other,
    }
}

fn name(c: &mut Canvas, head: &Headstock, dress: &Dress) {
    let dark_face = match dress.finish {
        HeadFinish::Neck => !matches!(dress.neck, NeckWood::Maple | NeckWood::Amber),
        HeadFinish::Black => true,
        HeadFinish::Body => super::super::color::brightness(super::super::surface::tone(plain(dress.body))) < 0.5,
    };
    let ink = if dark_face { "#e9e2cf" } else { "#191512" };
    let (x, y, most, turn) = head.name;
    let flip = if dress.mirrored { -1.0 } else { 1.0 };
    let along = turn.abs() > 1.0;
    let turn = if along { Matrix::turn(turn * flip) } else { Matrix::shift(0.0, 0.0) };
    c.within(Matrix::shift(x, y).after(Matrix::scale(flip, 1.0)).after(turn), |c| {
        fit(c, dress.brand, Lettering::Serif, (0.0, 4.0, Anchor::Middle), (if along { 13.0 } else { 14.0 }, most), ink);
    });
}

fn button(c: &mut Canvas, t: Tuner, metal: Metal) {
    let shaft = polished(c, metal, (0.0, -2.5), (0.0, 2.5));
    let knob = polished(c, metal, (0.0, -9.0), (0.0, 9.0));
    c.within(Matrix::shift(t.x, t.y).after(Matrix::turn(t.angle)), |c| {
        c.rect(4.0, -2.2, t.reach + 8.0, 4.4, 1.0, &shaft);
        c.fill(&rounded_rect(t.reach + 8.0, -8.5, 13.0, 17.0, 5.5), &knob);
        c.stroke_a(&rounded_rect(t.reach + 8.0, -8.5, 13.0, 17.0, 5.5), "#000", 0.5, 0.4);
    });
}

fn post(c: &mut Canvas, t: Tuner, metal: Metal) {
    let (light, middle, dark) = plating(metal);
    c.at(t.x + 0.9, t.y + 1.2, |c| c.circle(0.0, 0.0, 6.6, "rgba(0,0,0,0.35)"));
    let washer = c.radial((t.x - 2.0, t.y - 2.5), 9.0, &[(0.0, lighter(light, 0.2), 1.0), (0.6, middle, 1.0), (1.0, dark, 1.0)]);
    c.circle(t.x, t.y, 6.3, &washer);
    c.ring(t.x, t.y, 6.2, &css(darker(dark, 0.2)), 0.4);
    let top = c.radial((t.x - 1.2, t.y - 1.5), 5.0, &[(0.0, WHITE, 1.0), (0.4, middle, 1.0), (1.0, dark, 1.0)]);
    c.circle(t.x, t.y, 3.4, &top);
    c.ring(t.x, t.y, 4.0, "#d9d6cf", 0.7);
    c.line((t.x - 2.0, t.y - 1.0), (t.x + 2.0, t.y + 1.0), &css(darker(dark, 0.4)), 0.9);
}

/// Strings from the nut to their posts.
pub(in crate::art) fn strings(c: &mut Canvas, neck: Neck, head: &Headstock) {
    for i in 0..neck.strings {
        let Some(t) = head.tuners.get(usize::from(i)) else { continue };
        let (y, _) = neck.string_ends(i);
        let x = neck.string_x(i, y);
        let w = neck.gauge(i) * 0.95;
        let side = if t.x < x { 3.6 } else { -3.6 };
        let end = (t.x + side * 0.9, t.y + 1.0);
        c.line((x + 1.0, y - 3.0), (end.0 + 1.0, end.1 + 1.0), "rgba(0,0,0,0.3)", w);
        c.line((x, y - 4.0), end, "#b9b6ae", w);
        c.line((x - w * 0.2, y - 4.0), (end.0 - w * 0.2, end.1), "#f6f4ee", w * 0.35);
    }
}
