//! Shipping many orders by a file of tracking numbers: tried first, then done.

use leptos::prelude::*;
use shared::orders::{BulkOutcome, MAX_TRACKING_ROWS, TrackingImport, TrackingImportRow};
use web_sys::File;

use super::super::drop_file::DropFile;
use super::super::{intake_words, words};
use crate::api::imports;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::ui::{Breadcrumbs, Button, ButtonKind, Card, Column, Crumb, DataTable, Icon, PageHead, Status, code_text, toast};

/// The page.
#[component]
pub fn TrackingNumbersPage() -> impl IntoView {
    let i18n = use_i18n();
    let sending = RwSignal::new(None::<u8>);
    let faults = RwSignal::new(Vec::<String>::new());
    let file = StoredValue::new_local(None::<File>);
    let report = RwSignal::new(None::<TrackingImport>);
    let send = move |dry_run: bool| {
        let Some(given) = file.get_value() else { return };
        if sending.get_untracked().is_some() {
            return;
        }
        sending.set(Some(100));
        faults.set(Vec::new());
        leptos::task::spawn_local(async move {
            let answer = imports::import_tracking_numbers(&given, dry_run).await;
            if sending.try_set(None).is_some() {
                return;
            }
            match answer {
                Ok(told) => {
                    if !dry_run {
                        let done = told.rows.iter().filter(|row| row.outcome == BulkOutcome::Done).count();
                        toast::success(tu_string!(i18n, intake.numbers.shipped, count = done).to_string());
                    }
                    report.set(Some(told));
                }
                Err(error) => faults.set(intake_words::file_faults(i18n.get_locale_untracked(), &error)),
            }
        });
    };
    let take = move |given: File| {
        file.set_value(Some(given));
        report.set(None);
        send(true);
    };
    let crumbs = Signal::derive(move || {
        vec![
            Crumb::link(t_string!(i18n, admin.orders.title), routes::admin::ORDERS),
            Crumb::here(t_string!(i18n, intake.numbers.title)),
        ]
    });
    let ready = Memo::new(move |_| {
        report.with(|report| match report {
            Some(told) if told.dry_run => told.rows.iter().filter(|row| row.outcome == BulkOutcome::Done).count(),
            _ => 0,
        })
    });
    let sums = move || {
        report.with(|report| {
            report.as_ref().map(|told| {
                let count = |outcome| told.rows.iter().filter(|row| row.outcome == outcome).count();
                let (done, unchanged, refused) =
                    (count(BulkOutcome::Done), count(BulkOutcome::Unchanged), count(BulkOutcome::Refused));
                if told.dry_run {
                    t_string!(i18n, intake.numbers.tried, done = done, unchanged = unchanged, refused = refused).to_string()
                } else {
                    t_string!(i18n, intake.numbers.done, done = done, unchanged = unchanged, refused = refused).to_string()
                }
            })
        })
    };
    let rows = Signal::derive(move || report.with(|report| report.as_ref().map(|told| told.rows.clone()).unwrap_or_default()));
    view! {
        <PageHead title=move || t_string!(i18n, intake.numbers.title)/>
        <div class="page stack">
            <Breadcrumbs crumbs/>
            <header class="page__head"><h1 class="page__title">{move || t_string!(i18n, intake.numbers.title)}</h1></header>
            <Card>
                <DropFile
                    title=move || t_string!(i18n, intake.numbers.drop)
                    hint=move || t_string!(i18n, intake.numbers.kinds, rows = MAX_TRACKING_ROWS).to_string()
                    sending
                    on_file=take
                />
                <div role="alert" data-test="file-faults">
                    {move || {
                        let faults = faults.get();
                        (!faults.is_empty())
                            .then(|| {
                                view! {
                                    <div class="notice tone-danger">
                                        <Icon icon=icondata::LuTriangleAlert/>
                                        <ul>{faults.into_iter().map(|fault| view! { <li>{fault}</li> }).collect_view()}</ul>
                                    </div>
                                }
                            })
                    }}
                </div>
            </Card>
            <p role="status" data-test="tracking-sums">{sums}</p>
            <Show when=move || { ready.get() > 0 }>
                <div class="form__actions">
                    <Button
                        kind=ButtonKind::Primary
                        icon=icondata::LuTruck
                        loading=Signal::derive(move || sending.get().is_some())
                        on_click=move || send(false)
                        attr:data-test="ship-all"
                    >
                        {move || t_string!(i18n, intake.numbers.ship, count = ready.get()).to_string()}
                    </Button>
                </div>
            </Show>
            <Show when=move || report.with(Option::is_some)>
                <Card flush=true>
                    <DataTable
                        caption=move || t_string!(i18n, intake.numbers.title)
                        columns=columns(report)
                        rows
                        key=|row: &TrackingImportRow| row.line.to_string()
                    />
                </Card>
            </Show>
        </div>
    }
    .into_any()
}

fn columns(report: RwSignal<Option<TrackingImport>>) -> Vec<Column<TrackingImportRow>> {
    let i18n = use_i18n();
    vec![
        Column::new(
            "order",
            move || t_string!(i18n, admin.orders.number),
            |row: &TrackingImportRow| {
                let number = row.order_number.clone();
                match row.order_id {
                    Some(id) => view! { <a href=routes::admin::order(&id.to_string())>{number}</a> }.into_any(),
                    None => view! { <span>{number}</span> }.into_any(),
                }
            },
        ),
        Column::new(
            "number",
            move || t_string!(i18n, admin.order.tracking),
            |row: &TrackingImportRow| {
                view! { <span class="two-lines"><code>{row.tracking_number.clone()}</code><span class="muted">{row.courier.clone()}</span></span> }
            },
        ),
        Column::new(
            "outcome",
            move || t_string!(i18n, intake.report.outcome),
            move |row: &TrackingImportRow| {
                let outcome = row.outcome;
                let tried = move || report.with(|report| report.as_ref().is_some_and(|told| told.dry_run));
                view! { <Status tone=intake_words::bulk_tone(outcome)>{move || intake_words::bulk(i18n.get_locale(), outcome, tried())}</Status> }
            },
        ),
        Column::new(
            "why",
            move || t_string!(i18n, intake.report.what),
            move |row: &TrackingImportRow| {
                let (faults, code, status) = (row.faults.clone(), row.code, row.status);
                view! {
                    <ul class="intake__whats" role="list">
                        {faults
                            .into_iter()
                            .map(|fault| view! { <li class="intake__fault">{move || intake_words::row_fault(i18n.get_locale(), &fault)}</li> })
                            .collect_view()}
                        {code
                            .map(|code| {
                                view! {
                                    <li class="intake__fault">
                                        {move || code_text(i18n.get_locale(), code)} " "
                                        {move || status.map(|status| words::order_status(i18n.get_locale(), status))}
                                    </li>
                                }
                            })}
                    </ul>
                }
            },
        ),
    ]
}
