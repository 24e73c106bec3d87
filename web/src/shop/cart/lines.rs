//! The lines of the cart, in the drawer and on the page alike.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::cart::{CartItem, LineNotice};

use super::use_cart;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::words;
use crate::ui::{Icon, IconButton, Money, Picture, QuantityStepper, money};

/// All lines. Each stays the same while its figures change, and so does the focus in it.
#[component]
pub(super) fn Lines() -> impl IntoView {
    let state = use_cart().state();
    let items = move || {
        state.with(|state| match state {
            Some(Ok(cart)) => cart.items.clone(),
            _ => Vec::new(),
        })
    };
    view! {
        <ul class="cart-lines">
            <For each=items key=|item| item.variant_id let(item)>
                <Line item/>
            </For>
        </ul>
    }
    .into_any()
}

#[component]
fn Line(item: CartItem) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let state = cart.state();
    let variant = item.variant_id;
    let options = item.options.clone();
    let (title, name, of_name) = (item.name.clone(), item.name.clone(), item.name.clone());
    let (sku, slug, brand, image) = (item.sku.clone(), item.product_slug.clone(), item.brand.clone(), item.image.clone());
    // As the cart has it now; a line that is about to go stays as it was.
    let now = Memo::new(move |before: Option<&CartItem>| {
        let known = state.with(|state| match state {
            Some(Ok(cart)) => cart.items.iter().find(|item| item.variant_id == variant).cloned(),
            _ => None,
        });
        known.unwrap_or_else(|| before.unwrap_or(&item).clone())
    });
    let quantity = Signal::derive(move || {
        let pieces = cart.wanted(variant).unwrap_or_else(|| now.with(|item| item.quantity));
        u32::try_from(pieces).unwrap_or(1)
    });
    let most = Signal::derive(move || u32::try_from(now.with(|item| item.available.max(item.quantity))).unwrap_or(1));
    let changed = Memo::new(move |_| now.with(|item| (item.notices.clone(), item.available, item.price_when_added)));
    let notices = move || {
        let (notices, available, before) = changed.get();
        notices
            .into_iter()
            .map(|notice| {
                let text = move || match notice {
                    LineNotice::PriceChanged => {
                        t_string!(i18n, buy.cart.price_changed, before = money(i18n.get_locale(), before)).to_string()
                    }
                    LineNotice::ShortOfStock => t_string!(i18n, buy.cart.short_of_stock, count = available).to_string(),
                    LineNotice::SoldOut => t_string!(i18n, buy.cart.sold_out).to_string(),
                    LineNotice::Withdrawn => t_string!(i18n, buy.cart.withdrawn).to_string(),
                };
                view! { <span class="cart-line__notice small" role="status"><Icon icon=icondata::LuTriangleAlert/> {text}</span> }
            })
            .collect_view()
    };
    view! {
        <li class="cart-line" data-test="cart-line" data-sku=sku>
            <A href=routes::shop::product(&slug) attr:class="cart-line__picture" attr:tabindex="-1" attr:aria-hidden="true">
                {image.map(|image| view! { <Picture image sizes="96px" ratio="1 / 1"/> })}
            </A>
            <div class="cart-line__text">
                <span class="small muted">{brand}</span>
                <A href=routes::shop::product(&slug) attr:class="cart-line__name">{title}</A>
                {(!options.is_empty()).then(|| view! { <span class="small muted">{move || words::options(i18n.get_locale(), &options)}</span> })}
                {notices}
                <div class="cart-line__foot">
                    <span data-test="quantity">
                        <QuantityStepper
                            label=move || t_string!(i18n, buy.cart.quantity, name = name.clone()).to_string()
                            value=quantity
                            max=most
                            compact=true
                            on_change=move |wanted: u32| cart.set_quantity(variant, i32::try_from(wanted).unwrap_or(1))
                        />
                    </span>
                    <strong class="num"><Money amount=Signal::derive(move || now.with(|item| item.line_total))/></strong>
                </div>
            </div>
            <span class="cart-line__remove" data-test="remove">
                <IconButton
                    icon=icondata::LuTrash2
                    label=move || t_string!(i18n, buy.cart.remove, name = of_name.clone()).to_string()
                    on_click=move || cart.remove(&now.get_untracked())
                />
            </span>
        </li>
    }
    .into_any()
}
