//! Cymbals, drum hardware and sticks.

use super::{PLAIN, sized};
use crate::draft::Draft;
use crate::look::{Alloy, Cymbal, CymbalKind, DrumHardware, Look, Sticks};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::TALA;

const CYMBALS: &str = "cymbals";
const HARDWARE_CAT: &str = "drum-hardware";
const STICKS: &str = "drumsticks";

const fn cymbal(kind: CymbalKind, alloy: Alloy, inches: f64) -> Look {
    Look::Cymbal(Cymbal { kind, alloy, inches })
}

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(CYMBALS, "Zildjian", "A Custom Crash", "ZIL-ACC", cymbal(CymbalKind::Crash, Alloy::Brilliant, 16.0))
            .said(
                "Terang, cepat, lalu menghilang sebelum mengganggu. Poles brilliant-nya memantulkan lampu panggung, suaranya memantul di seluruh ruangan. Crash pertama yang layak setelah simbal bawaan.",
                "Bright, quick, and gone before it gets in the way. The brilliant polish throws back the stage light, the sound fills the room. The first proper crash after the ones that came with the kit.",
            )
            .specs(&[(ALLOY, "Perunggu B20|B20 bronze"), (WEIGHT_CLASS, "Thin"), (SURFACE, "Brilliant"), (SOUND, "Terang, penuh, decay cepat|Bright, full, quick decay")])
            .from(TALA, 24)
            .packed(2_000, [46, 46, 6])
            .popularity(26)
            .tags(&["bestseller"])
            .options(&[DIAMETER])
            .price(3_950_000)
            .variant("16", &["16\""], 5, sized(16))
            .price(4_550_000)
            .packed(2_400, [50, 50, 6])
            .variant("18", &["18\""], 3, sized(18))
            .done(),
        Draft::new(CYMBALS, "Zildjian", "K Custom Dark Ride", "ZIL-KCDR20", cymbal(CymbalKind::Ride, Alloy::Dark, 20.0))
            .said(
                "Gelap dan lembut, dengan ping kayu yang jelas di atas lautan desis. Cocok untuk ballad, doom, dan semua lagu yang butuh ruang.",
                "Dark and soft, with a clear woody ping over a sea of wash. For ballads, doom and every song that needs room.",
            )
            .specs(&[(DIAMETER, "20\""), (ALLOY, "Perunggu B20|B20 bronze"), (WEIGHT_CLASS, "Medium thin"), (SURFACE, "Traditional")])
            .from(TALA, 24)
            .price(6_150_000)
            .packed(3_100, [54, 54, 7])
            .popularity(8)
            .stock(2, sized(20)),
        Draft::new(CYMBALS, "Paiste", "2002 Crash", "PAI-2002C", cymbal(CymbalKind::Crash, Alloy::Traditional, 18.0))
            .said(
                "Simbal rock sejak 1971: lantang, hangat, dan jujur. Tulisan merahnya boleh pudar, suaranya tidak. Kalau band-mu keras, ini yang masih terdengar.",
                "The rock cymbal since 1971: loud, warm and honest. The print may fade, the sound does not. When your band is loud, this is the one still heard.",
            )
            .specs(&[(ALLOY, "CuSn8"), (WEIGHT_CLASS, "Medium"), (SURFACE, "Lathed"), (SOUND, "Terang, hangat, lantang|Bright, warm, loud")])
            .from(TALA, 24)
            .packed(2_500, [50, 50, 6])
            .popularity(14)
            .tags(&["stage"])
            .options(&[DIAMETER])
            .price(4_350_000)
            .variant("16", &["16\""], 3, sized(16))
            .price(4_950_000)
            .variant("18", &["18\""], 4, sized(18))
            .price(5_650_000)
            .packed(3_000, [54, 54, 6])
            .variant("20", &["20\""], 1, sized(20))
            .done(),
        Draft::new(CYMBALS, "Sabian", "AAX X-Plosion Hats", "SAB-AAXH14", cymbal(CymbalKind::HiHat, Alloy::Brilliant, 14.0))
            .said(
                "Sepasang hi-hat yang renyah seperti kerupuk baru. Chick kakinya tegas, suara setengah terbukanya galak, cocok untuk tempo cepat.",
                "A pair of hats as crisp as fresh krupuk. The foot chick is firm, the half-open sound is fierce: made for fast tempos.",
            )
            .specs(&[(DIAMETER, "14\""), (ALLOY, "Perunggu B20|B20 bronze"), (WEIGHT_CLASS, "Medium thin / heavy"), (SURFACE, "Brilliant")])
            .from(TALA, 24)
            .price(6_400_000)
            .packed(3_300, [42, 42, 8])
            .popularity(10)
            .stock(3, sized(14)),
        Draft::new(CYMBALS, "Meinl", "Byzance Brilliant China", "MNL-B18CH", cymbal(CymbalKind::China, Alloy::Brilliant, 18.0))
            .said(
                "Tepinya melengkung ke atas, suaranya menyambar ke bawah. Dipalu tangan di Turki, kasar tapi kompleks. Satu pukulan sebelum breakdown sudah cukup.",
                "The edge turns up, the sound comes crashing down. Hand-hammered in Turkey, trashy yet complex. One hit before the breakdown is enough.",
            )
            .specs(&[(DIAMETER, "18\""), (ALLOY, "Perunggu B20|B20 bronze"), (WEIGHT_CLASS, "Thin"), (SURFACE, "Brilliant"), (ORIGIN, "Turki|Türkiye")])
            .from(TALA, 24)
            .price(5_250_000)
            .packed(2_500, [50, 50, 9])
            .popularity(9)
            .tags(&["metal"])
            .listed(26)
            .stock(2, sized(18)),
        Draft::new(CYMBALS, "Zildjian", "S Family Rock Pack", "ZIL-SROCK", cymbal(CymbalKind::Set, Alloy::Brilliant, 20.0))
            .said(
                "Satu kotak, tiga suara: hi-hat 14, crash 16 dan 18, ride 20. Selaras satu sama lain dan siap untuk panggung pertama yang sesungguhnya.",
                "One box, a whole set: 14 hats, 16 and 18 crashes, a 20 ride. In tune with each other and ready for your first real stage.",
            )
            .specs(&[(QUANTITY, "Hi-hat 14\", crash 16\" & 18\", ride 20\"|14\" hats, 16\" & 18\" crashes, 20\" ride"), (ALLOY, "Perunggu B12|B12 bronze"), (SURFACE, "Brilliant")])
            .from(TALA, 23)
            .price(9_900_000)
            .was(10_800_000)
            .packed(9_500, [56, 56, 12])
            .popularity(12)
            .stock(3, PLAIN),
        Draft::new(HARDWARE_CAT, "Tama", "Iron Cobra 900 Twin Pedal", "TAM-HP900PWN", Look::DrumHardware(DrumHardware::DoublePedal))
            .said(
                "Pedal ganda yang sudah mengisi ribuan lagu metal. Cam Power Glide bertambah cepat di akhir ayunan, sehingga nada 16-an terasa ringan. Lengkap dengan tas kerasnya.",
                "The double pedal behind thousands of metal songs. The Power Glide cam speeds up towards the end of the stroke, so sixteenths feel light. Comes with its hard case.",
            )
            .specs(&[(DRIVE, "Rantai ganda, Power Glide|Double chain, Power Glide"), (MATERIAL, "Footboard aluminium|Aluminium footboard"), (CASE_INCLUDED, "Hard case"), (WEIGHT, "6,4 kg|6.4 kg")])
            .from(TALA, 24)
            .price(6_950_000)
            .packed(7_600, [48, 36, 20])
            .popularity(22)
            .featured()
            .tags(&["metal", "bestseller"])
            .stock(6, PLAIN),
        Draft::new(HARDWARE_CAT, "DW", "5000 Single Pedal", "DW-5000AD4", Look::DrumHardware(DrumHardware::Pedal))
            .said(
                "Rantai ganda, cam Accelerator, dan bantalan yang senyap bertahun-tahun. Pedal tunggal yang rasanya langsung benar tanpa banyak setelan.",
                "Dual chain, Accelerator cam and bearings that stay silent for years. A single pedal that feels right at once with little adjusting.",
            )
            .specs(&[(DRIVE, "Rantai ganda, Accelerator|Dual chain, Accelerator"), (MATERIAL, "Footboard baja & aluminium|Steel & aluminium footboard"), (CASE_INCLUDED, "Gig bag")])
            .from(TALA, 24)
            .price(3_850_000)
            .packed(3_400, [38, 26, 18])
            .popularity(12)
            .stock(4, PLAIN),
        Draft::new(HARDWARE_CAT, "Pearl", "H-930 Hi-Hat Stand", "PRL-H930", Look::DrumHardware(DrumHardware::HatStand))
            .said(
                "Stand hi-hat dengan kaki berputar, supaya pedal ganda tetap muat. Klemnya satu putaran, tariknya mulus, dan tidak berjalan-jalan di karpet.",
                "A hi-hat stand with swivelling legs, so that a double pedal still fits. One-turn clutch, smooth pull, and it does not wander on the carpet.",
            )
            .specs(&[(DRIVE, "Rantai langsung|Direct chain"), (HEIGHT, "82–115 cm"), (MATERIAL, "Baja krom, kaki ganda|Chromed steel, double-braced")])
            .from(TALA, 25)
            .price(2_150_000)
            .packed(5_200, [70, 22, 18])
            .popularity(10)
            .stock(5, PLAIN),
        Draft::new(HARDWARE_CAT, "Tama", "1st Chair Round Rider Trio", "TAM-HT430", Look::DrumHardware(DrumHardware::Throne))
            .said(
                "Punggungmu ikut bermain selama dua jam, jadi beri tempat duduk yang pantas. Busa dua lapis, poros berulir yang tidak turun, tiga kaki yang diam.",
                "Your back plays for two hours as well, so give it a proper seat. Two layers of foam, a threaded shaft that never sinks and three legs that stay still.",
            )
            .specs(&[(SIZE, "Dudukan bundar 35 cm|35 cm round seat"), (HEIGHT, "48–64 cm"), (MATERIAL, "Kain & kulit sintetis|Cloth & synthetic leather")])
            .from(TALA, 25)
            .price(2_450_000)
            .packed(6_000, [44, 44, 28])
            .popularity(12)
            .stock(4, PLAIN),
        Draft::new(STICKS, "Vic Firth", "American Classic", "VF-AC", Look::Sticks(Sticks { nylon: false, color: 0xD9A96A, grip: None }))
            .said(
                "Hickory lurus, dipasangkan berdasarkan berat dan nada. 7A untuk jari ringan, 5A untuk semua orang, 5B dan 2B untuk yang memukul dengan bahu. Beli dua pasang, kamu tahu kenapa.",
                "Straight hickory, matched by weight and pitch. 7A for light fingers, 5A for everyone, 5B and 2B for those who hit from the shoulder. Buy two pairs, you know why.",
            )
            .specs(&[(MATERIAL, "Hickory"), (TIP, "Kayu, tetesan|Wood, teardrop"), (QUANTITY, "1 pasang|1 pair")])
            .from(TALA, 32)
            .price(185_000)
            .packed(160, [42, 6, 3])
            .popularity(92)
            .tags(&["bestseller"])
            .options(&[MODEL])
            .variant("7A", &["7A"], 24, super::labelled("7A"))
            .variant("5A", &["5A"], 60, super::labelled("5A"))
            .variant("5B", &["5B"], 38, super::labelled("5B"))
            .variant("2B", &["2B"], 10, super::labelled("2B"))
            .done(),
        Draft::new(STICKS, "Zildjian", "5A Nylon Black Dip", "ZIL-5ANBD", Look::Sticks(Sticks { nylon: true, color: 0xD6A464, grip: Some(0x171718) }))
            .said(
                "Ujung nilon untuk ride yang jernih, gagang celup karet untuk tangan yang berkeringat. Tidak terbang ke penonton, kecuali kamu sengaja.",
                "Nylon tips for a clear ride, a rubber dip for sweaty hands. They will not fly into the crowd unless you mean it.",
            )
            .specs(&[(MATERIAL, "Hickory"), (TIP, "Nilon|Nylon"), (LENGTH, "406 mm"), (QUANTITY, "1 pasang|1 pair")])
            .from(TALA, 32)
            .price(215_000)
            .packed(160, [42, 6, 3])
            .popularity(40)
            .stock(26, PLAIN),
    ]
}
