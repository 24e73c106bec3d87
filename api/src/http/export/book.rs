//! A workbook of several small tables, such as a report.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::Cell;
use super::xlsx::{AT_ONCE, Formats, put};
use crate::http::ApiError;

/// A table on a sheet of its own.
pub struct BookSheet {
    /// What the sheet is called, at most 31 characters.
    pub title: String,
    /// Headings, and widths in characters.
    pub columns: Vec<(String, u16)>,
    /// Rows, each with a cell per column.
    pub rows: Vec<Vec<Cell>>,
}

/// The file.
pub(super) async fn write(sheets: Vec<BookSheet>) -> Result<Vec<u8>, ApiError> {
    let _permit = AT_ONCE.acquire().await.map_err(ApiError::internal)?;
    let written = tokio::task::spawn_blocking(move || workbook(sheets)).await;
    written.map_err(ApiError::internal)?.map_err(ApiError::internal)
}

fn workbook(sheets: Vec<BookSheet>) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    for BookSheet { title, columns, rows } in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(title)?.set_freeze_panes(1, 0)?;
        for ((heading, width), place) in columns.into_iter().zip(0_u16..) {
            sheet.set_column_width(place, f64::from(width))?;
            sheet.write_string_with_format(0, place, heading, &formats.heading)?;
        }
        for (row, line) in rows.into_iter().zip(1_u32..) {
            for (cell, place) in row.into_iter().zip(0_u16..) {
                put(sheet, line, place, cell, &formats)?;
            }
        }
    }
    workbook.save_to_buffer()
}
