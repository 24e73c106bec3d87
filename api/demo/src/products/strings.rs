//! Strings, straps, cables and picks.

use super::{labelled, solid};
use crate::draft::Draft;
use crate::finish::{Finish, Rgb};
use crate::look::{Cable, Lettering, Look, Pick, Strap, StringPack};
use crate::model::{Product, VariantArt};
use crate::specs::*;
use crate::suppliers::SENAR;

const STRING_CAT: &str = "strings";
const STRAPS: &str = "straps";
const CABLES: &str = "cables";
const PICKS: &str = "picks";

/// A coloured pack with its gauge printed on.
const fn pack(color: Rgb, label: &'static str) -> VariantArt {
    VariantArt { finish: Some(Finish::Solid(color)), ..labelled(label) }
}

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(
            STRING_CAT,
            "Ernie Ball",
            "Slinky Nickel Wound",
            "EB-SLINKY",
            Look::Strings(StringPack {
                color: 0xE23F7E,
                accent: 0xF4D42A,
                print: 0x161617,
                title: "Slinky",
                subtitle: "NICKEL WOUND",
                lettering: Lettering::Script,
                boxed: false,
                bronze: false,
            }),
        )
        .said(
            "Bungkus neon yang ada di laci setiap gitaris. Nikel di atas inti baja heksagonal, terang saat baru dan tetap hidup setelah beberapa kali latihan. Pilih warnamu sesuai jarimu.",
            "The neon packs found in every guitarist's drawer. Nickel over a hex steel core, bright when new and still alive after a few rehearsals. Choose the colour that suits your fingers.",
        )
        .specs(&[(WINDING, "Baja berlapis nikel|Nickel-plated steel"), (CORE, "Heksagonal|Hex"), (QUANTITY, "6 senar|6 strings"), (ORIGIN, "AS|USA")])
        .from(SENAR, 34)
        .price(115_000)
        .packed(60, [12, 11, 1])
        .popularity(100)
        .featured()
        .tags(&["bestseller"])
        .options(&[GAUGE])
        .variant("0942", &["Super Slinky 9–42"], 64, pack(0xE23F7E, "9–42"))
        .variant("1046", &["Regular Slinky 10–46"], 85, pack(0xB7CF2B, "10–46"))
        .variant("1052", &["Skinny Top Heavy Bottom 10–52"], 40, pack(0x2F9AC8, "10–52"))
        .variant("1148", &["Power Slinky 11–48"], 22, pack(0x7A3FA8, "11–48"))
        .variant("1254", &["Not Even Slinky 12–56"], 8, pack(0x8A8E92, "12–56"))
        .done(),
        Draft::new(
            STRING_CAT,
            "D'Addario",
            "NYXL",
            "DAD-NYXL",
            Look::Strings(StringPack {
                color: 0x171A1C,
                accent: 0x27C4A8,
                print: 0xF2F4F4,
                title: "NYXL",
                subtitle: "ELECTRIC GUITAR",
                lettering: Lettering::Bold,
                boxed: false,
                bronze: false,
            }),
        )
        .said(
            "Baja karbon tinggi yang ditarik seperti karet dan kembali ke nada yang sama. Lebih jarang putus, lebih keras di nada tengah. Untuk whammy, bend dua not, dan malam panjang.",
            "High-carbon steel that stretches like rubber and comes back to the same note. Breaks less, speaks louder in the mids. For whammy bars, two-note bends and long nights.",
        )
        .specs(&[(WINDING, "Baja berlapis nikel|Nickel-plated steel"), (CORE, "Karbon tinggi NY Steel|High-carbon NY Steel"), (QUANTITY, "6 senar (7 untuk 10–59)|6 strings (7 for 10–59)")])
        .from(SENAR, 32)
        .price(215_000)
        .packed(60, [11, 11, 1])
        .popularity(58)
        .tags(&["metal"])
        .options(&[GAUGE])
        .variant("0942", &["9–42"], 30, labelled("9–42"))
        .variant("1046", &["10–46"], 44, labelled("10–46"))
        .variant("1156", &["11–56"], 14, labelled("11–56"))
        .price(265_000)
        .variant("1059", &["10–59 (7)"], 9, labelled("10–59"))
        .done(),
        Draft::new(
            STRING_CAT,
            "Elixir",
            "Nanoweb Phosphor Bronze",
            "ELX-NWPB",
            Look::Strings(StringPack {
                color: 0xEFEBE0,
                accent: 0xB86A2C,
                print: 0x2A1C14,
                title: "Nanoweb",
                subtitle: "PHOSPHOR BRONZE",
                lettering: Lettering::Serif,
                boxed: true,
                bronze: true,
            }),
        )
        .said(
            "Senar akustik berlapis yang tetap seperti baru saat senar lain sudah berkarat. Hangat khas fosfor, halus di jari, jarang mencicit. Mahal di muka, hemat di belakang.",
            "Coated acoustic strings that still feel new when others have rusted. Phosphor warmth, smooth under the finger, little squeak. Dear at first, thrifty in the long run.",
        )
        .specs(&[(WINDING, "Phosphor bronze 80/20|Phosphor bronze"), (SURFACE, "Lapisan Nanoweb|Nanoweb coating"), (QUANTITY, "6 senar|6 strings")])
        .from(SENAR, 30)
        .price(265_000)
        .packed(80, [12, 12, 2])
        .popularity(36)
        .options(&[GAUGE])
        .variant("1152", &["Custom Light 11–52"], 18, labelled("11–52"))
        .variant("1253", &["Light 12–53"], 26, labelled("12–53"))
        .done(),
        Draft::new(
            STRING_CAT,
            "DR",
            "Lo-Rider Bass",
            "DR-LORIDER",
            Look::Strings(StringPack {
                color: 0x10244A,
                accent: 0xD8B24A,
                print: 0xF2ECDC,
                title: "Lo-Rider",
                subtitle: "BASS STRINGS",
                lettering: Lettering::Narrow,
                boxed: true,
                bronze: false,
            }),
        )
        .said(
            "Baja tahan karat di atas inti heksagonal, dibuat tangan untuk bass yang ingin menggeram. Kencang saat dipetik keras, jernih saat di-slap.",
            "Stainless steel over a hex core, made by hand for basses that want to growl. Tight when you dig in, clear when you slap.",
        )
        .specs(&[(WINDING, "Stainless steel"), (CORE, "Heksagonal|Hex"), (SCALE, "Long scale")])
        .from(SENAR, 30)
        .packed(220, [14, 14, 3])
        .popularity(26)
        .options(&[GAUGE])
        .price(425_000)
        .variant("45105", &["4 senar 45–105|4-string 45–105"], 14, labelled("45–105"))
        .price(525_000)
        .variant("45130", &["5 senar 45–130|5-string 45–130"], 6, labelled("45–130"))
        .done(),
        Draft::new(STRAPS, "Levy's", "MSS2 Garment Leather", "LEV-MSS2", Look::Strap(Strap::Leather))
            .said(
                "Kulit lembut lima sentimeter yang melengkung mengikuti bahu, dengan suede di belakang supaya tidak meluncur. Makin tua makin tampan. Tahan bass berat dua set penuh.",
                "Five centimetres of soft leather that follow the shoulder, suede at the back so it stays put. The older, the handsomer. Holds a heavy bass through two full sets.",
            )
            .specs(&[(MATERIAL, "Kulit garmen, belakang suede|Garment leather, suede back"), (WIDTH, "5 cm"), (ADJUSTABLE, "94–132 cm")])
            .from(SENAR, 35)
            .price(585_000)
            .packed(220, [28, 12, 4])
            .popularity(22)
            .options(&[COLOUR])
            .variant("BLK", &["Hitam|Black"], 12, solid(0x1E1B1A))
            .variant("BRN", &["Cokelat|Brown"], 8, solid(0x6A3D22))
            .variant("TAN", &["Tan"], 3, solid(0xB5824E))
            .done(),
        Draft::new(STRAPS, "Ernie Ball", "Polypro", "EB-POLYPRO", Look::Strap(Strap::Webbing))
            .said(
                "Anyaman polipropilena yang sudah menggantung di setiap ruang latihan. Murah, kuat, ujung kulit dijahit mesin. Beli satu untuk tiap gitar.",
                "Polypropylene webbing that has hung in every rehearsal room. Inexpensive and strong, with machine-stitched leather ends. Buy one for each guitar.",
            )
            .specs(&[(MATERIAL, "Polypropylene, ujung kulit|Polypropylene, leather ends"), (WIDTH, "5 cm"), (ADJUSTABLE, "104–183 cm")])
            .from(SENAR, 38)
            .price(125_000)
            .packed(130, [26, 10, 3])
            .popularity(60)
            .tags(&["beginner"])
            .options(&[COLOUR])
            .variant("BLK", &["Hitam|Black"], 40, solid(0x1A1A1B))
            .variant("RED", &["Merah|Red"], 18, solid(0xB41C22))
            .variant("OLV", &["Zaitun|Olive"], 9, solid(0x5A603A))
            .done(),
        Draft::new(CABLES, "Fender", "Professional Instrument Cable", "FEN-PROCBL", Look::Cable(Cable::Jack))
            .said(
                "Kabel lurus berjaket tebal yang tidak melilit seperti mi. Pelindung tembaga 95% menahan dengung, konektornya dicetak kuat. Panjang cukup untuk berlari ke depan panggung.",
                "A straight cable in a thick jacket that does not tangle like noodles. Its 95% copper shield keeps hum away, and the connectors are moulded solid. Long enough to run to the front.",
            )
            .specs(&[(CONNECTORS, "6,3 mm mono lurus|6.3 mm mono, straight"), (CONDUCTOR, "22 AWG"), (SHIELD, "Spiral 95%")])
            .from(SENAR, 33)
            .packed(320, [24, 22, 4])
            .popularity(64)
            .tags(&["bestseller"])
            .options(&[LENGTH])
            .price(295_000)
            .variant("3M", &["3 m"], 30, solid(0x1C1C1D))
            .price(365_000)
            .variant("55M", &["5,5 m|5.5 m"], 24, solid(0x1C1C1D))
            .done(),
        Draft::new(CABLES, "Vox", "VCC Vintage Coiled", "VOX-VCC", Look::Cable(Cable::Coiled))
            .said(
                "Kabel keriting untuk tampil seperti tahun enam puluhan. Memanjang sampai sembilan meter, menggulung sendiri saat kamu kembali. Warnanya juga vitamin.",
                "A coiled cable for the sixties look. It stretches to nine metres and coils itself up when you return. Its colour is a vitamin, too.",
            )
            .specs(&[(LENGTH, "9 m"), (CONNECTORS, "6,3 mm, lurus & siku|6.3 mm, straight & angled"), (CONDUCTOR, "OFC")])
            .from(SENAR, 32)
            .price(745_000)
            .packed(620, [26, 24, 6])
            .popularity(14)
            .options(&[COLOUR])
            .variant("RED", &["Merah|Red"], 6, solid(0xC21E26))
            .variant("WHT", &["Putih|White"], 4, solid(0xE6E2D8))
            .variant("BLK", &["Hitam|Black"], 0, solid(0x1C1C1D))
            .done(),
        Draft::new(CABLES, "Canare", "Star Quad XLR", "CAN-L4E6S", Look::Cable(Cable::Xlr))
            .said(
                "Empat inti berpilin yang menolak dengung dimmer dan ponsel. Konektor terkunci, jaket lentur sampai bertahun-tahun. Kabel yang dipakai orang yang digaji untuk tidak mengambil risiko.",
                "Four twisted cores that refuse the hum of dimmers and phones. Locking connectors, a jacket that stays supple for years. The cable of people who are paid not to take risks.",
            )
            .specs(&[(CONNECTORS, "XLR 3 pin"), (CONDUCTOR, "Star quad, 4 × 0,20 mm²|Star quad, 4 × 0.20 mm²"), (SHIELD, "Anyaman 94%|94% braid")])
            .from(SENAR, 33)
            .packed(450, [25, 24, 5])
            .popularity(30)
            .tags(&["stage", "studio"])
            .options(&[LENGTH])
            .price(285_000)
            .variant("5M", &["5 m"], 26, solid(0x1E1E20))
            .price(425_000)
            .variant("10M", &["10 m"], 11, solid(0x1E1E20))
            .done(),
        Draft::new(PICKS, "Dunlop", "Tortex Standard (12)", "DUN-TORTEX", Look::Pick(Pick::Standard))
            .said(
                "Kura-kura di logonya, cengkeraman matte di permukaannya. Setiap ketebalan punya warna, jadi di panggung gelap pun kamu tahu yang mana. Isi dua belas, yang bertahan biasanya tiga.",
                "A matt grip that stays between the fingers, and a colour for every thickness, so you know which is which on a dark stage. Twelve in a bag; about three usually survive.",
            )
            .specs(&[(MATERIAL, "Delrin"), (SHAPE, "Standar 351|351 standard"), (QUANTITY, "12")])
            .from(SENAR, 36)
            .price(95_000)
            .packed(40, [10, 7, 2])
            .popularity(90)
            .tags(&["bestseller"])
            .options(&[THICKNESS])
            .variant("050", &["0,50 mm|0.50 mm"], 32, pack(0xC82A2E, ".50"))
            .variant("060", &["0,60 mm|0.60 mm"], 40, pack(0xE8761E, ".60"))
            .variant("073", &["0,73 mm|0.73 mm"], 48, pack(0xE8C82A, ".73"))
            .variant("088", &["0,88 mm|0.88 mm"], 52, pack(0x2E8F4E, ".88"))
            .variant("100", &["1,0 mm|1.0 mm"], 30, pack(0x2A6AB4, "1.0"))
            .variant("114", &["1,14 mm|1.14 mm"], 11, pack(0x7A4AA0, "1.14"))
            .done(),
        Draft::new(PICKS, "Dunlop", "Jazz III (6)", "DUN-JAZZ3", Look::Pick(Pick::Jazz))
            .said(
                "Kecil, runcing, dan cepat. Sekali terbiasa, pick besar terasa seperti dayung. Favorit shredder yang namanya dimulai dengan jazz.",
                "Small, pointed, fast. Once you are used to it, larger picks feel like oars. The shredder's favourite with jazz in its name.",
            )
            .specs(&[(THICKNESS, "1,38 mm|1.38 mm"), (SHAPE, "Jazz, runcing|Jazz, pointed"), (QUANTITY, "6")])
            .from(SENAR, 36)
            .price(75_000)
            .packed(30, [9, 6, 2])
            .popularity(62)
            .tags(&["metal"])
            .options(&[MATERIAL])
            .variant("RED", &["Nilon merah|Red nylon"], 44, pack(0xB81A20, "III"))
            .variant("CRB", &["Max-Grip Carbon"], 26, pack(0x1C1C1E, "III"))
            .variant("ULT", &["Ultex"], 15, pack(0xC98A34, "III"))
            .done(),
    ]
}
