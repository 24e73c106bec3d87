//! All suppliers.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::inventory::SupplierRow;
use shared::permission::Permission;

use super::super::export::ExportMenu;
use super::super::filters::{FilterSelect, Growing, SearchBox, address, use_filter};
use super::super::views::{ListTools, use_columns};
use super::super::words as desk;
use crate::api::inventory::{self, SupplierFilter};
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{ButtonKind, Choice, Column, DataTable, EmptyState, LinkButton, PageHead, Status, Tone, date, use_paged};

/// The list's name among saved views.
const LIST: &str = "suppliers";

/// Archived ones are asked for; otherwise those the shop buys from are meant.
fn url(filter: &SupplierFilter) -> String {
    let active = match filter.active {
        None => "all",
        Some(true) => "",
        Some(false) => "false",
    };
    address(routes::admin::SUPPLIERS, &[("active", active), ("q", &filter.q)])
}

fn columns() -> Vec<Column<SupplierRow>> {
    let i18n = use_i18n();
    vec![
        Column::new(
            "name",
            move || t_string!(i18n, stock.supplier.name),
            |row: &SupplierRow| {
                let href = routes::admin::supplier(&row.id.to_string());
                let (name, company) = (row.name.clone(), row.company.clone());
                view! {
                    <A href=href attr:class="row-link two-lines" attr:data-test="supplier-row">
                        <span>{name}</span>
                        <span class="muted">{company}</span>
                    </A>
                }
            },
        ),
        Column::new(
            "active",
            move || t_string!(i18n, stock.supplier.state),
            move |row: &SupplierRow| {
                let active = row.active;
                let word = move || {
                    if active { t_string!(i18n, stock.supplier.active) } else { t_string!(i18n, stock.supplier.archived) }
                };
                let tone = if active { Tone::Success } else { Tone::Neutral };
                view! { <Status tone>{word}</Status> }
            },
        ),
        Column::new(
            "contact",
            move || t_string!(i18n, stock.supplier.contact),
            |row: &SupplierRow| {
                view! {
                    <span class="two-lines">
                        <span>{row.contact_person.clone()}</span>
                        <span class="muted">{row.email.clone().or_else(|| row.phone.clone())}</span>
                    </span>
                }
            },
        )
        .secondary(),
        Column::new(
            "lead_time",
            move || t_string!(i18n, stock.supplier.lead_time),
            move |row: &SupplierRow| {
                let days = row.lead_time_days;
                move || t_string!(i18n, stock.supplier.days, count = days).to_string()
            },
        )
        .numeric()
        .secondary(),
        Column::new("variants", move || t_string!(i18n, stock.supplier.variants), |row: &SupplierRow| row.variants.to_string())
            .numeric()
            .secondary(),
        Column::new(
            "last",
            move || t_string!(i18n, stock.supplier.last_ordered),
            move |row: &SupplierRow| {
                let at = row.last_ordered_at;
                view! { <span class="nowrap">{move || at.map_or_else(|| "–".to_owned(), |at| date(i18n.get_locale(), at))}</span> }
            },
        )
        .secondary(),
        Column::new(
            "open_orders",
            move || t_string!(i18n, stock.supplier.open_orders),
            move |row: &SupplierRow| {
                let open = row.open_orders;
                // On phones there is no heading that says what is counted, and none is nothing to say.
                let class = if open > 0 { "" } else { "wide-only" };
                view! {
                    <span class=class>{open}</span>
                    {(open > 0).then(|| view! { <span class="narrow-only muted small">" " {move || t_string!(i18n, stock.supplier.open_orders)}</span> })}
                }
            },
        )
        .numeric(),
    ]
}

/// All suppliers, by name.
#[component]
pub fn SuppliersPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let (filter, change) = use_filter(
        |asked| SupplierFilter {
            q: asked.text("q"),
            active: match asked.get("active") {
                Some("all") => None,
                Some("false") => Some(false),
                _ => Some(true),
            },
        },
        url,
    );
    let list = use_paged(
        move || filter.with(url),
        move |cursor| filter.with_untracked(|filter| inventory::list_suppliers(filter, cursor)),
    );
    let states = Signal::derive(move || {
        vec![
            Choice::new("true", t_string!(i18n, stock.supplier.active)),
            Choice::new("false", t_string!(i18n, stock.supplier.archived)),
            Choice::new("", t_string!(i18n, admin.all)),
        ]
    });
    let count = move || {
        let locale = i18n.get_locale();
        list.total().get().map(|(total, _)| t_string!(i18n, stock.supplier.count, count = desk::number(locale, total)))
    };
    let shown = use_columns(LIST);
    let may = move || session.with(|session| session.can(Permission::InventoryWrite));
    let empty = move || {
        view! {
            <EmptyState icon=icondata::LuFactory title=move || t_string!(i18n, stock.supplier.empty) text=move || t_string!(i18n, stock.supplier.empty_text)/>
        }
    };
    view! {
        <PageHead title=move || t_string!(i18n, stock.nav.suppliers)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, stock.nav.suppliers)}</h1>
                <p class="muted" role="status">{count}</p>
                <Show when=may>
                    <LinkButton kind=ButtonKind::Primary href=routes::admin::NEW_SUPPLIER icon=icondata::LuPlus attr:data-test="new-supplier">
                        {move || t_string!(i18n, stock.supplier.new)}
                    </LinkButton>
                </Show>
            </header>
            <ListTools list=LIST path=routes::admin::SUPPLIERS columns=shown all=columns().iter().map(Column::choice).collect()>
                <ExportMenu call=move |format| filter.with_untracked(|filter| inventory::export_suppliers(filter, format))/>
            </ListTools>
            <div class="filters">
                <div class="filters__find">
                    <SearchBox
                        label=move || t_string!(i18n, stock.supplier.search)
                        text=Signal::derive(move || filter.with(|filter| filter.q.clone()))
                        on_search=move |text| change.run(Box::new(move |filter| filter.q = text))
                    />
                </div>
                <FilterSelect
                    label=move || t_string!(i18n, stock.supplier.state)
                    value=Signal::derive(move || {
                        filter.with(|filter| filter.active.map_or_else(String::new, |active| active.to_string()))
                    })
                    choices=states
                    on_pick=move |word: String| change.run(Box::new(move |filter| filter.active = word.parse().ok()))
                />
            </div>
            <Growing list=list>
                <DataTable
                    caption=move || t_string!(i18n, stock.nav.suppliers)
                    columns=columns()
                    rows=list.items()
                    key=|row| row.id.to_string()
                    shown=shown.shown()
                    empty
                />
            </Growing>
        </div>
    }
    .into_any()
}
