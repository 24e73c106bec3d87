//! What happened lately, kept up to date while one looks.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::dashboard::{Activity, ActivityKind};
use shared::live::Topic;

use super::super::audit::words as audit;
use super::super::words;
use crate::api::analytics;
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::live;
use crate::routes;
use crate::ui::{AsyncView, Card, Load, ago, date_time, spread, use_fresh_page, use_load};

/// How many.
const SHOWN: u32 = 15;
/// Read again this often at most.
const PAUSE: Duration = Duration::from_secs(3);
/// New accounts, and what staff do, are not told: they are looked for this often while the tab is in sight.
const EVERY: Duration = Duration::from_secs(30);

/// What happened.
fn what(locale: Locale, entry: &Activity) -> String {
    match entry.kind {
        ActivityKind::Order => {
            entry.what.parse().map_or_else(|_| entry.what.clone(), |kind| words::event(locale, kind).to_owned())
        }
        ActivityKind::Staff => audit::action_word(locale, &entry.what),
        ActivityKind::Customer => td_string!(locale, insights.activity.registered).to_owned(),
    }
}

/// Where it leads.
fn page(entry: &Activity) -> Option<String> {
    let id = entry.subject_id.as_deref()?;
    match entry.kind {
        ActivityKind::Order => Some(routes::admin::order(id)),
        ActivityKind::Staff => audit::page_of(entry.subject_kind.as_deref()?, id),
        // They are told to those only who may read them.
        ActivityKind::Customer => Some(routes::admin::user(id)),
    }
}

/// Reads the latest, and again for as long as the component that asks lives.
pub(super) fn watch() -> Load<Vec<Activity>> {
    let load = use_load(|| analytics::list_activity(SHOWN));
    let page = use_fresh_page(load, || analytics::list_activity(SHOWN));
    let look = spread(PAUSE, move || page.look());
    live::on_changed(Topic::Orders, move |_| look.run(()));
    live::on_changed(Topic::Payments, move |_| look.run(()));
    let again = move || {
        if !document().hidden() {
            look.run(());
        }
    };
    if let Ok(looking) = set_interval_with_handle(again, EVERY) {
        on_cleanup(move || looking.clear());
    }
    load
}

/// The latest, the latest first.
#[component]
pub(super) fn ActivityFeed(
    /// From [`watch`].
    load: Load<Vec<Activity>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let aside = move || view! { <span class="muted small">{move || t_string!(i18n, insights.activity.fresh)}</span> };
    view! {
        <Card title=move || t_string!(i18n, insights.activity.title) aside=aside>
            <AsyncView load let(entries)>
                <Entries entries/>
            </AsyncView>
        </Card>
    }
    .into_any()
}

#[component]
fn Entries(entries: Vec<Activity>) -> impl IntoView {
    let i18n = use_i18n();
    let none = entries.is_empty();
    let row = move |entry: Activity| {
        let href = page(&entry);
        let (subject, at, actor) = (entry.subject.clone(), entry.at, entry.actor.clone());
        let by = move || {
            let actor = actor.clone()?;
            Some(format!(" · {}", t_string!(i18n, insights.activity.by, name = actor)))
        };
        let told = entry.clone();
        view! {
            <li class="activity__entry" data-test="activity">
                <span>
                    <strong>{move || what(i18n.get_locale(), &told)}</strong>
                    " "
                    {match href {
                        Some(href) => view! { <A href=href>{subject}</A> }.into_any(),
                        None => view! { <span>{subject}</span> }.into_any(),
                    }}
                </span>
                <span class="muted small">
                    <time datetime=at.to_rfc3339() title=move || date_time(i18n.get_locale(), at)>{move || ago(i18n.get_locale(), at)}</time>
                    {by}
                </span>
            </li>
        }
    };
    view! {
        {none.then(|| view! { <p class="muted">{move || t_string!(i18n, insights.activity.none)}</p> })}
        <ol class="activity" role="list">{entries.into_iter().map(row).collect_view()}</ol>
    }
    .into_any()
}
