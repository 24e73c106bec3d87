//! The page and its steps.

use leptos::prelude::*;
use shared::account::Address;
use shared::cart::Cart;

use super::draft::Draft;
use super::pay::PayStep;
use super::shipping::{ShippingStep, use_quote};
use super::summary::Summary;
use crate::api::account;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::Guard;
use crate::shop::account::AddressLines;
use crate::shop::account::address_form::AddressForm;
use crate::shop::cart::{FreshCart, use_cart};
use crate::ui::{
    Button, ButtonKind, ButtonSize, EmptyState, ErrorState, Icon, LinkButton, Load, PageHead, Skeleton, SkeletonText, TextArea,
    use_load,
};

/// The checkout.
#[component]
pub fn CheckoutPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, buy.checkout.title)/>
        <Guard sign_in=routes::shop::sign_in_then>
            <div class="container section stack">
                <h1 class="display">{move || t_string!(i18n, buy.checkout.title)}</h1>
                <FreshCart/>
                <Loaded/>
            </div>
        </Guard>
    }
    .into_any()
}

/// The steps, as soon as the cart is known; an invitation when it is empty.
#[component]
fn Loaded() -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    // Changes of the cart must not throw away what was typed.
    let filled = Memo::new(move |_| {
        cart.state().with(|state| state.as_ref().map(|state| state.as_ref().map_or(0, |cart| cart.items.len())))
    });
    move || {
        match (filled.get(), cart.state().get_untracked()) {
        (None, _) => view! { <div class="checkout"><Waiting/></div> }.into_any(),
        (_, Some(Err(error))) => view! { <ErrorState error on_retry=move || cart.reload()/> }.into_any(),
        (Some(0), _) => view! {
            <EmptyState icon=icondata::LuShoppingCart title=move || t_string!(i18n, buy.cart.empty_title) text=move || t_string!(i18n, buy.cart.empty_text)>
                <LinkButton href=routes::shop::PRODUCTS kind=ButtonKind::Primary>{move || t_string!(i18n, buy.cart.browse)}</LinkButton>
            </EmptyState>
        }
        .into_any(),
        _ => view! { <Steps/> }.into_any(),
    }
    }
}

/// The state that the steps share.
#[derive(Clone, Copy)]
pub(super) struct Checkout {
    /// What was chosen.
    pub draft: RwSignal<Draft>,
    /// The totals of the chosen service.
    pub totals: RwSignal<Option<shared::totals::Totals>>,
    /// Asked again when prices or stock changed.
    pub quotes: Trigger,
}

#[component]
fn Steps() -> impl IntoView {
    let draft = RwSignal::new(Draft::load());
    Effect::new(move |_| draft.with(Draft::save));
    let checkout = Checkout { draft, totals: RwSignal::new(None), quotes: Trigger::new() };
    provide_context(checkout);
    let addresses = use_load(account::list_addresses);
    let has_address = Memo::new(move |_| draft.with(|draft| draft.address.is_some()));
    let has_service = Memo::new(move |_| checkout.totals.with(Option::is_some));
    let quote = use_quote(checkout);
    // Until the first couriers are there, or it is clear that there is nobody to ask them for.
    let waiting = Memo::new(move |before: Option<&bool>| {
        before != Some(&false)
            && match addresses.state() {
                None => true,
                Some(Ok(list)) => !list.is_empty() && quote.state().is_none(),
                Some(Err(_)) => false,
            }
    });
    view! {
        <div class="checkout">
            <Show when=move || waiting.get()>
                <Waiting/>
            </Show>
            <div class="checkout__steps" hidden=move || waiting.get()>
                <AddressStep addresses/>
                <ShippingStep quote open=has_address/>
                <NoteStep open=has_service/>
                <PayStep open=has_service/>
            </div>
            <aside class="checkout__summary">
                <Summary/>
            </aside>
        </div>
    }
    .into_any()
}

/// The shape of the steps, taller than a screen, so that nothing moves when they are there.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="checkout__wait" aria-hidden="true">
            <Skeleton width="45%" height="1.75rem"/>
            <Skeleton height="7rem"/>
            <Skeleton width="35%" height="1.75rem"/>
            {(0..4).map(|_| view! { <Skeleton height="4.5rem"/> }).collect_view()}
        </div>
    }
    .into_any()
}

/// One step: a number, a heading, what is inside.
#[component]
pub(super) fn Step(
    number: u8,
    #[prop(into)] title: TextProp,
    #[prop(into)] open: Signal<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <section class="step" class:is-open=move || open.get()>
            <h2 class="step__title">
                <span class="step__number" aria-hidden="true">{number}</span>
                {move || title.get()}
            </h2>
            {move || open.get().then(|| view! { <div class="step__body">{children()}</div> })}
        </section>
    }
    .into_any()
}

#[component]
fn AddressStep(addresses: Load<Vec<Address>>) -> impl IntoView {
    let i18n = use_i18n();
    let Checkout { draft, .. } = expect_checkout();
    let adding = RwSignal::new(false);
    // The remembered address if it still exists, else the default one.
    Effect::new(move |_| {
        if let Some(list) = addresses.get() {
            let known = draft.with_untracked(|draft| draft.address.is_some_and(|id| list.iter().any(|address| address.id == id)));
            if !known {
                let first = list.first().map(|address| address.id);
                draft.update(|draft| draft.address = first);
            }
        }
    });
    let saved = move |address: Address| {
        draft.update(|draft| draft.address = Some(address.id));
        adding.set(false);
        addresses.reload();
    };
    let body = move || match addresses.state() {
        None => view! { <SkeletonText/> }.into_any(),
        Some(Err(error)) => view! { <ErrorState error on_retry=move || addresses.reload()/> }.into_any(),
        Some(Ok(list)) if list.is_empty() || adding.get() => view! { <AddressForm of=None on_saved=saved/> }.into_any(),
        Some(Ok(list)) => view! {
            <div class="choices" role="radiogroup" aria-label=move || t_string!(i18n, buy.checkout.choose_address)>
                {list
                    .into_iter()
                    .map(|address| {
                        let id = address.id;
                        let chosen = move || draft.with(|draft| draft.address == Some(id));
                        view! {
                            <label class="choice-card" class:is-chosen=chosen>
                                <input
                                    type="radio"
                                    name="address"
                                    prop:checked=chosen
                                    on:change=move |_| draft.update(|draft| draft.address = Some(id))
                                />
                                <span class="choice-card__text">
                                    <strong>{address.label.clone()}</strong>
                                    <AddressLines address/>
                                </span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            <Button size=ButtonSize::Small icon=icondata::LuPlus on_click=move || adding.set(true)>
                {move || t_string!(i18n, buy.checkout.new_address)}
            </Button>
        }
        .into_any(),
    };
    view! {
        <Step number=1 title=move || t_string!(i18n, buy.checkout.choose_address) open=true>
            {body}
        </Step>
    }
    .into_any()
}

#[component]
fn NoteStep(#[prop(into)] open: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let Checkout { draft, .. } = expect_checkout();
    let note = RwSignal::new(draft.with_untracked(|draft| draft.note.clone()));
    Effect::new(move |_| {
        let note = note.get();
        draft.update(|draft| draft.note = note);
    });
    view! {
        <Step number=3 title=move || t_string!(i18n, buy.checkout.review) open>
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

/// The checkout's state; the steps stand inside it.
pub(super) fn expect_checkout() -> Checkout {
    use_context().unwrap_or_else(|| Checkout {
        draft: RwSignal::new(Draft::default()),
        totals: RwSignal::new(None),
        quotes: Trigger::new(),
    })
}

/// Whether a cart is ready to be ordered; a hint is shown otherwise.
#[component]
pub(super) fn NotReady(cart: Cart) -> impl IntoView {
    let i18n = use_i18n();
    (!cart.ready).then(|| {
        view! {
            <p class="notice tone-warning" role="status">
                <Icon icon=icondata::LuTriangleAlert/>
                <span>{move || t_string!(i18n, buy.cart.not_ready)} " " <a href=routes::shop::CART>{move || t_string!(i18n, buy.checkout.to_cart)}</a></span>
            </p>
        }
    })
}
