//! The settings as the audit log tells them: a page of them by the id of the event's subject.

use chrono::{DateTime, Utc};
use serde_json::Value;
use shared::maintenance::MaintenanceMode;
use shared::money::Rupiah;
use shared::payments::PaymentProvider;
use shared::settings::{KeyName, MailSecurity, SettingSource};

use super::words::{key_name, mail_security, maintenance_mode, payment_method};
use crate::i18n::{Locale, td_string};
use crate::ui::{date_time, money};

/// What a field is called; `None` for one without words of its own.
pub fn field(locale: Locale, page: &str, field: &str) -> Option<String> {
    let words = match page {
        "shipping" => return shipping_field(locale, field),
        "email" => email_field(locale, field),
        "payments" => payment_field(locale, field),
        "maintenance" => maintenance_field(locale, field),
        "security" if field == "staff_two_factor" => Some(td_string!(locale, people.settings_log.staff_two_factor)),
        _ => None,
    };
    words.map(str::to_owned)
}

/// Whether a field says nothing to people: the id of a service, which is named beside.
pub fn is_technical(page: &str, field: &str) -> bool {
    page == "shipping" && field.starts_with("services.") && field.ends_with(".id")
}

/// Services are told by courier and code: `services.JNE REG.base_price`.
fn shipping_field(locale: Locale, field: &str) -> Option<String> {
    let Some(of_service) = field.strip_prefix("services.") else {
        return match field {
            "free_from" => Some(td_string!(locale, people.shipping.free_from).to_owned()),
            "handling_days" => Some(td_string!(locale, people.shipping.handling).to_owned()),
            _ => None,
        };
    };
    let (service, leaf) = of_service.rsplit_once('.')?;
    let words = match leaf {
        "active" => td_string!(locale, people.shipping.active),
        "courier" => td_string!(locale, people.shipping.courier),
        "code" => td_string!(locale, people.shipping.code),
        "name" => td_string!(locale, people.shipping.name),
        "base_price" => td_string!(locale, people.shipping.base),
        "price_per_kg" => td_string!(locale, people.shipping.per_kg),
        "price_per_km" => td_string!(locale, people.shipping.per_km),
        "min_days" => td_string!(locale, people.shipping.min_days),
        "max_days" => td_string!(locale, people.shipping.max_days),
        "max_distance_km" => td_string!(locale, people.shipping.farthest),
        "volumetric_divisor" => td_string!(locale, people.shipping.divisor),
        "min_weight_kg" => td_string!(locale, people.shipping.min_kg),
        "rounding_tolerance_g" => td_string!(locale, people.shipping.tolerance),
        _ => return None,
    };
    Some(format!("{service} · {words}"))
}

fn email_field(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "active" => td_string!(locale, people.email.active),
        "host" => td_string!(locale, people.email.host),
        "port" => td_string!(locale, people.email.port),
        "security" => td_string!(locale, people.email.security),
        "username" => td_string!(locale, people.email.username),
        "from_name" => td_string!(locale, people.settings_log.sender_name),
        "from_address" => td_string!(locale, people.settings_log.sender_address),
        "password_set" => td_string!(locale, people.settings_log.password_set),
        "password_changed" => td_string!(locale, people.settings_log.password_changed),
        "to" => td_string!(locale, people.email.to),
        other => return tested_field(locale, other),
    })
}

fn maintenance_field(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "mode" => td_string!(locale, people.maintenance.mode),
        "message" => td_string!(locale, people.maintenance.message),
        "message_en" => td_string!(locale, people.maintenance.message_en),
        "until" => td_string!(locale, people.maintenance.until),
        _ => return None,
    })
}

fn payment_field(locale: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "active" => td_string!(locale, people.payments.active),
        "sandbox" => td_string!(locale, people.payments.sandbox),
        "minimum" => td_string!(locale, people.payments.minimum),
        "expiry_minutes" => td_string!(locale, people.payments.expiry),
        "methods" => td_string!(locale, people.settings_log.methods),
        "keys" => td_string!(locale, people.settings_log.keys),
        "changed" => td_string!(locale, people.settings_log.keys_changed),
        other => return tested_field(locale, other),
    })
}

/// What a test of the settings came to.
fn tested_field(locale: Locale, field: &str) -> Option<&'static str> {
    match field {
        "ok" => Some(td_string!(locale, people.settings_log.works)),
        "answer" => Some(td_string!(locale, people.settings_log.answer)),
        _ => None,
    }
}

/// A value as people read it, of the page of settings that is called `label`; `None` where it is as any other.
pub fn value(locale: Locale, page: &str, label: &str, field: &str, value: &Value) -> Option<String> {
    let leaf = field.rsplit('.').next().unwrap_or(field);
    match (page, leaf) {
        ("shipping", "free_from" | "base_price" | "price_per_kg" | "price_per_km") | ("payments", "minimum") => {
            value.as_i64().map(|amount| money(locale, Rupiah(amount)))
        }
        ("shipping", "min_weight_kg") => value.as_i64().map(|kilograms| format!("{kilograms} kg")),
        ("shipping", "rounding_tolerance_g") => value.as_i64().map(|grams| format!("{grams} g")),
        ("shipping", "max_distance_km") => value.as_i64().map(|kilometres| format!("{kilometres} km")),
        ("email", "security") => {
            value.as_str()?.parse::<MailSecurity>().ok().map(|security| mail_security(locale, security).to_owned())
        }
        ("maintenance", "mode") => {
            value.as_str()?.parse::<MaintenanceMode>().ok().map(|mode| maintenance_mode(locale, mode).to_owned())
        }
        ("maintenance", "until") => value.as_str()?.parse::<DateTime<Utc>>().ok().map(|until| date_time(locale, until)),
        ("payments", "methods") => {
            let provider = label.parse::<PaymentProvider>().ok()?;
            Some(joined(value, ", ", |method| Some(payment_method(locale, provider, method.as_str()?).to_owned())))
        }
        ("payments", "changed") => Some(joined(value, ", ", |name| key(locale, name))),
        ("payments", "keys") => Some(joined(value, "\n", |kept| {
            let source = kept.get("source")?.as_str()?.parse::<SettingSource>().ok()?;
            Some(format!("{}: {}", key(locale, kept.get("name")?)?, source_words(locale, source)))
        })),
        _ => None,
    }
}

/// The items of a list in words; `–` when it is empty.
fn joined(list: &Value, between: &str, words: impl Fn(&Value) -> Option<String>) -> String {
    let items: Vec<String> = list.as_array().into_iter().flatten().filter_map(words).collect();
    if items.is_empty() { "–".to_owned() } else { items.join(between) }
}

fn key(locale: Locale, name: &Value) -> Option<String> {
    name.as_str()?.parse::<KeyName>().ok().map(|name| key_name(locale, name).to_owned())
}

fn source_words(locale: Locale, source: SettingSource) -> &'static str {
    match source {
        SettingSource::Settings => td_string!(locale, people.settings_log.kept_here),
        SettingSource::Configuration => td_string!(locale, people.settings_log.configured),
        SettingSource::Nowhere => td_string!(locale, people.settings_log.not_set),
    }
}
