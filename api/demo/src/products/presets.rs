//! Instrument families that several products start from.

use crate::look::{Board, Body, Bridge, Controls, Electric, Guard, Head, HeadFinish, Inlay, Metal, NeckWood, Pickup, PickupKind};

pub(super) const BLACK: u32 = 0x161617;
pub(super) const WHITE: u32 = 0xEFECE4;
pub(super) const CREAM: u32 = 0xE9DFC4;

pub(super) const fn pickup(kind: PickupKind, from_bridge: f64, color: u32) -> Pickup {
    Pickup { kind, from_bridge, color }
}

/// Double cut, three single coils, vibrato.
pub(super) const S_STYLE: Electric = Electric {
    body: Body::S,
    scale: 648.0,
    bass_scale: None,
    strings: 6,
    frets: 22,
    head: Head::SixInline,
    head_finish: HeadFinish::Neck,
    board: Board::Rosewood,
    inlay: Inlay::Dots,
    neck: NeckWood::Amber,
    pickups: &[
        pickup(PickupKind::Single, 163.0, WHITE),
        pickup(PickupKind::Single, 102.0, WHITE),
        pickup(PickupKind::Slanted, 46.0, WHITE),
    ],
    bridge: Bridge::Vibrato,
    guard: Guard::Plain(WHITE),
    controls: Controls::S,
    metal: Metal::Chrome,
    knobs: WHITE,
    binding: None,
    neck_binding: None,
};

/// Slab single cut with a plate bridge.
pub(super) const T_STYLE: Electric = Electric {
    body: Body::T,
    board: Board::Maple,
    pickups: &[pickup(PickupKind::Lipstick, 160.0, 0xC9CCCF), pickup(PickupKind::TBridge, 38.0, BLACK)],
    bridge: Bridge::Plate,
    guard: Guard::Plain(BLACK),
    controls: Controls::T,
    knobs: 0xC9CCCF,
    ..S_STYLE
};

/// Carved single cut, two humbuckers, stop bar.
pub(super) const SINGLE_CUT: Electric = Electric {
    body: Body::Single,
    scale: 628.0,
    head: Head::OpenBook,
    head_finish: HeadFinish::Black,
    inlay: Inlay::Trapezoids,
    neck: NeckWood::Mahogany,
    pickups: &[pickup(PickupKind::Covered, 150.0, 0xCFD1D2), pickup(PickupKind::Covered, 42.0, 0xCFD1D2)],
    bridge: Bridge::StopBar,
    guard: Guard::None,
    controls: Controls::Single,
    knobs: 0xC79A45,
    binding: Some(CREAM),
    neck_binding: Some(CREAM),
    ..S_STYLE
};

/// Superstrat with a locking vibrato.
pub(super) const SUPER: Electric = Electric {
    body: Body::Super,
    frets: 24,
    head: Head::Pointed,
    head_finish: HeadFinish::Body,
    neck: NeckWood::Maple,
    pickups: &[pickup(PickupKind::Humbucker, 148.0, BLACK), pickup(PickupKind::Humbucker, 40.0, BLACK)],
    bridge: Bridge::Locking,
    guard: Guard::None,
    controls: Controls::Super,
    metal: Metal::Black,
    knobs: BLACK,
    ..S_STYLE
};

/// Bass with the split coil.
pub(super) const P_BASS: Electric = Electric {
    body: Body::PBass,
    scale: 864.0,
    strings: 4,
    frets: 20,
    head: Head::FourInline,
    pickups: &[pickup(PickupKind::Split, 150.0, BLACK)],
    bridge: Bridge::Bass,
    guard: Guard::Tortoise,
    controls: Controls::PBass,
    knobs: 0xC9CCCF,
    ..S_STYLE
};
