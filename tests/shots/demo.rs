//! The demo, with what the pictures need: full carts, and an order in every state there is.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use reqwest::{Client, Method, RequestBuilder};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::account::{Address, SignedIn};
use shared::cart::Cart;
use shared::catalog::{Product, ProductCard, ProductList, StockState};
use shared::checkout::CheckoutQuote;
use shared::ids::{OrderId, VariantId};
use shared::orders::{Order, OrderSummary};
use shared::page::Page;

/// The password of every demo account.
pub const PASSWORD: &str = "hurtrock-demo";
/// The demo's buyer.
pub const BUYER: &str = "buyer@hurtrock.example";
/// The demo's administrator.
pub const ADMIN: &str = "admin@hurtrock.example";

/// How many different things lie in a full cart.
const IN_CART: usize = 3;

/// The shop, ready to be looked at.
pub struct Shop {
    /// Its address.
    pub url: String,
    /// The name in the URL of a product with variants and reviews.
    pub product: String,
    /// One that is sold out.
    pub sold_out: String,
    /// The key to a guest's full cart.
    pub cart: String,
    /// The buyer's latest order of each status.
    pub orders: BTreeMap<String, Placed>,
}

/// An order, as buyers and as staff call it.
pub struct Placed {
    /// Its number, in the buyer's addresses.
    pub number: String,
    /// Its id, in those of the back office.
    pub id: OrderId,
}

/// Somebody who talks to the shop.
struct Caller<'a> {
    http: &'a Client,
    api: &'a str,
    /// Name and value of a header that says who it is.
    key: Option<(&'static str, String)>,
}

impl Caller<'_> {
    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        self.send(path, self.http.request(Method::GET, format!("{}{path}", self.api))).await
    }

    async fn post<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T> {
        let request = self.http.request(Method::POST, format!("{}{path}", self.api)).json(body);
        // Only placing an order asks for it.
        self.send(path, request.header("Idempotency-Key", uuid::Uuid::now_v7().to_string())).await
    }

    async fn send<T: DeserializeOwned>(&self, path: &str, mut request: RequestBuilder) -> Result<T> {
        if let Some((name, value)) = &self.key {
            request = request.header(*name, value);
        }
        let answer = request.send().await.with_context(|| path.to_owned())?;
        let status = answer.status();
        if !status.is_success() {
            bail!("{path}: {status} {}", answer.text().await.unwrap_or_default());
        }
        answer.json().await.with_context(|| path.to_owned())
    }
}

impl Shop {
    /// Puts things into carts, and places an order to be paid if there is none.
    pub async fn prepare(url: &str) -> Result<Self> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().build()?;
        let url = url.trim_end_matches('/').to_owned();
        let api = format!("{url}/api/v1");
        let guest = Caller { http: &http, api: &api, key: None };

        let list: ProductList = guest.get("/products?limit=100&sort=best_selling").await?;
        let product = pick(&list, |card| card.variant_count > 1 && card.rating_count > 2 && card.stock != StockState::Out)?;
        let goods = goods(&guest, &list).await?;

        let first: Cart = guest.post("/cart/items", &item(goods.first().context("nothing is in stock")?)).await?;
        let cart = first.token.context("a guest's cart without a key")?;
        fill(&Caller { key: Some(("X-Cart-Token", cart.clone())), ..guest }, &goods).await?;

        let signed_in: SignedIn =
            guest_of(&http, &api).post("/auth/sign-in", &json!({ "login": BUYER, "password": PASSWORD })).await?;
        let buyer =
            Caller { key: Some(("Authorization", format!("Bearer {}", signed_in.access_token))), ..guest_of(&http, &api) };
        fill(&buyer, &goods).await?;
        let mut orders = orders(&buyer).await?;
        if !orders.contains_key("pending") {
            orders.insert("pending".to_owned(), place(&buyer).await?);
            fill(&buyer, &goods).await?;
        }
        let sold_out = sold_out(&guest).await?;
        Ok(Self { product: product.slug.clone(), sold_out, url, cart, orders })
    }
}

fn guest_of<'a>(http: &'a Client, api: &'a str) -> Caller<'a> {
    Caller { http, api, key: None }
}

fn pick(list: &ProductList, fits: impl Fn(&ProductCard) -> bool) -> Result<&ProductCard> {
    list.items.iter().find(|card| fits(card)).context("the demo has no such product")
}

/// What is sold out, wherever it is in the list.
async fn sold_out(guest: &Caller<'_>) -> Result<String> {
    let mut path = "/products?limit=100".to_owned();
    loop {
        let list: ProductList = guest.get(&path).await?;
        if let Some(card) = list.items.into_iter().find(|card| card.stock == StockState::Out) {
            return Ok(card.slug);
        }
        let cursor = list.next_cursor.context("nothing is sold out")?;
        path = format!("/products?limit=100&cursor={cursor}");
    }
}

/// Things that can be bought: one dear, one with variants, one small.
async fn goods(guest: &Caller<'_>, list: &ProductList) -> Result<Vec<VariantId>> {
    let mut cards: Vec<&ProductCard> = list.items.iter().filter(|card| card.stock == StockState::InStock).collect();
    cards.sort_by_key(|card| card.price);
    let mut goods = Vec::new();
    for place in [cards.len() / 20, cards.len() / 2, cards.len() * 9 / 10] {
        let Some(card) = cards.get(place) else { continue };
        let product: Product = guest.get(&format!("/products/{}", card.slug)).await?;
        goods.extend(product.variants.iter().find(|variant| variant.available > 2).map(|variant| variant.id));
    }
    goods.truncate(IN_CART);
    Ok(goods)
}

fn item(variant: &VariantId) -> Value {
    json!({ "variant_id": variant, "quantity": 1 })
}

/// Puts what is missing into the cart.
async fn fill(who: &Caller<'_>, goods: &[VariantId]) -> Result<()> {
    let cart: Cart = who.get("/cart").await?;
    for variant in goods.iter().filter(|variant| cart.items.iter().all(|item| item.variant_id != **variant)) {
        let _: Cart = who.post("/cart/items", &item(variant)).await?;
    }
    Ok(())
}

/// The latest order of each status.
async fn orders(buyer: &Caller<'_>) -> Result<BTreeMap<String, Placed>> {
    let page: Page<OrderSummary> = buyer.get("/orders?limit=100").await?;
    let mut orders = BTreeMap::new();
    for order in page.items {
        orders.entry(order.status.to_string()).or_insert(Placed { number: order.number, id: order.id });
    }
    Ok(orders)
}

/// Orders what is in the cart, to be paid later.
async fn place(buyer: &Caller<'_>) -> Result<Placed> {
    let addresses: Vec<Address> = buyer.get("/account/addresses").await?;
    let address = addresses.first().context("the buyer has no address")?.id;
    let quote: CheckoutQuote = buyer.post("/checkout/quotes", &json!({ "address_id": address })).await?;
    let option = quote.options.first().context("no courier goes there")?;
    let wanted = json!({
        "address_id": address,
        "shipping_service_id": option.quote.service_id,
        "expected_total": option.totals.grand,
    });
    let order: Order = buyer.post("/checkout/orders", &wanted).await?;
    Ok(Placed { number: order.number, id: order.id })
}
