//! Sentences of buyers, by what they bought and how happy they were.

type Words = &'static [&'static str];

/// About the thing itself.
pub(super) fn about(top: &str, category: &str, stars: u8, english: bool) -> Words {
    match (stars, english) {
        (1..=2, false) => UNHAPPY,
        (1..=2, true) => UNHAPPY_EN,
        (3, false) => MIXED,
        (3, true) => MIXED_EN,
        (_, true) => HAPPY_EN,
        _ if category == "drumsticks" => STICKS,
        _ => match top {
            "guitars" => GUITARS,
            "basses" => BASSES,
            "drums" => DRUMS,
            "amplifiers" => AMPS,
            "keyboards" => KEYS,
            "pro-audio" => AUDIO,
            "effects" => EFFECTS,
            _ => SMALL,
        },
    }
}

/// About the shop and the way of the parcel.
pub(super) fn shop(stars: u8, english: bool) -> Words {
    match (stars, english) {
        (1..=2, false) => SHOP_UNHAPPY,
        (1..=2, true) => &["The shop answered the chat quickly, at least.", "Support did help in the end."],
        (_, true) => SHOP_EN,
        _ => SHOP,
    }
}

const GUITARS: Words = &[
    "Setelan dari toko sudah enak, action rendah tanpa buzz.",
    "Lehernya nyaman banget, jari langsung betah.",
    "Warna aslinya lebih ganteng dari foto.",
    "Distorsi tebal, clean-nya juga bening.",
    "Fret rapi, tidak ada yang tajam di pinggir.",
    "Sudah dipakai manggung dua kali, tuning tetap stabil.",
    "Sustain panjang, riff jadi kedengaran mahal.",
    "Bobotnya pas, tidak bikin pundak rontok.",
    "Pickup-nya galak tapi nggak berisik.",
    "Anak saya senang sekali, latihan tiap malam.",
    "Finishing mulus, saya cek satu-satu tidak ada cacat.",
    "Impian dari zaman SMA akhirnya kesampaian.",
    "Nada tinggi gampang dijangkau, solo jadi enak.",
    "Buat harga segini susah cari lawannya.",
];

const BASSES: Words = &[
    "Low-nya bulat, langsung duduk di mix.",
    "Slap-nya nendang, fingerstyle-nya hangat.",
    "Leher ramping, tangan kecil pun aman.",
    "Drummer saya langsung minta volume diturunkan.",
    "Preamp-nya lebih berguna dari yang saya kira.",
    "Seimbang di strap, tidak neck dive.",
    "Senar rendahnya tegas, tidak lembek.",
    "Dipakai rekaman langsung jadi, hampir tanpa EQ.",
    "Growl-nya keluar begitu dipetik agak keras.",
];

const DRUMS: Words = &[
    "Suaranya padat, gampang disetem.",
    "Hardware kokoh, tidak goyang waktu double pedal.",
    "Snare-nya menembus gitar dua-duanya.",
    "Pantulannya enak, ghost note kebaca semua.",
    "Tetangga belum protes, berarti berhasil.",
    "Crash-nya cepat habis, pas buat rekaman.",
    "Sudah sebulan dihajar, masih mulus.",
    "Kick-nya pendek dan keras, persis yang saya cari.",
    "Beda kelas dengan bawaan kit lama saya.",
];

const STICKS: Words = &[
    "Lurus semua, sepasang beratnya sama.",
    "Awet, biasanya seminggu patah ini sudah tiga minggu.",
    "Grip enak, nggak licin walau keringetan.",
    "Langganan, selalu beli dua pasang.",
    "Pas di tangan, rebound-nya enak.",
];

const AMPS: Words = &[
    "Jam sembilan saja sudah bikin kaca bergetar.",
    "Clean-nya luas, pedal apa pun masuk.",
    "Gain-nya rapat, palm mute jadi tegas.",
    "Buat latihan kamar ternyata cukup banget.",
    "Berat, tapi begitu nyala langsung lupa.",
    "Persis suara album yang saya dengar waktu remaja.",
    "Volume kecil pun tetap ada nyawanya.",
    "Dipakai di kafe, penonton belakang kedengaran.",
    "Keluaran headphone-nya menolong waktu malam.",
];

const KEYS: Words = &[
    "Tutsnya enak, beratnya pas buat belajar.",
    "Suara piano-nya bikin lupa waktu.",
    "Kenopnya padat, tidak oglek.",
    "Langsung kebaca di laptop tanpa driver.",
    "Ringan dibawa ke gereja tiap Minggu.",
    "Pad-nya responsif, bikin beat jadi cepat.",
    "Presetnya banyak yang siap pakai di panggung.",
    "Istri yang main, saya yang ketagihan dengar.",
];

const AUDIO: Words = &[
    "Rekaman vokal jadi bersih, noise hampir nol.",
    "Pasang, colok, langsung jalan.",
    "Mix saya akhirnya kedengaran sama di mobil.",
    "Vokalis kami teriak pun tidak pecah.",
    "Bahannya kokoh, terasa tahan lama.",
    "Detailnya kelihatan, reverb palsu langsung ketahuan.",
    "Latensi kecil, rekam gitar nyaman.",
    "Sudah jatuh sekali, masih normal.",
    "Buat podcast dan cover dua-duanya enak.",
];

const EFFECTS: Words = &[
    "Satu injak langsung paham kenapa legendaris.",
    "Noise-nya rendah untuk gain segini.",
    "Dipasang di depan ampli, riff langsung rapat.",
    "Kecil, tapi pedalboard jadi hidup.",
    "Footswitch mantap, tidak ada bunyi pop.",
    "Ternyata semua kenop ke kanan memang jawabannya.",
    "Jernih walau kabel panjang.",
    "Lampunya kebaca di panggung gelap.",
    "Akhirnya berhenti cari pedal. Mungkin.",
    "Mudah dipakai, sepuluh menit sudah dapat tone.",
];

const SMALL: Words = &[
    "Selalu stok, tidak pernah mengecewakan.",
    "Bahan bagus, jahitan rapi.",
    "Awet, sudah dua bulan masih seperti baru.",
    "Harga masuk akal, barang asli.",
    "Terasa bedanya dibanding yang murah.",
    "Pas untuk kebutuhan manggung mingguan.",
    "Beli tiga, teman minta dua.",
    "Nyaman dipakai latihan lama.",
    "Sesuai deskripsi, ukuran pas.",
    "Langsung dipakai malam itu juga.",
    "Suara jadi lebih terang.",
    "Kuat, tidak seperti yang dulu saya beli.",
];

const MIXED: Words = &[
    "Barangnya oke, tapi setelannya perlu dirapikan lagi.",
    "Lumayan untuk harganya, jangan berharap lebih.",
    "Suaranya enak, manualnya kurang jelas.",
    "Ada bekas gores tipis, fungsinya normal.",
    "Warnanya agak beda dari foto, selebihnya bagus.",
    "Cukup, walau saya kira lebih berat bahannya.",
    "Bagus, cuma kotaknya penyok waktu sampai.",
    "Butuh waktu membiasakan diri.",
];

const UNHAPPY: Words = &[
    "Datang dengan baut kendor, harus dibongkar dulu.",
    "Tidak cocok dengan selera saya, terlalu tajam suaranya.",
    "Salah satu kenop seret.",
    "Kurang sesuai bayangan, mungkin saya yang salah pilih.",
    "Baru dua minggu sudah perlu servis.",
];

const SHOP: Words = &[
    "Packing tebal, aman sampai tujuan.",
    "Pengiriman cepat, besoknya sudah dipegang.",
    "Adminnya sabar jawab pertanyaan saya.",
    "Kayu pengaman dan bubble-nya niat.",
    "Makasih Hurtrock!",
    "Bakal balik lagi ke sini.",
    "Ditelepon dulu sebelum dikirim, salut.",
    "Bonus pick lagi, lumayan.",
    "Resi langsung keluar hari itu juga.",
    "Sampai luar pulau tanpa lecet.",
    "Toko langganan dari dulu.",
    "Recommended seller.",
    "Harga jujur, barang asli.",
    "Dites dulu sama tokonya, dikirimi videonya.",
    "Paket rapi sekali.",
];

const SHOP_UNHAPPY: Words = &[
    "Untung tokonya cepat tanggap.",
    "Sudah chat, semoga ada solusinya.",
    "Pengirimannya sih cepat.",
    "Tokonya minta maaf dan menawarkan tukar.",
];

const HAPPY_EN: Words = &[
    "Exactly what I was after, and it sounds huge.",
    "Plays beautifully right out of the box.",
    "Looks even better than the pictures.",
    "Has been through two gigs already without a hiccup.",
    "Solid build, nothing rattles.",
    "My bandmates want one now.",
    "Worth every rupiah.",
    "Great tone, low noise, no regrets.",
    "Does one job and does it very well.",
    "I compared three shops and this was the best price.",
];

const MIXED_EN: Words = &[
    "Good, but it needed a little setup first.",
    "Decent for the money, nothing more.",
    "Sounds fine, the manual could be better.",
    "Small scratch on arrival, works as it should.",
];

const UNHAPPY_EN: Words = &["Not for me, too bright for my taste.", "Arrived with a loose screw.", "I expected a sturdier feel."];

const SHOP_EN: Words = &[
    "Packed like a treasure.",
    "Arrived in Bali in three days.",
    "Friendly chat, quick answers.",
    "Would order again.",
    "They tested it before shipping, nice touch.",
    "Fast shipping.",
];
