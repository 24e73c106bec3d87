//! What needs those who work here.

use leptos::prelude::*;

use crate::i18n::{t_string, use_i18n};
use crate::inbox::{Area, NotificationList};
use crate::ui::PageHead;

/// All of one's notifications.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, inbox.title)/>
        <div class="page stack">
            <header class="page__head"><h1 class="page__title">{move || t_string!(i18n, inbox.title)}</h1></header>
            <NotificationList area=Area::Desk/>
        </div>
    }
    .into_any()
}
