//! Tabs after the ARIA pattern: arrows move, Home and End jump, Tab goes into the panel.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::ids;

/// One tab.
#[derive(Clone)]
pub struct Tab {
    /// Identifies it, also in the URL.
    pub key: &'static str,
    /// What it is called.
    pub label: TextProp,
}

impl Tab {
    /// A tab.
    pub fn new(key: &'static str, label: impl Into<TextProp>) -> Self {
        Self { key, label: label.into() }
    }
}

/// Tabs over one panel.
#[component]
pub fn Tabs(
    /// What the tabs are for, for screen readers.
    #[prop(into)]
    label: TextProp,
    /// The tabs.
    tabs: Vec<Tab>,
    /// The key of the selected one.
    #[prop(into)]
    selected: Signal<String>,
    /// Asks for another.
    #[prop(into)]
    on_select: Callback<&'static str>,
    /// Draws the panel of the tab with this key.
    #[prop(into)]
    panel: Callback<String, AnyView>,
) -> impl IntoView {
    let base = ids::unique("tabs");
    let keys: Vec<&'static str> = tabs.iter().map(|tab| tab.key).collect();
    let tab_id = {
        let base = base.clone();
        move |key: &str| format!("{base}-{key}")
    };
    let panel_id = format!("{base}-panel");
    let move_to = {
        let tab_id = tab_id.clone();
        move |key: &'static str| {
            on_select.run(key);
            if let Some(tab) = document().get_element_by_id(&tab_id(key))
                && let Ok(tab) = tab.dyn_into::<web_sys::HtmlElement>()
            {
                let _ = tab.focus();
            }
        }
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let count = keys.len();
        let now = selected.with_untracked(|selected| keys.iter().position(|key| key == selected)).unwrap_or(0);
        let next = match event.key().as_str() {
            "ArrowRight" => (now + 1) % count,
            "ArrowLeft" => (now + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        if let Some(key) = keys.get(next) {
            move_to(key);
        }
    };
    let buttons = tabs
        .into_iter()
        .map(|Tab { key, label }| {
            let is_selected = move || selected.with(|selected| selected == key);
            view! {
                <button
                    type="button"
                    class="tabs__tab"
                    role="tab"
                    id=tab_id(key)
                    aria-controls=panel_id.clone()
                    aria-selected=move || if is_selected() { "true" } else { "false" }
                    tabindex=move || if is_selected() { "0" } else { "-1" }
                    on:click=move |_| on_select.run(key)
                >
                    {move || label.get()}
                </button>
            }
        })
        .collect_view();
    let labelled_by = move || tab_id(&selected.get());
    view! {
        <div class="tabs">
            <div class="tabs__list" role="tablist" aria-label=move || label.get() on:keydown=on_key>
                {buttons}
            </div>
            <div class="tabs__panel" role="tabpanel" id=panel_id.clone() tabindex="0" aria-labelledby=labelled_by>
                {move || panel.run(selected.get())}
            </div>
        </div>
    }
    .into_any()
}
