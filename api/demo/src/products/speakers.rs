//! Monitors, mixers and PA.

use super::{PLAIN, solid};
use crate::draft::Draft;
use crate::look::{Look, Mixer, Monitor, PaSpeaker};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::SENTRA;

const MONITORS: &str = "studio-monitors";
const MIXERS: &str = "mixers";
const PA: &str = "pa-speakers";

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(
            MONITORS,
            "Yamaha",
            "HS5",
            "YAM-HS5",
            Look::Monitor(Monitor {
                size: (170.0, 285.0, 222.0),
                woofer: 5.0,
                cone: 0xEFEEEA,
                color: 0x1A1A1B,
                ribbon: false,
                port: false,
            }),
        )
        .said(
            "Kerucut putih yang tidak pernah memuji. Kalau mix-mu bagus di HS5, ia bagus di mana-mana. Harga per unit; beli dua supaya ada kiri dan kanan.",
            "The white cone that never flatters. If your mix works on the HS5, it works everywhere. Priced each; buy two to have a left and a right.",
        )
        .specs(&[(WOOFER, "5\" cone"), (TWEETER, "1\" dome"), (POWER, "45 W + 25 W"), (RESPONSE, "54 Hz – 30 kHz"), (QUANTITY, "1 unit|1 piece"), (WEIGHT, "5,3 kg|5.3 kg")])
        .from(SENTRA, 22)
        .price(2_950_000)
        .packed(6_400, [36, 28, 24])
        .popularity(40)
        .featured()
        .tags(&["bestseller", "studio"])
        .options(&[COLOUR])
        .variant("BK", &["Hitam|Black"], 10, solid(0x1A1A1B))
        .variant("WH", &["Putih|White"], 6, solid(0xECEBE7))
        .done(),
        Draft::new(
            MONITORS,
            "KRK",
            "Rokit 5 G4",
            "KRK-RP5G4",
            Look::Monitor(Monitor {
                size: (190.0, 285.0, 241.0),
                woofer: 5.0,
                cone: 0xE8C418,
                color: 0x181819,
                ribbon: false,
                port: true,
            }),
        )
        .said(
            "Kuning, kencang, dan gemar bass. EQ grafis di layar belakang membantu melawan ruangan yang tidak sempurna. Untuk produser yang membuat beat sampai subuh.",
            "Yellow, tight and fond of bass. The graphic EQ on the rear screen helps against imperfect rooms. For producers who make beats until dawn.",
        )
        .specs(&[(WOOFER, "5\" Kevlar"), (TWEETER, "1\" Kevlar"), (POWER, "55 W"), (RESPONSE, "43 Hz – 40 kHz"), (QUANTITY, "1 unit|1 piece")])
        .from(SENTRA, 22)
        .price(2_790_000)
        .packed(6_100, [36, 30, 26])
        .popularity(22)
        .stock(6, PLAIN),
        Draft::new(
            MONITORS,
            "ADAM Audio",
            "T5V",
            "ADM-T5V",
            Look::Monitor(Monitor {
                size: (179.0, 298.0, 297.0),
                woofer: 5.0,
                cone: 0x2A2A2C,
                color: 0x1A1A1B,
                ribbon: true,
                port: false,
            }),
        )
        .said(
            "Tweeter pita U-ART membuka bagian atas tanpa menusuk. Gitar berlapis-lapis jadi mudah dipisah, reverb terlihat ekornya. Kecil, tapi tidak bicara kecil.",
            "The U-ART ribbon tweeter opens the top without stinging. Layered guitars come apart easily, reverb tails become visible. Small, but not small talk.",
        )
        .specs(&[(WOOFER, "5\" polypropylene"), (TWEETER, "U-ART ribbon"), (POWER, "50 W + 20 W"), (RESPONSE, "45 Hz – 25 kHz"), (QUANTITY, "1 unit|1 piece")])
        .from(SENTRA, 22)
        .price(3_350_000)
        .packed(7_000, [38, 36, 26])
        .popularity(12)
        .listed(57)
        .stock(4, PLAIN),
        Draft::new(
            MIXERS,
            "Yamaha",
            "MG10XU",
            "YAM-MG10XU",
            Look::Mixer(Mixer {
                channels: 8,
                knobs: 6,
                faders: false,
                size: (244.0, 294.0),
                color: 0x242629,
                caps: &[0xE4E4E2, 0x3A8A5A, 0x3A8A5A, 0x3A8A5A, 0x2F62A8, 0xD03A2A],
            }),
        )
        .said(
            "Sepuluh kanal, preamp D-PRE, dua puluh empat efek SPX, dan USB untuk merekam latihan. Kompresor satu kenopnya menyelamatkan vokalis yang suka melompat.",
            "Ten channels, D-PRE preamps, twenty-four SPX effects and USB to record the rehearsal. The one-knob compressors rescue singers who like to jump.",
        )
        .specs(&[(CHANNELS, "10 (4 mic)"), (PREAMPS, "D-PRE"), (EFFECTS, "24 SPX"), (CONNECTIONS, "USB 2 in / 2 out"), (WEIGHT, "2,1 kg|2.1 kg")])
        .from(SENTRA, 22)
        .price(3_450_000)
        .packed(3_000, [34, 30, 14])
        .popularity(24)
        .stock(6, PLAIN),
        Draft::new(
            MIXERS,
            "Soundcraft",
            "Signature 12MTK",
            "SCR-SIG12MTK",
            Look::Mixer(Mixer {
                channels: 12,
                knobs: 8,
                faders: true,
                size: (357.0, 453.0),
                color: 0x1F242B,
                caps: &[0xC93A2E, 0x2F6FB0, 0x2F6FB0, 0x2F6FB0, 0x3A8A5A, 0xE0B02A, 0xE0B02A, 0xE4E4E2],
            }),
        )
        .said(
            "Mixer analog yang juga interface 14 kanal. Rekam seluruh band satu per satu track, sambil tetap memegang fader sungguhan. Preamp Ghost-nya manis, efek Lexicon-nya dalam.",
            "An analogue desk that is also a 14-channel interface. Record the whole band track by track while holding real faders. Sweet Ghost preamps, deep Lexicon effects.",
        )
        .specs(&[(CHANNELS, "12 (8 mic)"), (PREAMPS, "Ghost"), (EFFECTS, "Lexicon, dbx limiter"), (CONNECTIONS, "USB 14 in / 12 out"), (WEIGHT, "5,5 kg|5.5 kg")])
        .from(SENTRA, 21)
        .price(10_250_000)
        .packed(7_500, [54, 46, 18])
        .popularity(8)
        .stock(2, PLAIN),
        Draft::new(
            PA,
            "JBL",
            "EON712",
            "JBL-EON712",
            Look::PaSpeaker(PaSpeaker { size: (386.0, 670.0, 328.0), woofer: 12.0, accent: 0xE45A1E }),
        )
        .said(
            "1300 watt puncak dengan aplikasi untuk mengatur EQ, delay dan ducking dari depan panggung. Ringan untuk dinaikkan sendiri ke tiang. Keras, tapi tetap sopan di nada tinggi.",
            "1,300 peak watts with an app for EQ, delay and ducking from in front of the stage. Light enough to lift onto the pole alone. Loud, yet polite in the treble.",
        )
        .specs(&[(WOOFER, "12\""), (POWER, "650 W RMS / 1300 W"), (RESPONSE, "52 Hz – 20 kHz"), (MAX_SPL, "127 dB"), (BLUETOOTH, "5.0"), (WEIGHT, "14,6 kg|14.6 kg")])
        .from(SENTRA, 21)
        .price(8_450_000)
        .packed(18_000, [76, 46, 42])
        .popularity(12)
        .tags(&["stage"])
        .stock(4, PLAIN),
        Draft::new(
            PA,
            "Yamaha",
            "DBR12",
            "YAM-DBR12",
            Look::PaSpeaker(PaSpeaker { size: (376.0, 601.0, 348.0), woofer: 12.0, accent: 0x8A8C90 }),
        )
        .said(
            "Seribu watt, DSP FIR-X, dan dua kanal mixer kecil di belakang. Bisa jadi monitor lantai, bisa di tiang, bisa dipercaya. Kerja malam Minggu tanpa keluhan.",
            "A thousand watts, FIR-X processing and a small two-channel mixer on the back. It can be a floor monitor or go on a pole, and it can be trusted. Saturday-night work without complaint.",
        )
        .specs(&[(WOOFER, "12\""), (POWER, "465 W RMS / 1000 W"), (RESPONSE, "52 Hz – 20 kHz"), (MAX_SPL, "131 dB"), (WEIGHT, "15,8 kg|15.8 kg")])
        .from(SENTRA, 21)
        .price(8_150_000)
        .packed(19_000, [70, 46, 44])
        .popularity(10)
        .stock(3, PLAIN),
    ]
}
