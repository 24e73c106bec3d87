//! Forms: check by `shared`'s rules, send, and put what the server objects to onto the fields.
//!
//! ```ignore
//! let form = Form::new();
//! let send = move || form.submit(
//!     SignInRequest { login: login.get_untracked(), password: password.get_untracked() },
//!     |request| async move { account::sign_in(&request).await },
//!     move |signed_in| session::begin(signed_in),
//! );
//! view! { <FormView form on_submit=send>
//!     <TextField pointer="/login" label=… value=login/> …
//!     <Button submit=true kind=ButtonKind::Primary loading=form.busy()>…</Button>
//! </FormView> }
//! ```

use leptos::html;
use leptos::prelude::*;
use shared::problem::ErrorCode;
use shared::validate::{FieldError, Validate};
use wasm_bindgen::JsCast;

use super::error_text::{error_text, field_error_text};
use super::icon::Icon;
use crate::api::ApiError;
use crate::i18n::{Locale, t_string, use_i18n};

/// The state of one form. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Form {
    errors: RwSignal<Vec<FieldError>>,
    failure: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    element: NodeRef<html::Form>,
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}

impl Form {
    /// A form nothing was wrong with yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            errors: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            element: NodeRef::new(),
        }
    }

    /// Whether it is being sent.
    #[must_use]
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// What the last attempt failed with, fields apart.
    #[must_use]
    pub fn failure(self) -> Signal<Option<ApiError>> {
        self.failure.into()
    }

    /// Checks `request`, sends it, hands the answer to `done`. A second call while one runs is ignored.
    ///
    /// Broken rules and the server's objections land on the fields by pointer; the first of them gets
    /// the focus. Anything else appears above the form. The input always stays.
    pub fn submit<D, T, S, F>(self, request: D, send: S, done: impl FnOnce(T) + 'static)
    where
        D: Validate + 'static,
        T: 'static,
        S: FnOnce(D) -> F + 'static,
        F: Future<Output = Result<T, ApiError>> + 'static,
    {
        match request.validate() {
            Err(errors) => self.reject(errors),
            Ok(()) => self.run(send(request), done),
        }
    }

    /// Like [`Form::submit`] for what has no rules to check here.
    pub fn run<T: 'static>(self, send: impl Future<Output = Result<T, ApiError>> + 'static, done: impl FnOnce(T) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.errors.set(Vec::new());
        self.failure.set(None);
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let answer = send.await;
            // The page may be gone by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => done(answer),
                Err(error) => self.fail(error),
            }
        });
    }

    /// Shows errors on their fields and focuses the first.
    pub fn reject(self, errors: Vec<FieldError>) {
        self.failure.set(None);
        self.errors.set(errors);
        self.focus_first();
    }

    /// Shows a failed call: on the fields where it names any, above the form otherwise. For a value
    /// that is taken already it is both: what to do about it stands above the form.
    pub fn fail(self, error: ApiError) {
        let fields = error.fields().to_vec();
        if fields.is_empty() || !error.is(ErrorCode::InvalidFields) {
            self.failure.set(Some(error));
        }
        self.errors.set(fields);
        self.focus_first();
    }

    /// Takes the error off a field, because it is being changed.
    pub fn clear(self, pointer: &str) {
        if self.errors.with_untracked(|errors| errors.iter().any(|error| error.pointer == pointer)) {
            self.errors.update(|errors| errors.retain(|error| error.pointer != pointer));
        }
    }

    /// The error at `pointer`, followed.
    pub(super) fn error_at(self, pointer: &str) -> Option<FieldError> {
        self.errors.with(|errors| errors.iter().find(|error| error.pointer == pointer).cloned())
    }

    /// What is wrong at `pointer` or below it, in words, followed; for what has no field of its own.
    #[must_use]
    pub fn error_text_under(self, locale: Locale, pointer: &str) -> Option<String> {
        let is_under = |error: &&FieldError| {
            error.pointer.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.errors.with(|errors| errors.iter().find(is_under).map(|error| field_error_text(locale, error)))
    }

    fn focus_first(self) {
        // After the fields have taken their errors in.
        request_animation_frame(move || {
            let Some(form) = self.element.try_get_untracked().flatten() else { return };
            let first = |css: &str| form.query_selector(css).ok().flatten();
            let field = first("[aria-invalid=true], .ticks:has(> .field__error) input:not([disabled])");
            if let Some(field) = field.or_else(|| first(".form__failure"))
                && let Ok(field) = field.dyn_into::<web_sys::HtmlElement>()
            {
                let _ = field.focus();
            }
        });
    }
}

/// The form around its fields; fields find it by context.
#[component]
pub fn FormView(
    /// Its state.
    form: Form,
    /// What submitting does; usually `form.submit(…)`.
    #[prop(into)]
    on_submit: Callback<()>,
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    provide_context(form);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    // Errors whose field is not on the screen must be seen too.
    let stray = move || {
        let element = form.element.get()?;
        let locale = i18n.get_locale();
        let lines: Vec<String> = form.errors.with(|errors| {
            errors
                .iter()
                .filter(|error| {
                    let field = format!("[data-pointer=\"{}\"]", error.pointer);
                    error.pointer.is_empty() || element.query_selector(&field).ok().flatten().is_none()
                })
                .map(|error| match (error.pointer.trim_start_matches('/'), field_error_text(locale, error)) {
                    // About the whole, such as an address too many.
                    ("", text) => text,
                    (field, text) => format!("{field}: {text}"),
                })
                .collect()
        });
        (!lines.is_empty()).then(|| lines.join(" · "))
    };
    view! {
        <form class="form" novalidate=true node_ref=form.element on:submit=submit aria-busy=move || form.busy.get().then_some("true")>
            {move || {
                let text = form.failure.get().map(|error| (error_text(i18n.get_locale(), &error), error.request_id().map(str::to_owned)));
                let text = text.or_else(|| stray().map(|text| (text, None)));
                text.map(|(text, request_id)| {
                    view! {
                        <div class="form__failure notice tone-danger" role="alert" tabindex="-1">
                            <Icon icon=icondata::LuCircleAlert/>
                            <div>
                                {text}
                                {request_id
                                    .map(|id| view! { <small class="notice__id">{move || t_string!(i18n, common.error.request_id)} " " <code>{id}</code></small> })}
                            </div>
                        </div>
                    }
                })
            }}
            {children()}
        </form>
    }
    .into_any()
}
