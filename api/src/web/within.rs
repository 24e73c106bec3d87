//! The web app inside the program: a tar archive behind it, so that one file is the whole shop.
//!
//! Put there after the program was linked: compiled in, each change of the web app would compile the server anew.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use anyhow::{Context, ensure};

use super::built::Files;

/// The last bytes of a program with a web app, behind the length of the archive.
const MARK: &[u8; 8] = b"hrt-web1";
/// Length and mark.
const FOOT: u64 = 16;

/// Writes the program at `program` with the web app in `web` behind it to `into`.
///
/// # Errors
/// When `web` is not a built web app, or a file cannot be read or written.
pub fn put(program: &Path, web: &Path, into: &Path) -> anyhow::Result<()> {
    for page in ["shop/index.html", "admin/index.html"] {
        ensure!(web.join(page).is_file(), "{} is no built web app: it has no {page}", web.display());
    }
    let mut whole = fs::read(program).with_context(|| format!("reading {}", program.display()))?;
    if let Some(length) = length(&whole) {
        whole.truncate(whole.len().saturating_sub(length));
    }
    let mut archive = tar::Builder::new(Vec::new());
    archive.mode(tar::HeaderMode::Deterministic);
    archive.append_dir_all("", web).with_context(|| format!("reading {}", web.display()))?;
    let archive = archive.into_inner()?;
    whole.extend_from_slice(&archive);
    whole.extend_from_slice(&u64::try_from(archive.len())?.to_le_bytes());
    whole.extend_from_slice(MARK);
    fs::write(into, whole).with_context(|| format!("writing {}", into.display()))?;
    fs::set_permissions(into, fs::Permissions::from_mode(0o755)).with_context(|| format!("permissions of {}", into.display()))
}

/// What of a program is not the program itself.
fn length(whole: &[u8]) -> Option<usize> {
    let foot: &[u8; 16] = whole.last_chunk()?;
    let (length, mark) = foot.split_first_chunk::<8>()?;
    let length = u64::from_le_bytes(*length).checked_add(FOOT)?;
    (mark == MARK).then(|| usize::try_from(length).ok()).flatten()
}

/// The web app behind the program that is running; `None` where it has none.
///
/// # Errors
/// When the program cannot be read, or what is behind it is damaged.
pub(super) fn files() -> anyhow::Result<Option<Files>> {
    let program = std::env::current_exe().context("looking for the program itself")?;
    read(&program).with_context(|| format!("reading the web app in {}", program.display()))
}

fn read(program: &Path) -> anyhow::Result<Option<Files>> {
    let mut program = File::open(program)?;
    let size = program.metadata()?.len();
    if size < FOOT {
        return Ok(None);
    }
    let mut foot = [0; 16];
    program.seek(SeekFrom::Start(size - FOOT))?;
    program.read_exact(&mut foot)?;
    let Some(length) = length(&foot) else { return Ok(None) };
    let from = size.checked_sub(u64::try_from(length)?).context("it is cut off")?;
    program.seek(SeekFrom::Start(from))?;
    let mut files = Files::new();
    for entry in tar::Archive::new(program.take(size - FOOT - from)).entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        // What begins with a dot is the builder's.
        let hidden = |part: &std::ffi::OsStr| part.to_str().is_none_or(|part| part.starts_with('.'));
        if !entry.header().entry_type().is_file() || path.iter().any(hidden) {
            continue;
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        files.insert(path.to_string_lossy().into_owned(), bytes);
    }
    Ok(Some(files))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_brings_its_web_app_along() {
        let place = tempfile::tempdir().expect("a directory");
        let at = |name: &str| place.path().join(name);
        for (file, text) in [
            ("shop/index.html", "shop"),
            ("shop/fonts/a.woff2", "font"),
            ("shop/.mark", "hidden"),
            ("admin/index.html", "office"),
        ] {
            let file = at("web").join(file);
            fs::create_dir_all(file.parent().expect("has one")).expect("makes it");
            fs::write(file, text).expect("writes it");
        }
        fs::write(at("program"), "a program").expect("writes it");
        assert_eq!(read(&at("program")).expect("is read"), None);

        put(&at("program"), &at("web"), &at("whole")).expect("is put");
        let files = read(&at("whole")).expect("is read").expect("has one");
        let texts = |files: &Files| {
            let mut texts: Vec<_> =
                files.iter().map(|(path, bytes)| (path.clone(), String::from_utf8_lossy(bytes).into_owned())).collect();
            texts.sort();
            texts
        };
        let expected = [("admin/index.html", "office"), ("shop/fonts/a.woff2", "font"), ("shop/index.html", "shop")];
        assert_eq!(texts(&files), expected.map(|(path, text)| (path.to_owned(), text.to_owned())));

        // Another one takes its place.
        fs::write(at("web/shop/index.html"), "new shop").expect("writes it");
        put(&at("whole"), &at("web"), &at("again")).expect("is put");
        let again = fs::read(at("again")).expect("is read");
        assert_eq!(again.windows(9).filter(|bytes| bytes == b"a program").count(), 1);
        assert_eq!(read(&at("again")).expect("is read").expect("has one")["shop/index.html"], b"new shop");

        assert!(put(&at("program"), &at("web/shop"), &at("no")).is_err());
        fs::write(at("cut"), &again[again.len() - 20..]).expect("writes it");
        assert!(read(&at("cut")).is_err());
    }
}
