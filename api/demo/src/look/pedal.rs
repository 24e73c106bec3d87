//! Things under the foot; boxes take the variant's finish where it has one.

use crate::finish::Rgb;
use crate::look::Lettering;

/// A stompbox.
#[derive(Clone, Copy, Debug)]
pub struct Pedal {
    /// Enclosure.
    pub shape: PedalShape,
    /// Enclosure colour.
    pub color: Rgb,
    /// Print colour.
    pub print: Rgb,
    /// Knob labels, left to right, top to bottom.
    pub knobs: &'static [&'static str],
    /// Knob colour.
    pub knob_color: Rgb,
    /// Large name on the front.
    pub title: &'static str,
    /// Second line.
    pub subtitle: &'static str,
    /// How the title is set.
    pub lettering: Lettering,
    /// Lamp.
    pub led: Rgb,
}

/// Enclosures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PedalShape {
    /// Compact with a large rubber treadle, 73×129 mm.
    Compact,
    /// Compact with a square pad, 74×124 mm.
    Square,
    /// Small die-cast box with a footswitch, 60×112 mm.
    Small,
    /// Wide sloped box, 140×170 mm.
    Wide,
    /// Mid-sized box, 90×118 mm.
    Medium,
    /// Very narrow, 48×94 mm.
    Mini,
    /// Tuner with a dot display, 72×122 mm.
    Tuner,
}

/// A rocker pedal.
#[derive(Clone, Copy, Debug)]
pub struct Treadle {
    /// Base colour.
    pub color: Rgb,
    /// Rubber colour.
    pub rubber: Rgb,
    /// Print colour.
    pub print: Rgb,
    /// Panel with knob and switch beside the treadle.
    pub side_panel: bool,
    /// Word on the base.
    pub title: &'static str,
}

/// A multi-effects unit. Millimetres.
#[derive(Clone, Copy, Debug)]
pub struct Floorboard {
    /// Width and depth.
    pub size: (f64, f64),
    /// Enclosure colour.
    pub color: Rgb,
    /// Print colour.
    pub print: Rgb,
    /// Columns and rows of footswitches.
    pub switches: (u8, u8),
    /// Width and height of the screen.
    pub screen: (f64, f64),
    /// Knobs.
    pub knobs: u8,
    /// Rocker at the right.
    pub expression: bool,
    /// Lit rings around the switches.
    pub rings: bool,
}
