//! Electric basses.

use super::presets::{BLACK, P_BASS, WHITE, pickup};
use super::{burst, metallic, natural, solid, stain};
use crate::draft::Draft;
use crate::finish::Wood;
use crate::look::{Board, Body, Bridge, Controls, Electric, Guard, Head, HeadFinish, Inlay, Look, Metal, NeckWood, PickupKind};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::{LARAS, RIFF};

const FOUR: &str = "four-string-basses";
const FIVE: &str = "five-string-basses";

const SR: Electric = Electric {
    body: Body::SrBass,
    frets: 24,
    head: Head::TwoTwo,
    inlay: Inlay::Dots,
    neck: NeckWood::Mahogany,
    pickups: const { &[pickup(PickupKind::Soapbar, 142.0, BLACK), pickup(PickupKind::Soapbar, 62.0, BLACK)] },
    guard: Guard::None,
    controls: Controls::Active,
    metal: Metal::Black,
    knobs: BLACK,
    bridge: Bridge::MonoBass,
    ..P_BASS
};

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(FOUR, "Fender", "Player II Precision Bass", "FEN-P2PB", Look::Electric(P_BASS))
            .said(
                "Satu pickup terbelah, satu volume, satu tone, ribuan lagu. Nada rendahnya duduk tepat di bawah gitar dan di atas kick, dan mixer manapun akan berterima kasih. Bass yang tidak pernah salah kostum.",
                "One split pickup, one volume, one tone, thousands of songs. Its low end sits right below the guitars and above the kick, and every sound engineer will thank you. The bass that is never wrongly dressed.",
            )
            .specs(&[
                (BODY, "Alder"),
                (NECK, "Maple, Modern C"),
                (FINGERBOARD, "Rosewood"),
                (FRETS, "20 medium jumbo"),
                (SCALE, "864 mm (34\")"),
                (NUT_WIDTH, "41,3 mm|41.3 mm"),
                (PICKUPS, "Split coil Alnico V"),
                (CONTROLS, "Volume, tone"),
            ])
            .from(LARAS, 24)
            .price(15_299_000)
            .packed(6_600, [125, 44, 14])
            .popularity(30)
            .featured()
            .tags(&["stage"])
            .options(&[COLOUR])
            .variant("3SB", &["3-Color Sunburst"], 3, burst(Wood::Alder, 0xE2A03F, 0x1E0F0A))
            .variant("PWT", &["Polar White"], 2, solid(WHITE))
            .variant("BLK", &["Black"], 2, solid(BLACK))
            .done(),
        Draft::new(
            FOUR,
            "Fender",
            "Player II Jazz Bass",
            "FEN-P2JB",
            Look::Electric(Electric {
                body: Body::JBass,
                pickups: const { &[
                    pickup(PickupKind::JSingle, 152.0, BLACK),
                    pickup(PickupKind::JSingle, 60.0, BLACK),
                ] },
                guard: Guard::Plain(WHITE),
                controls: Controls::JBass,
                knobs: BLACK,
                ..P_BASS
            }),
        )
        .said(
            "Dua pickup, leher yang menyempit ke arah nut, dan suara tengah yang bernyanyi. Campur dua volume itu pelan-pelan sampai ketemu growl-mu. Slap, fingerstyle, pick: semuanya diterima.",
            "Two pickups, a neck that narrows to the nut and a singing midrange. Blend the two volumes slowly until you find your growl. Slap, fingers or pick: all are welcome.",
        )
        .specs(&[
            (BODY, "Alder"),
            (NECK, "Maple, Modern C"),
            (FINGERBOARD, "Rosewood"),
            (FRETS, "20 medium jumbo"),
            (SCALE, "864 mm"),
            (NUT_WIDTH, "38 mm"),
            (PICKUPS, "2 × single coil Alnico V"),
            (CONTROLS, "Volume, volume, tone"),
        ])
        .from(LARAS, 24)
        .price(15_799_000)
        .packed(6_700, [125, 46, 14])
        .popularity(22)
        .options(&[COLOUR])
        .variant("CRL", &["Coral Red"], 2, solid(0xE25A4E))
        .variant("3SB", &["3-Color Sunburst"], 2, burst(Wood::Alder, 0xE2A03F, 0x1E0F0A))
        .done(),
        Draft::new(
            FOUR,
            "Sterling by Music Man",
            "StingRay Ray4",
            "SMM-RAY4",
            Look::Electric(Electric {
                body: Body::RayBass,
                frets: 21,
                head: Head::ThreeOne,
                board: Board::Maple,
                pickups: const { &[pickup(PickupKind::BassHumbucker, 96.0, BLACK)] },
                guard: Guard::Plain(BLACK),
                controls: Controls::RayBass,
                ..P_BASS
            }),
        )
        .said(
            "Satu humbucker besar di tempat yang tepat, EQ aktif dua band, dan serangan yang memotong dinding gitar. Slap-nya seperti tepuk tangan di dapur keramik. Enak di punk, funk dan segala di antaranya.",
            "One big humbucker in the right place, an active two-band EQ and an attack that cuts through a wall of guitars. Its slap is like clapping in a tiled kitchen. At home in punk, funk and all between.",
        )
        .specs(&[
            (BODY, "Basswood"),
            (NECK, "Maple"),
            (FINGERBOARD, "Maple"),
            (FRETS, "21"),
            (SCALE, "864 mm"),
            (PICKUPS, "Humbucker H1"),
            (ELECTRONICS, "Preamp aktif 2 band|Active 2-band preamp"),
        ])
        .from(RIFF, 25)
        .price(6_250_000)
        .packed(6_500, [124, 44, 14])
        .popularity(26)
        .options(&[COLOUR])
        .variant("MG", &["Mint Green"], 3, solid(0xB9D8C4))
        .variant("BK", &["Black"], 3, solid(BLACK))
        .done(),
        Draft::new(FOUR, "Ibanez", "SR300E", "IBZ-SR300E", Look::Electric(SR))
            .said(
                "Ringan, ramping, cepat. Leher lima lapisnya tipis seperti leher gitar dan sakelar Power Tap mengubah pickup dari tebal ke tajam dalam sekejap. Bass yang tidak melelahkan bahu di set dua jam.",
                "Light, slender, quick. Its five-piece neck is nearly guitar-thin, and the Power Tap switch turns the pickups from thick to sharp in an instant. A bass that spares your shoulder through a two-hour set.",
            )
            .specs(&[
                (BODY, "Nyatoh"),
                (NECK, "Maple/walnut 5 lapis|5-piece maple/walnut"),
                (FINGERBOARD, "Jatoba"),
                (FRETS, "24 medium"),
                (SCALE, "864 mm"),
                (PICKUPS, "2 × PowerSpan Dual Coil"),
                (EQ, "3 band, Power Tap"),
                (BRIDGE, "Accu-cast B120"),
            ])
            .from(RIFF, 25)
            .price(5_750_000)
            .packed(5_600, [122, 42, 13])
            .popularity(48)
            .tags(&["bestseller", "metal"])
            .options(&[COLOUR])
            .variant("IPT", &["Iron Pewter"], 5, metallic(0x5C5E62))
            .variant("CA", &["Candy Apple"], 3, metallic(0xA31620))
            .variant("PW", &["Pearl White"], 2, solid(0xEAEAE6))
            .done(),
        Draft::new(
            FOUR,
            "Rickenbacker",
            "4003",
            "RIC-4003",
            Look::Electric(Electric {
                body: Body::WaveBass,
                scale: 845.0,
                head: Head::TwoTwo,
                head_finish: HeadFinish::Body,
                inlay: Inlay::Blocks,
                neck: NeckWood::Maple,
                pickups: const { &[
                    pickup(PickupKind::Toaster, 232.0, 0xCFD2D4),
                    pickup(PickupKind::Toaster, 82.0, 0xCFD2D4),
                ] },
                guard: Guard::Plain(WHITE),
                controls: Controls::Single,
                knobs: BLACK,
                binding: Some(WHITE),
                neck_binding: Some(WHITE),
                ..P_BASS
            }),
        )
        .said(
            "Gelombang di badannya sudah ikonik, tapi suaranya yang membuat orang menoleh: metalik, jernih, dengan geram di ujungnya. Neck-through maple, binding, dan rangkaian stereo Rick-O-Sound. Datang sesekali, pergi cepat.",
            "The wave of its body is iconic, but the sound is what turns heads: metallic, clear, with a growl at the end. Neck-through maple, binding and Rick-O-Sound stereo wiring. It comes rarely and leaves quickly.",
        )
        .specs(&[
            (BODY, "Maple, neck-through"),
            (NECK, "Maple"),
            (FINGERBOARD, "Caribbean rosewood"),
            (FRETS, "20"),
            (SCALE, "845 mm (33,25\")|845 mm (33.25\")"),
            (PICKUPS, "2 × single coil high-gain"),
            (OUTPUTS, "Mono & Rick-O-Sound stereo"),
            (CASE_INCLUDED, "Hardcase"),
        ])
        .from(LARAS, 18)
        .price(44_500_000)
        .packed(9_400, [126, 46, 17])
        .popularity(3)
        .tags(&["vintage"])
        .options(&[COLOUR])
        .variant("FG", &["Fireglo"], 1, burst(Wood::Maple, 0xD65A2A, 0x7A0F12))
        .variant("JG", &["Jetglo"], 0, solid(0x0F0F10))
        .done(),
        Draft::new(
            FOUR,
            "Yamaha",
            "TRBX174",
            "YAM-TRBX174",
            Look::Electric(Electric {
                pickups: const { &[
                    pickup(PickupKind::Split, 150.0, BLACK),
                    pickup(PickupKind::JSingle, 62.0, BLACK),
                ] },
                bridge: Bridge::Bass,
                controls: Controls::Three,
                metal: Metal::Chrome,
                neck: NeckWood::Maple,
                ..SR
            }),
        )
        .said(
            "Bass pertama yang tidak perlu cepat diganti. Kombinasi pickup P dan J memberi dua dunia, 24 fret memberi ruang, dan harganya menyisakan uang untuk ampli kecil.",
            "A first bass that you will not need to replace soon. The P and J pickups give you two worlds, 24 frets give you room, and the price leaves money for a small amp.",
        )
        .specs(&[
            (BODY, "Alder / mahogany"),
            (NECK, "Maple, bolt-on"),
            (FINGERBOARD, "Sonokeling"),
            (FRETS, "24"),
            (SCALE, "864 mm"),
            (PICKUPS, "Split coil + single coil"),
            (CONTROLS, "2 volume, 1 tone"),
        ])
        .from(RIFF, 24)
        .price(3_250_000)
        .packed(5_800, [122, 42, 13])
        .popularity(52)
        .tags(&["beginner", "bestseller"])
        .options(&[COLOUR])
        .variant("OVS", &["Old Violin Sunburst"], 6, burst(Wood::Alder, 0xC9742E, 0x24100A))
        .variant("RM", &["Red Metallic"], 4, metallic(0xA81B26))
        .variant("BL", &["Black"], 6, solid(BLACK))
        .done(),
        Draft::new(
            FIVE,
            "Ibanez",
            "SR505E",
            "IBZ-SR505E",
            Look::Electric(Electric {
                strings: 5,
                head: Head::ThreeTwo,
                inlay: Inlay::OffsetDots,
                ..SR
            }),
        )
        .said(
            "Mahogany cokelat kusam, pickup Bartolini, preamp tiga band: lima senar yang matang. Senar B rendahnya berbicara, bukan bergumam. Leher Atlas memberi keseimbangan yang membuatnya betah di panggung.",
            "Matt brown mahogany, Bartolini pickups, a three-band preamp: a grown-up five-string. Its low B speaks instead of mumbling. The Atlas neck balances it so well that it loves being on stage.",
        )
        .specs(&[
            (STRING_COUNT, "5"),
            (BODY, "Okoume"),
            (NECK, "Jatoba/bubinga 5 lapis|5-piece jatoba/bubinga"),
            (FINGERBOARD, "Jatoba"),
            (FRETS, "24 medium"),
            (SCALE, "864 mm"),
            (PICKUPS, "2 × Bartolini BH2"),
            (EQ, "3 band, mid-frequency switch|3-band, mid-frequency switch"),
        ])
        .from(RIFF, 24)
        .price(11_650_000)
        .packed(5_900, [122, 42, 13])
        .popularity(18)
        .tags(&["metal", "stage"])
        .options(&[COLOUR])
        .variant("BM", &["Brown Mahogany"], 2, natural(Wood::Mahogany))
        .variant("SOL", &["Surreal Blue Burst"], 1, burst(Wood::FlamedMaple, 0x2E84A8, 0x0A1222))
        .done(),
        Draft::new(
            FIVE,
            "Sire",
            "Marcus Miller V7 5",
            "SIR-V7-5",
            Look::Electric(Electric {
                body: Body::JBass,
                strings: 5,
                head: Head::SixInlineSlim,
                board: Board::Maple,
                inlay: Inlay::Blocks,
                neck: NeckWood::Amber,
                pickups: const { &[
                    pickup(PickupKind::JSingle, 154.0, BLACK),
                    pickup(PickupKind::JSingle, 60.0, BLACK),
                ] },
                guard: Guard::Plain(BLACK),
                controls: Controls::JBass,
                knobs: BLACK,
                neck_binding: Some(WHITE),
                ..P_BASS
            }),
        )
        .said(
            "Inlay balok, maple, dan preamp yang terlalu bagus untuk harganya. Bisa pasif kalau ingin polos, aktif kalau ingin menusuk. Nada slap dari radio tahun delapan puluhan ada di sini.",
            "Block inlays, maple and a preamp that is too good for the price. Passive when you want it plain, active when it has to sting. The slap tone of eighties radio lives here.",
        )
        .specs(&[
            (STRING_COUNT, "5"),
            (BODY, "Swamp ash"),
            (NECK, "Hard maple"),
            (FINGERBOARD, "Hard maple, tepi membulat|Hard maple, rounded edges"),
            (FRETS, "20"),
            (SCALE, "864 mm"),
            (PICKUPS, "Marcus Super Jazz"),
            (ELECTRONICS, "Marcus Heritage-3"),
        ])
        .from(RIFF, 24)
        .price(9_900_000)
        .packed(6_900, [125, 46, 14])
        .popularity(16)
        .options(&[COLOUR])
        .variant("NT", &["Natural"], 2, natural(Wood::Ash))
        .variant("TBK", &["Transparent Black"], 1, stain(Wood::Ash, 0x2B2A2C))
        .done(),
        Draft::new(
            FIVE,
            "Yamaha",
            "TRBX305",
            "YAM-TRBX305",
            Look::Electric(Electric {
                strings: 5,
                head: Head::ThreeTwo,
                neck: NeckWood::Maple,
                bridge: Bridge::Bass,
                pickups: const { &[
                    pickup(PickupKind::BassHumbucker, 150.0, BLACK),
                    pickup(PickupKind::BassHumbucker, 72.0, BLACK),
                ] },
                ..SR
            }),
        )
        .said(
            "Tombol Performance EQ memilih lima karakter siap panggung tanpa memutar apa pun. Badan mahogany seimbang, leher maple lima lapis stabil di cuaca tropis. Lima senar untuk kerja harian.",
            "The Performance EQ switch picks from five stage-ready voices without turning anything. The mahogany body balances well, the five-piece maple neck is stable in tropical weather. A five-string for daily work.",
        )
        .specs(&[
            (STRING_COUNT, "5"),
            (BODY, "Mahogany"),
            (NECK, "Maple/mahogany 5 lapis|5-piece maple/mahogany"),
            (FINGERBOARD, "Rosewood"),
            (FRETS, "24"),
            (SCALE, "864 mm"),
            (PICKUPS, "2 × M3 ceramic"),
            (EQ, "Performance EQ, 5 posisi|Performance EQ, 5 positions"),
        ])
        .from(RIFF, 24)
        .price(6_450_000)
        .was(6_900_000)
        .packed(6_200, [122, 42, 13])
        .popularity(20)
        .options(&[COLOUR])
        .variant("CAR", &["Candy Apple Red"], 3, metallic(0xA8151F))
        .variant("PWT", &["Pewter"], 2, metallic(0x6A6B6C))
        .done(),
    ]
}
