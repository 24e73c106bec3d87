//! Drum kits, electronic drums and snares.

use super::{finish, natural, solid, stain};
use crate::draft::Draft;
use crate::finish::{Finish, Wood};
use crate::look::{ElectronicKit, Kit, Look, Rim, Snare};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::TALA;

const KITS: &str = "drum-kits";
const ELECTRONIC: &str = "electronic-drums";
const SNARES: &str = "snare-drums";
const CHROME: u32 = 0xCFD3D6;
const BLACK: u32 = 0x19191A;

const FUSION: Kit = Kit {
    bass: 22.0,
    double_bass: false,
    toms: &[(10.0, 7.0), (12.0, 8.0)],
    floors: &[(16.0, 16.0)],
    snare: (14.0, 5.5),
    metal_snare: false,
    cymbals: true,
    head: 0xF0EEE8,
    hardware: CHROME,
};

const SNARE: Snare =
    Snare { diameter: 14.0, depth: 6.5, lugs: 10, tube_lugs: false, rim: Rim::Flanged, hardware: CHROME, bead: false };

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(KITS, "Pearl", "Export EXX725", "PRL-EXX725", Look::Kit(FUSION))
            .said(
                "Set drum yang paling banyak dipakai untuk belajar, dan masih muncul di panggung setelah itu. Shell poplar/mahogany enam lapis memberi serangan cepat dengan badan hangat, hardware seri 830 berdiri kokoh. Lengkap dengan simbal, tinggal duduk.",
                "The kit most people learn on, and the one that still turns up on stage later. Six-ply poplar/mahogany shells give a quick attack with a warm body, and the 830 hardware stands firm. Cymbals included: just sit down.",
            )
            .specs(&[
                (SHELLS, "BD 22×18, TT 10×7 & 12×8, FT 16×16, SD 14×5,5|BD 22×18, TT 10×7 & 12×8, FT 16×16, SD 14×5.5"),
                (SHELL, "Poplar/Asian mahogany 6 lapis, 7,5 mm|6-ply poplar/Asian mahogany, 7.5 mm"),
                (HOOPS, "Baja 1,6 mm|1.6 mm steel"),
                (HARDWARE, "Seri 830|830 series"),
                (CASE_INCLUDED, "Simbal Sabian SBR, pedal P-930|Sabian SBR cymbals, P-930 pedal"),
            ])
            .from(TALA, 22)
            .price(14_900_000)
            .packed(58_000, [72, 66, 78])
            .popularity(16)
            .featured()
            .tags(&["bestseller", "beginner"])
            .options(&[COLOUR])
            .variant("JBK", &["Jet Black"], 3, solid(0x141415))
            .variant("BCG", &["Black Cherry Glitter"], 2, finish(Finish::Sparkle(0x5A0E1C)))
            .variant("SMC", &["Smokey Chrome"], 1, finish(Finish::Metal(0x7C7F83)))
            .done(),
        Draft::new(
            KITS,
            "Tama",
            "Imperialstar IE52KH6W",
            "TAM-IE52",
            Look::Kit(Kit { head: 0x1B1B1C, ..FUSION }),
        )
        .said(
            "Drum lengkap dengan hardware Stage Master yang tidak goyang, shell poplar dan dudukan Star-Mount yang membiarkan tom bernapas. Kick-nya pendek dan keras, enak untuk double pedal.",
            "A complete kit with Stage Master hardware that does not wobble, poplar shells and Star-Mounts that let the toms breathe. The kick is short and hard, just right for a double pedal.",
        )
        .specs(&[
            (SHELLS, "BD 22×18, TT 10×8 & 12×9, FT 16×16, SD 14×5"),
            (SHELL, "Poplar"),
            (HARDWARE, "Stage Master"),
            (CASE_INCLUDED, "Simbal Meinl HCS, pedal, kursi|Meinl HCS cymbals, pedal, throne"),
        ])
        .from(TALA, 22)
        .price(16_750_000)
        .packed(60_000, [72, 66, 78])
        .popularity(10)
        .tags(&["metal"])
        .options(&[COLOUR])
        .variant("BOB", &["Blacked Out Black"], 2, solid(0x1C1C1D))
        .variant("BNS", &["Burnt Red Mist"], 2, finish(Finish::Sparkle(0x9A1D18)))
        .done(),
        Draft::new(
            KITS,
            "Yamaha",
            "Stage Custom Birch",
            "YAM-SCB22",
            Look::Kit(Kit { cymbals: false, ..FUSION }),
        )
        .said(
            "Birch seratus persen, enam lapis, dipoles seperti perabot. Suaranya fokus dan mudah direkam, sehingga banyak studio menyimpannya di pojok ruangan. Simbal dan hardware dipilih sendiri.",
            "All birch, six plies, polished like furniture. The sound is focused and easy to record, which is why many studios keep one in the corner. Choose your own cymbals and hardware.",
        )
        .specs(&[
            (SHELLS, "BD 22×17, TT 10×7 & 12×8, FT 16×15, SD 14×5,5|BD 22×17, TT 10×7 & 12×8, FT 16×15, SD 14×5.5"),
            (SHELL, "Birch 6 lapis|6-ply birch"),
            (LUGS, "Absolute"),
            (HOOPS, "Baja 1,5 mm|1.5 mm steel"),
        ])
        .from(TALA, 23)
        .price(12_400_000)
        .packed(42_000, [70, 64, 70])
        .popularity(9)
        .tags(&["studio"])
        .options(&[COLOUR])
        .variant("NW", &["Natural Wood"], 2, natural(Wood::Birch))
        .variant("CR", &["Cranberry Red"], 1, stain(Wood::Birch, 0x961622))
        .variant("RB", &["Raven Black"], 0, solid(0x171718))
        .done(),
        Draft::new(
            KITS,
            "Mapex",
            "Armory Double Bass",
            "MPX-ARMDB",
            Look::Kit(Kit {
                double_bass: true,
                toms: &[(10.0, 8.0), (12.0, 9.0)],
                floors: &[(14.0, 14.0), (16.0, 16.0)],
                head: 0x151516,
                hardware: 0x2B2B2D,
                metal_snare: true,
                ..FUSION
            }),
        )
        .said(
            "Dua bass drum, satu maksud. Shell hybrid birch dan maple menggabungkan pukulan dengan kedalaman, sementara snare baja Tomahawk memotong apa pun. Siapkan kendaraan yang cukup besar.",
            "Two bass drums, one meaning. Hybrid birch and maple shells join punch with depth while the steel Tomahawk snare cuts through anything. Bring a big enough van.",
        )
        .specs(&[
            (SHELLS, "BD 2 × 22×18, TT 10×8 & 12×9, FT 14×14 & 16×16, SD 14×5,5|BD 2 × 22×18, TT 10×8 & 12×9, FT 14×14 & 16×16, SD 14×5.5"),
            (SHELL, "Birch/maple hybrid 6 lapis|6-ply birch/maple hybrid"),
            (HOOPS, "SONIClear bearing edge"),
            (CASE_INCLUDED, "Snare baja Tomahawk, hardware, simbal|Steel Tomahawk snare, hardware, cymbals"),
        ])
        .from(TALA, 22)
        .price(31_800_000)
        .packed(82_000, [92, 70, 86])
        .popularity(3)
        .featured()
        .tags(&["metal", "stage"])
        .options(&[COLOUR])
        .variant("CDE", &["Cordovan Red"], 1, stain(Wood::Birch, 0x6E1414))
        .variant("BKD", &["Black Dawn"], 1, finish(Finish::Sparkle(0x2C2C30)))
        .done(),
        Draft::new(
            ELECTRONIC,
            "Roland",
            "TD-07KV V-Drums",
            "ROL-TD07KV",
            Look::ElectronicKit(ElectronicKit {
                toms: 3,
                rack: 0x1D1E20,
                mesh: 0xEFEFED,
                accent: 0x2A2B2E,
                tower: true,
            }),
        )
        .said(
            "Pad mesh dua lapis yang memantul seperti kulit sungguhan, modul yang menangkap ghost note paling tipis, dan tetangga yang tetap tidur. Sambungkan Bluetooth, putar lagu, main bersama.",
            "Two-ply mesh pads that bounce like real heads, a module that catches the faintest ghost note and neighbours who stay asleep. Connect by Bluetooth, start a song and play along.",
        )
        .specs(&[
            (PADS, "Snare PDX-8, tom 3 × PDX-6A, kick KD-10|PDX-8 snare, 3 × PDX-6A toms, KD-10 kick"),
            (SIZE, "Hi-hat CY-5, crash CY-8, ride CY-8"),
            (MODULE, "TD-07, 50 kit|TD-07, 50 kits"),
            (BLUETOOTH, "Audio & MIDI"),
            (CONNECTIONS, "USB audio/MIDI, headphone, line out"),
        ])
        .from(TALA, 21)
        .price(18_900_000)
        .packed(31_000, [98, 52, 44])
        .popularity(14)
        .featured()
        .stock(3, super::PLAIN),
        Draft::new(
            ELECTRONIC,
            "Alesis",
            "Nitro Max Kit",
            "ALE-NITROMAX",
            Look::ElectronicKit(ElectronicKit {
                toms: 3,
                rack: 0x262628,
                mesh: 0xE6E6E4,
                accent: 0xC01F24,
                tower: true,
            }),
        )
        .said(
            "Kit mesh yang masuk akal untuk kamar kos. Snare 10 inci dual-zone, suara BFD di dalam modul, dan rak aluminium empat tiang yang cepat dilipat. Mulai berlatih malam ini juga.",
            "A sensible mesh kit for a rented room. A 10-inch dual-zone snare, BFD sounds inside the module and a four-post aluminium rack that folds quickly. Start practising tonight.",
        )
        .specs(&[
            (PADS, "Snare 10\", tom 3 × 8\", kick tower mesh"),
            (SIZE, "3 simbal 10\"|3 × 10\" cymbals"),
            (MODULE, "440+ suara, 32 kit|440+ sounds, 32 kits"),
            (BLUETOOTH, "Ya|Yes"),
            (CONNECTIONS, "USB MIDI, aux in, headphone"),
        ])
        .from(TALA, 23)
        .price(7_950_000)
        .was(8_500_000)
        .packed(21_000, [84, 46, 32])
        .popularity(28)
        .tags(&["beginner", "bestseller"])
        .stock(6, super::PLAIN),
        Draft::new(
            SNARES,
            "Ludwig",
            "Black Beauty LB417",
            "LUD-LB417",
            Look::Snare(Snare { tube_lugs: true, bead: true, ..SNARE }),
        )
        .said(
            "Shell kuningan tanpa sambungan berlapis nikel hitam, dan mungkin snare yang paling sering direkam dalam sejarah. Sensitif untuk ghost note, meledak untuk backbeat. Satu kali pukul, paham.",
            "A seamless brass shell under black nickel, and perhaps the most recorded snare in history. Sensitive for ghost notes, explosive on the backbeat. Hit it once and you understand.",
        )
        .specs(&[
            (SIZE, "14\" × 6,5\"|14\" × 6.5\""),
            (SHELL, "Kuningan tanpa sambungan, nikel hitam|Seamless brass, black nickel"),
            (LUGS, "10 tube lug|10 tube lugs"),
            (HOOPS, "Triple-flanged"),
            (THROW_OFF, "P88I"),
            (SNARE_WIRES, "20"),
        ])
        .from(TALA, 22)
        .price(15_200_000)
        .packed(6_200, [42, 42, 24])
        .popularity(5)
        .featured()
        .tags(&["studio", "vintage"])
        .stock(2, finish(Finish::Metal(0x333437))),
        Draft::new(
            SNARES,
            "Pearl",
            "Sensitone Heritage Alloy Steel",
            "PRL-STH1465",
            Look::Snare(Snare { bead: true, tube_lugs: true, ..SNARE }),
        )
        .said(
            "Baja 1 mm yang terang, keras dan tidak malu-malu. Rim SuperHoop membuat rimshot seperti kembang api, dan setelannya tahan lama walau dipukul seperti berutang.",
            "One millimetre of steel: bright, loud and unashamed. The SuperHoop rims make rimshots go off like fireworks, and it holds its tuning even when you hit it as if it owed you money.",
        )
        .specs(&[
            (SIZE, "14\" × 6,5\"|14\" × 6.5\""),
            (SHELL, "Baja 1 mm|1 mm steel"),
            (LUGS, "10"),
            (HOOPS, "SuperHoop II"),
            (THROW_OFF, "SR-700"),
        ])
        .from(TALA, 24)
        .price(4_150_000)
        .packed(6_000, [42, 42, 24])
        .popularity(14)
        .tags(&["metal"])
        .stock(5, finish(Finish::Metal(0xB9BDC1))),
        Draft::new(
            SNARES,
            "Tama",
            "S.L.P. G-Maple LGM137",
            "TAM-LGM137",
            Look::Snare(Snare { diameter: 13.0, depth: 7.0, lugs: 8, rim: Rim::Flanged, ..SNARE }),
        )
        .said(
            "Tiga belas inci tapi dalam, sepuluh lapis maple setebal satu sentimeter. Gemuk dan pendek, seperti pukulan ke meja kayu di ruang kedap. Favorit untuk funk berat dan nu-metal.",
            "Thirteen inches but deep, ten plies of maple a centimetre thick. Fat and short, like a slap on a wooden table in a dead room. A favourite for heavy funk and nu metal.",
        )
        .specs(&[
            (SIZE, "13\" × 7\""),
            (SHELL, "Maple 10 lapis, 10 mm|10-ply maple, 10 mm"),
            (LUGS, "8"),
            (HOOPS, "Steel Mighty Hoop 2,3 mm|2.3 mm steel Mighty Hoop"),
            (SNARE_WIRES, "Starclassic Snappy 20"),
        ])
        .from(TALA, 24)
        .price(5_350_000)
        .packed(5_800, [40, 40, 25])
        .popularity(8)
        .stock(3, natural(Wood::Maple)),
        Draft::new(
            SNARES,
            "Mapex",
            "Black Panther Design Lab",
            "MPX-BPDL",
            Look::Snare(Snare { rim: Rim::DieCast, hardware: BLACK, lugs: 10, depth: 6.0, ..SNARE }),
        )
        .said(
            "Walnut dan maple, tepi SONIClear, rim cast hitam. Gelap dan terkontrol, dengan snap yang tidak pernah mengganggu vokal. Elegan seperti jas, berat seperti palu.",
            "Walnut and maple, SONIClear edges, black cast rims. Dark and controlled, with a snap that never fights the vocal. Elegant as a suit, heavy as a hammer.",
        )
        .specs(&[
            (SIZE, "14\" × 6\""),
            (SHELL, "Maple/walnut hybrid"),
            (LUGS, "10"),
            (HOOPS, "Die-cast"),
            (THROW_OFF, "Cylinder-drive"),
        ])
        .from(TALA, 24)
        .price(7_200_000)
        .packed(6_500, [42, 42, 24])
        .popularity(4)
        .listed(33)
        .stock(2, stain(Wood::FlamedMaple, 0x5A321E)),
    ]
}
