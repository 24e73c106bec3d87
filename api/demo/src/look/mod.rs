//! What a product looks like: the parameters of its picture, free of any drawing.

mod accessory;
mod amp;
mod audio;
mod drum;
mod fretted;
mod keys;
mod pedal;

pub use accessory::{Cable, Case, Pick, Stand, Strap, StringPack};
pub use amp::{Amp, AmpKind, Cloth, KnobStyle, Lettering, Panel};
pub use audio::{Headphones, Interface, Mic, Mixer, Monitor, PaSpeaker};
pub use drum::{Alloy, Cymbal, CymbalKind, DrumHardware, ElectronicKit, Kit, Rim, Snare, Sticks};
pub use fretted::{
    Acoustic, AcousticShape, Board, Body, Bridge, Controls, Electric, Guard, Head, HeadFinish, Inlay, Metal, NeckWood, Pickup,
    PickupKind,
};
pub use keys::{KeyBed, Keys, KeysKind};
pub use pedal::{Floorboard, Pedal, PedalShape, Treadle};

/// One variant per kind of thing [`crate::art`] can draw.
#[derive(Clone, Copy, Debug)]
pub enum Look {
    /// Solid-body guitars and basses.
    Electric(Electric),
    /// Steel- and nylon-string guitars.
    Acoustic(Acoustic),
    /// Acoustic drum kit.
    Kit(Kit),
    /// Electronic drum kit.
    ElectronicKit(ElectronicKit),
    /// Snare drum.
    Snare(Snare),
    /// Single cymbal or pair of hats.
    Cymbal(Cymbal),
    /// Pedal, stand or throne.
    DrumHardware(DrumHardware),
    /// Pair of drumsticks.
    Sticks(Sticks),
    /// Combo, head or cabinet.
    Amp(Amp),
    /// Anything with piano keys.
    Keys(Keys),
    /// Stompbox.
    Pedal(Pedal),
    /// Rocker pedal.
    Treadle(Treadle),
    /// Multi-effects unit.
    Floorboard(Floorboard),
    /// Microphone.
    Mic(Mic),
    /// Audio interface.
    Interface(Interface),
    /// Headphones.
    Headphones(Headphones),
    /// Studio monitor.
    Monitor(Monitor),
    /// Mixing desk.
    Mixer(Mixer),
    /// Loudspeaker for the stage.
    PaSpeaker(PaSpeaker),
    /// Pack of strings.
    Strings(StringPack),
    /// Guitar strap.
    Strap(Strap),
    /// Instrument or microphone cable.
    Cable(Cable),
    /// Plectrums.
    Pick(Pick),
    /// Stand.
    Stand(Stand),
    /// Bag or case.
    Case(Case),
}
