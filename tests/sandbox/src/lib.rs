//! The payment sandbox: one small server that speaks the wire formats of Stripe (`/stripe`),
//! Midtrans (`/midtrans`) and, for parcels, Biteship (`/biteship`) strictly, rejects what the real ones reject, shows pay pages a person
//! can use, and sends signed notifications to the shop.
//!
//! It never moves money and needs no account. The shop's production code talks to it unchanged;
//! only the base URLs differ. Tests start it in-process:
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = sandbox::Sandbox::start(sandbox::Config::default()).await?;
//! sandbox.set_shop_url("http://127.0.0.1:8080");
//! let session_id = "cs_test_…"; // made by the shop through `sandbox.stripe_url()`
//! sandbox.stripe().pay(session_id)?;
//! sandbox.idle(std::time::Duration::from_secs(5)).await?;
//! # Ok(()) }
//! ```

// The widest JSON object is one macro call of about sixty fields.
#![recursion_limit = "256"]

mod biteship;
mod clock;
mod config;
mod control;
mod deliver;
mod faults;
mod gate;
mod handle;
mod ids;
mod midtrans;
mod pages;
mod server;
mod state;
mod stripe;

pub use config::{BiteshipConfig, Config, MidtransConfig, StripeConfig};
pub use control::Refused;
pub use deliver::{Attempt, Delivery, DeliveryState};
pub use faults::{Answer, ApiFault, Trouble};
pub use gate::Call;
pub use handle::{BiteshipControl, MidtransControl, Sandbox, StripeControl};
pub use midtrans::notify::signature as midtrans_signature;
pub use state::Provider;
pub use stripe::records::RefundOutcome;
pub use stripe::sign::{header as stripe_signature_header, signature as stripe_signature};
