//! Compressed copies beside the assets, made once at build time so that the server only picks.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

/// Smaller files travel in one packet either way.
const WORTH_COMPRESSING: u64 = 1024;

/// Kinds of files that shrink. HTML is missing on purpose: the server fills in its head.
const SHRINKING: [&str; 9] = ["wasm", "js", "css", "json", "svg", "txt", "xml", "ico", "webmanifest"];

/// Sizes of one file in bytes.
#[derive(Debug, Clone)]
pub struct Sizes {
    pub file: PathBuf,
    pub raw: usize,
    pub brotli: usize,
    pub gzip: usize,
}

/// Writes `<file>.br` and `<file>.gz` for all that is worth it below `dir`.
///
/// # Errors
/// When a file cannot be read or written.
pub fn compress_all(dir: &Path) -> Result<Vec<Sizes>> {
    let mut files = Vec::new();
    collect(dir, &mut files)?;
    // The largest first, so that no core is left alone with it at the end.
    files.sort_by_key(|file| std::cmp::Reverse(fs::metadata(file).map_or(0, |metadata| metadata.len())));
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = compress(file);
                    results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
                }
            });
        }
    });
    results.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = fs::read_dir(dir).with_context(|| format!("reading {}", dir.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        let metadata = entry.metadata()?;
        if metadata.is_dir() {
            collect(&path, files)?;
        } else if metadata.len() > WORTH_COMPRESSING
            && path.extension().is_some_and(|kind| SHRINKING.iter().any(|known| kind == *known))
        {
            files.push(path);
        }
    }
    Ok(())
}

fn compress(file: &Path) -> Result<Sizes> {
    let raw = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: raw.len(), ..BrotliEncoderParams::default() };
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut raw.as_slice(), &mut brotli, &params)?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&raw)?;
    let gzip = gzip.finish()?;
    for (kind, bytes) in [("br", &brotli), ("gz", &gzip)] {
        let copy = file.with_added_extension(kind);
        fs::write(&copy, bytes).with_context(|| format!("writing {}", copy.display()))?;
    }
    Ok(Sizes { file: file.to_owned(), raw: raw.len(), brotli: brotli.len(), gzip: gzip.len() })
}
