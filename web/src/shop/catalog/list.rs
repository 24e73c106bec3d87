//! A list with its filters, its order, and no end.

use std::cell::RefCell;

use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::catalog::{Facets, ProductCard, ProductSort};
use shared::page::Page;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::active_filters::ActiveFilters;
use super::card::ProductTile;
use super::facets::FacetColumn;
use super::query::{Addressed, ListQuery, Place};
use super::strip::Strip;
use crate::api::catalog;
use crate::i18n::{t_string, use_i18n};
use crate::shop::chat::use_chat;
use crate::shop::layout::CategoryWays;
use crate::shop::words;
use crate::storage;
use crate::ui::{
    Button, ButtonKind, Drawer, EmptyState, EndlessList, Icon, IconButton, Side, SkeletonCards, toast, use_load, use_paged,
};

const VIEW: &str = "hurtrock-list-view";
const REMEMBERED: usize = 12;

/// What comes with the first page of a list.
#[derive(Clone, Default, PartialEq)]
struct Found {
    facets: Facets,
    corrected_to: Option<String>,
}

thread_local! {
    static FOUND: RefCell<Vec<(String, Found)>> = const { RefCell::new(Vec::new()) };
}

fn remember(url: &str, found: Found) {
    FOUND.with_borrow_mut(|known| {
        known.retain(|(other, _)| other != url);
        if known.len() >= REMEMBERED {
            known.remove(0);
        }
        known.push((url.to_owned(), found));
    });
}

fn recall(url: &str) -> Option<Found> {
    FOUND.with_borrow(|known| known.iter().find(|(other, _)| other == url).map(|(_, found)| found.clone()))
}

/// Heading, facets, chips, order and the products.
#[component]
pub fn ProductListView(
    /// What to list.
    query: Memo<ListQuery>,
    /// The heading of the page.
    #[prop(into)]
    head: ViewFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let answers = RwSignal::new(0_u32);
    let list = use_paged(
        move || query.with(ListQuery::url),
        move |cursor| {
            let asked = query.get_untracked();
            let first = cursor.is_none();
            let answer = catalog::list_products(&asked.filter(cursor));
            async move {
                let answer = answer.await;
                if let (Err(error), true) = (&answer, first && answers.try_get_untracked().is_some_and(|answers| answers > 0)) {
                    // What was listed before stays in sight, so the failure has to be told.
                    toast::error(error);
                }
                let list = answer?;
                if let Some(facets) = list.facets {
                    remember(&asked.url(), Found { facets, corrected_to: list.corrected_to });
                    answers.try_update(|answers| *answers += 1);
                }
                Ok(Page {
                    items: list.items,
                    next_cursor: list.next_cursor,
                    total: list.total,
                    total_is_estimate: list.total_is_estimate,
                })
            }
        },
    );
    // Until the answer to a new filter is there, the counts of the last one stay.
    let found = Memo::new(move |before: Option<&Option<Found>>| {
        answers.track();
        recall(&query.with(ListQuery::url)).or_else(|| before.cloned().flatten())
    });
    let facets = Signal::derive(move || found.with(|found| found.as_ref().map(|found| found.facets.clone())));
    let corrected = move || found.with(|found| found.as_ref().and_then(|found| found.corrected_to.clone()));

    let wish = Memo::new(move |_| query.with(ListQuery::wish));
    let top = NodeRef::<html::Div>::new();
    let navigate = use_navigate();
    let go = Callback::new(move |query: ListQuery| {
        navigate(&query.url(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
        if let Some(top) = top.get_untracked().filter(|top| top.get_bounding_client_rect().top() < 0.0) {
            top.scroll_into_view();
        }
    });
    let filtering = RwSignal::new(false);
    let wide = wide_screen();
    let rows = RwSignal::new(storage::get(VIEW).as_deref() == Some("rows"));
    let show_rows = move |on: bool| {
        rows.set(on);
        storage::set(VIEW, if on { "rows" } else { "grid" });
    };
    let count = move || list.total().get().map(|(total, estimate)| words::products(i18n.get_locale(), total, estimate));
    // Where there is nothing, there is nothing to filter or to sort.
    let bare = move || list.total().get().is_some_and(|(total, _)| total == 0) && query.with(ListQuery::filters) == 0;
    let foot = move || {
        view! {
            <Button kind=ButtonKind::Primary wide=true on_click=move || filtering.set(false)>
                {move || t_string!(i18n, shop.list.show, count = count().unwrap_or_default())}
            </Button>
        }
    };
    view! {
        <div class="container list" class:list--bare=bare>
            <header class="list__head">
                {head.run()}
                <Show when=move || query.with(|query| query.place == Place::Search)>
                    // Keeps its height, whatever the answer says.
                    <p class="list__said" aria-live="polite">
                        {move || match corrected() {
                            Some(used) => view! {
                                <Icon icon=icondata::LuSpellCheck/>
                                <span data-test="corrected">
                                    {t_string!(i18n, shop.search.corrected, text = query.with(|query| query.q.clone()), used = used)}
                                </span>
                            }
                            .into_any(),
                            None => t_string!(i18n, shop.search.title).into_any(),
                        }}
                    </p>
                </Show>
            </header>
            <div class="list__columns">
                <Show when=move || wide.get()>
                    <aside class="list__aside" aria-label=move || t_string!(i18n, shop.list.filters)>
                        <FacetColumn query facets busy=list.busy() go/>
                    </aside>
                </Show>
                <div class="list__main">
                    <div class="list__top" node_ref=top></div>
                    <div class="list__tools">
                        <p class="list__count" aria-live="polite" data-test="total">{move || count().unwrap_or_else(|| "\u{a0}".to_owned())}</p>
                        <Show when=move || !wide.get()>
                            <FilterButton query open=filtering/>
                        </Show>
                        <SortSelect query go/>
                        <span class="list__views" role="group" aria-label=move || t_string!(i18n, shop.list.view)>
                            <IconButton
                                icon=icondata::LuLayoutGrid
                                label=move || t_string!(i18n, shop.list.grid)
                                pressed=Signal::derive(move || Some(!rows.get()))
                                on_click=move || show_rows(false)
                            />
                            <IconButton
                                icon=icondata::LuList
                                label=move || t_string!(i18n, shop.list.rows)
                                pressed=Signal::derive(move || Some(rows.get()))
                                on_click=move || show_rows(true)
                            />
                        </span>
                    </div>
                    <ActiveFilters query go/>
                    <h2 class="visually-hidden">{move || t_string!(i18n, shop.list.products)}</h2>
                    <div class="list__products" class:list__products--rows=move || rows.get() class:is-stale=move || list.busy().get()>
                        <EndlessList
                            list
                            key=|card: &ProductCard| card.id
                            class="tiles"
                            skeleton=|| view! { <SkeletonCards count=12/> }
                            empty=move || view! { <NothingFits query go/> }
                            let(card)
                        >
                            <ProductTile card wish/>
                        </EndlessList>
                    </div>
                </div>
            </div>
            <Drawer open=filtering side=Side::Left title=move || t_string!(i18n, shop.list.filters) footer=ViewFn::from(foot)>
                <FacetColumn query facets busy=list.busy() go/>
            </Drawer>
        </div>
    }
    .into_any()
}

#[component]
fn FilterButton(query: Memo<ListQuery>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let count = move || query.with(ListQuery::filters);
    view! {
        <Button icon=icondata::LuSlidersHorizontal on_click=move || open.set(true) attr:data-test="filters">
            {move || match count() {
                0 => t_string!(i18n, shop.list.filters).to_owned(),
                count => format!("{} ({count})", t_string!(i18n, shop.list.filters)),
            }}
        </Button>
    }
    .into_any()
}

#[component]
fn SortSelect(query: Memo<ListQuery>, go: Callback<ListQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let name = move |sort: ProductSort| match sort {
        ProductSort::Relevance => t_string!(i18n, shop.sort.relevance),
        ProductSort::Newest => t_string!(i18n, shop.sort.newest),
        ProductSort::PriceAsc => t_string!(i18n, shop.sort.price_asc),
        ProductSort::PriceDesc => t_string!(i18n, shop.sort.price_desc),
        ProductSort::Name => t_string!(i18n, shop.sort.name),
        ProductSort::Rating => t_string!(i18n, shop.sort.rating),
        ProductSort::BestSelling => t_string!(i18n, shop.sort.best_selling),
    };
    // Without words there is nothing to be relevant to.
    let usual = move || if query.with(|query| query.q.is_empty()) { ProductSort::Newest } else { ProductSort::Relevance };
    let now = move || query.with(|query| query.sort).unwrap_or_else(usual);
    let options = move || {
        ProductSort::ALL
            .iter()
            .copied()
            .filter(|&sort| sort != ProductSort::Relevance || usual() == ProductSort::Relevance)
            .map(|sort| view! { <option value=sort.as_str() selected=move || now() == sort>{name(sort)}</option> })
            .collect_view()
    };
    let change = move |event| {
        let mut query = query.get_untracked();
        let sort = event_target_value(&event).parse().ok();
        query.sort = sort.filter(|&sort| sort != untrack(usual));
        go.run(query);
    };
    view! {
        <span class="control control--select list__sort">
            <select class="control__input" data-test="sort" aria-label=move || t_string!(i18n, shop.sort.label) on:change=change>
                {options}
            </select>
            <Icon icon=icondata::LuChevronDown/>
        </span>
    }
    .into_any()
}

/// Nothing was found: what to do about it, and what others buy.
#[component]
fn NothingFits(query: Memo<ListQuery>, go: Callback<ListQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let chat = use_chat();
    let popular = use_load(catalog::get_home);
    let filtered = move || query.with(ListQuery::filters) > 0;
    let title = move || match query.with(|query| query.q.clone()) {
        words if words.is_empty() => t_string!(i18n, shop.empty.title).to_owned(),
        words => t_string!(i18n, shop.empty.title_for, text = words),
    };
    let text = move || {
        if filtered() {
            t_string!(i18n, shop.empty.loosen)
        } else if query.with(|query| query.place == Place::Search) {
            t_string!(i18n, shop.empty.other_words)
        } else {
            t_string!(i18n, shop.empty.soon)
        }
    };
    view! {
        <EmptyState icon=icondata::LuGuitar title text>
            <Show
                when=filtered
                fallback=move || {
                    view! {
                        <CategoryWays/>
                        <Button kind=ButtonKind::Quiet icon=icondata::LuMessageCircle on_click=move || chat.show()>
                            {move || t_string!(i18n, shop.empty.ask)}
                        </Button>
                    }
                }
            >
                <Button kind=ButtonKind::Primary on_click=move || go.run(query.get_untracked().cleared())>
                    {move || t_string!(i18n, shop.list.clear)}
                </Button>
            </Show>
        </EmptyState>
        {move || {
            popular
                .get()
                .filter(|home| !home.best_sellers.is_empty())
                .map(|home| view! { <Strip title=move || t_string!(i18n, shop.empty.popular) cards=home.best_sellers/> })
        }}
    }
    .into_any()
}

/// Whether there is room for the facets beside the list.
fn wide_screen() -> RwSignal<bool> {
    let query = window().match_media("(min-width: 992px)").ok().flatten();
    let wide = RwSignal::new(query.as_ref().is_none_or(|query| query.matches()));
    if let Some(query) = query {
        let watched = query.clone();
        let changed = Closure::<dyn Fn()>::new(move || {
            wide.try_set(watched.matches());
        });
        let _ = query.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        let kept = send_wrapper::SendWrapper::new((query, changed));
        on_cleanup(move || {
            let (query, changed) = kept.take();
            let _ = query.remove_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
        });
    }
    wide
}
