//! The password once more, before what whoever has only the session must not reach.

use leptos::prelude::*;
use shared::two_factor::PasswordRequest;

use crate::i18n::{t_string, use_i18n};
use crate::ui::{Button, ButtonKind, Form, FormView, PasswordField};

/// Asks for it.
#[component]
pub fn PasswordForm(
    /// Its state.
    form: Form,
    /// What it is asked for.
    #[prop(into)]
    text: TextProp,
    /// What the button says.
    #[prop(into)]
    verb: TextProp,
    /// Takes what was typed; usually `form.submit(…)`.
    #[prop(into)]
    on_submit: Callback<PasswordRequest>,
    /// Offers to leave it, and what follows.
    #[prop(optional, into)]
    on_cancel: Option<Callback<()>>,
    /// Takes the focus when it appears.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let password = RwSignal::new(String::new());
    view! {
        <FormView form on_submit=move || on_submit.run(PasswordRequest { password: password.get_untracked() })>
            <p>{move || text.get()}</p>
            <div data-test="confirm-password">
                <PasswordField pointer="/password" label=move || t_string!(i18n, people.two_factor.password) value=password autofocus/>
            </div>
            <div class="row">
                <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="confirm-password-go">
                    {move || verb.get()}
                </Button>
                {on_cancel
                    .map(|on_cancel| {
                        view! {
                            <Button kind=ButtonKind::Quiet on_click=move || on_cancel.run(())>{move || t_string!(i18n, common.action.cancel)}</Button>
                        }
                    })}
            </div>
        </FormView>
    }
    .into_any()
}
