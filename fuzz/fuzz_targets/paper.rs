//! A paper with a logo as staff may upload it, and one with what buyers and staff write.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use papers::{Dots, Logo, Order, Press, STAMP, Shop};
use shared::papers::Paper;

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
    let paper = Paper::ALL[usize::from(kind & 0x7f) % Paper::ALL.len()];
    let (order, shop) = if kind & 0x80 == 0 {
        written(rest)
    } else {
        let Some(logo) = logo(rest) else { return };
        (sample::paid(), Shop { logo: Some(logo), ..sample::shop() })
    };
    let drawn = press().draw(paper, &[order], &shop).expect("no paper depends on what people write");
    assert!(drawn.starts_with(b"%PDF-"), "it is no PDF");
});

/// The logo as it is printed, if it is one that is taken in.
fn logo(bytes: &[u8]) -> Option<Logo> {
    let jpeg = pictures::make(bytes).ok()?.renditions.pop()?.jpeg;
    let (width, height, luma) = pictures::dots(&jpeg, STAMP.0, STAMP.1).expect("a picture of ours");
    Some(Logo::new(jpeg, Dots { width, height, luma }).expect("what was taken in can be printed"))
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
