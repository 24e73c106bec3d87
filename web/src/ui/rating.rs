//! Stars.

use leptos::prelude::*;

use super::field::{ErrorLine, Wiring};
use super::icon::Icon;
use super::ids;
use crate::i18n::{Locale, t_string, use_i18n};

/// An average of 0–5 with a decimal in the reader's style: `4,5`.
#[must_use]
pub fn decimal(locale: Locale, average: f64) -> String {
    let text = format!("{average:.1}");
    match locale {
        Locale::id => text.replace('.', ","),
        Locale::en => text,
    }
}

/// An average as five stars, filled to the tenth, and how many gave it.
#[component]
pub fn Rating(
    /// From 0 to 5.
    #[prop(into)]
    average: Signal<f64>,
    /// How many ratings; hides the stars when there are none.
    #[prop(into)]
    count: Signal<i64>,
    /// Leaves out the number of ratings.
    #[prop(optional)]
    compact: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let shown = move || decimal(i18n.get_locale(), average.get());
    view! {
        <Show when=move || { count.get() > 0 }>
            <span class="rating">
                <span class="visually-hidden">{move || t_string!(i18n, common.rating.label, average = shown(), count = count.get())}</span>
                <span class="rating__stars" aria-hidden="true" style:--filled=move || format!("{:.0}%", average.get().clamp(0.0, 5.0) * 20.0)></span>
                <span class="rating__figure" aria-hidden="true">
                    {shown}
                    {move || (!compact).then(|| format!(" ({})", count.get()))}
                </span>
            </span>
        </Show>
    }
    .into_any()
}

/// Giving one to five stars: a radio group, so arrows work.
#[component]
pub fn RatingInput(
    /// JSON pointer of the value in the request.
    #[prop(into)]
    pointer: String,
    /// What is rated.
    #[prop(into)]
    label: TextProp,
    /// The stars; 0 for none yet.
    value: RwSignal<u8>,
) -> impl IntoView {
    let i18n = use_i18n();
    let wiring = Wiring::new(&pointer, false);
    let (touched, invalid, described_by) = (wiring.touched(), wiring.invalid(), wiring.described_by());
    let (error, error_id) = (wiring.error, wiring.error_id());
    let name = ids::unique("stars");
    view! {
        <fieldset class="field stars" data-pointer=pointer aria-describedby=described_by>
            <legend class="field__label">{move || label.get()}</legend>
            <div class="stars__row">
                {(1..=5_u8)
                    .map(|stars| {
                        let touched = touched.clone();
                        view! {
                            <label class="stars__star" class:is-on=move || { value.get() >= stars }>
                                <input
                                    type="radio"
                                    class="visually-hidden"
                                    name=name.clone()
                                    aria-label=move || t_string!(i18n, common.rating.stars, count = stars)
                                    aria-invalid=invalid.clone()
                                    prop:checked=move || value.get() == stars
                                    on:change=move |_| {
                                        value.set(stars);
                                        touched();
                                    }
                                />
                                <Icon icon=icondata::LuStar/>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            <ErrorLine error id=error_id/>
        </fieldset>
    }
    .into_any()
}
