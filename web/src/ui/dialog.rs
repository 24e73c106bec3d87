//! Dialogs and drawers on the native `<dialog>`: focus stays inside, Esc closes, focus returns.

use leptos::html;
use leptos::prelude::*;

use super::button::IconButton;
use super::ids;
use super::toast::ToastsInside;
use crate::i18n::{t_string, use_i18n};

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
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let element = NodeRef::<html::Dialog>::new();
    let title_id = ids::unique("dialog");
    let labelled_by = title_id.clone();
    let children = StoredValue::new(children);
    let footer = StoredValue::new(footer);
    Effect::new(move |_| {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
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
    view! {
        <dialog
            class=class
            node_ref=element
            aria-labelledby=labelled_by
            on:close=move |_| open.set(false)
            on:pointerdown=move |event| pressed_outside.set_value(outside(event.target()))
            on:click=move |event| {
                if pressed_outside.get_value() && outside(event.target()) {
                    open.set(false);
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
                            on_click=move || open.set(false)
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
    children: ChildrenFn,
) -> impl IntoView {
    let has_footer = footer.is_some();
    view! { <Sheet open title class=if wide { "dialog dialog--wide" } else { "dialog" } footer=footer.unwrap_or_default() has_footer children/> }
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
    view! { <Sheet open title class footer=footer.unwrap_or_default() has_footer children/> }
}
