//! Somebody who talks to the shop over HTTP.

use reqwest::{Client, Method, RequestBuilder};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::account::{Address, SignedIn};
use shared::cart::Cart;
use shared::checkout::CheckoutQuote;
use shared::ids::{AddressId, VariantId};
use shared::orders::Order;
use shared::problem::Problem;
use uuid::Uuid;

/// The password of every test account.
const PASSWORD: &str = "gitar merah di kamar";

/// A person, or a program, with what their browser would remember.
#[derive(Clone)]
pub struct Caller {
    url: String,
    http: Client,
    access_token: Option<String>,
    cart_token: Option<String>,
    cookie: Option<String>,
    user: Option<Uuid>,
    email: String,
}

/// An answer: status, headers, body.
#[derive(Debug)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Headers.
    pub headers: reqwest::header::HeaderMap,
    /// Body.
    pub body: bytes::Bytes,
}

impl Answer {
    /// The body as `T`; panics unless the status is 2xx.
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(self) -> T {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Panics unless the status is 2xx.
    #[track_caller]
    pub fn done(self) {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.text());
    }

    /// The problem; panics unless it is one with this status and code.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Problem {
        assert_eq!(self.status, status, "{}", self.text());
        let kind = self.headers.get("content-type").and_then(|value| value.to_str().ok());
        assert_eq!(kind, Some("application/problem+json"), "{}", self.text());
        let problem: Problem = serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()));
        assert_eq!(problem.code.as_str(), code, "{}", self.text());
        assert_eq!(problem.status, status);
        assert!(!problem.request_id.is_empty());
        problem
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

impl Caller {
    pub(crate) fn guest(url: String, http: Client) -> Self {
        Self { url, http, access_token: None, cart_token: None, cookie: None, user: None, email: String::new() }
    }

    /// The address of the shop that this caller talks to.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The same person at another address of the shop.
    #[must_use]
    pub fn at(mut self, url: &str) -> Self {
        url.clone_into(&mut self.url);
        self
    }

    /// A program with an API key instead.
    #[must_use]
    pub fn with_key(mut self, secret: &str) -> Self {
        self.access_token = Some(secret.to_owned());
        (self.cart_token, self.cookie) = (None, None);
        self
    }

    /// A request to a path below `/api/v1`, with this caller's credentials.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.http.request(method, format!("{}/api/v1{path}", self.url));
        if let Some(token) = &self.access_token {
            request = request.bearer_auth(token);
        }
        if let Some(token) = &self.cart_token {
            request = request.header("x-cart-token", token);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        request
    }

    /// Sends a request.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { status, headers, body: response.bytes().await.expect("a body") }
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    /// PUT with a JSON body.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }

    /// PUT with a JSON body, of something that was read at `revision`.
    pub async fn put_at(&self, path: &str, revision: i32, body: Value) -> Answer {
        self.send(self.request(Method::PUT, path).header("if-match", format!("\"{revision}\"")).json(&body)).await
    }

    /// POST with a JSON body, about something that was read at `revision`.
    pub async fn post_at(&self, path: &str, revision: i32, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).header("if-match", format!("\"{revision}\"")).json(&body)).await
    }

    /// PATCH with a JSON body, of something that was read at `revision`.
    pub async fn patch_at(&self, path: &str, revision: i32, body: Value) -> Answer {
        self.send(self.request(Method::PATCH, path).header("if-match", format!("\"{revision}\"")).json(&body)).await
    }

    /// Sends files as a browser's form does: each a name, a media type and its content.
    pub async fn upload(&self, method: Method, path: &str, files: &[(&str, &str, &[u8])]) -> Answer {
        self.send(self.form(method, path, "files", files)).await
    }

    /// Sends one file by POST, in the field `file`.
    pub async fn upload_one(&self, path: &str, name: &str, kind: &str, content: &[u8]) -> Answer {
        self.send(self.form(Method::POST, path, "file", &[(name, kind, content)])).await
    }

    /// PUT of files, to something that was read at `revision`.
    pub async fn upload_at(&self, path: &str, revision: i32, files: &[(&str, &str, &[u8])]) -> Answer {
        self.send(self.form(Method::PUT, path, "files", files).header("if-match", format!("\"{revision}\""))).await
    }

    fn form(&self, method: Method, path: &str, field: &str, files: &[(&str, &str, &[u8])]) -> RequestBuilder {
        const BOUNDARY: &str = "----gitar-merah-di-kamar";
        let mut body = Vec::new();
        for (name, kind, content) in files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.request(method, path).header("content-type", kind).body(body)
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// DELETE of something that was read at `revision`.
    pub async fn delete_at(&self, path: &str, revision: i32) -> Answer {
        self.send(self.request(Method::DELETE, path).header("if-match", format!("\"{revision}\""))).await
    }

    /// Remembers who was signed in, as a browser does.
    pub fn remember(&mut self, answer: Answer) -> SignedIn {
        let cookie = answer.headers.get("set-cookie").and_then(|value| value.to_str().ok());
        if let Some(cookie) = cookie {
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        let signed_in: SignedIn = answer.ok();
        self.access_token = Some(signed_in.access_token.clone());
        self.cart_token = None;
        self.user = Some(signed_in.user.id.0);
        signed_in
    }

    /// Creates an account.
    pub async fn register(&mut self) -> SignedIn {
        let request = self.registration();
        let answer = self.send(request).await;
        self.remember(answer)
    }

    /// Creates an account from an address of the network, as a proxy beside the shop tells it: from one address only so many are
    /// made in an hour.
    pub async fn register_from(&mut self, ip: &str) -> SignedIn {
        let request = self.registration().header("x-forwarded-for", ip);
        let answer = self.send(request).await;
        self.remember(answer)
    }

    fn registration(&mut self) -> RequestBuilder {
        self.email = format!("pembeli-{}@example.com", Uuid::now_v7().simple());
        let ask = json!({ "name": "Budi Santoso", "email": self.email, "password": PASSWORD, "locale": "id" });
        self.request(Method::POST, "/auth/registration").json(&ask)
    }

    /// Signs in anew.
    pub async fn sign_in(&mut self) -> SignedIn {
        let ask = json!({ "login": self.email, "password": PASSWORD });
        let answer = self.post("/auth/sign-in", ask).await;
        self.remember(answer)
    }

    /// The account.
    pub fn user_id(&self) -> Uuid {
        self.user.expect("a signed-in caller")
    }

    /// The account's email address.
    pub fn email(&self) -> &str {
        &self.email
    }

    /// The account's password.
    pub fn password(&self) -> &'static str {
        PASSWORD
    }

    /// Its refresh cookie, as sent.
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// Uses another refresh cookie.
    pub fn set_cookie(&mut self, cookie: &str) {
        self.cookie = Some(cookie.to_owned());
    }

    /// Puts pieces into the cart; remembers a guest's cart token.
    pub async fn add_to_cart(&mut self, variant: VariantId, quantity: i32) -> Cart {
        let cart: Cart = self.post("/cart/items", json!({ "variant_id": variant, "quantity": quantity })).await.ok();
        if let Some(token) = &cart.token {
            self.cart_token = Some(token.clone());
        }
        cart
    }

    /// Saves an address in a district.
    pub async fn add_address(&self, district: &str) -> AddressId {
        let ask = json!({ "label": "Rumah", "recipient": "Budi Santoso", "phone": "0821-1555-8035", "street": "Jl. Riau No. 11",
                          "district_code": district, "postal_code": "40115" });
        self.post("/account/addresses", ask).await.ok::<Address>().id
    }

    /// The body of a place-order request for what is in the cart, with the cheapest service.
    pub async fn order_request(&self, address: AddressId) -> Value {
        let quote: CheckoutQuote = self.post("/checkout/quotes", json!({ "address_id": address })).await.ok();
        let option = quote.options.first().expect("a shipping service");
        json!({ "address_id": address, "shipping_service_id": option.quote.service_id, "expected_total": option.totals.grand, "note": "" })
    }

    /// Places an order under a key.
    pub async fn place(&self, key: &str, ask: &Value) -> Answer {
        self.send(self.request(Method::POST, "/checkout/orders").header("idempotency-key", key).json(ask)).await
    }

    /// Buys pieces of a variant up to the unpaid order.
    pub async fn order(&mut self, variant: VariantId, quantity: i32) -> Order {
        self.add_to_cart(variant, quantity).await;
        let address = self.add_address(crate::districts::JAKARTA).await;
        let ask = self.order_request(address).await;
        self.place(&Uuid::now_v7().to_string(), &ask).await.ok()
    }
}
