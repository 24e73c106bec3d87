//! Orders that are easy and orders that are not.

use chrono::{DateTime, TimeDelta, Utc};
use papers::{Line, Order, Paid, Parcel, Returned, Shop};
use shared::account::Locale;
use shared::brand::Palette;
use shared::catalog::OptionValue;
use shared::money::Rupiah;
use shared::orders::{OrderStatus, ShippingAddress, ShippingChoice};
use shared::payments::{PaymentProvider, PaymentStatus, RefundStatus};
use shared::regions::{Region, RegionPath};
use shared::totals::{TaxRule, totals};

/// The seller.
pub fn shop() -> Shop {
    Shop {
        name: "Hurtrock Music Store".to_owned(),
        branch: String::new(),
        manager: String::new(),
        tagline: "Gitar, bass, drum dan semua yang keras".to_owned(),
        address: "Jl Gegerkalong Girang Complex Darut Tauhid Kav 22".to_owned(),
        city: "Kota Bandung".to_owned(),
        postal_code: "40154".to_owned(),
        phone: "+6282115558035".to_owned(),
        email: "halo@hurtrock.example".to_owned(),
        tax_number: "0123 4567 8901 2345".to_owned(),
        taxable: true,
        licence_number: String::new(),
        url: "https://hurtrock.example".to_owned(),
        palette: Palette::HOUSE,
        logo: None,
    }
}

fn at() -> DateTime<Utc> {
    "2026-11-21T07:30:00Z".parse().unwrap_or_default()
}

/// A line.
pub fn line(sku: &str, name: &str, options: &[(&str, &str)], price: i64, quantity: i32, weight_g: i32) -> Line {
    Line {
        sku: sku.to_owned(),
        name: name.to_owned(),
        options: options.iter().map(|(name, value)| OptionValue { name: (*name).into(), value: (*value).into() }).collect(),
        price: Rupiah(price),
        quantity,
        line_total: Rupiah(price * i64::from(quantity)),
        weight_g,
        to_pack: quantity,
    }
}

/// An order of these lines, whose sums add up.
pub fn order(lines: Vec<Line>, discount: i64) -> Order {
    let sums =
        totals(lines.iter().map(|line| (line.price, line.quantity)), Rupiah(68_000), Rupiah(discount), Some(TaxRule::GENERAL));
    let region = |code: &str, name: &str| Region { code: code.to_owned(), name: name.to_owned() };
    Order {
        number: "HRT-261121-K7Q2MX".to_owned(),
        locale: Locale::Indonesian,
        status: OrderStatus::Pending,
        payment_status: PaymentStatus::Unpaid,
        created_at: at(),
        pay_until: at() + TimeDelta::days(1),
        buyer_name: "Budi Santoso".to_owned(),
        buyer_email: "budi.santoso@example.com".to_owned(),
        buyer_phone: Some("+6281234567890".to_owned()),
        address: ShippingAddress {
            recipient: "Budi Santoso".to_owned(),
            phone: "+6281234567890".to_owned(),
            street: "Jl. Tebet Barat Dalam VIII No. 12, RT 04/RW 02, pagar hitam sebelah warung Bu Tini".to_owned(),
            region: RegionPath {
                province: region("31", "DKI Jakarta"),
                regency: region("31.74", "Kota Jakarta Selatan"),
                district: region("31.74.01", "Tebet"),
            },
            postal_code: "12810".to_owned(),
        },
        shipping: ShippingChoice {
            courier: "JNE".to_owned(),
            code: "REG".to_owned(),
            name: "REG".to_owned(),
            chargeable_kg: 6,
            min_days: 2,
            max_days: 3,
        },
        note: String::new(),
        lines,
        totals: sums.unwrap_or_default(),
        paid: Vec::new(),
        returned: Vec::new(),
        parcels: Vec::new(),
    }
}

fn some_lines() -> Vec<Line> {
    vec![
        line("RG550-DY", "Ibanez RG550 Genesis", &[("Warna", "Desert Sun Yellow")], 14_950_000, 1, 3_900),
        line("NYXL-1046", "D'Addario NYXL1046 senar gitar elektrik", &[("Ukuran", "10–46")], 215_000, 3, 40),
        line("MT-2", "Boss MT-2 Metal Zone", &[], 1_650_000, 1, 480),
    ]
}

/// Not paid yet.
pub fn unpaid() -> Order {
    Order { note: "Tolong dibungkus kayu, ya. Ini hadiah.".to_owned(), ..order(some_lines(), 0) }
}

fn pay(order: Order) -> Order {
    let paid = Paid {
        provider: PaymentProvider::Midtrans,
        method: Some("bca_va".to_owned()),
        amount: order.totals.grand,
        at: at() + TimeDelta::minutes(42),
    };
    Order { status: OrderStatus::Paid, payment_status: PaymentStatus::Paid, paid: vec![paid], ..order }
}

/// Paid, with a note and a discount, and waiting for its parcel.
pub fn paid() -> Order {
    pay(Order { note: "Tolong dibungkus kayu, ya. Ini hadiah.".to_owned(), ..order(some_lines(), 150_000) })
}

/// Shipped, with a tracking number.
pub fn shipped(tracking_number: &str) -> Order {
    let parcel = Parcel {
        courier: "JNE".to_owned(),
        service: "REG".to_owned(),
        tracking_number: tracking_number.to_owned(),
        weight_g: 4_500,
    };
    Order { status: OrderStatus::Shipped, parcels: vec![parcel], ..paid() }
}

/// Some pieces of it went back before it was packed, and more is on its way.
pub fn refunded_in_part() -> Order {
    let mut order = shipped("JNE001234567890");
    order.payment_status = PaymentStatus::PartiallyRefunded;
    order.lines[1].to_pack = 1;
    order.lines[2].to_pack = 0;
    order.returned = vec![
        Returned { amount: Rupiah(2_061_000), status: RefundStatus::Succeeded, at: at() + TimeDelta::days(1) },
        Returned { amount: Rupiah(50_000), status: RefundStatus::Pending, at: at() + TimeDelta::days(3) },
    ];
    order
}

/// Called off before it was paid.
pub fn cancelled() -> Order {
    Order { status: OrderStatus::Cancelled, ..order(some_lines(), 0) }
}

/// So many lines, some with long names.
pub fn long(lines: i32) -> Order {
    let lines = (1..=lines)
        .map(|number| {
            let name = match number % 4 {
                0 => "Mesa/Boogie Mark Five: 35 1x12 Combo Amplifier, 35/25/10 W, EL84, dengan footswitch, sarung \
                      penutup dan kabel speaker 2 meter"
                    .to_owned(),
                1 => format!("Dunlop Tortex Standard .{:02} mm", 40 + number),
                _ => format!("Barang nomor {number}"),
            };
            line(
                &format!("SKU-{number:04}"),
                &name,
                &[("Warna", "Hitam"), ("Ukuran", "M")],
                1_000_000 + i64::from(number),
                1 + number % 3,
                300,
            )
        })
        .collect();
    pay(order(lines, 0))
}

/// What people write who mean no good, or too well.
pub fn hostile() -> Order {
    let mut order = shipped("JX-0123456789ABCDEFGHJKMNPQRST");
    order.buyer_name = "Budi) Tj ET Q 1 0 0 RG (\\".to_owned();
    order.buyer_email = format!("{}@example.com", "panjang.".repeat(20));
    order.address.recipient = format!("{}\u{202e}nimda\u{202c}", "Raden Mas Panji Kusumowardhani ".repeat(4));
    order.address.street = format!("{} {}\r\n\t\u{0}\u{1b}[31mJl. Akhir 1", "Perumahan".repeat(9), "<script>alert(1)</script>");
    order.address.region.district.name = "Kecamatan Dengan Nama Yang Amat Sangat Panjang Sekali".to_owned();
    order.note = "%PDF-1.7 >> endobj trailer (((( \u{feff}\u{200b}%%EOF ".repeat(30);
    for line in &mut order.lines {
        line.name = format!("{} {}", "W".repeat(180), line.name);
        line.sku = "S".repeat(120);
    }
    order
}

/// Letters that no embedded font has, and pictures.
pub fn foreign() -> Order {
    let mut order = shipped("SOCAG00123456789");
    order.buyer_name = "Łukasz Nguyễn Ђорђе Ωμέγα 🎸🤘".to_owned();
    order.address.recipient = "王小明 🤘🏽".to_owned();
    order.address.street = "ถนนสุขุมวิท 21, улица Ленина 5, Straße №7, ꦗꦮ".to_owned();
    order.note = "🎸🎸🎸".to_owned();
    order.lines[0].name = "エレキギター ★ Custom 24 ♯".to_owned();
    order
}
