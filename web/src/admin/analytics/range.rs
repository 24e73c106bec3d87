//! Which days: presets side by side, and any first and last day. The URL is their only home.

use chrono::NaiveDate;
use leptos::prelude::*;
use web_logic::days::{Preset, day_in_shop};

use super::super::filters::{self, DateFilter, address};
use crate::api::analytics::{DayRange, PerformanceFilter};
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::routes;
use crate::ui::now;

/// The address of the page with these days and this list.
pub(super) fn url(filter: &PerformanceFilter) -> String {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    address(
        routes::admin::ANALYTICS,
        &[
            ("from", &day(filter.from)),
            ("until", &day(filter.until)),
            ("sort", filter.sort.map_or("", shared::analytics::ProductMeasure::as_str)),
            ("ascending", if filter.ascending == Some(true) { "true" } else { "" }),
            ("q", &filter.q),
        ],
    )
}

/// Asks for another filter.
pub(super) type Change = filters::Change<PerformanceFilter>;

/// What the URL says.
pub(super) fn use_filter() -> (Memo<PerformanceFilter>, Change) {
    filters::use_filter(
        |asked| PerformanceFilter {
            from: asked.word("from"),
            until: asked.word("until"),
            q: asked.text("q"),
            sort: asked.word("sort"),
            ascending: asked.get("ascending").map(|word| word == "true"),
        },
        url,
    )
}

/// The days of a filter.
pub(super) fn days(filter: &PerformanceFilter) -> DayRange {
    DayRange { from: filter.from, until: filter.until }
}

/// What it is called.
fn label(locale: Locale, preset: Preset) -> &'static str {
    match preset {
        Preset::Today => td_string!(locale, insights.range.today),
        Preset::Yesterday => td_string!(locale, insights.range.yesterday),
        Preset::Week => td_string!(locale, insights.range.week),
        Preset::Thirty => td_string!(locale, insights.range.thirty),
        Preset::Month => td_string!(locale, insights.range.month),
        Preset::LastMonth => td_string!(locale, insights.range.last_month),
        Preset::Year => td_string!(locale, insights.range.year),
        Preset::Twelve => td_string!(locale, insights.range.twelve),
    }
}

/// The picker.
#[component]
pub(super) fn RangePicker(
    filter: Memo<PerformanceFilter>,
    change: Change,
    /// The days that are shown, which the server chooses where the address has none.
    #[prop(into)]
    shown: Signal<Option<(NaiveDate, NaiveDate)>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let today = day_in_shop(now());
    let chip = move |preset: Preset| {
        let days = preset.days(today);
        let (from, until) = (days.map(|days| days.0), days.map(|days| days.1));
        let name = preset.as_str();
        let href = move || filter.with(|filter| url(&PerformanceFilter { from, until, ..filter.clone() }));
        let here = move || filter.with(|filter| (filter.from, filter.until) == (from, until)).then_some("true");
        // Not `A`, which takes every query of this page for the page itself.
        view! { <li><a href=href class="chip" aria-current=here data-test=format!("range-{name}")>{move || label(i18n.get_locale(), preset)}</a></li> }
    };
    let first = move || filter.with(|filter| filter.from).or_else(|| shown.get().map(|shown| shown.0));
    let last = move || filter.with(|filter| filter.until).or_else(|| shown.get().map(|shown| shown.1));
    // Both ends are written down as soon as one is chosen, so that the other one stays; it moves along
    // where it would be on the wrong side.
    let pick_first = move |day: Option<NaiveDate>| {
        let until = untrack(last);
        change.run(Box::new(move |filter| {
            filter.from = day;
            filter.until = day.map(|day| until.map_or(day, |until| until.max(day))).or(filter.until);
        }));
    };
    let pick_last = move |day: Option<NaiveDate>| {
        let from = untrack(first);
        change.run(Box::new(move |filter| {
            filter.until = day;
            filter.from = day.map(|day| from.map_or(day, |from| from.min(day))).or(filter.from);
        }));
    };
    view! {
        <div class="range">
            <nav aria-label=move || t_string!(i18n, insights.range.label)>
                <ul class="chips" role="list">{Preset::ALL.into_iter().map(chip).collect_view()}</ul>
            </nav>
            <div class="filters">
                <DateFilter label=move || t_string!(i18n, insights.range.from) value=Signal::derive(first) on_pick=pick_first/>
                <DateFilter label=move || t_string!(i18n, insights.range.until) value=Signal::derive(last) on_pick=pick_last/>
            </div>
        </div>
    }
    .into_any()
}
