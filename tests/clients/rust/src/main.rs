//! Buys as a person (`buy` in the variable `CLIENT`), or reads an order as a program with a key (`read`),
//! with the client that progenitor made of the document.

use std::error::Error;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde_json::{Value, json};
use uuid::Uuid;

use self::shop::{Client, types};

#[allow(clippy::all, dead_code, reason = "generated")]
mod shop {
    include!(concat!(env!("OUT_DIR"), "/shop.rs"));
}

type Told<T> = Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Told<()> {
    let task: Value = serde_json::from_str(&std::env::var("CLIENT")?)?;
    let base = format!("{}/api/v1", text(&task["shop"])?);
    let said = if task["buy"].is_object() {
        buy(&base, text(&task["buy"]["login"])?, text(&task["buy"]["password"])?).await?
    } else {
        read(&base, text(&task["read"]["key"])?, text(&task["read"]["number"])?).await?
    };
    println!("{said}");
    Ok(())
}

fn text(value: &Value) -> Told<&str> {
    value.as_str().ok_or_else(|| "the task is not whole".into())
}

fn signed_by(base: &str, token: &str) -> Told<Client> {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {token}"))?);
    let http = reqwest::Client::builder().default_headers(headers).build()?;
    Ok(Client::new_with_client(base, http))
}

fn first<T>(items: Vec<T>) -> Told<T> {
    items.into_iter().next().ok_or_else(|| "the list is empty".into())
}

async fn buy(base: &str, login: &str, password: &str) -> Told<Value> {
    let guest = Client::new(base);
    let ask = |password: &str| types::SignInRequest { login: login.to_owned(), password: password.to_owned() };
    match guest.sign_in().body(ask("bukan sandinya")).send().await {
        Err(error) if error.status().is_some_and(|status| status.as_u16() == 401) => {}
        _ => return Err("a wrong password is told".into()),
    }
    let signed_in = guest.sign_in().body(ask(password)).send().await?.into_inner();
    let shop = signed_by(base, &signed_in.access_token)?;

    let card = first(shop.list_products().send().await?.into_inner().items)?;
    let product = shop.get_product().slug(card.slug).send().await?.into_inner();
    let variant = first(product.variants)?;
    shop.add_to_cart().body(types::AddToCartRequest { variant_id: variant.id, quantity: 1 }).send().await?;
    let address = first(shop.list_addresses().send().await?.into_inner())?;
    let quote = shop.quote_checkout().body(types::CheckoutQuoteRequest { address_id: address.id }).send().await?.into_inner();
    let option = first(quote.options)?;
    let ask = types::PlaceOrderRequest {
        address_id: address.id,
        shipping_service_id: option.quote.service_id,
        expected_total: option.totals.grand,
        note: "Dari Rust".to_owned(),
        items: Default::default(),
    };
    let key = Uuid::new_v4().to_string();
    let order = shop.place_order().idempotency_key(key.clone()).body(ask.clone()).send().await?.into_inner();
    let again = shop.place_order().idempotency_key(key).body(ask).send().await?.into_inner();
    if again.number != order.number {
        return Err("the same request is the same order".into());
    }
    let pay = types::StartPaymentRequest { provider: types::PaymentProvider::Midtrans };
    shop.start_payment().number(order.number.clone()).body(pay).send().await?;
    Ok(json!({ "number": order.number }))
}

async fn read(base: &str, key: &str, number: &str) -> Told<Value> {
    let shop = signed_by(base, key)?;
    let page = shop.list_staff_orders().q(number).send().await?.into_inner();
    let row = first(page.items.into_iter().filter(|row| row.number == number).collect())?;
    let found = shop.get_staff_order().order_id(row.id).send().await?.into_inner();
    for _ in 0..2 {
        let note = types::AddOrderNoteRequest { text: "Dari Rust".to_owned() };
        let name = format!("catatan-{}", row.id);
        shop.add_order_note().order_id(row.id).idempotency_key(name).body(note).send().await?;
    }
    match shop.list_staff_products().send().await {
        Err(error) if error.status().is_some_and(|status| status.as_u16() == 403) => {}
        _ => return Err("a key does not leave its scopes".into()),
    }
    let order = found.order;
    Ok(json!({ "number": order.number, "status": order.status, "grand": order.totals.grand, "placed": order.created_at }))
}
