//! Who asks: each kind of visitor that a row of the report sends.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU64, AtomicUsize};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use hyper::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::buyers::{self, PASSWORD};
use crate::load::{Ask, Visitor, ask};
use crate::rows::PRICES;

/// The same request again and again.
#[derive(Clone)]
pub struct Same(pub Ask, pub StatusCode);

impl Visitor for Same {
    fn ask(&mut self) -> Option<Ask> {
        Some(self.0.clone())
    }

    fn expects(&self, status: StatusCode) -> bool {
        status == self.1
    }
}

/// A path that ends in a price nobody asked for before.
pub struct Varied {
    pub start: &'static str,
    pub random: Random,
}

impl Visitor for Varied {
    fn ask(&mut self) -> Option<Ask> {
        let price = self.random.next(PRICES.0, PRICES.1);
        Some(ask(Method::GET, &format!("{}{price}", self.start), &[], ""))
    }
}

/// Paths that are asked for in turn, each once a round.
pub struct Round {
    pub paths: Vec<String>,
    pub next: AtomicUsize,
    pub over: Notify,
}

/// One of those who go round.
pub struct First(pub Arc<Round>);

impl Visitor for First {
    fn ask(&mut self) -> Option<Ask> {
        let place = self.0.next.fetch_add(1, Relaxed) % self.0.paths.len();
        if place + 1 == self.0.paths.len() {
            self.0.over.notify_one();
        }
        Some(ask(Method::GET, self.0.paths.get(place)?, &[], ""))
    }
}

/// A guest with a cart.
pub struct Guest {
    pub random: Random,
    pub products: i64,
    pub token: Option<String>,
    pub lines: usize,
}

impl Visitor for Guest {
    fn ask(&mut self) -> Option<Ask> {
        if self.lines == 3 {
            (self.token, self.lines) = (None, 0);
        }
        let product = usize::try_from(self.random.next(1, self.products)).ok()?;
        let body = json!({ "variant_id": buyers::id("8004", product * 4), "quantity": 1 }).to_string();
        let token: Vec<(&str, &str)> = self.token.iter().map(|token| ("x-cart-token", token.as_str())).collect();
        Some(ask(Method::POST, "/api/v1/cart/items", &token, body))
    }

    fn hear(&mut self, body: &Bytes) {
        self.lines += 1;
        if self.token.is_none() {
            let cart: Value = serde_json::from_slice(body).unwrap_or_default();
            self.token = cart.get("token").and_then(Value::as_str).map(str::to_owned);
        }
    }
}

/// Somebody who signs in.
pub struct Returning {
    pub known: usize,
    pub next: Arc<AtomicUsize>,
}

impl Visitor for Returning {
    fn ask(&mut self) -> Option<Ask> {
        let login = format!("buyer-{}@bench.example", self.next.fetch_add(1, Relaxed) % self.known);
        let body = json!({ "login": login, "password": PASSWORD }).to_string();
        Some(ask(Method::POST, "/api/v1/auth/sign-in", &[], body))
    }
}

/// Orders that were prepared.
pub struct Ordering(pub Arc<Mutex<Vec<Ask>>>);

impl Visitor for Ordering {
    fn ask(&mut self) -> Option<Ask> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn expects(&self, status: StatusCode) -> bool {
        status == StatusCode::CREATED
    }
}

/// One order, which may come too late.
pub struct Rushing(pub Option<Ask>);

impl Visitor for Rushing {
    fn ask(&mut self) -> Option<Ask> {
        self.0.take()
    }

    fn expects(&self, status: StatusCode) -> bool {
        status == StatusCode::CREATED || status == StatusCode::CONFLICT
    }
}

/// Numbers that look random, without end (splitmix64).
#[derive(Clone)]
pub struct Random(Arc<AtomicU64>);

impl Random {
    pub fn new() -> Self {
        Self(Arc::default())
    }

    fn next(&self, least: i64, most: i64) -> i64 {
        let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Relaxed);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let span = (most - least + 1).max(1).unsigned_abs();
        least + i64::try_from((z ^ (z >> 31)) % span).unwrap_or_default()
    }
}
