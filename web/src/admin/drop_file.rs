//! A place to drop files, or to choose them.

use leptos::html;
use leptos::prelude::*;
use web_sys::{File, FileList};

use crate::i18n::{t_string, use_i18n};
use crate::ui::{Button, ButtonKind, DropZone, FileChooser, Icon, choose_files};

/// What to drop, in words, and a button to choose it by; stands in a [`DropZone`].
#[component]
pub fn DropBox(
    /// What kind of file it is.
    #[prop(into)]
    icon: Signal<icondata::Icon>,
    /// What to drop here.
    #[prop(into)]
    title: TextProp,
    /// What is taken.
    #[prop(into)]
    hint: TextProp,
    /// What the button says.
    #[prop(into)]
    choose: TextProp,
    /// The kinds that are offered.
    accept: &'static str,
    /// Takes several at once.
    #[prop(optional)]
    multiple: bool,
    /// One is on its way, and no other is chosen meanwhile.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// Names the field for tests.
    test: &'static str,
    /// Files were chosen.
    #[prop(into)]
    on_files: Callback<FileList>,
) -> impl IntoView {
    let chooser = NodeRef::<html::Input>::new();
    let label = choose.clone();
    view! {
        <div class="drop">
            <Icon icon/>
            <p>
                <strong>{move || title.get()}</strong>
                <br/>
                <span class="muted small">{move || hint.get()}</span>
            </p>
            <FileChooser chooser accept multiple label on_files attr:data-test=test/>
            <Button kind=ButtonKind::Secondary loading on_click=move || choose_files(chooser)>
                {move || choose.get()}
            </Button>
        </div>
    }
    .into_any()
}

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
    let take = Callback::new(move |files: FileList| {
        if let Some(file) = files.item(0).filter(|_| sending.get_untracked().is_none()) {
            on_file.run(file);
        }
    });
    view! {
        <DropZone class="gallery-edit" on_files=take>
            <DropBox
                icon=icondata::LuFileSpreadsheet
                title
                hint
                choose=move || t_string!(i18n, intake.choose)
                accept=".csv,text/csv"
                loading=Signal::derive(move || sending.get().is_some())
                test="csv-file"
                on_files=take
            />
            {move || {
                sending
                    .get()
                    .map(|percent| view! { <progress class="intake__bar" max="100" value=percent.to_string() aria-label=move || t_string!(i18n, intake.sending)></progress> })
            }}
        </DropZone>
    }
    .into_any()
}
