//! What reports say, in both languages.

use chrono::NaiveDate;
use shared::account::Locale;
use shared::wording;

use crate::http::{Cell, Words};

/// The word in a language.
pub(super) fn word(words: Words, locale: Locale) -> String {
    let [indonesian, english] = words;
    match locale {
        Locale::Indonesian => indonesian,
        Locale::English => english,
    }
    .to_owned()
}

pub(super) const TITLE: Words = ["Laporan", "Report"];
pub(super) const SUMMARY: Words = ["Ringkasan", "Summary"];
pub(super) const SALES: Words = ["Penjualan", "Sales"];
pub(super) const CATEGORIES: Words = ["Kategori", "Categories"];
pub(super) const COURIERS: Words = ["Kurir", "Couriers"];
pub(super) const METHODS: Words = ["Cara bayar", "Payment methods"];
pub(super) const BEST: Words = ["Produk terlaris", "Best sellers"];
pub(super) const TOTALS: Words = ["Jumlah lainnya", "Other totals"];
pub(super) const SEARCHES: Words = ["Pencarian", "Searches"];
pub(super) const MISSING: Words = ["Pencarian tanpa hasil", "Searches without results"];

pub(super) const FIGURE: Words = ["Angka", "Figure"];
pub(super) const CHANGE: Words = ["Perubahan", "Change"];
pub(super) const FROM: Words = ["Dari", "From"];
pub(super) const UNTIL: Words = ["Sampai", "Until"];
pub(super) const REVENUE: Words = ["Pendapatan", "Revenue"];
pub(super) const REVENUE_BEFORE: Words = ["Pendapatan sebelumnya", "Revenue before"];
pub(super) const CAPTURED: Words = ["Pembayaran masuk", "Payments taken"];
pub(super) const REFUNDED: Words = ["Dikembalikan", "Refunded"];
pub(super) const ORDERS: Words = ["Pesanan dibayar", "Paid orders"];
pub(super) const AVERAGE: Words = ["Rata-rata pesanan", "Average order"];
pub(super) const VISITS: Words = ["Kunjungan", "Visits"];
pub(super) const CONVERSION: Words = ["Konversi", "Conversion"];
pub(super) const CUSTOMERS: Words = ["Pelanggan baru", "New customers"];
pub(super) const ALL_CUSTOMERS: Words = ["Pelanggan seluruhnya", "Customers in all"];
pub(super) const VIEWS: Words = ["Produk dilihat", "Products viewed"];
pub(super) const CART_ADDS: Words = ["Masuk keranjang", "Added to cart"];
pub(super) const COUNT: Words = ["Jumlah", "Count"];
pub(super) const CATEGORY: Words = ["Kategori", "Category"];
pub(super) const BESIDES: Words = ["Ongkos kirim, potongan, dan lainnya", "Shipping, discounts and other"];
pub(super) const PIECES: Words = ["Terjual", "Pieces sold"];
pub(super) const COURIER: Words = ["Kurir", "Courier"];
pub(super) const METHOD: Words = ["Cara bayar", "Payment method"];
pub(super) const PRODUCT: Words = ["Produk", "Product"];
pub(super) const QUERY: Words = ["Kata", "Words"];
pub(super) const TIMES: Words = ["Dicari", "Searched"];
pub(super) const WITHOUT: Words = ["Tanpa hasil", "Without results"];
pub(super) const MADE: Words = ["Dibuat", "Made"];
pub(super) const COMPARED: Words = ["dibandingkan dengan", "compared with"];
pub(super) const BY_TIME: Words = ["Pendapatan dari waktu ke waktu", "Revenue over time"];
pub(super) const THIS_SPAN: Words = ["Rentang ini", "This span"];
pub(super) const SPAN_BEFORE: Words = ["Sebelumnya", "Before"];

/// `1 Nov 2026 – 28 Nov 2026`, or the day where it is one.
pub(super) fn span(from: NaiveDate, until: NaiveDate, locale: Locale) -> String {
    let day = |day| wording::calendar_day(day, locale);
    if from == until { day(from) } else { format!("{} – {}", day(from), day(until)) }
}

/// A cell as it is read on paper.
pub(super) fn text(cell: &Cell, locale: Locale) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Integer(number) => wording::number(*number, locale),
        Cell::Money(amount) => amount.to_string(),
        Cell::Time(at) => wording::day_and_time(*at, locale),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Day(day) => wording::calendar_day(*day, locale),
        Cell::Percent(parts) => wording::percent(*parts, locale),
    }
}
