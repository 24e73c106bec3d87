//! News that fits no payment.

use leptos::prelude::*;
use shared::payments::StaffPaymentEvent;

use super::super::filters::Growing;
use super::event::Event;
use crate::api::payments;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Breadcrumbs, Card, Crumb, EmptyState, PageHead, use_paged};

/// What providers said that is about no payment of this shop, or waits too long.
#[component]
pub fn UnmatchedPage() -> impl IntoView {
    let i18n = use_i18n();
    let list = use_paged(|| routes::admin::UNMATCHED.to_owned(), payments::list_unmatched_events);
    let crumbs = Signal::derive(move || {
        vec![
            Crumb::link(t_string!(i18n, admin.payments.title), routes::admin::PAYMENTS),
            Crumb::here(t_string!(i18n, admin.payments.unmatched)),
        ]
    });
    let items = list.items();
    let replace = move |event: StaffPaymentEvent| {
        items.update(|items| {
            if let Some(item) = items.iter_mut().find(|item| item.id == event.id) {
                *item = event;
            }
        });
    };
    view! {
        <PageHead title=move || t_string!(i18n, admin.payments.unmatched)/>
        <div class="page stack">
            <Breadcrumbs crumbs/>
            <h1 class="page__title">{move || t_string!(i18n, admin.payments.unmatched)}</h1>
            <p class="muted">{move || t_string!(i18n, admin.payments.unmatched_text)}</p>
            <Growing list=list>
                {move || {
                    let events = items.get();
                    if events.is_empty() {
                        return view! {
                            <EmptyState
                                icon=icondata::LuCircleCheck
                                title=move || t_string!(i18n, admin.payments.unmatched_empty)
                                text=move || t_string!(i18n, admin.payments.unmatched_empty_text)
                            />
                        }
                            .into_any();
                    }
                    view! {
                        <Card>
                            <ul class="events" role="list">
                                {events.into_iter().map(|event| view! { <Event event on_replay=replace/> }).collect_view()}
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
