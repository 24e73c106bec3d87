//! A paper with a logo as staff may upload it, and one with what buyers, suppliers and staff write.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use papers::{Dots, Line, Listing, ListingColumn, Logo, Order, Press, PurchaseLine, PurchaseOrder, Report, STAMP, Shop};
use shared::papers::Paper;

#[path = "../../api/papers/examples/papers/figures.rs"]
mod figures;
#[path = "../../api/papers/examples/papers/sample.rs"]
#[allow(dead_code, reason = "its other orders are for people to look at")]
mod sample;

/// No text of an order is longer.
const LETTERS: usize = 500;
/// Between two texts: nobody writes it.
const BETWEEN: char = '\u{1e}';

fn press() -> &'static Press {
    static PRESS: OnceLock<Press> = OnceLock::new();
    PRESS.get_or_init(|| Press::new().expect("the fonts are inside"))
}

// The first byte says which paper it is, and whether a logo follows or texts.
fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    let paper = usize::from(kind & 0x7f) % (Paper::ALL.len() + 3);
    let (order, shop) = if kind & 0x80 == 0 {
        written(rest)
    } else {
        let Some(logo) = logo(rest) else { return };
        (sample::paid(), Shop { logo: Some(logo), ..sample::shop() })
    };
    let drawn = match Paper::ALL.get(paper) {
        Some(paper) => press().draw(*paper, &[order], &shop),
        None => match paper - Paper::ALL.len() {
            0 => press().purchase_order(&purchase_order(order), &shop),
            1 => press().listing(&listing(order), &shop),
            _ => press().draw_report(&report(order), &shop),
        },
    };
    let drawn = drawn.expect("no paper depends on what people write");
    assert!(drawn.starts_with(b"%PDF-"), "it is no PDF");
});

/// The logo as it is printed, if it is one that is taken in.
fn logo(bytes: &[u8]) -> Option<Logo> {
    let jpeg = pictures::make(bytes).ok()?.renditions.pop()?.jpeg;
    let (width, height, luma) = pictures::dots(&jpeg, STAMP.0, STAMP.1).expect("a picture of ours");
    Some(Logo::new(jpeg, Dots { width, height, luma }).expect("what was taken in can be printed"))
}

/// A purchase order with the texts of an order.
fn purchase_order(order: Order) -> PurchaseOrder {
    let line = |line: Line| PurchaseLine {
        supplier_sku: line.options.into_iter().map(|option| option.value).collect(),
        name: line.name,
        sku: line.sku,
        quantity: line.quantity,
        unit_cost: line.price,
        line_total: line.line_total,
    };
    PurchaseOrder {
        number: order.number,
        locale: order.locale,
        placed_at: order.created_at,
        draft: false,
        cancelled: false,
        expected_on: None,
        supplier: vec![order.buyer_name, order.address.recipient, order.address.street],
        notes: order.note,
        buyer: order.buyer_email,
        lines: order.lines.into_iter().map(line).collect(),
        total: order.totals.grand,
    }
}

/// A list with the texts of an order.
fn listing(order: Order) -> Listing {
    let column = |heading: &str, figures| ListingColumn { heading: heading.to_owned(), share: 1, figures };
    Listing {
        title: order.buyer_name,
        as_of: order.shipping.name,
        about: vec![order.note, order.address.street],
        locale: order.locale,
        columns: vec![column(&order.buyer_email, false), column(&order.address.recipient, true)],
        rows: order.lines.into_iter().map(|line| vec![line.name, line.sku]).collect(),
        sums: Vec::new(),
    }
}

/// A report with the texts of an order.
fn report(order: Order) -> Report {
    let mut report = figures::report(3);
    (report.title, report.span, report.note) = (order.buyer_name, order.shipping.name, order.note);
    report.chart.title = order.address.street;
    for (table, line) in report.tables.iter_mut().zip(order.lines) {
        table.title = line.name;
        table.rows.push(vec![line.sku.clone(), line.sku.clone(), line.sku]);
    }
    report
}

/// An order and a shop with these texts.
fn written(bytes: &[u8]) -> (Order, Shop) {
    let text = String::from_utf8_lossy(bytes);
    let mut texts = text.split(BETWEEN).map(|text| text.chars().take(LETTERS).collect::<String>());
    let mut next = || texts.next().unwrap_or_default();
    let mut order = sample::refunded_in_part();
    order.buyer_name = next();
    order.address.recipient = next();
    order.address.street = next();
    order.note = next();
    for line in &mut order.lines {
        line.name = next();
        line.sku = next();
        for option in &mut line.options {
            option.value = next();
        }
    }
    order.shipping.name = next();
    order.address.region.district.name = next();
    order.buyer_email = next();
    let shop = Shop { name: next(), tagline: next(), address: next(), tax_number: next(), branch: next(), ..sample::shop() };
    (order, shop)
}
