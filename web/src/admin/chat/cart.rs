//! Filling the buyer's cart: pieces from the catalogue, sent as a card that the buyer checks out.

use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::cart::CartLine;
use shared::catalog::{Image, ProductCard, StockState, Variant};
use shared::chat::{CART_LINES_MAX, ChatCartFill};
use shared::ids::{ChatRoomId, VariantId};
use shared::live::ServerMessage;
use shared::live::chat::ChatNews;
use shared::money::Rupiah;
use uuid::Uuid;

use crate::admin::words;
use crate::api::catalog::{self, ProductFilter};
use crate::api::chat;
use crate::chat::ChatThread;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::live;
use crate::ui::{
    AsyncRows, AsyncView, Button, ButtonKind, Dialog, Form, FormView, Icon, IconButton, Money, Picture, QuantityStepper, Status,
    TextArea, Tone, ids, toast, use_load,
};

/// Long enough to type a word, short enough to feel at once.
const TYPING: Duration = Duration::from_millis(250);
/// How many products are shown.
const SHOWN: u32 = 8;

/// A line that is being put together.
#[derive(Clone)]
struct Line {
    variant: VariantId,
    name: String,
    price: Rupiah,
    available: u32,
    quantity: RwSignal<u32>,
}

/// The colour of what is left.
const fn stock_tone(state: StockState) -> Tone {
    match state {
        StockState::InStock => Tone::Success,
        StockState::Low => Tone::Warning,
        StockState::Out => Tone::Danger,
    }
}

/// What tells a variant from the others of its product.
fn options(variant: &Variant) -> String {
    variant.options.iter().map(|option| option.value.as_str()).collect::<Vec<_>>().join(" / ")
}

/// The dialog.
#[component]
pub(super) fn FillCart(id: ChatRoomId, thread: ChatThread, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open title=move || t_string!(i18n, console.cart.title) wide=true>
            <Filling id thread open/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Filling(id: ChatRoomId, thread: ChatThread, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let body = RwSignal::new(String::new());
    let lines: RwSignal<Vec<Line>> = RwSignal::new(Vec::new());
    // One card, however often it is sent.
    let client_id = Uuid::now_v7();
    // What comes while it is put together is behind the dialog.
    let seen = thread.last_shown();
    let add = Callback::new(move |(card, variant): (ProductCard, Variant)| {
        let known = lines.with_untracked(|lines| lines.iter().find(|line| line.variant == variant.id).map(|line| line.quantity));
        let available = u32::try_from(variant.available).unwrap_or(0);
        if let Some(quantity) = known {
            quantity.update(|quantity| *quantity = (*quantity + 1).min(available));
            return;
        }
        if lines.with_untracked(Vec::len) >= CART_LINES_MAX {
            toast::failure(tu_string!(i18n, console.cart.full, max = CART_LINES_MAX).to_string());
            return;
        }
        let options = options(&variant);
        let name = if options.is_empty() { card.name } else { format!("{} · {options}", card.name) };
        let quantity = RwSignal::new(1);
        lines.update(|lines| lines.push(Line { variant: variant.id, name, price: variant.price, available, quantity }));
    });
    let total = Signal::derive(move || {
        lines.with(|lines| {
            let sum = lines.iter().map(|line| line.price.0.saturating_mul(i64::from(line.quantity.get()))).sum();
            Rupiah(sum)
        })
    });
    let send = move || {
        let items = lines.with_untracked(|lines| {
            let item = |line: &Line| CartLine {
                variant_id: line.variant,
                quantity: i32::try_from(line.quantity.get_untracked()).unwrap_or(1),
            };
            lines.iter().map(item).collect::<Vec<_>>()
        });
        form.submit(
            ChatCartFill { client_id, items, body: body.with_untracked(|body| body.trim().to_owned()), seen },
            move |fill| async move { chat::fill_chat_cart(id, &fill).await },
            move |message| {
                // Where there is no connection, it would not be told.
                live::pass_on(&ServerMessage::ChatMessage(ChatNews { message }));
                toast::success(tu_string!(i18n, console.cart.sent));
                open.set(false);
            },
        );
    };
    let none = Signal::derive(move || lines.with(Vec::is_empty).then(|| t_string!(i18n, console.cart.nothing).to_owned()));
    let line = move |line: Line| {
        let Line { variant, name, price, available, quantity } = line;
        let named = name.clone();
        let sum = Signal::derive(move || Rupiah(price.0.saturating_mul(i64::from(quantity.get()))));
        let removed = name.clone();
        view! {
            <li class="fill-cart__line" data-test="fill-line">
                <span class="fill-cart__name">{name}</span>
                <QuantityStepper
                    label=move || named.clone()
                    value=quantity
                    on_change=move |wanted| quantity.set(wanted)
                    max=Signal::stored(available)
                    compact=true
                />
                <Money amount=sum/>
                <IconButton
                    icon=icondata::LuTrash2
                    label=move || t_string!(i18n, console.cart.remove, name = removed.clone()).to_string()
                    on_click=move || lines.update(|lines| lines.retain(|line| line.variant != variant))
                />
            </li>
        }
    };
    view! {
        <div class="fill-cart" data-test="fill-cart">
            <Shelf add/>
            <FormView form on_submit=send>
                <h3 class="fill-cart__title">{move || t_string!(i18n, console.cart.card)}</h3>
                <p class="muted small">{move || t_string!(i18n, console.cart.replaces)}</p>
                <Show when=move || lines.with(Vec::is_empty)>
                    <p class="muted">{move || t_string!(i18n, console.cart.nothing)}</p>
                </Show>
                <ul class="fill-cart__lines" role="list">
                    <For each=move || lines.get() key=|line| line.variant children=line/>
                </ul>
                <Show when=move || !lines.with(Vec::is_empty)>
                    <p class="fill-cart__total"><span>{move || t_string!(i18n, console.cart.total)}</span> <strong><Money amount=total/></strong></p>
                </Show>
                <TextArea pointer="/body" label=move || t_string!(i18n, console.cart.text) value=body rows=2 maxlength=1000 optional=true/>
                <div class="form__actions">
                    <Button
                        submit=true
                        kind=ButtonKind::Primary
                        icon=icondata::LuShoppingCart
                        loading=form.busy()
                        blocked=none
                        attr:data-test="fill-send"
                    >
                        {move || t_string!(i18n, console.cart.send)}
                    </Button>
                    <Button kind=ButtonKind::Quiet on_click=move || open.set(false)>{move || t_string!(i18n, common.action.cancel)}</Button>
                </div>
            </FormView>
        </div>
    }
    .into_any()
}

/// The catalogue: what fits, and the variants of the product that was chosen.
#[component]
fn Shelf(add: Callback<(ProductCard, Variant)>) -> impl IntoView {
    let i18n = use_i18n();
    let id = ids::unique("fill");
    let (typed, asked) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let picked: RwSignal<Option<ProductCard>> = RwSignal::new(None);
    let mut later = debounce(TYPING, move |text: String| drop(asked.try_set(text)));
    let found = use_load(move || {
        let filter = ProductFilter { q: asked.get().trim().to_owned(), limit: Some(SHOWN), ..ProductFilter::default() };
        catalog::list_products(&filter)
    });
    let cards = move || found.get().map(|list| list.items).unwrap_or_default();
    let is_none = move || found.get().is_some_and(|list| list.items.is_empty());
    // A simple product has one variant: pressing it is enough.
    let choose = move |card: ProductCard| {
        if card.single_variant_id.is_none() {
            picked.set(Some(card));
            return;
        }
        let asked = catalog::get_product(&card.slug);
        spawn_local(async move {
            let answer = asked.await;
            // The dialog may be closed by now.
            if picked.try_get_untracked().is_none() {
                return;
            }
            match answer {
                Ok(product) => match product.variants.into_iter().next() {
                    Some(variant) if variant.available > 0 => add.run((card, variant)),
                    _ => toast::failure(tu_string!(i18n, console.cart.sold_out)),
                },
                Err(error) => toast::error(&error),
            }
        });
    };
    view! {
        <div class="fill-cart__shelf">
            <label class="field__label" for=id.clone()>{move || t_string!(i18n, console.cart.search)}</label>
            <span class="control">
                <Icon icon=icondata::LuSearch/>
                <input
                    class="control__input"
                    id=id
                    type="text"
                    maxlength="100"
                    autocomplete="off"
                    data-test="fill-search"
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        typed.set(text.clone());
                        // Told only where there is something to tell: the list would be drawn anew with each letter.
                        if picked.with_untracked(Option::is_some) {
                            picked.set(None);
                        }
                        later(text);
                    }
                />
            </span>
            {move || match picked.get() {
                Some(card) => view! { <Variants card add on_back=move || picked.set(None)/> }.into_any(),
                None => {
                    view! {
                        <AsyncRows load=found>
                            {move || is_none().then(|| view! { <p class="muted">{move || t_string!(i18n, common.list.nothing_fits)}</p> })}
                            <ul class="fill-cart__found" role="list">
                                // What may change of it belongs to the key: a changed product is drawn anew.
                                <For each=cards key=|card: &ProductCard| (card.id, card.price, card.stock) let(card)>
                                    <li><Found card on_pick=choose/></li>
                                </For>
                            </ul>
                        </AsyncRows>
                    }
                        .into_any()
                }
            }}
        </div>
    }
    .into_any()
}

#[component]
fn Found(card: ProductCard, #[prop(into)] on_pick: Callback<ProductCard>) -> impl IntoView {
    let i18n = use_i18n();
    let (name, brand, price, stock) = (card.name.clone(), card.brand.clone(), card.price, card.stock);
    let image: Option<Image> = card.images.first().cloned();
    view! {
        <button type="button" class="fill-cart__pick" data-test="fill-product" on:click=move |_| on_pick.run(card.clone())>
            <span class="thumb">{image.map(|image| view! { <Picture image sizes="3rem" ratio="1 / 1" alt=""/> })}</span>
            <span class="two-lines"><span>{name}</span><span class="muted">{brand}</span></span>
            <span class="two-lines fill-cart__right">
                <Money amount=Signal::stored(price)/>
                <Status tone=stock_tone(stock)>{move || words::stock(i18n.get_locale(), stock)}</Status>
            </span>
        </button>
    }
    .into_any()
}

#[component]
fn Variants(card: ProductCard, add: Callback<(ProductCard, Variant)>, #[prop(into)] on_back: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let (slug, name) = (card.slug.clone(), card.name.clone());
    let product = use_load(move || catalog::get_product(&slug));
    let card = StoredValue::new(card);
    let row = move |variant: Variant| {
        let (label, price, stock, available) = (options(&variant), variant.price, variant.stock, variant.available);
        let gone = available < 1;
        view! {
            <li>
                <button
                    type="button"
                    class="fill-cart__pick"
                    data-test="fill-variant"
                    disabled=gone
                    on:click=move |_| add.run((card.get_value(), variant.clone()))
                >
                    <span class="two-lines"><span>{label}</span></span>
                    <span class="two-lines fill-cart__right">
                        <Money amount=Signal::stored(price)/>
                        <Status tone=stock_tone(stock)>
                            {move || {
                                if available > 0 {
                                    t_string!(i18n, console.cart.left, count = available).to_string()
                                } else {
                                    words::stock(i18n.get_locale(), stock).to_owned()
                                }
                            }}
                        </Status>
                    </span>
                </button>
            </li>
        }
    };
    view! {
        <div class="fill-cart__variants">
            <p class="row">
                <IconButton icon=icondata::LuArrowLeft label=move || t_string!(i18n, common.action.back) on_click=on_back/>
                <strong>{name}</strong>
            </p>
            <AsyncView load=product let(product)>
                <ul class="fill-cart__found" role="list">{product.variants.into_iter().map(row).collect_view()}</ul>
            </AsyncView>
        </div>
    }
    .into_any()
}
