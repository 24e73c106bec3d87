//! The page and its steps.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::cart::Cart;
use shared::problem::ErrorCode;

use super::address::{AddressStep, use_addresses};
use super::draft::Draft;
use super::pay::PayStep;
use super::review::ReviewStep;
use super::shipping::{ShippingStep, use_quote};
use super::summary::Summary;
use crate::begun::Begun;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::Guard;
use crate::shop::cart::{EmptyCart, FreshCart, use_cart};
use crate::ui::{ButtonKind, EmptyState, ErrorState, Icon, LinkButton, PageHead, Skeleton};

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

/// The steps, as soon as the cart is known; an invitation when it is empty. Once the order is placed, the way to its payment.
#[component]
fn Loaded() -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let placed = RwSignal::new(None::<String>);
    // Changes of the cart must not throw away what was typed, nor what is known of the order.
    let filled = Memo::new(move |_| {
        cart.state().with(|state| state.as_ref().map(|state| state.as_ref().ok().map(|cart| !cart.items.is_empty())))
    });
    let body = move || match (placed.get(), filled.get(), cart.state().get_untracked()) {
        (Some(number), ..) => view! { <Placed number/> }.into_any(),
        (None, Some(None), Some(Err(error))) => view! { <ErrorState error on_retry=move || cart.reload()/> }.into_any(),
        (None, Some(Some(false)), _) if Draft::load().asked => view! { <PerhapsPlaced/> }.into_any(),
        (None, Some(Some(false)), _) => view! { <EmptyCart/> }.into_any(),
        (None, Some(Some(true)), _) => view! { <Steps placed/> }.into_any(),
        (None, None | Some(None), _) => view! { <div class="checkout"><Waiting/></div> }.into_any(),
    };
    let heard =
        move || placed.get().map(|number| t_string!(i18n, buy.checkout.placed, number = number).to_string()).unwrap_or_default();
    view! {
        <p class="visually-hidden" role="status">{heard}</p>
        {body}
    }
    .into_any()
}

/// The order is placed, and the payment page on its way.
#[component]
fn Placed(number: String) -> impl IntoView {
    let i18n = use_i18n();
    let order = routes::shop::order(&number);
    // Back from the payment page, where the browser kept this one.
    let (go, kept) = (use_navigate(), order.clone());
    let back = window_event_listener_untyped("pageshow", move |_| {
        go(&kept, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    on_cleanup(move || back.remove());
    view! {
        <div data-test="order-placed">
            <EmptyState
                icon=icondata::LuCreditCard
                title=move || t_string!(i18n, buy.checkout.placed, number = number.clone()).to_string()
                text=move || t_string!(i18n, buy.checkout.opening)
            >
                <LinkButton href=order>{move || t_string!(i18n, buy.checkout.see_order)}</LinkButton>
            </EmptyState>
        </div>
    }
    .into_any()
}

/// The cart is empty, and nobody heard what became of the order that was asked for.
#[component]
fn PerhapsPlaced() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=icondata::LuPackageSearch
            title=move || t_string!(i18n, buy.checkout.perhaps_title)
            text=move || t_string!(i18n, buy.checkout.perhaps_text)
        >
            <LinkButton href=routes::shop::ORDERS kind=ButtonKind::Primary>{move || t_string!(i18n, buy.checkout.see_orders)}</LinkButton>
        </EmptyState>
    }
    .into_any()
}

/// The state that the steps share.
#[derive(Clone, Copy)]
pub(super) struct Checkout {
    /// What was chosen.
    pub draft: RwSignal<Draft>,
    /// Whether a new address is being typed, which is the one that is meant once it is saved.
    pub adding: RwSignal<bool>,
    /// The totals of the chosen service.
    pub totals: RwSignal<Option<shared::totals::Totals>>,
    /// Asked again when prices or stock changed.
    pub quotes: Trigger,
    /// The number of the order, once it is placed. Outlives the steps.
    pub placed: RwSignal<Option<String>>,
}

#[component]
fn Steps(placed: RwSignal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    // With something in the cart, no order was made of it.
    let draft = RwSignal::new(Draft { asked: false, ..Draft::load() });
    Effect::new(move |_| draft.with(Draft::save));
    let adding = RwSignal::new(Begun::Address.is_there());
    let checkout = Checkout { draft, adding, totals: RwSignal::new(None), quotes: Trigger::new(), placed };
    provide_context(checkout);
    let addresses = use_addresses(checkout);
    let has_address = Memo::new(move |_| !adding.get() && draft.with(|draft| draft.address.is_some()));
    let has_service = Memo::new(move |_| has_address.get() && checkout.totals.with(Option::is_some));
    let why = move || {
        if has_address.get() { t_string!(i18n, buy.checkout.courier_first) } else { t_string!(i18n, buy.checkout.address_first) }
    };
    let quote = use_quote(checkout);
    // The address was removed meanwhile, in another tab or on another device.
    Effect::new(move |_| {
        if matches!(quote.state(), Some(Err(error)) if error.is(ErrorCode::NotFound)) {
            addresses.reload();
        }
    });
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
                <ShippingStep quote open=has_address why/>
                <ReviewStep addresses quote open=has_service why/>
                <PayStep open=has_service why/>
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

/// What a step is found by.
pub(super) fn step_id(number: u8) -> String {
    format!("checkout-step-{number}")
}

/// One step: a number, a heading, what is inside. One whose turn has not come says why.
#[component]
pub(super) fn Step(
    number: u8,
    #[prop(into)] title: TextProp,
    #[prop(into)] open: Signal<bool>,
    #[prop(optional, into)] why: Option<TextProp>,
    children: ChildrenFn,
) -> impl IntoView {
    let closed = move || why.clone().map(|why| view! { <p class="step__why small">{move || why.get()}</p> });
    view! {
        <section class="step" id=step_id(number) class:is-open=move || open.get()>
            <h2 class="step__title">
                <span class="step__number" aria-hidden="true">{number}</span>
                {move || title.get()}
            </h2>
            {move || {
                if open.get() { view! { <div class="step__body">{children()}</div> }.into_any() } else { closed().into_any() }
            }}
        </section>
    }
    .into_any()
}

/// The checkout's state; the steps stand inside it.
pub(super) fn expect_checkout() -> Checkout {
    use_context().unwrap_or_else(|| Checkout {
        draft: RwSignal::new(Draft::default()),
        adding: RwSignal::new(false),
        totals: RwSignal::new(None),
        quotes: Trigger::new(),
        placed: RwSignal::new(None),
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
