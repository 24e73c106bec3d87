//! E6: the packing list.

use pdf_reader::THERMAL;
use shared::account::Locale;
use shared::papers::Paper;

use crate::read::{draw, holds, lacks, page, pages};
use crate::sample;

#[test]
fn it_says_what_to_pack_and_nothing_of_money() {
    let text = page(Paper::PackingList, sample::paid());
    holds(
        &text,
        &[
            "DAFTAR KEMAS",
            "HRT-261121-K7Q2MX",
            "1× Ibanez RG550 Genesis",
            "Warna: Desert Sun Yellow",
            "RG550-DY",
            "3× D'Addario NYXL1046",
            "5 buah · 3 macam · 4,5 kg",
            "JNE REG",
            "Tolong dibungkus kayu",
            "DIKEMAS OLEH",
        ],
    );
    lacks(&text, &["Rp", "PPN", "Total"]);
    let english = papers::Order { locale: Locale::English, ..sample::paid() };
    holds(&page(Paper::PackingList, english), &["PACKING LIST", "PACKED BY", "5 pieces · 3 kinds · 4.5 kg"]);
}

#[test]
fn what_went_back_is_not_packed() {
    let text = page(Paper::PackingList, sample::refunded_in_part());
    holds(&text, &["2 buah · 2 macam", "1× D'Addario", "2× D'Addario NYXL1046 senar gitar elektrik (NYXL-1046): tidak dikemas"]);
    lacks(&text, &["1× Boss MT-2 Metal Zone MT-2"]);
    holds(&text, &["1× Boss MT-2 Metal Zone (MT-2): tidak dikemas"]);
}

#[test]
fn its_number_can_be_scanned() {
    let order = sample::paid();
    let pictures = pdf_reader::pictures(&draw(Paper::PackingList, std::slice::from_ref(&order)), THERMAL).unwrap();
    assert_eq!(pdf_reader::codes(&pictures[0]).unwrap().bars, [order.number]);
}

#[test]
fn many_lines_go_on() {
    let pages = pages(Paper::PackingList, sample::long(50));
    assert!(pages.len() >= 3, "{}", pages.len());
    let whole = pages.join(" ");
    assert_eq!(whole.matches("SKU-").count(), 50);
    assert_eq!(whole.matches("DIKEMAS OLEH").count(), 1);
}
