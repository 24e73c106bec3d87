//! The categories as large pictures with the name set over the edge.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::shop::layout::{below, use_around};
use crate::shop::words;
use crate::ui::{ErrorState, Picture};

/// How many there are in the tree, for shapes of the right number.
const USUAL: usize = 8;

/// A tile per topmost category.
#[component]
pub(super) fn CategoryTiles() -> impl IntoView {
    let i18n = use_i18n();
    let around = use_around();
    let tiles = move || match around.categories.state() {
        None => {
            (0..USUAL).map(|_| view! { <li class="aisle"><span class="skel aisle__wait"></span></li> }).collect_view().into_any()
        }
        Some(Err(error)) => {
            view! { <li class="aisle aisle--fault"><ErrorState error on_retry=move || around.categories.reload()/></li> }
                .into_any()
        }
        Some(Ok(tree)) => {
            let locale = i18n.get_locale();
            below(&tree, None)
                .into_iter()
                .map(|category| {
                    let picture = category.image.clone().map(|image| view! { <Picture image cover=true sizes="(min-width: 992px) 34rem, 44vw" alt=""/> });
                    view! {
                        <li class="aisle">
                            <A href=routes::shop::category(&category.slug) attr:class="aisle__link" attr:data-test="category-tile">
                                <span class="aisle__picture">{picture}</span>
                                <span class="aisle__name display">{words::category(locale, &category)}</span>
                                <span class="aisle__count">{words::products(locale, category.product_count, false)}</span>
                            </A>
                        </li>
                    }
                })
                .collect_view()
                .into_any()
        }
    };
    view! {
        <section class="container section aisles-section" aria-label=move || t_string!(i18n, shop.home.categories)>
            <ul class="aisles" role="list">{tiles}</ul>
        </section>
    }
    .into_any()
}
