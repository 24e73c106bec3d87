//! The reports on paper.

use papers::{Listing, ListingColumn};
use shared::account::Locale;
use shared::inventory::InventoryReport;
use shared::money::Rupiah;
use shared::wording;

use super::export::{MOVEMENTS, STOCK, StockLine, kind_word, level_word};
use super::list::{self, StockFilter};
use super::movements::{self, MovementFilter};
use super::{called, value};
use crate::clock::shop_day;
use crate::context::Ctx;
use crate::db::all;
use crate::http::{ApiError, Pdf};
use crate::papers as desk;

/// The most rows on paper; files have all of them.
const MOST: usize = 2_000;

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

/// Draws a report.
pub(super) async fn draw(ctx: &Ctx, ask: ReportAsk) -> Result<Pdf, ApiError> {
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
    let (heads, mut rows, sums) = match report {
        InventoryReport::Stock | InventoryReport::LowStock => (STOCK_HEADS, stock_rows(ctx, stock, locale).await?, Vec::new()),
        InventoryReport::Value => {
            let (rows, sums) = value_rows(ctx, locale).await?;
            (VALUE_HEADS, rows, sums)
        }
        InventoryReport::Movements => (MOVEMENT_HEADS, movement_rows(ctx, movements, locale).await?, Vec::new()),
    };
    let mut about = Vec::new();
    if rows.len() > MOST {
        rows.truncate(MOST);
        let note = [
            format!("{MOST} baris pertama. Unduh CSV atau XLSX untuk semuanya."),
            format!("The first {MOST} rows. Download CSV or XLSX for all of them."),
        ];
        let [indonesian, english] = note;
        about.push(if locale == Locale::English { english } else { indonesian });
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

async fn stock_rows(ctx: &Ctx, filter: StockFilter, locale: Locale) -> Result<Vec<Vec<String>>, ApiError> {
    let filter = list::conditions(filter);
    let sql = format!("{STOCK} {} ORDER BY p.name, s.variant_id LIMIT {}", filter.sql(), MOST + 1);
    let rows: Vec<StockLine> = all(&ctx.db, &sql, filter.values()).await?;
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
    Ok(rows.into_iter().map(view).collect())
}

async fn value_rows(ctx: &Ctx, locale: Locale) -> Result<(Vec<Vec<String>>, Vec<String>), ApiError> {
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
    Ok((rows.iter().map(view).collect(), sums))
}

async fn movement_rows(ctx: &Ctx, filter: MovementFilter, locale: Locale) -> Result<Vec<Vec<String>>, ApiError> {
    let filter = movements::conditions(filter);
    let sql = format!("{MOVEMENTS} {} ORDER BY m.created_at DESC, m.id DESC LIMIT {}", filter.sql(), MOST + 1);
    let rows: Vec<movements::Row> = all(&ctx.db, &sql, filter.values()).await?;
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
    Ok(rows.into_iter().map(view).collect())
}
