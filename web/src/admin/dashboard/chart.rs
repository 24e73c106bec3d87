//! Revenue by day as bars, drawn here: one hue, a grid in grey, and a table for those who do not see it.

use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;
use shared::dashboard::DayRevenue;

use super::super::words;
use crate::i18n::{Locale, t_string, use_i18n};
use crate::ui::{Card, date, money};

/// Units of the drawing per day, of which a bar takes most.
const STEP: u32 = 20;
const BAR: u32 = 14;
const HEIGHT: i64 = 200;

/// A round figure at or above `most`: 1, 2, 2.5 or 5 times a power of ten.
fn round_up(most: i64) -> i64 {
    let mut unit: i64 = 10;
    while unit.saturating_mul(10) <= most {
        unit = unit.saturating_mul(10);
    }
    [10, 20, 25, 50, 100].into_iter().map(|tenths| (unit / 10).saturating_mul(tenths)).find(|&top| top >= most).unwrap_or(most)
}

/// Noon in the shop's town, so that the day stays the day.
fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(5, 0, 0).unwrap_or_default().and_utc()
}

fn day_text(locale: Locale, day: NaiveDate) -> String {
    date(locale, noon(day))
}

/// The last days, one bar each; pointing at one tells its figures.
#[component]
pub(super) fn RevenueChart(days: Vec<DayRevenue>) -> impl IntoView {
    let i18n = use_i18n();
    let top = round_up(days.iter().map(|day| day.revenue.0).max().unwrap_or_default().max(1));
    let width = STEP.saturating_mul(u32::try_from(days.len()).unwrap_or(30));
    let days = StoredValue::new(days);
    let pointed = RwSignal::new(None::<usize>);
    let told = move || {
        let locale = i18n.get_locale();
        let day = pointed.get().and_then(|at| days.with_value(|days| days.get(at).copied()));
        match day {
            Some(day) => t_string!(
                i18n,
                admin.chart.day,
                day = day_text(locale, day.day),
                revenue = money(locale, day.revenue),
                orders = words::number(locale, day.orders)
            ),
            None => {
                let (revenue, orders) = days.with_value(|days| {
                    days.iter().fold((0_i64, 0_i64), |(revenue, orders), day| {
                        (revenue.saturating_add(day.revenue.0), orders + day.orders)
                    })
                });
                t_string!(
                    i18n,
                    admin.chart.all,
                    revenue = money(locale, shared::money::Rupiah(revenue)),
                    orders = words::number(locale, orders)
                )
            }
        }
    };
    let bars = days.with_value(|days| {
        (0_u32..)
            .zip(days)
            .map(|(at, day)| {
                let height = (i128::from(day.revenue.0.max(0)) * i128::from(HEIGHT) / i128::from(top)).max(i128::from(day.revenue.0 > 0));
                let index = usize::try_from(at).unwrap_or_default();
                let (left, y) = (at * STEP, i128::from(HEIGHT) - height);
                view! {
                    <rect class="chart__bar" class:is-pointed=move || pointed.get() == Some(index) x=left + (STEP - BAR) / 2 y=y.to_string() width=BAR height=height.to_string()/>
                    <rect class="chart__day" x=left y="0" width=STEP height=HEIGHT on:pointerenter=move |_| pointed.set(Some(index))/>
                }
            })
            .collect_view()
    });
    let lines = [0_i64, 50, 100, 150]
        .into_iter()
        .map(|y| view! { <line class="chart__line" x1="0" x2=width y1=y y2=y vector-effect="non-scaling-stroke"/> })
        .collect_view();
    let scale = [100_i64, 75, 50, 25, 0]
        .into_iter()
        .map(|part| view! { <span>{move || words::short_money(i18n.get_locale(), top / 100 * part + top % 100 * part / 100)}</span> })
        .collect_view();
    let ends = move || {
        let locale = i18n.get_locale();
        days.with_value(|days| {
            [days.first(), days.get(days.len() / 2), days.last()]
                .into_iter()
                .flatten()
                .map(|day| view! { <span>{day_text(locale, day.day)}</span> })
                .collect_view()
        })
    };
    view! {
        <Card title=move || t_string!(i18n, admin.chart.title)>
            <p class="chart__told" aria-hidden="true">{told}</p>
            <div class="chart" aria-hidden="true" on:pointerleave=move |_| pointed.set(None)>
                <div class="chart__scale">{scale}</div>
                <svg class="chart__plot" viewBox=format!("0 0 {width} {HEIGHT}") preserveAspectRatio="none">{lines} {bars}</svg>
                <div class="chart__days">{ends}</div>
            </div>
            <table class="visually-hidden">
                <caption>{move || t_string!(i18n, admin.chart.title)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{move || t_string!(i18n, admin.chart.date)}</th>
                        <th scope="col">{move || t_string!(i18n, admin.dashboard.revenue)}</th>
                        <th scope="col">{move || t_string!(i18n, admin.dashboard.orders)}</th>
                    </tr>
                </thead>
                <tbody>
                    {move || {
                        let locale = i18n.get_locale();
                        days.with_value(|days| {
                            days.iter()
                                .map(|day| {
                                    view! {
                                        <tr>
                                            <th scope="row">{day_text(locale, day.day)}</th>
                                            <td>{money(locale, day.revenue)}</td>
                                            <td>{words::number(locale, day.orders)}</td>
                                        </tr>
                                    }
                                })
                                .collect_view()
                        })
                    }}
                </tbody>
            </table>
        </Card>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::round_up;

    #[test]
    fn the_scale_ends_at_a_round_figure() {
        assert_eq!([1, 10, 11, 24, 26, 99].map(round_up), [10, 10, 20, 25, 50, 100]);
        assert_eq!([187_450_000, 250_000_001].map(round_up), [200_000_000, 500_000_000]);
        assert!(round_up(i64::MAX) > 0);
    }
}
