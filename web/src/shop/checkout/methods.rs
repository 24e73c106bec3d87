//! The ways to pay as cards.

use leptos::prelude::*;
use shared::money::Rupiah;
use shared::payments::{PaymentMethod, PaymentProvider};
use web_logic::payment_ways::{self, Kind, Ways, kinds};

use crate::i18n::{Locale, language, t_string, td_string, use_i18n};
use crate::ui::{Icon, money};

/// Why so much cannot be paid in this way; `None` when it can.
pub(super) fn too_small(locale: Locale, method: &PaymentMethod, total: Option<Rupiah>) -> Option<String> {
    let short = total.is_some_and(|total| total < method.minimum);
    short.then(|| below_minimum(locale, method.minimum))
}

/// That less is to be paid than a provider takes.
pub(super) fn below_minimum(locale: Locale, minimum: Rupiah) -> String {
    td_string!(locale, buy.checkout.below_minimum, minimum = money(locale, minimum))
}

/// Chooses one. What is too small for a provider says so, and cannot be chosen.
#[component]
pub(in crate::shop) fn Methods(
    /// Those there are.
    list: Vec<PaymentMethod>,
    /// What is to be paid, once that is known.
    #[prop(into)]
    total: Signal<Option<Rupiah>>,
    /// The chosen one.
    #[prop(into)]
    chosen: Signal<Option<PaymentProvider>>,
    /// Another one was chosen.
    #[prop(into)]
    on_choose: Callback<PaymentProvider>,
) -> impl IntoView {
    let i18n = use_i18n();
    if list.is_empty() {
        return view! { <p class="notice tone-warning" role="status">{move || t_string!(i18n, buy.checkout.no_methods)}</p> }
            .into_any();
    }
    view! {
        <div class="choices" role="radiogroup" aria-label=move || t_string!(i18n, buy.checkout.choose_payment)>
            {list.into_iter().map(|method| view! { <MethodCard method total chosen on_choose/> }).collect_view()}
        </div>
    }
    .into_any()
}

#[component]
fn MethodCard(
    method: PaymentMethod,
    total: Signal<Option<Rupiah>>,
    chosen: Signal<Option<PaymentProvider>>,
    on_choose: Callback<PaymentProvider>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (provider, sandbox) = (method.provider, method.sandbox);
    let method = StoredValue::new(method);
    let is_chosen = move || chosen.get() == Some(provider);
    let blocked = move || method.with_value(|method| too_small(i18n.get_locale(), method, total.get()));
    let name = move || method.with_value(|method| name(i18n.get_locale(), method));
    let text = move || method.with_value(|method| text(i18n.get_locale(), method));
    view! {
        <label class="choice-card" class:is-chosen=is_chosen class:is-blocked=move || blocked().is_some() data-test=format!("pay-{provider}")>
            <input
                type="radio"
                name="provider"
                prop:checked=is_chosen
                // Not `disabled`: whoever goes by the keyboard shall come by and hear why.
                aria-disabled=move || blocked().map(|_| "true")
                on:click=move |event| {
                    if untrack(blocked).is_some() {
                        event.prevent_default();
                    }
                }
                on:change=move |_| on_choose.run(provider)
            />
            <span class="choice-card__text">
                <strong>{name}</strong>
                <span class="small muted">{text}</span>
                {sandbox.then(|| view! { <span class="small muted">{move || t_string!(i18n, buy.checkout.sandbox)}</span> })}
                {move || {
                    blocked().map(|why| view! { <span class="choice-card__why small"><Icon icon=icondata::LuTriangleAlert/> {why}</span> })
                }}
            </span>
        </label>
    }
    .into_any()
}

/// A kind of ways to pay.
fn kind_text(locale: Locale, kind: Kind) -> &'static str {
    match kind {
        Kind::Card => td_string!(locale, buy.checkout.by_card),
        Kind::Wallet => td_string!(locale, buy.checkout.by_wallet),
        Kind::Qris => td_string!(locale, buy.checkout.by_qris),
        Kind::Counter => td_string!(locale, buy.checkout.by_counter),
        Kind::Credit => td_string!(locale, buy.checkout.by_credit),
        Kind::Transfer => td_string!(locale, buy.checkout.by_transfer),
    }
}

/// What a provider is called, and what it takes, where no admin chose.
fn usual(locale: Locale, provider: PaymentProvider) -> (&'static str, &'static str) {
    match provider {
        PaymentProvider::Stripe => (td_string!(locale, buy.checkout.stripe), td_string!(locale, buy.checkout.stripe_text)),
        PaymentProvider::Midtrans => (td_string!(locale, buy.checkout.midtrans), td_string!(locale, buy.checkout.midtrans_text)),
    }
}

/// What it is called: the kinds of ways that are left of it, where an admin chose.
fn name(locale: Locale, method: &PaymentMethod) -> String {
    let (usual, _) = usual(locale, method.provider);
    let kinds = kinds(method.methods.as_deref().unwrap_or_default());
    let kinds: Vec<&str> = kinds.into_iter().map(|kind| kind_text(locale, kind)).collect();
    if kinds.is_empty() { usual.to_owned() } else { kinds.join(", ") }
}

/// What it takes, by name.
fn text(locale: Locale, method: &PaymentMethod) -> String {
    let provider = method.provider;
    match &method.methods {
        None => usual(locale, provider).1.to_owned(),
        Some(ways) => {
            td_string!(locale, buy.checkout.ways_by, ways = named(locale, provider, ways), provider = provider.facts().name)
        }
    }
}

/// Ways to pay by the names people know, the banks' virtual accounts together.
fn named(locale: Locale, provider: PaymentProvider, ways: &[String]) -> String {
    let Ways { banks, others } = payment_ways::named(provider, ways, language(locale));
    let mut names: Vec<String> = others.into_iter().map(str::to_owned).collect();
    if !banks.is_empty() {
        let other_banks = td_string!(locale, buy.checkout.other_banks);
        let banks: Vec<&str> = banks.into_iter().map(|bank| bank.unwrap_or(other_banks)).collect();
        names.insert(0, td_string!(locale, buy.checkout.virtual_account, banks = banks.join(", ")));
    }
    names.join(" · ")
}
