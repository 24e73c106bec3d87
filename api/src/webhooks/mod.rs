//! Outgoing webhooks: the shop tells other programs what happens, in the form of
//! <https://www.standardwebhooks.com>.
//!
//! Triggers write an event down in the transaction of its cause (`tell_webhooks` in the migration
//! `integrators`), with the job that spreads it: nothing is told that did not happen, and nothing is
//! forgotten. [`Spread`] writes what is to be sent, once for all who want it, and makes a delivery for each;
//! [`Deliver`] tries, and plans the next try. An endpoint that fails for days is switched off, and so is one
//! that nobody vouches for any more (`orphans`); those who manage integrations are told. `guard` keeps requests out of one's own
//! network.

mod deliver;
mod endpoints;
mod forget;
mod guard;
mod log;
mod off;
mod orphans;
mod pause;
mod post;
mod resource;
mod routes;
mod sign;
mod spread;
mod store;

pub use deliver::Deliver;
pub use forget::forget_buyer;
pub use log::TEST;
pub use orphans::PauseOrphans;
pub use post::Postman;
pub use resource::schema as event_schema;
pub use routes::WebhookRoutes;
pub use spread::Spread;
pub use store::SEALED;
