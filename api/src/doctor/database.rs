//! What the database is like, and what is in it.

use sea_orm::{DatabaseConnection, DbErr, FromQueryResult};
use secrecy::SecretString;

use super::report::Finding;
use crate::clock::Clock;
use crate::db::{Steps, all, one};
use crate::secrets::{self, Vault};
use crate::{backup, jobs, ledger, mail};

/// The oldest PostgreSQL that the tests run on.
const OLDEST: i32 = 15;
/// Breaches that are shown.
const SHOWN: i64 = 20;
/// A due job that waits longer than this tells that nobody works.
const IDLE_SECONDS: i64 = 5 * 60;
/// More than so much is never left between two looks.
const PILE: i64 = 1_000;
/// Hours after which a backup of every night is late.
const LATE_HOURS: i64 = 26;

/// Everything that can be told from the database.
pub(super) async fn examine(db: &DatabaseConnection, clock: &Clock, key: &SecretString) -> Vec<Finding> {
    vec![
        told("database", server(db).await),
        told("migrations", migrations(db).await),
        told("extensions", extensions(db).await),
        told("jobs", queue(db).await),
        told("emails", emails(db, clock).await),
        told("ledger", laws(db).await),
        told("backup", last_backup(db, clock).await),
        told("secret key", secret_key(db, key).await),
    ]
}

/// What is said when the database cannot be reached.
pub(super) fn unreachable(error: &anyhow::Error) -> Vec<Finding> {
    let mut findings = vec![Finding::fault("database", format!("does not answer: {error:#}"))];
    findings.extend(
        ["migrations", "extensions", "jobs", "emails", "ledger", "backup", "secret key"]
            .map(|name| Finding::skipped(name, "needs the database")),
    );
    findings
}

fn told(name: &str, result: Result<Finding, DbErr>) -> Finding {
    result.unwrap_or_else(|error| Finding::fault(name, format!("cannot be read: {error}")))
}

async fn server(db: &DatabaseConnection) -> Result<Finding, DbErr> {
    #[derive(FromQueryResult)]
    struct Server {
        version: String,
        major: i32,
        fsync: bool,
        full_page_writes: bool,
        waits_for_disk: bool,
        connections: i64,
        most_connections: i32,
    }
    let sql = "SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int / 10000 AS major,
                      current_setting('fsync')::bool AS fsync, current_setting('full_page_writes')::bool AS full_page_writes,
                      current_setting('synchronous_commit') <> 'off' AS waits_for_disk,
                      (SELECT count(*) FROM pg_stat_activity) AS connections, current_setting('max_connections')::int AS most_connections";
    let Some(server) = one::<Server>(db, sql, []).await? else { return Ok(Finding::fault("database", "does not answer")) };
    let says = format!("PostgreSQL {}, {} of {} connections in use", server.version, server.connections, server.most_connections);
    let mut careless = Vec::new();
    if server.major < OLDEST {
        careless.push(format!("older than PostgreSQL {OLDEST}, which the shop is tested on"));
    }
    if !(server.fsync && server.full_page_writes) {
        careless.push("fsync or full_page_writes is off: a crash can ruin the database".to_owned());
    }
    if !server.waits_for_disk {
        careless.push("synchronous_commit is off: a crash can lose the last orders".to_owned());
    }
    Ok(if careless.is_empty() { Finding::ok("database", says) } else { Finding::warning("database", says).with(careless) })
}

async fn migrations(db: &DatabaseConnection) -> Result<Finding, DbErr> {
    let Steps { known, missing, unknown } = Steps::read(db).await?;
    Ok(match (missing.len(), unknown.len()) {
        (0, 0) => Finding::ok("migrations", format!("all {known} made")),
        // The program was put back, and the shop works.
        (0, newer) => {
            let says = format!("{newer} of a newer release than this program, which must be of the release just before it");
            Finding::warning("migrations", says).with(unknown)
        }
        (lacking, 0) => Finding::fault("migrations", format!("{lacking} missing; `hurtrock migrate` makes them")).with(missing),
        (lacking, newer) => {
            let says = format!("{lacking} missing and {newer} unknown: the program and the database do not belong together");
            Finding::fault("migrations", says).with(missing.into_iter().chain(unknown))
        }
    })
}

async fn extensions(db: &DatabaseConnection) -> Result<Finding, DbErr> {
    #[derive(FromQueryResult)]
    struct Extension {
        name: String,
        version: Option<String>,
    }
    let sql = "SELECT e.name, x.extversion AS version FROM unnest(ARRAY['pg_trgm', 'unaccent']) AS e (name)
               LEFT JOIN pg_extension x ON x.extname = e.name";
    let found: Vec<Extension> = all(db, sql, []).await?;
    let missing: Vec<String> = found.iter().filter(|found| found.version.is_none()).map(|found| found.name.clone()).collect();
    if !missing.is_empty() {
        return Ok(Finding::fault("extensions", "some are missing: the search does not work").with(missing));
    }
    let list: Vec<String> =
        found.into_iter().map(|found| format!("{} {}", found.name, found.version.unwrap_or_default())).collect();
    Ok(Finding::ok("extensions", list.join(", ")))
}

async fn queue(db: &DatabaseConnection) -> Result<Finding, DbErr> {
    let Some(queue) = jobs::queue(db).await? else { return Ok(Finding::fault("jobs", "there is no queue")) };
    let says = format!("{} due, {} for later, {} failed and tried again", queue.due, queue.later, queue.failing);
    let mut faults: Vec<String> = Vec::new();
    if queue.oldest_due_seconds > IDLE_SECONDS {
        faults.push(format!("the oldest due job waits for {} minutes: no worker works", queue.oldest_due_seconds / 60));
    }
    if queue.not_passed_on > PILE {
        faults.push(format!("{} jobs and news of placed orders were not passed on", queue.not_passed_on));
    }
    let dead = jobs::dead(db).await?;
    faults.extend(dead.into_iter().map(|dead| format!("{} × {} given up: {}", dead.jobs, dead.kind, one_line(&dead.error))));
    Ok(if faults.is_empty() { Finding::ok("jobs", says) } else { Finding::fault("jobs", says).with(faults) })
}

async fn emails(db: &DatabaseConnection, clock: &Clock) -> Result<Finding, DbErr> {
    let Some(mails) = mail::stuck(db, clock.now()).await? else { return Ok(Finding::ok("emails", "none")) };
    let says = format!(
        "{} wait, {} of them for more than an hour; {} given up in the last seven days",
        mails.waiting, mails.stuck, mails.failed
    );
    Ok(if mails.stuck + mails.failed == 0 {
        Finding::ok("emails", says)
    } else {
        Finding::warning("emails", says).with(mails.error.as_deref().map(one_line))
    })
}

async fn laws(db: &DatabaseConnection) -> Result<Finding, DbErr> {
    let found = ledger::faults(db, SHOWN).await?;
    if found.total == 0 {
        return Ok(Finding::ok("ledger", "stock and money add up"));
    }
    let shown = i64::try_from(found.first.len()).unwrap_or(SHOWN);
    let more = (found.total > shown).then(|| format!("and {} more", found.total - shown));
    let lines = found.first.into_iter().map(|fault| format!("{}: {}: {}", fault.law, fault.subject, fault.detail));
    Ok(Finding::fault("ledger", format!("stock and money do not add up: {} breaches", found.total)).with(lines.chain(more)))
}

async fn last_backup(db: &DatabaseConnection, clock: &Clock) -> Result<Finding, DbErr> {
    let Some(ended_at) = backup::last(db).await? else {
        return Ok(Finding::warning("backup", "`hurtrock backup` has never ended well"));
    };
    let hours = (clock.now() - ended_at).num_hours();
    let says = format!("the last one ended well {hours} hours ago");
    Ok(if hours < LATE_HOURS { Finding::ok("backup", says) } else { Finding::warning("backup", says) })
}

/// Whether `secret_key` is the one by which everything is sealed that is.
async fn secret_key(db: &DatabaseConnection, key: &SecretString) -> Result<Finding, DbErr> {
    const NAME: &str = "secret key";
    let vault = Vault::new(key).map_err(|error| DbErr::Custom(error.to_string()))?;
    let noted = secrets::noted(db).await?;
    let survey = secrets::survey(db, &vault).await?;
    if noted.is_some_and(|noted| noted != vault.print()) {
        let says = "is not the one that the secrets in the database are sealed by; set that one, or see `hurtrock reseal`";
        return Ok(Finding::fault(NAME, says).with(survey.lines()));
    }
    Ok(if survey.closed.is_empty() {
        Finding::ok(NAME, format!("opens all {} secrets that are sealed in the database", survey.opened))
    } else {
        let says = "does not open everything that is sealed in the database: what is named here must be set anew";
        Finding::fault(NAME, says).with(survey.lines())
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doctor_alerts_and_manual_have_the_same_figures() {
        let rules = include_str!("../../../ops/prometheus/hurtrock.rules.yml");
        for rule in [
            format!("time() - max(hurtrock_last_backup_timestamp_seconds) > {LATE_HOURS} * 3600\n"),
            format!("max(hurtrock_queue_oldest_due_seconds) > {IDLE_SECONDS}\n"),
            format!("max(hurtrock_queue_jobs{{state=\"not_passed_on\"}}) > {PILE}\n"),
        ] {
            assert!(rules.contains(&rule), "{rule}");
        }
        let manual = include_str!("../../../docs/running.md");
        for sentence in [
            format!("When the last one is older than {LATE_HOURS} hours"),
            format!("the last backup ended well more than {LATE_HOURS} hours ago"),
        ] {
            assert!(manual.contains(&sentence), "{sentence}");
        }
    }
}
