//! Puts a product on its floor and under its light.

use super::canvas::{Canvas, Matrix, Svg};
use super::color::{BLACK, WHITE, css, darker, lighter};
use super::{accessory, amp, audio, drum, guitar, keys, pedal, stand};
use crate::finish::{Finish, Rgb};
use crate::look::Look;
use crate::model::{Product, Variant};

/// Side of a product picture in user units.
pub(super) const SIDE: f64 = 1200.0;

/// Which picture of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// The whole thing, as lists show it.
    Front,
    /// From closer or from another side.
    Detail,
}

/// What is drawn.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) product: &'a Product,
    pub(super) variant: &'a Variant,
    pub(super) view: View,
}

impl Subject<'_> {
    pub(super) fn brand(&self) -> &'static str {
        self.product.brand
    }

    pub(super) fn finish(&self) -> Option<Finish> {
        self.variant.art.finish
    }

    /// The colour of the variant, or `usual`.
    pub(super) fn color(&self, usual: Rgb) -> Rgb {
        self.finish().map_or(usual, super::surface::tone)
    }

    pub(super) fn seed(&self) -> u64 {
        self.product.slug.bytes().fold(17, |h: u64, b| h.wrapping_mul(131).wrapping_add(u64::from(b)))
    }

    pub(super) fn front(&self) -> bool {
        self.view == View::Front
    }
}

/// The picture a list shows: the whole thing, seen from the front.
pub fn front(product: &Product, variant: &Variant) -> Svg {
    draw(product, variant, View::Front)
}

/// A closer look, another side.
pub fn detail(product: &Product, variant: &Variant) -> Svg {
    draw(product, variant, View::Detail)
}

fn draw(product: &Product, variant: &Variant, view: View) -> Svg {
    let mut c = Canvas::new(1200, 1200);
    let subject = Subject { product, variant, view };
    floor(&mut c, tint(product.category));
    subject_on(&mut c, &subject);
    c.finish()
}

/// Draws the thing itself.
pub(super) fn subject_on(c: &mut Canvas, s: &Subject<'_>) {
    match &s.product.look {
        Look::Electric(look) => guitar::show(c, s, look),
        Look::Acoustic(look) => guitar::acoustic::show(c, s, look),
        Look::Kit(look) => drum::kit(c, s, look),
        Look::ElectronicKit(look) => drum::electronic(c, s, look),
        Look::Snare(look) => drum::snare(c, s, look),
        Look::Cymbal(look) => drum::cymbal(c, s, look),
        Look::DrumHardware(look) => drum::hardware(c, s, look),
        Look::Sticks(look) => drum::sticks(c, s, look),
        Look::Amp(look) => amp::show(c, s, look),
        Look::Mic(look) => audio::mic(c, s, look),
        Look::Interface(look) => audio::interface(c, s, look),
        Look::Headphones(look) => audio::headphones(c, s, look),
        Look::Monitor(look) => audio::monitor(c, s, look),
        Look::Mixer(look) => audio::mixer(c, s, look),
        Look::PaSpeaker(look) => audio::pa(c, s, look),
        Look::Keys(look) => keys::show(c, s, look),
        Look::Pedal(look) => pedal::show(c, s, look),
        Look::Treadle(look) => pedal::treadle(c, s, look),
        Look::Floorboard(look) => pedal::floorboard(c, s, look),
        Look::Strings(look) => accessory::strings(c, s, look),
        Look::Strap(look) => accessory::strap(c, s, *look),
        Look::Cable(look) => accessory::cable(c, s, *look),
        Look::Pick(look) => accessory::picks(c, s, *look),
        Look::Stand(look) => stand::stand(c, s, *look),
        Look::Case(look) => stand::case(c, s, *look),
    }
}

/// The tint of the floor, by shelf: mid tones that sit well on dark and on light pages.
pub(super) fn tint(category: &str) -> Rgb {
    match category {
        "electric-guitars" | "extended-range-guitars" | "acoustic-guitars" | "classical-guitars" | "guitars" => 0xD0C4B3,
        "four-string-basses" | "five-string-basses" | "basses" => 0xBFC6BE,
        "drum-kits" | "electronic-drums" | "snare-drums" | "cymbals" | "drum-hardware" | "drumsticks" | "drums" => 0xCDBDB2,
        "guitar-combos" | "amp-heads" | "cabinets" | "bass-amps" | "amplifiers" => 0xC9C1B4,
        "synthesizers" | "digital-pianos" | "workstations" | "midi-controllers" | "keyboards" => 0xBDC5CE,
        "microphones" | "audio-interfaces" | "headphones" | "studio-monitors" | "mixers" | "pa-speakers" | "pro-audio" => {
            0xC4C2CB
        }
        "distortion-overdrive" | "delay-reverb" | "modulation" | "wah-pitch" | "tuners-utility" | "multi-effects" | "effects" => {
            0xD0C8AF
        }
        _ => 0xC8C7BE,
    }
}

/// A plain cove: wall, soft turn, floor; light from the upper left.
pub(super) fn floor(c: &mut Canvas, tint: Rgb) {
    let light = c.radial(
        (330.0, 230.0),
        1250.0,
        &[(0.0, lighter(tint, 0.44), 1.0), (0.40, lighter(tint, 0.14), 1.0), (1.0, darker(tint, 0.20), 1.0)],
    );
    c.rect(0.0, 0.0, SIDE, SIDE, 0.0, &css(tint));
    c.rect(0.0, 0.0, SIDE, SIDE, 0.0, &light);
    let turn = c.linear(
        (0.0, 880.0),
        (0.0, SIDE),
        &[(0.0, BLACK, 0.0), (0.28, BLACK, 0.035), (0.46, BLACK, 0.0), (0.75, WHITE, 0.10), (1.0, WHITE, 0.03)],
    );
    c.rect(0.0, 880.0, SIDE, 320.0, 0.0, &turn);
}

/// A soft shadow where something touches the floor, `half` wide to either side.
pub(super) fn standing(c: &mut Canvas, x: f64, y: f64, half: f64) {
    pool(c, (x + half * 0.12, y), (half * 1.4, (half * 0.17).min(30.0)), 0.6);
}

/// A soft elliptic shadow.
pub(super) fn pool(c: &mut Canvas, (x, y): (f64, f64), (rx, ry): (f64, f64), alpha: f64) {
    let squeeze = Matrix::shift(x, y).after(Matrix::scale(rx, ry));
    let g = c.radial_in(
        (0.0, 0.0),
        1.0,
        Some(squeeze),
        &[(0.0, 0x0B0908, alpha), (0.35, 0x0B0908, alpha * 0.66), (0.7, 0x0B0908, alpha * 0.2), (1.0, 0x0B0908, 0.0)],
    );
    c.ellipse(x, y, rx, ry, &g);
}
