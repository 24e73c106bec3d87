//! A bill as Snap takes it, cut to Snap's limits.
//! Source: <https://docs.midtrans.com/reference/backend-integration>.

use chrono::TimeDelta;
use serde::Serialize;
use shared::money::Rupiah;

use crate::clock::shop_time;
use crate::payments::gateway::{Bill, cut, order_url};

/// The largest request that Snap takes, in bytes.
const LARGEST: usize = 16 * 1024;

/// `POST {snap}/transactions`
#[derive(Serialize)]
pub(super) struct SnapRequest {
    transaction_details: TransactionDetails,
    item_details: Vec<Item>,
    customer_details: Customer,
    credit_card: CreditCard,
    #[serde(skip_serializing_if = "Option::is_none")]
    enabled_payments: Option<Vec<String>>,
    callbacks: Callbacks,
    expiry: Expiry,
    page_expiry: PageExpiry,
}

#[derive(Serialize)]
struct TransactionDetails {
    order_id: String,
    gross_amount: i64,
}

#[derive(Clone, Serialize)]
struct Item {
    id: String,
    price: i64,
    quantity: i64,
    name: String,
}

#[derive(Serialize)]
struct Customer {
    first_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    last_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    shipping_address: Address,
}

#[derive(Serialize)]
struct Address {
    first_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    last_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
    address: String,
    city: String,
    postal_code: String,
    country_code: &'static str,
}

#[derive(Serialize)]
struct CreditCard {
    secure: bool,
}

#[derive(Serialize)]
struct Callbacks {
    finish: String,
    error: String,
}

#[derive(Serialize)]
struct Expiry {
    start_time: String,
    duration: i64,
    unit: &'static str,
}

#[derive(Serialize)]
struct PageExpiry {
    duration: i64,
    unit: &'static str,
}

impl SnapRequest {
    /// The bill in Snap's words.
    pub fn new(bill: &Bill<'_>, public_url: &str, methods: Option<&[String]>) -> Self {
        let order = bill.order;
        let page = order_url(public_url, &order.number);
        let minutes = (bill.expires_at - bill.began_at).num_minutes().max(1);
        let (first_name, last_name) = names(&order.buyer_name);
        let (to_first_name, to_last_name) = names(&order.address.recipient);
        let mut request = Self {
            transaction_details: TransactionDetails { order_id: bill.reference.to_owned(), gross_amount: order.grand_total.0 },
            item_details: items(bill),
            customer_details: Customer {
                first_name,
                last_name,
                // A cut address would be somebody else's.
                email: Some(order.buyer_email.clone()).filter(|email| email.chars().count() <= 45),
                phone: phone(order.buyer_phone.as_deref()),
                shipping_address: Address {
                    first_name: to_first_name,
                    last_name: to_last_name,
                    phone: phone(Some(&order.address.phone)),
                    address: cut(&order.address.street, 200),
                    city: cut(&order.address.region.regency.name, 20),
                    postal_code: cut(&order.address.postal_code, 10),
                    country_code: "IDN",
                },
            },
            credit_card: CreditCard { secure: true },
            enabled_payments: methods.map(<[String]>::to_vec),
            callbacks: Callbacks { finish: format!("{page}?payment=return"), error: format!("{page}?payment=return") },
            expiry: Expiry {
                start_time: shop_time(bill.began_at).format("%Y-%m-%d %H:%M:%S %z").to_string(),
                duration: minutes,
                unit: "minute",
            },
            // Five minutes to seven days.
            page_expiry: PageExpiry { duration: minutes.clamp(5, TimeDelta::days(7).num_minutes()), unit: "minute" },
        };
        if serde_json::to_vec(&request).map_or(true, |body| body.len() > LARGEST) {
            request.item_details = vec![whole(bill)];
        }
        request
    }
}

/// The items and the shipping, or the order as one item where they do not add up to the total.
fn items(bill: &Bill<'_>) -> Vec<Item> {
    let order = bill.order;
    let lines = order.items.iter().map(|item| Item {
        id: cut(&item.sku, 50),
        price: item.price.0,
        quantity: i64::from(item.quantity),
        name: name(&item.name),
    });
    let shipping =
        Item { id: "SHIPPING".to_owned(), price: order.shipping_total.0, quantity: 1, name: name(&order.shipping_name) };
    let items: Vec<Item> = lines.chain((order.shipping_total > Rupiah::ZERO).then_some(shipping)).collect();
    let sum = items.iter().try_fold(0_i64, |sum, item| sum.checked_add(item.price.checked_mul(item.quantity)?));
    let usable = items.iter().all(|item| item.quantity > 0 && !item.name.is_empty());
    if usable && sum == Some(order.grand_total.0) { items } else { vec![whole(bill)] }
}

fn whole(bill: &Bill<'_>) -> Item {
    Item { id: bill.order.number.clone(), price: bill.order.grand_total.0, quantity: 1, name: bill.order.number.clone() }
}

/// At most 50 characters; Alfamart's tills choke on `|`.
fn name(text: &str) -> String {
    cut(&text.replace('|', "/"), 50).trim_end().to_owned()
}

/// First and last name, at most 20 characters each, divided between words where that is possible.
fn names(full: &str) -> (String, String) {
    let (mut first, mut last) = (String::new(), String::new());
    for word in full.split_whitespace() {
        let room = first.is_empty() || (last.is_empty() && first.chars().count() + 1 + word.chars().count() <= 20);
        let part = if room { &mut first } else { &mut last };
        if !part.is_empty() {
            part.push(' ');
        }
        part.push_str(word);
    }
    (cut(&first, 20), cut(&last, 20))
}

fn phone(number: Option<&str>) -> Option<String> {
    number
        .filter(|number| {
            (1..=19).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit() || b"+-() ".contains(&byte))
        })
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payments::gateway::fixture;

    #[test]
    fn items_add_up_and_fit() {
        let order = fixture::order();
        let bill = fixture::bill(&order);
        let request = SnapRequest::new(&bill, "https://shop.example", None);
        let sum: i64 = request.item_details.iter().map(|item| item.price * item.quantity).sum();
        assert_eq!((request.item_details.len(), sum), (3, order.grand_total.0));
        assert!(request.item_details.iter().all(|item| item.name.chars().count() <= 50 && !item.name.contains('|')));
        assert_eq!(request.customer_details.first_name, "Siti Nurhaliza");
        assert_eq!(request.customer_details.last_name, "Kusumawardhani Prame");
        assert!(request.customer_details.shipping_address.city.chars().count() <= 20);
        assert_eq!(request.expiry.duration, 120);
        assert!(request.expiry.start_time.ends_with(" +0700"), "{}", request.expiry.start_time);
        assert_eq!(request.callbacks.finish, "https://shop.example/orders/HRT-261121-K7Q2MX?payment=return");
    }

    #[test]
    fn what_does_not_add_up_or_fit_is_one_item() {
        let mut order = fixture::order();
        order.grand_total = Rupiah(order.grand_total.0 - 1000);
        assert_eq!(items(&fixture::bill(&order)).len(), 1);
        let mut order = fixture::order();
        let one = order.items.remove(0);
        for _ in 0..400 {
            order.items.push(crate::orders::PayableItem {
                sku: one.sku.clone(),
                name: one.name.clone(),
                price: one.price,
                quantity: one.quantity,
            });
        }
        order.grand_total =
            Rupiah(order.items.iter().map(|item| item.price.0 * i64::from(item.quantity)).sum::<i64>() + order.shipping_total.0);
        let request = SnapRequest::new(&fixture::bill(&order), "https://shop.example", None);
        assert_eq!(request.item_details.len(), 1);
    }

    #[test]
    fn one_long_name_is_cut() {
        assert_eq!(names("Abdurrahmanabdurrahmanabdurrahman"), ("Abdurrahmanabdurrahm".to_owned(), String::new()));
        assert_eq!(names("  "), (String::new(), String::new()));
    }
}
