//! A list on paper: a heading, columns, rows, and a line of sums.

use shared::account::Locale;

use crate::fonts::Fonts;
use crate::order::Shop;
use crate::parts::{self, BODY, BOTTOM, MARGIN, STRONG, WIDTH, caption};
use crate::sheet::{Colour, Sheet};
use crate::table::{Flow, Follows};
use crate::text::{Style, TextLine, fitted, wrapped};

/// A column of a list.
#[derive(Clone, Debug)]
pub struct ListingColumn {
    /// What stands above it.
    pub heading: String,
    /// Its share of the width.
    pub share: u16,
    /// Figures are set to the right.
    pub figures: bool,
}

/// A list, as it is printed.
#[derive(Clone, Debug)]
pub struct Listing {
    /// What it is.
    pub title: String,
    /// As of when, in words; stands beside the title.
    pub as_of: String,
    /// What it holds and what was left out, in words.
    pub about: Vec<String>,
    /// Language.
    pub locale: Locale,
    /// The columns.
    pub columns: Vec<ListingColumn>,
    /// The rows, a text for each column.
    pub rows: Vec<Vec<String>>,
    /// The line of sums, a text for each column; none when empty.
    pub sums: Vec<String>,
}

/// Where each column begins and how wide it is.
fn widths(listing: &Listing) -> Vec<(f32, f32)> {
    let shares: f32 = listing.columns.iter().map(|column| f32::from(column.share)).sum::<f32>().max(1.0);
    let mut x = MARGIN;
    let place = |column: &ListingColumn| {
        let width = WIDTH * f32::from(column.share) / shares;
        let at = (x, width);
        x += width;
        at
    };
    listing.columns.iter().map(place).collect()
}

/// The pages of a list.
pub fn sheets(fonts: &Fonts, listing: &Listing, shop: &Shop) -> Vec<Sheet> {
    let places = widths(listing);
    let mut first = Sheet::a4();
    let mut y = parts::band(fonts, &mut first, shop, &listing.title, &listing.as_of);
    for text in &listing.about {
        y = first.put_lines(MARGIN, y, 13.0, wrapped(fonts, text, BODY, WIDTH, 3));
    }
    let y = column_heads(fonts, &mut first, listing, &places, y + 6.0);
    let mut flow = Flow::new(first, y, BOTTOM, |sheet, _| {
        let y = parts::running_head_of(fonts, sheet, shop, &listing.title, (&listing.as_of, listing.locale));
        column_heads(fonts, sheet, listing, &places, y)
    });
    for row in &listing.rows {
        put(fonts, &mut flow, listing, &places, row, Style { size: 8.0, ..BODY });
    }
    if !listing.sums.is_empty() {
        put(fonts, &mut flow, listing, &places, &listing.sums, Style { size: 8.0, ..STRONG });
    }
    let mut sheets = flow.finish();
    parts::feet_of(fonts, &mut sheets, shop, (&listing.as_of, listing.locale));
    sheets
}

fn column_heads(fonts: &Fonts, sheet: &mut Sheet, listing: &Listing, places: &[(f32, f32)], y: f32) -> f32 {
    for (column, (x, width)) in listing.columns.iter().zip(places) {
        let head = caption(fonts, &column.heading);
        let head = if head.width > width - 6.0 {
            fitted(fonts, &column.heading.to_uppercase(), parts::CAPTION, width - 6.0, 4.5)
        } else {
            head
        };
        if column.figures { sheet.put_right(x + width - 4.0, y, head) } else { sheet.put(*x, y, head) }
    }
    sheet.area(MARGIN, y + 6.0, WIDTH, 1.0, Colour::Ink);
    y + 7.0
}

fn put(fonts: &Fonts, flow: &mut Flow, listing: &Listing, places: &[(f32, f32)], row: &[String], style: Style) {
    let cells: Vec<Vec<TextLine>> = row
        .iter()
        .zip(&listing.columns)
        .zip(places)
        .map(|((text, column), (_, width))| {
            if text.is_empty() {
                Vec::new()
            } else if column.figures {
                vec![fitted(fonts, text, style.tabular(), width - 6.0, 5.0)]
            } else {
                wrapped(fonts, text, style, width - 8.0, 3)
            }
        })
        .collect();
    let most = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let height = 8.0 + 10.0 * most as f32;
    let (sheet, top) = flow.room(height, Follows::Rows);
    for ((lines, column), (x, width)) in cells.into_iter().zip(&listing.columns).zip(places) {
        if column.figures {
            for one in lines {
                sheet.put_right(x + width - 4.0, top + 11.5, one);
            }
        } else {
            sheet.put_lines(*x, top + 11.5, 10.0, lines);
        }
    }
    sheet.area(MARGIN, top + height - 0.6, WIDTH, 0.6, Colour::Line);
}
