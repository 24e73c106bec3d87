//! The first room: how the shop is doing, and what waits.

mod chart;
mod tiles;

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::dashboard::{BestSeller, Dashboard};
use shared::live::Topic;
use shared::permission::Permission;

use self::chart::RevenueChart;
use self::tiles::Tiles;
use super::orders::table::OrderTable;
use super::words;
use crate::api::admin;
use crate::i18n::{t_string, use_i18n};
use crate::live;
use crate::routes;
use crate::session::use_session;
use crate::ui::{AsyncView, Card, Icon, Money, PageHead, Picture, Skeleton, spread, use_load};

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
                view! { <p class="muted">{move || t_string!(i18n, admin.dashboard.no_figures)}</p> }.into_any()
            }}
        </div>
    }
    .into_any()
}

#[component]
fn Figures() -> impl IntoView {
    let i18n = use_i18n();
    let dashboard = use_load(admin::get_dashboard);
    let look = spread(PAUSE, move || dashboard.reload());
    live::on_changed(Topic::Orders, move |_| look.run(()));
    live::on_changed(Topic::Payments, move |_| look.run(()));
    let shapes = || {
        view! {
            <div class="tiles" aria-hidden="true">{(0..4).map(|_| view! { <div class="tile"><Skeleton height="4.5rem"/></div> }).collect_view()}</div>
            <Skeleton height="18rem"/>
        }
    };
    view! {
        <AsyncView load=dashboard skeleton=shapes let(dashboard)>
            {
                let Dashboard { today, month, days, to_ship, awaiting_payment, low_stock, recent_orders, best_sellers, .. } = dashboard;
                let orders = RwSignal::new(recent_orders);
                view! {
                    <div class="stack" style="--gap: var(--space-6)">
                        <Waiting to_ship awaiting_payment low_stock/>
                        <Tiles title=move || t_string!(i18n, admin.dashboard.today) against=move || t_string!(i18n, admin.dashboard.than_yesterday) figures=today/>
                        <Tiles title=move || t_string!(i18n, admin.dashboard.month) against=move || t_string!(i18n, admin.dashboard.than_last_month) figures=month/>
                        <RevenueChart days/>
                        <div class="halves">
                            <Card
                                title=move || t_string!(i18n, admin.dashboard.recent)
                                aside=move || view! { <A href=routes::admin::ORDERS>{move || t_string!(i18n, admin.dashboard.all_orders)}</A> }
                                flush=true
                            >
                                <OrderTable rows=orders short=true/>
                            </Card>
                            <BestSellers best=best_sellers/>
                        </div>
                    </div>
                }
            }
        </AsyncView>
    }
    .into_any()
}

/// What waits for somebody, each leading to its list.
#[component]
fn Waiting(to_ship: i64, awaiting_payment: i64, low_stock: i64) -> impl IntoView {
    let i18n = use_i18n();
    let orders = move |status: &str| format!("{}?status={status}", routes::admin::ORDERS);
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
    view! {
        <ul class="counters" role="list">
            {counter("to-ship", orders("paid"), icondata::LuTruck, to_ship, (move || t_string!(i18n, admin.dashboard.to_ship)).into())}
            {counter(
                "awaiting-payment",
                orders("pending"),
                icondata::LuHourglass,
                awaiting_payment,
                (move || t_string!(i18n, admin.dashboard.awaiting_payment)).into(),
            )}
            {counter(
                "low-stock",
                format!("{}?short=true", routes::admin::INVENTORY),
                icondata::LuPackageOpen,
                low_stock,
                (move || t_string!(i18n, admin.dashboard.low_stock)).into(),
            )}
        </ul>
    }
    .into_any()
}

#[component]
fn BestSellers(best: Vec<BestSeller>) -> impl IntoView {
    let i18n = use_i18n();
    let none = best.is_empty();
    view! {
        <Card title=move || t_string!(i18n, admin.dashboard.best)>
            {none.then(|| view! { <p class="muted">{move || t_string!(i18n, admin.dashboard.no_sales)}</p> })}
            <ol class="best" role="list">
                {best
                    .into_iter()
                    .map(|best| {
                        let pieces = best.quantity;
                        view! {
                            <li class="best__item">
                                <span class="thumb">{best.image.map(|image| view! { <Picture image sizes="3rem" ratio="1 / 1" alt=""/> })}</span>
                                <span class="best__name">
                                    <A href=super::filters::address(routes::admin::PRODUCTS, &[("q", &best.name)])>{best.name}</A>
                                    <span class="muted">
                                        {move || t_string!(i18n, admin.dashboard.sold, count = words::number(i18n.get_locale(), pieces))}
                                    </span>
                                </span>
                                <Money amount=Signal::stored(best.revenue)/>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </Card>
    }
    .into_any()
}
