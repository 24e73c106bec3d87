//! Editing what others may be editing, too: nothing is overwritten unseen.
//!
//! ```ignore
//! let editor = use_editor(
//!     form, Version { value: store.details, revision: store.revision },
//!     move || draft.read(), move |details| draft.write(&details),
//!     || async { … read it anew … }, |details, revision| async move { … save it … },
//!     move |saved| toast::success(…),
//! );
//! view! { <FormView form on_submit=move || editor.save()> … </FormView> <ConflictDialog editor label value/> }
//! ```

use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::diff::{changes, merge};
use shared::problem::ErrorCode;
use shared::validate::Validate;

use super::button::{Button, ButtonKind};
use super::dialog::Dialog;
use super::form::Form;
use super::unsaved::guard_unsaved;
use crate::api::ApiError;
use crate::i18n::{Locale, t_string, use_i18n};

/// Something that is edited, at one of its revisions.
#[derive(Clone, Debug, PartialEq)]
pub struct Version<T> {
    /// What it holds.
    pub value: T,
    /// Which revision that is.
    pub revision: i32,
}

/// What can be edited: compared, and put together field by field.
pub trait Editable: Clone + PartialEq + Serialize + DeserializeOwned + Validate + Send + Sync + 'static {}
impl<T: Clone + PartialEq + Serialize + DeserializeOwned + Validate + Send + Sync + 'static> Editable for T {}

type Answer<T> = Pin<Box<dyn Future<Output = Result<Version<T>, ApiError>>>>;

struct Calls<T> {
    load: Rc<dyn Fn() -> Answer<T>>,
    save: Rc<dyn Fn(T, i32) -> Answer<T>>,
}

impl<T> Clone for Calls<T> {
    fn clone(&self) -> Self {
        Self { load: self.load.clone(), save: self.save.clone() }
    }
}

/// The state of editing one thing. Cheap to copy.
pub struct Editor<T: Editable> {
    form: Form,
    dirty: Signal<bool>,
    base: RwSignal<Version<T>>,
    theirs: RwSignal<Option<Version<T>>>,
    read: Callback<(), T>,
    write: Callback<T>,
    saved: Callback<Version<T>>,
    calls: StoredValue<Calls<T>, LocalStorage>,
}

impl<T: Editable> Clone for Editor<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Editable> Copy for Editor<T> {}

enum Outcome<T> {
    Saved(Version<T>),
    /// Somebody else was faster.
    Stale(Version<T>),
}

/// Edits `loaded`. `read` puts the draft together out of the fields' signals, `write` fills them;
/// `load` reads the thing anew, `save` sends a draft with the revision it was made to.
pub fn use_editor<T, L, S>(
    form: Form,
    loaded: Version<T>,
    read: impl Fn() -> T + Send + Sync + 'static,
    write: impl Fn(T) + Send + Sync + 'static,
    load: impl Fn() -> L + 'static,
    save: impl Fn(T, i32) -> S + 'static,
    saved: impl Fn(Version<T>) + Send + Sync + 'static,
) -> Editor<T>
where
    T: Editable,
    L: Future<Output = Result<Version<T>, ApiError>> + 'static,
    S: Future<Output = Result<Version<T>, ApiError>> + 'static,
{
    let load = Rc::new(move || -> Answer<T> { Box::pin(load()) });
    let save = Rc::new(move |draft, revision| -> Answer<T> { Box::pin(save(draft, revision)) });
    let base = RwSignal::new(loaded);
    let read = Callback::new(move |()| read());
    let dirty = Memo::new(move |_| base.with(|base| base.value != read.run(())));
    guard_unsaved(dirty);
    Editor {
        form,
        dirty: dirty.into(),
        base,
        theirs: RwSignal::new(None),
        read,
        write: Callback::new(write),
        saved: Callback::new(saved),
        calls: StoredValue::new_local(Calls { load, save }),
    }
}

impl<T: Editable> Editor<T> {
    /// The form that shows its fields.
    #[must_use]
    pub fn form(self) -> Form {
        self.form
    }

    /// Whether there is something to save.
    #[must_use]
    pub fn dirty(self) -> Signal<bool> {
        self.dirty
    }

    /// Goes back to what was loaded or saved last.
    pub fn reset(self) {
        self.write.run(self.base.with_untracked(|base| base.value.clone()));
    }

    /// Checks the draft and sends it, unless nothing was changed. When somebody else was faster, their version is
    /// read, and [`ConflictDialog`] asks what shall be.
    pub fn save(self) {
        let draft = untrack(move || self.read.run(()));
        if self.base.with_untracked(|base| base.value != draft) {
            self.send();
        }
    }

    /// Like [`Editor::save`], also where nothing was changed: for a dialog whose button is the way on, and for what is new
    /// and right as it begins.
    pub fn send(self) {
        let draft = untrack(move || self.read.run(()));
        if let Err(errors) = draft.validate() {
            self.form.reject(errors);
            return;
        }
        let revision = self.base.with_untracked(|base| base.revision);
        let Some(calls) = self.calls.try_get_value() else { return };
        let sent = draft.clone();
        let attempt = async move {
            match (calls.save)(sent, revision).await {
                Ok(version) => Ok(Outcome::Saved(version)),
                Err(error) if error.is(ErrorCode::Stale) => (calls.load)().await.map(Outcome::Stale),
                Err(error) => Err(error),
            }
        };
        self.form.run(attempt, move |outcome| match outcome {
            Outcome::Saved(version) => {
                // What was typed while it was being saved stays, unsaved.
                if untrack(move || self.read.run(())) == draft {
                    self.write.run(version.value.clone());
                }
                self.base.set(version.clone());
                self.saved.run(version);
            }
            Outcome::Stale(theirs) => self.theirs.set(Some(theirs)),
        });
    }

    /// Gives up the draft for what somebody else saved.
    fn take_theirs(self) {
        if let Some(theirs) = self.theirs.get_untracked() {
            self.write.run(theirs.value.clone());
            self.base.set(theirs);
        }
        self.theirs.set(None);
    }

    /// Puts one's own changes onto what somebody else saved, and saves that.
    fn keep_mine(self) {
        let Some(theirs) = self.theirs.get_untracked() else { return };
        let mine = untrack(move || self.read.run(()));
        let base = self.base.with_untracked(|base| json(&base.value));
        let merged = serde_json::from_value(merge(&base, json(&mine), json(&theirs.value))).unwrap_or(mine);
        self.write.run(merged);
        self.base.set(theirs);
        self.theirs.set(None);
        self.save();
    }
}

/// The foot of a form that edits: whether there is something to save, back to what was, and save.
#[component]
pub fn SaveBar<T: Editable>(
    /// What it saves.
    editor: Editor<T>,
) -> impl IntoView {
    let i18n = use_i18n();
    let dirty = editor.dirty();
    let state = move || {
        if dirty.get() {
            t_string!(i18n, common.form.unsaved)
        } else if editor.base.with(|base| base.revision == 0) {
            // What was never saved is not saved.
            t_string!(i18n, common.form.untouched)
        } else {
            t_string!(i18n, common.form.all_saved)
        }
    };
    view! {
        <div class="save-bar" class:is-dirty=move || dirty.get()>
            <p role="status" class="save-bar__state">{state}</p>
            <Show when=move || dirty.get()>
                <Button kind=ButtonKind::Quiet on_click=move || editor.reset() attr:data-test="reset">
                    {move || t_string!(i18n, common.form.reset)}
                </Button>
            </Show>
            <Button submit=true kind=ButtonKind::Primary loading=editor.form.busy() attr:data-test="save">
                {move || t_string!(i18n, common.action.save)}
            </Button>
        </div>
    }
    .into_any()
}

/// A value of a [`ConflictDialog`] that people read as it stands: texts and figures.
#[must_use]
pub fn as_it_stands(_: Locale, _: &str, value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn json<T: Serialize>(value: &T) -> Value {
    // The types of `shared` always serialise.
    serde_json::to_value(value).unwrap_or_default()
}

/// A field that is not the same in both versions.
struct Difference {
    field: String,
    mine: Option<Value>,
    theirs: Option<Value>,
    i_changed: bool,
    they_changed: bool,
}

fn differences<T: Editable>(base: &T, mine: &T, theirs: &T) -> Vec<Difference> {
    let (base, mine, theirs) = (json(base), json(mine), json(theirs));
    let by_me = changes(Some(&base), Some(&mine));
    let by_them = changes(Some(&base), Some(&theirs));
    changes(Some(&mine), Some(&theirs))
        .into_iter()
        .map(|change| Difference {
            i_changed: by_me.iter().any(|own| own.field == change.field),
            they_changed: by_them.iter().any(|own| own.field == change.field),
            field: change.field,
            mine: change.before,
            theirs: change.after,
        })
        .collect()
}

/// Asks what shall be when two have changed the same thing: shows what differs, and takes theirs or
/// puts mine on top.
#[component]
pub fn ConflictDialog<T: Editable>(
    /// Whose conflict.
    editor: Editor<T>,
    /// What a field is called, such as `address.city`.
    label: fn(Locale, &str) -> String,
    /// A field's value as people read it.
    value: fn(Locale, &str, &Value) -> String,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(editor.theirs.with(Option::is_some)));
    // Closed by Esc: the draft stays, and saving again asks again.
    Effect::new(move |_| {
        if !open.get() && editor.theirs.with_untracked(Option::is_some) {
            editor.theirs.set(None);
        }
    });
    let rows = move || {
        let locale = i18n.get_locale();
        let Some(theirs) = editor.theirs.get() else { return Vec::new() };
        let mine = untrack(move || editor.read.run(()));
        editor
            .base
            .with_untracked(|base| differences(&base.value, &mine, &theirs.value))
            .into_iter()
            .map(|row| {
                let text = |given: &Option<Value>| {
                    given.as_ref().map_or_else(|| "–".to_owned(), |given| value(locale, &row.field, given))
                };
                let (mine, theirs) = (text(&row.mine), text(&row.theirs));
                view! {
                    <tr>
                        <th scope="row">{label(locale, &row.field)}</th>
                        <td class:is-changed=row.i_changed>{mine}</td>
                        <td class:is-changed=row.they_changed>{theirs}</td>
                    </tr>
                }
            })
            .collect::<Vec<_>>()
    };
    let footer = move || {
        view! {
            <Button kind=ButtonKind::Quiet on_click=move || open.set(false)>{move || t_string!(i18n, common.action.cancel)}</Button>
            <Button kind=ButtonKind::Secondary on_click=move || editor.take_theirs() attr:data-test="conflict-theirs">
                {move || t_string!(i18n, common.conflict.theirs)}
            </Button>
            <Button kind=ButtonKind::Primary on_click=move || editor.keep_mine() attr:data-test="conflict-mine">
                {move || t_string!(i18n, common.conflict.mine)}
            </Button>
        }
    };
    view! {
        <Dialog open title=move || t_string!(i18n, common.conflict.title) footer wide=true>
            <div class="conflict" data-test="conflict">
                <p>{move || t_string!(i18n, common.conflict.text)}</p>
                <div class="table-wrap" tabindex="0" role="region" aria-label=move || t_string!(i18n, common.conflict.differences)>
                    <table class="table conflict__table">
                        <caption class="visually-hidden">{move || t_string!(i18n, common.conflict.differences)}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{move || t_string!(i18n, common.conflict.field)}</th>
                                <th scope="col">{move || t_string!(i18n, common.conflict.yours)}</th>
                                <th scope="col">{move || t_string!(i18n, common.conflict.others)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="muted small">{move || t_string!(i18n, common.conflict.merge)}</p>
            </div>
        </Dialog>
    }
    .into_any()
}
