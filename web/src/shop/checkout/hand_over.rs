//! Hands over to the payment page.

use leptos::prelude::*;
use shared::money::Rupiah;
use shared::payments::PaymentProvider;
use shared::validate::{FieldCode, FieldError};

use super::methods::below_minimum;
use crate::api::{ApiError, orders};
use crate::i18n::{self, Locale, td_string};
use crate::ui::error_text;

/// The provider's page to pay an order on, or why there is none, in words.
pub(in crate::shop) async fn pay_page(number: &str, provider: PaymentProvider) -> Result<String, String> {
    let answer = orders::start_payment(number, provider).await;
    let locale = i18n::current();
    match answer.map(|payment| payment.redirect_url) {
        Ok(Some(url)) => Ok(url),
        Ok(None) => Err(td_string!(locale, buy.checkout.pay_waits).to_owned()),
        Err(error) => Err(td_string!(locale, buy.checkout.pay_failed, reason = reason(locale, &error))),
    }
}

/// Puts the order in the place of the checkout: Back leads from the payment page to what is to be paid, not to an empty cart.
pub(super) fn stand_at(order: &str) {
    if let Ok(history) = window().history() {
        let state = history.state().unwrap_or_default();
        let _ = history.replace_state_with_url(&state, "", Some(order));
    }
}

/// Leaves for the provider's page.
pub(in crate::shop) fn leave_for(url: &str) {
    let _ = window().location().set_href(url);
}

fn reason(locale: Locale, error: &ApiError) -> String {
    let minimum = error.fields().iter().find_map(minimum);
    minimum.map_or_else(|| error_text(locale, error), |minimum| below_minimum(locale, minimum))
}

/// What the provider takes at the least, when that is what the server objects to.
fn minimum(error: &FieldError) -> Option<Rupiah> {
    let is_it = error.pointer == "/provider" && error.code == FieldCode::TooSmall;
    error.params.get("min").filter(|_| is_it)?.parse().ok().map(Rupiah)
}
