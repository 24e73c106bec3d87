//! Lists as files to download: CSV that streams while the rows are read, XLSX that never has all of
//! them in memory. Rows come in batches, each by a statement of its own, so that a slow reader
//! holds neither a connection nor a snapshot.
//!
//! A room names its columns and reads its batches:
//!
//! ```ignore
//! static COLUMNS: &[Column<Row>] = &[Column::new("number", ["Nomor", "Number"], 20, |row| Cell::text(&row.number)), …];
//! impl Rows for OrderRows { type Row = Row; async fn next(&mut self) -> Result<Vec<Row>, ApiError> { … } }
//! Export::of(&ask, "orders", ["Pesanan", "Orders"], COLUMNS, OrderRows { … }).await
//! ```

mod book;
mod csv;
mod keyset;
mod xlsx;

pub use book::BookSheet;
pub(super) use csv::as_it_was;
pub use keyset::Keyset;

use chrono::{DateTime, NaiveDate, Utc};
use poem::http::{HeaderValue, header};
use poem::{Body, IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry};
use shared::account::Locale;
use shared::export::ExportFormat;
use shared::money::Rupiah;

use super::{ApiError, Caller};
use crate::clock::shop_day;

/// A word in Indonesian and in English.
pub type Words = [&'static str; 2];

fn word(words: Words, locale: Locale) -> &'static str {
    let [indonesian, english] = words;
    match locale {
        Locale::Indonesian => indonesian,
        Locale::English => english,
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text; never read as a formula.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// An amount in whole rupiah.
    Money(Rupiah),
    /// An instant, written as the shop's clock shows it.
    Time(DateTime<Utc>),
    /// Yes or no.
    Flag(bool),
    /// A day of the calendar.
    Day(NaiveDate),
    /// Parts of ten thousand: 125 is 1.25 %.
    Percent(i64),
}

impl Cell {
    /// Text; empty text is nothing.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// Text, or nothing.
    #[must_use]
    pub fn maybe(text: Option<&str>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// What stands there, in plain text.
    #[must_use]
    pub fn plain(self) -> String {
        match self {
            Self::Text(text) => text,
            other => csv::text(other),
        }
    }

    /// An instant, or nothing.
    #[must_use]
    pub fn time(at: Option<DateTime<Utc>>) -> Self {
        at.map_or(Self::Empty, Self::Time)
    }
}

/// A column: the name that programs go by, the heading for people, and its cells.
pub struct Column<R> {
    key: &'static str,
    heading: Words,
    width: u16,
    cell: fn(&R) -> Cell,
}

impl<R> Column<R> {
    /// `key` heads the column in CSV and never changes; `heading` does in XLSX, in the reader's
    /// language; `width` is in characters.
    #[must_use]
    pub const fn new(key: &'static str, heading: Words, width: u16, cell: fn(&R) -> Cell) -> Self {
        Self { key, heading, width, cell }
    }

    /// The name that programs go by.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        self.key
    }

    /// What a row has here.
    #[must_use]
    pub fn cell(&self, row: &R) -> Cell {
        (self.cell)(row)
    }
}

/// Where rows come from, batch by batch.
pub trait Rows: Send + 'static {
    /// A row.
    type Row: Send + 'static;

    /// The next batch, some hundred rows; an empty one is the end.
    fn next(&mut self) -> impl Future<Output = Result<Vec<Self::Row>, ApiError>> + Send;
}

/// What was asked for.
#[derive(Clone, Copy, Debug)]
pub struct ExportAsk {
    /// CSV or XLSX.
    pub format: ExportFormat,
    /// Whether CSV begins with a byte order mark, by which Excel knows UTF-8.
    pub bom: bool,
    /// The reader's language.
    pub locale: Locale,
    /// When it was asked for; its day is in the file's name.
    pub now: DateTime<Utc>,
}

impl ExportAsk {
    /// What a caller asks for; a byte order mark unless it is declined.
    #[must_use]
    pub fn new(caller: &Caller, format: ExportFormat, bom: Option<bool>, now: DateTime<Utc>) -> Self {
        Self { format, bom: bom.unwrap_or(true), locale: caller.locale, now }
    }
}

/// A file to download.
pub struct Export(Response);

impl Export {
    /// Writes a list as a file called `orders-2026-11-28.csv`, on a sheet with that title.
    ///
    /// # Errors
    /// What reading the first batch (CSV) or any batch (XLSX) fails with. A CSV that fails later is
    /// broken off, so that nobody takes a part for the whole.
    pub async fn of<S: Rows>(
        ask: &ExportAsk,
        name: &str,
        title: Words,
        columns: &'static [Column<S::Row>],
        rows: S,
    ) -> Result<Self, ApiError> {
        let body = match ask.format {
            ExportFormat::Csv => Body::from_bytes_stream(csv::stream(ask.bom, columns, rows).await?),
            ExportFormat::Xlsx => {
                Body::from_bytes_stream(xlsx::stream(ask.locale, word(title, ask.locale), columns, rows).await?)
            }
        };
        Ok(Self::file(ask, name, body))
    }

    /// Writes several tables as the sheets of a workbook, called like `analytics-2026-11-28.xlsx`.
    ///
    /// # Errors
    /// When the workbook cannot be written.
    pub async fn book(ask: &ExportAsk, name: &str, sheets: Vec<BookSheet>) -> Result<Self, ApiError> {
        let bytes = book::write(sheets).await?;
        Ok(Self::file(&ExportAsk { format: ExportFormat::Xlsx, ..*ask }, name, Body::from_bytes(bytes.into())))
    }

    fn file(ask: &ExportAsk, name: &str, body: Body) -> Self {
        let disposition = format!("attachment; filename=\"{name}-{}.{}\"", shop_day(ask.now), ask.format);
        let mut response = Response::builder().content_type(ask.format.media_type()).body(body);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Ok(disposition) = HeaderValue::try_from(disposition) {
            headers.insert(header::CONTENT_DISPOSITION, disposition);
        }
        Self(response)
    }
}

impl IntoResponse for Export {
    fn into_response(self) -> Response {
        self.0
    }
}

impl ApiResponse for Export {
    fn meta() -> MetaResponses {
        let content = ExportFormat::ALL.iter().map(|format| MetaMediaType {
            content_type: format.media_type().split(';').next().unwrap_or_default(),
            schema: MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "binary"))),
        });
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The file.",
                status: Some(200),
                status_range: None,
                content: content.collect(),
                headers: vec![super::file_name("`attachment`, with the file's name.")],
            }],
        }
    }

    fn register(_: &mut Registry) {}
}
