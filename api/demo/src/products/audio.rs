//! Microphones, interfaces and headphones.

use super::{PLAIN, labelled};
use crate::draft::Draft;
use crate::look::{Headphones, Interface, Look, Mic};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::SENTRA;

const MICS: &str = "microphones";
const INTERFACES: &str = "audio-interfaces";
const HEADPHONES: &str = "headphones";

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(MICS, "Shure", "SM58", "SHU-SM58", Look::Mic(Mic::Vocal))
            .said(
                "Mikrofon vokal yang pernah jatuh dari setiap panggung dan tetap menyala. Puncak lembut di nada tengah membuat suara menembus dinding gitar. Punya satu, tidur nyenyak.",
                "The vocal microphone that has fallen off every stage and kept working. A gentle midrange lift carries the voice through a wall of guitars. Own one and sleep well.",
            )
            .specs(&[(KIND, "Dinamis|Dynamic"), (PATTERN, "Cardioid"), (RESPONSE, "50 Hz – 15 kHz"), (IMPEDANCE, "150 Ω"), (WEIGHT, "298 g")])
            .from(SENTRA, 23)
            .price(1_890_000)
            .packed(640, [26, 13, 8])
            .popularity(72)
            .featured()
            .tags(&["bestseller", "stage"])
            .stock(18, PLAIN),
        Draft::new(MICS, "Shure", "SM57", "SHU-SM57", Look::Mic(Mic::Instrument))
            .said(
                "Taruh di depan speaker, rekam, selesai. Snare, ampli gitar, bahkan pidato kenegaraan: semuanya pernah lewat mikrofon ini. Kalau ragu, pakai 57.",
                "Put it in front of the speaker, record, done. Snares, guitar amps, even speeches of state have gone through it. When in doubt, use a 57.",
            )
            .specs(&[(KIND, "Dinamis|Dynamic"), (PATTERN, "Cardioid"), (RESPONSE, "40 Hz – 15 kHz"), (IMPEDANCE, "150 Ω"), (WEIGHT, "284 g")])
            .from(SENTRA, 23)
            .price(1_850_000)
            .packed(600, [26, 13, 8])
            .popularity(50)
            .tags(&["studio", "stage"])
            .stock(13, PLAIN),
        Draft::new(MICS, "Shure", "Beta 52A", "SHU-B52A", Look::Mic(Mic::Kick))
            .said(
                "Dibuat untuk dimasukkan ke dalam kick. Bass-nya bulat, kliknya sudah ada sejak di kapsul, jadi EQ-mu cukup istirahat. Tahan tekanan sampai 174 dB.",
                "Built to live inside a kick drum. The low end is round and the click is already in the capsule, so your EQ may rest. It stands up to 174 dB.",
            )
            .specs(&[(KIND, "Dinamis|Dynamic"), (PATTERN, "Supercardioid"), (RESPONSE, "20 Hz – 10 kHz"), (MAX_SPL, "174 dB"), (WEIGHT, "605 g")])
            .from(SENTRA, 23)
            .price(3_450_000)
            .packed(1_100, [24, 18, 14])
            .popularity(12)
            .stock(4, PLAIN),
        Draft::new(MICS, "Rode", "NT1 5th Generation", "ROD-NT1G5", Look::Mic(Mic::Condenser(0x1C1C1D)))
            .said(
                "Kondensor senyap dengan XLR dan USB di badan yang sama. Rekaman 32-bit float-nya memaafkan teriakan yang kebablasan. Vokal dan gitar akustik terdengar dekat, tanpa desis.",
                "A silent condenser with XLR and USB in the same body. Its 32-bit float recording forgives a scream too far. Vocals and acoustic guitars sound close, without hiss.",
            )
            .specs(&[(KIND, "Kondensor, diafragma 1\"|Condenser, 1\" diaphragm"), (PATTERN, "Cardioid"), (RESPONSE, "20 Hz – 20 kHz"), (MAX_SPL, "142 dB"), (CONNECTIONS, "XLR, USB-C")])
            .from(SENTRA, 22)
            .price(4_650_000)
            .packed(1_900, [30, 22, 14])
            .popularity(18)
            .tags(&["studio"])
            .listed(44)
            .stock(5, PLAIN),
        Draft::new(MICS, "Audio-Technica", "AT2020", "AT-AT2020", Look::Mic(Mic::Condenser(0x262628)))
            .said(
                "Kondensor pertama untuk studio kamar. Detailnya cukup untuk vokal dan akustik, harganya cukup untuk pelajar. Tambahkan interface, mulai merekam.",
                "The first condenser for a bedroom studio. Enough detail for vocals and acoustics, a price fit for students. Add an interface and start recording.",
            )
            .specs(&[(KIND, "Kondensor|Condenser"), (PATTERN, "Cardioid"), (RESPONSE, "20 Hz – 20 kHz"), (MAX_SPL, "144 dB"), (WEIGHT, "345 g")])
            .from(SENTRA, 23)
            .price(1_750_000)
            .packed(900, [26, 16, 10])
            .popularity(34)
            .tags(&["beginner", "studio"])
            .stock(9, PLAIN),
        Draft::new(
            INTERFACES,
            "Focusrite",
            "Scarlett 2i2 4th Gen",
            "FOC-2I2G4",
            Look::Interface(Interface {
                size: (180.0, 47.0, 117.0),
                color: 0xB01F28,
                face: 0x171718,
                print: 0xE8E8E6,
                inputs: 2,
                knobs: 4,
                halos: true,
                meter: false,
            }),
        )
        .said(
            "Kotak merah yang ada di hampir setiap meja. Auto Gain mengatur level sendiri, Clip Safe menangkap puncak yang nakal. Colok gitar, tekan rekam, jangan dipikir dua kali.",
            "The red box on nearly every desk. Auto Gain sets the level by itself, Clip Safe catches the naughty peaks. Plug in the guitar, press record, do not think twice.",
        )
        .specs(&[(INPUTS, "2 × mic/line/instrument"), (OUTPUTS, "2 line, 1 headphone"), (RESOLUTION, "24 bit / 192 kHz"), (PREAMPS, "2, Air mode, 69 dB"), (CONNECTIONS, "USB-C")])
        .from(SENTRA, 22)
        .price(3_350_000)
        .packed(1_000, [24, 17, 10])
        .popularity(66)
        .featured()
        .tags(&["bestseller", "studio"])
        .stock(12, PLAIN),
        Draft::new(
            INTERFACES,
            "MOTU",
            "M2",
            "MOT-M2",
            Look::Interface(Interface {
                size: (190.0, 45.0, 108.0),
                color: 0x222325,
                face: 0x191A1C,
                print: 0xE0E2E4,
                inputs: 2,
                knobs: 4,
                halos: false,
                meter: true,
            }),
        )
        .said(
            "Layar kecil penuh warna yang menunjukkan level sebelum telinga sadar. Konverter ESS Sabre, latensi rendah, loopback untuk siaran. Kecil, serius, tenang.",
            "A small full-colour screen that shows the level before the ear notices. ESS Sabre converters, low latency, loopback for streaming. Small, serious, calm.",
        )
        .specs(&[(INPUTS, "2 × mic/line/hi-Z"), (OUTPUTS, "2 TRS, 2 RCA, 1 headphone"), (RESOLUTION, "24 bit / 192 kHz"), (SCREEN, "LCD warna|Colour LCD"), (CONNECTIONS, "USB-C, MIDI")])
        .from(SENTRA, 22)
        .price(3_990_000)
        .packed(1_100, [25, 17, 10])
        .popularity(20)
        .tags(&["studio"])
        .stock(5, PLAIN),
        Draft::new(
            INTERFACES,
            "Universal Audio",
            "Volt 276",
            "UA-VOLT276",
            Look::Interface(Interface {
                size: (190.0, 62.0, 140.0),
                color: 0xC9C5BC,
                face: 0xD6D2C9,
                print: 0x222223,
                inputs: 2,
                knobs: 4,
                halos: false,
                meter: true,
            }),
        )
        .said(
            "Tombol Vintage dan kompresor 76 dari rak studio lama, dalam kotak berpipi kayu. Vokal masuk sudah terdengar jadi, gitar terasa lebih dekat.",
            "The Vintage button and a 76 compressor from the old studio rack, in a box with wooden cheeks. Vocals arrive sounding finished, guitars feel closer.",
        )
        .specs(&[(INPUTS, "2 × mic/line/instrument"), (OUTPUTS, "2 line, 1 headphone"), (RESOLUTION, "24 bit / 192 kHz"), (PREAMPS, "Vintage mode, kompresor 76|Vintage mode, 76 compressor"), (CONNECTIONS, "USB-C, MIDI")])
        .from(SENTRA, 22)
        .price(5_250_000)
        .packed(1_700, [28, 22, 12])
        .popularity(10)
        .listed(35)
        .stock(3, PLAIN),
        Draft::new(
            HEADPHONES,
            "Audio-Technica",
            "ATH-M50x",
            "AT-M50X",
            Look::Headphones(Headphones {
                color: 0x1A1A1B,
                cushion: 0x222223,
                ring: 0xB9BCC0,
                coiled: true,
                metal_yoke: false,
            }),
        )
        .said(
            "Dipakai di studio, di kereta, di ruang kelas DJ. Bass-nya bicara tanpa berteriak, isolasinya cukup untuk merekam gitar di sebelah drum. Kabelnya bisa diganti, jadi umurnya panjang.",
            "Used in studios, on trains and in DJ schools. The bass speaks without shouting, and the isolation lets you track guitar next to drums. The cable detaches, so it lives long.",
        )
        .specs(&[(KIND, "Tertutup|Closed back"), (DRIVER, "45 mm"), (IMPEDANCE, "38 Ω"), (RESPONSE, "15 Hz – 28 kHz"), (CABLE, "3 kabel lepas|3 detachable cables")])
        .from(SENTRA, 23)
        .price(2_650_000)
        .packed(800, [27, 25, 12])
        .popularity(44)
        .tags(&["bestseller", "studio"])
        .stock(10, PLAIN),
        Draft::new(
            HEADPHONES,
            "Beyerdynamic",
            "DT 770 Pro",
            "BEY-DT770",
            Look::Headphones(Headphones {
                color: 0x1C1C1E,
                cushion: 0x9A9CA0,
                ring: 0x2A2A2C,
                coiled: true,
                metal_yoke: true,
            }),
        )
        .said(
            "Bantalan velour abu-abu yang terlupa di kepala setelah lima menit. Suaranya jernih sampai ke nafas penyanyi. Pilih 80 ohm untuk interface, 250 ohm untuk preamp serius.",
            "Grey velour pads you forget after five minutes. Clear right down to the singer's breath. Take 80 ohms for an interface, 250 for a serious amplifier.",
        )
        .specs(&[(KIND, "Tertutup|Closed back"), (RESPONSE, "5 Hz – 35 kHz"), (WEIGHT, "270 g"), (CABLE, "Keriting 3 m|Coiled, 3 m"), (ORIGIN, "Jerman|Germany")])
        .from(SENTRA, 22)
        .price(2_850_000)
        .packed(900, [24, 22, 12])
        .popularity(22)
        .tags(&["studio"])
        .options(&[IMPEDANCE])
        .variant("80", &["80 Ω"], 6, labelled("80 OHM"))
        .variant("250", &["250 Ω"], 3, labelled("250 OHM"))
        .done(),
        Draft::new(
            HEADPHONES,
            "Sony",
            "MDR-7506",
            "SON-7506",
            Look::Headphones(Headphones {
                color: 0x171719,
                cushion: 0x1E1E20,
                ring: 0x2F5AA8,
                coiled: true,
                metal_yoke: true,
            }),
        )
        .said(
            "Garis biru, kabel keriting, dan kejujuran yang kadang menyakitkan. Setiap kesalahan edit terdengar, justru itu gunanya. Standar siaran sejak 1991.",
            "A blue stripe, a coiled cable and honesty that sometimes hurts. You hear every bad edit, and that is the point. A broadcast standard since 1991.",
        )
        .specs(&[(KIND, "Tertutup, lipat|Closed back, folding"), (DRIVER, "40 mm"), (IMPEDANCE, "63 Ω"), (RESPONSE, "10 Hz – 20 kHz")])
        .from(SENTRA, 23)
        .price(1_890_000)
        .packed(700, [22, 22, 11])
        .popularity(20)
        .stock(0, PLAIN),
    ]
}
