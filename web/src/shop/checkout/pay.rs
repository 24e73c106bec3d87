//! Chooses how to pay, places the order, and hands over to the payment page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::cart::{CartItem, CartLine};
use shared::checkout::PlaceOrderRequest;
use shared::problem::ErrorCode;

use super::draft::Draft;
use super::hand_over::{leave_for, pay_page, stand_at};
use super::methods::{Methods, too_small};
use super::page::{Checkout, Step, expect_checkout};
use super::place::{is_unclear, place_stubbornly, refused};
use crate::api::client::idempotency_key;
use crate::api::{ApiError, orders};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::shop::cart::use_cart;
use crate::ui::{Ask, AsyncView, Button, ButtonKind, ButtonSize, Icon, error_text, money, toast, use_load};

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
    let Checkout { draft, totals, quotes, placed, .. } = expect_checkout();
    let cart = use_cart();
    let methods = use_load(orders::list_payment_methods);
    let busy = RwSignal::new(false);
    // Why it is not known whether the order is placed.
    let unclear = RwSignal::new(None::<ApiError>);
    // One key per intention: the same order however often the button or the network repeats it.
    let key = StoredValue::new(idempotency_key());
    // What is ordered, as it is shown.
    let items = move || {
        cart.state().with(|state| {
            let shown = state.as_ref()?.as_ref().ok()?;
            let line = |item: &CartItem| CartLine { variant_id: item.variant_id, quantity: item.quantity };
            Some(shown.items.iter().map(line).collect::<Vec<_>>())
        })
    };
    let intention = Memo::new(move |_| {
        let draft = draft.get();
        (draft.address, draft.service, draft.note, totals.get().map(|totals| totals.grand), items())
    });
    Effect::new(move |_| {
        intention.track();
        // The chosen address may have been corrected.
        quotes.track();
        key.set_value(idempotency_key());
        unclear.set(None);
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
    let settled = cart.settled();
    let place = move || {
        let chosen = draft.get_untracked();
        let (Some(address_id), Some(shipping_service_id), Some(provider), Some(totals)) =
            (chosen.address, chosen.service, chosen.provider, totals.get_untracked())
        else {
            return;
        };
        let asked_before = chosen.asked;
        let items = untrack(items);
        let request =
            PlaceOrderRequest { address_id, shipping_service_id, expected_total: totals.grand, note: chosen.note, items };
        let (go, key) = (go.clone(), key.get_value());
        busy.set(true);
        unclear.set(None);
        draft.update(|draft| draft.asked = true);
        spawn_local(async move {
            match place_stubbornly(&request, &key).await {
                Ok(order) => {
                    Draft::forget();
                    cart.reload();
                    if placed.try_set(Some(order.number.clone())).is_some() {
                        // Whoever went on to another page meanwhile stays there.
                        toast::success(tu_string!(i18n, buy.checkout.placed, number = order.number).to_string());
                        return;
                    }
                    let page = pay_page(&order.number, provider).await;
                    if placed.try_get_untracked().is_none() {
                        return;
                    }
                    match page {
                        Ok(url) => {
                            stand_at(&routes::shop::order(&order.number));
                            leave_for(&url);
                        }
                        Err(reason) => {
                            toast::failure(reason);
                            go(&routes::shop::order(&order.number), NavigateOptions::default());
                        }
                    }
                }
                // The cart stays as it is shown: reading it would take the key away together with the steps.
                Err(error) if is_unclear(&error) => {
                    busy.try_set(false);
                    unclear.try_set(Some(error));
                }
                // Whoever went on to another page is asked nothing there.
                Err(error) if placed.try_get_untracked().is_none() => {
                    toast::error(&error);
                    cart.reload();
                }
                // In another tab or on another device. Where the order was asked for before, an empty cart may have become it.
                Err(error) if error.is(ErrorCode::Stale) || error.is(ErrorCode::CartEmpty) && !asked_before => {
                    busy.try_set(false);
                    draft.try_update(|draft| {
                        draft.asked = false;
                        draft.save();
                    });
                    cart.reload();
                    toast::info(tu_string!(i18n, buy.checkout.cart_changed).to_string());
                }
                Err(error) if error.is(ErrorCode::UnpaidOrders) => {
                    busy.try_set(false);
                    draft.try_update(|draft| draft.asked = asked_before);
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
                    busy.try_set(false);
                    // An empty cart may be the work of what was asked for before.
                    draft.try_update(|draft| draft.asked = error.is(ErrorCode::CartEmpty));
                    refused(&error, request.expected_total, cart, quotes).await;
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
            {move || unclear.get().map(|error| view! { <Unclear error/> })}
            <Button
                kind=ButtonKind::Primary
                size=ButtonSize::Large
                wide=true
                loading=Signal::derive(move || busy.get() || !settled.get())
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

/// Nobody knows yet whether the order is placed: why, and what to do.
#[component]
fn Unclear(error: ApiError) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="notice tone-warning" role="alert" data-test="order-unclear">
            <Icon icon=icondata::LuTriangleAlert/>
            <span>
                {move || error_text(i18n.get_locale(), &error)}
                " "
                {move || t_string!(i18n, buy.checkout.unclear)}
            </span>
        </p>
    }
    .into_any()
}
