//! All restock orders.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::inventory::{RestockSort, RestockStatus};
use shared::permission::Permission;

use super::super::export::ExportMenu;
use super::super::filters::{DateFilter, FilterBar, FilterChips, FilterSelect, SearchBox, address, use_filter};
use super::super::inventory::words;
use super::super::views::{ListTools, use_columns};
use super::super::words as desk;
use super::table::{RestockTable, restock_columns};
use crate::api::inventory::{self, RestockFilter};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{ButtonKind, Choice, Column, LinkButton, PageHead, Sort, use_load, use_paged};

/// The list's name among saved views.
const LIST: &str = "restock-orders";

fn url(filter: &RestockFilter) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    address(
        routes::admin::RESTOCK,
        &[
            ("status", filter.status.map_or("", RestockStatus::as_str)),
            ("supplier", &filter.supplier),
            ("from", &day(filter.from)),
            ("until", &day(filter.until)),
            ("sort", filter.sort.map_or("", RestockSort::as_str)),
            ("q", &filter.q),
        ],
    )
}

/// All restock orders, newest first.
#[component]
pub fn RestockPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let (filter, change) = use_filter(
        |asked| RestockFilter {
            q: asked.text("q"),
            status: asked.word("status"),
            supplier: asked.text("supplier"),
            from: asked.word("from"),
            until: asked.word("until"),
            sort: asked.word("sort"),
        },
        url,
    );
    let list = use_paged(
        move || filter.with(url),
        move |cursor| filter.with_untracked(|filter| inventory::list_restock_orders(filter, cursor)),
    );
    let suppliers = use_load(inventory::supplier_choices);
    let choices = Signal::derive(move || {
        let own = suppliers.get().unwrap_or_default().into_iter().map(|row| Choice::new(row.id.to_string(), row.name));
        std::iter::once(Choice::new("", t_string!(i18n, admin.all))).chain(own).collect::<Vec<_>>()
    });
    let columns = use_columns(LIST);
    let sort = Signal::derive(move || {
        let (key, descending) = match filter.with(|filter| filter.sort).unwrap_or(RestockSort::Newest) {
            RestockSort::Newest => ("made", true),
            RestockSort::Oldest => ("made", false),
            RestockSort::Largest => ("total", true),
            RestockSort::Smallest => ("total", false),
        };
        Some(Sort { key: key.to_owned(), descending })
    });
    let on_sort = Callback::new(move |sort: Sort| {
        let sort = match (sort.key.as_str(), sort.descending) {
            ("total", true) => Some(RestockSort::Largest),
            ("total", false) => Some(RestockSort::Smallest),
            (_, false) => Some(RestockSort::Oldest),
            // As it is without saying so.
            (_, true) => None,
        };
        change.run(Box::new(move |filter| filter.sort = sort));
    });
    let count = move || {
        let locale = i18n.get_locale();
        list.total().get().map(|(total, _)| t_string!(i18n, stock.restock.count, count = desk::number(locale, total)))
    };
    let may = move || session.with(|session| session.can(Permission::InventoryWrite));
    view! {
        <PageHead title=move || t_string!(i18n, stock.nav.restock)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, stock.nav.restock)}</h1>
                <p class="muted" role="status">{count}</p>
                <Show when=may>
                    <LinkButton kind=ButtonKind::Primary href=routes::admin::NEW_RESTOCK icon=icondata::LuPlus attr:data-test="new-restock">
                        {move || t_string!(i18n, stock.restock.new)}
                    </LinkButton>
                </Show>
            </header>
            <ListTools list=LIST path=routes::admin::RESTOCK columns all=restock_columns().iter().map(Column::choice).collect()>
                <ExportMenu call=move |format| filter.with_untracked(|filter| inventory::export_restock_orders(filter, format))/>
            </ListTools>
            <Statuses filter/>
            <FilterBar>
                <div class="filters__find">
                    <SearchBox
                        label=move || t_string!(i18n, stock.restock.search)
                        text=Signal::derive(move || filter.with(|filter| filter.q.clone()))
                        on_search=move |text| change.run(Box::new(move |filter| filter.q = text))
                    />
                </div>
                <FilterSelect
                    label=move || t_string!(i18n, stock.list.supplier)
                    value=Signal::derive(move || filter.with(|filter| filter.supplier.clone()))
                    choices
                    on_pick=move |word| change.run(Box::new(move |filter| filter.supplier = word))
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
            <RestockTable list shown=columns.shown() sort on_sort/>
        </div>
    }
    .into_any()
}

/// The statuses side by side, each a link with the other filters kept.
#[component]
fn Statuses(filter: Memo<RestockFilter>) -> impl IntoView {
    let i18n = use_i18n();
    let href = Callback::new(move |status: Option<RestockStatus>| {
        filter.with(|filter| url(&RestockFilter { status, ..filter.clone() }))
    });
    view! {
        <FilterChips
            label=move || t_string!(i18n, stock.restock.status)
            all=RestockStatus::ALL
            name=words::restock_status
            here=Signal::derive(move || filter.with(|filter| filter.status))
            href
            test="status"
        />
    }
    .into_any()
}
