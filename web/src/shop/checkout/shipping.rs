//! The couriers and what each asks.

use leptos::prelude::*;
use shared::checkout::{CheckoutOption, CheckoutQuote};
use shared::ids::ShippingServiceId;

use super::page::{Checkout, Step, expect_checkout};
use crate::api::{ApiError, orders};
use crate::i18n::{t_string, use_i18n};
use crate::shop::cart::use_cart;
use crate::shop::words;
use crate::ui::{Badge, ErrorState, Load, Money, SkeletonText, use_load};

/// Days that nobody minds to wait.
const SOON: i32 = 7;
/// Fewer than this are not worth hiding.
const WORTH_HIDING: usize = 2;

/// What stands out of services that come the cheapest first: the cheapest, the fastest, and of every courier the cheapest that
/// is soon there.
fn best(options: &[CheckoutOption]) -> Vec<ShippingServiceId> {
    let quotes = || options.iter().map(|option| &option.quote);
    let fastest = quotes().min_by_key(|quote| (quote.max_days, quote.min_days));
    let mut best: Vec<ShippingServiceId> = quotes().take(1).chain(fastest).map(|quote| quote.service_id).collect();
    let mut couriers: Vec<&str> = Vec::new();
    for quote in quotes().filter(|quote| quote.max_days <= SOON) {
        if !couriers.contains(&quote.courier.as_str()) {
            couriers.push(&quote.courier);
            best.push(quote.service_id);
        }
    }
    best
}

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

#[cfg(test)]
mod tests {
    use shared::money::Rupiah;
    use shared::shipping::ShippingQuote;
    use shared::totals::Totals;

    use super::*;

    fn option((courier, code, min_days, max_days): (&str, &str, i32, i32)) -> CheckoutOption {
        let quote = ShippingQuote {
            service_id: ShippingServiceId::generate(),
            courier: courier.to_owned(),
            code: code.to_owned(),
            name: code.to_owned(),
            chargeable_kg: 1,
            price: Rupiah(1),
            min_days,
            max_days,
        };
        CheckoutOption { quote, totals: Totals::default() }
    }

    #[test]
    fn every_courier_is_among_the_best() {
        // The cheapest first, as the server lists them.
        let options = [
            ("POS", "JUMBO", 5, 12),
            ("J&T", "CARGO", 3, 8),
            ("J&T", "ECO", 3, 7),
            ("JNE", "OKE", 3, 6),
            ("POS", "REG", 3, 6),
            ("JNE", "REG", 2, 4),
            ("JNE", "YES", 1, 1),
            ("POS", "NEXT", 1, 2),
        ]
        .map(option);
        let best = best(&options);
        let names = best.iter().filter_map(|id| options.iter().find(|option| option.quote.service_id == *id));
        let names: Vec<_> = names.map(|option| format!("{} {}", option.quote.courier, option.quote.code)).collect();
        assert_eq!(names, ["POS JUMBO", "JNE YES", "J&T ECO", "JNE OKE", "POS REG"]);
        assert!(super::best(&[]).is_empty());
    }
}
