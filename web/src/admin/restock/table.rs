//! The table of restock orders.

use chrono::{NaiveDate, NaiveTime};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::inventory::RestockRow;

use super::super::filters::Growing;
use super::super::inventory::words;
use crate::i18n::{Locale, t_string, use_i18n};
use crate::routes;
use crate::ui::{Column, DataTable, EmptyState, Paged, Sort, Status, date, money};

/// A day as people read it.
#[must_use]
pub fn day(locale: Locale, day: NaiveDate) -> String {
    date(locale, day.and_time(NaiveTime::MIN).and_utc())
}

/// The columns of the list.
#[must_use]
pub fn restock_columns() -> Vec<Column<RestockRow>> {
    let i18n = use_i18n();
    vec![
        Column::new(
            "number",
            move || t_string!(i18n, stock.restock.number),
            |row: &RestockRow| {
                let (number, href) = (row.number.clone(), routes::admin::restock_order(&row.id.to_string()));
                let test = number.clone();
                view! { <A href=href attr:class="row-link" attr:data-test="restock-row" attr:data-number=test>{number}</A> }
            },
        ),
        Column::new(
            "status",
            move || t_string!(i18n, stock.restock.status),
            move |row: &RestockRow| {
                let status = row.status;
                view! { <Status tone=words::restock_tone(status)>{move || words::restock_status(i18n.get_locale(), status)}</Status> }
            },
        ),
        Column::new("supplier", move || t_string!(i18n, stock.list.supplier), |row: &RestockRow| row.supplier.clone())
            .secondary(),
        Column::new(
            "expected",
            move || t_string!(i18n, stock.restock.expected),
            move |row: &RestockRow| {
                let (expected, overdue) = (row.expected_on, row.overdue);
                view! {
                    <span class:stock__less=overdue>
                        {move || expected.map(|expected| day(i18n.get_locale(), expected))}
                        {move || overdue.then(|| format!(" · {}", t_string!(i18n, stock.restock.overdue)))}
                    </span>
                }
            },
        )
        .secondary(),
        Column::new(
            "pieces",
            move || t_string!(i18n, stock.restock.pieces),
            |row: &RestockRow| format!("{} / {}", row.received, row.ordered),
        )
        .numeric()
        .secondary(),
        Column::new(
            "made",
            move || t_string!(i18n, stock.restock.made),
            move |row: &RestockRow| {
                let at = row.created_at;
                view! { <span class="nowrap">{move || date(i18n.get_locale(), at)}</span> }
            },
        )
        .sortable()
        .secondary(),
        Column::new(
            "total",
            move || t_string!(i18n, stock.restock.total),
            move |row: &RestockRow| {
                let total = row.total;
                view! { <span class="money">{move || money(i18n.get_locale(), total)}</span> }
            },
        )
        .numeric()
        .sortable(),
    ]
}

/// Restock orders as rows; each leads to its page.
#[component]
pub fn RestockTable(
    /// The orders.
    list: Paged<RestockRow>,
    /// Keys of the columns in sight; `None` for all.
    #[prop(optional, into)]
    shown: Signal<Option<Vec<String>>>,
    /// How they are sorted now.
    #[prop(optional, into)]
    sort: Signal<Option<Sort>>,
    /// Asks for another order.
    #[prop(optional, into)]
    on_sort: Option<Callback<Sort>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let on_sort = on_sort.unwrap_or_else(|| Callback::new(|_| ()));
    let empty = move || {
        view! {
            <EmptyState icon=icondata::LuPackagePlus title=move || t_string!(i18n, stock.restock.empty) text=move || t_string!(i18n, stock.restock.empty_text)/>
        }
    };
    view! {
        <Growing list=list>
            <DataTable
                caption=move || t_string!(i18n, stock.nav.restock)
                columns=restock_columns()
                rows=list.items()
                key=|row| row.id.to_string()
                shown
                sort
                on_sort
                empty
            />
        </Growing>
    }
    .into_any()
}
