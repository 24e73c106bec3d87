//! The search box of the bar: a page of results on Enter, and suggestions while one types, once their part is there.

use leptos::ev::{FocusEvent, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use wasm_bindgen::JsCast;

use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::later;
use crate::ui::{Combo, Icon};

const MIN_CHARS: usize = 2;

/// The search box, for the part that makes suggestions. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Search {
    /// What the field and the list share.
    pub(super) combo: Combo,
    /// Whether the list is seen.
    pub(super) visible: Signal<bool>,
    /// Goes somewhere.
    pub(super) go: Callback<String>,
    /// There is a list.
    pub(super) hands: RwSignal<Option<Hands>>,
}

/// What the list does for the field.
#[derive(Clone, Copy)]
pub(super) struct Hands {
    /// A key was pressed.
    pub(super) keys: Callback<KeyboardEvent>,
    /// Whether suggestions are on their way.
    pub(super) waiting: Signal<bool>,
}

impl Search {
    /// Whether that is enough for suggestions.
    pub(super) fn is_enough(typed: &str) -> bool {
        typed.trim().chars().count() >= MIN_CHARS
    }
}

/// Searches. Suggestions are fetched when somebody comes to the field; without them, Enter finds all the same.
#[component]
pub(super) fn SearchBox(
    /// Unfolded, on screens too narrow to show it always.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let location = use_location();
    let navigate = use_navigate();
    let query = RwSignal::new(String::new());
    let root = NodeRef::<html::Div>::new();

    // The results page and the box show the same words.
    Effect::new(move |_| {
        let here = location.pathname.get() == "/search";
        query.set(if here {
            location.query.with(|query| query.get_str("q").unwrap_or_default().to_owned())
        } else {
            String::new()
        });
    });
    Effect::new(move |_| {
        if open.get() {
            focus_input(root);
        }
    });

    let go = Callback::new(move |path: String| {
        // The keyboard goes on where the results are, also when they come on the same page.
        if let Some(main) = document().get_element_by_id("main").and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = main.focus();
        }
        open.set(false);
        navigate(&path, leptos_router::NavigateOptions::default());
    });
    let combo = Combo::new(query);
    let hands = RwSignal::new(None::<Hands>);
    let visible = Signal::from(Memo::new(move |_| combo.open.get() && hands.with(Option::is_some) && combo.is_long(MIN_CHARS)));
    let waiting = move || hands.get().is_some_and(|hands| hands.waiting.get());
    let on_key = move |event: KeyboardEvent| {
        if let Some(hands) = hands.get_untracked() {
            hands.keys.run(event.clone());
        }
        if event.key() == "Enter" && !event.default_prevented() {
            event.prevent_default();
            combo.open.set(false);
            let typed = query.with_untracked(|query| query.trim().to_owned());
            if !typed.is_empty() {
                go.run(routes::shop::search(&typed));
            }
        }
    };
    // Asked for anew by who comes back to the field, until it is there.
    let wanted = RwSignal::new(0_u32);
    let on_focus = move |_: FocusEvent| {
        if hands.with_untracked(Option::is_none) {
            wanted.update(|wanted| *wanted = wanted.wrapping_add(1));
        }
    };
    let search = Search { combo, visible, go, hands };
    view! {
        <div
            class="bar__search"
            role="search"
            node_ref=root
            on:keydown=move |event| {
                if event.key() == "Escape" && !event.default_prevented() {
                    open.set(false);
                }
            }
        >
            <div class="combo">
                <span class="control">
                    <Icon icon=icondata::LuSearch/>
                    <input
                        class="control__input"
                        type="text"
                        role="combobox"
                        data-test="search-input"
                        name="q"
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        enterkeyhint="search"
                        aria-label=move || t_string!(i18n, shop.search.label)
                        aria-autocomplete="list"
                        aria-controls=combo.list_id()
                        aria-expanded=move || if visible.get() { "true" } else { "false" }
                        aria-activedescendant=move || visible.get().then(|| combo.active_id()).flatten()
                        placeholder=move || t_string!(i18n, shop.search.placeholder)
                        prop:value=move || query.get()
                        on:focus=on_focus
                        on:input=move |event| {
                            query.set(event_target_value(&event));
                            combo.open.set(true);
                        }
                        on:click=move |_| combo.open.set(true)
                        on:keydown=on_key
                        on:blur=move |_| combo.open.set(false)
                    />
                    <span class="combo__spin" class:is-on=waiting aria-hidden="true"></span>
                </span>
                {later::suggestions(search, wanted)}
            </div>
        </div>
    }
    .into_any()
}

fn input(root: NodeRef<html::Div>) -> Option<web_sys::HtmlInputElement> {
    root.get_untracked()?.query_selector("input").ok()??.dyn_into().ok()
}

/// After the box has become visible.
fn focus_input(root: NodeRef<html::Div>) {
    request_animation_frame(move || {
        if let Some(input) = input(root) {
            let _ = input.focus();
        }
    });
}
