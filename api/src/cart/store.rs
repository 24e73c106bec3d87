//! The statements of this room.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, FromQueryResult, Value};
use shared::catalog::OptionValue;
use shared::ids::{CartId, ProductId, UserId, VariantId};
use shared::money::Rupiah;
use shared::shipping::Parcel;
use uuid::Uuid;

use crate::account::tokens::{hash_secret, random_secret};
use crate::db::{all, one};
use crate::http::{CartToken, Visitor};

/// A line of a cart with what its variant is at this moment.
#[derive(Debug)]
pub struct Line {
    /// The variant.
    pub variant_id: VariantId,
    /// Its product.
    pub product_id: ProductId,
    /// The product's name in the URL.
    pub product_slug: String,
    /// The product's name.
    pub name: String,
    /// Brand.
    pub brand: String,
    /// Stock-keeping unit.
    pub sku: String,
    /// Options.
    pub options: Vec<OptionValue>,
    /// Price of one piece now.
    pub price: Rupiah,
    /// What one piece cost the shop.
    pub cost: Option<i64>,
    /// Price of one piece when it was added.
    pub price_when_added: Rupiah,
    /// How many pieces are wanted.
    pub quantity: i32,
    /// Pieces that can be ordered now.
    pub available: i32,
    /// For sale.
    pub active: bool,
    /// As shipped.
    pub parcel: Parcel,
    /// Picture, as stored.
    pub image: Option<serde_json::Value>,
}

#[derive(FromQueryResult)]
struct LineRow {
    variant_id: Uuid,
    product_id: Uuid,
    product_slug: String,
    name: String,
    brand: String,
    sku: String,
    options: serde_json::Value,
    price: i64,
    cost: Option<i64>,
    price_when_added: i64,
    quantity: i32,
    available: i32,
    active: bool,
    weight_g: i32,
    length_cm: i32,
    width_cm: i32,
    height_cm: i32,
    image: Option<serde_json::Value>,
}

impl From<LineRow> for Line {
    fn from(row: LineRow) -> Self {
        Self {
            variant_id: VariantId(row.variant_id),
            product_id: ProductId(row.product_id),
            product_slug: row.product_slug,
            name: row.name,
            brand: row.brand,
            sku: row.sku,
            options: serde_json::from_value(row.options).unwrap_or_default(),
            price: Rupiah(row.price),
            cost: row.cost,
            price_when_added: Rupiah(row.price_when_added),
            quantity: row.quantity,
            available: row.available,
            active: row.active,
            parcel: Parcel { weight_g: row.weight_g, length_cm: row.length_cm, width_cm: row.width_cm, height_cm: row.height_cm },
            image: row.image,
        }
    }
}

/// The lines of a cart, in the order they were added.
///
/// # Errors
/// What the database says.
pub async fn lines(db: &impl ConnectionTrait, cart: CartId) -> Result<Vec<Line>, DbErr> {
    let sql = "SELECT ci.variant_id, v.product_id, p.slug AS product_slug, p.name, p.brand, v.sku, v.options, v.price, v.cost,
                      ci.price_when_added, ci.quantity, GREATEST(s.on_hand - s.reserved, 0) AS available,
                      v.active AND p.status = 'active' AS active, v.weight_g, v.length_cm, v.width_cm, v.height_cm, i.image
               FROM cart_items ci
               JOIN variants v ON v.id = ci.variant_id
               JOIN products p ON p.id = v.product_id
               JOIN stocks s ON s.variant_id = v.id
               LEFT JOIN LATERAL (
                   SELECT jsonb_build_object('id', pi.id, 'alt', pi.alt, 'width', pi.width, 'height', pi.height, 'color', pi.color,
                                             'widths', pi.widths, 'path', pi.path) AS image
                   FROM product_images pi WHERE pi.product_id = p.id
                   ORDER BY pi.id = v.image_id DESC NULLS LAST, pi.is_thumbnail DESC, pi.sort_order, pi.id LIMIT 1) i ON true
               WHERE ci.cart_id = $1
               ORDER BY ci.added_at, ci.variant_id";
    let rows: Vec<LineRow> = all(db, sql, [cart.0.into()]).await?;
    Ok(rows.into_iter().map(Line::from).collect())
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// The open cart of a visitor, if there is one.
pub(super) async fn find(db: &impl ConnectionTrait, visitor: &Visitor, token: &CartToken) -> Result<Option<CartId>, DbErr> {
    let found: Option<Id> = match (&visitor.0, &token.0) {
        (Some(caller), _) => {
            one(db, "SELECT id FROM carts WHERE user_id = $1 AND status = 'open'", [caller.user_id.0.into()]).await?
        }
        (None, Some(token)) => {
            one(db, "SELECT id FROM carts WHERE token_hash = $1 AND status = 'open'", [hash_secret(token).into()]).await?
        }
        (None, None) => None,
    };
    Ok(found.map(|row| CartId(row.id)))
}

/// Whose cart it is.
pub(super) enum Holder {
    /// A person's, made when there is none.
    Person(UserId),
    /// A guest's, named by a token.
    Guest(String),
    /// A guest's who has none yet, with its token to be.
    Newcomer(String),
}

impl Holder {
    /// Whose cart the visitor means.
    pub fn of(visitor: &Visitor, token: &CartToken) -> Self {
        match (&visitor.0, &token.0) {
            (Some(caller), _) => Self::Person(caller.user_id),
            (None, Some(token)) => Self::Guest(token.clone()),
            (None, None) => Self::newcomer(),
        }
    }

    /// A guest without a cart.
    pub fn newcomer() -> Self {
        Self::Newcomer(random_secret())
    }

    /// A statement that gives the `id` of the cart, as part of another one, with its values `$1` to
    /// `$3`. No row means that a guest's token names no open cart.
    pub fn cart(&self, now: DateTime<Utc>) -> (&'static str, [Value; 3]) {
        let new = CartId::generate().0;
        match self {
            Self::Person(user) => (
                "INSERT INTO carts (id, user_id, created_at) VALUES ($1, $2, $3)
                 ON CONFLICT (user_id) WHERE status = 'open' DO UPDATE SET updated_at = EXCLUDED.created_at RETURNING id",
                [new.into(), user.0.into(), now.into()],
            ),
            Self::Guest(token) => (
                "SELECT id FROM carts WHERE token_hash = $2 AND status = 'open'",
                [new.into(), hash_secret(token).into(), now.into()],
            ),
            Self::Newcomer(token) => (
                "INSERT INTO carts (id, token_hash, created_at) VALUES ($1, $2, $3) RETURNING id",
                [new.into(), hash_secret(token).into(), now.into()],
            ),
        }
    }

    /// The token that the guest has to be told.
    pub fn into_new_token(self) -> Option<String> {
        match self {
            Self::Newcomer(token) => Some(token),
            Self::Person(_) | Self::Guest(_) => None,
        }
    }
}

/// The open cart of a visitor, made when there is none; with the token to tell a guest.
pub(super) async fn find_or_create(
    db: &impl ConnectionTrait,
    visitor: &Visitor,
    token: &CartToken,
    now: DateTime<Utc>,
) -> Result<(CartId, Option<String>), DbErr> {
    let mut holder = Holder::of(visitor, token);
    let mut row: Option<Id> = row_of(db, &holder, now).await?;
    if row.is_none() {
        holder = Holder::newcomer();
        row = row_of(db, &holder, now).await?;
    }
    Ok((CartId(row.ok_or(DbErr::RecordNotInserted)?.id), holder.into_new_token()))
}

async fn row_of(db: &impl ConnectionTrait, holder: &Holder, now: DateTime<Utc>) -> Result<Option<Id>, DbErr> {
    let (sql, values) = holder.cart(now);
    one(db, sql, values).await
}

/// The open cart of a person, made when there is none.
pub(super) async fn of_user(db: &impl ConnectionTrait, user: UserId, now: DateTime<Utc>) -> Result<CartId, DbErr> {
    let row = row_of(db, &Holder::Person(user), now).await?;
    Ok(CartId(row.ok_or(DbErr::RecordNotInserted)?.id))
}

/// What is in a person's cart.
///
/// # Errors
/// What the database says.
pub async fn lines_of(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<Line>, DbErr> {
    let sql = "SELECT id FROM carts WHERE user_id = $1 AND status = 'open'";
    match one::<Id>(db, sql, [user.0.into()]).await? {
        Some(row) => lines(db, CartId(row.id)).await,
        None => Ok(Vec::new()),
    }
}

/// Locks the person's open cart.
///
/// # Errors
/// What the database says.
pub async fn lock_open_cart(tx: &DatabaseTransaction, user: UserId) -> Result<Option<CartId>, DbErr> {
    let row: Option<Id> =
        one(tx, "SELECT id FROM carts WHERE user_id = $1 AND status = 'open' FOR UPDATE", [user.0.into()]).await?;
    Ok(row.map(|row| CartId(row.id)))
}
