//! Tables: sortable headings, a head that stays in sight, rows that can be selected.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use leptos::prelude::*;

use super::icon::Icon;
use crate::i18n::{t_string, use_i18n};

type Cell<T> = Arc<dyn Fn(&T) -> AnyView + Send + Sync>;

/// How a table is sorted; belongs into the URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// Key of the column.
    pub key: String,
    /// Largest first.
    pub descending: bool,
}

/// A column.
#[derive(Clone)]
pub struct Column<T> {
    key: &'static str,
    label: TextProp,
    cell: Cell<T>,
    numeric: bool,
    sortable: bool,
    secondary: bool,
}

impl<T> Column<T> {
    /// Its key and its heading, for choosing columns.
    #[must_use]
    pub fn choice(&self) -> (&'static str, TextProp) {
        (self.key, self.label.clone())
    }

    /// A column that draws its cells by `cell`.
    pub fn new<V: IntoView + 'static>(
        key: &'static str,
        label: impl Into<TextProp>,
        cell: impl Fn(&T) -> V + Send + Sync + 'static,
    ) -> Self {
        let cell: Cell<T> = Arc::new(move |row| cell(row).into_any());
        Self { key, label: label.into(), cell, numeric: false, sortable: false, secondary: false }
    }

    /// Numbers and money: to the right, in tabular figures.
    #[must_use]
    pub const fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }

    /// Its heading sorts.
    #[must_use]
    pub const fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }

    /// Left out on phones.
    #[must_use]
    pub const fn secondary(mut self) -> Self {
        self.secondary = true;
        self
    }

    fn class(&self) -> &'static str {
        match (self.numeric, self.secondary) {
            (true, true) => "num wide-only",
            (true, false) => "num",
            (false, true) => "wide-only",
            (false, false) => "",
        }
    }
}

/// A table of rows.
#[component]
pub fn DataTable<T>(
    /// What it lists, for screen readers.
    #[prop(into)]
    caption: TextProp,
    /// The columns.
    columns: Vec<Column<T>>,
    /// The rows.
    #[prop(into)]
    rows: Signal<Vec<T>>,
    /// What tells rows apart.
    key: fn(&T) -> String,
    /// How it is sorted now.
    #[prop(optional, into)]
    sort: Signal<Option<Sort>>,
    /// Asks for another order.
    #[prop(optional, into)]
    on_sort: Option<Callback<Sort>>,
    /// Keys of the selected rows; adds a column of checkboxes. With Shift held, a tick counts for all
    /// rows from the one ticked before to this one.
    #[prop(optional)]
    selected: Option<RwSignal<BTreeSet<String>>>,
    /// What screen readers call a row's checkbox by, such as a number.
    #[prop(optional)]
    row_name: Option<fn(&T) -> String>,
    /// Keys of the columns in sight; `None` for all. The first column is always there.
    #[prop(optional, into)]
    shown: Signal<Option<Vec<String>>>,
    /// Instead of the body when there are no rows.
    #[prop(optional, into)]
    empty: ViewFn,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let columns = StoredValue::new(columns);
    let name = caption.clone();
    // The first column tells what a row is.
    let visible = Memo::new(move |_| {
        let shown = shown.get();
        columns.with_value(|columns| {
            let keep = |&index: &usize| {
                let key = columns.get(index).map(|column| column.key);
                index == 0 || shown.as_ref().is_none_or(|keys| keys.iter().any(|own| Some(own.as_str()) == key))
            };
            (0..columns.len()).filter(keep).collect::<Vec<_>>()
        })
    });
    let heads = move || {
        let visible = visible.get();
        columns.with_value(|columns| {
            visible
                .iter()
                .filter_map(|&index| columns.get(index).cloned())
                .map(|column| view! { <Heading class=column.class() key=column.key label=column.label sortable=column.sortable sort on_sort/> })
                .collect_view()
        })
    };
    let picking = selected.map(|selected| Picking { selected, last: StoredValue::new(None), shift: StoredValue::new(false) });
    let keys = Signal::derive(move || rows.with(|rows| rows.iter().map(key).collect::<Vec<_>>()));
    // A row stays in the page as long as it is in the list, and its cells as long as they say the
    // same: a list that is read again moves no focus and no selection.
    let by_key = Memo::new(move |_| rows.with(|rows| rows.iter().map(|row| (key(row), row.clone())).collect::<HashMap<_, _>>()));
    let body_row = move |row_key: String| {
        let own = row_key.clone();
        let row = Memo::new(move |_| by_key.with(|rows| rows.get(&own).cloned()));
        let row_name = row.with_untracked(|row| row_name.zip(row.as_ref()).map(|(name, row)| name(row)));
        let cells = move || {
            columns.with_value(|columns| {
                visible.with(|visible| {
                    visible
                        .iter()
                        .filter_map(|&index| columns.get(index))
                        .map(|column| {
                            let cell = column.cell.clone();
                            view! { <td class=column.class()>{move || row.with(|row| row.as_ref().map(|row| cell(row)))}</td> }
                        })
                        .collect_view()
                })
            })
        };
        let is_selected = {
            let row_key = row_key.clone();
            move || selected.is_some_and(|selected| selected.with(|selected| selected.contains(&row_key)))
        };
        view! {
            <tr class:is-selected=is_selected>
                {picking.map(|picking| view! { <td class="pick"><PickRow row_key row_name keys picking/></td> })}
                {cells}
            </tr>
        }
    };
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=move || name.get()>
            <table class="table table--pinned">
                <caption class="visually-hidden">{move || caption.get()}</caption>
                <thead>
                    <tr>
                        {selected.map(|selected| view! { <th class="pick" scope="col"><PickAll rows key selected/></th> })}
                        {heads}
                    </tr>
                </thead>
                <tbody>
                    <For each=move || keys.get() key=Clone::clone children=body_row/>
                </tbody>
            </table>
            <Show when=move || rows.with(Vec::is_empty)>{empty.run()}</Show>
        </div>
    }
    .into_any()
}

#[component]
fn Heading(
    class: &'static str,
    key: &'static str,
    label: TextProp,
    sortable: bool,
    sort: Signal<Option<Sort>>,
    on_sort: Option<Callback<Sort>>,
) -> impl IntoView {
    let direction = move || sort.with(|sort| sort.as_ref().filter(|sort| sort.key == key).map(|sort| sort.descending));
    let Some(on_sort) = on_sort.filter(|_| sortable) else {
        return view! { <th class=class scope="col" data-key=key>{move || label.get()}</th> }.into_any();
    };
    let aria = move || match direction() {
        Some(true) => "descending",
        Some(false) => "ascending",
        None => "none",
    };
    let icon = Signal::derive(move || match direction() {
        Some(true) => icondata::LuArrowDown,
        Some(false) => icondata::LuArrowUp,
        None => icondata::LuArrowUpDown,
    });
    view! {
        <th class=class scope="col" data-key=key aria-sort=aria>
            <button
                type="button"
                class="table__sort"
                on:click=move |_| on_sort.run(Sort { key: key.to_owned(), descending: untrack(direction) == Some(false) })
            >
                {move || label.get()}
                <Icon icon/>
            </button>
        </th>
    }
    .into_any()
}

/// What the rows' checkboxes share.
#[derive(Clone, Copy)]
struct Picking {
    selected: RwSignal<BTreeSet<String>>,
    /// The row ticked last, where a range begins.
    last: StoredValue<Option<String>>,
    /// Whether Shift was held in the click that a change follows.
    shift: StoredValue<bool>,
}

impl Picking {
    /// Ticks or clears a row, and with Shift all between it and the last.
    fn set(self, keys: &[String], key: &str, ticked: bool) {
        let place = |key: &str| keys.iter().position(|known| known == key);
        let last = self.last.get_value().filter(|_| self.shift.get_value()).and_then(|last| place(&last));
        let range = match (last, place(key)) {
            (Some(from), Some(to)) => keys.get(from.min(to)..=from.max(to)).unwrap_or_default().to_vec(),
            _ => vec![key.to_owned()],
        };
        self.selected.update(|selected| {
            for key in range {
                if ticked {
                    selected.insert(key);
                } else {
                    selected.remove(&key);
                }
            }
        });
        self.last.set_value(Some(key.to_owned()));
    }
}

#[component]
fn PickRow(row_key: String, row_name: Option<String>, keys: Signal<Vec<String>>, picking: Picking) -> impl IntoView {
    let i18n = use_i18n();
    let own = row_key.clone();
    let label = move || match row_name.clone() {
        Some(name) => t_string!(i18n, common.list.select_named, name = name).to_string(),
        None => t_string!(i18n, common.list.select_row).to_owned(),
    };
    view! {
        // The cell takes what misses the box: on a phone it is small.
        <label class="pick__box">
            <input
                type="checkbox"
                aria-label=label
                prop:checked=move || picking.selected.with(|selected| selected.contains(&own))
                on:click=move |event| picking.shift.set_value(event.shift_key())
                on:change=move |event| keys.with_untracked(|keys| picking.set(keys, &row_key, event_target_checked(&event)))
            />
        </label>
    }
    .into_any()
}

#[component]
fn PickAll<T>(rows: Signal<Vec<T>>, key: fn(&T) -> String, selected: RwSignal<BTreeSet<String>>) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let i18n = use_i18n();
    let state = move || {
        let picked = rows.with(|rows| selected.with(|selected| rows.iter().filter(|row| selected.contains(&key(row))).count()));
        (picked, rows.with(Vec::len))
    };
    view! {
        <input
            type="checkbox"
            aria-label=move || t_string!(i18n, common.list.select_all)
            prop:checked=move || { let (picked, all) = state(); all > 0 && picked == all }
            prop:indeterminate=move || { let (picked, all) = state(); picked > 0 && picked < all }
            on:change=move |event| {
                let keys = if event_target_checked(&event) { rows.with_untracked(|rows| rows.iter().map(key).collect()) } else { BTreeSet::new() };
                selected.set(keys);
            }
        />
    }
    .into_any()
}
