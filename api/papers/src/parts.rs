//! What the A4 papers have in common: heads, feet, blocks of lines.

use crate::fonts::{Face, Fonts};
use crate::logo::Logo;
use crate::order::{Order, Shop};
use crate::sheet::{Colour, MM, Sheet, fitting};
use crate::text::{Style, TextLine, drawable, fitted, line, wrapped};
use crate::words::{self, Words};
use shared::account::Locale;
use shared::shipping::courier_and_service;
use shared::wording;

/// White at the left and the right, in points.
pub const MARGIN: f32 = 16.0 * MM;
/// Right edge of what is printed.
pub const RIGHT: f32 = 210.0 * MM - MARGIN;
/// Width of what is printed.
pub const WIDTH: f32 = RIGHT - MARGIN;
/// Where the content of a page ends, above its foot.
pub const BOTTOM: f32 = 297.0 * MM - 19.0 * MM;
/// Height of the band on the first page.
const BAND: f32 = 26.0 * MM;

/// Small capitals above a block.
pub const CAPTION: Style = Style::new(Face::SemiBold, 7.0, Colour::Muted).tracked(0.09);
/// Text to read.
pub const BODY: Style = Style::new(Face::Regular, 9.0, Colour::Ink);
/// The same, to be seen first.
pub const STRONG: Style = Style::new(Face::SemiBold, 9.0, Colour::Ink);
/// Beside the text.
pub const SMALL: Style = Style::new(Face::Regular, 8.0, Colour::Muted);
/// From baseline to baseline of `BODY`.
pub const LEADING: f32 = 13.0;

/// A caption.
pub fn caption(fonts: &Fonts, text: &str) -> TextLine {
    line(fonts, &text.to_uppercase(), CAPTION)
}

/// The name of the shop in the brand's face, its first word in a colour of its own; in the face for
/// reading where the brand's lacks a letter.
fn brand(
    fonts: &Fonts,
    sheet: &mut Sheet,
    name: &str,
    (x, baseline): (f32, f32),
    (size, width): (f32, f32),
    colours: [Colour; 2],
) {
    let has_all = drawable(fonts.get(Face::Bold), name).chars().all(|letter| fonts.get(Face::Display).has(letter));
    let (face, size) = if has_all { (Face::Display, size) } else { (Face::Bold, size * 0.8) };
    let whole = fitted(fonts, name, Style::new(face, size, colours[1]), width, size * 0.4);
    let first = whole.text.trim_end().split(' ').next().unwrap_or_default().to_owned();
    let first = line(fonts, &first, Style { colour: colours[0], ..whole.style });
    let rest = whole.text.get(first.text.len()..).unwrap_or_default().trim().to_owned();
    let gap = whole.style.size * 0.26;
    let style = whole.style;
    let after = x + first.width + gap;
    sheet.put(x, baseline, first);
    if !rest.is_empty() {
        sheet.put(after, baseline, line(fonts, &rest, style));
    }
}

/// The head of a first page: a dark band with the brand, what it is and its number. Gives where the
/// content begins.
pub fn band(fonts: &Fonts, sheet: &mut Sheet, shop: &Shop, title: &str, number: &str) -> f32 {
    sheet.area(0.0, 0.0, sheet.width, BAND, Colour::Ink);
    sheet.area(0.0, BAND, sheet.width, 1.2 * MM, Colour::Accent);
    let title = line(fonts, &title.to_uppercase(), Style::new(Face::Bold, 15.0, Colour::White).tracked(0.08));
    let number = line(fonts, number, Style::new(Face::Regular, 9.5, Colour::Ash));
    let left = WIDTH - title.width.max(number.width) - 20.0;
    if let Some(logo) = &shop.logo {
        plate(sheet, logo, left);
    } else {
        brand(fonts, sheet, &shop.name, (MARGIN, 13.2 * MM), (27.0, left), [Colour::AccentOnInk, Colour::White]);
        if !shop.tagline.is_empty() {
            let tagline = fitted(fonts, &shop.tagline, Style::new(Face::Regular, 8.5, Colour::Ash), left, 6.0);
            sheet.put(MARGIN, 19.2 * MM, tagline);
        }
    }
    sheet.put_right(RIGHT, 13.2 * MM, title);
    sheet.put_right(RIGHT, 19.2 * MM, number);
    BAND + 1.2 * MM + 9.0 * MM
}

/// The logo on a white plate in the band, no wider than `room`: printed pictures lie on white.
fn plate(sheet: &mut Sheet, logo: &Logo, room: f32) {
    const EDGE: f32 = 2.0 * MM;
    let widest = room.clamp(20.0 * MM, 58.0 * MM);
    let (width, height) = fitting(&logo.picture, widest - 2.0 * EDGE, 14.0 * MM);
    let y = (BAND - height) / 2.0;
    sheet.area(MARGIN, y - EDGE, width + 2.0 * EDGE, height + 2.0 * EDGE, Colour::White);
    sheet.put_picture(MARGIN + EDGE, y, (width, height), &logo.picture);
}

/// The head of a page that goes on. Gives where the content begins.
pub fn running_head(fonts: &Fonts, sheet: &mut Sheet, shop: &Shop, title: &str, order: &Order) -> f32 {
    running_head_of(fonts, sheet, shop, title, (&order.number, order.locale))
}

/// The same for a paper with that number, in that language.
pub fn running_head_of(fonts: &Fonts, sheet: &mut Sheet, shop: &Shop, title: &str, (number, locale): (&str, Locale)) -> f32 {
    plain_head(fonts, sheet, shop, &format!("{title} {number} ({})", words::of(locale).continued))
}

/// The same with any words at its right.
pub fn plain_head(fonts: &Fonts, sheet: &mut Sheet, shop: &Shop, right: &str) -> f32 {
    let right = fitted(fonts, right, Style { colour: Colour::Muted, ..BODY }, WIDTH * 0.6, 6.0);
    let left = WIDTH - right.width - 20.0;
    if let Some(logo) = &shop.logo {
        let size = fitting(&logo.picture, left.min(40.0 * MM), 8.0 * MM);
        sheet.put_picture(MARGIN, 16.5 * MM - size.1, size, &logo.picture);
    } else {
        brand(fonts, sheet, &shop.name, (MARGIN, 15.0 * MM), (15.0, left), [Colour::AccentText, Colour::Ink]);
    }
    sheet.put_right(RIGHT, 15.0 * MM, right);
    sheet.area(MARGIN, 18.5 * MM, WIDTH, 1.0, Colour::Ink);
    26.0 * MM
}

/// The feet of all pages of an order.
pub fn feet(fonts: &Fonts, sheets: &mut [Sheet], shop: &Shop, order: &Order) {
    feet_of(fonts, sheets, shop, (&order.number, order.locale));
}

/// The same for a paper with that number, in that language.
pub fn feet_of(fonts: &Fonts, sheets: &mut [Sheet], shop: &Shop, (number, locale): (&str, Locale)) {
    plain_feet(fonts, sheets, shop, number, words::of(locale));
}

/// The same with any words in its middle.
pub fn plain_feet(fonts: &Fonts, sheets: &mut [Sheet], shop: &Shop, middle: &str, words: &Words) {
    let count = sheets.len();
    for (index, sheet) in sheets.iter_mut().enumerate() {
        let y = 297.0 * MM - 14.0 * MM;
        sheet.area(MARGIN, y, WIDTH, 0.6, Colour::Line);
        let style = Style { size: 7.5, ..SMALL };
        let page = line(fonts, &format!("{} {} {} {count}", words.page, index + 1, words.of), style);
        let number = line(fonts, middle, style);
        let left = WIDTH / 2.0 - number.width / 2.0 - 12.0;
        let address = shop.url.trim_start_matches("https://").trim_start_matches("http://");
        sheet.put(MARGIN, y + 13.0, fitted(fonts, &format!("{} · {address}", shop.name), style, left, 5.5));
        sheet.put_centred(MARGIN + WIDTH / 2.0, y + 13.0, number);
        sheet.put_right(RIGHT, y + 13.0, page);
    }
}

/// A line of a block.
pub enum Entry {
    /// Breaks where it must.
    Text(String),
    /// An address or a number: made smaller rather than broken.
    Whole(String),
}

impl Entry {
    fn lines(&self, fonts: &Fonts, style: Style, width: f32) -> Vec<TextLine> {
        const SMALLEST: f32 = 6.5;
        match self {
            Self::Text(text) => wrapped(fonts, text, style, width, 10),
            Self::Whole(text) if text.is_empty() => Vec::new(),
            Self::Whole(text) => {
                let full = line(fonts, text, style);
                let size = style.size * (width / full.width).min(1.0);
                if size >= SMALLEST {
                    vec![line(fonts, text, Style { size, ..style })]
                } else {
                    wrapped(fonts, text, Style { size: SMALLEST, ..style }, width, 4)
                }
            }
        }
    }
}

/// A block with a caption: the first line strong, then the rest. Gives the baseline after it.
pub fn block(fonts: &Fonts, sheet: &mut Sheet, x: f32, y: f32, width: f32, head: &str, entries: &[Entry]) -> f32 {
    sheet.put(x, y, caption(fonts, head));
    let mut baseline = y + LEADING + 2.0;
    for (index, entry) in entries.iter().enumerate() {
        let style = if index == 0 { STRONG } else { BODY };
        baseline = sheet.put_lines(x, baseline, LEADING, entry.lines(fonts, style, width));
    }
    baseline
}

/// The seller's lines.
pub fn seller(shop: &Shop, shows_tax_number: bool) -> Vec<Entry> {
    let place = format!("{} {}", shop.city, shop.postal_code);
    let mut entries = vec![Entry::Text(shop.name.clone())];
    if !shop.branch.is_empty() {
        entries.push(Entry::Text(shop.branch.clone()));
    }
    entries.extend([Entry::Text(shop.address.clone()), Entry::Text(place)]);
    entries.extend([Entry::Whole(wording::phone(&shop.phone)), Entry::Whole(shop.email.clone())]);
    if shows_tax_number && !shop.tax_number.is_empty() {
        entries.push(Entry::Whole(format!("NPWP {}", shop.tax_number)));
    }
    if !shop.licence_number.is_empty() {
        entries.push(Entry::Whole(format!("NIB {}", shop.licence_number)));
    }
    entries
}

/// Where an order goes.
pub fn recipient(order: &Order) -> Vec<Entry> {
    let address = &order.address;
    let region = &address.region;
    vec![
        Entry::Text(address.recipient.clone()),
        Entry::Whole(wording::phone(&address.phone)),
        Entry::Text(address.street.clone()),
        Entry::Text(format!("{}, {}", region.district.name, region.regency.name)),
        Entry::Text(format!("{} {}", region.province.name, address.postal_code)),
    ]
}

/// `JNE REG`: the parcel's courier, or the one that was chosen.
pub fn courier(order: &Order) -> String {
    match order.parcels.last() {
        Some(parcel) => courier_and_service(&parcel.courier, &parcel.service),
        None => chosen(order),
    }
}

/// `JNE REG`: what the buyer chose and paid for.
pub fn chosen(order: &Order) -> String {
    courier_and_service(&order.shipping.courier, &order.shipping.name)
}

/// Names and what belongs to them, below each other. Gives the baseline after it.
pub fn facts(fonts: &Fonts, sheet: &mut Sheet, x: f32, y: f32, width: f32, facts: &[(&str, String)]) -> f32 {
    let mut baseline = y;
    for (name, value) in facts {
        sheet.put(x, baseline, caption(fonts, name));
        baseline = sheet.put_lines(x, baseline + LEADING - 1.0, LEADING, wrapped(fonts, value, STRONG, width, 3)) + 4.0;
    }
    baseline
}

/// The buyer's note in a frame, if there is one. Gives its height, and draws it where `at` says.
pub fn note(fonts: &Fonts, order: &Order, words: &Words, width: f32) -> Option<(f32, Vec<TextLine>, TextLine)> {
    if order.note.trim().is_empty() {
        return None;
    }
    let lines = wrapped(fonts, &order.note, BODY, width - 20.0, 8);
    Some((28.0 + lines.len() as f32 * LEADING, lines, caption(fonts, words.note)))
}

/// Draws what `note` made.
pub fn put_note(sheet: &mut Sheet, x: f32, y: f32, width: f32, note: (f32, Vec<TextLine>, TextLine)) {
    let (height, lines, head) = note;
    sheet.area(x, y, width, height, Colour::Mist);
    sheet.area(x, y, 2.5, height, Colour::Accent);
    sheet.put(x + 12.0, y + 15.0, head);
    sheet.put_lines(x + 12.0, y + 30.0, LEADING, lines);
}
