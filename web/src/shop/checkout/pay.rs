//! Chooses how to pay, places the order, and hands over to the payment page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::checkout::PlaceOrderRequest;
use shared::money::Rupiah;
use shared::problem::ErrorCode;

use super::draft::Draft;
use super::hand_over::{leave_for, pay_page};
use super::methods::{Methods, too_small};
use super::page::{Checkout, Step, expect_checkout};
use crate::api::client::idempotency_key;
use crate::api::{ApiError, orders};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::shop::cart::use_cart;
use crate::ui::{Ask, AsyncView, Button, ButtonKind, ButtonSize, money, toast, use_load};

/// The last step.
#[component]
pub(super) fn PayStep(
    /// Whether it is its turn.
    #[prop(into)]
    open: Signal<bool>,
    /// What comes before it.
    #[prop(into)]
    why: TextProp,
) -> impl IntoView {
    let i18n = use_i18n();
    let Checkout { draft, totals, quotes, .. } = expect_checkout();
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
    let total = Signal::derive(move || totals.get().map(|totals| totals.grand));
    let blocked = Signal::derive(move || {
        let provider = draft.with(|draft| draft.provider);
        match methods.get().unwrap_or_default().iter().find(|method| Some(method.provider) == provider) {
            Some(method) => too_small(i18n.get_locale(), method, total.get()),
            None => Some(t_string!(i18n, buy.checkout.choose_payment).to_owned()),
        }
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
                    match pay_page(&order.number, provider).await {
                        Ok(url) => leave_for(&url),
                        Err(reason) => {
                            toast::failure(reason);
                            go(&routes::shop::order(&order.number), NavigateOptions::default());
                        }
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
        <Step number=4 title=move || t_string!(i18n, buy.checkout.choose_payment) open why>
            <AsyncView load=methods let(list)>
                <Methods
                    list
                    total
                    chosen=Signal::derive(move || draft.with(|draft| draft.provider))
                    on_choose=move |provider| draft.update(|draft| draft.provider = Some(provider))
                />
            </AsyncView>
            <Button
                kind=ButtonKind::Primary
                size=ButtonSize::Large
                wide=true
                loading=busy
                blocked
                on_click=place.clone()
                attr:data-test="place-order"
            >
                {move || {
                    let total = total.get().map(|total| money(i18n.get_locale(), total)).unwrap_or_default();
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
