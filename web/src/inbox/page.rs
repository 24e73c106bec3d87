//! All notifications.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use shared::notifications::Notification;

use super::row::Row;
use super::{Area, unread};
use crate::api::notifications::{NotificationFilter, list_notifications, mark_notifications_read};
use crate::i18n::{t_string, use_i18n};
use crate::live::{self, News};
use crate::ui::{Button, ButtonSize, EmptyState, EndlessList, SkeletonText, toast, use_paged};

/// Notifications of a page.
const PAGE: u32 = 20;

/// All notifications of the app, or those not read; what comes appears on top.
#[component]
pub fn NotificationList(
    /// The app.
    area: Area,
) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let filter = Memo::new(move |_| NotificationFilter { unread: query.with(|query| query.get_str("unread") == Some("1")) });
    let url = move |unread: bool| if unread { format!("{}?unread=1", area.page()) } else { area.page().to_owned() };
    let list = use_paged(
        move || url(filter.get().unread),
        move |cursor| list_notifications(area.inbox(), filter.get_untracked(), PAGE, cursor),
    );
    live::on_news(move |news| match news {
        News::Notification(notification) if area.tells(notification.kind) => {
            let items = list.items();
            let new = items.with_untracked(|items| items.iter().all(|item| item.id != notification.id));
            if new && list.total().with_untracked(Option::is_some) {
                items.update(|items| items.insert(0, (**notification).clone()));
            }
        }
        News::Missed => list.restart(),
        News::Notification(_) | News::Changed(_) => {}
    });
    let unread = unread(area);
    let mark_all = move || {
        spawn_local(async move {
            match mark_notifications_read(area.inbox(), None).await {
                Ok(left) => {
                    area.set(left.unread);
                    list.items().try_update(|items| items.iter_mut().for_each(|item| item.read = true));
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    let chip = move |only: bool| {
        let here = move || (filter.get().unread == only).then_some("true");
        let label = move || if only { t_string!(i18n, inbox.only_unread) } else { t_string!(i18n, inbox.all) };
        // Not `A`, which takes every query of this page for the page itself.
        view! { <li><a class="inbox__chip" href=url(only) aria-current=here>{label}</a></li> }
    };
    let empty = move || {
        let title = move || if filter.get().unread { t_string!(i18n, inbox.all_read) } else { t_string!(i18n, inbox.empty) };
        view! { <EmptyState icon=icondata::LuBellOff title=title text=move || t_string!(i18n, inbox.empty_text)/> }
    };
    view! {
        <div class="inbox__head">
            <nav aria-label=move || t_string!(i18n, inbox.filter)>
                <ul class="inbox__chips" role="list">{chip(false)} {chip(true)}</ul>
            </nav>
            <Button
                size=ButtonSize::Small
                icon=icondata::LuCheckCheck
                blocked=Signal::derive(move || (unread.get() == 0).then(|| t_string!(i18n, inbox.all_read).to_owned()))
                on_click=mark_all
                attr:data-test="mark-all"
            >
                {move || t_string!(i18n, inbox.mark_all)}
            </Button>
        </div>
        // The mark belongs to the key: a row is drawn anew when all are marked.
        <EndlessList
            list
            key=|item: &Notification| (item.id, item.read)
            class="inbox inbox--page"
            skeleton=|| view! { <SkeletonText lines=8/> }
            empty
            let(notification)
        >
            <Row area notification/>
        </EndlessList>
    }
    .into_any()
}
