//! Comma-separated values (RFC 4180).

use std::io;

use ::csv::{Terminator, WriterBuilder};
use bytes::Bytes;
use chrono::SecondsFormat;
use futures_util::{Stream, stream};

use super::{Cell, Column, Rows};
use crate::clock::shop_time;
use crate::http::ApiError;

/// The file batch by batch; the first one is read before anything is answered.
pub(super) async fn stream<S: Rows>(
    bom: bool,
    columns: &'static [Column<S::Row>],
    mut rows: S,
) -> Result<impl Stream<Item = io::Result<Bytes>> + Send + 'static, ApiError> {
    let first = rows.next().await?;
    let mut head = if bom { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    head.extend(
        lines(std::iter::once(columns.iter().map(|column| column.key.to_owned()).collect())).map_err(ApiError::internal)?,
    );
    head.extend(batch(columns, &first).map_err(ApiError::internal)?);
    let rest = stream::try_unfold((rows, first.is_empty()), move |(mut rows, ended)| async move {
        if ended {
            return Ok(None);
        }
        // The cause is logged where the error was made.
        let next = rows.next().await.map_err(|error| io::Error::other(error.to_string()))?;
        if next.is_empty() {
            return Ok(None);
        }
        Ok(Some((Bytes::from(batch(columns, &next)?), (rows, false))))
    });
    Ok(futures_util::StreamExt::chain(stream::once(async move { Ok(Bytes::from(head)) }), rest))
}

fn batch<R>(columns: &[Column<R>], rows: &[R]) -> io::Result<Vec<u8>> {
    lines(rows.iter().map(|row| columns.iter().map(|column| text((column.cell)(row))).collect()))
}

fn lines(records: impl Iterator<Item = Vec<String>>) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for record in records {
        writer.write_record(&record)?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

pub(super) fn text(cell: Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Integer(number) => number.to_string(),
        Cell::Money(amount) => amount.0.to_string(),
        Cell::Time(at) => shop_time(at).to_rfc3339_opts(SecondsFormat::Secs, false),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Percent(parts) => {
            format!("{}{}.{:04}", if parts < 0 { "-" } else { "" }, parts.abs() / 10_000, parts.abs() % 10_000)
        }
    }
}

/// Text that a spreadsheet would take for a formula gets an apostrophe in front, which makes it text
/// (OWASP, "CSV Injection"). So does one that has an apostrophe of its own, so that reading takes away
/// what writing put there.
fn harmless(text: String) -> String {
    if runs_as_formula(text.trim_start_matches('\'')) { format!("'{text}") } else { text }
}

/// Whether a spreadsheet takes the text for a formula. A sign before nothing but digits, as in phone
/// numbers, does no harm.
pub(in crate::http) fn runs_as_formula(text: &str) -> bool {
    let mut characters = text.chars();
    match characters.next() {
        Some('=' | '@' | '\t' | '\r' | '\n') => true,
        Some('+' | '-') => !characters.as_str().chars().all(|character| character.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        for (given, written) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("\t=1", "'\t=1"),
            ("+6282115558035", "+6282115558035"),
            ("-5", "-5"),
            ("Budi = Santoso", "Budi = Santoso"),
            ("'=1+1", "''=1+1"),
            ("'tis", "'tis"),
            ("", ""),
        ] {
            assert_eq!(harmless(given.to_owned()), written, "{given}");
        }
    }

    #[test]
    fn lines_end_as_the_rfc_says_and_quotes_are_doubled() {
        let record = vec!["a,b".to_owned(), "say \"hi\"".to_owned(), "two\nlines".to_owned(), String::new()];
        let written = lines(std::iter::once(record)).expect("written");
        assert_eq!(String::from_utf8(written).expect("UTF-8"), "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n");
    }
}
