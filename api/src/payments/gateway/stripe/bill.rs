//! A bill as the form that Stripe takes. Source: <https://docs.stripe.com/api/checkout/sessions/create>.

use chrono::TimeDelta;
use shared::money::Rupiah;

use super::wire::{CURRENCY, to_sen};
use crate::payments::gateway::{Bill, GatewayError, cut, order_url};

/// The shortest and the longest that a session can live, with a little room for clocks that differ.
const SHORTEST: TimeDelta = TimeDelta::minutes(31);
const LONGEST: TimeDelta = TimeDelta::minutes(24 * 60 - 2);
/// Lines that a session takes.
const MOST_LINES: usize = 100;

/// The fields of `POST /v1/checkout/sessions`. The same bill always gives the same fields, which
/// the idempotency key demands.
pub(super) fn form(bill: &Bill<'_>, public_url: &str) -> Result<Vec<(String, String)>, GatewayError> {
    let order = bill.order;
    let page = order_url(public_url, &order.number);
    let expires_at = bill.expires_at.clamp(bill.began_at + SHORTEST, bill.began_at + LONGEST);
    let mut form = Form(Vec::new());
    form.add("mode", "payment");
    // Stripe puts the id in the place of the braces.
    form.add("success_url", format!("{page}?payment=return&session={{CHECKOUT_SESSION_ID}}"));
    form.add("cancel_url", format!("{page}?payment=cancelled"));
    form.add("client_reference_id", bill.reference);
    form.add("customer_email", &order.buyer_email);
    form.add("locale", order.locale.as_str());
    form.add("expires_at", expires_at.timestamp());
    // The buyer pays the rupiah that were shown, whatever the card's currency.
    form.add("adaptive_pricing[enabled]", "false");
    // Each object keeps its own notes: events about charges and refunds carry the intent's only.
    for place in ["metadata", "payment_intent_data[metadata]"] {
        form.add(format!("{place}[reference]"), bill.reference);
        form.add(format!("{place}[order_id]"), order.id);
        form.add(format!("{place}[order_number]"), &order.number);
    }
    form.add("payment_intent_data[description]", &order.number);
    for (index, line) in lines(bill).iter().enumerate() {
        let line_at = format!("line_items[{index}]");
        form.add(format!("{line_at}[quantity]"), line.quantity);
        form.add(format!("{line_at}[price_data][currency]"), CURRENCY);
        form.add(format!("{line_at}[price_data][unit_amount]"), to_sen(line.price)?);
        form.add(format!("{line_at}[price_data][product_data][name]"), &line.name);
    }
    Ok(form.0)
}

struct Form(Vec<(String, String)>);

impl Form {
    fn add(&mut self, name: impl Into<String>, value: impl ToString) {
        self.0.push((name.into(), value.to_string()));
    }
}

struct Line {
    name: String,
    price: Rupiah,
    quantity: i64,
}

/// The items and the shipping, or the order as one line where they do not add up to the total:
/// Stripe knows no negative line for a discount.
fn lines(bill: &Bill<'_>) -> Vec<Line> {
    let order = bill.order;
    let items =
        order.items.iter().map(|item| Line { name: cut(&item.name, 250), price: item.price, quantity: i64::from(item.quantity) });
    let shipping = Line { name: cut(&order.shipping_name, 250), price: order.shipping_total, quantity: 1 };
    let lines: Vec<Line> = items.chain((order.shipping_total > Rupiah::ZERO).then_some(shipping)).collect();
    let sum = lines.iter().try_fold(Rupiah::ZERO, |sum, line| sum.checked_add(line.price.checked_mul(line.quantity)?));
    let usable = lines.len() <= MOST_LINES
        && lines.iter().all(|line| line.price >= Rupiah::ZERO && line.quantity > 0 && !line.name.is_empty());
    if usable && sum == Some(order.grand_total) {
        lines
    } else {
        vec![Line { name: order.number.clone(), price: order.grand_total, quantity: 1 }]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payments::gateway::fixture;

    fn value<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
        form.iter().find(|field| field.0 == name).map(|field| field.1.as_str())
    }

    #[test]
    fn amounts_are_in_sen_and_lines_add_up() {
        let order = fixture::order();
        let bill = fixture::bill(&order);
        let form = form(&bill, "https://shop.example").unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(value(&form, "line_items[0][price_data][unit_amount]"), Some("125000000"));
        assert_eq!(value(&form, "line_items[0][quantity]"), Some("2"));
        assert_eq!(value(&form, "line_items[2][price_data][unit_amount]"), Some("4500000"));
        assert_eq!(value(&form, "client_reference_id"), Some("HRT-261121-K7Q2MX-1"));
        assert_eq!(
            value(&form, "success_url"),
            Some("https://shop.example/orders/HRT-261121-K7Q2MX?payment=return&session={CHECKOUT_SESSION_ID}")
        );
    }

    #[test]
    fn a_discount_makes_it_one_line() {
        let mut order = fixture::order();
        order.grand_total = Rupiah(order.grand_total.0 - 1000);
        let lines = lines(&fixture::bill(&order));
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].price, order.grand_total);
    }

    #[test]
    fn a_session_lives_as_long_as_stripe_allows() {
        let order = fixture::order();
        for (minutes, lives) in [(5, 31), (60, 60), (3000, 1438)] {
            let mut bill = fixture::bill(&order);
            bill.expires_at = bill.began_at + TimeDelta::minutes(minutes);
            let form = form(&bill, "https://shop.example").unwrap_or_else(|error| panic!("{error}"));
            let expected = (bill.began_at + TimeDelta::minutes(lives)).timestamp().to_string();
            assert_eq!(value(&form, "expires_at"), Some(expected.as_str()), "{minutes}");
        }
    }
}
