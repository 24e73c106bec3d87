//! Buyers with a full cart, ready to order.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use hyper::Method;
use serde_json::{Value, json};

use crate::database::Database;
use crate::load::{self, Ask, Connection, Pace, Visitor, ask};

/// Different baskets; `sql/buyers.sql` makes them.
const BASKETS: usize = 500;
/// The password of every buyer.
pub const PASSWORD: &str = "panggung-besar-1984";

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Buyer {
    /// Their number.
    pub n: usize,
    /// `Bearer …`.
    pub bearer: String,
}

/// All buyers there are, and what their orders look like.
pub struct Buyers {
    made: usize,
    /// Shipping service and grand total of each basket.
    baskets: Vec<(Value, Value)>,
}

impl Buyers {
    /// Registers the first buyer, whose password the others share.
    pub async fn open(port: u16) -> Result<Self> {
        let first = json!({ "name": "Pembeli", "email": "first@bench.example", "password": PASSWORD });
        let path = "/api/v1/auth/registration";
        Connection::open(port).await?.done(ask(Method::POST, path, &[], first.to_string())).await?;
        Ok(Self { made: 0, baskets: Vec::new() })
    }

    /// Makes `count` more and signs them in.
    pub async fn make(&mut self, port: u16, database: &Database, count: usize) -> Result<Vec<Buyer>> {
        let (first, last) = (self.made, self.made + count - 1);
        database.add_buyers(i64::try_from(first)?, i64::try_from(last)?).await?;
        // A shop gets them over months, and autovacuum has counted them by then. Plans made for a few would stay in use.
        database.run("ANALYZE").await?;
        self.made += count;
        let found = Arc::new(Mutex::new(Vec::with_capacity(count)));
        let next = Arc::new(Mutex::new(first..=last));
        let visitors = (0..16).map(|_| Refresher { next: Arc::clone(&next), now: 0, found: Arc::clone(&found) }).collect();
        let pace = Pace { warm_up: std::time::Duration::ZERO, measured: std::time::Duration::from_secs(600) };
        let outcome = load::run(port, visitors, pace, || ()).await?;
        if outcome.errors > 0 {
            bail!("buyers could not be signed in: {}", outcome.first_error.unwrap_or_default());
        }
        let buyers = std::mem::take(&mut *found.lock().unwrap_or_else(PoisonError::into_inner));
        if self.baskets.is_empty() {
            self.baskets = quotes(port, &buyers).await?;
        }
        Ok(buyers)
    }

    /// The order of a buyer for all that is in their cart.
    pub fn order(&self, buyer: &Buyer) -> Ask {
        order(buyer, &self.baskets.get(buyer.n % BASKETS).cloned().unwrap_or_default())
    }
}

/// Somebody who may see everything, as an authorization.
pub async fn administrator(port: u16, database: &Database) -> Result<String> {
    let person = json!({ "name": "Pengelola", "email": "admin@bench.example", "password": PASSWORD });
    let mut connection = Connection::open(port).await?;
    let answer = connection.done(ask(Method::POST, "/api/v1/auth/registration", &[], person.to_string())).await?;
    let answer: Value = serde_json::from_slice(&answer)?;
    let token = answer.pointer("/access_token").and_then(Value::as_str).context("no access token")?;
    let promote = "UPDATE users SET role_id = (SELECT id FROM roles WHERE name = 'admin') WHERE email = 'admin@bench.example'";
    database.run(promote).await?;
    Ok(format!("Bearer {token}"))
}

fn order(buyer: &Buyer, (service, total): &(Value, Value)) -> Ask {
    let body = json!({ "address_id": id("9003", buyer.n), "shipping_service_id": service, "expected_total": total });
    let key = format!("bench-order-{}", buyer.n);
    let headers = [("authorization", buyer.bearer.as_str()), ("idempotency-key", key.as_str())];
    ask(Method::POST, "/api/v1/checkout/orders", &headers, body.to_string())
}

/// The order of a buyer for what is in their cart at this moment, whatever it is.
pub async fn order_now(port: u16, buyer: &Buyer) -> Result<Ask> {
    Ok(order(buyer, &quote(&mut Connection::open(port).await?, buyer).await?))
}

/// The counted ids of `sql/goods.sql`.
pub fn id(kind: &str, n: usize) -> String {
    format!("019a0000-0000-7000-{kind}-{n:012x}")
}

/// What each basket costs with the cheapest service.
async fn quotes(port: u16, buyers: &[Buyer]) -> Result<Vec<(Value, Value)>> {
    let mut baskets = vec![(Value::Null, Value::Null); BASKETS];
    let mut connection = Connection::open(port).await?;
    for buyer in buyers {
        let Some(basket) = baskets.get_mut(buyer.n % BASKETS).filter(|basket| basket.0.is_null()) else { continue };
        *basket = quote(&mut connection, buyer).await?;
    }
    Ok(baskets)
}

/// The cheapest service for a buyer's cart, and the total with it.
async fn quote(connection: &mut Connection, buyer: &Buyer) -> Result<(Value, Value)> {
    let body = json!({ "address_id": id("9003", buyer.n) }).to_string();
    let headers = [("authorization", buyer.bearer.as_str())];
    let answer = connection.done(ask(Method::POST, "/api/v1/checkout/quotes", &headers, body)).await?;
    let answer: Value = serde_json::from_slice(&answer)?;
    let option = answer.pointer("/options/0").context("nobody ships there")?;
    let part = |pointer| option.pointer(pointer).cloned().context("an odd quote");
    Ok((part("/quote/service_id")?, part("/totals/grand")?))
}

/// Trades sessions for access tokens.
struct Refresher {
    next: Arc<Mutex<std::ops::RangeInclusive<usize>>>,
    now: usize,
    found: Arc<Mutex<Vec<Buyer>>>,
}

impl Visitor for Refresher {
    fn ask(&mut self) -> Option<Ask> {
        self.now = self.next.lock().unwrap_or_else(PoisonError::into_inner).next()?;
        let cookie = format!("hurtrock_refresh={}.secret-{}", id("9002", self.now), self.now);
        Some(ask(Method::POST, "/api/v1/auth/refresh", &[("cookie", &cookie)], ""))
    }

    fn hear(&mut self, body: &Bytes) {
        let answer: Value = serde_json::from_slice(body).unwrap_or_default();
        let Some(token) = answer.get("access_token").and_then(Value::as_str) else { return };
        let buyer = Buyer { n: self.now, bearer: format!("Bearer {token}") };
        self.found.lock().unwrap_or_else(PoisonError::into_inner).push(buyer);
    }
}
