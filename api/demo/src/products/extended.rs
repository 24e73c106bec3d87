//! Guitars with seven and eight strings.

use super::presets::{BLACK, SUPER, pickup};
use super::{natural, solid, stain};
use crate::draft::Draft;
use crate::finish::Wood;
use crate::look::{Board, Body, Bridge, Controls, Electric, Head, HeadFinish, Inlay, Look, NeckWood, PickupKind};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::{LARAS, RIFF};

const CAT: &str = "extended-range-guitars";

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(
            CAT,
            "Ibanez",
            "RG7421",
            "IBZ-RG7421",
            Look::Electric(Electric {
                strings: 7,
                head: Head::SevenEight,
                bridge: Bridge::Hardtail,
                inlay: Inlay::OffsetDots,
                pickups: const { &[
                    pickup(PickupKind::Humbucker, 150.0, BLACK),
                    pickup(PickupKind::Humbucker, 40.0, BLACK),
                ] },
                ..SUPER
            }),
        )
        .said(
            "Tujuh senar tanpa drama. Leher Wizard II-7 tetap tipis meski lebih lebar, dan bridge tetapnya membuat drop tuning cukup satu putaran. Senar B rendahnya tegas, tidak lembek.",
            "Seven strings without drama. The Wizard II-7 neck stays thin despite its width, and the fixed bridge makes drop tuning a single turn. The low B is firm, never floppy.",
        )
        .specs(&[
            (STRING_COUNT, "7"),
            (BODY, "Meranti"),
            (NECK, "Maple 3 lapis, Wizard II-7|3-piece maple, Wizard II-7"),
            (FINGERBOARD, "Jatoba"),
            (FRETS, "24 jumbo"),
            (SCALE, "648 mm"),
            (PICKUPS, "2 × Quantum 7"),
            (BRIDGE, "F107 fixed"),
        ])
        .from(RIFF, 25)
        .price(7_450_000)
        .packed(6_000, [112, 43, 14])
        .popularity(24)
        .tags(&["metal"])
        .options(&[COLOUR])
        .variant("PW", &["Pearl White"], 3, solid(0xECECE8))
        .variant("WNF", &["Walnut Flat"], 2, natural(Wood::Mahogany))
        .done(),
        Draft::new(
            CAT,
            "Ibanez",
            "RGMS8",
            "IBZ-RGMS8",
            Look::Electric(Electric {
                strings: 8,
                scale: 648.0,
                bass_scale: Some(693.0),
                head: Head::SevenEight,
                head_finish: HeadFinish::Black,
                board: Board::Ebony,
                inlay: Inlay::OffsetDots,
                bridge: Bridge::MonoBass,
                pickups: const { &[
                    pickup(PickupKind::Active, 148.0, 0x171718),
                    pickup(PickupKind::Active, 40.0, 0x171718),
                ] },
                ..SUPER
            }),
        )
        .said(
            "Delapan senar dengan fret miring, jadi senar terendah panjang dan kencang sementara yang tinggi tetap luwes. Kelihatannya aneh lima menit pertama; setelah itu fret lurus yang terasa aneh. Untuk djent dan eksperimen di bawah tanah.",
            "Eight strings on fanned frets, so the lowest string is long and tight while the high ones stay supple. It looks odd for five minutes; after that straight frets feel odd. For djent and experiments below ground.",
        )
        .specs(&[
            (STRING_COUNT, "8"),
            (BODY, "Nyatoh"),
            (NECK, "Maple 5 lapis, Wizard-8 multi-scale|5-piece maple, Wizard-8 multi-scale"),
            (FINGERBOARD, "Jatoba"),
            (FRETS, "24 jumbo, miring|24 jumbo, fanned"),
            (SCALE, "648–693 mm (25,5\"–27,3\")|648–693 mm (25.5\"–27.3\")"),
            (PICKUPS, "2 × Fishman/Ibanez style passive soapbar"),
            (BRIDGE, "Mono-Rail V"),
        ])
        .from(RIFF, 25)
        .price(9_850_000)
        .packed(6_300, [114, 43, 14])
        .popularity(12)
        .tags(&["metal"])
        .listed(45)
        .stock(2, solid(0x1B1B1C)),
        Draft::new(
            CAT,
            "Schecter",
            "Omen Extreme-7",
            "SCH-OMX7",
            Look::Electric(Electric {
                body: Body::DoubleCut,
                strings: 7,
                scale: 673.0,
                head: Head::SevenEight,
                head_finish: HeadFinish::Body,
                board: Board::Rosewood,
                inlay: Inlay::Dots,
                neck: NeckWood::Maple,
                bridge: Bridge::Hardtail,
                controls: Controls::Three,
                pickups: const { &[
                    pickup(PickupKind::RingHumbucker, 150.0, BLACK),
                    pickup(PickupKind::RingHumbucker, 42.0, BLACK),
                ] },
                binding: Some(0xE4DECE),
                neck_binding: Some(0xE4DECE),
                ..SUPER
            }),
        )
        .said(
            "Top maple yang cantik di atas niat yang buruk. Skala 26,5 inci menjaga senar rendah tetap kencang, dan coil split memberi suara bersih untuk bagian yang tenang sebelum badai.",
            "A pretty maple top over bad intentions. The 26.5-inch scale keeps the low string tight, and the coil splits give clean tones for the quiet part before the storm.",
        )
        .specs(&[
            (STRING_COUNT, "7"),
            (BODY, "Mahogany, top maple quilt|Mahogany, quilted maple top"),
            (NECK, "Maple, bolt-on"),
            (FINGERBOARD, "Rosewood"),
            (FRETS, "24 X-jumbo"),
            (SCALE, "673 mm (26,5\")|673 mm (26.5\")"),
            (PICKUPS, "2 × Schecter Diamond Plus"),
            (CONTROLS, "Volume, tone, push-pull coil split"),
        ])
        .from(RIFF, 25)
        .price(8_950_000)
        .was(9_600_000)
        .packed(6_400, [114, 44, 14])
        .popularity(10)
        .tags(&["metal"])
        .options(&[COLOUR])
        .variant("STB", &["See-Thru Black"], 1, stain(Wood::FlamedMaple, 0x3A393B))
        .variant("OCB", &["Ocean Blue"], 1, stain(Wood::FlamedMaple, 0x1E4F86))
        .done(),
        Draft::new(
            CAT,
            "Jackson",
            "JS22-7 Dinky",
            "JAK-JS227",
            Look::Electric(Electric {
                strings: 7,
                scale: 673.0,
                head: Head::SevenEight,
                inlay: Inlay::Sharkfins,
                bridge: Bridge::Hardtail,
                board: Board::Rosewood,
                ..SUPER
            }),
        )
        .said(
            "Cara termurah turun ke nada B tanpa gitar terasa seperti karet. Skala panjang, pickup keras, dan finish satin yang tidak lengket saat tangan berkeringat.",
            "The least expensive way down to B without the guitar feeling like rubber. A long scale, loud pickups and a satin finish that does not stick when the hand sweats.",
        )
        .specs(&[
            (STRING_COUNT, "7"),
            (BODY, "Poplar"),
            (NECK, "Maple, bolt-on"),
            (FINGERBOARD, "Amaranth"),
            (FRETS, "24 jumbo"),
            (SCALE, "673 mm"),
            (PICKUPS, "2 × Jackson 7-string humbucker"),
            (BRIDGE, "Hardtail, string-through"),
        ])
        .from(LARAS, 26)
        .price(4_350_000)
        .packed(5_700, [114, 42, 13])
        .popularity(26)
        .tags(&["metal", "beginner"])
        .stock(5, solid(0x202021)),
    ]
}
