//! The cart's button, drawer and page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::cart::Cart;

use super::lines::Lines;
use super::use_cart;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::later;
use crate::ui::{Button, ButtonKind, Drawer, EmptyState, ErrorState, IconButton, LinkButton, Money, PageHead, SkeletonText};

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

/// The lines, or why there are none.
#[component]
fn Body() -> impl IntoView {
    let cart = use_cart();
    move || match cart.state().get() {
        None => view! { <SkeletonText/> }.into_any(),
        Some(Err(error)) => view! { <ErrorState error on_retry=move || cart.reload()/> }.into_any(),
        Some(Ok(cart)) if cart.items.is_empty() => view! { <Nothing/> }.into_any(),
        Some(Ok(cart)) => view! { <Lines cart/> }.into_any(),
    }
}

#[component]
fn Nothing() -> impl IntoView {
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

fn filled(state: Option<Result<Cart, crate::api::ApiError>>) -> Option<Cart> {
    state.and_then(Result::ok).filter(|cart| !cart.items.is_empty())
}

/// Subtotal and the way on.
#[component]
fn Foot() -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    move || {
        filled(cart.state().get()).map(|cart| {
            view! {
                <div class="cart-foot">
                    <p class="cart-foot__sum">
                        <span>{move || t_string!(i18n, buy.cart.subtotal)}</span>
                        <strong class="num"><Money amount=cart.subtotal/></strong>
                    </p>
                    <p class="small muted">
                        {move || {
                            if cart.ready { t_string!(i18n, buy.cart.shipping_later).to_string() } else { t_string!(i18n, buy.cart.not_ready).to_string() }
                        }}
                    </p>
                    <LinkButton
                        href=if cart.ready { routes::shop::CHECKOUT } else { routes::shop::CART }
                        kind=ButtonKind::Primary
                        wide=true
                        attr:data-test="cart-checkout"
                    >
                        {move || if cart.ready { t_string!(i18n, buy.cart.checkout) } else { t_string!(i18n, buy.cart.view) }}
                    </LinkButton>
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
    let any = move || filled(cart.state().get()).is_some();
    view! {
        <PageHead title=move || t_string!(i18n, buy.cart.title)/>
        <div class="container section stack cart-page">
            <div class="row cart-page__head">
                <h1 class="display">{move || t_string!(i18n, buy.cart.title)}</h1>
                {move || {
                    any()
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
