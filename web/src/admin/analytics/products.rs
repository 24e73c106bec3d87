//! How each product did: a list that is sorted by any of its figures.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::analytics::{ProductMeasure, ProductPerformance};

use super::super::charts::{percent, rupiah};
use super::super::export::ExportMenu;
use super::super::filters::{Growing, SearchBox};
use super::super::words;
use super::range::{Change, url};
use crate::api::analytics::{self, PerformanceFilter};
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::routes;
use crate::ui::{Column, DataTable, EmptyState, Picture, Sort, use_paged};

/// The list with its search and its files.
#[component]
pub(super) fn Performance(filter: Memo<PerformanceFilter>, change: Change) -> impl IntoView {
    let i18n = use_i18n();
    let list = use_paged(
        move || filter.with(url),
        move |cursor| filter.with_untracked(|filter| analytics::list_product_performance(filter, cursor)),
    );
    let count = move || {
        let locale = i18n.get_locale();
        list.total().get().map(|(total, _)| t_string!(i18n, insights.products.count, count = words::number(locale, total)))
    };
    let sort = Signal::derive(move || {
        filter.with(|filter| {
            let key = filter.sort.unwrap_or(ProductMeasure::Revenue).as_str().to_owned();
            Some(Sort { key, descending: filter.ascending != Some(true) })
        })
    });
    let on_sort = move |sort: Sort| {
        change.run(Box::new(move |filter| {
            filter.sort = sort.key.parse().ok().filter(|measure| *measure != ProductMeasure::Revenue);
            filter.ascending = (!sort.descending).then_some(true);
        }));
    };
    let empty = move || {
        view! {
            <EmptyState
                icon=icondata::LuChartColumn
                title=move || t_string!(i18n, insights.products.empty)
                text=move || t_string!(i18n, insights.products.empty_text)
            />
        }
    };
    view! {
        <section class="stack" data-test="performance">
            <header class="page__head">
                <h2 class="page__part">{move || t_string!(i18n, insights.products.title)}</h2>
                <p class="muted" role="status">{count}</p>
                <ExportMenu call=move |format| filter.with_untracked(|filter| analytics::export_product_performance(filter, format))/>
            </header>
            <div class="filters">
                <div class="filters__find">
                    <SearchBox
                        label=move || t_string!(i18n, insights.products.search)
                        text=Signal::derive(move || filter.with(|filter| filter.q.clone()))
                        on_search=move |text| change.run(Box::new(move |filter| filter.q = text))
                    />
                </div>
            </div>
            <Growing list=list>
                <DataTable
                    caption=move || t_string!(i18n, insights.products.title)
                    columns=columns()
                    rows=list.items()
                    key=|row: &ProductPerformance| row.product_id.to_string()
                    sort
                    on_sort=on_sort
                    empty
                />
            </Growing>
        </section>
    }
    .into_any()
}

/// A figure of a row, by its measure.
fn figure(
    measure: ProductMeasure,
    label: fn(Locale) -> &'static str,
    read: fn(Locale, &ProductPerformance) -> String,
) -> Column<ProductPerformance> {
    let i18n = use_i18n();
    let cell = move |row: &ProductPerformance| {
        let row = row.clone();
        view! { <span>{move || read(i18n.get_locale(), &row)}</span> }
    };
    Column::new(measure.as_str(), move || label(i18n.get_locale()), cell).numeric().sortable()
}

fn columns() -> Vec<Column<ProductPerformance>> {
    let i18n = use_i18n();
    vec![
        Column::new(
            "product",
            move || t_string!(i18n, insights.products.product),
            |row: &ProductPerformance| {
                let href = routes::admin::products_like(&row.name);
                let (name, brand) = (row.name.clone(), row.brand.clone());
                view! {
                    <span class="best__item">
                        <span class="thumb">{row.image.clone().map(|image| view! { <Picture image sizes="3rem" ratio="1 / 1" alt=""/> })}</span>
                        <A href=href attr:class="row-link two-lines">
                            <span>{name}</span>
                            <span class="muted">{brand}</span>
                        </A>
                    </span>
                }
            },
        ),
        figure(
            ProductMeasure::Views,
            |locale| td_string!(locale, insights.products.views),
            |locale, row| words::number(locale, row.views),
        )
        .secondary(),
        figure(
            ProductMeasure::CartAdds,
            |locale| td_string!(locale, insights.products.cart_adds),
            |locale, row| words::number(locale, row.cart_adds),
        )
        .secondary(),
        figure(
            ProductMeasure::Orders,
            |locale| td_string!(locale, insights.products.orders),
            |locale, row| words::number(locale, row.orders),
        )
        .secondary(),
        figure(
            ProductMeasure::Pieces,
            |locale| td_string!(locale, insights.products.pieces),
            |locale, row| words::number(locale, row.pieces),
        ),
        figure(
            ProductMeasure::Conversion,
            |locale| td_string!(locale, insights.products.conversion),
            |locale, row| row.conversion.map_or_else(|| "–".to_owned(), |parts| percent(locale, parts)),
        )
        .secondary(),
        figure(
            ProductMeasure::Revenue,
            |locale| td_string!(locale, insights.products.revenue),
            |locale, row| rupiah(locale, row.revenue.0),
        ),
    ]
}
