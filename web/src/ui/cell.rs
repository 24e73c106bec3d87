//! Fields for dense tables and short rows: an input without a visible label, its error under it.
//! Where it sits in the request may change while it is there, as rows come and go.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_logic::numbers;

use super::error_text::field_error_text;
use super::form::Form;
use super::ids;
use crate::i18n::{Locale, language, use_i18n};

/// What a cell takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellKind {
    /// Any text.
    #[default]
    Text,
    /// A whole number, as digits.
    Whole,
    /// Whole rupiah; grouped while nobody is typing. What is no sum stays as it was typed, for the rules to refuse.
    Money,
    /// A percentage, as it is typed.
    Percent,
}

/// The digits of a text, without zeros in front.
fn digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).take(12).collect();
    let short = digits.trim_start_matches('0');
    if short.is_empty() && !digits.is_empty() { "0".to_owned() } else { short.to_owned() }
}

/// A sum in digits as people read it.
fn grouped(locale: Locale, typed: &str) -> String {
    numbers::grouped(language(locale), typed)
}

/// Writes a sum as it is typed once its field has the focus: at once, and chosen whole, as Tab leaves a field.
fn ungroup(event: &leptos::ev::FocusEvent, typed: &str) {
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(input) = input.filter(|input| input.value() != typed) {
        input.set_value(typed);
        input.select();
    }
}

/// Whether the focus went elsewhere in the page. Where only the window lost it, one goes on typing afterwards.
pub(super) fn left(event: &leptos::ev::FocusEvent) -> bool {
    let field = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    document().active_element() != field
}

/// A sum in a [`TextField`](super::TextField): its sign, how it is shown while nobody is typing, and how it is kept.
#[derive(Clone, Copy)]
pub struct Sum {
    pub(super) sign: &'static str,
    pub(super) grouped: fn(Locale, &str) -> String,
    pub(super) ungroup: fn(&leptos::ev::FocusEvent, &str),
    pub(super) kept: fn(&str) -> String,
}

/// Whole rupiah.
pub const RUPIAH: Sum = Sum { sign: "Rp", grouped, ungroup, kept: numbers::kept };

/// One value of a row.
#[component]
pub fn Cell(
    /// JSON pointer of the value in the request.
    #[prop(into)]
    pointer: Signal<String>,
    /// What it holds, for those who cannot see the heading.
    #[prop(into)]
    label: TextProp,
    /// The text; digits only where it is a whole number.
    value: RwSignal<String>,
    /// What it takes.
    #[prop(optional)]
    kind: CellKind,
    /// Id of a `<datalist>` with suggestions.
    #[prop(optional, into)]
    list: Option<String>,
    /// An example or what is taken when it stays empty.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    /// Most characters.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Cannot be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Keys that mean something here; those it handles it keeps from the browser.
    #[prop(optional, into)]
    on_key: Option<Callback<leptos::ev::KeyboardEvent>>,
    /// `data-test` of the input.
    #[prop(optional)]
    test: Option<&'static str>,
) -> impl IntoView {
    let i18n = use_i18n();
    let form = use_context::<Form>();
    let id = ids::unique("cell");
    let error = Memo::new(move |_| {
        let error = form?.error_at(&pointer.get())?;
        Some(field_error_text(i18n.get_locale(), &error))
    });
    let (described, shown_id) = (format!("{id}-error"), format!("{id}-error"));
    // What stands in the field while somebody types: separators are not taken from under their hands.
    let typing = RwSignal::new(None::<String>);
    let shown = move || {
        let locale = i18n.get_locale();
        let text = value.get();
        match typing.get() {
            None if kind == CellKind::Money => grouped(locale, &text),
            Some(typed) if kind == CellKind::Money && numbers::kept(&typed) == text => typed,
            // Not a sum, or something else was written meanwhile.
            _ => text,
        }
    };
    let numeric = kind != CellKind::Text;
    let inputmode = match kind {
        CellKind::Text => None,
        CellKind::Whole | CellKind::Money => Some("numeric"),
        CellKind::Percent => Some("decimal"),
    };
    view! {
        <span class="cell" class:cell--num=numeric class:is-invalid=move || error.with(Option::is_some) data-pointer=move || pointer.get()>
            <input
                class="cell__input"
                type="text"
                autocomplete="off"
                inputmode=inputmode
                list=list
                maxlength=maxlength.map(|most| most.to_string())
                placeholder=move || placeholder.as_ref().map(TextProp::get)
                disabled=move || disabled.get()
                data-test=test
                aria-label=move || label.get()
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || error.with(Option::is_some).then(|| described.clone())
                prop:value=shown
                on:focus=move |event| {
                    value.with_untracked(|text| ungroup(&event, text));
                    typing.set(Some(value.get_untracked()));
                }
                on:blur=move |event| {
                    if left(&event) {
                        typing.set(None);
                    }
                }
                on:keydown=move |event| {
                    if let Some(on_key) = on_key {
                        on_key.run(event);
                    }
                }
                on:input=move |event| {
                    let text = event_target_value(&event);
                    match kind {
                        CellKind::Text | CellKind::Percent => value.set(text),
                        CellKind::Whole => value.set(digits(&text)),
                        CellKind::Money => {
                            value.set(numbers::kept(&text));
                            typing.set(Some(text));
                        }
                    }
                    if let Some(form) = form {
                        form.clear(&pointer.get_untracked());
                    }
                }
            />
            {move || error.get().map(|error| view! { <span class="cell__error" id=shown_id.clone()>{error}</span> })}
        </span>
    }
    .into_any()
}
