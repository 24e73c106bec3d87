//! The address book.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::account::{Address, AddressRequest};
use shared::ids::{AddressId, UserId};
use shared::orders::ShippingAddress;
use shared::regions::{Region, RegionPath};
use shared::validate::{FieldCode, FieldError, normalize_phone};
use uuid::Uuid;

use crate::context::Ctx;
use crate::db::{all, broken_constraint, execute};
use crate::http::{ApiError, Caller};
use crate::regions::display_name;

/// The most addresses one person may keep.
const MAX_ADDRESSES: i64 = 20;

#[derive(FromQueryResult)]
struct AddressRow {
    id: Uuid,
    label: String,
    recipient: String,
    phone: String,
    street: String,
    postal_code: String,
    is_default: bool,
    province_code: String,
    province: String,
    regency_code: String,
    regency: String,
    district_code: String,
    district: String,
}

impl AddressRow {
    fn region(&self) -> RegionPath {
        let region = |code: &str, name: &str| Region { code: code.to_owned(), name: display_name(name) };
        RegionPath {
            province: region(&self.province_code, &self.province),
            regency: region(&self.regency_code, &self.regency),
            district: region(&self.district_code, &self.district),
        }
    }

    fn view(self) -> Address {
        let region = self.region();
        Address {
            id: AddressId(self.id),
            label: self.label,
            recipient: self.recipient,
            phone: self.phone,
            street: self.street,
            region,
            postal_code: self.postal_code,
            is_default: self.is_default,
        }
    }
}

const SELECT: &str = "SELECT a.id, a.label, a.recipient, a.phone, a.street, a.postal_code, a.is_default,
        p.code AS province_code, p.name AS province, r.code AS regency_code, r.name AS regency, d.code AS district_code, d.name AS district
    FROM addresses a JOIN districts d ON d.code = a.district_code JOIN regencies r ON r.code = d.regency_code
    JOIN provinces p ON p.code = r.province_code WHERE a.user_id = $1";

/// The caller's addresses, the default one first.
pub(super) async fn list(ctx: &Ctx, caller: &Caller) -> Result<Vec<Address>, ApiError> {
    let rows: Vec<AddressRow> =
        all(&ctx.db, &format!("{SELECT} ORDER BY a.is_default DESC, a.created_at"), [caller.user_id.0.into()]).await?;
    Ok(rows.into_iter().map(AddressRow::view).collect())
}

/// An address of a person, as checkout needs it.
pub struct OwnAddress {
    /// As it is copied into an order.
    pub snapshot: ShippingAddress,
}

/// The address, when it is the person's own.
///
/// # Errors
/// What the database says.
pub async fn own_address(db: &impl ConnectionTrait, user: UserId, id: AddressId) -> Result<Option<OwnAddress>, DbErr> {
    let rows: Vec<AddressRow> = all(db, &format!("{SELECT} AND a.id = $2"), [user.0.into(), id.0.into()]).await?;
    Ok(rows.into_iter().next().map(|row| {
        let region = row.region();
        let snapshot = ShippingAddress {
            recipient: row.recipient,
            phone: row.phone,
            street: row.street,
            region,
            postal_code: row.postal_code,
        };
        OwnAddress { snapshot }
    }))
}

async fn get(ctx: &Ctx, caller: &Caller, id: AddressId) -> Result<Address, ApiError> {
    let rows: Vec<AddressRow> = all(&ctx.db, &format!("{SELECT} AND a.id = $2"), [caller.user_id.0.into(), id.0.into()]).await?;
    rows.into_iter().next().map(AddressRow::view).ok_or_else(ApiError::not_found)
}

fn unknown_district(error: DbErr) -> ApiError {
    match broken_constraint(&error) {
        Some("addresses_district_fkey") => ApiError::invalid(vec![FieldError::new("/district_code", FieldCode::UnknownChoice)]),
        _ => error.into(),
    }
}

/// Saves a new address; the first one is the default.
pub(super) async fn create(ctx: &Ctx, caller: &Caller, ask: AddressRequest) -> Result<Address, ApiError> {
    let id = AddressId::generate();
    save(ctx, caller, id, ask, true).await?;
    get(ctx, caller, id).await
}

/// Changes an address.
pub(super) async fn update(ctx: &Ctx, caller: &Caller, id: AddressId, ask: AddressRequest) -> Result<Address, ApiError> {
    save(ctx, caller, id, ask, false).await?;
    get(ctx, caller, id).await
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

async fn save(ctx: &Ctx, caller: &Caller, id: AddressId, ask: AddressRequest, new: bool) -> Result<(), ApiError> {
    let user = caller.user_id.0;
    let tx = ctx.begin().await?;
    // One writer at a time per person keeps "exactly one default" true. Whoever is deleted meanwhile leaves no address behind.
    if execute(&tx, "SELECT FROM users WHERE id = $1 AND deleted_at IS NULL FOR UPDATE", [user.into()]).await? == 0 {
        return Err(ApiError::unauthenticated());
    }
    let count: Option<Count> = crate::db::one(&tx, "SELECT count(*) FROM addresses WHERE user_id = $1", [user.into()]).await?;
    let count = count.map_or(0, |row| row.count);
    if new && count >= MAX_ADDRESSES {
        return Err(ApiError::invalid(vec![FieldError::new("", FieldCode::TooMany).with("max", MAX_ADDRESSES)]));
    }
    let is_default = ask.is_default || count == 0;
    if is_default {
        execute(
            &tx,
            "UPDATE addresses SET is_default = false WHERE user_id = $1 AND is_default AND id <> $2",
            [user.into(), id.0.into()],
        )
        .await?;
    }
    let phone = normalize_phone(&ask.phone).unwrap_or_default();
    let values = [
        id.0.into(),
        user.into(),
        ask.label.trim().into(),
        ask.recipient.trim().into(),
        phone.into(),
        ask.street.trim().into(),
        ask.district_code.trim().into(),
        ask.postal_code.into(),
        is_default.into(),
    ];
    let sql = if new {
        "INSERT INTO addresses (id, user_id, label, recipient, phone, street, district_code, postal_code, is_default)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    } else {
        // The default one stays so until another takes its place.
        "UPDATE addresses SET label = $3, recipient = $4, phone = $5, street = $6, district_code = $7, postal_code = $8,
                is_default = is_default OR $9 WHERE id = $1 AND user_id = $2"
    };
    let changed = execute(&tx, sql, values).await.map_err(unknown_district)?;
    if changed == 0 {
        return Err(ApiError::not_found());
    }
    tx.commit().await?;
    Ok(())
}

/// Removes an address; when it was the default, the oldest one left takes its place.
pub(super) async fn delete(ctx: &Ctx, caller: &Caller, id: AddressId) -> Result<(), ApiError> {
    let user = caller.user_id.0;
    let tx = ctx.begin().await?;
    execute(&tx, "SELECT FROM users WHERE id = $1 FOR UPDATE", [user.into()]).await?;
    let deleted = execute(&tx, "DELETE FROM addresses WHERE id = $1 AND user_id = $2", [id.0.into(), user.into()]).await?;
    if deleted == 0 {
        return Err(ApiError::not_found());
    }
    let sql = "UPDATE addresses SET is_default = true WHERE id = (SELECT id FROM addresses WHERE user_id = $1 ORDER BY created_at LIMIT 1)
               AND NOT EXISTS (SELECT FROM addresses WHERE user_id = $1 AND is_default)";
    execute(&tx, sql, [user.into()]).await?;
    tx.commit().await?;
    Ok(())
}
