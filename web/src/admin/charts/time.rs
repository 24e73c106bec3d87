//! Figures over time as bars, with those of the span before as lines. Pointing at a bar, or the arrow
//! keys, tell its figures; a button shows the same as a table, which screen readers have anyway.

use chrono::NaiveDate;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::analytics::Grain;
use web_logic::chart::{HEIGHT, height, round_up};

use super::{Write, bar_text, day_text};
use crate::i18n::{t_string, use_i18n};
use crate::ui::{Button, ButtonKind, ButtonSize, Card, ids};

/// Units of the drawing per bar, of which the bar itself takes most.
const STEP: u32 = 20;
const BAR: u32 = 14;

/// A bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeBar {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// How high it is.
    pub value: i64,
    /// How high the one before it was, where that is compared.
    pub before: Option<i64>,
    /// Another figure that is told and in the table.
    pub beside: i64,
}

/// Names of the figures.
#[derive(Clone)]
struct Names {
    value: TextProp,
    beside: TextProp,
}

/// Bars over time.
#[component]
pub fn TimeChart(
    /// What it shows.
    #[prop(into)]
    title: TextProp,
    /// What the bars are.
    #[prop(into)]
    value_name: TextProp,
    /// What the other figure is.
    #[prop(into)]
    beside_name: TextProp,
    /// How a bar's figure is written.
    write: Write,
    /// How it is written at the scale.
    short: Write,
    /// How the other figure is written.
    write_beside: Write,
    /// What a bar stands for.
    #[prop(default = Grain::Day)]
    grain: Grain,
    /// Beside the sums, in words.
    #[prop(optional, into)]
    note: Option<TextProp>,
    /// Whether it is read as a table: for who draws it anew with other figures and keeps that. Its own when left out.
    #[prop(optional)]
    as_table: Option<RwSignal<bool>>,
    /// The bars, the first first.
    bars: Vec<TimeBar>,
) -> impl IntoView {
    let i18n = use_i18n();
    let compared = bars.iter().any(|bar| bar.before.is_some());
    let most = bars.iter().map(|bar| bar.value.max(bar.before.unwrap_or(0))).max().unwrap_or_default();
    let top = round_up(most.max(1));
    let count = bars.len();
    let width = STEP.saturating_mul(u32::try_from(count).unwrap_or(1).max(1));
    let bars = StoredValue::new(bars);
    let names = StoredValue::new(Names { value: value_name, beside: beside_name });
    let pointed = RwSignal::new(None::<usize>);
    let as_table = as_table.unwrap_or_else(|| RwSignal::new(false));
    let (told_id, table_id) = (ids::unique("told"), ids::unique("figures"));
    let figures = move |value: i64, before: Option<i64>, beside: i64| {
        let locale = i18n.get_locale();
        let (value, beside) = (write(locale, value), write_beside(locale, beside));
        let names = names.get_value();
        let mut text = format!("{} {value}, {} {beside}", names.value.get(), names.beside.get());
        if let Some(before) = before {
            text.push_str(&format!(" ({})", t_string!(i18n, insights.chart.before, figure = write(locale, before))));
        }
        text
    };
    let told = move || {
        let locale = i18n.get_locale();
        let bar = pointed.get().and_then(|at| bars.with_value(|bars| bars.get(at).copied()));
        match bar {
            Some(bar) => format!("{}: {}", bar_text(locale, grain, &bar), figures(bar.value, bar.before, bar.beside)),
            None => {
                let sum = bars.with_value(|bars| {
                    bars.iter().fold((0_i64, 0_i64, 0_i64), |(value, before, beside), bar| {
                        (
                            value.saturating_add(bar.value),
                            before.saturating_add(bar.before.unwrap_or(0)),
                            beside.saturating_add(bar.beside),
                        )
                    })
                });
                let mut text = figures(sum.0, compared.then_some(sum.1), sum.2);
                if let Some(note) = &note {
                    text.push_str(" · ");
                    text.push_str(&note.get());
                }
                text
            }
        }
    };
    let step = move |event: KeyboardEvent| {
        let last = count.saturating_sub(1);
        let here = pointed.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" => Some(here.map_or(0, |at| (at + 1).min(last))),
            "ArrowLeft" => Some(here.map_or(last, |at| at.saturating_sub(1))),
            "Home" => Some(0),
            "End" => Some(last),
            "Escape" => None,
            _ => return,
        };
        event.prevent_default();
        if count > 0 {
            pointed.set(next);
        }
    };
    let shapes = bars.with_value(|bars| {
        (0_u32..)
            .zip(bars)
            .map(|(at, bar)| {
                let tall = height(bar.value, top);
                let index = usize::try_from(at).unwrap_or_default();
                let (left, y) = (at * STEP, i128::from(HEIGHT) - tall);
                let before = bar.before.filter(|before| *before > 0).map(|before| {
                    let y = (i128::from(HEIGHT) - height(before, top)).to_string();
                    view! { <line class="chart__before" x1=left + 1 x2=left + STEP - 1 y1=y.clone() y2=y vector-effect="non-scaling-stroke"/> }
                });
                view! {
                    <rect class="chart__bar" class:is-pointed=move || pointed.get() == Some(index) x=left + (STEP - BAR) / 2 y=y.to_string() width=BAR height=tall.to_string()/>
                    {before}
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
        .map(|part| view! { <span>{move || short(i18n.get_locale(), top / 100 * part + top % 100 * part / 100)}</span> })
        .collect_view();
    let ends = move || {
        let locale = i18n.get_locale();
        bars.with_value(|bars| {
            let mut ends: Vec<NaiveDate> =
                [bars.first(), bars.get(bars.len() / 2), bars.last()].into_iter().flatten().map(|bar| bar.from).collect();
            ends.dedup();
            ends.into_iter().map(|day| view! { <span>{day_text(locale, day)}</span> }).collect_view()
        })
    };
    let name = title.clone();
    let caption = title.clone();
    let toggle = {
        let table_id = table_id.clone();
        move || {
            let label = move || {
                if as_table.get() { t_string!(i18n, insights.chart.as_chart) } else { t_string!(i18n, insights.chart.as_table) }
            };
            let table_id = table_id.clone();
            view! {
                <span data-test="chart-toggle" data-controls=table_id>
                    <Button kind=ButtonKind::Quiet size=ButtonSize::Small on_click=move || as_table.update(|on| *on = !*on)>{label}</Button>
                </span>
            }
        }
    };
    let label = caption.clone();
    view! {
        <Card title=move || title.get() aside=toggle>
            <p class="chart__told" id=told_id.clone() role="status">{told}</p>
            <Show when=move || compared>
                <p class="chart__legend muted small" aria-hidden="true">
                    <span class="chart__key"></span>
                    {move || t_string!(i18n, insights.chart.now)}
                    <span class="chart__key chart__key--before"></span>
                    {move || t_string!(i18n, insights.chart.span_before)}
                </p>
            </Show>
            <div
                class="chart"
                class:is-hidden=move || as_table.get()
                tabindex=move || if as_table.get() { "-1" } else { "0" }
                role="group"
                aria-label=move || t_string!(i18n, insights.chart.keys, title = name.get().to_string())
                aria-describedby=told_id
                on:keydown=step
                on:blur=move |_| pointed.set(None)
                on:pointerleave=move |_| pointed.set(None)
            >
                <div class="chart__scale" aria-hidden="true">{scale}</div>
                <svg class="chart__plot" viewBox=format!("0 0 {width} {HEIGHT}") preserveAspectRatio="none" aria-hidden="true">{lines} {shapes}</svg>
                <div class="chart__days" aria-hidden="true">{ends}</div>
            </div>
            <div
                class="chart__table"
                class:visually-hidden=move || !as_table.get()
                // It scrolls when it is shown.
                tabindex=move || as_table.get().then_some("0")
                role=move || as_table.get().then_some("region")
                aria-label=move || as_table.get().then(|| label.get())
            >
                <table class="table" id=table_id>
                    <caption class="visually-hidden">{move || caption.get()}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{move || t_string!(i18n, insights.chart.time)}</th>
                            <th scope="col" class="num">{move || names.get_value().value.get()}</th>
                            {compared.then(|| view! { <th scope="col" class="num">{move || t_string!(i18n, insights.chart.span_before)}</th> })}
                            <th scope="col" class="num">{move || names.get_value().beside.get()}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || {
                            let locale = i18n.get_locale();
                            bars.with_value(|bars| {
                                bars.iter()
                                    .map(|bar| {
                                        view! {
                                            <tr>
                                                <th scope="row">{bar_text(locale, grain, bar)}</th>
                                                <td class="num">{write(locale, bar.value)}</td>
                                                {compared.then(|| view! { <td class="num">{write(locale, bar.before.unwrap_or(0))}</td> })}
                                                <td class="num">{write_beside(locale, bar.beside)}</td>
                                            </tr>
                                        }
                                    })
                                    .collect_view()
                            })
                        }}
                    </tbody>
                </table>
            </div>
        </Card>
    }
    .into_any()
}
