//! The invoice.

use shared::money::Rupiah;
use shared::orders::OrderStatus;
use shared::payments::{PaymentStatus, RefundStatus};
use shared::wording;

use crate::fonts::{Face, Fonts};
use crate::order::{Line, Order, Shop};
use crate::parts::{self, BODY, BOTTOM, Entry, LEADING, MARGIN, RIGHT, SMALL, STRONG, WIDTH, caption};
use crate::sheet::{Colour, Sheet};
use crate::table::{Flow, Follows};
use crate::text::{Style, TextLine, fitted, line, wrapped};
use crate::words::{self, Words};

/// Space between columns of blocks.
const GAP: f32 = 14.0;
/// Width of the items' text.
const ITEM: f32 = WIDTH - 22.0 - PRICE - QUANTITY - AMOUNT;
const PRICE: f32 = 88.0;
const QUANTITY: f32 = 42.0;
const AMOUNT: f32 = 96.0;
/// Width of the sums.
const SUMS: f32 = 236.0;

/// The pages of an order's invoice.
pub fn sheets(fonts: &Fonts, order: &Order, shop: &Shop) -> Vec<Sheet> {
    let words = words::of(order.locale);
    let mut first = Sheet::a4();
    let top = parts::band(fonts, &mut first, shop, words.invoice, &order.number);
    let y = head_blocks(fonts, &mut first, order, shop, words, top) + 8.0;
    let y = column_heads(fonts, &mut first, words, y);
    let mut flow = Flow::new(first, y, BOTTOM, |sheet, follows| {
        let y = parts::running_head(fonts, sheet, shop, words.invoice, order);
        if follows == Follows::Rows { column_heads(fonts, sheet, words, y) } else { y }
    });
    for (index, item) in order.lines.iter().enumerate() {
        row(fonts, &mut flow, index + 1, item);
    }
    sums(fonts, &mut flow, order, words);
    let mut sheets = flow.finish();
    parts::feet(fonts, &mut sheets, shop, order);
    sheets
}

/// Seller, buyer, recipient and the facts beside each other; the stamp in the corner.
fn head_blocks(fonts: &Fonts, sheet: &mut Sheet, order: &Order, shop: &Shop, words: &Words, y: f32) -> f32 {
    let facts_width = 106.0;
    let width = (WIDTH - facts_width - 3.0 * GAP) / 3.0;
    let shows_tax_number = shop.taxable || order.totals.tax_included > Rupiah::ZERO;
    let buyer = [
        Entry::Text(order.buyer_name.clone()),
        Entry::Whole(order.buyer_email.clone()),
        Entry::Whole(order.buyer_phone.as_deref().map(wording::phone).unwrap_or_default()),
    ];
    let ends = [
        parts::block(fonts, sheet, MARGIN, y, width, words.seller, &parts::seller(shop, shows_tax_number)),
        parts::block(fonts, sheet, MARGIN + width + GAP, y, width, words.billed_to, &buyer),
        parts::block(fonts, sheet, MARGIN + 2.0 * (width + GAP), y, width, words.shipped_to, &parts::recipient(order)),
        facts(fonts, sheet, order, words, y, facts_width),
    ];
    ends.into_iter().fold(y, f32::max)
}

fn facts(fonts: &Fonts, sheet: &mut Sheet, order: &Order, words: &Words, y: f32, width: f32) -> f32 {
    let x = RIGHT - width;
    let y = stamp(fonts, sheet, order, x, y - 8.0, width) + 18.0;
    let mut known = vec![(words.placed, wording::day(order.created_at, order.locale))];
    match order.paid.last() {
        Some(paid) => known.push((words.paid_at, wording::day(paid.at, order.locale))),
        None if order.status == OrderStatus::Pending => {
            known.push((words.pay_until, wording::day_and_time(order.pay_until, order.locale)));
        }
        None => {}
    }
    parts::facts(fonts, sheet, x, y, width, &known)
}

/// What the invoice is worth, as a stamp. Gives its lower edge.
fn stamp(fonts: &Fonts, sheet: &mut Sheet, order: &Order, x: f32, y: f32, width: f32) -> f32 {
    let (text, colour) = words::stamp(order);
    let style = Style::new(Face::Display, 19.0, colour).tracked(0.03);
    let lines = match line(fonts, text, style) {
        whole if whole.width <= width - 14.0 => vec![whole],
        _ => wrapped(fonts, text, Style { size: 15.0, ..style }, width - 14.0, 2),
    };
    let leading = lines.first().map_or(0.0, |line| line.style.size * 1.05);
    let height = 15.0 + leading * lines.len() as f32;
    let longest = lines.iter().map(|line| line.width).fold(0.0, f32::max);
    let inner = longest + 20.0;
    let left = x + (width - inner) / 2.0;
    sheet.turned(-4.0, x + width / 2.0, y + height / 2.0, |sheet| {
        sheet.frame(left, y, inner, height, 1.8, colour);
        sheet.frame(left + 3.2, y + 3.2, inner - 6.4, height - 6.4, 0.6, colour);
        for (index, line) in lines.into_iter().enumerate() {
            let baseline = y + 7.5 + leading * (index as f32 + 0.78);
            sheet.put_centred(x + width / 2.0, baseline, line);
        }
    });
    y + height
}

/// The heads of the table's columns. Gives where the rows begin.
fn column_heads(fonts: &Fonts, sheet: &mut Sheet, words: &Words, y: f32) -> f32 {
    sheet.put(MARGIN, y, caption(fonts, "#"));
    sheet.put(MARGIN + 22.0, y, caption(fonts, words.item));
    sheet.put_right(RIGHT - AMOUNT - QUANTITY, y, caption(fonts, words.price));
    sheet.put_right(RIGHT - AMOUNT, y, caption(fonts, words.quantity));
    sheet.put_right(RIGHT, y, caption(fonts, words.amount));
    sheet.area(MARGIN, y + 6.0, WIDTH, 1.0, Colour::Ink);
    y + 7.0
}

fn row(fonts: &Fonts, flow: &mut Flow, number: usize, item: &Line) {
    let name = wrapped(fonts, &item.name, STRONG, ITEM - 10.0, 6);
    let options = wrapped(fonts, &item.options_text(), SMALL, ITEM - 10.0, 4);
    let sku = fitted(fonts, &item.sku, SMALL, ITEM - 10.0, 5.0);
    let height = 14.0 + 12.0 * name.len() as f32 + 11.0 * (options.len() + 1) as f32;
    let (sheet, top) = flow.room(height, Follows::Rows);
    let baseline = top + 15.0;
    let figures = BODY.tabular();
    sheet.put(MARGIN, baseline, line(fonts, &number.to_string(), Style { colour: Colour::Muted, ..figures }));
    let below = sheet.put_lines(MARGIN + 22.0, baseline, 12.0, name);
    let below = sheet.put_lines(MARGIN + 22.0, below, 11.0, options);
    sheet.put(MARGIN + 22.0, below, sku);
    sheet.put_right(RIGHT - AMOUNT - QUANTITY, baseline, line(fonts, &item.price.to_string(), figures));
    sheet.put_right(RIGHT - AMOUNT, baseline, line(fonts, &item.quantity.to_string(), figures));
    sheet.put_right(RIGHT, baseline, line(fonts, &item.line_total.to_string(), STRONG.tabular()));
    sheet.area(MARGIN, top + height - 0.6, WIDTH, 0.6, Colour::Line);
}

/// A sum: what it is, and how much.
struct Sum {
    name: Vec<TextLine>,
    amount: TextLine,
}

impl Sum {
    fn new(fonts: &Fonts, name: &str, amount: impl std::fmt::Display, style: Style, width: f32) -> Self {
        let amount = line(fonts, &amount.to_string(), style.tabular());
        Self { name: wrapped(fonts, name, style, width - amount.width - 10.0, 3), amount }
    }

    fn height(&self, leading: f32) -> f32 {
        leading * self.name.len().max(1) as f32
    }

    fn put(self, sheet: &mut Sheet, left: f32, right: f32, baseline: f32, leading: f32) -> f32 {
        let height = self.height(leading);
        sheet.put_lines(left, baseline, leading, self.name);
        sheet.put_right(right, baseline, self.amount);
        baseline + height
    }
}

/// A sum that is taken off, with a minus as wide as a figure.
fn less(amount: Rupiah) -> String {
    format!("−{amount}")
}

/// The sums, kept together: on the right what adds up, on the left the tax within.
fn sums(fonts: &Fonts, flow: &mut Flow, order: &Order, words: &Words) {
    let (before, after) = (sums_before(fonts, order, words), sums_after(fonts, order, words));
    let tax = tax(fonts, order, words);
    let left_width = WIDTH - SUMS - 24.0;
    let note = parts::note(fonts, order, words, left_width);
    let right_height = 16.0
        + before.iter().map(|sum| sum.height(16.0)).sum::<f32>()
        + 40.0
        + after.iter().map(|sum| sum.height(LEADING)).sum::<f32>();
    let tax_height = if tax.is_empty() { 0.0 } else { 38.0 + tax.iter().map(|sum| sum.height(12.0)).sum::<f32>() };
    let note_height = note.as_ref().map_or(0.0, |note| note.0 + 12.0);
    let height = right_height.max(14.0 + tax_height + note_height) + 34.0;
    let (sheet, top) = flow.room(height, Follows::Rest);

    let left = RIGHT - SUMS;
    let mut baseline = top + 22.0;
    for sum in before {
        baseline = sum.put(sheet, left, RIGHT, baseline, 16.0);
    }
    let bar = baseline - 6.0;
    sheet.area(left - 10.0, bar, SUMS + 10.0, 27.0, Colour::Ink);
    sheet.area(left - 10.0, bar, 3.0, 27.0, Colour::Accent);
    let total = Style::new(Face::Bold, 12.0, Colour::White);
    sheet.put(left + 2.0, bar + 18.0, line(fonts, &words.total.to_uppercase(), total.tracked(0.06)));
    sheet.put_right(RIGHT - 10.0, bar + 18.0, line(fonts, &order.totals.grand.to_string(), total.tabular()));
    baseline = bar + 27.0 + 17.0;
    for sum in after {
        baseline = sum.put(sheet, left, RIGHT, baseline, LEADING);
    }

    let mut y = top + 14.0;
    if !tax.is_empty() {
        y += 8.0;
        sheet.put(MARGIN, y, line(fonts, words.tax_head, Style { size: 8.0, ..STRONG }));
        y += 14.0;
        for sum in tax {
            y = sum.put(sheet, MARGIN, MARGIN + left_width, y, 12.0);
        }
        sheet.put(MARGIN, y + 2.0, line(fonts, words.not_a_tax_invoice, Style { size: 7.5, ..SMALL }));
        y += 16.0;
    }
    if let Some(note) = note {
        parts::put_note(sheet, MARGIN, y, left_width, note);
    }
    let thanks = line(fonts, words.thanks, Style::new(Face::Display, 13.0, Colour::AccentText));
    sheet.put(MARGIN, top + height - 6.0, thanks);
}

/// What adds up to the total.
fn sums_before(fonts: &Fonts, order: &Order, words: &Words) -> Vec<Sum> {
    let totals = &order.totals;
    let pieces: i64 = order.lines.iter().map(|line| i64::from(line.quantity)).sum();
    let items = format!("{} ({pieces} {})", words.items_total, words.pieces);
    let mut sums = vec![Sum::new(fonts, &items, totals.items, BODY, SUMS)];
    if totals.discount > Rupiah::ZERO {
        sums.push(Sum::new(fonts, words.discount, less(totals.discount), BODY, SUMS));
    }
    let shipping = format!("{} {} ({} kg)", words.shipping, parts::chosen(order), order.shipping.chargeable_kg);
    sums.push(Sum::new(fonts, &shipping, totals.shipping, BODY, SUMS));
    sums
}

/// What became of the total: how it was paid, what went back, what is due.
fn sums_after(fonts: &Fonts, order: &Order, words: &Words) -> Vec<Sum> {
    let locale = order.locale;
    let mut sums = Vec::new();
    for paid in &order.paid {
        let how = wording::payment_method(paid.provider, paid.method.as_deref(), locale);
        let name = format!("{} {}, {how}", words.paid_by, wording::day_and_time(paid.at, locale));
        sums.push(Sum::new(fonts, &name, paid.amount, SMALL, SUMS));
    }
    for returned in &order.returned {
        let word = if returned.status == RefundStatus::Succeeded { words.returned } else { words.returning };
        let name = format!("{word} {}", wording::day(returned.at, locale));
        sums.push(Sum::new(fonts, &name, less(returned.amount), SMALL, SUMS));
    }
    let waits =
        order.status == OrderStatus::Pending && matches!(order.payment_status, PaymentStatus::Unpaid | PaymentStatus::Pending);
    let never_paid = matches!(order.status, OrderStatus::Cancelled | OrderStatus::Expired) && order.paid.is_empty();
    if never_paid {
        sums.push(Sum::new(fonts, words.nothing_to_pay, "", SMALL, SUMS));
    }
    if waits {
        sums.push(Sum::new(fonts, words.to_pay, order.totals.grand, Style { colour: Colour::Ember, ..STRONG }, SUMS));
    }
    sums
}

/// The tax that the prices contain; nothing when the seller shows none.
///
/// The order holds the tax as it was reckoned when it was placed; price without tax and tax base are
/// what belongs to it (PMK 131/2024: 12 % of 11/12 of the price).
fn tax(fonts: &Fonts, order: &Order, words: &Words) -> Vec<Sum> {
    let totals = &order.totals;
    if totals.tax_included <= Rupiah::ZERO {
        return Vec::new();
    }
    let gross = Rupiah(totals.items.0 - totals.discount.0);
    let net = Rupiah(gross.0 - totals.tax_included.0);
    let base = Rupiah((net.0 * 11 + 6).div_euclid(12));
    let style = Style { size: 8.0, ..SMALL };
    let width = WIDTH - SUMS - 24.0;
    let sum = |name, amount: Rupiah, style| Sum::new(fonts, name, amount, style, width);
    vec![
        sum(words.tax_gross, gross, style),
        sum(words.tax_net, net, style),
        sum(words.tax_base, base, style),
        sum(words.tax, totals.tax_included, Style { size: 8.0, ..STRONG }),
    ]
}
