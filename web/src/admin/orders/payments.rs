//! The attempts to pay an order, with what the provider said.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::payments::{Payment, StaffPayment};
use shared::permission::Permission;

use super::super::payments::review::{DisputeNotice, Review};
use super::super::words;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{Card, Money, Status, date_time, failure_text};

/// Attempts to pay, the latest first; `on_change` hears that one was decided about.
#[component]
pub(super) fn Payments(payments: Vec<StaffPayment>, #[prop(into)] on_change: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let none = payments.is_empty();
    view! {
        <Card title=move || t_string!(i18n, admin.order.payments)>
            {none.then(|| view! { <p class="muted">{move || t_string!(i18n, admin.order.no_payments)}</p> })}
            <ul class="attempts" role="list">{payments.into_iter().map(|attempt| view! { <Attempt attempt on_change/> }).collect_view()}</ul>
        </Card>
    }
    .into_any()
}

#[component]
fn Attempt(attempt: StaffPayment, on_change: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let may_look = use_session().with_untracked(|session| session.can(Permission::PaymentsRead));
    let whole = attempt.clone();
    let StaffPayment { payment, external_id, reference, raw, failure_text: said, .. } = attempt;
    let Payment { id, provider, status, amount, method, failure, created_at, .. } = payment;
    let raw = raw.and_then(|raw| serde_json::to_string_pretty(&raw).ok());
    let named = move |label: fn(crate::i18n::Locale) -> &'static str, value: Option<String>| {
        value.map(|value| view! { <div><dt>{move || label(i18n.get_locale())}</dt><dd><code>{value}</code></dd></div> })
    };
    view! {
        <li class="attempt">
            <div class="attempt__head">
                <strong>
                    {provider.facts().name}
                    {move || method.as_ref().map(|method| format!(" · {}", words::payment_way(i18n.get_locale(), method)))}
                </strong>
                <Status tone=words::attempt_tone(status)>{move || words::attempt_status(i18n.get_locale(), status)}</Status>
                <Money amount=Signal::stored(amount)/>
            </div>
            <p class="muted small">{move || date_time(i18n.get_locale(), created_at)}</p>
            {failure
                .map(|failure| {
                    view! {
                        <p class="attempt__failure">{move || failure_text(i18n.get_locale(), failure)}</p>
                        <p class="muted small">{said}</p>
                    }
                })}
            <Review payment=whole.clone() on_change/>
            <DisputeNotice payment=whole/>
            <dl class="pairs">
                {named(|locale| crate::i18n::td_string!(locale, admin.order.reference), Some(reference))}
                {named(|locale| crate::i18n::td_string!(locale, admin.order.external_id), external_id)}
            </dl>
            {may_look
                .then(|| {
                    view! { <A href=routes::admin::payment(&id.to_string()) attr:data-test="payment-open">{move || t_string!(i18n, admin.payment.open)}</A> }
                })}
            {raw
                .map(|raw| {
                    view! {
                        <details class="raw">
                            <summary>{move || t_string!(i18n, admin.order.raw)}</summary>
                            <pre tabindex="0"><code>{raw}</code></pre>
                        </details>
                    }
                })}
        </li>
    }
    .into_any()
}
