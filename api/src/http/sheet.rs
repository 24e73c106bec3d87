//! Lists that come in as CSV, as spreadsheets write it.
//!
//! UTF-8 with or without a byte order mark; commas, semicolons (Indonesian settings) or tabs between
//! cells, whichever the heading has most of. An apostrophe that an export put before a formula is
//! taken away again ([`super::export`]).

use csv::{ByteRecord, ReaderBuilder};
use shared::validate::{FieldCode, FieldError};

/// Most cells of a row, the heading's included: far more than any list has columns, and few enough that a
/// row of nothing but separators costs nothing.
const MOST_CELLS: usize = 1_000;

/// What a file may hold.
pub struct SheetRules {
    /// The columns there are.
    pub known: &'static [&'static str],
    /// Those that must be there.
    pub required: &'static [&'static str],
    /// Most rows, the heading apart.
    pub max_rows: usize,
}

/// A list that came in.
#[derive(Debug)]
pub struct Sheet {
    /// The columns, in the order of the file.
    pub columns: Vec<String>,
    /// The rows; those without any text are left out.
    pub rows: Vec<SheetRow>,
}

/// A row that came in.
#[derive(Debug)]
pub struct SheetRow {
    /// The line it begins on; the heading is line 1.
    pub line: i32,
    /// As many cells as there are columns, without space around them.
    pub cells: Vec<String>,
    /// The file had another number of cells here: something is amiss with its separators or quotes.
    pub is_odd: bool,
}

impl Sheet {
    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong with the file as a whole: `/files/0`, its columns as `/columns`, or one of them as
    /// `/columns/<name>`.
    pub fn read(bytes: &[u8], rules: &SheetRules) -> Result<Self, Vec<FieldError>> {
        let file = |code| FieldError::new("/files/0", code);
        let text = text(bytes).map_err(|line| vec![file(FieldCode::UnsupportedFile).with("line", line)])?;
        if text.bytes().filter(|&byte| byte == b'"').count() % 2 != 0 {
            return Err(vec![file(FieldCode::DamagedFile)]);
        }
        // Excel's own way to name the separator.
        let (text, named, skipped) = match text.split_once('\n') {
            Some((first, rest)) if first.trim_end().len() == 5 && first.to_ascii_lowercase().starts_with("sep=") => {
                (rest, first.as_bytes().get(4).copied(), 1)
            }
            _ => (text, None, 0),
        };
        let delimiter = named.unwrap_or_else(|| delimiter(text));
        if is_too_wide(text, delimiter) {
            return Err(vec![FieldError::new("/columns", FieldCode::TooMany).with("max", MOST_CELLS)]);
        }
        let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut record = ByteRecord::new();
        let mut next = |record: &mut ByteRecord| reader.read_byte_record(record).map_err(|_| vec![file(FieldCode::DamagedFile)]);
        if !next(&mut record)? {
            return Err(vec![file(FieldCode::Required)]);
        }
        let columns = columns(&record, rules)?;
        let mut rows = Vec::new();
        let mut lines = Lines { text: text.as_bytes(), counted: 0, line: 1 };
        while next(&mut record)? {
            let line = lines.at(record.position().map_or(0, csv::Position::byte)) + skipped;
            let told = |cell: &[u8]| cell_text(&String::from_utf8_lossy(cell));
            let mut cells: Vec<String> = record.iter().take(columns.len()).map(told).collect();
            let has_more = record.iter().skip(columns.len()).any(|cell| !told(cell).is_empty());
            if !has_more && cells.iter().all(String::is_empty) {
                continue;
            }
            if rows.len() == rules.max_rows {
                return Err(vec![file(FieldCode::TooMany).with("max", rules.max_rows)]);
            }
            let is_odd = has_more || cells.len() < columns.len();
            cells.resize(columns.len(), String::new());
            rows.push(SheetRow { line: i32::try_from(line).unwrap_or(i32::MAX), cells, is_odd });
        }
        if rows.is_empty() {
            return Err(vec![file(FieldCode::Required)]);
        }
        Ok(Self { columns, rows })
    }

    /// Where a column stands.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

/// Counts lines on the way through a text. The reader of CSV counts one too few after `\r\n`, which it
/// takes for the end of a row by its first half.
struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first text at or after a place; places come in order.
    fn at(&mut self, place: u64) -> u64 {
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        while let Some(byte) = self.text.get(self.counted)
            && (self.counted < place || matches!(byte, b'\r' | b'\n'))
        {
            self.line += u64::from(*byte == b'\n');
            self.counted += 1;
        }
        self.line
    }
}

/// The text without its byte order mark.
///
/// # Errors
/// The line that holds what is no UTF-8 text: an old encoding, UTF-16, or no text at all.
fn text(bytes: &[u8]) -> Result<&str, usize> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let line_of = |at: usize| bytes.iter().take(at).filter(|&&byte| byte == b'\n').count() + 1;
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(line_of(at));
    }
    std::str::from_utf8(bytes).map_err(|error| line_of(error.valid_up_to()))
}

/// The separator that the heading has most of.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => counts.iter_mut().filter(|(delimiter, _)| *delimiter == byte).for_each(|(_, count)| *count += 1),
        }
    }
    // The first of equals: a file of one column has none of them.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
}

/// Whether a row has more cells than there may be. Asked before rows are read, because the reader
/// remembers where each cell ends; quotes count as they do there.
fn is_too_wide(text: &str, delimiter: u8) -> bool {
    enum At {
        Start,
        Plain,
        Quoted,
        /// Behind a quote that ends a text, or is the first of two that stand for one.
        Quote,
    }
    let (mut at, mut separators) = (At::Start, 0);
    for byte in text.bytes() {
        at = match (at, byte) {
            (At::Start | At::Quote, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::Quote,
            (At::Quoted, _) => At::Quoted,
            (_, b'\r' | b'\n') => {
                separators = 0;
                At::Start
            }
            (_, byte) if byte == delimiter => {
                separators += 1;
                if separators == MOST_CELLS {
                    return true;
                }
                At::Start
            }
            _ => At::Plain,
        };
    }
    false
}

fn columns(record: &ByteRecord, rules: &SheetRules) -> Result<Vec<String>, Vec<FieldError>> {
    let name = |cell: &[u8]| String::from_utf8_lossy(cell).trim().to_lowercase().replace([' ', '-'], "_");
    let mut columns: Vec<String> = record.iter().map(name).collect();
    while columns.last().is_some_and(String::is_empty) {
        columns.pop();
    }
    let fault = |column: &str, code| FieldError::new(format!("/columns/{}", column.chars().take(60).collect::<String>()), code);
    let mut faults = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        if !rules.known.contains(&column.as_str()) {
            faults.push(fault(column, FieldCode::UnknownField));
        } else if columns.iter().take(index).any(|other| other == column) {
            faults.push(fault(column, FieldCode::Duplicate));
        }
    }
    let missing = rules.required.iter().filter(|required| !columns.iter().any(|column| column == *required));
    faults.extend(missing.map(|required| fault(required, FieldCode::Required)));
    faults.truncate(20);
    if faults.is_empty() { Ok(columns) } else { Err(faults) }
}

/// A cell without space around it, and without the apostrophes that make formulas text.
fn cell_text(cell: &str) -> String {
    super::export::as_it_was(cell.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: SheetRules = SheetRules { known: &["sku", "price", "note"], required: &["sku"], max_rows: 3 };

    fn cells(text: &[u8]) -> Result<Vec<Vec<String>>, Vec<(String, FieldCode)>> {
        let sheet = Sheet::read(text, &RULES)
            .map_err(|faults| faults.into_iter().map(|fault| (fault.pointer, fault.code)).collect::<Vec<_>>())?;
        Ok(sheet.rows.into_iter().map(|row| row.cells).collect())
    }

    #[test]
    fn what_spreadsheets_write_is_read() {
        let expected = Ok(vec![vec!["A-1".to_owned(), "5;0".to_owned()]]);
        for text in [
            "sku,price\nA-1,5;0\n",
            "\u{feff}SKU;Price\r\nA-1;\"5;0\"\r\n;\r\n",
            "sep=;\r\nsku;price\r\nA-1;\"5;0\"",
            "sku\tprice\n A-1\t5;0\n\n",
            "sku;price;;\nA-1;\"5;0\";;\n",
        ] {
            assert_eq!(cells(text.as_bytes()), expected, "{text}");
        }
        assert_eq!(cells(b"sku\nA-1\n"), Ok(vec![vec!["A-1".to_owned()]]));
    }

    #[test]
    fn what_is_no_list_is_refused_as_a_whole() {
        let file = |code| Err(vec![("/files/0".to_owned(), code)]);
        assert_eq!(cells(b""), file(FieldCode::Required));
        assert_eq!(cells(b"sku,price\n"), file(FieldCode::Required));
        assert_eq!(cells(b"sku,price\nA\0,5\n"), file(FieldCode::UnsupportedFile));
        assert_eq!(cells(b"sku,price\nA\xe9,5\n"), file(FieldCode::UnsupportedFile));
        assert_eq!(cells(b"sku,price\n\"A,5\nB,6\n"), file(FieldCode::DamagedFile));
        assert_eq!(cells(b"sku\nA\nB\nC\nD\n"), file(FieldCode::TooMany));
        let columns = cells(b"price,prise,price\n1,2,3\n");
        assert_eq!(
            columns,
            Err(vec![
                ("/columns/prise".to_owned(), FieldCode::UnknownField),
                ("/columns/price".to_owned(), FieldCode::Duplicate),
                ("/columns/sku".to_owned(), FieldCode::Required),
            ])
        );
    }

    #[test]
    fn rows_that_are_out_of_step_are_told() {
        let sheet = Sheet::read(b"sku,price\nA,\"two\nlines\"\nB,1,2\nC\n", &RULES).unwrap();
        let told: Vec<(i32, bool)> = sheet.rows.iter().map(|row| (row.line, row.is_odd)).collect();
        assert_eq!(told, [(2, false), (4, true), (5, true)]);
        let sheet = Sheet::read(b"sep=,\r\nsku,price\r\nA,1\r\n\r\n\"B\",2\r\n", &RULES).unwrap();
        assert_eq!(sheet.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 5]);
    }

    #[test]
    fn rows_of_nothing_but_separators_are_not_kept() {
        let wide = Err(vec![("/columns".to_owned(), FieldCode::TooMany)]);
        let commas = ",".repeat(20 << 20);
        assert_eq!(cells(format!("sku{commas}\nA\n").as_bytes()), wide);
        assert_eq!(cells(format!("sku,price\nA,1\n{commas}\n").as_bytes()), wide);
        // Quotes within a cell do not hide them, nor do lines within a quoted one.
        assert_eq!(cells(format!("sku,price\nA\",1{commas}\"\n").as_bytes()), wide);
        assert_eq!(cells(format!("sku,price\n{}", "\"\n\",".repeat(MOST_CELLS)).as_bytes()), wide);
        // A text may have as many as it likes, and what spreadsheets write behind the last column is nothing.
        let (text, behind) = (",".repeat(MOST_CELLS), ",".repeat(MOST_CELLS - 2));
        let read = cells(format!("sku,price\nA,\"{text}\"\nB,2{behind}\n").as_bytes());
        assert_eq!(read, Ok(vec![vec!["A".to_owned(), text], vec!["B".to_owned(), "2".to_owned()]]));
    }

    #[test]
    fn a_formula_that_was_made_text_is_itself_again() {
        for (written, read) in [("'=1+1", "=1+1"), ("''=1+1", "'=1+1"), ("'tis", "'tis"), ("'-5", "'-5"), ("=1", "=1")] {
            assert_eq!(cell_text(written), read);
        }
    }
}
