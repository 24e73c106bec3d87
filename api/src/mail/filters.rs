//! How figures are written in emails.

use std::fmt::Write;

use chrono::{DateTime, Utc};
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, escape_formatter};
use shared::account::Locale;
use shared::money::Rupiah;
use shared::payments::PaymentProvider;
use shared::wording;

/// Makes the filters known to the templates, and has values written by `write`.
pub(super) fn add(environment: &mut Environment) {
    environment.set_formatter(write);
    environment.add_filter("money", money);
    environment.add_filter("date", date);
    environment.add_filter("phone", wording::phone);
    environment.add_filter("method", method);
}

/// Writes a value. A `null` is a fault like one that is missing: no email says "none".
///
/// In HTML the five characters that mean something in text and quoted attributes are escaped. The
/// slash, which the engine would escape too, is left alone: spam filters take links full of
/// entities for disguised ones.
fn write(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if value.is_none() {
        return Err(Error::new(ErrorKind::InvalidOperation, "there is nothing to write here"));
    }
    let text = value.as_str().filter(|_| matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe());
    let Some(text) = text else { return escape_formatter(out, state, value) };
    for character in text.chars() {
        match character {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&quot;")?,
            '\'' => out.write_str("&#39;")?,
            other => out.write_char(other)?,
        }
    }
    Ok(())
}

/// `Rp 1.500.000`, with a space that does not break.
fn money(amount: i64) -> String {
    Rupiah(amount).to_string()
}

/// `21 Nov 2026, 14.30 WIB` of a time in RFC 3339.
fn date(at: &str, locale: &str) -> Result<String, Error> {
    let at: DateTime<Utc> = at.parse().map_err(|_| Error::new(ErrorKind::InvalidOperation, format!("`{at}` is no time")))?;
    Ok(wording::day_and_time(at, language(locale)))
}

/// How a `shared::payments::Payment` was paid, by the names that people know.
fn method(payment: &Value, locale: &str) -> Result<String, Error> {
    let (provider, method) = (payment.get_attr("provider")?, payment.get_attr("method")?);
    let provider = provider.as_str().and_then(|word| word.parse().ok()).unwrap_or(PaymentProvider::Midtrans);
    Ok(wording::payment_method(provider, method.as_str(), language(locale)).to_owned())
}

fn language(locale: &str) -> Locale {
    locale.parse().unwrap_or(Locale::Indonesian)
}

#[cfg(test)]
mod tests {
    use minijinja::value::Serde;

    use super::*;

    #[test]
    fn dates_are_those_of_bandung() -> Result<(), Error> {
        assert_eq!(date("2026-11-21T07:30:59Z", "id")?, "21 Nov 2026, 14.30 WIB");
        assert_eq!(date("2026-08-16T17:05:00.123456Z", "id")?, "17 Agu 2026, 00.05 WIB");
        assert_eq!(date("2026-05-01T00:00:00Z", "en")?, "1 May 2026, 07:00 WIB");
        assert!(date("kemarin", "id").is_err());
        Ok(())
    }

    #[test]
    fn payments_have_names() -> Result<(), Error> {
        let paid = |provider: &str, how: Option<&str>| {
            method(&Value::from(Serde(serde_json::json!({ "provider": provider, "method": how }))), "id")
        };
        assert_eq!(paid("midtrans", Some("bca_va"))?, "BCA Virtual Account");
        assert_eq!(paid("stripe", Some("card"))?, "Kartu");
        assert_eq!(paid("stripe", None)?, "Stripe");
        assert_eq!(paid("midtrans", Some("novel"))?, "Midtrans");
        Ok(())
    }
}
