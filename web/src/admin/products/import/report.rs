//! The report: what becomes of each row, and why.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::ids::ImportId;
use shared::imports::{Import, ImportChange, ImportOutcome, ImportRow};

use crate::admin::export::ExportMenu;
use crate::admin::filters::Growing;
use crate::admin::intake_words;
use crate::admin::words;
use crate::api::imports;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Card, Column, DataTable, EmptyState, Status, use_paged};

/// The rows, all or those of one outcome.
#[component]
pub(super) fn Report(id: ImportId, import: Signal<Option<Import>>) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let outcome =
        Memo::new(move |_| query.with(|query| query.get_str("outcome").and_then(|word| word.parse::<ImportOutcome>().ok())));
    // A list that is still growing is read anew when it is whole.
    let stage = Memo::new(move |_| import.with(|import| import.as_ref().map(|import| import.status)));
    let key = move || {
        let (outcome, stage) = (outcome.get().map_or("", ImportOutcome::as_str), stage.get());
        format!("{id}#{outcome}#{}", stage.map_or("", shared::imports::ImportStatus::as_str))
    };
    let list = use_paged(key, move |cursor| imports::list_product_import_rows(&id.to_string(), outcome.get_untracked(), cursor));
    let empty = move || {
        view! { <EmptyState icon=icondata::LuListX title=move || t_string!(i18n, intake.report.empty) text=move || t_string!(i18n, intake.report.empty_text)/> }
    };
    view! {
        <Card
            title=move || t_string!(i18n, intake.report.title)
            aside=move || view! { <ExportMenu call=move |format| imports::export_product_import(&id.to_string(), format)/> }
        >
            <Outcomes id import outcome/>
            <Growing list=list>
                <DataTable caption=move || t_string!(i18n, intake.report.title) columns=columns() rows=list.items() key=|row: &ImportRow| row.line.to_string() empty/>
            </Growing>
        </Card>
    }
    .into_any()
}

fn columns() -> Vec<Column<ImportRow>> {
    let i18n = use_i18n();
    vec![
        Column::new("line", move || t_string!(i18n, intake.report.line), |row: &ImportRow| row.line.to_string()),
        Column::new(
            "sku",
            move || t_string!(i18n, intake.report.product),
            |row: &ImportRow| {
                let name = row.product.clone();
                let name = match row.product_id {
                    Some(id) => view! { <a href=routes::admin::product(&id.to_string())>{name}</a> }.into_any(),
                    None => view! { <span>{name}</span> }.into_any(),
                };
                view! { <span class="two-lines"><code>{row.sku.clone()}</code>{name}</span> }
            },
        ),
        Column::new(
            "outcome",
            move || t_string!(i18n, intake.report.outcome),
            move |row: &ImportRow| {
                row.outcome.map(|outcome| {
                view! { <Status tone=intake_words::outcome_tone(outcome)>{move || intake_words::outcome(i18n.get_locale(), outcome)}</Status> }
            })
            },
        ),
        Column::new(
            "what",
            move || t_string!(i18n, intake.report.what),
            move |row: &ImportRow| {
                let faults = row.faults.clone();
                let changes = row.changes.clone();
                view! {
                    <ul class="intake__whats" role="list">
                        {faults
                            .into_iter()
                            .map(|fault| view! { <li class="intake__fault">{move || intake_words::row_fault(i18n.get_locale(), &fault)}</li> })
                            .collect_view()}
                        {changes.into_iter().map(|change| view! { <li><Change change/></li> }).collect_view()}
                    </ul>
                }
            },
        ),
    ]
}

#[component]
fn Change(change: ImportChange) -> impl IntoView {
    let i18n = use_i18n();
    let ImportChange { column, before, after } = change;
    let shown = |text: String| if text.is_empty() { "—".to_owned() } else { text };
    view! {
        <span class="muted">{column} ": "</span>
        <s class="muted">{shown(before)}</s>
        <span class="visually-hidden">{move || t_string!(i18n, intake.report.becomes)}</span>
        " → "
        <strong>{shown(after)}</strong>
    }
    .into_any()
}

/// The outcomes with their numbers, each a link.
#[component]
fn Outcomes(id: ImportId, import: Signal<Option<Import>>, outcome: Memo<Option<ImportOutcome>>) -> impl IntoView {
    let i18n = use_i18n();
    let base = routes::admin::import(&id.to_string());
    let chip = move |one: Option<ImportOutcome>| {
        let href = one.map_or_else(|| base.clone(), |one| format!("{base}&outcome={one}"));
        let here = move || (outcome.get() == one).then_some("true");
        let count = move || {
            import.with(|import| {
                let Some(import) = import else { return 0 };
                match one {
                    None => import.rows,
                    Some(ImportOutcome::Created) => import.counts.created,
                    Some(ImportOutcome::Changed) => import.counts.changed,
                    Some(ImportOutcome::Unchanged) => import.counts.unchanged,
                    Some(ImportOutcome::Refused) => import.counts.refused,
                }
            })
        };
        let label = move || {
            let locale = i18n.get_locale();
            let name = one.map_or_else(|| t_string!(i18n, admin.all), |one| intake_words::outcome(locale, one));
            format!("{name} {}", words::number(locale, count().into()))
        };
        // Not `A`, which takes every query of this page for the page itself.
        view! { <li><a href=href class="chip" aria-current=here data-test=one.map_or("outcome-all", ImportOutcome::as_str)>{label}</a></li> }
    };
    view! {
        <nav aria-label=move || t_string!(i18n, intake.report.outcome)>
            <ul class="chips" role="list">{chip(None)} {ImportOutcome::ALL.iter().map(|&one| chip(Some(one))).collect_view()}</ul>
        </nav>
    }
    .into_any()
}
