//! The invoice that goes along with an email.

use mail_parser::MessageParser;
use serde_json::json;
use shared::mail::{EmailState, StaffEmail, StaffEmailRow};
use shared::orders::Order;
use tests::{Caller, Received, SmtpSink, TestApp};

use super::{holds, money, ordered, pay, refund_order, text};

/// A shop that sends to a server of the test's own, with a paid order.
async fn paid_by_mail() -> (TestApp, SmtpSink, Order, Caller) {
    let sink = SmtpSink::start().await.unwrap();
    let app = TestApp::with(&[("smtp_url", &sink.url())]).await;
    let (_, buyer, order) = ordered(&app).await;
    pay(&app, &buyer, &order).await;
    (app, sink, order, buyer)
}

/// The messages to somebody whose subject holds these words.
fn told(sink: &SmtpSink, to: &str, words: &str) -> Vec<Received> {
    let about = |received: &Received| {
        let message = MessageParser::default().parse(received.data.as_bytes()).expect("a message");
        message.subject().is_some_and(|subject| subject.contains(words))
    };
    sink.received().into_iter().filter(|received| received.to.iter().any(|name| name == to) && about(received)).collect()
}

/// The only attachment of a message, which must be a PDF of this name beside both parts.
#[track_caller]
fn attached(received: &Received, name: &str) -> String {
    let message = MessageParser::default().parse(received.data.as_bytes()).expect("a message");
    let kind = |part: &dyn mail_parser::MimeHeaders| {
        part.content_type().map(|kind| format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default())).unwrap_or_default()
    };
    assert_eq!(kind(message.root_part()), "multipart/mixed");
    assert_eq!((message.text_body_count(), message.html_body_count(), message.attachment_count()), (1, 1, 1));
    let file = message.attachment(0).unwrap();
    assert_eq!((kind(file), mail_parser::MimeHeaders::attachment_name(file)), ("application/pdf".to_owned(), Some(name)));
    text(file.contents())
}

#[tokio::test]
async fn the_invoice_goes_along_with_the_email_that_says_paid() {
    let (app, sink, order, buyer) = paid_by_mail().await;
    app.run_jobs().await;
    let emails = told(&sink, buyer.email(), "kami terima");
    assert_eq!(emails.len(), 1);
    let name = format!("invoice-{}.pdf", order.number);
    let invoice = attached(&emails[0], &name);
    holds(&invoice, &["Lunas", &order.number, "RG550 Genesis", &money(order.totals.grand), "Kartu"]);
    // Nobody else's email carries a file.
    let files = |received: &Received| MessageParser::default().parse(received.data.as_bytes()).unwrap().attachment_count();
    assert_eq!(sink.received().iter().map(files).sum::<usize>(), 1);

    // Sent again it goes along again, as it is by then.
    let admin = app.admin().await;
    let of_order: Vec<StaffEmailRow> = admin.get(&format!("/admin/orders/{}/emails", order.id)).await.ok();
    let paid = of_order.iter().find(|email| email.template == "order_paid").unwrap();
    let shown: StaffEmail = admin.get(&format!("/admin/emails/{}", paid.id)).await.ok();
    assert_eq!(shown.attachment.as_deref(), Some(name.as_str()));
    let placed = of_order.iter().find(|email| email.template == "order_placed").unwrap();
    let other: StaffEmail = admin.get(&format!("/admin/emails/{}", placed.id)).await.ok();
    assert_eq!(other.attachment, None);
    let refund = json!({ "kind": "goodwill", "amount": 50_000, "reason": "Terlambat" });
    refund_order(&admin, &format!("/admin/orders/{}", order.id), refund).await;
    admin.post(&format!("/admin/emails/{}/copies", paid.id), serde_json::Value::Null).await.done();
    app.run_jobs().await;
    let emails = told(&sink, buyer.email(), "kami terima");
    assert_eq!(emails.len(), 2);
    holds(&attached(&emails[1], &name), &["−Rp 50.000"]);
}

#[tokio::test]
async fn it_is_in_the_buyers_language_and_never_lost() {
    let (app, sink, order, buyer) = paid_by_mail().await;
    app.sql("UPDATE orders SET locale = 'en'", []).await;
    // What cannot be read makes the email wait, and says why.
    app.sql("UPDATE orders SET shipping = jsonb_set(shipping, '{chargeable_kg}', '\"berat\"')", []).await;
    app.run_jobs().await;
    app.sql("UPDATE orders SET shipping = jsonb_set(shipping, '{chargeable_kg}', '2')", []).await;
    for _ in 0..2 {
        app.sql("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE last_error IS NOT NULL", []).await;
        app.run_jobs().await;
    }
    let emails = told(&sink, buyer.email(), "We have your payment");
    assert_eq!(emails.len(), 1);
    holds(&attached(&emails[0], &format!("invoice-{}.pdf", order.number)), &["BILLED TO", "Paid"]);
}

#[tokio::test]
async fn an_email_whose_invoice_cannot_be_drawn_waits_and_says_why() {
    let (app, sink, order, buyer) = paid_by_mail().await;
    app.run_jobs().await;
    let admin = app.admin().await;
    let of_order: Vec<StaffEmailRow> = admin.get(&format!("/admin/orders/{}/emails", order.id)).await.ok();
    let paid = of_order.iter().find(|email| email.template == "order_paid").unwrap();
    app.sql("UPDATE orders SET shipping = jsonb_set(shipping, '{chargeable_kg}', '\"berat\"')", []).await;
    let copy: StaffEmail = admin.post(&format!("/admin/emails/{}/copies", paid.id), serde_json::Value::Null).await.ok();
    let before = told(&sink, buyer.email(), "kami terima").len();
    app.run_jobs().await;
    let waiting: StaffEmail = admin.get(&format!("/admin/emails/{}", copy.email.id)).await.ok();
    assert_eq!(waiting.email.state, EmailState::Queued);
    assert!(waiting.email.last_error.is_some_and(|error| error.contains("invoice")));
    app.sql("UPDATE orders SET shipping = jsonb_set(shipping, '{chargeable_kg}', '2')", []).await;
    app.sql("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE last_error IS NOT NULL", []).await;
    app.run_jobs().await;
    assert_eq!(told(&sink, buyer.email(), "kami terima").len(), before + 1);
}
