//! Password hashing, a few at a time.
//!
//! Argon2id is meant to be slow and hungry. A storm of sign-ins must not take the processors from
//! everyone else, so hashing waits in a bounded queue and is refused when that is full.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use poem::http::StatusCode;
use shared::problem::ErrorCode;
use tokio::sync::oneshot;

use crate::http::ApiError;

/// Most people waiting for a hash.
const QUEUE: usize = 200;

/// A hash that no password has, verified when there is no account: both answers take as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$aHVydHJvY2tub2JvZHk$4P0yOPFrEg1jBvLXJAV9Gg7wn9kP7mVb6pF2Vt0n5Ss";

/// A hash to be worked out.
type Work = Box<dyn FnOnce() + Send>;

/// The hashing queue. Parameters are the argon2 crate's defaults, which are OWASP's (19 MiB, 2 passes).
pub struct Passwords {
    queue: SyncSender<Work>,
    refused: AtomicU64,
}

fn next(waiting: &Mutex<Receiver<Work>>) -> Option<Work> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

impl Passwords {
    /// A queue served by `workers` threads. They are its own: the memory that hashing takes stays with
    /// a thread, and the runtime's threads for blocking work would each keep some.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn new(workers: usize) -> std::io::Result<Self> {
        let (queue, waiting) = sync_channel::<Work>(QUEUE);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..workers.max(1) {
            let waiting = waiting.clone();
            std::thread::Builder::new().name("passwords".to_owned()).spawn(move || {
                // Ends with the queue.
                while let Some(work) = next(&waiting) {
                    work();
                }
            })?;
        }
        Ok(Self { queue, refused: AtomicU64::new(0) })
    }

    async fn queued<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
        let (done, result) = oneshot::channel();
        let work = Box::new(move || {
            // Whoever asked may have gone.
            let _ = done.send(work());
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
        let hashed =
            self.queued(move || Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())).await?;
        hashed.map_err(ApiError::internal)
    }

    /// Whether the password is the one that was hashed. Without a hash it takes as long and is false.
    ///
    /// # Errors
    /// 503 when too many are waiting.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, ApiError> {
        self.queued(move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
            let matches =
                PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
            known && matches
        })
        .await
    }
}

#[cfg(test)]
mod tests {
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
        let work = move || {
            begun.send(()).unwrap_or_default();
            door.recv().unwrap_or_default();
        };
        passwords.queue.send(Box::new(work)).expect("a worker");
        busy.recv().expect("the worker took it");
        while passwords.queue.try_send(Box::new(|| ())).is_ok() {}
        assert_eq!(passwords.refused(), 0);
        let refused = passwords.hash("gitar merah".to_owned()).await.expect_err("the queue is full");
        assert_eq!((refused.code(), passwords.refused()), (ErrorCode::Unavailable, 1));
        drop(open);
    }

    #[test]
    fn the_hash_of_nobody_is_a_hash() {
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
