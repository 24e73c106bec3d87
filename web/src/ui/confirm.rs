//! A question before what cannot be undone.
//!
//! `if Ask::new(title, text, verb).danger().await { … }` from any event handler.

use std::cell::RefCell;
use std::future::{Future, IntoFuture};
use std::pin::Pin;

use js_sys::{Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::button::{Button, ButtonKind};
use super::dialog::Dialog;
use crate::i18n::{t_string, use_i18n};

/// A yes-or-no question. Await it.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    title: String,
    text: String,
    verb: String,
    danger: bool,
}

thread_local! {
    static ASKED: ArcRwSignal<Ask> = ArcRwSignal::new(Ask::default());
    static OPEN: ArcRwSignal<bool> = ArcRwSignal::new(false);
    static ANSWER: RefCell<Option<Function>> = const { RefCell::new(None) };
}

impl Ask {
    /// `title` asks, `text` says what follows, `verb` is on the button ("Hapus").
    pub fn new(title: impl Into<String>, text: impl Into<String>, verb: impl Into<String>) -> Self {
        Self { title: title.into(), text: text.into(), verb: verb.into(), danger: false }
    }

    /// Something is taken away: a red button.
    #[must_use]
    pub const fn danger(mut self) -> Self {
        self.danger = true;
        self
    }
}

impl IntoFuture for Ask {
    type Output = bool;
    type IntoFuture = Pin<Box<dyn Future<Output = bool>>>;

    fn into_future(self) -> Self::IntoFuture {
        answer(false);
        let promise = Promise::new(&mut |resolve, _| ANSWER.set(Some(resolve)));
        ASKED.with(|asked| asked.set(self));
        OPEN.with(|open| open.set(true));
        Box::pin(async move { JsFuture::from(promise).await.is_ok_and(|answer| answer.is_truthy()) })
    }
}

fn answer(yes: bool) {
    if let Some(resolve) = ANSWER.take() {
        let _ = resolve.call1(&JsValue::NULL, &JsValue::from_bool(yes));
    }
}

/// Where questions appear; once per app, outside the pages.
#[component]
pub fn ConfirmHost() -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::from(OPEN.with(Clone::clone));
    let asked = RwSignal::from(ASKED.with(Clone::clone));
    // Closing by Esc or on the backdrop is a no.
    Effect::new(move |_| {
        if !open.get() {
            answer(false);
        }
    });
    let settle = move |yes| {
        answer(yes);
        open.set(false);
    };
    let footer = move || {
        view! {
            <Button kind=ButtonKind::Quiet on_click=move || settle(false)>{move || t_string!(i18n, common.action.back)}</Button>
            <Button
                kind=if asked.with_untracked(|asked| asked.danger) { ButtonKind::Danger } else { ButtonKind::Primary }
                on_click=move || settle(true)
            >
                {move || asked.with(|asked| asked.verb.clone())}
            </Button>
        }
    };
    view! {
        <Dialog open title=move || asked.with(|asked| asked.title.clone()) footer>
            <p>{move || asked.with(|asked| asked.text.clone())}</p>
        </Dialog>
    }
    .into_any()
}
