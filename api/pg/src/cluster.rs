//! The data directory: made once, whole or not at all, and configured anew at every start.

use std::{
    fs::{self, File, OpenOptions},
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener},
    os::unix::{ffi::OsStrExt, fs::OpenOptionsExt},
    path::{Path, PathBuf},
};

use crate::{Binaries, Config, Error, account::Account, error::Trying, program::run};

/// Name of the database superuser, whatever the account of the system is called.
pub(crate) const USER: &str = "hurtrock";

/// `sun_path` holds 108 bytes; the longest name in it is `/.s.PGSQL.65535.lock`.
const LONGEST_SOCKET_DIR: usize = 107 - 20;

/// A directory with everything that belongs to one server.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    pub(crate) dir: PathBuf,
    pub(crate) account: Account,
}

impl Cluster {
    /// `PGDATA`.
    pub(crate) fn data(&self) -> PathBuf {
        self.dir.join("cluster")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.dir.join("log")
    }

    /// Major version that made the data, when there is any.
    pub(crate) fn made_by(&self) -> Option<String> {
        let version = fs::read_to_string(self.data().join("PG_VERSION")).ok()?;
        Some(version.trim().to_owned())
    }

    /// The password of [`USER`], made up on the first call.
    pub(crate) fn password(&self) -> Result<String, Error> {
        let path = self.dir.join("password");
        let reading = || format!("reading {}", path.display());
        if let Some(password) = optional(fs::read_to_string(&path)).trying(reading)? {
            let password = password.trim();
            if !password.is_empty() {
                return Ok(password.to_owned());
            }
        }
        let password = random_hex()?;
        self.write_private(&path, &password)?;
        Ok(password)
    }

    /// Makes the cluster in a directory of its own first, so that an interrupted `initdb` is never
    /// taken for a whole one.
    pub(crate) fn init(&self, binaries: &Binaries, config: &Config) -> Result<(), Error> {
        if self.made_by().is_some() {
            return Ok(());
        }
        self.password()?;
        let unfinished = self.dir.join("cluster.unfinished");
        let initdb = |locale: &str| {
            remove_dir(&unfinished)?;
            let mut command = self.account.command(binaries.program("initdb"));
            command
                .arg("--pgdata")
                .arg(&unfinished)
                .arg("--pwfile")
                .arg(self.dir.join("password"))
                .args(["--username", USER])
                .args(["--auth=scram-sha-256", "--encoding=UTF8", locale]);
            if !config.durable {
                command.arg("--no-sync");
            }
            run("initdb", &mut command)
        };
        // Older systems lack C.UTF-8.
        initdb("--locale=C.UTF-8").or_else(|_| initdb("--no-locale"))?;

        let main = unfinished.join("postgresql.conf");
        let mut file = OpenOptions::new().append(true).open(&main).trying(|| format!("opening {}", main.display()))?;
        file.write_all(b"\ninclude_if_exists = 'hurtrock.conf'\n").trying(|| format!("writing {}", main.display()))?;

        // What lies there now has no PG_VERSION, so it never was a cluster.
        remove_dir(&self.data())?;
        fs::rename(&unfinished, self.data()).trying(|| format!("renaming {}", unfinished.display()))
    }

    /// Writes the settings of this start.
    pub(crate) fn configure(&self, config: &Config, port: u16) -> Result<(), Error> {
        let sockets = self.socket_dir().map(|dir| dir.to_string_lossy().replace('\'', "''")).unwrap_or_default();
        let mut settings = format!(
            "listen_addresses = '127.0.0.1'\n\
             port = {port}\n\
             unix_socket_directories = '{sockets}'\n\
             max_connections = {}\n\
             timezone = 'UTC'\n\
             log_timezone = 'UTC'\n\
             lc_messages = 'C'\n\
             jit = off\n\
             random_page_cost = 1.1\n",
            config.max_connections
        );
        if !config.durable {
            // Who ends while signing in, as tests do, holds up every DROP DATABASE until this is over; usually it is a minute.
            settings.push_str(
                "authentication_timeout = '10s'\n\
                 fsync = off\n\
                 synchronous_commit = off\n\
                 full_page_writes = off\n\
                 wal_level = minimal\n\
                 max_wal_senders = 0\n\
                 max_wal_size = '4GB'\n\
                 checkpoint_timeout = '1h'\n",
            );
        }
        self.write_private(&self.data().join("hurtrock.conf"), &settings)
    }

    /// The directory of the Unix socket, unless its path is too long for one.
    pub(crate) fn socket_dir(&self) -> Option<&Path> {
        (self.dir.as_os_str().as_bytes().len() <= LONGEST_SOCKET_DIR).then_some(self.dir.as_path())
    }

    /// The port of the last start when it is free, else one that is.
    pub(crate) fn pick_port(&self) -> Result<u16, Error> {
        let path = self.dir.join("port");
        let last = fs::read_to_string(&path).ok().and_then(|port| port.trim().parse().ok());
        let free = |port: u16| {
            TcpListener::bind((Ipv4Addr::LOCALHOST, port))
                .and_then(|listener| listener.local_addr())
                .map(|address| address.port())
        };
        let port = match last.map(free) {
            Some(Ok(port)) => port,
            _ => free(0).trying(|| "looking for a free port".to_owned())?,
        };
        self.write_private(&path, &port.to_string())?;
        Ok(port)
    }

    /// Writes a file that only the account can read.
    fn write_private(&self, path: &Path, content: &str) -> Result<(), Error> {
        let write = || -> std::io::Result<()> {
            let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
            file.write_all(content.as_bytes())
        };
        write().trying(|| format!("writing {}", path.display()))?;
        self.account.own(path)
    }
}

/// Removes a directory with all in it; one that is not there is fine.
fn remove_dir(dir: &Path) -> Result<(), Error> {
    optional(fs::remove_dir_all(dir)).trying(|| format!("removing {}", dir.display())).map(drop)
}

/// "Not there" as `None`.
pub(crate) fn optional<T>(result: std::io::Result<T>) -> std::io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn random_hex() -> Result<String, Error> {
    let mut bytes = [0_u8; 24];
    File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes)).trying(|| "reading /dev/urandom".to_owned())?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
