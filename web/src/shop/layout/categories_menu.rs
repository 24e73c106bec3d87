//! The whole catalogue under one button, for wide screens.

use leptos::html;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

use super::{below, use_around};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::words;
use crate::ui::{Icon, ids};

/// A disclosure: Esc and leaving close it, Tab walks through the links.
#[component]
pub(super) fn CategoriesMenu() -> impl IntoView {
    let i18n = use_i18n();
    let around = use_around();
    let location = use_location();
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let id = ids::unique("catalogue");
    Effect::new(move |_| {
        location.pathname.track();
        open.set(false);
    });
    let leave = move |event: leptos::ev::FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        if !root.get_untracked().is_some_and(|root| root.contains(to.as_ref())) {
            open.set(false);
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            open.set(false);
            if let Some(button) = button.get_untracked() {
                let _ = button.focus();
            }
        }
    };
    let columns = move || {
        let locale = i18n.get_locale();
        let tree = around.tree();
        below(&tree, None)
            .into_iter()
            .map(|top| {
                let links = below(&tree, Some(&top))
                    .into_iter()
                    .map(|category| {
                        let href = routes::shop::category(&category.slug);
                        view! { <li><A href=href attr:class="mega__link">{words::category(locale, &category)}</A></li> }
                    })
                    .collect_view();
                view! {
                    <li class="mega__group">
                        <A href=routes::shop::category(&top.slug) attr:class="mega__head">{words::category(locale, &top)}</A>
                        <ul role="list">{links}</ul>
                    </li>
                }
            })
            .collect_view()
    };
    // Most visitors never open it.
    let opened = Memo::new(move |before: Option<&bool>| before == Some(&true) || open.get());
    let panel = id.clone();
    view! {
        <div class="mega" node_ref=root on:focusout=leave on:keydown=on_key>
            <button
                type="button"
                class="nav-link mega__button"
                node_ref=button
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=id
                data-test="categories-menu"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {move || t_string!(i18n, shop.nav.catalogue)}
                <Icon icon=icondata::LuChevronDown/>
            </button>
            // Pressing its floor keeps the focus inside, so that it stays open.
            <div class="mega__panel" id=panel hidden=move || !open.get() tabindex="-1" on:pointerdown=|event| event.prevent_default()>
                <div class="container">
                    <ul class="mega__columns" role="list">{move || opened.get().then_some(columns)}</ul>
                    <A href=routes::shop::PRODUCTS attr:class="mega__all">
                        {move || t_string!(i18n, shop.nav.all_products)}
                        <Icon icon=icondata::LuArrowRight/>
                    </A>
                </div>
            </div>
        </div>
    }
    .into_any()
}
