//! What it costs to have it brought.

use leptos::prelude::*;
use shared::shipping::{EstimateItem, ShippingEstimateRequest, ShippingQuote};

use super::destination::{self, Destination, Known, use_destination};
use super::page::Shown;
use crate::api::{regions, shipping};
use crate::i18n::{t_string, use_i18n};
use crate::shop::words;
use crate::ui::{AsyncView, Choice, ErrorState, Icon, Money, SelectOnly, SkeletonText, money, use_load};

/// The cheapest way to the known city, all ways below it, and the question where to.
#[component]
pub(super) fn ShippingEstimate(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let Known { place, looking } = use_destination();
    let asking = RwSignal::new(false);
    let picking = move || asking.get() || !looking.get() && place.with(Option::is_none);
    view! {
        <section class="ship" aria-label=move || t_string!(i18n, shop.ship.label)>
            <p class="ship__head">
                <Icon icon=icondata::LuMapPin/>
                <span>
                    {move || match place.get() {
                        Some(place) => t_string!(i18n, shop.ship.to, place = place.regency_name),
                        None => t_string!(i18n, shop.ship.where_to).to_owned(),
                    }}
                </span>
                <Show when=move || place.with(Option::is_some)>
                    <button
                        type="button"
                        class="ship__change"
                        aria-expanded=move || if asking.get() { "true" } else { "false" }
                        on:click=move |_| asking.update(|asking| *asking = !*asking)
                    >
                        {move || t_string!(i18n, shop.ship.change)}
                    </button>
                </Show>
            </p>
            <Show when=move || looking.get()>
                <SkeletonText lines=1/>
            </Show>
            <Show when=picking>
                <DestinationPicker known=place on_done=move || asking.set(false)/>
            </Show>
            <Show when=move || place.with(Option::is_some)>
                <Quotes shown destination=place/>
            </Show>
        </section>
    }
    .into_any()
}

/// Province, then city or regency.
#[component]
fn DestinationPicker(known: Signal<Option<Destination>>, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let known = known.get_untracked();
    let province = RwSignal::new(known.map(|known| Choice::new(known.province, known.province_name)));
    let regency = RwSignal::new(None::<Choice>);
    let provinces = use_load(regions::list_provinces);
    let regencies = use_load(move || {
        let answer = province.with(|province| province.as_ref().map(|province| regions::list_regencies(&province.value)));
        async move {
            match answer {
                Some(answer) => answer.await,
                None => Ok(Vec::new()),
            }
        }
    });
    let choices = |regions: Vec<shared::regions::Region>| {
        regions.into_iter().map(|region| Choice::new(region.code, region.name)).collect::<Vec<_>>()
    };
    let province_choices = Signal::derive(move || choices(provinces.get().unwrap_or_default()));
    let regency_choices = Signal::derive(move || choices(regencies.get().unwrap_or_default()));
    // Without them nothing can be chosen, so it is said when they cannot be had.
    let missing = move || {
        let failed =
            [provinces, regencies].into_iter().find_map(|load| load.state().and_then(Result::err).map(|error| (load, error)));
        failed.map(|(load, error)| view! { <div class="ship__failed"><ErrorState error on_retry=move || load.reload()/></div> })
    };
    Effect::new(move |before: Option<Option<Choice>>| {
        let now = province.get();
        if before.is_some_and(|before| before != now) {
            regency.set(None);
        }
        now
    });
    Effect::new(move |_| {
        if let (Some(regency), Some(province)) = (regency.get(), province.get_untracked()) {
            // First, because a place that is known takes this picker away, and the callback with it.
            on_done.run(());
            destination::remember(Destination {
                province: province.value,
                province_name: province.label,
                regency: regency.value,
                regency_name: regency.label,
            });
        }
    });
    view! {
        <div class="ship__pick">
            <SelectOnly
                pointer="/province"
                label=move || t_string!(i18n, shop.ship.province)
                placeholder=move || t_string!(i18n, shop.ship.province_hint)
                picked=province
                choices=province_choices
                loading=provinces.busy()
                failed=provinces.failed()
            />
            <SelectOnly
                pointer="/regency"
                label=move || t_string!(i18n, shop.ship.regency)
                placeholder=move || t_string!(i18n, shop.ship.regency_hint)
                picked=regency
                choices=regency_choices
                loading=regencies.busy()
                failed=regencies.failed()
                disabled=Signal::derive(move || province.with(Option::is_none))
            />
            {missing}
        </div>
    }
    .into_any()
}

#[component]
fn Quotes(shown: Shown, destination: Signal<Option<Destination>>) -> impl IntoView {
    let wanted = Memo::new(move |_| shown.wanted());
    let quotes = use_load(move || {
        let quantity = i32::try_from(wanted.get()).unwrap_or(1);
        let variant = shown.variant.with(|variant| variant.as_ref().map(|variant| variant.id));
        let answer = destination.get().zip(variant).map(|(destination, variant_id)| {
            shipping::estimate_shipping(&ShippingEstimateRequest {
                region_code: destination.regency,
                items: vec![EstimateItem { variant_id, quantity }],
            })
        });
        async move {
            match answer {
                Some(answer) => answer.await,
                None => Ok(Vec::new()),
            }
        }
    });
    view! {
        <AsyncView load=quotes skeleton=|| view! { <SkeletonText lines=1/> } let(quotes)>
            <QuoteList quotes/>
        </AsyncView>
    }
    .into_any()
}

#[component]
fn QuoteList(quotes: Vec<ShippingQuote>) -> impl IntoView {
    let i18n = use_i18n();
    let Some(cheapest) = quotes.first().cloned() else {
        return view! { <p class="muted small">{move || t_string!(i18n, shop.ship.nobody)}</p> }.into_any();
    };
    let kilograms = cheapest.chargeable_kg;
    view! {
        <details class="ship__quotes">
            <summary>
                <span data-test="shipping-from">
                    {move || t_string!(i18n, shop.ship.from, price = money(i18n.get_locale(), cheapest.price), days = words::days(i18n.get_locale(), &cheapest))}
                </span>
                <Icon icon=icondata::LuChevronDown/>
            </summary>
            <table class="ship__table">
                <caption class="visually-hidden">{move || t_string!(i18n, shop.ship.label)}</caption>
                <tbody>
                    {quotes
                        .into_iter()
                        .map(|quote| {
                            let name = words::service(&quote.courier, &quote.name);
                            let price = quote.price;
                            view! {
                                <tr>
                                    <th scope="row">{name}</th>
                                    <td>{move || words::days(i18n.get_locale(), &quote)}</td>
                                    <td class="num"><Money amount=price/></td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
            <p class="muted small">{move || t_string!(i18n, shop.ship.weight, kg = kilograms)}</p>
        </details>
    }
    .into_any()
}
