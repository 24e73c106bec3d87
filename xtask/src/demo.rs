//! The demo as a set of running services: PostgreSQL, the payment sandbox and the server.

use std::{
    collections::BTreeMap,
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::{
    http,
    interrupt::Interrupt,
    paths,
    postgres::{self, Database},
    process::Process,
    secrets,
    step::{self, Step},
    tools::{self, system::System},
};

/// Port of the payment sandbox, when it is free.
const SANDBOX_PORT: u16 = 9090;

/// How long a service may take to be ready.
const READY_TIMEOUT: Duration = Duration::from_secs(60);

/// Compiles the programs of the server side.
///
/// # Errors
/// When the compiler finds fault.
pub fn build(interrupt: &Interrupt) -> Result<()> {
    let mut command = Command::new(tools::cargo());
    command.args(["build", "--package", "api", "--package", "sandbox", "--bins"]).current_dir(paths::root());
    step::run("server", "server-build", &mut command, interrupt)
}

/// Where a program is, by its name: [`paths::built`] or [`paths::released`].
type Programs = fn(&str) -> PathBuf;

/// What opens a database: [`postgres::demo`], or a throwaway.
type Databases = fn(&System, &Interrupt) -> Result<Database>;

/// Everything that runs. Dropping it stops it, the server first and the database last.
pub struct Demo<'a> {
    server: Option<Process>,
    sandbox: Option<Process>,
    database: Database,
    programs: Programs,
    /// What is kept beside the database: pictures, and what the sandbox knows.
    place: PathBuf,
    environment: BTreeMap<String, String>,
    port: u16,
    sandbox_port: u16,
    accounts: String,
    interrupt: &'a Interrupt,
    _alone: File,
}

impl<'a> Demo<'a> {
    /// Starts the database, or takes the given one, and brings it up to date; nothing is served yet.
    ///
    /// # Errors
    /// When another demo runs from this clone, a port is taken, or a step fails.
    pub fn prepare(port: Option<u16>, interrupt: &'a Interrupt) -> Result<Self> {
        Self::over(postgres::demo, paths::built, postgres::place(), port, interrupt)
    }

    /// The same with programs as released.
    ///
    /// # Errors
    /// As [`Demo::prepare`].
    pub fn prepare_released(interrupt: &'a Interrupt) -> Result<Self> {
        Self::over(postgres::demo, paths::released, postgres::place(), None, interrupt)
    }

    /// The same on a database that is gone afterwards, for what leaves nothing as it was. Pictures stay in `place`,
    /// because drawing them takes longest.
    ///
    /// # Errors
    /// As [`Demo::prepare`].
    pub fn prepare_throwaway(place: PathBuf, interrupt: &'a Interrupt) -> Result<Self> {
        let throwaway: Databases = |system, interrupt| postgres::for_tests(system, interrupt).map(Database::Throwaway);
        Self::over(throwaway, paths::built, place, None, interrupt)
    }

    fn over(
        database: Databases,
        programs: Programs,
        place: PathBuf,
        port: Option<u16>,
        interrupt: &'a Interrupt,
    ) -> Result<Self> {
        let alone = alone()?;
        for name in ["hurtrock", "payment-sandbox"] {
            stop_left_behind(name);
        }
        let port = pick_port(port)?;
        let sandbox_port = http::free_port(SANDBOX_PORT).context("no free port for the payment sandbox")?;
        fs::create_dir_all(&place).with_context(|| format!("making {}", place.display()))?;
        let database = database(&System::detect(), interrupt)?;
        let environment = environment(&database, &place, port, sandbox_port)?;
        let mut demo = Self {
            server: None,
            sandbox: None,
            database,
            programs,
            place,
            environment,
            port,
            sandbox_port,
            accounts: String::new(),
            interrupt,
            _alone: alone,
        };
        demo.migrate()?;
        demo.seed()?;
        Ok(demo)
    }

    /// Starts the sandbox and the server, or starts them anew, and waits until they answer.
    ///
    /// # Errors
    /// When one of them does not come up; the end of its log is shown.
    pub fn serve(&mut self) -> Result<()> {
        // The old ones go first, for their ports.
        (self.server, self.sandbox) = (None, None);
        let mut sandbox = self.command("payment-sandbox");
        sandbox.arg("--listen").arg(format!("127.0.0.1:{}", self.sandbox_port));
        sandbox.arg("--state").arg(self.place.join("payment-sandbox.json"));
        for (flag, variable) in [
            ("--shop-url", "HURTROCK_PUBLIC_URL"),
            ("--stripe-secret-key", "HURTROCK_STRIPE_SECRET_KEY"),
            ("--stripe-webhook-secret", "HURTROCK_STRIPE_WEBHOOK_SECRET"),
            ("--midtrans-server-key", "HURTROCK_MIDTRANS_SERVER_KEY"),
        ] {
            sandbox.arg(flag).arg(self.environment.get(variable).context("an incomplete environment")?);
        }
        let sandbox_port = self.sandbox_port;
        self.sandbox = Some(self.bring_up("payment-sandbox", &mut sandbox, &|| http::answers(sandbox_port))?);
        self.start_server()
    }

    /// Starts the server, or starts it anew.
    ///
    /// # Errors
    /// When it does not come up; the end of its log is shown.
    pub fn start_server(&mut self) -> Result<()> {
        // The old one goes first, for its port.
        self.server = None;
        let mut server = self.command("hurtrock");
        server.arg("serve");
        let port = self.port;
        self.server = Some(self.bring_up("hurtrock", &mut server, &|| http::status(port, "/readyz") == Some(200))?);
        Ok(())
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// When a migration fails.
    pub fn migrate(&self) -> Result<()> {
        let mut command = self.command("hurtrock");
        command.arg("migrate");
        step::run("schema", "migrate", &mut command, self.interrupt)
    }

    /// Loads the demo catalogue, which happens once and only where nobody has an account, and keeps what it says about the
    /// accounts.
    fn seed(&mut self) -> Result<()> {
        let mut command = self.command("hurtrock");
        command.args(["seed", "--demo"]);
        self.accounts = step::run_for_output("demo catalogue", "seed", &mut command, self.interrupt)?;
        if self.accounts.trim().is_empty() {
            step::warn("this shop has people of its own, so the demo was not loaded; sign in as one of them");
        }
        Ok(())
    }

    /// Fails when a service has ended.
    ///
    /// # Errors
    /// When a service has ended; the end of its log is shown.
    pub fn check(&mut self) -> Result<()> {
        for process in [&mut self.server, &mut self.sandbox].into_iter().flatten() {
            if let Some(status) = process.ended()? {
                step::show_end_of(&step::log_path(&process.name)?);
                bail!("{} ended ({status})", process.name);
            }
        }
        Ok(())
    }

    /// Fails when the database is gone. One that was given comes back when whoever runs it says so.
    ///
    /// # Errors
    /// When nobody listens on its port.
    pub fn check_database(&self) -> Result<()> {
        if let Some(server) = self.database.server()
            && !http::answers(server.port())
        {
            step::show_end_of(&server.log());
            bail!("PostgreSQL ended");
        }
        Ok(())
    }

    /// Where the shop is.
    pub fn url(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Prints where to go.
    pub fn announce(&self) {
        let shop = self.url();
        let rows = [
            ("Shop", shop.clone()),
            ("Back office", format!("{shop}/admin")),
            ("API reference", format!("{shop}/api/docs")),
            ("Mailbox", format!("{shop}/dev/mail")),
        ];
        let mut lines: Vec<String> = rows.iter().map(|(what, url)| format!("{what:<15} {url}")).collect();
        if !self.accounts.trim().is_empty() {
            lines.push(String::new());
            lines.extend(self.accounts.trim_end().lines().map(str::to_owned));
        }
        lines.extend([String::new(), "Ctrl-C stops it.".to_owned()]);
        println!("{}", boxed("Hurtrock Music Store", &lines));
    }

    /// Stops all of it, and says so.
    ///
    /// # Errors
    /// When PostgreSQL does not stop.
    pub fn stop(mut self) -> Result<()> {
        let step = Step::begin("stopping");
        for (name, process) in [("hurtrock", self.server.take()), ("payment-sandbox", self.sandbox.take())] {
            drop(process);
            forget(name);
        }
        self.database.stop()?;
        step.done("");
        Ok(())
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new((self.programs)(program));
        command.current_dir(paths::root()).envs(&self.environment);
        command
    }

    fn bring_up(&self, name: &str, command: &mut Command, ready: &dyn Fn() -> bool) -> Result<Process> {
        let step = Step::begin(name);
        let log_path = step::log_path(name)?;
        let log = File::create(&log_path)?;
        command.stdout(Stdio::from(log.try_clone()?)).stderr(Stdio::from(log));
        let mut process = Process::spawn(name, command)?;
        fs::write(pid_file(name), process.id().to_string())?;
        let begun = Instant::now();
        while !ready() {
            if let Some(status) = process.ended()? {
                step.failed();
                step::show_end_of(&log_path);
                bail!("{name} ended ({status})");
            }
            if begun.elapsed() > READY_TIMEOUT {
                step.failed();
                step::show_end_of(&log_path);
                bail!("{name} is not ready after {}", step::seconds(READY_TIMEOUT));
            }
            self.interrupt.sleep(Duration::from_millis(25))?;
        }
        step.done("ready");
        Ok(process)
    }
}

/// The configuration of the demo's server.
fn environment(database: &Database, place: &Path, port: u16, sandbox_port: u16) -> Result<BTreeMap<String, String>> {
    let sandbox = format!("http://127.0.0.1:{sandbox_port}");
    let mut environment = secrets::load()?;
    let settings = [
        // By both of its names: whatever the shell sets, it is this one.
        ("DATABASE_URL", database.url()),
        ("HURTROCK_DATABASE_URL", database.url()),
        ("HURTROCK_ENVIRONMENT", "demo".to_owned()),
        ("HURTROCK_LISTEN", format!("127.0.0.1:{port}")),
        ("HURTROCK_PUBLIC_URL", format!("http://localhost:{port}")),
        ("HURTROCK_WEB_DIR", paths::web_dist().display().to_string()),
        ("HURTROCK_FILES_DIR", place.join("files").display().to_string()),
        ("HURTROCK_STRIPE_API_BASE", format!("{sandbox}/stripe")),
        ("HURTROCK_MIDTRANS_SNAP_BASE", format!("{sandbox}/midtrans/snap/v1")),
        ("HURTROCK_MIDTRANS_API_BASE", format!("{sandbox}/midtrans")),
        ("HURTROCK_BITESHIP_API_BASE", format!("{sandbox}/biteship")),
        // A program on this machine may hear the demo's webhooks.
        ("HURTROCK_WEBHOOK_HTTP", "true".to_owned()),
        ("HURTROCK_WEBHOOK_ALLOW", "127.0.0.1,::1".to_owned()),
        // The key that the sandbox has by default; it is no secret.
        ("HURTROCK_BITESHIP_API_KEY", "biteship_test.hurtrock_demo".to_owned()),
    ];
    environment.extend(settings.map(|(name, value)| (name.to_owned(), value)));
    if database.server().is_some() {
        // Nor is there another way to it.
        for name in ["HURTROCK_DATABASE_DIRECT_URL", "HURTROCK_DATABASE_REPLICA_URL"] {
            environment.insert(name.to_owned(), String::new());
        }
    }
    Ok(environment)
}

/// The wanted port, or 8080 or the next free one.
fn pick_port(wanted: Option<u16>) -> Result<u16> {
    let first = wanted.unwrap_or(8080);
    let free = http::free_port(first).with_context(|| format!("no free port from {first} on"))?;
    if free != first {
        if wanted.is_some() {
            bail!("port {first} is in use; choose another with --port");
        }
        step::warn(&format!("port {first} is in use, so the shop opens on {free}"));
    }
    Ok(free)
}

/// A lock held while a demo runs from this clone.
fn alone() -> Result<File> {
    fs::create_dir_all(paths::data())?;
    let file = File::create(paths::data().join("demo.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!("the shop already runs from this clone"),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

fn pid_file(name: &str) -> PathBuf {
    paths::data().join(format!("{name}.pid"))
}

fn forget(name: &str) {
    // It may not have been started.
    drop(fs::remove_file(pid_file(name)));
}

/// Stops a service that outlived its `xtask`, which somebody killed.
fn stop_left_behind(name: &str) {
    let pid = fs::read_to_string(pid_file(name)).ok().and_then(|pid| pid.parse::<i32>().ok());
    let ours = [paths::built(name), paths::released(name)];
    if let Some(pid) = pid
        // The number may belong to another program by now.
        && fs::read_link(format!("/proc/{pid}/exe"))
            .is_ok_and(|exe| ours.iter().any(|ours| exe.to_string_lossy().trim_end_matches(" (deleted)") == ours.to_string_lossy()))
    {
        step::warn(&format!("{name} was left behind by an earlier run; stopping it"));
        for signal in [Signal::SIGTERM, Signal::SIGKILL] {
            let _gone = kill(Pid::from_raw(pid), signal);
            let begun = Instant::now();
            while begun.elapsed() < Duration::from_secs(5) && fs::exists(format!("/proc/{pid}")).unwrap_or(false) {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
    forget(name);
}

/// Lines in a frame.
fn boxed(title: &str, lines: &[String]) -> String {
    let length = |line: &str| line.chars().count();
    let width = lines.iter().map(|line| length(line)).chain([length(title) + 2]).max().unwrap_or(0);
    let bar = |length: usize| "─".repeat(length);
    let mut text = format!("\n╭─ {title} {}╮\n", bar((width - 1).saturating_sub(length(title))));
    for line in lines {
        text.push_str(&format!("│ {line}{} │\n", " ".repeat(width - length(line))));
    }
    text.push_str(&format!("╰{}╯", bar(width + 2)));
    text
}
