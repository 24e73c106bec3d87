//! Checkout Sessions: creating them, checked as strictly as Stripe does.
//! Source: <https://docs.stripe.com/api/checkout/sessions/create>.

use chrono::{DateTime, Utc};

use super::errors::Error;
use super::form::Form;
use super::records::{Line, PaymentStatus, Session, SessionStatus, Shipping};
use crate::config::StripeConfig;
use crate::ids::letters;

/// Parameters Stripe takes that change nothing here.
const WITHOUT_EFFECT: [&str; 12] = [
    "billing_address_collection",
    "branding_settings",
    "consent_collection",
    "custom_text",
    "customer_creation",
    "integration_identifier",
    "name_collection",
    "origin_context",
    "payment_method_collection",
    "phone_number_collection",
    "payment_method_data",
    "redirect_on_completion",
];

/// Parameters Stripe takes that the sandbox cannot play. Refused, so that nobody relies on them.
const NOT_PLAYED: [&str; 24] = [
    "after_expiration",
    "allow_promotion_codes",
    "allowed_payment_method_types",
    "automatic_tax",
    "custom_fields",
    "customer",
    "customer_account",
    "customer_update",
    "discounts",
    "excluded_payment_method_types",
    "invoice_creation",
    "managed_payments",
    "optional_items",
    "payment_method_configuration",
    "payment_method_options",
    "permissions",
    "return_url",
    "saved_payment_method_options",
    "setup_intent_data",
    "shipping_address_collection",
    "subscription_data",
    "tax_id_collection",
    "transfer_data",
    "wallet_options",
];

const LOCALES: [&str; 42] = [
    "auto", "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr", "fr-CA", "hi-IN", "hr", "hu",
    "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr",
    "vi", "zh", "zh-HK", "zh-TW",
];

/// The largest amount in sen; IDR is allowed twelve digits.
const LARGEST_AMOUNT: i64 = 999_999_999_999;

/// A new session from the parameters of `POST /v1/checkout/sessions`, all of them read.
pub(crate) fn new(form: &Form, config: &StripeConfig, version: &str, now: DateTime<Utc>) -> Result<Session, Error> {
    for name in NOT_PLAYED {
        if form.has(name) {
            return Err(Error::value(name, format!("This sandbox does not play `{name}`.")));
        }
    }
    for name in WITHOUT_EFFECT {
        form.ignore(name);
    }
    // Removed in 2026-09-30 for `allowed_payment_method_types`; older versions still take it.
    if version < "2026-09-30" {
        form.ignore("payment_method_types");
    }
    match form.required("mode")?.as_str() {
        "payment" => {}
        "setup" | "subscription" => {
            return Err(Error::value("mode", "This sandbox only plays `mode=payment`.".to_owned()));
        }
        _ => {
            return Err(Error::value("mode", "Invalid mode: must be one of payment, setup, or subscription".to_owned()));
        }
    }
    ui_mode(form, version)?;
    let lines = lines(form)?;
    let shipping = shipping(form)?;
    let amount_subtotal = lines.iter().map(|line| line.unit_amount * line.quantity).sum::<i64>();
    let amount_total = amount_subtotal + shipping.first().map_or(0, |rate| rate.amount);
    let session = Session {
        id: letters("cs_test_a1", 58),
        made: 0,
        status: SessionStatus::Open,
        payment_status: PaymentStatus::Unpaid,
        amount_subtotal,
        amount_total,
        lines,
        shipping,
        success_url: url(form, "success_url")?.ok_or_else(|| Error::missing("success_url"))?,
        cancel_url: url(form, "cancel_url")?,
        client_reference_id: bounded(form, "client_reference_id", 200)?,
        customer_email: email(form, "customer_email")?,
        locale: form.choice("locale", &LOCALES)?,
        submit_type: form.choice("submit_type", &["auto", "book", "donate", "pay"])?,
        adaptive_pricing: form.flag("adaptive_pricing[enabled]")?.unwrap_or(true),
        metadata: form.metadata("metadata")?,
        intent_metadata: form.metadata("payment_intent_data[metadata]")?,
        intent_description: bounded(form, "payment_intent_data[description]", 1000)?,
        receipt_email: email(form, "payment_intent_data[receipt_email]")?,
        created: now.timestamp(),
        expires_at: expiry(form, now.timestamp())?,
        payment_intent: None,
    };
    form.choice("payment_intent_data[capture_method]", &["automatic", "automatic_async"])?;
    form.choice("currency", &["idr"])?;
    form.finish()?;
    if amount_total < config.minimum_amount {
        let floor = config.minimum_amount / 100;
        let message = format!("The Checkout Session's total amount must convert to at least 50 cents (here Rp{floor}).");
        return Err(Error { param: None, ..Error::coded("amount_too_small", "amount", message) });
    }
    if amount_total > LARGEST_AMOUNT {
        let message = format!("The Checkout Session's total amount must be no more than {LARGEST_AMOUNT}.");
        return Err(Error { param: None, ..Error::coded("amount_too_large", "amount", message) });
    }
    Ok(session)
}

// The values were renamed in 2026-03-25.
fn ui_mode(form: &Form, version: &str) -> Result<(), Error> {
    let (hosted, others) =
        if version < "2026-03-25" { ("hosted", ["embedded", "custom"]) } else { ("hosted_page", ["embedded_page", "elements"]) };
    match form.text("ui_mode")? {
        None => Ok(()),
        Some(mode) if mode == hosted => Ok(()),
        Some(mode) if others.contains(&mode.as_str()) => {
            Err(Error::value("ui_mode", "This sandbox only plays the hosted page.".to_owned()))
        }
        Some(_) => Err(Error::value("ui_mode", format!("Invalid ui_mode: must be one of {hosted}, {}", others.join(", ")))),
    }
}

fn lines(form: &Form) -> Result<Vec<Line>, Error> {
    let names = form.list("line_items")?;
    if names.is_empty() {
        return Err(Error::missing("line_items"));
    }
    if names.len() > 100 {
        return Err(Error::value("line_items", "A Checkout Session can have at most 100 line items.".to_owned()));
    }
    names.iter().map(|name| line(form, name)).collect()
}

fn line(form: &Form, name: &str) -> Result<Line, Error> {
    let data = format!("{name}[price_data]");
    if let Some(price) = form.text(&format!("{name}[price]"))? {
        return Err(Error { status: 400, ..Error::no_such("price", &price, &format!("{name}[price]")) });
    }
    if !form.has(&data) {
        return Err(Error::missing(&data));
    }
    if let Some(product) = form.text(&format!("{data}[product]"))? {
        return Err(Error { status: 400, ..Error::no_such("product", &product, &format!("{data}[product]")) });
    }
    currency(form, &format!("{data}[currency]"))?;
    let product = format!("{data}[product_data]");
    form.texts(&format!("{product}[images]"))?;
    form.metadata(&format!("{product}[metadata]"))?;
    form.metadata(&format!("{name}[metadata]"))?;
    form.text(&format!("{product}[tax_code]"))?;
    form.text(&format!("{product}[unit_label]"))?;
    form.choice(&format!("{data}[tax_behavior]"), &["exclusive", "inclusive", "unspecified"])?;
    Ok(Line {
        id: letters("li_1", 23),
        price: letters("price_1", 23),
        product: letters("prod_", 14),
        name: form.required(&format!("{product}[name]"))?,
        description: form.text(&format!("{product}[description]"))?,
        unit_amount: amount(form, &format!("{data}[unit_amount]"))?,
        quantity: form.at_least(&format!("{name}[quantity]"), 1)?.ok_or_else(|| Error::missing(&format!("{name}[quantity]")))?,
    })
}

fn shipping(form: &Form) -> Result<Vec<Shipping>, Error> {
    let names = form.list("shipping_options")?;
    if names.len() > 5 {
        return Err(Error::value("shipping_options", "A Checkout Session can have at most 5 shipping options.".to_owned()));
    }
    names.iter().map(|name| shipping_option(form, name)).collect()
}

fn shipping_option(form: &Form, name: &str) -> Result<Shipping, Error> {
    let data = format!("{name}[shipping_rate_data]");
    if let Some(rate) = form.text(&format!("{name}[shipping_rate]"))? {
        return Err(Error { status: 400, ..Error::no_such("shipping rate", &rate, &format!("{name}[shipping_rate]")) });
    }
    form.choice(&format!("{data}[type]"), &["fixed_amount"])?;
    form.ignore(&format!("{data}[delivery_estimate]"));
    form.metadata(&format!("{data}[metadata]"))?;
    form.choice(&format!("{data}[tax_behavior]"), &["exclusive", "inclusive", "unspecified"])?;
    currency(form, &format!("{data}[fixed_amount][currency]"))?;
    Ok(Shipping {
        rate: letters("shr_1", 23),
        name: form.required(&format!("{data}[display_name]"))?,
        amount: amount(form, &format!("{data}[fixed_amount][amount]"))?,
    })
}

fn currency(form: &Form, name: &str) -> Result<(), Error> {
    match form.required(name)?.to_ascii_lowercase().as_str() {
        "idr" => Ok(()),
        other => Err(Error::value(name, format!("Invalid currency: {other}. The account of this sandbox only takes idr."))),
    }
}

// Stripe itself would take sen; a shop that prices in whole rupiah never sends any, so one here
// means that somebody forgot to multiply.
fn amount(form: &Form, name: &str) -> Result<i64, Error> {
    let value = form.at_least(name, 0)?.ok_or_else(|| Error::missing(name))?;
    if value % 100 != 0 {
        return Err(Error::coded(
            "parameter_invalid_integer",
            name,
            format!("Invalid amount: {value} is not whole rupiah (idr has two decimals)."),
        ));
    }
    if value > LARGEST_AMOUNT {
        return Err(Error::coded("amount_too_large", name, format!("Amount must be no more than {LARGEST_AMOUNT}.")));
    }
    Ok(value)
}

fn expiry(form: &Form, now: i64) -> Result<i64, Error> {
    let Some(at) = form.integer("expires_at")? else {
        return Ok(now + 24 * 3600);
    };
    if at < now + 30 * 60 {
        return Err(Error::value(
            "expires_at",
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.".to_owned(),
        ));
    }
    if at > now + 24 * 3600 {
        return Err(Error::value(
            "expires_at",
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.".to_owned(),
        ));
    }
    Ok(at)
}

fn url(form: &Form, name: &str) -> Result<Option<String>, Error> {
    let url = form.text(name)?;
    let valid = |url: &String| {
        let plain = url.replace("{CHECKOUT_SESSION_ID}", "id");
        reqwest::Url::parse(&plain).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
    };
    match url {
        Some(url) if !valid(&url) => Err(Error::coded("url_invalid", name, "Not a valid URL".to_owned())),
        url => Ok(url),
    }
}

fn email(form: &Form, name: &str) -> Result<Option<String>, Error> {
    match form.text(name)? {
        Some(email) if !crate::ids::is_email(&email) => {
            Err(Error::coded("email_invalid", name, format!("Invalid email address: {email}")))
        }
        email => Ok(email),
    }
}

fn bounded(form: &Form, name: &str, most: usize) -> Result<Option<String>, Error> {
    match form.text(name)? {
        Some(text) if text.chars().count() > most => {
            Err(Error::value(name, format!("Invalid string: {name} must be at most {most} characters")))
        }
        text => Ok(text),
    }
}
