//! Fields: label, hint, error, control. Errors come from the [`Form`] around by JSON pointer.

use leptos::html;
use leptos::prelude::*;

use super::cell::{Sum, left};
use super::error_text::field_error_text;
use super::form::Form;
use super::icon::Icon;
use super::ids;
use crate::i18n::{t_string, use_i18n};

/// What a control needs to know of the field it sits in: ids, the error, whom to tell of changes.
#[derive(Clone)]
pub struct Wiring {
    pub(super) id: String,
    pub(super) pointer: String,
    pub(super) error: Signal<Option<String>>,
    pub(super) hint_id: Option<String>,
    form: Option<Form>,
}

impl Wiring {
    pub(super) fn new(pointer: &str, has_hint: bool) -> Self {
        let i18n = use_i18n();
        let form = use_context::<Form>();
        let id = ids::unique("field");
        let at = pointer.to_owned();
        let error = Signal::derive(move || {
            // What has no place in the request has no error; one about all of it stands above the form.
            let error = form.filter(|_| !at.is_empty())?.error_at(&at)?;
            Some(field_error_text(i18n.get_locale(), &error))
        });
        Self { hint_id: has_hint.then(|| format!("{id}-hint")), id, pointer: pointer.to_owned(), error, form }
    }

    pub(super) fn error_id(&self) -> String {
        format!("{}-error", self.id)
    }

    /// For `aria-describedby`.
    pub(super) fn described_by(&self) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
        let (hint, error_id, error) = (self.hint_id.clone(), self.error_id(), self.error);
        move || match (hint.clone(), error.get().map(|_| error_id.clone())) {
            (Some(hint), Some(error)) => Some(format!("{error} {hint}")),
            (hint, error) => hint.or(error),
        }
    }

    /// For `aria-invalid`.
    pub(super) fn invalid(&self) -> impl Fn() -> Option<&'static str> + Clone + Send + Sync + 'static {
        let error = self.error;
        move || error.with(Option::is_some).then_some("true")
    }

    /// Call when the value changes.
    pub(super) fn touched(&self) -> impl Fn() + Clone + Send + Sync + 'static {
        let (form, pointer) = (self.form, self.pointer.clone());
        move || {
            if let Some(form) = form {
                form.clear(&pointer);
            }
        }
    }
}

/// Label above, hint and error below a control.
#[component]
pub(super) fn FieldFrame(
    wiring: Wiring,
    label: TextProp,
    #[prop(optional_no_strip)] hint: Option<TextProp>,
    #[prop(optional)] optional: bool,
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let (error, error_id) = (wiring.error, wiring.error_id());
    view! {
        <div class="field" class:is-invalid=move || error.with(Option::is_some) data-pointer=wiring.pointer.clone()>
            <label class="field__label" for=wiring.id.clone()>
                {move || label.get()}
                {optional.then(|| view! { <span class="field__optional">{move || t_string!(i18n, common.form.optional)}</span> })}
            </label>
            {children()}
            {hint.map(|hint| view! { <p class="field__hint" id=wiring.hint_id.clone()>{move || hint.get()}</p> })}
            <ErrorLine error id=error_id/>
        </div>
    }
    .into_any()
}

/// The line below a field that says what is wrong.
#[component]
pub(super) fn ErrorLine(error: Signal<Option<String>>, id: String) -> impl IntoView {
    view! {
        {move || {
            error.get().map(|error| {
                view! {
                    <p class="field__error" id=id.clone()>
                        <Icon icon=icondata::LuCircleAlert/>
                        <span>{error}</span>
                    </p>
                }
            })
        }}
    }
    .into_any()
}

/// Gives a control the focus as soon as it is on the page.
pub(super) fn focus_when_there(input: NodeRef<html::Input>) {
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
}

/// One line of text.
#[component]
pub fn TextField(
    /// JSON pointer of the value in the request, such as `/email`.
    #[prop(into)]
    pointer: String,
    /// What to enter.
    #[prop(into)]
    label: TextProp,
    /// The text.
    value: RwSignal<String>,
    /// Help below it.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// `text`, `email`, `tel`, `search`, `url` …
    #[prop(default = "text")]
    kind: &'static str,
    /// HTML autofill token, such as `email`; always set it for personal data.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// On-screen keyboard, such as `numeric`.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// An example of a value. Never instead of the label.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    /// Most characters that can be typed.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Fixed text in front.
    #[prop(optional)]
    prefix: Option<&'static str>,
    /// That it is a sum, with its sign in front. Given from outside, so that what has no sums to be typed does not fetch how they are.
    #[prop(optional)]
    sum: Option<Sum>,
    /// Fixed text behind, such as `kg`.
    #[prop(optional)]
    suffix: Option<&'static str>,
    /// May stay empty; says so beside the label.
    #[prop(optional)]
    optional: bool,
    /// Takes the focus when the page opens; at most one.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let wiring = Wiring::new(&pointer, hint.is_some());
    let (touched, invalid, described_by, id) = (wiring.touched(), wiring.invalid(), wiring.described_by(), wiring.id.clone());
    let input = NodeRef::<html::Input>::new();
    if autofocus {
        focus_when_there(input);
    }
    let i18n = use_i18n();
    let (prefix, typing) = (sum.map(|sum| sum.sign).or(prefix), RwSignal::new(false));
    let shown = move || {
        let locale = i18n.get_locale();
        value.with(|text| match sum {
            Some(sum) if !typing.get() => (sum.grouped)(locale, text),
            _ => text.clone(),
        })
    };
    view! {
        <FieldFrame wiring label hint optional>
            <span class="control">
                {prefix.map(|prefix| view! { <span class="control__fix">{prefix}</span> })}
                <input
                    node_ref=input
                    class="control__input"
                    type=kind
                    id=id
                    name=pointer.trim_start_matches('/').to_owned()
                    autocomplete=autocomplete
                    inputmode=inputmode
                    maxlength=maxlength.map(|most| most.to_string())
                    placeholder=move || placeholder.as_ref().map(|text| text.get().to_string())
                    aria-required=(!optional).then_some("true")
                    aria-invalid=invalid
                    aria-describedby=described_by
                    prop:value=shown
                    on:focus=move |event| {
                        if let Some(sum) = sum {
                            value.with_untracked(|text| (sum.ungroup)(&event, text));
                            typing.set(true);
                        }
                    }
                    on:blur=move |event| {
                        if left(&event) {
                            typing.try_set(false);
                            // It is told as well when the field is taken off the page: what it held may be gone.
                            if let (Some(sum), Some(text)) = (sum, value.try_get_untracked()) {
                                let kept = (sum.kept)(&text);
                                if kept != text {
                                    value.set(kept);
                                }
                            }
                        }
                    }
                    on:input=move |event| {
                        value.set(event_target_value(&event));
                        touched();
                    }
                />
                {suffix.map(|suffix| view! { <span class="control__fix">{suffix}</span> })}
            </span>
        </FieldFrame>
    }
    .into_any()
}

/// Several lines of text; grows with them.
#[component]
pub fn TextArea(
    /// JSON pointer of the value in the request.
    #[prop(into)]
    pointer: String,
    /// What to enter.
    #[prop(into)]
    label: TextProp,
    /// The text.
    value: RwSignal<String>,
    /// Help below it.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Lines shown when empty.
    #[prop(default = 3)]
    rows: u32,
    /// HTML autofill token.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Most characters; shows how many are left near the end.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// May stay empty; says so beside the label.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let wiring = Wiring::new(&pointer, hint.is_some());
    let (touched, invalid, described_by, id) = (wiring.touched(), wiring.invalid(), wiring.described_by(), wiring.id.clone());
    let length = move || value.with(|text| u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
    view! {
        <FieldFrame wiring label hint optional>
            <textarea
                class="control__area"
                id=id
                name=pointer.trim_start_matches('/').to_owned()
                rows=rows.to_string()
                autocomplete=autocomplete
                maxlength=maxlength.map(|most| most.to_string())
                aria-required=(!optional).then_some("true")
                aria-invalid=invalid
                aria-describedby=described_by
                prop:value=move || value.get()
                on:input=move |event| {
                    value.set(event_target_value(&event));
                    touched();
                }
            ></textarea>
            {maxlength
                .map(|most| {
                    view! {
                        <Show when=move || { length() >= most - most / 4 }>
                            <p class="field__count" aria-hidden="true">{length} "/" {most}</p>
                        </Show>
                    }
                })}
        </FieldFrame>
    }
    .into_any()
}
