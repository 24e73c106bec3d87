//! The price range: two handles and two fields.

use leptos::prelude::*;
use shared::catalog::Facets;
use shared::money::Rupiah;
use shared::typed::whole;
use web_logic::price_range::{STEPS, position_of, price_at};

use super::facet::Facet;
use super::query::ListQuery;
use crate::i18n::{t_string, use_i18n};
use crate::shop::words;
use crate::ui::money;

/// Least and most to pay.
#[component]
pub(super) fn PriceFacet(query: Memo<ListQuery>, facets: Signal<Option<Facets>>, go: Callback<ListQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let ends = Memo::new(move |_| {
        facets.with(|facets| facets.as_ref().map_or((0, 0), |facets| (facets.price_min.0, facets.price_max.0)))
    });
    // What the handles are dragged to before they are let go.
    let drag = RwSignal::new(None::<(i64, i64)>);
    let range = Memo::new(move |_| {
        let (low, high) = ends.get();
        drag.get().unwrap_or_else(|| query.with(|query| (query.min_price.unwrap_or(low), query.max_price.unwrap_or(high))))
    });
    let apply = move |low: i64, high: i64| {
        drag.set(None);
        let (least, most) = ends.get_untracked();
        let (low, high) = (low.min(high), low.max(high));
        let next = ListQuery {
            min_price: Some(low).filter(|&low| low > least),
            max_price: Some(high).filter(|&high| high < most && high > 0),
            ..query.get_untracked()
        };
        if next != query.get_untracked() {
            go.run(next);
        }
    };
    let amount = move |price: i64| money(i18n.get_locale(), Rupiah(price));
    let figure = move |price: i64| words::number(i18n.get_locale(), price);
    let handle = move |upper: bool| {
        let own = move || {
            let (low, high) = range.get();
            if upper { high } else { low }
        };
        let moved = move |event: &leptos::ev::Event| {
            let position: f64 = event_target_value(event).parse().unwrap_or(0.0);
            let price = price_at(position, ends.get_untracked());
            let (low, high) = range.get_untracked();
            if upper { (low.min(price), price.max(low)) } else { (price.min(high), high.max(price)) }
        };
        view! {
            <input
                type="range"
                class="price-range__handle"
                min="0"
                max=STEPS
                step="1"
                aria-label=move || if upper { t_string!(i18n, shop.facet.price_most) } else { t_string!(i18n, shop.facet.price_least) }
                aria-valuetext=move || amount(own())
                prop:value=move || position_of(own(), ends.get()).to_string()
                on:input=move |event| drag.set(Some(moved(&event)))
                on:change=move |event| {
                    let (low, high) = moved(&event);
                    apply(low, high);
                }
            />
        }
    };
    let field = move |upper: bool| {
        let own = move || {
            let (low, high) = range.get();
            if upper { high } else { low }
        };
        let change = move |event: leptos::ev::Event| {
            let text = event_target_value(&event);
            let (low, high) = range.get_untracked();
            let (least, most) = ends.get_untracked();
            let typed = match text.trim() {
                "" => {
                    if upper {
                        most
                    } else {
                        least
                    }
                }
                // What is no sum leaves the range as it is.
                text => whole(text).unwrap_or(if upper { high } else { low }),
            };
            if upper {
                apply(low, typed)
            } else {
                apply(typed, high)
            }
            // What does not change the range is shown as it is, not as it was typed.
            let input: web_sys::HtmlInputElement = event_target(&event);
            input.set_value(&figure(untrack(own)));
        };
        view! {
            <span class="control">
                <input
                    class="control__input"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    data-test=if upper { "facet-price-max" } else { "facet-price-min" }
                    aria-label=move || if upper { t_string!(i18n, shop.facet.price_most) } else { t_string!(i18n, shop.facet.price_least) }
                    prop:value=move || figure(own())
                    on:change=change
                />
            </span>
        }
    };
    let fill = move |upper: bool| {
        let (low, high) = range.get();
        format!("{}%", position_of(if upper { high } else { low }, ends.get()))
    };
    view! {
        <Show when=move || { let (low, high) = ends.get(); high > low }>
            <Facet title=move || t_string!(i18n, shop.facet.price)>
                <div class="price-range" style:--low=move || fill(false) style:--high=move || fill(true)>
                    {handle(false)}
                    {handle(true)}
                </div>
                <div class="price-fields">
                    {field(false)}
                    <span aria-hidden="true">"–"</span>
                    {field(true)}
                </div>
            </Facet>
        </Show>
    }
    .into_any()
}
