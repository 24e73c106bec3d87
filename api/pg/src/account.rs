//! Who runs the server. PostgreSQL refuses root, so root hands over to an unprivileged account.

use std::{
    fs,
    os::unix::{
        ffi::OsStrExt,
        fs::{MetadataExt, PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{Error, error::Trying};

/// Where root puts a cluster when the account cannot reach the wanted directory, for example in a
/// clone below `/root`.
const SHARED_PLACE: &str = "/var/lib/hurtrock";

/// The account that owns the cluster and runs its programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Account {
    /// Whoever runs this process.
    Current,
    /// This process is root; the server is not.
    Lesser { uid: u32, gid: u32 },
}

impl Account {
    /// The account for a cluster in `dir`: the owner of the one that is there, else us, else (for
    /// root) `postgres` or `nobody`.
    pub(crate) fn choose(dir: &Path) -> Result<Self, Error> {
        let us = id("-u", None).ok_or(Error::NoAccount)?;
        let owner = |path: &Path| fs::metadata(path).ok();
        if us != 0 {
            return match owner(dir) {
                Some(owner) if owner.uid() != us => Err(Error::NotOurs { dir: dir.to_owned() }),
                _ => Ok(Self::Current),
            };
        }
        if let Some(owner) = owner(&dir.join("cluster")).filter(|owner| owner.uid() != 0) {
            return Ok(Self::Lesser { uid: owner.uid(), gid: owner.gid() });
        }
        ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| Some(Self::Lesser { uid: id("-u", Some(name))?, gid: id("-g", Some(name))? }))
            .ok_or(Error::NoAccount)
    }

    /// A command run by this account, in a directory and environment it can use.
    pub(crate) fn command(self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").stdin(Stdio::null());
        if let Self::Lesser { uid, gid } = self {
            command.uid(uid).gid(gid).env("HOME", "/").env_remove("XDG_RUNTIME_DIR");
        }
        command
    }

    /// Gives a file or directory to the account.
    pub(crate) fn own(self, path: &Path) -> Result<(), Error> {
        match self {
            Self::Current => Ok(()),
            Self::Lesser { uid, gid } => chown(path, Some(uid), Some(gid)).trying(|| format!("giving {} away", path.display())),
        }
    }

    /// Makes a directory that only this account can use: the wanted one, or another where the
    /// account cannot reach that.
    pub(crate) fn settle(self, wanted: &Path) -> Result<PathBuf, Error> {
        let dir = match self {
            Self::Current => wanted.to_owned(),
            Self::Lesser { .. } => {
                fs::create_dir_all(wanted).trying(|| format!("making {}", wanted.display()))?;
                self.own(wanted)?;
                if self.reaches(wanted) { wanted.to_owned() } else { elsewhere(wanted)? }
            }
        };
        fs::create_dir_all(&dir).trying(|| format!("making {}", dir.display()))?;
        self.own(&dir)?;
        fs::set_permissions(&dir, fs::Permissions::from_mode(0o700)).trying(|| format!("closing {} to others", dir.display()))?;
        Ok(dir)
    }

    /// Can the account write here? Asked of the system, which knows about every parent directory.
    fn reaches(self, dir: &Path) -> bool {
        self.command("test").arg("-w").arg(dir).status().is_ok_and(|status| status.success())
    }
}

/// One place per wanted directory, the same at every start.
fn elsewhere(wanted: &Path) -> Result<PathBuf, Error> {
    let shared = Path::new(SHARED_PLACE);
    fs::create_dir_all(shared).trying(|| format!("making {SHARED_PLACE}"))?;
    fs::set_permissions(shared, fs::Permissions::from_mode(0o755)).trying(|| format!("opening {SHARED_PLACE}"))?;
    let wanted = fs::canonicalize(wanted).unwrap_or_else(|_| wanted.to_owned());
    Ok(shared.join(format!("{:016x}", fnv1a(wanted.as_os_str().as_bytes()))))
}

/// FNV-1a: short, and the same under every version of the compiler.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// `id -u [name]`; the standard library does not say who we are.
fn id(flag: &str, name: Option<&str>) -> Option<u32> {
    let out = Command::new("id").arg(flag).args(name).stderr(Stdio::null()).output().ok()?;
    String::from_utf8_lossy(&out.stdout).trim().parse().ok()
}
