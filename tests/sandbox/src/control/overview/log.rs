//! The tables of notifications sent and calls received.

use super::{SHOWN, form, row, table, time, word};
use crate::deliver::{Attempt, Delivery, DeliveryState};
use crate::pages::escape;
use crate::state::Store;

pub(super) fn deliveries(store: &Store) -> String {
    let rows = store.outbox.list.values().rev().take(SHOWN).map(|delivery| {
        let again = if delivery.state == DeliveryState::Queued {
            String::new()
        } else {
            form(&format!("/control/deliveries/{}/redeliver", delivery.id), "", "Send again", "")
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
    table("Notifications", &["No.", "Made (UTC)", "From", "Kind", "About", "State", "Tries", ""], rows.collect())
}

fn attempts(delivery: &Delivery) -> String {
    let one = |attempt: &Attempt| match (attempt.status, &attempt.error) {
        (Some(status), _) => format!("{status} ({} ms)", attempt.milliseconds),
        (None, Some(error)) => format!("<abbr title=\"{}\">no answer</abbr>", escape(error)),
        (None, None) => String::new(),
    };
    let trouble = delivery.trouble.map(|trouble| format!("{} ", escape(&word(trouble)))).unwrap_or_default();
    trouble + &delivery.attempts.iter().map(one).collect::<Vec<_>>().join(", ")
}

pub(super) fn calls(store: &Store) -> String {
    let rows = store.calls.iter().rev().take(SHOWN).map(|call| {
        row(&[
            time(call.at),
            call.provider.name().to_owned(),
            format!("{} {}", call.method, escape(&call.path)),
            format!("{}{}", call.status, if call.fault { " (fault)" } else { "" }),
            format!("<details><summary>{} bytes</summary><pre>{}</pre></details>", call.body.len(), escape(&call.body)),
        ])
    });
    table("API calls received", &["At (UTC)", "API", "Call", "Answer", "Body"], rows.collect())
}
