//! What Midtrans sends back, as far as it is read here. Unknown fields and words are let through.
//! Source: <https://docs.midtrans.com/reference/get-transaction-status>.

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone, Utc};
use serde::{Deserialize, Deserializer};
use shared::money::Rupiah;

use crate::payments::gateway::GatewayError;

/// `POST {snap}/transactions`
#[derive(Debug, Deserialize)]
pub(super) struct SnapReply {
    pub redirect_url: String,
}

/// The body of every refusal of Snap.
#[derive(Debug, Deserialize)]
pub(super) struct SnapRefusal {
    pub error_messages: Vec<String>,
}

/// The body of Core replies and of notifications.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Transaction {
    #[serde(default, deserialize_with = "text")]
    pub status_code: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub status_message: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub order_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub transaction_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub transaction_status: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub fraud_status: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub gross_amount: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub currency: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub payment_type: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub signature_key: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub transaction_time: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub settlement_time: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub channel_response_code: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub channel_response_message: Option<String>,
    #[serde(default)]
    pub va_numbers: Option<Vec<VaNumber>>,
    #[serde(default, deserialize_with = "text")]
    pub permata_va_number: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub biller_code: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub bill_key: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub store: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub payment_code: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub refund_amount: Option<String>,
    #[serde(default)]
    pub refunds: Option<Vec<RefundEntry>>,
    #[serde(default)]
    pub metadata: Option<serde_json::Value>,
}

/// A virtual account.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct VaNumber {
    #[serde(default, deserialize_with = "text")]
    pub bank: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub va_number: Option<String>,
}

/// A refund of a transaction.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct RefundEntry {
    #[serde(default, deserialize_with = "text")]
    pub refund_key: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub refund_amount: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub refund_chargeback_id: Option<String>,
}

/// Text, or a number as its text: Midtrans is not always of one mind.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(match Option::<serde_json::Value>::deserialize(from)? {
        Some(serde_json::Value::String(text)) => Some(text),
        Some(serde_json::Value::Number(number)) => Some(number.to_string()),
        _ => None,
    })
}

/// `"10000.00"` or `10000` in rupiah. Anything after the point but zeros is an error.
pub(super) fn rupiah(text: &str) -> Result<Rupiah, GatewayError> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let amount = whole.parse().ok().filter(|_| fraction.bytes().all(|digit| digit == b'0'));
    amount.map(Rupiah).ok_or_else(|| GatewayError::Unexpected(format!("`{text}` is not whole rupiah")))
}

const JAKARTA: i32 = 7 * 3600;

/// `2026-11-21 14:30:00` on Jakarta's clock.
pub(super) fn jakarta_time(text: &str) -> Option<DateTime<Utc>> {
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()?;
    let zone = FixedOffset::east_opt(JAKARTA)?;
    Some(zone.from_local_datetime(&naive).single()?.to_utc())
}

impl Transaction {
    /// What is to be paid to us. With "Automatic Fee Imposition" `gross_amount` includes what the
    /// payer pays on top, and ours is in the metadata.
    pub fn amount(&self) -> Result<Option<Rupiah>, GatewayError> {
        let original =
            self.metadata.as_ref().and_then(|metadata| metadata.pointer("/extra_info/gross_amount_info/original_amount"));
        let original = match original {
            Some(serde_json::Value::String(text)) => Some(text.clone()),
            Some(serde_json::Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        original.as_deref().or(self.gross_amount.as_deref()).map(rupiah).transpose()
    }

    /// How it was or is to be paid: `credit_card`, `bca_va`, `echannel`, `indomaret`, `qris` …
    pub fn method(&self) -> Option<String> {
        let kind = self.payment_type.as_deref()?;
        let bank = self.va_numbers.as_ref().and_then(|numbers| numbers.first()).and_then(|number| number.bank.as_deref());
        Some(match kind {
            "bank_transfer" if self.permata_va_number.is_some() => "permata_va".to_owned(),
            "bank_transfer" => bank.map_or_else(|| kind.to_owned(), |bank| format!("{bank}_va")),
            "cstore" => self.store.clone().unwrap_or_else(|| kind.to_owned()),
            other => other.to_owned(),
        })
    }

    /// The number to transfer to or to show at the counter.
    pub fn pay_code(&self) -> Option<String> {
        let virtual_account =
            self.va_numbers.as_ref().and_then(|numbers| numbers.first()).and_then(|number| number.va_number.clone());
        let bill = match (&self.biller_code, &self.bill_key) {
            (Some(biller), Some(key)) => Some(format!("{biller} / {key}")),
            _ => None,
        };
        virtual_account.or_else(|| self.permata_va_number.clone()).or(bill).or_else(|| self.payment_code.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transaction(value: serde_json::Value) -> Transaction {
        serde_json::from_value(value).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn only_whole_rupiah_are_read() {
        assert_eq!(rupiah("10000.00").ok(), Some(Rupiah(10_000)));
        assert_eq!(rupiah("10000").ok(), Some(Rupiah(10_000)));
        for text in ["10000.50", "ten", "", "1e4", "10.000.00"] {
            assert!(rupiah(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_fee_on_top_is_not_ours() {
        let plain = transaction(serde_json::json!({"gross_amount": "10000.00"}));
        assert_eq!(plain.amount().ok().flatten(), Some(Rupiah(10_000)));
        let with_fee = transaction(serde_json::json!({
            "gross_amount": "14440.00",
            "metadata": {"extra_info": {"gross_amount_info": {"original_amount": "10000.00", "customer_imposed_payment_fee": "4440.00"}}}}));
        assert_eq!(with_fee.amount().ok().flatten(), Some(Rupiah(10_000)));
    }

    #[test]
    fn times_are_jakartas() {
        assert_eq!(jakarta_time("2026-11-22 03:30:00").map(|at| at.to_rfc3339()), Some("2026-11-21T20:30:00+00:00".to_owned()));
        assert_eq!(jakarta_time("yesterday"), None);
    }

    #[test]
    fn each_channel_has_its_code() {
        let va = transaction(
            serde_json::json!({"payment_type": "bank_transfer", "va_numbers": [{"bank": "bca", "va_number": "812"}]}),
        );
        assert_eq!((va.method().as_deref(), va.pay_code().as_deref()), (Some("bca_va"), Some("812")));
        let permata = transaction(serde_json::json!({"payment_type": "bank_transfer", "permata_va_number": "877"}));
        assert_eq!((permata.method().as_deref(), permata.pay_code().as_deref()), (Some("permata_va"), Some("877")));
        let bill = transaction(serde_json::json!({"payment_type": "echannel", "biller_code": "70012", "bill_key": 991}));
        assert_eq!((bill.method().as_deref(), bill.pay_code().as_deref()), (Some("echannel"), Some("70012 / 991")));
        let counter = transaction(serde_json::json!({"payment_type": "cstore", "store": "indomaret", "payment_code": "123"}));
        assert_eq!((counter.method().as_deref(), counter.pay_code().as_deref()), (Some("indomaret"), Some("123")));
    }
}
