//! Electric guitars: fast, sharp and heavy.

use super::presets::{BLACK, CREAM, SINGLE_CUT, SUPER, WHITE, pickup};
use super::{burst, metallic, solid, stain};
use crate::draft::Draft;
use crate::finish::Wood;
use crate::look::{Board, Body, Bridge, Controls, Electric, Head, HeadFinish, Inlay, Look, Metal, NeckWood, PickupKind};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::{LARAS, RIFF};

const CAT: &str = "electric-guitars";

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(
            CAT,
            "Jackson",
            "JS32T Rhoads",
            "JAK-JS32T",
            Look::Electric(Electric {
                body: Body::Rhoads,
                inlay: Inlay::Sharkfins,
                bridge: Bridge::VTail,
                controls: Controls::V,
                binding: Some(WHITE),
                neck_binding: Some(WHITE),
                board: Board::Rosewood,
                ..SUPER
            }),
        )
        .said(
            "Satu sayap panjang, satu pendek, dua-duanya tajam. Leher bolt-on berprofil kompak membuat riff cepat terasa ringan, dan string-through body menjaga nadanya tetap tebal. Pastikan ada ruang kosong di sebelahmu.",
            "One long wing, one short, both of them sharp. The compact bolt-on neck makes quick riffs feel light, and stringing through the body keeps the tone thick. Make sure nobody stands too close.",
        )
        .specs(&[
            (BODY, "Poplar"),
            (NECK, "Maple dengan penguat grafit|Maple with graphite reinforcement"),
            (FINGERBOARD, "Amaranth, radius majemuk 12\"–16\"|Amaranth, 12\"–16\" compound radius"),
            (FRETS, "24 jumbo"),
            (SCALE, "648 mm"),
            (PICKUPS, "2 × Jackson high-output humbucker"),
            (BRIDGE, "TOM-style, string-through V"),
        ])
        .from(LARAS, 26)
        .price(5_450_000)
        .packed(6_400, [122, 54, 14])
        .popularity(34)
        .featured()
        .tags(&["metal"])
        .options(&[COLOUR])
        .variant("GBK", &["Gloss Black"], 4, solid(BLACK))
        .variant("IVR", &["Ivory"], 2, solid(0xE8DEC6))
        .done(),
        Draft::new(
            CAT,
            "Jackson",
            "JS22 Dinky Arch Top",
            "JAK-JS22",
            Look::Electric(Electric {
                inlay: Inlay::Sharkfins,
                bridge: Bridge::Vibrato,
                binding: None,
                neck: NeckWood::Maple,
                ..SUPER
            }),
        )
        .said(
            "Superstrat kecil yang murah hati. Badan melengkung nyaman di lengan, dua humbucker-nya siap distorsi, dan headstock runcingnya sudah bicara sebelum ampli menyala.",
            "A small and generous superstrat. The arched body sits well under the arm, the two humbuckers are ready for distortion, and the pointed headstock speaks before the amp is even on.",
        )
        .specs(&[
            (BODY, "Poplar"),
            (NECK, "Maple, bolt-on"),
            (FINGERBOARD, "Amaranth"),
            (FRETS, "24 jumbo"),
            (SCALE, "648 mm"),
            (PICKUPS, "2 × Jackson humbucker"),
            (BRIDGE, "Fulcrum tremolo"),
        ])
        .from(LARAS, 26)
        .price(3_650_000)
        .packed(5_300, [112, 42, 13])
        .popularity(46)
        .tags(&["beginner", "metal"])
        .options(&[COLOUR])
        .variant("BLK", &["Gloss Black"], 7, solid(BLACK))
        .variant("SNW", &["Snow White"], 5, solid(0xF1F1EE))
        .variant("MBL", &["Metallic Blue"], 3, metallic(0x1F4EA3))
        .done(),
        Draft::new(
            CAT,
            "Ibanez",
            "RG550 Genesis",
            "IBZ-RG550",
            Look::Electric(Electric {
                board: Board::Maple,
                inlay: Inlay::Dots,
                pickups: const { &[
                    pickup(PickupKind::Humbucker, 148.0, BLACK),
                    pickup(PickupKind::Single, 96.0, BLACK),
                    pickup(PickupKind::Humbucker, 40.0, BLACK),
                ] },
                ..SUPER
            }),
        )
        .said(
            "Lahir 1987, kembali tanpa malu-malu dengan warnanya yang berteriak. Leher Super Wizard setipis kartu nama dan tremolo Edge buatan Jepang yang setia kembali ke nada semula. Untuk jari yang tidak sabar.",
            "Born in 1987 and back without shame in colours that shout. A Super Wizard neck as thin as a calling card and a Japanese Edge tremolo that faithfully returns to pitch. For impatient fingers.",
        )
        .specs(&[
            (BODY, "Basswood"),
            (NECK, "Maple/walnut 5 lapis, Super Wizard|5-piece maple/walnut, Super Wizard"),
            (FINGERBOARD, "Maple"),
            (RADIUS, "430 mm"),
            (FRETS, "24 jumbo"),
            (SCALE, "648 mm"),
            (PICKUPS, "V7 / S1 / V8"),
            (BRIDGE, "Edge tremolo"),
            (ORIGIN, "Jepang|Japan"),
        ])
        .from(RIFF, 23)
        .price(17_900_000)
        .packed(6_000, [112, 43, 14])
        .popularity(20)
        .featured()
        .tags(&["metal", "stage"])
        .options(&[COLOUR])
        .variant("RF", &["Road Flare Red"], 2, solid(0xF2453A))
        .variant("PN", &["Purple Neon"], 1, solid(0x8A3FC4))
        .variant("DY", &["Desert Sun Yellow"], 1, solid(0xF3C524))
        .done(),
        Draft::new(
            CAT,
            "LTD",
            "EC-1000",
            "LTD-EC1000",
            Look::Electric(Electric {
                body: Body::ModernSingle,
                frets: 24,
                head: Head::ThreeThree,
                inlay: Inlay::Flags,
                board: Board::Ebony,
                metal: Metal::Gold,
                knobs: 0xC89E4A,
                pickups: const { &[
                    pickup(PickupKind::Active, 140.0, 0x181819),
                    pickup(PickupKind::Active, 42.0, 0x181819),
                ] },
                controls: Controls::Three,
                ..SINGLE_CUT
            }),
        )
        .said(
            "Single-cut untuk orang yang bermain setelah tengah malam. Pickup aktif EMG-nya senyap saat diam dan brutal saat dipetik, dan leher set-thru memberi jalan mulus sampai fret 24. Binding pada tepi hitamnya membuat semuanya tetap anggun.",
            "A single cut for people who play after midnight. The active EMGs are silent at rest and brutal when struck, and the set-thru neck gives a smooth way up to fret 24. The binding on the black edge keeps it all elegant.",
        )
        .specs(&[
            (BODY, "Mahogany"),
            (NECK, "Mahogany 3 lapis, Thin U|3-piece mahogany, Thin U"),
            (NECK_JOINT, "Set-thru"),
            (FINGERBOARD, "Macassar ebony"),
            (FRETS, "24 extra jumbo"),
            (SCALE, "628 mm"),
            (PICKUPS, "EMG 81 / 60"),
            (BRIDGE, "Tonepros locking TOM"),
            (HARDWARE, "Emas|Gold"),
        ])
        .from(RIFF, 24)
        .price(18_250_000)
        .packed(6_800, [112, 44, 15])
        .popularity(26)
        .tags(&["metal", "stage"])
        .options(&[COLOUR])
        .variant("VBK", &["Vintage Black"], 3, solid(0x171717))
        .variant("STB", &["See Thru Black"], 1, stain(Wood::FlamedMaple, 0x2C2B2D))
        .done(),
        Draft::new(
            CAT,
            "Schecter",
            "Hellraiser C-1",
            "SCH-HRC1",
            Look::Electric(Electric {
                body: Body::DoubleCut,
                head: Head::ThreeThree,
                head_finish: HeadFinish::Body,
                frets: 24,
                inlay: Inlay::Crosses,
                neck: NeckWood::Mahogany,
                pickups: const { &[
                    pickup(PickupKind::Active, 146.0, 0x19191A),
                    pickup(PickupKind::Active, 42.0, 0x19191A),
                ] },
                bridge: Bridge::StopBar,
                controls: Controls::Three,
                binding: Some(0xD8D4C8),
                neck_binding: Some(0xD8D4C8),
                metal: Metal::Black,
                knobs: BLACK,
                ..SUPER
            }),
        )
        .said(
            "Merah gelap seperti anggur, salib di fingerboard, dan sepasang EMG yang tidak bertele-tele. Top maple quilt-nya indah dari dekat, suaranya terasa dari jauh. Sambungan leher Ultra Access membuat nada tinggi tetap nyaman.",
            "Dark red as wine, crosses on the board and a pair of EMGs that get to the point. The quilted top is lovely up close, and the sound is felt from afar. The Ultra Access joint keeps the high notes comfortable.",
        )
        .specs(&[
            (BODY, "Mahogany, top maple quilt|Mahogany, quilted maple top"),
            (NECK, "Mahogany 3 lapis|3-piece mahogany"),
            (NECK_JOINT, "Set neck, Ultra Access"),
            (FINGERBOARD, "Rosewood"),
            (FRETS, "24 X-jumbo"),
            (SCALE, "648 mm"),
            (PICKUPS, "EMG 81TW / 89"),
            (BRIDGE, "TonePros TOM, string-through"),
        ])
        .from(RIFF, 24)
        .price(19_400_000)
        .packed(6_500, [112, 44, 15])
        .popularity(15)
        .tags(&["metal"])
        .options(&[COLOUR])
        .variant("BCH", &["Black Cherry"], 2, burst(Wood::FlamedMaple, 0x8A141C, 0x1C0507))
        .variant("GBK", &["Gloss Black"], 1, solid(BLACK))
        .done(),
        Draft::new(
            CAT,
            "EVH",
            "Wolfgang Standard",
            "EVH-WGSTD",
            Look::Electric(Electric {
                body: Body::DoubleCut,
                board: Board::Roasted,
                neck: NeckWood::Amber,
                head: Head::ThreeThree,
                head_finish: HeadFinish::Body,
                inlay: Inlay::Dots,
                frets: 22,
                pickups: const { &[
                    pickup(PickupKind::Humbucker, 142.0, 0xE6E2D4),
                    pickup(PickupKind::Humbucker, 38.0, 0xE6E2D4),
                ] },
                controls: Controls::Three,
                knobs: BLACK,
                binding: Some(CREAM),
                ..SUPER
            }),
        )
        .said(
            "Gitar untuk tapping sampai tetangga bertepuk tangan. Leher maple panggang terasa kering dan cepat, Floyd Rose-nya datar di badan dan siap untuk D-Tuna. Suaranya tebal dan cokelat, seperti yang seharusnya.",
            "A guitar for tapping until the neighbours applaud. The baked maple neck feels dry and quick, the Floyd Rose sits flat on the body and takes a D-Tuna. The sound is thick and brown, as it should be.",
        )
        .specs(&[
            (BODY, "Basswood"),
            (NECK, "Baked maple, penguat grafit|Baked maple, graphite reinforced"),
            (FINGERBOARD, "Baked maple, 12\"–16\""),
            (FRETS, "22 jumbo"),
            (SCALE, "648 mm"),
            (PICKUPS, "2 × EVH Wolfgang humbucker"),
            (BRIDGE, "EVH Floyd Rose Special"),
        ])
        .from(LARAS, 24)
        .price(12_900_000)
        .packed(6_100, [112, 44, 14])
        .popularity(12)
        .listed(21)
        .options(&[COLOUR])
        .variant("CWT", &["Cream White"], 2, solid(0xECE3C8))
        .variant("STB", &["Stealth Black"], 2, solid(0x1D1D1E))
        .done(),
    ]
}
