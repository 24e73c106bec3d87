//! Parts of a whole: a table whose rows have bars.

use leptos::prelude::*;

use super::{percent, rupiah};
use crate::admin::words;
use crate::i18n::{Locale, t_string, use_i18n};
use crate::ui::Card;

/// A part.
#[derive(Clone)]
pub struct ShareRow {
    /// What it is called.
    pub name: fn(Locale, &str, &str) -> String,
    /// What it goes by, in both languages where it has two.
    pub keys: (String, String),
    /// What it brought in.
    pub revenue: i64,
    /// How many orders or pieces; absent where there are none to count.
    pub count: Option<i64>,
}

/// The table.
#[component]
pub fn Shares(
    /// What is divided.
    #[prop(into)]
    title: TextProp,
    /// What a part is.
    #[prop(into)]
    part: TextProp,
    /// What is counted.
    #[prop(into)]
    counted: TextProp,
    /// The parts, the largest first.
    rows: Vec<ShareRow>,
) -> impl IntoView {
    let i18n = use_i18n();
    let whole: i128 = rows.iter().map(|row| i128::from(row.revenue.max(0))).sum();
    let most = rows.iter().map(|row| row.revenue).max().unwrap_or(0).max(1);
    let of_ten_thousand = move |revenue: i64| {
        if whole > 0 { i64::try_from(i128::from(revenue) * 10_000 / whole).unwrap_or(0) } else { 0 }
    };
    let none = rows.is_empty();
    let caption = title.clone();
    let body = rows
        .into_iter()
        .map(|row| {
            let ShareRow { name, keys, revenue, count } = row;
            let long = i128::from(revenue.max(0)) * 100 / i128::from(most);
            view! {
                <tr>
                    <th scope="row">
                        {move || name(i18n.get_locale(), &keys.0, &keys.1)}
                        <span class="share__bar" aria-hidden="true" style=format!("inline-size: {long}%")></span>
                    </th>
                    <td class="num">{move || count.map(|count| words::number(i18n.get_locale(), count))}</td>
                    <td class="num">{move || rupiah(i18n.get_locale(), revenue)}</td>
                    <td class="num muted">{move || percent(i18n.get_locale(), of_ten_thousand(revenue))}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Card title=move || title.get() flush=true>
            {if none {
                view! { <p class="muted share__none">{move || t_string!(i18n, insights.nothing)}</p> }.into_any()
            } else {
                view! {
                    <div class="table-wrap">
                        <table class="table share">
                            <caption class="visually-hidden">{move || caption.get()}</caption>
                            <thead>
                                <tr>
                                    <th scope="col">{move || part.get()}</th>
                                    <th scope="col" class="num">{move || counted.get()}</th>
                                    <th scope="col" class="num">{move || t_string!(i18n, insights.revenue)}</th>
                                    <th scope="col" class="num">{move || t_string!(i18n, insights.share)}</th>
                                </tr>
                            </thead>
                            <tbody>{body}</tbody>
                        </table>
                    </div>
                }
                .into_any()
            }}
        </Card>
    }
    .into_any()
}
