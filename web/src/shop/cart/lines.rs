//! The lines of the cart, in the drawer and on the page alike.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::cart::{Cart, CartItem, LineNotice};

use super::use_cart;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::words;
use crate::ui::{Icon, IconButton, Money, Picture, QuantityStepper, money};

/// All lines.
#[component]
pub(super) fn Lines(cart: Cart) -> impl IntoView {
    view! {
        <ul class="cart-lines">
            {cart.items.into_iter().map(|item| view! { <Line item/> }).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Line(item: CartItem) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let (variant, available) = (item.variant_id, item.available);
    let quantity = u32::try_from(item.quantity).unwrap_or(1);
    let most = u32::try_from(available.max(item.quantity)).unwrap_or(1);
    let options = item.options.clone();
    let (name, of_name) = (item.name.clone(), item.name.clone());
    let removed = item.clone();
    let notices = item.notices.clone();
    let before = item.price_when_added;
    view! {
        <li class="cart-line" data-test="cart-line" data-sku=item.sku.clone()>
            <A href=routes::shop::product(&item.product_slug) attr:class="cart-line__picture" attr:tabindex="-1" attr:aria-hidden="true">
                {item.image.clone().map(|image| view! { <Picture image sizes="96px" ratio="1 / 1"/> })}
            </A>
            <div class="cart-line__text">
                <span class="small muted">{item.brand.clone()}</span>
                <A href=routes::shop::product(&item.product_slug) attr:class="cart-line__name">{item.name.clone()}</A>
                {(!options.is_empty()).then(|| view! { <span class="small muted">{move || words::options(i18n.get_locale(), &options)}</span> })}
                {notices
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
                    .collect_view()}
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
                    <strong class="num"><Money amount=item.line_total/></strong>
                </div>
            </div>
            <span class="cart-line__remove" data-test="remove">
                <IconButton
                    icon=icondata::LuTrash2
                    label=move || t_string!(i18n, buy.cart.remove, name = of_name.clone()).to_string()
                    on_click=move || cart.remove(&removed)
                />
            </span>
        </li>
    }
    .into_any()
}
