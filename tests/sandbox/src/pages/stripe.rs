//! The page behind a Checkout Session's `url`.

use std::sync::Arc;

use poem::http::{HeaderMap, Method};
use poem::{Endpoint, Request, Response};

use super::words::{Words, by_code, words};
use super::{Bill, button, field, frame, go, html, link, missing, say};
use crate::state::App;
use crate::stripe::pay;
use crate::stripe::records::{IntentStatus, PaymentStatus, Session, SessionStatus};

/// `/stripe/pay/{session}`
pub(crate) struct StripePage(pub Arc<App>);

impl Endpoint for StripePage {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let id: String = request.path_params()?;
        let (parts, body) = request.into_parts();
        let Some(session) = load(&self.0, &id) else {
            return Ok(missing(words(&parts.headers)));
        };
        if parts.method != Method::POST {
            return Ok(html(page(&self.0, &session, language(&session, &parts.headers), false)));
        }
        let body = body.into_bytes_limit(16 * 1024).await?;
        let action = field(&body, "action").unwrap_or_default();
        Ok(act(&self.0, &session, &action, &parts.headers))
    }
}

fn load(app: &App, id: &str) -> Option<Session> {
    app.read(|store| store.stripe.sessions.get(id).cloned())
}

// The session's own locale goes before the browser's, as at Stripe.
fn language(session: &Session, headers: &HeaderMap) -> &'static Words {
    session.locale.as_deref().and_then(by_code).unwrap_or_else(|| words(headers))
}

fn act(app: &App, session: &Session, action: &str, headers: &HeaderMap) -> Response {
    let outcome = match action {
        "pay" => pay::pay(app, &session.id),
        "pending" => pay::pay_later(app, &session.id),
        "fail" if session.status == SessionStatus::Open => pay::decline(app, &session.id),
        "fail" => pay::fail(app, &session.id),
        "settle" => pay::settle(app, &session.id),
        _ => return go(&format!("/stripe/pay/{}", session.id)),
    };
    match outcome {
        Ok(session) if session.status == SessionStatus::Complete && action != "fail" => go(&success(&session)),
        Ok(session) if session.status == SessionStatus::Open => html(page(app, &session, language(&session, headers), true)),
        // Paid or ended in another tab meanwhile: the page says what it is now.
        _ => go(&format!("/stripe/pay/{}", session.id)),
    }
}

/// The success URL with the literal placeholder filled in.
fn success(session: &Session) -> String {
    session.success_url.replace("{CHECKOUT_SESSION_ID}", &session.id)
}

fn page(app: &App, session: &Session, words: &Words, declined: bool) -> String {
    let mut lines: Vec<(String, i64)> = Vec::new();
    for line in &session.lines {
        let name = if line.quantity == 1 { line.name.clone() } else { format!("{} × {}", line.quantity, line.name) };
        lines.push((name, line.unit_amount * line.quantity / 100));
    }
    if let Some(rate) = session.shipping.first() {
        lines.push((format!("{} · {}", words.shipping, rate.name), rate.amount / 100));
    }
    let reference = session.client_reference_id.as_deref().unwrap_or(&session.id);
    let bill = Bill { via: "Stripe Checkout", total: session.amount_total / 100, lines, reference };
    let mut side = String::new();
    let open = session.status == SessionStatus::Open && session.expires_at > app.now().timestamp();
    if open {
        if declined {
            side += &say("bad", words.declined);
        }
        side += &format!(
            "<h2>{card}</h2><p class=via>{instantly}</p><form method=post class=buttons>{pay}<div class=pair>{pending}{fail}</div>{cancel}</form><p class=hint>{hint}</p>",
            card = words.card,
            instantly = words.instantly,
            pay = button("pay", "go", &format!("{} {}", words.pay, super::rupiah(session.amount_total / 100))),
            pending = button("pending", "", words.pending),
            fail = button("fail", "bad", words.fail),
            cancel = session.cancel_url.as_ref().map(|url| link("cancel", "back", words.cancel, url)).unwrap_or_default(),
            hint = words.pending_hint,
        );
    } else {
        side += &closed(app, session, words);
    }
    frame(words, &format!("<main>{}<section class=card>{side}</section></main>", bill.html(words)))
}

fn closed(app: &App, session: &Session, words: &Words) -> String {
    let processing = app.read(|store| {
        let intent = session.payment_intent.as_ref().and_then(|id| store.stripe.intents.get(id));
        intent.is_some_and(|intent| intent.status == IntentStatus::Processing)
    });
    let back = |url: &str| link("back", "button", words.back, url);
    match (session.status, session.payment_status) {
        (SessionStatus::Complete, PaymentStatus::Paid) => say("good", words.paid) + &back(&success(session)),
        (SessionStatus::Complete, PaymentStatus::Unpaid) if processing => {
            let form = format!(
                "<form method=post class=buttons>{}{}</form>",
                button("settle", "go", words.settle),
                button("fail", "bad", words.settle_fail)
            );
            say("wait", words.waiting) + &form + "<p></p>" + &back(&success(session))
        }
        (SessionStatus::Complete, PaymentStatus::Unpaid) => say("bad", words.failed) + &back(&success(session)),
        _ => say("bad", words.expired) + &session.cancel_url.as_deref().map(back).unwrap_or_default(),
    }
}
