//! Payment providers, behind one trait.
//!
//! A provider is one module here that implements [`Gateway`], and one line in [`registration`].
//! Amounts are whole rupiah on this side; a provider that counts otherwise converts at its edge.
//! Nothing here touches the database, and nothing outside this directory knows a wire format.

mod error;
#[cfg(feature = "fuzzing")]
mod fuzzing;
mod midtrans;
mod send;
mod stripe;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use poem::http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use sha2::{Digest, Sha256};
use shared::ids::{PaymentId, RefundId};
use shared::money::Rupiah;
use shared::payments::{DisputeStatus, PaymentFailure, PaymentProvider, RefundStatus, ReviewDecision};
use shared::settings::KeyName;

pub use error::{GatewayError, Rejected};
#[cfg(feature = "fuzzing")]
pub use fuzzing::take_notification;

use crate::config::ProviderConfig;
use crate::orders::PayableOrder;

/// A provider's answer, when it comes.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, GatewayError>>;

/// What every payment provider can do. No method has a default: a new provider decides each.
pub trait Gateway: Send + Sync {
    /// Which one it is.
    fn provider(&self) -> PaymentProvider;

    /// Whether its keys belong to a test environment.
    fn is_sandbox(&self) -> bool;

    /// What the keys that it refuses are told from others by, and the place they are for: a hash.
    fn fingerprint(&self) -> Vec<u8>;

    /// The smallest amount it takes unless the shop's settings say otherwise.
    fn minimum(&self) -> Rupiah;

    /// Sets up a page on which the bill can be paid.
    ///
    /// Safe to repeat: the same bill never becomes payable twice.
    fn create<'a>(&'a self, bill: &'a Bill<'a>) -> Answer<'a, Opened>;

    /// Asks where an attempt stands. `prompt` is the notification that made us ask, for what only
    /// it can name.
    fn status<'a>(&'a self, attempt: &'a Attempt, prompt: Option<&'a Value>) -> Answer<'a, ProviderTruth>;

    /// Calls an attempt off if it still can be, and tells where it stands then.
    fn close<'a>(&'a self, attempt: &'a Attempt) -> Answer<'a, ProviderTruth>;

    /// Sends money back. Safe to repeat: the refund's id is the key.
    fn refund<'a>(&'a self, attempt: &'a Attempt, ask: &'a RefundAsk) -> Answer<'a, RefundReply>;

    /// Answers for a payment that is held for review, and tells where it stands then. Refused by a
    /// provider that holds none, or where the payment is not held (any more).
    fn review<'a>(&'a self, attempt: &'a Attempt, decision: ReviewDecision) -> Answer<'a, ProviderTruth>;

    /// Asks something harmless: whether it answers, and takes our keys.
    fn reach(&self) -> Answer<'_, ()>;

    /// Reads a notification after making sure that it is authentic.
    ///
    /// # Errors
    /// Forged, too old or malformed.
    fn notification(&self, headers: &HeaderMap, body: &[u8], now: DateTime<Utc>) -> Result<Notification, Rejected>;

    /// The reference of the attempt that an authentic notification is about. Asks the provider
    /// when the notification does not say; `None` when it is about nothing of ours.
    fn subject<'a>(&'a self, payload: &'a Value) -> Answer<'a, Option<String>>;
}

/// What is to be paid, and how the provider reaches us.
pub struct Bill<'a> {
    /// The attempt; what the provider recognises a repeated request by.
    pub payment: PaymentId,
    /// What we call the attempt at the provider; at most 50 of `A-Z a-z 0-9 - _ ~ .`.
    pub reference: &'a str,
    /// The order.
    pub order: &'a PayableOrder,
    /// When the attempt began. A repeated request says the same.
    pub began_at: DateTime<Utc>,
    /// Until when it can be paid.
    pub expires_at: DateTime<Utc>,
}

/// A bill that can be paid now.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The provider's id, when it has one already.
    pub external_id: Option<String>,
    /// The page to send the payer to.
    pub redirect_url: String,
    /// The answer, for the records.
    pub raw: Value,
}

/// An attempt as a provider needs to know it.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// The attempt.
    pub id: PaymentId,
    /// What we call it at the provider.
    pub reference: String,
    /// What the provider calls it.
    pub external_id: Option<String>,
    /// How much.
    pub amount: Rupiah,
    /// Money went back or is on its way back.
    pub has_refunds: bool,
}

/// Where an attempt stands, in the provider's own words.
#[derive(Clone, Debug)]
pub struct ProviderTruth {
    /// Where it stands.
    pub state: TruthState,
    /// What the provider calls it.
    pub external_id: Option<String>,
    /// What the provider says we call it.
    pub reference: Option<String>,
    /// What the provider says is to be paid to us, without fees that it puts on top.
    pub amount: Option<Rupiah>,
    /// ISO 4217, upper case.
    pub currency: Option<String>,
    /// It belongs to the other environment: a test payment at a live shop, or the reverse.
    pub wrong_environment: bool,
    /// When the money came in.
    pub paid_at: Option<DateTime<Utc>>,
    /// How it was or is to be paid, such as `card` or `bca_va`.
    pub method: Option<String>,
    /// The number to transfer to or to show at the counter.
    pub pay_code: Option<String>,
    /// Why the last try failed.
    pub failure: Option<Failure>,
    /// Something to look at that moves nothing, such as an open dispute.
    pub remark: Option<String>,
    /// Where the payer's quarrel with it stands.
    pub dispute: Option<DisputeStatus>,
    /// Every refund the provider knows of.
    pub refunds: Vec<RefundTruth>,
    /// The answer, for the records.
    pub raw: Value,
}

impl ProviderTruth {
    /// The provider knows nothing of it; `raw` is how it said so.
    #[must_use]
    pub fn not_there(raw: Value) -> Self {
        Self {
            state: TruthState::NotThere,
            external_id: None,
            reference: None,
            amount: None,
            currency: None,
            wrong_environment: false,
            paid_at: None,
            method: None,
            pay_code: None,
            failure: None,
            remark: None,
            dispute: None,
            refunds: Vec::new(),
            raw,
        }
    }
}

/// Where the provider says that an attempt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TruthState {
    /// The provider knows nothing of it (yet): the payer has not chosen how to pay.
    NotThere,
    /// The page is open.
    Open,
    /// The payer chose how; the money is not in.
    Pending,
    /// Held for review.
    Challenged,
    /// The money is in. What went back since is in `refunds`.
    Paid,
    /// Refused. After `Paid` it means that the money was taken back.
    Failed,
    /// Called off. After `Paid` it means that all of it went back.
    Cancelled,
    /// Ran out of time.
    Expired,
    /// The payer's bank took the money back for good.
    ChargedBack,
}

/// Why a payment failed. Written as `reason: text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// As the shop tells it.
    pub reason: PaymentFailure,
    /// As the provider does.
    pub text: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.reason, self.text)
    }
}

impl Failure {
    /// Reads what was written; what was written otherwise is `other`.
    #[must_use]
    pub fn read(written: &str) -> Self {
        let parts = written.split_once(": ").and_then(|(reason, text)| Some((reason.parse().ok()?, text)));
        let (reason, text) = parts.unwrap_or((PaymentFailure::Other, written));
        Self { reason, text: text.to_owned() }
    }
}

/// A refund as the provider knows it.
#[derive(Clone, Debug)]
pub struct RefundTruth {
    /// Our refund, when it is one of ours.
    pub id: Option<RefundId>,
    /// The provider's id.
    pub external_id: String,
    /// How much.
    pub amount: Rupiah,
    /// Where it stands.
    pub status: RefundStatus,
    /// Why it failed.
    pub failure: Option<String>,
}

/// Send money back.
#[derive(Clone, Debug)]
pub struct RefundAsk {
    /// Our refund.
    pub id: RefundId,
    /// How much.
    pub amount: Rupiah,
    /// It is everything that was paid, and nothing went back before.
    pub whole: bool,
}

/// What became of the wish to send money back.
#[derive(Clone, Debug)]
pub enum RefundReply {
    /// The provider took it on.
    Taken(RefundTruth),
    /// The way it was paid has no way back: it must be transferred by hand.
    ByHand {
        /// What the provider said.
        why: String,
    },
    /// Refused for good.
    Refused {
        /// What the provider said.
        why: String,
    },
}

/// An authentic notification.
#[derive(Clone, Debug)]
pub struct Notification {
    /// The same for every delivery of the same news.
    pub key: String,
    /// What it is about, in the provider's word.
    pub kind: String,
    /// What we call the attempt, when it says so.
    pub reference: Option<String>,
    /// Whether it can change anything here; the rest is only kept.
    pub matters: bool,
    /// All of it.
    pub payload: Value,
}

/// The providers that have keys.
pub struct Gateways {
    list: Vec<Arc<dyn Gateway>>,
}

/// How a provider is reached, as it holds now.
pub(super) struct Access {
    pub provider: PaymentProvider,
    pub config: ProviderConfig,
    /// The ways to pay that are left of the provider's; `None` leaves them to the account.
    pub methods: Option<Vec<String>>,
}

impl Access {
    fn key(&self, name: KeyName) -> Option<SecretString> {
        self.config.keys.get(&name).cloned()
    }

    fn base(&self, name: &str) -> String {
        self.config.bases.get(name).cloned().unwrap_or_default()
    }
}

/// What a provider's module says of it before there is a door.
struct Registration {
    /// Opens the door, if the keys are there.
    open: fn(access: &Access, public_url: &str, http: &reqwest::Client) -> Option<Arc<dyn Gateway>>,
    /// An address of the configuration in the environment that keys from the back office are for.
    address: fn(configured: &str, production: bool) -> String,
}

/// Every provider has its line here.
fn registration(provider: PaymentProvider) -> &'static Registration {
    match provider {
        PaymentProvider::Stripe => &stripe::REGISTRATION,
        PaymentProvider::Midtrans => &midtrans::REGISTRATION,
    }
}

/// An address of a provider in one of its environments, out of that of the configuration.
pub(super) fn address(provider: PaymentProvider, configured: &str, production: bool) -> String {
    (registration(provider).address)(configured, production)
}

impl Gateways {
    /// Opens a door to every provider whose keys are there.
    pub(super) fn new(all: &[Access], public_url: &str, http: &reqwest::Client) -> Self {
        let open = |access: &Access| (registration(access.provider).open)(access, public_url, http);
        Self { list: all.iter().filter_map(open).collect() }
    }

    /// The door to `provider`, if its keys are set.
    #[must_use]
    pub fn get(&self, provider: PaymentProvider) -> Option<&Arc<dyn Gateway>> {
        self.list.iter().find(|gateway| gateway.provider() == provider)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<dyn Gateway>> {
        self.list.iter()
    }
}

/// What a key is known by that is not kept.
fn fingerprint(place: &str, key: &SecretString) -> Vec<u8> {
    let hash = Sha256::new().chain_update(b"payment-key:").chain_update(place.as_bytes()).chain_update(b"\0");
    hash.chain_update(key.expose_secret().as_bytes()).finalize().to_vec()
}

/// The address that a provider's notifications go to.
pub(super) fn notification_url(public_url: &str, provider: PaymentProvider) -> String {
    format!("{public_url}/api/v1/payments/{provider}/notifications")
}

/// The page of an order in the web app.
fn order_url(public_url: &str, number: &str) -> String {
    format!("{public_url}/orders/{number}")
}

/// The first `most` characters.
fn cut(text: &str, most: usize) -> String {
    text.trim().chars().take(most).collect()
}

/// An order to try the gateways on.
#[cfg(test)]
mod fixture {
    use chrono::{DateTime, TimeDelta, Utc};
    use shared::account::Locale;
    use shared::ids::{OrderId, PaymentId};
    use shared::money::Rupiah;
    use shared::orders::{OrderStatus, ShippingAddress};
    use shared::payments::PaymentStatus;
    use shared::regions::{Region, RegionPath};

    use super::Bill;
    use crate::orders::{PayableItem, PayableOrder};

    fn region(code: &str, name: &str) -> Region {
        Region { code: code.to_owned(), name: name.to_owned() }
    }

    pub(super) fn began_at() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_250_000, 0).unwrap_or_default()
    }

    pub(super) fn order() -> PayableOrder {
        let item = |sku: &str, name: &str, price: i64, quantity: i32| PayableItem {
            sku: sku.to_owned(),
            name: name.to_owned(),
            price: Rupiah(price),
            quantity,
        };
        PayableOrder {
            id: OrderId::generate(),
            number: "HRT-261121-K7Q2MX".to_owned(),
            user_id: None,
            status: OrderStatus::Pending,
            payment_status: PaymentStatus::Unpaid,
            grand_total: Rupiah(2_645_000),
            items: vec![
                item("DST-01", "Distorsi | pedal dengan nama yang jauh lebih panjang daripada lima puluh huruf", 1_250_000, 2),
                item("PICK-12", "Pick 1.14 mm", 100_000, 1),
            ],
            shipping_total: Rupiah(45_000),
            shipping_name: "JNE REG".to_owned(),
            buyer_name: "Siti Nurhaliza Kusumawardhani Prameswari".to_owned(),
            buyer_email: "siti@example.com".to_owned(),
            buyer_phone: Some("+6281234567890".to_owned()),
            locale: Locale::Indonesian,
            address: ShippingAddress {
                recipient: "Siti".to_owned(),
                phone: "+6281234567890".to_owned(),
                street: "Jl. Asia Afrika 1".to_owned(),
                region: RegionPath {
                    province: region("32", "Jawa Barat"),
                    regency: region("32.73", "Kota Bandung yang namanya panjang"),
                    district: region("32.73.01", "Sukasari"),
                },
                postal_code: "40154".to_owned(),
            },
            pay_until: began_at() + TimeDelta::hours(24),
            has_shipped: false,
        }
    }

    pub(super) fn bill(order: &PayableOrder) -> Bill<'_> {
        let began_at = began_at();
        Bill {
            payment: PaymentId::generate(),
            reference: "HRT-261121-K7Q2MX-1",
            order,
            began_at,
            expires_at: began_at + TimeDelta::hours(2),
        }
    }
}
