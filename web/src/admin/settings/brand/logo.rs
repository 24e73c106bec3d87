//! Choosing the store's logo.

use leptos::prelude::*;
use shared::brand::StaffStoreBrand;
use shared::problem::ErrorCode;

use super::{Saved, repaint};
use crate::admin::one_picture::{OnePicture, PicturePicker};
use crate::api::{ApiError, store};
use crate::i18n::{self, t_string, td_string, use_i18n};
use crate::ui::toast;

/// Shows the logo; chooses another one, or none.
#[component]
pub(super) fn LogoPicker(saved: Saved) -> impl IntoView {
    let i18n = use_i18n();
    let picture = OnePicture::idle();
    let take = move |before: i32, answer: Result<StaffStoreBrand, ApiError>| match picture.end(answer) {
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
        Err(error) if error.is(ErrorCode::Stale) => {
            // What somebody else chose meanwhile is shown, and may then be replaced.
            leptos::task::spawn_local(async move {
                if let Ok(brand) = store::get_store_brand().await {
                    saved.learn(&brand);
                }
            });
        }
        Err(_) => {}
    };
    let send = move |file: web_sys::File| {
        picture.begin();
        picture.told(0);
        let before = saved.revision.get_value();
        leptos::task::spawn_local(async move {
            let sent = store::set_store_logo(before, &file, move |percent| picture.told(percent));
            take(before, sent.await);
        });
    };
    let remove = move || {
        picture.begin();
        let before = saved.revision.get_value();
        let answer = store::remove_store_logo(before);
        leptos::task::spawn_local(async move { take(before, answer.await) });
    };
    view! {
        <PicturePicker
            picture
            class="stack"
            there=Signal::derive(move || saved.logo.with(Option::is_some))
            name=move || t_string!(i18n, office.brand.logo)
            choose=move || t_string!(i18n, office.brand.choose)
            remove=move || t_string!(i18n, office.brand.remove)
            on_file=send
            on_remove=remove
        >
            <p class="muted small">
                {move || if saved.logo.with(Option::is_some) { t_string!(i18n, office.brand.kinds) } else { t_string!(i18n, office.brand.none) }}
            </p>
        </PicturePicker>
    }
    .into_any()
}
