//! The column of filters.

use leptos::prelude::*;
use shared::catalog::{FacetChoice, Facets, OptionFacet};
use shared::swatch;

use super::category_facet::CategoryFacet;
use super::facet::{Facet, LongList};
use super::price_facet::PriceFacet;
use super::query::ListQuery;
use crate::i18n::{t_string, use_i18n};
use crate::shop::words;
use crate::ui::{Skeleton, Switch, TextField};

/// Brands beyond which a field to find one is worth its place.
const MANY_BRANDS: usize = 12;

/// Every filter with what it leaves.
#[component]
pub(super) fn FacetColumn(
    /// What is listed.
    query: Memo<ListQuery>,
    /// Choices and counts; `None` before the first answer.
    facets: Signal<Option<Facets>>,
    /// Whether an answer is on its way.
    busy: Signal<bool>,
    /// Shows another list.
    go: Callback<ListQuery>,
) -> impl IntoView {
    let i18n = use_i18n();
    // The list says what failed.
    let wait = move || view! { <Show when=move || busy.get()><FacetSkeleton/></Show> };
    // Each part is drawn anew only when its own choices change, so that focus and scrolling stay.
    let known = Memo::new(move |_| facets.with(Option::is_some));
    let brands =
        Memo::new(move |_| facets.with(|facets| facets.as_ref().map(|facets| facets.brands.clone()).unwrap_or_default()));
    let ratings =
        Memo::new(move |_| facets.with(|facets| facets.as_ref().map(|facets| facets.ratings.clone()).unwrap_or_default()));
    let options =
        Memo::new(move |_| facets.with(|facets| facets.as_ref().map(|facets| facets.options.clone()).unwrap_or_default()));
    let in_stock = move || facets.with(|facets| facets.as_ref().map_or(0, |facets| facets.in_stock));
    let stock_on = Signal::derive(move || query.with(|query| query.in_stock));
    let set_stock = move |on: bool| go.run(ListQuery { in_stock: on, ..query.get_untracked() });
    let stock_label =
        move || format!("{} ({})", t_string!(i18n, shop.facet.in_stock), words::number(i18n.get_locale(), in_stock()));
    view! {
        <div class="facets">
            <CategoryFacet query facets/>
            <Show when=move || known.get() fallback=wait>
                <div class="facet facet--switch">
                    <Switch label=stock_label on=stock_on on_change=set_stock attr:data-test="facet-in_stock-true"/>
                </div>
                <PriceFacet query facets go/>
                <Show when=move || !brands.with(Vec::is_empty)>
                    <Facet title=move || t_string!(i18n, shop.facet.brand)>
                        <Brands query brands go/>
                    </Facet>
                </Show>
                <For each=move || options.get() key=|option: &OptionFacet| option.name.clone() let(option)>
                    <OptionChoices query name=option.name options go/>
                </For>
                <Show when=move || ratings.with(|ratings| ratings.iter().any(|choice| choice.count > 0))>
                    <Facet title=move || t_string!(i18n, shop.facet.rating)>
                        <Ratings query ratings go/>
                    </Facet>
                </Show>
            </Show>
        </div>
    }
    .into_any()
}

#[component]
fn FacetSkeleton() -> impl IntoView {
    (0..3)
        .map(|_| {
            view! {
                <div class="facet facet--wait">
                    <Skeleton width="40%" height="1.25rem"/>
                    <Skeleton/>
                    <Skeleton width="80%"/>
                    <Skeleton width="60%"/>
                </div>
            }
        })
        .collect_view()
        .into_any()
}

#[component]
fn Brands(query: Memo<ListQuery>, brands: Memo<Vec<FacetChoice>>, go: Callback<ListQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let typed = RwSignal::new(String::new());
    let fitting = Signal::derive(move || {
        let typed = typed.get().trim().to_lowercase();
        brands.get().into_iter().filter(|choice| choice.label.to_lowercase().contains(&typed)).collect::<Vec<_>>()
    });
    let many = move || brands.with(Vec::len) > MANY_BRANDS;
    let chosen = Signal::derive(move || query.with(|query| query.brands.clone()));
    view! {
        <Show when=many>
            <div class="facet__find">
                <TextField
                    pointer=""
                    label=move || t_string!(i18n, shop.facet.find_brand)
                    placeholder=move || t_string!(i18n, shop.facet.find_brand)
                    value=typed
                />
            </div>
        </Show>
        <LongList
            choices=fitting
            chosen
            draw=move |choice: FacetChoice| {
                let (value, own) = (choice.value.clone(), choice.value.clone());
                view! {
                    <label class="facet__choice" data-test=format!("facet-brand-{}", choice.value)>
                        <input
                            type="checkbox"
                            prop:checked=move || query.with(|query| query.brands.contains(&own))
                            on:change=move |_| {
                                let mut query = query.get_untracked();
                                query.toggle_brand(&value);
                                go.run(query);
                            }
                        />
                        <span class="facet__name">{choice.label}</span>
                        <span class="facet__count">{move || words::number(i18n.get_locale(), choice.count)}</span>
                    </label>
                }
                .into_any()
            }
        />
    }
    .into_any()
}

#[component]
fn OptionChoices(
    query: Memo<ListQuery>,
    name: String,
    options: Memo<Vec<OptionFacet>>,
    go: Callback<ListQuery>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (title, wanted) = (name.clone(), name.clone());
    let choices = Signal::derive(move || {
        let mut choices = options.with(|options| {
            options.iter().find(|option| option.name == wanted).map(|option| option.choices.clone()).unwrap_or_default()
        });
        for choice in &mut choices {
            // What is sent is `Warna=Merah`; from here on the name goes without saying.
            if let Some(value) = choice.value.strip_prefix(&wanted).and_then(|rest| rest.strip_prefix('=')) {
                choice.value = value.to_owned();
            }
        }
        choices
    });
    let name = StoredValue::new(name);
    let chosen = Signal::derive(move || {
        name.with_value(|name| {
            query.with(|query| {
                query.options.iter().filter(|(other, _)| other == name).map(|(_, value)| value.clone()).collect::<Vec<_>>()
            })
        })
    });
    view! {
        <Facet title=move || words::option_word(i18n.get_locale(), &title)>
            <LongList
                choices
                chosen
                draw=move |choice: FacetChoice| {
                    let (value, own) = (choice.value.clone(), choice.value.clone());
                    let (label, paint) = (choice.label.clone(), swatch::paint(&choice.value).filter(|_| name.with_value(|name| swatch::is_colour(name))));
                    view! {
                        <label class="facet__choice" data-test=name.with_value(|name| format!("facet-{name}-{}", choice.value))>
                            <input
                                type="checkbox"
                                prop:checked=move || query.with(|query| name.with_value(|name| query.options.iter().any(|(other, value)| other == name && *value == own)))
                                on:change=move |_| {
                                    let mut query = query.get_untracked();
                                    name.with_value(|name| query.toggle_option(name, &value));
                                    go.run(query);
                                }
                            />
                            {paint.map(|paint| view! { <span class="dot" style:background=paint aria-hidden="true"></span> })}
                            <span class="facet__name">{move || words::option_word(i18n.get_locale(), &label)}</span>
                            <span class="facet__count">{move || words::number(i18n.get_locale(), choice.count)}</span>
                        </label>
                    }
                    .into_any()
                }
            />
        </Facet>
    }
    .into_any()
}

#[component]
fn Ratings(query: Memo<ListQuery>, ratings: Memo<Vec<FacetChoice>>, go: Callback<ListQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = move || {
        ratings
            .get()
            .into_iter()
            .filter(|choice| choice.count > 0)
            .filter_map(|choice| Some((choice.value.parse::<u8>().ok()?, choice.count)))
            .map(|(stars, count)| {
                let on = move || query.with(|query| query.min_rating == Some(stars));
                let press = move |_| {
                    let min_rating = if untrack(on) { None } else { Some(stars) };
                    go.run(ListQuery { min_rating, ..query.get_untracked() });
                };
                view! {
                    <li>
                        <button
                            type="button"
                            class="facet__choice"
                            class:is-on=on
                            aria-pressed=move || if on() { "true" } else { "false" }
                            data-test=format!("facet-rating-{stars}")
                            on:click=press
                        >
                            <span class="rating__stars" aria-hidden="true" style:--filled=format!("{}%", u32::from(stars) * 20)></span>
                            <span class="facet__name">{t_string!(i18n, shop.facet.stars, count = stars)}</span>
                            <span class="facet__count">{words::number(i18n.get_locale(), count)}</span>
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! { <ul role="list" class="facet__list">{rows}</ul> }.into_any()
}
