//! Ticks for words that a key or a webhook has some of.

use leptos::prelude::*;
use shared::permission::Permission;

use crate::i18n::{Locale, use_i18n};
use crate::session::use_session;
use crate::ui::{Form, ids};

/// A tick for each word; those whose permission one does not hold oneself cannot be given.
#[component]
pub(super) fn Ticks<T>(
    /// The form it stands in.
    form: Form,
    /// Where the server objects.
    pointer: &'static str,
    /// What they are about.
    #[prop(into)]
    legend: TextProp,
    /// The words, in order.
    all: Vec<T>,
    /// Those that are ticked.
    picked: RwSignal<Vec<T>>,
    /// The word itself.
    word: fn(T) -> &'static str,
    /// What it is called.
    name: fn(Locale, T) -> &'static str,
    /// Who may give it.
    needs: fn(T) -> Permission,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let i18n = use_i18n();
    let session = use_session();
    let ticks = all
        .into_iter()
        .map(|one| {
            let held = session.with_untracked(|session| session.can(needs(one)));
            let tick = move |changed: leptos::ev::Event| {
                let on = event_target_checked(&changed);
                picked.update(|picked| {
                    picked.retain(|known| *known != one);
                    if on {
                        picked.push(one);
                    }
                });
                form.clear(pointer);
            };
            view! {
                <label class="tick">
                    <input
                        type="checkbox"
                        class="matrix__tick"
                        data-test="tick"
                        data-word=word(one)
                        disabled=!held
                        prop:checked=move || picked.with(|picked| picked.contains(&one))
                        on:change=tick
                    />
                    <span class="two-lines">
                        <span>{move || name(i18n.get_locale(), one)}</span>
                        <code class="muted small">{word(one)}</code>
                    </span>
                </label>
            }
        })
        .collect_view();
    let error = move || form.error_text_under(i18n.get_locale(), pointer);
    let error_id = ids::unique("error");
    let described_by = {
        let error_id = error_id.clone();
        move || error().map(|_| error_id.clone())
    };
    view! {
        <fieldset class="ticks" data-pointer=pointer aria-describedby=described_by>
            <legend class="field__label">{move || legend.get()}</legend>
            <div class="method-ticks">{ticks}</div>
            {move || error().map(|text| view! { <p class="field__error" role="alert" id=error_id.clone()>{text}</p> })}
        </fieldset>
    }
    .into_any()
}
