//! The page.

use leptos::prelude::*;
use shared::analytics::{Analytics, Share};

use super::super::charts::{ShareRow, Shares, TimeBar, TimeChart, rupiah, span_text};
use super::super::dashboard::{BestSellers, Tiles};
use super::super::words;
use super::products::Performance;
use super::range::{RangePicker, days, use_filter};
use super::searches::Searches;
use crate::api::analytics;
use crate::i18n::{Locale, t_string, td_string, use_i18n};
use crate::ui::{AsyncView, ButtonKind, Card, DownloadButton, PageHead, Skeleton, use_load};

/// Figures of any days.
#[component]
pub fn AnalyticsPage() -> impl IntoView {
    let i18n = use_i18n();
    let (filter, change) = use_filter();
    // The list's own search and order do not read the figures again.
    let range = Memo::new(move |_| filter.with(days));
    let load = use_load(move || range.with(analytics::get_analytics));
    let shown = Memo::new(move |_| load.get().map(|analytics: Analytics| (analytics.from, analytics.until)));
    let shapes = || {
        view! {
            <div class="stack page__wait" aria-hidden="true">
                <div class="tiles">{(0..8).map(|_| view! { <div class="tile"><Skeleton height="4.5rem"/></div> }).collect_view()}</div>
                <Skeleton height="20rem"/>
            </div>
        }
    };
    view! {
        <PageHead title=move || t_string!(i18n, insights.title)/>
        <div class="page stack">
            <header class="page__head">
                <h1 class="page__title">{move || t_string!(i18n, insights.title)}</h1>
                <div class="row" data-test="analytics-files">
                    <DownloadButton kind=ButtonKind::Secondary icon=icondata::LuSheet fetch=move || range.with_untracked(analytics::export_analytics)>
                        {move || t_string!(i18n, insights.xlsx)}
                    </DownloadButton>
                    <DownloadButton kind=ButtonKind::Secondary icon=icondata::LuFileText fetch=move || range.with_untracked(analytics::get_analytics_report)>
                        {move || t_string!(i18n, insights.pdf)}
                    </DownloadButton>
                </div>
            </header>
            <RangePicker filter change shown/>
            <AsyncView load skeleton=shapes let(figures)>
                <Whole figures/>
            </AsyncView>
            <Performance filter change/>
        </div>
    }
    .into_any()
}

fn category_name(locale: Locale, id: &str, en: &str) -> String {
    words::in_language(locale, id, en).to_owned()
}

fn besides_name(locale: Locale, _: &str, _: &str) -> String {
    td_string!(locale, insights.besides).to_owned()
}

fn plain_name(_: Locale, key: &str, _: &str) -> String {
    key.to_owned()
}

fn method_name(locale: Locale, key: &str, _: &str) -> String {
    words::payment_way(locale, key)
}

fn shares(shares: &[Share], name: fn(Locale, &str, &str) -> String) -> Vec<ShareRow> {
    let row = |share: &Share| ShareRow {
        name,
        keys: (share.key.clone(), String::new()),
        revenue: share.revenue.0,
        count: Some(share.orders),
    };
    shares.iter().map(row).collect()
}

/// All figures of the days but the list of products.
#[component]
fn Whole(figures: Analytics) -> impl IntoView {
    let i18n = use_i18n();
    let Analytics { from, until, previous_from, previous_until, grain, figures: compared, points, besides_goods, .. } = figures;
    let sales = points.iter().map(|point| TimeBar {
        from: point.from,
        until: point.until,
        value: point.revenue.0,
        before: Some(point.previous_revenue.0),
        beside: point.orders,
    });
    let sales: Vec<TimeBar> = sales.collect();
    let growth = points.iter().map(|point| TimeBar {
        from: point.from,
        until: point.until,
        value: point.new_customers,
        before: None,
        beside: point.visits,
    });
    let growth: Vec<TimeBar> = growth.collect();
    let customers = figures.customers_before + compared.current.new_customers;
    let mut categories: Vec<ShareRow> = figures
        .categories
        .iter()
        .map(|row| ShareRow {
            name: category_name,
            keys: (row.name.clone(), row.name_en.clone()),
            revenue: row.revenue.0,
            count: Some(row.pieces),
        })
        .collect();
    if besides_goods.0 != 0 {
        let keys = (String::new(), String::new());
        categories.push(ShareRow { name: besides_name, keys, revenue: besides_goods.0, count: None });
    }
    let (couriers, methods) = (shares(&figures.couriers, plain_name), shares(&figures.methods, method_name));
    let funnel = [
        (funnel_step as fn(Locale, usize) -> &'static str, compared.current.visits),
        (funnel_step, figures.views),
        (funnel_step, figures.cart_adds),
        (funnel_step, compared.current.orders),
    ];
    view! {
        <div class="stack" style="--gap: var(--space-6)">
            <Tiles
                title=move || span_text(i18n.get_locale(), from, until)
                against=move || t_string!(i18n, insights.before)
                note=move || t_string!(i18n, insights.compared, span = span_text(i18n.get_locale(), previous_from, previous_until))
                figures=compared
                whole=true
            />
            <TimeChart
                title=move || t_string!(i18n, insights.sales)
                value_name=move || t_string!(i18n, insights.revenue)
                beside_name=move || t_string!(i18n, insights.orders)
                write=rupiah
                short=words::short_money
                write_beside=words::number
                grain
                bars=sales
            />
            <div class="pair">
                <Shares
                    title=move || t_string!(i18n, insights.categories)
                    part=move || t_string!(i18n, insights.category)
                    counted=move || t_string!(i18n, insights.pieces)
                    rows=categories
                />
                <BestSellers
                    title=move || t_string!(i18n, insights.best)
                    nothing=move || t_string!(i18n, insights.nothing)
                    best=figures.best_sellers
                />
                <Shares
                    title=move || t_string!(i18n, insights.couriers)
                    part=move || t_string!(i18n, insights.courier)
                    counted=move || t_string!(i18n, insights.orders)
                    rows=couriers
                />
                <Shares
                    title=move || t_string!(i18n, insights.methods)
                    part=move || t_string!(i18n, insights.method)
                    counted=move || t_string!(i18n, insights.orders)
                    rows=methods
                />
            </div>
            <TimeChart
                title=move || t_string!(i18n, insights.growth)
                value_name=move || t_string!(i18n, insights.customers)
                beside_name=move || t_string!(i18n, insights.visits)
                write=words::number
                short=words::number
                write_beside=words::number
                grain
                note=move || t_string!(i18n, insights.all_customers, count = words::number(i18n.get_locale(), customers))
                bars=growth
            />
            <Card title=move || t_string!(i18n, insights.funnel.title)>
                <ol class="funnel" role="list">
                    {funnel
                        .into_iter()
                        .enumerate()
                        .map(|(at, (label, figure))| {
                            view! {
                                <li class="funnel__step">
                                    <span class="muted">{move || label(i18n.get_locale(), at)}</span>
                                    <strong>{move || words::number(i18n.get_locale(), figure)}</strong>
                                </li>
                            }
                        })
                        .collect_view()}
                </ol>
            </Card>
            <Searches searches=figures.searches/>
        </div>
    }
    .into_any()
}

/// The steps on the way to an order.
fn funnel_step(locale: Locale, step: usize) -> &'static str {
    match step {
        0 => td_string!(locale, insights.funnel.visits),
        1 => td_string!(locale, insights.funnel.views),
        2 => td_string!(locale, insights.funnel.cart_adds),
        _ => td_string!(locale, insights.funnel.orders),
    }
}
