//! One remembered value.

use std::sync::{Arc, PoisonError, RwLock};

/// A value that is loaded once and shared until it changes.
pub struct Single<T> {
    state: RwLock<State<T>>,
}

struct State<T> {
    value: Option<Arc<T>>,
    changes: u64,
}

impl<T> Default for Single<T> {
    fn default() -> Self {
        Self { state: RwLock::new(State { value: None, changes: 0 }) }
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
                return Ok(value.clone());
            }
            state.changes
        };
        let value = Arc::new(load().await?);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if state.changes == before {
            state.value = Some(value.clone());
        }
        Ok(value)
    }

    /// Forgets the value.
    pub fn clear(&self) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.changes += 1;
        state.value = None;
    }
}
