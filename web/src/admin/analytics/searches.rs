//! What people searched for.

use leptos::prelude::*;
use shared::analytics::{SearchInsights, SearchTerm};

use super::super::words;
use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::Card;

/// The most frequent searches, and those that found nothing.
#[component]
pub(super) fn Searches(searches: SearchInsights) -> impl IntoView {
    let i18n = use_i18n();
    let SearchInsights { searches, without_results, top, missing } = searches;
    let count = move || {
        let locale = i18n.get_locale();
        t_string!(
            i18n,
            insights.searches.count,
            count = words::number(locale, searches),
            missing = words::number(locale, without_results)
        )
    };
    view! {
        <section class="stack">
            <header class="page__head">
                <h2 class="page__part">{move || t_string!(i18n, insights.searches.title)}</h2>
                <p class="muted">{count}</p>
            </header>
            <div class="pair">
                <Terms title=move || t_string!(i18n, insights.searches.top) terms=top/>
                <Terms title=move || t_string!(i18n, insights.searches.missing) terms=missing/>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Terms(#[prop(into)] title: TextProp, terms: Vec<SearchTerm>) -> impl IntoView {
    let i18n = use_i18n();
    let none = terms.is_empty();
    let caption = title.clone();
    let row = move |term: SearchTerm| {
        let SearchTerm { query, searches, without_results } = term;
        view! {
            <tr>
                <th scope="row">
                    // The shop is another app: a plain link leaves this one.
                    <a href=routes::shop::search(&query) rel="external" target="_blank" title=move || t_string!(i18n, insights.searches.open)>{query.clone()}</a>
                </th>
                <td class="num">{move || words::number(i18n.get_locale(), searches)}</td>
                <td class="num">{move || words::number(i18n.get_locale(), without_results)}</td>
            </tr>
        }
    };
    view! {
        <Card title=move || title.get() flush=true>
            {if none {
                view! { <p class="muted share__none">{move || t_string!(i18n, insights.nothing)}</p> }.into_any()
            } else {
                view! {
                    <div class="table-wrap">
                        <table class="table share">
                            <caption class="visually-hidden">{move || caption.get()}</caption>
                            <thead>
                                <tr>
                                    <th scope="col">{move || t_string!(i18n, insights.searches.query)}</th>
                                    <th scope="col" class="num">{move || t_string!(i18n, insights.searches.times)}</th>
                                    <th scope="col" class="num">{move || t_string!(i18n, insights.searches.without)}</th>
                                </tr>
                            </thead>
                            <tbody>{terms.into_iter().map(row).collect_view()}</tbody>
                        </table>
                    </div>
                }
                .into_any()
            }}
        </Card>
    }
    .into_any()
}
