//! What follows from a provider's truth. Pure: the same answer for the same question.
//!
//! Statuses are ranked so that news may come in any order and any number of times: a late
//! `pending` never undoes `paid`, and only the provider taking money back undoes it.

use shared::money::Rupiah;
use shared::payments::AttemptStatus;

use super::gateway::{ProviderTruth, TruthState};

/// What we know of an attempt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    /// Where it stands.
    pub status: AttemptStatus,
    /// What is to be paid.
    pub amount: Rupiah,
    /// What we call it.
    pub reference: &'a str,
    /// Something was applied that the provider said later than this.
    pub newer_applied: bool,
    /// We have just called it off.
    pub closing: Option<Closing>,
    /// Nothing else can be paid, and the order is still to be paid.
    pub may_revive: bool,
}

/// Why we call an attempt off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closing {
    /// Somebody wants it so.
    CalledOff,
    /// Its time is up.
    OutOfTime,
}

impl Closing {
    fn status(self) -> AttemptStatus {
        match self {
            Self::CalledOff => AttemptStatus::Cancelled,
            Self::OutOfTime => AttemptStatus::Expired,
        }
    }
}

/// What follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing.
    Unchanged,
    /// Nothing: it is older than what was applied, and would undo it.
    Superseded,
    /// Nothing but a mark: it is not what was asked for.
    Mismatch(String),
    /// The attempt moves along, without money.
    Move(AttemptStatus),
    /// The money came in.
    Pay,
    /// The provider took the money back.
    TakeBack(AttemptStatus),
    /// All of the money went back to the buyer.
    GiveBack,
    /// It could be paid although it must not be: call it off (again).
    StillPayable,
}

/// It may still be paid.
pub(super) fn is_live(status: AttemptStatus) -> bool {
    use AttemptStatus as S;
    matches!(status, S::Creating | S::Open | S::Pending | S::Challenged)
}

/// It ended without money.
pub(super) fn is_closed(status: AttemptStatus) -> bool {
    use AttemptStatus as S;
    matches!(status, S::Failed | S::Cancelled | S::Expired)
}

/// The money came in, whatever went back since.
pub(super) fn is_paid(status: AttemptStatus) -> bool {
    use AttemptStatus as S;
    matches!(status, S::Paid | S::PartiallyRefunded | S::Refunded)
}

/// Where a paid attempt stands once `refunded` of `amount` went back.
pub(super) fn after_refunds(amount: Rupiah, refunded: Rupiah) -> AttemptStatus {
    if refunded <= Rupiah::ZERO {
        AttemptStatus::Paid
    } else if refunded < amount {
        AttemptStatus::PartiallyRefunded
    } else {
        AttemptStatus::Refunded
    }
}

/// What follows from `truth`.
pub(super) fn decide(known: Known<'_>, truth: &ProviderTruth) -> Verdict {
    use AttemptStatus as S;
    use TruthState as T;
    if let Some(mismatch) = mismatch(known, truth) {
        return Verdict::Mismatch(mismatch);
    }
    let now = known.status;
    let holds_money = matches!(now, S::Paid | S::PartiallyRefunded);
    match truth.state {
        T::NotThere => match known.closing {
            // It was opened between the question and now.
            Some(_) if is_live(now) && known.newer_applied => Verdict::Superseded,
            Some(closing) if is_live(now) => Verdict::Move(closing.status()),
            _ => Verdict::Unchanged,
        },
        T::Open if is_closed(now) => Verdict::StillPayable,
        T::Open => Verdict::Unchanged,
        T::Pending => waiting(known, S::Pending),
        T::Challenged => waiting(known, S::Challenged),
        // Newer than "paid" is only "taken back"; a payment that we believe unpaid is always taken in.
        T::Paid if is_closed(now) && known.newer_applied => Verdict::Superseded,
        T::Paid if is_live(now) || is_closed(now) => Verdict::Pay,
        T::Paid => Verdict::Unchanged,
        // The payer went on to another way meanwhile.
        T::Failed if is_live(now) && known.newer_applied => Verdict::Superseded,
        T::Failed if is_live(now) => Verdict::Move(S::Failed),
        T::Cancelled if is_live(now) => Verdict::Move(S::Cancelled),
        T::Failed | T::Cancelled if holds_money && known.newer_applied => Verdict::Superseded,
        T::Failed if holds_money => Verdict::TakeBack(S::Failed),
        T::Cancelled if holds_money => Verdict::GiveBack,
        T::Expired if is_live(now) => Verdict::Move(known.closing.map_or(S::Expired, Closing::status)),
        T::Failed | T::Cancelled | T::Expired => Verdict::Unchanged,
        T::ChargedBack if matches!(now, S::ChargedBack | S::Refunded) => Verdict::Unchanged,
        T::ChargedBack => Verdict::TakeBack(S::ChargedBack),
    }
}

/// The payer chose how to pay.
fn waiting(known: Known<'_>, to: AttemptStatus) -> Verdict {
    let now = known.status;
    if is_live(now) {
        // Declared in rising order.
        return if to > now { Verdict::Move(to) } else { Verdict::Unchanged };
    }
    if !is_closed(now) {
        return Verdict::Unchanged;
    }
    if known.newer_applied {
        return Verdict::Superseded;
    }
    // A page may stay open after a refusal, and the payer try another way on it.
    if now == AttemptStatus::Failed && known.may_revive && known.closing.is_none() {
        Verdict::Move(to)
    } else {
        Verdict::StillPayable
    }
}

/// Why this cannot be the payment that was asked for.
fn mismatch(known: Known<'_>, truth: &ProviderTruth) -> Option<String> {
    if truth.state == TruthState::NotThere {
        return None;
    }
    if let Some(reference) = truth.reference.as_deref().filter(|reference| *reference != known.reference) {
        return Some(format!("reference {reference} instead of {}", known.reference));
    }
    if truth.wrong_environment {
        return Some("a test payment at a live shop, or the reverse".to_owned());
    }
    // What takes no money may have any amount.
    if !matches!(truth.state, TruthState::Pending | TruthState::Challenged | TruthState::Paid) {
        return None;
    }
    match truth.currency.as_deref() {
        Some("IDR") => {}
        other => return Some(format!("currency {} instead of IDR", other.unwrap_or("missing"))),
    }
    match truth.amount {
        Some(amount) if amount == known.amount => None,
        other => Some(format!(
            "amount {} instead of {}",
            other.map_or_else(|| "missing".to_owned(), |amount| amount.0.to_string()),
            known.amount.0
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AttemptStatus as S;
    use TruthState as T;

    fn known(status: S) -> Known<'static> {
        Known { status, amount: Rupiah(15_000), reference: "HRT-1", newer_applied: false, closing: None, may_revive: true }
    }

    fn truth(state: T) -> ProviderTruth {
        ProviderTruth {
            state,
            reference: Some("HRT-1".to_owned()),
            amount: Some(Rupiah(15_000)),
            currency: Some("IDR".to_owned()),
            ..ProviderTruth::not_there(serde_json::Value::Null)
        }
    }

    const TRUTHS: [T; 9] =
        [T::NotThere, T::Open, T::Pending, T::Challenged, T::Paid, T::Failed, T::Cancelled, T::Expired, T::ChargedBack];

    /// Where an attempt stands after a verdict.
    fn after(status: S, verdict: &Verdict) -> S {
        match verdict {
            Verdict::Move(to) | Verdict::TakeBack(to) => *to,
            Verdict::Pay => S::Paid,
            Verdict::GiveBack => S::Refunded,
            Verdict::Unchanged | Verdict::Superseded | Verdict::Mismatch(_) | Verdict::StillPayable => status,
        }
    }

    #[test]
    fn the_same_news_twice_changes_nothing_the_second_time() {
        for &status in S::ALL {
            for state in TRUTHS {
                let first = decide(known(status), &truth(state));
                let then = after(status, &first);
                let second = decide(known(then), &truth(state));
                assert_eq!(after(then, &second), then, "{status} {state:?}: {first:?}, then {second:?}");
            }
        }
    }

    #[test]
    fn nothing_but_taking_back_undoes_paid() {
        for state in [T::NotThere, T::Open, T::Pending, T::Challenged, T::Paid, T::Expired] {
            for status in [S::Paid, S::PartiallyRefunded, S::Refunded, S::ChargedBack] {
                assert_eq!(decide(known(status), &truth(state)), Verdict::Unchanged, "{status} {state:?}");
            }
        }
    }

    #[test]
    fn a_settlement_can_be_denied() {
        assert_eq!(decide(known(S::Paid), &truth(T::Failed)), Verdict::TakeBack(S::Failed));
        assert_eq!(decide(known(S::Paid), &truth(T::ChargedBack)), Verdict::TakeBack(S::ChargedBack));
        assert_eq!(decide(known(S::Paid), &truth(T::Cancelled)), Verdict::GiveBack);
        // … but not by something the provider said before.
        let old = Known { newer_applied: true, ..known(S::Paid) };
        assert_eq!(decide(old, &truth(T::Failed)), Verdict::Superseded);
        let denied_since = Known { newer_applied: true, ..known(S::Failed) };
        assert_eq!(decide(denied_since, &truth(T::Paid)), Verdict::Superseded);
    }

    #[test]
    fn money_is_taken_in_from_everywhere_it_was_not_yet() {
        for status in [S::Creating, S::Open, S::Pending, S::Challenged, S::Failed, S::Cancelled, S::Expired] {
            assert_eq!(decide(known(status), &truth(T::Paid)), Verdict::Pay, "{status}");
        }
    }

    #[test]
    fn a_late_pending_never_lowers() {
        assert_eq!(decide(known(S::Challenged), &truth(T::Pending)), Verdict::Unchanged);
        assert_eq!(decide(known(S::Open), &truth(T::Pending)), Verdict::Move(S::Pending));
        assert_eq!(decide(known(S::Creating), &truth(T::Pending)), Verdict::Move(S::Pending));
    }

    #[test]
    fn what_was_called_off_is_called_off_again() {
        for state in [T::Open, T::Pending, T::Challenged] {
            for status in [S::Cancelled, S::Expired] {
                assert_eq!(decide(known(status), &truth(state)), Verdict::StillPayable, "{status} {state:?}");
            }
        }
    }

    #[test]
    fn a_refused_attempt_may_be_tried_again_while_nothing_else_lives() {
        assert_eq!(decide(known(S::Failed), &truth(T::Pending)), Verdict::Move(S::Pending));
        let taken = Known { may_revive: false, ..known(S::Failed) };
        assert_eq!(decide(taken, &truth(T::Pending)), Verdict::StillPayable);
        let old = Known { newer_applied: true, ..known(S::Failed) };
        assert_eq!(decide(old, &truth(T::Pending)), Verdict::Superseded);
    }

    #[test]
    fn an_old_refusal_does_not_end_what_goes_on() {
        for status in [S::Open, S::Pending, S::Challenged] {
            assert_eq!(decide(known(status), &truth(T::Failed)), Verdict::Move(S::Failed), "{status}");
            let went_on = Known { newer_applied: true, ..known(status) };
            assert_eq!(decide(went_on, &truth(T::Failed)), Verdict::Superseded, "{status}");
        }
    }

    #[test]
    fn closing_ends_what_the_provider_does_not_know() {
        let closing = |status, closing| Known { closing: Some(closing), ..known(status) };
        assert_eq!(decide(closing(S::Open, Closing::CalledOff), &truth(T::NotThere)), Verdict::Move(S::Cancelled));
        assert_eq!(decide(closing(S::Open, Closing::OutOfTime), &truth(T::NotThere)), Verdict::Move(S::Expired));
        assert_eq!(decide(closing(S::Open, Closing::CalledOff), &truth(T::Expired)), Verdict::Move(S::Cancelled));
        assert_eq!(decide(closing(S::Open, Closing::CalledOff), &truth(T::Paid)), Verdict::Pay);
        assert_eq!(decide(known(S::Open), &truth(T::NotThere)), Verdict::Unchanged);
        let opened_since = Known { newer_applied: true, ..closing(S::Open, Closing::CalledOff) };
        assert_eq!(decide(opened_since, &truth(T::NotThere)), Verdict::Superseded);
    }

    #[test]
    fn what_was_not_asked_for_does_not_pay() {
        let amount = ProviderTruth { amount: Some(Rupiah(14_999)), ..truth(T::Paid) };
        let no_amount = ProviderTruth { amount: None, ..truth(T::Paid) };
        let currency = ProviderTruth { currency: Some("USD".to_owned()), ..truth(T::Paid) };
        let reference = ProviderTruth { reference: Some("HRT-2".to_owned()), ..truth(T::Paid) };
        let environment = ProviderTruth { wrong_environment: true, ..truth(T::Paid) };
        for wrong in [amount, no_amount, currency, reference, environment] {
            assert!(matches!(decide(known(S::Open), &wrong), Verdict::Mismatch(_)), "{wrong:?}");
        }
    }

    #[test]
    fn refunds_decide_where_a_payment_stands() {
        let amount = Rupiah(15_000);
        assert_eq!(after_refunds(amount, Rupiah(0)), S::Paid);
        assert_eq!(after_refunds(amount, Rupiah(1)), S::PartiallyRefunded);
        assert_eq!(after_refunds(amount, amount), S::Refunded);
    }
}
