//! The outbox, with filters.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::mail::{EmailState, EmailTemplate, StaffEmailRow};

use super::super::export::ExportMenu;
use super::super::filters::{FilterChips, FilterSelect, Growing, SearchBox, address, use_filter};
use super::super::views::{Columns, ListTools, use_columns};
use super::super::words;
use crate::api::mail::{self, EmailFilter};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Button, ButtonSize, Choice, Column, DataTable, EmptyState, PageHead, Status, date, time, use_paged};

/// The list's name among saved views.
const LIST: &str = "emails";

fn url(filter: &EmailFilter) -> String {
    address(
        routes::admin::EMAILS,
        &[
            ("state", filter.state.map_or("", EmailState::as_str)),
            ("template", filter.template.map_or("", EmailTemplate::as_str)),
            ("order", &filter.order),
            ("q", &filter.q),
        ],
    )
}

/// All emails, newest first.
#[component]
pub fn EmailsPage() -> impl IntoView {
    let i18n = use_i18n();
    let (filter, change) = use_filter(
        |asked| EmailFilter {
            q: asked.text("q"),
            state: asked.word("state"),
            template: asked.word("template"),
            order: asked.text("order"),
        },
        url,
    );
    let list =
        use_paged(move || filter.with(url), move |cursor| filter.with_untracked(|filter| mail::list_emails(filter, cursor)));
    let count = move || {
        let locale = i18n.get_locale();
        list.total().get().map(|(total, _)| t_string!(i18n, admin.emails.count, count = words::number(locale, total)))
    };
    let templates = Signal::derive(move || {
        let locale = i18n.get_locale();
        let all = Choice::new("", t_string!(i18n, admin.all));
        let words = EmailTemplate::ALL
            .iter()
            .map(|template| Choice::new(template.as_str(), words::email_template(locale, template.as_str())));
        std::iter::once(all).chain(words).collect::<Vec<_>>()
    });
    let columns = use_columns(LIST);
    let order = move || filter.with(|filter| filter.order.clone());
    view! {
        <PageHead title=move || t_string!(i18n, admin.emails.title)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, admin.emails.title)}</h1>
                <p class="muted" role="status">{count}</p>
            </header>
            <ListTools list=LIST path=routes::admin::EMAILS columns all=table_columns().iter().map(Column::choice).collect()>
                <ExportMenu call=move |format| filter.with_untracked(|filter| mail::export_emails(filter, format))/>
            </ListTools>
            <States filter/>
            <div class="filters">
                <div class="filters__find" data-test="email-search">
                    <SearchBox
                        label=move || t_string!(i18n, admin.emails.search)
                        text=Signal::derive(move || filter.with(|filter| filter.q.clone()))
                        on_search=move |text| change.run(Box::new(move |filter| filter.q = text))
                    />
                </div>
                <FilterSelect
                    label=move || t_string!(i18n, admin.emails.template)
                    value=Signal::derive(move || filter.with(|filter| filter.template.map_or("", EmailTemplate::as_str).to_owned()))
                    choices=templates
                    on_pick=move |word: String| change.run(Box::new(move |filter| filter.template = word.parse().ok()))
                />
            </div>
            <Show when=move || !order().is_empty()>
                <div class="row" data-test="order-filter">
                    <span>{move || t_string!(i18n, admin.emails.only_order, number = order())}</span>
                    <Button size=ButtonSize::Small icon=icondata::LuX on_click=move || change.run(Box::new(|filter| filter.order.clear()))>
                        {move || t_string!(i18n, admin.emails.drop_order)}
                    </Button>
                </div>
            </Show>
            <Growing list=list>
                <EmailTable rows=list.items() columns/>
            </Growing>
        </div>
    }
    .into_any()
}

/// The states side by side, each a link with the other filters kept.
#[component]
fn States(filter: Memo<EmailFilter>) -> impl IntoView {
    let i18n = use_i18n();
    let href =
        Callback::new(move |state: Option<EmailState>| filter.with(|filter| url(&EmailFilter { state, ..filter.clone() })));
    view! {
        <FilterChips
            label=move || t_string!(i18n, admin.emails.state)
            all=EmailState::ALL
            name=words::email_state
            here=Signal::derive(move || filter.with(|filter| filter.state))
            href
            test="state"
        />
    }
    .into_any()
}

/// The columns of the outbox.
fn table_columns() -> Vec<Column<StaffEmailRow>> {
    let i18n = use_i18n();
    vec![
        Column::new(
            "subject",
            move || t_string!(i18n, admin.emails.subject),
            |row: &StaffEmailRow| {
                let href = routes::admin::email(&row.id.to_string());
                let (subject, recipient) = (row.subject.clone(), row.recipient.clone());
                view! {
                    <A href=href attr:class="row-link two-lines" attr:data-test="email-row" attr:data-template=row.template.clone()>
                        <span>{subject}</span>
                        <span class="muted">{recipient}</span>
                    </A>
                }
            },
        ),
        Column::new(
            "state",
            move || t_string!(i18n, admin.emails.state),
            move |row: &StaffEmailRow| {
                let state = row.state;
                view! {
                    <span data-test="email-state" data-state=state.as_str()>
                        <Status tone=words::email_tone(state)>{move || words::email_state(i18n.get_locale(), state)}</Status>
                    </span>
                }
            },
        ),
        Column::new(
            "template",
            move || t_string!(i18n, admin.emails.template),
            move |row: &StaffEmailRow| {
                let template = row.template.clone();
                view! { <span>{move || words::email_template(i18n.get_locale(), &template)}</span> }
            },
        )
        .secondary(),
        Column::new(
            "order",
            move || t_string!(i18n, admin.emails.order),
            |row: &StaffEmailRow| {
                row.order_id.zip(row.order_number.clone()).map(|(id, number)| {
                    view! { <A href=routes::admin::order(&id.to_string()) attr:class="nowrap">{number}</A> }
                })
            },
        )
        .secondary(),
        Column::new("attempts", move || t_string!(i18n, admin.emails.attempts), |row: &StaffEmailRow| row.attempts.to_string())
            .numeric()
            .secondary(),
        Column::new(
            "written",
            move || t_string!(i18n, admin.emails.written),
            move |row: &StaffEmailRow| {
                let at = row.created_at;
                view! {
                    <span class="two-lines nowrap">
                        <span>{move || date(i18n.get_locale(), at)}</span>
                        <span class="muted">{move || time(i18n.get_locale(), at)}</span>
                    </span>
                }
            },
        ),
    ]
}

#[component]
fn EmailTable(#[prop(into)] rows: Signal<Vec<StaffEmailRow>>, columns: Columns) -> impl IntoView {
    let i18n = use_i18n();
    let empty = move || {
        view! {
            <EmptyState
                icon=icondata::LuMailSearch
                title=move || t_string!(i18n, admin.emails.empty)
                text=move || t_string!(i18n, admin.emails.empty_text)
            />
        }
    };
    view! { <DataTable caption=move || t_string!(i18n, admin.emails.title) columns=table_columns() rows key=|row| row.id.to_string() shown=columns.shown() empty/> }
        .into_any()
}
