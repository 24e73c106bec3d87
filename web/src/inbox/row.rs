//! One notification.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use shared::notifications::Notification;

use super::{Area, words};
use crate::api::notifications::mark_notification;
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Icon, IconButton, ago, date_time, toast};

/// A notification: leads to what it is about and is read by that; a button marks it either way.
#[component]
pub(super) fn Row(
    /// The app.
    area: Area,
    /// The notification.
    notification: Notification,
    /// Called when its link is followed.
    #[prop(optional, into)]
    on_go: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (id, kind, at) = (notification.id, notification.kind, notification.created_at);
    let read = RwSignal::new(notification.read);
    let mark = move |to: bool| {
        if read.get_untracked() == to {
            return;
        }
        read.set(to);
        spawn_local(async move {
            match mark_notification(area.inbox(), id, to).await {
                Ok(left) => area.set(left.unread),
                Err(error) => {
                    read.try_set(!to);
                    toast::error(&error);
                }
            }
        });
    };
    let href = words::href(area, &notification);
    let shown = notification.clone();
    let inside = view! {
        <span class=format!("inbox__icon {}", words::tone(kind).class())><Icon icon=words::icon(kind)/></span>
        <span class="inbox__text">
            <strong class="inbox__title">{move || words::title(i18n.get_locale(), kind)}</strong>
            <span class="inbox__facts">{move || words::facts(i18n.get_locale(), &shown)}</span>
            <time class="inbox__time" title=move || date_time(i18n.get_locale(), at)>{move || ago(i18n.get_locale(), at)}</time>
            <Show when=move || !read.get()><span class="visually-hidden">{move || t_string!(i18n, inbox.unread_mark)}</span></Show>
        </span>
    };
    let go = move |_| {
        mark(true);
        if let Some(on_go) = on_go {
            on_go.run(());
        }
    };
    view! {
        <article class="inbox__row" class:is-unread=move || !read.get() data-test="notification" data-kind=kind.as_str()>
            {match href {
                Some(href) => view! { <A href=href attr:class="inbox__link" on:click=go>{inside}</A> }.into_any(),
                None => view! { <div class="inbox__link">{inside}</div> }.into_any(),
            }}
            <IconButton
                icon=Signal::derive(move || if read.get() { icondata::LuMail } else { icondata::LuMailOpen })
                label=move || if read.get() { t_string!(i18n, inbox.mark_unread) } else { t_string!(i18n, inbox.mark_read) }
                on_click=move || mark(!read.get_untracked())
            />
        </article>
    }
    .into_any()
}
