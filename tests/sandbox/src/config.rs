//! What a sandbox is started with.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// Settings of one sandbox. The defaults carry the demo keys.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen. Port 0 takes any free port.
    pub listen: SocketAddr,
    /// The address browsers reach the sandbox under, without a trailing slash.
    /// Default: `http://` and the bound address.
    pub public_url: Option<String>,
    /// The shop, without a trailing slash; notifications and default return pages start with it.
    pub shop_url: String,
    /// Stripe's side.
    pub stripe: StripeConfig,
    /// Midtrans' side.
    pub midtrans: MidtransConfig,
    /// Biteship's side.
    pub biteship: BiteshipConfig,
    /// How long one minute of the providers' redelivery schedules lasts here.
    pub retry_minute: Duration,
    /// How long the shop may take to answer a notification.
    pub notification_timeout: Duration,
    /// A JSON file that keeps the state across restarts.
    pub state: Option<PathBuf>,
}

/// Stripe's keys and limits.
#[derive(Clone, Debug)]
pub struct StripeConfig {
    /// `sk_test_…`
    pub secret_key: String,
    /// `whsec_…`, the key of `Stripe-Signature`.
    pub webhook_secret: String,
    /// Default: `{shop_url}/api/v1/payments/stripe/notifications`.
    pub notification_url: Option<String>,
    /// Version used when a request names none, and the one events are rendered in.
    pub api_version: String,
    /// Smallest chargeable total in sen (rupiah × 100). Stripe's rule is the equivalent of
    /// US$ 0.50, which moves with the rate.
    pub minimum_amount: i64,
}

/// Midtrans' keys and dashboard settings.
#[derive(Clone, Debug)]
pub struct MidtransConfig {
    /// `SB-Mid-server-…`, user name of Basic auth and part of every signature.
    pub server_key: String,
    /// `G…`, named in replies and notifications.
    pub merchant_id: String,
    /// Default: `{shop_url}/api/v1/payments/midtrans/notifications`.
    pub notification_url: Option<String>,
    /// Where the payer goes when a transaction names no `callbacks.finish`. Default: `{shop_url}/`.
    pub finish_url: Option<String>,
    /// Also use the body's `status_code` as the HTTP status of Core replies. Off by default: the
    /// body code is what counts (the official clients check it), and only a bad key is a plain 401.
    pub mirror_status: bool,
}

/// Biteship's key, and how parcels travel.
#[derive(Clone, Debug)]
pub struct BiteshipConfig {
    /// `biteship_test.…`
    pub api_key: String,
    /// Parcels that nobody told of travel by themselves once they are asked about, for demo runs.
    pub lively: bool,
}

impl Default for BiteshipConfig {
    fn default() -> Self {
        BiteshipConfig { api_key: "biteship_test.hurtrock_demo".to_owned(), lively: false }
    }
}

impl Default for Config {
    fn default() -> Self {
        Config {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            public_url: None,
            shop_url: "http://localhost:8080".to_owned(),
            stripe: StripeConfig::default(),
            midtrans: MidtransConfig::default(),
            biteship: BiteshipConfig::default(),
            retry_minute: Duration::from_secs(1),
            notification_timeout: Duration::from_secs(15),
            state: None,
        }
    }
}

impl Default for StripeConfig {
    fn default() -> Self {
        StripeConfig {
            secret_key: "sk_test_hurtrock_demo".to_owned(),
            webhook_secret: "whsec_hurtrock_demo".to_owned(),
            notification_url: None,
            api_version: crate::stripe::LATEST_VERSION.to_owned(),
            minimum_amount: 10_000 * 100,
        }
    }
}

impl Default for MidtransConfig {
    fn default() -> Self {
        MidtransConfig {
            server_key: "SB-Mid-server-hurtrock-demo".to_owned(),
            merchant_id: "G141532850".to_owned(),
            notification_url: None,
            finish_url: None,
            mirror_status: false,
        }
    }
}
