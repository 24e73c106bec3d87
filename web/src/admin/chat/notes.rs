//! What staff note about a room. Two may write at once: nothing is overwritten unseen.

use leptos::prelude::*;
use serde_json::Value;
use shared::chat::{ChatRoomChange, ChatRoomDetail};
use shared::ids::ChatRoomId;
use shared::problem::ErrorCode;

use super::opened::Opened;
use crate::api::{ApiError, chat};
use crate::i18n::{Locale, t_string, td_string, tu_string, use_i18n};
use crate::ui::{ConflictDialog, Form, FormView, SaveBar, TextArea, Version, guard_unsaved, toast, use_editor};

/// The notes as the server has them, at a revision of the room.
#[derive(Clone, Debug, Default, PartialEq)]
struct Stored {
    revision: i32,
    notes: String,
}

impl Stored {
    fn of(detail: &ChatRoomDetail) -> Self {
        Self { revision: detail.revision, notes: detail.notes.clone() }
    }
}

/// The notes that are being written; they outlive the place where they are shown. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Notes {
    opened: Opened,
    text: RwSignal<String>,
    /// What the text was made of.
    base: RwSignal<Stored>,
    /// Counts what others wrote meanwhile: then the editor begins anew.
    edition: RwSignal<u32>,
}

impl Notes {
    /// The notes of a room.
    pub(super) fn new(opened: Opened) -> Self {
        let stored = opened.now().map(|detail| Stored::of(&detail)).unwrap_or_default();
        let (text, base) = (RwSignal::new(stored.notes.clone()), RwSignal::new(stored));
        let edition: RwSignal<u32> = RwSignal::new(0);
        guard_unsaved(Memo::new(move |_| text.with(|text| base.with(|base| *text != base.notes))));
        // What somebody else noted is shown at once, unless one is writing: then saving asks.
        let theirs = opened.part(Stored::of);
        Effect::new(move |_| {
            let Some(theirs) = theirs.get() else { return };
            let (known, clean) =
                untrack(|| base.with(|base| (base.notes == theirs.notes, text.with(|text| *text == base.notes))));
            if known {
                base.set(theirs);
            } else if clean {
                text.set(theirs.notes.clone());
                base.set(theirs);
                edition.update(|edition| *edition = edition.wrapping_add(1));
            }
        });
        Self { opened, text, base, edition }
    }
}

fn change(notes: &str) -> ChatRoomChange {
    ChatRoomChange { notes: Some(notes.to_owned()), ..ChatRoomChange::default() }
}

fn version(detail: &ChatRoomDetail) -> Version<ChatRoomChange> {
    Version { value: change(&detail.notes), revision: detail.revision }
}

/// Saves notes that were written to `base`. The room's revision also counts what is no note.
async fn save(id: ChatRoomId, draft: ChatRoomChange, revision: i32, base: String) -> Result<ChatRoomDetail, ApiError> {
    match chat::change_chat(id, revision, &draft).await {
        Err(error) if error.is(ErrorCode::Stale) => {
            let fresh = chat::get_chat(id).await?;
            if fresh.notes == base { chat::change_chat(id, fresh.revision, &draft).await } else { Err(error) }
        }
        answer => answer,
    }
}

fn field_name(locale: Locale, _: &str) -> String {
    td_string!(locale, console.notes.title).to_owned()
}

fn field_value(_: Locale, _: &str, value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The editor.
#[component]
pub(super) fn NotesForm(notes: Notes) -> impl IntoView {
    let edition = notes.edition;
    view! {
        {move || {
            edition.track();
            view! { <Writing notes/> }
        }}
    }
    .into_any()
}

#[component]
fn Writing(notes: Notes) -> impl IntoView {
    let i18n = use_i18n();
    let Notes { opened, text, base, .. } = notes;
    let id = opened.id;
    let form = Form::new();
    let loaded = base.with_untracked(|base| Version { value: change(&base.notes), revision: base.revision });
    // What somebody else saved, read when saving found it.
    let theirs: StoredValue<Option<Stored>> = StoredValue::new(None);
    let editor = use_editor(
        form,
        loaded,
        move || change(&text.get()),
        move |value: ChatRoomChange| {
            let written = value.notes.unwrap_or_default();
            // Taken over: from now on it is what one's own are made of.
            if let Some(stored) = theirs.get_value().filter(|stored| stored.notes == written) {
                base.set(stored);
            }
            text.set(written);
        },
        move || async move {
            chat::get_chat(id).await.map(|detail| {
                theirs.try_set_value(Some(Stored::of(&detail)));
                version(&detail)
            })
        },
        move |draft: ChatRoomChange, revision: i32| async move {
            let written_to = base.with_untracked(|base| base.notes.clone());
            save(id, draft, revision, written_to).await.map(|detail| {
                opened.take(detail.clone());
                version(&detail)
            })
        },
        move |saved: Version<ChatRoomChange>| {
            base.set(Stored { revision: saved.revision, notes: saved.value.notes.unwrap_or_default() });
            toast::success(tu_string!(i18n, console.notes.saved));
        },
    );
    view! {
        <FormView form on_submit=move || editor.save()>
            <TextArea
                pointer="/notes"
                label=move || t_string!(i18n, console.notes.title)
                hint=move || t_string!(i18n, console.notes.hint)
                value=text
                rows=4
                maxlength=4000
                optional=true
            />
            <SaveBar editor/>
        </FormView>
        <ConflictDialog editor label=field_name value=field_value/>
    }
    .into_any()
}
