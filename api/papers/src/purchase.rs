//! The purchase order: what the shop orders from a supplier.

use chrono::{DateTime, NaiveDate, Utc};
use shared::account::Locale;
use shared::money::Rupiah;
use shared::wording;

use crate::fonts::{Face, Fonts};
use crate::order::Shop;
use crate::parts::{self, BODY, BOTTOM, Entry, LEADING, MARGIN, RIGHT, SMALL, STRONG, WIDTH, caption};
use crate::sheet::{Colour, Sheet};
use crate::table::{Flow, Follows};
use crate::text::{Style, fitted, line, wrapped};

const PRICE: f32 = 88.0;
const QUANTITY: f32 = 48.0;
const AMOUNT: f32 = 96.0;
const CODE: f32 = 92.0;
const ITEM: f32 = WIDTH - 22.0 - CODE - PRICE - QUANTITY - AMOUNT;

/// A purchase order, as it is printed.
#[derive(Clone, Debug)]
pub struct PurchaseOrder {
    /// Number.
    pub number: String,
    /// Language.
    pub locale: Locale,
    /// When it was placed, or made when it is a draft.
    pub placed_at: DateTime<Utc>,
    /// It is a draft, and says so.
    pub draft: bool,
    /// It was called off, and says so.
    pub cancelled: bool,
    /// When the goods are expected.
    pub expected_on: Option<NaiveDate>,
    /// The supplier: name, firm, contact, address, phone, email; what is empty is left out.
    pub supplier: Vec<String>,
    /// What is asked of the supplier.
    pub notes: String,
    /// Who wrote it.
    pub buyer: String,
    /// What is ordered.
    pub lines: Vec<PurchaseLine>,
    /// What it costs.
    pub total: Rupiah,
}

/// A line of a purchase order.
#[derive(Clone, Debug)]
pub struct PurchaseLine {
    /// Name with its options.
    pub name: String,
    /// The shop's stock-keeping unit.
    pub sku: String,
    /// What the supplier calls it.
    pub supplier_sku: String,
    /// Pieces.
    pub quantity: i32,
    /// What a piece costs.
    pub unit_cost: Rupiah,
    /// What the line costs.
    pub line_total: Rupiah,
}

struct Words {
    title: &'static str,
    supplier: &'static str,
    deliver_to: &'static str,
    date: &'static str,
    expected: &'static str,
    ordered_by: &'static str,
    item: &'static str,
    code: &'static str,
    price: &'static str,
    quantity: &'static str,
    amount: &'static str,
    total: &'static str,
    pieces: &'static str,
    notes: &'static str,
    draft: &'static str,
    cancelled: &'static str,
    approved: &'static str,
}

fn words(locale: Locale) -> Words {
    match locale {
        Locale::Indonesian => Words {
            title: "Pesanan pembelian",
            supplier: "Pemasok",
            deliver_to: "Kirim ke",
            date: "Tanggal",
            expected: "Diharapkan tiba",
            ordered_by: "Dipesan oleh",
            item: "Barang",
            code: "Kode pemasok",
            price: "Harga satuan",
            quantity: "Jml",
            amount: "Jumlah",
            total: "Total",
            pieces: "buah",
            notes: "Catatan",
            draft: "Draf",
            cancelled: "Dibatalkan",
            approved: "Disetujui",
        },
        Locale::English => Words {
            title: "Purchase order",
            supplier: "Supplier",
            deliver_to: "Deliver to",
            date: "Date",
            expected: "Expected",
            ordered_by: "Ordered by",
            item: "Item",
            code: "Supplier's code",
            price: "Unit price",
            quantity: "Qty",
            amount: "Amount",
            total: "Total",
            pieces: "pieces",
            notes: "Notes",
            draft: "Draft",
            cancelled: "Cancelled",
            approved: "Approved",
        },
    }
}

/// What the paper is called.
pub fn title(locale: Locale) -> &'static str {
    words(locale).title
}

/// The pages of a purchase order.
pub fn sheets(fonts: &Fonts, order: &PurchaseOrder, shop: &Shop) -> Vec<Sheet> {
    let words = words(order.locale);
    let mut first = Sheet::a4();
    let top = parts::band(fonts, &mut first, shop, words.title, &order.number);
    let y = head_blocks(fonts, &mut first, order, shop, &words, top) + 12.0;
    let y = column_heads(fonts, &mut first, &words, y);
    let mut flow = Flow::new(first, y, BOTTOM, |sheet, follows| {
        let y = parts::running_head_of(fonts, sheet, shop, words.title, (&order.number, order.locale));
        if follows == Follows::Rows { column_heads(fonts, sheet, &words, y) } else { y }
    });
    for (index, item) in order.lines.iter().enumerate() {
        row(fonts, &mut flow, index + 1, item);
    }
    end(fonts, &mut flow, order, &shop.manager, &words);
    let mut sheets = flow.finish();
    parts::feet_of(fonts, &mut sheets, shop, (&order.number, order.locale));
    sheets
}

fn head_blocks(fonts: &Fonts, sheet: &mut Sheet, order: &PurchaseOrder, shop: &Shop, words: &Words, y: f32) -> f32 {
    let width = (WIDTH - 2.0 * 16.0) / 3.0;
    let supplier: Vec<Entry> = order.supplier.iter().filter(|text| !text.is_empty()).cloned().map(Entry::Text).collect();
    let mut facts = vec![(words.date, wording::day(order.placed_at, order.locale))];
    if let Some(day) = order.expected_on.and_then(|day| day.and_hms_opt(0, 0, 0)) {
        facts.push((words.expected, wording::day(day.and_utc(), order.locale)));
    }
    if !order.buyer.is_empty() {
        facts.push((words.ordered_by, order.buyer.clone()));
    }
    let left = parts::block(fonts, sheet, MARGIN, y, width, words.supplier, &supplier);
    let middle =
        parts::block(fonts, sheet, MARGIN + width + 16.0, y, width, words.deliver_to, &parts::seller(shop, shop.taxable));
    let mut right = parts::facts(fonts, sheet, MARGIN + 2.0 * (width + 16.0), y, width, &facts);
    let stamp =
        if order.cancelled { Some((words.cancelled, Colour::Red)) } else { order.draft.then_some((words.draft, Colour::Ember)) };
    if let Some((text, colour)) = stamp {
        sheet.put(MARGIN + 2.0 * (width + 16.0), right + 8.0, line(fonts, text, Style::new(Face::Display, 19.0, colour)));
        right += 16.0;
    }
    left.max(middle).max(right)
}

fn column_heads(fonts: &Fonts, sheet: &mut Sheet, words: &Words, y: f32) -> f32 {
    sheet.put(MARGIN, y, caption(fonts, "#"));
    sheet.put(MARGIN + 22.0, y, caption(fonts, words.item));
    sheet.put(MARGIN + 22.0 + ITEM, y, caption(fonts, words.code));
    sheet.put_right(RIGHT - AMOUNT - QUANTITY, y, caption(fonts, words.price));
    sheet.put_right(RIGHT - AMOUNT, y, caption(fonts, words.quantity));
    sheet.put_right(RIGHT, y, caption(fonts, words.amount));
    sheet.area(MARGIN, y + 6.0, WIDTH, 1.0, Colour::Ink);
    y + 7.0
}

fn row(fonts: &Fonts, flow: &mut Flow, number: usize, item: &PurchaseLine) {
    let name = wrapped(fonts, &item.name, STRONG, ITEM - 10.0, 6);
    let code = wrapped(fonts, &item.supplier_sku, BODY, CODE - 8.0, 3);
    let height = (14.0 + 12.0 * name.len() as f32 + 11.0).max(14.0 + 12.0 * code.len() as f32);
    let (sheet, top) = flow.room(height, Follows::Rows);
    let baseline = top + 15.0;
    let figures = BODY.tabular();
    sheet.put(MARGIN, baseline, line(fonts, &number.to_string(), Style { colour: Colour::Muted, ..figures }));
    let below = sheet.put_lines(MARGIN + 22.0, baseline, 12.0, name);
    sheet.put(MARGIN + 22.0, below, fitted(fonts, &item.sku, SMALL, ITEM - 10.0, 5.0));
    sheet.put_lines(MARGIN + 22.0 + ITEM, baseline, 12.0, code);
    sheet.put_right(RIGHT - AMOUNT - QUANTITY, baseline, line(fonts, &item.unit_cost.to_string(), figures));
    sheet.put_right(RIGHT - AMOUNT, baseline, line(fonts, &item.quantity.to_string(), figures));
    sheet.put_right(RIGHT, baseline, line(fonts, &item.line_total.to_string(), STRONG.tabular()));
    sheet.area(MARGIN, top + height - 0.6, WIDTH, 0.6, Colour::Line);
}

/// The total, what is asked of the supplier, and where it is signed.
fn end(fonts: &Fonts, flow: &mut Flow, order: &PurchaseOrder, manager: &str, words: &Words) {
    let notes = wrapped(fonts, order.notes.trim(), BODY, WIDTH - 20.0, 10);
    let has_notes = !order.notes.trim().is_empty();
    let notes_height = if has_notes { 40.0 + LEADING * notes.len() as f32 } else { 0.0 };
    let (sheet, top) = flow.room(58.0 + notes_height + 76.0, Follows::Rest);
    let pieces: i64 = order.lines.iter().map(|line| i64::from(line.quantity)).sum();
    let (left, bar) = (RIGHT - 236.0, top + 12.0);
    sheet.area(left - 10.0, bar, 246.0, 27.0, Colour::Ink);
    sheet.area(left - 10.0, bar, 3.0, 27.0, Colour::Accent);
    let total = Style::new(Face::Bold, 12.0, Colour::White);
    sheet.put(left + 2.0, bar + 18.0, line(fonts, &words.total.to_uppercase(), total.tracked(0.06)));
    sheet.put_right(RIGHT - 10.0, bar + 18.0, line(fonts, &order.total.to_string(), total.tabular()));
    sheet.put(MARGIN, bar + 18.0, line(fonts, &format!("{pieces} {}", words.pieces), STRONG));
    let mut y = bar + 27.0 + 14.0;
    if has_notes {
        let height = 28.0 + LEADING * notes.len() as f32;
        parts::put_note(sheet, MARGIN, y, WIDTH, (height, notes, caption(fonts, words.notes)));
        y += height + 12.0;
    }
    sheet.area(RIGHT - 160.0, y + 46.0, 160.0, 0.8, Colour::Ink);
    sheet.put(RIGHT - 160.0, y + 46.0 + LEADING, caption(fonts, words.approved));
    if !manager.is_empty() {
        sheet.put(RIGHT - 160.0, y + 46.0 + 2.0 * LEADING, fitted(fonts, manager, BODY, 160.0, 6.0));
    }
}
