//! Status bodies, notifications and their signatures.
//! Source: <https://docs.midtrans.com/docs/https-notification-webhooks>.

use chrono::{DateTime, FixedOffset, Utc};
use serde_json::{Value, json};
use sha2::{Digest, Sha512};

use super::methods::{Kind, method};
use super::records::{Charge, Fraud, Payment, Refund, Status};
use crate::deliver::Notice;
use crate::faults::Trouble;
use crate::state::{App, Provider, Store};

/// Lower-case hex SHA-512 over the four texts exactly as they stand in the body.
pub fn signature(order_id: &str, status_code: &str, gross_amount: &str, server_key: &str) -> String {
    hex::encode(Sha512::digest(format!("{order_id}{status_code}{gross_amount}{server_key}")))
}

/// Minutes until each further try, depending on what the shop answered.
pub(crate) fn retries(status: Option<u16>) -> &'static [f64] {
    const ALL: &[f64] = &[2.0, 10.0, 30.0, 90.0, 210.0];
    let times = match status {
        Some(301..=303) => 0,
        Some(500) => 1,
        Some(400 | 404) => 2,
        Some(503) => 4,
        _ => 5,
    };
    ALL.get(..times).unwrap_or(ALL)
}

/// Where a payment's notifications go: the dashboard's address, replaced or joined by those the
/// shop named for this payment, three at most.
fn addresses(app: &App, payment: &Payment) -> Vec<String> {
    if let Some(instead) = &payment.notify_instead {
        return instead.clone();
    }
    let configured = app.config.midtrans.notification_url.clone();
    let dashboard = configured.unwrap_or_else(|| format!("{}/api/v1/payments/midtrans/notifications", app.shop_url()));
    std::iter::once(dashboard).chain(payment.notify_also.iter().cloned()).take(3).collect()
}

/// `2026-11-21 14:30:00`: Jakarta's clock, without saying so.
pub(crate) fn jakarta(at: DateTime<Utc>) -> String {
    let Some(offset) = FixedOffset::east_opt(7 * 3600) else {
        return String::new();
    };
    at.with_timezone(&offset).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// `10000.00`
pub(crate) fn decimal(rupiah: i64) -> String {
    format!("{rupiah}.00")
}

/// The `status_code` that goes with a charge's state in notifications and on return.
pub(crate) fn status_code(charge: &Charge) -> &'static str {
    match (charge.status, charge.fraud) {
        (Status::Pending, _) | (Status::Capture, Fraud::Challenge) => "201",
        (Status::Deny | Status::Expire | Status::Failure, _) => "202",
        _ => "200",
    }
}

/// The fields that status replies and notifications share, signed for `status_code`.
pub(crate) fn body(app: &App, payment: &Payment, charge: &Charge, status_code: &str, message: &str) -> Value {
    let gross = decimal(charge.gross);
    let mut body = json!({
        "transaction_time": jakarta(charge.time),
        "transaction_status": charge.status.name(),
        "transaction_id": charge.transaction_id,
        "status_message": message,
        "status_code": status_code,
        "signature_key": signature(&payment.order_id, status_code, &gross, &app.config.midtrans.server_key),
        "payment_type": method(&charge.method).map(|method| method.payment_type),
        "order_id": payment.order_id,
        "merchant_id": app.config.midtrans.merchant_id,
        "gross_amount": gross,
        "fraud_status": charge.fraud.name(),
        "currency": "IDR",
        "expiry_time": jakarta(charge.expires),
    });
    if let Some(settled) = charge.settled {
        body["settlement_time"] = jakarta(settled).into();
    }
    method_fields(&mut body, charge);
    for (at, field) in payment.custom_fields.iter().enumerate() {
        if let Some(text) = field {
            body[format!("custom_field{}", at + 1)] = text.as_str().into();
        }
    }
    if charge.gross != payment.amount {
        body["metadata"] = json!({ "extra_info": { "gross_amount_info": {
            "original_amount": decimal(payment.amount), "customer_imposed_payment_fee": decimal(charge.gross - payment.amount),
        } } });
    }
    if !charge.refunds.is_empty() {
        body["refund_amount"] = decimal(charge.refunded()).into();
        body["refunds"] = charge.refunds.iter().map(refund).collect();
    }
    body
}

fn refund(refund: &Refund) -> Value {
    json!({
        "refund_chargeback_id": refund.id,
        "refund_chargeback_uuid": uuid::Uuid::from_u128(u128::from(refund.id)),
        "refund_amount": decimal(refund.amount),
        "refund_key": refund.key,
        "reason": refund.reason,
        "created_at": jakarta(refund.at),
        "bank_confirmed_at": refund.direct.then(|| jakarta(refund.at)),
        "refund_method": if refund.direct { "online" } else { "offline" },
    })
}

fn method_fields(body: &mut Value, charge: &Charge) {
    let number = charge.number.as_str();
    let paid = charge.settled.is_some();
    match method(&charge.method).map(|method| method.kind) {
        Some(Kind::VirtualAccount { bank: "permata", .. }) => body["permata_va_number"] = number.into(),
        Some(Kind::VirtualAccount { bank, .. }) => {
            body["va_numbers"] = json!([{ "bank": bank, "va_number": number }]);
            let paid_at = charge.settled.map(|at| json!({ "paid_at": jakarta(at), "amount": decimal(charge.gross) }));
            body["payment_amounts"] = paid_at.into_iter().collect();
        }
        Some(Kind::Bill) => {
            body["biller_code"] = "70012".into();
            body["bill_key"] = number.into();
        }
        Some(Kind::Counter { store }) => {
            body["store"] = store.into();
            body["payment_code"] = number.into();
            if paid {
                body["approval_code"] = charge.transaction_id.split('-').next().unwrap_or_default().into();
            }
        }
        Some(Kind::Qr) => {
            body["acquirer"] = "gopay".into();
            if paid {
                body["issuer"] = "gopay".into();
                body["transaction_type"] = "on-us".into();
            }
        }
        Some(Kind::Card) => {
            let denied = charge.status == Status::Deny;
            body["masked_card"] = number.into();
            body["bank"] = "bni".into();
            body["card_type"] = "credit".into();
            body["eci"] = "05".into();
            body["three_ds_version"] = "2".into();
            body["channel_response_code"] = if denied { "05" } else { "00" }.into();
            body["channel_response_message"] = if denied { "Do not honour" } else { "Approved" }.into();
            if !denied {
                body["approval_code"] = charge.transaction_id.split('-').next_back().unwrap_or_default().into();
            }
        }
        Some(Kind::Wallet) | None => {}
    }
}

/// Tells the shop where a payment stands now.
pub(crate) fn send(app: &App, store: &mut Store, payment: &Payment) {
    let Some(charge) = &payment.charge else {
        return;
    };
    store.notify(Provider::Midtrans, |_, trouble| {
        let mut told = charge.clone();
        if trouble == Some(Trouble::WrongAmount) {
            told.gross -= 1;
        }
        let mut body = body(app, payment, &told, status_code(&told), "midtrans payment notification");
        if trouble == Some(Trouble::WrongSignature) {
            let gross = decimal(told.gross);
            body["signature_key"] =
                signature(&payment.order_id, status_code(&told), &gross, "SB-Mid-server-of-somebody-else").into();
        }
        Notice {
            kind: charge.status.name().to_owned(),
            subject: payment.order_id.clone(),
            urls: addresses(app, payment),
            body: body.to_string(),
            created: app.now().timestamp(),
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_vector() {
        let signed = signature("1111", "200", "100000.00", "askvnoibnosifnboseofinbofinfgbiufglnbfg");
        assert!(signed.starts_with("edc076b21793ebe3e17926350f5b8ae6"), "{signed}");
        assert!(signed.ends_with("af263fc4d4c231"), "{signed}");
        assert_eq!(signed.len(), 128);
    }

    #[test]
    fn times_are_jakartas_without_an_offset() {
        let at = "2026-11-21T20:30:00Z".parse().unwrap();
        assert_eq!(jakarta(at), "2026-11-22 03:30:00");
    }

    #[test]
    fn the_schedule_depends_on_the_answer() {
        assert_eq!(retries(Some(302)).len(), 0);
        assert_eq!(retries(Some(500)).len(), 1);
        assert_eq!(retries(Some(404)).len(), 2);
        assert_eq!(retries(Some(503)).len(), 4);
        assert_eq!(retries(None).len(), 5);
    }
}
