//! Guitar and bass combos.

use super::{finish, solid};
use crate::draft::Draft;
use crate::finish::Finish;
use crate::look::{Amp, AmpKind, Cloth, KnobStyle, Lettering, Look, Panel};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::GEMA;

const CAT: &str = "guitar-combos";
const BLACK: u32 = 0x1B1B1C;

pub(super) const PANEL: Panel = Panel {
    color: 0xC9A252,
    print: 0x16130C,
    knobs: 10,
    style: KnobStyle::GoldCap,
    lamp: 0xE02A1E,
    height: 62.0,
    on_top: false,
    buttons: 2,
};

pub(super) const COMBO: Amp = Amp {
    kind: AmpKind::Combo,
    size: (620.0, 490.0, 252.0),
    tolex: BLACK,
    cloth: Cloth::Weave(0x1D1C1B),
    panel: PANEL,
    speakers: (1, 1, 12.0),
    piping: Some(0xD8C282),
    corners: Some(0x222223),
    lettering: Lettering::Serif,
    badge: 0xEFE9DA,
    slanted: false,
};

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(CAT, "Marshall", "DSL40CR", "MAR-DSL40CR", Look::Amp(COMBO))
            .said(
                "Empat puluh watt tabung dengan dua kanal, masing-masing dua mode: dari clean bersih sampai gain yang membuat celana bergetar. Speaker V-Type menahan semuanya, dan daya bisa diturunkan ke 20 watt demi tetangga.",
                "Forty valve watts and two channels of two modes each, from clean to the kind of gain that shakes your trousers. The V-Type speaker holds it together, and power drops to 20 watts for the neighbours' sake.",
            )
            .specs(&[
                (POWER, "40 W / 20 W"),
                (TUBES, "4 × ECC83, 2 × EL34"),
                (CHANNELS, "2, dua mode|2, two modes each"),
                (SPEAKER, "1 × 12\" Celestion V-Type"),
                (EFFECTS, "Reverb digital per kanal|Digital reverb per channel"),
                (LOOP, "Ya|Yes"),
                (WEIGHT, "22,9 kg|22.9 kg"),
            ])
            .from(GEMA, 22)
            .price(14_750_000)
            .packed(26_000, [70, 56, 32])
            .popularity(18)
            .featured()
            .tags(&["stage"])
            .stock(4, solid(BLACK)),
        Draft::new(
            CAT,
            "Fender",
            "Hot Rod Deluxe IV",
            "FEN-HRD4",
            Look::Amp(Amp {
                size: (597.0, 476.0, 267.0),
                cloth: Cloth::Silver(0xB9B7AE, 0x8B8A84),
                panel: Panel {
                    color: 0xD4D6D8,
                    print: 0x1B1B1C,
                    knobs: 10,
                    style: KnobStyle::Pointer(0x181819),
                    height: 46.0,
                    on_top: true,
                    buttons: 0,
                    ..PANEL
                },
                piping: None,
                corners: Some(0xC9CCCE),
                badge: 0xD4D6D8,
                ..COMBO
            }),
        )
        .said(
            "Clean yang luas seperti jalan tol pagi hari, dan drive yang cukup untuk blues tengah malam. Pedal apa pun terdengar bagus di depannya. Ampli kerja di seluruh dunia selama puluhan tahun.",
            "Cleans as wide as an empty toll road in the morning and enough drive for midnight blues. Any pedal sounds good in front of it. The working amp of the world for decades.",
        )
        .specs(&[
            (POWER, "40 W"),
            (TUBES, "3 × 12AX7, 2 × 6L6"),
            (CHANNELS, "Normal, drive, more drive"),
            (SPEAKER, "1 × 12\" Celestion A-Type"),
            (EFFECTS, "Spring reverb"),
            (LOOP, "Ya|Yes"),
            (WEIGHT, "18,6 kg|18.6 kg"),
        ])
        .from(GEMA, 22)
        .price(17_250_000)
        .packed(22_500, [68, 55, 33])
        .popularity(10)
        .tags(&["vintage", "stage"])
        .stock(2, solid(BLACK)),
        Draft::new(
            CAT,
            "Orange",
            "Crush 35RT",
            "ORA-CR35RT",
            Look::Amp(Amp {
                size: (450.0, 440.0, 225.0),
                cloth: Cloth::Basket(0x6C5A41, 0x8F7A56),
                panel: Panel {
                    color: 0xEEEBE2,
                    print: 0x1A1A1A,
                    knobs: 8,
                    style: KnobStyle::BlackLine,
                    height: 58.0,
                    ..PANEL
                },
                speakers: (1, 1, 10.0),
                piping: Some(0xEEE8DA),
                corners: None,
                lettering: Lettering::Bold,
                badge: 0x1A1A1A,
                ..COMBO
            }),
        )
        .said(
            "Oranye, gambar di panel, dan gain yang selalu sedikit lebih jahat dari dugaan. Reverb dan tuner sudah di dalam, keluaran headphone memakai simulasi kabinet. Latihan di kamar jadi acara.",
            "Orange, pictures on the panel and gain that is always a little nastier than expected. Reverb and tuner are built in, the headphone output has a cabinet simulation. Bedroom practice becomes an event.",
        )
        .specs(&[
            (POWER, "35 W"),
            (CHANNELS, "Clean, dirty"),
            (SPEAKER, "1 × 10\" Voice of the World"),
            (EFFECTS, "Reverb, tuner"),
            (LOOP, "Ya|Yes"),
            (WEIGHT, "13 kg"),
        ])
        .from(GEMA, 23)
        .price(5_450_000)
        .packed(14_800, [52, 52, 30])
        .popularity(34)
        .tags(&["bestseller"])
        .options(&[COLOUR])
        .variant("OR", &["Orange"], 6, solid(0xEE6A1C))
        .variant("BK", &["Black"], 3, solid(BLACK))
        .done(),
        Draft::new(
            CAT,
            "Boss",
            "Katana-50 Gen 3",
            "BOS-KTN50G3",
            Look::Amp(Amp {
                size: (470.0, 398.0, 238.0),
                cloth: Cloth::Weave(0x171718),
                panel: Panel {
                    color: 0x242426,
                    print: 0xDDDDDD,
                    knobs: 11,
                    style: KnobStyle::BlackLine,
                    height: 52.0,
                    on_top: true,
                    buttons: 6,
                    ..PANEL
                },
                piping: None,
                corners: Some(0x202021),
                lettering: Lettering::Bold,
                badge: 0xC9CCCE,
                ..COMBO
            }),
        )
        .said(
            "Enam karakter ampli, enam puluh efek, dan pengatur daya sampai setengah watt. Sambungkan ke aplikasi, simpan empat tone, lupakan kabel pedal. Sulit mencari ampli lain yang sebegini berguna.",
            "Six amp characters, sixty effects and a power control down to half a watt. Connect the app, store four tones and forget the patch cables. It is hard to find another amp this useful.",
        )
        .specs(&[
            (POWER, "50 / 25 / 0,5 W|50 / 25 / 0.5 W"),
            (CHANNELS, "6 amp character"),
            (SPEAKER, "1 × 12\""),
            (EFFECTS, "60+, 6 bagian sekaligus|60+, 6 sections at once"),
            (CONNECTIONS, "USB-C, Bluetooth (opsional), headphone|USB-C, Bluetooth (optional), headphone"),
            (WEIGHT, "11,3 kg|11.3 kg"),
        ])
        .from(GEMA, 22)
        .price(5_650_000)
        .packed(13_500, [54, 48, 31])
        .popularity(70)
        .featured()
        .tags(&["bestseller", "beginner"])
        .listed(40)
        .stock(11, solid(BLACK)),
        Draft::new(
            CAT,
            "Vox",
            "AC15C1",
            "VOX-AC15C1",
            Look::Amp(Amp {
                size: (602.0, 556.0, 265.0),
                cloth: Cloth::Diamond(0x4A2F1E, 0x936E3E),
                panel: Panel {
                    color: 0x7A1D1A,
                    print: 0xF0E6D0,
                    knobs: 9,
                    style: KnobStyle::Pointer(0x141414),
                    height: 50.0,
                    on_top: true,
                    buttons: 0,
                    ..PANEL
                },
                piping: Some(0xD9BC6A),
                corners: None,
                lettering: Lettering::Serif,
                badge: 0xE2C77A,
                ..COMBO
            }),
        )
        .said(
            "Gemerincing khas Inggris, lalu pecah manis ketika volumenya digeser. Lima belas watt EL84 terdengar jauh lebih besar dari angkanya. Tremolo-nya membuat akor sederhana jadi melankolis.",
            "That British chime, then a sweet breakup once you push the volume. Fifteen watts of EL84 sound far bigger than the number. The tremolo turns plain chords melancholic.",
        )
        .specs(&[
            (POWER, "15 W"),
            (TUBES, "3 × 12AX7, 2 × EL84"),
            (CHANNELS, "Normal, Top Boost"),
            (SPEAKER, "1 × 12\" Celestion Greenback"),
            (EFFECTS, "Spring reverb, tremolo"),
            (WEIGHT, "22 kg"),
        ])
        .from(GEMA, 23)
        .price(13_900_000)
        .packed(25_500, [68, 64, 33])
        .popularity(9)
        .tags(&["vintage"])
        .stock(2, solid(0x1D1B1A)),
        Draft::new(
            CAT,
            "Blackstar",
            "HT-20R MkIII",
            "BLK-HT20R3",
            Look::Amp(Amp {
                size: (505.0, 448.0, 245.0),
                cloth: Cloth::Weave(0x202021),
                panel: Panel {
                    color: 0x1A1A1B,
                    print: 0xE4E4E2,
                    knobs: 9,
                    style: KnobStyle::Silver,
                    height: 52.0,
                    ..PANEL
                },
                piping: Some(0xC9C8C2),
                lettering: Lettering::Bold,
                badge: 0xE4E4E2,
                ..COMBO
            }),
        )
        .said(
            "Kontrol ISF memutar suaramu dari Amerika ke Inggris tanpa mengganti ampli. Dua kanal tabung, mode dua watt untuk larut malam, dan keluaran USB untuk merekam ide sebelum hilang.",
            "The ISF control swings your sound from America to Britain without changing amps. Two valve channels, a two-watt mode for late nights and USB out to record the idea before it is gone.",
        )
        .specs(&[
            (POWER, "20 W / 2 W"),
            (TUBES, "2 × ECC83, 2 × EL84"),
            (CHANNELS, "2, dua voice|2, two voices each"),
            (SPEAKER, "1 × 12\" Celestion"),
            (EFFECTS, "Reverb"),
            (CONNECTIONS, "USB, CabRig, loop"),
            (WEIGHT, "16,8 kg|16.8 kg"),
        ])
        .from(GEMA, 23)
        .price(11_250_000)
        .packed(19_000, [58, 52, 32])
        .popularity(8)
        .listed(18)
        .stock(3, solid(BLACK)),
        Draft::new(
            "bass-amps",
            "Fender",
            "Rumble 100",
            "FEN-RMB100",
            Look::Amp(Amp {
                size: (470.0, 470.0, 310.0),
                cloth: Cloth::Silver(0x8E8F8E, 0x5E5F60),
                panel: Panel {
                    color: 0x202122,
                    print: 0xE8E8E6,
                    knobs: 8,
                    style: KnobStyle::BlackLine,
                    height: 48.0,
                    on_top: true,
                    buttons: 3,
                    ..PANEL
                },
                piping: None,
                corners: Some(0x1E1E1F),
                badge: 0xD4D6D8,
                ..COMBO
            }),
        )
        .said(
            "Seratus watt yang bisa diangkat satu tangan. Sirkuit overdrive bawaan memberi gigi saat dibutuhkan, tiga tombol voicing mengganti karakter seketika. Pas untuk latihan dan kafe.",
            "A hundred watts you can lift with one hand. The built-in overdrive bares its teeth when needed, and three voicing buttons change character at once. Right for rehearsals and cafés.",
        )
        .specs(&[
            (POWER, "100 W"),
            (SPEAKER, "1 × 12\" Eminence"),
            (EQ, "4 band, bright/contour/vintage|4-band, bright/contour/vintage"),
            (OUTPUTS, "XLR line, headphone"),
            (WEIGHT, "10 kg"),
        ])
        .from(GEMA, 23)
        .price(6_350_000)
        .packed(12_500, [54, 54, 38])
        .popularity(26)
        .stock(5, solid(BLACK)),
        Draft::new(
            "bass-amps",
            "Ampeg",
            "Rocket Bass RB-110",
            "AMP-RB110",
            Look::Amp(Amp {
                size: (445.0, 430.0, 325.0),
                cloth: Cloth::Silver(0xA6A7A5, 0x3C4A5A),
                panel: Panel {
                    color: 0x1C1F24,
                    print: 0xDDE2E6,
                    knobs: 6,
                    style: KnobStyle::Silver,
                    height: 54.0,
                    buttons: 2,
                    ..PANEL
                },
                piping: Some(0xC4C8CC),
                speakers: (1, 1, 10.0),
                lettering: Lettering::Serif,
                badge: 0xDDE2E6,
                ..COMBO
            }),
        )
        .said(
            "Lima puluh watt dengan gaya enam puluhan dan tombol Super Grit Technology untuk menggeram. Suaranya bulat, padat, dan langsung terdengar seperti rekaman lama.",
            "Fifty watts in sixties clothes with Super Grit Technology for growling. The sound is round, dense and at once like an old record.",
        )
        .specs(&[
            (POWER, "50 W"),
            (SPEAKER, "1 × 10\" Ampeg custom"),
            (EQ, "3 band, ultra-hi/ultra-lo|3-band, ultra-hi/ultra-lo"),
            (EFFECTS, "SGT overdrive"),
            (WEIGHT, "12 kg"),
        ])
        .from(GEMA, 24)
        .price(6_150_000)
        .packed(14_500, [52, 50, 40])
        .popularity(16)
        .listed(48)
        .stock(4, finish(Finish::Solid(0x1A1C20))),
    ]
}
