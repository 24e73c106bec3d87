//! One's notifications.

use leptos::prelude::*;

use super::AccountFrame;
use crate::i18n::{t_string, use_i18n};
use crate::inbox::{Area, NotificationList};
use crate::routes;
use crate::session::Guard;
use crate::ui::PageHead;

/// All of one's notifications.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, inbox.title)/>
        <Guard sign_in=routes::shop::sign_in_then>
            <AccountFrame title=move || t_string!(i18n, inbox.title)>
                <NotificationList area=Area::Shop/>
            </AccountFrame>
        </Guard>
    }
    .into_any()
}
