//! Short news at the edge of the screen, read out by screen readers, from anywhere:
//! `toast::success(…)`. Not for errors of a form.

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;

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
}

fn toasts() -> ArcRwSignal<Vec<Toast>> {
    TOASTS.with(Clone::clone)
}

fn push(tone: Tone, text: String, offer: Option<Offer>) {
    let list = toasts();
    let id = NEXT.replace(NEXT.get().wrapping_add(1));
    list.update(|list| {
        if list.len() >= MOST {
            list.remove(0);
        }
        list.push(Toast { id, tone, text, offer });
    });
    close_later(id);
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

/// Something worked and can be taken back by `act`.
pub fn undo(text: impl Into<String>, label: impl Into<String>, act: impl Fn() + Send + Sync + 'static) {
    push(Tone::Success, text.into(), Some(Offer { label: label.into(), act: Callback::new(move |()| act()) }));
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
    let i18n = use_i18n();
    let list = toasts();
    view! {
        <div class="toasts" role="region" aria-label=move || t_string!(i18n, common.nav.notices)>
            <div aria-live="polite">
                <For each=move || list.get() key=|toast| toast.id let(toast)>
                    <ToastView toast/>
                </For>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn ToastView(toast: Toast) -> impl IntoView {
    let i18n = use_i18n();
    let Toast { id, tone, text, offer } = toast;
    let icon = match tone {
        Tone::Success => icondata::LuCircleCheck,
        Tone::Danger => icondata::LuCircleAlert,
        Tone::Info => icondata::LuBell,
        _ => icondata::LuInfo,
    };
    view! {
        <div class=format!("toast {}", tone.class()) role=(tone == Tone::Danger).then_some("alert")>
            <Icon icon/>
            <p class="toast__text">{text}</p>
            {offer
                .map(|Offer { label, act }| {
                    view! {
                        <button
                            type="button"
                            class="toast__act"
                            on:click=move |_| {
                                act.run(());
                                close(id);
                            }
                        >
                            {label}
                        </button>
                    }
                })}
            <button type="button" class="toast__close" aria-label=move || t_string!(i18n, common.action.close) on:click=move |_| close(id)>
                <Icon icon=icondata::LuX/>
            </button>
        </div>
    }
    .into_any()
}
