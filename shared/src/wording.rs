//! How the server writes figures for people, in emails and on paper. The browser has `Intl` for most of it.

use chrono::{DateTime, Datelike, FixedOffset, Timelike, Utc};

use crate::account::Locale;
use crate::payments::PaymentProvider;

/// Asia/Jakarta: seven hours ahead of UTC all year.
const SHOP_ZONE: FixedOffset = match FixedOffset::east_opt(7 * 3600) {
    Some(zone) => zone,
    None => unreachable!(),
};

const INDONESIAN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];
const ENGLISH: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `21 Nov 2026`, the day it is in the shop.
#[must_use]
pub fn day(at: DateTime<Utc>, locale: Locale) -> String {
    let local = at.with_timezone(&SHOP_ZONE);
    let months = match locale {
        Locale::Indonesian => INDONESIAN,
        Locale::English => ENGLISH,
    };
    let month = months.get(local.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", local.day(), local.year())
}

/// `21 Nov 2026, 14.30 WIB`; in English with a colon.
#[must_use]
pub fn day_and_time(at: DateTime<Utc>, locale: Locale) -> String {
    let local = at.with_timezone(&SHOP_ZONE);
    let mark = match locale {
        Locale::Indonesian => '.',
        Locale::English => ':',
    };
    format!("{}, {:02}{mark}{:02} WIB", day(at, locale), local.hour(), local.minute())
}

/// `0821-1555-8035` of `+6282115558035`; what is no Indonesian number stays as it is.
#[must_use]
pub fn phone(e164: &str) -> String {
    let Some(national) = e164.strip_prefix("+62").filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())) else {
        return e164.to_owned();
    };
    let digits: Vec<char> = format!("0{national}").chars().collect();
    let groups: Vec<String> = digits.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// A way of paying by the name that people know; the provider's where there is none.
#[must_use]
pub fn payment_method(provider: PaymentProvider, method: Option<&str>, locale: Locale) -> &'static str {
    method.and_then(|method| known_method(method, locale)).unwrap_or(provider.facts().name)
}

/// The name that people know of a way of paying, by whichever provider.
fn known_method(method: &str, locale: Locale) -> Option<&'static str> {
    Some(match (method, locale) {
        ("card" | "credit_card", Locale::English) => "Card",
        ("card" | "credit_card", Locale::Indonesian) => "Kartu",
        ("bca_va", _) => "BCA Virtual Account",
        ("bni_va", _) => "BNI Virtual Account",
        ("bri_va", _) => "BRI Virtual Account",
        ("permata_va", _) => "Permata Virtual Account",
        ("cimb_va", _) => "CIMB Niaga Virtual Account",
        ("bank_transfer" | "other_va", _) => "Virtual Account",
        ("echannel" | "mandiri_bill", _) => "Mandiri Bill",
        ("gopay", _) => "GoPay",
        ("shopeepay", _) => "ShopeePay",
        ("qris" | "other_qris", _) => "QRIS",
        ("indomaret", _) => "Indomaret",
        ("alfamart", _) => "Alfamart",
        ("cstore", Locale::English) => "Convenience store",
        ("cstore", Locale::Indonesian) => "Gerai",
        ("akulaku", _) => "Akulaku",
        ("kredivo", _) => "Kredivo",
        _ => return None,
    })
}

/// A way of paying out of the provider's word for it, or out of the provider's name where there was none, as in figures that
/// are split by it. What is not known stays as it is.
#[must_use]
pub fn payment_key(key: &str, locale: Locale) -> String {
    let provider = key.parse::<PaymentProvider>().ok().map(|provider| provider.facts().name);
    if let Some(name) = provider.or_else(|| known_method(key, locale)) {
        return name.to_owned();
    }
    match (key, locale) {
        ("unknown", Locale::Indonesian) => "Lainnya".to_owned(),
        ("unknown", Locale::English) => "Other".to_owned(),
        _ => match key.strip_suffix("_va") {
            Some(bank) => format!("{} Virtual Account", bank.to_uppercase()),
            None => key.to_owned(),
        },
    }
}

/// `21 Nov 2026`, of a day of the calendar.
#[must_use]
pub fn calendar_day(day: chrono::NaiveDate, locale: Locale) -> String {
    let months = match locale {
        Locale::Indonesian => INDONESIAN,
        Locale::English => ENGLISH,
    };
    let month = months.get(day.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}

/// `1,25%` of 125 parts of ten thousand; in English with a point.
#[must_use]
pub fn percent(per_ten_thousand: i64, locale: Locale) -> String {
    let (whole, part) = (per_ten_thousand / 100, (per_ten_thousand % 100).abs());
    let sign = if per_ten_thousand < 0 && whole == 0 { "-" } else { "" };
    match locale {
        Locale::Indonesian => format!("{sign}{whole},{part:02}%"),
        Locale::English => format!("{sign}{whole}.{part:02}%"),
    }
}

/// `12.345`; in English with commas.
#[must_use]
pub fn number(number: i64, locale: Locale) -> String {
    let text = crate::money::Rupiah(number).to_string().replace("Rp\u{a0}", "");
    match locale {
        Locale::Indonesian => text,
        Locale::English => text.replace('.', ","),
    }
}

/// Names and values of options, which are written in Indonesian, and what they are called in English.
const OPTIONS: &[(&str, &str)] = &[
    // Names.
    ("bahan", "Material"),
    ("hasil akhir", "Finish"),
    ("impedansi", "Impedance"),
    ("jenis", "Type"),
    ("jumlah senar", "Strings"),
    ("kekerasan", "Hardness"),
    ("ketebalan", "Thickness"),
    ("konektor", "Connectors"),
    ("lebar", "Width"),
    ("nada dasar", "Key"),
    ("orientasi", "Orientation"),
    ("panjang", "Length"),
    ("tangan", "Handedness"),
    ("tipe", "Type"),
    ("ukuran", "Size"),
    ("ukuran senar", "Gauge"),
    ("varian", "Variant"),
    ("warna", "Finish"),
    // Hands and sizes.
    ("kanan", "Right-handed"),
    ("kidal", "Left-handed"),
    ("kiri", "Left-handed"),
    ("kiri (kidal)", "Left-handed"),
    ("besar", "Large"),
    ("kecil", "Small"),
    ("sedang", "Medium"),
    ("keras", "Hard"),
    ("lunak", "Soft"),
    ("pendek", "Short"),
    ("tebal", "Thick"),
    ("tipis", "Thin"),
    // Finishes.
    ("abu-abu", "Grey"),
    ("bening", "Clear"),
    ("biru", "Blue"),
    ("cokelat", "Brown"),
    ("coklat", "Brown"),
    ("doff", "Matte"),
    ("emas", "Gold"),
    ("gading", "Ivory"),
    ("hijau", "Green"),
    ("hitam", "Black"),
    ("jingga", "Orange"),
    ("krem", "Cream"),
    ("kuning", "Yellow"),
    ("marun", "Maroon"),
    ("mengilap", "Glossy"),
    ("mengkilap", "Glossy"),
    ("merah", "Red"),
    ("merah jambu", "Pink"),
    ("merah muda", "Pink"),
    ("metalik", "Metallic"),
    ("oranye", "Orange"),
    ("perak", "Silver"),
    ("polos", "Plain"),
    ("putih", "White"),
    ("toska", "Turquoise"),
    ("transparan", "Transparent"),
    ("ungu", "Purple"),
    ("zaitun", "Olive"),
    // Materials.
    ("baja", "Steel"),
    ("bambu", "Bamboo"),
    ("besi", "Iron"),
    ("jati", "Teak"),
    ("kain", "Fabric"),
    ("karet", "Rubber"),
    ("katun", "Cotton"),
    ("kayu", "Wood"),
    ("krom", "Chrome"),
    ("kulit", "Leather"),
    ("kulit sintetis", "Synthetic leather"),
    ("kuningan", "Brass"),
    ("logam", "Metal"),
    ("mahoni", "Mahogany"),
    ("nikel", "Nickel"),
    ("nilon", "Nylon"),
    ("nilon merah", "Red nylon"),
    ("perunggu", "Bronze"),
    ("plastik", "Plastic"),
    ("serat karbon", "Carbon fibre"),
    ("sonokeling", "Rosewood"),
    ("tembaga", "Copper"),
    ("tulang", "Bone"),
];

/// What stands behind a colour: `Biru tua`, `Hitam doff`.
const SHADES: &[(&str, &str)] = &[
    ("doff", "Matte"),
    ("mengilap", "Glossy"),
    ("mengkilap", "Glossy"),
    ("metalik", "Metallic"),
    ("muda", "Light"),
    ("transparan", "Transparent"),
    ("tua", "Dark"),
];

/// The name or a value of an option in English, or several in a row: `Hitam, Kanan` as `Black, Right-handed`. What is not known
/// stays, with its figures as they are written in English.
#[must_use]
pub fn option_in_english(text: &str) -> String {
    text.split(", ").map(one_option_in_english).collect::<Vec<_>>().join(", ")
}

fn one_option_in_english(text: &str) -> String {
    let own = text.trim().to_ascii_lowercase();
    let shaded = || {
        let (colour, shade) = own.rsplit_once(' ')?;
        Some(format!("{} {}", word(SHADES, shade)?, word(OPTIONS, colour)?.to_ascii_lowercase()))
    };
    word(OPTIONS, &own).map(str::to_owned).or_else(shaded).unwrap_or_else(|| figures_in_english(text))
}

fn word(of: &[(&'static str, &'static str)], own: &str) -> Option<&'static str> {
    of.iter().find(|(known, _)| *known == own).map(|(_, english)| *english)
}

/// The figures of an option's value, which is written in Indonesian: `0,50 mm` as `0.50 mm`, `4 senar` as `4-string`.
fn figures_in_english(value: &str) -> String {
    let letters: Vec<char> = value.replace(" senar", "-string").chars().collect();
    let is_digit = |place: usize| letters.get(place).is_some_and(char::is_ascii_digit);
    let decimal = |place: usize| place > 0 && is_digit(place - 1) && is_digit(place + 1);
    letters.iter().enumerate().map(|(place, letter)| if *letter == ',' && decimal(place) { '.' } else { *letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn dates_are_those_of_bandung() {
        assert_eq!(day_and_time(at("2026-11-21T07:30:59Z"), Locale::Indonesian), "21 Nov 2026, 14.30 WIB");
        assert_eq!(day_and_time(at("2026-08-16T17:05:00.123456Z"), Locale::Indonesian), "17 Agu 2026, 00.05 WIB");
        assert_eq!(day_and_time(at("2026-05-01T00:00:00Z"), Locale::English), "1 May 2026, 07:00 WIB");
        assert_eq!(day(at("2026-12-31T17:00:00Z"), Locale::English), "1 Jan 2027");
    }

    #[test]
    fn phones_are_in_groups() {
        assert_eq!(phone("+6282115558035"), "0821-1555-8035");
        assert_eq!(phone("+62222013163"), "0222-0131-63");
        assert_eq!(phone("+1 202"), "+1 202");
        assert_eq!(phone(""), "");
    }

    #[test]
    fn figures_of_options_are_written_in_english_too() {
        let english = ["0,50 mm", "4 senar", "Hitam, doff", "9–42"].map(figures_in_english);
        assert_eq!(english, ["0.50 mm", "4-string", "Hitam, doff", "9–42"]);
    }

    #[test]
    fn options_are_named_in_english() {
        let same = |own: &str, english: &str| assert_eq!(option_in_english(own), english);
        same("Warna", "Finish");
        same("Ukuran senar", "Gauge");
        same("Kiri (kidal)", "Left-handed");
        same("COKLAT", "Brown");
        same("Nilon merah", "Red nylon");
        same("Biru tua", "Dark blue");
        same("Merah muda", "Pink");
        same("Hitam, Kanan", "Black, Right-handed");
        same("0,50 mm, 4 senar, Iron Pewter", "0.50 mm, 4-string, Iron Pewter");
        same("Road Flare Red", "Road Flare Red");
        same("", "");
    }

    #[test]
    fn ways_of_paying_have_names() {
        let name = |provider, method| payment_method(provider, method, Locale::Indonesian);
        assert_eq!(name(PaymentProvider::Midtrans, Some("bca_va")), "BCA Virtual Account");
        assert_eq!(name(PaymentProvider::Stripe, Some("card")), "Kartu");
        assert_eq!(name(PaymentProvider::Stripe, None), "Stripe");
        assert_eq!(name(PaymentProvider::Midtrans, Some("novel")), "Midtrans");
    }

    #[test]
    fn figures_are_written_in_both_languages() {
        assert_eq!((percent(125, Locale::Indonesian), percent(5, Locale::English)), ("1,25%".to_owned(), "0.05%".to_owned()));
        assert_eq!((percent(-50, Locale::English), percent(-1250, Locale::English)), ("-0.50%".to_owned(), "-12.50%".to_owned()));
        assert_eq!(
            (number(12_345, Locale::Indonesian), number(-1_234_567, Locale::English)),
            ("12.345".to_owned(), "-1,234,567".to_owned())
        );
        let key = |key| payment_key(key, Locale::English);
        assert_eq!(
            ["bca_va", "bsi_va", "stripe", "midtrans", "novel", "unknown"].map(key),
            ["BCA Virtual Account", "BSI Virtual Account", "Stripe", "Midtrans", "novel", "Other"]
        );
    }
}
