//! What the shop needs besides its database.

use std::path::Path;

use shared::payments::PaymentProvider;
use uuid::Uuid;

use super::report::Finding;
use crate::context::Ctx;
use crate::{mail, payments};

/// Whether pictures can be kept.
pub(super) fn files(directory: &Path) -> Finding {
    let probe = directory.join(format!(".doctor-{}", Uuid::now_v7().simple()));
    let tried = std::fs::create_dir_all(directory)
        .and_then(|()| std::fs::write(&probe, b"x"))
        .and_then(|()| std::fs::remove_file(&probe));
    match tried {
        Ok(()) => Finding::ok("files", format!("{} can be written", directory.display())),
        Err(error) => Finding::fault("files", format!("{} cannot be written: {error}", directory.display())),
    }
}

/// Whether emails can be handed over.
pub(super) async fn mail_server(ctx: &Ctx) -> Finding {
    match mail::reach(ctx).await {
        Ok(true) => Finding::ok("mail server", "answers and lets us in"),
        Ok(false) => Finding::ok("mail server", "none: emails are read on the mailbox page"),
        Err(why) => Finding::fault("mail server", format!("cannot be used: {why}")),
    }
}

/// Whether there is a way to pay.
pub(super) async fn payment_providers(ctx: &Ctx) -> Vec<Finding> {
    let reached = payments::reach(ctx).await;
    let findings = PaymentProvider::ALL.iter().map(|provider| {
        let name = format!("payments: {provider}");
        let Some(found) = reached.iter().find(|found| found.provider == *provider) else {
            let none = reached.is_empty();
            let says = "no keys, not offered";
            return if none { Finding::warning(&name, says) } else { Finding::ok(&name, says) };
        };
        let place = if found.sandbox { "test environment" } else { "live" };
        let off = if found.switched_off { ", switched off in the settings" } else { "" };
        match &found.fault {
            None => Finding::ok(&name, format!("answers and takes our keys, {place}{off}")),
            Some(why) => Finding::fault(&name, format!("cannot be used, {place}{off}: {why}")),
        }
    });
    findings.collect()
}
