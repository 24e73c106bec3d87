//! The password, asked for again before what whoever has only the session must not reach.
//!
//! `with_password(|| integrations::create_api_key(&details)).await`: where the server wants the password first, a dialog takes
//! it, and the same is asked once more.

use std::cell::RefCell;

use js_sys::{Function, Promise};
use leptos::prelude::*;
use shared::problem::ErrorCode;
use shared::two_factor::PasswordRequest;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::api::{ApiError, security};
use crate::i18n::{t_string, use_i18n};
use crate::security::PasswordForm;
use crate::ui::{Dialog, Form};

thread_local! {
    static OPEN: ArcRwSignal<bool> = ArcRwSignal::new(false);
    static ANSWER: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Asks; where the password is wanted first, asks for that, and then once more.
///
/// # Errors
/// What `ask` says; `confirmation_required` when the password was not given.
pub async fn with_password<T, F>(ask: impl Fn() -> F) -> Result<T, ApiError>
where
    F: Future<Output = Result<T, ApiError>>,
{
    match ask().await {
        Err(error) if error.is(ErrorCode::ConfirmationRequired) => {
            if given().await {
                ask().await
            } else {
                Err(error)
            }
        }
        answer => answer,
    }
}

async fn given() -> bool {
    answer(false);
    let promise = Promise::new(&mut |resolve, _| ANSWER.set(Some(resolve)));
    OPEN.with(|open| open.set(true));
    JsFuture::from(promise).await.is_ok_and(|answer| answer.is_truthy())
}

fn answer(given: bool) {
    if let Some(resolve) = ANSWER.take() {
        let _ = resolve.call1(&JsValue::NULL, &JsValue::from_bool(given));
    }
}

/// Where the password is asked for; once, outside the pages.
#[component]
pub fn PasswordHost() -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::from(OPEN.with(Clone::clone));
    // Closed without it, it was not given.
    Effect::new(move |_| {
        if !open.get() {
            answer(false);
        }
    });
    view! { <Dialog open title=move || t_string!(i18n, programs.confirm.title)><Password open/></Dialog> }.into_any()
}

#[component]
fn Password(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let send = move |request: PasswordRequest| {
        form.submit(
            request,
            |request| security::confirm_password(&request),
            move |()| {
                answer(true);
                open.set(false);
            },
        );
    };
    view! {
        <PasswordForm
            form
            text=move || t_string!(i18n, programs.confirm.text)
            verb=move || t_string!(i18n, programs.confirm.go)
            on_submit=send
            autofocus=true
        />
    }
    .into_any()
}
