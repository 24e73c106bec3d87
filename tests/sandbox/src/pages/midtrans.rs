//! The page behind a Snap transaction's `redirect_url`.

use std::sync::Arc;

use chrono::{DateTime, Datelike, FixedOffset, Timelike, Utc};
use fast_qr::convert::svg::SvgBuilder;
use poem::http::Method;
use poem::{Endpoint, Request, Response};

use super::words::{Words, words};
use super::{Bill, button, escape, field, frame, go, html, link, missing, say};
use crate::control::Refused;
use crate::midtrans::charge;
use crate::midtrans::methods::{Kind, Method as PayMethod, method};
use crate::midtrans::notify::status_code;
use crate::midtrans::records::{Charge, Fraud, Payment, Status};
use crate::midtrans::snap::pay_url;
use crate::state::App;

/// `/midtrans/pay/{token}`
pub(crate) struct MidtransPage(pub Arc<App>);

impl Endpoint for MidtransPage {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let token: String = request.path_params()?;
        let (parts, body) = request.into_parts();
        let words = words(&parts.headers);
        let Some(payment) = self.0.read(|store| store.midtrans.by_token(&token).cloned()) else {
            return Ok(missing(words));
        };
        if parts.method != Method::POST {
            return Ok(html(page(&self.0, &payment, words)));
        }
        let body = body.into_bytes_limit(16 * 1024).await?;
        let action = field(&body, "action").unwrap_or_default();
        let code = field(&body, "method").unwrap_or_default();
        Ok(act(&self.0, &payment, &action, &code))
    }
}

fn act(app: &App, payment: &Payment, action: &str, code: &str) -> Response {
    // The charge shown, not a later payment that reuses the order_id.
    let shown = payment.charge.as_ref().map_or(payment.token.as_str(), |charge| charge.transaction_id.as_str());
    let outcome: Result<Payment, Refused> = match action {
        "pay" => charge::pay(app, &payment.token, code),
        "pending" => charge::choose(app, &payment.token, code),
        "fail" => charge::fail(app, &payment.token, code),
        "challenge" => charge::challenge(app, &payment.token),
        "settle" => charge::settle(app, shown),
        "deny" => charge::reverse(app, shown),
        _ => return go(&format!("/midtrans/pay/{}", payment.token)),
    };
    match outcome {
        Ok(paid) if action != "pending" => go(&finish(app, &paid)),
        // Chosen: the page shows the number. Refused: it shows how things stand now.
        _ => go(&format!("/midtrans/pay/{}", payment.token)),
    }
}

/// Where the payer returns to, with the hints Snap adds.
fn finish(app: &App, payment: &Payment) -> String {
    let default = || app.config.midtrans.finish_url.clone().unwrap_or_else(|| format!("{}/", app.shop_url()));
    let denied = payment.charge.as_ref().is_some_and(|charge| matches!(charge.status, Status::Deny | Status::Failure));
    let own = if denied { payment.error_url.clone().or_else(|| payment.finish_url.clone()) } else { payment.finish_url.clone() };
    let base = own.unwrap_or_else(default);
    let Ok(mut url) = reqwest::Url::parse(&base) else {
        return base;
    };
    {
        let mut query = url.query_pairs_mut();
        query.append_pair("order_id", &payment.order_id);
        if let Some(charge) = &payment.charge {
            query.append_pair("status_code", status_code(charge));
            query.append_pair("transaction_status", charge.status.name());
        } else {
            query.append_pair("action", "back");
        }
        query.append_pair("merchant_id", &app.config.midtrans.merchant_id);
    }
    url.to_string()
}

fn page(app: &App, payment: &Payment, words: &Words) -> String {
    let total = payment.charge.as_ref().map_or(payment.amount, |charge| charge.gross);
    let mut lines: Vec<(String, i64)> = Vec::new();
    for item in &payment.items {
        let name = if item.quantity == 1 { item.name.clone() } else { format!("{} × {}", item.quantity, item.name) };
        lines.push((name, item.price * item.quantity));
    }
    if total != payment.amount {
        lines.push((words.fee.to_owned(), total - payment.amount));
    }
    let bill = Bill { via: "Midtrans Snap", total, lines, reference: &payment.order_id };
    let side = match &payment.charge {
        None => choices(app, payment, words),
        Some(charge) if charge.status == Status::Deny && charge.settled.is_none() => {
            say("bad", words.declined) + &choices(app, payment, words)
        }
        Some(charge) => standing(app, payment, charge, words),
    };
    frame(words, &format!("<main>{}<section class=card>{side}</section></main>", bill.html(words)))
}

fn choices(app: &App, payment: &Payment, words: &Words) -> String {
    let back = link("cancel", "back", words.cancel, &finish(app, payment));
    if app.now() >= payment.page_ends {
        return say("bad", words.expired) + &back;
    }
    let mut picks = String::new();
    for (at, offered) in payment.methods.iter().filter_map(|code| method(code)).enumerate() {
        picks += &format!(
            "<label class=pick><input type=radio name=method id=method-{code} value={code}{checked}> {label}<small>{how}</small></label>",
            code = offered.code,
            checked = if at == 0 { " checked" } else { "" },
            label = method_label(offered, words),
            how = if offered.is_delayed() { words.with_number } else { words.instantly },
        );
    }
    if picks.is_empty() {
        return say("bad", words.no_method) + &back;
    }
    let challenge = payment.methods.iter().any(|code| code == "credit_card").then(|| button("challenge", "", words.challenge));
    format!(
        "<form method=post><fieldset><legend>{choose}</legend>{picks}</fieldset><div class=buttons>{pay}<div class=pair>{pending}{fail}</div>{challenge}{back}</div></form><p class=hint>{hint}</p>",
        choose = words.choose,
        pay = button("pay", "go", &format!("{} {}", words.pay, super::rupiah(payment.amount))),
        pending = button("pending", "", words.pending),
        fail = button("fail", "bad", words.fail),
        challenge = challenge.unwrap_or_default(),
        hint = words.pending_hint,
    )
}

fn standing(app: &App, payment: &Payment, charge: &Charge, words: &Words) -> String {
    let back = link("back", "button", words.back, &finish(app, payment));
    let said = match (charge.status, charge.fraud) {
        (Status::Pending, _) => {
            let form = format!(
                "<form method=post class=buttons>{}{}</form><p></p>",
                button("settle", "go", words.settle),
                button("deny", "bad", words.settle_fail)
            );
            return say("wait", words.waiting) + &number(app, payment, charge, words) + &form + &back;
        }
        (Status::Capture, Fraud::Challenge) => say("wait", words.review),
        (Status::Capture | Status::Settlement | Status::PartialRefund, _) => say("good", words.paid),
        (Status::Expire, _) => say("bad", words.expired),
        (Status::Deny | Status::Failure, _) => say("bad", words.failed),
        (Status::Cancel | Status::Refund | Status::Chargeback, _) => say("bad", words.ended),
    };
    said + &back
}

/// What the payer needs to pay elsewhere.
fn number(app: &App, payment: &Payment, charge: &Charge, words: &Words) -> String {
    let Some(method) = method(&charge.method) else {
        return String::new();
    };
    let label = match method.kind {
        Kind::VirtualAccount { .. } => words.account,
        Kind::Bill => words.bill,
        Kind::Counter { .. } => words.code,
        Kind::Qr => words.scan,
        Kind::Wallet | Kind::Card => words.open_app,
    };
    let shown = match method.kind {
        Kind::Qr | Kind::Wallet => picture(&pay_url(app, &payment.token)),
        _ => format!("<strong id=number>{}</strong>", escape(&charge.number)),
    };
    format!(
        "<div class=number><span>{name} · {label}</span>{shown}<span>{until} {time}</span></div>",
        name = method_label(method, words),
        until = words.until,
        time = moment(charge.expires, words),
    )
}

// The code leads to this page, so that a phone can play the wallet.
fn picture(text: &str) -> String {
    match fast_qr::QRBuilder::new(text).build() {
        Ok(code) => SvgBuilder::default().to_str(&code),
        Err(_) => String::new(),
    }
}

fn method_label(method: PayMethod, words: &Words) -> &'static str {
    if method.kind == Kind::Card { words.card_label } else { method.label }
}

/// `22 Nov 2026, 18.42 WIB`
fn moment(at: DateTime<Utc>, words: &Words) -> String {
    let Some(jakarta) = FixedOffset::east_opt(7 * 3600) else {
        return String::new();
    };
    let at = at.with_timezone(&jakarta);
    let month = words.months.get(at.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}, {:02}.{:02} WIB", at.day(), at.year(), at.hour(), at.minute())
}
