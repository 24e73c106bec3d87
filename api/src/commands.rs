//! What the program does beside serving the shop.

use std::path::Path;

use api::context::Ctx;
use api::plain::{audit_fault, broken_rules};
use api::secrets::{Resealed, Vault};
use api::users::FirstPassword;
use api::{audit, backup, maintenance, secrets, users};
use secrecy::SecretString;
use shared::maintenance::{MaintenanceDetails, MaintenanceMode};
use shared::validate::Validate;
use tokio::signal::unix::{SignalKind, signal};

use crate::{AdminCommand, typed};

/// Looks after those who run the shop.
pub async fn admin(command: AdminCommand, ctx: &Ctx) -> anyhow::Result<()> {
    match command {
        AdminCommand::Create { email, name, invite, locale } => {
            let password = if invite { FirstPassword::ByLink } else { FirstPassword::Given(typed::password()?) };
            let link = users::create_admin(ctx, &email, &name, locale, password).await?;
            println!("{email} may do everything now");
            if let Some(link) = link {
                println!("to choose a password, within seven days and once: {link}");
            }
        }
        AdminCommand::List => {
            for admin in users::admins(ctx).await? {
                let active = if admin.active { "active" } else { "deactivated" };
                let factor = if admin.second_factor { "two factors" } else { "password only" };
                let seen = admin.last_seen_at.map_or_else(|| "never".to_owned(), |at| at.format("%F %R UTC").to_string());
                println!("{}\t{}\t{active}\t{factor}\tlast there: {seen}", admin.email, admin.name);
            }
        }
        AdminCommand::ResetTwoFactor { email } => {
            if !users::reset_second_factor(ctx, &email).await? {
                anyhow::bail!("there is no active account with the address {email}");
            }
            println!("{email} signs in with the password alone now");
        }
    }
    Ok(())
}

/// Changes how far the shop is open, where that is wanted, and says how far it is.
pub async fn tell_maintenance(ctx: &Ctx, ask: Option<MaintenanceDetails>) -> anyhow::Result<()> {
    let settings = match ask {
        Some(ask) => {
            ask.validate().map_err(|errors| anyhow::anyhow!(broken_rules(&errors)))?;
            let by = audit::Actor { id: None, name: "hurtrock maintenance", ip: None, request_id: None };
            maintenance::set(ctx, by, None, ask).await?
        }
        None => maintenance::get(ctx).await?,
    };
    let until = settings.details.until.map(|until| format!(", until about {}", until.format("%F %R UTC"))).unwrap_or_default();
    match settings.details.mode {
        MaintenanceMode::Off => println!("the shop is open"),
        MaintenanceMode::ReadOnly => println!("the shop is read only{until}"),
        MaintenanceMode::Closed => println!("the shop is closed to all but staff{until}"),
    }
    Ok(())
}

/// Takes a backup, prunes the older ones where that is wanted, and prints the path. Told to stop, it leaves nothing half
/// made.
pub async fn take_backup(ctx: &Ctx, into: &Path, keep: Option<backup::Keep>) -> anyhow::Result<()> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let made = tokio::select! {
        made = backup::take(ctx, into) => made?,
        _ = terminate.recv() => anyhow::bail!("stopped before the backup was whole; nothing of it is left"),
        _ = interrupt.recv() => anyhow::bail!("stopped before the backup was whole; nothing of it is left"),
    };
    println!("{}", made.display());
    if let Some(keep) = keep {
        for removed in backup::prune(into, keep)? {
            println!("removed {}", removed.display());
        }
    }
    Ok(())
}

/// Restores a backup, and says what is there now.
pub async fn restore(ctx: &Ctx, from: &Path, consent: backup::Consent) -> anyhow::Result<()> {
    let restored = backup::restore(ctx, from, consent).await?;
    println!(
        "restored what was there at {}: {} rows in {} tables and {} pictures, all as they were",
        restored.taken_at, restored.rows, restored.tables, restored.pictures
    );
    if restored.faults > 0 {
        println!("it had {} fault(s) already then; `hurtrock doctor` lists them", restored.faults);
    }
    if restored.steps_to_make > 0 {
        println!("this program is newer by {} step(s) of the schema; `hurtrock migrate` makes them", restored.steps_to_make);
    }
    Ok(())
}

/// Seals everything by the key of the settings, and says what became of it.
pub async fn reseal(ctx: &Ctx, lost: bool) -> anyhow::Result<()> {
    let old = std::env::var("HURTROCK_OLD_SECRET_KEY").ok().filter(|key| !key.is_empty());
    anyhow::ensure!(
        old.is_some() || lost,
        "HURTROCK_OLD_SECRET_KEY must be the secret key that was used before; where it is lost, say --lost"
    );
    let old = old.map(|key| Vault::new(&SecretString::from(key))).transpose()?;
    let mut left = 0;
    for kind in secrets::reseal(ctx, old.as_ref(), lost).await? {
        let Resealed { what, anew, before, closed, passes } = kind;
        println!("{what}: {anew} sealed anew, {before} were already, {closed} cannot be opened");
        left += if passes { 0 } else { closed };
    }
    anyhow::ensure!(
        left == 0 || lost,
        "{left} secret(s) open with neither key. Run it again with the key that sealed them; where that is lost, say --lost"
    );
    if left > 0 {
        println!("set anew what cannot be opened; `hurtrock doctor` tells what is left of it");
    }
    Ok(())
}

/// Says what the log holds and, line by line, what is wrong with it.
pub async fn verify_audit(ctx: &Ctx, noted: &[audit::Noted]) -> anyhow::Result<()> {
    let found = audit::verify(&ctx.db).await?;
    println!("{} events, the last one is {}:{}", found.events, found.sequence, found.hash);
    for fault in &found.faults {
        println!("event {}: {}", fault.sequence, audit_fault(fault.kind));
    }
    let mut gone = 0_i64;
    for note in noted {
        if !note.is_kept(&ctx.db).await? {
            gone += 1;
            println!("event {}: not the one that was noted", note.sequence);
        }
    }
    let faults = found.fault_count + gone;
    anyhow::ensure!(faults == 0, "the audit log has {faults} fault(s)");
    Ok(())
}
