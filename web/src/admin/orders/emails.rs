//! The emails about an order.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::mail::StaffEmailRow;
use shared::permission::Permission;

use super::super::words;
use crate::api::mail;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{AsyncView, Card, Status, date_time, use_load};

/// What was written to the buyer and to staff; who sees the outbox gets there from here.
#[component]
pub(super) fn Emails(id: StoredValue<String>, number: String) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let may_open = session.with_untracked(|session| session.can(Permission::SystemRead));
    let emails = use_load(move || mail::list_order_emails(&id.get_value()));
    let all = routes::admin::emails_about(&number);
    view! {
        <Card
            title=move || t_string!(i18n, admin.emails.of_order)
            aside=move || may_open.then(|| view! { <A href=all.clone()>{move || t_string!(i18n, admin.emails.all_of_order)}</A> })
        >
            <AsyncView load=emails let(rows)>
                {rows
                    .is_empty()
                    .then(|| view! { <p class="muted">{move || t_string!(i18n, admin.emails.none_of_order)}</p> })}
                <ul class="letters" role="list">{rows.into_iter().map(|row| view! { <Letter row may_open/> }).collect_view()}</ul>
            </AsyncView>
        </Card>
    }
    .into_any()
}

#[component]
fn Letter(row: StaffEmailRow, may_open: bool) -> impl IntoView {
    let i18n = use_i18n();
    let StaffEmailRow { id, subject, recipient, state, created_at, template, .. } = row;
    view! {
        <li class="letter" data-test="order-email" data-template=template>
            <div class="letter__what">
                {if may_open {
                    view! { <A href=routes::admin::email(&id.to_string())>{subject}</A> }.into_any()
                } else {
                    view! { <span>{subject}</span> }.into_any()
                }}
                <span class="muted small">{recipient} " · " {move || date_time(i18n.get_locale(), created_at)}</span>
            </div>
            <Status tone=words::email_tone(state)>{move || words::email_state(i18n.get_locale(), state)}</Status>
        </li>
    }
    .into_any()
}
