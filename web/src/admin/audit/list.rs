//! What staff did, with filters.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::audit::{AuditAction, AuditEvent, AuditSubject};

use super::super::export::ExportMenu;
use super::super::filters::{Change, DateFilter, FilterBar, FilterSelect, Growing, SearchBox, address, use_filter};
use super::super::views::{Columns, ListTools, use_columns};
use super::super::words::number;
use super::diff::Changes;
use super::verify::{Finding, VerifyButton};
use super::words;
use crate::api::audit::{self, AuditFilter};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Button, ButtonSize, Choice, Column, DataTable, EmptyState, PageHead, date, time, use_paged};

/// The list's name among saved views.
const LIST: &str = "audit";

fn url(filter: &AuditFilter) -> String {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    address(
        routes::admin::AUDIT,
        &[
            ("action", filter.action.map_or("", AuditAction::as_str)),
            ("subject", filter.subject.map_or("", AuditSubject::as_str)),
            ("subject_id", &filter.subject_id),
            ("actor", &filter.actor),
            ("from", &day(filter.from)),
            ("until", &day(filter.until)),
            ("q", &filter.q),
        ],
    )
}

/// The whole log, the latest first.
#[component]
pub fn AuditPage() -> impl IntoView {
    let i18n = use_i18n();
    let (filter, change) = use_filter(
        |asked| AuditFilter {
            q: asked.text("q"),
            actor: asked.text("actor"),
            action: asked.word("action"),
            subject: asked.word("subject"),
            subject_id: asked.text("subject_id"),
            from: asked.word("from"),
            until: asked.word("until"),
        },
        url,
    );
    let list = use_paged(
        move || filter.with(url),
        move |cursor| filter.with_untracked(|filter| audit::list_audit_events(filter, cursor)),
    );
    let count = move || {
        let locale = i18n.get_locale();
        list.total().get().map(|(total, _)| t_string!(i18n, office.audit.count, count = number(locale, total)))
    };
    let found = RwSignal::new(None);
    let columns = use_columns(LIST);
    view! {
        <PageHead title=move || t_string!(i18n, office.audit.title)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, office.audit.title)}</h1>
                <p class="muted" role="status">{count}</p>
                <VerifyButton found/>
            </header>
            <Finding found/>
            <ListTools list=LIST path=routes::admin::AUDIT columns all=table_columns().iter().map(Column::choice).collect()>
                <ExportMenu call=move |format| filter.with_untracked(|filter| audit::export_audit_events(filter, format))/>
            </ListTools>
            <Filters filter change/>
            <Narrowed filter change events=list.items()/>
            <Growing list=list>
                <EventTable rows=list.items() columns/>
            </Growing>
        </div>
    }
    .into_any()
}

#[component]
fn Filters(filter: Memo<AuditFilter>, change: Change<AuditFilter>) -> impl IntoView {
    let i18n = use_i18n();
    let actions = Signal::derive(move || {
        let locale = i18n.get_locale();
        let all = Choice::new("", t_string!(i18n, admin.all));
        let words = AuditAction::ALL.iter().map(|&action| Choice::new(action.as_str(), words::action(locale, action)));
        std::iter::once(all).chain(words).collect::<Vec<_>>()
    });
    let subjects = Signal::derive(move || {
        let locale = i18n.get_locale();
        let all = Choice::new("", t_string!(i18n, admin.all));
        let words = AuditSubject::ALL.iter().map(|&subject| Choice::new(subject.as_str(), words::subject(locale, subject)));
        std::iter::once(all).chain(words).collect::<Vec<_>>()
    });
    view! {
        <FilterBar>
            <div class="filters__find" data-test="audit-search">
                <SearchBox
                    label=move || t_string!(i18n, office.audit.search)
                    text=Signal::derive(move || filter.with(|filter| filter.q.clone()))
                    on_search=move |text| change.run(Box::new(move |filter| filter.q = text))
                />
            </div>
            <FilterSelect
                label=move || t_string!(i18n, office.audit.action)
                value=Signal::derive(move || filter.with(|filter| filter.action.map_or("", AuditAction::as_str).to_owned()))
                choices=actions
                on_pick=move |word: String| change.run(Box::new(move |filter| filter.action = word.parse().ok()))
            />
            <FilterSelect
                label=move || t_string!(i18n, office.audit.subject)
                value=Signal::derive(move || filter.with(|filter| filter.subject.map_or("", AuditSubject::as_str).to_owned()))
                choices=subjects
                on_pick=move |word: String| {
                    change.run(Box::new(move |filter| {
                        filter.subject = word.parse().ok();
                        filter.subject_id.clear();
                    }));
                }
            />
            <DateFilter
                label=move || t_string!(i18n, office.filter.from)
                value=Signal::derive(move || filter.with(|filter| filter.from))
                on_pick=move |day| change.run(Box::new(move |filter| filter.from = day))
            />
            <DateFilter
                label=move || t_string!(i18n, office.filter.until)
                value=Signal::derive(move || filter.with(|filter| filter.until))
                on_pick=move |day| change.run(Box::new(move |filter| filter.until = day))
            />
        </FilterBar>
    }
    .into_any()
}

/// The filters that come by following a link: one person's events, or one thing's.
#[component]
fn Narrowed(
    filter: Memo<AuditFilter>,
    change: Change<AuditFilter>,
    #[prop(into)] events: Signal<Vec<AuditEvent>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let actor = Memo::new(move |_| filter.with(|filter| filter.actor.clone()));
    let thing = Memo::new(move |_| filter.with(|filter| filter.subject_id.clone()));
    // What they are called, as far as an event of theirs is on the screen.
    let first = move |pick: fn(&AuditEvent) -> String| events.with(|events| events.first().map(pick)).unwrap_or_default();
    let drop_button = move |clear: fn(&mut AuditFilter)| {
        view! {
            <Button size=ButtonSize::Small icon=icondata::LuX on_click=move || change.run(Box::new(clear))>
                {move || t_string!(i18n, office.filter.drop)}
            </Button>
        }
    };
    view! {
        <Show when=move || actor.with(|actor| !actor.is_empty())>
            <div class="row" data-test="audit-actor">
                <span>{move || t_string!(i18n, office.audit.only_actor, name = first(|event| event.actor.clone()))}</span>
                {drop_button(|filter| filter.actor.clear())}
            </div>
        </Show>
        <Show when=move || thing.with(|thing| !thing.is_empty())>
            <div class="row" data-test="audit-thing">
                <span>{move || t_string!(i18n, office.audit.only_thing, name = first(|event| event.subject_label.clone()))}</span>
                {drop_button(|filter| {
                    filter.subject_id.clear();
                    filter.subject = None;
                })}
            </div>
        </Show>
    }
    .into_any()
}

/// The columns of the log.
fn table_columns() -> Vec<Column<AuditEvent>> {
    let i18n = use_i18n();
    vec![
        Column::new(
            "when",
            move || t_string!(i18n, office.audit.when),
            move |row: &AuditEvent| {
                let at = row.created_at;
                view! {
                    <span class="two-lines nowrap" data-test="audit-row" data-action=row.action.clone() data-sequence=row.sequence.to_string()>
                        <span>{move || date(i18n.get_locale(), at)}</span>
                        <span class="muted">{move || time(i18n.get_locale(), at)}</span>
                    </span>
                }
            },
        ),
        Column::new(
            "who",
            move || t_string!(i18n, office.audit.who),
            move |row: &AuditEvent| {
                let only = row.actor_id.map(|id| routes::admin::audit_by(&id.to_string()));
                let name = row.actor.clone();
                view! {
                    <span class="two-lines">
                        {match only {
                            Some(href) => view! { <a href=href>{name}</a> }.into_any(),
                            None => view! { <span>{name}</span> }.into_any(),
                        }}
                        <span class="muted">{row.ip.clone()}</span>
                    </span>
                }
            },
        ),
        Column::new(
            "what",
            move || t_string!(i18n, office.audit.what),
            move |row: &AuditEvent| {
                let (action, kind, label) = (row.action.clone(), row.subject_kind.clone(), row.subject_label.clone());
                let page = words::page_of(&row.subject_kind, &row.subject_id);
                view! {
                    <span class="two-lines">
                        <strong>{move || words::action_word(i18n.get_locale(), &action)}</strong>
                        <span class="audit-subject">
                            {move || words::subject_word(i18n.get_locale(), &kind)} " "
                            {match page {
                                Some(href) => view! { <A href=href>{label}</A> }.into_any(),
                                None => view! { <span>{label}</span> }.into_any(),
                            }}
                        </span>
                    </span>
                }
            },
        ),
        Column::new(
            "changes",
            move || t_string!(i18n, office.audit.changes),
            move |row: &AuditEvent| {
                view! {
                    <Changes event=row.clone()/>
                    <Trace event=row.clone()/>
                }
            },
        ),
    ]
}

#[component]
fn EventTable(#[prop(into)] rows: Signal<Vec<AuditEvent>>, columns: Columns) -> impl IntoView {
    let i18n = use_i18n();
    let empty = move || {
        view! {
            <EmptyState
                icon=icondata::LuScrollText
                title=move || t_string!(i18n, office.audit.empty)
                text=move || t_string!(i18n, office.audit.empty_text)
            />
        }
    };
    view! {
        <div class="audit">
            <DataTable caption=move || t_string!(i18n, office.audit.title) columns=table_columns() rows key=|row| row.sequence.to_string() shown=columns.shown() empty/>
        </div>
    }
    .into_any()
}

/// Where an event stands in the chain, for those who look closely.
#[component]
fn Trace(event: AuditEvent) -> impl IntoView {
    let i18n = use_i18n();
    let AuditEvent { sequence, request_id, hash, .. } = event;
    view! {
        <details class="audit-trace">
            <summary>{move || t_string!(i18n, office.audit.trace, number = number(i18n.get_locale(), sequence))}</summary>
            <dl class="pairs">
                {request_id.map(|id| view! { <div><dt>{move || t_string!(i18n, office.audit.request)}</dt><dd><code>{id}</code></dd></div> })}
                <div><dt>{move || t_string!(i18n, office.audit.hash)}</dt><dd><code>{hash}</code></dd></div>
            </dl>
        </details>
    }
    .into_any()
}
