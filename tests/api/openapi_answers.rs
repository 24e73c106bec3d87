//! K1: what is answered, and told to webhooks, is what the document says: every status, every header.

use reqwest::Method;
use serde_json::{Value, json};
use shared::integrations::{NewApiKey, WebhookEvent};
use shared::inventory::StaffSupplier;
use shared::permission::Permission;
use tests::{Answer, Caller, Shelf, TestApp};

use super::inventory_suppliers::supplier;
use super::openapi::{agrees, document, meant};
use super::webhooks::World;

/// What HTTP itself says with an answer: how it came, how it may be kept and shown. The document is silent about it.
const OF_HTTP: [&str; 11] = [
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-security-policy",
    "content-type",
    "date",
    "referrer-policy",
    "transfer-encoding",
    "vary",
    "x-content-type-options",
];

/// Answers as they came, compared with the document.
struct Walk<'a> {
    document: &'a Value,
    wrong: Vec<String>,
}

impl<'a> Walk<'a> {
    fn new(document: &'a Value) -> Self {
        Self { document, wrong: Vec::new() }
    }

    fn header<'b>(answer: &'b Answer, name: &str) -> Option<&'b str> {
        answer.headers.get(name)?.to_str().ok()
    }

    /// Compares an answer to an operation.
    fn look(&mut self, who: &str, method: &str, template: &str, answer: &Answer) {
        let document = self.document;
        let at = format!("{method} {template} as {who}: {}", answer.status);
        let told = document["paths"][template][method]["responses"].get(answer.status.to_string());
        let Some(told) = told.map(|told| meant(document, told)) else {
            self.wrong.push(format!("{at} is not in the document: {}", answer.text()));
            return;
        };
        let headers = told["headers"].as_object().into_iter().flatten();
        let headers: Vec<(String, &Value)> =
            headers.map(|(name, header)| (name.to_lowercase(), meant(document, header))).collect();
        for name in answer.headers.keys().map(reqwest::header::HeaderName::as_str) {
            if !OF_HTTP.contains(&name) && !headers.iter().any(|(known, _)| known == name) {
                self.wrong.push(format!("{at} has {name}, which is not in the document"));
            }
        }
        for (name, header) in &headers {
            match (Self::header(answer, name), header["schema"]["type"].as_str()) {
                (None, _) if header["required"] == true => self.wrong.push(format!("{at} lacks {name}")),
                (Some(text), Some("integer")) if text.parse::<u64>().is_err() => self.wrong.push(format!("{at}: {name}: {text}")),
                (Some(text), Some("boolean")) if text.parse::<bool>().is_err() => {
                    self.wrong.push(format!("{at}: {name}: {text}"))
                }
                _ => {}
            }
        }
        let kind = Self::header(answer, "content-type").and_then(|kind| kind.split(';').next());
        let kinds = told["content"].as_object().filter(|kinds| !kinds.is_empty());
        let is_right = match kinds {
            Some(kinds) => kind.is_some_and(|kind| kinds.contains_key(kind)),
            None => answer.body.is_empty(),
        };
        if !is_right {
            self.wrong.push(format!("{at} is {kind:?} of {} bytes", answer.body.len()));
        }
    }

    #[track_caller]
    fn end(self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
    }
}

/// The path of an operation, with what is known put in, and with values for what must be asked.
fn path(document: &Value, template: &str, operation: &Value, known: &[(&str, String)]) -> String {
    let nothing = uuid::Uuid::now_v7().to_string();
    let fill = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some(name) => known.iter().find(|(known, _)| *known == name).map_or_else(|| nothing.clone(), |(_, id)| id.clone()),
        None => part.to_owned(),
    };
    let mut path: Vec<String> = template.split('/').map(fill).collect();
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let asked = parameters.filter(|parameter| parameter["in"] == "query" && parameter["required"] == true);
    let asked: Vec<String> = asked
        .map(|parameter| {
            let schema = meant(document, &parameter["schema"]);
            let text = if schema["type"] == "integer" { "1" } else { "RG550" };
            format!("{}={}", parameter["name"].as_str().unwrap(), schema["enum"][0].as_str().unwrap_or(text))
        })
        .collect();
    if !asked.is_empty() {
        let last = path.last_mut().unwrap();
        *last = format!("{last}?{}", asked.join("&"));
    }
    path.join("/")
}

async fn key(app: &TestApp, scopes: &[Permission], per_minute: u32) -> Caller {
    let ask = json!({ "name": "ERP", "scopes": scopes, "requests_per_minute": per_minute, "expires_at": null });
    let made: NewApiKey = app.admin().await.post("/admin/api-keys", ask).await.ok();
    app.guest().with_key(&made.secret)
}

fn all_scopes() -> Vec<Permission> {
    Permission::ALL.iter().copied().filter(|permission| permission.is_for_keys()).collect()
}

#[tokio::test]
async fn every_answer_is_one_of_the_document() {
    let (app, document) = document().await;
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let mut buyer = app.buyer().await;
    let order = app.paid_order(&mut buyer, guitar.variant, 1).await;
    app.eventually("it is listed", async || app.guest().get("/products").await.json()["total"] == 1).await;
    let slug = app.guest().get("/products").await.json()["items"][0]["slug"].as_str().unwrap().to_owned();
    let known = [
        ("slug", slug),
        ("number", order.number.clone()),
        ("order_id", order.id.to_string()),
        ("payment_id", order.payments[0].id.to_string()),
        ("product_id", guitar.product.to_string()),
        ("variant_id", guitar.variant.to_string()),
        ("user_id", buyer.user_id().to_string()),
        ("code", "32".to_owned()),
    ];
    let (guest, staff, admin) = (app.guest(), app.staff().await, app.admin().await);
    let (whole, narrow) = (key(&app, &all_scopes(), 60_000).await, key(&app, &[Permission::OrdersRead], 60_000).await);
    let mut walk = Walk::new(&document);
    let mut unchanged = 0;
    for (who, caller) in
        [("guest", &guest), ("buyer", &buyer), ("key", &whole), ("narrow key", &narrow), ("staff", &staff), ("admin", &admin)]
    {
        for (template, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                // Who may change nothing is asked to change everything.
                if method != "get" && !matches!(who, "guest" | "narrow key") {
                    continue;
                }
                let path = path(&document, template, operation, &known);
                let request = || caller.request(method.to_uppercase().parse().unwrap(), &path);
                let answer = caller.send(request()).await;
                walk.look(who, method, template, &answer);
                if who.ends_with("key") && !answer.headers.contains_key("ratelimit-remaining") {
                    walk.wrong.push(format!("{method} {template} as {who} does not tell its pace"));
                }
                let Some(tag) = answer.headers.get("etag").filter(|_| method == "get" && answer.status == 200) else { continue };
                let again = caller.send(request().header("if-none-match", tag)).await;
                walk.look(who, method, template, &again);
                unchanged += i32::from(again.status == 304);
            }
        }
    }
    walk.end();
    assert!(unchanged > 40, "{unchanged} were answered by 304");
}

#[tokio::test]
async fn what_is_rare_is_in_the_document_as_well() {
    let (app, document) = document().await;
    let mut walk = Walk::new(&document);
    let guitar = Shelf::new(&app).await.goods("RG550", 12_000_000, 5).await;
    let mut buyer = app.guest();
    let ask = json!({ "name": "Budi", "email": "budi@example.com", "password": buyer.password(), "locale": "id" });
    let registered = buyer.post("/auth/registration", ask).await;
    assert!(registered.headers.contains_key("set-cookie"));
    walk.look("guest", "post", "/auth/registration", &registered);
    buyer.remember(registered);
    for (path, login) in [("/auth/refresh", None), ("/auth/sign-in", Some("budi@example.com")), ("/auth/sign-out", None)] {
        let ask = json!({ "login": login, "password": buyer.password() });
        let answer = buyer.post(path, ask).await;
        assert!(answer.status < 300 && answer.headers.contains_key("set-cookie"), "{path}: {}", answer.text());
        walk.look("buyer", "post", path, &answer);
        if answer.status == 200 {
            buyer.remember(answer);
        }
    }
    let ended = buyer.post("/auth/refresh", Value::Null).await;
    assert!(ended.status == 401 && ended.headers.contains_key("set-cookie"), "{}", ended.text());
    walk.look("buyer", "post", "/auth/refresh", &ended);
    buyer = app.buyer().await;
    buyer.add_to_cart(guitar.variant, 1).await;
    let address = buyer.add_address(tests::districts::JAKARTA).await;
    let ask = buyer.order_request(address).await;
    let placed = buyer.place("budi-00000001", &ask).await;
    walk.look("buyer", "post", "/checkout/orders", &placed);
    let order: shared::orders::Order = placed.ok();

    let erp = key(&app, &all_scopes(), 60_000).await;
    let path = format!("/admin/orders/{}/notes", order.id);
    let note =
        |name: &str, text: &str| erp.request(Method::POST, &path).header("idempotency-key", name).json(&json!({ "text": text }));
    let mut replayed = Vec::new();
    for (name, text) in
        [("catatan-1", "a"), ("catatan-1", "a"), ("catatan-1", "b"), ("catatan-2", ""), ("catatan-2", ""), ("x", "")]
    {
        let answer = erp.send(note(name, text)).await;
        walk.look("key", "post", "/admin/orders/{order_id}/notes", &answer);
        replayed.push((answer.status, answer.headers.contains_key("idempotency-replayed")));
    }
    assert_eq!(replayed, [(200, false), (200, true), (409, false), (422, false), (422, true), (422, false)]);

    // What asks for nobody is done once for a key as well.
    let viewed = format!("/products/{}/views", guitar.product);
    let view = || erp.request(Method::POST, &viewed).header("idempotency-key", "dilihat-1");
    for replayed in [false, true] {
        let answer = erp.send(view()).await;
        walk.look("key", "post", "/products/{id}/views", &answer);
        assert_eq!((answer.status, answer.headers.contains_key("idempotency-replayed")), (204, replayed));
    }

    // Two editors, and a request that names no revision.
    let supplier = supplier("Laras Dawai");
    let made = erp.post("/admin/suppliers", supplier.clone()).await;
    walk.look("key", "post", "/admin/suppliers", &made);
    let made: StaffSupplier = made.ok();
    let path = format!("/admin/suppliers/{}", made.id);
    for (status, revision) in [(428, None), (412, Some(99)), (200, Some(made.revision))] {
        let mut request = erp.request(Method::PUT, &path).json(&supplier);
        if let Some(revision) = revision {
            request = request.header("if-match", format!("\"{revision}\""));
        }
        let answer = erp.send(request).await;
        assert_eq!(answer.status, status, "{}", answer.text());
        walk.look("key", "put", "/admin/suppliers/{supplier_id}", &answer);
    }

    let refused = app.guest().send(app.guest().request(Method::PATCH, "/products")).await;
    assert_eq!(refused.status, 405);
    walk.look("guest", "get", "/products", &refused);
    let slow = key(&app, &[Permission::OrdersRead], 1).await;
    for status in [200, 429] {
        let answer = slow.get("/admin/orders").await;
        assert_eq!(answer.status, status);
        walk.look("key", "get", "/admin/orders", &answer);
    }
    let label = erp.get(&format!("/admin/orders/{}/packing-list.pdf", order.id)).await;
    walk.look("key", "get", "/admin/orders/{order_id}/packing-list.pdf", &label);
    walk.look("buyer", "get", "/account/data", &buyer.get("/account/data").await);
    walk.end();
}

#[tokio::test]
async fn webhooks_are_told_what_the_document_says() {
    let world = World::new().await;
    let document: Value = serde_json::from_str(&api::app::openapi(&world.app.ctx).unwrap()).unwrap();
    let told = document["x-webhooks"].as_object().unwrap();
    assert_eq!(told.len(), WebhookEvent::ALL.len() + 1);
    let body = |event: &str| {
        let content = &told[event]["post"]["requestBody"]["content"]["application/json"];
        (meant(&document, &content["schema"]), &content["example"])
    };
    for event in told.keys() {
        let (schema, example) = body(event);
        agrees(&document, schema, example, event);
        assert_eq!(&example["type"], event);
    }

    let events: Vec<&str> = WebhookEvent::ALL.iter().map(|event| event.as_str()).collect();
    let hook = world.hook(&events).await;
    world.admin.post(&format!("/admin/webhooks/{}/test", hook.webhook.id), json!({})).await.done();
    let order = world.buy().await;
    world.admin.post(&format!("/admin/orders/{}/status", order.id), json!({ "status": "cancelled", "note": "Batal" })).await;
    let said = json!({ "client_id": uuid::Uuid::now_v7(), "body": "Halo" });
    world.app.buyer().await.post("/chat/messages", said).await.done();
    world.work().await;
    let mut heard = Vec::new();
    for one in world.sink.told() {
        let event = one.event();
        agrees(&document, body(&event).0, &one.json(), &event);
        heard.push(event);
    }
    for event in ["webhook.test", "order.placed", "stock.changed", "chat.room_opened", "chat.message_created"] {
        assert!(heard.iter().any(|heard| heard == event), "{event} was not told: {heard:?}");
    }
}
