//! Dialogs and drawers on the native `<dialog>`: focus stays inside, Esc closes, focus returns. One for a form asks first.

use std::pin::Pin;

use leptos::html;
use leptos::prelude::*;

use super::button::IconButton;
use super::confirm::Ask;
use super::ids;
use super::toast::ToastsInside;
use crate::i18n::{self, t_string, td_string, use_i18n};

/// Whether a dialog may be closed although something in it was filled in.
pub type Guard = fn() -> Pin<Box<dyn Future<Output = bool>>>;

/// Where a drawer comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// From the left: filters, navigation.
    Left,
    /// From the right: the cart.
    #[default]
    Right,
    /// From below: choices on a phone.
    Bottom,
}

#[component]
fn Sheet(
    open: RwSignal<bool>,
    title: TextProp,
    class: &'static str,
    footer: ViewFn,
    has_footer: bool,
    guard: Option<Guard>,
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let element = NodeRef::<html::Dialog>::new();
    let title_id = ids::unique("dialog");
    let labelled_by = title_id.clone();
    let children = StoredValue::new(children);
    let footer = StoredValue::new(footer);
    // Whether something in it was filled in since it was opened.
    let filled = StoredValue::new(false);
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                filled.set_value(false);
                // Fails only when the element left the page in the meantime.
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // A press that starts and ends on the backdrop closes; selecting text out of the dialog does not.
    let pressed_outside = StoredValue::new(false);
    let outside = move |target: Option<web_sys::EventTarget>| {
        element.get_untracked().is_some_and(|dialog| target.as_ref() == Some(dialog.as_ref()))
    };
    let would_lose = move || guard.filter(|_| filled.get_value());
    let close = move || {
        let Some(may_close) = would_lose() else {
            open.set(false);
            return;
        };
        leptos::task::spawn_local(async move {
            if may_close().await {
                open.try_set(false);
            }
        });
    };
    view! {
        <dialog
            class=class
            node_ref=element
            aria-labelledby=labelled_by
            on:input=move |_| filled.set_value(true)
            // Before it comes to `cancel`, which Chromium lets be prevented once, and then not until something else is pressed:
            // after Esc, and Esc again to go on editing, a third would close it without a word.
            on:keydown=move |event| {
                if event.key() == "Escape" && would_lose().is_some() && !event.default_prevented() && !event.is_composing() {
                    event.prevent_default();
                    close();
                }
            }
            // A phone's way back. That of a file chooser inside it, which bubbles, is not meant.
            on:cancel=move |event: web_sys::Event| {
                if event.cancelable() && would_lose().is_some() && outside(event.target()) {
                    event.prevent_default();
                    close();
                }
            }
            on:close=move |_| open.set(false)
            on:pointerdown=move |event| pressed_outside.set_value(outside(event.target()))
            on:click=move |event| {
                if pressed_outside.get_value() && outside(event.target()) {
                    close();
                }
            }
        >
            // Built only while open: a closed dialog costs nothing and starts afresh.
            <Show when=move || open.get()>
                <div class="sheet">
                    <div class="sheet__head">
                        <h2 class="sheet__title" id=title_id.clone()>{ let title = title.clone(); move || title.get() }</h2>
                        <IconButton
                            icon=icondata::LuX
                            label=move || t_string!(i18n, common.action.close)
                            on_click=close
                        />
                    </div>
                    <div class="sheet__body">{children.with_value(|children| children())}</div>
                    <div class="sheet__toasts"><ToastsInside/></div>
                    {has_footer.then(|| view! { <div class="sheet__foot">{footer.with_value(ViewFn::run)}</div> })}
                </div>
            </Show>
        </dialog>
    }
    .into_any()
}

/// The guard of a form: asks whether what was filled in may be lost.
pub fn ask_before_losing() -> Pin<Box<dyn Future<Output = bool>>> {
    let locale = i18n::current();
    Ask::new(
        td_string!(locale, common.unsaved.close),
        td_string!(locale, common.unsaved.text),
        td_string!(locale, common.unsaved.discard),
    )
    .danger()
    .into_future()
}

/// A dialog in the middle of the screen (from below on phones).
#[component]
pub fn Dialog(
    /// Whether it is open; set it from outside to open or close.
    open: RwSignal<bool>,
    /// Heading; names it for screen readers.
    #[prop(into)]
    title: TextProp,
    /// Buttons at the bottom, always in sight.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    /// For tables and previews.
    #[prop(optional)]
    wide: bool,
    /// For forms: asked before the person closes it, once something in it was filled in. Given from outside, so that what has no
    /// forms does not fetch what asks.
    #[prop(optional)]
    guard: Option<Guard>,
    children: ChildrenFn,
) -> impl IntoView {
    let has_footer = footer.is_some();
    view! { <Sheet open title class=if wide { "dialog dialog--wide" } else { "dialog" } footer=footer.unwrap_or_default() has_footer guard children/> }
}

/// A panel from a side of the screen.
#[component]
pub fn Drawer(
    /// Whether it is open; set it from outside to open or close.
    open: RwSignal<bool>,
    /// Heading; names it for screen readers.
    #[prop(into)]
    title: TextProp,
    /// Where it comes from.
    #[prop(optional)]
    side: Side,
    /// Buttons and totals at the bottom, always in sight.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    children: ChildrenFn,
) -> impl IntoView {
    let class = match side {
        Side::Left => "drawer drawer--left",
        Side::Right => "drawer drawer--right",
        Side::Bottom => "drawer drawer--bottom",
    };
    let has_footer = footer.is_some();
    view! { <Sheet open title class footer=footer.unwrap_or_default() has_footer guard=None children/> }
}
