//! Places an order however the line is, and says why when it is refused.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use shared::checkout::PlaceOrderRequest;
use shared::money::Rupiah;
use shared::orders::Order;
use shared::problem::ErrorCode;

use crate::api::{ApiError, orders};
use crate::i18n::{self, td_string};
use crate::shop::cart::{CartHandle, explain};
use crate::ui::{Ask, money};

/// Before an order is asked for again of which nothing was heard, in milliseconds.
const AGAIN: [u32; 2] = [1_000, 3_000];

/// Whether the order may be placed all the same: the request, or the answer, was lost on its way.
pub(super) fn is_unclear(error: &ApiError) -> bool {
    let refused = error.is(ErrorCode::RateLimited) || error.is(ErrorCode::Maintenance);
    error.is_passing() && !refused || matches!(error, ApiError::Unreadable(_)) || error.is(ErrorCode::IdempotencyInProgress)
}

/// Asks for the order, and again under the same key while it is unclear what became of it: there is one order at most. What
/// took too long already is left to whoever waits.
pub(super) async fn place_stubbornly(request: &PlaceOrderRequest, key: &str) -> Result<Order, ApiError> {
    let mut answer = orders::place_order(request, key).await;
    for wait in AGAIN {
        if !answer.as_ref().is_err_and(is_unclear) || matches!(answer, Err(ApiError::Timeout)) {
            break;
        }
        TimeoutFuture::new(wait).await;
        answer = orders::place_order(request, key).await;
    }
    answer
}

/// Says why there is no order, and shows anew what is different from what was shown.
pub(super) async fn refused(error: &ApiError, expected: Rupiah, cart: CartHandle, quotes: Trigger) {
    match error.code() {
        Some(ErrorCode::TotalChanged | ErrorCode::OutOfStock | ErrorCode::CartEmpty) => cart.reload(),
        Some(ErrorCode::ShippingUnavailable | ErrorCode::NotFound) => quotes.notify(),
        _ => {}
    }
    let Some(now) = new_total(error) else {
        explain(error);
        return;
    };
    let locale = i18n::current();
    let (before, now) = (money(locale, expected), money(locale, now));
    let ask = Ask::new(
        td_string!(locale, buy.checkout.total_changed_title),
        td_string!(locale, buy.checkout.total_changed, before = before, now = now),
        td_string!(locale, buy.checkout.accept),
    );
    if ask.await {
        quotes.notify();
    }
}

/// The new total, when that is what the server objects to.
fn new_total(error: &ApiError) -> Option<Rupiah> {
    match error {
        ApiError::Problem(problem) if problem.code == ErrorCode::TotalChanged => {
            problem.params.get("total").and_then(serde_json::Value::as_i64).map(Rupiah)
        }
        _ => None,
    }
}
