//! Background work: how the queue stands, and what failed in it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::jobs::{FailedJob, JobKind, JobQueue};
use shared::permission::Permission;

use crate::api::{ApiError, jobs};
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::session::use_session;
use crate::ui::{
    Ask, AsyncView, Button, ButtonKind, ButtonSize, Card, Column, DataTable, EmptyState, Load, PageHead, Status, Tone, date_time,
    toast, use_load,
};

/// The queue.
#[component]
pub fn JobsPage() -> impl IntoView {
    let i18n = use_i18n();
    let queue = use_load(jobs::get_job_queue);
    view! {
        <PageHead title=move || t_string!(i18n, admin.jobs.title)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, admin.jobs.title)}</h1>
                <Button size=ButtonSize::Small icon=icondata::LuRefreshCw loading=queue.busy() on_click=move || queue.reload()>
                    {move || t_string!(i18n, admin.jobs.reload)}
                </Button>
            </header>
            <p class="muted">{move || t_string!(i18n, admin.jobs.text)}</p>
            <AsyncView load=queue let(whole)>
                <Whole whole queue/>
            </AsyncView>
        </div>
    }
    .into_any()
}

#[component]
fn Whole(whole: JobQueue, queue: Load<JobQueue>) -> impl IntoView {
    let i18n = use_i18n();
    let JobQueue { kinds, failed } = whole;
    view! {
        <div class="stack">
            <Kinds kinds/>
            <Card title=move || t_string!(i18n, admin.jobs.failed)>
                <div data-test="jobs-failed">
                    {if failed.is_empty() {
                        view! { <p class="muted">{move || t_string!(i18n, admin.jobs.none_failed)}</p> }.into_any()
                    } else {
                        view! { <ul class="notes">{failed.into_iter().map(|job| view! { <Failed job queue/> }).collect_view()}</ul> }
                            .into_any()
                    }}
                </div>
            </Card>
        </div>
    }
    .into_any()
}

#[component]
fn Kinds(kinds: Vec<JobKind>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::new(
            "kind",
            move || t_string!(i18n, admin.jobs.kind),
            |row: &JobKind| view! { <code class="job-kind">{row.kind.clone()}</code> },
        ),
        Column::new("waiting", move || t_string!(i18n, admin.jobs.waiting), |row: &JobKind| row.waiting.to_string())
            .numeric()
            .secondary(),
        Column::new("running", move || t_string!(i18n, admin.jobs.running), |row: &JobKind| row.running.to_string())
            .numeric()
            .secondary(),
        Column::new("due", move || t_string!(i18n, admin.jobs.due), |row: &JobKind| row.due.to_string()).numeric(),
        Column::new(
            "oldest",
            move || t_string!(i18n, admin.jobs.oldest),
            move |row: &JobKind| {
                let oldest = row.oldest_due_at;
                view! { <span class="nowrap">{move || oldest.map(|at| date_time(i18n.get_locale(), at))}</span> }
            },
        )
        .secondary(),
        Column::new("failing", move || t_string!(i18n, admin.jobs.failing), |row: &JobKind| row.failing.to_string()).numeric(),
        Column::new("given_up", move || t_string!(i18n, admin.jobs.given_up), |row: &JobKind| row.given_up.to_string()).numeric(),
    ];
    let empty = move || {
        view! {
            <EmptyState
                icon=icondata::LuListTodo
                title=move || t_string!(i18n, admin.jobs.empty)
                text=move || t_string!(i18n, admin.jobs.empty_text)
            />
        }
    };
    view! {
        <DataTable
            caption=move || t_string!(i18n, admin.jobs.title)
            columns
            rows=Signal::stored(kinds)
            key=|row: &JobKind| row.kind.clone()
            empty
        />
    }
    .into_any()
}

/// A job that failed: why, and what can be done about it by who may.
#[component]
fn Failed(job: FailedJob, queue: Load<JobQueue>) -> impl IntoView {
    let i18n = use_i18n();
    let FailedJob { id, kind, given_up, attempts, max_attempts, last_error, failed_at, next_attempt_at } = job;
    let name = StoredValue::new(kind);
    let may_manage = use_session().with_untracked(|session| session.can(Permission::SystemManage));
    let busy = RwSignal::new(false);
    let settle = move |answer: Result<(), ApiError>, done: &'static str| {
        // The row may have been drawn anew by now; what came of it is told all the same.
        busy.try_set(false);
        match answer {
            Ok(()) => toast::success(done),
            Err(error) => toast::error(&error),
        }
        queue.reload();
    };
    let retry = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = jobs::retry_job(id).await;
            settle(answer, tu_string!(i18n, admin.jobs.retried));
        });
    };
    let remove = move || {
        spawn_local(async move {
            let Some(kind) = name.try_get_value() else { return };
            let sure = Ask::new(
                tu_string!(i18n, admin.jobs.remove_title).to_owned(),
                tu_string!(i18n, admin.jobs.remove_text, kind = kind).to_string(),
                tu_string!(i18n, admin.jobs.remove).to_owned(),
            );
            if !sure.danger().await {
                return;
            }
            busy.try_set(true);
            let answer = jobs::remove_job(id).await;
            settle(answer, tu_string!(i18n, admin.jobs.removed));
        });
    };
    let tone = if given_up { Tone::Danger } else { Tone::Warning };
    let state = move || if given_up { t_string!(i18n, admin.jobs.given_up) } else { t_string!(i18n, admin.jobs.failing) };
    let tries = move || t_string!(i18n, admin.jobs.attempts, count = attempts, most = max_attempts).to_string();
    let when = move || {
        let locale = i18n.get_locale();
        match next_attempt_at {
            Some(next) => t_string!(i18n, admin.jobs.next, time = date_time(locale, next)).to_string(),
            None => t_string!(i18n, admin.jobs.failed_at, time = date_time(locale, failed_at)).to_string(),
        }
    };
    view! {
        <li class="stack" data-test="job-failed" data-given-up=given_up.to_string()>
            <div class="row">
                <Status tone=tone>{state}</Status>
                <code class="job-kind">{name.get_value()}</code>
                <span class="muted small">{tries} " · " {when}</span>
            </div>
            {last_error.map(|error| view! { <code class="attempt__failure job-kind">{error}</code> })}
            {may_manage
                .then(move || {
                    view! {
                        <div class="row">
                            <Button size=ButtonSize::Small icon=icondata::LuRefreshCw loading=busy on_click=retry attr:data-test="job-retry">
                                {move || t_string!(i18n, admin.jobs.retry)}
                                <span class="visually-hidden">" " {name.get_value()}</span>
                            </Button>
                            {given_up
                                .then(|| {
                                    view! {
                                        <Button
                                            kind=ButtonKind::Danger
                                            size=ButtonSize::Small
                                            icon=icondata::LuTrash2
                                            loading=busy
                                            on_click=remove
                                            attr:data-test="job-remove"
                                        >
                                            {move || t_string!(i18n, admin.jobs.remove)}
                                            <span class="visually-hidden">" " {name.get_value()}</span>
                                        </Button>
                                    }
                                })}
                        </div>
                    }
                })}
        </li>
    }
    .into_any()
}
