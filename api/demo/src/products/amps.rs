//! Heads and cabinets.

use super::combos::{COMBO, PANEL};
use super::solid;
use crate::draft::Draft;
use crate::look::{Amp, AmpKind, Cloth, KnobStyle, Lettering, Look, Panel};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::GEMA;

const HEADS_CAT: &str = "amp-heads";
const CABS: &str = "cabinets";
const BLACK: u32 = 0x1A1A1B;

const HEAD: Amp = Amp {
    kind: AmpKind::Head,
    size: (744.0, 292.0, 214.0),
    speakers: (0, 0, 0.0),
    panel: Panel { height: 78.0, knobs: 6, ..PANEL },
    ..COMBO
};

const CAB: Amp = Amp {
    kind: AmpKind::Cabinet,
    size: (770.0, 755.0, 365.0),
    speakers: (2, 2, 12.0),
    panel: Panel { knobs: 0, height: 0.0, ..PANEL },
    ..COMBO
};

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(HEADS_CAT, "Marshall", "JCM800 2203", "MAR-2203", Look::Amp(HEAD))
            .said(
                "Seratus watt, satu kanal, enam kenop, tidak ada menu. Suara tengahnya mendefinisikan hard rock dan thrash sekaligus. Semakin keras, semakin benar.",
                "A hundred watts, one channel, six knobs and no menu. Its midrange defined hard rock and thrash alike. The louder it gets, the more right it becomes.",
            )
            .specs(&[
                (POWER, "100 W"),
                (TUBES, "3 × ECC83, 4 × EL34"),
                (CHANNELS, "1"),
                (CONTROLS, "Presence, bass, middle, treble, master, pre-amp"),
                (LOOP, "Ya|Yes"),
                (WEIGHT, "22 kg"),
            ])
            .from(GEMA, 21)
            .price(39_500_000)
            .packed(26_000, [84, 40, 32])
            .popularity(5)
            .featured()
            .tags(&["vintage", "stage", "metal"])
            .stock(1, solid(BLACK)),
        Draft::new(
            HEADS_CAT,
            "EVH",
            "5150 Iconic 80W",
            "EVH-ICON80",
            Look::Amp(Amp {
                size: (660.0, 248.0, 230.0),
                cloth: Cloth::Steel(0x2A2A2B),
                panel: Panel {
                    color: 0x161617,
                    print: 0xE8E8E4,
                    knobs: 9,
                    style: KnobStyle::Pointer(0xE8E4DA),
                    height: 74.0,
                    buttons: 4,
                    ..PANEL
                },
                piping: Some(0xE4E2DC),
                lettering: Lettering::Bold,
                badge: 0xE8E8E4,
                ..HEAD
            }),
        )
        .said(
            "Gain merah yang rapat dan brutal, kanal hijau yang ternyata bisa sopan. Delapan puluh watt 6L6 mendorong kabinet apa pun, dan noise gate bawaannya menutup rapat. Untuk riff yang harus berhenti tepat waktu.",
            "A red channel that is tight and brutal, a green one that can behave after all. Eighty 6L6 watts push any cabinet, and the built-in noise gate shuts tight. For riffs that must stop on time.",
        )
        .specs(&[
            (POWER, "80 W / 20 W"),
            (TUBES, "2 × 12AX7, 2 × 6L6"),
            (CHANNELS, "2"),
            (EFFECTS, "Reverb, noise gate, boost"),
            (LOOP, "Ya|Yes"),
            (OUTPUTS, "4/8/16 Ω, XLR cab-sim"),
        ])
        .from(GEMA, 23)
        .price(16_900_000)
        .packed(17_500, [74, 34, 32])
        .popularity(12)
        .tags(&["metal"])
        .options(&[COLOUR])
        .variant("BLK", &["Black"], 3, solid(BLACK))
        .variant("IVR", &["Ivory"], 1, solid(0xE6DEC8))
        .done(),
        Draft::new(
            HEADS_CAT,
            "Orange",
            "Super Crush 100",
            "ORA-SC100",
            Look::Amp(Amp {
                size: (550.0, 260.0, 240.0),
                cloth: Cloth::Basket(0x6C5A41, 0x8F7A56),
                panel: Panel {
                    color: 0xEEEBE2,
                    print: 0x1A1A1A,
                    knobs: 9,
                    style: KnobStyle::BlackLine,
                    height: 84.0,
                    ..PANEL
                },
                piping: Some(0xEEE8DA),
                corners: None,
                lettering: Lettering::Bold,
                badge: 0x1A1A1A,
                ..HEAD
            }),
        )
        .said(
            "Seratus watt transistor yang berperilaku seperti tabung, tanpa tabung yang harus diganti. Kanal kotornya turunan Rockerverb, kanal bersihnya lega. Ringan untuk tangga menuju studio lantai tiga.",
            "A hundred solid-state watts that behave like valves, with none to replace. The dirty channel comes from the Rockerverb, the clean one has room. Light enough for the stairs to a third-floor studio.",
        )
        .specs(&[
            (POWER, "100 W / 70 W"),
            (CHANNELS, "Clean, dirty"),
            (EFFECTS, "Reverb digital|Digital reverb"),
            (LOOP, "Ya|Yes"),
            (OUTPUTS, "8/16 Ω, XLR cab-sim"),
            (WEIGHT, "13,6 kg|13.6 kg"),
        ])
        .from(GEMA, 23)
        .price(12_750_000)
        .was(13_500_000)
        .packed(16_000, [64, 36, 33])
        .popularity(9)
        .options(&[COLOUR])
        .variant("OR", &["Orange"], 2, solid(0xEE6A1C))
        .variant("BK", &["Black"], 0, solid(BLACK))
        .done(),
        Draft::new(
            HEADS_CAT,
            "Peavey",
            "6505 II",
            "PEA-6505II",
            Look::Amp(Amp {
                size: (660.0, 265.0, 295.0),
                cloth: Cloth::Steel(0x333334),
                panel: Panel {
                    color: 0x1C1C1D,
                    print: 0xE0E0DE,
                    knobs: 11,
                    style: KnobStyle::Silver,
                    height: 76.0,
                    buttons: 3,
                    ..PANEL
                },
                piping: None,
                corners: Some(0x2A2A2B),
                lettering: Lettering::Bold,
                badge: 0xE0E0DE,
                ..HEAD
            }),
        )
        .said(
            "Ampli di balik separuh album metal modern. Lima 12AX7 berbaris di depan, empat 6L6 menunggu di belakang, dan kenop resonance membuat kabinet menggeram. Tidak dikenal karena kanal bersihnya.",
            "The amp behind half of modern metal. Five 12AX7s queue in front, four 6L6s wait behind, and the resonance knob makes a cabinet growl. Not famous for its clean channel.",
        )
        .specs(&[
            (POWER, "120 W"),
            (TUBES, "6 × 12AX7, 4 × 6L6GC"),
            (CHANNELS, "Rhythm, lead"),
            (CONTROLS, "EQ terpisah, resonance, presence|Separate EQ, resonance, presence"),
            (LOOP, "Ya|Yes"),
        ])
        .from(GEMA, 22)
        .price(29_800_000)
        .packed(24_000, [76, 38, 40])
        .popularity(4)
        .tags(&["metal"])
        .stock(2, solid(BLACK)),
        Draft::new(
            HEADS_CAT,
            "Ampeg",
            "SVT-CL",
            "AMP-SVTCL",
            Look::Amp(Amp {
                size: (610.0, 292.0, 330.0),
                cloth: Cloth::Silver(0x8F9294, 0x3B4B5E),
                panel: Panel {
                    color: 0xD0D4D6,
                    print: 0x1A1C20,
                    knobs: 8,
                    style: KnobStyle::BlackLine,
                    height: 84.0,
                    buttons: 4,
                    ..PANEL
                },
                piping: Some(0xC4C8CC),
                badge: 0xDDE2E6,
                ..HEAD
            }),
        )
        .said(
            "Tiga ratus watt tabung untuk bass, sama saja dengan mesin truk berbaju kain perak. Hangat, besar, dan sedikit mengamuk saat didorong. Bawa teman untuk mengangkatnya.",
            "Three hundred valve watts for bass: a truck engine in silver cloth. Warm, huge and slightly furious when pushed. Bring a friend to lift it.",
        )
        .specs(&[
            (POWER, "300 W"),
            (TUBES, "2 × 12AX7, 3 × 12AU7, 6 × 6550"),
            (EQ, "3 band, mid 3 posisi, ultra-hi/ultra-lo|3-band, 3-way mid, ultra-hi/ultra-lo"),
            (OUTPUTS, "2/4 Ω, XLR"),
            (WEIGHT, "36 kg"),
        ])
        .from(GEMA, 21)
        .price(37_900_000)
        .packed(41_000, [72, 42, 44])
        .popularity(2)
        .tags(&["stage", "vintage"])
        .stock(1, solid(BLACK)),
        Draft::new(CABS, "Marshall", "1960A 4×12", "MAR-1960A", Look::Amp(Amp { slanted: true, ..CAB }))
            .said(
                "Dinding klasik dengan bagian atas miring, supaya kamu juga kebagian suara. Empat Celestion G12T-75 menahan 300 watt dan memberi scoop yang disukai distorsi.",
                "The classic wall with its slanted top, so that you get to hear it too. Four Celestion G12T-75s take 300 watts and give the scoop that distortion loves.",
            )
            .specs(&[
                (SPEAKER, "4 × 12\" Celestion G12T-75"),
                (LOAD, "300 W"),
                (IMPEDANCE, "4/16 Ω mono, 8 Ω stereo"),
                (DIMENSIONS, "77 × 75,5 × 36,5 cm|77 × 75.5 × 36.5 cm"),
                (WEIGHT, "36 kg"),
            ])
            .from(GEMA, 22)
            .price(17_900_000)
            .packed(41_000, [86, 84, 44])
            .popularity(4)
            .featured()
            .tags(&["stage", "metal"])
            .stock(2, solid(BLACK)),
        Draft::new(
            CABS,
            "Orange",
            "PPC412",
            "ORA-PPC412",
            Look::Amp(Amp {
                size: (780.0, 770.0, 380.0),
                cloth: Cloth::Basket(0x6C5A41, 0x8F7A56),
                piping: Some(0xEEE8DA),
                corners: None,
                lettering: Lettering::Bold,
                badge: 0x1A1A1A,
                ..CAB
            }),
        )
        .said(
            "Kayu birch 18 milimeter, empat Vintage 30, dan dua ski di bawahnya supaya bass menempel ke lantai panggung. Berat? Ya. Sepadan? Juga ya.",
            "Eighteen-millimetre birch, four Vintage 30s and two skids underneath that couple the lows to the stage. Heavy? Yes. Worth it? Also yes.",
        )
        .specs(&[
            (SPEAKER, "4 × 12\" Celestion Vintage 30"),
            (LOAD, "240 W"),
            (IMPEDANCE, "16 Ω"),
            (CABINET, "Birch ply 18 mm|18 mm birch ply"),
            (WEIGHT, "48 kg"),
        ])
        .from(GEMA, 22)
        .price(21_500_000)
        .packed(53_000, [86, 85, 46])
        .popularity(2)
        .options(&[COLOUR])
        .variant("OR", &["Orange"], 1, solid(0xEE6A1C))
        .variant("BK", &["Black"], 1, solid(BLACK))
        .done(),
        Draft::new(
            CABS,
            "EVH",
            "5150 Iconic 2×12",
            "EVH-ICON212",
            Look::Amp(Amp {
                size: (762.0, 520.0, 330.0),
                speakers: (2, 1, 12.0),
                cloth: Cloth::Weave(0x1E1E1F),
                piping: Some(0xE4E2DC),
                lettering: Lettering::Bold,
                badge: 0xE8E8E4,
                ..CAB
            }),
        )
        .said(
            "Separuh ukuran dinding, tiga perempat suaranya, dan masih muat di mobil kecil. Speaker 65 watt ganda menjaga bass tetap kencang untuk setelan rendah.",
            "Half the size of a wall, three quarters of its sound, and it still fits a small car. Twin 65-watt speakers keep the bass tight for low tunings.",
        )
        .specs(&[
            (SPEAKER, "2 × 12\" Celestion custom"),
            (LOAD, "160 W"),
            (IMPEDANCE, "16 Ω"),
            (WEIGHT, "23 kg"),
        ])
        .from(GEMA, 23)
        .price(9_400_000)
        .packed(27_000, [84, 60, 40])
        .popularity(6)
        .tags(&["metal"])
        .options(&[COLOUR])
        .variant("BLK", &["Black"], 3, solid(BLACK))
        .variant("IVR", &["Ivory"], 1, solid(0xE6DEC8))
        .done(),
    ]
}
