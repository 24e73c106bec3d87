//! Notifications of both apps: the bell with its panel, the page with all of them, a word at the edge
//! of the screen when one comes, and how many are unread in the page's title.

mod bell;
mod news;
mod page;
mod row;
mod words;

pub use bell::{Bell, DrawPanel, draw_panel};
pub use news::NotificationHost;
pub use page::NotificationList;

use leptos::prelude::*;
use shared::live::UnreadCounts;
use shared::notifications::NotificationKind;

use crate::api::notifications::Inbox;
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
