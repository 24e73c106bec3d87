//! One remembered value.

use std::sync::{Arc, PoisonError, RwLock};

use super::looks::{Looking, Looks};

/// A value that is loaded once and shared until it changes.
pub struct Single<T> {
    state: RwLock<State<T>>,
    looking: Looking,
}

struct State<T> {
    value: Option<Arc<T>>,
    changes: u64,
    suspended: bool,
}

impl<T> Default for Single<T> {
    fn default() -> Self {
        Self { state: RwLock::new(State { value: None, changes: 0, suspended: false }), looking: Looking::default() }
    }
}

impl<T> Single<T> {
    /// The remembered value, or the loaded one.
    ///
    /// # Errors
    /// What loading fails with.
    pub async fn get_or_load<E>(&self, load: impl AsyncFnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        let before = {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(value) = &state.value {
                self.looking.hit();
                return Ok(value.clone());
            }
            state.changes
        };
        self.looking.miss();
        let value = Arc::new(load().await?);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if state.changes == before && !state.suspended {
            state.value = Some(value.clone());
        }
        Ok(value)
    }

    /// How often it was of use.
    pub fn looks(&self) -> Looks {
        self.looking.so_far()
    }

    /// Forgets the value.
    pub fn clear(&self) {
        self.forget(|_| {});
    }

    /// Forgets the value and keeps none until [`resume`](Self::resume): changes go unheard.
    pub fn suspend(&self) {
        self.forget(|state| state.suspended = true);
    }

    /// Keeps a value again: changes are heard from now on.
    pub fn resume(&self) {
        self.forget(|state| state.suspended = false);
    }

    fn forget(&self, and: impl FnOnce(&mut State<T>)) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.changes += 1;
        state.value = None;
        and(&mut state);
    }
}
