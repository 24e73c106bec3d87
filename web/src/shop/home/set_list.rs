//! What sells best, numbered like a set list taped to the stage floor.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::catalog::ProductCard;

use crate::i18n::{t_string, use_i18n};
use crate::routes;
use crate::ui::{Picture, Price};

const SONGS: usize = 5;

/// The first five.
#[component]
pub(super) fn SetList(cards: Vec<ProductCard>) -> impl IntoView {
    let i18n = use_i18n();
    let songs = cards
        .into_iter()
        .take(SONGS)
        .enumerate()
        .map(|(index, card)| {
            let several = card.price_max > card.price;
            view! {
                <li class="song">
                    <span class="song__number" aria-hidden="true">{index + 1}</span>
                    <span class="song__picture">
                        {card.images.first().cloned().map(|image| view! { <Picture image ratio="1 / 1" sizes="96px" alt=""/> })}
                    </span>
                    <span class="song__text">
                        <A href=routes::shop::product(&card.slug) attr:class="song__name">{card.name.clone()}</A>
                        <span class="song__brand">{card.brand.clone()}</span>
                    </span>
                    <span class="song__price"><Price amount=card.price before=card.compare_at from=several/></span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="stage set-list">
            <div class="container set-list__inside">
                <header>
                    <h2 class="display display--xl">{move || t_string!(i18n, shop.home.best)}</h2>
                    <p class="hand">{move || t_string!(i18n, shop.home.best_accent)}</p>
                </header>
                <ol class="songs" role="list">{songs}</ol>
            </div>
        </section>
    }
    .into_any()
}
