//! Orders: what was bought, and the machine that moves it.
//!
//! `rules` holds the state machine as one table. Every move is made under the order's row lock and
//! goes through `record`, which writes the timeline, the notification and the email's job in the
//! same transaction. Payments tell this room facts (`payment_changed`); it never asks a provider.

mod admin;
mod buyer;
mod correct;
mod expire;
mod export;
mod find;
mod forget;
mod machine;
mod many;
mod parcels;
mod payment;
mod place;
mod record;
mod recorded;
mod refund;
mod remind;
mod routes;
mod rules;
mod sales;
mod staff;
mod stock;
mod store;
mod tell;
mod view;
mod write;

pub use admin::AdminOrderRoutes;
pub use expire::{ExpireLate, ExpireOrder};
pub use find::{TO_SHIP, number, own, staff_rows, staff_rows_of};
pub use forget::{forget_buyer, forget_payer, lock_orders_of, unfinished};
pub use machine::document as machine_document;
pub use parcels::TrackParcels;
pub use payment::{Outcome, PaymentFact, payment_changed};
pub use place::{NewOrder, insert, unpaid};
pub use refund::{
    Billed, Restored, billed, payment_reviewed, refund_cancelled, refund_failed, refund_retried, refund_started, restore,
    take_back,
};
pub use remind::RemindToPay;
pub use routes::OrderRoutes;
pub use rules::{Move, TRANSITIONS, by_hand, next};
pub use sales::CountSales;
pub use staff::get as staff_view;
pub use stock::{Shortage, lock_cart_stock, release_dead_holds};
pub use store::{PayableItem, PayableOrder, lock};
pub use tell::{TellBuyer, TellHowToPay};
pub use view::view;
