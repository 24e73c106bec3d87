//! Amounts in the reader's grouping: `Rp 1.500.000`, in English `Rp 1,500,000`.

use leptos::prelude::*;
use shared::money::Rupiah;

use crate::i18n::{Locale, t_string, use_i18n};

/// The amount as text, with a space that does not break.
#[must_use]
pub fn money(locale: Locale, amount: Rupiah) -> String {
    in_grouping(locale, &amount.to_string())
}

/// An amount that is written the Indonesian way.
pub(super) fn in_grouping(locale: Locale, text: &str) -> String {
    match locale {
        Locale::id => text.to_owned(),
        Locale::en => text.replace('.', ","),
    }
}

/// An amount, in tabular figures.
#[component]
pub fn Money(
    /// How much.
    #[prop(into)]
    amount: Signal<Rupiah>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! { <span class="money">{move || money(i18n.get_locale(), amount.get())}</span> }.into_any()
}

/// What something costs, with what it cost before, struck through, when it is reduced.
#[component]
pub fn Price(
    /// What it costs now.
    #[prop(into)]
    amount: Signal<Rupiah>,
    /// What it cost before.
    #[prop(optional, into)]
    before: Signal<Option<Rupiah>>,
    /// The cheapest of several.
    #[prop(optional, into)]
    from: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let before = move || before.get().filter(|before| *before > amount.get());
    view! {
        <span class="price" class:price--reduced=move || before().is_some()>
            {move || from.get().then(|| view! { <span class="price__from">{t_string!(i18n, common.price.from)} " "</span> })}
            <span class="visually-hidden">{move || before().map(|_| t_string!(i18n, common.price.now))}</span>
            <span class="price__now money">{move || money(i18n.get_locale(), amount.get())}</span>
            {move || {
                before().map(|before| {
                    view! {
                        <span class="visually-hidden">{t_string!(i18n, common.price.before)}</span>
                        <s class="price__before money">{money(i18n.get_locale(), before)}</s>
                    }
                })
            }}
        </span>
    }
    .into_any()
}
