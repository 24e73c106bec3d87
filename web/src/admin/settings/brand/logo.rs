//! Choosing the store's logo.

use leptos::html;
use leptos::prelude::*;
use shared::brand::StaffStoreBrand;
use shared::problem::ErrorCode;

use super::{Saved, repaint};
use crate::api::{ApiError, store};
use crate::i18n::{self, t_string, td_string, use_i18n};
use crate::ui::{Button, ButtonKind, ButtonSize, Icon, error_text, field_error_text, toast};

/// Shows the logo; chooses another one, or none.
#[component]
pub(super) fn LogoPicker(saved: Saved) -> impl IntoView {
    let i18n = use_i18n();
    let picker = NodeRef::<html::Input>::new();
    let percent = RwSignal::new(None::<u8>);
    let failure = RwSignal::new(None::<String>);
    let take = move |before: i32, answer: Result<StaffStoreBrand, ApiError>| {
        percent.try_set(None);
        match answer {
            Ok(brand) => {
                saved.changed_logo(before, &brand);
                repaint(brand.revision);
                let locale = i18n::current();
                toast::success(if brand.logo.is_some() {
                    td_string!(locale, office.brand.logo_saved)
                } else {
                    td_string!(locale, office.brand.logo_removed)
                });
            }
            Err(error) => {
                let locale = i18n::current();
                let text =
                    error.fields().first().map_or_else(|| error_text(locale, &error), |field| field_error_text(locale, field));
                failure.try_set(Some(text));
                if error.is(ErrorCode::Stale) {
                    // What somebody else chose meanwhile is shown, and may then be replaced.
                    leptos::task::spawn_local(async move {
                        if let Ok(brand) = store::get_store_brand().await {
                            saved.learn(&brand);
                        }
                    });
                }
            }
        }
    };
    let send = move |file: web_sys::File| {
        failure.set(None);
        percent.set(Some(0));
        let before = saved.revision.get_value();
        leptos::task::spawn_local(async move {
            let sent = store::set_store_logo(before, &file, move |sent| {
                percent.try_set(Some(sent));
            });
            take(before, sent.await);
        });
    };
    let remove = move || {
        failure.set(None);
        let before = saved.revision.get_value();
        let answer = store::remove_store_logo(before);
        leptos::task::spawn_local(async move { take(before, answer.await) });
    };
    view! {
        <div
            class="brand-logo stack"
            on:dragover=move |event| event.prevent_default()
            on:drop=move |event| {
                event.prevent_default();
                if let Some(file) = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.item(0)) {
                    send(file);
                }
            }
        >
            <p class="muted small">
                {move || if saved.logo.with(Option::is_some) { t_string!(i18n, office.brand.kinds) } else { t_string!(i18n, office.brand.none) }}
            </p>
            <input
                class="visually-hidden"
                node_ref=picker
                type="file"
                accept="image/jpeg,image/png,image/webp"
                tabindex="-1"
                aria-label=move || t_string!(i18n, office.brand.choose)
                data-test="logo-file"
                on:change=move |_| {
                    if let Some(input) = picker.get_untracked() {
                        if let Some(file) = input.files().and_then(|files| files.item(0)) {
                            send(file);
                        }
                        input.set_value("");
                    }
                }
            />
            <div class="row">
                <Button
                    size=ButtonSize::Small
                    icon=icondata::LuImagePlus
                    loading=Signal::derive(move || percent.with(Option::is_some))
                    on_click=move || {
                        if let Some(input) = picker.get_untracked() {
                            input.click();
                        }
                    }
                >
                    {move || t_string!(i18n, office.brand.choose)}
                </Button>
                <Show when=move || saved.logo.with(Option::is_some)>
                    <Button size=ButtonSize::Small kind=ButtonKind::Quiet on_click=remove attr:data-test="logo-remove">
                        {move || t_string!(i18n, office.brand.remove)}
                    </Button>
                </Show>
            </div>
            {move || {
                percent
                    .get()
                    .map(|sent| view! { <progress max="100" value=sent.to_string() aria-label=move || t_string!(i18n, office.brand.logo)></progress> })
            }}
            {move || failure.get().map(|text| view! { <p class="field__error" role="alert"><Icon icon=icondata::LuCircleAlert/><span>{text}</span></p> })}
        </div>
    }
    .into_any()
}
