//! `hurtrock doctor`: looks at everything the shop stands on and says what is wrong with it.
//!
//! It changes nothing but a file that it writes and removes at once. What it cannot reach it says so,
//! and looks at the rest all the same.

mod crossing;
mod database;
mod outside;
mod report;
mod settings;

pub use report::{Finding, Health, Report};

use std::sync::Arc;

use crate::clock::Clock;
use crate::config::{Config, ConfigFaults};
use crate::context::Ctx;

/// Looks at everything.
pub async fn examine(config: Result<Config, ConfigFaults>) -> Report {
    let mut config = match config {
        Ok(config) => config,
        Err(ConfigFaults(faults)) => {
            return vec![Finding::fault("configuration", "has faults; nothing else was looked at").with(faults)].into();
        }
    };
    let configuration = settings::examine(&config);
    // Before a bucket is asked over TLS; only ring is compiled in.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let web_app = outside::web_app(&config);
    let files = outside::files(&config).await;
    if files.health > Health::Ok {
        // The rest can be looked at with any directory.
        (config.files_dir, config.bucket) = (std::env::temp_dir(), None);
    }
    let clock = Clock::default();
    let db = crate::db::connect(&config, Arc::default(), Arc::default()).await;
    let of_database = match &db {
        Ok(db) => database::examine(db, &clock, &config.secret_key).await,
        Err(error) => database::unreachable(error),
    };
    let (configuration, crossing, of_outside) = match Ctx::offline(config, clock) {
        Ok(mut ctx) => {
            let crossing = match db {
                Ok(db) => {
                    ctx.db = db;
                    crossing::examine(&mut ctx).await
                }
                Err(_) => crossing::unreachable(&ctx),
            };
            let mut findings = vec![outside::mail_server(&ctx).await];
            findings.extend(outside::payment_providers(&ctx).await);
            (configuration, crossing, findings)
        }
        Err(error) => (Finding::fault("configuration", format!("cannot be used: {error:#}")), Vec::new(), Vec::new()),
    };
    let mut findings = vec![configuration];
    findings.extend(of_database);
    findings.extend(crossing);
    findings.extend([files, web_app]);
    findings.extend(of_outside);
    findings.into()
}
