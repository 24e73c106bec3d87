//! The categories beside a list: links, so that each is a page of its own.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::catalog::{Category, Facets};

use super::facet::Facet;
use super::query::{Addressed, ListQuery};
use crate::i18n::{Locale, t_string, use_i18n};
use crate::shop::layout::use_around;
use crate::shop::words;
use crate::ui::Skeleton;

/// How many topmost categories there are, for shapes of the right number.
const USUAL: usize = 8;

/// The topmost categories, with the branch one is in unfolded.
#[component]
pub(super) fn CategoryFacet(query: Memo<ListQuery>, facets: Signal<Option<Facets>>) -> impl IntoView {
    let i18n = use_i18n();
    let around = use_around();
    let rows = move || {
        let locale = i18n.get_locale();
        let tree = around.tree();
        if tree.is_empty() {
            return (0..USUAL).map(|_| view! { <li class="facet__wait"><Skeleton width="70%"/></li> }.into_any()).collect();
        }
        let counts: Option<HashMap<String, i64>> = facets.with(|facets| {
            facets.as_ref().map(|facets| facets.categories.iter().map(|choice| (choice.value.clone(), choice.count)).collect())
        });
        query.with(|query| Branches { locale, tree: &tree, counts: counts.as_ref(), query }.draw(None))
    };
    view! {
        <Facet title=move || t_string!(i18n, shop.facet.category)>
            <ul role="list" class="facet__tree">
                <li>
                    <A
                        href=move || query.with(|query| query.in_category(None).url())
                        attr:class="facet__link"
                        attr:aria-current=move || query.with(|query| query.category_slug().is_none()).then_some("true")
                    >
                        {move || t_string!(i18n, shop.facet.all_categories)}
                    </A>
                </li>
                {rows}
            </ul>
        </Facet>
    }
    .into_any()
}

struct Branches<'a> {
    locale: Locale,
    tree: &'a [Category],
    counts: Option<&'a HashMap<String, i64>>,
    query: &'a ListQuery,
}

impl Branches<'_> {
    fn count(&self, category: &Category) -> i64 {
        self.counts.map_or(category.product_count, |counts| counts.get(&category.slug).copied().unwrap_or(0))
    }

    /// Whether the category one is in is this one or below it.
    fn holds(&self, category: &Category) -> bool {
        let mut at = self.query.category_slug().and_then(|slug| self.tree.iter().find(|category| category.slug == slug));
        while let Some(step) = at {
            if step.id == category.id {
                return true;
            }
            at = step.parent_id.and_then(|parent| self.tree.iter().find(|category| category.id == parent));
        }
        false
    }

    fn draw(&self, parent: Option<&Category>) -> Vec<AnyView> {
        let parent = parent.map(|parent| parent.id);
        self.tree
            .iter()
            .filter(|category| category.parent_id == parent)
            .filter(|category| self.count(category) > 0 || self.holds(category))
            .map(|category| {
                let here = self.query.category_slug() == Some(category.slug.as_str());
                let inside = if self.holds(category) { self.draw(Some(category)) } else { Vec::new() };
                let href = self.query.in_category(Some(&category.slug)).url();
                let name = words::category(self.locale, category);
                let count = words::number(self.locale, self.count(category));
                view! {
                    <li>
                        <A
                            href=href
                            attr:class="facet__link"
                            attr:data-test=format!("facet-category-{}", category.slug)
                            attr:aria-current=here.then_some("true")
                        >
                            <span class="facet__name">{name}</span>
                            <span class="facet__count">{count}</span>
                        </A>
                        {(!inside.is_empty()).then(|| view! { <ul role="list" class="facet__tree">{inside}</ul> })}
                    </li>
                }
                .into_any()
            })
            .collect()
    }
}
