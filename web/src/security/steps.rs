//! The steps of signing in after the password.

use leptos::prelude::*;
use shared::account::SignedIn;
use shared::problem::ErrorCode;
use shared::two_factor::{SecondFactorRequest, SignedInWithCodes};

use super::codes::{Codes, Setup};
use crate::api::security::{self, FirstStep};
use crate::i18n::{t_string, use_i18n};
use crate::ui::{AsyncView, Button, ButtonKind, Form, FormView, TextField, use_load};

/// What follows the password: a code, or setting a second factor up first.
#[component]
pub fn NextStep(
    /// What the first step came to; nothing is shown for `Done`.
    step: FirstStep,
    /// Somebody is signed in.
    #[prop(into)]
    on_done: Callback<SignedIn>,
    /// Begins again with the password.
    #[prop(into)]
    on_restart: Callback<()>,
) -> impl IntoView {
    match step {
        FirstStep::Done(_) => ().into_any(),
        FirstStep::Code(token) => view! { <CodeStep token on_done on_restart/> }.into_any(),
        FirstStep::SetUp(token) => view! { <SetUpStep token on_done on_restart/> }.into_any(),
    }
}

#[component]
fn CodeStep(token: String, on_done: Callback<SignedIn>, on_restart: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let code = RwSignal::new(String::new());
    let send = move || {
        let request = SecondFactorRequest { token: token.clone(), code: code.get_untracked() };
        form.submit(request, |request| security::second_step(&request), move |signed_in| on_done.run(signed_in));
    };
    view! {
        <div class="stack" data-test="second-step">
            <p class="muted">{move || t_string!(i18n, people.step.code_text)}</p>
            <FormView form on_submit=send>
                <TextField
                    pointer="/code"
                    label=move || t_string!(i18n, people.two_factor.code)
                    hint=move || t_string!(i18n, people.step.code_hint)
                    value=code
                    autocomplete="one-time-code"
                    maxlength=40
                    autofocus=true
                />
                <Button submit=true kind=ButtonKind::Primary wide=true loading=form.busy() attr:data-test="second-step-submit">
                    {move || t_string!(i18n, people.step.go)}
                </Button>
            </FormView>
            <Restart form on_restart/>
        </div>
    }
    .into_any()
}

/// Back to the password; the only way once too much time went by.
#[component]
fn Restart(form: Form, on_restart: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let expired = move || form.failure().get().is_some_and(|error| error.is(ErrorCode::SignInExpired));
    view! {
        {move || {
            let kind = if expired() { ButtonKind::Secondary } else { ButtonKind::Quiet };
            view! { <Button kind on_click=move || on_restart.run(())>{move || t_string!(i18n, people.step.restart)}</Button> }
        }}
    }
    .into_any()
}

#[component]
fn SetUpStep(token: String, on_done: Callback<SignedIn>, on_restart: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let code = RwSignal::new(String::new());
    let finished = RwSignal::new(None::<SignedInWithCodes>);
    let token = StoredValue::new(token);
    let setup = use_load(move || security::set_up_to_sign_in(&token.get_value()));
    let send = Callback::new(move |()| {
        let request = SecondFactorRequest { token: token.get_value(), code: code.get_untracked() };
        form.submit(request, |request| security::confirm_to_sign_in(&request), move |done| finished.set(Some(done)));
    });
    view! {
        <div class="stack" data-test="setup-step">
            {move || match finished.get() {
                Some(SignedInWithCodes { signed_in, codes }) => {
                    view! { <Codes codes on_done=move || on_done.run(signed_in.clone())/> }.into_any()
                }
                None => {
                    view! {
                        <p class="muted">{move || t_string!(i18n, people.step.setup_text)}</p>
                        <AsyncView load=setup let(setup)>
                            <Setup setup/>
                            <FormView form on_submit=send>
                                <TextField
                                    pointer="/code"
                                    label=move || t_string!(i18n, people.two_factor.code)
                                    value=code
                                    inputmode="numeric"
                                    autocomplete="one-time-code"
                                    maxlength=10
                                />
                                <Button submit=true kind=ButtonKind::Primary wide=true loading=form.busy() attr:data-test="setup-step-submit">
                                    {move || t_string!(i18n, people.two_factor.confirm)}
                                </Button>
                            </FormView>
                        </AsyncView>
                        <Restart form on_restart/>
                    }
                    .into_any()
                }
            }}
        </div>
    }
    .into_any()
}
