//! What couriers say of parcels, behind one trait.
//!
//! A service that knows is one module here that implements [`CourierTracking`], and one line in
//! [`Couriers::new`]. Nothing here touches the database, and nothing outside of this directory knows a
//! wire format. Who is asked and what follows of it is the orders' affair.

mod biteship;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use shared::orders::{TrackingStatus, TrackingTrouble};

use crate::config::Config;

/// A service that follows parcels.
pub trait CourierTracking: Send + Sync {
    /// What the service calls a courier of ours; `None` for one that it does not follow.
    fn code(&self, courier: &str) -> Option<&'static str>;

    /// Asks where a parcel is. `code` is the service's word for the courier.
    fn track<'a>(&'a self, code: &'a str, number: &'a str) -> BoxFuture<'a, Result<Tracked, TrackingError>>;
}

/// Where a parcel is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracked {
    /// The last step.
    pub status: TrackingStatus,
    /// All steps that the service tells of, in no certain order.
    pub steps: Vec<Step>,
}

/// A step of a parcel's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What happened.
    pub status: TrackingStatus,
    /// What the courier says of it.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum TrackingError {
    /// The service does not know the number, or not yet.
    #[error("the number is not known: {0}")]
    UnknownNumber(String),
    /// It refuses us.
    #[error("refused: {0}")]
    Refused(String),
    /// It does not answer, or not sensibly.
    #[error("unavailable: {0}")]
    Unavailable(String),
}

impl TrackingError {
    /// The same for staff.
    #[must_use]
    pub const fn trouble(&self) -> TrackingTrouble {
        match self {
            Self::UnknownNumber(_) => TrackingTrouble::UnknownNumber,
            Self::Refused(_) => TrackingTrouble::Refused,
            Self::Unavailable(_) => TrackingTrouble::Unavailable,
        }
    }
}

/// The service that is asked, if one is configured.
pub struct Couriers {
    service: Option<Box<dyn CourierTracking>>,
}

impl Couriers {
    /// Opens the door to the service whose key is set.
    #[must_use]
    pub fn new(config: &Config, http: reqwest::Client) -> Self {
        let biteship = config.biteship.as_ref().map(|keys| biteship::Biteship::new(keys, http));
        Self { service: biteship.map(|service| Box::new(service) as Box<dyn CourierTracking>) }
    }

    /// The service, if there is one.
    #[must_use]
    pub fn service(&self) -> Option<&dyn CourierTracking> {
        self.service.as_deref()
    }

    /// Whether a courier's parcels are followed.
    #[must_use]
    pub fn follows(&self, courier: &str) -> bool {
        self.service().is_some_and(|service| service.code(courier).is_some())
    }
}
