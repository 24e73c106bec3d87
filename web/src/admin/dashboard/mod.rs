//! The first room: how the shop is doing, and what waits.

mod activity;
mod best;
mod tiles;

pub use best::BestSellers;
pub use tiles::Tiles;

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::dashboard::Dashboard;
use shared::live::Topic;
use shared::permission::Permission;

use self::activity::ActivityFeed;
use super::charts::{TimeBar, TimeChart, rupiah};
use super::orders::table::OrderTable;
use super::words;
use crate::api::admin;
use crate::i18n::{t_string, use_i18n};
use crate::live;
use crate::routes;
use crate::session::use_session;
use crate::ui::{AsyncView, Card, Icon, PageHead, Skeleton, spread, use_fresh_page, use_load};

/// The figures are many: they are read again this often at most.
const PAUSE: Duration = Duration::from_secs(4);

/// The dashboard; for those who may not see figures, a greeting and the rooms they have.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let figures = session.with_untracked(|session| session.can(Permission::ReportsRead));
    view! {
        <PageHead title=move || t_string!(i18n, admin.dashboard.title)/>
        <div class="page stack">
            <h1 class="page__title">{move || t_string!(i18n, admin.dashboard.title)}</h1>
            {if figures {
                view! { <Figures/> }.into_any()
            } else {
                let load = activity::watch();
                view! {
                    <p class="muted">{move || t_string!(i18n, admin.dashboard.no_figures)}</p>
                    <ActivityFeed load/>
                }
                .into_any()
            }}
        </div>
    }
    .into_any()
}

#[component]
fn Figures() -> impl IntoView {
    let i18n = use_i18n();
    let dashboard = use_load(admin::get_dashboard);
    // What is shown stays where it cannot be had once more, and nothing is drawn anew for nothing.
    let page = use_fresh_page(dashboard, admin::get_dashboard);
    let look = spread(PAUSE, move || page.look());
    live::on_changed(Topic::Orders, move |_| look.run(()));
    live::on_changed(Topic::Payments, move |_| look.run(()));
    // Told to those only who answer.
    live::on_changed(Topic::Chats, move |_| look.run(()));
    // Above what is drawn anew.
    let (activity, as_table) = (activity::watch(), RwSignal::new(false));
    let shapes = || {
        view! {
            <div class="tiles" aria-hidden="true">{(0..4).map(|_| view! { <div class="tile"><Skeleton height="4.5rem"/></div> }).collect_view()}</div>
            <Skeleton height="18rem"/>
        }
    };
    view! {
        <AsyncView load=dashboard skeleton=shapes let(dashboard)>
            {
                let Dashboard { today, month, days, recent_orders, best_sellers, .. } = dashboard.clone();
                let orders = RwSignal::new(recent_orders);
                let bars = days.iter().map(|day| TimeBar {
                    from: day.day,
                    until: day.day,
                    value: day.revenue.0,
                    before: None,
                    beside: day.orders,
                });
                let bars: Vec<TimeBar> = bars.collect();
                view! {
                    <div class="stack" style="--gap: var(--space-6)">
                        <Waiting dashboard/>
                        <Tiles title=move || t_string!(i18n, admin.dashboard.today) against=move || t_string!(i18n, admin.dashboard.than_yesterday) figures=today/>
                        <Tiles title=move || t_string!(i18n, admin.dashboard.month) against=move || t_string!(i18n, admin.dashboard.than_last_month) figures=month/>
                        <div class="stack">
                            <TimeChart
                                title=move || t_string!(i18n, admin.chart.title)
                                value_name=move || t_string!(i18n, admin.dashboard.revenue)
                                beside_name=move || t_string!(i18n, admin.dashboard.orders)
                                write=rupiah
                                short=words::short_money
                                write_beside=words::number
                                as_table
                                bars
                            />
                            <p><A href=routes::admin::ANALYTICS>{move || t_string!(i18n, insights.more)}</A></p>
                        </div>
                        <div class="halves">
                            <div class="stack">
                                <Card
                                    title=move || t_string!(i18n, admin.dashboard.recent)
                                    aside=move || view! { <A href=routes::admin::ORDERS>{move || t_string!(i18n, admin.dashboard.all_orders)}</A> }
                                    flush=true
                                >
                                    <OrderTable rows=orders short=true/>
                                </Card>
                                <BestSellers
                                    title=move || t_string!(i18n, admin.dashboard.best)
                                    nothing=move || t_string!(i18n, admin.dashboard.no_sales)
                                    best=best_sellers
                                />
                            </div>
                            <ActivityFeed load=activity/>
                        </div>
                    </div>
                }
            }
        </AsyncView>
    }
    .into_any()
}

/// What waits for somebody, each leading to its list, and how much there is of everything.
#[component]
fn Waiting(dashboard: Dashboard) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let may = |permission: Permission| session.with_untracked(|session| session.can(permission));
    let counter = move |name: &'static str, href: String, icon: icondata::Icon, count: i64, label: TextProp| {
        view! {
            <li>
                <A href=href attr:class="counter" attr:data-test=name>
                    <Icon icon/>
                    <strong class="counter__figure">{move || words::number(i18n.get_locale(), count)}</strong>
                    <span>{move || label.get()}</span>
                </A>
            </li>
        }
    };
    let total = move |count: i64, label: TextProp| {
        view! {
            <li>
                <strong>{move || words::number(i18n.get_locale(), count)}</strong>
                " "
                <span class="muted">{move || label.get()}</span>
            </li>
        }
    };
    let Dashboard { to_ship, awaiting_payment, low_stock, unmatched_payments, failed_emails, waiting_chats, .. } = dashboard;
    let Dashboard { products, orders: all_orders, users, .. } = dashboard;
    view! {
        <ul class="totals" role="list" data-test="totals">
            {total(products, (move || t_string!(i18n, insights.totals.products)).into())}
            {total(all_orders, (move || t_string!(i18n, insights.totals.orders)).into())}
            {total(users, (move || t_string!(i18n, insights.totals.users)).into())}
            {(waiting_chats > 0 && !may(Permission::ChatAnswer)).then(|| total(waiting_chats, (move || t_string!(i18n, insights.waiting.chats)).into()))}
        </ul>
        <ul class="counters" role="list">
            {may(Permission::OrdersRead)
                .then(|| {
                    view! {
                        {counter(
                            "to-ship",
                            format!("{}?to_ship=true", routes::admin::ORDERS),
                            icondata::LuTruck,
                            to_ship,
                            (move || t_string!(i18n, admin.dashboard.to_ship)).into(),
                        )}
                        {counter(
                            "awaiting-payment",
                            format!("{}?status=pending", routes::admin::ORDERS),
                            icondata::LuHourglass,
                            awaiting_payment,
                            (move || t_string!(i18n, admin.dashboard.awaiting_payment)).into(),
                        )}
                    }
                })}
            {may(Permission::InventoryRead)
                .then(|| {
                    counter(
                        "low-stock",
                        format!("{}?short=true", routes::admin::INVENTORY),
                        icondata::LuPackageOpen,
                        low_stock,
                        (move || t_string!(i18n, admin.dashboard.low_stock)).into(),
                    )
                })}
            {may(Permission::ChatAnswer)
                .then(|| {
                    counter(
                        "waiting-chats",
                        format!("{}?waiting=true", routes::admin::CHATS),
                        icondata::LuMessageCircle,
                        waiting_chats,
                        (move || t_string!(i18n, insights.waiting.chats)).into(),
                    )
                })}
            {may(Permission::PaymentsRead)
                .then(|| {
                    counter(
                        "unmatched",
                        routes::admin::UNMATCHED.to_owned(),
                        icondata::LuUnplug,
                        unmatched_payments,
                        (move || t_string!(i18n, insights.waiting.unmatched)).into(),
                    )
                })}
            {may(Permission::SystemRead)
                .then(|| {
                    counter(
                        "failed-emails",
                        format!("{}?state=failed", routes::admin::EMAILS),
                        icondata::LuMailWarning,
                        failed_emails,
                        (move || t_string!(i18n, insights.waiting.emails)).into(),
                    )
                })}
        </ul>
    }
    .into_any()
}
