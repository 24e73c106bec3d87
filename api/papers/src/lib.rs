//! The papers of an order as PDF: invoice, packing list, thermal label; and a report of the shop's figures.
//!
//! Data in, bytes out: no database, no clock, no I/O. Text is shaped by rustybuzz with the fonts in
//! `fonts/`, laid out here, and written by krilla, which embeds the glyphs that are used. Every
//! paper is first laid out as `Sheet`s, because "page 1 of 3" must know the 3.

mod fonts;
mod invoice;
mod label;
mod listing;
mod logo;
mod order;
mod packing;
mod parts;
mod purchase;
mod report;
mod sheet;
mod symbols;
mod table;
mod text;
mod words;

use krilla::Document;
use krilla::metadata::Metadata;
use shared::account::Locale;
use shared::papers::Paper;

pub use listing::{Listing, ListingColumn};
pub use logo::{Dots, Logo, STAMP};
pub use order::{Line, Order, Paid, Parcel, Returned, Shop};
pub use purchase::{PurchaseLine, PurchaseOrder};
pub use report::{Bar, Chart, Report, ReportTable, TableColumn, Tile};

use fonts::Fonts;

/// Why a paper could not be drawn. None of it depends on what people write: each is a fault of ours.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// An embedded font cannot be read.
    #[error("the embedded font {0} cannot be read")]
    Font(&'static str),
    /// Too much for a QR code.
    #[error("the address of the order's page is too long for a QR code")]
    TooLongForQr,
    /// The logo is no picture that can be printed.
    #[error("the logo cannot be printed: {0}")]
    Logo(String),
    /// What the PDF writer says.
    #[error("the PDF could not be written: {0}")]
    Writer(String),
}

/// Draws papers. Holds the fonts, ready to be used; cheap to share, never to be locked.
pub struct Press {
    fonts: Fonts,
}

impl Press {
    /// Reads the embedded fonts.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn new() -> Result<Self, Fault> {
        Ok(Self { fonts: Fonts::load()? })
    }

    /// Draws a paper of each order into one document, in the order given. Each is in the language of
    /// its `Order::locale`. Keeps a core busy for some milliseconds per page.
    ///
    /// # Errors
    /// See `Fault`.
    pub fn draw(&self, paper: Paper, orders: &[Order], shop: &Shop) -> Result<Vec<u8>, Fault> {
        let mut document = Document::new();
        for order in orders {
            let sheets = match paper {
                Paper::Invoice => invoice::sheets(&self.fonts, order, shop),
                Paper::PackingList => packing::sheets(&self.fonts, order, shop)?,
                Paper::Label => label::sheets(&self.fonts, order, shop)?,
            };
            sheets.iter().for_each(|sheet| sheet.print(&self.fonts, &shop.palette, &mut document));
        }
        document.set_metadata(metadata(paper, orders, shop));
        document.finish().map_err(|error| Fault::Writer(error.to_string()))
    }

    /// Draws a report of figures.
    ///
    /// # Errors
    /// See `Fault`.
    pub fn draw_report(&self, report: &Report, shop: &Shop) -> Result<Vec<u8>, Fault> {
        let sheets = report::sheets(&self.fonts, report, shop);
        self.finish(&sheets, format!("{} {}", report.title, report.span), report.locale, shop)
    }

    /// Draws a purchase order.
    ///
    /// # Errors
    /// See `Fault`.
    pub fn purchase_order(&self, order: &PurchaseOrder, shop: &Shop) -> Result<Vec<u8>, Fault> {
        let sheets = purchase::sheets(&self.fonts, order, shop);
        self.finish(&sheets, format!("{} {}", purchase::title(order.locale), order.number), order.locale, shop)
    }

    /// Draws a list.
    ///
    /// # Errors
    /// See `Fault`.
    pub fn listing(&self, listing: &Listing, shop: &Shop) -> Result<Vec<u8>, Fault> {
        let sheets = listing::sheets(&self.fonts, listing, shop);
        self.finish(&sheets, listing.title.clone(), listing.locale, shop)
    }

    fn finish(&self, sheets: &[sheet::Sheet], title: String, locale: Locale, shop: &Shop) -> Result<Vec<u8>, Fault> {
        let mut document = Document::new();
        sheets.iter().for_each(|sheet| sheet.print(&self.fonts, &shop.palette, &mut document));
        document.set_metadata(described(title, locale, shop));
        document.finish().map_err(|error| Fault::Writer(error.to_string()))
    }
}

fn described(title: String, locale: Locale, shop: &Shop) -> Metadata {
    Metadata::new()
        .title(title)
        .authors(vec![shop.name.clone()])
        .creator("Hurtrock".to_owned())
        .language(locale.as_str().to_owned())
}

fn metadata(paper: Paper, orders: &[Order], shop: &Shop) -> Metadata {
    let locale = orders.first().map_or(Locale::Indonesian, |order| order.locale);
    let words = words::of(locale);
    let name = match paper {
        Paper::Invoice => words.invoice,
        Paper::PackingList => words.packing_list,
        Paper::Label => words.label,
    };
    let title = match orders {
        [order] => format!("{name} {}", order.number),
        _ => format!("{name} ({})", orders.len()),
    };
    described(title, locale, shop)
}
