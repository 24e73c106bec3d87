//! Studio monitors and loudspeakers for the stage.

use super::super::canvas::Canvas;
use super::super::color::{BLACK, WHITE, brightness, css, darker, lighter};
use super::super::lettering::{Anchor, fit};
use super::super::outline::{lines, rounded_rect};
use super::super::parts::lamp;
use super::super::scene::Subject;
use super::super::solid::Solid;
use super::super::surface::{Area, bevel};
use crate::finish::Rgb;
use crate::look::{Lettering, Monitor, PaSpeaker};

/// A box from the front, or turned.
fn stand(s: &Subject<'_>, (w, h, d): (f64, f64, f64)) -> Solid {
    if s.front() {
        Solid::fit((w, h, d), (0.0, 7.0), (600.0, 1108.0), (760.0, 960.0))
    } else {
        Solid::fit((w, h, d), (30.0, 14.0), (600.0, 1110.0), (980.0, 1010.0))
    }
}

fn walls(c: &mut Canvas, b: &Solid, color: Rgb, r: f64) {
    b.ground(c);
    let (w, h, d) = (b.w, b.h, b.d);
    if b.turned() {
        c.within(b.side(), |c| {
            let shape = rounded_rect(0.0, 0.0, d, h, r);
            let g = c.linear(
                (0.0, 0.0),
                (d, h),
                &[(0.0, lighter(color, 0.10), 1.0), (0.5, color, 1.0), (1.0, darker(color, 0.5), 1.0)],
            );
            c.fill(&shape, &g);
            bevel(c, &shape, Area::new(0.0, 0.0, d, h), 4.0, 0.5);
        });
    }
    c.within(b.top(), |c| {
        let shape = rounded_rect(0.0, 0.0, w, d, r);
        let g = c.linear((0.0, 0.0), (w, d), &[(0.0, lighter(color, 0.34), 1.0), (1.0, lighter(color, 0.12), 1.0)]);
        c.fill(&shape, &g);
    });
}

/// A studio monitor.
pub(in crate::art) fn monitor(c: &mut Canvas, s: &Subject<'_>, look: &Monitor) {
    let color = s.color(look.color);
    let b = stand(s, look.size);
    walls(c, &b, color, 4.0);
    c.within(b.front(), |c| monitor_front(c, look, color, s.brand()));
}

fn monitor_front(c: &mut Canvas, look: &Monitor, color: Rgb, brand: &'static str) {
    let (w, h, _) = look.size;
    let shape = rounded_rect(0.0, 0.0, w, h, 8.0);
    let g = c.radial(
        (w * 0.25, h * 0.15),
        h * 1.1,
        &[(0.0, lighter(color, 0.22), 1.0), (0.5, color, 1.0), (1.0, darker(color, 0.36), 1.0)],
    );
    c.fill(&shape, &g);
    bevel(c, &shape, Area::new(0.0, 0.0, w, h), 6.0, 0.8);
    let r = look.woofer * 12.7 * 1.02;
    let lift = if look.port { 20.0 } else { 0.0 };
    let wy = h - r - 24.0 - lift;
    woofer(c, (w / 2.0, wy), r, look.cone);
    let ty = (wy - r) * 0.52;
    if look.ribbon {
        ribbon(c, (w / 2.0, ty), w * 0.52, (wy - r) * 0.56);
    } else {
        tweeter(c, (w / 2.0, ty), (wy - r) * 0.44, look.cone, color);
    }
    if look.port {
        let port = rounded_rect(w * 0.14, h - 27.0, w * 0.72, 15.0, 7.0);
        let dark =
            c.linear((0.0, h - 27.0), (0.0, h - 12.0), &[(0.0, 0x000000, 1.0), (0.7, 0x141414, 1.0), (1.0, 0x4A4A4A, 1.0)]);
        c.fill(&port, &dark);
        c.stroke_a(&port, "#fff", 0.8, 0.22);
    }
    let ink = if brightness(color) > 0.5 { "#2a2a2c" } else { "#e6e6e4" };
    let y = if look.port { h - 34.0 } else { h - 10.0 };
    fit(c, brand, Lettering::Bold, (w * 0.09, y, Anchor::Start), (8.5, w * 0.4), ink);
    lamp(c, (w * 0.90, y - 3.0), 2.1, 0xF4F7FF);
    for (x, yy) in [(9.0, 9.0), (w - 9.0, 9.0), (9.0, h - 9.0), (w - 9.0, h - 9.0)] {
        c.circle(x, yy, 2.4, &css(darker(color, 0.5)));
        c.circle(x - 0.4, yy - 0.5, 1.3, &css(lighter(color, 0.3)));
    }
}

fn woofer(c: &mut Canvas, (x, y): (f64, f64), r: f64, cone: Rgb) {
    let frame = c.linear((x - r, y - r), (x + r, y + r), &[(0.0, 0x5A5C60, 1.0), (0.5, 0x222325, 1.0), (1.0, 0x0B0B0C, 1.0)]);
    c.circle(x + 1.0, y + 2.4, r * 1.10, "rgba(0,0,0,0.45)");
    c.circle(x, y, r * 1.09, &frame);
    for k in 0..6 {
        let (s, co) = (f64::from(k) * 60.0_f64 + 30.0).to_radians().sin_cos();
        c.circle(x + co * r * 1.035, y + s * r * 1.035, 1.9, "#8b9095");
    }
    // Rubber roll.
    let roll = c.radial(
        (x, y),
        r,
        &[
            (0.0, 0x0A0A0B, 1.0),
            (0.80, 0x0A0A0B, 1.0),
            (0.86, 0x303134, 1.0),
            (0.91, 0x56585C, 1.0),
            (0.96, 0x1B1C1E, 1.0),
            (1.0, 0x060607, 1.0),
        ],
    );
    c.circle(x, y, r, &roll);
    let deep = c.radial(
        (x, y),
        r * 0.81,
        &[
            (0.0, darker(cone, 0.55), 1.0),
            (0.30, darker(cone, 0.40), 1.0),
            (0.75, darker(cone, 0.06), 1.0),
            (1.0, darker(cone, 0.22), 1.0),
        ],
    );
    c.circle(x, y, r * 0.81, &deep);
    // A cone is hollow: the light from the upper left falls on its lower right.
    let fall = c.linear(
        (x - r * 0.6, y - r * 0.6),
        (x + r * 0.6, y + r * 0.6),
        &[(0.0, BLACK, 0.55), (0.45, BLACK, 0.05), (0.65, WHITE, 0.05), (1.0, WHITE, 0.40)],
    );
    c.circle(x, y, r * 0.81, &fall);
    for k in 4..9 {
        c.ring(x, y, r * 0.81 * f64::from(k) / 9.0, "rgba(0,0,0,0.07)", 0.6);
    }
    let cap = c.radial(
        (x - r * 0.08, y - r * 0.10),
        r * 0.34,
        &[(0.0, lighter(cone, 0.5), 1.0), (0.5, cone, 1.0), (1.0, darker(cone, 0.5), 1.0)],
    );
    c.circle(x + 0.8, y + 1.4, r * 0.27, "rgba(0,0,0,0.35)");
    c.circle(x, y, r * 0.26, &cap);
}

fn tweeter(c: &mut Canvas, (x, y): (f64, f64), r: f64, cone: Rgb, color: Rgb) {
    let horn = c.radial(
        (x, y),
        r * 1.15,
        &[
            (0.0, darker(color, 0.75), 1.0),
            (0.4, darker(color, 0.45), 1.0),
            (0.8, darker(color, 0.05), 1.0),
            (1.0, lighter(color, 0.22), 1.0),
        ],
    );
    c.circle(x, y, r * 1.12, &horn);
    let fall = c.linear((x - r, y - r), (x + r, y + r), &[(0.0, BLACK, 0.5), (0.5, BLACK, 0.0), (1.0, WHITE, 0.35)]);
    c.circle(x, y, r * 1.12, &fall);
    let dome = c.radial(
        (x - r * 0.15, y - r * 0.18),
        r * 0.6,
        &[(0.0, WHITE, 1.0), (0.25, lighter(cone, 0.3), 1.0), (0.7, darker(cone, 0.35), 1.0), (1.0, 0x0A0A0B, 1.0)],
    );
    c.circle(x, y, r * 0.52, "#0a0a0b");
    c.circle(x, y, r * 0.44, &dome);
}

/// A pleated ribbon behind bars.
fn ribbon(c: &mut Canvas, (x, y): (f64, f64), w: f64, h: f64) {
    let plate = rounded_rect(x - w / 2.0, y - h / 2.0, w, h, 7.0);
    let g = c.linear(
        (x - w / 2.0, y - h / 2.0),
        (x + w / 2.0, y + h / 2.0),
        &[(0.0, 0x47494D, 1.0), (0.5, 0x1C1D1F, 1.0), (1.0, 0x0A0A0B, 1.0)],
    );
    c.fill(&plate, &g);
    let (rw, rh) = (w * 0.42, h * 0.62);
    let fold = c.tile(3.2, 4.0, None, |c| {
        c.rect(0.0, 0.0, 1.0, 4.0, 0.0, "#f6d79a");
        c.rect(1.0, 0.0, 1.0, 4.0, 0.0, "#b9843a");
        c.rect(2.0, 0.0, 1.2, 4.0, 0.0, "#5a3a12");
    });
    c.rect(x - rw / 2.0, y - rh / 2.0, rw, rh, 3.0, &fold);
    let shade = c.linear((x, y - rh / 2.0), (x, y + rh / 2.0), &[(0.0, BLACK, 0.65), (0.4, BLACK, 0.0), (1.0, WHITE, 0.12)]);
    c.rect(x - rw / 2.0, y - rh / 2.0, rw, rh, 3.0, &shade);
    c.stroke_a(&rounded_rect(x - rw / 2.0, y - rh / 2.0, rw, rh, 3.0), "#000", 1.6, 0.8);
}

/// A loudspeaker for the stage.
pub(in crate::art) fn pa(c: &mut Canvas, s: &Subject<'_>, look: &PaSpeaker) {
    let b = stand(s, look.size);
    let color = 0x1D1E20;
    walls(c, &b, color, 14.0);
    if b.turned() {
        // A grip moulded into the side.
        c.within(b.side(), |c| {
            let (d, h) = (b.d, b.h);
            let grip = rounded_rect(d * 0.28, h * 0.22, d * 0.40, h * 0.13, 14.0);
            c.fill(&grip, "#060607");
            c.stroke_a(&grip, "#fff", 1.6, 0.16);
            c.fill(&rounded_rect(d * 0.32, h * 0.255, d * 0.32, h * 0.045, 8.0), "#2c2d30");
        });
    }
    c.within(b.front(), |c| pa_front(c, look, color, s.brand()));
}

fn pa_front(c: &mut Canvas, look: &PaSpeaker, color: Rgb, brand: &'static str) {
    let (w, h, _) = look.size;
    let shape = rounded_rect(0.0, 0.0, w, h, 26.0);
    let g = c.radial(
        (w * 0.25, h * 0.12),
        h * 1.05,
        &[(0.0, lighter(color, 0.24), 1.0), (0.5, color, 1.0), (1.0, darker(color, 0.45), 1.0)],
    );
    c.fill(&shape, &g);
    bevel(c, &shape, Area::new(0.0, 0.0, w, h), 14.0, 0.8);
    let grille = rounded_rect(20.0, 20.0, w - 40.0, h - 40.0, 20.0);
    c.stroke_a(&grille, "#000", 5.0, 0.7);
    c.fill(&grille, "#101112");
    // What shimmers behind the steel: horn and woofer.
    let r = look.woofer * 12.7;
    let (wx, wy) = (w / 2.0, h - r - 44.0);
    let faint = c.radial(
        (wx, wy),
        r,
        &[
            (0.0, 0x6A6C70, 0.5),
            (0.25, 0x3A3B3E, 0.4),
            (0.3, 0x08080A, 0.6),
            (0.82, 0x2C2D30, 0.5),
            (0.9, 0x5A5C60, 0.4),
            (1.0, 0x101112, 0.2),
        ],
    );
    c.circle(wx, wy, r, &faint);
    let horn = lines(&[(w * 0.16, 56.0), (w * 0.84, 56.0), (w * 0.70, wy - r - 22.0), (w * 0.30, wy - r - 22.0)]);
    let dark = c.linear((0.0, 56.0), (0.0, wy - r), &[(0.0, 0x3A3B3E, 0.8), (0.5, 0x050506, 0.9), (1.0, 0x2A2B2E, 0.8)]);
    c.fill(&horn, &dark);
    let hole = c.tile(7.0, 12.1, None, |c| {
        for (px, py) in [(3.5, 3.0), (0.0, 9.05), (7.0, 9.05)] {
            c.circle(px, py, 2.5, "rgba(0,0,0,0.0)");
            c.ring(px, py, 2.75, "#34363a", 1.15);
            c.ring(px - 0.3, py - 0.4, 2.75, "rgba(150,154,160,0.30)", 0.5);
        }
    });
    c.fill(&grille, &hole);
    let curve =
        c.linear((20.0, 0.0), (w - 20.0, 0.0), &[(0.0, BLACK, 0.5), (0.22, WHITE, 0.16), (0.5, WHITE, 0.02), (1.0, BLACK, 0.55)]);
    c.fill(&grille, &curve);
    // Name plate with the accent under it.
    let plate = rounded_rect(w / 2.0 - 46.0, h - 58.0, 92.0, 26.0, 5.0);
    c.fill(&plate, "#0c0c0d");
    c.stroke_a(&plate, "#fff", 0.8, 0.25);
    fit(c, brand, Lettering::Bold, (w / 2.0, h - 39.0, Anchor::Middle), (17.0, 76.0), "#eceae6");
    c.rect(w * 0.16, 34.0, w * 0.68, 4.0, 2.0, &css(look.accent));
    lamp(c, (w / 2.0, h - 26.0), 2.4, 0x4FA8FF);
}
