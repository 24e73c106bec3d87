//! One order with everything that is done to it.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::chat::ChatTopic;
use shared::ids::OrderItemId;
use shared::live::Topic;
use shared::orders::{MoveOrderRequest, Order, OrderItem, OrderStatus, ShippingAddress, StaffOrder};
use shared::payments::RefundStatus;
use shared::permission::Permission;
use shared::refunds::StaffRefund;

use super::super::chat::OpenChat;
use super::super::words;
use super::drafts::Drafts;
use super::emails::Emails;
use super::message::WriteToBuyer;
use super::papers::Papers;
use super::parcels::Parcels;
use super::payments::Payments;
use super::refund::{self, OrderRefunds};
use super::ship::ShipCard;
use super::timeline::Timeline;
use crate::api::admin;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::live;
use crate::routes;
use crate::session::use_session;
use crate::ui::{
    Ask, AsyncView, Breadcrumbs, Button, ButtonKind, ButtonSize, Card, Crumb, FreshNotice, FreshPage, Load, Money, PageHead,
    Picture, Status, date_time, toast, use_fresh_page, use_load,
};

/// An order.
#[component]
pub fn OrderPage() -> impl IntoView {
    let i18n = use_i18n();
    let params = use_params_map();
    let order = use_load(move || admin::get_staff_order(&params.read().get("id").unwrap_or_default()));
    let page = use_fresh_page(order, move || admin::get_staff_order(&params.read_untracked().get("id").unwrap_or_default()));
    live::on_changed(Topic::Orders, move |changed| {
        if untrack(|| order.get()).is_some_and(|whole| changed.concerns(whole.order.id.0)) {
            page.look();
        }
    });
    // Above what is drawn anew whenever the order is another one.
    let drafts = Drafts::new();
    let number = move || order.get().map(|whole| whole.order.number).unwrap_or_default();
    let crumbs = Signal::derive(move || {
        vec![Crumb::link(t_string!(i18n, admin.orders.title), routes::admin::ORDERS), Crumb::here(number())]
    });
    view! {
        <PageHead title=move || t_string!(i18n, admin.order.title, number = number())/>
        <div class="page stack">
            <Breadcrumbs crumbs/>
            <FreshNotice page>
                <AsyncView load=order let(whole)>
                    <Whole whole order page drafts/>
                </AsyncView>
            </FreshNotice>
        </div>
    }
    .into_any()
}

#[component]
fn Whole(whole: StaffOrder, order: Load<StaffOrder>, page: FreshPage, drafts: Drafts) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let may_write = session.with_untracked(|session| session.can(Permission::OrdersWrite));
    let StaffOrder {
        order: own,
        buyer_id,
        buyer,
        buyer_email,
        buyer_phone,
        payments,
        refunds,
        refundable,
        next,
        reserved_until,
        tracking,
        can_ship_again,
        ..
    } = whole;
    let done = move |whole: StaffOrder| order.put(whole);
    let Order {
        id,
        number,
        status,
        payment_status,
        items,
        totals,
        refunded,
        address,
        shipping,
        note,
        events,
        shipments,
        created_at,
        ..
    } = own;
    let drafts = drafts.of(&id.to_string(), &shipping.courier, &shipping.name);
    let id = StoredValue::new(id.to_string());
    let shipped = !shipments.is_empty();
    let stays = shipments.is_empty() && refunds.iter().any(StaffRefund::takes_the_order_back);
    let given_back = given_back(&refunds, !shipped);
    let money = refund::Money { items: items.clone(), refunds, refundable, shipped };
    let ships = may_write && next.contains(&OrderStatus::Shipped);
    view! {
        <div class="order">
            <header class="order__head">
                <div>
                    <h1 class="page__title">{number.clone()}</h1>
                    <p class="muted small">{move || t_string!(i18n, admin.order.placed, at = date_time(i18n.get_locale(), created_at))}</p>
                    {reserved_until
                        .filter(|_| status == OrderStatus::Pending)
                        .map(|until| {
                            view! { <p class="muted small">{move || t_string!(i18n, admin.order.reserved, at = date_time(i18n.get_locale(), until))}</p> }
                        })}
                </div>
                <div class="row">
                    <span data-test="order-status" data-status=status.as_str()>
                        <Status tone=words::order_tone(status)>{move || words::order_status(i18n.get_locale(), status)}</Status>
                    </span>
                    <span data-test="payment-status" data-status=payment_status.as_str()>
                        <Status tone=words::payment_tone(payment_status)>{move || words::payment_status(i18n.get_locale(), payment_status)}</Status>
                    </span>
                </div>
                {may_write.then(|| view! { <Moves id next order page/> })}
            </header>
            <div class="order__main stack">
                {(may_write && can_ship_again).then(|| view! { <ShipCard id draft=drafts.ship again=true done/> })}
                {ships.then(|| view! { <ShipCard id draft=drafts.ship done/> })}
                <Parcels id status shipments tracking order may_write drafts/>
                <Card title=move || t_string!(i18n, admin.order.items)>
                    <ul class="lines" role="list">
                        {items
                            .into_iter()
                            .map(|item| {
                                let given_back = given_back.get(&item.id).copied().unwrap_or_default();
                                view! { <Line item given_back/> }
                            })
                            .collect_view()}
                    </ul>
                    <dl class="sums">
                        <div><dt>{move || t_string!(i18n, admin.order.subtotal)}</dt><dd><Money amount=Signal::stored(totals.items)/></dd></div>
                        <div>
                            <dt>{shipping.name.clone()} " · " {format!("{} kg", shipping.chargeable_kg)}</dt>
                            <dd><Money amount=Signal::stored(totals.shipping)/></dd>
                        </div>
                        {(totals.discount.0 > 0)
                            .then(|| view! { <div><dt>{move || t_string!(i18n, admin.order.discount)}</dt><dd>"−" <Money amount=Signal::stored(totals.discount)/></dd></div> })}
                        <div class="sums__grand"><dt>{move || t_string!(i18n, admin.orders.total)}</dt><dd><Money amount=Signal::stored(totals.grand)/></dd></div>
                        {(totals.tax_included.0 > 0)
                            .then(|| {
                                view! {
                                    <div class="muted"><dt>{move || t_string!(i18n, admin.order.tax)}</dt><dd><Money amount=Signal::stored(totals.tax_included)/></dd></div>
                                }
                            })}
                        {(refunded.0 > 0)
                            .then(|| view! { <div><dt>{move || t_string!(i18n, admin.order.refunded)}</dt><dd><Money amount=Signal::stored(refunded)/></dd></div> })}
                    </dl>
                </Card>
                <Payments payments on_change=move |()| page.look()/>
                <OrderRefunds id money order page/>
                <Timeline id events order may_write drafts/>
                // Last: nobody knows how many there will be.
                <Emails id number=number.clone()/>
            </div>
            <div class="order__side stack">
                <Card title=move || t_string!(i18n, admin.orders.buyer)>
                    <p><strong>{buyer}</strong></p>
                    <p><a href=format!("mailto:{buyer_email}")>{buyer_email.clone()}</a></p>
                    {buyer_phone.map(|phone| view! { <p><a href=format!("tel:{phone}")>{phone.clone()}</a></p> })}
                    <div class="row order__reach">
                        {may_write.then(|| view! { <WriteToBuyer id order drafts/> })}
                        {buyer_id.map(|buyer_id| view! { <OpenChat buyer_id topic=ChatTopic::Order/> })}
                    </div>
                    {(!note.is_empty())
                        .then(|| {
                            view! {
                                <div class="notice tone-info order__note">
                                    <div><strong>{move || t_string!(i18n, admin.order.buyer_note)}</strong><p>{note.clone()}</p></div>
                                </div>
                            }
                        })}
                </Card>
                <Destination address/>
                <Papers id status stays/>
            </div>
        </div>
    }
    .into_any()
}

/// The steps that are open, shipping apart.
#[component]
fn Moves(id: StoredValue<String>, next: Vec<OrderStatus>, order: Load<StaffOrder>, page: FreshPage) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let go = move |to: OrderStatus| {
        if busy.get_untracked() {
            return;
        }
        leptos::task::spawn_local(async move {
            let locale = i18n.get_locale_untracked();
            if to == OrderStatus::Cancelled {
                let sure = Ask::new(
                    tu_string!(i18n, admin.order.cancel_title),
                    tu_string!(i18n, admin.order.cancel_text),
                    words::move_verb(locale, to),
                )
                .danger()
                .await;
                if !sure {
                    return;
                }
            }
            if busy.try_set(true).is_some() {
                return;
            }
            let request = MoveOrderRequest { status: to, note: String::new() };
            let Some(call) = id.try_with_value(|id| admin::move_order(id, &request)) else { return };
            let answer = call.await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(whole) => {
                    toast::success(words::order_status(locale, whole.order.status));
                    order.put(whole);
                }
                Err(error) => {
                    toast::error(&error);
                    page.look();
                }
            }
        });
    };
    view! {
        <div class="row order__moves">
            {next
                .into_iter()
                .filter(|&to| to != OrderStatus::Shipped)
                .map(|to| {
                    let kind = if to == OrderStatus::Cancelled { ButtonKind::Danger } else { ButtonKind::Secondary };
                    view! {
                        <Button kind loading=busy on_click=move || go(to) attr:data-test=format!("move-{to}")>
                            {move || words::move_verb(i18n.get_locale(), to)}
                        </Button>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}

/// Pieces of a line whose money went back, or is on its way.
#[derive(Clone, Copy, Default)]
struct GivenBack {
    pieces: i32,
    /// Those of them that lie on the shelf again and do not go into the parcel that is to be packed.
    not_packed: i32,
}

fn given_back(refunds: &[StaffRefund], is_packed_yet: bool) -> HashMap<OrderItemId, GivenBack> {
    let mut lines: HashMap<OrderItemId, GivenBack> = HashMap::new();
    let counts = |refund: &&StaffRefund| !matches!(refund.refund.status, RefundStatus::Failed | RefundStatus::Cancelled);
    for refund in refunds.iter().filter(counts) {
        for item in &refund.refund.items {
            let line = lines.entry(item.order_item_id).or_default();
            line.pieces += item.quantity;
            if refund.restock && is_packed_yet {
                line.not_packed += item.quantity;
            }
        }
    }
    lines
}

#[component]
fn Line(item: OrderItem, given_back: GivenBack) -> impl IntoView {
    let i18n = use_i18n();
    let GivenBack { pieces, not_packed } = given_back;
    let to_pack = item.quantity - not_packed;
    let options = item.options.iter().map(|option| option.value.clone()).collect::<Vec<_>>().join(" · ");
    view! {
        <li class="line">
            <span class="thumb">{item.image.map(|image| view! { <Picture image sizes="3rem" ratio="1 / 1" alt=""/> })}</span>
            <span class="line__name">
                <a rel="external" href=routes::shop::product(&item.product_slug)>{item.name}</a>
                <span class="muted small">{item.sku} {(!options.is_empty()).then(|| format!(" · {options}"))}</span>
                {(pieces > 0)
                    .then(|| {
                        view! {
                            <span class="line__back small" data-test="line-refunded">
                                {move || t_string!(i18n, admin.order.pieces_refunded, count = pieces)}
                                {(not_packed > 0).then(|| view! { " · " {move || t_string!(i18n, admin.order.to_pack, count = to_pack)} })}
                            </span>
                        }
                    })}
            </span>
            <span class="line__sum">
                <span class="muted small">{item.quantity} " × " <Money amount=Signal::stored(item.price)/></span>
                <Money amount=Signal::stored(item.line_total)/>
            </span>
        </li>
    }
    .into_any()
}

/// The address as it goes onto the parcel.
fn label(address: &ShippingAddress) -> String {
    let ShippingAddress { recipient, phone, street, region, postal_code } = address;
    let (district, regency, province) = (&region.district.name, &region.regency.name, &region.province.name);
    format!("{recipient}\n{phone}\n{street}\n{district}, {regency}\n{province} {postal_code}")
}

#[component]
fn Destination(address: ShippingAddress) -> impl IntoView {
    let i18n = use_i18n();
    let text = label(&address);
    let shown = text.clone();
    let copy = move || {
        let written = crate::clipboard::write(&text);
        leptos::task::spawn_local(async move {
            if written.await {
                toast::success(tu_string!(i18n, admin.order.copied));
            } else {
                toast::failure(tu_string!(i18n, admin.order.not_copied));
            }
        });
    };
    view! {
        <Card
            title=move || t_string!(i18n, admin.order.address)
            aside=move || {
                let copy = copy.clone();
                view! {
                    <Button size=ButtonSize::Small icon=icondata::LuCopy on_click=copy attr:data-test="copy-address">
                        {move || t_string!(i18n, common.action.copy)}
                    </Button>
                }
            }
        >
            <address class="address">{shown}</address>
        </Card>
    }
    .into_any()
}
