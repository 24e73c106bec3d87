//! Refunds, and what staff do with one that waits or failed.

use leptos::prelude::*;
use shared::ids::OrderItemId;
use shared::orders::StaffOrder;
use shared::payments::RefundChannel;
use shared::permission::Permission;
use shared::refunds::{RetryRefundRequest, StaffRefund, TransferRefundRequest};

use super::words;
use crate::api::{ApiError, payments};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::session::use_session;
use crate::ui::{Ask, Button, ButtonKind, ButtonSize, Form, FormView, Money, Status, TextField, date_time, money, now, toast};

/// Names of an order's lines, as far as they are known here.
pub type Names = Vec<(OrderItemId, String)>;

/// Refunds, the first first.
#[component]
pub fn Refunds(
    refunds: Vec<StaffRefund>,
    names: Names,
    /// Hears the order after each step.
    #[prop(into)]
    on_change: Callback<StaffOrder>,
) -> impl IntoView {
    let names = StoredValue::new(names);
    view! {
        <ul class="attempts" role="list">
            {refunds.into_iter().map(|refund| view! { <Refund refund names on_change/> }).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Refund(refund: StaffRefund, names: StoredValue<Names>, on_change: Callback<StaffOrder>) -> impl IntoView {
    let i18n = use_i18n();
    let may = use_session().with_untracked(|session| session.can(Permission::OrdersRefund));
    let (waits, failed, can_cancel) = (refund.can_be_transferred(), refund.can_be_retried(), refund.can_be_cancelled());
    let stuck = refund.is_stuck(now());
    let StaffRefund { refund: own, reason, restock, failure, bank_reference, actor, retried, .. } = refund;
    let (status, kind, channel, created_at) = (own.status, own.kind, own.channel, own.created_at);
    let id = StoredValue::new(own.id.to_string());
    let (actor, reason, shipping) = (StoredValue::new(actor), StoredValue::new(reason), own.shipping);
    let pieces = StoredValue::new(own.items.clone());
    let parts = move || {
        let mut parts: Vec<String> = pieces.with_value(|pieces| {
            let name = |id: OrderItemId| {
                names.with_value(|names| names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone()))
            };
            let piece = |item: &shared::refunds::RefundItem| match name(item.order_item_id) {
                Some(name) => t_string!(i18n, admin.refund.piece, count = item.quantity.to_string(), name = name),
                None => t_string!(i18n, admin.refund.some_piece, count = item.quantity.to_string()),
            };
            pieces.iter().map(piece).collect()
        });
        if shipping.0 > 0 {
            parts.push(t_string!(i18n, admin.refund.shipping_part, amount = money(i18n.get_locale(), shipping)));
        }
        if restock {
            parts.push(t_string!(i18n, admin.refund.restocked).to_owned());
        }
        parts.join(" · ")
    };
    let by = move || actor.get_value().unwrap_or_else(|| t_string!(i18n, admin.refund.system).to_owned());
    view! {
        <li class="attempt" data-test="refund" data-status=status.as_str() data-channel=channel.as_str()>
            <div class="attempt__head">
                <strong>{move || words::refund_kind(i18n.get_locale(), kind)}</strong>
                <Status tone=words::refund_tone(status)>{move || words::refund_status(i18n.get_locale(), status)}</Status>
                <Money amount=Signal::stored(own.amount)/>
            </div>
            <p class="muted small">
                {move || date_time(i18n.get_locale(), created_at)} " · " {by} " · " {move || words::refund_channel(i18n.get_locale(), channel)}
            </p>
            <p class="small">{parts}</p>
            <p class="small">{move || reason.with_value(|reason| words::refund_reason(i18n.get_locale(), reason))}</p>
            {bank_reference
                .map(|reference| view! { <p class="small muted">{move || t_string!(i18n, admin.refund.bank_reference)} ": " <code>{reference}</code></p> })}
            {failure.map(|failure| view! { <p class=if waits { "small muted" } else { "small attempt__failure" }>{failure}</p> })}
            {retried.then(|| view! { <p class="small muted">{move || t_string!(i18n, admin.refund.retried_note)}</p> })}
            {(waits && may).then(|| view! { <Transfer id can_cancel on_change/> })}
            {stuck.then(|| view! { <p class="notice tone-warning small">{move || t_string!(i18n, admin.refund.stuck)}</p> })}
            {((failed || stuck) && may).then(|| view! { <Retry id stuck on_change/> })}
        </li>
    }
    .into_any()
}

/// A refund that waits to be transferred by hand.
#[component]
fn Transfer(id: StoredValue<String>, can_cancel: bool, on_change: Callback<StaffOrder>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let reference = RwSignal::new(String::new());
    let send = move || {
        form.submit(
            TransferRefundRequest { bank_reference: reference.get_untracked() },
            move |request| id.with_value(|id| payments::transfer_refund(id, &request)),
            move |order| {
                toast::success(tu_string!(i18n, admin.refund.transferred));
                on_change.run(order);
            },
        );
    };
    let busy = RwSignal::new(false);
    let call_off = move || {
        leptos::task::spawn_local(async move {
            let ask = Ask::new(
                tu_string!(i18n, admin.refund.cancel_title),
                tu_string!(i18n, admin.refund.cancel_text),
                tu_string!(i18n, admin.refund.call_off),
            );
            if !ask.danger().await {
                return;
            }
            let Some(call) = id.try_with_value(|id| payments::cancel_refund(id)) else { return };
            settle(busy, call, tu_string!(i18n, admin.refund.called_off), on_change).await;
        });
    };
    view! {
        <p class="notice tone-warning small">{move || t_string!(i18n, admin.refund.waits)}</p>
        <FormView form on_submit=send>
            <div data-test="bank-reference">
                <TextField pointer="/bank_reference" label=move || t_string!(i18n, admin.refund.bank_reference) value=reference maxlength=100/>
            </div>
            <div class="form__actions">
                {can_cancel
                    .then(|| {
                        view! {
                            <Button kind=ButtonKind::Quiet loading=busy on_click=call_off attr:data-test="cancel-refund">
                                {move || t_string!(i18n, admin.refund.call_off)}
                            </Button>
                        }
                    })}
                <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="transfer-refund">
                    {move || t_string!(i18n, admin.refund.done)}
                </Button>
            </div>
        </FormView>
    }
    .into_any()
}

/// A refund that failed, or that the provider does not take in.
#[component]
fn Retry(id: StoredValue<String>, stuck: bool, on_change: Callback<StaffOrder>) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let go = move |channel: RefundChannel| {
        leptos::task::spawn_local(async move {
            let by_hand = stuck && channel == RefundChannel::ManualTransfer;
            if by_hand {
                // The provider may have it: nobody can tell but those who look there.
                let ask = Ask::new(
                    tu_string!(i18n, admin.refund.by_hand_title),
                    tu_string!(i18n, admin.refund.by_hand_text),
                    tu_string!(i18n, admin.refund.by_hand),
                );
                if !ask.danger().await {
                    return;
                }
            }
            let call = id.try_with_value(|id| payments::retry_refund(id, &RetryRefundRequest { channel }));
            let Some(call) = call else { return };
            let said = if by_hand { tu_string!(i18n, admin.refund.left_to_hand) } else { tu_string!(i18n, admin.refund.retried) };
            settle(busy, call, said, on_change).await;
        });
    };
    view! {
        <div class="row">
            <Button
                size=ButtonSize::Small
                icon=icondata::LuRotateCcw
                loading=busy
                on_click=move || go(RefundChannel::Provider)
                attr:data-test="retry-refund"
            >
                {move || t_string!(i18n, admin.refund.retry)}
            </Button>
            <Button size=ButtonSize::Small loading=busy on_click=move || go(RefundChannel::ManualTransfer) attr:data-test="refund-by-hand">
                {move || t_string!(i18n, admin.refund.by_hand)}
            </Button>
        </div>
    }
    .into_any()
}

/// Runs a step once at a time and tells what came of it.
async fn settle(
    busy: RwSignal<bool>,
    call: impl Future<Output = Result<StaffOrder, ApiError>>,
    said: impl Into<String>,
    on_change: Callback<StaffOrder>,
) {
    if busy.try_get_untracked() != Some(false) {
        return;
    }
    busy.set(true);
    let answer = call.await;
    busy.try_set(false);
    match answer {
        Ok(order) => {
            toast::success(said);
            on_change.run(order);
        }
        Err(error) => toast::error(&error),
    }
}
