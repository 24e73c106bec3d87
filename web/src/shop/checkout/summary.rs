//! What the order costs so far; stays in sight.

use leptos::prelude::*;
use shared::cart::CartItem;
use shared::money::Rupiah;

use super::page::{Checkout, NotReady, expect_checkout};
use crate::i18n::{t_string, use_i18n};
use crate::shop::cart::use_cart;
use crate::shop::words;
use crate::ui::{Icon, Money, Picture, money};

/// The lines and the totals.
#[component]
pub(super) fn Summary() -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let Checkout { totals, .. } = expect_checkout();
    let lines = move || {
        cart.state().get().and_then(Result::ok).map(|cart| {
            let items = cart.items.clone();
            view! {
                <NotReady cart/>
                <ul class="summary-lines" role="list">
                    {items.into_iter().map(|item| view! { <Line item/> }).collect_view()}
                </ul>
            }
        })
    };
    let items = move || {
        totals.get().map_or_else(
            || {
                cart.state()
                    .with(|state| state.as_ref().and_then(|state| state.as_ref().ok()).map_or(Rupiah::ZERO, |cart| cart.subtotal))
            },
            |totals| totals.items,
        )
    };
    view! {
        <div class="summary">
            <h2 class="summary__title">{move || t_string!(i18n, buy.cart.summary)}</h2>
            {lines}
            <dl class="totals">
                <dt>{move || t_string!(i18n, buy.checkout.items)}</dt>
                <dd class="num">{move || money(i18n.get_locale(), items())}</dd>
                <dt>{move || t_string!(i18n, buy.checkout.shipping_cost)}</dt>
                <dd class="num">{move || totals.get().map_or_else(|| "–".to_owned(), |totals| money(i18n.get_locale(), totals.shipping))}</dd>
                <dt class="totals__grand">{move || t_string!(i18n, buy.checkout.total)}</dt>
                <dd class="totals__grand num">{move || totals.get().map_or_else(|| "–".to_owned(), |totals| money(i18n.get_locale(), totals.grand))}</dd>
            </dl>
            {move || {
                totals
                    .get()
                    .filter(|totals| totals.tax_included > Rupiah::ZERO)
                    .map(|totals| {
                        view! {
                            <p class="small muted">
                                {move || t_string!(i18n, buy.checkout.tax, tax = money(i18n.get_locale(), totals.tax_included)).to_string()}
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// A line, marked where something about it is different by now.
#[component]
fn Line(item: CartItem) -> impl IntoView {
    let i18n = use_i18n();
    let notices = item
        .notices
        .iter()
        .map(|&notice| {
            let item = item.clone();
            view! {
                <span class="cart-line__notice">
                    <Icon icon=icondata::LuTriangleAlert/>
                    {move || words::line_notice(i18n.get_locale(), &item, notice)}
                </span>
            }
        })
        .collect_view();
    let options = item.options;
    view! {
        <li class="summary-line" data-test="summary-line" data-sku=item.sku>
            <span class="summary-line__picture">{item.image.map(|image| view! { <Picture image sizes="56px" ratio="1 / 1"/> })}</span>
            <span class="summary-line__text">
                <span>{format!("{} × {}", item.quantity, item.name)}</span>
                <span class="muted">{move || words::options(i18n.get_locale(), &options)}</span>
                {notices}
            </span>
            <span class="num"><Money amount=item.line_total/></span>
        </li>
    }
    .into_any()
}
