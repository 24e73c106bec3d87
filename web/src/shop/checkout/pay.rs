//! Chooses how to pay, places the order, and hands over to the payment page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::checkout::PlaceOrderRequest;
use shared::money::Rupiah;
use shared::payments::{PaymentMethod, PaymentProvider};
use shared::problem::ErrorCode;

use super::draft::Draft;
use super::page::{Checkout, Step, expect_checkout};
use crate::api::client::idempotency_key;
use crate::api::{ApiError, orders};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::shop::cart::use_cart;
use crate::ui::{Ask, AsyncView, Button, ButtonKind, ButtonSize, money, toast, use_load};

/// The last step.
#[component]
pub(super) fn PayStep(#[prop(into)] open: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let Checkout { draft, totals, quotes } = expect_checkout();
    let cart = use_cart();
    let methods = use_load(orders::list_payment_methods);
    let busy = RwSignal::new(false);
    // One key per intention: the same order however often the button or the network repeats it.
    let key = StoredValue::new(idempotency_key());
    let intention = Memo::new(move |_| {
        let draft = draft.get();
        (draft.address, draft.service, draft.note, totals.get().map(|totals| totals.grand))
    });
    Effect::new(move |_| {
        intention.track();
        key.set_value(idempotency_key());
    });
    let go = use_navigate();
    let place = move || {
        let chosen = draft.get_untracked();
        let (Some(address_id), Some(shipping_service_id), Some(provider), Some(totals)) =
            (chosen.address, chosen.service, chosen.provider, totals.get_untracked())
        else {
            return;
        };
        let request = PlaceOrderRequest { address_id, shipping_service_id, expected_total: totals.grand, note: chosen.note };
        let go = go.clone();
        busy.set(true);
        spawn_local(async move {
            match orders::place_order(&request, &key.get_value()).await {
                Ok(order) => {
                    Draft::forget();
                    cart.reload();
                    hand_over(&order.number, provider, &go, tu_string!(i18n, buy.checkout.pay_failed)).await;
                }
                Err(error) if error.is(ErrorCode::UnpaidOrders) => {
                    busy.set(false);
                    let ask = Ask::new(
                        tu_string!(i18n, buy.checkout.unpaid_title).to_string(),
                        tu_string!(i18n, buy.checkout.unpaid).to_string(),
                        tu_string!(i18n, buy.checkout.to_orders).to_string(),
                    );
                    if ask.await {
                        go(routes::shop::ORDERS, NavigateOptions::default());
                    }
                }
                Err(error) => {
                    busy.set(false);
                    let changed = new_total(&error);
                    cart.reload();
                    match changed {
                        Some(now) => {
                            let locale = i18n.get_locale_untracked();
                            let (before, now) = (money(locale, request.expected_total), money(locale, now));
                            let ask = Ask::new(
                                tu_string!(i18n, buy.checkout.total_changed_title).to_string(),
                                tu_string!(i18n, buy.checkout.total_changed, before = before, now = now).to_string(),
                                tu_string!(i18n, buy.checkout.accept).to_string(),
                            );
                            if ask.await {
                                quotes.notify();
                            }
                        }
                        None => toast::error(&error),
                    }
                }
            }
        });
    };
    view! {
        <Step number=4 title=move || t_string!(i18n, buy.checkout.choose_payment) open>
            <AsyncView load=methods let(list)>
                <Methods list chosen=Signal::derive(move || draft.with(|draft| draft.provider)) on_choose=move |provider| {
                    draft.update(|draft| draft.provider = Some(provider));
                }/>
            </AsyncView>
            <Button
                kind=ButtonKind::Primary
                size=ButtonSize::Large
                wide=true
                loading=busy
                blocked=Signal::derive(move || {
                    draft.with(|draft| draft.provider.is_none()).then(|| t_string!(i18n, buy.checkout.choose_payment).to_string())
                })
                on_click=place.clone()
                attr:data-test="place-order"
            >
                {move || {
                    let total = totals.get().map(|totals| money(i18n.get_locale(), totals.grand)).unwrap_or_default();
                    t_string!(i18n, buy.checkout.place, total = total).to_string()
                }}
            </Button>
        </Step>
    }
    .into_any()
}

/// The new total, when that is what the server objects to.
fn new_total(error: &ApiError) -> Option<Rupiah> {
    match error {
        ApiError::Problem(problem) if problem.code == ErrorCode::TotalChanged => {
            problem.params.get("total").and_then(serde_json::Value::as_i64).map(Rupiah)
        }
        _ => None,
    }
}

/// Opens the provider's page; when that fails, the order's own page, where one can try again.
pub(in crate::shop) async fn hand_over(
    number: &str,
    provider: PaymentProvider,
    go: &impl Fn(&str, NavigateOptions),
    failed: &str,
) {
    let url = orders::start_payment(number, provider).await.ok().and_then(|payment| payment.redirect_url);
    match url {
        Some(url) => {
            let _ = window().location().set_href(&url);
        }
        None => {
            toast::failure(failed.to_owned());
            go(&routes::shop::order(number), NavigateOptions::default());
        }
    }
}

/// The ways to pay as cards.
#[component]
pub(in crate::shop) fn Methods(
    list: Vec<PaymentMethod>,
    #[prop(into)] chosen: Signal<Option<PaymentProvider>>,
    #[prop(into)] on_choose: Callback<PaymentProvider>,
) -> impl IntoView {
    let i18n = use_i18n();
    if list.is_empty() {
        return view! { <p class="notice tone-warning" role="status">{move || t_string!(i18n, buy.checkout.no_methods)}</p> }
            .into_any();
    }
    view! {
        <div class="choices" role="radiogroup" aria-label=move || t_string!(i18n, buy.checkout.choose_payment)>
            {list
                .into_iter()
                .map(|method| {
                    let provider = method.provider;
                    let is_chosen = move || chosen.get() == Some(provider);
                    let name = move || match provider {
                        PaymentProvider::Stripe => t_string!(i18n, buy.checkout.stripe),
                        PaymentProvider::Midtrans => t_string!(i18n, buy.checkout.midtrans),
                    };
                    let text = move || match provider {
                        PaymentProvider::Stripe => t_string!(i18n, buy.checkout.stripe_text),
                        PaymentProvider::Midtrans => t_string!(i18n, buy.checkout.midtrans_text),
                    };
                    view! {
                        <label class="choice-card" class:is-chosen=is_chosen data-test=format!("pay-{provider}")>
                            <input type="radio" name="provider" prop:checked=is_chosen on:change=move |_| on_choose.run(provider)/>
                            <span class="choice-card__text">
                                <strong>{name}</strong>
                                <span class="small muted">{text}</span>
                                {method.sandbox.then(|| view! { <span class="small muted">{move || t_string!(i18n, buy.checkout.sandbox)}</span> })}
                            </span>
                        </label>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}
