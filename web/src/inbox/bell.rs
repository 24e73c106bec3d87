//! The bell: how many are unread, and the latest of them in a panel.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::UserId;

use super::row::Row;
use super::{Area, unread};
use crate::api::notifications::{NotificationFilter, list_notifications, mark_notifications_read};
use crate::i18n::{t_string, use_i18n};
use crate::live::{self, News};
use crate::session::use_session;
use crate::ui::{
    AsyncView, Button, ButtonKind, ButtonSize, Drawer, EmptyState, IconButton, LinkButton, SkeletonText, toast, use_load,
};

/// How many the panel shows.
const SHOWN: u32 = 15;

/// What draws the panel of an area, whether it is open, and the marks made outside of it: [`draw_panel`].
pub type DrawPanel = fn(Area, RwSignal<bool>, RwSignal<u32>) -> AnyView;

/// The bell and its panel.
#[component]
pub fn Bell(
    /// The app.
    area: Area,
    /// Draws the panel.
    panel: DrawPanel,
) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    let session = use_session();
    let person = Memo::new(move |_| session.with(|session| session.me().map(|me| me.id)));
    // What one person was told is not shown to who signed in in another tab.
    Effect::new(move |before: Option<Option<UserId>>| {
        let now = person.get();
        if before.flatten().is_some_and(|before| Some(before) != now) {
            open.set(false);
        }
        now
    });
    let unread = unread(area);
    let connected = live::connected();
    // Counts the marks made here, so that the list is read again.
    let marked = RwSignal::new(0_u32);
    let label = move || match unread.get() {
        0 => t_string!(i18n, inbox.title).to_owned(),
        count => t_string!(i18n, inbox.title_unread, count = count).to_string(),
    };
    let mark_all = move || {
        spawn_local(async move {
            match mark_notifications_read(area.inbox(), None).await {
                Ok(left) => {
                    area.set(left.unread);
                    marked.try_update(|marked| *marked += 1);
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    let footer = move || {
        view! {
            <div class="row inbox__foot">
                <Button
                    size=ButtonSize::Small
                    icon=icondata::LuCheckCheck
                    blocked=Signal::derive(move || (unread.get() == 0).then(|| t_string!(i18n, inbox.all_read).to_owned()))
                    on_click=mark_all
                    attr:data-test="mark-all"
                >
                    {move || t_string!(i18n, inbox.mark_all)}
                </Button>
                <span on:click=move |_| open.set(false)>
                    <LinkButton href=area.page().to_owned() size=ButtonSize::Small kind=ButtonKind::Quiet>
                        {move || t_string!(i18n, inbox.see_all)}
                    </LinkButton>
                </span>
            </div>
        }
    };
    view! {
        <span class="bell" data-test="bell" data-live=move || if connected.get() { "on" } else { "off" }>
            <IconButton
                icon=icondata::LuBell
                label=label
                count=Signal::derive(move || u32::try_from(unread.get()).ok())
                on_click=move || open.set(true)
            />
        </span>
        <Drawer open title=move || t_string!(i18n, inbox.title) footer=ViewFn::from(footer)>
            {panel(area, open, marked)}
        </Drawer>
    }
    .into_any()
}

/// The panel itself.
#[must_use]
pub fn draw_panel(area: Area, open: RwSignal<bool>, marked: RwSignal<u32>) -> AnyView {
    view! { <Panel area open marked/> }.into_any()
}

/// The latest ones; new ones appear while it is open.
#[component]
fn Panel(area: Area, open: RwSignal<bool>, marked: RwSignal<u32>) -> impl IntoView {
    let i18n = use_i18n();
    let list = use_load(move || {
        marked.track();
        list_notifications(area.inbox(), NotificationFilter::default(), SHOWN, None)
    });
    live::on_news(move |news| match news {
        News::Notification(notification) if !area.tells(notification.kind) => {}
        News::Notification(_) | News::Missed => list.reload(),
        News::Changed(_) => {}
    });
    view! {
        <AsyncView load=list skeleton=|| view! { <SkeletonText lines=8/> } let(page)>
            {if page.items.is_empty() {
                view! { <EmptyState icon=icondata::LuBellOff title=move || t_string!(i18n, inbox.empty) text=move || t_string!(i18n, inbox.empty_text)/> }
                    .into_any()
            } else {
                view! {
                    <ul class="inbox" role="list" data-test="notifications">
                        {page
                            .items
                            .into_iter()
                            .map(|notification| view! { <li><Row area notification on_go=move || open.set(false)/></li> })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
        </AsyncView>
    }
    .into_any()
}
