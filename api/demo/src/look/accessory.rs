//! Small things; colours mostly come from the variant's finish.

use crate::finish::Rgb;
use crate::look::Lettering;

/// A pack of strings.
#[derive(Clone, Copy, Debug)]
pub struct StringPack {
    /// Ground of the sleeve, when the variant has no finish.
    pub color: Rgb,
    /// Second colour.
    pub accent: Rgb,
    /// Print.
    pub print: Rgb,
    /// Large word.
    pub title: &'static str,
    /// Small word.
    pub subtitle: &'static str,
    /// How the title is set.
    pub lettering: Lettering,
    /// Box instead of a flat sleeve.
    pub boxed: bool,
    /// Bronze instead of steel colour of the coil.
    pub bronze: bool,
}

/// Straps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strap {
    /// Leather with a stitched edge.
    Leather,
    /// Woven webbing with leather ends.
    Webbing,
}

/// Cables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cable {
    /// Straight jack cable, rolled.
    Jack,
    /// Coiled jack cable.
    Coiled,
    /// Microphone cable.
    Xlr,
}

/// Plectrums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// Usual rounded triangle, matt.
    Standard,
    /// Small and pointed.
    Jazz,
}

/// Stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Guitar stand with a neck yoke.
    Guitar,
    /// Microphone boom.
    Boom,
    /// Folding X for keyboards.
    Keyboard,
}

/// Cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Padded guitar bag.
    GigBag,
    /// Moulded guitar case.
    Hard,
    /// Flat bag for a pedalboard, with the board.
    Pedalboard,
}
