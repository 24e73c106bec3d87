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

/// Where a spreadsheet may begin another cell: Indonesian ones part cells by semicolons, others by tabs,
/// and those do not honour a quote in the middle of what they take for a cell, so that lines end there too.
const ENDS: [char; 4] = [';', '\t', '\r', '\n'];

/// Text that a spreadsheet would take for a formula gets an apostrophe in front, which makes it text
/// (OWASP, "CSV Injection"), and so does each part of it that may become a cell of its own. Something that
/// has an apostrophe already gets another, so that [`as_it_was`] takes away what was put there.
fn harmless(text: String) -> String {
    if !text.split(ENDS).any(runs_as_formula) {
        return text;
    }
    let mut harmless = String::with_capacity(text.len() + 8);
    for part in text.split_inclusive(ENDS) {
        if runs_as_formula(part.trim_end_matches(ENDS)) {
            harmless.push('\'');
        }
        harmless.push_str(part);
    }
    harmless
}

/// The text that was made harmless.
pub(in crate::http) fn as_it_was(text: &str) -> String {
    let part = |part: &str| match part.strip_prefix('\'') {
        Some(rest) if runs_as_formula(rest.trim_end_matches(ENDS)) => rest.to_owned(),
        _ => part.to_owned(),
    };
    text.split_inclusive(ENDS).map(part).collect()
}

/// Whether a spreadsheet takes the text for a formula, whatever quotes are in front of it. A sign before
/// nothing but digits, as in phone numbers, does no harm.
fn runs_as_formula(text: &str) -> bool {
    let mut characters = text.trim_start_matches(['\'', '"']).chars();
    match characters.next() {
        Some('=' | '@') => true,
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
            ("\t=1", "\t'=1"),
            ("x;=cmd|' /C calc'!A0", "x;'=cmd|' /C calc'!A0"),
            ("x;\"=1+1", "x;'\"=1+1"),
            ("a\t@b; c\r\n-d;-5;", "a\t'@b; c\r\n'-d;-5;"),
            ("a;'=1;'tis", "a;''=1;'tis"),
            ("satu\n\ndua; tiga", "satu\n\ndua; tiga"),
            ("+6282115558035", "+6282115558035"),
            ("-5", "-5"),
            ("Budi = Santoso", "Budi = Santoso"),
            ("'=1+1", "''=1+1"),
            ("'tis", "'tis"),
            ("", ""),
        ] {
            assert_eq!(harmless(given.to_owned()), written, "{given}");
            assert_eq!(as_it_was(written), given);
        }
    }

    #[test]
    fn lines_end_as_the_rfc_says_and_quotes_are_doubled() {
        let record = vec!["a,b".to_owned(), "say \"hi\"".to_owned(), "two\nlines".to_owned(), String::new()];
        let written = lines(std::iter::once(record)).expect("written");
        assert_eq!(String::from_utf8(written).expect("UTF-8"), "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\r\n");
    }
}
