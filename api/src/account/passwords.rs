//! Password hashing, a few at a time.
//!
//! Argon2id is meant to be slow and hungry. A storm of sign-ins must not take the processors from
//! everyone else, so hashing waits in a bounded queue and is refused when that is full.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use poem::http::StatusCode;
use shared::problem::ErrorCode;
use tokio::sync::oneshot;

use crate::http::ApiError;

/// Most people waiting for a hash.
const QUEUE: usize = 200;

/// A hash that no password has, verified when there is no account: both answers take as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$aHVydHJvY2tub2JvZHk$4P0yOPFrEg1jBvLXJAV9Gg7wn9kP7mVb6pF2Vt0n5Ss";

/// What a thread hashes in, kept from one hash to the next: asked for each time, the 19 MiB came from ever other places of the
/// allocator's, and the process kept five times as much.
type Memory = Vec<Block>;

/// A hash to be worked out.
type Work = Box<dyn FnOnce(&mut Memory) + Send>;

/// The hashing queue. Parameters are the argon2 crate's defaults, which are OWASP's (19 MiB, 2 passes).
pub struct Passwords {
    queue: SyncSender<Work>,
    refused: AtomicU64,
}

fn next(waiting: &Mutex<Receiver<Work>>) -> Option<Work> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

impl Passwords {
    /// A queue served by `workers` threads of its own, each with its memory.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn new(workers: usize) -> std::io::Result<Self> {
        let (queue, waiting) = sync_channel::<Work>(QUEUE);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..workers.max(1) {
            let waiting = waiting.clone();
            std::thread::Builder::new().name("passwords".to_owned()).spawn(move || {
                let mut memory = Memory::new();
                // Ends with the queue.
                while let Some(work) = next(&waiting) {
                    work(&mut memory);
                }
            })?;
        }
        Ok(Self { queue, refused: AtomicU64::new(0) })
    }

    async fn queued<T: Send + 'static>(&self, work: impl FnOnce(&mut Memory) -> T + Send + 'static) -> Result<T, ApiError> {
        let (done, result) = oneshot::channel();
        let work = Box::new(move |memory: &mut Memory| {
            // Whoever asked may have gone.
            let _ = done.send(work(memory));
        });
        self.queue.try_send(work).map_err(|_| {
            self.refused.fetch_add(1, Ordering::Relaxed);
            ApiError::retry_later(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, 2)
        })?;
        result.await.map_err(ApiError::internal)
    }

    /// How many were refused so far because too many were waiting.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// The hash to store, in PHC form.
    ///
    /// # Errors
    /// 503 when too many are waiting.
    pub async fn hash(&self, password: String) -> Result<String, ApiError> {
        self.queued(move |memory| hashed(&password, memory)).await?.map_err(ApiError::internal)
    }

    /// Whether the password is the one that was hashed. Without a hash it takes as long and is false.
    ///
    /// # Errors
    /// 503 when too many are waiting.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, ApiError> {
        self.queued(move |memory| {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
            known & matches(&password, &hash, memory).unwrap_or(false)
        })
        .await
    }
}

fn hashed(password: &str, memory: &mut Memory) -> argon2::password_hash::Result<String> {
    let argon2 = Argon2::default();
    let salt = Salt::generate();
    let hash = output(&argon2, password, &salt, Params::DEFAULT_OUTPUT_LEN, memory)?;
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::default().into()),
        params: ParamsString::try_from(argon2.params())?,
        salt: Some(salt),
        hash: Some(hash),
    };
    Ok(hash.to_string())
}

/// Whether a hash in PHC form is of this password; by its own parameters, whatever they were when it was made.
fn matches(password: &str, hash: &str, memory: &mut Memory) -> argon2::password_hash::Result<bool> {
    let hash = PasswordHash::new(hash)?;
    let (Some(salt), Some(expected)) = (&hash.salt, &hash.hash) else { return Ok(false) };
    let version = hash.version.map(Version::try_from).transpose()?.unwrap_or_default();
    let argon2 = Argon2::new(Algorithm::try_from(hash.algorithm.as_str())?, version, Params::try_from(&hash)?);
    // Outputs are compared in constant time.
    Ok(output(&argon2, password, salt, expected.len(), memory)? == *expected)
}

fn output(
    argon2: &Argon2<'_>,
    password: &str,
    salt: &[u8],
    length: usize,
    memory: &mut Memory,
) -> argon2::password_hash::Result<Output> {
    let blocks = argon2.params().block_count();
    if memory.len() < blocks {
        memory.resize(blocks, Block::default());
    }
    let mut buffer = [0; Output::MAX_LENGTH];
    let out = buffer.get_mut(..length).ok_or(argon2::password_hash::Error::OutputSize)?;
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, &mut *memory)?;
    Ok(Output::new(out)?)
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordHasher, PasswordVerifier};

    use super::*;

    #[tokio::test]
    async fn only_the_right_password_verifies() {
        let passwords = Passwords::new(1).expect("a thread");
        let hash = passwords.hash("gitar merah".to_owned()).await.unwrap_or_default();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.verify("gitar merah".to_owned(), Some(hash.clone())).await.unwrap_or(false));
        assert!(!passwords.verify("gitar biru".to_owned(), Some(hash)).await.unwrap_or(true));
        assert!(!passwords.verify("gitar merah".to_owned(), None).await.unwrap_or(true));
    }

    #[tokio::test]
    async fn who_finds_the_queue_full_is_refused_and_counted() {
        let passwords = Passwords::new(1).expect("a thread");
        let ((open, door), (begun, busy)) = (sync_channel::<()>(1), sync_channel::<()>(1));
        let work = move |_: &mut Memory| {
            begun.send(()).unwrap_or_default();
            door.recv().unwrap_or_default();
        };
        passwords.queue.send(Box::new(work)).expect("a worker");
        busy.recv().expect("the worker took it");
        while passwords.queue.try_send(Box::new(|_| ())).is_ok() {}
        assert_eq!(passwords.refused(), 0);
        let refused = passwords.hash("gitar merah".to_owned()).await.expect_err("the queue is full");
        assert_eq!((refused.code(), passwords.refused()), (ErrorCode::Unavailable, 1));
        drop(open);
    }

    #[test]
    fn the_hash_of_nobody_is_a_hash() {
        assert_eq!(matches("", NOBODY, &mut Memory::new()), Ok(false));
    }

    #[test]
    fn what_argon2_writes_is_read_and_the_other_way_round() {
        let memory = &mut Memory::new();
        let theirs = Argon2::default().hash_password(b"gitar merah").expect("a hash").to_string();
        assert_eq!((matches("gitar merah", &theirs, memory), matches("gitar biru", &theirs, memory)), (Ok(true), Ok(false)));
        let ours = hashed("gitar merah", memory).expect("a hash");
        assert_eq!(Argon2::default().verify_password(b"gitar merah", ours.as_str()), Ok(()));
        // One with parameters of its own, as another shop's would have.
        let params = Params::new(8 * 1024, 3, 2, None).expect("parameters");
        let other = Argon2::new(Algorithm::Argon2id, Version::default(), params).hash_password(b"gitar merah").expect("a hash");
        assert_eq!(matches("gitar merah", &other.to_string(), memory), Ok(true));
    }
}
