//! Products side by side, scrolled sideways.

use leptos::html;
use leptos::prelude::*;
use shared::catalog::ProductCard;

use super::card::ProductTile;
use crate::i18n::{t_string, use_i18n};
use crate::ui::IconButton;

/// A row that snaps to its cards; arrows for those without a touch screen.
#[component]
pub fn Strip(
    /// Heading over the row.
    #[prop(into)]
    title: TextProp,
    /// A word written by hand beside it.
    #[prop(optional, into)]
    accent: Option<TextProp>,
    /// The products.
    cards: Vec<ProductCard>,
) -> impl IntoView {
    let i18n = use_i18n();
    let row = NodeRef::<html::Ul>::new();
    let at_start = RwSignal::new(true);
    let at_end = RwSignal::new(false);
    let look = move || {
        if let Some(row) = row.get_untracked() {
            at_start.set(row.scroll_left() <= 4);
            at_end.set(row.scroll_left() + row.client_width() >= row.scroll_width() - 4);
        }
    };
    Effect::new(move |_| {
        if row.get().is_some() {
            request_animation_frame(look);
        }
    });
    let step = move |forward: bool| {
        if let Some(row) = row.get_untracked() {
            let width = f64::from(row.client_width()) * 0.8;
            let options = web_sys::ScrollToOptions::new();
            options.set_left(if forward { width } else { -width });
            row.scroll_by_with_scroll_to_options(&options);
        }
    };
    view! {
        <section class="strip">
            <header class="container strip__head">
                <h2 class="display display--sm">{move || title.get()}</h2>
                {accent.map(|accent| view! { <p class="hand">{move || accent.get()}</p> })}
                <span class="strip__arrows">
                    <IconButton icon=icondata::LuArrowLeft label=move || t_string!(i18n, shop.strip.back) disabled=at_start on_click=move || step(false)/>
                    <IconButton icon=icondata::LuArrowRight label=move || t_string!(i18n, shop.strip.on) disabled=at_end on_click=move || step(true)/>
                </span>
            </header>
            <ul class="strip__row" role="list" node_ref=row on:scroll=move |_| look()>
                {cards
                    .into_iter()
                    .map(|card| view! { <li><ProductTile card sizes="(min-width: 992px) 17rem, (min-width: 576px) 15rem, 62vw"/></li> })
                    .collect_view()}
            </ul>
        </section>
    }
    .into_any()
}
