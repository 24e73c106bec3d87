//! Files that are dropped or chosen.

use leptos::html;
use leptos::prelude::*;
use web_sys::FileList;

/// The pictures that the server takes, for [`FileChooser`].
pub const PICTURES: &str = "image/jpeg,image/png,image/webp";

/// A place to drop files on. It has the class `is-over` while some are held over it.
#[component]
pub fn DropZone(
    /// Its class.
    class: &'static str,
    /// Files were dropped.
    #[prop(into)]
    on_files: Callback<FileList>,
    children: Children,
) -> impl IntoView {
    // Entering a part of it is told before leaving the part before.
    let over = RwSignal::new(0_i32);
    let carries_files = |event: &leptos::ev::DragEvent| {
        event.data_transfer().is_some_and(|data| data.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files")))
    };
    view! {
        <div
            class=class
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
                    if let Some(files) = event.data_transfer().and_then(|data| data.files()) {
                        on_files.run(files);
                    }
                }
            }
        >
            {children()}
        </div>
    }
    .into_any()
}

/// The field that files are chosen by. It is out of sight: a button opens it by [`choose_files`].
#[component]
pub fn FileChooser(
    /// Where the button finds it.
    chooser: NodeRef<html::Input>,
    /// The kinds that are offered. The server looks into the file itself.
    accept: &'static str,
    /// Takes several at once.
    #[prop(optional)]
    multiple: bool,
    /// Names it.
    #[prop(into)]
    label: TextProp,
    /// Files were chosen.
    #[prop(into)]
    on_files: Callback<FileList>,
) -> impl IntoView {
    view! {
        <input
            node_ref=chooser
            class="visually-hidden"
            type="file"
            multiple=multiple
            accept=accept
            tabindex="-1"
            aria-label=move || label.get()
            on:change=move |_| {
                if let Some(input) = chooser.get_untracked() {
                    if let Some(files) = input.files() {
                        on_files.run(files);
                    }
                    // The same file again is a change again.
                    input.set_value("");
                }
            }
        />
    }
    .into_any()
}

/// Lets files be chosen.
pub fn choose_files(chooser: NodeRef<html::Input>) {
    if let Some(input) = chooser.get_untracked() {
        input.click();
    }
}
