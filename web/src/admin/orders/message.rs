//! Writing to an order's buyer by email.

use leptos::prelude::*;
use shared::orders::{StaffOrder, WriteToBuyerRequest};

use super::drafts::Drafts;
use crate::api::imports;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Button, ButtonKind, ButtonSize, Dialog, Form, FormView, Load, TextArea, TextField, toast};

/// A button, and the letter that it opens.
#[component]
pub(super) fn WriteToBuyer(id: StoredValue<String>, order: Load<StaffOrder>, drafts: Drafts) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    view! {
        <Button size=ButtonSize::Small icon=icondata::LuMail on_click=move || open.set(true) attr:data-test="write-to-buyer">
            {move || t_string!(i18n, intake.message.write)}
        </Button>
        <Dialog open title=move || t_string!(i18n, intake.message.title)>
            <Letter id order open drafts/>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Letter(id: StoredValue<String>, order: Load<StaffOrder>, open: RwSignal<bool>, drafts: Drafts) -> impl IntoView {
    let i18n = use_i18n();
    let form = Form::new();
    let Drafts { subject, text, letter_key, .. } = drafts;
    let send = move || {
        form.submit(
            WriteToBuyerRequest { subject: subject.get_untracked(), text: text.get_untracked() },
            move |request| {
                let key = letter_key.key(&request);
                async move { imports::write_to_buyer(&id.get_value(), &request, &key).await }
            },
            move |whole| {
                toast::success(tu_string!(i18n, intake.message.sent));
                letter_key.done();
                subject.set(String::new());
                text.set(String::new());
                open.set(false);
                order.put(whole);
            },
        );
    };
    view! {
        <FormView form on_submit=send>
            <TextField pointer="/subject" label=move || t_string!(i18n, intake.message.subject) value=subject maxlength=120/>
            <TextArea
                pointer="/text"
                label=move || t_string!(i18n, intake.message.text)
                hint=move || t_string!(i18n, intake.message.hint)
                value=text
                rows=7
                maxlength=5000
            />
            <div class="form__actions">
                <Button submit=true kind=ButtonKind::Primary icon=icondata::LuSend loading=form.busy() attr:data-test="send-message">
                    {move || t_string!(i18n, intake.message.send)}
                </Button>
                <Button kind=ButtonKind::Quiet on_click=move || open.set(false)>{move || t_string!(i18n, common.action.cancel)}</Button>
            </div>
        </FormView>
    }
    .into_any()
}
