//! The distributors the shop buys from. All invented.

use crate::model::{Supplier, Text};

pub(crate) const LARAS: &str = "LARAS";
pub(crate) const GEMA: &str = "GEMA";
pub(crate) const TALA: &str = "TALA";
pub(crate) const SENTRA: &str = "SENTRA";
pub(crate) const RIFF: &str = "RIFF";
pub(crate) const SENAR: &str = "SENAR";

pub(crate) fn all() -> Vec<Supplier> {
    vec![
        Supplier {
            code: LARAS,
            name: "Laras Dawai",
            company: "PT Laras Dawai Nusantara",
            contact_person: "Hendra Gunawan",
            email: "penjualan@larasdawai.example.com",
            phone: "+622155501101",
            address: "Jl Kyai Caringin No 18, Jakarta Pusat",
            regency: "31.71",
            postal_code: "10150",
            notes: Text::new(
                "Gitar dan bass Amerika. Pesan sebelum tanggal 10, kirim tiap Jumat.",
                "American guitars and basses. Order before the 10th, ships on Fridays.",
            ),
        },
        Supplier {
            code: GEMA,
            name: "Gema Ampli",
            company: "PT Gema Ampli Indonesia",
            contact_person: "Yulia Setiawan",
            email: "order@gemaampli.example.com",
            phone: "+622155502202",
            address: "Jl Mangga Dua Raya Blok C No 7, Jakarta Utara",
            regency: "31.72",
            postal_code: "14430",
            notes: Text::new(
                "Ampli dan kabinet. Barang berat lewat truk, tiga sampai lima hari.",
                "Amplifiers and cabinets. Heavy goods by truck, three to five days.",
            ),
        },
        Supplier {
            code: TALA,
            name: "Tala Perkusi",
            company: "CV Tala Perkusi",
            contact_person: "Agus Prasetyo",
            email: "halo@talaperkusi.example.org",
            phone: "+623155503303",
            address: "Jl Kedungdoro No 112, Surabaya",
            regency: "35.78",
            postal_code: "60261",
            notes: Text::new(
                "Drum, simbal dan hardware. Minimal pembelian Rp 10 juta.",
                "Drums, cymbals and hardware. Minimum order Rp 10 million.",
            ),
        },
        Supplier {
            code: SENTRA,
            name: "Sentra Nada Digital",
            company: "PT Sentra Nada Digital",
            contact_person: "Felicia Hartono",
            email: "b2b@sentranada.example.com",
            phone: "+622155504404",
            address: "Jl Gatot Subroto Kav 24, Jakarta Selatan",
            regency: "31.74",
            postal_code: "12930",
            notes: Text::new("Keyboard, audio dan studio. Tempo 30 hari.", "Keyboards, audio and studio. Terms 30 days."),
        },
        Supplier {
            code: RIFF,
            name: "Riff Jepang",
            company: "PT Riff Jepang Musik",
            contact_person: "Dimas Wirawan",
            email: "sales@riffjepang.example.com",
            phone: "+622255505505",
            address: "Jl Cihampelas No 160, Bandung",
            regency: "32.73",
            postal_code: "40131",
            notes: Text::new(
                "Gitar Jepang dan Korea, pedal. Satu kota, bisa diambil sendiri.",
                "Japanese and Korean guitars, pedals. Same city, can be picked up.",
            ),
        },
        Supplier {
            code: SENAR,
            name: "Senar Mas",
            company: "CV Senar Mas Abadi",
            contact_person: "Lilis Suryani",
            email: "toko@senarmas.example.org",
            phone: "+622455506606",
            address: "Jl Gajah Mada No 45, Semarang",
            regency: "33.74",
            postal_code: "50134",
            notes: Text::new(
                "Senar, pick, strap dan aksesori kecil. Kirim hari yang sama sebelum pukul 12.",
                "Strings, picks, straps and small accessories. Same-day dispatch before noon.",
            ),
        },
    ]
}
