//! Amplifiers and cabinets.

use super::canvas::{Canvas, Matrix};
use super::color::{BLACK, WHITE, brightness, css, darker, lighter, mix};
use super::lettering::{Anchor, fit, width, write};
use super::outline::{ellipse, lines, polygon, rounded_rect};
use super::scene::Subject;
use super::solid::Solid;
use super::surface::{Area, bevel, soft_fill};
use crate::finish::Rgb;
use crate::look::{Amp, AmpKind, Cloth, KnobStyle, Lettering};
use crate::rng::Rng;

/// The amplifier from the front, or turned and closer.
pub(super) fn show(c: &mut Canvas, s: &Subject<'_>, look: &Amp) {
    let (w, h, d) = look.size;
    let box3 = if s.front() {
        let most = match look.kind {
            AmpKind::Head => (1010.0, 900.0),
            _ => (900.0, 940.0),
        };
        Solid::fit((w, h, d), (0.0, 9.0), (600.0, if look.kind == AmpKind::Head { 860.0 } else { 1100.0 }), most)
    } else {
        Solid::fit((w, h, d), (27.0, 17.0), (600.0, 1080.0), (1010.0, 930.0))
    };
    let tolex = s.color(look.tolex);
    box3.ground(c);
    let skin = leather(c, tolex, s.seed());
    if box3.turned() {
        c.within(box3.side(), |c| side(c, (d, h), tolex, &skin, look));
    }
    c.within(box3.top(), |c| top(c, (w, d), tolex, &skin, look));
    handle(c, &box3, look);
    c.within(box3.front(), |c| face(c, look, tolex, &skin, s.brand()));
}

/// Pebbled vinyl, laid over a plain colour.
fn leather(c: &mut Canvas, color: Rgb, seed: u64) -> String {
    let mut rng = Rng::new(seed);
    let (light, dark) = (css(lighter(color, 0.35)), css(darker(color, 0.6)));
    let side = 64.0;
    let (mut low, mut high) = (String::new(), String::new());
    for _ in 0..430 {
        let (x, y, r) = (rng.range(0.0, side), rng.range(0.0, side), rng.range(0.5, 1.2));
        // What leaves the tile on one edge comes in on the other.
        for (dx, dy) in [(0.0, 0.0), (-side, 0.0), (0.0, -side), (-side, -side)] {
            low.push_str(&ellipse(x + dx + 0.3, y + dy + 0.4, r, r * 0.8));
            high.push_str(&ellipse(x + dx, y + dy, r * 0.7, r * 0.55));
        }
    }
    c.tile(side, side, None, |c| {
        c.fill_a(&low, &dark, 0.26);
        c.fill_a(&high, &light, 0.18);
    })
}

fn side(c: &mut Canvas, (d, h): (f64, f64), color: Rgb, skin: &str, look: &Amp) {
    let shape = rounded_rect(0.0, 0.0, d, h, 7.0);
    let g = c.linear((0.0, 0.0), (d, h), &[(0.0, lighter(color, 0.18), 1.0), (0.4, color, 1.0), (1.0, darker(color, 0.45), 1.0)]);
    c.fill(&shape, &g);
    c.fill(&shape, skin);
    bevel(c, &shape, Area::new(0.0, 0.0, d, h), 6.0, 0.7);
    if look.kind != AmpKind::Cabinet {
        return;
    }
    // Recessed grip of a cabinet.
    let grip = rounded_rect(d * 0.26, h * 0.30, d * 0.48, h * 0.13, 8.0);
    c.fill(&grip, "#0c0c0d");
    c.stroke_a(&grip, "#55575a", 2.4, 0.9);
    c.line((d * 0.32, h * 0.345), (d * 0.68, h * 0.345), "#3c3e41", h * 0.022);
}

fn top(c: &mut Canvas, (w, d): (f64, f64), color: Rgb, skin: &str, look: &Amp) {
    let shape = rounded_rect(0.0, 0.0, w, d, 7.0);
    let g =
        c.linear((0.0, 0.0), (w, d), &[(0.0, lighter(color, 0.36), 1.0), (0.5, lighter(color, 0.16), 1.0), (1.0, color, 1.0)]);
    c.fill(&shape, &g);
    c.fill(&shape, skin);
    if look.panel.on_top && look.kind == AmpKind::Combo {
        let y = d * 0.30;
        c.rect(w * 0.035, y, w * 0.93, d * 0.58, 3.0, &css(look.panel.color));
        knobs(c, look, (w * 0.07, y + d * 0.24, w * 0.86), 9.0);
    }
}

/// The strap on top.
fn handle(c: &mut Canvas, b: &Solid, look: &Amp) {
    if look.kind == AmpKind::Cabinet {
        return;
    }
    let half = 118.0_f64.min(b.w * 0.21);
    let y = b.h / 2.0;
    let k = b.scale();
    let at = |x: f64, up: f64| b.project(x, y + up, 0.0);
    let (a, m, z) = (at(-half, 2.0), at(0.0, 34.0), at(half, 2.0));
    let d = format!("M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}", a.0, a.1, m.0, m.1 - 6.0 * k, z.0, z.1);
    c.at(6.0, 10.0, |c| c.stroke_a(&d, "#000", 20.0 * k, 0.25));
    c.stroke(&d, "#0d0d0e", 19.0 * k);
    c.stroke(&d, "#232325", 16.0 * k);
    c.at(-1.0, -4.0 * k, |c| c.stroke_a(&d, "#6a6a6d", 3.0 * k, 0.6));
    for p in [a, z] {
        let cap = rounded_rect(p.0 - 22.0 * k, p.1 - 13.0 * k, 44.0 * k, 24.0 * k, 5.0 * k);
        let g = c.linear(
            (p.0, p.1 - 13.0 * k),
            (p.0, p.1 + 12.0 * k),
            &[(0.0, 0xF2F3F4, 1.0), (0.35, 0xA9AEB3, 1.0), (1.0, 0x4A4E53, 1.0)],
        );
        c.fill(&cap, &g);
        c.circle(p.0, p.1 - 1.0, 3.2 * k, "#5a5f64");
    }
}

/// Everything on the front, in millimetres.
fn face(c: &mut Canvas, look: &Amp, color: Rgb, skin: &str, brand: &'static str) {
    let (w, h, _) = look.size;
    let shape = rounded_rect(0.0, 0.0, w, h, 12.0);
    let area = Area::new(0.0, 0.0, w, h);
    let g = c.radial(
        (w * 0.25, h * 0.12),
        w * 1.25,
        &[(0.0, lighter(color, 0.26), 1.0), (0.4, color, 1.0), (1.0, darker(color, 0.34), 1.0)],
    );
    c.fill(&shape, &g);
    c.fill(&shape, skin);
    let rim = 26.0;
    let panel = if look.kind == AmpKind::Cabinet { 0.0 } else { look.panel.height };
    let front_panel = panel > 0.0 && !look.panel.on_top;
    let (top, bottom) = match look.kind {
        AmpKind::Head => (rim, h - rim),
        _ => (
            rim + if front_panel {
                panel + 12.0
            } else if panel > 0.0 {
                20.0
            } else {
                0.0
            },
            h - rim,
        ),
    };
    if look.kind == AmpKind::Head {
        head_front(c, look, (rim, rim, w - 2.0 * rim, h - 2.0 * rim), brand);
    } else {
        grille(c, look, (rim, top, w - 2.0 * rim, bottom - top), brand);
        if front_panel {
            control_panel(c, look, (rim, rim, w - 2.0 * rim, panel));
        } else if panel > 0.0 {
            // Only the edge of a top panel shows.
            c.rect(rim + 6.0, rim - 8.0, w - 2.0 * rim - 12.0, 12.0, 3.0, &css(look.panel.color));
            c.rect(rim + 6.0, rim - 8.0, w - 2.0 * rim - 12.0, 4.0, 3.0, "rgba(255,255,255,0.25)");
            for k in 0..look.panel.knobs {
                let x = w * 0.12 + w * 0.76 * f64::from(k) / f64::from(look.panel.knobs.max(2) - 1);
                knob_side(c, x, rim - 8.0, look.panel.style);
            }
        }
    }
    bevel(c, &shape, area, 10.0, 0.8);
    if let Some(metal) = look.corners {
        corners(c, w, h, metal);
    }
    feet(c, w, h);
}

/// Cloth in its frame with the name on it.
fn grille(c: &mut Canvas, look: &Amp, (x, y, w, h): (f64, f64, f64, f64), brand: &'static str) {
    let frame = rounded_rect(x, y, w, h, 5.0);
    c.stroke_a(&frame, "#000", 9.0, 0.55);
    cloth(c, look.cloth, (x, y, w, h));
    if look.slanted {
        // The upper half leans back: it catches more light, with a crease at the break.
        let lean = c.linear((0.0, y), (0.0, y + h * 0.46), &[(0.0, WHITE, 0.13), (1.0, WHITE, 0.03)]);
        c.rect(x, y, w, h * 0.46, 0.0, &lean);
        let crease =
            c.linear((0.0, y + h * 0.455), (0.0, y + h * 0.5), &[(0.0, WHITE, 0.20), (0.2, BLACK, 0.30), (1.0, BLACK, 0.0)]);
        c.rect(x, y + h * 0.455, w, h * 0.05, 0.0, &crease);
    }
    speakers(c, look, (x, y, w, h));
    let shade = c.linear((x, y), (x, y + h), &[(0.0, BLACK, 0.42), (0.06, BLACK, 0.10), (0.4, BLACK, 0.0), (1.0, BLACK, 0.22)]);
    c.fill(&frame, &shade);
    if let Some(piping) = look.piping {
        cord(c, &rounded_rect(x - 1.0, y - 1.0, w + 2.0, h + 2.0, 6.0), piping);
    }
    let size = (w * 0.115).clamp(34.0, 74.0);
    let (bx, by) = match look.kind {
        AmpKind::Cabinet => (x + w / 2.0, y + size * 1.28),
        _ if look.lettering == Lettering::Script => (x + w * 0.30, y + size * 1.15),
        _ => (x + w / 2.0, y + size * 1.20),
    };
    badge(c, look, brand, (bx, by), size, w * 0.62);
}

fn badge(c: &mut Canvas, look: &Amp, brand: &'static str, (x, y): (f64, f64), size: f64, most: f64) {
    let dark = brightness(look.badge) < 0.3;
    if dark {
        // Dark letters need a plate.
        let w = width(brand, look.lettering, size).min(most) + size * 0.8;
        let plate = rounded_rect(x - w / 2.0, y - size * 1.02, w, size * 1.44, size * 0.16);
        c.at(1.5, 3.0, |c| soft_fill(c, &plate, "#000", 3.0, 0.5));
        let g = c.linear((x, y - size), (x, y + size * 0.4), &[(0.0, 0xFFFFFF, 1.0), (0.5, 0xEFEBE0, 1.0), (1.0, 0xCFC9BA, 1.0)]);
        c.fill(&plate, &g);
    }
    let place = |dx: f64, dy: f64| (x + dx, y + dy, Anchor::Middle);
    if !dark {
        fit(c, brand, look.lettering, place(1.6, 2.6), (size, most), "rgba(0,0,0,0.6)");
    }
    fit(c, brand, look.lettering, place(0.0, 0.0), (size, most), &css(look.badge));
    if !dark {
        let shine = c.linear((0.0, y - size), (0.0, y + size * 0.2), &[(0.0, WHITE, 0.7), (0.5, WHITE, 0.0), (1.0, BLACK, 0.25)]);
        fit(c, brand, look.lettering, place(0.0, 0.0), (size, most), &shine);
    }
}

/// Faint discs behind the cloth.
fn speakers(c: &mut Canvas, look: &Amp, (x, y, w, h): (f64, f64, f64, f64)) {
    let (cols, rows, inches) = look.speakers;
    if cols == 0 || rows == 0 {
        return;
    }
    let r = (inches * 12.7 * 0.94).min(w / f64::from(cols) * 0.48).min(h / f64::from(rows) * 0.48);
    for col in 0..cols {
        for row in 0..rows {
            let (px, py) = (x + w * (f64::from(col) + 0.5) / f64::from(cols), y + h * (f64::from(row) + 0.5) / f64::from(rows));
            let g = c.radial(
                (px, py),
                r,
                &[
                    (0.0, 0x8A8A8A, 0.16),
                    (0.22, 0x6A6A6A, 0.12),
                    (0.26, BLACK, 0.26),
                    (0.85, BLACK, 0.20),
                    (0.93, 0x9A9A9A, 0.12),
                    (1.0, BLACK, 0.0),
                ],
            );
            c.circle(px, py, r, &g);
        }
    }
}

/// A woven front.
fn cloth(c: &mut Canvas, cloth: Cloth, (x, y, w, h): (f64, f64, f64, f64)) {
    let d = rounded_rect(x, y, w, h, 4.0);
    match cloth {
        Cloth::Weave(color) => {
            c.fill(&d, &css(color));
            let (a, b) = (css(lighter(color, 0.20)), css(darker(color, 0.5)));
            let t = c.tile(5.0, 5.0, None, |c| {
                c.rect(0.2, 0.4, 2.3, 1.5, 0.6, &a);
                c.rect(2.7, 2.9, 2.3, 1.5, 0.6, &a);
                c.rect(2.6, 0.2, 1.8, 2.2, 0.5, &b);
                c.rect(0.2, 2.7, 1.8, 2.2, 0.5, &b);
            });
            c.fill(&d, &t);
        }
        Cloth::Basket(a, b) => {
            c.fill(&d, &css(mix(a, b, 0.4)));
            let (dark, pale, gold) = (css(darker(a, 0.35)), css(b), css(lighter(b, 0.35)));
            let t = c.tile(10.0, 10.0, Some(Matrix::turn(45.0)), |c| {
                c.rect(0.4, 0.4, 4.4, 4.4, 1.0, &pale);
                c.rect(5.2, 5.2, 4.4, 4.4, 1.0, &dark);
                c.rect(5.2, 0.4, 4.4, 4.4, 1.0, &dark);
                c.rect(0.4, 5.2, 4.4, 4.4, 1.0, &pale);
                c.line((0.0, 2.5), (10.0, 2.5), &gold, 0.6);
                c.line((7.4, 0.0), (7.4, 10.0), &gold, 0.4);
            });
            c.fill(&d, &t);
        }
        Cloth::Diamond(a, b) => {
            c.fill(&d, &css(a));
            let (thread, dark) = (css(b), css(darker(a, 0.45)));
            let t = c.tile(20.0, 30.0, None, |c| {
                for (from, to) in [((0.0, 0.0), (20.0, 30.0)), ((20.0, 0.0), (0.0, 30.0))] {
                    c.line((from.0 + 1.4, from.1), (to.0 + 1.4, to.1), &dark, 2.4);
                    c.line(from, to, &thread, 1.7);
                }
                c.circle(10.0, 15.0, 1.5, &thread);
                c.circle(0.0, 0.0, 1.5, &thread);
            });
            c.fill(&d, &t);
        }
        Cloth::Silver(a, b) => {
            c.fill(&d, &css(a));
            let (dark, pale, thread) = (css(darker(a, 0.35)), css(lighter(a, 0.45)), css(b));
            let t = c.tile(9.0, 7.0, None, |c| {
                c.rect(0.0, 0.6, 9.0, 2.2, 0.8, &pale);
                c.rect(0.0, 3.9, 9.0, 2.2, 0.8, &dark);
                c.rect(1.0, 0.0, 1.3, 7.0, 0.5, &thread);
                c.rect(5.4, 0.0, 1.3, 7.0, 0.5, "rgba(0,0,0,0.25)");
            });
            c.fill(&d, &t);
        }
        Cloth::Steel(color) => {
            let g = c.linear(
                (x, y),
                (x + w, y + h),
                &[(0.0, lighter(color, 0.3), 1.0), (0.5, color, 1.0), (1.0, darker(color, 0.4), 1.0)],
            );
            c.fill(&d, &g);
            let t = c.tile(9.0, 15.6, None, |c| {
                for (px, py) in [(4.5, 3.9), (0.0, 11.7), (9.0, 11.7)] {
                    c.circle(px, py + 0.6, 3.1, "rgba(255,255,255,0.14)");
                    c.circle(px, py, 3.0, "#050505");
                }
            });
            c.fill(&d, &t);
        }
    }
}

/// A round cord around a front.
fn cord(c: &mut Canvas, d: &str, color: Rgb) {
    c.at(0.8, 1.6, |c| c.stroke_a(d, "#000", 5.0, 0.5));
    c.stroke(d, &css(darker(color, 0.45)), 4.6);
    c.stroke(d, &css(color), 3.6);
    c.at(-0.5, -0.6, |c| c.stroke_a(d, "#fff", 1.1, 0.7));
}

/// A head: cloth or steel above, panel below.
fn head_front(c: &mut Canvas, look: &Amp, (x, y, w, h): (f64, f64, f64, f64), brand: &'static str) {
    let panel = look.panel.height;
    let upper = h - panel - 12.0;
    grille(c, look, (x, y, w, upper), "");
    let size = (upper * 0.58).clamp(36.0, 84.0);
    let by = y + upper / 2.0 + size * 0.34;
    let bx = if look.lettering == Lettering::Script { x + w * 0.32 } else { x + w / 2.0 };
    badge(c, look, brand, (bx, by), size, w * 0.56);
    control_panel(c, look, (x, y + h - panel, w, panel));
}

/// The plate with knobs, switches and lamp.
fn control_panel(c: &mut Canvas, look: &Amp, (x, y, w, h): (f64, f64, f64, f64)) {
    let p = &look.panel;
    let d = rounded_rect(x, y, w, h, 3.0);
    c.stroke_a(&d, "#000", 5.0, 0.6);
    let metallic = brightness(p.color) > 0.35;
    let g = c.linear(
        (x, y),
        (x + w, y + h),
        &[
            (0.0, lighter(p.color, if metallic { 0.40 } else { 0.14 }), 1.0),
            (0.35, p.color, 1.0),
            (0.55, lighter(p.color, if metallic { 0.22 } else { 0.05 }), 1.0),
            (1.0, darker(p.color, 0.30), 1.0),
        ],
    );
    c.fill(&d, &g);
    if metallic {
        // Brushed.
        let t = c.tile(160.0, 3.0, None, |c| {
            c.line((0.0, 0.7), (160.0, 0.7), "rgba(255,255,255,0.10)", 0.5);
            c.line((0.0, 2.0), (160.0, 2.0), "rgba(0,0,0,0.07)", 0.5);
        });
        c.fill(&d, &t);
    }
    let ink = css(p.print);
    c.rect(x + 8.0, y + 5.0, w - 16.0, 1.0, 0.0, &ink);
    // Input at the left, lamp and switches at the right.
    // Small panels have one socket and one switch.
    let roomy = w > 480.0;
    jack(c, x + 30.0, y + h * 0.50);
    if roomy {
        jack(c, x + 64.0, y + h * 0.50);
    }
    write(c, "INPUT", Lettering::Narrow, (x + if roomy { 47.0 } else { 30.0 }, y + h - 7.0, Anchor::Middle), 9.0, &ink);
    let right = x + w - 30.0;
    rocker(c, right, y + h * 0.50);
    let lamp_at = right - if roomy { 76.0 } else { 36.0 };
    if roomy {
        rocker(c, right - 38.0, y + h * 0.50);
    }
    lamp(c, lamp_at, y + h * 0.50, p.lamp);
    let left = x + if roomy { 96.0 } else { 54.0 };
    let mut span = lamp_at - 22.0 - left;
    for k in 0..p.buttons {
        let bx = left + 4.0 + f64::from(k) * 22.0;
        c.rect(bx - 6.0, y + h * 0.42, 12.0, 12.0, 2.0, "#0e0e0f");
        c.rect(bx - 4.5, y + h * 0.42 + 1.5, 9.0, 9.0, 1.5, "#d9d7d0");
    }
    let shift = if p.buttons > 0 { f64::from(p.buttons) * 22.0 + 14.0 } else { 0.0 };
    span -= shift;
    knobs(c, look, (left + shift, y + h * 0.50, span), (h * 0.26).min(17.0));
}

/// A row of knobs with their words.
fn knobs(c: &mut Canvas, look: &Amp, (x, y, w): (f64, f64, f64), r: f64) {
    let p = &look.panel;
    const WORDS: [&str; 11] = ["GAIN", "BASS", "MIDDLE", "TREBLE", "VOLUME", "GAIN", "BASS", "MID", "TREBLE", "REVERB", "MASTER"];
    let n = f64::from(p.knobs.max(1));
    let r = r.min(w / n * 0.40);
    let ink = css(p.print);
    for k in 0..p.knobs {
        let kx = x + w * (f64::from(k) + 0.5) / n;
        for t in 0..=10 {
            let a = (-225.0 + 27.0 * f64::from(t)).to_radians();
            c.line(
                (kx + a.cos() * r * 1.22, y + a.sin() * r * 1.22),
                (kx + a.cos() * r * 1.38, y + a.sin() * r * 1.38),
                &ink,
                r * 0.07,
            );
        }
        let turn = -120.0 + f64::from((u32::from(k) * 67 + 40) % 11) * 22.0;
        knob(c, kx, y, r, p.style, turn);
        let word = WORDS.get(usize::from(k)).copied().unwrap_or("LEVEL");
        write(c, word, Lettering::Narrow, (kx, y + r * 2.05, Anchor::Middle), r * 0.62, &ink);
    }
}

/// A panel knob seen from the front, its pointer at `turn` degrees from the top.
pub(super) fn knob(c: &mut Canvas, x: f64, y: f64, r: f64, style: KnobStyle, turn: f64) {
    let shade = c.radial((x + r * 0.25, y + r * 0.5), r * 1.45, &[(0.0, BLACK, 0.7), (0.65, BLACK, 0.45), (1.0, BLACK, 0.0)]);
    c.circle(x + r * 0.25, y + r * 0.45, r * 1.45, &shade);
    let (skirt, cap, mark): (Rgb, Rgb, Rgb) = match style {
        KnobStyle::GoldCap => (0x1A1A1B, 0xD6AE57, 0xF4EAD2),
        KnobStyle::BlackLine => (0x1B1B1C, 0x29292B, 0xF2EFE6),
        KnobStyle::Silver => (0x8C9094, 0xC9CDD1, 0x1A1A1A),
        KnobStyle::Cream => (0xCFC3A4, 0xEDE3C8, 0x3A3226),
        KnobStyle::Pointer(color) => (color, color, if brightness(color) > 0.5 { 0x222222 } else { 0xF2EFE6 }),
    };
    let g = c.radial(
        (x - r * 0.4, y - r * 0.5),
        r * 1.9,
        &[(0.0, lighter(skirt, 0.45), 1.0), (0.5, skirt, 1.0), (1.0, darker(skirt, 0.5), 1.0)],
    );
    if let KnobStyle::Pointer(_) = style {
        c.within(Matrix::shift(x, y).after(Matrix::turn(turn)), |c| {
            let body = polygon(&[
                (-r * 0.26, -r * 1.28, r * 0.12),
                (r * 0.26, -r * 1.28, r * 0.12),
                (r * 0.62, -r * 0.1, r * 0.3),
                (r * 0.40, r * 1.02, r * 0.25),
                (-r * 0.40, r * 1.02, r * 0.25),
                (-r * 0.62, -r * 0.1, r * 0.3),
            ]);
            c.at(r * 0.1, r * 0.16, |c| c.fill_a(&body, "#000", 0.4));
            let paint =
                c.linear((-r, -r), (r, r), &[(0.0, lighter(skirt, 0.4), 1.0), (0.5, skirt, 1.0), (1.0, darker(skirt, 0.4), 1.0)]);
            c.fill(&body, &paint);
            c.line((0.0, -r * 0.3), (0.0, -r * 1.2), &css(mark), r * 0.10);
        });
        return;
    }
    c.circle(x, y, r, &g);
    for k in 0..28 {
        let (s, co) = (f64::from(k) * 360.0 / 28.0).to_radians().sin_cos();
        c.line((x + co * r * 0.86, y + s * r * 0.86), (x + co * r, y + s * r), "rgba(0,0,0,0.35)", r * 0.06);
    }
    let face = c.linear(
        (x - r * 0.6, y - r * 0.6),
        (x + r * 0.6, y + r * 0.6),
        &[(0.0, lighter(cap, 0.55), 1.0), (0.45, cap, 1.0), (0.6, lighter(cap, 0.2), 1.0), (1.0, darker(cap, 0.38), 1.0)],
    );
    c.circle(x, y, r * 0.70, &face);
    let (s, co) = (turn - 90.0).to_radians().sin_cos();
    c.line((x + co * r * 0.30, y + s * r * 0.30), (x + co * r * 0.95, y + s * r * 0.95), &css(mark), r * 0.12);
}

fn knob_side(c: &mut Canvas, x: f64, y: f64, style: KnobStyle) {
    let color = match style {
        KnobStyle::GoldCap | KnobStyle::BlackLine => 0x1C1C1D,
        KnobStyle::Silver => 0xB9BDC1,
        KnobStyle::Cream => 0xE6DCC0,
        KnobStyle::Pointer(color) => color,
    };
    let g = c.linear(
        (x - 9.0, 0.0),
        (x + 9.0, 0.0),
        &[(0.0, lighter(color, 0.3), 1.0), (0.4, color, 1.0), (1.0, darker(color, 0.5), 1.0)],
    );
    c.fill(&polygon(&[(x - 8.0, y, 1.0), (x - 6.5, y - 15.0, 2.0), (x + 6.5, y - 15.0, 2.0), (x + 8.0, y, 1.0)]), &g);
}

pub(super) fn jack(c: &mut Canvas, x: f64, y: f64) {
    let g = c.radial((x - 3.0, y - 4.0), 15.0, &[(0.0, 0xFFFFFF, 1.0), (0.5, 0xA9AEB2, 1.0), (1.0, 0x4C5156, 1.0)]);
    let hex = polygon(
        &(0..6)
            .map(|k| {
                let (s, co) = (f64::from(k) * 60.0_f64).to_radians().sin_cos();
                (x + co * 11.5, y + s * 11.5, 1.5)
            })
            .collect::<Vec<_>>(),
    );
    c.at(0.8, 1.4, |c| c.fill_a(&hex, "#000", 0.5));
    c.fill(&hex, &g);
    c.circle(x, y, 7.0, "#2a2c2e");
    c.circle(x, y, 4.6, "#060606");
}

fn rocker(c: &mut Canvas, x: f64, y: f64) {
    c.rect(x - 10.5, y - 18.0, 21.0, 36.0, 3.0, "#0a0a0b");
    let g = c.linear(
        (x, y - 16.0),
        (x, y + 16.0),
        &[(0.0, 0x55575A, 1.0), (0.48, 0x222325, 1.0), (0.52, 0x0F1011, 1.0), (1.0, 0x2B2C2E, 1.0)],
    );
    c.rect(x - 8.5, y - 16.0, 17.0, 32.0, 2.0, &g);
    c.line((x, y - 12.0), (x, y - 5.0), "#e8e6e0", 1.6);
    c.ring(x, y + 8.5, 3.2, "#e8e6e0", 1.4);
}

/// A jewel lamp, lit.
pub(super) fn lamp(c: &mut Canvas, x: f64, y: f64, color: Rgb) {
    let glow = c.radial((x, y), 30.0, &[(0.0, color, 0.55), (0.5, color, 0.16), (1.0, color, 0.0)]);
    c.circle(x, y, 30.0, &glow);
    c.circle(x, y, 10.5, "#8e9296");
    c.circle(x, y, 9.0, "#26282a");
    let g = c.radial(
        (x - 2.0, y - 2.5),
        9.5,
        &[(0.0, lighter(color, 0.85), 1.0), (0.4, color, 1.0), (1.0, darker(color, 0.45), 1.0)],
    );
    c.circle(x, y, 7.6, &g);
    for k in 0..6 {
        let (s, co) = (f64::from(k) * 60.0_f64).to_radians().sin_cos();
        c.line((x, y), (x + co * 7.4, y + s * 7.4), "rgba(255,255,255,0.22)", 0.6);
    }
}

fn corners(c: &mut Canvas, w: f64, h: f64, metal: Rgb) {
    for (x, y, sx, sy) in [(0.0, 0.0, 1.0, 1.0), (w, 0.0, -1.0, 1.0), (0.0, h, 1.0, -1.0), (w, h, -1.0, -1.0)] {
        c.within(Matrix([sx, 0.0, 0.0, sy, x, y]), |c| {
            let d = "M0 12Q0 0 12 0L46 0Q44 16 30 30Q16 44 0 46Z";
            let g = c.linear(
                (0.0, 0.0),
                (36.0, 36.0),
                &[(0.0, lighter(metal, 0.5), 1.0), (0.5, metal, 1.0), (1.0, darker(metal, 0.5), 1.0)],
            );
            c.at(1.2, 1.8, |c| c.fill_a(d, "#000", 0.45));
            c.fill(d, &g);
            for (px, py) in [(33.0, 8.0), (8.0, 33.0)] {
                c.circle(px, py, 2.7, "#8d9195");
                c.line((px - 1.6, py - 0.6), (px + 1.6, py + 0.6), "#2a2c2e", 0.8);
            }
        });
    }
}

fn feet(c: &mut Canvas, w: f64, h: f64) {
    for x in [w * 0.09, w * 0.91] {
        c.fill(&lines(&[(x - 20.0, h - 1.0), (x + 20.0, h - 1.0), (x + 16.0, h + 11.0), (x - 16.0, h + 11.0)]), "#0c0c0d");
    }
}

/// A cabinet (with `rows`² speakers) or, with none, a head, dark and without detail, from the
/// origin down to `size`.
pub(super) fn silhouette(c: &mut Canvas, (w, h): (f64, f64), rows: u8) {
    c.rect(0.0, 0.0, w, h, 9.0, "#1a1513");
    let inset = w * 0.035;
    c.rect(inset, inset, w - 2.0 * inset, h - 2.0 * inset, 4.0, "#0d0b0a");
    if rows == 0 {
        let y = h * 0.58;
        c.rect(inset, y, w - 2.0 * inset, h - y - inset, 2.0, "#b98a3e");
        for k in 0..8 {
            c.circle(w * (0.22 + 0.08 * f64::from(k)), y + (h - y - inset) / 2.0, w * 0.017, "#15110e");
        }
        lamp(c, w * 0.88, y + (h - y - inset) / 2.0, 0xE0301E);
        return;
    }
    let cell = (w - 2.0 * inset) / f64::from(rows);
    for i in 0..rows {
        for j in 0..rows {
            let (x, y) = (inset + cell * (f64::from(i) + 0.5), inset + cell * (f64::from(j) + 0.5));
            let g = c.radial(
                (x, y),
                cell * 0.44,
                &[(0.0, 0x4A3B33, 1.0), (0.2, 0x2A211D, 1.0), (0.8, 0x171210, 1.0), (0.92, 0x3A2F29, 1.0), (1.0, 0x0D0B0A, 1.0)],
            );
            c.circle(x, y, cell * 0.44, &g);
        }
    }
}
