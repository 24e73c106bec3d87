//! One payment with all that its provider said.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use shared::live::Topic;
use shared::payments::{StaffPayment, StaffPaymentDetail};

use super::event::{Event, Raw};
use super::list::Troubled;
use super::refunds::Refunds;
use super::review::{DisputeNotice, Review};
use crate::admin::words;
use crate::api::payments;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::live;
use crate::routes;
use crate::ui::{
    AsyncView, Breadcrumbs, Button, Card, Crumb, FreshNotice, Load, Money, PageHead, Status, date_time, failure_text, money,
    toast, use_fresh_page, use_load,
};

/// A payment.
#[component]
pub fn PaymentPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let load = use_load(move || payments::get_staff_payment(&params.read().get("id").unwrap_or_default()));
    let page = use_fresh_page(load, move || payments::get_staff_payment(&params.read_untracked().get("id").unwrap_or_default()));
    live::on_changed(Topic::Payments, move |changed| {
        if untrack(|| load.get()).is_some_and(|detail| changed.concerns(detail.payment.payment.id.0)) {
            page.look();
        }
    });
    let reference = move || load.get().map(|detail| detail.payment.reference).unwrap_or_default();
    let crumbs = Signal::derive(move || {
        vec![Crumb::link(t_string!(i18n, admin.payments.title), routes::admin::PAYMENTS), Crumb::here(reference())]
    });
    view! {
        <PageHead title=move || t_string!(i18n, admin.payment.title, reference = reference())/>
        <div class="page stack">
            <Breadcrumbs crumbs/>
            <FreshNotice page>
                <AsyncView load let(detail)>
                    <Whole detail load/>
                </AsyncView>
            </FreshNotice>
        </div>
    }
    .into_any()
}

#[component]
fn Whole(detail: StaffPaymentDetail, load: Load<StaffPaymentDetail>) -> impl IntoView {
    let i18n = use_i18n();
    let StaffPaymentDetail { payment, troubles, order_id, order_number, order_status, buyer, buyer_email, events, refunds } =
        detail;
    let status = payment.payment.status;
    let id = StoredValue::new(payment.payment.id.to_string());
    let busy = RwSignal::new(false);
    let refresh = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let call = id.with_value(|id| payments::refresh_staff_payment(id));
        leptos::task::spawn_local(async move {
            let answer = call.await;
            busy.try_set(false);
            match answer {
                Ok(fresh) => {
                    toast::success(tu_string!(i18n, admin.payment.refreshed));
                    load.put(fresh);
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    let raw = payment.raw.clone();
    let quiet = events.is_empty();
    view! {
        <div class="order order--facts">
            <header class="order__head">
                <div>
                    <h1 class="page__title">{payment.reference.clone()}</h1>
                    <p class="muted small">{payment.payment.provider.facts().name}</p>
                </div>
                <div class="row" data-test="payment-status" data-status=status.as_str()>
                    <Status tone=words::attempt_tone(status)>{move || words::attempt_status(i18n.get_locale(), status)}</Status>
                    <Troubled troubles/>
                </div>
                <div class="row order__moves">
                    <Button icon=icondata::LuRefreshCw loading=busy on_click=refresh attr:data-test="ask-provider">
                        {move || t_string!(i18n, admin.payment.refresh)}
                    </Button>
                </div>
            </header>
            <div class="order__main stack">
                <Review payment=payment.clone() on_change=move |()| load.reload()/>
                <DisputeNotice payment=payment.clone()/>
                {(!refunds.is_empty())
                    .then(|| {
                        view! {
                            <Card title=move || t_string!(i18n, admin.refund.title)>
                                <Refunds refunds names=Vec::new() on_change=move |_| load.reload()/>
                            </Card>
                        }
                    })}
                <Card title=move || t_string!(i18n, admin.payment.events)>
                    {quiet.then(|| view! { <p class="muted">{move || t_string!(i18n, admin.payment.no_events)}</p> })}
                    <ul class="events" role="list">
                        {events.into_iter().map(|event| view! { <Event event on_replay=move |_| load.reload()/> }).collect_view()}
                    </ul>
                </Card>
                {raw.map(|value| view! { <Card><Raw label=move || t_string!(i18n, admin.payment.raw) value/></Card> })}
            </div>
            <div class="order__side stack">
                <Card title=move || t_string!(i18n, admin.payment.facts)>
                    <dl class="pairs pairs--wide">
                        <div>
                            <dt>{move || t_string!(i18n, admin.payment.order)}</dt>
                            <dd>
                                <A href=routes::admin::order(&order_id.to_string()) attr:data-test="payment-order">{order_number}</A> " "
                                <span class="muted">{move || words::order_status(i18n.get_locale(), order_status)}</span>
                            </dd>
                        </div>
                        <div>
                            <dt>{move || t_string!(i18n, admin.payment.buyer)}</dt>
                            <dd>{buyer} <br/> <a href=format!("mailto:{buyer_email}")>{buyer_email.clone()}</a></dd>
                        </div>
                        <Facts payment/>
                    </dl>
                </Card>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Facts(payment: StaffPayment) -> impl IntoView {
    let i18n = use_i18n();
    let StaffPayment { payment: own, external_id, failure_text: said, refunded, settled_at, checked_at, .. } = payment;
    let time = move |at: Option<chrono::DateTime<chrono::Utc>>| {
        move || at.map_or_else(|| t_string!(i18n, admin.payment.never).to_owned(), |at| date_time(i18n.get_locale(), at))
    };
    let reason = own.failure;
    view! {
        <div><dt>{move || t_string!(i18n, admin.payments.amount)}</dt><dd><Money amount=Signal::stored(own.amount)/></dd></div>
        {(refunded.0 > 0)
            .then(|| view! { <div><dt>{move || t_string!(i18n, admin.payment.refunded)}</dt><dd>{move || money(i18n.get_locale(), refunded)}</dd></div> })}
        {own.method
            .map(|method| {
                view! {
                    <div>
                        <dt>{move || t_string!(i18n, admin.payment.method)}</dt>
                        <dd>{move || words::payment_way(i18n.get_locale(), &method)}</dd>
                    </div>
                }
            })}
        {external_id.map(|id| view! { <div><dt>{move || t_string!(i18n, admin.order.external_id)}</dt><dd><code>{id}</code></dd></div> })}
        <div><dt>{move || t_string!(i18n, admin.payments.began)}</dt><dd>{time(Some(own.created_at))}</dd></div>
        <div><dt>{move || t_string!(i18n, admin.payment.settled)}</dt><dd>{time(settled_at)}</dd></div>
        <div><dt>{move || t_string!(i18n, admin.payment.checked)}</dt><dd>{time(checked_at)}</dd></div>
        {own.expires_at.map(|at| view! { <div><dt>{move || t_string!(i18n, admin.payment.expires)}</dt><dd>{time(Some(at))}</dd></div> })}
        {reason
            .map(|reason| {
                view! {
                    <div>
                        <dt>{move || t_string!(i18n, admin.payment.failure)}</dt>
                        <dd>{move || failure_text(i18n.get_locale(), reason)} <br/> <span class="muted small">{said}</span></dd>
                    </div>
                }
            })}
    }
    .into_any()
}
