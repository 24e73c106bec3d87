//! How figures and pictures are written in the first HTML.

use minijinja::value::Value;
use minijinja::{Environment, Error, ErrorKind};
use shared::money::Rupiah;
use shared::wording;

/// Makes the filters known to the templates.
pub(super) fn add(environment: &mut Environment) {
    environment.add_filter("money", money);
    environment.add_filter("stars", stars);
    environment.add_filter("phone", wording::phone);
    environment.add_filter("clock", clock);
    environment.add_filter("weekday", weekday);
    environment.add_filter("products", products);
    environment.add_filter("reviews", reviews);
    environment.add_filter("srcset", srcset);
    environment.add_filter("rendition", rendition);
    environment.add_filter("bare_name", bare_name);
    environment.add_filter("option", option);
}

/// `Rp 1.500.000`, in English `Rp 1,500,000`.
fn money(amount: i64, locale: &str) -> String {
    let text = Rupiah(amount).to_string();
    if locale == "en" { text.replace('.', ",") } else { text }
}

/// Hundredths of a star as `4,5`, in English `4.5`.
fn stars(hundredths: i32, locale: &str) -> String {
    let text = shared::head::decimal(hundredths);
    if locale == "en" { text } else { text.replace('.', ",") }
}

/// `09.30`, in English `09:30`.
fn clock(time: &str, locale: &str) -> String {
    if locale == "en" { time.to_owned() } else { time.replace(':', ".") }
}

/// The name of a day; 1 is Monday.
fn weekday(day: usize, locale: &str) -> &'static str {
    const INDONESIAN: [&str; 7] = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"];
    const ENGLISH: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let names = if locale == "en" { ENGLISH } else { INDONESIAN };
    day.checked_sub(1).and_then(|index| names.get(index)).copied().unwrap_or_default()
}

/// `12 produk`, in the words of `shop.json`.
fn products(count: i64, shop: &Value, locale: &str, is_estimate: Option<bool>) -> Result<String, Error> {
    let form = match count {
        _ if is_estimate == Some(true) => "about",
        1 => "one",
        _ => "many",
    };
    counted(shop, "list", form, count, locale)
}

/// `12 ulasan`, in the words of `shop.json`.
fn reviews(count: i64, shop: &Value, locale: &str) -> Result<String, Error> {
    counted(shop, "reviews", if count == 1 { "one" } else { "many" }, count, locale)
}

fn counted(shop: &Value, of: &str, form: &str, count: i64, locale: &str) -> Result<String, Error> {
    let text = shop.get_attr(of)?.get_attr(form)?.to_string();
    let number = money(count, locale).replace("Rp", "").replace('\u{a0}', "");
    Ok(text.replace("{{ count }}", &number))
}

/// A picture's renditions for `srcset`.
fn srcset(image: &Value) -> Result<String, Error> {
    let url = image.get_attr("url")?;
    let sizes = image.get_attr("widths")?.try_iter()?.map(|width| format!("{url}-{width}.webp {width}w"));
    Ok(sizes.collect::<Vec<_>>().join(", "))
}

/// The smallest rendition that is at least so wide, or the widest there is.
fn rendition(image: &Value, least: i64) -> Result<String, Error> {
    let url = image.get_attr("url")?;
    let widths: Vec<i64> = image.get_attr("widths")?.try_iter()?.filter_map(|width| i64::try_from(width).ok()).collect();
    let width = widths.iter().copied().find(|&width| width >= least).or(widths.last().copied());
    let width = width.ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "a picture without renditions"))?;
    Ok(format!("{url}-{width}.jpg"))
}

/// A card's name without the brand in front, which stands above it.
fn bare_name(card: &Value) -> Result<String, Error> {
    let (name, brand) = (card.get_attr("name")?.to_string(), card.get_attr("brand")?.to_string());
    let bare = name.strip_prefix(&brand).map_or("", str::trim);
    Ok(if bare.is_empty() { name } else { bare.to_owned() })
}

/// A value of an option, or an option's name, in the language of the words `w`.
fn option(text: &str, w: &Value) -> Result<String, Error> {
    let is_english = w.get_attr("locale")?.as_str() == Some("en");
    Ok(if is_english { wording::option_in_english(text) } else { text.to_owned() })
}
