//! A secret that is shown once.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::clipboard;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{Button, ButtonKind, Dialog, Icon, toast};

/// What is shown, and whether it still is. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct Told {
    open: RwSignal<bool>,
    secret: RwSignal<String>,
}

impl Told {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), secret: RwSignal::new(String::new()) }
    }

    /// Shows a secret.
    pub fn show(self, secret: String) {
        self.secret.set(secret);
        self.open.set(true);
    }
}

/// The dialog in which a secret is shown.
#[component]
pub(super) fn SecretDialog(told: Told) -> impl IntoView {
    let i18n = use_i18n();
    view! { <Dialog open=told.open title=move || t_string!(i18n, programs.secret.title)><Shown told/></Dialog> }.into_any()
}

#[component]
fn Shown(told: Told) -> impl IntoView {
    let i18n = use_i18n();
    let copy = move || {
        let written = clipboard::write(&told.secret.get_untracked());
        spawn_local(async move {
            if written.await {
                toast::success(tu_string!(i18n, programs.secret.copied));
            } else {
                toast::failure(tu_string!(i18n, programs.secret.not_copied));
            }
        });
    };
    // Closed, it is gone for good.
    let close = move || {
        told.open.set(false);
        told.secret.set(String::new());
    };
    view! {
        <div class="stack">
            <div class="notice tone-warning">
                <Icon icon=icondata::LuTriangleAlert/>
                <p>{move || t_string!(i18n, programs.secret.once)}</p>
            </div>
            <code class="secret-once" tabindex="0" data-test="secret">{move || told.secret.get()}</code>
            <div class="row">
                <Button kind=ButtonKind::Primary icon=icondata::LuCopy on_click=copy attr:data-test="copy-secret">
                    {move || t_string!(i18n, programs.secret.copy)}
                </Button>
                <Button on_click=close attr:data-test="secret-kept">{move || t_string!(i18n, programs.secret.kept)}</Button>
            </div>
        </div>
    }
    .into_any()
}
