//! The words of the pay pages, in Indonesian and English.

use poem::http::{HeaderMap, header};

/// One language.
pub(crate) struct Words {
    pub lang: &'static str,
    pub title: &'static str,
    pub notice: &'static str,
    pub via: &'static str,
    pub total: &'static str,
    pub shipping: &'static str,
    pub fee: &'static str,
    pub reference: &'static str,
    pub choose: &'static str,
    pub card: &'static str,
    pub card_label: &'static str,
    pub months: [&'static str; 12],
    pub instantly: &'static str,
    pub with_number: &'static str,
    pub pay: &'static str,
    pub pending: &'static str,
    pub pending_hint: &'static str,
    pub fail: &'static str,
    pub challenge: &'static str,
    pub cancel: &'static str,
    pub settle: &'static str,
    pub settle_fail: &'static str,
    pub back: &'static str,
    pub declined: &'static str,
    pub paid: &'static str,
    pub waiting: &'static str,
    pub review: &'static str,
    pub expired: &'static str,
    pub ended: &'static str,
    pub failed: &'static str,
    pub no_method: &'static str,
    pub account: &'static str,
    pub bill: &'static str,
    pub code: &'static str,
    pub scan: &'static str,
    pub open_app: &'static str,
    pub until: &'static str,
    pub unknown: &'static str,
}

pub(crate) const INDONESIAN: Words = Words {
    lang: "id",
    title: "Sandbox pembayaran",
    notice: "Halaman ini hanya untuk uji coba. Tidak ada uang yang berpindah.",
    via: "seperti lewat",
    total: "Total",
    shipping: "Pengiriman",
    fee: "Biaya layanan",
    reference: "Nomor referensi",
    choose: "Pilih cara bayar",
    card: "Kartu uji 4242 4242 4242 4242",
    card_label: "Kartu kredit/debit",
    months: [
        "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
    ],
    instantly: "langsung lunas",
    with_number: "dengan nomor bayar",
    pay: "Bayar",
    pending: "Bayar nanti",
    pending_hint: "Bayar nanti meniru transfer bank: pesanan menunggu sampai uangnya masuk.",
    fail: "Tolak",
    challenge: "Tahan untuk diperiksa",
    cancel: "Batal dan kembali ke toko",
    settle: "Uangnya masuk",
    settle_fail: "Uangnya tidak pernah masuk",
    back: "Kembali ke toko",
    declined: "Pembayaran ditolak. Coba lagi, atau pilih cara lain.",
    paid: "Pembayaran berhasil.",
    waiting: "Menunggu pembayaran.",
    review: "Pembayaran diterima dan sedang diperiksa.",
    expired: "Waktu pembayaran sudah habis.",
    ended: "Pembayaran ini sudah dibatalkan atau dikembalikan.",
    failed: "Pembayaran gagal.",
    no_method: "Tidak ada cara bayar yang bisa dicoba di sini untuk transaksi ini.",
    account: "Nomor virtual account",
    bill: "Kode perusahaan 70012, nomor tagihan",
    code: "Kode pembayaran di kasir",
    scan: "Pindai kode QR ini",
    open_app: "Lanjutkan di aplikasi dompetmu",
    until: "Bayar sebelum",
    unknown: "Pembayaran ini tidak ditemukan.",
};

pub(crate) const ENGLISH: Words = Words {
    lang: "en",
    title: "Payment sandbox",
    notice: "Sandbox pembayaran: this page is for trying things out. No money moves.",
    via: "as if through",
    total: "Total",
    shipping: "Shipping",
    fee: "Service fee",
    reference: "Reference",
    choose: "Choose how to pay",
    card: "Test card 4242 4242 4242 4242",
    card_label: "Credit or debit card",
    months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
    instantly: "paid at once",
    with_number: "with a payment number",
    pay: "Pay",
    pending: "Pay later",
    pending_hint: "Pay later plays a bank transfer: the order waits until the money arrives.",
    fail: "Decline",
    challenge: "Hold for review",
    cancel: "Cancel and return to the shop",
    settle: "The money arrives",
    settle_fail: "The money never comes",
    back: "Return to the shop",
    declined: "The payment was declined. Try again, or choose another way.",
    paid: "Payment received.",
    waiting: "Waiting for the payment.",
    review: "The payment was taken and is under review.",
    expired: "The time to pay is over.",
    ended: "This payment was cancelled or given back.",
    failed: "The payment failed.",
    no_method: "None of the ways to pay this transaction offers can be tried here.",
    account: "Virtual account number",
    bill: "Company code 70012, bill number",
    code: "Payment code for the till",
    scan: "Scan this QR code",
    open_app: "Continue in your wallet app",
    until: "Pay before",
    unknown: "There is no such payment.",
};

/// The first of the two languages that `Accept-Language` names, else Indonesian.
pub(crate) fn words(headers: &HeaderMap) -> &'static Words {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let first = wanted
        .split(',')
        .find_map(|part| match part.trim().split(['-', ';']).next() {
            Some("id" | "in" | "ms") => Some(&INDONESIAN),
            Some("en") => Some(&ENGLISH),
            _ => None,
        });
    first.unwrap_or(&INDONESIAN)
}

/// The language a code names, if it is one of the two.
pub(crate) fn by_code(code: &str) -> Option<&'static Words> {
    match code.split('-').next() {
        Some("id") => Some(&INDONESIAN),
        Some("en") => Some(&ENGLISH),
        _ => None,
    }
}
