//! What providers said: what to look at of it, or all.

use leptos::prelude::*;
use shared::payments::{PaymentProvider, StaffPaymentEvent};

use super::super::filters::{FilterSelect, Growing, address, use_filter};
use super::event::Event;
use crate::api::payments::{self, PaymentEventFilter};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Breadcrumbs, Card, Choice, Crumb, EmptyState, PageHead, Switch, use_paged};

fn url(filter: &PaymentEventFilter) -> String {
    address(
        routes::admin::UNMATCHED,
        &[("all", if filter.unmatched { "" } else { "true" }), ("provider", filter.provider.map_or("", PaymentProvider::as_str))],
    )
}

/// What providers said that is about no payment of this shop, or waits too long; or everything.
#[component]
pub fn UnmatchedPage() -> impl IntoView {
    let i18n = use_i18n();
    let (filter, change) = use_filter(
        |asked| PaymentEventFilter { provider: asked.word("provider"), unmatched: asked.word::<bool>("all") != Some(true) },
        url,
    );
    let list = use_paged(
        move || filter.with(url),
        move |cursor| filter.with_untracked(|filter| payments::list_payment_events(filter, cursor)),
    );
    let crumbs = Signal::derive(move || {
        vec![
            Crumb::link(t_string!(i18n, admin.payments.title), routes::admin::PAYMENTS),
            Crumb::here(t_string!(i18n, admin.payments.unmatched)),
        ]
    });
    let providers = Signal::derive(move || {
        let all = Choice::new("", t_string!(i18n, admin.all));
        let words = PaymentProvider::ALL.iter().map(|&provider| Choice::new(provider.as_str(), provider.facts().name));
        std::iter::once(all).chain(words).collect::<Vec<_>>()
    });
    let items = list.items();
    let replace = move |event: StaffPaymentEvent| {
        items.update(|items| {
            if let Some(item) = items.iter_mut().find(|item| item.id == event.id) {
                *item = event;
            }
        });
    };
    let to_look_at = move || filter.with(|filter| filter.unmatched);
    let empty_title = move || {
        if to_look_at() { t_string!(i18n, admin.payments.unmatched_empty) } else { t_string!(i18n, admin.payments.empty) }
    };
    let empty_text = move || {
        if to_look_at() {
            t_string!(i18n, admin.payments.unmatched_empty_text)
        } else {
            t_string!(i18n, admin.payments.empty_text)
        }
    };
    view! {
        <PageHead title=move || t_string!(i18n, admin.payments.unmatched)/>
        <div class="page stack">
            <Breadcrumbs crumbs/>
            <h1 class="page__title">{move || t_string!(i18n, admin.payments.unmatched)}</h1>
            <p class="muted">{move || t_string!(i18n, admin.payments.unmatched_text)}</p>
            <div class="filters">
                <FilterSelect
                    label=move || t_string!(i18n, admin.payments.provider)
                    value=Signal::derive(move || filter.with(|filter| filter.provider.map_or("", PaymentProvider::as_str).to_owned()))
                    choices=providers
                    on_pick=move |word: String| change.run(Box::new(move |filter| filter.provider = word.parse().ok()))
                />
                <Switch
                    label=move || t_string!(i18n, admin.payments.all_news)
                    on=Signal::derive(move || !to_look_at())
                    on_change=move |on: bool| change.run(Box::new(move |filter| filter.unmatched = !on))
                    attr:data-test="all-news"
                />
            </div>
            <Growing list=list>
                {move || {
                    let events = items.get();
                    if events.is_empty() {
                        return view! { <EmptyState icon=icondata::LuCircleCheck title=empty_title text=empty_text/> }.into_any();
                    }
                    view! {
                        <Card>
                            <ul class="events" role="list">
                                {events.into_iter().map(|event| view! { <Event event on_replay=replace linked=true/> }).collect_view()}
                            </ul>
                        </Card>
                    }
                        .into_any()
                }}
            </Growing>
        </div>
    }
    .into_any()
}
