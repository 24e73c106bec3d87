//! The stock list.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::inventory::{InventorySummary, StockLevel, StockRow, StockSort};
use shared::live::Topic;

use super::super::export::ExportMenu;
use super::super::filters::{FilterBar, FilterSelect, Growing, SearchBox, address, use_filter};
use super::super::views::{ListTools, use_columns};
use super::super::words as desk;
use super::words;
use crate::api::categories;
use crate::api::inventory::{self, StockFilter};
use crate::i18n::{t_string, use_i18n};
use crate::live;
use crate::routes;
use crate::ui::{
    AsyncView, Choice, Column, DataTable, EmptyState, FreshBar, PageHead, Picture, Skeleton, Sort, Status, money, use_fresh,
    use_fresh_page, use_load, use_paged,
};

/// The list's name among saved views.
const LIST: &str = "inventory";

fn url(filter: &StockFilter) -> String {
    address(
        routes::admin::INVENTORY,
        &[
            ("level", filter.level.map_or("", StockLevel::as_str)),
            ("short", if filter.short == Some(true) { "true" } else { "" }),
            ("category", &filter.category),
            ("supplier", &filter.supplier),
            ("sort", filter.sort.map_or("", StockSort::as_str)),
            ("q", &filter.q),
        ],
    )
}

fn columns() -> Vec<Column<StockRow>> {
    let i18n = use_i18n();
    vec![
        Column::new("product", move || t_string!(i18n, stock.list.product), |row: &StockRow| {
            let href = routes::admin::stock(&row.variant_id.to_string());
            let (name, image) = (words::called(&row.name, &row.options), row.image.clone());
            let codes = row.barcode.iter().fold(row.sku.clone(), |codes, barcode| format!("{codes} · {barcode}"));
            let test = row.sku.clone();
            view! {
                <span class="product-cell">
                    <span class="thumb wide-only">{image.map(|image| view! { <Picture image sizes="2.5rem" ratio="1 / 1" alt=""/> })}</span>
                    <A href=href attr:class="row-link two-lines" attr:data-test="stock-row" attr:data-sku=test>
                        <span>{name}</span>
                        <span class="muted">{codes}</span>
                    </A>
                </span>
            }
        })
        .sortable(),
        Column::new("level", move || t_string!(i18n, stock.list.level), move |row: &StockRow| {
            let level = row.level;
            view! { <Status tone=words::level_tone(level)>{move || words::level(i18n.get_locale(), level)}</Status> }
        }),
        Column::new("category", move || t_string!(i18n, stock.list.category), move |row: &StockRow| {
            let (id, en) = (row.category.clone(), row.category_en.clone());
            let supplier = row.supplier.clone();
            view! {
                <span class="two-lines">
                    <span>{move || desk::in_language(i18n.get_locale(), &id, &en).to_owned()}</span>
                    <span class="muted">{supplier}</span>
                </span>
            }
        })
        .secondary(),
        Column::new("on_hand", move || t_string!(i18n, stock.list.on_hand), |row: &StockRow| row.on_hand.to_string())
            .numeric()
            .secondary(),
        Column::new("reserved", move || t_string!(i18n, stock.list.reserved), |row: &StockRow| row.reserved.to_string())
            .numeric()
            .secondary(),
        Column::new("incoming", move || t_string!(i18n, stock.list.incoming), |row: &StockRow| row.incoming.to_string())
            .numeric()
            .secondary(),
        Column::new("threshold", move || t_string!(i18n, stock.list.thresholds), |row: &StockRow| {
            format!("{} / {}", row.low_stock_threshold, row.minimum_stock)
        })
        .numeric()
        .secondary(),
        Column::new("cost", move || t_string!(i18n, stock.list.cost), move |row: &StockRow| {
            let cost = row.cost;
            view! { <span class="money">{move || cost.map(|cost| money(i18n.get_locale(), cost))}</span> }
        })
        .numeric()
        .secondary(),
        Column::new("value", move || t_string!(i18n, stock.list.value), move |row: &StockRow| {
            let value = row.cost.and_then(|cost| cost.checked_mul(row.on_hand.into()));
            view! { <span class="money">{move || value.map(|value| money(i18n.get_locale(), value))}</span> }
        })
        .numeric()
        .sortable()
        .secondary(),
        Column::new("available", move || t_string!(i18n, stock.list.available), |row: &StockRow| {
            view! { <strong data-test="available">{row.available}</strong> }
        })
        .numeric()
        .sortable(),
    ]
}

/// All variants with what is there of them.
#[component]
pub fn InventoryPage() -> impl IntoView {
    let i18n = use_i18n();
    let (filter, change) = use_filter(
        |asked| StockFilter {
            q: asked.text("q"),
            level: asked.word("level"),
            short: asked.get("short").map(|word| word == "true").filter(|short| *short),
            category: asked.text("category"),
            supplier: asked.text("supplier"),
            sort: asked.word("sort"),
        },
        url,
    );
    let list = use_paged(
        move || filter.with(url),
        move |cursor| filter.with_untracked(|filter| inventory::list_inventory(filter, cursor)),
    );
    let fresh = use_fresh(
        list,
        |row| row.variant_id.to_string(),
        move || filter.with_untracked(|filter| inventory::list_inventory(filter, None)),
    );
    let summary = use_load(inventory::get_inventory_summary);
    let figures = use_fresh_page(summary, inventory::get_inventory_summary);
    live::on_changed(Topic::Stock, move |_| {
        fresh.look();
        figures.look();
    });
    let suppliers = use_load(inventory::supplier_choices);
    let tree = use_load(categories::list_staff_categories);
    let all = move || Choice::new("", t_string!(i18n, admin.all));
    let supplier_choices = Signal::derive(move || {
        let own = suppliers.get().unwrap_or_default().into_iter().map(|row| Choice::new(row.id.to_string(), row.name));
        std::iter::once(all()).chain(own).collect::<Vec<_>>()
    });
    let category_choices = Signal::derive(move || {
        let locale = i18n.get_locale();
        let tree = tree.get().unwrap_or_default();
        let mut own: Vec<Choice> = tree
            .iter()
            .map(|category| Choice::new(category.slug.clone(), desk::category_path(locale, &tree, category.id)))
            .collect();
        own.sort_by(|a, b| a.label.cmp(&b.label));
        std::iter::once(all()).chain(own).collect::<Vec<_>>()
    });
    let shown = use_columns(LIST);
    let sort = Signal::derive(move || {
        let (key, descending) = match filter.with(|filter| filter.sort).unwrap_or(StockSort::Name) {
            StockSort::Name | StockSort::Sku => ("product", false),
            StockSort::Least => ("available", false),
            StockSort::Most => ("available", true),
            StockSort::Value => ("value", true),
        };
        Some(Sort { key: key.to_owned(), descending })
    });
    let on_sort = Callback::new(move |sort: Sort| {
        let sort = match (sort.key.as_str(), sort.descending) {
            ("available", false) => Some(StockSort::Least),
            ("available", true) => Some(StockSort::Most),
            ("value", _) => Some(StockSort::Value),
            // As it is without saying so.
            _ => None,
        };
        change.run(Box::new(move |filter| filter.sort = sort));
    });
    let count = move || {
        let locale = i18n.get_locale();
        list.total().get().map(|(total, _)| t_string!(i18n, stock.list.count, count = desk::number(locale, total)))
    };
    let empty = move || {
        view! {
            <EmptyState icon=icondata::LuWarehouse title=move || t_string!(i18n, stock.list.empty) text=move || t_string!(i18n, stock.list.empty_text)/>
        }
    };
    view! {
        <PageHead title=move || t_string!(i18n, stock.nav.inventory)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, stock.nav.inventory)}</h1>
                <p class="muted" role="status">{count}</p>
            </header>
            <nav class="stock__ways" aria-label=move || t_string!(i18n, stock.list.more)>
                <A href=routes::admin::MOVEMENTS attr:class="chip">{move || t_string!(i18n, stock.nav.movements)}</A>
                <A href=routes::admin::INVENTORY_REPORTS attr:class="chip">{move || t_string!(i18n, stock.nav.reports)}</A>
                <A href=routes::admin::RESTOCK attr:class="chip">{move || t_string!(i18n, stock.nav.restock)}</A>
            </nav>
            <AsyncView load=summary skeleton=move || view! { <Levels summary=None filter/> } let(summary)>
                <Levels summary=Some(summary) filter/>
            </AsyncView>
            <ListTools list=LIST path=routes::admin::INVENTORY columns=shown all=columns().iter().map(Column::choice).collect()>
                <ExportMenu call=move |format| filter.with_untracked(|filter| inventory::export_inventory(filter, format))/>
            </ListTools>
            <FilterBar>
                <div class="filters__find" data-test="stock-search">
                    <SearchBox
                        label=move || t_string!(i18n, stock.list.search)
                        text=Signal::derive(move || filter.with(|filter| filter.q.clone()))
                        on_search=move |text| change.run(Box::new(move |filter| filter.q = text))
                    />
                </div>
                <FilterSelect
                    label=move || t_string!(i18n, stock.list.category)
                    value=Signal::derive(move || filter.with(|filter| filter.category.clone()))
                    choices=category_choices
                    on_pick=move |word| change.run(Box::new(move |filter| filter.category = word))
                />
                <FilterSelect
                    label=move || t_string!(i18n, stock.list.supplier)
                    value=Signal::derive(move || filter.with(|filter| filter.supplier.clone()))
                    choices=supplier_choices
                    on_pick=move |word| change.run(Box::new(move |filter| filter.supplier = word))
                />
            </FilterBar>
            <FreshBar fresh/>
            <Growing list=list>
                <DataTable
                    caption=move || t_string!(i18n, stock.nav.inventory)
                    columns=columns()
                    rows=list.items()
                    key=|row| row.variant_id.to_string()
                    shown=shown.shown()
                    sort
                    on_sort
                    empty
                />
            </Growing>
        </div>
    }
    .into_any()
}

/// The levels side by side with how many stand there, each a link with the other filters kept. Without its figures it takes
/// the same room.
#[component]
fn Levels(summary: Option<InventorySummary>, filter: Memo<StockFilter>) -> impl IntoView {
    let i18n = use_i18n();
    let read = move |of: fn(InventorySummary) -> i64| summary.map(of);
    let chip = move |level: Option<StockLevel>, short: Option<bool>, count: Option<i64>| {
        let href = move || filter.with(|filter| url(&StockFilter { level, short, ..filter.clone() }));
        let here = move || filter.with(|filter| filter.level == level && filter.short == short).then_some("true");
        let label = move || match (level, short) {
            (Some(level), _) => words::level(i18n.get_locale(), level),
            (None, Some(_)) => t_string!(i18n, stock.list.short),
            (None, None) => t_string!(i18n, admin.all),
        };
        // Not `A`, which takes every query of this page for the page itself.
        view! {
            <li>
                <a href=href class="chip" aria-current=here>
                    {label} " " <span class="num muted">{move || count.map(|count| desk::number(i18n.get_locale(), count))}</span>
                </a>
            </li>
        }
    };
    let figure = move |label: TextProp, text: Signal<Option<String>>| {
        let written = move || match text.get() {
            Some(text) => text.into_any(),
            None => view! { <Skeleton width="5rem" height="1lh"/> }.into_any(),
        };
        view! { <div class="stock__figure"><dt>{move || label.get()}</dt><dd class="num">{written}</dd></div> }
    };
    let number = move |count: Option<i64>| Signal::derive(move || count.map(|count| desk::number(i18n.get_locale(), count)));
    let value = Signal::derive(move || summary.map(|summary| money(i18n.get_locale(), summary.value)));
    view! {
        <dl class="stock__figures stock__figures--three">
            {figure((move || t_string!(i18n, stock.list.pieces)).into(), number(read(|summary| summary.pieces)))}
            {figure((move || t_string!(i18n, stock.list.incoming)).into(), number(read(|summary| summary.incoming)))}
            {figure((move || t_string!(i18n, stock.list.value)).into(), value)}
        </dl>
        <nav aria-label=move || t_string!(i18n, stock.list.level)>
            <ul class="chips" role="list">
                {chip(None, None, read(|summary| summary.adequate + summary.low + summary.critical + summary.out))}
                {chip(None, Some(true), read(|summary| summary.low + summary.critical + summary.out))}
                {chip(Some(StockLevel::Out), None, read(|summary| summary.out))}
                {chip(Some(StockLevel::Critical), None, read(|summary| summary.critical))}
                {chip(Some(StockLevel::Low), None, read(|summary| summary.low))}
                {chip(Some(StockLevel::Adequate), None, read(|summary| summary.adequate))}
            </ul>
        </nav>
    }
    .into_any()
}
