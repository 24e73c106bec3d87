//! What is done to the orders that are ticked: each for itself, and told for each.

use leptos::prelude::*;
use shared::ids::OrderId;
use shared::orders::{BulkMoveRequest, BulkOutcome, BulkRow, MAX_BULK_ORDERS, OrderStatus};

use super::super::{intake_words, words};
use super::ship::ShipDialog;
use crate::api::imports;
use crate::i18n::{t_string, tu_string, use_i18n};
use crate::routes;
use crate::ui::{Ask, Button, ButtonSize, Dialog, Menu, MenuItem, Status, code_text, toast};

/// Statuses that orders are brought to together.
const TARGETS: &[OrderStatus] =
    &[OrderStatus::Processing, OrderStatus::Delivered, OrderStatus::Completed, OrderStatus::Cancelled];

/// Moves the orders that are ticked, and ships the one that is.
#[component]
pub(super) fn MoveMany(picked: Memo<Vec<(OrderId, OrderStatus)>>) -> impl IntoView {
    let i18n = use_i18n();
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(Vec::<BulkRow>::new());
    let told = RwSignal::new(false);
    let go = move |to: OrderStatus| {
        let ids: Vec<OrderId> = picked.with_untracked(|picked| picked.iter().map(|(id, _)| *id).collect());
        if busy.get_untracked() || ids.is_empty() {
            return;
        }
        if ids.len() > MAX_BULK_ORDERS {
            toast::failure(tu_string!(i18n, intake.bulk.too_many, max = MAX_BULK_ORDERS).to_string());
            return;
        }
        leptos::task::spawn_local(async move {
            let locale = i18n.get_locale_untracked();
            // No move of the machine leads back, and each writes to its buyer.
            let ask = Ask::new(
                tu_string!(i18n, intake.bulk.sure_title, count = ids.len(), status = words::order_status(locale, to)).to_string(),
                tu_string!(i18n, intake.bulk.sure_text),
                words::move_verb(locale, to),
            );
            let sure = if to == OrderStatus::Cancelled { ask.danger().await } else { ask.await };
            if !sure || busy.try_set(true).is_some() {
                return;
            }
            let answer = imports::move_orders(&BulkMoveRequest { ids, status: to, note: String::new() }).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(result) => {
                    let done = result.orders.iter().filter(|row| row.outcome == BulkOutcome::Done).count();
                    let not: Vec<BulkRow> = result.orders.into_iter().filter(|row| row.outcome == BulkOutcome::Refused).collect();
                    let text = tu_string!(i18n, intake.bulk.moved, count = done).to_string();
                    if not.is_empty() {
                        toast::success(text);
                    } else {
                        toast::info(text);
                        refused.set(not);
                        told.set(true);
                    }
                }
                Err(error) => toast::error(&error),
            }
        });
    };
    let items = Signal::derive(move || {
        let item = |&to: &OrderStatus| MenuItem::action(move || words::order_status(i18n.get_locale(), to), move || go(to));
        TARGETS.iter().map(item).collect::<Vec<_>>()
    });
    // One that can be shipped, and no other.
    let single = Memo::new(move |_| {
        picked.with(|picked| match picked.as_slice() {
            [(id, OrderStatus::Paid | OrderStatus::Processing)] => Some(*id),
            _ => None,
        })
    });
    let why = Signal::derive(move || single.get().is_none().then(|| t_string!(i18n, intake.bulk.pick_one).to_owned()));
    let (shipping, to_ship) = (RwSignal::new(false), StoredValue::new(String::new()));
    let ship = move || {
        if let Some(id) = single.get_untracked() {
            to_ship.set_value(id.to_string());
            shipping.set(true);
        }
    };
    view! {
        <Button
            size=ButtonSize::Small
            icon=icondata::LuTruck
            blocked=why
            on_click=ship
            attr:data-test="quick-ship"
        >
            {move || t_string!(i18n, intake.bulk.ship)}
        </Button>
        <span data-test="bulk-move">
            <Menu label=move || t_string!(i18n, intake.bulk.move_to) trigger=move || view! { <span>{move || t_string!(i18n, intake.bulk.move_to)}</span> } items/>
        </span>
        <ShipDialog open=shipping id=to_ship/>
        <Dialog open=told title=move || t_string!(i18n, intake.bulk.refused_title)>
            <p>{move || t_string!(i18n, intake.bulk.refused_text)}</p>
            <ul class="intake__whats" role="list" data-test="refused-orders">
                {move || refused.get().into_iter().map(|row| view! { <Refused row/> }).collect_view()}
            </ul>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Refused(row: BulkRow) -> impl IntoView {
    let i18n = use_i18n();
    let BulkRow { id, number, status, code, .. } = row;
    view! {
        <li class="intake__refused">
            <a href=routes::admin::order(&id.to_string())>{number}</a>
            {status.map(|status| view! { <Status tone=words::order_tone(status)>{move || words::order_status(i18n.get_locale(), status)}</Status> })}
            <span class="intake__fault">{move || code.map_or_else(|| intake_words::bulk(i18n.get_locale(), BulkOutcome::Refused, false).to_owned(), |code| code_text(i18n.get_locale(), code).to_owned())}</span>
        </li>
    }
    .into_any()
}
