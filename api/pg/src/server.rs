//! Starting, sharing and stopping the server process.

use std::{
    fs::{self, File, TryLockError},
    net::Ipv4Addr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    Binaries, Config, Error,
    account::Account,
    cluster::{Cluster, USER, optional},
    error::Trying,
    lock::{lock_file, one_at_a_time},
    program::{line, query, run, tail},
};

/// Seconds a start may take: after a crash the server first replays its log.
const START_SECONDS: &str = "120";

/// Seconds for the clients to be gone when the server stops. One that waits for a disk that is busy cannot even be killed.
const STOP_SECONDS: &str = "120";

/// The server log is set aside when it is longer than this, in bytes.
const LONGEST_LOG: u64 = 16 << 20;

/// A running server. Dropping it stops the server, unless another process uses it too.
#[derive(Debug)]
pub struct Server {
    cluster: Cluster,
    binaries: Binaries,
    database: String,
    password: String,
    port: u16,
    /// Locked (shared) by everyone who uses the server; `None` once it is stopped.
    users: Option<File>,
}

/// Starts the server of a directory, or joins it where it runs already; makes the cluster and the
/// database when they are missing.
///
/// # Errors
/// Any [`Error`]; its text says what to do.
pub fn start(config: &Config) -> Result<Server, Error> {
    let (mut server, _alone) = open(config)?;
    server.cluster.init(&server.binaries, config)?;
    match server.running_port()? {
        Some(port) => server.port = port,
        None => server.launch(config)?,
    }
    server.create_database()?;
    Ok(server)
}

/// Starts a replica that follows a running server, in a directory of its own, from a copy of what is there now. For tests of
/// what happens then; the server must be durable, and its `max_connections` the same.
///
/// # Errors
/// As [`start`].
pub fn start_replica(of: &Server, config: &Config) -> Result<Server, Error> {
    let (mut replica, _alone) = open(config)?;
    let mut copy = replica.cluster.account.command(replica.binaries.program("pg_basebackup"));
    copy.env("PGPASSWORD", &of.password)
        .args(["--host=127.0.0.1", "--username", USER, "--checkpoint=fast", "--wal-method=stream", "--no-sync"])
        .arg(format!("--port={}", of.port))
        // It finds the way to the server, and that it is to follow it, in its configuration.
        .arg("--write-recovery-conf")
        .arg("--pgdata")
        .arg(replica.cluster.data());
    run("pg_basebackup", &mut copy)?;
    replica.password.clone_from(&of.password);
    replica.launch(config)?;
    Ok(replica)
}

/// Removes a throwaway that a killed process left behind, running or not. One that is in use is
/// left alone.
///
/// # Errors
/// As [`Server::destroy`].
pub fn discard(config: &Config) -> Result<(), Error> {
    let (server, alone) = open(config)?;
    drop(alone);
    server.destroy()?;
    // Left behind, empty, where the data was elsewhere.
    if config.dir.read_dir().is_ok_and(|mut entries| entries.next().is_none()) {
        fs::remove_dir(&config.dir).trying(|| format!("removing {}", config.dir.display()))?;
    }
    Ok(())
}

/// Settles where the server is and counts us among its users, without starting it.
fn open(config: &Config) -> Result<(Server, File), Error> {
    let wanted = std::path::absolute(&config.dir).trying(|| format!("finding {}", config.dir.display()))?;
    let account = Account::choose(&wanted)?;
    let cluster = Cluster { dir: account.settle(&wanted)?, account };
    let alone = one_at_a_time(&cluster.dir)?;
    let users = lock_file(&cluster.dir.join("users"))?;
    users.lock_shared().trying(|| format!("locking {}", cluster.dir.display()))?;
    let binaries = Binaries::find_for(cluster.made_by().as_deref(), &cluster.dir)?;
    let server = Server {
        password: cluster.password()?,
        database: config.database.clone(),
        port: 0,
        users: Some(users),
        cluster,
        binaries,
    };
    Ok((server, alone))
}

impl Server {
    /// URL of the database over TCP.
    pub fn url(&self) -> String {
        self.url_of(&self.database)
    }

    /// URL of any database of this server, over TCP.
    pub fn url_of(&self, database: &str) -> String {
        format!("postgres://{USER}:{}@{}:{}/{database}", self.password, Ipv4Addr::LOCALHOST, self.port)
    }

    /// URL of the database over the Unix socket, a little faster; `None` where the path is too
    /// long for one.
    pub fn socket_url(&self) -> Option<String> {
        let dir = self.cluster.socket_dir()?.to_str()?;
        let dir = dir.replace('%', "%25").replace(' ', "%20").replace('&', "%26");
        Some(format!("postgres://{USER}:{}@localhost:{}/{}?host={dir}", self.password, self.port, self.database))
    }

    /// Port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where the data is. Differs from what was asked for when this process is root and the
    /// unprivileged account cannot reach that place.
    pub fn dir(&self) -> &Path {
        &self.cluster.dir
    }

    /// The server's own log.
    pub fn log(&self) -> PathBuf {
        self.cluster.log()
    }

    /// The programs it runs from, with `psql`, `pg_dump` and the like.
    pub fn binaries(&self) -> &Binaries {
        &self.binaries
    }

    /// Does the server process live?
    pub fn is_running(&self) -> bool {
        self.pg_ctl("status").status().is_ok_and(|status| status.success())
    }

    /// Stops the server, unless another process uses it too.
    ///
    /// # Errors
    /// [`Error::Failed`] when the server does not go.
    pub fn stop(mut self) -> Result<(), Error> {
        self.leave().map(drop)
    }

    /// Stops the server and removes its directory: the end of a throwaway. A server that another
    /// process uses too is left alone.
    ///
    /// # Errors
    /// As [`Server::stop`], and [`Error::Io`] when the directory does not go.
    pub fn destroy(mut self) -> Result<(), Error> {
        // Held until the directory is gone, so that nobody begins to use it meanwhile.
        let Some(_alone) = self.leave()? else {
            return Ok(());
        };
        let dir = &self.cluster.dir;
        fs::remove_dir_all(dir).trying(|| format!("removing {}", dir.display()))
    }

    /// Ends the server at once, as a crash would: connections break, and the next start recovers. For
    /// tests of what happens then.
    ///
    /// # Errors
    /// [`Error::Failed`] when it does not go.
    pub fn crash(&self) -> Result<(), Error> {
        run("pg_ctl", self.pg_ctl("stop").args(["-w", "-t", STOP_SECONDS, "-m", "immediate"]))
    }

    /// Starts it again where it was after [`crash`](Self::crash).
    ///
    /// # Errors
    /// [`Error::Failed`] when it does not come back.
    pub fn start_again(&self) -> Result<(), Error> {
        if self.pg_start()? {
            return Ok(());
        }
        Err(Error::Failed { program: "pg_ctl start", output: tail(&self.cluster.log()) })
    }

    /// Starts the process and waits until it accepts connections; tells whether it does.
    fn pg_start(&self) -> Result<bool, Error> {
        let mut command = self.pg_ctl("start");
        command.arg("-w").args(["-t", START_SECONDS]).arg("-l").arg(self.cluster.log());
        // The server inherits these; an open pipe would keep a reader waiting for ever.
        command.stdout(Stdio::null()).stderr(Stdio::null());
        Ok(command.status().trying(|| "running pg_ctl".to_owned())?.success())
    }

    /// Stops the server when nobody else uses it; then returns the lock that keeps others out.
    fn leave(&mut self) -> Result<Option<File>, Error> {
        let Some(users) = self.users.take() else {
            return Ok(None);
        };
        let alone = one_at_a_time(&self.cluster.dir)?;
        match users.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(source)) => {
                return Err(source).trying(|| "locking the data directory".to_owned());
            }
        }
        if self.is_running() {
            let stop = |mode: &str| {
                let arguments = ["-w", "-t", STOP_SECONDS, "-m", mode];
                run("pg_ctl", self.pg_ctl("stop").args(arguments))
            };
            // `fast` rolls open transactions back; `immediate` leaves the rest to crash recovery.
            stop("fast").or_else(|_| stop("immediate"))?;
        }
        Ok(Some(alone))
    }

    /// Starts the process on a port of its own; a port lost to another program in between is
    /// replaced.
    fn launch(&mut self, config: &Config) -> Result<(), Error> {
        self.shorten_log()?;
        let mut attempts_left = 3;
        loop {
            self.port = self.cluster.pick_port()?;
            self.cluster.configure(config, self.port)?;
            if self.pg_start()? {
                return Ok(());
            }
            attempts_left -= 1;
            let log = tail(&self.cluster.log());
            if attempts_left == 0 || !log.contains("could not bind") {
                return Err(Error::Failed { program: "pg_ctl start", output: log });
            }
        }
    }

    /// Removes the pid file of a server that is gone when its number now belongs to another
    /// program, which `pg_ctl` cannot tell.
    fn forget_the_dead(&self) -> Result<(), Error> {
        let data = self.cluster.data();
        let pid_file = data.join("postmaster.pid");
        let Some(pid) = line(&pid_file, 0) else {
            return Ok(());
        };
        // A server works inside its data directory.
        let works_in = fs::read_link(format!("/proc/{pid}/cwd"));
        if works_in.is_ok_and(|dir| Some(dir) != fs::canonicalize(&data).ok()) {
            optional(fs::remove_file(&pid_file)).trying(|| format!("removing {}", pid_file.display()))?;
        }
        Ok(())
    }

    fn shorten_log(&self) -> Result<(), Error> {
        let log = self.cluster.log();
        if fs::metadata(&log).is_ok_and(|metadata| metadata.len() > LONGEST_LOG) {
            fs::rename(&log, log.with_extension("old")).trying(|| format!("renaming {}", log.display()))?;
        }
        Ok(())
    }

    /// The port of the server, when it runs.
    fn running_port(&self) -> Result<Option<u16>, Error> {
        self.forget_the_dead()?;
        let pid_file = self.cluster.data().join("postmaster.pid");
        if !pid_file.exists() || !self.is_running() {
            return Ok(None);
        }
        // Line 4 is the port (src/include/utils/pidfile.h).
        line(&pid_file, 3)
            .and_then(|port| port.parse().ok())
            .map(Some)
            .ok_or_else(|| Error::Failed { program: "pg_ctl status", output: format!("{} has no port", pid_file.display()) })
    }

    fn create_database(&self) -> Result<(), Error> {
        let psql = |sql: &str| {
            let mut command = self.cluster.account.command(self.binaries.program("psql"));
            command
                .env("PGPASSWORD", &self.password)
                .args(["--no-psqlrc", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"])
                .args(["--host=127.0.0.1", "--dbname=postgres", "--username", USER])
                .arg(format!("--port={}", self.port))
                .args(["--set", &format!("name={}", self.database)]);
            query("psql", &mut command, sql)
        };
        let exists = psql("SELECT count(*) FROM pg_database WHERE datname = :'name';\n")?;
        if exists.trim() == "0" {
            psql("CREATE DATABASE :\"name\";\n")?;
        }
        Ok(())
    }

    fn pg_ctl(&self, action: &str) -> Command {
        let mut command = self.cluster.account.command(self.binaries.program("pg_ctl"));
        command.arg(action).arg("-D").arg(self.cluster.data()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.leave() {
            eprintln!("PostgreSQL in {} could not be stopped: {error}", self.cluster.dir.display());
        }
    }
}
