//! `hurtrock`: the server and its tools in one binary.

mod commands;
mod typed;

use std::io::{BufWriter, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use api::clock::Clock;
use api::config::{Config, ConfigFaults};
use api::context::Ctx;
use api::http::ApiError;
use api::{
    app, audit, backup, cache, catalog, config, db, demo_shop, doctor, jobs, keys, live, maintenance, orders, reports, secrets,
};
use chrono::TimeDelta;
use clap::{Parser, Subcommand};
use poem::Server;
use poem::listener::{Listener, TcpListener};
use shared::account::Locale;
use shared::maintenance::{MaintenanceDetails, MaintenanceMode};
use tokio::signal::unix::{SignalKind, signal};
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};

/// Hurtrock Music Store.
#[derive(Parser)]
#[command(name = "hurtrock", version)]
struct Cli {
    /// Configuration file (TOML).
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// One setting, such as `--set listen=0.0.0.0:80`; outweighs file and environment.
    #[arg(long, global = true, value_name = "NAME=VALUE")]
    set: Vec<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the shop and work on its jobs.
    Serve,
    /// Bring the database schema up to date.
    Migrate,
    /// Load the demo shop, once.
    Seed {
        /// Say that you mean it: demo data goes into the database.
        #[arg(long)]
        demo: bool,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// Print the AsyncAPI document of the WebSocket.
    Asyncapi,
    /// Print the reference of all settings (`docs/configuration.md`).
    Config,
    /// Print the document of the order's state machine (`docs/order-machine.md`).
    OrderMachine,
    /// Write this program with the built web app inside: one file that is the whole shop.
    Bundle {
        /// The web app: `web/dist` after `cargo xtask web --release`.
        web: PathBuf,
        /// The file to write.
        into: PathBuf,
    },
    /// Look at everything the shop stands on; 1 is returned when something is at fault.
    Doctor {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Put the database and the pictures into a directory of their own, named by the time.
    Backup {
        /// The directory that holds the backups.
        into: PathBuf,
        /// Remove those that need not stay: the last one of each of so many days and months stays.
        #[arg(long, value_name = "DAYS,MONTHS", num_args = 0..=1, require_equals = true, default_missing_value = "30,12")]
        keep: Option<backup::Keep>,
    },
    /// Make database and pictures what they were when a backup was taken. Stop the servers first: it is refused while
    /// they run.
    Restore {
        /// The backup: a directory that `hurtrock backup` made.
        from: PathBuf,
        /// Replace whatever is in the database.
        #[arg(long)]
        force: bool,
        /// Cut off processes that are connected, such as those of a machine that is gone. One that lives comes back
        /// at once, and then nothing is restored.
        #[arg(long)]
        disconnect: bool,
        /// Restore it also when its secrets are sealed by another secret key than that of the settings.
        #[arg(long)]
        other_key: bool,
    },
    /// Seal the secrets in the database by the secret key of the settings. The one that sealed them before is read from
    /// the environment, `HURTROCK_OLD_SECRET_KEY`. Run it again when it was interrupted.
    Reseal {
        /// The old key is lost, or some secrets open with neither: leave them, and take the key of the settings for that
        /// of the database. What stays closed is to be set anew.
        #[arg(long)]
        lost: bool,
    },
    /// Make the shop read only, close it to all but staff, or open it again; every server follows at once.
    /// Without a mode: say how it is.
    Maintenance {
        /// `off`, `read-only` or `closed`.
        #[arg(value_parser = maintenance_mode)]
        mode: Option<MaintenanceMode>,
        /// What shoppers are told, in Indonesian.
        #[arg(long, default_value = "")]
        message: String,
        /// The same in English.
        #[arg(long, default_value = "")]
        message_en: String,
        /// Minutes until it is expected to end.
        #[arg(long)]
        minutes: Option<u32>,
    },
    /// Look after those who run the shop.
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Look after the log of what staff did.
    #[command(subcommand)]
    Audit(AuditCommand),
}

#[derive(Subcommand)]
enum AdminCommand {
    /// Make an account that may do everything. The password is typed, or handed over on standard input.
    Create {
        /// Email address; it is what they sign in with.
        email: String,
        /// Full name.
        name: String,
        /// Print a link instead, by which they choose the password themselves.
        #[arg(long)]
        invite: bool,
        /// Language for emails: `id` or `en`.
        #[arg(long, default_value = "id", value_parser = locale)]
        locale: Locale,
    },
    /// List the accounts that may do everything.
    List,
    /// Take somebody's second factor away, for whoever lost the phone and the recovery codes. Signs them out
    /// everywhere and tells them by email.
    ResetTwoFactor {
        /// The account's email address.
        email: String,
    },
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Check the whole log: edits, gaps, a broken chain, a cut off end. Fails when something is wrong.
    Verify {
        /// An event noted earlier, as this command prints it; the log must still hold it. Whoever can
        /// rewrite the whole log cannot rewrite a note kept elsewhere.
        #[arg(long, value_name = "SEQUENCE:HASH")]
        noted: Vec<audit::Noted>,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("hurtrock: {}", told(error));
            ExitCode::FAILURE
        }
    }
}

/// Why something failed, for people: codes are for programs.
fn told(error: anyhow::Error) -> String {
    match error.downcast::<ApiError>() {
        Ok(refusal) => refusal.problem("").detail,
        Err(error) => format!("{error:#}"),
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    if matches!(cli.command, Command::OrderMachine) {
        print!("{}", orders::machine_document());
        return Ok(ExitCode::SUCCESS);
    }
    if matches!(cli.command, Command::Config) {
        print!("{}", config::reference());
        return Ok(ExitCode::SUCCESS);
    }
    if let Command::Bundle { web, into } = &cli.command {
        let program = std::env::current_exe().context("looking for the program itself")?;
        return api::web::put(&program, web, into).map(|()| ExitCode::SUCCESS);
    }
    let file = match &cli.config {
        Some(path) => std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?,
        None => String::new(),
    };
    let flag = |flag: &String| {
        let (name, value) = flag.split_once('=').with_context(|| format!("--set {flag}: NAME=VALUE is expected"))?;
        Ok((name.to_owned(), value.to_owned()))
    };
    let mut flags = cli.set.iter().map(flag).collect::<anyhow::Result<Vec<_>>>()?;
    let mut environment: Vec<(String, String)> = std::env::vars().collect();
    if matches!(cli.command, Command::Openapi | Command::Asyncapi) {
        // The documents are the same whatever the settings are, and need no database and no secrets.
        environment.clear();
        flags.push(("environment".to_owned(), "demo".to_owned()));
        flags.push(("database_url".to_owned(), "postgres://nowhere/none".to_owned()));
    }
    let config = Config::read(&file, environment, flags);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if let Command::Doctor { json } = cli.command {
        return runtime.block_on(examine(config, json));
    }
    let config = config?;
    let _last_lines = log_to_stderr(config.log_json);
    runtime.block_on(command(cli.command, config)).map(|()| ExitCode::SUCCESS)
}

/// Faults of the configuration are among what the doctor tells.
async fn examine(config: Result<Config, ConfigFaults>, json: bool) -> anyhow::Result<ExitCode> {
    let report = doctor::examine(config).await;
    if json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        print!("{report}");
    }
    Ok(if report.healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Lines are gathered and written by a thread of their own: at full load a line per request would
/// cost as much as the request. What is returned writes the last ones when it goes.
fn log_to_stderr(json: bool) -> WorkerGuard {
    use tracing_subscriber::EnvFilter;
    let (writer, guard) =
        NonBlockingBuilder::default().lossy(false).finish(BufWriter::with_capacity(64 << 10, std::io::stderr()));
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,graphile_worker=warn,async_nats=warn"));
    let coloured = std::io::stderr().is_terminal();
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(coloured).with_writer(writer);
    if json {
        builder.json().init()
    } else {
        builder.init()
    }
    guard
}

async fn command(command: Command, mut config: Config) -> anyhow::Result<()> {
    // A pooler is for many short questions; a command may want more of its session than it gives.
    if !matches!(command, Command::Serve)
        && let Some(url) = &config.database_direct_url
    {
        config.database_url = url.clone();
    }
    match command {
        Command::Asyncapi => {
            print!("{}", live::asyncapi()?);
            Ok(())
        }
        Command::Openapi => {
            print!("{}", app::openapi(&Ctx::nowhere(config, Clock::default())?)?);
            Ok(())
        }
        Command::Migrate => {
            let ctx = Ctx::open(config, Clock::default()).await?;
            db::migrate(&ctx.db).await
        }
        Command::Seed { demo } => {
            anyhow::ensure!(demo, "`hurtrock seed --demo` loads the demo shop; there is nothing else to load");
            demo_shop::seed(&open(config).await?).await
        }
        Command::Admin(command) => commands::admin(command, &open(config).await?).await,
        Command::Audit(AuditCommand::Verify { noted }) => commands::verify_audit(&open(config).await?, &noted).await,
        Command::Maintenance { mode, message, message_en, minutes } => {
            let ctx = open(config).await?;
            let ask = mode.map(|mode| MaintenanceDetails {
                mode,
                message,
                message_en,
                until: minutes.map(|minutes| ctx.clock.now() + TimeDelta::minutes(minutes.into())),
            });
            commands::tell_maintenance(&ctx, ask).await
        }
        Command::Backup { into, keep } => commands::take_backup(&open(config).await?, &into, keep).await,
        Command::Restore { from, force, disconnect, other_key } => {
            let consent = backup::Consent { replace: force, disconnect, other_key };
            commands::restore(&Ctx::open(config, Clock::default()).await?, &from, consent).await
        }
        Command::Reseal { lost } => commands::reseal(&open(config).await?, lost).await,
        Command::Serve => {
            config.serves = true;
            serve(open(config).await?).await
        }
        Command::Doctor { .. } | Command::OrderMachine | Command::Config | Command::Bundle { .. } => Ok(()),
    }
}

/// The shop, once it has a schema: nothing can be done before, and PostgreSQL would say so in words of its own.
async fn open(config: Config) -> anyhow::Result<Ctx> {
    let ctx = Ctx::open(config, Clock::default()).await?;
    let db::Steps { known, missing, .. } = db::Steps::read(&ctx.db).await?;
    anyhow::ensure!(missing.len() < known, "the database has no schema yet: `hurtrock migrate` makes it");
    if !missing.is_empty() {
        tracing::warn!(missing = missing.len(), "the database lacks steps of the schema; `hurtrock migrate` makes them");
    }
    Ok(ctx)
}

/// A language as it is typed.
fn locale(text: &str) -> Result<Locale, String> {
    text.parse().map_err(|_| "`id` or `en` is expected".to_owned())
}

/// A mode as it is typed: words are parted by dashes here.
fn maintenance_mode(text: &str) -> Result<MaintenanceMode, String> {
    text.replace('-', "_").parse().map_err(|_| "`off`, `read-only` or `closed` is expected".to_owned())
}

async fn serve(ctx: Ctx) -> anyhow::Result<()> {
    let endpoint = app::endpoint(&ctx)?;
    if let Err(error) = maintenance::reread(&ctx).await {
        tracing::warn!(%error, "it is not known whether the shop is under maintenance");
    }
    if let Err(error) = secrets::note_first(&ctx).await {
        tracing::warn!(error = format!("{error:#}"), "it is not known whether `secret_key` is the one of the database");
    }
    if let Some(address) = ctx.config.metrics_listen {
        let acceptor = TcpListener::bind(address).into_acceptor().await.with_context(|| format!("listening on {address}"))?;
        // It ends with the process, and is asked for figures until then.
        tokio::spawn(Server::new_with_acceptor(acceptor).run(app::watched(&ctx)));
    }
    tokio::spawn(cache::listen(ctx.clone()));
    tokio::spawn(live::run(ctx.clone()));
    tokio::spawn(catalog::run_counters(ctx.clone()));
    tokio::spawn(reports::run_visits(ctx.clone()));
    tokio::spawn(keys::run_paces(ctx.clone()));
    let worker = if ctx.config.job_workers > 0 { Some(jobs::start(&ctx).await?) } else { None };

    let mut terminate = signal(SignalKind::terminate())?;
    let connected = ctx.clone();
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        tracing::info!("stopping: finishing the requests at hand");
        connected.live.close();
    };
    tracing::info!(listen = %ctx.config.listen, url = ctx.config.public_url, "serving");
    Server::new(TcpListener::bind(ctx.config.listen))
        .run_with_graceful_shutdown(endpoint, stop, Some(Duration::from_secs(20)))
        .await
        .with_context(|| format!("listening on {}", ctx.config.listen))?;
    ctx.live.emptied(Duration::from_secs(5)).await;

    if let Some(worker) = worker {
        worker.stop().await;
    }
    catalog::flush_counters(&ctx).await;
    reports::flush_visits(&ctx).await;
    keys::share_paces(&ctx).await;
    Ok(())
}
