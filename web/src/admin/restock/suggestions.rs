//! What should be ordered, to be taken into an order.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::inventory::RestockSuggestion;

use super::super::filters::FilterSelect;
use super::super::inventory::words;
use super::draft::{Draft, Known};
use crate::api::inventory;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::ui::{AsyncView, Button, ButtonKind, Choice, Column, DataTable, EmptyState, money, toast, use_load};

/// The suggestions for the draft's supplier, or for all while none is chosen.
#[component]
pub fn Suggestions(
    /// The order.
    draft: Draft,
    /// Closes the dialog.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (days, cover) = (RwSignal::new(30_u32), RwSignal::new(30_u32));
    let load = use_load(move || inventory::suggest_restock(&draft.supplier.get_untracked(), days.get(), cover.get()));
    let spans = |choices: &'static [u32]| {
        Signal::derive(move || {
            choices
                .iter()
                .map(|&days| Choice::new(days.to_string(), t_string!(i18n, stock.supplier.days, count = days).to_string()))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <div class="stack">
            <p class="muted">{move || t_string!(i18n, stock.suggest.text)}</p>
            <div class="filters">
                <FilterSelect
                    label=move || t_string!(i18n, stock.suggest.days)
                    value=Signal::derive(move || days.get().to_string())
                    choices=spans(&[30, 90])
                    on_pick=move |word: String| days.set(word.parse().unwrap_or(30))
                />
                <FilterSelect
                    label=move || t_string!(i18n, stock.suggest.cover)
                    value=Signal::derive(move || cover.get().to_string())
                    choices=spans(&[14, 30, 60, 90])
                    on_pick=move |word: String| cover.set(word.parse().unwrap_or(30))
                />
            </div>
            <AsyncView load let(rows)>
                <Found rows draft open/>
            </AsyncView>
        </div>
    }
    .into_any()
}

#[component]
fn Found(rows: Vec<RestockSuggestion>, draft: Draft, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let all: BTreeSet<String> = rows.iter().map(|row| row.variant_id.to_string()).collect();
    let none = rows.is_empty();
    let selected = RwSignal::new(all);
    let taken = StoredValue::new(rows.clone());
    let take = move || {
        let picked: Vec<RestockSuggestion> = taken.with_value(|rows| {
            rows.iter().filter(|row| selected.with_untracked(|ids| ids.contains(&row.variant_id.to_string()))).cloned().collect()
        });
        // Goods of several suppliers do not go into one order: the first one's do.
        let Some(supplier) = picked.first().map(|row| row.supplier_id.to_string()) else { return };
        let own = draft.supplier.get_untracked();
        let supplier = if own.is_empty() { supplier } else { own };
        if draft.supplier.with_untracked(String::is_empty) {
            draft.supplier.set(supplier.clone());
        }
        let mut count = 0_usize;
        for row in picked.iter().filter(|row| row.supplier_id.to_string() == supplier) {
            let known = Known { name: words::called(&row.name, &row.options), sku: row.sku.clone() };
            let there = draft.lines.with_untracked(|lines| lines.iter().any(|line| line.variant == row.variant_id));
            if !there {
                draft.add(row.variant_id, known, row.quantity, row.unit_cost);
                count += 1;
            }
        }
        toast::success(tu_string!(i18n, stock.suggest.taken, count = count).to_string());
        open.set(false);
    };
    let columns = vec![
        Column::new(
            "product",
            move || t_string!(i18n, stock.list.product),
            |row: &RestockSuggestion| {
                view! {
                    <span class="two-lines">
                        <span>{words::called(&row.name, &row.options)}</span>
                        <span class="muted">{row.sku.clone()} " · " {row.supplier.clone()}</span>
                    </span>
                }
            },
        ),
        Column::new("sold", move || t_string!(i18n, stock.suggest.sold), |row: &RestockSuggestion| row.sold.to_string())
            .numeric()
            .secondary(),
        Column::new(
            "available",
            move || t_string!(i18n, stock.list.available),
            |row: &RestockSuggestion| row.available.to_string(),
        )
        .numeric()
        .secondary(),
        Column::new("incoming", move || t_string!(i18n, stock.list.incoming), |row: &RestockSuggestion| row.incoming.to_string())
            .numeric()
            .secondary(),
        Column::new(
            "lead_time",
            move || t_string!(i18n, stock.supplier.lead_time),
            |row: &RestockSuggestion| row.lead_time_days.to_string(),
        )
        .numeric()
        .secondary(),
        Column::new(
            "cost",
            move || t_string!(i18n, stock.terms.cost),
            move |row: &RestockSuggestion| {
                let cost = row.unit_cost;
                view! { <span class="money">{move || money(i18n.get_locale(), cost)}</span> }
            },
        )
        .numeric()
        .secondary(),
        Column::new(
            "quantity",
            move || t_string!(i18n, stock.suggest.quantity),
            |row: &RestockSuggestion| {
                view! { <strong data-test="suggested">{row.quantity}</strong> }
            },
        )
        .numeric(),
    ];
    let empty = move || {
        view! {
            <EmptyState icon=icondata::LuPackageCheck title=move || t_string!(i18n, stock.suggest.empty) text=move || t_string!(i18n, stock.suggest.empty_text)/>
        }
    };
    view! {
        <DataTable
            caption=move || t_string!(i18n, stock.suggest.title)
            columns
            rows=Signal::stored(rows)
            key=|row| row.variant_id.to_string()
            selected
            row_name=|row| row.sku.clone()
            empty
        />
        {(!none)
            .then(|| {
                view! {
                    <div class="form__actions">
                        <Button kind=ButtonKind::Primary on_click=take attr:data-test="take-suggestions">
                            {move || t_string!(i18n, stock.suggest.take, count = selected.with(BTreeSet::len)).to_string()}
                        </Button>
                    </div>
                }
            })}
    }
    .into_any()
}
