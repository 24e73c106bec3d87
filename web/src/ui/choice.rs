//! Choosing: select, radio group, checkbox, switch.

use leptos::prelude::*;

use super::field::{ErrorLine, FieldFrame, Wiring};
use super::icon::Icon;
use super::ids;

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// A second line, such as a price or an explanation.
    pub note: Option<String>,
}

impl Choice {
    /// A choice without a second line.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), note: None }
    }

    /// With a second line.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// One of a few, as the system's own picker.
#[component]
pub fn SelectField(
    /// JSON pointer of the value in the request.
    #[prop(into)]
    pointer: String,
    /// What to choose.
    #[prop(into)]
    label: TextProp,
    /// The chosen value; empty for none.
    value: RwSignal<String>,
    /// What there is to choose.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Shown while nothing is chosen.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    /// Help below it.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Only the control: the label is for screen readers. For toolbars.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    let wiring = Wiring::new(&pointer, hint.is_some());
    let (touched, invalid, described_by, id) = (wiring.touched(), wiring.invalid(), wiring.described_by(), wiring.id.clone());
    let name = label.clone();
    let control = view! {
        <span class="control control--select">
            <select
                class="control__input"
                id=id
                aria-label=bare.then_some(move || name.get())
                aria-invalid=invalid
                aria-describedby=described_by
                prop:value=move || {
                    // Again whenever the options change: a select forgets a value it has no option for.
                    choices.track();
                    value.get()
                }
                on:change=move |event| {
                    value.set(event_target_value(&event));
                    touched();
                }
            >
                {placeholder.map(|text| view! { <option value="" disabled=true selected=move || value.with(String::is_empty)>{move || text.get()}</option> })}
                {move || {
                    choices
                        .get()
                        .into_iter()
                        .map(|choice| {
                            let own = choice.value.clone();
                            view! { <option value=choice.value selected=move || value.with(|value| *value == own)>{choice.label}</option> }
                        })
                        .collect_view()
                }}
            </select>
            <Icon icon=icondata::LuChevronDown/>
        </span>
    }
    .into_any();
    if bare { control } else { view! { <FieldFrame wiring label hint>{control}</FieldFrame> }.into_any() }
}

/// One of a few, all in sight, as cards.
#[component]
pub fn RadioGroup(
    /// JSON pointer of the value in the request.
    #[prop(into)]
    pointer: String,
    /// What to choose.
    #[prop(into)]
    label: TextProp,
    /// The chosen value; empty for none.
    value: RwSignal<String>,
    /// What there is to choose.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Side by side where there is room, such as finishes and sizes.
    #[prop(optional)]
    inline: bool,
) -> impl IntoView {
    let wiring = Wiring::new(&pointer, false);
    let (touched, invalid, described_by) = (wiring.touched(), wiring.invalid(), wiring.described_by());
    let name = ids::unique("radio");
    let (error, error_id) = (wiring.error, wiring.error_id());
    view! {
        <fieldset class="field radios" class:radios--inline=inline data-pointer=pointer aria-describedby=described_by>
            <legend class="field__label">{move || label.get()}</legend>
            <div class="radios__list">
                {move || {
                    let (name, invalid, touched) = (name.clone(), invalid.clone(), touched.clone());
                    choices
                        .get()
                        .into_iter()
                        .map(move |choice| {
                            let (own, picked, touched) = (choice.value.clone(), choice.value.clone(), touched.clone());
                            view! {
                                <label class="radio">
                                    <input
                                        type="radio"
                                        name=name.clone()
                                        value=choice.value
                                        aria-invalid=invalid.clone()
                                        prop:checked=move || value.with(|value| *value == own)
                                        on:change=move |_| {
                                            value.set(picked.clone());
                                            touched();
                                        }
                                    />
                                    <span class="radio__text">
                                        <span class="radio__label">{choice.label}</span>
                                        {choice.note.map(|note| view! { <span class="radio__note">{note}</span> })}
                                    </span>
                                </label>
                            }
                        })
                        .collect_view()
                }}
            </div>
            <ErrorLine error id=error_id/>
        </fieldset>
    }
    .into_any()
}

/// Yes or no, part of a form.
#[component]
pub fn Checkbox(
    /// JSON pointer of the value in the request; may be empty outside a form.
    #[prop(optional, into)]
    pointer: String,
    /// Whether it is ticked.
    checked: RwSignal<bool>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What ticking means; may hold links.
    children: Children,
) -> impl IntoView {
    let wiring = Wiring::new(&pointer, false);
    let (touched, invalid, described_by) = (wiring.touched(), wiring.invalid(), wiring.described_by());
    let (error, error_id) = (wiring.error, wiring.error_id());
    view! {
        <div class="field" data-pointer=pointer>
            <label class="check">
                <input
                    type="checkbox"
                    aria-invalid=invalid
                    aria-describedby=described_by
                    disabled=move || disabled.get()
                    prop:checked=move || checked.get()
                    on:change=move |event| {
                        checked.set(event_target_checked(&event));
                        touched();
                    }
                />
                <span class="check__text">{children()}</span>
            </label>
            <ErrorLine error id=error_id/>
        </div>
    }
    .into_any()
}

/// On or off, at once, without a form.
#[component]
pub fn Switch(
    /// What is switched.
    #[prop(into)]
    label: TextProp,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Asks for the other state.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="switch">
            <input
                type="checkbox"
                role="switch"
                prop:checked=move || on.get()
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span class="switch__track" aria-hidden="true"></span>
            <span>{move || label.get()}</span>
        </label>
    }
    .into_any()
}
