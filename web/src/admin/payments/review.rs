//! What needs a decision about a payment: a review, a dispute.

use leptos::prelude::*;
use shared::payments::{AttemptStatus, DisputeStatus, ReviewDecision, ReviewPaymentRequest, StaffPayment};
use shared::permission::Permission;

use crate::api::payments;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::session::use_session;
use crate::ui::{Ask, Button, ButtonKind, Icon, toast};

/// A dispute, in a notice; nothing when there is none.
#[component]
pub fn DisputeNotice(payment: StaffPayment) -> impl IntoView {
    let i18n = use_i18n();
    let lost = payment.payment.status == AttemptStatus::ChargedBack;
    let dispute = if lost { Some(DisputeStatus::Lost) } else { payment.dispute };
    dispute
        .map(|dispute| {
            let tone = if dispute == DisputeStatus::Won { "notice tone-success" } else { "notice tone-danger" };
            let text = move || match dispute {
                DisputeStatus::Open => t_string!(i18n, admin.payment.dispute_open),
                DisputeStatus::Lost => t_string!(i18n, admin.payment.dispute_lost),
                DisputeStatus::Won => t_string!(i18n, admin.payment.dispute_won),
            };
            view! {
                <div class=tone data-test="dispute" data-dispute=dispute.as_str()>
                    <Icon icon=icondata::LuGavel/>
                    <p>{text}</p>
                </div>
            }
        })
        .into_any()
}

/// Accepting or refusing a payment that is held for review; nothing when it is not.
#[component]
pub fn Review(
    payment: StaffPayment,
    /// After a decision, also when somebody else was faster.
    #[prop(into)]
    on_change: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    if payment.payment.status != AttemptStatus::Challenged {
        return ().into_any();
    }
    let may = use_session().with_untracked(|session| session.can(Permission::OrdersRefund));
    let id = StoredValue::new(payment.payment.id.to_string());
    let busy = RwSignal::new(false);
    let decide = move |decision: ReviewDecision| {
        if busy.get_untracked() {
            return;
        }
        leptos::task::spawn_local(async move {
            let ask = match decision {
                ReviewDecision::Accept => Ask::new(
                    tu_string!(i18n, admin.payment.accept_title),
                    tu_string!(i18n, admin.payment.accept_text),
                    tu_string!(i18n, admin.payment.accept),
                ),
                ReviewDecision::Deny => Ask::new(
                    tu_string!(i18n, admin.payment.deny_title),
                    tu_string!(i18n, admin.payment.deny_text),
                    tu_string!(i18n, admin.payment.deny),
                )
                .danger(),
            };
            if !ask.await || busy.try_set(true).is_some() {
                return;
            }
            let Some(call) = id.try_with_value(|id| payments::review_payment(id, &ReviewPaymentRequest { decision })) else {
                return;
            };
            let answer = call.await;
            busy.try_set(false);
            match answer {
                Ok(_) if decision == ReviewDecision::Accept => toast::success(tu_string!(i18n, admin.payment.accepted)),
                Ok(_) => toast::success(tu_string!(i18n, admin.payment.denied)),
                Err(error) => toast::error(&error),
            }
            on_change.run(());
        });
    };
    view! {
        <div class="notice tone-warning review" data-test="review">
            <Icon icon=icondata::LuShieldAlert/>
            <div>
                <p>{move || if may { t_string!(i18n, admin.payment.held) } else { t_string!(i18n, admin.payment.held_for_others) }}</p>
                {may
                    .then(|| {
                        view! {
                            <div class="row">
                                <Button kind=ButtonKind::Primary loading=busy on_click=move || decide(ReviewDecision::Accept) attr:data-test="review-accept">
                                    {move || t_string!(i18n, admin.payment.accept)}
                                </Button>
                                <Button kind=ButtonKind::Danger loading=busy on_click=move || decide(ReviewDecision::Deny) attr:data-test="review-deny">
                                    {move || t_string!(i18n, admin.payment.deny)}
                                </Button>
                            </div>
                        }
                    })}
            </div>
        </div>
    }
    .into_any()
}
