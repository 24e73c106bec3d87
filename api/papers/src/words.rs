//! What the papers say, in both languages.

use shared::account::Locale;
use shared::orders::OrderStatus;
use shared::payments::PaymentStatus;

use crate::order::Order;
use crate::sheet::Colour;

/// The words of a language.
pub struct Words {
    pub invoice: &'static str,
    pub packing_list: &'static str,
    pub label: &'static str,
    pub seller: &'static str,
    pub billed_to: &'static str,
    pub shipped_to: &'static str,
    pub placed: &'static str,
    pub paid_at: &'static str,
    pub pay_until: &'static str,
    pub shipped_by: &'static str,
    pub tracking: &'static str,
    pub item: &'static str,
    pub price: &'static str,
    pub quantity: &'static str,
    pub amount: &'static str,
    pub items_total: &'static str,
    pub discount: &'static str,
    pub shipping: &'static str,
    pub total: &'static str,
    pub paid_by: &'static str,
    pub returned: &'static str,
    pub returning: &'static str,
    pub to_pay: &'static str,
    pub nothing_to_pay: &'static str,
    pub tax_head: &'static str,
    pub tax_gross: &'static str,
    pub tax_net: &'static str,
    pub tax_base: &'static str,
    pub tax: &'static str,
    pub not_a_tax_invoice: &'static str,
    pub thanks: &'static str,
    pub note: &'static str,
    pub page: &'static str,
    pub of: &'static str,
    pub continued: &'static str,
    pub pieces: &'static str,
    pub lines: &'static str,
    pub weight: &'static str,
    pub sku: &'static str,
    pub packed_by: &'static str,
    pub checked_by: &'static str,
    pub date: &'static str,
    pub not_packed: &'static str,
    pub to: &'static str,
    pub from: &'static str,
    pub order: &'static str,
    pub contents: &'static str,
    pub no_cod: &'static str,
    pub no_tracking_yet: &'static str,
    pub charged: &'static str,
    pub scan_to_track: &'static str,
    pub more_lines: &'static str,
}

const INDONESIAN: Words = Words {
    invoice: "Invoice",
    packing_list: "Daftar kemas",
    label: "Label pengiriman",
    seller: "Penjual",
    billed_to: "Pembeli",
    shipped_to: "Dikirim ke",
    placed: "Tanggal pesan",
    paid_at: "Tanggal bayar",
    pay_until: "Bayar sebelum",
    shipped_by: "Kurir",
    tracking: "Nomor resi",
    item: "Barang",
    price: "Harga",
    quantity: "Jml",
    amount: "Jumlah",
    items_total: "Subtotal",
    discount: "Diskon",
    shipping: "Ongkos kirim",
    total: "Total",
    paid_by: "Dibayar",
    returned: "Dikembalikan",
    returning: "Sedang dikembalikan",
    to_pay: "Harus dibayar",
    nothing_to_pay: "Tidak ada yang harus dibayar.",
    tax_head: "PPN sudah termasuk dalam harga barang",
    tax_gross: "Harga barang setelah diskon",
    tax_net: "Harga jual tanpa PPN",
    tax_base: "DPP nilai lain (11/12)",
    tax: "PPN 12% × DPP nilai lain",
    not_a_tax_invoice: "Invoice ini bukan faktur pajak.",
    thanks: "Terima kasih. Mainkan yang keras!",
    note: "Catatan pembeli",
    page: "Halaman",
    of: "dari",
    continued: "lanjutan",
    pieces: "buah",
    lines: "macam",
    weight: "Berat",
    sku: "SKU",
    packed_by: "Dikemas oleh",
    checked_by: "Diperiksa oleh",
    date: "Tanggal",
    not_packed: "tidak dikemas: dananya dikembalikan",
    to: "Kepada",
    from: "Pengirim",
    order: "Pesanan",
    contents: "Isi",
    no_cod: "NON COD",
    no_tracking_yet: "Nomor pesanan (belum ada resi)",
    charged: "tagih",
    scan_to_track: "Lacak pesanan",
    more_lines: "macam lagi",
};

const ENGLISH: Words = Words {
    invoice: "Invoice",
    packing_list: "Packing list",
    label: "Shipping label",
    seller: "Seller",
    billed_to: "Billed to",
    shipped_to: "Shipped to",
    placed: "Order date",
    paid_at: "Paid on",
    pay_until: "Pay before",
    shipped_by: "Courier",
    tracking: "Tracking number",
    item: "Item",
    price: "Price",
    quantity: "Qty",
    amount: "Amount",
    items_total: "Subtotal",
    discount: "Discount",
    shipping: "Shipping",
    total: "Total",
    paid_by: "Paid",
    returned: "Refunded",
    returning: "Refund under way",
    to_pay: "Amount due",
    nothing_to_pay: "Nothing to pay.",
    tax_head: "VAT (PPN) is included in the prices of the items",
    tax_gross: "Items after discount",
    tax_net: "Price without VAT",
    tax_base: "Tax base (DPP nilai lain, 11/12)",
    tax: "VAT (PPN) 12% × tax base",
    not_a_tax_invoice: "This invoice is not a tax invoice (faktur pajak).",
    thanks: "Thank you. Play it loud!",
    note: "Buyer's note",
    page: "Page",
    of: "of",
    continued: "continued",
    pieces: "pieces",
    lines: "kinds",
    weight: "Weight",
    sku: "SKU",
    packed_by: "Packed by",
    checked_by: "Checked by",
    date: "Date",
    not_packed: "not packed: their money went back",
    to: "To",
    from: "From",
    order: "Order",
    contents: "Contents",
    no_cod: "NON COD",
    no_tracking_yet: "Order number (no tracking number yet)",
    charged: "charged",
    scan_to_track: "Track the order",
    more_lines: "more kinds",
};

/// The words of a language.
pub fn of(locale: Locale) -> &'static Words {
    match locale {
        Locale::Indonesian => &INDONESIAN,
        Locale::English => &ENGLISH,
    }
}

/// What an invoice is worth, as it is stamped on it.
pub fn stamp(order: &Order) -> (&'static str, Colour) {
    let english = order.locale == Locale::English;
    let say = |indonesian, in_english| if english { in_english } else { indonesian };
    match (order.status, order.payment_status) {
        (OrderStatus::Refunded, _) | (_, PaymentStatus::Refunded) => (say("Dikembalikan", "Refunded"), Colour::Red),
        (OrderStatus::Cancelled, _) => (say("Dibatalkan", "Cancelled"), Colour::Red),
        (OrderStatus::Expired, _) => (say("Kedaluwarsa", "Expired"), Colour::Red),
        (_, PaymentStatus::Paid) => (say("Lunas", "Paid"), Colour::Green),
        (_, PaymentStatus::PartiallyRefunded) => (say("Dikembalikan sebagian", "Partly refunded"), Colour::Green),
        (_, PaymentStatus::Challenged) => (say("Diperiksa", "Under review"), Colour::Ember),
        (_, PaymentStatus::Unpaid | PaymentStatus::Pending) => (say("Belum dibayar", "Unpaid"), Colour::Ember),
    }
}

/// `3,5 kg` of 3,450 g; below a kilogram `850 g`. With a decimal point in English.
pub fn weight(grams: i64, locale: Locale) -> String {
    if grams < 1000 {
        return format!("{grams} g");
    }
    let tenths = (grams + 50) / 100;
    let mark = if locale == Locale::English { '.' } else { ',' };
    if tenths % 10 == 0 { format!("{} kg", tenths / 10) } else { format!("{}{mark}{} kg", tenths / 10, tenths % 10) }
}
