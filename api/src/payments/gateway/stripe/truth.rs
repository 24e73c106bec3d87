//! What a session says about the attempt it stands for.

use chrono::DateTime;
use serde_json::Value;
use shared::payments::{DisputeStatus, PaymentFailure, RefundStatus};

use super::wire::{Dispute, Expandable, Fault, Intent, Refund, Session, from_sen};
use crate::payments::gateway::{Failure, GatewayError, ProviderTruth, RefundTruth, TruthState};

/// Reads a session. `live` is the environment of our keys.
pub(super) fn of_session(session: &Session, live: bool, raw: Value) -> Result<ProviderTruth, GatewayError> {
    let intent = session.payment_intent.as_ref().and_then(Expandable::object);
    let charge = intent.and_then(|intent| intent.latest_charge.as_ref()).and_then(Expandable::object);
    let state = state(session, intent)?;
    let noted = session.metadata.as_ref().and_then(|metadata| metadata.get("reference"));
    Ok(ProviderTruth {
        state,
        external_id: Some(session.id.clone()),
        reference: session.client_reference_id.clone().or_else(|| noted.cloned()),
        amount: session.amount_total.map(from_sen).transpose()?,
        currency: session.currency.as_ref().map(|currency| currency.to_uppercase()),
        wrong_environment: session.livemode != live,
        paid_at: charge.filter(|_| state == TruthState::Paid).and_then(|charge| DateTime::from_timestamp(charge.created?, 0)),
        method: charge.and_then(|charge| charge.payment_method_details.as_ref()).and_then(|details| details.kind.clone()),
        pay_code: None,
        failure: intent.filter(|_| state != TruthState::Paid).and_then(|intent| intent.last_payment_error.as_ref()).map(failure),
        remark: charge.filter(|charge| charge.disputed).map(|_| "disputed".to_owned()),
        // It stays `disputed` when the dispute has ended; only the dispute itself tells how.
        dispute: charge.filter(|charge| charge.disputed).map(|_| DisputeStatus::Open),
        refunds: Vec::new(),
        raw,
    })
}

fn state(session: &Session, intent: Option<&Intent>) -> Result<TruthState, GatewayError> {
    Ok(match (session.status.as_deref(), session.payment_status.as_deref()) {
        (Some("complete"), Some("paid" | "no_payment_required")) => TruthState::Paid,
        // A delayed method: the payer is done, the money is not in. It can still fail.
        (Some("complete"), _) => match intent.and_then(|intent| intent.status.as_deref()) {
            Some("canceled" | "requires_payment_method") => TruthState::Failed,
            _ => TruthState::Pending,
        },
        (Some("expired"), _) => TruthState::Expired,
        (Some("open"), _) => TruthState::Open,
        (other, _) => return Err(GatewayError::Unexpected(format!("a session is {}", other.unwrap_or("nothing")))),
    })
}

/// Source: <https://docs.stripe.com/declines/codes>. That a card was reported as lost or looks
/// fraudulent is not told to whoever holds it.
fn failure(fault: &Fault) -> Failure {
    let code = fault.decline_code.as_deref().or(fault.code.as_deref()).unwrap_or_default();
    let reason = match code {
        "insufficient_funds" | "withdrawal_count_limit_exceeded" | "card_velocity_exceeded" => PaymentFailure::InsufficientFunds,
        "expired_card" => PaymentFailure::ExpiredCard,
        "incorrect_number"
        | "invalid_number"
        | "incorrect_cvc"
        | "invalid_cvc"
        | "invalid_expiry_month"
        | "invalid_expiry_year"
        | "incorrect_pin" => PaymentFailure::IncorrectCard,
        "authentication_required" | "payment_intent_authentication_failure" | "authentication_not_handled" => {
            PaymentFailure::NotAuthenticated
        }
        "processing_error" | "issuer_not_available" | "try_again_later" | "reenter_transaction" => PaymentFailure::TemporaryFault,
        "" => PaymentFailure::Other,
        _ if fault.decline_code.is_some() || code == "card_declined" => PaymentFailure::Declined,
        _ => PaymentFailure::Other,
    };
    Failure { reason, text: sentence(fault) }
}

fn sentence(fault: &Fault) -> String {
    let text = fault
        .message
        .clone()
        .or_else(|| fault.decline_code.clone())
        .or_else(|| fault.code.clone())
        .or_else(|| fault.kind.clone());
    text.unwrap_or_default().chars().take(300).collect()
}

/// Reads a refund.
pub(super) fn of_refund(refund: &Refund) -> Result<RefundTruth, GatewayError> {
    let noted = refund.metadata.as_ref().and_then(|metadata| metadata.get("refund_id"));
    Ok(RefundTruth {
        id: noted.and_then(|id| id.parse().ok()),
        external_id: refund.id.clone(),
        amount: from_sen(refund.amount)?,
        status: match refund.status.as_deref() {
            Some("succeeded") => RefundStatus::Succeeded,
            Some("failed") => RefundStatus::Failed,
            Some("canceled") => RefundStatus::Cancelled,
            // `pending`, `requires_action` and whatever comes later: not decided.
            _ => RefundStatus::Pending,
        },
        failure: refund.failure_reason.clone(),
    })
}

/// Adds what a dispute says.
pub(super) fn add_dispute(truth: &mut ProviderTruth, dispute: &Dispute) {
    let reason = dispute.reason.as_deref().unwrap_or("no reason given");
    let status = dispute.status.as_deref().unwrap_or("open");
    if status == "lost" {
        truth.state = TruthState::ChargedBack;
        truth.failure = Some(Failure { reason: PaymentFailure::DisputeLost, text: reason.to_owned() });
    }
    truth.dispute = Some(match status {
        "lost" => DisputeStatus::Lost,
        "won" | "warning_closed" | "prevented" => DisputeStatus::Won,
        _ => DisputeStatus::Open,
    });
    truth.remark = Some(format!("dispute {} {status}: {reason}", dispute.id));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use shared::money::Rupiah;

    fn truth(session: Value) -> Result<ProviderTruth, GatewayError> {
        let parsed: Session = serde_json::from_value(session.clone()).unwrap_or_else(|error| panic!("{error}"));
        of_session(&parsed, false, session)
    }

    #[test]
    fn each_pair_of_words_has_its_meaning() {
        for (status, payment, intent, expected) in [
            ("open", "unpaid", Value::Null, TruthState::Open),
            ("complete", "paid", Value::Null, TruthState::Paid),
            ("complete", "unpaid", json!({"id": "pi_1", "status": "processing"}), TruthState::Pending),
            ("complete", "unpaid", json!({"id": "pi_1", "status": "requires_payment_method"}), TruthState::Failed),
            ("complete", "something_new", Value::Null, TruthState::Pending),
            ("expired", "unpaid", Value::Null, TruthState::Expired),
        ] {
            let found = truth(json!({"id": "cs_1", "status": status, "payment_status": payment, "payment_intent": intent}));
            assert_eq!(found.ok().map(|truth| truth.state), Some(expected), "{status} {payment}");
        }
        assert!(truth(json!({"id": "cs_1", "status": "resting"})).is_err());
    }

    #[test]
    fn figures_are_converted_and_sen_are_refused() {
        let session = |sen: i64| json!({"id": "cs_1", "status": "complete", "payment_status": "paid", "amount_total": sen, "currency": "idr", "livemode": true});
        let found = truth(session(1_500_000)).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((found.amount, found.currency.as_deref(), found.wrong_environment), (Some(Rupiah(15_000)), Some("IDR"), true));
        assert!(truth(session(1_500_001)).is_err());
    }

    #[test]
    fn a_declined_card_leaves_its_reason() {
        let session = json!({"id": "cs_1", "status": "open", "payment_intent": {"id": "pi_1", "last_payment_error": {"code": "card_declined", "message": "Your card was declined."}}});
        let found = truth(session).unwrap_or_else(|error| panic!("{error}"));
        let declined = Failure { reason: PaymentFailure::Declined, text: "Your card was declined.".to_owned() };
        assert_eq!((found.state, found.failure.as_ref()), (TruthState::Open, Some(&declined)));
        assert_eq!(Failure::read(&declined.to_string()), declined);
    }

    #[test]
    fn only_a_lost_dispute_takes_the_money() {
        let session = json!({"id": "cs_1", "status": "complete", "payment_status": "paid"});
        let Ok(mut found) = truth(session) else { panic!("refused") };
        let dispute = |status: &str| Dispute {
            id: "du_1".to_owned(),
            reason: Some("fraudulent".to_owned()),
            status: Some(status.to_owned()),
        };
        for status in ["needs_response", "under_review", "won"] {
            add_dispute(&mut found, &dispute(status));
            assert_eq!(found.state, TruthState::Paid);
        }
        assert_eq!(found.dispute, Some(DisputeStatus::Won));
        add_dispute(&mut found, &dispute("lost"));
        assert_eq!((found.state, found.dispute), (TruthState::ChargedBack, Some(DisputeStatus::Lost)));
    }
}
