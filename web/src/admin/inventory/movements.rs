//! What came and went: the list of all, and the history of one variant.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_router::components::A;
use shared::inventory::{AdjustmentReason, MovementKind, StockMovement};

use super::super::export::ExportMenu;
use super::super::filters::{DateFilter, FilterBar, FilterSelect, Growing, SearchBox, address, use_filter};
use super::super::views::{ListTools, use_columns};
use super::super::words as desk;
use super::words;
use crate::api::inventory::{self, MovementFilter};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Breadcrumbs, Choice, Column, Crumb, DataTable, EmptyState, PageHead, date, time, use_paged};

/// The list's name among saved views.
const LIST: &str = "stock-movements";

fn url(filter: &MovementFilter) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    address(
        routes::admin::MOVEMENTS,
        &[
            ("variant", &filter.variant),
            ("kind", filter.kind.map_or("", MovementKind::as_str)),
            ("reason", filter.reason.map_or("", AdjustmentReason::as_str)),
            ("from", &day(filter.from)),
            ("until", &day(filter.until)),
            ("q", &filter.q),
        ],
    )
}

/// Where the thing lies that a movement belongs to.
fn reference(row: &StockMovement) -> AnyView {
    let (Some(number), Some(id)) = (row.reference.clone(), row.reference_id) else { return ().into_any() };
    let href = match row.reference_kind.as_deref() {
        Some("restock_order") => routes::admin::restock_order(&id.to_string()),
        _ => routes::admin::order(&id.to_string()),
    };
    view! { <A href=href>{number}</A> }.into_any()
}

/// The columns; without the product on the page of one.
#[must_use]
pub fn movement_columns(of_one: bool) -> Vec<Column<StockMovement>> {
    let i18n = use_i18n();
    let mut columns = vec![Column::new(
        "at",
        move || t_string!(i18n, stock.movement.at),
        move |row: &StockMovement| {
            let at = row.created_at;
            view! {
                <span class="two-lines nowrap">
                    <span>{move || date(i18n.get_locale(), at)}</span>
                    <span class="muted">{move || time(i18n.get_locale(), at)}</span>
                </span>
            }
        },
    )];
    if !of_one {
        columns.push(Column::new(
            "product",
            move || t_string!(i18n, stock.list.product),
            |row: &StockMovement| {
                let href = routes::admin::stock(&row.variant_id.to_string());
                let (name, sku) = (words::called(&row.name, &row.options), row.sku.clone());
                view! {
                    <A href=href attr:class="two-lines stock__name">
                        <span>{name}</span>
                        <span class="muted">{sku}</span>
                    </A>
                }
            },
        ));
    }
    columns.extend([
        Column::new("kind", move || t_string!(i18n, stock.movement.kind), move |row: &StockMovement| {
            let (kind, reason) = (row.kind, row.reason);
            let note = row.note.clone();
            view! {
                <span class="two-lines">
                    <span>
                        {move || words::kind(i18n.get_locale(), kind)}
                        {move || reason.map(|reason| format!(" · {}", words::reason(i18n.get_locale(), reason)))}
                    </span>
                    <span class="muted" title=note.clone()>{note.clone()}</span>
                </span>
            }
        }),
        Column::new("reference", move || t_string!(i18n, stock.movement.reference), reference).secondary(),
        Column::new("actor", move || t_string!(i18n, stock.movement.actor), |row: &StockMovement| {
            row.actor.clone().unwrap_or_else(|| "–".to_owned())
        })
        .secondary(),
        Column::new("quantity", move || t_string!(i18n, stock.movement.quantity), |row: &StockMovement| {
            let less = row.quantity < 0;
            view! { <span class:stock__less=less data-test="movement">{format!("{:+}", row.quantity).replace('-', "−")}</span> }
        })
        .numeric(),
        Column::new("after", move || t_string!(i18n, stock.movement.after), |row: &StockMovement| row.on_hand_after.to_string())
            .numeric(),
    ]);
    columns
}

/// All movements.
#[component]
pub fn MovementsPage() -> impl IntoView {
    let i18n = use_i18n();
    let (filter, change) = use_filter(
        |asked| MovementFilter {
            q: asked.text("q"),
            variant: asked.text("variant"),
            kind: asked.word("kind"),
            reason: asked.word("reason"),
            from: asked.word("from"),
            until: asked.word("until"),
        },
        url,
    );
    let list = use_paged(
        move || filter.with(url),
        move |cursor| filter.with_untracked(|filter| inventory::list_stock_movements(filter, cursor)),
    );
    let all = move || Choice::new("", t_string!(i18n, admin.all));
    let kinds = Signal::derive(move || {
        let locale = i18n.get_locale();
        let own = MovementKind::ALL.iter().map(|&kind| Choice::new(kind.as_str(), words::kind(locale, kind)));
        std::iter::once(all()).chain(own).collect::<Vec<_>>()
    });
    let reasons = Signal::derive(move || {
        let locale = i18n.get_locale();
        let own = AdjustmentReason::ALL.iter().map(|&reason| Choice::new(reason.as_str(), words::reason(locale, reason)));
        std::iter::once(all()).chain(own).collect::<Vec<_>>()
    });
    let count = move || {
        let locale = i18n.get_locale();
        list.total().get().map(|(total, _)| t_string!(i18n, stock.movement.count, count = desk::number(locale, total)))
    };
    let columns = use_columns(LIST);
    let crumbs = Signal::derive(move || {
        vec![
            Crumb::link(t_string!(i18n, stock.nav.inventory), routes::admin::INVENTORY),
            Crumb::here(t_string!(i18n, stock.nav.movements)),
        ]
    });
    let empty =
        move || view! { <EmptyState icon=icondata::LuArrowLeftRight title=move || t_string!(i18n, stock.movement.empty)/> };
    view! {
        <PageHead title=move || t_string!(i18n, stock.nav.movements)/>
        <div class="page stack">
            <Breadcrumbs crumbs/>
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, stock.nav.movements)}</h1>
                <p class="muted" role="status">{count}</p>
            </header>
            <ListTools list=LIST path=routes::admin::MOVEMENTS columns all=movement_columns(false).iter().map(Column::choice).collect()>
                <ExportMenu call=move |format| filter.with_untracked(|filter| inventory::export_stock_movements(filter, format))/>
            </ListTools>
            <Show when=move || filter.with(|filter| !filter.variant.is_empty())>
                <p>
                    <button type="button" class="chip" on:click=move |_| change.run(Box::new(|filter| filter.variant = String::new()))>
                        {move || t_string!(i18n, stock.movement.of_one)}
                    </button>
                </p>
            </Show>
            <FilterBar>
                <div class="filters__find">
                    <SearchBox
                        label=move || t_string!(i18n, stock.list.search)
                        text=Signal::derive(move || filter.with(|filter| filter.q.clone()))
                        on_search=move |text| change.run(Box::new(move |filter| filter.q = text))
                    />
                </div>
                <FilterSelect
                    label=move || t_string!(i18n, stock.movement.kind)
                    value=Signal::derive(move || filter.with(|filter| filter.kind.map_or("", MovementKind::as_str).to_owned()))
                    choices=kinds
                    on_pick=move |word: String| change.run(Box::new(move |filter| filter.kind = word.parse().ok()))
                />
                <FilterSelect
                    label=move || t_string!(i18n, stock.movement.reason)
                    value=Signal::derive(move || filter.with(|filter| filter.reason.map_or("", AdjustmentReason::as_str).to_owned()))
                    choices=reasons
                    on_pick=move |word: String| change.run(Box::new(move |filter| filter.reason = word.parse().ok()))
                />
                <DateFilter
                    label=move || t_string!(i18n, office.filter.from)
                    value=Signal::derive(move || filter.with(|filter| filter.from))
                    on_pick=move |day| change.run(Box::new(move |filter| filter.from = day))
                />
                <DateFilter
                    label=move || t_string!(i18n, office.filter.until)
                    value=Signal::derive(move || filter.with(|filter| filter.until))
                    on_pick=move |day| change.run(Box::new(move |filter| filter.until = day))
                />
            </FilterBar>
            <Growing list=list>
                <DataTable
                    caption=move || t_string!(i18n, stock.nav.movements)
                    columns=movement_columns(false)
                    rows=list.items()
                    key=|row| row.id.to_string()
                    shown=columns.shown()
                    empty
                />
            </Growing>
        </div>
    }
    .into_any()
}

/// The history of one variant, the latest first.
#[component]
pub fn History(
    /// The variant's id.
    id: StoredValue<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let filter = move || MovementFilter { variant: id.get_value(), ..MovementFilter::default() };
    let list = use_paged(move || id.get_value(), move |cursor| inventory::list_stock_movements(&filter(), cursor));
    let empty =
        move || view! { <EmptyState icon=icondata::LuArrowLeftRight title=move || t_string!(i18n, stock.movement.empty)/> };
    view! {
        <Growing list=list>
            <DataTable
                caption=move || t_string!(i18n, stock.item.history)
                columns=movement_columns(true)
                rows=list.items()
                key=|row| row.id.to_string()
                empty
            />
        </Growing>
    }
    .into_any()
}
