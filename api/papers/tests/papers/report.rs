//! H3: the report of the shop's figures.

use crate::figures::report;
use crate::read::{holds, lacks, report_pages};

#[test]
fn it_has_figures_and_tables_and_leaves_empty_ones_out() {
    let pages = report_pages(&report(5));
    assert_eq!(pages.len(), 1, "{pages:?}");
    let text = pages[0].replace('\u{a0}', " ");
    holds(
        &text,
        &["LAPORAN", "1 Nov 2026", "Rp 123.456.789", "+25,00%", "Pendapatan dari waktu ke waktu", "28 Nov", "Rp 10.000.000"],
    );
    holds(&text, &["Produk terlaris", "Ibanez RG550 Genesis 3", "Kategori", "Rp 1.234.567", "Halaman 1 dari 1"]);
    holds(&text, &["Rp 9.123.456.789.012"]);
    lacks(&text, &["Kosong"]);
}

#[test]
fn long_tables_go_on_and_no_heading_stands_alone() {
    let pages = report_pages(&report(200));
    assert!(pages.len() > 3, "{}", pages.len());
    for (at, page) in pages.iter().enumerate() {
        holds(page, &[&format!("Halaman {} dari {}", at + 1, pages.len())]);
    }
    let whole = pages.join(" ");
    holds(&whole, &["200"]);
    let heading = pages.iter().find(|page| page.contains("Kategori")).unwrap();
    holds(&heading.replace('\u{a0}', " "), &["Rp 1.234.567"]);
    // However many rows the table before has, a heading comes with its first row.
    for rows in 20..60 {
        let pages = report_pages(&report(rows));
        let page = pages.iter().find(|page| page.contains("Kategori")).unwrap();
        assert!(page.contains("D'Addario NYXL1046 1"), "{rows}");
    }
}
