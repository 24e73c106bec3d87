//! The label of a parcel, 100 × 150 mm, for thermal printers of 203 dpi: pure black, sizes that stay
//! readable, all bars in whole dots.

use shared::shipping::without_courier;
use shared::wording;

use crate::Fault;
use crate::fonts::{Face, Fonts};
use crate::logo::Logo;
use crate::order::{Order, Parcel, Shop};
use crate::sheet::{Colour, MM, Sheet, fitting};
use crate::symbols;
use crate::text::{Style, drawable, fitted, line, wrapped};
use crate::words::{self, Words};

/// Printers do not reach the edge.
const MARGIN: f32 = 4.0 * MM;
const PAGE_WIDTH: f32 = 100.0 * MM;
const PAGE_HEIGHT: f32 = 150.0 * MM;
const RIGHT: f32 = PAGE_WIDTH - MARGIN;
const WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;
/// Thickness of rules.
const RULE: f32 = 2.0 * symbols::DOT;
const QR: f32 = 29.0 * MM;
/// Where the address ends at the latest.
const LOWEST: f32 = 96.5 * MM;

const SMALL: Style = Style::new(Face::Regular, 8.0, Colour::Black);
const CAPTION: Style = Style::new(Face::Bold, 7.0, Colour::Black).tracked(0.06);

/// The labels of an order: one for each parcel; before there is one, one by the order's number.
pub fn sheets(fonts: &Fonts, order: &Order, shop: &Shop) -> Result<Vec<Sheet>, Fault> {
    if order.parcels.is_empty() {
        return Ok(vec![sheet(fonts, order, shop, None)?]);
    }
    order.parcels.iter().map(|parcel| sheet(fonts, order, shop, Some(parcel))).collect()
}

fn sheet(fonts: &Fonts, order: &Order, shop: &Shop, parcel: Option<&Parcel>) -> Result<Sheet, Fault> {
    let words = words::of(order.locale);
    let mut sheet = Sheet::new(PAGE_WIDTH, PAGE_HEIGHT);
    let y = head(fonts, &mut sheet, order, shop, parcel);
    let y = number(fonts, &mut sheet, order, words, parcel, y);
    let y = recipient(fonts, &mut sheet, order, words, y);
    let y = sender(fonts, &mut sheet, order, shop, words, parcel, y);
    contents(fonts, &mut sheet, order, shop, words, y)?;
    Ok(sheet)
}

fn rule(sheet: &mut Sheet, y: f32) -> f32 {
    let y = symbols::on_dot(y);
    sheet.area(MARGIN, y, WIDTH, RULE, Colour::Black);
    y + RULE
}

/// The brand, and large what the courier sorts by.
fn head(fonts: &Fonts, sheet: &mut Sheet, order: &Order, shop: &Shop, parcel: Option<&Parcel>) -> f32 {
    let (courier, service) = match parcel {
        Some(parcel) => (parcel.courier.as_str(), parcel.service.as_str()),
        None => (order.shipping.courier.as_str(), order.shipping.name.as_str()),
    };
    let courier_name = courier;
    let courier = fitted(fonts, &courier.to_uppercase(), Style::new(Face::Bold, 24.0, Colour::Black), 42.0 * MM, 12.0);
    let service =
        fitted(fonts, without_courier(courier_name, service), Style::new(Face::Bold, 11.0, Colour::Black), 42.0 * MM, 7.0);
    let left = WIDTH - courier.width.max(service.width) - 12.0;
    if let Some(logo) = &shop.logo {
        stamp(sheet, logo, left);
    } else {
        name(fonts, sheet, shop, left);
    }
    sheet.put_right(RIGHT, MARGIN + 21.0, courier);
    sheet.put_right(RIGHT, MARGIN + 35.0, service);
    rule(sheet, MARGIN + 42.0)
}

/// The logo, a pixel to the dot where there is room for it.
fn stamp(sheet: &mut Sheet, logo: &Logo, room: f32) {
    let (across, down) = logo.stamp.size();
    let whole = (across as f32 * symbols::DOT, down as f32 * symbols::DOT);
    let size = if whole.0 <= room { whole } else { fitting(&logo.stamp, room, whole.1) };
    let y = MARGIN + (38.0 - size.1) / 2.0;
    sheet.put_picture(symbols::on_dot(MARGIN), symbols::on_dot(y), size, &logo.stamp);
}

/// The shop's name in the brand's face, or in the one for reading where that lacks a letter.
fn name(fonts: &Fonts, sheet: &mut Sheet, shop: &Shop, left: f32) {
    let plain = drawable(fonts.get(Face::Bold), &shop.name);
    let has_all = plain.chars().all(|letter| fonts.get(Face::Display).has(letter));
    let face = if has_all { Face::Display } else { Face::Bold };
    let style = Style::new(face, 19.0, Colour::Black);
    let mut baseline = MARGIN + 19.0;
    for name in wrapped(fonts, &shop.name, style, left, 2) {
        sheet.put(MARGIN, baseline, name);
        baseline += 17.0;
    }
}

/// The tracking number to be scanned; the order's before there is one.
fn number(fonts: &Fonts, sheet: &mut Sheet, order: &Order, words: &Words, parcel: Option<&Parcel>, y: f32) -> f32 {
    let (caption, number) = match parcel {
        Some(parcel) => (words.tracking, parcel.tracking_number.as_str()),
        None => (words.no_tracking_yet, order.number.as_str()),
    };
    let top = symbols::on_dot(y + 2.5 * MM);
    let height = symbols::on_dot(17.0 * MM);
    symbols::bars(sheet, number, PAGE_WIDTH / 2.0, top, WIDTH, height);
    let digits = Style::new(Face::Bold, 13.0, Colour::Black).tracked(0.08);
    let below = top + height + 14.0;
    sheet.put_centred(PAGE_WIDTH / 2.0, below, fitted(fonts, number, digits, WIDTH, 8.0));
    sheet.put_centred(PAGE_WIDTH / 2.0, below + 10.0, line(fonts, caption, Style { size: 7.5, ..SMALL }));
    rule(sheet, below + 15.0)
}

/// Where it goes, largest of all.
fn recipient(fonts: &Fonts, sheet: &mut Sheet, order: &Order, words: &Words, y: f32) -> f32 {
    let address = &order.address;
    let region = &address.region;
    sheet.put(MARGIN, y + 11.0, line(fonts, &words.to.to_uppercase(), CAPTION));
    let postal = line(fonts, &address.postal_code, Style::new(Face::Bold, 17.0, Colour::Black).tabular());
    let (box_width, box_height) = (postal.width + 14.0, 25.0);
    sheet.frame(RIGHT - box_width, y + 5.0, box_width, box_height, 3.0 * symbols::DOT, Colour::Black);
    sheet.put_centred(RIGHT - box_width / 2.0, y + 5.0 + 18.5, postal);

    let bold = |size| Style::new(Face::Bold, size, Colour::Black);
    let name = match line(fonts, &address.recipient, bold(17.0)) {
        whole if whole.width <= WIDTH - box_width - 8.0 => vec![whole],
        _ => wrapped(fonts, &address.recipient, bold(13.0), WIDTH - box_width - 8.0, 2),
    };
    let leading = name.first().map_or(18.0, |line| line.style.size + 1.5);
    let mut baseline = sheet.put_lines(MARGIN, y + 29.5, leading, name);
    let phone = line(fonts, &wording::phone(&address.phone), Style { face: Face::SemiBold, ..bold(11.5) });
    sheet.put(MARGIN, baseline.max(y + 46.0), phone);
    baseline = baseline.max(y + 46.0) + 14.0;
    let place = format!("{}, {}", region.district.name, region.regency.name);
    // A long address is set smaller: what follows needs its room.
    let mut lines = Vec::new();
    let mut leading = 0.0;
    for size in [10.5_f32, 9.5, 8.5] {
        leading = size * 1.2;
        lines = wrapped(fonts, &address.street, Style { face: Face::Regular, ..bold(size) }, WIDTH, 5);
        lines.extend(wrapped(fonts, &place, bold(size), WIDTH, 2));
        lines.push(fitted(fonts, &region.province.name, Style { face: Face::SemiBold, ..bold(size) }, WIDTH, 7.0));
        if baseline + leading * lines.len() as f32 <= LOWEST {
            break;
        }
    }
    let room = ((LOWEST - baseline) / leading).max(1.0) as usize;
    lines.truncate(room);
    baseline = sheet.put_lines(MARGIN, baseline, leading, lines) - leading;
    // The rest begins at the same place on every label, unless the address is long.
    rule(sheet, (baseline + 8.0).max(93.0 * MM))
}

/// Where it comes from, and what the counter asks for.
fn sender(fonts: &Fonts, sheet: &mut Sheet, order: &Order, shop: &Shop, words: &Words, parcel: Option<&Parcel>, y: f32) -> f32 {
    let right = 33.0 * MM;
    let width = WIDTH - right - 8.0;
    sheet.put(MARGIN, y + 11.0, line(fonts, &words.from.to_uppercase(), CAPTION));
    let name = fitted(fonts, &shop.name, Style::new(Face::Bold, 9.0, Colour::Black), width, 7.0);
    sheet.put(MARGIN, y + 22.0, name);
    let place = format!("{} {}", shop.city, shop.postal_code);
    sheet.put(MARGIN, y + 32.5, fitted(fonts, &wording::phone(&shop.phone), SMALL, width, 7.0));
    sheet.put(MARGIN, y + 43.0, fitted(fonts, &place, SMALL, width, 7.0));

    let x = RIGHT - right;
    let grams = parcel.map_or_else(|| order.grams(), |parcel| i64::from(parcel.weight_g));
    let bold = Style::new(Face::Bold, 9.0, Colour::Black);
    let weight = format!("{} · {} {} kg", words::weight(grams, order.locale), words.charged, order.shipping.chargeable_kg);
    sheet.put(x, y + 11.0, line(fonts, &words.weight.to_uppercase(), CAPTION));
    sheet.put(x, y + 22.0, fitted(fonts, &weight, bold, right, 7.0));
    let no_cod = line(fonts, words.no_cod, Style { size: 10.0, ..bold });
    sheet.frame(x, y + 28.0, no_cod.width + 12.0, 17.0, 2.0 * symbols::DOT, Colour::Black);
    sheet.put(x + 6.0, y + 40.2, no_cod);
    // Upright between the two.
    sheet.area(symbols::on_dot(x - 6.0), y, RULE, 50.0, Colour::Black);
    rule(sheet, y + 50.0)
}

/// What is inside, and the way to the order's page.
fn contents(fonts: &Fonts, sheet: &mut Sheet, order: &Order, shop: &Shop, words: &Words, y: f32) -> Result<(), Fault> {
    let top = PAGE_HEIGHT - MARGIN - QR;
    symbols::qr(sheet, &format!("{}/orders/{}", shop.url, order.number), RIGHT - QR, top, QR)?;
    if top - y > 10.0 {
        let way = fitted(fonts, &words.scan_to_track.to_uppercase(), CAPTION, QR, 5.5);
        sheet.put_centred(RIGHT - QR / 2.0, top + 1.0, way);
    }
    let width = WIDTH - QR - 4.0;
    let bottom = PAGE_HEIGHT - MARGIN;
    let style = SMALL;
    sheet.put(MARGIN, y + 11.0, line(fonts, &words.order.to_uppercase(), CAPTION));
    sheet.put(MARGIN, y + 21.5, line(fonts, &order.number, Style { face: Face::Bold, size: 9.0, ..style }));
    sheet.put(MARGIN, y + 31.5, line(fonts, &wording::day(order.created_at, order.locale), style));
    let head = format!("{}: {} {}", words.contents.to_uppercase(), order.pieces(), words.pieces.to_uppercase());
    sheet.put(MARGIN, y + 44.0, line(fonts, &head, CAPTION));

    let leading = 9.8;
    let room = ((bottom - (y + 54.0)) / leading).floor().max(0.0) as usize + 1;
    let packed: Vec<_> = order.packed().collect();
    // The last line says what is left out, where not all have one.
    let shown = if packed.len() <= room { packed.len() } else { room.saturating_sub(1) };
    let mut baseline = y + 54.0;
    for item in packed.iter().take(shown) {
        let text = format!("{}× {} {}", item.to_pack, item.sku, item.name);
        sheet.put(MARGIN, baseline, fitted(fonts, &text, style, width, 8.0));
        baseline += leading;
    }
    if packed.len() > shown {
        let more = format!("+ {} {}", packed.len() - shown, words.more_lines);
        sheet.put(MARGIN, baseline, fitted(fonts, &more, style, width, 7.0));
        baseline += leading;
    }
    let left = ((bottom - baseline) / leading).floor().max(0.0) as usize;
    let note = drawable(fonts.get(style.face), &order.note);
    if left > 0 && !note.is_empty() {
        let note = format!("{}: {note}", words.note);
        sheet.put_lines(MARGIN, baseline + 2.0, leading, wrapped(fonts, &note, style, width, left.min(3)));
    }
    Ok(())
}
