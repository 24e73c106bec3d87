use chrono::{DateTime, TimeDelta, Utc};
use shared::account::Locale;
use shared::catalog::{Image, OptionValue};
use shared::ids::{ImageId, OrderEventId, OrderId, OrderItemId, PaymentId, ProductId, ShipmentId, VariantId};
use shared::money::Rupiah;
use shared::orders::{
    Order, OrderActions, OrderEvent, OrderEventKind, OrderItem, OrderStatus, Shipment, ShipmentStatus, ShippingAddress,
    ShippingChoice,
};
use shared::payments::{AttemptStatus, Payment, PaymentProvider, PaymentStatus};
use shared::regions::{Region, RegionPath};
use shared::totals::Totals;

use super::*;
use crate::mail::Template;

fn shop() -> StoreDetails {
    StoreDetails {
        name: "Hurtrock Music Store".to_owned(),
        tagline: "Gear untuk yang main keras".to_owned(),
        address: "Jl Gegerkalong Girang Complex Darut Tauhid Kav 22".to_owned(),
        city: "Kota Bandung".to_owned(),
        regency_code: "32.73".to_owned(),
        postal_code: "40154".to_owned(),
        phone: "+6282115558035".to_owned(),
        whatsapp: "+6282115558035".to_owned(),
        email: "halo@hurtrock.example".to_owned(),
        website: String::new(),
        branch_name: String::new(),
        branch_code: String::new(),
        branch_manager: String::new(),
        business_licence: String::new(),
        socials: shared::store::StoreSocials::default(),
        tax_number: "0123456789012345".to_owned(),
        taxable: true,
        hours: Vec::new(),
    }
}

fn region(code: &str, name: &str) -> Region {
    Region { code: code.to_owned(), name: name.to_owned() }
}

fn item(name: &str, price: i64, quantity: i32, image: Option<Image>, options: &[(&str, &str)]) -> OrderItem {
    OrderItem {
        id: OrderItemId::generate(),
        variant_id: VariantId::generate(),
        product_id: ProductId::generate(),
        product_slug: "gitar".to_owned(),
        name: name.to_owned(),
        sku: "GTR-1".to_owned(),
        options: options
            .iter()
            .map(|(name, value)| OptionValue { name: (*name).to_owned(), value: (*value).to_owned() })
            .collect(),
        price: Rupiah(price),
        quantity,
        line_total: Rupiah(price * i64::from(quantity)),
        image,
    }
}

/// An order with all there can be.
fn order() -> Order {
    let now: DateTime<Utc> = DateTime::UNIX_EPOCH + TimeDelta::days(20_778) + TimeDelta::minutes(450);
    let image = Image {
        id: ImageId::generate(),
        alt: "Gitar dari depan".to_owned(),
        width: 1600,
        height: 1600,
        color: "#2b2320".to_owned(),
        widths: vec![320, 640, 1280],
        url: "/files/products/gitar".to_owned(),
    };
    let event = |kind, note: Option<&str>| OrderEvent {
        id: OrderEventId::generate(),
        kind,
        note: note.map(str::to_owned),
        actor: None,
        created_at: now,
    };
    Order {
        id: OrderId::generate(),
        number: "HRT-261121-K7Q2MX".to_owned(),
        status: OrderStatus::Shipped,
        payment_status: PaymentStatus::Paid,
        items: vec![
            item("Gitar Elektrik Solidbody Seri S", 7_450_000, 1, Some(image), &[("Warna", "Sunburst"), ("Tangan", "Kanan")]),
            item("Senar Nickel Wound 10–46", 95_000, 3, None, &[]),
        ],
        totals: Totals {
            items: Rupiah(7_735_000),
            shipping: Rupiah(146_500),
            discount: Rupiah(100_000),
            tax_included: Rupiah(756_622),
            grand: Rupiah(7_781_500),
        },
        refunded: Rupiah(95_000),
        address: ShippingAddress {
            recipient: "Budi Santoso".to_owned(),
            phone: "+6281234567890".to_owned(),
            street: "Jl. Kenanga No. 5 RT 02/RW 07, seberang masjid".to_owned(),
            region: RegionPath {
                province: region("31", "DKI Jakarta"),
                regency: region("31.74", "Kota Administrasi Jakarta Selatan"),
                district: region("31.74.01", "Tebet"),
            },
            postal_code: "12810".to_owned(),
        },
        shipping: ShippingChoice {
            courier: "JNE".to_owned(),
            code: "REG".to_owned(),
            name: "JNE REG (Reguler)".to_owned(),
            chargeable_kg: 20,
            min_days: 2,
            max_days: 4,
        },
        note: "Tolong bungkus kayu.".to_owned(),
        events: vec![event(OrderEventKind::Placed, None), event(OrderEventKind::Cancelled, Some("Salah pilih warna"))],
        shipments: vec![Shipment {
            id: ShipmentId::generate(),
            courier: "JNE".to_owned(),
            service: "JNE REG (Reguler)".to_owned(),
            tracking_number: "CGK0123456789".to_owned(),
            shipped_at: now,
            delivered_at: None,
            status: ShipmentStatus::Shipped,
            steps: Vec::new(),
        }],
        refunds: Vec::new(),
        payments: vec![Payment {
            id: PaymentId::generate(),
            provider: PaymentProvider::Midtrans,
            status: AttemptStatus::Paid,
            amount: Rupiah(7_781_500),
            redirect_url: None,
            method: Some("bca_va".to_owned()),
            pay_code: Some("8808123".to_owned()),
            failure: None,
            expires_at: None,
            created_at: now,
        }],
        actions: OrderActions::default(),
        pay_until: Some(now + TimeDelta::days(1)),
        created_at: now,
    }
}

/// What any of the emails speaks of.
fn data(order: &Order) -> serde_json::Value {
    let payment = order.payments.first();
    let mut data = serde_json::json!({
        // What the caller calls `shop` does not count.
        "shop": { "name": "Toko Lain" },
        "order": order,
        "order_url": "https://hurtrock.example/orders/1",
        "url": "https://hurtrock.example/link#token=abc",
        "forgot_url": "https://hurtrock.example/forgot-password",
        "sessions_url": "https://hurtrock.example/account/sessions",
        "change": "on",
        "left": 9,
        "days": 7,
        "inviter": "Siti",
        "role": "staff",
        "security_url": "https://hurtrock.example/account/security",
        "hours": 24,
        "minutes": 60,
        "at": order.created_at,
        "device": "Chrome · Android",
        "key": "ERP (hrk_0a1b2c3d4e5f)",
        "by": "Siti",
        "keys_url": "https://hurtrock.example/admin/settings/api-keys",
        "revoked_keys": "ERP (hrk_0a1b2c3d4e5f)",
        "ip": "103.23.1.9",
        "payment": payment,
        "pay_until": order.created_at + TimeDelta::days(1),
        "refunds": [
            { "amount": 95_000, "channel": "provider", "provider": "midtrans", "method": "qris" },
            { "amount": 5_000, "channel": "manual_transfer", "provider": null, "method": null },
        ],
    });
    let of_the_shop = serde_json::json!({
        "buyer": "Budi Santoso",
        "message_subject": "Warna yang kamu pilih",
        "paragraphs": [["Halo,", "warna merah habis."], ["Mau yang hitam?"]],
        "from": "Sari",
        "answer": ["Masih ada dua.", "Mau yang hitam?"],
        "chat_url": "https://hurtrock.example/?chat=open",
        "trouble": "dispute",
        "order_number": order.number,
        "amount": order.totals.grand,
        "reference": "HRT-261121-K7Q2MX-1",
        "detail": "fraudulent",
        "number": "PO-2611-00042",
        "notes": "Kirim lewat pintu belakang.",
        "expected": "5 Des 2026",
        "lines": 3,
        "pieces": 12,
        "low": 2,
        "out": 1,
        "more": 3,
        "total": 4,
        "faults": [{ "law": "on_hand_is_the_ledger", "subject": "SNR-1", "detail": "5 instead of 6" }],
        "items": [
            { "name": "Senar Nickel Wound", "sku": "SNR-1", "options": "10–46", "available": 2, "threshold": 3 },
            { "name": "Gitar Elektrik", "sku": "GTR-1", "options": "", "available": 0, "threshold": 1 },
        ],
    });
    if let (Some(data), serde_json::Value::Object(more)) = (data.as_object_mut(), of_the_shop) {
        data.extend(more);
    }
    data
}

/// Whether an email is about one order and sums it up.
fn sums_up_an_order(template: Template) -> bool {
    !matches!(
        template,
        Template::Welcome
            | Template::VerifyEmail
            | Template::ResetPassword
            | Template::PasswordChanged
            | Template::NewDevice
            | Template::TwoFactorChanged
            | Template::ApiKeyIssued
            | Template::Invitation
            | Template::MailTest
            | Template::ChatAnswered
            | Template::PurchaseOrder
            | Template::StaffPaymentTrouble
            | Template::StaffLowStock
            | Template::StaffLedgerFaults
    )
}

fn draft(template: Template, locale: Locale, data: serde_json::Value) -> Draft {
    Draft {
        dedupe_key: "test".to_owned(),
        template,
        locale,
        to: "budi@example.com".to_owned(),
        to_name: "Budi Santoso".to_owned(),
        data,
        order_id: None,
        user_id: None,
        restock_order_id: None,
    }
}

fn templates() -> anyhow::Result<Templates> {
    Templates::new("https://hurtrock.example")
}

#[test]
fn every_email_is_written_in_both_languages() -> anyhow::Result<()> {
    let templates = templates()?;
    let order = order();
    for &template in Template::ALL {
        for &locale in Locale::ALL {
            let email = templates.render(&draft(template, locale, data(&order)), &shop(), &Brand::default())?;
            let name = format!("{locale}/{}", template.as_str());
            for part in [&email.html, &email.text] {
                assert!(part.contains("Hurtrock Music Store") && !part.contains("Toko Lain"), "{name} names the shop");
                assert!(part.contains("https://hurtrock.example"), "{name} has a link");
                assert!(!part.contains("{{") && !part.contains("{%"), "{name}");
            }
            assert!(!email.text.contains("\n\n\n"), "{name} has a gap:\n{}", email.text);
            assert!(!email.text.contains('<') && !email.text.contains("&amp;"), "{name} is plain text");
            assert!(email.html.contains(&format!("<html lang=\"{locale}\">")), "{name}");
            assert!(!email.html.contains("href=\"/"), "{name} has only whole links");
            if sums_up_an_order(template) {
                assert!(email.subject.contains(&order.number), "{name}: {}", email.subject);
                for part in [&email.html, &email.text] {
                    for fact in ["https://hurtrock.example/orders/1", "Rp\u{a0}7.781.500", "Senar Nickel Wound", "Tebet"] {
                        assert!(part.contains(fact), "{name} tells {fact}\n{part}");
                    }
                }
            }
        }
    }
    Ok(())
}

#[test]
fn emails_tell_what_they_are_for() -> anyhow::Result<()> {
    let templates = templates()?;
    for (template, facts) in [
        (Template::OrderPlaced, &["22 Nov 2026, 14.30 WIB", "Bayar sekarang"][..]),
        (Template::OrderPaid, &["BCA Virtual Account", "PPN", "Rp\u{a0}756.622"]),
        (Template::OrderShipped, &["CGK0123456789", "JNE REG"]),
        (Template::OrderCancelled, &["Salah pilih warna"]),
        (Template::OrderMessage, &["Warna yang kamu pilih", "warna merah habis.", "Mau yang hitam?", "Sari"]),
        (Template::ChatAnswered, &["Masih ada dua.", "Sari dari Hurtrock Music Store", "https://hurtrock.example/?chat=open"]),
        (Template::OrderRefunded, &["Rp\u{a0}95.000", "sejauh ini", "lewat QRIS", "lewat transfer bank"]),
        (Template::PaymentPending, &["8808123", "BCA Virtual Account", "22 Nov 2026, 14.30 WIB"]),
        (Template::PaymentReminder, &["22 Nov 2026, 14.30 WIB", "Bayar sekarang"]),
        (Template::LatePaymentRefunded, &["sudah lunas"]),
        (Template::NewDevice, &["Chrome · Android", "103.23.1.9"]),
        (Template::ApiKeyIssued, &["ERP (hrk_0a1b2c3d4e5f)", "Siti", "103.23.1.9", "/admin/settings/api-keys"]),
        (Template::PasswordChanged, &["ERP (hrk_0a1b2c3d4e5f)", "dicabut"]),
        (Template::ResetPassword, &["https://hurtrock.example/link#token=abc", "60 menit"]),
        (Template::StaffPaymentTrouble, &["menyengketakan", "HRT-261121-K7Q2MX-1", "fraudulent"]),
        (Template::StaffLowStock, &["SNR-1", "sisa 2", "habis", "dan 3 lagi"]),
        (Template::StaffLedgerFaults, &["jumlah mutasinya", "SNR-1: 5 instead of 6", "4 ketidakcocokan", "dan 3 lagi"]),
    ] {
        let email = templates.render(&draft(template, Locale::Indonesian, data(&order())), &shop(), &Brand::default())?;
        for fact in facts {
            assert!(email.html.contains(fact), "{} tells {fact}", template.as_str());
        }
    }
    Ok(())
}

#[test]
fn no_tax_is_shown_where_there_is_none() -> anyhow::Result<()> {
    let mut order = order();
    order.totals.tax_included = Rupiah::ZERO;
    let email = templates()?.render(
        &draft(Template::OrderPaid, Locale::Indonesian, data(&order)),
        &StoreDetails { taxable: false, ..shop() },
        &Brand::default(),
    )?;
    assert!(!email.html.contains("PPN") && !email.text.contains("PPN"), "{}", email.text);
    assert!(!email.html.contains("NPWP") && !email.text.contains("NPWP"));
    Ok(())
}

#[test]
fn an_order_without_extras_is_fine() -> anyhow::Result<()> {
    let templates = templates()?;
    let mut order = order();
    order.shipments.clear();
    order.payments.clear();
    order.events.clear();
    order.pay_until = None;
    order.note.clear();
    order.totals.discount = Rupiah::ZERO;
    for &template in Template::ALL {
        for &locale in Locale::ALL {
            let mut data = data(&order);
            if template == Template::PaymentReminder {
                data["payment"] = serde_json::Value::Null;
            } else if template == Template::PaymentPending {
                // Is written only where there is a number to pay to.
                continue;
            }
            data["refunds"] = serde_json::json!([]);
            data["items"] = serde_json::json!([]);
            (data["more"], data["detail"], data["device"]) = (0.into(), "".into(), "".into());
            let email = templates.render(&draft(template, locale, data), &shop(), &Brand::default())?;
            assert!(!email.text.contains("\n\n\n"), "{locale}/{}:\n{}", template.as_str(), email.text);
        }
    }
    Ok(())
}

#[test]
fn what_people_write_cannot_become_markup() -> anyhow::Result<()> {
    let templates = templates()?;
    let evil = "<script>alert('1')</script>\"";
    let mut order = order();
    order.note = evil.to_owned();
    order.address.recipient = evil.to_owned();
    order.events = vec![OrderEvent { note: Some(evil.to_owned()), ..order.events[1].clone() }];
    order.items[0].name = evil.to_owned();
    let mut data = data(&order);
    for field in ["device", "ip", "buyer", "detail", "reference"] {
        data[field] = evil.into();
    }
    data["items"][0]["name"] = evil.into();
    data["faults"][0]["subject"] = evil.into();
    for &template in Template::ALL {
        for &locale in Locale::ALL {
            let email = templates.render(
                &Draft { to_name: evil.to_owned(), ..draft(template, locale, data.clone()) },
                &StoreDetails { name: evil.to_owned(), ..shop() },
                &Brand::default(),
            )?;
            assert!(!email.html.contains("<script"), "{}", template.as_str());
        }
    }
    Ok(())
}

#[test]
fn what_is_missing_is_a_fault() -> anyhow::Result<()> {
    let templates = templates()?;
    let mut nothing = data(&order());
    nothing["order"]["number"] = serde_json::Value::Null;
    for data in [serde_json::json!({}), serde_json::json!({ "order": {}, "order_url": "x" }), serde_json::json!(null), nothing] {
        for &template in Template::ALL.iter().filter(|&&template| sums_up_an_order(template)) {
            let draft = draft(template, Locale::English, data.clone());
            assert!(templates.render(&draft, &shop(), &Brand::default()).is_err(), "{}", template.as_str());
        }
    }
    Ok(())
}

#[test]
fn the_shops_own_looks_are_on_top() -> anyhow::Result<()> {
    let templates = templates()?;
    let render =
        |brand: &Brand| templates.render(&draft(Template::OrderPaid, Locale::Indonesian, data(&order())), &shop(), brand);
    let house = render(&Brand::default())?.html;
    assert!(house.contains("border-bottom:4px solid #ff6b35;"), "{house}");
    assert!(house.contains("text-transform:uppercase;\">Hurtrock Music Store</a>"), "{house}");
    let stored = crate::files::StoredImage {
        width: 900,
        height: 300,
        color: "#ffffff".to_owned(),
        widths: vec![160, 320, 640],
        path: "img/ab/c".to_owned(),
    };
    let logo = Some(crate::files::ImageRow::new(ImageId::generate(), "", stored));
    let own = render(&Brand { palette: shared::brand::Palette::of(shared::brand::Rgb([0x1d, 0x4e, 0xd8])), logo })?.html;
    assert!(own.contains("border-bottom:4px solid #1d4ed8;"), "{own}");
    assert!(own.contains("c-640.jpg\"") && own.contains("alt=\"Hurtrock Music Store\""), "{own}");
    Ok(())
}

#[test]
fn nothing_of_the_house_shows_in_another_shops_emails() -> anyhow::Result<()> {
    let templates = templates()?;
    let blue = Brand { palette: shared::brand::Palette::of(shared::brand::Rgb([0x1d, 0x4e, 0xd8])), logo: None };
    for (&template, &locale) in Template::ALL.iter().flat_map(|template| Locale::ALL.iter().map(move |locale| (template, locale)))
    {
        let html = templates.render(&draft(template, locale, data(&order())), &shop(), &blue)?.html;
        assert!(!html.to_lowercase().contains("#ff6b35"), "{} {locale}", template.as_str());
    }
    let html = templates.render(&draft(Template::Welcome, Locale::English, data(&order())), &shop(), &blue)?.html;
    assert!(html.contains("bgcolor=\"#1d4ed8\"") && html.contains("color:#ffffff;font-size:16px;"), "{html}");
    Ok(())
}
