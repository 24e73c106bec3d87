//! Instruments with piano keys. Millimetres.

use crate::finish::Rgb;

/// A keyboard.
#[derive(Clone, Copy, Debug)]
pub struct Keys {
    /// Layout of the panel.
    pub kind: KeysKind,
    /// Width, depth and height.
    pub size: (f64, f64, f64),
    /// Number of keys.
    pub keys: u8,
    /// MIDI note of the lowest key.
    pub first_note: u8,
    /// Keys.
    pub bed: KeyBed,
    /// Body colour, when the variant has no finish.
    pub color: Rgb,
    /// Panel colour.
    pub panel: Rgb,
    /// Print and accents.
    pub accent: Rgb,
    /// Knobs on the panel.
    pub knobs: u8,
    /// Sliders on the panel.
    pub faders: u8,
    /// Rows and columns of pads.
    pub pads: (u8, u8),
    /// Width and height of the screen, mm.
    pub screen: Option<(f64, f64)>,
    /// Buttons, roughly.
    pub buttons: u8,
    /// Wooden sides.
    pub cheeks: Option<Rgb>,
    /// Wheels to the left of the keys.
    pub wheels: bool,
}

/// Panel layouts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeysKind {
    /// Knobs in groups over the whole panel.
    Synth,
    /// Almost bare.
    Piano,
    /// Screen in the middle, buttons around, speakers at the sides.
    Arranger,
    /// Screen, pads and knobs above a short keyboard.
    Controller,
}

/// Sizes of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyBed {
    /// 23.5 mm per white key.
    Full,
    /// Slim keys.
    Slim,
    /// Mini keys.
    Mini,
}
