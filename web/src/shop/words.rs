//! Names of the catalogue in the reader's language, and numbers in words.

use chrono::{DateTime, Utc};
use shared::cart::{CartItem, LineNotice};
use shared::catalog::{Category, Crumb, OptionValue, Specification};
use shared::shipping::ShippingQuote;
pub use shared::shipping::courier_and_service as service;
use shared::wording;

use crate::i18n::{Locale, td_string};
use crate::ui::weekday;

/// A category's name.
#[must_use]
pub fn category(locale: Locale, category: &Category) -> String {
    pick(locale, &category.name, &category.name_en)
}

/// What a category says about itself.
#[must_use]
pub fn category_text(locale: Locale, category: &Category) -> String {
    pick(locale, &category.description, &category.description_en)
}

/// A step of the way to a category.
#[must_use]
pub fn crumb(locale: Locale, crumb: &Crumb) -> String {
    pick(locale, &crumb.name, &crumb.name_en)
}

/// The name of a line of the specifications.
#[must_use]
pub fn specification(locale: Locale, line: &Specification) -> String {
    pick(locale, &line.name, &line.name_en)
}

/// The value of a line of the specifications.
#[must_use]
pub fn specification_value(locale: Locale, line: &Specification) -> String {
    pick(locale, &line.value, &line.value_en)
}

/// The text in the reader's language, or in the other one when that is missing.
#[must_use]
pub fn pick(locale: Locale, id: &str, en: &str) -> String {
    match locale {
        Locale::en if !en.is_empty() => en.to_owned(),
        Locale::en | Locale::id => id.to_owned(),
    }
}

/// `12 produk`.
#[must_use]
pub fn products(locale: Locale, count: i64, is_estimate: bool) -> String {
    let number = number(locale, count);
    match count {
        _ if is_estimate => td_string!(locale, shop.list.about, count = number),
        1 => td_string!(locale, shop.list.one).to_owned(),
        _ => td_string!(locale, shop.list.many, count = number),
    }
}

/// `12 ulasan`.
#[must_use]
pub fn reviews(locale: Locale, count: i64) -> String {
    match count {
        1 => td_string!(locale, shop.reviews.one).to_owned(),
        _ => td_string!(locale, shop.reviews.many, count = number(locale, count)),
    }
}

/// A whole number in the reader's grouping: `1.234`.
#[must_use]
pub fn number(locale: Locale, number: i64) -> String {
    let text = crate::ui::money(locale, shared::money::Rupiah(number));
    text.replace("Rp", "").replace('\u{a0}', "")
}

/// The name or a value of an option, or several of them. They are written in Indonesian; the usual ones have an English name too.
#[must_use]
pub fn option_word(locale: Locale, text: &str) -> String {
    match locale {
        Locale::en => wording::option_in_english(text),
        Locale::id => text.to_owned(),
    }
}

/// What a variant has for its options, in one line.
#[must_use]
pub fn options(locale: Locale, options: &[OptionValue]) -> String {
    options.iter().map(|option| option_word(locale, &option.value)).collect::<Vec<_>>().join(" · ")
}

/// What is different about a line of the cart since it was put in.
#[must_use]
pub fn line_notice(locale: Locale, item: &CartItem, notice: LineNotice) -> String {
    match notice {
        LineNotice::PriceChanged => {
            let before = crate::ui::money(locale, item.price_when_added);
            td_string!(locale, buy.cart.price_changed, before = before)
        }
        LineNotice::ShortOfStock => td_string!(locale, buy.cart.short_of_stock, count = item.available),
        LineNotice::SoldOut => td_string!(locale, buy.cart.sold_out).to_owned(),
        LineNotice::Withdrawn => td_string!(locale, buy.cart.withdrawn).to_owned(),
    }
}

/// How long a parcel is on its way: `1–2 hari`.
#[must_use]
pub fn days(locale: Locale, quote: &ShippingQuote) -> String {
    match (quote.min_days, quote.max_days) {
        (1, 1) => td_string!(locale, shop.ship.one_day).to_owned(),
        (least, most) if least == most => td_string!(locale, shop.ship.days, days = least),
        (least, most) => td_string!(locale, shop.ship.days, days = format!("{least}–{most}")),
    }
}

/// A time of day such as `09:30` as the reader writes it.
#[must_use]
pub fn clock(locale: Locale, time: &str) -> String {
    match locale {
        Locale::id => time.replace(':', "."),
        Locale::en => time.to_owned(),
    }
}

/// A day that is near by what it is called from today: `hari ini`, `besok`, `Senin`.
#[must_use]
pub fn day(locale: Locale, at: DateTime<Utc>, days_ahead: u64) -> String {
    match days_ahead {
        0 => td_string!(locale, shop.footer.today).to_owned(),
        1 => td_string!(locale, shop.footer.tomorrow).to_owned(),
        _ => weekday(locale, at),
    }
}

/// A phone number in E.164 as it is dialled in Indonesia: `0821-1555-8035`.
#[must_use]
pub fn phone(e164: &str) -> String {
    let Some(national) = e164.strip_prefix("+62") else { return e164.to_owned() };
    let digits: Vec<char> = format!("0{national}").chars().collect();
    digits.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}
