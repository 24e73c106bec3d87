//! Work that would be lost: leaving a page with unsaved changes asks first, by whichever way it is
//! left: a link, Back, the palette, closing the tab.

use std::cell::{Cell, RefCell};

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::confirm::Ask;
use crate::i18n::{self, td_string};

thread_local! {
    static GUARDS: RefCell<Vec<(u32, Signal<bool>)>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
    /// The address of the page that is shown; after Back the browser is at another one already.
    static HERE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Asks before the page is left while `dirty`, for as long as the component lives. An
/// [`Editor`](super::editing::Editor) does so by itself.
pub fn guard_unsaved(dirty: impl Into<Signal<bool>>) {
    let id = NEXT.replace(NEXT.get().wrapping_add(1));
    GUARDS.with_borrow_mut(|guards| guards.push((id, dirty.into())));
    on_cleanup(move || GUARDS.with_borrow_mut(|guards| guards.retain(|(own, _)| *own != id)));
}

fn any() -> bool {
    GUARDS.with_borrow(|guards| guards.iter().any(|(_, dirty)| dirty.try_get_untracked().unwrap_or(false)))
}

/// Whether the page may be left: nothing would be lost, or the person says that it may. Ask before
/// every `navigate(…)` that a person did not order by a link.
pub async fn may_leave() -> bool {
    if !any() {
        return true;
    }
    let locale = i18n::current();
    let sure = Ask::new(
        td_string!(locale, common.unsaved.title),
        td_string!(locale, common.unsaved.text),
        td_string!(locale, common.unsaved.verb),
    )
    .danger()
    .await;
    if sure {
        GUARDS.with_borrow_mut(Vec::clear);
    }
    sure
}

/// Watches the other ways out of the page; once per app, inside the router. See [`hold_back`].
#[component]
pub fn UnsavedHost() -> impl IntoView {
    let location = use_location();
    Effect::new(move |_| {
        let (path, search) = (location.pathname.get(), location.search.get());
        HERE.set(if search.is_empty() { path } else { format!("{path}?{search}") });
    });
    watch_closing();
    watch_links(use_navigate());
}

fn watch_closing() {
    let heard = Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| {
        if any() {
            event.prevent_default();
            // Older browsers ask for this one.
            let _ = js_sys::Reflect::set(&event, &"returnValue".into(), &JsValue::TRUE);
        }
    });
    let _ = window().add_event_listener_with_callback("beforeunload", heard.as_ref().unchecked_ref());
    heard.forget();
}

/// Before the router hears of the click.
fn watch_links(navigate: impl Fn(&str, NavigateOptions) + Clone + 'static) {
    let heard = Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event: web_sys::MouseEvent| {
        let elsewhere = event.button() != 0 || event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
        if elsewhere || event.default_prevented() || !any() {
            return;
        }
        let Some(link) = link_of(&event) else { return };
        let Ok(url) = web_sys::Url::new(&link.href()) else { return };
        let path = url.pathname() + &url.search();
        let inside = window().location().origin().is_ok_and(|origin| origin == url.origin());
        if inside && HERE.with_borrow(|here| *here == path) {
            return;
        }
        event.prevent_default();
        event.stop_immediate_propagation();
        let (navigate, external) = (navigate.clone(), !inside || link.rel().contains("external"));
        leptos::task::spawn_local(async move {
            if may_leave().await {
                if external {
                    let _ = window().location().set_href(&url.href());
                } else {
                    navigate(&(path + &url.hash()), NavigateOptions::default());
                }
            }
        });
    });
    let _ = document().add_event_listener_with_callback_and_bool("click", heard.as_ref().unchecked_ref(), true);
    heard.forget();
}

/// The link that was pressed, when following it leaves the page.
fn link_of(event: &web_sys::MouseEvent) -> Option<web_sys::HtmlAnchorElement> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    let link: web_sys::HtmlAnchorElement = target.closest("a[href]").ok()??.dyn_into().ok()?;
    let leaves = matches!(link.target().as_str(), "" | "_self") && !link.has_attribute("download");
    leaves.then_some(link)
}

/// Holds Back and Forward up while something would be lost. The browser has gone there already: it is
/// brought here again, and goes once it may.
///
/// Call it before the router is made, which listens to the same event: a window's listeners are
/// called in the order in which they came, and behind the router the page is gone.
pub fn hold_back() {
    let heard = Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| {
        if !any() {
            return;
        }
        event.stop_immediate_propagation();
        let Ok(history) = window().history() else { return };
        let here = HERE.with_borrow(Clone::clone);
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&here));
        leptos::task::spawn_local(async move {
            if may_leave().await {
                let _ = history.back();
            }
        });
    });
    let _ = window().add_event_listener_with_callback("popstate", heard.as_ref().unchecked_ref());
    heard.forget();
}
