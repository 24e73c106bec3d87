//! E5: the label, read back at the resolution of a thermal printer.

use papers::{Order, Parcel};
use pdf_reader::{Codes, Picture, THERMAL};
use proptest::prelude::*;
use shared::account::Locale;
use shared::papers::Paper;

use crate::read::{draw, holds, lacks, page};
use crate::sample;

fn picture(order: Order) -> Picture {
    let mut pictures = pdf_reader::pictures(&draw(Paper::Label, &[order]), THERMAL).unwrap();
    assert_eq!(pictures.len(), 1);
    pictures.remove(0)
}

fn codes(order: Order) -> Codes {
    pdf_reader::codes(&picture(order)).unwrap()
}

const WAY: &str = "https://hurtrock.example/orders/HRT-261121-K7Q2MX";

#[test]
fn it_says_where_to_and_where_from() {
    let text = page(Paper::Label, sample::shipped("JNE001234567890"));
    holds(
        &text,
        &[
            "JNE",
            "REG",
            "JNE001234567890",
            "Nomor resi",
            "KEPADA",
            "Budi Santoso",
            "0812-3456-7890",
            "Jl. Tebet Barat Dalam VIII No. 12",
            "Tebet, Kota Jakarta Selatan",
            "DKI Jakarta",
            "12810",
            "PENGIRIM",
            "Hurtrock Music Store",
            "Kota Bandung 40154",
            "4,5 kg",
            "NON COD",
            "HRT-261121-K7Q2MX",
            "21 Nov 2026",
            "ISI: 5 BUAH",
            "3× NYXL-1046",
        ],
    );
    lacks(&text, &["Rp", "Total"]);
    holds(
        &page(Paper::Label, Order { locale: Locale::English, ..sample::paid() }),
        &["TO", "FROM", "CONTENTS: 5 PIECES", "4.5 kg"],
    );
}

#[test]
fn a_courier_is_named_once() {
    let mut order = sample::paid();
    order.shipping.courier = "SiCepat".to_owned();
    order.shipping.name = "SiCepat REG (Reguler)".to_owned();
    let text = page(Paper::Label, order.clone());
    assert!(text.contains("SICEPAT") && text.contains("REG (Reguler)") && !text.contains("SiCepat"), "{text}");
    holds(&page(Paper::Invoice, order), &["Ongkos kirim SiCepat REG (Reguler) (6 kg)"]);
}

#[test]
fn a_reader_reads_the_tracking_number_and_the_way_to_the_order() {
    let expected = Codes { bars: vec!["JNE001234567890".to_owned()], squares: vec![WAY.to_owned()] };
    assert_eq!(codes(sample::shipped("JNE001234567890")), expected);
}

#[test]
fn before_there_is_a_tracking_number_it_reads_the_orders() {
    let order = sample::paid();
    assert_eq!(codes(order.clone()), Codes { bars: vec![order.number.clone()], squares: vec![WAY.to_owned()] });
    holds(&page(Paper::Label, order), &["belum ada resi"]);
}

#[test]
fn hostile_text_does_not_reach_the_bars() {
    let order = sample::hostile();
    let number = order.parcels[0].tracking_number.clone();
    assert_eq!(codes(order), Codes { bars: vec![number], squares: vec![WAY.to_owned()] });
}

#[test]
fn it_is_as_large_as_the_paper_and_black_on_white_with_white_all_around() {
    for order in [sample::paid(), sample::hostile(), sample::foreign(), sample::long(50)] {
        let picture = picture(order);
        assert!(picture.width.abs_diff(800) <= 1 && picture.height.abs_diff(1200) <= 1, "{}×{}", picture.width, picture.height);
        assert!(picture.is_grey);
        // 3 mm at each edge, where printers do not reach.
        let edge = 24;
        for (index, &shade) in picture.luma.iter().enumerate() {
            let (x, y) = (index as u32 % picture.width, index as u32 / picture.width);
            let inside = (edge..picture.width - edge).contains(&x) && (edge..picture.height - edge).contains(&y);
            assert!(inside || shade > 250, "something at {x}, {y}");
        }
        // Anti-aliasing of letters aside, there is no grey: bars are whole dots.
        let rows = picture.luma.chunks(picture.width as usize).skip(200).take(60);
        let grey = rows.flatten().filter(|shade| (30..225).contains(*shade)).count();
        assert_eq!(grey, 0, "bars between dots");
    }
}

#[test]
fn each_parcel_has_a_label() {
    let mut order = sample::shipped("JNE001234567890");
    order.parcels.push(Parcel { tracking_number: "JNE001234567891".to_owned(), ..order.parcels[0].clone() });
    let pictures = pdf_reader::pictures(&draw(Paper::Label, &[order]), THERMAL).unwrap();
    let bars: Vec<String> = pictures.iter().flat_map(|picture| pdf_reader::codes(picture).unwrap().bars).collect();
    assert_eq!(bars, ["JNE001234567890", "JNE001234567891"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn every_tracking_number_is_read(number in "[A-Z0-9-]{8,30}") {
        prop_assert_eq!(codes(sample::shipped(&number)).bars, vec![number]);
    }
}
