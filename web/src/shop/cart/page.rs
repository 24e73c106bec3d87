//! The cart's button, drawer and page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::money::Rupiah;

use super::lines::Lines;
use super::use_cart;
use crate::api::ApiError;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::later;
use crate::ui::{
    Button, ButtonKind, ButtonSize, Drawer, EmptyState, ErrorState, Icon, IconButton, LinkButton, Money, PageHead, SkeletonText,
    error_text,
};

/// Opens the drawer; shows how many pieces are in the cart.
#[component]
pub fn CartButton() -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let count = cart.count();
    view! {
        <span class="cart-button" data-test="cart-badge" data-count=move || count.get()>
            <IconButton
                icon=icondata::LuShoppingCart
                label=move || t_string!(i18n, buy.cart.open)
                count=Signal::derive(move || Some(count.get()).filter(|count| *count > 0))
                on_click=move || cart.open().set(true)
                attr:data-test="cart-button"
            />
        </span>
    }
    .into_any()
}

/// What the drawer has to show, the same as the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CartPiece {
    /// The lines, or why there are none.
    Lines,
    /// Subtotal and the way on.
    Foot,
}

/// Draws a piece for the drawer. For the part itself: named elsewhere, all of it comes with the first visit.
#[must_use]
pub fn draw_cart(piece: CartPiece) -> AnyView {
    match piece {
        CartPiece::Lines => view! { <Body/> }.into_any(),
        CartPiece::Foot => view! { <Foot/> }.into_any(),
    }
}

/// The cart at the side of every page, fetched when it is first opened; once, by the shop's shell.
#[component]
pub fn CartDrawer() -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let location = use_location();
    // Whoever follows a link wants to see the page.
    Effect::new(move |before: Option<()>| {
        location.pathname.track();
        if before.is_some() {
            cart.open().set(false);
            cart.hurry();
        }
    });
    let part = later::cart(cart.open());
    view! {
        <Drawer
            open=cart.open()
            title=move || t_string!(i18n, buy.cart.title)
            footer=move || later::cart_piece(part, CartPiece::Foot)
        >
            {later::cart_piece(part, CartPiece::Lines)}
        </Drawer>
    }
    .into_any()
}

/// What there is to draw; what is drawn stays as long as that is the same.
#[derive(Clone, PartialEq)]
enum Shape {
    Unknown,
    Failed(ApiError),
    Empty,
    Filled,
}

fn use_shape() -> Memo<Shape> {
    let state = use_cart().state();
    Memo::new(move |_| {
        state.with(|state| match state {
            None => Shape::Unknown,
            Some(Err(error)) => Shape::Failed(error.clone()),
            Some(Ok(cart)) if cart.items.is_empty() => Shape::Empty,
            Some(Ok(_)) => Shape::Filled,
        })
    })
}

/// The lines, or why there are none.
#[component]
fn Body() -> impl IntoView {
    let cart = use_cart();
    let shape = use_shape();
    view! {
        <div>
            <FreshCart/>
            {move || match shape.get() {
                Shape::Unknown => view! { <SkeletonText/> }.into_any(),
                Shape::Failed(error) => view! { <ErrorState error on_retry=move || cart.reload()/> }.into_any(),
                Shape::Empty => view! { <EmptyCart/> }.into_any(),
                Shape::Filled => view! { <Lines/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// Stands where the cart is looked at: has it read anew, and says so where that fails and what is shown may be old.
#[component]
pub fn FreshCart() -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let failure = cart.failure();
    cart.refresh();
    view! {
        <div class="cart-fresh" role="status">
            {move || {
                failure.get().map(|error| {
                    view! {
                        <div class="notice tone-warning cart-old" data-test="cart-old">
                            <Icon icon=icondata::LuTriangleAlert/>
                            <span>{t_string!(i18n, buy.cart.old)} " " {error_text(i18n.get_locale(), &error)}</span>
                            <Button size=ButtonSize::Small on_click=move || cart.reload()>{move || t_string!(i18n, common.action.retry)}</Button>
                        </div>
                    }
                })
            }}
        </div>
    }
    .into_any()
}

/// The cart is empty: an invitation, here and at the checkout.
#[component]
pub fn EmptyCart() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            icon=icondata::LuGuitar
            title=move || t_string!(i18n, buy.cart.empty_title)
            text=move || t_string!(i18n, buy.cart.empty_text)
        >
            <LinkButton href=routes::shop::PRODUCTS kind=ButtonKind::Primary>{move || t_string!(i18n, buy.cart.browse)}</LinkButton>
        </EmptyState>
    }
    .into_any()
}

/// Subtotal and the way on.
#[component]
fn Foot() -> impl IntoView {
    let i18n = use_i18n();
    let state = use_cart().state();
    let shape = use_shape();
    let known = Memo::new(move |_| {
        state.with(|state| match state {
            Some(Ok(cart)) => (cart.subtotal, cart.ready),
            _ => (Rupiah::ZERO, false),
        })
    });
    let ready = move || known.get().1;
    let location = use_location();
    // What keeps the cart from being ordered is seen on its page, where a way there leads nowhere.
    let leads_on = Memo::new(move |_| ready() || location.pathname.get() != routes::shop::CART);
    move || {
        (shape.get() == Shape::Filled).then(|| {
            view! {
                <div class="cart-foot">
                    <p class="cart-foot__sum">
                        <span>{move || t_string!(i18n, buy.cart.subtotal)}</span>
                        <strong class="num"><Money amount=Signal::derive(move || known.get().0)/></strong>
                    </p>
                    <p class="small muted">
                        {move || if ready() { t_string!(i18n, buy.cart.shipping_later) } else { t_string!(i18n, buy.cart.not_ready) }}
                    </p>
                    <Show when=move || leads_on.get()>
                        <LinkButton
                            href=Signal::derive(move || String::from(if ready() { routes::shop::CHECKOUT } else { routes::shop::CART }))
                            kind=ButtonKind::Primary
                            wide=true
                            attr:data-test="cart-checkout"
                        >
                            {move || if ready() { t_string!(i18n, buy.cart.checkout) } else { t_string!(i18n, buy.cart.view) }}
                        </LinkButton>
                    </Show>
                </div>
            }
        })
    }
}

/// The cart as a page of its own.
#[component]
pub fn CartPage() -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let shape = use_shape();
    view! {
        <PageHead title=move || t_string!(i18n, buy.cart.title)/>
        <div class="container section stack cart-page">
            <div class="row cart-page__head">
                <h1 class="display">{move || t_string!(i18n, buy.cart.title)}</h1>
                {move || {
                    (shape.get() == Shape::Filled)
                        .then(|| {
                            view! {
                                <Button kind=ButtonKind::Quiet icon=icondata::LuTrash2 on_click=move || cart.clear()>
                                    {move || t_string!(i18n, buy.cart.clear)}
                                </Button>
                            }
                        })
                }}
            </div>
            <div class="cart-page__grid">
                <Body/>
                <aside class="cart-page__sum">
                    <Foot/>
                </aside>
            </div>
        </div>
    }
    .into_any()
}
