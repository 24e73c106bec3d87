//! The buttons on other pages that open the chat with a question begun.

use leptos::prelude::*;
use shared::catalog::{Product, StockState};
use shared::chat::ChatProduct;
use shared::money::Rupiah;

use super::use_chat;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Button, ButtonKind, ButtonSize, Icon};

/// Opens the chat, among the other ways to reach the shop.
#[component]
pub fn AskHere() -> impl IntoView {
    let i18n = use_i18n();
    let chat = use_chat();
    view! {
        <button type="button" class="foot__chat" data-test="ask-here" on:click=move |_| chat.show()>
            <Icon icon=icondata::LuMessagesSquare/>
            {move || t_string!(i18n, chat.title)}
        </button>
    }
    .into_any()
}

/// Asks about a product: it is tagged.
#[component]
pub fn AskAboutProduct(
    /// The product.
    product: StoredValue<Product>,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = use_chat();
    view! {
        <Button
            kind=ButtonKind::Quiet
            size=ButtonSize::Small
            icon=icondata::LuMessageCircle
            on_click=move || chat.ask_about_product(product.with_value(tag))
            attr:data-test="ask-product"
        >
            {move || t_string!(i18n, chat.shop.ask_product)}
        </Button>
    }
    .into_any()
}

/// Asks about an order: its number is written.
#[component]
pub fn AskAboutOrder(
    /// The order's number.
    number: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let chat = use_chat();
    view! {
        <Button
            kind=ButtonKind::Quiet
            size=ButtonSize::Small
            icon=icondata::LuMessageCircle
            on_click=move || chat.ask_about_order(number.clone())
            attr:data-test="ask-order"
        >
            {move || t_string!(i18n, chat.shop.ask_order)}
        </Button>
    }
    .into_any()
}

/// A product as a message holds it.
fn tag(product: &Product) -> ChatProduct {
    let has = |state: StockState| product.variants.iter().any(|variant| variant.stock == state);
    let stock = if has(StockState::InStock) {
        StockState::InStock
    } else if has(StockState::Low) {
        StockState::Low
    } else {
        StockState::Out
    };
    let single = match product.variants.as_slice() {
        [only] => Some(only.id),
        _ => None,
    };
    ChatProduct {
        id: product.id,
        slug: product.slug.clone(),
        name: product.name.clone(),
        brand: product.brand.clone(),
        price: product.variants.iter().map(|variant| variant.price).min().unwrap_or(Rupiah::ZERO),
        stock,
        image: product.images.first().cloned(),
        single_variant_id: single,
    }
}
