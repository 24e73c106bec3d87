//! Amplifiers and cabinets; the covering takes the variant's finish. Millimetres.

use crate::finish::Rgb;

/// Combo, head or cabinet.
#[derive(Clone, Copy, Debug)]
pub struct Amp {
    /// Construction.
    pub kind: AmpKind,
    /// Width, height and depth.
    pub size: (f64, f64, f64),
    /// Covering, when the variant has no finish.
    pub tolex: Rgb,
    /// Front cloth.
    pub cloth: Cloth,
    /// Control panel.
    pub panel: Panel,
    /// Columns, rows and inches of the speakers behind the cloth.
    pub speakers: (u8, u8, f64),
    /// Piping around the cloth.
    pub piping: Option<Rgb>,
    /// Corner protectors.
    pub corners: Option<Rgb>,
    /// How the name is set.
    pub lettering: Lettering,
    /// Colour of the name.
    pub badge: Rgb,
    /// The cabinet leans back in its upper half.
    pub slanted: bool,
}

/// Constructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmpKind {
    /// Amplifier and speaker in one box, panel on top edge or front.
    Combo,
    /// Amplifier alone.
    Head,
    /// Speakers alone.
    Cabinet,
}

/// Front cloth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cloth {
    /// Fine weave.
    Weave(Rgb),
    /// Basket weave with a light thread.
    Basket(Rgb, Rgb),
    /// Diamonds.
    Diamond(Rgb, Rgb),
    /// Silvery with a thread.
    Silver(Rgb, Rgb),
    /// Perforated metal.
    Steel(Rgb),
}

/// The panel with the knobs.
#[derive(Clone, Copy, Debug)]
pub struct Panel {
    /// Plate colour.
    pub color: Rgb,
    /// Print colour.
    pub print: Rgb,
    /// Number of knobs.
    pub knobs: u8,
    /// Their style.
    pub style: KnobStyle,
    /// Pilot lamp.
    pub lamp: Rgb,
    /// Height of the panel, mm.
    pub height: f64,
    /// It lies on top and shows only its edge from the front.
    pub on_top: bool,
    /// Small push buttons.
    pub buttons: u8,
}

/// Knobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnobStyle {
    /// Gold-capped.
    GoldCap,
    /// Black with a white line.
    BlackLine,
    /// Pointer ("chicken head").
    Pointer(Rgb),
    /// Brushed metal.
    Silver,
    /// Cream barrel.
    Cream,
}

/// How a name is set: our own plain lettering, never the maker's logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lettering {
    /// Upright and heavy.
    Bold,
    /// Narrow capitals.
    Narrow,
    /// Brush script.
    Script,
    /// Classic serifs.
    Serif,
}
