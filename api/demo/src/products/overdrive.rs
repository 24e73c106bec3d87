//! Distortion, overdrive and fuzz.

use super::PLAIN;
use crate::draft::Draft;
use crate::look::{Lettering, Look, Pedal, PedalShape};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::RIFF;

const CAT: &str = "distortion-overdrive";

pub(super) const COMPACT: Pedal = Pedal {
    shape: PedalShape::Compact,
    color: 0xE86A1E,
    print: 0x171514,
    knobs: &["TONE", "LEVEL", "DIST"],
    knob_color: 0x171718,
    title: "Distortion",
    subtitle: "DS-1",
    lettering: Lettering::Bold,
    led: 0xF02A20,
};

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(CAT, "Boss", "DS-1 Distortion", "BOS-DS1", Look::Pedal(COMPACT))
            .said(
                "Pedal distorsi oranye yang ada di bawah kaki separuh gitaris dunia. Tiga kenop, satu sikap. Murah, tahan banting, dan masih menggigit sejak 1978.",
                "The orange distortion under half the world's guitarists' feet. Three knobs, one attitude. Inexpensive, hard to break, and biting since 1978.",
            )
            .specs(&[(CIRCUIT, "Analog|Analogue"), (CONTROLS, "Tone, level, dist"), (BYPASS, "Buffered"), (SUPPLY, "9 V DC / baterai 9 V|9 V DC / 9 V battery"), (DRAW, "4 mA")])
            .from(RIFF, 24)
            .price(1_150_000)
            .packed(480, [15, 9, 7])
            .popularity(78)
            .tags(&["bestseller", "beginner"])
            .stock(16, PLAIN),
        Draft::new(
            CAT,
            "Boss",
            "HM-2W Heavy Metal",
            "BOS-HM2W",
            Look::Pedal(Pedal {
                color: 0x1C1C1E,
                print: 0xE85A1E,
                knobs: &["LEVEL", "LOW", "HIGH", "DIST"],
                title: "Heavy Metal",
                subtitle: "HM-2W",
                ..COMPACT
            }),
        )
        .said(
            "Gergaji mesin Swedia dalam kotak hitam. Putar semua kenop ke kanan, dan death metal Stockholm tahun 1990 keluar dari speaker. Versi Waza memberi mode kustom dengan gigi lebih banyak.",
            "The Swedish chainsaw in a black box. Turn everything to the right and Stockholm death metal of 1990 comes out of the speaker. The Waza version adds a custom mode with more teeth.",
        )
        .specs(&[(CIRCUIT, "Analog diskrit|Discrete analogue"), (CONTROLS, "Level, low, high, dist"), (MODES, "Standard, custom"), (SUPPLY, "9 V DC / baterai|9 V DC / battery")])
        .from(RIFF, 23)
        .price(2_750_000)
        .packed(500, [15, 9, 7])
        .popularity(30)
        .featured()
        .tags(&["metal"])
        .stock(6, PLAIN),
        Draft::new(
            CAT,
            "Ibanez",
            "TS9 Tube Screamer",
            "IBZ-TS9",
            Look::Pedal(Pedal {
                shape: PedalShape::Square,
                color: 0x4FA863,
                print: 0x142218,
                knobs: &["DRIVE", "TONE", "LEVEL"],
                title: "Tube Screamer",
                subtitle: "TS9",
                lettering: Lettering::Narrow,
                ..COMPACT
            }),
        )
        .said(
            "Hijau, sederhana, dan mendorong ampli tabung tepat di tempatnya. Sebagai boost di depan gain tinggi, ia merapikan bass dan membuat riff rapat. Pedal pertama di ribuan pedalboard metal.",
            "Green, simple, and it pushes a valve amp in just the right spot. As a boost in front of high gain it tidies the low end and tightens the riff. First in line on thousands of metal boards.",
        )
        .specs(&[(CIRCUIT, "Analog, JRC4558D|Analogue, JRC4558D"), (CONTROLS, "Drive, tone, level"), (BYPASS, "Buffered"), (SUPPLY, "9 V DC / baterai|9 V DC / battery")])
        .from(RIFF, 24)
        .price(1_950_000)
        .packed(700, [16, 11, 8])
        .popularity(56)
        .featured()
        .tags(&["bestseller", "metal"])
        .stock(9, PLAIN),
        Draft::new(
            CAT,
            "ProCo",
            "RAT 2",
            "PRO-RAT2",
            Look::Pedal(Pedal {
                shape: PedalShape::Medium,
                color: 0x19191A,
                print: 0xECEAE4,
                knobs: &["DISTORTION", "FILTER", "VOLUME"],
                title: "RAT 2",
                subtitle: "",
                ..COMPACT
            }),
        )
        .said(
            "Dari overdrive kasar sampai fuzz yang hampir runtuh, semuanya dalam satu putaran. Kenop Filter bekerja terbalik, dan itu bagian dari pesonanya. Tahan diinjak sepatu bot.",
            "From rough overdrive to a fuzz on the verge of collapse in one turn. The Filter knob works backwards, and that is part of the charm. Boot-proof.",
        )
        .specs(&[(CIRCUIT, "Analog|Analogue"), (CONTROLS, "Distortion, filter, volume"), (BYPASS, "True bypass"), (SUPPLY, "9 V DC / baterai|9 V DC / battery")])
        .from(RIFF, 24)
        .price(1_690_000)
        .packed(750, [16, 12, 8])
        .popularity(24)
        .stock(5, PLAIN),
        Draft::new(
            CAT,
            "Electro-Harmonix",
            "Big Muff Pi",
            "EHX-BMP",
            Look::Pedal(Pedal {
                shape: PedalShape::Wide,
                color: 0xC6C8CA,
                print: 0xB81C22,
                knobs: &["VOLUME", "TONE", "SUSTAIN"],
                title: "Big Muff",
                subtitle: "Pi",
                ..COMPACT
            }),
        )
        .said(
            "Fuzz besar dalam kotak besar. Sustain-nya seperti biola yang marah, low-nya seperti truk lewat. Untuk doom, shoegaze, dan siapa pun yang menganggap halus itu membosankan.",
            "A big fuzz in a big box. The sustain is an angry violin, the lows are a passing truck. For doom, shoegaze and everyone who finds subtlety dull.",
        )
        .specs(&[(CIRCUIT, "Analog|Analogue"), (CONTROLS, "Volume, tone, sustain"), (BYPASS, "True bypass"), (SUPPLY, "9 V DC / baterai|9 V DC / battery")])
        .from(RIFF, 24)
        .price(1_990_000)
        .packed(1_000, [20, 16, 9])
        .popularity(28)
        .tags(&["vintage"])
        .stock(6, PLAIN),
        Draft::new(
            CAT,
            "MXR",
            "Distortion+",
            "MXR-M104",
            Look::Pedal(Pedal {
                shape: PedalShape::Small,
                color: 0xE3B41B,
                print: 0x171512,
                knobs: &["OUTPUT", "DISTORTION"],
                title: "distortion +",
                subtitle: "",
                lettering: Lettering::Narrow,
                ..COMPACT
            }),
        )
        .said(
            "Dua kenop kuning yang mengubah glam metal menjadi legenda. Dioda germanium memberinya gigitan yang sedikit kotor dan sangat hidup. Dorong ampli yang sudah panas, lalu mundur selangkah.",
            "Two knobs on yellow that turned glam metal into legend. Germanium diodes give it a slightly dirty and very lively bite. Push an amp that is already hot, then step back.",
        )
        .specs(&[(CIRCUIT, "Analog, germanium|Analogue, germanium"), (CONTROLS, "Output, distortion"), (BYPASS, "Hardwire"), (SUPPLY, "9 V DC / baterai|9 V DC / battery")])
        .from(RIFF, 24)
        .price(1_750_000)
        .packed(450, [14, 9, 7])
        .popularity(16)
        .stock(1, PLAIN),
        Draft::new(
            CAT,
            "Fortin",
            "33 Fredrik Thordendal",
            "FOR-33",
            Look::Pedal(Pedal {
                shape: PedalShape::Small,
                color: 0x151517,
                print: 0xD6D8DA,
                knobs: &["BOOST"],
                title: "33",
                subtitle: "SIGNATURE BOOST",
                ..COMPACT
            }),
        )
        .said(
            "Satu kenop, satu tugas: memotong lumpur dan mengencangkan senar kedelapan. Ditaruh sebelum ampli gain tinggi, riff rendah langsung terdengar seperti mesin cetak.",
            "One knob, one job: cut the mud and tighten the eighth string. Put it before a high-gain amp and low riffs suddenly sound like a stamping press.",
        )
        .specs(&[(CIRCUIT, "Analog|Analogue"), (CONTROLS, "Boost"), (BYPASS, "True bypass"), (SUPPLY, "9 V DC")])
        .from(RIFF, 23)
        .price(3_850_000)
        .packed(450, [14, 9, 7])
        .popularity(8)
        .tags(&["metal"])
        .listed(15)
        .stock(3, PLAIN),
    ]
}
