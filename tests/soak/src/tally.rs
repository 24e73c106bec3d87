//! What happened, as those who asked for it saw it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use shared::ids::ChatRoomId;
use uuid::Uuid;

/// Faults that are told; the rest is only counted.
const TOLD: usize = 30;

/// What became of an order, as its buyer knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nobody paid it.
    Unpaid,
    /// Its buyer called it off.
    Cancelled,
    /// The provider has the money.
    Paid,
}

/// An order that was acknowledged.
#[derive(Clone, Debug)]
pub struct Bought {
    pub id: Uuid,
    pub number: String,
    pub fate: Fate,
    /// Staff were told that it is on its way.
    pub shipped: bool,
}

/// A message of the chat that was acknowledged.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    pub client_id: Uuid,
    pub id: Uuid,
    pub room: ChatRoomId,
    pub sequence: i64,
}

/// All of it.
#[derive(Default)]
pub struct Seen {
    /// Requests that were answered, by what they were for.
    pub answered: BTreeMap<&'static str, u64>,
    /// Tries that were made again, by what was in the way.
    pub put_off: BTreeMap<String, u64>,
    /// The most tries that one request took.
    pub most_tries: u32,
    /// Baskets that were refused because somebody else was faster.
    pub sold_out: u64,
    pub orders: Vec<Bought>,
    /// What each who chats had acknowledged, in this order.
    pub said: Vec<Vec<Said>>,
    /// Sockets that were opened.
    pub sockets: u64,
    /// What should not have happened.
    pub faults: Vec<String>,
    pub more_faults: u64,
}

impl Seen {
    pub fn requests(&self) -> u64 {
        self.answered.values().sum()
    }

    pub fn retries(&self) -> u64 {
        self.put_off.values().sum()
    }
}

/// Written by everybody.
#[derive(Default)]
pub struct Tally(Mutex<Seen>);

impl Tally {
    /// Looks at it, or changes it.
    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn answered(&self, what: &'static str, tries: u32) {
        let mut seen = self.seen();
        *seen.answered.entry(what).or_default() += 1;
        seen.most_tries = seen.most_tries.max(tries);
    }

    pub fn put_off(&self, why: impl Into<String>) {
        *self.seen().put_off.entry(why.into()).or_default() += 1;
    }

    pub fn fault(&self, what: String) {
        let mut seen = self.seen();
        if seen.faults.len() < TOLD {
            seen.faults.push(what);
        } else {
            seen.more_faults += 1;
        }
    }

    pub fn placed(&self, id: Uuid, number: String) {
        self.seen().orders.push(Bought { id, number, fate: Fate::Unpaid, shipped: false });
    }

    /// What became of an order.
    pub fn order(&self, id: Uuid, change: impl FnOnce(&mut Bought)) {
        if let Some(order) = self.seen().orders.iter_mut().rev().find(|order| order.id == id) {
            change(order);
        }
    }
}
