//! `/control` for people: everything at a glance, a button for everything that can be done.

mod log;
mod payments;

use crate::pages::escape;
use crate::state::{App, Provider, Store};
use crate::stripe::records::RefundOutcome;

const STYLE: &str = include_str!("style.css");
const SHOWN: usize = 50;

/// The whole page.
pub(super) fn page(app: &App) -> String {
    let body = app.read(|store| {
        [
            payments::sessions(store),
            payments::refunds(store),
            payments::payments(app, store),
            log::deliveries(store),
            switches(store, Provider::Stripe),
            switches(store, Provider::Midtrans),
            log::calls(store),
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
    let head: String = columns.iter().map(|column| format!("<th scope=col>{column}</th>")).collect();
    let body =
        if rows.is_empty() { format!("<tr><td colspan={} class=none>None yet</td></tr>", columns.len()) } else { rows.concat() };
    format!(
        "<section><h2>{title}</h2><div class=scroll><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></section>"
    )
}

fn row(cells: &[String]) -> String {
    let cells: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
    format!("<tr>{cells}</tr>")
}

fn time(at: i64) -> String {
    chrono::DateTime::from_timestamp(at, 0).map(|at| at.format("%d %b %H:%M:%S").to_string()).unwrap_or_default()
}

fn switches(store: &Store, provider: Provider) -> String {
    let faults = store.faults_of(provider);
    let name = provider.name();
    let set: Vec<String> = faults
        .api
        .iter()
        .map(|fault| format!("next {} calls: {:?}, {} ms", fault.times, fault.answer, fault.delay_ms))
        .chain(faults.notifications.iter().map(|switch| format!("next {} notifications: {}", switch.times, word(switch.trouble))))
        .chain(faults.held.then(|| "notifications are held".to_owned()))
        .collect();
    let set = if set.is_empty() { "All is well.".to_owned() } else { escape(&set.join("; ")) };
    let times = "<input type=number name=times value=1 min=1 aria-label=times>";
    let path = |rest: &str| format!("/control/{name}/{rest}");
    let status = format!(
        "{times}<input type=number name=answer value=500 aria-label=status><select name=after_effect aria-label=when><option value=false>before</option><option value=true>after</option></select>"
    );
    let slow = format!("{times}<input type=number name=delay_ms value=20000 aria-label=milliseconds>");
    let kinds = ["drop", "duplicate", "wrong_signature", "wrong_amount", "stale_signature", "reversed"];
    let options: String = kinds.iter().map(|kind| format!("<option>{kind}</option>")).collect();
    let outcome = if provider == Provider::Stripe {
        let choice = |outcome: RefundOutcome| {
            format!("<option{}>{}</option>", if store.stripe.refund_outcome == outcome { " selected" } else { "" }, word(outcome))
        };
        let options: String = [RefundOutcome::Succeed, RefundOutcome::Wait, RefundOutcome::Fail].map(choice).concat();
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
        form(&path("release"), "<input type=hidden name=reversed value=true>", "Release last first", ""),
        outcome,
        form(&path("calm"), "", "Stop all trouble", ""),
    ]
    .concat();
    format!("<section><h2>Trouble at {name}</h2><p>{set}</p><div class=row>{forms}</div></section>")
}

/// A value as its JSON word.
fn word(value: impl serde::Serialize) -> String {
    match serde_json::to_value(value).unwrap_or_default() {
        serde_json::Value::String(word) => word,
        other => other.to_string(),
    }
}
