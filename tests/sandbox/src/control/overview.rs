//! `/control` for people: everything at a glance, a button for everything that can be done.

use crate::deliver::{Delivery, DeliveryState};
use crate::midtrans::records::{Fraud, Payment, Status};
use crate::pages::{escape, rupiah};
use crate::state::{App, Provider, Store};
use crate::stripe::records::{
    IntentStatus, Refund, RefundOutcome, RefundStatus, Session, SessionStatus,
};

const STYLE: &str = include_str!("overview.css");
const SHOWN: usize = 50;

/// The whole page.
pub(super) fn page(app: &App) -> String {
    let body = app.read(|store| {
        [
            sessions(store),
            refunds(store),
            payments(app, store),
            deliveries(store),
            switches(store, Provider::Stripe),
            switches(store, Provider::Midtrans),
            calls(store),
        ]
        .concat()
    });
    format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content=\"width=device-width, initial-scale=1\">\
         <meta name=robots content=noindex><title>Payment sandbox</title><style>{STYLE}</style></head><body><header><h1>Payment sandbox</h1>\
         <p>Plays Stripe and Midtrans for <a href=\"{shop}\">{shop}</a>. No money moves. <a href=\"/control\">Reload</a></p>{settings}</header><main>{body}</main></body></html>",
        shop = escape(&app.shop_url()),
        settings = settings(),
    )
}

fn settings() -> String {
    let clock = form(
        "/control/clock",
        "<input type=number name=advance_seconds value=3600 aria-label=seconds>",
        "Advance the clock (s)",
        "",
    );
    let reset = form("/control/reset", "", "Forget everything", "bad");
    format!("<div class=row>{clock}{reset}</div>")
}

fn form(action: &str, fields: &str, label: &str, class: &str) -> String {
    format!(
        "<form method=post action=\"{action}\">{fields}<button class=\"{class}\">{label}</button></form>",
        action = escape(action)
    )
}

fn table(title: &str, columns: &[&str], rows: Vec<String>) -> String {
    let head: String = columns
        .iter()
        .map(|column| format!("<th scope=col>{column}</th>"))
        .collect();
    let body = if rows.is_empty() {
        format!(
            "<tr><td colspan={} class=none>None yet</td></tr>",
            columns.len()
        )
    } else {
        rows.concat()
    };
    format!(
        "<section><h2>{title}</h2><div class=scroll><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></section>"
    )
}

fn row(cells: &[String]) -> String {
    let cells: String = cells
        .iter()
        .map(|cell| format!("<td>{cell}</td>"))
        .collect();
    format!("<tr>{cells}</tr>")
}

fn time(at: i64) -> String {
    chrono::DateTime::from_timestamp(at, 0)
        .map(|at| at.format("%d %b %H:%M:%S").to_string())
        .unwrap_or_default()
}

fn sessions(store: &Store) -> String {
    let mut found: Vec<&Session> = store.stripe.sessions.values().collect();
    found.sort_by_key(|session| std::cmp::Reverse(session.made));
    let rows = found.into_iter().take(SHOWN).map(|session| {
        let post = |action: &str, label: &str| {
            form(
                &format!("/control/stripe/sessions/{}/{action}", session.id),
                "",
                label,
                "",
            )
        };
        let intent = session
            .payment_intent
            .as_ref()
            .and_then(|id| store.stripe.intents.get(id));
        let status = intent.map(|intent| intent.status);
        let dispute = intent.and_then(|intent| {
            store
                .stripe
                .disputes
                .values()
                .find(|dispute| dispute.intent == intent.id)
        });
        let buttons = match (session.status, status, dispute) {
            (SessionStatus::Open, ..) => [
                post("pay", "Pay"),
                post("pay-later", "Pay later"),
                post("decline", "Decline"),
                post("expire", "Expire"),
            ]
            .concat(),
            (SessionStatus::Complete, Some(IntentStatus::Processing), _) => {
                post("settle", "Settle") + &post("fail", "Fail")
            }
            (SessionStatus::Complete, Some(IntentStatus::Succeeded), None) => {
                post("dispute", "Dispute")
            }
            (.., Some(dispute)) if dispute.status == "needs_response" => {
                let close = |action: &str, label: &str| {
                    form(
                        &format!("/control/stripe/disputes/{}/{action}", dispute.id),
                        "",
                        label,
                        "",
                    )
                };
                close("win", "Shop wins") + &close("lose", "Shop loses")
            }
            _ => String::new(),
        };
        row(&[
            time(session.created),
            format!(
                "<a href=\"/stripe/pay/{0}\" title=\"{0}\">{1}</a>",
                session.id,
                escape(
                    session
                        .client_reference_id
                        .as_deref()
                        .unwrap_or(&session.id)
                )
            ),
            rupiah(session.amount_total / 100),
            format!(
                "{} · {}",
                word(session.status),
                word(session.payment_status)
            ),
            buttons,
        ])
    });
    table(
        "Stripe sessions",
        &["Created (UTC)", "Reference", "Total", "Status", ""],
        rows.collect(),
    )
}

fn refunds(store: &Store) -> String {
    let mut found: Vec<&Refund> = store.stripe.refunds.values().collect();
    found.sort_by_key(|refund| std::cmp::Reverse(refund.made));
    let rows = found.into_iter().take(SHOWN).map(|refund| {
        let post = |action: &str, label: &str| {
            form(
                &format!("/control/stripe/refunds/{}/{action}", refund.id),
                "",
                label,
                "",
            )
        };
        let buttons = match refund.status {
            RefundStatus::Pending => post("succeed", "Succeed") + &post("fail", "Fail"),
            RefundStatus::Succeeded => post("fail", "Fail after all"),
            RefundStatus::Failed => String::new(),
        };
        row(&[
            time(refund.created),
            refund.id.clone(),
            rupiah(refund.amount / 100),
            word(refund.status),
            buttons,
        ])
    });
    table(
        "Stripe refunds",
        &["Created (UTC)", "Refund", "Amount", "Status", ""],
        rows.collect(),
    )
}

fn payments(app: &App, store: &Store) -> String {
    let rows = store
        .midtrans
        .payments
        .iter()
        .rev()
        .take(SHOWN)
        .map(|payment| {
            let charge = payment.charge.as_ref();
            let id = charge.map_or(&payment.token, |charge| &charge.transaction_id);
            let post = |action: &str, label: &str| {
                form(
                    &format!("/control/midtrans/payments/{id}/{action}"),
                    "",
                    label,
                    "",
                )
            };
            let buttons = match charge.map(|charge| (charge.status, charge.fraud)) {
                None | Some((Status::Deny, _)) => pick(payment, app),
                Some((Status::Pending, _)) => [
                    post("settle", "Settle"),
                    post("deny", "Deny"),
                    post("failure", "Break off"),
                    post("cancel", "Cancel"),
                    post("expire", "Expire"),
                ]
                .concat(),
                Some((Status::Capture, Fraud::Accept)) => {
                    post("settle", "Settle") + &post("cancel", "Cancel")
                }
                Some((Status::Capture, _)) => post("cancel", "Cancel"),
                Some((Status::Settlement | Status::PartialRefund, _)) => {
                    post("deny", "Reverse to deny") + &post("charge-back", "Charge back")
                }
                Some(_) => String::new(),
            };
            let status = charge.map_or_else(
                || "page open".to_owned(),
                |charge| {
                    format!(
                        "{} · {} · {}",
                        charge.method,
                        charge.status.name(),
                        charge.fraud.name()
                    )
                },
            );
            row(&[
                time(payment.created.timestamp()),
                format!(
                    "<a href=\"/midtrans/pay/{}\">{}</a>",
                    payment.token,
                    escape(&payment.order_id)
                ),
                rupiah(charge.map_or(payment.amount, |charge| charge.gross)),
                status,
                buttons,
            ])
        });
    let fee = store
        .midtrans
        .fee
        .map(|fee| fee.to_string())
        .unwrap_or_default();
    let fee = form(
        "/control/midtrans/fee",
        &format!(
            "<input type=number name=rupiah value=\"{fee}\" placeholder=none aria-label=rupiah>"
        ),
        "Fee on top (Rp)",
        "",
    );
    let failing = form(
        "/control/midtrans/failing-refunds",
        &format!(
            "<input type=number name=times min=0 value={} aria-label=times>",
            store.midtrans.failing_refunds
        ),
        "Refuse the next refunds",
        "",
    );
    table(
        "Midtrans payments",
        &["Created (UTC)", "Order id", "Total", "Status", ""],
        rows.collect(),
    ) + &format!("<div class=row>{fee}{failing}</div>")
}

// Paying begins on the page, where the method is chosen; by code it takes one click.
fn pick(payment: &Payment, app: &App) -> String {
    if app.now() >= payment.page_ends {
        return "closed".to_owned();
    }
    let options: String = payment
        .methods
        .iter()
        .map(|code| format!("<option>{code}</option>"))
        .collect();
    let choose = format!("<select name=method aria-label=method>{options}</select>");
    form(
        &format!("/control/midtrans/payments/{}/pay", payment.token),
        &choose,
        "Pay",
        "",
    ) + &form(
        &format!("/control/midtrans/payments/{}/choose", payment.token),
        &choose,
        "Pick only",
        "",
    )
}

fn deliveries(store: &Store) -> String {
    let rows = store
        .outbox
        .list
        .values()
        .rev()
        .take(SHOWN)
        .map(|delivery| {
            let again = if delivery.state == DeliveryState::Queued {
                String::new()
            } else {
                form(
                    &format!("/control/deliveries/{}/redeliver", delivery.id),
                    "",
                    "Send again",
                    "",
                )
            };
            row(&[
                delivery.id.to_string(),
                time(delivery.created),
                delivery.provider.name().to_owned(),
                escape(&delivery.kind),
                escape(&delivery.subject),
                format!("<span class={0}>{0}</span>", word(delivery.state)),
                attempts(delivery),
                again,
            ])
        });
    table(
        "Notifications",
        &[
            "No.",
            "Made (UTC)",
            "From",
            "Kind",
            "About",
            "State",
            "Tries",
            "",
        ],
        rows.collect(),
    )
}

fn attempts(delivery: &Delivery) -> String {
    let one = |attempt: &crate::deliver::Attempt| match (attempt.status, &attempt.error) {
        (Some(status), _) => format!("{status} ({} ms)", attempt.milliseconds),
        (None, Some(error)) => format!("<abbr title=\"{}\">no answer</abbr>", escape(error)),
        (None, None) => String::new(),
    };
    let trouble = delivery
        .trouble
        .map(|trouble| format!("{} ", escape(&word(trouble))))
        .unwrap_or_default();
    trouble
        + &delivery
            .attempts
            .iter()
            .map(one)
            .collect::<Vec<_>>()
            .join(", ")
}

fn switches(store: &Store, provider: Provider) -> String {
    let faults = store.faults_of(provider);
    let name = provider.name();
    let set: Vec<String> = faults
        .api
        .iter()
        .map(|fault| {
            format!(
                "next {} calls: {:?}, {} ms",
                fault.times, fault.answer, fault.delay_ms
            )
        })
        .chain(faults.notifications.iter().map(|switch| {
            format!(
                "next {} notifications: {}",
                switch.times,
                word(switch.trouble)
            )
        }))
        .chain(faults.held.then(|| "notifications are held".to_owned()))
        .collect();
    let set = if set.is_empty() {
        "All is well.".to_owned()
    } else {
        escape(&set.join("; "))
    };
    let times = "<input type=number name=times value=1 min=1 aria-label=times>";
    let path = |rest: &str| format!("/control/{name}/{rest}");
    let status = format!(
        "{times}<input type=number name=answer value=500 aria-label=status><select name=after_effect aria-label=when><option value=false>before</option><option value=true>after</option></select>"
    );
    let slow =
        format!("{times}<input type=number name=delay_ms value=20000 aria-label=milliseconds>");
    let kinds = [
        "drop",
        "duplicate",
        "wrong_signature",
        "wrong_amount",
        "stale_signature",
        "reversed",
    ];
    let options: String = kinds
        .iter()
        .map(|kind| format!("<option>{kind}</option>"))
        .collect();
    let outcome = if provider == Provider::Stripe {
        let choice = |outcome: RefundOutcome| {
            format!(
                "<option{}>{}</option>",
                if store.stripe.refund_outcome == outcome {
                    " selected"
                } else {
                    ""
                },
                word(outcome)
            )
        };
        let options: String = [
            RefundOutcome::Succeed,
            RefundOutcome::Wait,
            RefundOutcome::Fail,
        ]
        .map(choice)
        .concat();
        form(
            "/control/stripe/refund-outcome",
            &format!("<select name=outcome aria-label=outcome>{options}</select>"),
            "Refunds end so",
            "",
        )
    } else {
        String::new()
    };
    let forms = [
        form(&path("faults"), &status, "Fail calls", ""),
        form(&path("faults"), &slow, "Delay calls (ms)", ""),
        form(
            &path("troubles"),
            &format!("{times}<select name=trouble aria-label=trouble>{options}</select>"),
            "Spoil notifications",
            "",
        ),
        form(
            &path("troubles"),
            &format!("{times}<input type=number name=late_ms value=5000 aria-label=milliseconds>"),
            "Send late (ms)",
            "",
        ),
        form(&path("hold"), "", "Hold notifications", ""),
        form(&path("release"), "", "Release", ""),
        form(
            &path("release"),
            "<input type=hidden name=reversed value=true>",
            "Release last first",
            "",
        ),
        outcome,
        form(&path("calm"), "", "Stop all trouble", ""),
    ]
    .concat();
    format!("<section><h2>Trouble at {name}</h2><p>{set}</p><div class=row>{forms}</div></section>")
}

fn calls(store: &Store) -> String {
    let rows = store.calls.iter().rev().take(SHOWN).map(|call| {
        row(&[
            time(call.at),
            call.provider.name().to_owned(),
            format!("{} {}", call.method, escape(&call.path)),
            format!(
                "{}{}",
                call.status,
                if call.fault { " (fault)" } else { "" }
            ),
            format!(
                "<details><summary>{} bytes</summary><pre>{}</pre></details>",
                call.body.len(),
                escape(&call.body)
            ),
        ])
    });
    table(
        "API calls received",
        &["At (UTC)", "API", "Call", "Answer", "Body"],
        rows.collect(),
    )
}

/// A value as its JSON word.
fn word(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value).unwrap_or_default() {
        serde_json::Value::String(word) => word,
        other => other.to_string(),
    }
}
