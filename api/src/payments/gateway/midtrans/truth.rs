//! What a transaction says about the attempt it stands for.

use serde_json::Value;
use shared::payments::{DisputeStatus, PaymentFailure, RefundStatus};

use super::wire::{Transaction, jakarta_time, rupiah};
use crate::payments::gateway::{Failure, GatewayError, ProviderTruth, RefundTruth, TruthState};

/// Reads a transaction.
pub(super) fn of_transaction(transaction: &Transaction, raw: Value) -> Result<ProviderTruth, GatewayError> {
    let state = state(transaction)?;
    let word = transaction.transaction_status.as_deref().unwrap_or_default();
    let failed = matches!(state, TruthState::Failed | TruthState::ChargedBack);
    let settled = transaction.settlement_time.as_deref().or(transaction.transaction_time.as_deref());
    Ok(ProviderTruth {
        state,
        external_id: transaction.transaction_id.clone(),
        reference: transaction.order_id.clone(),
        amount: transaction.amount()?,
        // Older channels leave it out; Midtrans settles in nothing else.
        currency: Some(transaction.currency.as_deref().unwrap_or("IDR").to_uppercase()),
        // Test and live keys open different addresses: a reply is always of ours.
        wrong_environment: false,
        paid_at: settled.filter(|_| state == TruthState::Paid).and_then(jakarta_time),
        method: transaction.method(),
        pay_code: transaction.pay_code(),
        failure: failed.then(|| failure(transaction, word)),
        remark: (word == "partial_chargeback").then(|| word.to_owned()),
        dispute: matches!(word, "chargeback" | "partial_chargeback").then_some(DisputeStatus::Lost),
        refunds: refunds(transaction)?,
        raw,
    })
}

/// Banks answer with the codes of ISO 8583.
fn failure(transaction: &Transaction, word: &str) -> Failure {
    let denied = transaction.fraud_status.as_deref() == Some("deny");
    let reason = match (word, transaction.channel_response_code.as_deref()) {
        ("chargeback", _) => PaymentFailure::DisputeLost,
        (_, Some("51")) => PaymentFailure::InsufficientFunds,
        (_, Some("54")) => PaymentFailure::ExpiredCard,
        (_, Some("14" | "55" | "82")) => PaymentFailure::IncorrectCard,
        (_, Some("59")) => PaymentFailure::SuspectedFraud,
        (_, Some("68" | "91" | "96")) => PaymentFailure::TemporaryFault,
        _ if denied => PaymentFailure::SuspectedFraud,
        ("deny", _) => PaymentFailure::Declined,
        ("failure", _) => PaymentFailure::TemporaryFault,
        _ => PaymentFailure::Other,
    };
    Failure { reason, text: transaction.channel_response_message.clone().unwrap_or_else(|| word.to_owned()) }
}

fn state(transaction: &Transaction) -> Result<TruthState, GatewayError> {
    let fraud = transaction.fraud_status.as_deref();
    Ok(match (transaction.transaction_status.as_deref(), fraud) {
        (Some("capture"), Some("challenge")) => TruthState::Challenged,
        (Some("capture" | "settlement"), Some("deny")) => TruthState::Failed,
        (Some("capture" | "settlement"), _) => TruthState::Paid,
        // What went back is in the list of refunds.
        (Some("refund" | "partial_refund" | "partial_chargeback"), _) => TruthState::Paid,
        (Some("pending" | "authorize"), _) => TruthState::Pending,
        (Some("deny" | "failure"), _) => TruthState::Failed,
        (Some("cancel"), _) => TruthState::Cancelled,
        (Some("expire"), _) => TruthState::Expired,
        (Some("chargeback"), _) => TruthState::ChargedBack,
        (other, _) => return Err(GatewayError::Unexpected(format!("a transaction is {}", other.unwrap_or("nothing")))),
    })
}

/// Midtrans lists a refund once it approved it; that the bank is done is not always told.
fn refunds(transaction: &Transaction) -> Result<Vec<RefundTruth>, GatewayError> {
    let entries = transaction.refunds.iter().flatten().filter_map(|entry| {
        let amount = entry.refund_amount.as_deref()?;
        let key = entry.refund_key.clone().or_else(|| entry.refund_chargeback_id.clone())?;
        Some((key, amount))
    });
    let listed = entries.map(|(key, amount)| {
        Ok(RefundTruth {
            id: key.parse().ok(),
            external_id: key,
            amount: rupiah(amount)?,
            status: RefundStatus::Succeeded,
            failure: None,
        })
    });
    listed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use shared::money::Rupiah;

    fn truth(transaction: Value) -> Result<ProviderTruth, GatewayError> {
        let parsed: Transaction = serde_json::from_value(transaction.clone()).unwrap_or_else(|error| panic!("{error}"));
        of_transaction(&parsed, transaction)
    }

    #[test]
    fn each_word_has_its_meaning() {
        for (word, fraud, expected) in [
            ("pending", "accept", TruthState::Pending),
            ("authorize", "accept", TruthState::Pending),
            ("capture", "accept", TruthState::Paid),
            ("capture", "challenge", TruthState::Challenged),
            ("capture", "deny", TruthState::Failed),
            ("settlement", "accept", TruthState::Paid),
            ("deny", "accept", TruthState::Failed),
            ("failure", "accept", TruthState::Failed),
            ("cancel", "accept", TruthState::Cancelled),
            ("expire", "accept", TruthState::Expired),
            ("refund", "accept", TruthState::Paid),
            ("partial_refund", "accept", TruthState::Paid),
            ("chargeback", "accept", TruthState::ChargedBack),
        ] {
            let found = truth(json!({"transaction_status": word, "fraud_status": fraud}));
            assert_eq!(found.ok().map(|truth| truth.state), Some(expected), "{word} {fraud}");
        }
        let without_fraud = truth(json!({"transaction_status": "settlement", "settlement_time": "2026-11-21 14:30:00"}));
        assert_eq!(without_fraud.ok().map(|truth| (truth.state, truth.paid_at.is_some())), Some((TruthState::Paid, true)));
        assert!(truth(json!({"transaction_status": "levitating"})).is_err());
    }

    #[test]
    fn a_refusal_has_its_reason() {
        for (body, expected) in [
            (json!({"transaction_status": "deny", "channel_response_code": "51"}), PaymentFailure::InsufficientFunds),
            (json!({"transaction_status": "deny", "channel_response_code": "05"}), PaymentFailure::Declined),
            (json!({"transaction_status": "deny", "fraud_status": "deny"}), PaymentFailure::SuspectedFraud),
            (json!({"transaction_status": "failure"}), PaymentFailure::TemporaryFault),
            (json!({"transaction_status": "chargeback"}), PaymentFailure::DisputeLost),
        ] {
            let found = truth(body.clone()).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(found.failure.map(|failure| failure.reason), Some(expected), "{body}");
        }
        let pays = truth(json!({"transaction_status": "settlement"})).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((pays.failure, pays.dispute), (None, None));
        let part = truth(json!({"transaction_status": "partial_chargeback"})).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(part.dispute, Some(DisputeStatus::Lost));
    }

    #[test]
    fn refunds_are_recognised_by_our_key() {
        let id = shared::ids::RefundId::generate();
        let found = truth(json!({"transaction_status": "partial_refund", "refunds": [
            {"refund_key": id.to_string(), "refund_amount": "5000.00"}, {"refund_key": "dashboard-1", "refund_amount": 700}, {"refund_key": "odd"}]}));
        let found = found.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(found.refunds.len(), 2);
        assert_eq!((found.refunds[0].id, found.refunds[0].amount), (Some(id), Rupiah(5000)));
        assert_eq!((found.refunds[1].id, found.refunds[1].external_id.as_str()), (None, "dashboard-1"));
    }
}
