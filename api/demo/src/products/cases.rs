//! Stands, bags and cases.

use super::{PLAIN, solid};
use crate::draft::Draft;
use crate::look::{Case, Look, Stand};
use crate::model::Product;
use crate::specs::*;
use crate::suppliers::{RIFF, SENAR};

const STANDS: &str = "stands";
const CASES: &str = "cases";

pub(super) fn all() -> Vec<Product> {
    vec![
        Draft::new(STANDS, "Hercules", "GS414B Plus", "HRC-GS414B", Look::Stand(Stand::Guitar))
            .said(
                "Taruh gitar, kuncinya menutup sendiri. Busa aman untuk finish nitro, kaki rebah menjadi seukuran lengan. Jauh lebih murah daripada headstock patah.",
                "Hang the guitar and the yoke locks itself. The foam is safe on nitro finishes, and the legs fold to the size of an arm. Far cheaper than a broken headstock.",
            )
            .specs(&[(HEIGHT, "82–110 cm"), (LOAD, "15 kg"), (MATERIAL, "Baja, busa SFF|Steel, SFF foam"), (FITS, "Gitar & bass|Guitars & basses")])
            .from(SENAR, 30)
            .price(645_000)
            .packed(2_300, [68, 20, 12])
            .popularity(34)
            .tags(&["bestseller"])
            .stock(15, PLAIN),
        Draft::new(STANDS, "K&M", "210/9 Boom", "KM-2109", Look::Stand(Stand::Boom))
            .said(
                "Stand mikrofon yang masih berdiri setelah band bubar. Zamak di alas, baja di tiang, kopling yang tidak mengendur. Buatan Jerman, garansi lima tahun, diam seribu bahasa.",
                "The microphone stand that is still standing after the band has split. Zinc base, steel tube, a clutch that does not slip. Made in Germany, five years of warranty, silent throughout.",
            )
            .specs(&[(HEIGHT, "90–160,5 cm|90–160.5 cm"), (LENGTH, "Boom 46–77 cm"), (WEIGHT, "3,1 kg|3.1 kg"), (ORIGIN, "Jerman|Germany")])
            .from(SENAR, 28)
            .price(1_250_000)
            .packed(3_600, [98, 14, 14])
            .popularity(24)
            .tags(&["stage"])
            .stock(9, PLAIN),
        Draft::new(STANDS, "Hercules", "KS120B Double-X", "HRC-KS120B", Look::Stand(Stand::Keyboard))
            .said(
                "X ganda dengan enam ketinggian dan sekrup yang tidak membuat keyboard menari. Cepat dilipat, kuat sampai piano 88 tuts.",
                "A double X with six heights and locking that keeps the keyboard from dancing. Quick to fold, strong enough for an 88-key piano.",
            )
            .specs(&[(HEIGHT, "56–98 cm"), (LOAD, "58 kg"), (MATERIAL, "Baja|Steel"), (WEIGHT, "5,9 kg|5.9 kg")])
            .from(SENAR, 28)
            .price(985_000)
            .packed(6_700, [102, 20, 14])
            .popularity(14)
            .stock(6, PLAIN),
        Draft::new(CASES, "Gator", "Transit Electric Gig Bag", "GAT-GTELEC", Look::Case(Case::GigBag))
            .said(
                "Bantalan 20 milimeter, ritsleting besar, dan saku yang akhirnya cukup untuk pedal. Strap-nya empuk untuk naik motor jauh. Tahan gerimis Bandung.",
                "Twenty millimetres of padding, big zips and pockets at last large enough for pedals. Its straps are kind on long motorbike rides. Drizzle-proof, tested by Bandung.",
            )
            .specs(&[(PADDING, "20 mm"), (INTERIOR, "101 × 34 × 7 cm"), (POCKETS, "3"), (FITS, "Gitar elektrik|Electric guitar")])
            .from(RIFF, 28)
            .price(1_250_000)
            .packed(2_600, [108, 42, 10])
            .popularity(24)
            .options(&[COLOUR])
            .variant("BLK", &["Hitam|Black"], 10, solid(0x222325))
            .variant("GRY", &["Abu-abu|Grey"], 6, solid(0x747678))
            .variant("TAN", &["Tan"], 2, solid(0xA98357))
            .done(),
        Draft::new(CASES, "SKB", "1SKB-66 Electric Hardshell", "SKB-66", Look::Case(Case::Hard))
            .said(
                "Cangkang ABS yang pernah terlindas troli bandara dan tersenyum. Kunci TSA, pegangan empuk, bagian dalam mewah untuk kepala yang mudah patah.",
                "An ABS shell that has been run over by airport trolleys and smiled. TSA latches, a cushioned handle and plush inside for fragile headstocks.",
            )
            .specs(&[(MATERIAL, "ABS"), (INTERIOR, "102 × 35 × 8 cm"), (FITS, "S & T-style"), (WEIGHT, "4,1 kg|4.1 kg")])
            .from(RIFF, 26)
            .price(2_650_000)
            .packed(5_200, [112, 46, 16])
            .popularity(12)
            .tags(&["stage"])
            .stock(4, PLAIN),
        Draft::new(CASES, "Pedaltrain", "Classic 2 Soft Case", "PDT-CL2SC", Look::Case(Case::Pedalboard))
            .said(
                "Papan aluminium miring untuk sepuluh pedal, plus tas yang mau masuk bagasi. Kabel rapi di bawah, pedal rata di atas, soundcheck selesai lebih cepat.",
                "A slanted aluminium board for ten pedals and a bag that fits the boot. Cables tidy below, pedals level above, soundcheck over sooner.",
            )
            .specs(&[(DIMENSIONS, "61 × 32 × 9 cm"), (MATERIAL, "Aluminium"), (WEIGHT, "2,5 kg|2.5 kg"), (CASE_INCLUDED, "Tas, Velcro|Bag, hook-and-loop")])
            .from(RIFF, 26)
            .price(2_350_000)
            .packed(4_200, [66, 38, 14])
            .popularity(12)
            .listed(50)
            .stock(4, PLAIN),
    ]
}
