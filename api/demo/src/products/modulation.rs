//! Delay, reverb, modulation, pitch, tuners and multi-effects.

use super::PLAIN;
use super::overdrive::COMPACT;
use crate::draft::Draft;
use crate::look::{Floorboard, Lettering, Look, Pedal, PedalShape, Treadle};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::{RIFF, SENTRA};

const DELAY: &str = "delay-reverb";
const MODULATION: &str = "modulation";
const WAH: &str = "wah-pitch";
const UTILITY: &str = "tuners-utility";
const MULTI: &str = "multi-effects";

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(
            DELAY,
            "Boss",
            "DD-8 Digital Delay",
            "BOS-DD8",
            Look::Pedal(Pedal {
                color: 0xE4E4E0,
                print: 0x2A4A7A,
                knobs: &["LEVEL", "F.BACK", "TIME", "MODE"],
                title: "Digital Delay",
                subtitle: "DD-8",
                ..COMPACT
            }),
        )
        .said(
            "Sebelas jenis delay, looper 40 detik, dan ukuran yang tetap muat di saku jaket. Dari gema pendek rockabilly sampai ambient yang tak selesai-selesai. Stereo, kalau kamu berani.",
            "Eleven kinds of delay, a 40-second looper and a size that still fits a jacket pocket. From rockabilly slapback to ambience without end. In stereo, if you dare.",
        )
        .specs(&[(DELAY_TIME, "1–10.000 ms|1–10,000 ms"), (MODES, "11"), (OUTPUTS, "Stereo"), (SUPPLY, "9 V DC / baterai|9 V DC / battery"), (DRAW, "65 mA")])
        .from(RIFF, 23)
        .price(2_690_000)
        .packed(500, [15, 9, 7])
        .popularity(26)
        .stock(7, PLAIN),
        Draft::new(
            DELAY,
            "MXR",
            "Carbon Copy",
            "MXR-M169",
            Look::Pedal(Pedal {
                shape: PedalShape::Small,
                color: 0x144A38,
                print: 0xE4E6DE,
                knobs: &["REGEN", "MIX", "DELAY"],
                title: "carbon copy",
                subtitle: "ANALOG DELAY",
                lettering: Lettering::Narrow,
                led: 0x2F7AF0,
                ..COMPACT
            }),
        )
        .said(
            "Delay analog hijau gelap yang membuat solo duduk nyaman di belakang vokal. Tombol Mod menambah goyangan pita tua. Hangat, singkat, dan susah dimatikan.",
            "A dark green analogue delay that lets a solo sit comfortably behind the vocal. The Mod button adds the sway of old tape. Warm, short and hard to switch off.",
        )
        .specs(&[(CIRCUIT, "Bucket-brigade analog|Bucket-brigade analogue"), (DELAY_TIME, "20–600 ms"), (BYPASS, "True bypass"), (SUPPLY, "9 V DC / baterai|9 V DC / battery")])
        .from(RIFF, 24)
        .price(2_850_000)
        .packed(450, [14, 9, 7])
        .popularity(18)
        .stock(4, PLAIN),
        Draft::new(
            DELAY,
            "TC Electronic",
            "Hall of Fame 2",
            "TC-HOF2",
            Look::Pedal(Pedal {
                shape: PedalShape::Square,
                color: 0xA81E26,
                print: 0xF0EAE0,
                knobs: &["DECAY", "TONE", "LEVEL", "TYPE"],
                title: "Hall of Fame",
                subtitle: "REVERB 2",
                lettering: Lettering::Serif,
                ..COMPACT
            }),
        )
        .said(
            "Sepuluh ruang dari kamar mandi sampai katedral, plus shimmer untuk bagian yang melayang. Footswitch MASH membaca tekanan kaki, jadi reverb-nya ikut bernafas.",
            "Ten spaces from bathroom to cathedral, plus shimmer for the floating part. The MASH footswitch reads the pressure of your foot, so the reverb breathes along.",
        )
        .specs(&[(MODES, "10 + TonePrint"), (OUTPUTS, "Stereo"), (BYPASS, "True / buffered"), (SUPPLY, "9 V DC"), (DRAW, "100 mA")])
        .from(RIFF, 23)
        .price(1_950_000)
        .was(2_250_000)
        .packed(450, [14, 9, 7])
        .popularity(22)
        .stock(8, PLAIN),
        Draft::new(
            MODULATION,
            "MXR",
            "Phase 90",
            "MXR-M101",
            Look::Pedal(Pedal {
                shape: PedalShape::Small,
                color: 0xF07F13,
                print: 0x171512,
                knobs: &["SPEED"],
                title: "phase 90",
                subtitle: "",
                lettering: Lettering::Narrow,
                ..COMPACT
            }),
        )
        .said(
            "Satu kenop, dari putaran malas sampai pusing tujuh keliling. Nyalakan saat solo, matikan saat vokal masuk. Oranye karena memang harus oranye.",
            "One knob, from a lazy swirl to seasickness. On for the solo, off for the vocal. Orange because it has to be.",
        )
        .specs(&[(CIRCUIT, "Analog 4 tahap|4-stage analogue"), (CONTROLS, "Speed"), (BYPASS, "True bypass"), (SUPPLY, "9 V DC / baterai|9 V DC / battery")])
        .from(RIFF, 24)
        .price(1_850_000)
        .packed(440, [14, 9, 7])
        .popularity(20)
        .stock(5, PLAIN),
        Draft::new(
            MODULATION,
            "Boss",
            "CH-1 Super Chorus",
            "BOS-CH1",
            Look::Pedal(Pedal {
                color: 0x6FB9DC,
                print: 0x142A3C,
                knobs: &["E.LEVEL", "EQ", "RATE", "DEPTH"],
                title: "Super Chorus",
                subtitle: "CH-1",
                ..COMPACT
            }),
        )
        .said(
            "Clean delapan puluhan dalam satu injakan. Jernih dan lebar, dengan EQ supaya tidak menggelap. Cocok untuk intro balada sebelum distorsi masuk.",
            "An eighties clean at one stomp. Clear and wide, with an EQ so that it never dulls. Just right for the ballad intro before the distortion comes in.",
        )
        .specs(&[(CIRCUIT, "Digital"), (CONTROLS, "E.level, EQ, rate, depth"), (OUTPUTS, "Stereo"), (SUPPLY, "9 V DC / baterai|9 V DC / battery")])
        .from(RIFF, 24)
        .price(1_750_000)
        .packed(490, [15, 9, 7])
        .popularity(18)
        .stock(6, PLAIN),
        Draft::new(
            WAH,
            "Dunlop",
            "Cry Baby GCB95",
            "DUN-GCB95",
            Look::Treadle(Treadle {
                color: 0x1A1A1B,
                rubber: 0x232324,
                print: 0xE8E6E0,
                side_panel: false,
                title: "CRY BABY",
            }),
        )
        .said(
            "Injak tumit, injak ujung, gitarmu bicara. Besi cor yang beratnya meyakinkan dan sapuan induktor merah yang sudah terdengar di ribuan solo. Satu setengah kilogram ekspresi murni.",
            "Heel down, toe down, and the guitar talks. Die-cast metal of reassuring weight and the red-inductor sweep heard in thousands of solos. A kilo and a half of pure expression.",
        )
        .specs(&[(CIRCUIT, "Analog, Red Fasel|Analogue, Red Fasel"), (BYPASS, "Hardwire"), (SUPPLY, "9 V DC / baterai|9 V DC / battery"), (WEIGHT, "1,7 kg|1.7 kg")])
        .from(RIFF, 24)
        .price(1_690_000)
        .packed(2_000, [28, 13, 10])
        .popularity(34)
        .tags(&["bestseller"])
        .stock(8, PLAIN),
        Draft::new(
            WAH,
            "DigiTech",
            "Whammy V",
            "DIG-WHAMMY5",
            Look::Treadle(Treadle {
                color: 0xB8161E,
                rubber: 0x1C1C1D,
                print: 0xF0ECE4,
                side_panel: true,
                title: "WHAMMY",
            }),
        )
        .said(
            "Pedal merah yang membuat gitar terbang dua oktaf ke atas dan jatuh kembali tepat waktu. Mode Classic menjerit seperti dulu, mode Chords tetap rapi untuk akor. Jangan heran kalau penonton menoleh.",
            "The red pedal that sends a guitar two octaves up and drops it back in time. Classic mode screams as it used to, Chords mode stays tidy on chords. Expect heads to turn.",
        )
        .specs(&[(MODES, "10 whammy, 9 harmony, 2 detune"), (BYPASS, "True bypass"), (CONNECTIONS, "MIDI in"), (SUPPLY, "9 V AC/DC 1,3 A|9 V AC/DC 1.3 A"), (WEIGHT, "1,4 kg|1.4 kg")])
        .from(RIFF, 23)
        .price(3_950_000)
        .packed(2_000, [26, 22, 11])
        .popularity(12)
        .tags(&["stage"])
        .stock(3, PLAIN),
        Draft::new(
            UTILITY,
            "Boss",
            "NS-2 Noise Suppressor",
            "BOS-NS2",
            Look::Pedal(Pedal {
                color: 0xDDDEDC,
                print: 0x1A2E4A,
                knobs: &["THRESHOLD", "DECAY", "MODE"],
                title: "Noise Suppressor",
                subtitle: "NS-2",
                ..COMPACT
            }),
        )
        .said(
            "Diam di antara riff sama pentingnya dengan riff itu sendiri. Gerbang dengan send dan return, jadi hanya desis pedal yang dipotong, bukan ekor nadamu.",
            "The silence between riffs matters as much as the riffs. A gate with send and return, so it cuts the pedal hiss and not the tail of your note.",
        )
        .specs(&[(CONTROLS, "Threshold, decay, mode"), (LOOP, "Send/return"), (SUPPLY, "9 V DC / baterai|9 V DC / battery"), (DRAW, "20 mA")])
        .from(RIFF, 24)
        .price(1_750_000)
        .packed(490, [15, 9, 7])
        .popularity(28)
        .tags(&["metal"])
        .stock(7, PLAIN),
        Draft::new(
            UTILITY,
            "TC Electronic",
            "PolyTune 3",
            "TC-PT3",
            Look::Pedal(Pedal {
                shape: PedalShape::Tuner,
                color: 0xECECEA,
                print: 0x222223,
                knobs: &[],
                title: "polytune 3",
                subtitle: "",
                lettering: Lettering::Bold,
                led: 0x30D05A,
                ..COMPACT
            }),
        )
        .said(
            "Petik semua senar sekaligus, lihat mana yang fals. Layarnya terang di bawah lampu panggung, dan buffer bawaannya merawat sinyal di kabel panjang.",
            "Strum all strings at once and see which is out. The display stays bright under stage light, and the built-in buffer looks after your signal on long cables.",
        )
        .specs(&[(MODES, "Polifonik, kromatik, strobe|Polyphonic, chromatic, strobe"), (RESOLUTION, "±0,02 cent|±0.02 cent"), (BYPASS, "True / Bonafide buffer"), (SUPPLY, "9 V DC / baterai|9 V DC / battery")])
        .from(RIFF, 23)
        .price(1_490_000)
        .packed(420, [14, 9, 7])
        .popularity(38)
        .stock(9, PLAIN),
        Draft::new(
            UTILITY,
            "Boss",
            "TU-3 Chromatic Tuner",
            "BOS-TU3",
            Look::Pedal(Pedal {
                shape: PedalShape::Compact,
                color: 0xEFEFEC,
                print: 0x1C1C1E,
                knobs: &[],
                title: "Chromatic Tuner",
                subtitle: "TU-3",
                led: 0x30D05A,
                ..COMPACT
            }),
        )
        .said(
            "Tuner yang bisa dibaca sambil melompat. Mode High Brightness untuk konser siang, mute otomatis saat menyetem, dan keluaran daya untuk pedal lain.",
            "A tuner you can read while jumping. High Brightness for daytime shows, automatic mute while tuning and power out for other pedals.",
        )
        .specs(&[(MODES, "Kromatik, gitar, bass|Chromatic, guitar, bass"), (RESOLUTION, "±1 cent"), (SUPPLY, "9 V DC / baterai|9 V DC / battery"), (OUTPUTS, "DC out 200 mA")])
        .from(RIFF, 24)
        .price(1_590_000)
        .packed(480, [15, 9, 7])
        .popularity(32)
        .tags(&["stage"])
        .stock(2, PLAIN),
        Draft::new(
            MULTI,
            "Line 6",
            "HX Stomp",
            "LN6-HXSTOMP",
            Look::Floorboard(Floorboard {
                size: (178.0, 126.0),
                color: 0x222427,
                print: 0xE6E8EA,
                switches: (3, 1),
                screen: (62.0, 36.0),
                knobs: 5,
                expression: false,
                rings: true,
            }),
        )
        .said(
            "Delapan blok dari mesin Helix dalam kotak seukuran dua pedal. Ampli, kabinet, efek, USB, semuanya ikut terbang di kabin. Satu-satunya alat yang banyak gitaris sesi bawa.",
            "Eight blocks of the Helix engine in a box the size of two pedals. Amps, cabs, effects, USB: all of it fits the cabin bag. For many session players it is the only thing they carry.",
        )
        .specs(&[(ENGINE, "HX, 300+ model|HX, 300+ models"), (PRESETS, "126"), (SCREEN, "LCD warna|Colour LCD"), (CONNECTIONS, "USB audio, MIDI, exp, send/return"), (WEIGHT, "0,8 kg|0.8 kg")])
        .from(SENTRA, 22)
        .price(10_950_000)
        .packed(1_600, [26, 20, 11])
        .popularity(22)
        .featured()
        .tags(&["stage", "studio"])
        .stock(4, PLAIN),
        Draft::new(
            MULTI,
            "Neural DSP",
            "Quad Cortex",
            "NDS-QC",
            Look::Floorboard(Floorboard {
                size: (290.0, 190.0),
                color: 0x1D1D1F,
                print: 0xE4E4E4,
                switches: (5, 2),
                screen: (156.0, 88.0),
                knobs: 1,
                expression: false,
                rings: true,
            }),
        )
        .said(
            "Layar tujuh inci, empat inti SHARC, dan Capture yang menyalin ampli kesayanganmu. Footswitch-nya bisa diputar, jadi setiap pedal punya kenopnya sendiri. Backline yang muat di ransel.",
            "A seven-inch screen, four SHARC cores and Captures that copy your favourite amp. The footswitches turn, so every pedal has its own knobs. A backline in a rucksack.",
        )
        .specs(&[(ENGINE, "Neural Capture, 90+ ampli|Neural Capture, 90+ amps"), (SCREEN, "7\" multi-touch"), (CONNECTIONS, "2 combo in, 4 out, USB, MIDI, Wi-Fi"), (WEIGHT, "1,95 kg|1.95 kg")])
        .from(SENTRA, 20)
        .price(31_500_000)
        .packed(3_200, [38, 28, 12])
        .popularity(7)
        .tags(&["metal", "stage", "studio"])
        .stock(2, PLAIN),
        Draft::new(
            MULTI,
            "Boss",
            "GT-1",
            "BOS-GT1",
            Look::Floorboard(Floorboard {
                size: (305.0, 152.0),
                color: 0x26272A,
                print: 0xDDDEE0,
                switches: (3, 1),
                screen: (52.0, 24.0),
                knobs: 3,
                expression: true,
                rings: false,
            }),
        )
        .said(
            "Multi-efek seharga dua pedal, ringan untuk anak sekolah, tahan untuk tur kecil. Seratus delapan efek, pedal ekspresi, empat baterai AA. Pilihan pertama yang jarang disesali.",
            "A multi-effects for the price of two pedals: light for schoolkids, tough for small tours. A hundred and eight effects, an expression pedal, four AA cells. A first choice seldom regretted.",
        )
        .specs(&[(EFFECTS, "108"), (PRESETS, "198"), (SUPPLY, "4 × AA / 9 V DC"), (CONNECTIONS, "USB audio, aux in"), (WEIGHT, "1,3 kg|1.3 kg")])
        .from(RIFF, 23)
        .price(3_450_000)
        .packed(2_000, [36, 20, 11])
        .popularity(36)
        .tags(&["beginner", "bestseller"])
        .stock(7, PLAIN),
    ]
}
