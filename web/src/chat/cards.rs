//! Products and carts in a message.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::catalog::{ProductCard, StockState};
use shared::chat::{ChatCart, ChatProduct, ChatSide};

use super::{CardStanding, ChatHands};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Button, ButtonKind, ButtonSize, Icon, Money, Picture, Price, Status, Tone};

/// What the catalogue lists, as a message holds it.
#[must_use]
pub fn tagged(card: &ProductCard) -> ChatProduct {
    ChatProduct {
        id: card.id,
        slug: card.slug.clone(),
        name: card.name.clone(),
        brand: card.brand.clone(),
        price: card.price,
        stock: card.stock,
        image: card.images.first().cloned(),
        single_variant_id: card.single_variant_id,
    }
}

/// A product in one line: picture, name, price, whether there are any.
#[component]
pub fn ProductLine(
    /// The product.
    product: ChatProduct,
) -> impl IntoView {
    let i18n = use_i18n();
    let ChatProduct { name, brand, price, stock, image, single_variant_id, .. } = product;
    let tone = match stock {
        StockState::InStock => Tone::Success,
        StockState::Low => Tone::Warning,
        StockState::Out => Tone::Danger,
    };
    let state = move || match stock {
        StockState::InStock => t_string!(i18n, shop.stock.in_stock),
        StockState::Low => t_string!(i18n, shop.stock.low),
        StockState::Out => t_string!(i18n, shop.stock.out),
    };
    let from = single_variant_id.is_none();
    view! {
        <span class="chat-card__line">
            <span class="chat-card__picture">
                {match image {
                    Some(image) => view! { <Picture image sizes="64px" ratio="1 / 1" alt=""/> }.into_any(),
                    None => view! { <Icon icon=icondata::LuGuitar/> }.into_any(),
                }}
            </span>
            <span class="chat-card__text">
                <span class="chat-card__brand">{brand}</span>
                <span class="chat-card__name">{name}</span>
                <span class="chat-card__facts">
                    <Price amount=Signal::stored(price) from=Signal::stored(from)/>
                    <Status tone=Signal::stored(tone)>{state}</Status>
                </span>
            </span>
        </span>
    }
    .into_any()
}

/// A product that leads to its page.
#[component]
pub(super) fn ProductTag(product: ChatProduct, hands: ChatHands) -> impl IntoView {
    let href = routes::shop::product(&product.slug);
    let slug = product.slug.clone();
    if hands.in_shop {
        view! {
            <A href=href attr:class="chat-card" attr:data-test="chat-product" attr:data-slug=slug>
                <ProductLine product/>
            </A>
        }
        .into_any()
    } else {
        view! {
            <a class="chat-card" href=href target="_blank" rel="external noopener" data-test="chat-product" data-slug=slug>
                <ProductLine product/>
            </a>
        }
        .into_any()
    }
}

/// A cart that was filled.
#[component]
pub(super) fn CartCard(cart: ChatCart, viewer: ChatSide, hands: ChatHands) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || {
        if viewer == ChatSide::Buyer { t_string!(i18n, chat.card.cart) } else { t_string!(i18n, chat.card.cart_agent) }
    };
    let total = cart.total;
    let lines = cart
        .lines
        .clone()
        .into_iter()
        .map(|line| {
            let name = if line.options.is_empty() { line.name } else { format!("{} · {}", line.name, line.options) };
            let all = line.price.checked_mul(i64::from(line.quantity)).unwrap_or(line.price);
            view! {
                <li class="chat-card__item" data-test="chat-cart-line">
                    <span class="chat-card__count num">{line.quantity} "×"</span>
                    <span class="chat-card__what">{name}</span>
                    <Money amount=Signal::stored(all)/>
                </li>
            }
        })
        .collect_view();
    let check_out = hands.on_checkout;
    let card = StoredValue::new(cart);
    let standing = Memo::new(move |_| {
        card.with_value(|card| match hands.standing {
            Some(standing) => standing.run(card.clone()),
            None if card.ordered => CardStanding::Ordered,
            None => CardStanding::Same,
        })
    });
    let is = move |wanted: CardStanding| standing.get() == wanted;
    view! {
        <div class="chat-card chat-card--cart" data-test="chat-cart">
            <p class="chat-card__title"><Icon icon=icondata::LuShoppingCart/> {title}</p>
            <ul role="list">{lines}</ul>
            <p class="chat-card__total">
                <span>{move || t_string!(i18n, chat.card.total)}</span>
                <strong><Money amount=Signal::stored(total)/></strong>
            </p>
            <Show when=move || is(CardStanding::Ordered)>
                <p class="small muted" data-test="chat-cart-ordered">{move || t_string!(i18n, chat.card.ordered)}</p>
            </Show>
            <Show when=move || is(CardStanding::Differs)>
                <p class="small muted" data-test="chat-cart-differs">{move || t_string!(i18n, chat.card.differs)}</p>
            </Show>
            <Show when=move || check_out.is_some() && !is(CardStanding::Ordered)>
                <Button
                    kind=ButtonKind::Primary
                    size=ButtonSize::Small
                    wide=true
                    on_click=move || {
                        if let Some(check_out) = check_out {
                            check_out.run(card.get_value());
                        }
                    }
                    attr:data-test="chat-checkout"
                >
                    {move || t_string!(i18n, chat.card.checkout)}
                </Button>
            </Show>
        </div>
    }
    .into_any()
}
