//! A quantity with less and more.

use leptos::prelude::*;

use super::icon::Icon;
use super::toast;
use crate::i18n::{t_string, tu_string, use_i18n};

/// A number of pieces between `min` and `max`.
#[component]
pub fn QuantityStepper(
    /// Names the field, such as "Jumlah" with the product's name.
    #[prop(into)]
    label: TextProp,
    /// The quantity.
    #[prop(into)]
    value: Signal<u32>,
    /// Asks for another quantity, always between `min` and `max`.
    #[prop(into)]
    on_change: Callback<u32>,
    /// Fewest.
    #[prop(default = 1)]
    min: u32,
    /// Most, such as what is in stock.
    #[prop(into)]
    max: Signal<u32>,
    /// Small, for cart lines.
    #[prop(optional)]
    compact: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let ask = move |quantity: u32| {
        let most = max.get_untracked().max(min);
        if quantity > most {
            // Nothing else says why it is not more.
            toast::info(tu_string!(i18n, common.form.at_most, count = most));
        }
        let wanted = quantity.clamp(min, most);
        if wanted != value.get_untracked() {
            on_change.run(wanted);
        }
    };
    let at_min = move || value.get() <= min;
    let at_max = move || value.get() >= max.get();
    view! {
        <div class="stepper" class:stepper--compact=compact role="group" aria-label=move || label.get()>
            <button
                type="button"
                class="stepper__btn"
                aria-label=move || t_string!(i18n, common.form.less)
                // Not `disabled`, which would take the focus from whoever has just pressed it.
                aria-disabled=move || at_min().then_some("true")
                on:click=move |_| ask(value.get_untracked().saturating_sub(1))
            >
                <Icon icon=icondata::LuMinus/>
            </button>
            <input
                class="stepper__input"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-label=move || t_string!(i18n, common.form.quantity)
                prop:value=move || value.get().to_string()
                on:change=move |event| {
                    let typed = event_target_value(&event).trim().parse().unwrap_or(value.get_untracked());
                    ask(typed);
                    // Show what was taken, also when that is what was there before.
                    let input: web_sys::HtmlInputElement = event_target(&event);
                    input.set_value(&value.get_untracked().to_string());
                }
            />
            <button
                type="button"
                class="stepper__btn"
                aria-label=move || t_string!(i18n, common.form.more)
                aria-disabled=move || at_max().then_some("true")
                on:click=move |_| ask(value.get_untracked().saturating_add(1))
            >
                <Icon icon=icondata::LuPlus/>
            </button>
        </div>
    }
    .into_any()
}
