//! A password: can be shown, and when it is new, says how strong it is.

use leptos::prelude::*;
use shared::validate::{Strength, password_strength};

use super::field::{FieldFrame, Wiring, focus_when_there};
use super::icon::Icon;
use crate::i18n::{t_string, use_i18n};

/// A password field.
#[component]
pub fn PasswordField(
    /// JSON pointer of the value in the request.
    #[prop(into)]
    pointer: String,
    /// What to enter.
    #[prop(into)]
    label: TextProp,
    /// The password.
    value: RwSignal<String>,
    /// Help below it.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// A password being chosen: shows its strength.
    #[prop(optional)]
    new: bool,
    /// The person's own words (name, email), which make a password weak.
    #[prop(optional, into)]
    about: Signal<Vec<String>>,
    /// Takes the focus when it appears; at most one.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let wiring = Wiring::new(&pointer, hint.is_some());
    let (touched, invalid, described_by, id) = (wiring.touched(), wiring.invalid(), wiring.described_by(), wiring.id.clone());
    let shown = RwSignal::new(false);
    let input = NodeRef::<leptos::html::Input>::new();
    if autofocus {
        focus_when_there(input);
    }
    let meter = new.then(|| view! { <StrengthMeter value about/> });
    view! {
        <FieldFrame wiring label hint>
            <span class="control">
                <input
                    node_ref=input
                    class="control__input"
                    type=move || if shown.get() { "text" } else { "password" }
                    id=id
                    name=pointer.trim_start_matches('/').to_owned()
                    autocomplete=if new { "new-password" } else { "current-password" }
                    autocapitalize="off"
                    spellcheck="false"
                    aria-required="true"
                    aria-invalid=invalid
                    aria-describedby=described_by
                    prop:value=move || value.get()
                    on:input=move |event| {
                        value.set(event_target_value(&event));
                        touched();
                    }
                />
                <button
                    type="button"
                    class="control__btn"
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    aria-label=move || t_string!(i18n, common.form.show_password)
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    <Icon icon=Signal::derive(move || if shown.get() { icondata::LuEyeOff } else { icondata::LuEye })/>
                </button>
            </span>
            {meter}
        </FieldFrame>
    }
    .into_any()
}

#[component]
fn StrengthMeter(value: RwSignal<String>, about: Signal<Vec<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let strength = Memo::new(move |_| {
        let about = about.get();
        let about: Vec<&str> = about.iter().map(String::as_str).collect();
        value.with(|password| (!password.is_empty()).then(|| password_strength(password, &about)))
    });
    let level = move || match strength.get() {
        None => "0",
        Some(Strength::Weak) => "1",
        Some(Strength::Fair) => "2",
        Some(Strength::Strong) => "3",
    };
    let word = move || match strength.get() {
        None => "",
        Some(Strength::Weak) => t_string!(i18n, common.form.strength_weak),
        Some(Strength::Fair) => t_string!(i18n, common.form.strength_fair),
        Some(Strength::Strong) => t_string!(i18n, common.form.strength_strong),
    };
    view! {
        <div class="strength" data-level=level>
            <span class="strength__bar" aria-hidden="true"></span>
            <span class="strength__word" role="status">{word}</span>
        </div>
    }
    .into_any()
}
