//! The couriers and what each asks.

use leptos::prelude::*;
use shared::checkout::{CheckoutOption, CheckoutQuote};
use web_logic::couriers::best;

use super::page::{Checkout, Step, expect_checkout};
use crate::api::{ApiError, orders};
use crate::i18n::{t_string, use_i18n};
use crate::shop::cart::use_cart;
use crate::shop::words;
use crate::ui::{Badge, ErrorState, Load, Money, SkeletonText, use_load};

/// Fewer than this are not worth hiding.
const WORTH_HIDING: usize = 2;

/// Asks what each courier wants for what is in the cart, whenever that or the address changes.
pub(super) fn use_quote(checkout: Checkout) -> Load<CheckoutQuote> {
    let Checkout { draft, quotes, .. } = checkout;
    let cart = use_cart();
    let address = Memo::new(move |_| draft.with(|draft| draft.address));
    // Another quantity is another parcel.
    let parcel = Memo::new(move |_| {
        cart.state().with(|state| match state {
            Some(Ok(cart)) => cart.items.iter().map(|item| (item.variant_id, item.quantity, item.price)).collect::<Vec<_>>(),
            _ => Vec::new(),
        })
    });
    use_load(move || {
        quotes.track();
        parcel.track();
        let asked = address.get().map(orders::quote_checkout);
        async move {
            match asked {
                Some(asked) => asked.await,
                None => Err(ApiError::Aborted),
            }
        }
    })
}

/// Chooses a courier.
#[component]
pub(super) fn ShippingStep(
    /// What the couriers ask.
    quote: Load<CheckoutQuote>,
    /// Whether it is its turn.
    #[prop(into)]
    open: Signal<bool>,
    /// What comes before it.
    #[prop(into)]
    why: TextProp,
) -> impl IntoView {
    let i18n = use_i18n();
    let Checkout { draft, totals, .. } = expect_checkout();
    // The chosen service if it still goes there, else none.
    Effect::new(move |_| {
        let quote: Option<CheckoutQuote> = quote.get();
        let chosen = draft.with(|draft| draft.service);
        let found = quote.and_then(|quote| quote.options.into_iter().find(|option| Some(option.quote.service_id) == chosen));
        let new = found.map(|option| option.totals);
        if totals.get_untracked() != new {
            totals.set(new);
        }
    });
    let all = RwSignal::new(false);
    let body = move || match quote.state() {
        None => view! { <SkeletonText/> }.into_any(),
        Some(Err(error)) => view! { <ErrorState error on_retry=move || quote.reload()/> }.into_any(),
        Some(Ok(quote)) if quote.options.is_empty() => {
            view! { <p class="notice tone-warning" role="status">{move || t_string!(i18n, buy.checkout.no_shipping)}</p> }
                .into_any()
        }
        Some(Ok(quote)) => view! { <Services options=quote.options all/> }.into_any(),
    };
    view! {
        <Step number=2 title=move || t_string!(i18n, buy.checkout.choose_shipping) open why>
            {body}
        </Step>
    }
    .into_any()
}

/// The services that stand out, and the one that is chosen; the others when asked for.
#[component]
fn Services(options: Vec<CheckoutOption>, all: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let best = best(&options);
    let others = options.iter().filter(|option| !best.contains(&option.quote.service_id)).count();
    let folds = others >= WORTH_HIDING;
    let (cheapest, fastest) = (best.first().copied(), best.get(1).copied());
    let cards = options
        .into_iter()
        .map(|option| {
            let id = option.quote.service_id;
            let always = !folds || best.contains(&id);
            let mark = move || match (Some(id) == cheapest, Some(id) == fastest) {
                (true, false) => Some(t_string!(i18n, buy.checkout.cheapest)),
                (false, true) => Some(t_string!(i18n, buy.checkout.fastest)),
                _ => None,
            };
            view! { <ServiceCard option mark=Signal::derive(mark) shown=Signal::derive(move || always || all.get())/> }
        })
        .collect_view();
    view! {
        <div class="choices" role="radiogroup" aria-label=move || t_string!(i18n, buy.checkout.choose_shipping)>
            {cards}
        </div>
        {folds
            .then(|| {
                view! {
                    <div>
                        <button
                            type="button"
                            class="btn btn--secondary btn--sm"
                            data-test="more-couriers"
                            aria-expanded=move || if all.get() { "true" } else { "false" }
                            on:click=move |_| all.update(|all| *all = !*all)
                        >
                            {move || if all.get() { t_string!(i18n, buy.checkout.fewer_couriers) } else { t_string!(i18n, buy.checkout.more_couriers) }}
                        </button>
                    </div>
                }
            })}
    }
    .into_any()
}

#[component]
fn ServiceCard(option: CheckoutOption, mark: Signal<Option<&'static str>>, shown: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let Checkout { draft, .. } = expect_checkout();
    let quote = option.quote;
    let (id, kg, timed) = (quote.service_id, quote.chargeable_kg, quote.clone());
    let chosen = move || draft.with(|draft| draft.service == Some(id));
    let days = move || words::days(i18n.get_locale(), &timed);
    view! {
        <label class="choice-card" class:is-chosen=chosen hidden=move || !shown.get() && !chosen() data-test="shipping-option" data-service=format!("{}-{}", quote.courier, quote.code) data-price=quote.price.0>
            <input type="radio" name="service" prop:checked=chosen on:change=move |_| draft.update(|draft| draft.service = Some(id))/>
            <span class="choice-card__text">
                <strong>{words::service(&quote.courier, &quote.name)}</strong>
                {move || mark.get().map(|mark| view! { <span><Badge>{mark}</Badge></span> })}
                <span class="small muted">{days} " · " {move || t_string!(i18n, buy.checkout.weight, kg = kg).to_string()}</span>
            </span>
            <strong class="choice-card__price num"><Money amount=quote.price/></strong>
        </label>
    }
    .into_any()
}
