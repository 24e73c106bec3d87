//! The settings of the shop, one page each.

mod api_key;
mod api_keys;
mod brand;
mod deliveries;
mod email;
mod form;
mod frame;
mod hours;
mod key_form;
pub mod log;
mod maintenance;
mod new_api_key;
mod pages;
mod payments;
mod secret;
mod security;
mod shipping;
mod store;
mod table;
mod tested;
mod ticks;
mod webhook;
mod webhook_form;
mod webhooks;
pub mod words;

pub use self::api_key::ApiKeyPage;
pub use self::api_keys::ApiKeysPage;
pub use self::email::EmailSettingsPage;
pub use self::maintenance::MaintenanceSettingsPage;
pub use self::pages::{ContentPageEditor, ContentPagesPage};
pub use self::payments::PaymentSettingsPage;
pub use self::security::SecuritySettingsPage;
pub use self::shipping::ShippingSettingsPage;
pub use self::store::StoreSettingsPage;
pub use self::webhook::WebhookPage;
pub use self::webhooks::WebhooksPage;
