//! A picture of which there is one: dropped or chosen, replaced, taken away.

use leptos::html;
use leptos::prelude::*;
use web_sys::{File, FileList};

use crate::api::ApiError;
use crate::i18n;
use crate::ui::{
    Button, ButtonKind, ButtonSize, DropZone, FileChooser, Icon, PICTURES, choose_files, error_text, field_error_text,
};

/// How the sending of a picture stands. Cheap to copy.
#[derive(Clone, Copy)]
pub struct OnePicture {
    /// How much is sent, while it is on its way.
    percent: RwSignal<Option<u8>>,
    /// Why it is not taken.
    failure: RwSignal<Option<String>>,
}

impl OnePicture {
    /// Nothing is on its way.
    #[must_use]
    pub fn idle() -> Self {
        Self { percent: RwSignal::new(None), failure: RwSignal::new(None) }
    }

    /// Something else is tried: what went wrong before is of no interest.
    pub fn begin(self) {
        self.failure.set(None);
    }

    /// So much is sent.
    pub fn told(self, percent: u8) {
        self.percent.try_set(Some(percent));
    }

    /// The server has answered; what went wrong is shown. The page may be gone by now.
    ///
    /// # Errors
    /// The answer's.
    pub fn end<T>(self, answer: Result<T, ApiError>) -> Result<T, ApiError> {
        self.percent.try_set(None);
        if let Err(error) = &answer {
            let locale = i18n::current();
            let text = error.fields().first().map_or_else(|| error_text(locale, error), |field| field_error_text(locale, field));
            self.failure.try_set(Some(text));
        }
        answer
    }
}

/// Lets a picture be chosen, or taken away. What is shown of it comes from whoever asks.
#[component]
pub fn PicturePicker(
    /// How its sending stands.
    picture: OnePicture,
    /// The class of what files can be dropped on.
    class: &'static str,
    /// Whether there is one.
    #[prop(into)]
    there: Signal<bool>,
    /// What it is.
    #[prop(into)]
    name: TextProp,
    /// What the button says that chooses one.
    #[prop(into)]
    choose: TextProp,
    /// What the button says that takes it away.
    #[prop(into)]
    remove: TextProp,
    /// One was dropped or chosen.
    #[prop(into)]
    on_file: Callback<File>,
    /// It is to be taken away.
    #[prop(into)]
    on_remove: Callback<()>,
    children: Children,
) -> impl IntoView {
    let OnePicture { percent, failure } = picture;
    let chooser = NodeRef::<html::Input>::new();
    let take = Callback::new(move |files: FileList| {
        if let Some(file) = files.item(0) {
            on_file.run(file);
        }
    });
    let label = choose.clone();
    let bar = move || {
        let name = name.clone();
        percent.get().map(|sent| view! { <progress max="100" value=sent.to_string() aria-label=move || name.get()></progress> })
    };
    view! {
        <DropZone class=class on_files=take>
            {children()}
            <div class="stack">
                <FileChooser chooser accept=PICTURES label on_files=take attr:data-test="picture-file"/>
                <div class="row">
                    <Button
                        size=ButtonSize::Small
                        icon=icondata::LuImagePlus
                        loading=Signal::derive(move || percent.with(Option::is_some))
                        on_click=move || choose_files(chooser)
                    >
                        {move || choose.get()}
                    </Button>
                    <Show when=move || there.get()>
                        <RemoveButton remove=remove.clone() on_remove/>
                    </Show>
                </div>
                {bar}
                {move || failure.get().map(|text| view! { <p class="field__error" role="alert"><Icon icon=icondata::LuCircleAlert/><span>{text}</span></p> })}
            </div>
        </DropZone>
    }
    .into_any()
}

#[component]
fn RemoveButton(remove: TextProp, on_remove: Callback<()>) -> impl IntoView {
    view! {
        <Button size=ButtonSize::Small kind=ButtonKind::Quiet on_click=on_remove attr:data-test="picture-remove">
            {move || remove.get()}
        </Button>
    }
    .into_any()
}
