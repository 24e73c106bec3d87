//! One's orders.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::live::Topic;
use shared::orders::OrderSummary;

use super::words;
use crate::api::orders;
use crate::i18n::{t_string, use_i18n};
use crate::live;
use crate::routes;
use crate::session::Guard;
use crate::shop::account::AccountFrame;
use crate::ui::{
    ButtonKind, EmptyState, EndlessList, FreshBar, LinkButton, Money, PageHead, Picture, SkeletonText, Status, date, use_fresh,
    use_paged,
};

/// One's orders.
#[component]
pub fn OrdersPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHead title=move || t_string!(i18n, buy.orders.title)/>
        <Guard sign_in=routes::shop::sign_in_then>
            <AccountFrame title=move || t_string!(i18n, buy.orders.title)>
                <List/>
            </AccountFrame>
        </Guard>
    }
    .into_any()
}

#[component]
fn List() -> impl IntoView {
    let i18n = use_i18n();
    let list = use_paged(|| routes::shop::ORDERS.to_owned(), orders::list_orders);
    let fresh = use_fresh(list, |order| order.id.to_string(), || orders::list_orders(None));
    live::on_changed(Topic::OwnOrders, move |_| fresh.look());
    let empty = move || {
        view! {
            <EmptyState icon=icondata::LuPackageOpen title=move || t_string!(i18n, buy.orders.empty_title) text=move || t_string!(i18n, buy.orders.empty_text)>
                <LinkButton href=routes::shop::PRODUCTS kind=ButtonKind::Primary>{move || t_string!(i18n, buy.cart.browse)}</LinkButton>
            </EmptyState>
        }
    };
    view! {
        <FreshBar fresh/>
        // The status belongs to the key: a row that moved is drawn anew.
        <EndlessList list key=|order: &OrderSummary| (order.id, order.status) class="order-list" skeleton=|| view! { <SkeletonText/> } empty let(order)>
            <Row order/>
        </EndlessList>
    }
    .into_any()
}

#[component]
fn Row(order: OrderSummary) -> impl IntoView {
    let i18n = use_i18n();
    let (status, placed, pieces) = (order.status, order.created_at, order.item_count);
    view! {
        <A href=routes::shop::order(&order.number) attr:class="order-row">
            <span class="order-row__picture">{order.image.map(|image| view! { <Picture image sizes="80px" ratio="1 / 1"/> })}</span>
            <span class="order-row__text">
                <strong>{order.first_item}</strong>
                {(pieces > 1).then(|| view! { <span class="small muted">{move || t_string!(i18n, buy.orders.more_items, count = pieces).to_string()}</span> })}
                <span class="order-row__number small muted">
                    <span>{order.number}</span>
                    <span>{move || date(i18n.get_locale(), placed)}</span>
                </span>
            </span>
            <span class="order-row__end">
                <strong class="num"><Money amount=order.total/></strong>
                <Status tone=words::tone(status)>{move || words::status(i18n.get_locale(), status)}</Status>
            </span>
        </A>
    }
    .into_any()
}
