//! What people write, and documents of many orders.

use papers::{Order, Shop};
use proptest::prelude::*;
use shared::papers::Paper;

use crate::read::{draw, draw_for, holds, lacks, page};
use crate::sample;

#[test]
fn letters_of_other_scripts_can_be_read() {
    let text = page(Paper::Invoice, sample::foreign());
    // What the fonts have stays as it is; the rest is in Latin letters.
    holds(&text, &["Łukasz Nguyễn Ђорђе Ωμέγα", "улица Ленина 5, Straße №7", "Wang Xiao Ming", "★ Custom 24 #"]);
    lacks(&text, &["🎸", "🤘", "王", "□", "\u{fffd}"]);
    // A note of pictures only is named, so that it is not lost.
    holds(&text, &["guitar guitar guitar"]);
    holds(&page(Paper::Label, sample::foreign()), &["Wang Xiao Ming"]);
}

#[test]
fn hostile_text_is_only_text() {
    for &paper in Paper::ALL {
        let order = sample::hostile();
        let bytes = draw(paper, std::slice::from_ref(&order));
        let pages = pdf_reader::pages(&bytes).unwrap();
        let text = pages.join(" ");
        assert!(text.contains("Raden Mas Panji"), "{text}");
        lacks(&text, &["\u{202e}", "\u{202c}", "\u{200b}", "\u{feff}", "\u{1b}", "\u{0}"]);
        assert!(pdf_reader::pictures(&bytes, 0.5).unwrap().len() == pages.len());
        // Nothing that a viewer would run.
        let raw = String::from_utf8_lossy(&bytes);
        lacks(&raw, &["/JavaScript", "/JS ", "/OpenAction", "/Launch", "/URI"]);
    }
    let text = pdf_reader::pages(&draw(Paper::Invoice, &[sample::hostile()])).unwrap().join(" ");
    holds(&text, &["Budi) Tj ET Q 1 0 0 RG (\\", "<script>alert(1)</script>", "%PDF-1.7 >> endobj trailer"]);
}

#[test]
fn a_shop_with_an_unusual_name_has_papers_too() {
    for name in ["Toko Gitar Ñandú & Śląsk", "北京琴行", "H", &"Toko Musik Yang Namanya Panjang ".repeat(6), "🎸"] {
        let shop = Shop { name: name.to_owned(), tagline: String::new(), email: String::new(), ..sample::shop() };
        for &paper in Paper::ALL {
            assert!(!pdf_reader::pages(&draw_for(paper, &[sample::paid()], &shop)).unwrap().is_empty(), "{name}");
        }
    }
}

#[test]
fn a_document_has_the_orders_in_the_order_asked() {
    let orders: Vec<Order> =
        (0..50).map(|index| Order { number: format!("HRT-261121-{:06}", 999 - index), ..sample::paid() }).collect();
    for &paper in Paper::ALL {
        let pages = pdf_reader::pages(&draw(paper, &orders)).unwrap();
        assert_eq!(pages.len(), 50, "{paper}");
        for (text, order) in pages.iter().zip(&orders) {
            assert!(text.contains(&order.number), "{paper}: {} is not in\n{text}", order.number);
        }
    }
}

#[test]
fn the_same_order_is_the_same_document() {
    for &paper in Paper::ALL {
        assert!(draw(paper, &[sample::paid()]) == draw(paper, &[sample::paid()]), "{paper}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_that_is_written_breaks_a_paper(name in "\\PC{0,80}", street in any::<String>(), note in any::<String>(), sku in ".{1,40}") {
        let mut order = sample::shipped("JNE001234567890");
        order.buyer_name.clone_from(&name);
        order.address.recipient = name;
        order.address.street = street;
        order.note = note;
        order.lines[0].sku = sku;
        for &paper in Paper::ALL {
            let bytes = draw(paper, std::slice::from_ref(&order));
            prop_assert!(!pdf_reader::pages(&bytes).unwrap().is_empty());
        }
    }
}
