//! The table of orders, dense.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::orders::StaffOrderRow;

use super::super::words;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Column, DataTable, EmptyState, Sort, Status, date, money, time};

/// The columns of the list; `short` for what fits beside something else.
#[must_use]
pub fn order_columns(short: bool) -> Vec<Column<StaffOrderRow>> {
    let i18n = use_i18n();
    let mut columns = vec![
        Column::new("number", move || t_string!(i18n, admin.orders.number), |row: &StaffOrderRow| {
            let (number, href) = (row.number.clone(), routes::admin::order(&row.id.to_string()));
            view! { <A href=href attr:class="row-link" attr:data-test="order-row" attr:data-number=row.number.clone()>{number}</A> }
        }),
        Column::new("status", move || t_string!(i18n, admin.orders.status), move |row: &StaffOrderRow| {
            let status = row.status;
            view! { <Status tone=words::order_tone(status)>{move || words::order_status(i18n.get_locale(), status)}</Status> }
        }),
        Column::new("buyer", move || t_string!(i18n, admin.orders.buyer), |row: &StaffOrderRow| {
            view! { <span class="two-lines"><span>{row.buyer.clone()}</span><span class="muted">{row.buyer_email.clone()}</span></span> }
        })
        .secondary(),
    ];
    if !short {
        columns.push(
            Column::new("payment", move || t_string!(i18n, admin.orders.payment), move |row: &StaffOrderRow| {
                let status = row.payment_status;
                view! { <Status tone=words::payment_tone(status)>{move || words::payment_status(i18n.get_locale(), status)}</Status> }
            })
            .secondary(),
        );
        columns.push(
            Column::new("shipping", move || t_string!(i18n, admin.orders.shipping), |row: &StaffOrderRow| {
                view! { <span class="two-lines"><span>{row.shipping.clone()}</span><span class="muted">{row.destination.clone()}</span></span> }
            })
            .secondary(),
        );
        columns.push(
            Column::new("pieces", move || t_string!(i18n, admin.orders.pieces), |row: &StaffOrderRow| row.item_count.to_string())
                .numeric()
                .secondary(),
        );
        columns.push(
            Column::new(
                "placed",
                move || t_string!(i18n, admin.orders.placed),
                move |row: &StaffOrderRow| {
                    let at = row.created_at;
                    view! {
                        <span class="two-lines nowrap">
                            <span>{move || date(i18n.get_locale(), at)}</span>
                            <span class="muted">{move || time(i18n.get_locale(), at)}</span>
                        </span>
                    }
                },
            )
            .sortable()
            .secondary(),
        );
    }
    let total = Column::new(
        "total",
        move || t_string!(i18n, admin.orders.total),
        move |row: &StaffOrderRow| {
            let total = row.total;
            view! { <span class="money">{move || money(i18n.get_locale(), total)}</span> }
        },
    )
    .numeric();
    columns.push(if short { total } else { total.sortable() });
    columns
}

/// Orders as rows; each leads to its page.
#[component]
pub fn OrderTable(
    /// The orders.
    #[prop(into)]
    rows: Signal<Vec<StaffOrderRow>>,
    /// Only what fits beside something else.
    #[prop(optional)]
    short: bool,
    /// Ids of those ticked; adds a column of checkboxes.
    #[prop(optional)]
    selected: Option<RwSignal<BTreeSet<String>>>,
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
            <EmptyState
                icon=icondata::LuPackageSearch
                title=move || t_string!(i18n, admin.orders.empty)
                text=move || t_string!(i18n, admin.orders.empty_text)
            />
        }
    };
    view! {
        <DataTable
            caption=move || t_string!(i18n, admin.orders.title)
            columns=order_columns(short)
            rows
            key=|row| row.id.to_string()
            nostrip:selected=selected
            row_name=|row| row.number.clone()
            shown
            sort
            on_sort
            empty
        />
    }
    .into_any()
}
