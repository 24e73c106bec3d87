//! The lines of an order: written, or as they are.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::inventory::{RestockLine, RestockStatus};

use super::super::inventory::words;
use super::draft::{Draft, Line};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::cell::{Cell, CellKind};
use crate::ui::{Column, DataTable, EmptyState, Form, IconButton, money};

/// The lines while they are written.
#[component]
pub fn Lines(draft: Draft) -> impl IntoView {
    let i18n = use_i18n();
    let form = use_context::<Form>();
    let none = move || draft.lines.with(Vec::is_empty);
    // What is wrong with the lines as a whole has no field of its own.
    let wrong = move || none().then(|| form?.error_text_under(i18n.get_locale(), "/lines")).flatten();
    let place = move |line: Line| {
        Signal::derive(move || {
            draft.lines.with(|lines| lines.iter().position(|other| other.variant == line.variant).unwrap_or(0))
        })
    };
    let row = move |line: Line| {
        let known = draft.known(line.variant);
        let at = place(line);
        let pointer = move |field: &'static str| Signal::derive(move || format!("/lines/{}/{field}", at.get()));
        let name = known.name.clone();
        let (quantity_of, cost_of) = (known.name.clone(), known.name.clone());
        view! {
            <tr data-test="restock-line">
                <th scope="row">
                    <span class="two-lines"><span>{known.name.clone()}</span><span class="muted">{known.sku.clone()}</span></span>
                </th>
                <td class="num">
                    <Cell
                        pointer=pointer("quantity")
                        label=move || t_string!(i18n, stock.restock.quantity_of, name = quantity_of.clone()).to_string()
                        value=line.quantity
                        kind=CellKind::Whole
                        test="line-quantity"
                    />
                </td>
                <td class="num">
                    <Cell
                        pointer=pointer("unit_cost")
                        label=move || t_string!(i18n, stock.restock.cost_of, name = cost_of.clone()).to_string()
                        value=line.cost
                        kind=CellKind::Money
                        test="line-cost"
                    />
                </td>
                <td class="num wide-only"><span class="money">{move || money(i18n.get_locale(), line.total())}</span></td>
                <td>
                    <IconButton
                        icon=icondata::LuTrash2
                        label=move || t_string!(i18n, stock.restock.remove, name = name.clone()).to_string()
                        on_click=move || draft.remove(line.variant)
                    />
                </td>
            </tr>
        }
    };
    view! {
        {move || wrong().map(|text| view! { <p class="field__error" role="alert">{text}</p> })}
        <Show
            when=move || !none()
            fallback=move || view! {
                <EmptyState icon=icondata::LuPackagePlus title=move || t_string!(i18n, stock.restock.no_lines) text=move || t_string!(i18n, stock.restock.no_lines_text)/>
            }
        >
            <div class="table-wrap" data-pointer="/lines">
                <table class="table">
                    <caption class="visually-hidden">{move || t_string!(i18n, stock.restock.lines)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{move || t_string!(i18n, stock.list.product)}</th>
                            <th scope="col" class="num">{move || t_string!(i18n, stock.restock.quantity)}</th>
                            <th scope="col" class="num">{move || t_string!(i18n, stock.terms.cost)}</th>
                            <th scope="col" class="num wide-only">{move || t_string!(i18n, stock.restock.amount)}</th>
                            <th scope="col"><span class="visually-hidden">{move || t_string!(i18n, stock.restock.remove_head)}</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || draft.lines.get() key=|line| line.variant children=row/>
                    </tbody>
                </table>
            </div>
        </Show>
        <p class="stock__total">
            <span>{move || t_string!(i18n, stock.restock.total)}</span>
            <strong class="money" data-test="draft-total">{move || money(i18n.get_locale(), draft.total())}</strong>
        </p>
    }
    .into_any()
}

/// The lines as they are, with what came of them.
#[component]
pub fn OrderLines(lines: Vec<RestockLine>, status: RestockStatus) -> impl IntoView {
    let i18n = use_i18n();
    let over = status == RestockStatus::Received;
    let mut columns = vec![
        Column::new(
            "product",
            move || t_string!(i18n, stock.list.product),
            |line: &RestockLine| {
                let href = routes::admin::stock(&line.variant_id.to_string());
                let (name, sku) = (words::called(&line.name, &line.options), line.sku.clone());
                view! {
                    <A href=href attr:class="two-lines stock__name">
                        <span>{name}</span>
                        <span class="muted">{sku}</span>
                    </A>
                }
            },
        ),
        Column::new("ordered", move || t_string!(i18n, stock.restock.ordered), |line: &RestockLine| line.quantity.to_string())
            .numeric(),
    ];
    if !matches!(status, RestockStatus::Draft | RestockStatus::Cancelled) {
        columns.push(
            Column::new(
                "received",
                move || t_string!(i18n, stock.restock.received),
                |line: &RestockLine| {
                    view! { <span data-test="line-received">{line.received}</span> }
                },
            )
            .numeric(),
        );
        columns.push(Column::new(
            "difference",
            move || t_string!(i18n, stock.restock.difference),
            move |line: &RestockLine| {
                let found = line.discrepancy;
                let words = move || {
                    let mut words = Vec::new();
                    if found.short > 0 && over {
                        words.push(t_string!(i18n, stock.restock.short, count = found.short).to_string());
                    } else if found.short > 0 {
                        words.push(t_string!(i18n, stock.restock.awaited, count = found.short).to_string());
                    }
                    if found.over > 0 {
                        words.push(t_string!(i18n, stock.restock.over, count = found.over).to_string());
                    }
                    if found.damaged > 0 {
                        words.push(t_string!(i18n, stock.restock.damaged, count = found.damaged).to_string());
                    }
                    words.join(", ")
                };
                let bad = found.damaged > 0 || over && found.short > 0;
                view! { <span class:stock__less=bad data-test="difference">{words}</span> }
            },
        ));
    }
    columns.extend([
        Column::new(
            "cost",
            move || t_string!(i18n, stock.terms.cost),
            move |line: &RestockLine| {
                let cost = line.unit_cost;
                view! { <span class="money">{move || money(i18n.get_locale(), cost)}</span> }
            },
        )
        .numeric()
        .secondary(),
        Column::new(
            "amount",
            move || t_string!(i18n, stock.restock.amount),
            move |line: &RestockLine| {
                let total = line.line_total;
                view! { <span class="money">{move || money(i18n.get_locale(), total)}</span> }
            },
        )
        .numeric()
        .secondary(),
    ]);
    view! {
        <DataTable
            caption=move || t_string!(i18n, stock.restock.lines)
            columns
            rows=Signal::stored(lines)
            key=|line| line.variant_id.to_string()
        />
    }
    .into_any()
}
