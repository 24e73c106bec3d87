//! Studio and stage sound.

use crate::finish::Rgb;

/// Microphones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mic {
    /// Ball grille, tapered handle.
    Vocal,
    /// Slim with a small flat grille.
    Instrument,
    /// Large, for bass drums.
    Kick,
    /// Side-address condenser of this body colour.
    Condenser(Rgb),
}

/// A desktop audio interface. Millimetres.
#[derive(Clone, Copy, Debug)]
pub struct Interface {
    /// Width, height and depth.
    pub size: (f64, f64, f64),
    /// Enclosure.
    pub color: Rgb,
    /// Front plate.
    pub face: Rgb,
    /// Print colour.
    pub print: Rgb,
    /// Combo inputs on the front.
    pub inputs: u8,
    /// Knobs on the front.
    pub knobs: u8,
    /// Lit rings around the gain knobs.
    pub halos: bool,
    /// Colour meter on the front.
    pub meter: bool,
}

/// Over-ear headphones.
#[derive(Clone, Copy, Debug)]
pub struct Headphones {
    /// Cups and band.
    pub color: Rgb,
    /// Ear cushions.
    pub cushion: Rgb,
    /// Ring or badge on the cup.
    pub ring: Rgb,
    /// Coiled cable.
    pub coiled: bool,
    /// Yokes of bare metal.
    pub metal_yoke: bool,
}

/// A studio monitor; the cabinet takes the variant's finish. Millimetres.
#[derive(Clone, Copy, Debug)]
pub struct Monitor {
    /// Width, height and depth.
    pub size: (f64, f64, f64),
    /// Woofer inches.
    pub woofer: f64,
    /// Cone colour.
    pub cone: Rgb,
    /// Cabinet, when the variant has no finish.
    pub color: Rgb,
    /// Pleated ribbon instead of a dome.
    pub ribbon: bool,
    /// Slot port below the woofer.
    pub port: bool,
}

/// A mixing desk.
#[derive(Clone, Copy, Debug)]
pub struct Mixer {
    /// Channel strips.
    pub channels: u8,
    /// Knobs per strip.
    pub knobs: u8,
    /// Faders instead of level knobs.
    pub faders: bool,
    /// Width and depth, mm.
    pub size: (f64, f64),
    /// Panel colour.
    pub color: Rgb,
    /// Knob colours from top to bottom of a strip, repeated.
    pub caps: &'static [Rgb],
}

/// A loudspeaker for the stage. Millimetres.
#[derive(Clone, Copy, Debug)]
pub struct PaSpeaker {
    /// Width, height and depth.
    pub size: (f64, f64, f64),
    /// Woofer inches.
    pub woofer: f64,
    /// Accent on the grille.
    pub accent: Rgb,
}
