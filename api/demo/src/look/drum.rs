//! Drums, cymbals and what goes with them. Sizes in inches, as drummers count.

use crate::finish::Rgb;

/// An acoustic kit; the shells take the variant's finish.
#[derive(Clone, Copy, Debug)]
pub struct Kit {
    /// Bass drum diameter.
    pub bass: f64,
    /// Two bass drums.
    pub double_bass: bool,
    /// Rack toms, diameter and depth.
    pub toms: &'static [(f64, f64)],
    /// Floor toms, diameter and depth.
    pub floors: &'static [(f64, f64)],
    /// Snare, diameter and depth.
    pub snare: (f64, f64),
    /// The snare has a metal shell.
    pub metal_snare: bool,
    /// Cymbals and their stands come with it.
    pub cymbals: bool,
    /// Colour of the front head.
    pub head: Rgb,
    /// Colour of lugs and hoops.
    pub hardware: Rgb,
}

/// An electronic kit.
#[derive(Clone, Copy, Debug)]
pub struct ElectronicKit {
    /// Toms.
    pub toms: u8,
    /// Rack tube colour.
    pub rack: Rgb,
    /// Mesh colour of the pads.
    pub mesh: Rgb,
    /// Accent on rims.
    pub accent: Rgb,
    /// A tower instead of a pad for the kick.
    pub tower: bool,
}

/// A snare drum; the shell takes the variant's finish.
#[derive(Clone, Copy, Debug)]
pub struct Snare {
    /// Diameter.
    pub diameter: f64,
    /// Depth.
    pub depth: f64,
    /// Number of lugs around.
    pub lugs: u8,
    /// Slim tube lugs instead of cast ones.
    pub tube_lugs: bool,
    /// Rim.
    pub rim: Rim,
    /// Colour of rims and lugs.
    pub hardware: Rgb,
    /// A bead runs around the middle of the shell.
    pub bead: bool,
}

/// Drum rims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rim {
    /// Bent steel, three flanges.
    Flanged,
    /// Thick and cast.
    DieCast,
}

/// A cymbal, or a pair of hats.
#[derive(Clone, Copy, Debug)]
pub struct Cymbal {
    /// Profile.
    pub kind: CymbalKind,
    /// Tone of the metal and its finish.
    pub alloy: Alloy,
    /// Diameter when the variant gives none.
    pub inches: f64,
}

/// Cymbal profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CymbalKind {
    /// Heavy bow.
    Ride,
    /// Thinner bow.
    Crash,
    /// Turned-up edge.
    China,
    /// Two cymbals.
    HiHat,
    /// Hats, crash and ride together.
    Set,
}

/// Bronze as it leaves the workshop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alloy {
    /// Lathed and unpolished.
    Traditional,
    /// Polished to a mirror.
    Brilliant,
    /// Dark, hammered, partly raw.
    Dark,
}

/// Drum hardware.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrumHardware {
    /// Bass drum pedal.
    Pedal,
    /// Double bass drum pedal.
    DoublePedal,
    /// Hi-hat stand.
    HatStand,
    /// Throne with a round seat.
    Throne,
}

/// A pair of sticks.
#[derive(Clone, Copy, Debug)]
pub struct Sticks {
    /// Nylon instead of wooden tip.
    pub nylon: bool,
    /// Wood or lacquer.
    pub color: Rgb,
    /// Dipped grip.
    pub grip: Option<Rgb>,
}
