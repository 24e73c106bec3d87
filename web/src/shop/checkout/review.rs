//! What was chosen so far, to be looked over before it is ordered.

use leptos::prelude::*;
use shared::account::Address;
use shared::checkout::{CheckoutOption, CheckoutQuote};
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

use super::page::{Checkout, Step, expect_checkout, step_id};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::account::AddressLines;
use crate::shop::cart::use_cart;
use crate::shop::words;
use crate::ui::{Button, ButtonKind, ButtonSize, LinkButton, Load, Money, TextArea};

/// To whom, by whom, what; and a note for the shop.
#[component]
pub(super) fn ReviewStep(
    /// The buyer's addresses.
    addresses: Load<Vec<Address>>,
    /// What the couriers ask.
    quote: Load<CheckoutQuote>,
    /// Whether it is its turn.
    #[prop(into)]
    open: Signal<bool>,
    /// What comes before it.
    #[prop(into)]
    why: TextProp,
) -> impl IntoView {
    let i18n = use_i18n();
    let Checkout { draft, .. } = expect_checkout();
    let note = RwSignal::new(draft.with_untracked(|draft| draft.note.clone()));
    Effect::new(move |_| {
        let note = note.get();
        draft.update(|draft| draft.note = note);
    });
    let address = Memo::new(move |_| {
        let chosen = draft.with(|draft| draft.address);
        addresses.get().and_then(|list| list.into_iter().find(|address| Some(address.id) == chosen))
    });
    let option = Memo::new(move |_| {
        let chosen = draft.with(|draft| draft.service);
        quote.get().and_then(|quote| quote.options.into_iter().find(|option| Some(option.quote.service_id) == chosen))
    });
    view! {
        <Step number=3 title=move || t_string!(i18n, buy.checkout.review) open why>
            <dl class="review" data-test="review">
                <div class="review__part">
                    <dt>{move || t_string!(i18n, buy.checkout.address)}</dt>
                    <dd>{move || address.get().map(|address| view! { <AddressLines address/> })}</dd>
                    <dd class="review__change">
                        <BackTo step=1 what=move || t_string!(i18n, buy.checkout.address)/>
                    </dd>
                </div>
                <div class="review__part">
                    <dt>{move || t_string!(i18n, buy.checkout.shipping)}</dt>
                    <dd>{move || option.get().map(|option| view! { <Courier option/> })}</dd>
                    <dd class="review__change">
                        <BackTo step=2 what=move || t_string!(i18n, buy.checkout.shipping)/>
                    </dd>
                </div>
                <div class="review__part">
                    <dt>{move || t_string!(i18n, buy.checkout.items)}</dt>
                    <dd><Goods/></dd>
                    <dd class="review__change">
                        <LinkButton href=routes::shop::CART kind=ButtonKind::Quiet size=ButtonSize::Small>
                            <ChangeWhat what=move || t_string!(i18n, buy.checkout.items)/>
                        </LinkButton>
                    </dd>
                </div>
            </dl>
            <TextArea
                pointer="/note"
                label=move || t_string!(i18n, buy.checkout.note)
                hint=move || t_string!(i18n, buy.checkout.note_hint)
                value=note
                maxlength=500
                optional=true
            />
        </Step>
    }
    .into_any()
}

/// Service, days and price.
#[component]
fn Courier(option: CheckoutOption) -> impl IntoView {
    let i18n = use_i18n();
    let quote = option.quote;
    let (name, price) = (words::service(&quote.courier, &quote.name), quote.price);
    view! {
        {name}
        " · "
        {move || words::days(i18n.get_locale(), &quote)}
        " · "
        <span class="num"><Money amount=price/></span>
    }
    .into_any()
}

/// How many of what.
#[component]
fn Goods() -> impl IntoView {
    let cart = use_cart();
    let lines = move || {
        cart.state().with(|state| match state {
            Some(Ok(cart)) => {
                cart.items.iter().map(|item| format!("{} × {}", item.quantity, item.name)).collect::<Vec<_>>().join(", ")
            }
            _ => String::new(),
        })
    };
    view! { {lines} }.into_any()
}

/// "Change", and for those who hear it alone, what.
#[component]
fn ChangeWhat(#[prop(into)] what: TextProp) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        {move || t_string!(i18n, buy.checkout.change)}
        <span class="visually-hidden">": " {move || what.get()}</span>
    }
    .into_any()
}

/// Leads back to a step.
#[component]
fn BackTo(step: u8, #[prop(into)] what: TextProp) -> impl IntoView {
    view! {
        <Button kind=ButtonKind::Quiet size=ButtonSize::Small on_click=move || go_to(step)>
            <ChangeWhat what/>
        </Button>
    }
    .into_any()
}

/// Shows a step, with the focus on what is chosen there.
fn go_to(step: u8) {
    let Some(section) = document().get_element_by_id(&step_id(step)) else { return };
    section.scroll_into_view();
    let chosen = section.query_selector("input:checked").ok().flatten();
    let place = chosen.or_else(|| section.query_selector("input, button").ok().flatten());
    if let Some(place) = place.and_then(|place| place.dyn_into::<HtmlElement>().ok()) {
        let gently = FocusOptions::new();
        gently.set_prevent_scroll(true);
        let _ = place.focus_with_options(&gently);
    }
}
