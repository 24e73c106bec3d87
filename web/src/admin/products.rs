//! The product list with the stock of every variant.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::catalog::{ProductStatus, StaffProductSort, StockState};
use shared::dashboard::{StaffProductRow, StaffVariantRow};

use super::filters::{FilterSelect, Growing, SearchBox, address, in_place};
use super::words;
use crate::api::admin::{self, StaffProductFilter};
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::routes;
use crate::ui::{Choice, Column, DataTable, EmptyState, PageHead, Picture, Status, money, use_paged};

fn url(filter: &StaffProductFilter) -> String {
    address(
        routes::admin::PRODUCTS,
        &[
            ("status", filter.status.map_or("", ProductStatus::as_str)),
            ("stock", filter.stock.map_or("", StockState::as_str)),
            ("sort", filter.sort.map_or("", StaffProductSort::as_str)),
            ("q", &filter.q),
        ],
    )
}

fn sort_name(locale: Locale, sort: StaffProductSort) -> &'static str {
    match sort {
        StaffProductSort::Updated => td_string!(locale, admin.products.by_updated),
        StaffProductSort::Name => td_string!(locale, admin.products.by_name),
        StaffProductSort::Stock => td_string!(locale, admin.products.by_stock),
        StaffProductSort::Sold => td_string!(locale, admin.products.by_sold),
    }
}

/// All products, those not for sale included.
#[component]
pub fn ProductsPage() -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let filter = Memo::new(move |_| {
        query.with(|query| StaffProductFilter {
            q: query.get_str("q").unwrap_or_default().trim().to_owned(),
            status: query.get_str("status").and_then(|word| word.parse().ok()),
            stock: query.get_str("stock").and_then(|word| word.parse().ok()),
            sort: query.get_str("sort").and_then(|word| word.parse().ok()),
        })
    });
    let go = use_navigate();
    let change = Callback::new(move |change: Box<dyn FnOnce(&mut StaffProductFilter)>| {
        let mut next = filter.get_untracked();
        change(&mut next);
        go(&url(&next), in_place());
    });
    let list = use_paged(
        move || filter.with(url),
        move |cursor| filter.with_untracked(|filter| admin::list_staff_products(filter, cursor)),
    );
    let count = move || {
        let locale = i18n.get_locale();
        list.total().get().map(|(total, _)| t_string!(i18n, admin.products.count, count = words::number(locale, total)))
    };
    let with_all =
        move |words: Vec<Choice>| std::iter::once(Choice::new("", t_string!(i18n, admin.all))).chain(words).collect::<Vec<_>>();
    let statuses = Signal::derive(move || {
        let locale = i18n.get_locale();
        with_all(
            ProductStatus::ALL
                .iter()
                .map(|&status| Choice::new(status.as_str(), words::product_status(locale, status)))
                .collect(),
        )
    });
    let stocks = Signal::derive(move || {
        let locale = i18n.get_locale();
        with_all(StockState::ALL.iter().map(|&state| Choice::new(state.as_str(), words::stock(locale, state))).collect())
    });
    let sorts = Signal::derive(move || {
        let locale = i18n.get_locale();
        StaffProductSort::ALL.iter().map(|&sort| Choice::new(sort.as_str(), sort_name(locale, sort))).collect::<Vec<_>>()
    });
    view! {
        <PageHead title=move || t_string!(i18n, admin.products.title)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, admin.products.title)}</h1>
                <p class="muted" role="status">{count}</p>
            </header>
            <div class="filters">
                <div class="filters__find" data-test="product-search">
                    <SearchBox
                        label=move || t_string!(i18n, admin.products.search)
                        text=Signal::derive(move || filter.with(|filter| filter.q.clone()))
                        on_search=move |text| change.run(Box::new(move |filter| filter.q = text))
                    />
                </div>
                <FilterSelect
                    label=move || t_string!(i18n, admin.products.status)
                    value=Signal::derive(move || filter.with(|filter| filter.status.map_or("", ProductStatus::as_str).to_owned()))
                    choices=statuses
                    on_pick=move |word: String| change.run(Box::new(move |filter| filter.status = word.parse().ok()))
                />
                <FilterSelect
                    label=move || t_string!(i18n, admin.products.stock)
                    value=Signal::derive(move || filter.with(|filter| filter.stock.map_or("", StockState::as_str).to_owned()))
                    choices=stocks
                    on_pick=move |word: String| change.run(Box::new(move |filter| filter.stock = word.parse().ok()))
                />
                <FilterSelect
                    label=move || t_string!(i18n, admin.products.sort)
                    value=Signal::derive(move || filter.with(|filter| filter.sort.unwrap_or(StaffProductSort::Updated).as_str().to_owned()))
                    choices=sorts
                    on_pick=move |word: String| change.run(Box::new(move |filter| filter.sort = word.parse().ok().filter(|&sort| sort != StaffProductSort::Updated)))
                />
            </div>
            <Growing list=list>
                <ProductTable rows=list.items()/>
            </Growing>
        </div>
    }
    .into_any()
}

#[component]
fn ProductTable(#[prop(into)] rows: Signal<Vec<StaffProductRow>>) -> impl IntoView {
    let i18n = use_i18n();
    let columns = vec![
        Column::new("name", move || t_string!(i18n, admin.products.name), move |row: &StaffProductRow| {
            let (brand, category, category_en) = (row.brand.clone(), row.category.clone(), row.category_en.clone());
            let shelf = move || format!("{brand} · {}", words::in_language(i18n.get_locale(), &category, &category_en));
            let image = row.image.clone().map(|image| view! { <Picture image sizes="2.5rem" ratio="1 / 1" alt=""/> });
            view! {
                <span class="product-cell" data-test="product-row" data-slug=row.slug.clone()>
                    <span class="thumb">{image}</span>
                    <span class="two-lines">
                        <a rel="external" href=routes::shop::product(&row.slug)>{row.name.clone()}</a>
                        <span class="muted">{shelf}</span>
                    </span>
                </span>
            }
        }),
        Column::new("status", move || t_string!(i18n, admin.products.status), move |row: &StaffProductRow| {
            let status = row.status;
            view! { <Status tone=words::product_tone(status)>{move || words::product_status(i18n.get_locale(), status)}</Status> }
        })
        .secondary(),
        Column::new("stock", move || t_string!(i18n, admin.products.stock), |row: &StaffProductRow| {
            view! { <ul class="variants" role="list">{row.variants.iter().cloned().map(|variant| view! { <Variant variant/> }).collect_view()}</ul> }
        }),
        Column::new("sold", move || t_string!(i18n, admin.products.sold), move |row: &StaffProductRow| {
            let sold = row.sold;
            view! { {move || words::number(i18n.get_locale(), sold)} }
        })
        .numeric()
        .secondary(),
    ];
    let empty = move || {
        view! {
            <EmptyState
                icon=icondata::LuPackageSearch
                title=move || t_string!(i18n, admin.products.empty)
                text=move || t_string!(i18n, admin.orders.empty_text)
            />
        }
    };
    view! { <DataTable caption=move || t_string!(i18n, admin.products.title) columns rows key=|row| row.id.to_string() empty/> }
        .into_any()
}

#[component]
fn Variant(variant: StaffVariantRow) -> impl IntoView {
    let i18n = use_i18n();
    let StaffVariantRow { sku, options, price, on_hand, reserved, stock, .. } = variant;
    view! {
        <li class="variant">
            <span class="variant__name">
                <code>{sku}</code>
                {(!options.is_empty()).then(|| view! { <span class="muted">{options}</span> })}
            </span>
            <span class="money variant__price">{move || money(i18n.get_locale(), price)}</span>
            <span class="variant__count">
                <strong>{on_hand}</strong>
                {(reserved > 0).then(|| view! { <span class="muted">{move || t_string!(i18n, admin.products.reserved, count = reserved)}</span> })}
            </span>
            <Status tone=words::stock_tone(stock)>{move || words::stock(i18n.get_locale(), stock)}</Status>
        </li>
    }
    .into_any()
}
