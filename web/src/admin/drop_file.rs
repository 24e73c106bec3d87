//! A place to drop one file, or to choose it.

use leptos::html;
use leptos::prelude::*;
use web_sys::File;

use crate::i18n::{t_string, use_i18n};
use crate::ui::{Button, ButtonKind, Icon, ids};

/// Takes one CSV file.
#[component]
pub fn DropFile(
    /// What to drop here.
    #[prop(into)]
    title: TextProp,
    /// What is taken.
    #[prop(into)]
    hint: TextProp,
    /// Percent that is sent, while a file is on its way.
    #[prop(into)]
    sending: Signal<Option<u8>>,
    /// A file was dropped or chosen.
    #[prop(into)]
    on_file: Callback<File>,
) -> impl IntoView {
    let i18n = use_i18n();
    let picker = NodeRef::<html::Input>::new();
    let over = RwSignal::new(0_i32);
    let carries_files = |event: &leptos::ev::DragEvent| {
        event.data_transfer().is_some_and(|data| data.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files")))
    };
    let take = move |files: Option<web_sys::FileList>| {
        if let Some(file) = files.and_then(|files| files.item(0)).filter(|_| sending.get_untracked().is_none()) {
            on_file.run(file);
        }
    };
    let id = ids::unique("file");
    view! {
        <div
            class="gallery-edit"
            class:is-over=move || 0 < over.get()
            on:dragenter=move |event| {
                if carries_files(&event) {
                    event.prevent_default();
                    over.update(|over| *over += 1);
                }
            }
            on:dragover=move |event| {
                if carries_files(&event) {
                    event.prevent_default();
                }
            }
            on:dragleave=move |event| {
                if carries_files(&event) {
                    over.update(|over| *over = (*over - 1).max(0));
                }
            }
            on:drop=move |event| {
                if carries_files(&event) {
                    event.prevent_default();
                    over.set(0);
                    take(event.data_transfer().and_then(|data| data.files()));
                }
            }
        >
            <div class="drop">
                <Icon icon=icondata::LuFileSpreadsheet/>
                <p>
                    <strong>{move || title.get()}</strong>
                    <br/>
                    <span class="muted small">{move || hint.get()}</span>
                </p>
                <input
                    class="visually-hidden"
                    id=id
                    node_ref=picker
                    type="file"
                    accept=".csv,text/csv"
                    tabindex="-1"
                    aria-label=move || t_string!(i18n, intake.choose)
                    data-test="csv-file"
                    on:change=move |_| {
                        if let Some(input) = picker.get_untracked() {
                            take(input.files());
                            // The same file again is a change again.
                            input.set_value("");
                        }
                    }
                />
                <Button
                    kind=ButtonKind::Secondary
                    loading=Signal::derive(move || sending.get().is_some())
                    on_click=move || {
                        if let Some(input) = picker.get_untracked() {
                            input.click();
                        }
                    }
                >
                    {move || t_string!(i18n, intake.choose)}
                </Button>
            </div>
            {move || {
                sending
                    .get()
                    .map(|percent| view! { <progress class="intake__bar" max="100" value=percent.to_string() aria-label=move || t_string!(i18n, intake.sending)></progress> })
            }}
        </div>
    }
    .into_any()
}
