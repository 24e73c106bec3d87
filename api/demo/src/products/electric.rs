//! Electric guitars: the classics.

use super::presets::{BLACK, CREAM, S_STYLE, SINGLE_CUT, T_STYLE, WHITE, pickup};
use super::{burst, finish, metallic, natural, solid, stain};
use crate::draft::Draft;
use crate::finish::{Finish, Wood};
use crate::look::{Board, Body, Bridge, Controls, Electric, Guard, Head, HeadFinish, Inlay, Look, Metal, NeckWood, PickupKind};
use crate::model::{Product, VariantArt};
use crate::specs::*;
use crate::suppliers::{LARAS, RIFF};

const CAT: &str = "electric-guitars";
const SUNBURST: VariantArt = burst(Wood::Alder, 0xE2A03F, 0x1E0F0A);

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(CAT, "Fender", "Player II Stratocaster", "FEN-P2ST", Look::Electric(S_STYLE))
            .said(
                "Tiga single coil, lima posisi, satu bentuk yang tidak pernah salah. Ujung fingerboard yang digulung halus membuat lehernya terasa seperti sudah lama kamu mainkan. Dari clean bening sampai solo panjang di lagu terakhir, gitar ini ikut saja.",
                "Three single coils, five positions and a shape that never goes wrong. The rolled fingerboard edges make the neck feel as if you had played it for years. From glassy cleans to the long solo in the last song, it just comes along.",
            )
            .specs(&[
                (BODY, "Alder"),
                (NECK, "Maple, profil Modern C|Maple, Modern C profile"),
                (FINGERBOARD, "Rosewood, tepi digulung|Rosewood, rolled edges"),
                (RADIUS, "241 mm (9,5\")|241 mm (9.5\")"),
                (FRETS, "22 medium jumbo"),
                (SCALE, "648 mm (25,5\")|648 mm (25.5\")"),
                (NUT_WIDTH, "42 mm"),
                (PICKUPS, "3 × single coil Alnico V"),
                (SWITCH, "5 posisi|5-way"),
                (BRIDGE, "Tremolo 2 titik, sadel baja tekuk|2-point tremolo, bent steel saddles"),
                (TUNERS, "ClassicGear"),
            ])
            .from(LARAS, 24)
            .price(14_999_000)
            .packed(5_600, [112, 44, 14])
            .popularity(64)
            .featured()
            .tags(&["bestseller", "stage"])
            .options(&[COLOUR])
            .variant("3SB", &["3-Color Sunburst"], 5, SUNBURST)
            .variant("AQB", &["Aquatone Blue"], 3, solid(0x3F8FB0))
            .variant("CRL", &["Coral Red"], 2, solid(0xE25A4E))
            .variant("BLK", &["Black"], 4, solid(BLACK))
            .done(),
        Draft::new(CAT, "Fender", "Player II Telecaster", "FEN-P2TL", Look::Electric(T_STYLE))
            .said(
                "Sebatang kayu, dua pickup, tidak ada tempat bersembunyi. Bridge pickup-nya menggigit, neck pickup-nya bulat, dan di tengah ada suara yang dipakai separuh sejarah rock. Gitar kerja yang jujur.",
                "A plank, two pickups and nowhere to hide. The bridge pickup bites, the neck pickup is round, and in between sits the sound of half of rock history. An honest working guitar.",
            )
            .specs(&[
                (BODY, "Alder (Butterscotch: ash)|Alder (Butterscotch: ash)"),
                (NECK, "Maple, Modern C"),
                (FINGERBOARD, "Maple, tepi digulung|Maple, rolled edges"),
                (FRETS, "22 medium jumbo"),
                (SCALE, "648 mm"),
                (PICKUPS, "2 × single coil Alnico V"),
                (SWITCH, "3 posisi|3-way"),
                (BRIDGE, "6 sadel, string-through|6-saddle, string-through"),
            ])
            .from(LARAS, 24)
            .price(14_799_000)
            .packed(5_500, [112, 44, 14])
            .popularity(44)
            .tags(&["stage"])
            .options(&[COLOUR])
            .variant("BTB", &["Butterscotch Blonde"], 3, stain(Wood::Ash, 0xE0B562))
            .variant("PWT", &["Polar White"], 2, solid(WHITE))
            .variant("BLK", &["Black"], 0, solid(BLACK))
            .done(),
        Draft::new(CAT, "Gibson", "Les Paul Standard '50s", "GIB-LPS5", Look::Electric(SINGLE_CUT))
            .said(
                "Badan mahogany tebal, top maple melengkung, dan leher gemuk yang mengisi telapak tangan. Dua Burstbucker-nya tidak terburu-buru: nada masuk, mengembang, lalu tinggal lama. Berat di bahu, ringan di hati.",
                "A thick mahogany body, a carved maple top and a neck that fills the palm. The two Burstbuckers take their time: a note arrives, blooms and stays. Heavy on the shoulder, light on the heart.",
            )
            .specs(&[
                (BODY, "Mahogany"),
                (TOP, "Maple AA"),
                (NECK, "Mahogany, profil Vintage 50s|Mahogany, vintage '50s profile"),
                (NECK_JOINT, "Set neck"),
                (FINGERBOARD, "Rosewood"),
                (FRETS, "22 medium jumbo"),
                (SCALE, "628 mm (24,75\")|628 mm (24.75\")"),
                (PICKUPS, "Burstbucker 1 & 2"),
                (BRIDGE, "ABR-1 Tune-O-Matic, stop bar aluminium|ABR-1 Tune-O-Matic, aluminium stop bar"),
                (CASE_INCLUDED, "Hardcase"),
            ])
            .from(LARAS, 20)
            .price(47_900_000)
            .packed(9_800, [115, 46, 18])
            .popularity(14)
            .featured()
            .listed(38)
            .tags(&["vintage", "stage"])
            .options(&[COLOUR])
            .variant("HCS", &["Heritage Cherry Sunburst"], 2, burst(Wood::FlamedMaple, 0xE8A83C, 0x7A1612))
            .variant("GLD", &["Gold Top"], 1, metallic(0xC89B45))
            .variant("TBB", &["Tobacco Burst"], 1, burst(Wood::FlamedMaple, 0xD99235, 0x20100B))
            .done(),
        Draft::new(
            CAT,
            "Epiphone",
            "Les Paul Custom",
            "EPI-LPCU",
            Look::Electric(Electric {
                head: Head::ThreeThree,
                inlay: Inlay::Blocks,
                board: Board::Ebony,
                metal: Metal::Gold,
                knobs: BLACK,
                guard: Guard::Plain(BLACK),
                pickups: const { &[
                    pickup(PickupKind::Covered, 150.0, 0xD3AA55),
                    pickup(PickupKind::Covered, 42.0, 0xD3AA55),
                ] },
                ..SINGLE_CUT
            }),
        )
        .said(
            "Jas malam untuk gitaris: hitam mengilap, hardware emas, inlay balok. Di balik penampilannya ada dua ProBucker yang galak kalau gain dinaikkan dan manis kalau volumenya diturunkan. Tampil mewah tanpa menjual motor.",
            "Evening dress for guitarists: deep gloss, gold hardware, block inlays. Behind the looks sit two ProBuckers that snarl with the gain up and sweeten with the volume down. Luxury without selling the motorbike.",
        )
        .specs(&[
            (BODY, "Mahogany, top maple|Mahogany, maple cap"),
            (NECK, "Mahogany, Medium C"),
            (FINGERBOARD, "Ebony"),
            (FRETS, "22 medium jumbo"),
            (SCALE, "628 mm"),
            (PICKUPS, "ProBucker 2 & 3"),
            (BRIDGE, "LockTone Tune-O-Matic"),
            (HARDWARE, "Emas|Gold"),
        ])
        .from(LARAS, 25)
        .price(13_499_000)
        .packed(6_900, [112, 44, 15])
        .popularity(32)
        .options(&[COLOUR])
        .variant("EB", &["Ebony"], 4, solid(0x101011))
        .variant("AW", &["Alpine White"], 2, solid(0xF0EAD8))
        .done(),
        Draft::new(
            CAT,
            "Gibson",
            "SG Standard",
            "GIB-SGST",
            Look::Electric(Electric {
                body: Body::Horns,
                guard: Guard::Plain(BLACK),
                controls: Controls::Horns,
                knobs: BLACK,
                binding: None,
                ..SINGLE_CUT
            }),
        )
        .said(
            "Dua tanduk, badan tipis, akses sampai fret terakhir. Riff paling terkenal di dunia lahir dari gitar seperti ini, dan ia masih terdengar berbahaya. Ringan, cepat, dan selalu sedikit nakal.",
            "Two horns, a thin body and access to the very last fret. The best known riffs in the world came from guitars like this, and it still sounds dangerous. Light, quick and always a little naughty.",
        )
        .specs(&[
            (BODY, "Mahogany"),
            (NECK, "Mahogany, Rounded"),
            (FINGERBOARD, "Rosewood, inlay trapesium|Rosewood, trapezoid inlays"),
            (FRETS, "22 medium jumbo"),
            (SCALE, "628 mm"),
            (PICKUPS, "490R / 490T"),
            (BRIDGE, "Nashville Tune-O-Matic"),
            (CASE_INCLUDED, "Softcase|Soft case"),
        ])
        .from(LARAS, 21)
        .price(32_500_000)
        .was(34_900_000)
        .packed(6_200, [112, 44, 15])
        .popularity(22)
        .featured()
        .tags(&["stage"])
        .options(&[COLOUR])
        .variant("HC", &["Heritage Cherry"], 2, stain(Wood::Mahogany, 0x8E1B1B))
        .variant("EB", &["Ebony"], 2, solid(0x121213))
        .done(),
        Draft::new(
            CAT,
            "Squier",
            "Classic Vibe '60s Jazzmaster",
            "SQU-CVJM",
            Look::Electric(Electric {
                body: Body::Offset,
                frets: 21,
                guard: Guard::Tortoise,
                controls: Controls::Offset,
                bridge: Bridge::Floating,
                pickups: const { &[
                    pickup(PickupKind::Wide, 158.0, WHITE),
                    pickup(PickupKind::Wide, 52.0, WHITE),
                ] },
                knobs: WHITE,
                ..S_STYLE
            }),
        )
        .said(
            "Pinggang miring, pickup lebar, tremolo panjang yang lembut. Cocok untuk surf, shoegaze, atau siapa pun yang suka suara hangat yang sedikit melamun. Sirkuit ritme terpisah memberi dua karakter dalam satu gitar.",
            "An offset waist, wide pickups and a long, gentle vibrato. For surf, shoegaze or anyone who likes a warm sound that daydreams a little. The separate rhythm circuit gives you two characters in one guitar.",
        )
        .specs(&[
            (BODY, "Poplar"),
            (NECK, "Maple, C"),
            (FINGERBOARD, "Indian laurel"),
            (FRETS, "21 narrow tall"),
            (SCALE, "648 mm"),
            (PICKUPS, "2 × Jazzmaster single coil, Alnico"),
            (BRIDGE, "Floating tremolo"),
            (CONTROLS, "Lead: volume, tone; ritme: volume, tone|Lead: volume, tone; rhythm: volume, tone"),
        ])
        .from(LARAS, 26)
        .price(8_499_000)
        .packed(5_700, [112, 46, 14])
        .popularity(20)
        .options(&[COLOUR])
        .variant("3SB", &["3-Color Sunburst"], 3, SUNBURST)
        .variant("OWT", &["Olympic White"], 2, solid(0xECE4CC))
        .variant("SNB", &["Sonic Blue"], 1, solid(0x9FC6CB))
        .done(),
        Draft::new(
            CAT,
            "Yamaha",
            "Pacifica 112",
            "YAM-PA112",
            Look::Electric(Electric {
                pickups: const { &[
                    pickup(PickupKind::Single, 163.0, WHITE),
                    pickup(PickupKind::Single, 102.0, WHITE),
                    pickup(PickupKind::Humbucker, 42.0, WHITE),
                ] },
                head: Head::SixInlineSlim,
                ..S_STYLE
            }),
        )
        .said(
            "Gitar pertama bagi banyak orang, dan gitar yang tetap disimpan setelahnya. Humbucker di bridge memberi tenaga, dua single coil menjaga kilau, dan setelannya rapi sejak dari kotak. Tersedia juga untuk tangan kiri, karena kidal juga boleh berisik.",
            "Many people's first guitar, and the one they keep afterwards. The bridge humbucker brings power, the two single coils keep the sparkle, and it is set up well out of the box. Left-handers get one too, because they may be loud as well.",
        )
        .specs(&[
            (BODY, "Alder"),
            (NECK, "Maple, bolt-on"),
            (FINGERBOARD, "Rosewood"),
            (FRETS, "22"),
            (SCALE, "648 mm"),
            (PICKUPS, "Humbucker + 2 single coil, Alnico V"),
            (SWITCH, "5 posisi, coil split|5-way, coil split"),
            (BRIDGE, "Tremolo vintage|Vintage tremolo"),
        ])
        .from(RIFF, 24)
        .price(4_650_000)
        .packed(5_300, [110, 42, 13])
        .popularity(88)
        .featured()
        .tags(&["bestseller", "beginner"])
        .options(&[COLOUR, HAND])
        .variant("OVS", &["Old Violin Sunburst", "Kanan|Right"], 9, burst(Wood::Alder, 0xC9742E, 0x24100A))
        .variant("RR", &["Raspberry Red", "Kanan|Right"], 6, metallic(0x9C1F33))
        .variant("SB", &["Sonic Blue", "Kanan|Right"], 5, solid(0x93BFCC))
        .variant("BL-R", &["Black", "Kanan|Right"], 7, solid(BLACK))
        .variant("BL-L", &["Black", "Kiri (kidal)|Left"], 2, VariantArt { left_handed: true, ..solid(BLACK) })
        .done(),
        Draft::new(
            CAT,
            "PRS",
            "SE Custom 24",
            "PRS-SEC24",
            Look::Electric(Electric {
                body: Body::DoubleCut,
                scale: 635.0,
                frets: 24,
                head: Head::ThreeThree,
                head_finish: HeadFinish::Body,
                inlay: Inlay::Birds,
                neck: NeckWood::Amber,
                pickups: const { &[
                    pickup(PickupKind::RingHumbucker, 140.0, BLACK),
                    pickup(PickupKind::RingHumbucker, 40.0, BLACK),
                ] },
                guard: Guard::None,
                controls: Controls::Three,
                knobs: 0xC8A05A,
                binding: Some(CREAM),
                neck_binding: Some(CREAM),
                ..S_STYLE
            }),
        )
        .said(
            "Top maple bergaris harimau, burung beterbangan di fingerboard, dan 24 fret yang semuanya terjangkau. Duduk persis di antara ketebalan humbucker dan kelincahan single coil. Kalau harus bawa satu gitar saja ke panggung, ini kandidat kuat.",
            "A tiger-striped maple top, birds in flight up the board and 24 frets within easy reach. It sits right between humbucker weight and single-coil agility. If you may bring only one guitar to the gig, this is a strong candidate.",
        )
        .specs(&[
            (BODY, "Mahogany"),
            (TOP, "Maple dengan veneer flame|Maple with flame veneer"),
            (NECK, "Maple, Wide Thin"),
            (FINGERBOARD, "Rosewood, inlay burung|Rosewood, bird inlays"),
            (FRETS, "24"),
            (SCALE, "635 mm (25\")"),
            (PICKUPS, "85/15 \"S\""),
            (BRIDGE, "PRS patented tremolo, molded"),
            (CASE_INCLUDED, "Gig bag"),
        ])
        .from(LARAS, 23)
        .price(15_750_000)
        .packed(6_100, [112, 44, 14])
        .popularity(30)
        .featured()
        .options(&[COLOUR])
        .variant("FB", &["Faded Blue"], 2, stain(Wood::FlamedMaple, 0x3F7698))
        .variant("VS", &["Vintage Sunburst"], 2, burst(Wood::FlamedMaple, 0xE09A3A, 0x45140C))
        .variant("CH", &["Charcoal"], 1, stain(Wood::FlamedMaple, 0x4A4847))
        .done(),
        Draft::new(
            CAT,
            "Epiphone",
            "Flying V",
            "EPI-FLYV",
            Look::Electric(Electric {
                body: Body::V,
                head: Head::Arrow,
                inlay: Inlay::Dots,
                guard: Guard::Plain(WHITE),
                controls: Controls::V,
                bridge: Bridge::StopBar,
                knobs: 0xC79A45,
                binding: None,
                neck_binding: None,
                ..SINGLE_CUT
            }),
        )
        .said(
            "Dirancang tahun 1958 dan sampai sekarang masih terlihat datang dari masa depan. Dua humbucker Alnico Classic PRO, badan mahogany, dan sikap yang tidak perlu dijelaskan. Duduk memainkannya sulit; memang dibuat untuk berdiri.",
            "Drawn in 1958 and still looks as if it came from the future. Two Alnico Classic PRO humbuckers, a mahogany body and an attitude that needs no explaining. Hard to play sitting down; it was made for standing up.",
        )
        .specs(&[
            (BODY, "Mahogany"),
            (NECK, "Mahogany, SlimTaper"),
            (FINGERBOARD, "Indian laurel, inlay dot|Indian laurel, dot inlays"),
            (FRETS, "22 medium jumbo"),
            (SCALE, "628 mm"),
            (PICKUPS, "Alnico Classic PRO"),
            (BRIDGE, "LockTone Tune-O-Matic, stop bar"),
        ])
        .from(LARAS, 25)
        .price(9_750_000)
        .packed(6_600, [118, 50, 15])
        .popularity(24)
        .tags(&["metal"])
        .options(&[COLOUR])
        .variant("EB", &["Ebony"], 2, solid(BLACK))
        .variant("KO", &["Korina"], 2, natural(Wood::Korina))
        .done(),
        Draft::new(
            CAT,
            "Epiphone",
            "Explorer",
            "EPI-EXPL",
            Look::Electric(Electric {
                body: Body::Explorer,
                head: Head::Hockey,
                inlay: Inlay::Dots,
                guard: Guard::Plain(WHITE),
                controls: Controls::Explorer,
                knobs: BLACK,
                binding: None,
                neck_binding: None,
                ..SINGLE_CUT
            }),
        )
        .said(
            "Empat sudut, satu niat. Badan lebarnya menyimpan sustain tebal yang pas untuk riff palm-mute panjang, dan headstock hoki-nya terlihat dari baris paling belakang. Thrash lahir dengan bentuk seperti ini.",
            "Four corners, one intention. The wide body holds the thick sustain long palm-muted riffs ask for, and the hockey-stick head can be seen from the back row. Thrash was born in this shape.",
        )
        .specs(&[
            (BODY, "Mahogany"),
            (NECK, "Mahogany, SlimTaper"),
            (FINGERBOARD, "Indian laurel"),
            (FRETS, "22 medium jumbo"),
            (SCALE, "628 mm"),
            (PICKUPS, "Alnico Classic PRO"),
            (BRIDGE, "LockTone Tune-O-Matic"),
        ])
        .from(LARAS, 25)
        .price(9_950_000)
        .packed(7_100, [120, 56, 15])
        .popularity(18)
        .tags(&["metal"])
        .stock(3, finish(Finish::Solid(BLACK))),
        Draft::new(
            CAT,
            "Ibanez",
            "GRG121DX",
            "IBZ-GRG121",
            Look::Electric(Electric {
                body: Body::Super,
                frets: 24,
                head: Head::Pointed,
                head_finish: HeadFinish::Body,
                inlay: Inlay::Sharkfins,
                pickups: const { &[
                    pickup(PickupKind::Humbucker, 148.0, BLACK),
                    pickup(PickupKind::Humbucker, 40.0, BLACK),
                ] },
                bridge: Bridge::Hardtail,
                guard: Guard::None,
                controls: Controls::Super,
                knobs: BLACK,
                neck: NeckWood::Maple,
                ..S_STYLE
            }),
        )
        .said(
            "Leher tipis, 24 fret, sirip hiu di fingerboard: tiket masuk ke musik kencang dengan harga ramah. Bridge tetapnya membuat setem tidak rewel, jadi waktumu habis untuk latihan, bukan untuk obeng.",
            "A thin neck, 24 frets and shark fins on the board: the friendly-priced ticket into fast music. The fixed bridge keeps tuning simple, so your time goes into practice and not into screwdrivers.",
        )
        .specs(&[
            (BODY, "Poplar"),
            (NECK, "Maple, GRG"),
            (FINGERBOARD, "Purpleheart"),
            (FRETS, "24 jumbo"),
            (SCALE, "648 mm"),
            (PICKUPS, "2 × Infinity R humbucker"),
            (SWITCH, "3 posisi|3-way"),
            (BRIDGE, "F106 fixed"),
        ])
        .from(RIFF, 25)
        .price(3_450_000)
        .was(3_750_000)
        .packed(5_400, [112, 42, 13])
        .popularity(72)
        .tags(&["beginner", "metal", "bestseller"])
        .options(&[COLOUR])
        .variant("BKF", &["Black Flat"], 8, solid(0x1B1B1C))
        .variant("WNF", &["Walnut Flat"], 4, natural(Wood::Mahogany))
        .variant("MBK", &["Metallic Light Blue"], 0, metallic(0x5A94B8))
        .done(),
        Draft::new(
            CAT,
            "Gretsch",
            "G5220 Electromatic Jet BT",
            "GRE-G5220",
            Look::Electric(Electric {
                body: Body::Single,
                scale: 625.0,
                head: Head::ThreeThree,
                inlay: Inlay::Flags,
                board: Board::Rosewood,
                guard: Guard::Plain(0xC9C9C8),
                knobs: 0xC9CCCF,
                controls: Controls::Three,
                ..SINGLE_CUT
            }),
        )
        .said(
            "Rockabilly berjaket kulit. Badan mahogany berongga kecil memberi resonansi yang hidup, dan dua Broad'Tron-nya jernih sampai kamu memaksanya menggeram. Gaya lama, setelan modern.",
            "Rockabilly in a leather jacket. The chambered mahogany body gives it a lively ring, and the two Broad'Trons stay clear until you push them to growl. Old style, modern setup.",
        )
        .specs(&[
            (BODY, "Mahogany berongga, top maple|Chambered mahogany, maple top"),
            (NECK, "Mahogany, Thin U"),
            (FINGERBOARD, "Laurel"),
            (FRETS, "22 medium jumbo"),
            (SCALE, "625 mm (24,6\")|625 mm (24.6\")"),
            (PICKUPS, "Black Top Broad'Tron"),
            (BRIDGE, "Adjusto-Matic, V stoptail"),
        ])
        .from(LARAS, 25)
        .price(9_250_000)
        .packed(6_300, [112, 44, 15])
        .popularity(10)
        .listed(38)
        .options(&[COLOUR])
        .variant("JWL", &["Jade Grey Metallic"], 2, metallic(0x6E7F7A))
        .variant("BLK", &["Black"], 1, solid(BLACK))
        .done(),
    ]
}
