//! Workbooks of Excel (ECMA-376), written by a thread of their own: rows go to a file beside the
//! server as they come, and the finished workbook is packed while it is sent.

use std::io::{self, Write};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, stream};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use shared::account::Locale;
use tokio::sync::{Semaphore, mpsc, oneshot};

use super::{Cell, Column, Rows, word};
use crate::clock::shop_time;
use crate::http::ApiError;

/// A workbook keeps a processor busy: so many at once, others wait.
pub(super) static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// Rows of a sheet, the heading apart; what is more goes onto another one. (Excel has 1,048,576.)
const SHEET: u32 = 1_000_000;
/// Characters of a cell: Excel keeps 32,767 units of UTF-16, and a character has up to two.
const CELL: usize = 16_383;
/// How much is packed before it is sent.
const PIECE: usize = 64 << 10;

/// The file, once all rows are read.
pub(super) async fn stream<S: Rows>(
    locale: Locale,
    title: &'static str,
    columns: &'static [Column<S::Row>],
    mut rows: S,
) -> Result<impl Stream<Item = io::Result<Bytes>> + Send + 'static, ApiError> {
    let permit = AT_ONCE.acquire().await.map_err(ApiError::internal)?;
    let (batches, to_write) = mpsc::channel::<Vec<S::Row>>(2);
    let (done, written) = oneshot::channel();
    let (pieces, to_send) = mpsc::channel::<io::Result<Bytes>>(2);
    tokio::task::spawn_blocking(move || {
        let outcome = write(locale, title, columns, to_write);
        // Packing goes at the pace of whoever receives it: others need not wait for that.
        drop(permit);
        match outcome {
            Ok(mut workbook) => {
                // Whoever asked is gone when nobody listens any more.
                if done.send(Ok(())).is_ok() {
                    pack(&mut workbook, pieces);
                }
            }
            Err(error) => drop(done.send(Err(error))),
        }
    });
    loop {
        let batch = rows.next().await?;
        if batch.is_empty() || batches.send(batch).await.is_err() {
            break;
        }
    }
    drop(batches);
    written.await.map_err(ApiError::internal)?.map_err(ApiError::internal)?;
    Ok(stream::unfold(to_send, |mut pieces| async move { pieces.recv().await.map(|piece| (piece, pieces)) }))
}

fn pack(workbook: &mut Workbook, pieces: mpsc::Sender<io::Result<Bytes>>) {
    let mut pipe = Pipe { pieces, gathered: BytesMut::with_capacity(PIECE) };
    if let Err(error) = workbook.save_to_writer(&mut pipe) {
        tracing::warn!(%error, "a workbook was not sent to its end");
        let _ = pipe.pieces.blocking_send(Err(io::Error::other(error.to_string())));
        return;
    }
    let _ = pipe.flush();
}

/// Passes on what is written, in pieces.
struct Pipe {
    pieces: mpsc::Sender<io::Result<Bytes>>,
    gathered: BytesMut,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let piece = self.gathered.split().freeze();
        self.pieces.blocking_send(Ok(piece)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}

pub(super) struct Formats {
    pub heading: Format,
    money: Format,
    integer: Format,
    time: Format,
    day: Format,
    percent: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        Self {
            heading: Format::new().set_bold().set_align(FormatAlign::VerticalCenter),
            money: Format::new().set_num_format("#,##0"),
            integer: Format::new().set_num_format("0"),
            time: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            percent: Format::new().set_num_format("0.00%"),
        }
    }
}

fn write<R>(
    locale: Locale,
    title: &str,
    columns: &[Column<R>],
    mut batches: mpsc::Receiver<Vec<R>>,
) -> Result<Workbook, XlsxError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    let (mut sheet_index, mut row_index) = (0_usize, 0_u32);
    begin(workbook.add_worksheet_with_constant_memory()?, title, 1, locale, columns, &formats)?;
    while let Some(batch) = batches.blocking_recv() {
        for row in batch {
            if row_index == SHEET {
                end(workbook.worksheet_from_index(sheet_index)?, row_index, columns.len())?;
                (sheet_index, row_index) = (sheet_index + 1, 0);
                begin(workbook.add_worksheet_with_constant_memory()?, title, sheet_index + 1, locale, columns, &formats)?;
            }
            row_index += 1;
            let sheet = workbook.worksheet_from_index(sheet_index)?;
            for (column, place) in columns.iter().zip(0_u16..) {
                put(sheet, row_index, place, (column.cell)(&row), &formats)?;
            }
        }
    }
    end(workbook.worksheet_from_index(sheet_index)?, row_index, columns.len())?;
    Ok(workbook)
}

/// Names a sheet and writes its headings, which stay in sight.
fn begin<R>(
    sheet: &mut Worksheet,
    title: &str,
    number: usize,
    locale: Locale,
    columns: &[Column<R>],
    formats: &Formats,
) -> Result<(), XlsxError> {
    sheet.set_name(if number == 1 { title.to_owned() } else { format!("{title} {number}") })?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, place) in columns.iter().zip(0_u16..) {
        sheet.set_column_width(place, f64::from(column.width))?;
        sheet.write_string_with_format(0, place, word(column.heading, locale), &formats.heading)?;
    }
    Ok(())
}

/// Lets the headings filter.
fn end(sheet: &mut Worksheet, last_row: u32, columns: usize) -> Result<(), XlsxError> {
    let last_column = u16::try_from(columns.saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last_row, last_column)?;
    Ok(())
}

pub(super) fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: Cell, formats: &Formats) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet,
        Cell::Text(text) => sheet.write_string(row, column, fit(text))?,
        Cell::Integer(number) => sheet.write_with_format(row, column, number, &formats.integer)?,
        Cell::Money(amount) => sheet.write_with_format(row, column, amount.0, &formats.money)?,
        Cell::Time(at) => {
            // Excel knows no time zones: it shows what the shop's clock showed.
            let local = ExcelDateTime::from_timestamp(shop_time(at).naive_local().and_utc().timestamp())?;
            sheet.write_datetime_with_format(row, column, local, &formats.time)?
        }
        Cell::Flag(flag) => sheet.write_boolean(row, column, flag)?,
        Cell::Day(day) => {
            let day = ExcelDateTime::from_timestamp(day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp())?;
            sheet.write_datetime_with_format(row, column, day, &formats.day)?
        }
        Cell::Percent(parts) => sheet.write_with_format(row, column, share(parts), &formats.percent)?,
    };
    Ok(())
}

/// Excel keeps a percentage as a fraction.
fn share(parts: i64) -> f64 {
    parts as f64 / 10_000.0
}

fn fit(text: String) -> String {
    match text.char_indices().nth(CELL) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned(),
        None => text,
    }
}
