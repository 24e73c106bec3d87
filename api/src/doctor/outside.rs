//! What the shop needs besides its database.

use std::path::Path;

use chrono::SecondsFormat;
use shared::payments::PaymentProvider;
use uuid::Uuid;

use super::report::Finding;
use crate::config::{BucketConfig, Config, Environment};
use crate::context::Ctx;
use crate::files::FileStore;
use crate::{mail, payments, web};

/// Whether pictures can be kept.
pub(super) async fn files(config: &Config) -> Finding {
    match &config.bucket {
        Some(bucket) => files_in_bucket(bucket).await,
        None => files_in_directory(&config.files_dir),
    }
}

async fn files_in_bucket(bucket: &BucketConfig) -> Finding {
    let probe = format!("doctor/{}", Uuid::now_v7().simple());
    let tried = async {
        let store = FileStore::in_bucket(bucket)?;
        store.put(&probe, b"x".to_vec()).await?;
        let found = store.get(&probe).await?;
        store.delete(&probe).await?;
        anyhow::ensure!(found.is_some(), "what was written is not there");
        anyhow::Ok(())
    };
    match tried.await {
        Ok(()) => Finding::ok("files", format!("the bucket {} can be written", bucket.name)),
        Err(error) => Finding::fault("files", format!("the bucket {} cannot be written: {error:#}", bucket.name)),
    }
}

fn files_in_directory(directory: &Path) -> Finding {
    let probe = directory.join(format!(".doctor-{}", Uuid::now_v7().simple()));
    let tried = std::fs::create_dir_all(directory)
        .and_then(|()| std::fs::write(&probe, b"x"))
        .and_then(|()| std::fs::remove_file(&probe));
    match tried {
        Ok(()) => Finding::ok("files", format!("{} can be written", directory.display())),
        Err(error) => Finding::fault("files", format!("{} cannot be written: {error}", directory.display())),
    }
}

/// Whether there are pages to serve.
pub(super) fn web_app(config: &Config) -> Finding {
    match web::find(config) {
        Ok(Some(found)) => Finding::ok("web app", found.place),
        Ok(None) if config.environment == Environment::Demo => Finding::ok("web app", "none: the API is served alone"),
        Ok(None) => Finding::warning("web app", "none: the API is served alone, and pages say that they are not built"),
        Err(error) => Finding::fault("web app", format!("{error:#}; the server does not start")),
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
        let since = found.refused.map(|refused| refused.at.to_rfc3339_opts(SecondsFormat::Secs, true));
        match (&found.fault, since) {
            (None, None) => Finding::ok(&name, format!("answers and takes our keys, {place}{off}")),
            // The shop finds out by itself, within minutes.
            (None, Some(since)) => Finding::warning(
                &name,
                format!("takes our keys again, {place}{off}, which it refused since {since}: not offered before they are tested"),
            ),
            (Some(why), None) => Finding::fault(&name, format!("cannot be used, {place}{off}: {why}")),
            (Some(why), Some(since)) => {
                Finding::fault(&name, format!("cannot be used, {place}{off}, and not offered since {since}: {why}"))
            }
        }
    });
    findings.collect()
}
