//! All products, with filters, and what can be done to many of them.

use std::collections::BTreeSet;

use futures_util::future;
use leptos::prelude::*;
use shared::catalog::{ProductStatus, StaffProductSort, StockState};
use shared::permission::Permission;

use super::bulk::PickedProducts;
use super::table::{ProductTable, column_choices};
use crate::admin::export::ExportMenu;
use crate::admin::filters::{Change, FilterBar, FilterSelect, Growing, SearchBox, address, use_filter};
use crate::admin::views::{ListTools, use_columns};
use crate::admin::words;
use crate::api::admin::{self, StaffProductFilter};
use crate::api::{categories, imports, products};
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::routes;
use crate::session::use_session;
use crate::ui::{ButtonKind, Choice, LinkButton, PageHead, use_load, use_paged};

/// The list's name among saved views.
const LIST: &str = "products";

fn url(filter: &StaffProductFilter) -> String {
    address(
        routes::admin::PRODUCTS,
        &[
            ("status", filter.status.map_or("", ProductStatus::as_str)),
            ("stock", filter.stock.map_or("", StockState::as_str)),
            ("category", &filter.category),
            ("brand", &filter.brand),
            ("featured", filter.featured.map_or("", |featured| if featured { "true" } else { "false" })),
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
    let session = use_session();
    let (filter, change) = use_filter(
        |asked| StaffProductFilter {
            q: asked.text("q"),
            status: asked.word("status"),
            stock: asked.word("stock"),
            category: asked.text("category"),
            brand: asked.text("brand"),
            featured: asked.word("featured"),
            sort: asked.word("sort"),
        },
        url,
    );
    // A change to many begins the list anew.
    let round = RwSignal::new(0_u32);
    let list = use_paged(
        move || format!("{}#{}", filter.with(url), round.get()),
        move |cursor| filter.with_untracked(|filter| admin::list_staff_products(filter, cursor)),
    );
    let selected = RwSignal::new(BTreeSet::new());
    let columns = use_columns(LIST);
    let may_write = Memo::new(move |_| session.with(|session| session.can(Permission::CatalogWrite)));
    let count = move || {
        let locale = i18n.get_locale();
        list.total().get().map(|(total, _)| t_string!(i18n, admin.products.count, count = words::number(locale, total)))
    };
    view! {
        <PageHead title=move || t_string!(i18n, admin.products.title)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, admin.products.title)}</h1>
                <p class="muted" role="status">{count}</p>
                <Show when=move || may_write.get()>
                    <LinkButton href=routes::admin::IMPORT.to_owned() icon=icondata::LuFileSpreadsheet attr:data-test="import-products">
                        {move || t_string!(i18n, intake.import.open)}
                    </LinkButton>
                    <LinkButton
                        href=routes::admin::NEW_PRODUCT.to_owned()
                        kind=ButtonKind::Primary
                        icon=icondata::LuPlus
                        attr:data-test="new-product"
                    >
                        {move || t_string!(i18n, goods.list.new)}
                    </LinkButton>
                </Show>
            </header>
            <ListTools list=LIST path=routes::admin::PRODUCTS columns all=column_choices()>
                <ExportMenu call=move |format| filter.with_untracked(|filter| imports::export_products(filter, format))/>
            </ListTools>
            <Filters filter change/>
            <Show when=move || may_write.get()>
                <PickedProducts rows=list.items() selected done=move || round.update(|round| *round += 1)/>
            </Show>
            <Growing list=list>
                <ProductTable rows=list.items() selected may_write shown=columns.shown() done=move || round.update(|round| *round += 1)/>
            </Growing>
        </div>
    }
    .into_any()
}

#[component]
fn Filters(filter: Memo<StaffProductFilter>, change: Change<StaffProductFilter>) -> impl IntoView {
    let i18n = use_i18n();
    let load = use_load(|| future::try_join(products::list_product_choices(), categories::list_staff_categories()));
    let with_all =
        move |words: Vec<Choice>| std::iter::once(Choice::new("", t_string!(i18n, admin.all))).chain(words).collect::<Vec<_>>();
    let statuses = Signal::derive(move || {
        let locale = i18n.get_locale();
        let choice = |&status: &ProductStatus| Choice::new(status.as_str(), words::product_status(locale, status));
        with_all(ProductStatus::ALL.iter().map(choice).collect())
    });
    let stocks = Signal::derive(move || {
        let locale = i18n.get_locale();
        with_all(StockState::ALL.iter().map(|&state| Choice::new(state.as_str(), words::stock(locale, state))).collect())
    });
    let sorts = Signal::derive(move || {
        let locale = i18n.get_locale();
        StaffProductSort::ALL.iter().map(|&sort| Choice::new(sort.as_str(), sort_name(locale, sort))).collect::<Vec<_>>()
    });
    let featured = Signal::derive(move || {
        with_all(vec![
            Choice::new("true", t_string!(i18n, goods.list.featured)),
            Choice::new("false", t_string!(i18n, goods.list.not_featured)),
        ])
    });
    // What the address asks for is among the choices before they are there.
    let asked = move |mut choices: Vec<Choice>, asked: String| {
        if !asked.is_empty() && !choices.iter().any(|choice| choice.value == asked) {
            choices.push(Choice::new(asked.clone(), asked));
        }
        with_all(choices)
    };
    let brands = Signal::derive(move || {
        let known = load.get().map(|(choices, _)| choices.brands).unwrap_or_default();
        asked(
            known.into_iter().map(|brand| Choice::new(brand.clone(), brand)).collect(),
            filter.with(|filter| filter.brand.clone()),
        )
    });
    let shelves = Signal::derive(move || {
        let locale = i18n.get_locale();
        let tree = load.get().map(|(_, tree)| tree).unwrap_or_default();
        let shown = tree.iter().filter(|category| category.active);
        let choices =
            shown.map(|category| Choice::new(category.slug.clone(), words::category_path(locale, &tree, category.id))).collect();
        asked(choices, filter.with(|filter| filter.category.clone()))
    });
    view! {
        <FilterBar>
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
                label=move || t_string!(i18n, goods.side.category)
                value=Signal::derive(move || filter.with(|filter| filter.category.clone()))
                choices=shelves
                on_pick=move |word| change.run(Box::new(move |filter| filter.category = word))
            />
            <FilterSelect
                label=move || t_string!(i18n, goods.basics.brand)
                value=Signal::derive(move || filter.with(|filter| filter.brand.clone()))
                choices=brands
                on_pick=move |word| change.run(Box::new(move |filter| filter.brand = word))
            />
            <FilterSelect
                label=move || t_string!(i18n, admin.products.stock)
                value=Signal::derive(move || filter.with(|filter| filter.stock.map_or("", StockState::as_str).to_owned()))
                choices=stocks
                on_pick=move |word: String| change.run(Box::new(move |filter| filter.stock = word.parse().ok()))
            />
            <FilterSelect
                label=move || t_string!(i18n, goods.list.featured)
                value=Signal::derive(move || filter.with(|filter| filter.featured.map(|featured| featured.to_string()).unwrap_or_default()))
                choices=featured
                on_pick=move |word: String| change.run(Box::new(move |filter| filter.featured = word.parse().ok()))
            />
            <FilterSelect
                label=move || t_string!(i18n, admin.products.sort)
                value=Signal::derive(move || filter.with(|filter| filter.sort.unwrap_or(StaffProductSort::Updated).as_str().to_owned()))
                choices=sorts
                on_pick=move |word: String| change.run(Box::new(move |filter| filter.sort = word.parse().ok().filter(|&sort| sort != StaffProductSort::Updated)))
            />
        </FilterBar>
    }
    .into_any()
}
