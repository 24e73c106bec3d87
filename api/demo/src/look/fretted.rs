//! Guitars and basses.

use crate::finish::Rgb;

/// A solid-body guitar or bass. Lengths in millimetres.
#[derive(Clone, Copy, Debug)]
pub struct Electric {
    /// Outline family.
    pub body: Body,
    /// Nut to bridge; on multi-scale necks that of the highest string.
    pub scale: f64,
    /// Scale of the lowest string where it differs.
    pub bass_scale: Option<f64>,
    /// Number of strings.
    pub strings: u8,
    /// Number of frets.
    pub frets: u8,
    /// Headstock.
    pub head: Head,
    /// Its front.
    pub head_finish: HeadFinish,
    /// Fingerboard.
    pub board: Board,
    /// Position markers.
    pub inlay: Inlay,
    /// Visible wood of neck and headstock.
    pub neck: NeckWood,
    /// From neck to bridge.
    pub pickups: &'static [Pickup],
    /// Bridge.
    pub bridge: Bridge,
    /// Pickguard.
    pub guard: Guard,
    /// Knobs and switches.
    pub controls: Controls,
    /// Plating.
    pub metal: Metal,
    /// Knob colour.
    pub knobs: Rgb,
    /// Body binding.
    pub binding: Option<Rgb>,
    /// Neck binding.
    pub neck_binding: Option<Rgb>,
}

/// Body outlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// Contoured double cut.
    S,
    /// Slab single cut.
    T,
    /// Carved single cut.
    Single,
    /// Thin double-horned.
    Horns,
    /// Flying V.
    V,
    /// Sharp V with uneven wings.
    Rhoads,
    /// Radical four-pointed.
    Explorer,
    /// Offset waist.
    Offset,
    /// Slim superstrat.
    Super,
    /// Carved double cut.
    DoubleCut,
    /// Modern single cut with sharp cutaway.
    ModernSingle,
    /// Precision-style bass.
    PBass,
    /// Offset bass.
    JBass,
    /// Slim carved bass with long horns.
    SrBass,
    /// Compact bass with a rounded body.
    RayBass,
    /// Crested-wave bass.
    WaveBass,
}

/// Headstock shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Six in line, rounded end.
    SixInline,
    /// Six in line, narrow with a straight side.
    SixInlineSlim,
    /// Six in line, pointed.
    Pointed,
    /// Pointed, tuners on the treble side.
    ReversePointed,
    /// Three a side, open book top.
    OpenBook,
    /// Three a side, plain tapered.
    ThreeThree,
    /// Three a side, arrow.
    Arrow,
    /// Hockey stick.
    Hockey,
    /// Four in line, rounded end.
    FourInline,
    /// Two a side.
    TwoTwo,
    /// Three and two for five strings.
    ThreeTwo,
    /// Three and one.
    ThreeOne,
    /// Four and three for seven, four and four for eight.
    SevenEight,
}

/// Front of a headstock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadFinish {
    /// Wood of the neck.
    Neck,
    /// Gloss black.
    Black,
    /// Finish of the body.
    Body,
}

/// Fingerboards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Board {
    /// Rosewood, laurel, pau ferro.
    Rosewood,
    /// Maple.
    Maple,
    /// Roasted maple.
    Roasted,
    /// Ebony and ebony-like composites.
    Ebony,
}

/// Position markers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inlay {
    /// None.
    None,
    /// Dots.
    Dots,
    /// Dots along the bass edge.
    OffsetDots,
    /// Blocks.
    Blocks,
    /// Trapezoids.
    Trapezoids,
    /// Shark fins.
    Sharkfins,
    /// Birds in flight.
    Birds,
    /// Flags along the bass edge.
    Flags,
    /// Crosses.
    Crosses,
}

/// Necks by colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeckWood {
    /// Satin maple.
    Maple,
    /// Tinted maple.
    Amber,
    /// Mahogany.
    Mahogany,
    /// Painted black.
    Black,
}

/// Bridges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bridge {
    /// Six-saddle vibrato on posts.
    Vibrato,
    /// Locking double vibrato.
    Locking,
    /// Tune-o-matic and stop bar.
    StopBar,
    /// Tune-o-matic and V-shaped tailpiece.
    VTail,
    /// Fixed with single saddles.
    Hardtail,
    /// Three-saddle plate under a T pickup.
    Plate,
    /// Floating vibrato with a long tailpiece.
    Floating,
    /// Bass bridge.
    Bass,
    /// Single bass bridges.
    MonoBass,
}

/// Pickguards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// None.
    None,
    /// The one that belongs to the body outline, in this colour.
    Plain(Rgb),
    /// Tortoiseshell.
    Tortoise,
}

/// Where knobs and switches sit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Controls {
    /// Three knobs and a blade on the guard.
    S,
    /// Control plate with two knobs and a blade.
    T,
    /// Four knobs and a toggle on the upper bout.
    Single,
    /// Four knobs and a toggle below.
    Horns,
    /// Three knobs in a row along a wing.
    V,
    /// Three knobs in a row and a toggle, on an explorer.
    Explorer,
    /// Two knobs and a blade.
    Super,
    /// One knob and a toggle.
    One,
    /// Two knobs and a toggle on a guard, with slide switches.
    Offset,
    /// Three knobs and a toggle without guard.
    Three,
    /// Two knobs on the guard of a bass.
    PBass,
    /// Plate with three knobs.
    JBass,
    /// Plate with four knobs.
    RayBass,
    /// Row of four small knobs.
    Active,
}

/// Plating of the hardware.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metal {
    /// Chrome or nickel.
    Chrome,
    /// Black chrome.
    Black,
    /// Gold.
    Gold,
}

/// A pickup.
#[derive(Clone, Copy, Debug)]
pub struct Pickup {
    /// Construction.
    pub kind: PickupKind,
    /// Distance from the bridge to its middle, mm.
    pub from_bridge: f64,
    /// Cover or bobbin colour.
    pub color: Rgb,
}

/// Pickup constructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickupKind {
    /// Single coil, straight.
    Single,
    /// Single coil, bridge end slanted.
    Slanted,
    /// T-style bridge coil.
    TBridge,
    /// Small metal-covered coil.
    Lipstick,
    /// Two open coils; `color` is the front coil.
    Humbucker,
    /// Two open coils in a mounting ring.
    RingHumbucker,
    /// Metal cover in a mounting ring.
    Covered,
    /// Smooth active block.
    Active,
    /// Wide flat coil of an offset guitar.
    Wide,
    /// Split bass coil.
    Split,
    /// Long bass single coil.
    JSingle,
    /// Bass humbucker with large poles.
    BassHumbucker,
    /// Plain bass soapbar.
    Soapbar,
    /// Covered bass pickup with a surround.
    Toaster,
}

/// An acoustic guitar.
#[derive(Clone, Copy, Debug)]
pub struct Acoustic {
    /// Outline.
    pub shape: AcousticShape,
    /// With a cutaway.
    pub cutaway: bool,
    /// Nut to saddle, mm.
    pub scale: f64,
    /// Frets in all.
    pub frets: u8,
    /// Fret at the body edge.
    pub joint: u8,
    /// Fingerboard and bridge.
    pub board: Board,
    /// Position markers.
    pub inlay: Inlay,
    /// Headstock veneer colour.
    pub head: Rgb,
    /// Edge binding.
    pub binding: Rgb,
    /// Pickguard colour.
    pub guard: Option<Rgb>,
    /// Tuner plating.
    pub metal: Metal,
    /// Nylon strings, slotted headstock, tie bridge.
    pub classical: bool,
}

/// Acoustic outlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcousticShape {
    /// Square shoulders, wide waist.
    Dreadnought,
    /// Rounded with a tight waist.
    Auditorium,
    /// Small auditorium.
    Mini,
    /// Thin stage body with an oval hole.
    Thin,
    /// Spanish outline.
    Classical,
}
