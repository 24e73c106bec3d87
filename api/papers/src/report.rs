//! A report of the shop's figures: figures beside those of before, a chart, tables. All texts are given.

use shared::account::Locale;

use crate::fonts::{Face, Fonts};
use crate::order::Shop;
use crate::parts::{self, BODY, BOTTOM, CAPTION, MARGIN, RIGHT, SMALL, STRONG, WIDTH};
use crate::sheet::{Colour, MM, Sheet};
use crate::table::{Flow, Follows};
use crate::text::{Style, fitted, line};
use crate::words;

/// Figures of a span of days.
#[derive(Clone, Debug)]
pub struct Report {
    /// The language of its own few words, which is that of the given ones.
    pub locale: Locale,
    /// What it is called.
    pub title: String,
    /// Of which days it is.
    pub span: String,
    /// When it was made, and what it is compared with.
    pub note: String,
    /// The figures.
    pub tiles: Vec<Tile>,
    /// The chart.
    pub chart: Chart,
    /// The tables; those without rows are left out.
    pub tables: Vec<ReportTable>,
}

/// A figure beside that of before.
#[derive(Clone, Debug)]
pub struct Tile {
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: String,
    /// That of before.
    pub before: String,
    /// By how much it changed, where that can be said.
    pub change: Option<String>,
    /// Whether it went up or down; neither where it did not.
    pub rose: Option<bool>,
}

/// Bars side by side, each with the one of before behind it.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What its top stands for; more than zero.
    pub top: i64,
    /// The same in words.
    pub top_text: String,
    /// Half of it in words.
    pub half_text: String,
    /// What its bars are, and the lines behind them.
    pub legend: [String; 2],
    /// The bars.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it is of.
    pub label: String,
    /// How high it is.
    pub value: i64,
    /// How high the one before it was.
    pub before: i64,
}

/// A table.
#[derive(Clone, Debug)]
pub struct ReportTable {
    /// What it lists.
    pub title: String,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Its rows, with a text per column.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// Its heading.
    pub heading: String,
    /// How wide it is, as part of the sum of all columns.
    pub width: f32,
    /// Whether it holds figures, which stand at its right.
    pub numeric: bool,
}

const TILES: usize = 4;
const TILE: f32 = 52.0;
const GAP: f32 = 10.0;
const PLOT: f32 = 118.0;
const ROW: f32 = 15.0;

/// The pages.
pub(crate) fn sheets(fonts: &Fonts, report: &Report, shop: &Shop) -> Vec<Sheet> {
    let mut first = Sheet::a4();
    let mut y = parts::band(fonts, &mut first, shop, &report.title, &report.span);
    first.put(MARGIN, y, fitted(fonts, &report.note, SMALL, WIDTH, 6.0));
    y += 14.0;
    y = tiles(fonts, &mut first, &report.tiles, y);
    y = chart(fonts, &mut first, &report.chart, y + 12.0);
    let words = words::of(report.locale);
    let continued = format!("{} {} ({})", report.title, report.span, words.continued);
    let mut flow = Flow::new(first, y + 16.0, BOTTOM, |sheet, _| parts::plain_head(fonts, sheet, shop, &continued));
    for part in report.tables.iter().filter(|part| !part.rows.is_empty()) {
        table(fonts, &mut flow, part);
    }
    let mut sheets = flow.finish();
    parts::plain_feet(fonts, &mut sheets, shop, &report.span, words);
    sheets
}

/// The figures, four beside each other. Gives where it goes on.
fn tiles(fonts: &Fonts, sheet: &mut Sheet, tiles: &[Tile], mut y: f32) -> f32 {
    let width = (WIDTH - GAP * (TILES as f32 - 1.0)) / TILES as f32;
    for row in tiles.chunks(TILES) {
        for (at, tile) in row.iter().enumerate() {
            let x = MARGIN + (width + GAP) * at as f32;
            let inside = width - 16.0;
            sheet.area(x, y, width, TILE, Colour::Mist);
            sheet.put(x + 8.0, y + 13.0, fitted(fonts, &tile.label, SMALL, inside, 5.5));
            let value = Style::new(Face::SemiBold, 12.5, Colour::Ink).tabular();
            sheet.put(x + 8.0, y + 30.0, fitted(fonts, &tile.value, value, inside, 7.0));
            let mut left = x + 8.0;
            if let Some(change) = &tile.change {
                let colour = match tile.rose {
                    Some(true) => Colour::Green,
                    Some(false) => Colour::Red,
                    None => Colour::Muted,
                };
                let change = line(fonts, change, Style::new(Face::SemiBold, 7.5, colour).tabular());
                let next = left + change.width + 5.0;
                sheet.put(left, y + 43.0, change);
                left = next;
            }
            let room = (x + width - 8.0 - left).max(20.0);
            sheet.put(left, y + 43.0, fitted(fonts, &tile.before, Style { size: 7.0, ..SMALL }, room, 4.5));
        }
        y += TILE + GAP;
    }
    y
}

/// A length of the plot for a value of its scale.
fn height(value: i64, top: i64) -> f32 {
    let thousandths = i128::from(value.max(0)) * 1000 / i128::from(top.max(1));
    PLOT * u16::try_from(thousandths.min(1000)).map_or(0.0, f32::from) / 1000.0
}

/// The chart. Gives where it goes on.
fn chart(fonts: &Fonts, sheet: &mut Sheet, chart: &Chart, y: f32) -> f32 {
    sheet.put(MARGIN, y, line(fonts, &chart.title, Style { size: 10.5, ..STRONG }));
    let [bars, before] = &chart.legend;
    let before = line(fonts, before, SMALL);
    let bars = line(fonts, bars, SMALL);
    let mut x = RIGHT - before.width;
    sheet.put(x, y, before);
    x -= 12.0;
    sheet.area(x, y - 3.0, 9.0, 1.2, Colour::Muted);
    x -= 12.0 + bars.width;
    sheet.put(x, y, bars);
    sheet.area(x - 12.0, y - 6.0, 8.0, 7.0, Colour::Accent);

    let (top, scale) = (y + 12.0, 46.0);
    let style = Style { size: 7.0, ..SMALL };
    for (part, text) in [(0.0, chart.top_text.as_str()), (0.5, chart.half_text.as_str()), (1.0, "0")] {
        let line_y = top + PLOT * part;
        sheet.area(MARGIN + scale, line_y, WIDTH - scale, 0.5, Colour::Line);
        sheet.put_right(MARGIN + scale - 5.0, line_y + 2.5, fitted(fonts, text, style, scale - 6.0, 4.5));
    }
    let count = chart.bars.len().max(1);
    let step = (WIDTH - scale) / count as f32;
    let left = |at: usize| MARGIN + scale + step * at as f32;
    let bar = |(at, bar): (usize, &Bar)| {
        let tall = height(bar.value, chart.top);
        (left(at) + step * 0.15, top + PLOT - tall, step * 0.7, tall)
    };
    sheet.areas(chart.bars.iter().enumerate().map(bar).filter(|rect| rect.3 > 0.0), Colour::Accent);
    let before =
        |(at, bar): (usize, &Bar)| (left(at) + step * 0.05, top + PLOT - height(bar.before, chart.top) - 0.6, step * 0.9, 1.2);
    sheet.areas(chart.bars.iter().enumerate().filter(|(_, bar)| bar.before > 0).map(before), Colour::Muted);
    // As many labels as have room.
    let every = count.div_ceil(8);
    for (at, bar) in chart.bars.iter().enumerate().step_by(every) {
        let label = line(fonts, &bar.label, style);
        let x = left(at) + step / 2.0;
        sheet.put_centred(x.min(RIGHT - label.width / 2.0), top + PLOT + 10.0, label);
    }
    top + PLOT + 18.0
}

/// A table, its heading with its first row on one page.
fn table(fonts: &Fonts, flow: &mut Flow, table: &ReportTable) {
    let sum: f32 = table.columns.iter().map(|column| column.width).sum();
    let widths: Vec<f32> = table.columns.iter().map(|column| WIDTH * column.width / sum.max(1.0)).collect();
    let put = |sheet: &mut Sheet, baseline: f32, texts: &mut dyn Iterator<Item = &str>, style: Option<Style>| {
        let mut x = MARGIN;
        for ((text, column), width) in texts.zip(&table.columns).zip(&widths) {
            let room = width - 8.0;
            let text = match style {
                Some(style) => fitted(fonts, text, style, room, 5.5),
                None => fitted(fonts, &text.to_uppercase(), CAPTION, room, 5.0),
            };
            if column.numeric {
                sheet.put_right(x + width, baseline, text)
            } else {
                sheet.put(x, baseline, text)
            }
            x += width;
        }
    };
    let heads = 22.0 + 16.0;
    let (sheet, top) = flow.room(heads + ROW, Follows::Rest);
    sheet.put(MARGIN, top + 14.0, line(fonts, &table.title, Style { size: 10.5, ..STRONG }));
    put(sheet, top + 30.0, &mut table.columns.iter().map(|column| column.heading.as_str()), None);
    sheet.area(MARGIN, top + heads - 3.0, WIDTH, 0.8, Colour::Ink);
    for (at, row) in table.rows.iter().enumerate() {
        let (sheet, top) = if at == 0 { (&mut *sheet_of(flow), top + heads) } else { flow.room(ROW, Follows::Rows) };
        put(sheet, top + 9.0, &mut row.iter().map(String::as_str), Some(Style { size: 8.5, ..BODY }.tabular()));
        sheet.area(MARGIN, top + ROW - 2.5, WIDTH, 0.4, Colour::Line);
    }
    let _ = flow.room(8.0 * MM / 2.0, Follows::Rest);
}

/// The page that was written on last.
fn sheet_of<'a>(flow: &'a mut Flow) -> &'a mut Sheet {
    flow.room(0.0, Follows::Rows).0
}
