//! A sandbox with a small shop behind it that writes down what it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use poem::http::StatusCode;
use poem::listener::TcpAcceptor;
use poem::{Endpoint, Request, Response, Route, Server};
use sandbox::{Config, Sandbox};
use serde_json::{Value, json};

/// A notification as it arrived at the shop.
#[derive(Clone)]
pub struct Told {
    pub path: String,
    pub signature: Option<String>,
    pub text: String,
    pub body: Value,
}

/// A status and where it redirects to.
type Answer = (u16, Option<String>);

#[derive(Clone, Default)]
pub struct Shop {
    told: Arc<Mutex<Vec<Told>>>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
}

impl Endpoint for Shop {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let (parts, body) = request.into_parts();
        let text = body.into_string().await?;
        let signature = parts.headers.get("Stripe-Signature");
        self.told.lock().unwrap().push(Told {
            path: parts.uri.path().to_owned(),
            signature: signature.map(|value| value.to_str().unwrap().to_owned()),
            body: serde_json::from_str(&text).unwrap(),
            text,
        });
        let (status, location) = self.answers.lock().unwrap().pop_front().unwrap_or((200, None));
        let response = Response::builder().status(StatusCode::from_u16(status).unwrap());
        Ok(match location {
            Some(location) => response.header("Location", location).finish(),
            None => response.finish(),
        })
    }
}

/// Everything a test needs.
pub struct World {
    pub sandbox: Sandbox,
    pub shop: Shop,
    pub shop_url: String,
    pub http: reqwest::Client,
}

pub async fn world() -> World {
    world_with(Config::default()).await
}

pub async fn world_with(config: Config) -> World {
    let shop = Shop::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let shop_url = format!("http://{}", listener.local_addr().unwrap());
    let server = Server::new_with_acceptor(TcpAcceptor::from_tokio(listener).unwrap());
    tokio::spawn(server.run(Route::new().at("/*path", shop.clone())));
    let config = Config { shop_url: shop_url.clone(), retry_minute: Duration::from_millis(5), ..config };
    let sandbox = Sandbox::start(config).await.unwrap();
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    World { sandbox, shop, shop_url, http }
}

/// A reply, read.
pub struct Said {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: Value,
}

impl Said {
    async fn read(response: reqwest::Response) -> Said {
        Said { status: response.status().as_u16(), headers: response.headers().clone(), body: response.json().await.unwrap() }
    }

    pub fn text(&self, pointer: &str) -> String {
        let value = self.body.pointer(pointer);
        value.and_then(Value::as_str).unwrap_or_else(|| panic!("no {pointer} in {}", self.body)).to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// `(status, error.code, error.param)`
    pub fn fault(&self) -> (u16, Option<&str>, Option<&str>) {
        let error = &self.body["error"];
        (self.status, error["code"].as_str(), error["param"].as_str())
    }
}

impl World {
    pub async fn stripe_post(&self, path: &str, fields: &[(&str, &str)]) -> Said {
        self.stripe_post_with(path, fields, &[]).await
    }

    pub async fn stripe_post_with(&self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Said {
        let mut request =
            self.http.post(format!("{}{path}", self.sandbox.stripe_url())).bearer_auth("sk_test_hurtrock_demo").form(fields);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Said::read(request.send().await.unwrap()).await
    }

    pub async fn stripe_get(&self, path: &str) -> Said {
        let request = self.http.get(format!("{}{path}", self.sandbox.stripe_url())).bearer_auth("sk_test_hurtrock_demo");
        Said::read(request.send().await.unwrap()).await
    }

    /// A good session for Rp 250.000.
    pub async fn session(&self) -> String {
        let made = self.stripe_post("/v1/checkout/sessions", &good_session()).await;
        assert_eq!(made.status, 200, "{}", made.body);
        made.text("/id")
    }

    pub async fn snap(&self, body: &Value) -> Said {
        self.snap_with(body, &[]).await
    }

    pub async fn snap_with(&self, body: &Value, headers: &[(&str, &str)]) -> Said {
        let mut request = self
            .http
            .post(format!("{}/transactions", self.sandbox.snap_url()))
            .basic_auth("SB-Mid-server-hurtrock-demo", Some(""))
            .json(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Said::read(request.send().await.unwrap()).await
    }

    pub async fn core(&self, path: &str) -> Said {
        let request =
            self.http.get(format!("{}/v2/{path}", self.sandbox.core_url())).basic_auth("SB-Mid-server-hurtrock-demo", Some(""));
        Said::read(request.send().await.unwrap()).await
    }

    pub async fn core_post(&self, path: &str, body: &Value) -> Said {
        let request = self
            .http
            .post(format!("{}/v2/{path}", self.sandbox.core_url()))
            .basic_auth("SB-Mid-server-hurtrock-demo", Some(""))
            .json(body);
        Said::read(request.send().await.unwrap()).await
    }

    /// A good Snap transaction for Rp 250.000; returns its token.
    pub async fn transaction(&self, order_id: &str) -> String {
        let made = self.snap(&good_transaction(order_id)).await;
        assert_eq!(made.status, 201, "{}", made.body);
        made.text("/token")
    }

    /// What the shop was told, once everything is sent.
    pub async fn told(&self) -> Vec<Told> {
        self.sandbox.idle(Duration::from_secs(5)).await.unwrap();
        self.shop.told.lock().unwrap().clone()
    }

    /// The kinds of what the shop was told.
    pub async fn kinds(&self) -> Vec<String> {
        let name = |told: &Told| {
            let kind = told.body.get("type").or_else(|| told.body.get("transaction_status"));
            kind.and_then(Value::as_str).unwrap().to_owned()
        };
        self.told().await.iter().map(name).collect()
    }

    /// What the shop answers next, before it is content again.
    pub fn shop_answers(&self, statuses: &[u16]) {
        self.shop.answers.lock().unwrap().extend(statuses.iter().map(|status| (*status, None)));
    }

    /// The shop answers once with a redirect.
    pub fn shop_redirects(&self, status: u16, location: &str) {
        self.shop.answers.lock().unwrap().push_back((status, Some(location.to_owned())));
    }
}

pub fn good_session() -> Vec<(&'static str, &'static str)> {
    vec![
        ("mode", "payment"),
        ("success_url", "https://shop.example/orders/7?session_id={CHECKOUT_SESSION_ID}"),
        ("cancel_url", "https://shop.example/orders/7"),
        ("client_reference_id", "INV-7"),
        ("customer_email", "ayu@example.com"),
        ("adaptive_pricing[enabled]", "false"),
        ("metadata[order_id]", "7"),
        ("payment_intent_data[metadata][order_id]", "7"),
        ("line_items[0][quantity]", "2"),
        ("line_items[0][price_data][currency]", "idr"),
        ("line_items[0][price_data][unit_amount]", "11500000"),
        ("line_items[0][price_data][product_data][name]", "Senar Gitar 9-42"),
        ("line_items[1][quantity]", "1"),
        ("line_items[1][price_data][currency]", "idr"),
        ("line_items[1][price_data][unit_amount]", "2000000"),
        ("line_items[1][price_data][product_data][name]", "Ongkir JNE REG"),
    ]
}

/// The good session with some fields replaced or added.
pub fn session_with(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut fields = good_session();
    fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    fields.extend_from_slice(changes);
    fields
}

/// The good session without one field.
pub fn session_without(name: &str) -> Vec<(&'static str, &'static str)> {
    let mut fields = good_session();
    fields.retain(|(field, _)| !field.starts_with(name));
    fields
}

pub fn good_transaction(order_id: &str) -> Value {
    json!({
        "transaction_details": { "order_id": order_id, "gross_amount": 250_000 },
        "item_details": [
            { "id": "STR-942", "price": 120_000, "quantity": 2, "name": "Senar Gitar 9-42" },
            { "id": "shipping", "price": 20_000, "quantity": 1, "name": "Ongkir JNE REG" },
            { "id": "discount", "price": -10_000, "quantity": 1, "name": "Potongan" },
        ],
        "customer_details": {
            "first_name": "Ayu", "last_name": "Lestari", "email": "ayu@example.com", "phone": "+6281234567890",
            "shipping_address": { "first_name": "Ayu", "address": "Jl. Braga 1", "city": "Bandung", "postal_code": "40111", "country_code": "IDN" },
        },
        "credit_card": { "secure": true },
        "callbacks": { "finish": "https://shop.example/orders/7?from=midtrans" },
    })
}
