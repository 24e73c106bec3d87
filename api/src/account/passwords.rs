//! Password hashing, a few at a time.
//!
//! Argon2id is meant to be slow and hungry. A storm of sign-ins must not take the processors from
//! everyone else, so hashing waits in a bounded queue and is refused when that is full.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use poem::http::StatusCode;
use shared::problem::ErrorCode;
use tokio::sync::Semaphore;

use crate::http::ApiError;

/// Most people waiting for a hash.
const QUEUE: usize = 200;

/// A hash that no password has, verified when there is no account: both answers take as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$aHVydHJvY2tub2JvZHk$4P0yOPFrEg1jBvLXJAV9Gg7wn9kP7mVb6pF2Vt0n5Ss";

/// The hashing queue. Parameters are the argon2 crate's defaults, which are OWASP's (19 MiB, 2 passes).
pub struct Passwords {
    workers: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Passwords {
    /// A queue served by `workers` threads.
    #[must_use]
    pub fn new(workers: usize) -> Self {
        Self { workers: Arc::new(Semaphore::new(workers.max(1))), waiting: Arc::default() }
    }

    async fn queued<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            return Err(ApiError::retry_later(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::Unavailable, 2));
        }
        let _place = Place(self.waiting.clone());
        let permit = self.workers.clone().acquire_owned().await.map_err(ApiError::internal)?;
        let result = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(permit);
            result
        });
        result.await.map_err(ApiError::internal)
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
        let passwords = Passwords::new(1);
        let hash = passwords.hash("gitar merah".to_owned()).await.unwrap_or_default();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.verify("gitar merah".to_owned(), Some(hash.clone())).await.unwrap_or(false));
        assert!(!passwords.verify("gitar biru".to_owned(), Some(hash)).await.unwrap_or(true));
        assert!(!passwords.verify("gitar merah".to_owned(), None).await.unwrap_or(true));
    }

    #[test]
    fn the_hash_of_nobody_is_a_hash() {
        assert!(PasswordHash::new(NOBODY).is_ok());
    }
}
