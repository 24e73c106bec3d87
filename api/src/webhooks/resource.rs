//! What an event shows: the thing it is about, as the API shows it to staff.

use std::borrow::Cow;

use poem_openapi::types::Type;
use serde::Serialize;
use serde_json::{Value, json};
use shared::chat::{ChatMessage, ChatRoomDetail};
use shared::ids::{ChatMessageId, ChatRoomId, OrderId, PaymentId, ProductId, VariantId};
use shared::integrations::WebhookEvent;
use shared::inventory::StockRow;
use shared::orders::StaffOrder;
use shared::payments::StaffPaymentDetail;
use shared::permission::Permission;
use shared::problem::ErrorCode;
use shared::products::StaffProduct;
use uuid::Uuid;

use crate::context::Ctx;
use crate::http::ApiError;
use crate::{catalog, chat, inventory, orders, payments};

/// The thing; `{"id": …}` alone when it is gone.
pub(super) async fn of(ctx: &Ctx, event: WebhookEvent, subject: Uuid) -> Result<Value, ApiError> {
    let found = match event {
        WebhookEvent::ChatMessageCreated => shown(chat::message_of_desk(ctx, ChatMessageId(subject)).await),
        // Of all others, who may see a thing says which kind of thing it is.
        _ => match event.permission() {
            Permission::PaymentsRead => shown(payments::staff_view(ctx, PaymentId(subject)).await),
            Permission::InventoryRead => shown(inventory::stock_row(&ctx.db, VariantId(subject)).await),
            Permission::CatalogRead => shown(catalog::staff_product(&ctx.db, ProductId(subject)).await),
            Permission::ChatAnswer => shown(chat::room_of_desk(ctx, ChatRoomId(subject)).await),
            _ => shown(orders::staff_view(ctx, OrderId(subject)).await),
        },
    };
    match found {
        Err(error) if error.code() == ErrorCode::NotFound => Ok(json!({ "id": subject })),
        other => other,
    }
}

/// The name of the schema of what an event shows, as [`of`] reads it.
#[must_use]
pub fn schema(event: WebhookEvent) -> Cow<'static, str> {
    match event {
        WebhookEvent::ChatMessageCreated => ChatMessage::name(),
        _ => match event.permission() {
            Permission::PaymentsRead => StaffPaymentDetail::name(),
            Permission::InventoryRead => StockRow::name(),
            Permission::CatalogRead => StaffProduct::name(),
            Permission::ChatAnswer => ChatRoomDetail::name(),
            _ => StaffOrder::name(),
        },
    }
}

/// What an event of a product says to those who do not see what things cost.
pub(super) fn without_cost(payload: &str) -> Result<String, serde_json::Error> {
    let mut payload: Value = serde_json::from_str(payload)?;
    hide_cost(&mut payload);
    Ok(payload.to_string())
}

/// Takes out of what an event says what the variants of a product cost.
pub(super) fn hide_cost(payload: &mut Value) {
    let variants = payload.pointer_mut("/data/variants").and_then(Value::as_array_mut);
    for variant in variants.into_iter().flatten().filter_map(Value::as_object_mut) {
        variant.remove("cost");
    }
}

fn shown<T: Serialize>(found: Result<T, ApiError>) -> Result<Value, ApiError> {
    Ok(serde_json::to_value(found?)?)
}
