//! Making an API key.

use leptos::prelude::*;
use shared::integrations::{ApiKey, NewApiKey};

use super::super::confirm_password::with_password;
use super::key_form::{Draft, KeyFields};
use super::secret::Told;
use crate::api::integrations;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Button, ButtonKind, Form, FormView, Load};

/// Asks what the key is for and may do; its secret is shown then.
#[component]
pub(super) fn NewKey(open: RwSignal<bool>, told: Told, keys: Load<Vec<ApiKey>>) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let draft = Draft::empty();
    let send = move || {
        form.submit(
            untrack(move || draft.read()),
            |details| async move { with_password(|| integrations::create_api_key(&details)).await },
            move |made: NewApiKey| {
                open.set(false);
                keys.reload();
                told.show(made.secret);
            },
        );
    };
    view! {
        <FormView form on_submit=send>
            <p class="muted">{move || t_string!(i18n, programs.keys.new_text)}</p>
            <KeyFields form draft autofocus=true/>
            <Button submit=true kind=ButtonKind::Primary loading=form.busy() attr:data-test="create-key">
                {move || t_string!(i18n, programs.keys.create)}
            </Button>
        </FormView>
    }
    .into_any()
}
