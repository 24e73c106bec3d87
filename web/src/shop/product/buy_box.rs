//! Everything to decide: name, price, options, stock, delivery, quantity, buy.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use shared::catalog::{ProductOption, StockState};
use shared::choice::{self, Standing};
use shared::money::Rupiah;
use shared::swatch;
use web_logic::numbers::percent_off;

use super::page::Shown;
use super::promise::Promise;
use super::share::Share;
use super::shipping::ShippingEstimate;
use crate::api::query::encode;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::cart::use_cart;
use crate::shop::chat::AskAboutProduct;
use crate::shop::words;
use crate::ui::{Badge, Button, ButtonKind, ButtonSize, Price, QuantityStepper, Rating, Status, Tone, ids};

/// The right column.
#[component]
pub(super) fn BuyBox(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let Shown { product, variant, quantity } = shown;
    let (name, brand, average, count) = product.with_value(|product| {
        (
            product.name.clone(),
            product.brand.clone(),
            f64::from(product.rating_hundredths) / 100.0,
            i64::from(product.rating_count),
        )
    });
    let price = Signal::derive(move || variant.with(|variant| variant.as_ref().map_or(Rupiah::ZERO, |variant| variant.price)));
    let before = Signal::derive(move || variant.with(|variant| variant.as_ref().and_then(|variant| variant.compare_at)));
    let options = product.with_value(|product| product.options.clone());
    let available = Signal::derive(move || shown.available());
    let wanted = Signal::derive(move || shown.wanted());
    let sku = move || variant.with(|variant| variant.as_ref().map(|variant| variant.sku.clone()).unwrap_or_default());
    let brand_href = routes::shop::brand(&brand);
    let labelled = name.clone();
    view! {
        <div class="buy">
            <p class="buy__brand"><A href=brand_href>{brand}</A></p>
            <h1 class="buy__name">{name}</h1>
            <Show when=move || { count > 0 }>
                <a class="buy__rating" href="#reviews"><Rating average count/></a>
            </Show>
            <p class="buy__price" data-test="price">
                <Price amount=price before/>
                {move || percent_off(price.get(), before.get()).map(|off| view! { <Badge tone=Tone::Accent>{format!("−{off}%")}</Badge> })}
            </p>
            {options.into_iter().map(|option| view! { <OptionPicker shown option/> }).collect_view()}
            <div class="buy__state">
                <StockLine shown/>
                <Promise shown/>
            </div>
            <div class="buy__act" id="buy">
                <span data-test="quantity">
                    <QuantityStepper
                        label=move || format!("{}: {labelled}", t_string!(i18n, common.form.quantity))
                        value=wanted
                        max=available
                        on_change=move |wanted| quantity.set(wanted)
                    />
                </span>
                <AddButton shown/>
            </div>
            <ShippingEstimate shown/>
            <div class="buy__foot">
                <span class="muted small">"SKU " {sku}</span>
                <AskAboutProduct product/>
                <Share product/>
            </div>
        </div>
    }
    .into_any()
}

/// The loud one.
#[component]
pub(super) fn AddButton(
    shown: Shown,
    /// The copy in the bar of phones, which tests must not confuse with the real one.
    #[prop(optional)]
    copy: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let cart = use_cart();
    let Shown { variant, .. } = shown;
    let blocked = Signal::derive(move || {
        let out = variant
            .with(|variant| variant.as_ref().is_none_or(|variant| variant.stock == StockState::Out || variant.available < 1));
        out.then(|| t_string!(i18n, shop.buy.sold_out_why).to_owned())
    });
    let add = move || {
        if let Some(variant) = variant.get_untracked() {
            cart.add(variant.id, i32::try_from(untrack(move || shown.wanted())).unwrap_or(1));
        }
    };
    view! {
        <Button
            kind=ButtonKind::Primary
            size=if copy { ButtonSize::Medium } else { ButtonSize::Large }
            icon=icondata::LuShoppingCart
            wide=!copy
            loading=cart.busy()
            blocked
            on_click=add
            attr:data-test=if copy { "add-to-cart-bar" } else { "add-to-cart" }
        >
            {move || if blocked.with(Option::is_some) { t_string!(i18n, shop.stock.out) } else { t_string!(i18n, shop.buy.add) }}
        </Button>
    }
    .into_any()
}

#[component]
fn StockLine(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let state = Memo::new(move |_| {
        shown.variant.with(|variant| variant.as_ref().map_or((StockState::Out, 0), |variant| (variant.stock, variant.available)))
    });
    let tone = Signal::derive(move || match state.get().0 {
        StockState::InStock => Tone::Success,
        StockState::Low => Tone::Warning,
        StockState::Out => Tone::Danger,
    });
    let text = move || match state.get() {
        (StockState::InStock, _) => t_string!(i18n, shop.stock.in_stock).to_owned(),
        (StockState::Low, left) => t_string!(i18n, shop.stock.left, count = left),
        (StockState::Out, _) => t_string!(i18n, shop.stock.out).to_owned(),
    };
    view! { <p class="buy__stock" data-test="stock-state" aria-live="polite"><Status tone>{text}</Status></p> }.into_any()
}

/// One option: finishes as swatches, everything else as words.
#[component]
fn OptionPicker(shown: Shown, option: ProductOption) -> impl IntoView {
    let i18n = use_i18n();
    let navigate = use_navigate();
    let Shown { product, variant, .. } = shown;
    let ProductOption { name, values } = option;
    let group = ids::unique("option");
    let paints = swatch::paints(&name, &values);
    let colours = paints.is_some();
    let mut paints = paints.unwrap_or_default().into_iter();
    let title = name.clone();
    let name = StoredValue::new(name);
    let chosen = Memo::new(move |_| {
        variant.with(|variant| {
            variant.as_ref().and_then(|variant| name.with_value(|name| choice::value(variant, name).map(str::to_owned)))
        })
    });
    let pick = Callback::new(move |value: String| {
        let Some(now) = variant.get_untracked() else { return };
        let next = product.with_value(|product| {
            name.with_value(|name| {
                choice::choose(product, &now, name, &value).map(|next| (product.slug.clone(), next.sku.clone()))
            })
        });
        if let Some((slug, sku)) = next {
            let path = format!("{}?variant={}", routes::shop::product(&slug), encode(&sku));
            // Back leads away from the product, not through its finishes.
            navigate(&path, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        }
    });
    let choices = values
        .into_iter()
        .map(|value| {
            let (own, picked, said, shown_value) = (value.clone(), value.clone(), value.clone(), value.clone());
            let is_chosen = move || chosen.with(|chosen| chosen.as_ref() == Some(&own));
            let stands = {
                let value = value.clone();
                Memo::new(move |_| {
                    variant.with(|variant| {
                        let now = variant.as_ref()?;
                        Some(product.with_value(|product| name.with_value(|name| choice::standing(product, now, name, &value))))
                    })
                })
            };
            let hint = move || match stands.get() {
                Some(Standing::SoldOut) => Some(t_string!(i18n, shop.stock.out)),
                Some(Standing::Elsewhere) => Some(t_string!(i18n, shop.buy.elsewhere)),
                _ => None,
            };
            let label = move || {
                let value = words::option_word(i18n.get_locale(), &said);
                hint().map_or_else(|| value.clone(), |hint| format!("{value}, {hint}"))
            };
            let paint = paints.next();
            let tip = label.clone();
            view! {
                <label
                    class="pick"
                    class:pick--swatch=colours
                    class:is-out=move || stands.get() == Some(Standing::SoldOut)
                    class:is-elsewhere=move || stands.get() == Some(Standing::Elsewhere)
                    title=tip
                    data-test=name.with_value(|name| format!("option-{name}-{value}"))
                >
                    <input
                        type="radio"
                        class="visually-hidden"
                        name=group.clone()
                        aria-label=label
                        prop:checked=is_chosen
                        on:change=move |_| pick.run(picked.clone())
                    />
                    {match paint {
                        Some(paint) => view! { <span class="pick__paint" style:background=paint aria-hidden="true"></span> }.into_any(),
                        None => view! { <span class="pick__word" aria-hidden="true">{move || words::option_word(i18n.get_locale(), &shown_value)}</span> }.into_any(),
                    }}
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="picks">
            <legend class="picks__title">
                {move || words::option_word(i18n.get_locale(), &title)} ": "
                <strong>{move || chosen.get().map(|value| words::option_word(i18n.get_locale(), &value))}</strong>
            </legend>
            <div class="picks__row">{choices}</div>
        </fieldset>
    }
    .into_any()
}
