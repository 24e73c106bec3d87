//! Button and panel: beside the page on large screens, over it on phones.

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

use crate::i18n::{t_string, use_i18n};
use crate::ui::{Icon, IconButton, ToastsInside, ids};

/// The button, and the panel with its head.
#[component]
pub(super) fn Frame(
    /// Whether the panel is open.
    open: RwSignal<bool>,
    /// How many messages are not read.
    unread: Signal<i64>,
    /// Who is talked to; the shop when left out.
    #[prop(optional, into)]
    title: Option<TextProp>,
    /// Whether somebody is there, in words.
    #[prop(optional, into)]
    presence: Option<TextProp>,
    /// Whether somebody is there.
    #[prop(optional, into)]
    online: Signal<bool>,
    /// Buttons of the head.
    #[prop(optional, into)]
    tools: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let dialog = NodeRef::<html::Dialog>::new();
    let (id, title_id) = (ids::unique("chat"), ids::unique("chat-title"));
    let (controls, labelled_by) = (id.clone(), title_id.clone());
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                if is_small() {
                    // Fails only when the element left the page in the meantime.
                    let _ = dialog.show_modal();
                } else {
                    dialog.show();
                }
                // On phones the keyboard would take half of what there is to read.
                let wanted = if is_small() { "[data-test=chat-log]" } else { "[data-test=chat-text]" };
                request_animation_frame(move || focus(&dialog, wanted));
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // Over a page it hides, whoever follows a link wants to see the page.
    let location = use_location();
    Effect::new(move |before: Option<()>| {
        location.pathname.track();
        if before.is_some() && is_small() {
            open.set(false);
        }
    });
    let label = move || match (open.get(), unread.get()) {
        (true, _) => t_string!(i18n, chat.shop.close).to_owned(),
        (false, 0) => t_string!(i18n, chat.shop.open).to_owned(),
        (false, count) => t_string!(i18n, chat.shop.open_unread, count = count).to_string(),
    };
    let title = StoredValue::new(title);
    let presence = StoredValue::new(presence);
    let heading = move || {
        title.with_value(|title| {
            title.as_ref().map_or_else(|| t_string!(i18n, chat.shop.title).to_owned(), |title| title.get().to_string())
        })
    };
    let line = move || presence.with_value(|presence| presence.as_ref().map(|presence| presence.get().to_string()));
    let tools = StoredValue::new(tools);
    let children = StoredValue::new(children);
    let labelled = StoredValue::new(title_id);
    view! {
        <button
            type="button"
            class="chat-fab"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            aria-controls=controls
            data-test="chat-button"
            data-unread=move || unread.get().to_string()
            on:click=move |_| open.update(|open| *open = !*open)
        >
            <Icon icon=Signal::derive(move || if open.get() { icondata::LuX } else { icondata::LuMessageCircle })/>
            <span class="visually-hidden">{label}</span>
            {move || {
                Some(unread.get())
                    .filter(|count| *count > 0 && !open.get())
                    .map(|count| view! { <span class="chat-fab__count" aria-hidden="true" data-test="chat-unread">{count.min(99)}</span> })
            }}
        </button>
        <dialog
            class="chat-box"
            id=id
            node_ref=dialog
            aria-labelledby=labelled_by
            data-test="chat-panel"
            on:close=move |_| open.set(false)
            on:keydown=move |event| {
                if event.key() == "Escape" && !event.default_prevented() && !event.is_composing() {
                    event.prevent_default();
                    open.set(false);
                }
            }
        >
            <Show when=move || open.get()>
                <div class="chat-box__sheet">
                    <header class="chat-head stage">
                        <span class="chat-head__light" class:is-on=move || online.get() aria-hidden="true"></span>
                        <div class="chat-head__text">
                            <h2 class="chat-head__title" id=labelled.get_value()>{heading}</h2>
                            {move || line().map(|line| view! { <p class="chat-head__line" role="status" data-test="chat-presence">{line}</p> })}
                        </div>
                        {tools.with_value(ViewFn::run)}
                        <IconButton
                            icon=icondata::LuX
                            label=move || t_string!(i18n, chat.shop.close)
                            on_click=move || open.set(false)
                            attr:data-test="chat-close"
                        />
                    </header>
                    {children.with_value(|children| children())}
                    {is_small().then(|| view! { <ToastsInside/> })}
                </div>
            </Show>
        </dialog>
    }
    .into_any()
}

/// Whether the panel lies over the page.
fn is_small() -> bool {
    window().match_media("(max-width: 575.98px)").ok().flatten().is_some_and(|query| query.matches())
}

fn focus(dialog: &web_sys::HtmlDialogElement, wanted: &str) {
    if let Ok(Some(element)) = dialog.query_selector(wanted)
        && let Ok(element) = element.dyn_into::<web_sys::HtmlElement>()
    {
        let _ = element.focus();
    }
}
