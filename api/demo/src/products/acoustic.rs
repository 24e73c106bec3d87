//! Acoustic and classical guitars.

use super::{burst, natural, solid, stain};
use crate::draft::Draft;
use crate::finish::Wood;
use crate::look::{Acoustic, AcousticShape, Board, Inlay, Look, Metal};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::{LARAS, RIFF};

const CAT: &str = "acoustic-guitars";
const DARK: u32 = 0x2A1710;

const DREADNOUGHT: Acoustic = Acoustic {
    shape: AcousticShape::Dreadnought,
    cutaway: false,
    scale: 648.0,
    frets: 20,
    joint: 14,
    board: Board::Rosewood,
    inlay: Inlay::Dots,
    head: DARK,
    binding: 0x1A1614,
    guard: Some(0x1C100D),
    metal: Metal::Chrome,
    classical: false,
};

const SPANISH: Acoustic = Acoustic {
    shape: AcousticShape::Classical,
    scale: 650.0,
    frets: 19,
    joint: 12,
    inlay: Inlay::None,
    binding: 0x3A1E14,
    guard: None,
    metal: Metal::Gold,
    classical: true,
    ..DREADNOUGHT
};

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(CAT, "Yamaha", "FG800", "YAM-FG800", Look::Acoustic(DREADNOUGHT))
            .said(
                "Top spruce solid dengan harga gitar latihan. Bracing scalloped membuat bass-nya bulat, dan volumenya cukup untuk menyanyi satu tongkrongan. Gitar api unggun yang tidak memalukan saat direkam.",
                "A solid spruce top at the price of a practice guitar. Scalloped bracing keeps the bass round, and it is loud enough to carry a whole circle of friends. A campfire guitar that does not embarrass you on tape.",
            )
            .specs(&[
                (SHAPE, "Dreadnought"),
                (TOP, "Sitka spruce solid|Solid Sitka spruce"),
                (BACK_SIDES, "Nato / okume"),
                (NECK, "Nato"),
                (FINGERBOARD, "Walnut"),
                (BRACING, "Scalloped X"),
                (SCALE, "650 mm"),
                (NUT_WIDTH, "43 mm"),
            ])
            .from(RIFF, 24)
            .price(3_650_000)
            .packed(4_300, [110, 48, 17])
            .popularity(80)
            .tags(&["bestseller", "beginner"])
            .options(&[COLOUR])
            .variant("NT", &["Natural"], 8, natural(Wood::Spruce))
            .variant("SDB", &["Sand Burst"], 3, burst(Wood::Spruce, 0xE0B063, 0x5A2A12))
            .done(),
        Draft::new(
            CAT,
            "Martin",
            "D-28",
            "MAR-D28",
            Look::Acoustic(Acoustic {
                board: Board::Ebony,
                binding: 0xEFE8D2,
                guard: Some(0x2B150E),
                ..DREADNOUGHT
            }),
        )
        .said(
            "Standar yang dipakai untuk mengukur dreadnought lain sejak 1931. Bass-nya dalam, treble-nya berkilau, dan semakin lama dimainkan semakin terbuka. Gitar yang diwariskan, bukan dijual.",
            "The yardstick for other dreadnoughts since 1931. Deep in the bass, shimmering on top, and the longer it is played the more it opens up. A guitar you hand down rather than sell.",
        )
        .specs(&[
            (SHAPE, "Dreadnought, 14 fret"),
            (TOP, "Sitka spruce solid|Solid Sitka spruce"),
            (BACK_SIDES, "East Indian rosewood solid|Solid East Indian rosewood"),
            (NECK, "Select hardwood, Modified Low Oval"),
            (FINGERBOARD, "Ebony"),
            (BRACING, "Forward-shifted X, non-scalloped|Forward-shifted X, non-scalloped"),
            (SCALE, "645 mm (25,4\")|645 mm (25.4\")"),
            (CASE_INCLUDED, "Hardshell case"),
        ])
        .from(LARAS, 20)
        .price(58_500_000)
        .packed(8_900, [114, 50, 20])
        .popularity(5)
        .tags(&["vintage"])
        .stock(1, natural(Wood::Spruce)),
        Draft::new(
            CAT,
            "Taylor",
            "114ce",
            "TAY-114CE",
            Look::Acoustic(Acoustic {
                shape: AcousticShape::Auditorium,
                cutaway: true,
                board: Board::Ebony,
                binding: 0x161413,
                head: 0x171413,
                guard: Some(0x181412),
                ..DREADNOUGHT
            }),
        )
        .said(
            "Grand Auditorium dengan cutaway: cukup besar untuk strumming, cukup gesit untuk fingerstyle. Preamp ES2 menangkap suara di belakang sadel, jadi lewat PA pun tetap terdengar seperti kayu.",
            "A Grand Auditorium with a cutaway: large enough to strum, nimble enough for fingerstyle. The ES2 preamp listens behind the saddle, so even through a PA it still sounds like wood.",
        )
        .specs(&[
            (SHAPE, "Grand Auditorium, cutaway"),
            (TOP, "Sitka spruce solid|Solid Sitka spruce"),
            (BACK_SIDES, "Walnut berlapis|Layered walnut"),
            (NECK, "Hard rock maple"),
            (FINGERBOARD, "West African ebony"),
            (SCALE, "648 mm"),
            (NUT_WIDTH, "43 mm"),
            (ELECTRONICS, "Expression System 2"),
            (CASE_INCLUDED, "Gig bag"),
        ])
        .from(LARAS, 22)
        .price(15_400_000)
        .packed(5_100, [112, 48, 17])
        .popularity(16)
        .featured()
        .tags(&["stage"])
        .stock(3, natural(Wood::Spruce)),
        Draft::new(
            CAT,
            "Taylor",
            "GS Mini Mahogany",
            "TAY-GSMMAH",
            Look::Acoustic(Acoustic {
                shape: AcousticShape::Mini,
                scale: 597.0,
                board: Board::Ebony,
                head: 0x1A1513,
                guard: Some(0x181210),
                ..DREADNOUGHT
            }),
        )
        .said(
            "Kecil, hangat, dan muat di kabin. Top mahogany solid memberi suara kering yang cepat, cocok untuk rekaman rumahan. Sering dibeli untuk jalan-jalan, lalu tidak pernah keluar dari ruang tamu.",
            "Small, warm and cabin-sized. The solid mahogany top gives it a dry, quick voice that records well at home. Often bought for travelling, and then it never leaves the sofa.",
        )
        .specs(&[
            (SHAPE, "GS Mini"),
            (TOP, "Mahogany solid|Solid mahogany"),
            (BACK_SIDES, "Sapele berlapis|Layered sapele"),
            (SCALE, "597 mm (23,5\")|597 mm (23.5\")"),
            (FRETS, "20"),
            (NUT_WIDTH, "43 mm"),
            (CASE_INCLUDED, "Hard bag"),
        ])
        .from(LARAS, 22)
        .price(10_250_000)
        .packed(4_000, [102, 44, 16])
        .popularity(20)
        .stock(4, stain(Wood::Mahogany, 0x9A552E)),
        Draft::new(
            CAT,
            "Yamaha",
            "APX600",
            "YAM-APX600",
            Look::Acoustic(Acoustic {
                shape: AcousticShape::Thin,
                cutaway: true,
                scale: 634.0,
                frets: 22,
                binding: 0xE8E2D0,
                guard: None,
                head: 0x171515,
                ..DREADNOUGHT
            }),
        )
        .said(
            "Akustik panggung yang terasa seperti gitar elektrik. Badannya tipis, lehernya ramping, dan sistem System 65A punya tuner serta EQ tiga band. Colok langsung, tidak perlu mikrofon, tidak perlu takut feedback.",
            "A stage acoustic that feels like an electric. The body is thin, the neck is slender, and the System 65A has a tuner and a three-band EQ. Plug straight in: no microphone and no fear of feedback.",
        )
        .specs(&[
            (SHAPE, "APX thinline, cutaway"),
            (TOP, "Spruce"),
            (BACK_SIDES, "Nato / okume"),
            (FINGERBOARD, "Rosewood"),
            (FRETS, "22"),
            (SCALE, "634 mm"),
            (ELECTRONICS, "System 65A + SRT piezo"),
        ])
        .from(RIFF, 24)
        .price(4_950_000)
        .packed(4_200, [110, 46, 15])
        .popularity(40)
        .tags(&["stage"])
        .options(&[COLOUR])
        .variant("BL", &["Black"], 5, solid(0x151516))
        .variant("OBB", &["Oriental Blue Burst"], 3, burst(Wood::Maple, 0x2F7CB8, 0x07142C))
        .variant("VW", &["Vintage White"], 0, solid(0xECE4CF))
        .done(),
        Draft::new(
            CAT,
            "Cort",
            "Gold-A6",
            "CRT-GOLDA6",
            Look::Acoustic(Acoustic {
                shape: AcousticShape::Auditorium,
                cutaway: true,
                binding: 0xD9C7A3,
                head: 0x3A2014,
                metal: Metal::Gold,
                guard: None,
                ..DREADNOUGHT
            }),
        )
        .said(
            "Kayu solid di semua sisi dan proses pengeringan yang membuatnya terdengar lebih tua dari umurnya. Lantang untuk ukurannya, lembut di jari, dengan preamp Fishman untuk malam manggung. Buatan pabrik di Indonesia yang patut dibanggakan.",
            "Solid wood on every side and a drying process that makes it sound older than it is. Loud for its size, gentle on the fingers, with a Fishman preamp for gig nights. From a factory in Indonesia to be proud of.",
        )
        .specs(&[
            (SHAPE, "Auditorium, cutaway"),
            (TOP, "Sitka spruce solid (torrefied)|Solid torrefied Sitka spruce"),
            (BACK_SIDES, "Mahogany solid|Solid mahogany"),
            (NECK, "Mahogany, penguat walnut|Mahogany with walnut reinforcement"),
            (FINGERBOARD, "Ebony"),
            (SCALE, "648 mm"),
            (ELECTRONICS, "Fishman Flex Blend"),
            (ORIGIN, "Indonesia"),
        ])
        .from(RIFF, 25)
        .price(11_900_000)
        .packed(5_200, [112, 48, 17])
        .popularity(14)
        .listed(52)
        .stock(3, natural(Wood::Spruce)),
        Draft::new("classical-guitars", "Yamaha", "C40", "YAM-C40", Look::Acoustic(SPANISH))
            .said(
                "Gitar les sejuta umat, dan memang begitu alasannya: setem stabil, leher lurus, suara manis. Senar nilonnya ramah untuk jari yang belum kapalan. Mulai dari sini, lalu ke mana saja.",
                "The lesson guitar of a million students, for good reason: stable tuning, a straight neck, a sweet sound. The nylon strings are kind to fingers without calluses. Start here and go anywhere.",
            )
            .specs(&[
                (TOP, "Spruce"),
                (BACK_SIDES, "Meranti"),
                (NECK, "Nato"),
                (FINGERBOARD, "Rosewood"),
                (SCALE, "650 mm"),
                (NUT_WIDTH, "52 mm"),
                (STRINGS, "Nilon|Nylon"),
            ])
            .from(RIFF, 23)
            .price(1_850_000)
            .packed(3_400, [106, 44, 15])
            .popularity(86)
            .tags(&["bestseller", "beginner"])
            .stock(14, natural(Wood::Spruce)),
        Draft::new(
            "classical-guitars",
            "Cordoba",
            "C5",
            "CDB-C5",
            Look::Acoustic(Acoustic { binding: 0x2B1510, ..SPANISH }),
        )
        .said(
            "Top cedar solid membuatnya hangat sejak petikan pertama. Rosette kayu, bracing kipas, dan bobot yang ringan di pangkuan. Langkah wajar setelah gitar les pertamamu.",
            "A solid cedar top makes it warm from the first stroke. A wooden rosette, fan bracing and little weight on the lap. The natural step after your first lesson guitar.",
        )
        .specs(&[
            (TOP, "Cedar solid|Solid cedar"),
            (BACK_SIDES, "Mahogany"),
            (NECK, "Mahogany"),
            (FINGERBOARD, "Rosewood"),
            (BRACING, "Kipas|Fan"),
            (SCALE, "650 mm"),
            (NUT_WIDTH, "52 mm"),
        ])
        .from(LARAS, 25)
        .price(6_350_000)
        .packed(3_600, [106, 44, 15])
        .popularity(14)
        .stock(4, natural(Wood::Cedar)),
    ]
}
