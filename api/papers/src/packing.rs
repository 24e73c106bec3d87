//! The packing list: what goes into the parcel, without prices.

use shared::wording;

use crate::Fault;
use crate::fonts::{Face, Fonts};
use crate::order::{Line, Order, Shop};
use crate::parts::{self, BOTTOM, LEADING, MARGIN, RIGHT, SMALL, STRONG, WIDTH, caption};
use crate::sheet::{Colour, MM, Sheet};
use crate::symbols;
use crate::table::{Flow, Follows};
use crate::text::{Style, fitted, line, wrapped};
use crate::words::{self, Words};

const BOX: f32 = 13.0;
const PIECES: f32 = 52.0;
const SKU: f32 = 128.0;
const ITEM: f32 = WIDTH - BOX - 14.0 - PIECES - SKU;

/// The pages of an order's packing list.
pub fn sheets(fonts: &Fonts, order: &Order, shop: &Shop) -> Result<Vec<Sheet>, Fault> {
    let words = words::of(order.locale);
    let mut first = Sheet::a4();
    let top = parts::band(fonts, &mut first, shop, words.packing_list, &order.number);
    let mut y = head_blocks(fonts, &mut first, order, words, top) + 4.0;
    if let Some(note) = parts::note(fonts, order, words, WIDTH) {
        let height = note.0;
        parts::put_note(&mut first, MARGIN, y, WIDTH, note);
        y += height + 18.0;
    }
    let y = column_heads(fonts, &mut first, words, y + 4.0);
    let mut flow = Flow::new(first, y, BOTTOM, |sheet, follows| {
        let y = parts::running_head(fonts, sheet, shop, words.packing_list, order);
        if follows == Follows::Rows { column_heads(fonts, sheet, words, y) } else { y }
    });
    for item in order.packed() {
        row(fonts, &mut flow, item);
    }
    left_out(fonts, &mut flow, order, words);
    hands(fonts, &mut flow, words);
    let mut sheets = flow.finish();
    parts::feet(fonts, &mut sheets, shop, order);
    Ok(sheets)
}

fn head_blocks(fonts: &Fonts, sheet: &mut Sheet, order: &Order, words: &Words, y: f32) -> f32 {
    let width = (WIDTH - 32.0) / 3.0;
    let recipient = parts::block(fonts, sheet, MARGIN, y, width, words.shipped_to, &parts::recipient(order));
    let mut shipping = vec![(words.shipped_by, parts::courier(order))];
    if let Some(parcel) = order.parcels.last() {
        shipping.push((words.tracking, parcel.tracking_number.clone()));
    }
    shipping.push((words.placed, wording::day_and_time(order.created_at, order.locale)));
    let shipping = parts::facts(fonts, sheet, MARGIN + width + 16.0, y, width, &shipping);
    // The number to be scanned, so that nobody types it.
    let middle = RIGHT - width / 2.0;
    symbols::bars(sheet, &order.number, middle, y - 6.0, width, 12.0 * MM);
    sheet.put_centred(middle, y + 12.0 * MM + 6.0, line(fonts, &order.number, STRONG));
    let count = order.packed().count();
    let sums =
        format!("{} {} · {count} {} · {}", order.pieces(), words.pieces, words.lines, words::weight(order.grams(), order.locale));
    sheet.put_centred(middle, y + 12.0 * MM + 20.0, fitted(fonts, &sums, SMALL, width, 6.0));
    recipient.max(shipping).max(y + 13.0 * MM + 28.0)
}

fn column_heads(fonts: &Fonts, sheet: &mut Sheet, words: &Words, y: f32) -> f32 {
    sheet.put_centred(MARGIN + BOX + 14.0 + PIECES / 2.0 - 8.0, y, caption(fonts, words.quantity));
    sheet.put(MARGIN + BOX + 14.0 + PIECES, y, caption(fonts, words.item));
    sheet.put(RIGHT - SKU, y, caption(fonts, words.sku));
    sheet.area(MARGIN, y + 6.0, WIDTH, 1.0, Colour::Ink);
    y + 7.0
}

fn row(fonts: &Fonts, flow: &mut Flow, item: &Line) {
    let name = wrapped(fonts, &item.name, Style { size: 10.0, ..STRONG }, ITEM - 12.0, 6);
    let options = wrapped(fonts, &item.options_text(), Style { colour: Colour::Ink, size: 9.0, ..SMALL }, ITEM - 12.0, 4);
    let sku = wrapped(fonts, &item.sku, Style { colour: Colour::Ink, size: 9.0, ..SMALL }, SKU, 4);
    let lines = (13.0 * name.len() as f32 + 12.0 * options.len() as f32).max(12.0 * sku.len() as f32);
    let height = (lines + 15.0).max(32.0);
    let (sheet, top) = flow.room(height, Follows::Rows);
    let baseline = top + 19.0;
    sheet.frame(MARGIN, top + (height - BOX) / 2.0 - 0.5, BOX, BOX, 1.1, Colour::Ink);
    // More than one of a kind is what is packed wrongly.
    let pieces = Style::new(if item.to_pack > 1 { Face::Bold } else { Face::Regular }, 15.0, Colour::Ink);
    let middle = MARGIN + BOX + 14.0 + PIECES / 2.0 - 8.0;
    sheet.put_centred(middle, top + height / 2.0 + 5.0, line(fonts, &format!("{}×", item.to_pack), pieces));
    let below = sheet.put_lines(MARGIN + BOX + 14.0 + PIECES, baseline, 13.0, name);
    sheet.put_lines(MARGIN + BOX + 14.0 + PIECES, below, 12.0, options);
    sheet.put_lines(RIGHT - SKU, baseline, 12.0, sku);
    sheet.area(MARGIN, top + height - 0.6, WIDTH, 0.6, Colour::Line);
}

/// Pieces that were bought and do not go into the parcel.
fn left_out(fonts: &Fonts, flow: &mut Flow, order: &Order, words: &Words) {
    let out: Vec<String> = order
        .lines
        .iter()
        .filter(|line| line.to_pack < line.quantity)
        .map(|line| format!("{}× {} ({})", line.quantity - line.to_pack, line.name, line.sku))
        .collect();
    for text in out {
        let lines = wrapped(fonts, &format!("{text}: {}", words.not_packed), SMALL, WIDTH, 3);
        let (sheet, top) = flow.room(lines.len() as f32 * 11.0 + 5.0, Follows::Rest);
        sheet.put_lines(MARGIN, top + 12.0, 11.0, lines);
    }
}

/// Who packed it, who checked it, when.
fn hands(fonts: &Fonts, flow: &mut Flow, words: &Words) {
    let (sheet, top) = flow.room(66.0, Follows::Rest);
    let width = (WIDTH - 2.0 * 24.0) / 3.0;
    for (index, text) in [words.packed_by, words.checked_by, words.date].into_iter().enumerate() {
        let x = MARGIN + index as f32 * (width + 24.0);
        sheet.area(x, top + 46.0, width, 0.8, Colour::Ink);
        sheet.put(x, top + 46.0 + LEADING, caption(fonts, text));
    }
}
