//! Messages as they are told. One rendering for everybody: of the buyer the whole name, of those who
//! answer the first.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use secrecy::SecretString;
use shared::catalog::StockState;
use shared::chat::{AttachmentKind, ChatAttachment, ChatCart, ChatEvent, ChatMessage, ChatProduct, ChatSide};
use shared::ids::{ChatAttachmentId, ChatMessageId, ChatRoomId, ProductId, UserId, VariantId};
use shared::money::Rupiah;
use uuid::Uuid;

use super::links::link;
use crate::context::Ctx;
use crate::db::{all, stored};
use crate::files;
use crate::http::{ApiError, ApiResult};

/// The columns of a [`Row`]; to be followed by [`JOINS`] of `chat_messages m`.
pub(super) const COLUMNS: &str =
    "m.id, m.room_id, m.sequence, m.change, m.client_id, m.sender_kind, m.sender_id, COALESCE(u.name, '') AS sender_name,
    m.body, m.event, m.card, EXISTS (SELECT FROM orders o WHERE o.cart_id = (m.card->>'cart_id')::uuid) AS card_ordered, m.deleted_at, m.created_at,
    p.id AS product_id, p.slug AS product_slug, p.name AS product_name, p.brand AS product_brand,
    COALESCE(l.price_min, (SELECT min(v.price) FROM variants v WHERE v.product_id = p.id)) AS product_price,
    COALESCE(l.state, 'out') AS product_state, l.images -> 0 AS product_image, l.single_variant_id AS product_variant,
    a.id AS file_id, a.kind AS file_kind, a.name AS file_name, a.media_type AS file_type, a.bytes AS file_bytes,
    a.width AS file_width, a.height AS file_height";
/// What a message is shown with.
pub(super) const JOINS: &str = "LEFT JOIN users u ON u.id = m.sender_id LEFT JOIN products p ON p.id = m.product_id
    LEFT JOIN product_listings l ON l.product_id = p.id LEFT JOIN chat_attachments a ON a.message_id = m.id";

/// A message with all that it is shown with.
#[derive(FromQueryResult)]
pub(super) struct Row {
    id: ChatMessageId,
    pub room_id: ChatRoomId,
    pub sequence: i64,
    pub change: i64,
    client_id: Uuid,
    sender_kind: ChatSide,
    sender_id: Option<UserId>,
    sender_name: String,
    body: String,
    event: Option<ChatEvent>,
    card: Option<serde_json::Value>,
    card_ordered: bool,
    deleted_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    product_id: Option<ProductId>,
    product_slug: Option<String>,
    product_name: Option<String>,
    product_brand: Option<String>,
    product_price: Option<i64>,
    product_state: StockState,
    product_image: Option<serde_json::Value>,
    product_variant: Option<VariantId>,
    file_id: Option<ChatAttachmentId>,
    file_kind: Option<AttachmentKind>,
    file_name: Option<String>,
    file_type: Option<String>,
    file_bytes: Option<i64>,
    file_width: Option<i32>,
    file_height: Option<i32>,
}

/// The first word of a name.
pub(super) fn first_name(name: &str) -> String {
    name.split_whitespace().next().unwrap_or_default().to_owned()
}

/// A file as it is shown, with fresh links.
pub(super) struct File {
    pub id: ChatAttachmentId,
    pub kind: AttachmentKind,
    pub name: String,
    pub media_type: String,
    pub bytes: i64,
    pub width: Option<i32>,
    pub height: Option<i32>,
}

impl File {
    /// With a link that ends some time after `now`.
    pub fn view(self, secret: &SecretString, now: DateTime<Utc>) -> ChatAttachment {
        let url = link(secret, self.id, now);
        ChatAttachment {
            id: self.id,
            kind: self.kind,
            name: self.name,
            media_type: self.media_type,
            bytes: self.bytes,
            width: self.width,
            height: self.height,
            preview_url: (self.kind == AttachmentKind::Image).then(|| format!("{url}&preview=true")),
            url,
        }
    }
}

impl Row {
    fn product(&self) -> Option<ChatProduct> {
        Some(ChatProduct {
            id: self.product_id?,
            slug: self.product_slug.clone()?,
            name: self.product_name.clone()?,
            brand: self.product_brand.clone()?,
            price: Rupiah(self.product_price.unwrap_or_default()),
            stock: self.product_state,
            image: self.product_image.clone().and_then(files::image_from_json),
            single_variant_id: self.product_variant,
        })
    }

    fn file(&self) -> Option<File> {
        Some(File {
            id: self.file_id?,
            kind: self.file_kind?,
            name: self.file_name.clone()?,
            media_type: self.file_type.clone()?,
            bytes: self.file_bytes?,
            width: self.file_width,
            height: self.file_height,
        })
    }

    /// The message as it is told: of one that was deleted nothing of what was said.
    pub fn view(self, secret: &SecretString, now: DateTime<Utc>) -> Result<ChatMessage, DbErr> {
        let told = self.deleted_at.is_none();
        let product = if told { self.product() } else { None };
        let attachment = if told { self.file().map(|file| file.view(secret, now)) } else { None };
        let cart: Option<ChatCart> = self.card.filter(|_| told).map(stored).transpose()?;
        let cart = cart.map(|cart| ChatCart { ordered: self.card_ordered, ..cart });
        Ok(ChatMessage {
            id: self.id,
            room_id: self.room_id,
            sequence: self.sequence,
            change: self.change,
            client_id: self.client_id,
            side: self.sender_kind,
            sender_id: self.sender_id,
            sender_name: match self.sender_kind {
                ChatSide::Buyer => self.sender_name,
                ChatSide::Agent | ChatSide::System => first_name(&self.sender_name),
            },
            body: if told { self.body } else { String::new() },
            event: self.event,
            product,
            attachment,
            cart,
            deleted_at: self.deleted_at,
            created_at: self.created_at,
        })
    }
}

/// The messages that a statement over [`COLUMNS`] finds.
pub(super) async fn messages(
    ctx: &Ctx,
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<ChatMessage>, DbErr> {
    let rows: Vec<Row> = all(db, sql, values).await?;
    let now = ctx.clock.now();
    rows.into_iter().map(|row| row.view(&ctx.config.secret_key, now)).collect()
}

/// One message.
pub(super) async fn message(ctx: &Ctx, db: &impl ConnectionTrait, id: ChatMessageId) -> Result<ChatMessage, DbErr> {
    let found = find(ctx, db, id).await?;
    found.ok_or_else(|| DbErr::RecordNotFound("a message that was just there".to_owned()))
}

/// One message as those who answer see it.
///
/// # Errors
/// 404 when there is none.
pub async fn message_of_desk(ctx: &Ctx, id: ChatMessageId) -> ApiResult<ChatMessage> {
    find(ctx, &ctx.db, id).await?.ok_or_else(ApiError::not_found)
}

async fn find(ctx: &Ctx, db: &impl ConnectionTrait, id: ChatMessageId) -> Result<Option<ChatMessage>, DbErr> {
    let sql = format!("SELECT {COLUMNS} FROM chat_messages m {JOINS} WHERE m.id = $1");
    Ok(messages(ctx, db, &sql, [id.0.into()]).await?.into_iter().next())
}
