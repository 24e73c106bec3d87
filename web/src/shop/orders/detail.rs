//! One order: what to do next on top, then the tour plan, the goods, the figures.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::live::Topic;
use shared::money::Rupiah;
use shared::orders::{Order, OrderItem, OrderStatus, Shipment};
use shared::payments::{RefundChannel, RefundStatus};
use shared::problem::ErrorCode;
use shared::refunds::Refund;

use super::next_step::NextStep;
use super::words;
use crate::api::{orders, papers};
use crate::i18n::{t_string, use_i18n};
use crate::live;
use crate::routes;
use crate::session::{self, Guard};
use crate::shop::chat::AskAboutOrder;
use crate::shop::reviews::OrderedReviews;
use crate::shop::words as catalogue;
use crate::ui::{
    AsyncView, Breadcrumbs, ButtonKind, Crumb, DownloadButton, EmptyState, FreshNotice, FreshPage, LinkButton, Load, Money,
    PageHead, Picture, Status, TrackingSteps, date_time, event_note, money, show_fresh, use_fresh_page, use_load,
};

/// Waits between looks while a payment is on its way, in milliseconds.
const LOOKS: [u32; 6] = [1_000, 2_000, 3_000, 5_000, 8_000, 15_000];

/// One order.
#[component]
pub fn OrderPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let number = Memo::new(move |_| params.read().get("number").unwrap_or_default());
    view! {
        <PageHead title=move || t_string!(i18n, buy.orders.order, number = number.get()).to_string()/>
        <Guard sign_in=routes::shop::sign_in_then>
            // A page of its own per order: what was asked about one is not shown at another.
            {move || view! { <Loaded number=number.get()/> }}
        </Guard>
    }
    .into_any()
}

#[component]
fn Loaded(number: String) -> impl IntoView {
    let i18n = use_i18n();
    let query = use_query_map();
    let number = StoredValue::new(number);
    let order = use_load(move || number.with_value(|number| orders::get_order(number)));
    let page = use_fresh_page(order, move || number.with_value(|number| orders::get_order(number)));
    live::on_changed(Topic::OwnOrders, move |changed| {
        if untrack(|| order.get()).is_some_and(|shown| changed.concerns(shown.id.0)) {
            page.look();
        }
    });
    let checking = RwSignal::new(false);
    // Back from the payment page: ask the provider at once, then look a few times more.
    if query.with_untracked(|query| query.get("payment").is_some()) {
        check(number.get_value(), order, page, checking);
    }
    let missing = Memo::new(move |_| matches!(order.state(), Some(Err(error)) if error.is(ErrorCode::NotFound)));
    let left = query.with_untracked(|query| query.get("payment").as_deref() == Some("cancelled"));
    view! {
        <div class="container section stack order">
            <Breadcrumbs crumbs=Signal::derive(move || {
                vec![Crumb::link(t_string!(i18n, buy.orders.title), routes::shop::ORDERS), Crumb::here(number.get_value())]
            })/>
            <FreshNotice page>
                {move || {
                    if missing.get() {
                        view! { <NotHere number=number.get_value()/> }.into_any()
                    } else {
                        view! {
                            <AsyncView load=order let(loaded)>
                                <Whole order=loaded load=order page checking left/>
                            </AsyncView>
                        }
                        .into_any()
                    }
                }}
            </FreshNotice>
        </div>
    }
    .into_any()
}

/// There is no such order of whoever is signed in here; perhaps it is of another account of theirs.
#[component]
fn NotHere(number: String) -> impl IntoView {
    let i18n = use_i18n();
    let email = session::current().me().map(|me| me.email.clone()).unwrap_or_default();
    view! {
        <div data-test="order-not-here">
            <EmptyState
                icon=icondata::LuPackageSearch
                title=move || t_string!(i18n, buy.orders.not_here_title)
                text=move || t_string!(i18n, buy.orders.not_here_text, email = email.clone())
            >
                <LinkButton href=routes::shop::sign_in_then(&routes::shop::order(&number)) kind=ButtonKind::Primary>
                    {move || t_string!(i18n, buy.orders.not_here_sign_in)}
                </LinkButton>
            </EmptyState>
        </div>
    }
    .into_any()
}

/// Asks the provider, and again while the money is on its way.
pub(super) fn check(number: String, order: Load<Order>, page: FreshPage, checking: RwSignal<bool>) {
    checking.set(true);
    spawn_local(async move {
        for wait in LOOKS {
            match orders::refresh_payment(&number).await {
                Ok(seen) => {
                    let waiting = seen.status == OrderStatus::Pending
                        && seen.payments.iter().any(|payment| payment.pay_code.is_none() && payment.redirect_url.is_some());
                    if checking.try_get_untracked().is_none() {
                        return;
                    }
                    show_fresh(order, seen, page);
                    if !waiting {
                        break;
                    }
                }
                Err(error) if !error.is_passing() => break,
                Err(_) => {}
            }
            TimeoutFuture::new(wait).await;
        }
        checking.try_set(false);
    });
}

#[component]
fn Whole(order: Order, load: Load<Order>, page: FreshPage, checking: RwSignal<bool>, left: bool) -> impl IntoView {
    let i18n = use_i18n();
    let (status, placed) = (order.status, order.created_at);
    let (number, shown) = (order.number.clone(), order.clone());
    let arrived = matches!(status, OrderStatus::Delivered | OrderStatus::Completed).then(|| order.number.clone());
    let asked = number.clone();
    view! {
        <header class="order__head">
            <h1 class="order__number" data-test="order-number">{number}</h1>
            <span data-test="order-status" data-status=status.as_str()>
                <Status tone=words::tone(status)>{move || words::status(i18n.get_locale(), status)}</Status>
            </span>
            <span class="small muted">{move || t_string!(i18n, buy.orders.placed_on, date = date_time(i18n.get_locale(), placed)).to_string()}</span>
            <AskAboutOrder number=asked/>
        </header>
        <NextStep order=shown load page checking left/>
        <div class="order__grid">
            <div class="stack">
                <Way shipments=order.shipments.clone()/>
                <Items items=order.items.clone()/>
                {arrived.map(|number| view! { <OrderedReviews number items=order.items.clone()/> })}
                <Refunds refunds=order.refunds.clone() items=order.items.clone()/>
                <Tour order=order.clone()/>
            </div>
            <Facts order/>
        </div>
    }
    .into_any()
}

/// The way of the last parcel, as its courier tells it.
#[component]
fn Way(shipments: Vec<Shipment>) -> impl IntoView {
    let i18n = use_i18n();
    let Some(shipment) = shipments.into_iter().last().filter(|shipment| !shipment.steps.is_empty()) else {
        return ().into_any();
    };
    view! {
        <section class="panel" data-test="parcel-way">
            <h2>{move || t_string!(i18n, intake.parcel.way)}</h2>
            <p class="muted">{shipment.courier} " · " <span class="num">{shipment.tracking_number}</span></p>
            <TrackingSteps steps=shipment.steps/>
        </section>
    }
    .into_any()
}

#[component]
fn Items(items: Vec<OrderItem>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel">
            <h2>{move || t_string!(i18n, buy.orders.items)}</h2>
            <ul class="summary-lines" role="list">
                {items
                    .into_iter()
                    .map(|item| {
                        let options = item.options;
                        view! {
                            <li class="summary-line">
                                <span class="summary-line__picture">{item.image.map(|image| view! { <Picture image sizes="56px" ratio="1 / 1"/> })}</span>
                                <span class="summary-line__text">
                                    <a href=routes::shop::product(&item.product_slug)>{format!("{} × {}", item.quantity, item.name)}</a>
                                    <span class="muted">{move || catalogue::options(i18n.get_locale(), &options)}</span>
                                </span>
                                <span class="num"><Money amount=item.line_total/></span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

/// Money that goes or went back; nothing when none does.
#[component]
fn Refunds(refunds: Vec<Refund>, items: Vec<OrderItem>) -> impl IntoView {
    let i18n = use_i18n();
    if refunds.is_empty() {
        return ().into_any();
    }
    let names = StoredValue::new(items.into_iter().map(|item| (item.id, item.name)).collect::<Vec<_>>());
    let one = move |refund: Refund| {
        let Refund { amount, channel, status, shipping, items, created_at, .. } = refund;
        let by_hand = channel == RefundChannel::ManualTransfer && status == RefundStatus::Pending;
        let items = StoredValue::new(items);
        let parts = move || {
            let mut parts: Vec<String> = items.with_value(|items| {
                let name =
                    |id| names.with_value(|names| names.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone()));
                let part = |item: &shared::refunds::RefundItem| {
                    let name = name(item.order_item_id).unwrap_or_default();
                    t_string!(i18n, buy.orders.refund_pieces, quantity = item.quantity.to_string(), name = name).to_string()
                };
                items.iter().map(part).collect()
            });
            if shipping > Rupiah::ZERO {
                parts.push(t_string!(i18n, buy.orders.refund_shipping).to_string());
            }
            parts.join(" · ")
        };
        view! {
            <li class="refund" data-test="refund" data-status=status.as_str()>
                <Status tone=words::refund_tone(status)>{move || words::refund_status(i18n.get_locale(), status)}</Status>
                <strong class="num"><Money amount/></strong>
                <span class="small">{parts}</span>
                <time class="small muted">{move || date_time(i18n.get_locale(), created_at)}</time>
                {by_hand.then(|| view! { <span class="small">{move || t_string!(i18n, buy.orders.refund_by_transfer)}</span> })}
            </li>
        }
    };
    view! {
        <section class="panel">
            <h2>{move || t_string!(i18n, buy.orders.refunds)}</h2>
            <ul class="refunds" role="list">{refunds.into_iter().map(one).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// The timeline, the latest stop first.
#[component]
fn Tour(order: Order) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <section class="panel">
            <h2>{move || t_string!(i18n, buy.orders.tour)}</h2>
            <ol class="tour" reversed=true>
                {order
                    .events
                    .into_iter()
                    .rev()
                    .map(|event| {
                        let (kind, at) = (event.kind, event.created_at);
                        view! {
                            <li class="tour__stop" data-kind=kind.as_str()>
                                <time class="tour__date num small">{move || date_time(i18n.get_locale(), at)}</time>
                                <span>
                                    <strong>{move || words::event(i18n.get_locale(), kind)}</strong>
                                    {event
                                        .note
                                        .map(|note| {
                                            view! { <span class="small muted tour__note">{move || event_note(i18n.get_locale(), kind, &note)}</span> }
                                        })}
                                </span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

/// Totals, address, courier.
#[component]
fn Facts(order: Order) -> impl IntoView {
    let i18n = use_i18n();
    let totals = order.totals;
    let refunded = order.refunded;
    let number = order.number.clone();
    let region = order.address.region.clone();
    view! {
        <aside class="stack">
            <section class="panel">
                <dl class="totals">
                    <dt>{move || t_string!(i18n, buy.checkout.items)}</dt>
                    <dd class="num"><Money amount=totals.items/></dd>
                    <dt>{move || t_string!(i18n, buy.checkout.shipping_cost)}</dt>
                    <dd class="num"><Money amount=totals.shipping/></dd>
                    <dt class="totals__grand">{move || t_string!(i18n, buy.checkout.total)}</dt>
                    <dd class="totals__grand num"><Money amount=totals.grand/></dd>
                </dl>
                {(totals.tax_included > Rupiah::ZERO)
                    .then(|| {
                        view! {
                            <p class="small muted">
                                {move || t_string!(i18n, buy.checkout.tax, tax = money(i18n.get_locale(), totals.tax_included)).to_string()}
                            </p>
                        }
                    })}
                {(refunded > Rupiah::ZERO)
                    .then(|| view! { <p>{move || t_string!(i18n, buy.orders.refunded, amount = money(i18n.get_locale(), refunded)).to_string()}</p> })}
                <DownloadButton fetch=move || papers::get_order_invoice(&number) icon=icondata::LuReceiptText wide=true attr:data-test="invoice">
                    {move || t_string!(i18n, buy.orders.invoice)}
                </DownloadButton>
            </section>
            <section class="panel">
                <h2>{move || t_string!(i18n, buy.orders.ship_to)}</h2>
                <address class="address-lines">
                    <span>{order.address.recipient} " · " {catalogue::phone(&order.address.phone)}</span>
                    <span>{order.address.street}</span>
                    <span>{format!("{}, {}, {} {}", region.district.name, region.regency.name, region.province.name, order.address.postal_code)}</span>
                </address>
                <p class="small muted">{move || t_string!(i18n, buy.orders.shipped_by)} ": " {catalogue::service(&order.shipping.courier, &order.shipping.name)}</p>
            </section>
            {(!order.note.is_empty())
                .then(|| {
                    view! {
                        <section class="panel" data-test="order-note">
                            <h2>{move || t_string!(i18n, buy.checkout.note)}</h2>
                            <p class="order__note">{order.note}</p>
                        </section>
                    }
                })}
        </aside>
    }
    .into_any()
}
