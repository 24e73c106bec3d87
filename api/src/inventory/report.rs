//! The reports on paper.

use papers::{Listing, ListingColumn};
use sea_orm::DbErr;
use serde_json::json;
use shared::account::Locale;
use shared::inventory::{InventoryReport, PAPER_ROWS};
use shared::money::Rupiah;
use shared::wording;

use super::export::{MOVEMENTS, StockLine, kind_word, level_word, stock_lines};
use super::list::{self, StockFilter};
use super::movements::{self, MovementFilter};
use super::{called, value};
use crate::audit;
use crate::clock::shop_day;
use crate::context::Ctx;
use crate::db::{Filter, all, total};
use crate::http::{ApiError, Caller, Pdf};
use crate::papers as desk;

/// A heading in both languages, its share of the width, and whether it holds figures.
type Head = ([&'static str; 2], u16, bool);

const STOCK_HEADS: &[Head] = &[
    (["Produk", "Product"], 34, false),
    (["SKU", "SKU"], 20, false),
    (["Keadaan", "Level"], 10, false),
    (["Di toko", "On hand"], 9, true),
    (["Ditahan", "Held"], 9, true),
    (["Tersedia", "Available"], 10, true),
    (["Akan datang", "Incoming"], 11, true),
    (["Batas", "Threshold"], 9, true),
];
const VALUE_HEADS: &[Head] = &[
    (["Kategori", "Category"], 28, false),
    (["Varian", "Variants"], 10, true),
    (["Barang", "Pieces"], 10, true),
    (["Tanpa harga pokok", "Without cost"], 14, true),
    (["Nilai pokok", "Value at cost"], 20, true),
    (["Nilai jual", "Value at retail"], 20, true),
];
const MOVEMENT_HEADS: &[Head] = &[
    (["Waktu", "Time"], 20, false),
    (["Produk", "Product"], 30, false),
    (["SKU", "SKU"], 18, false),
    (["Jenis", "Kind"], 10, false),
    (["Jumlah", "Quantity"], 8, true),
    (["Sisa", "After"], 8, true),
    (["Referensi", "Reference"], 18, false),
    (["Oleh", "By"], 14, false),
];

fn word(words: [&'static str; 2], locale: Locale) -> &'static str {
    let [indonesian, english] = words;
    if locale == Locale::English { english } else { indonesian }
}

/// What a report is about.
pub(super) struct ReportAsk {
    pub report: InventoryReport,
    pub stock: StockFilter,
    pub movements: MovementFilter,
    pub locale: Locale,
}

/// What a report holds.
#[derive(Default)]
struct Content {
    rows: Vec<Vec<String>>,
    sums: Vec<String>,
    /// How many rows there are in all where paper does not hold them, and whether there are more than that.
    of: Option<(i64, bool)>,
}

/// Draws a report, and notes who took it away.
pub(super) async fn draw(ctx: &Ctx, by: &Caller, ask: ReportAsk) -> Result<Pdf, ApiError> {
    let ReportAsk { report, mut stock, movements, locale } = ask;
    let now = ctx.clock.now();
    let title = match report {
        InventoryReport::Stock => ["Laporan stok", "Stock report"],
        InventoryReport::LowStock => ["Stok menipis", "Low stock"],
        InventoryReport::Value => ["Nilai stok", "Inventory value"],
        InventoryReport::Movements => ["Mutasi stok", "Stock movements"],
    };
    if report == InventoryReport::LowStock {
        stock.short = Some(true);
    }
    // By the names of the lists that the files are of.
    let (heads, content) = match report {
        InventoryReport::Stock | InventoryReport::LowStock => {
            audit::record_paper(ctx, by, "inventory", &stock).await?;
            (STOCK_HEADS, stock_rows(ctx, stock, locale).await?)
        }
        InventoryReport::Value => {
            audit::record_paper(ctx, by, "inventory-reports", &json!({})).await?;
            (VALUE_HEADS, value_rows(ctx, locale).await?)
        }
        InventoryReport::Movements => {
            audit::record_paper(ctx, by, "stock-movements", &movements).await?;
            (MOVEMENT_HEADS, movement_rows(ctx, movements, locale).await?)
        }
    };
    let Content { mut rows, sums, of } = content;
    let mut about = Vec::new();
    if let Some((all, more)) = of {
        rows.truncate(PAPER_ROWS.into());
        about.push(first_of(all, more, locale));
    }
    if rows.is_empty() {
        about.push(word(["Tidak ada isinya.", "Nothing to show."], locale).to_owned());
    }
    let listing = Listing {
        title: word(title, locale).to_owned(),
        as_of: wording::day_and_time(now, locale),
        about,
        locale,
        columns: heads
            .iter()
            .map(|(heading, share, figures)| ListingColumn {
                heading: word(*heading, locale).to_owned(),
                share: *share,
                figures: *figures,
            })
            .collect(),
        rows,
        sums,
    };
    let shop = desk::letterhead(ctx).await?;
    let bytes = ctx.papers.press(move |press| press.listing(&listing, &shop)).await?;
    Ok(Pdf { bytes, name: format!("{}-{}.pdf", report.as_str().replace('_', "-"), shop_day(now)) })
}

/// Says that there is more than the paper holds.
fn first_of(all: i64, more: bool, locale: Locale) -> String {
    let (most, all) = (wording::number(PAPER_ROWS.into(), locale), wording::number(all, locale));
    match (locale, more) {
        (Locale::Indonesian, false) => format!("{most} baris pertama dari {all}. Berkas CSV dan XLSX memuat semuanya."),
        (Locale::Indonesian, true) => format!("{most} baris pertama dari lebih dari {all}. Berkas CSV dan XLSX memuat semuanya."),
        (Locale::English, false) => format!("The first {most} of {all} rows. The CSV and XLSX files have all of them."),
        (Locale::English, true) => format!("The first {most} of more than {all} rows. The CSV and XLSX files have all of them."),
    }
}

/// How many rows there are in all, if more were found than paper holds.
async fn left_out(ctx: &Ctx, found: usize, from: &str, filter: &Filter) -> Result<Option<(i64, bool)>, DbErr> {
    if found <= usize::from(PAPER_ROWS) {
        return Ok(None);
    }
    total(&ctx.db, from, filter).await.map(Some)
}

async fn stock_rows(ctx: &Ctx, filter: StockFilter, locale: Locale) -> Result<Content, ApiError> {
    let filter = list::conditions(filter);
    let sql = format!("{} {} ORDER BY p.name, s.variant_id LIMIT {}", stock_lines(locale), filter.sql(), PAPER_ROWS + 1);
    let rows: Vec<StockLine> = all(&ctx.db, &sql, filter.values()).await?;
    let of = left_out(ctx, rows.len(), list::FROM, &filter).await?;
    let view = |row: StockLine| {
        vec![
            called(&row.name, &row.options),
            row.sku,
            level_word(row.level, locale == Locale::English).to_owned(),
            row.on_hand.to_string(),
            row.reserved.to_string(),
            (row.on_hand - row.reserved).to_string(),
            row.incoming.to_string(),
            row.low_stock_threshold.to_string(),
        ]
    };
    Ok(Content { rows: rows.into_iter().map(view).collect(), of, ..Content::default() })
}

async fn value_rows(ctx: &Ctx, locale: Locale) -> Result<Content, ApiError> {
    let rows = value::by_category(ctx).await?;
    let sum = |figure: fn(&shared::inventory::InventoryValueRow) -> i64| rows.iter().map(figure).sum::<i64>();
    let sums = vec![
        word(["Jumlah", "Total"], locale).to_owned(),
        sum(|row| row.variants).to_string(),
        sum(|row| row.pieces).to_string(),
        sum(|row| row.without_cost).to_string(),
        Rupiah(sum(|row| row.cost_value.0)).to_string(),
        Rupiah(sum(|row| row.retail_value.0)).to_string(),
    ];
    let view = |row: &shared::inventory::InventoryValueRow| {
        vec![
            if locale == Locale::English { row.category_en.clone() } else { row.category.clone() },
            row.variants.to_string(),
            row.pieces.to_string(),
            row.without_cost.to_string(),
            row.cost_value.to_string(),
            row.retail_value.to_string(),
        ]
    };
    Ok(Content { rows: rows.iter().map(view).collect(), sums, ..Content::default() })
}

async fn movement_rows(ctx: &Ctx, filter: MovementFilter, locale: Locale) -> Result<Content, ApiError> {
    let filter = movements::conditions(filter);
    let sql = format!("{MOVEMENTS} {} ORDER BY m.created_at DESC, m.id DESC LIMIT {}", filter.sql(), PAPER_ROWS + 1);
    let rows: Vec<movements::Row> = all(&ctx.db, &sql, filter.values()).await?;
    let of = left_out(ctx, rows.len(), movements::FROM, &filter).await?;
    let view = |row: movements::Row| {
        vec![
            wording::day_and_time(row.created_at, locale),
            called(&row.name, &row.options),
            row.sku,
            kind_word(row.kind, locale == Locale::English).to_owned(),
            format!("{:+}", row.quantity),
            row.on_hand_after.to_string(),
            row.reference.unwrap_or_default(),
            row.actor.unwrap_or_default(),
        ]
    };
    Ok(Content { rows: rows.into_iter().map(view).collect(), of, ..Content::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_said_in_both_languages() {
        assert!(first_of(2_001, false, Locale::Indonesian).starts_with("2.000 baris pertama dari 2.001."));
        assert!(first_of(10_000, true, Locale::Indonesian).starts_with("2.000 baris pertama dari lebih dari 10.000."));
        assert!(first_of(2_001, false, Locale::English).starts_with("The first 2,000 of 2,001 rows."));
        assert!(first_of(10_000, true, Locale::English).starts_with("The first 2,000 of more than 10,000 rows."));
    }
}
