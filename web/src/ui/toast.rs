//! Short news at the edge of the screen, read out by screen readers, from anywhere:
//! `toast::success(…)`. Not for errors of a form.

use std::cell::Cell;
use std::time::Duration;

use leptos::ev::FocusEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

use super::badge::Tone;
use super::error_text::error_text;
use super::icon::Icon;
use crate::api::ApiError;
use crate::i18n::{self, t_string, use_i18n};

/// What a toast offers to do, such as undoing.
#[derive(Clone)]
struct Offer {
    label: String,
    act: Callback<()>,
}

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
    offer: Option<Offer>,
}

/// Long enough to read two lines and reach the button.
const STAY: Duration = Duration::from_secs(6);

/// More at once nobody reads.
const MOST: usize = 3;

thread_local! {
    static TOASTS: ArcRwSignal<Vec<Toast>> = ArcRwSignal::new(Vec::new());
    /// The id of the next one: never one that was given before, whose time would end this one's.
    static NEXT: Cell<u32> = const { Cell::new(0) };
    /// The last one that was drawn, and so read out.
    static TOLD: Cell<Option<u32>> = const { Cell::new(None) };
    /// The modal dialogs that are open, the topmost last.
    static MODALS: ArcRwSignal<Vec<u32>> = ArcRwSignal::new(Vec::new());
    static NEXT_MODAL: Cell<u32> = const { Cell::new(0) };
}

fn toasts() -> ArcRwSignal<Vec<Toast>> {
    TOASTS.with(Clone::clone)
}

fn modals() -> ArcRwSignal<Vec<u32>> {
    MODALS.with(Clone::clone)
}

/// One that was told, on the screen or gone by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told(u32);

impl Told {
    /// Takes it off the screen: what it offers can no longer be done.
    pub fn take_back(self) {
        close(self.0);
    }
}

fn push(tone: Tone, text: String, offer: Option<Offer>) -> Told {
    let list = toasts();
    let id = NEXT.replace(NEXT.get().wrapping_add(1));
    list.update(|list| {
        if list.len() >= MOST {
            list.remove(0);
        }
        list.push(Toast { id, tone, text, offer });
    });
    close_later(id);
    Told(id)
}

fn close_later(id: u32) {
    set_timeout(
        move || {
            // Whoever points at it or has the focus in it is still reading, and whoever is in another tab has not begun.
            let reading = document().query_selector(".toasts:hover, .toasts:focus-within").ok().flatten().is_some();
            if reading || document().hidden() { close_later(id) } else { close(id) }
        },
        STAY,
    );
}

fn close(id: u32) {
    let list = toasts();
    if list.with_untracked(|list| list.iter().any(|toast| toast.id == id)) {
        list.update(|list| list.retain(|toast| toast.id != id));
    }
}

/// Something worked.
pub fn success(text: impl Into<String>) {
    push(Tone::Success, text.into(), None);
}

/// Something worth knowing.
pub fn info(text: impl Into<String>) {
    push(Tone::Neutral, text.into(), None);
}

/// Something worked and can be taken back by `act`. Whoever knows when that is over takes the toast back.
pub fn undo(text: impl Into<String>, label: impl Into<String>, act: impl Fn() + Send + Sync + 'static) -> Told {
    push(Tone::Success, text.into(), Some(Offer { label: label.into(), act: Callback::new(move |()| act()) }))
}

/// Something happened that can be looked at by `act`.
pub fn news(text: impl Into<String>, label: impl Into<String>, act: impl Fn() + Send + Sync + 'static) {
    push(Tone::Info, text.into(), Some(Offer { label: label.into(), act: Callback::new(move |()| act()) }));
}

/// How many are on the screen that tell of something that happened.
#[must_use]
pub fn news_on_screen() -> usize {
    toasts().with_untracked(|list| list.iter().filter(|toast| toast.tone == Tone::Info).count())
}

/// A call outside a form failed. Says nothing when the page that asked is gone.
pub fn error(error: &ApiError) {
    if *error != ApiError::Aborted {
        push(Tone::Danger, error_text(i18n::current(), error), None);
    }
}

/// Something else failed.
pub fn failure(text: impl Into<String>) {
    push(Tone::Danger, text.into(), None);
}

/// Where toasts appear; once per app, outside the pages.
#[component]
pub fn ToastHost() -> impl IntoView {
    let modals = modals();
    view! { <Toasts shown=Signal::derive(move || modals.with(Vec::is_empty))/> }.into_any()
}

/// Where they appear while a dialog is open by `show_modal`: what is outside of it can then be neither seen, pressed nor heard.
/// In every such dialog, for as long as it is open.
#[component]
pub fn ToastsInside() -> impl IntoView {
    let modals = modals();
    let id = NEXT_MODAL.replace(NEXT_MODAL.get().wrapping_add(1));
    modals.update(|modals| modals.push(id));
    let open = modals.clone();
    on_cleanup(move || modals.update(|modals| modals.retain(|modal| *modal != id)));
    // The region is on the page before there is something in it: what came together would not be read out.
    let ready = RwSignal::new(false);
    request_animation_frame(move || {
        ready.try_set(true);
    });
    view! { <Toasts shown=Signal::derive(move || ready.get() && open.with(|open| open.last() == Some(&id)))/> }.into_any()
}

/// The toasts, where they are in reach.
#[component]
fn Toasts(shown: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let list = toasts();
    let region = NodeRef::<html::Div>::new();
    let is_inside = move |element: &HtmlElement| region.get_untracked().is_some_and(|region| region.contains(Some(element)));
    let came_from = StoredValue::new_local(None::<HtmlElement>);
    let enter = move |event: FocusEvent| {
        let from = event.related_target().and_then(|from| from.dyn_into::<HtmlElement>().ok());
        if let Some(from) = from.filter(|from| !is_inside(from)) {
            came_from.set_value(Some(from));
        }
    };
    // Whoever came here by the keyboard goes on where that was.
    let leave = Callback::new(move |()| {
        let active = document().active_element().and_then(|active| active.dyn_into::<HtmlElement>().ok());
        if active.is_some_and(|active| is_inside(&active))
            && let Some(from) = came_from.get_value().filter(|from| from.is_connected())
        {
            let gently = FocusOptions::new();
            gently.set_prevent_scroll(true);
            let _ = from.focus_with_options(&gently);
        }
    });
    view! {
        <div class="toasts" role="region" aria-label=move || t_string!(i18n, common.nav.notices) node_ref=region on:focusin=enter>
            <div aria-live="polite">
                <For each=move || if shown.get() { list.get() } else { Vec::new() } key=|toast| toast.id let(toast)>
                    <ToastView toast leave/>
                </For>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn ToastView(
    toast: Toast,
    /// Gives the focus back.
    leave: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let Toast { id, tone, text, offer } = toast;
    let icon = match tone {
        Tone::Success => icondata::LuCircleCheck,
        Tone::Danger => icondata::LuCircleAlert,
        Tone::Info => icondata::LuBell,
        _ => icondata::LuInfo,
    };
    // One that only moves, as a dialog opens or closes, was read out before.
    let told = TOLD.get().is_some_and(|last| id <= last);
    if !told {
        TOLD.set(Some(id));
    }
    let role = (tone == Tone::Danger && !told).then_some("alert");
    view! {
        <div class=format!("toast {}", tone.class()) role=role aria-live=told.then_some("off")>
            <Icon icon/>
            <p class="toast__text">{text}</p>
            {offer
                .map(|Offer { label, act }| {
                    view! {
                        <button
                            type="button"
                            class="toast__act"
                            on:click=move |_| {
                                leave.run(());
                                act.run(());
                                close(id);
                            }
                        >
                            {label}
                        </button>
                    }
                })}
            <button
                type="button"
                class="toast__close"
                aria-label=move || t_string!(i18n, common.action.close)
                on:click=move |_| {
                    leave.run(());
                    close(id);
                }
            >
                <Icon icon=icondata::LuX/>
            </button>
        </div>
    }
    .into_any()
}
