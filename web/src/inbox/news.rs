//! A word at the edge of the screen when a notification comes, and how many are unread in the page's title.
//!
//! Each notification is told by a toast of its own. When more than three come at one moment, or so close behind
//! others that these would be pushed away, one toast says how many came instead. Whoever looks at the notifications
//! is told nothing: they see them there.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::notifications::Notification;
use web_logic::news::is_told_apart;

use super::{Area, words};
use crate::i18n::{Locale, tu_string, use_i18n};
use crate::live::{self, News};
use crate::ui::{head, toast};

/// What comes within so short a time came at one moment.
const MOMENT: Duration = Duration::from_millis(400);

/// What happened, and with which order.
fn text(locale: Locale, notification: &Notification) -> String {
    let title = words::title(locale, notification.kind);
    match notification.order_number.as_deref() {
        Some(number) if !number.is_empty() => format!("{title} · {number}"),
        _ => title.to_owned(),
    }
}

/// Tells of what comes, and counts in the page's title; once per app, inside the router.
#[component]
pub fn NotificationHost(
    /// The app.
    area: Area,
) -> impl IntoView {
    let i18n = use_i18n();
    let path = use_location().pathname;
    let go = StoredValue::new_local(use_navigate());
    let counts = live::unread();
    Effect::new(move |_| {
        let counts = counts.get();
        head::set_badge(area.of(counts) + area.of_chat(counts));
    });

    let is_looking =
        move || document().query_selector("dialog[open] .inbox").ok().flatten().is_some() || path.get_untracked() == area.page();
    let say = move |text: String, href: String| {
        let open = move || go.with_value(|go| go(&href, NavigateOptions::default()));
        toast::news(text, tu_string!(i18n, inbox.look).to_string(), open);
    };
    let came: StoredValue<Vec<Notification>> = StoredValue::new(Vec::new());
    let tell = move || {
        let all = came.try_update_value(std::mem::take).unwrap_or_default();
        if is_looking() {
            return;
        }
        if is_told_apart(all.len(), toast::news_on_screen()) {
            let locale = i18n.get_locale_untracked();
            for one in &all {
                say(text(locale, one), words::href(area, one).unwrap_or_else(|| area.page().to_owned()));
            }
        } else {
            say(tu_string!(i18n, inbox.several, count = all.len()).to_string(), area.page().to_owned());
        }
    };
    // How many were missed nobody knows.
    let tell_of_missed = move || {
        if area.of(counts.get_untracked()) > 0 && !is_looking() {
            say(tu_string!(i18n, inbox.missed).to_string(), area.page().to_owned());
        }
    };
    live::on_news(move |news| match news {
        News::Notification(notification) if area.tells(notification.kind) && !notification.read => {
            let first = came.try_update_value(|all| {
                all.push((**notification).clone());
                all.len() == 1
            });
            if first == Some(true) {
                set_timeout(tell, MOMENT);
            }
        }
        // The figures come behind it.
        News::Missed => set_timeout(tell_of_missed, MOMENT),
        News::Notification(_) | News::Changed(_) => {}
    });
}
