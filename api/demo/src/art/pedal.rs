//! Things under the foot: stompboxes, rockers and floorboards.

use super::canvas::Canvas;
use super::color::{BLACK, WHITE, brightness, css, darker, lighter, mix};
use super::lettering::{Anchor, fit};
use super::outline::rounded_rect;
use super::parts::{extrude, footswitch, knob, label, lamp, rubber, screen, setting};
use super::scene::Subject;
use super::solid::Solid;
use super::surface::{Area, bevel, lacquer, screw, soft_fill};
use crate::finish::Rgb;
use crate::look::{Floorboard, Lettering, Metal, Pedal, PedalShape, Treadle};

/// Width, depth, height and corner radius of an enclosure, mm.
const fn enclosure(shape: PedalShape) -> (f64, f64, f64, f64) {
    match shape {
        PedalShape::Compact => (73.0, 129.0, 42.0, 4.0),
        PedalShape::Square => (74.0, 124.0, 40.0, 6.0),
        PedalShape::Small => (60.0, 112.0, 32.0, 5.0),
        PedalShape::Wide => (140.0, 170.0, 42.0, 4.0),
        PedalShape::Medium => (90.0, 118.0, 36.0, 5.0),
        PedalShape::Mini => (48.0, 94.0, 36.0, 5.0),
        PedalShape::Tuner => (72.0, 122.0, 34.0, 5.0),
    }
}

/// The box of a pedal as this view shows it.
fn stand(c: &mut Canvas, s: &Subject<'_>, size: (f64, f64, f64), radius: f64, color: Rgb) -> Solid {
    let (w, d, h) = size;
    let wide = w > d;
    let b = if s.front() {
        let most = if wide { (1010.0, 860.0) } else { (760.0, 930.0) };
        Solid::fit((w, h, d), (0.0, 66.0), (600.0, if wide { 960.0 } else { 1085.0 }), most)
    } else {
        Solid::fit((w, h, d), (-32.0, 42.0), (600.0, if wide { 1000.0 } else { 1070.0 }), (1020.0, 900.0))
    };
    b.ground(c);
    sockets(c, &b);
    let outline = rounded_rect(0.0, 0.0, w, d, radius);
    extrude(c, &b, &outline, color);
    b
}

/// The nuts of the jacks at both sides.
fn sockets(c: &mut Canvas, b: &Solid) {
    let k = b.scale();
    for side in [-1.0, 1.0] {
        let (x, y) = b.project(side * b.w / 2.0, b.h * 0.12, -b.d * 0.16);
        let g = c.linear((x, y - 6.0 * k), (x, y + 6.0 * k), &[(0.0, 0xF4F6F7, 1.0), (0.4, 0xA2A8AD, 1.0), (1.0, 0x3A3E42, 1.0)]);
        c.rect(x - 3.4 * k, y - 6.5 * k, 6.8 * k, 13.0 * k, 1.2 * k, &g);
        c.rect(x - 5.4 * k, y - 4.4 * k, 10.8 * k, 8.8 * k, 1.0 * k, &g);
    }
}

/// Powder-coated top of a box.
fn lid(c: &mut Canvas, (w, d): (f64, f64), radius: f64, color: Rgb) {
    let outline = rounded_rect(0.0, 0.0, w, d, radius);
    let area = Area::new(0.0, 0.0, w, d);
    let g = lacquer(c, area, color, 0.26, 0.26);
    c.fill(&outline, &g);
    let (up, low) = (css(lighter(color, 0.6)), css(darker(color, 0.6)));
    let coat = c.tile(7.0, 7.0, None, |c| {
        for (i, (x, y)) in [(1.0, 1.3), (3.2, 0.8), (5.8, 2.0), (2.1, 3.6), (4.6, 4.2), (6.3, 5.7), (0.8, 5.6), (3.1, 6.1)]
            .into_iter()
            .enumerate()
        {
            c.faded(0.16, |c| c.circle(x, y, 0.28, if i % 2 == 0 { &up } else { &low }));
        }
    });
    c.fill(&outline, &coat);
    bevel(c, &outline, area, 3.2, 0.8);
}

/// A stompbox.
pub(super) fn show(c: &mut Canvas, s: &Subject<'_>, look: &Pedal) {
    let (w, d, h, radius) = enclosure(look.shape);
    let color = s.color(look.color);
    let b = stand(c, s, (w, d, h), radius, color);
    c.within(b.top(), |c| {
        lid(c, (w, d), radius, color);
        match look.shape {
            PedalShape::Compact => compact(c, look, (w, d), color, s),
            PedalShape::Square => square(c, look, (w, d), s),
            PedalShape::Tuner => tuner(c, look, (w, d), s.brand()),
            _ => boxed(c, look, (w, d), s),
        }
    });
}

/// Knobs in one row with their words above.
fn row(c: &mut Canvas, look: &Pedal, (x, y, w): (f64, f64, f64), most: f64, seed: u64) {
    let n = look.knobs.len().max(1) as f64;
    let r = (w / n * 0.36).min(most);
    for (i, word) in look.knobs.iter().enumerate() {
        let px = x + w * (i as f64 + 0.5) / n;
        label(c, word, (px, y - r * 1.45), (r * 0.62, w / n * 0.94), look.print);
        dial(c, (px, y), r, look.print);
        knob(c, (px, y), r, look.knob_color, setting(i, seed));
    }
}

/// Ticks from seven to five o'clock.
fn dial(c: &mut Canvas, (x, y): (f64, f64), r: f64, color: Rgb) {
    let mut d = String::new();
    for i in 0..11 {
        let (s, k) = (f64::from(i) * 28.0 - 230.0_f64).to_radians().sin_cos();
        d.push_str(&format!("M{:.2} {:.2}L{:.2} {:.2}", x + k * r * 1.16, y + s * r * 1.16, x + k * r * 1.28, y + s * r * 1.28));
    }
    c.stroke_a(&d, &css(color), r * 0.06, 0.8);
}

fn compact(c: &mut Canvas, look: &Pedal, (w, d): (f64, f64), color: Rgb, s: &Subject<'_>) {
    if look.knobs.is_empty() {
        dots(c, (w * 0.12, 9.0, w * 0.76, 26.0), look.led);
    } else {
        row(c, look, (5.0, 26.0, w - 10.0), 8.6, s.seed());
    }
    lamp(c, (w / 2.0, 6.5), 1.5, look.led);
    label(c, "CHECK", (w * 0.5 + 8.0, 7.4), (2.6, 10.0), look.print);
    label(c, "INPUT", (w - 7.5, 41.0), (2.6, 12.0), look.print);
    label(c, "OUTPUT", (8.0, 41.0), (2.6, 12.0), look.print);
    // The hinged plate.
    let plate = rounded_rect(2.0, 44.0, w - 4.0, d - 46.5, 3.0);
    c.at(0.4, -0.6, |c| soft_fill(c, &plate, "#000000", 1.4, 0.55));
    let g = lacquer(c, Area::new(2.0, 44.0, w - 2.0, d), lighter(color, 0.05), 0.24, 0.2);
    c.fill(&plate, &g);
    bevel(c, &plate, Area::new(2.0, 44.0, w - 2.0, d - 2.5), 2.0, 0.9);
    fit(c, look.title, look.lettering, (w / 2.0, 55.5, Anchor::Middle), (8.6, w * 0.82), &css(look.print));
    fit(c, look.subtitle, Lettering::Bold, (w - 8.0, 64.0, Anchor::End), (7.0, w * 0.5), &css(look.print));
    fit(c, s.brand(), Lettering::Bold, (8.0, 63.4, Anchor::Start), (5.0, w * 0.4), &css(look.print));
    c.rect(6.6, 67.4, w - 13.2, d - 76.8, 2.6, "#050505");
    rubber(c, (7.2, 68.0, w - 14.4, d - 78.0), 2.7, 0x1C1C1E);
    let screw_at = w / 2.0;
    knob(c, (screw_at, d - 6.0), 3.0, 0x1A1A1B, 90.0);
}

fn square(c: &mut Canvas, look: &Pedal, (w, d): (f64, f64), s: &Subject<'_>) {
    row(c, look, (4.0, 26.0, w - 8.0), 8.4, s.seed());
    lamp(c, (w / 2.0, 42.0), 1.5, look.led);
    c.line((6.0, 47.0), (w - 6.0, 47.0), &css(look.print), 0.6);
    fit(c, look.title, look.lettering, (w / 2.0, 58.0, Anchor::Middle), (10.5, w * 0.86), &css(look.print));
    fit(c, look.subtitle, look.lettering, (w / 2.0, 67.0, Anchor::Middle), (6.4, w * 0.6), &css(look.print));
    fit(c, s.brand(), Lettering::Bold, (w / 2.0, d - 7.0, Anchor::Middle), (5.4, w * 0.6), &css(look.print));
    let pad = rounded_rect(w * 0.20, 73.0, w * 0.60, d - 90.0, 3.0);
    c.at(0.9, 1.4, |c| soft_fill(c, &pad, "#000000", 1.8, 0.6));
    let g = c.linear(
        (w * 0.2, 73.0),
        (w * 0.8, d - 16.0),
        &[(0.0, 0xF5F6F7, 1.0), (0.3, 0xB9BEC3, 1.0), (0.5, 0xE6E8EA, 1.0), (1.0, 0x6D7277, 1.0)],
    );
    c.fill(&pad, &g);
    bevel(c, &pad, Area::new(w * 0.2, 73.0, w * 0.8, d - 17.0), 2.4, 0.9);
    for k in 0..5 {
        let y = 80.0 + f64::from(k) * (d - 104.0) / 4.0;
        c.line((w * 0.28, y), (w * 0.72, y), "#50555a", 0.9);
        c.line((w * 0.28, y + 0.9), (w * 0.72, y + 0.9), "#ffffff", 0.5);
    }
}

/// Die-cast boxes with a footswitch.
fn boxed(c: &mut Canvas, look: &Pedal, (w, d): (f64, f64), s: &Subject<'_>) {
    let wide = look.shape == PedalShape::Wide;
    let (foot, r) = (d * if wide { 0.80 } else { 0.84 }, if wide { 9.0 } else { 7.2 });
    let title = d * if wide { 0.46 } else { 0.56 };
    match look.knobs.len() {
        1 => row(c, look, (w * 0.1, d * 0.28, w * 0.8), w * 0.20, s.seed()),
        3 if w < 70.0 => {
            let (top, low) = (
                Pedal { knobs: look.knobs.get(..2).unwrap_or_default(), ..*look },
                Pedal { knobs: look.knobs.get(2..).unwrap_or_default(), ..*look },
            );
            row(c, &top, (w * 0.06, d * 0.15, w * 0.88), 7.6, s.seed());
            row(c, &low, (w * 0.2, d * 0.36, w * 0.6), 8.6, s.seed() + 5);
        }
        n if n > 4 || (n == 4 && w < 70.0) => {
            let half = n.div_ceil(2);
            let (top, low) = (
                Pedal { knobs: look.knobs.get(..half).unwrap_or_default(), ..*look },
                Pedal { knobs: look.knobs.get(half..).unwrap_or_default(), ..*look },
            );
            row(c, &top, (w * 0.06, d * 0.15, w * 0.88), 8.0, s.seed());
            row(c, &low, (w * 0.06, d * 0.36, w * 0.88), 8.0, s.seed() + 5);
        }
        _ => row(c, look, (w * 0.05, d * 0.22, w * 0.90), if wide { 14.0 } else { 10.5 }, s.seed()),
    }
    let size = w * if wide { 0.17 } else { 0.19 };
    let print = css(look.print);
    let title = if look.subtitle.is_empty() { title + size * 0.25 } else { title };
    fit(c, look.title, look.lettering, (w / 2.0, title + size * 0.5, Anchor::Middle), (size, w * 0.84), &print);
    fit(c, look.subtitle, Lettering::Narrow, (w / 2.0, title + size * 1.05, Anchor::Middle), (size * 0.42, w * 0.7), &print);
    c.line((w * 0.1, foot - r * 2.0), (w * 0.9, foot - r * 2.0), &print, w * 0.008);
    fit(c, s.brand(), Lettering::Narrow, (w / 2.0, d - 3.2, Anchor::Middle), (w * 0.07, w * 0.5), &print);
    footswitch(c, (w / 2.0, foot), r);
    lamp(c, if wide { (w * 0.5, foot - r * 3.0) } else { (w * 0.5 - r * 2.1, foot - r * 0.6) }, 1.8, look.led);
    for (x, y) in [(4.4, 4.4), (w - 4.4, 4.4), (4.4, d - 4.4), (w - 4.4, d - 4.4)] {
        screw(c, x, y, 1.7, if brightness(look.color) > 0.5 { Metal::Chrome } else { Metal::Black });
    }
}

fn tuner(c: &mut Canvas, look: &Pedal, (w, d): (f64, f64), brand: &str) {
    dots(c, (w * 0.10, d * 0.10, w * 0.80, d * 0.34), look.led);
    fit(c, look.title, look.lettering, (w / 2.0, d * 0.56, Anchor::Middle), (w * 0.13, w * 0.8), &css(look.print));
    fit(c, brand, Lettering::Narrow, (w / 2.0, d * 0.62, Anchor::Middle), (w * 0.07, w * 0.6), &css(look.print));
    footswitch(c, (w / 2.0, d * 0.82), 8.0);
    label(c, "PITCH  REF", (w / 2.0, d * 0.07), (3.4, w * 0.7), look.print);
}

/// A tuner's lit dots: a needle in the middle, in tune.
fn dots(c: &mut Canvas, (x, y, w, h): (f64, f64, f64, f64), color: Rgb) {
    c.rect(x - 1.2, y - 1.2, w + 2.4, h + 2.4, 2.4, "#26272a");
    c.rect(x, y, w, h, 1.6, "#060607");
    let (columns, rows) = (17_i32, ((h / w) * 17.0).floor().max(5.0) as i32);
    let (sx, sy) = (w / f64::from(columns), h / f64::from(rows));
    let r = sx.min(sy) * 0.34;
    // The letter of the note, five dots by seven where there is room.
    let letter = [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001];
    for row in 0..rows {
        for column in 0..columns {
            let (px, py) = (x + sx * (f64::from(column) + 0.5), y + sy * (f64::from(row) + 0.5));
            let in_letter = rows > 7
                && usize::try_from(row)
                    .ok()
                    .and_then(|r| letter.get(r))
                    .is_some_and(|bits| (6..11).contains(&column) && bits >> (10 - column) & 1 == 1);
            let needle = row == rows - 1 && (7..=9).contains(&column) || rows <= 7 && column == 8;
            if in_letter || needle {
                let g = c.radial(
                    (px, py),
                    r * 2.6,
                    &[(0.0, mix(color, WHITE, 0.5), 1.0), (0.36, color, 1.0), (0.4, color, 0.4), (1.0, color, 0.0)],
                );
                c.circle(px, py, r * 2.6, &g);
            } else {
                c.circle(px, py, r * 0.8, "#1d2420");
            }
        }
    }
    let shine =
        c.linear((x, y), (x + w * 0.6, y + h), &[(0.0, WHITE, 0.22), (0.5, WHITE, 0.04), (0.51, WHITE, 0.0), (1.0, BLACK, 0.0)]);
    c.rect(x, y, w, h, 1.6, &shine);
}

/// A rocker pedal.
pub(super) fn treadle(c: &mut Canvas, s: &Subject<'_>, look: &Treadle) {
    let (w, d) = if look.side_panel { (165.0, 195.0) } else { (101.0, 254.0) };
    let color = s.color(look.color);
    let b = stand(c, s, (w, d, 52.0), 8.0, color);
    c.within(b.top(), |c| {
        lid(c, (w, d), 8.0, color);
        let x = if look.side_panel { 70.0 } else { 8.0 };
        rocker(c, (x, 8.0, w - x - 8.0, d - 16.0), look.rubber, color);
        if look.side_panel {
            panel(c, look, s, d);
        } else {
            // The name lies in relief across the toe.
            let plate = rounded_rect(20.0, 20.0, w - 40.0, 22.0, 3.0);
            c.fill(&plate, "#0d0d0e");
            c.stroke_a(&plate, "#8b8e92", 0.7, 0.8);
            fit(c, look.title, Lettering::Bold, (w / 2.0, 35.0, Anchor::Middle), (11.0, w - 46.0), &css(look.print));
        }
    });
}

/// The moving plate with its rubber.
fn rocker(c: &mut Canvas, (x, y, w, h): (f64, f64, f64, f64), color: Rgb, base: Rgb) {
    let plate = rounded_rect(x, y, w, h, 7.0);
    c.at(1.5, 3.0, |c| soft_fill(c, &plate, "#000000", 4.0, 0.65));
    let g = c.linear((x, y), (x + w, y + h), &[(0.0, lighter(base, 0.4), 1.0), (0.4, base, 1.0), (1.0, darker(base, 0.5), 1.0)]);
    c.fill(&plate, &g);
    rubber(c, (x + 4.0, y + 4.0, w - 8.0, h - 8.0), 5.0, color);
    // It tilts: the heel is in shade, the toe in light.
    let tilt =
        c.linear((0.0, y), (0.0, y + h), &[(0.0, WHITE, 0.16), (0.45, WHITE, 0.02), (0.55, BLACK, 0.02), (1.0, BLACK, 0.35)]);
    c.fill(&plate, &tilt);
    bevel(c, &plate, Area::new(x, y, x + w, y + h), 4.0, 0.9);
}

fn panel(c: &mut Canvas, look: &Treadle, s: &Subject<'_>, d: f64) {
    let (print, middle) = (css(look.print), 36.0);
    fit(c, s.brand(), Lettering::Narrow, (middle, 17.0, Anchor::Middle), (8.0, 52.0), &print);
    dial(c, (middle, 52.0), 13.0, look.print);
    knob(c, (middle, 52.0), 13.0, 0x1A1A1B, setting(2, s.seed()));
    for k in 0..5 {
        let y = 82.0 + f64::from(k) * 8.0;
        c.circle(18.0, y, 1.4, if k == 1 { "#ff5a48" } else { "#4a1210" });
        c.rect(23.0, y - 1.0, 22.0 + f64::from(k % 3) * 5.0, 2.0, 0.8, &print);
    }
    fit(c, look.title, Lettering::Bold, (middle, 138.0, Anchor::Middle), (13.0, 56.0), &print);
    footswitch(c, (middle, d - 30.0), 8.5);
    lamp(c, (middle, d - 47.0), 1.8, 0xF02A20);
}

/// A multi-effects unit.
pub(super) fn floorboard(c: &mut Canvas, s: &Subject<'_>, look: &Floorboard) {
    let (w, d) = look.size;
    let color = s.color(look.color);
    let b = stand(c, s, (w, d, 48.0), 7.0, color);
    c.within(b.top(), |c| {
        lid(c, (w, d), 7.0, color);
        let pedal = if look.expression { w * 0.26 } else { 0.0 };
        if look.expression {
            rocker(c, (w - pedal, 7.0, pedal - 7.0, d - 14.0), 0x1B1B1C, color);
        }
        board(c, look, (w - pedal, d), s);
    });
}

fn board(c: &mut Canvas, look: &Floorboard, (w, d): (f64, f64), s: &Subject<'_>) {
    let (sw, sh) = look.screen;
    let side = f64::from(look.knobs) * 15.0 > w - sw - 30.0;
    // Few knobs sit beside the screen, many below it in a row.
    let sx = if look.knobs > 1 && !side { 14.0 } else { (w - sw) / 2.0 };
    screen(c, (sx, 13.0, sw, sh), 0x4A86C8);
    let (columns, rows) = (f64::from(look.switches.0), f64::from(look.switches.1));
    let n = f64::from(look.knobs.max(1));
    for i in 0..usize::from(look.knobs) {
        let k = i as f64;
        let at = if look.knobs == 1 {
            (w - (w - sw) / 4.0, 13.0 + sh / 2.0)
        } else if side {
            (w * (k + 0.5) / n, 13.0 + sh + 16.0)
        } else {
            (sx + sw + (w - sx - sw) * (k + 0.5) / n, 13.0 + sh / 2.0)
        };
        dial(c, at, 5.6, look.print);
        knob(c, at, 5.6, 0x17171A, setting(i, s.seed()));
    }
    let brand = if sx > 40.0 { (sx - 6.0, 20.0, Anchor::End) } else { (14.0, 13.0 + sh + 11.0, Anchor::Start) };
    if !side || sx > 40.0 {
        fit(c, s.brand(), Lettering::Narrow, brand, (8.0, (sx - 10.0).max(50.0)), &css(look.print));
    }
    let low = 13.0 + sh + if side { 26.0 } else { 12.0 };
    let hues = [0xE8452F, 0xF0A52A, 0x46C15A, 0x38A0EC, 0xB06CE8, 0xF26AA8];
    for row in 0..look.switches.1 {
        for column in 0..look.switches.0 {
            let x = w * (f64::from(column) + 0.5) / columns;
            let y = low + (d - low) * (f64::from(row) + 0.5) / rows - 2.0;
            let hue = hues.get(usize::from(column + row * 3) % hues.len()).copied().unwrap_or(WHITE);
            if look.rings {
                let g = c.radial((x, y), 17.0, &[(0.0, hue, 0.0), (0.5, hue, 0.7), (0.64, hue, 0.5), (1.0, hue, 0.0)]);
                c.circle(x, y, 17.0, &g);
                c.ring(x, y, 10.4, &css(lighter(hue, 0.35)), 1.8);
            } else {
                lamp(c, (x, y - 13.0), 1.5, hue);
            }
            footswitch(c, (x, y), 7.2);
        }
    }
}
