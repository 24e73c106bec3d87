//! `POST /snap/v1/transactions`, checked as strictly as Snap does.
//! Source: <https://docs.midtrans.com/reference/backend-integration>.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::methods::{METHODS, SWITCHED_OFF, USUAL, method};
use super::records::{Expiry, Item, Payment};
use crate::gate::{Ask, Reply};
use crate::ids::is_email;
use crate::state::{App, Store};

const LARGEST_REQUEST: usize = 16 * 1024;

/// Every rule a request breaks, as Snap words them.
struct Faults(Vec<String>);

impl Faults {
    fn add(&mut self, message: impl Into<String>) {
        self.0.push(message.into());
    }

    /// A text of at most `most` characters, if it is there.
    fn text(&mut self, object: &Map<String, Value>, path: &str, name: &str, most: usize) -> Option<String> {
        let value = object.get(name).filter(|value| !value.is_null())?;
        let Some(text) = value.as_str() else {
            self.add(format!("{path}.{name} must be a string"));
            return None;
        };
        if text.chars().count() > most {
            self.add(format!("{path}.{name} is too long (maximum is {most} characters)"));
        }
        Some(text.to_owned())
    }

    /// A whole number that must be there.
    fn integer(&mut self, object: &Map<String, Value>, path: &str, name: &str) -> Option<i64> {
        match object.get(name) {
            None | Some(Value::Null) => self.add(format!("{path}.{name} is required")),
            Some(Value::Number(number)) => match number.as_i64() {
                Some(value) => return Some(value),
                None => self.add(format!("{path}.{name} must not have decimals")),
            },
            Some(_) => self.add(format!("{path}.{name} is not a number")),
        }
        None
    }
}

/// Makes a transaction and returns its token.
pub(crate) fn create(app: &App, store: &mut Store, ask: &Ask) -> Reply {
    if ask.body.len() > LARGEST_REQUEST {
        return refuse(413, vec!["Request body is larger than 16 KB".to_owned()]);
    }
    let body = match serde_json::from_slice::<Value>(&ask.body) {
        Ok(Value::Object(body)) => body,
        _ => return refuse(400, vec!["Invalid JSON in request body".to_owned()]),
    };
    let now = app.now();
    let mut faults = Faults(Vec::new());
    let payment = read(&body, now, &mut faults);
    if let Some(payment) = payment.filter(|_| faults.0.is_empty()) {
        let taken = store.midtrans.payments.iter().any(|known| known.order_id == payment.order_id && known.is_active(now));
        if taken {
            return refuse(406, vec!["transaction_details.order_id has been utilized, please use another order ID".to_owned()]);
        }
        let payment = Payment {
            notify_instead: ask.header("X-Override-Notification").map(addresses),
            notify_also: ask.header("X-Append-Notification").map(addresses).unwrap_or_default(),
            ..payment
        };
        let reply = json!({ "token": payment.token, "redirect_url": pay_url(app, &payment.token) });
        store.midtrans.payments.push(payment);
        return Reply { status: 201, headers: Vec::new(), body: reply };
    }
    refuse(400, faults.0)
}

/// Where the payer goes.
pub(crate) fn pay_url(app: &App, token: &str) -> String {
    format!("{}/midtrans/pay/{token}", app.public_url)
}

pub(crate) fn refuse(status: u16, messages: Vec<String>) -> Reply {
    Reply { status, headers: Vec::new(), body: json!({ "error_messages": messages }) }
}

fn read(body: &Map<String, Value>, now: DateTime<Utc>, faults: &mut Faults) -> Option<Payment> {
    let Some(details) = body.get("transaction_details").and_then(Value::as_object) else {
        faults.add("transaction_details is required");
        return None;
    };
    let order_id = order_id(details, faults);
    let amount = faults.integer(details, "transaction_details", "gross_amount");
    if amount.is_some_and(|amount| amount < 1) {
        faults.add("transaction_details.gross_amount must be greater than or equal to 0.01");
    }
    let items = items(body, faults);
    if let (Some(amount), Some(items)) = (amount, &items)
        && items.iter().map(|item| item.price.saturating_mul(item.quantity)).fold(0_i64, i64::saturating_add) != amount
    {
        faults.add("transaction_details.gross_amount is not equal to the sum of item_details");
    }
    customer(body, faults);
    let methods = methods(body, faults);
    let expiry = expiry(body, faults);
    let page_minutes = page_expiry(body, faults);
    let [finish_url, error_url] = callbacks(body, faults);
    let custom_fields =
        ["custom_field1", "custom_field2", "custom_field3"].map(|name| faults.text(body, "transaction", name, 255));
    Some(Payment {
        token: uuid::Uuid::new_v4().to_string(),
        order_id: order_id?,
        amount: amount?,
        items: items.unwrap_or_default(),
        customer: body.get("customer_details").cloned(),
        methods,
        expiry,
        page_ends: now + TimeDelta::minutes(page_minutes),
        finish_url,
        error_url,
        custom_fields,
        notify_instead: None,
        notify_also: Vec::new(),
        created: now,
        charge: None,
    })
}

fn order_id(details: &Map<String, Value>, faults: &mut Faults) -> Option<String> {
    let id = faults.text(details, "transaction_details", "order_id", 50).filter(|id| !id.is_empty());
    let Some(id) = id else {
        faults.add("transaction_details.order_id is required");
        return None;
    };
    if !id.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_~.".contains(letter)) {
        faults.add("transaction_details.order_id may only hold letters, digits, dash, underscore, tilde and dot");
    }
    Some(id)
}

fn items(body: &Map<String, Value>, faults: &mut Faults) -> Option<Vec<Item>> {
    let list = body.get("item_details").filter(|list| !list.is_null())?;
    let Some(list) = list.as_array() else {
        faults.add("item_details must be an array");
        return None;
    };
    let mut items = Vec::new();
    for value in list {
        let Some(item) = value.as_object() else {
            faults.add("item_details must hold objects");
            continue;
        };
        faults.text(item, "item_details", "id", 50);
        for name in ["brand", "category", "merchant_name"] {
            faults.text(item, "item_details", name, 50);
        }
        let name = faults.text(item, "item_details", "name", 50).filter(|name| !name.is_empty());
        if name.is_none() {
            faults.add("item_details.name is required");
        }
        let price = faults.integer(item, "item_details", "price");
        let quantity = faults.integer(item, "item_details", "quantity");
        if quantity.is_some_and(|quantity| quantity < 1) {
            faults.add("item_details.quantity must be greater than 0");
        }
        if let (Some(name), Some(price), Some(quantity)) = (name, price, quantity) {
            items.push(Item { name, price, quantity });
        }
    }
    // An item that could not be read has said so already; the sum would only say it again.
    (items.len() == list.len()).then_some(items)
}

fn customer(body: &Map<String, Value>, faults: &mut Faults) {
    let Some(customer) = body.get("customer_details").filter(|customer| !customer.is_null()) else {
        return;
    };
    let Some(customer) = customer.as_object() else {
        faults.add("customer_details must be an object");
        return;
    };
    person(customer, "customer_details", faults);
    for name in ["billing_address", "shipping_address"] {
        let Some(address) = customer.get(name).and_then(Value::as_object) else {
            continue;
        };
        let path = format!("customer_details.{name}");
        person(address, &path, faults);
        faults.text(address, &path, "address", 200);
        faults.text(address, &path, "city", 20);
        faults.text(address, &path, "postal_code", 10);
        let country = faults.text(address, &path, "country_code", 3);
        if country.is_some_and(|country| country.len() != 3 || !country.chars().all(|letter| letter.is_ascii_uppercase())) {
            faults.add(format!("{path}.country_code must be an ISO 3166-1 alpha-3 code"));
        }
    }
}

fn person(person: &Map<String, Value>, path: &str, faults: &mut Faults) {
    faults.text(person, path, "first_name", 20);
    faults.text(person, path, "last_name", 20);
    let email = faults.text(person, path, "email", 45);
    if email.is_some_and(|email| !is_email(&email)) {
        faults.add(format!("{path}.email format is invalid"));
    }
    let phone = faults.text(person, path, "phone", 19);
    if phone
        .is_some_and(|phone| phone.is_empty() || !phone.chars().all(|letter| letter.is_ascii_digit() || "+-() ".contains(letter)))
    {
        faults.add(format!("{path}.phone format is invalid"));
    }
}

/// The codes to offer, in the page's order.
fn methods(body: &Map<String, Value>, faults: &mut Faults) -> Vec<String> {
    let Some(list) = body.get("enabled_payments").filter(|list| !list.is_null()) else {
        return USUAL.map(str::to_owned).to_vec();
    };
    let codes: Vec<&str> = list.as_array().map(|list| list.iter().filter_map(Value::as_str).collect()).unwrap_or_default();
    if codes.is_empty() {
        faults.add("enabled_payments must be an array of payment methods");
    }
    for code in &codes {
        if method(code).is_none() && !SWITCHED_OFF.contains(code) {
            faults.add(format!("enabled_payments: {code} is not a payment method"));
        }
    }
    METHODS.iter().map(|method| method.code).filter(|code| codes.contains(code)).map(str::to_owned).collect()
}

fn minutes(object: &Map<String, Value>, path: &str, faults: &mut Faults) -> Option<i64> {
    let duration = faults.integer(object, path, "duration");
    let unit = object.get("unit").and_then(Value::as_str).unwrap_or_default();
    let each = match unit {
        "minute" | "minutes" => 1,
        "hour" | "hours" => 60,
        "day" | "days" => 24 * 60,
        _ => {
            faults.add(format!("{path}.unit must be one of minute, hour, day"));
            return None;
        }
    };
    if duration.is_some_and(|duration| duration < 1) {
        faults.add(format!("{path}.duration must be greater than 0"));
    }
    duration.map(|duration| duration.saturating_mul(each))
}

fn expiry(body: &Map<String, Value>, faults: &mut Faults) -> Expiry {
    let day = Expiry { start: None, minutes: 24 * 60 };
    let Some(expiry) = body.get("expiry").and_then(Value::as_object) else {
        return day;
    };
    let start = faults.text(expiry, "expiry", "start_time", 25).and_then(|text| {
        let start = DateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S %z");
        if start.is_err() {
            faults.add("expiry.start_time must be in the form yyyy-MM-dd HH:mm:ss Z");
        }
        start.ok().map(|start| start.to_utc())
    });
    let minutes = minutes(expiry, "expiry", faults).unwrap_or(day.minutes);
    if minutes > 180 * 24 * 60 {
        faults.add("expiry.duration must be at most 180 days");
    }
    Expiry { start, minutes: minutes.min(180 * 24 * 60) }
}

/// Minutes the token lives: a day, or what was asked for within its bounds.
fn page_expiry(body: &Map<String, Value>, faults: &mut Faults) -> i64 {
    let Some(expiry) = body.get("page_expiry").and_then(Value::as_object) else {
        return 24 * 60;
    };
    let minutes = minutes(expiry, "page_expiry", faults).unwrap_or(24 * 60);
    if !(5..=7 * 24 * 60).contains(&minutes) {
        faults.add("page_expiry must be between 5 minutes and 7 days");
    }
    minutes.min(7 * 24 * 60)
}

fn callbacks(body: &Map<String, Value>, faults: &mut Faults) -> [Option<String>; 2] {
    let Some(callbacks) = body.get("callbacks").and_then(Value::as_object) else {
        return [None, None];
    };
    ["finish", "error"].map(|name| {
        let url = faults.text(callbacks, "callbacks", name, 2000)?;
        let valid = reqwest::Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if !valid {
            faults.add(format!("callbacks.{name} is not a valid URL"));
        }
        Some(url)
    })
}

/// The addresses of a notification header, three at most.
fn addresses(header: &str) -> Vec<String> {
    header.split(',').map(|url| url.trim().to_owned()).filter(|url| !url.is_empty()).take(3).collect()
}
