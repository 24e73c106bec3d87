//! A sample report.

use papers::{Bar, Chart, Report, ReportTable, TableColumn, Tile};
use shared::account::Locale;
use shared::money::Rupiah;

/// A report of a month, with a table of so many rows.
#[must_use]
pub fn report(rows: i64) -> Report {
    let tile = |label: &str, value: String, change: Option<&str>, rose| Tile {
        label: label.to_owned(),
        value,
        before: "Rp\u{a0}98.765.432".to_owned(),
        change: change.map(str::to_owned),
        rose,
    };
    let column = |heading: &str, width, numeric| TableColumn { heading: heading.to_owned(), width, numeric };
    let names =
        ["Ibanez RG550 Genesis", "D'Addario NYXL1046", "Gitar dengan nama yang panjang sekali sehingga tidak muat di kolomnya"];
    let row = |n: i64| {
        let name = names[usize::try_from(n).unwrap_or(0) % names.len()];
        vec![format!("{name} {n}"), n.to_string(), Rupiah(n * 1_234_567).to_string()]
    };
    let columns = vec![column("Produk", 40.0, false), column("Terjual", 12.0, true), column("Pendapatan", 18.0, true)];
    let money = |amount| Rupiah(amount).to_string();
    Report {
        locale: Locale::Indonesian,
        title: "Laporan".to_owned(),
        span: "1 Nov 2026 – 28 Nov 2026".to_owned(),
        note: "Dibuat 28 Nov 2026, 14.30 WIB, dibandingkan dengan 4 Okt 2026 – 31 Okt 2026".to_owned(),
        tiles: vec![
            tile("Pendapatan", money(123_456_789), Some("+25,00%"), Some(true)),
            tile("Pesanan dibayar", "1.234".to_owned(), Some("-3,50%"), Some(false)),
            tile("Rata-rata pesanan", money(100_045), Some("0,00%"), None),
            tile("Konversi", "–".to_owned(), None, None),
            tile("Pembayaran masuk", money(9_123_456_789_012), Some("+1.234,56%"), Some(true)),
        ],
        chart: Chart {
            title: "Pendapatan dari waktu ke waktu".to_owned(),
            top: 10_000_000,
            top_text: money(10_000_000),
            half_text: money(5_000_000),
            legend: ["Rentang ini".to_owned(), "Sebelumnya".to_owned()],
            bars: (1..=28)
                .map(|day| Bar {
                    label: format!("{day} Nov"),
                    value: day * 7_919_123 % 10_000_000,
                    before: day * 104_729_321 % 9_000_000,
                })
                .collect(),
        },
        tables: vec![
            ReportTable { title: "Produk terlaris".to_owned(), columns: columns.clone(), rows: (1..=rows).map(row).collect() },
            ReportTable { title: "Kosong".to_owned(), columns: columns.clone(), rows: Vec::new() },
            ReportTable { title: "Kategori".to_owned(), columns, rows: (1..=3).map(row).collect() },
        ],
    }
}
