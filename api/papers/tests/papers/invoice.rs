//! E6: the invoice.

use papers::{Order, Shop};
use proptest::prelude::*;
use shared::account::Locale;
use shared::money::Rupiah;
use shared::orders::OrderStatus;
use shared::papers::Paper;
use shared::payments::PaymentStatus;

use crate::read::{draw_for, holds, lacks, page, pages};
use crate::sample;

/// An amount as it stands on paper.
fn money(amount: Rupiah) -> String {
    amount.to_string().replace('\u{a0}', " ")
}

#[test]
fn it_says_who_sold_what_to_whom_for_how_much() {
    let text = page(Paper::Invoice, sample::paid());
    holds(
        &text,
        &[
            "INVOICE",
            "HRT-261121-K7Q2MX",
            "Jl Gegerkalong Girang",
            "Kota Bandung 40154",
            "0821-1555-8035",
            "NPWP 0123 4567 8901 2345",
            "Budi Santoso",
            "budi.santoso@example.com",
            "Tebet, Kota Jakarta Selatan",
            "DKI Jakarta 12810",
            "Lunas",
            "Ibanez RG550 Genesis",
            "Warna: Desert Sun Yellow",
            "RG550-DY",
            "Rp 14.950.000",
            "Rp 645.000",
            "−Rp 150.000",
            "Ongkos kirim JNE REG (6 kg)",
            "Rp 17.163.000",
            "Dibayar 21 Nov 2026, 15.12 WIB, BCA Virtual Account",
            "Tolong dibungkus kayu",
            "Halaman 1 dari 1",
        ],
    );
}

#[test]
fn it_says_which_branch_sold_and_by_which_licence() {
    let shop = Shop { branch: "Bandung (BDG-01)".to_owned(), licence_number: "1234567890123".to_owned(), ..sample::shop() };
    let text = pdf_reader::pages(&draw_for(Paper::Invoice, &[sample::paid()], &shop)).unwrap().join(" ");
    holds(&text, &["Bandung (BDG-01)", "NPWP 0123 4567 8901 2345", "NIB 1234567890123"]);
    lacks(&page(Paper::Invoice, sample::paid()), &["NIB"]);
}

#[test]
fn it_speaks_english() {
    let text = page(Paper::Invoice, Order { locale: Locale::English, ..sample::paid() });
    holds(&text, &["BILLED TO", "SHIPPED TO", "Paid 21 Nov 2026, 15:12 WIB", "VAT (PPN) 12%", "Page 1 of 1", "Shipping JNE REG"]);
    lacks(&text, &["PEMBELI", "Dibayar", "Ongkos"]);
}

#[test]
fn what_it_is_worth_is_stamped_on_it() {
    let with = |status, payment_status| Order { status, payment_status, ..sample::unpaid() };
    for (order, stamp) in [
        (sample::unpaid(), "Belum dibayar"),
        (with(OrderStatus::Pending, PaymentStatus::Pending), "Belum dibayar"),
        (with(OrderStatus::Pending, PaymentStatus::Challenged), "Diperiksa"),
        (sample::paid(), "Lunas"),
        (with(OrderStatus::Completed, PaymentStatus::Paid), "Lunas"),
        (sample::cancelled(), "Dibatalkan"),
        (with(OrderStatus::Expired, PaymentStatus::Unpaid), "Kedaluwarsa"),
        (with(OrderStatus::Expired, PaymentStatus::Refunded), "Dikembalikan"),
        (with(OrderStatus::Refunded, PaymentStatus::Refunded), "Dikembalikan"),
    ] {
        let (status, payment) = (order.status, order.payment_status);
        let text = page(Paper::Invoice, order);
        assert!(text.contains(stamp), "{status} {payment}: no {stamp} in\n{text}");
        let others = ["Lunas", "Belum dibayar", "Dibatalkan", "Kedaluwarsa", "Diperiksa"];
        let wrong: Vec<&str> = others.into_iter().filter(|other| *other != stamp && text.contains(other)).collect();
        assert!(wrong.is_empty(), "{status} {payment}: {wrong:?}");
    }
    holds(&page(Paper::Invoice, sample::unpaid()), &["BAYAR SEBELUM", "22 Nov 2026, 14.30 WIB", "Harus dibayar Rp 17.313.000"]);
    holds(&page(Paper::Invoice, sample::cancelled()), &["Tidak ada yang harus dibayar."]);
}

#[test]
fn what_went_back_is_listed() {
    let text = page(Paper::Invoice, sample::refunded_in_part());
    holds(&text, &["Dikembalikan 22 Nov 2026", "−Rp 2.061.000", "Sedang dikembalikan 24 Nov 2026", "−Rp 50.000"]);
}

#[test]
fn only_a_taxable_firm_shows_tax() {
    let order = sample::paid();
    // 17.095.000 × 11/111, and what belongs to it.
    holds(&page(Paper::Invoice, order.clone()), &["Rp 17.095.000", "Rp 15.400.901", "Rp 14.117.493", "Rp 1.694.099"]);
    let mut without = order;
    without.totals.tax_included = Rupiah::ZERO;
    let shop = Shop { taxable: false, ..sample::shop() };
    let text = pdf_reader::pages(&draw_for(Paper::Invoice, &[without], &shop)).unwrap().join(" ");
    lacks(&text, &["PPN", "DPP", "NPWP", "faktur"]);
}

#[test]
fn many_lines_go_on_over_three_pages_each_with_its_head() {
    let order = sample::long(30);
    let total = money(order.totals.grand);
    let pages = pages(Paper::Invoice, order.clone());
    assert_eq!(pages.len(), 3);
    for (index, text) in pages.iter().enumerate() {
        holds(text, &[&format!("Halaman {} dari 3", index + 1), "BARANG", "HARGA", "JUMLAH", "HRT-261121-K7Q2MX"]);
        assert_eq!(text.contains("(lanjutan)"), index > 0);
        assert_eq!(text.contains(&total), index == 2, "the total is on the last page");
    }
    let whole = pages.join(" ");
    for line in &order.lines {
        assert_eq!(whole.matches(&line.sku).count(), 1, "{}", line.sku);
        assert!(whole.contains(&money(line.line_total)));
    }
}

#[test]
fn no_length_breaks_a_page() {
    for lines in 1..=50 {
        let order = sample::long(lines);
        let pages = pages(Paper::Invoice, order);
        let whole = pages.join(" ");
        assert_eq!(whole.matches("TOTAL").count(), 1, "{lines} lines");
        assert_eq!(whole.matches("SKU-").count(), usize::try_from(lines).unwrap(), "{lines} lines");
        assert!(pages.iter().all(|text| text.contains(&format!("dari {}", pages.len()))), "{lines} lines");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn its_sums_are_the_orders(
        lines in prop::collection::vec((1_000_i64..90_000_000, 1_i32..=99), 1..8),
        discount in 0_i64..500_000,
    ) {
        let lines = lines.iter().enumerate();
        let lines = lines.map(|(index, (price, quantity))| sample::line(&format!("S{index}"), "Senar", &[], *price, *quantity, 10));
        let order = sample::order(lines.collect(), discount);
        let totals = order.totals;
        let text = page(Paper::Invoice, order.clone());
        for line in &order.lines {
            prop_assert!(text.contains(&money(line.price)) && text.contains(&money(line.line_total)));
        }
        for amount in [totals.items, totals.shipping, totals.grand, totals.tax_included] {
            prop_assert!(text.contains(&money(amount)), "{} is not in\n{text}", money(amount));
        }
        // Price without tax and the tax are all of the price.
        let gross = Rupiah(totals.items.0 - totals.discount.0);
        let net = Rupiah(gross.0 - totals.tax_included.0);
        prop_assert!(text.contains(&money(gross)) && text.contains(&money(net)));
        // 12 % of 11/12 of that is the tax, but for what rounding does to each.
        let base = (net.0 * 11 + 6).div_euclid(12);
        prop_assert!((base * 12 - totals.tax_included.0 * 100).abs() <= 110, "{base} {}", totals.tax_included.0);
    }
}
