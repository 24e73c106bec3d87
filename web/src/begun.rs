//! What somebody has begun to fill in: kept by this tab over a reload, and over signing in again when the session has ended by
//! itself, until it is finished, or they sign out. Nobody else who sits down at the tab finds it.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use shared::ids::UserId;

use crate::{session, storage};

/// What can be begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// The choices of a checkout.
    Checkout,
    /// A new address.
    Address,
}

/// It, and whose it is.
#[derive(Serialize, Deserialize)]
struct Kept<T> {
    of: UserId,
    what: T,
}

impl Begun {
    const ALL: [Self; 2] = [Self::Checkout, Self::Address];

    const fn key(self) -> &'static str {
        match self {
            Self::Checkout => "hurtrock-checkout",
            Self::Address => "hurtrock-address",
        }
    }

    fn stored<T: DeserializeOwned>(self) -> Option<Kept<T>> {
        let stored = storage::of_tab()?.get_item(self.key()).ok().flatten()?;
        serde_json::from_str(&stored).ok()
    }

    /// What was begun by who is signed in.
    #[must_use]
    pub fn load<T: DeserializeOwned>(self) -> Option<T> {
        let of = session::current().me()?.id;
        self.stored::<T>().filter(|kept| kept.of == of).map(|kept| kept.what)
    }

    /// Whether something was begun.
    #[must_use]
    pub fn is_there(self) -> bool {
        self.load::<IgnoredAny>().is_some()
    }

    /// Keeps it as it is now.
    pub fn save<T: Serialize>(self, what: &T) {
        let Some(of) = session::current().me().map(|me| me.id) else { return };
        if let (Some(storage), Ok(text)) = (storage::of_tab(), serde_json::to_string(&Kept { of, what })) {
            // A full store only means that it does not outlive a reload.
            let _ = storage.set_item(self.key(), &text);
        }
    }

    /// It is finished, or not wanted any more.
    pub fn forget(self) {
        if let Some(storage) = storage::of_tab() {
            let _ = storage.remove_item(self.key());
        }
    }
}

/// Forgets what somebody else has begun: this is who sits at the tab now.
pub fn forget_others(me: UserId) {
    let is_mine = |begun: Begun| begun.stored::<IgnoredAny>().is_some_and(|kept| kept.of == me);
    Begun::ALL.into_iter().filter(|begun| !is_mine(*begun)).for_each(Begun::forget);
}

/// Forgets all of it: whoever began it has signed out.
pub fn forget_all() {
    Begun::ALL.into_iter().for_each(Begun::forget);
}
