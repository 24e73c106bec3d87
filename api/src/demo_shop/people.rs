//! Who buys, who works here, and where they live.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use demo::{PastOrder, Person};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use serde_json::{Value, json};
use shared::account::Locale;
use shared::orders::ShippingAddress;
use uuid::Uuid;

use super::{ids, load};
use crate::regions;

/// The password of every demo account.
pub const PASSWORD: &str = "hurtrock-demo";

/// An account that visitors of the demo sign in with.
pub struct Account {
    /// Email address.
    pub email: &'static str,
    /// Name of a built-in role.
    pub role: &'static str,
    /// Full name; `None` for the buyer, who is one of [`demo::people`].
    name: Option<&'static str>,
}

/// The accounts, one for each role. They are made last of all: where they are, the demo shop is
/// whole.
pub const ACCOUNTS: [Account; 3] = [
    Account { email: "buyer@hurtrock.example", role: "buyer", name: None },
    Account { email: "staff@hurtrock.example", role: "staff", name: Some("Sari Anggraini") },
    Account { email: "admin@hurtrock.example", role: "admin", name: Some("Bram Hartono") },
];

/// Someone with an account who bought or may buy.
#[derive(Clone, Debug)]
pub struct Buyer {
    /// The account.
    pub id: Uuid,
    /// Full name.
    pub name: &'static str,
    /// Email address of the account.
    pub email: &'static str,
    /// Language.
    pub locale: Locale,
    /// Where they live.
    pub address: ShippingAddress,
}

/// Everyone who is in the shop's books.
pub struct People {
    /// Buyers, by the email they have in the demo data.
    pub buyers: HashMap<&'static str, Buyer>,
    /// Who packs: id and name.
    pub packer: (Uuid, &'static str),
}

/// The buyer of [`ACCOUNTS`] is the first of the people, who buys most.
fn email_of(person: &Person) -> &'static str {
    match demo::people().first() {
        Some(first) if first.email == person.email => ACCOUNTS[0].email,
        _ => person.email,
    }
}

/// Makes the accounts. `hash` is that of [`PASSWORD`].
pub async fn load(tx: &DatabaseTransaction, orders: &[PastOrder], hash: &str, now: DateTime<Utc>) -> anyhow::Result<People> {
    let mut users = Vec::new();
    let mut addresses = Vec::new();
    let mut buyers = HashMap::new();
    for person in demo::people() {
        let email = email_of(person);
        let joined = joined_at(person, orders, now);
        let locale = if ids::pick("locale", email, 12) == 0 { Locale::English } else { Locale::Indonesian };
        let region = regions::path(tx, person.district).await?;
        let region = region
            .ok_or_else(|| anyhow::anyhow!("{} lives in a district that does not exist: {}", person.name, person.district))?;
        let buyer = Buyer {
            id: ids::id(joined, "user", email),
            name: person.name,
            email,
            locale,
            address: ShippingAddress {
                recipient: person.name.to_owned(),
                phone: person.phone.to_owned(),
                street: person.street.to_owned(),
                region,
                postal_code: person.postal_code.to_owned(),
            },
        };
        users.push(user(buyer.id, email, person.name, Some(person.phone), "buyer", locale, hash, joined));
        addresses.push(json!({
            "id": ids::id(joined, "address", email), "user_id": buyer.id, "label": "Rumah", "recipient": person.name, "phone": person.phone,
            "street": person.street, "district_code": person.district, "postal_code": person.postal_code, "is_default": true,
            "created_at": joined,
        }));
        buyers.insert(person.email, buyer);
    }

    let hired = now - TimeDelta::days(420);
    let mut packer = (Uuid::nil(), "");
    for Account { email, role, name } in ACCOUNTS {
        let Some(name) = name else { continue };
        let id = ids::id(hired, "user", email);
        users.push(user(id, email, name, None, role, Locale::Indonesian, hash, hired));
        if role == "staff" {
            packer = (id, name);
        }
    }
    insert(tx, &users, &addresses).await?;
    Ok(People { buyers, packer })
}

/// Shortly before the first order; whoever has none came some time within the year.
fn joined_at(person: &Person, orders: &[PastOrder], now: DateTime<Utc>) -> DateTime<Utc> {
    let first = orders.iter().filter(|order| order.buyer.email == person.email).map(|order| order.placed_at).min();
    let minutes = i64::try_from(ids::pick("joined", person.email, 40)).unwrap_or_default();
    first.unwrap_or(now - TimeDelta::days(7 * (minutes + 1))) - TimeDelta::minutes(6 + minutes)
}

#[expect(clippy::too_many_arguments, reason = "the columns of a row")]
fn user(
    id: Uuid,
    email: &str,
    name: &str,
    phone: Option<&str>,
    role: &str,
    locale: Locale,
    hash: &str,
    joined: DateTime<Utc>,
) -> Value {
    json!({
        "id": id, "email": email, "password_hash": hash, "name": name, "phone": phone, "role": role, "locale": locale,
        "email_verified_at": joined, "created_at": joined,
    })
}

async fn insert(tx: &DatabaseTransaction, users: &[Value], addresses: &[Value]) -> Result<(), DbErr> {
    let sql = "INSERT INTO users (id, email, password_hash, name, phone, role_id, locale, active, email_verified_at, created_at)
               SELECT u.id, u.email, u.password_hash, u.name, u.phone, r.id, u.locale, true, u.email_verified_at, u.created_at
               FROM jsonb_to_recordset($1) AS u (id uuid, email text, password_hash text, name text, phone text, role text, locale text,
                    email_verified_at timestamptz, created_at timestamptz)
               JOIN roles r ON r.name = u.role AND r.built_in";
    load::run(tx, sql, users).await?;
    let columns = "id, user_id, label, recipient, phone, street, district_code, postal_code, is_default, created_at";
    load::insert(tx, "addresses", columns, addresses).await
}

/// Whether the demo shop is whole.
pub async fn are_there(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    let emails: Vec<String> = ACCOUNTS.iter().map(|account| account.email.to_owned()).collect();
    let sql = "SELECT id FROM users WHERE lower(email) = ANY ($1)";
    Ok(db.query_all_raw(crate::db::statement(sql, [emails.into()])).await?.len() == ACCOUNTS.len())
}

/// Whether anybody has an account.
pub async fn is_anybody_there(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(db.query_one_raw(crate::db::statement("SELECT id FROM users LIMIT 1", [])).await?.is_some())
}
