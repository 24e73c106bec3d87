//! Names and values of what the settings hold, for conflicts and for the audit log.

use serde_json::Value;
use shared::maintenance::MaintenanceMode;
use shared::payments::PaymentProvider;
use shared::settings::{KeyName, MailSecurity};
use shared::store::OpeningHours;
use web_logic::numbers;

use crate::i18n::{Locale, language, td_string};
use crate::ui::day_of_week;

/// What a field of the store's profile is called; `None` for one it does not have.
pub fn store_field(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "name" => td_string!(locale, office.store.name),
        "tagline" => td_string!(locale, office.store.tagline),
        "address" => td_string!(locale, office.store.address),
        "city" => td_string!(locale, office.store.city),
        "regency_code" => td_string!(locale, office.store.regency),
        "postal_code" => td_string!(locale, office.store.postal_code),
        "phone" => td_string!(locale, office.store.phone),
        "whatsapp" => td_string!(locale, office.store.whatsapp),
        "email" => td_string!(locale, office.store.email),
        "website" => td_string!(locale, office.store.website),
        "branch_name" => td_string!(locale, office.store.branch_name),
        "branch_code" => td_string!(locale, office.store.branch_code),
        "branch_manager" => td_string!(locale, office.store.branch_manager),
        "business_licence" => td_string!(locale, office.store.business_licence),
        "tax_number" => td_string!(locale, office.store.tax_number),
        "taxable" => td_string!(locale, office.store.taxable),
        "hours" => td_string!(locale, office.store.hours),
        "accent" => td_string!(locale, office.brand.accent),
        "logo" => td_string!(locale, office.brand.logo),
        "socials.instagram" => "Instagram",
        "socials.facebook" => "Facebook",
        "socials.tiktok" => "TikTok",
        "socials.youtube" => "YouTube",
        _ => return None,
    })
}

/// A value of the store's profile as people read it.
pub fn store_value(locale: Locale, field: &str, value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) if text.is_empty() => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => td_string!(locale, office.audit.yes).to_owned(),
        Value::Bool(false) => td_string!(locale, office.audit.no).to_owned(),
        hours if field == "hours" => serde_json::from_value::<Vec<OpeningHours>>(hours.clone())
            .map(|hours| hours.iter().map(|day| day_text(locale, day)).collect::<Vec<_>>().join("\n"))
            .unwrap_or_default(),
        other => other.to_string(),
    }
}

fn day_text(locale: Locale, day: &OpeningHours) -> String {
    let name = day_of_week(locale, day.weekday);
    match (&day.opens, &day.closes) {
        (Some(opens), Some(closes)) => format!("{name} {opens}–{closes}"),
        _ => td_string!(locale, office.store.day_closed, day = name),
    }
}

/// A field without words of its own, by its name: for conflicts, which are rare.
pub fn plain_field(_: Locale, field: &str) -> String {
    field.replace('_', " ").replace('.', " · ")
}

/// What was typed as a number, 0 where nothing was; see [`numbers::typed`].
pub fn number(text: &str) -> i64 {
    numbers::typed(text).unwrap_or(0)
}

/// A key of a payment provider.
pub fn key_name(locale: Locale, name: KeyName) -> &'static str {
    match name {
        KeyName::SecretKey => td_string!(locale, people.payments.secret_key),
        KeyName::WebhookSecret => td_string!(locale, people.payments.webhook_secret),
        KeyName::ServerKey => td_string!(locale, people.payments.server_key),
        KeyName::ClientKey => td_string!(locale, people.payments.client_key),
    }
}

/// How far the shop is open.
pub fn maintenance_mode(locale: Locale, mode: MaintenanceMode) -> &'static str {
    match mode {
        MaintenanceMode::Off => td_string!(locale, people.maintenance.off),
        MaintenanceMode::ReadOnly => td_string!(locale, people.maintenance.read_only),
        MaintenanceMode::Closed => td_string!(locale, people.maintenance.closed),
    }
}

/// How the connection to a mail server is protected.
pub fn mail_security(locale: Locale, security: MailSecurity) -> &'static str {
    match security {
        MailSecurity::Tls => td_string!(locale, people.email.tls),
        MailSecurity::StartTls => td_string!(locale, people.email.starttls),
        MailSecurity::Nothing => td_string!(locale, people.email.plain),
    }
}

/// A way to pay that a provider knows.
pub fn payment_method(locale: Locale, provider: PaymentProvider, method: &str) -> &'static str {
    shared::wording::payment_method(provider, Some(method), language(locale))
}
