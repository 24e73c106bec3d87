//! Reports of the stock: on paper, as files, and what the shelf is worth.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::export::ExportFormat;
use shared::inventory::{InventoryReport, InventoryValueRow, PAPER_ROWS};
use shared::money::Rupiah;

use super::super::export::ExportMenu;
use super::super::filters::DateFilter;
use super::super::words as desk;
use crate::api::Call;
use crate::api::inventory::{self, MovementFilter, StockFilter};
use crate::i18n::{self, t_string, use_i18n};
use crate::routes;
use crate::ui::{AsyncView, Breadcrumbs, Card, Column, Crumb, DataTable, DownloadButton, EmptyState, PageHead, money, use_load};

/// The four reports.
#[component]
pub fn InventoryReportsPage() -> impl IntoView {
    let i18n = use_i18n();
    let value = use_load(inventory::get_inventory_value);
    let (from, until) = (RwSignal::new(None::<NaiveDate>), RwSignal::new(None::<NaiveDate>));
    let movements =
        move || MovementFilter { from: from.get_untracked(), until: until.get_untracked(), ..MovementFilter::default() };
    let crumbs = Signal::derive(move || {
        vec![
            Crumb::link(t_string!(i18n, stock.nav.inventory), routes::admin::INVENTORY),
            Crumb::here(t_string!(i18n, stock.nav.reports)),
        ]
    });
    let files = move |report: InventoryReport, call: Callback<ExportFormat, Call>| {
        view! {
            <div class="stock__files">
                <DownloadButton
                    fetch=move || inventory::get_inventory_report(report, &movements(), i18n::name(i18n::current()))
                    icon=icondata::LuFileText
                    attr:data-test=format!("report-{report}")
                >
                    "PDF"
                </DownloadButton>
                <ExportMenu call/>
            </div>
        }
    };
    let stock = move |short: Option<bool>| {
        Callback::new(move |format| inventory::export_inventory(&StockFilter { short, ..StockFilter::default() }, format))
    };
    view! {
        <PageHead title=move || t_string!(i18n, stock.nav.reports)/>
        <div class="page stack">
            <Breadcrumbs crumbs/>
            <header class="page__head"><h1 class="page__title">{move || t_string!(i18n, stock.nav.reports)}</h1></header>
            <p class="muted">
                {move || {
                    let most = desk::number(i18n.get_locale(), PAPER_ROWS.into());
                    t_string!(i18n, stock.report.paper, count = most).to_string()
                }}
            </p>
            <div class="stock__grid">
                <Card title=move || t_string!(i18n, stock.report.stock)>
                    <p class="muted">{move || t_string!(i18n, stock.report.stock_text)}</p>
                    {files(InventoryReport::Stock, stock(None))}
                </Card>
                <Card title=move || t_string!(i18n, stock.report.low)>
                    <p class="muted">{move || t_string!(i18n, stock.report.low_text)}</p>
                    {files(InventoryReport::LowStock, stock(Some(true)))}
                </Card>
                <Card title=move || t_string!(i18n, stock.report.movements)>
                    <p class="muted">{move || t_string!(i18n, stock.report.movements_text)}</p>
                    <div class="form__pair">
                        <DateFilter label=move || t_string!(i18n, office.filter.from) value=from on_pick=move |day| from.set(day)/>
                        <DateFilter label=move || t_string!(i18n, office.filter.until) value=until on_pick=move |day| until.set(day)/>
                    </div>
                    {files(InventoryReport::Movements, Callback::new(move |format| inventory::export_stock_movements(&movements(), format)))}
                </Card>
            </div>
            <Card title=move || t_string!(i18n, stock.report.value)>
                <p class="muted">{move || t_string!(i18n, stock.report.value_text)}</p>
                {files(InventoryReport::Value, Callback::new(inventory::export_inventory_value))}
                <AsyncView load=value let(rows)>
                    <Value rows/>
                </AsyncView>
            </Card>
        </div>
    }
    .into_any()
}

#[component]
fn Value(rows: Vec<InventoryValueRow>) -> impl IntoView {
    let i18n = use_i18n();
    let (cost, retail) =
        (Rupiah(rows.iter().map(|row| row.cost_value.0).sum()), Rupiah(rows.iter().map(|row| row.retail_value.0).sum()));
    let without: i64 = rows.iter().map(|row| row.without_cost).sum();
    let amount = move |of: fn(&InventoryValueRow) -> Rupiah| {
        move |row: &InventoryValueRow| {
            let amount = of(row);
            view! { <span class="money">{move || money(i18n.get_locale(), amount)}</span> }
        }
    };
    let columns = vec![
        Column::new(
            "category",
            move || t_string!(i18n, stock.list.category),
            move |row: &InventoryValueRow| {
                let (id, en) = (row.category.clone(), row.category_en.clone());
                move || desk::in_language(i18n.get_locale(), &id, &en).to_owned()
            },
        ),
        Column::new(
            "variants",
            move || t_string!(i18n, stock.report.variants),
            |row: &InventoryValueRow| row.variants.to_string(),
        )
        .numeric()
        .secondary(),
        Column::new("pieces", move || t_string!(i18n, stock.list.pieces), |row: &InventoryValueRow| row.pieces.to_string())
            .numeric(),
        Column::new("cost", move || t_string!(i18n, stock.report.at_cost), amount(|row| row.cost_value)).numeric(),
        Column::new("retail", move || t_string!(i18n, stock.report.at_retail), amount(|row| row.retail_value))
            .numeric()
            .secondary(),
    ];
    let empty = move || view! { <EmptyState icon=icondata::LuWarehouse title=move || t_string!(i18n, stock.report.nothing)/> };
    view! {
        <DataTable
            caption=move || t_string!(i18n, stock.report.value)
            columns
            rows=Signal::stored(rows)
            key=|row| format!("{}/{}", row.category, row.category_en)
            empty
        />
        <dl class="stock__figures">
            <div class="stock__figure">
                <dt>{move || t_string!(i18n, stock.report.at_cost)}</dt>
                <dd class="num" data-test="value-at-cost">{move || money(i18n.get_locale(), cost)}</dd>
            </div>
            <div class="stock__figure">
                <dt>{move || t_string!(i18n, stock.report.at_retail)}</dt>
                <dd class="num">{move || money(i18n.get_locale(), retail)}</dd>
            </div>
        </dl>
        {(without > 0)
            .then(|| view! { <p class="muted small">{move || t_string!(i18n, stock.report.without_cost, count = without).to_string()}</p> })}
    }
    .into_any()
}
