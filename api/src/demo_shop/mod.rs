//! The demo shop: its catalogue, people and past, and the mailbox page.
//!
//! For `environment = demo` only. [`seed`] writes what the `demo` crate makes up into the tables
//! of the other rooms, by the same rules the schema has for everybody: stock moves by its ledger,
//! pictures go through the pipeline of uploads. [`mailbox`] shows what would have been sent.

mod attempts;
mod catalogue;
mod chats;
mod goods;
mod history;
mod ids;
mod load;
mod mailbox;
mod opinions;
mod order;
mod people;
mod pictures;
mod restock;
mod seed;
mod stock;
mod until;

pub use mailbox::mailbox;
pub use seed::{seed, seed_small};
