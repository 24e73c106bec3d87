//! Notifications of both apps: the bell with its panel, the page with all of them, a word at the edge
//! of the screen when one comes, and how many are unread in the page's title.

mod bell;
mod page;
mod row;
mod words;

pub use bell::Bell;
pub use page::NotificationList;

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::live::UnreadCounts;
use shared::notifications::{Notification, NotificationKind};

use crate::api::notifications::Inbox;
use crate::i18n::{tu_string, use_i18n};
use crate::ui::{head, toast};
use crate::{live, routes};

/// Which of the two apps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The shop: what buyers are told.
    Shop,
    /// The back office: what those who work here are told.
    Desk,
}

impl Area {
    const fn inbox(self) -> Inbox {
        match self {
            Self::Shop => Inbox::Buyer,
            Self::Desk => Inbox::Staff,
        }
    }

    const fn page(self) -> &'static str {
        match self {
            Self::Shop => routes::shop::NOTIFICATIONS,
            Self::Desk => routes::admin::NOTIFICATIONS,
        }
    }

    const fn of(self, counts: UnreadCounts) -> i64 {
        match self {
            Self::Shop => counts.buyer,
            Self::Desk => counts.staff,
        }
    }

    /// Of the chat, which has a place of its own.
    const fn of_chat(self, counts: UnreadCounts) -> i64 {
        match self {
            Self::Shop => counts.chat,
            Self::Desk => counts.chats,
        }
    }

    fn set(self, unread: i64) {
        live::set_unread(|counts| match self {
            Self::Shop => counts.buyer = unread,
            Self::Desk => counts.staff = unread,
        });
    }

    const fn tells(self, kind: NotificationKind) -> bool {
        match self {
            Self::Shop => !kind.is_staff(),
            Self::Desk => kind.is_staff(),
        }
    }
}

/// How many of the area are unread.
fn unread(area: Area) -> Signal<i64> {
    let counts = live::unread();
    Signal::derive(move || area.of(counts.get()))
}

/// What comes within so short a time is told together.
const TOGETHER: Duration = Duration::from_millis(400);

/// Tells of what comes, and counts in the page's title; once per app, inside the router.
#[component]
pub fn NotificationHost(
    /// The app.
    area: Area,
) -> impl IntoView {
    let i18n = use_i18n();
    let location = use_location();
    let go = StoredValue::new_local(use_navigate());
    let open = move |href: &str| go.with_value(|go| go(href, NavigateOptions::default()));
    let counts = live::unread();
    Effect::new(move |_| {
        let counts = counts.get();
        head::set_badge(area.of(counts) + area.of_chat(counts));
    });

    let gathered: StoredValue<Vec<Notification>> = StoredValue::new(Vec::new());
    let tell = move || {
        let all = gathered.try_update_value(std::mem::take).unwrap_or_default();
        // Whoever looks at them sees it there.
        let looking = document().query_selector("dialog[open] .inbox").ok().flatten().is_some()
            || location.pathname.get_untracked() == area.page();
        let Some(last) = all.last().filter(|_| !looking) else { return };
        let locale = i18n.get_locale_untracked();
        let (text, href) = if all.len() == 1 {
            let facts = last.order_number.clone().unwrap_or_default();
            let title = words::title(locale, last.kind);
            let text = if facts.is_empty() { title.to_owned() } else { format!("{title} · {facts}") };
            (text, words::href(area, last).unwrap_or_else(|| area.page().to_owned()))
        } else {
            (tu_string!(i18n, inbox.several, count = all.len()).to_string(), area.page().to_owned())
        };
        toast::news(text, tu_string!(i18n, inbox.look).to_string(), move || open(&href));
    };
    live::on_notification(move |notification| {
        if !area.tells(notification.kind) || notification.read {
            return;
        }
        let first = gathered.try_update_value(|all| {
            all.push(notification.clone());
            all.len() == 1
        });
        if first == Some(true) {
            set_timeout(tell, TOGETHER);
        }
    });
}
