//! Drawing and reading back.

use std::sync::LazyLock;

use papers::{Order, Press, Shop};
use shared::papers::Paper;

static PRESS: LazyLock<Press> = LazyLock::new(|| Press::new().expect("the embedded fonts"));

/// Draws for the sample shop.
pub fn draw(paper: Paper, orders: &[Order]) -> Vec<u8> {
    draw_for(paper, orders, &crate::sample::shop())
}

/// Draws.
pub fn draw_for(paper: Paper, orders: &[Order], shop: &Shop) -> Vec<u8> {
    PRESS.draw(paper, orders, shop).expect("a PDF")
}

/// The text of the pages of a report.
pub fn report_pages(report: &papers::Report) -> Vec<String> {
    pdf_reader::pages(&PRESS.draw_report(report, &crate::sample::shop()).expect("a PDF")).expect("text")
}

/// The text of the pages of an order's paper.
pub fn pages(paper: Paper, order: Order) -> Vec<String> {
    pdf_reader::pages(&draw(paper, &[order])).expect("text")
}

/// The text of the only page.
#[track_caller]
pub fn page(paper: Paper, order: Order) -> String {
    let mut pages = pages(paper, order);
    assert_eq!(pages.len(), 1, "{pages:?}");
    pages.remove(0)
}

/// Asserts that a text holds all of these.
#[track_caller]
pub fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

/// Asserts that a text holds none of these.
#[track_caller]
pub fn lacks(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(!text.contains(part), "`{part}` is in\n{text}");
    }
}
