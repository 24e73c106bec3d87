//! People who look around, fill a cart, order, and then pay, think better of it, or forget about it.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use reqwest::Method;
use serde_json::{Value, json};
use shared::orders::Order;
use shared::payments::Payment;
use uuid::Uuid;

use crate::shop::Person;
use crate::tally::Fate;
use crate::world::{World, dice, id};

/// Between two visits.
const PAUSE: Duration = Duration::from_millis(1_500);
/// What people look for.
const WORDS: [&str; 6] = ["ibanez%20mahoni", "gitar%20elektrik", "fender", "drum%20set", "ampli%20tabung", "senar%20gitra"];

/// Somebody who comes again and again.
pub struct Buyer {
    world: Arc<World>,
    person: Person,
}

impl Buyer {
    pub fn new(world: &Arc<World>, n: u64) -> Self {
        Self { world: Arc::clone(world), person: Person::new(&world.shop, n) }
    }

    /// Comes until the shop closes.
    pub async fn shop(mut self) {
        while !self.world.is_closing() {
            if let Err(fault) = self.visit().await {
                self.world.tally.fault(format!("buyer {}: {fault:#}", self.person.n));
            }
            self.world.pause(PAUSE).await;
        }
    }

    async fn visit(&mut self) -> Result<()> {
        self.browse().await?;
        let Some(order) = self.place().await? else { return Ok(()) };
        match dice(10) {
            0 => self.call_off(&order).await,
            1 => Ok(()),
            _ => self.pay(&order).await,
        }
    }

    async fn browse(&mut self) -> Result<()> {
        let word = WORDS.get(usize::try_from(dice(6))?).copied().unwrap_or_default();
        self.person.get("browse", "/products?limit=24").await?;
        self.person.get("search", &format!("/products?q={word}&min_price={}", 100_000 + dice(900_000))).await?;
        self.person.get("search", &format!("/search/suggestions?q={}", word.get(..3).unwrap_or_default())).await?;
        let product = 1 + dice(self.world.products);
        self.person.get("browse", &format!("/products/produk-{product}")).await?;
        Ok(())
    }

    /// Orders one or two things; `None` when somebody else was faster.
    async fn place(&mut self) -> Result<Option<Order>> {
        let first = 1 + dice(self.world.products);
        let mut items = vec![json!({ "variant_id": id("8004", first * 4), "quantity": 1 + dice(2) })];
        if dice(2) == 0 {
            let second = 1 + first % self.world.products;
            items.push(json!({ "variant_id": id("8004", second * 4), "quantity": 1 }));
        }
        let cart = self.person.send("fill the cart", Method::PUT, "/cart", None, &json!({ "items": items })).await?;
        if cart.code() == "out_of_stock" {
            return Ok(self.sold_out());
        }
        cart.ok::<Value>()?;

        let address = json!({ "address_id": id("9003", self.person.n) });
        let quote = self.person.send("ask what it costs", Method::POST, "/checkout/quotes", None, &address).await?;
        if quote.code() == "out_of_stock" {
            return Ok(self.sold_out());
        }
        let quote: Value = quote.ok()?;
        let part = |pointer: &str| quote.pointer(pointer).cloned().context("nobody ships there");
        let ask = json!({ "address_id": id("9003", self.person.n), "shipping_service_id": part("/options/0/quote/service_id")?,
                          "expected_total": part("/options/0/totals/grand")?, "note": "" });

        let key = Uuid::now_v7().to_string();
        let placed = self.person.send("place an order", Method::POST, "/checkout/orders", Some(&key), &ask).await?;
        if placed.code() == "out_of_stock" {
            return Ok(self.sold_out());
        }
        let order: Order = placed.ok()?;
        self.world.tally.placed(order.id.0, order.number.clone());
        Ok(Some(order))
    }

    fn sold_out(&self) -> Option<Order> {
        self.world.tally.seen().sold_out += 1;
        None
    }

    async fn call_off(&mut self, order: &Order) -> Result<()> {
        let path = format!("/orders/{}/cancellation", order.number);
        let answer =
            self.person.send("call an order off", Method::POST, &path, None, &json!({ "reason": "Salah pilih" })).await?;
        // A try without an answer may have done it already.
        if !(answer.status == 409 && answer.retried) {
            answer.ok::<Value>()?;
        }
        self.world.tally.order(order.id.0, |order| order.fate = Fate::Cancelled);
        Ok(())
    }

    async fn pay(&mut self, order: &Order) -> Result<()> {
        let card = dice(2) == 0;
        let key = Uuid::now_v7().to_string();
        let path = format!("/orders/{}/payments", order.number);
        let ask = json!({ "provider": if card { "stripe" } else { "midtrans" } });
        let bill: Payment = self.person.send("begin to pay", Method::POST, &path, Some(&key), &ask).await?.ok()?;
        let url = bill.redirect_url.as_deref().context("no page to pay on")?;
        let page = url.split('?').next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        let paid = if card { self.world.sandbox.stripe().pay(page) } else { self.world.sandbox.midtrans().pay(page, "gopay") };
        paid.with_context(|| format!("paying {}", order.number))?;
        self.world.tally.order(order.id.0, |order| order.fate = Fate::Paid);

        // Some come back from the provider's page, the others never do.
        if dice(3) == 0 {
            let path = format!("/orders/{}/payments/refresh", order.number);
            self.person.send("come back from paying", Method::POST, &path, None, &Value::Null).await?.ok::<Value>()?;
        }
        self.person.get("look at one's orders", "/orders?limit=10").await?;
        self.person.get("look at one's orders", &format!("/orders/{}", order.number)).await?;
        Ok(())
    }
}
