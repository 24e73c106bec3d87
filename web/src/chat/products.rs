//! Finding a product to be tagged, while one writes.

use std::time::Duration;

use leptos::html;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use shared::catalog::ProductCard;
use shared::chat::ChatProduct;

use super::cards::{ProductLine, tagged};
use crate::api::catalog::{self, ProductFilter};
use crate::i18n::{t_string, use_i18n};
use crate::ui::{AsyncView, Icon, IconButton, SkeletonText, ids, use_load};

/// Whoever types is not asked after each letter.
const PAUSE: Duration = Duration::from_millis(250);
/// How many are shown.
const SHOWN: u32 = 8;

/// A field and what fits, each a button.
#[component]
pub(super) fn ProductPicker(#[prop(into)] on_pick: Callback<ChatProduct>, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let typed = RwSignal::new(String::new());
    let asked = RwSignal::new(String::new());
    let id = ids::unique("chat-product");
    let labelled = id.clone();
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    let mut look = debounce(PAUSE, move |text: String| {
        asked.try_set(text);
    });
    let found = use_load(move || {
        let filter = ProductFilter { q: asked.get().trim().to_owned(), limit: Some(SHOWN), ..ProductFilter::default() };
        catalog::list_products(&filter)
    });
    view! {
        <div
            class="composer__picker"
            data-test="chat-product-picker"
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    // Not the chat around it.
                    event.stop_propagation();
                    event.prevent_default();
                    on_close.run(());
                }
            }
        >
            <label class="visually-hidden" for=id>{move || t_string!(i18n, chat.composer.product_search)}</label>
            <div class="control">
                <Icon icon=icondata::LuSearch/>
                <input
                    node_ref=field
                    class="control__input"
                    id=labelled
                    type="search"
                    autocomplete="off"
                    placeholder=move || t_string!(i18n, chat.composer.product_search)
                    data-test="chat-product-search"
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        typed.set(text.clone());
                        look(text);
                    }
                />
                <IconButton icon=icondata::LuX label=move || t_string!(i18n, common.action.close) on_click=move || on_close.run(())/>
            </div>
            <div class="composer__found">
                <AsyncView load=found skeleton=|| view! { <SkeletonText lines=3/> } let(list)>
                    {if list.items.is_empty() {
                        view! { <p class="muted small" role="status">{move || t_string!(i18n, chat.composer.product_none)}</p> }.into_any()
                    } else {
                        view! { <Found cards=list.items on_pick/> }.into_any()
                    }}
                </AsyncView>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Found(cards: Vec<ProductCard>, on_pick: Callback<ChatProduct>) -> impl IntoView {
    view! {
        <ul role="list">
            {cards
                .into_iter()
                .map(|card| {
                    let product = tagged(&card);
                    let picked = product.clone();
                    view! {
                        <li>
                            <button
                                type="button"
                                class="chat-card"
                                data-test="chat-product-found"
                                data-slug=card.slug
                                on:click=move |_| on_pick.run(picked.clone())
                            >
                                <ProductLine product/>
                            </button>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}
