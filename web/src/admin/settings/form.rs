//! What the forms of the settings have in common: how they are loaded, saved and drawn.

use leptos::prelude::*;

use super::words;
use crate::api::ApiError;
use crate::i18n::{Locale, tu_string, use_i18n};
use crate::ui::{ConflictDialog, Editable, Editor, Form, FormView, SaveBar, Version, toast, use_editor};

/// Edits `settings`, whose `version` is what can be changed of them. `write` fills the fields, now and later, and `read`
/// gathers them; `load` and `save` answer the settings as they are then.
pub(super) fn use_settings<T, D, L, S>(
    settings: T,
    version: fn(T) -> Version<D>,
    read: impl Fn() -> D + Send + Sync + 'static,
    write: impl Fn(D) + Send + Sync + 'static,
    load: impl Fn() -> L + 'static,
    save: impl Fn(D, i32) -> S + 'static,
) -> Editor<D>
where
    T: 'static,
    D: Editable,
    L: Future<Output = Result<T, ApiError>> + 'static,
    S: Future<Output = Result<T, ApiError>> + 'static,
{
    let i18n = use_i18n();
    let first = version(settings);
    write(first.value.clone());
    use_editor(
        Form::new(),
        first,
        read,
        write,
        move || {
            let settings = load();
            async move { settings.await.map(version) }
        },
        move |details, revision| {
            let settings = save(details, revision);
            async move { settings.await.map(version) }
        },
        move |_| toast::success(tu_string!(i18n, people.settings.saved)),
    )
}

/// The form of a page of the settings: its cards, what saves them, and the question when somebody else was faster.
#[component]
pub(super) fn SettingsForm<T: Editable>(
    /// What is edited.
    editor: Editor<T>,
    /// What a field is called, where it is called otherwise than by its name.
    #[prop(optional)]
    label: Option<fn(Locale, &str) -> String>,
    children: Children,
) -> impl IntoView {
    let label = label.unwrap_or(words::plain_field);
    view! {
        <FormView form=editor.form() on_submit=move || editor.save()>
            <div class="settings">
                {children()}
                <SaveBar editor/>
            </div>
        </FormView>
        <ConflictDialog editor label value=words::store_value/>
    }
    .into_any()
}
