//! Whom the shop buys from.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::MAX_PIECES;
use crate::account::Locale;
use crate::ids::{ProductId, SupplierId, VariantId};
use crate::money::Rupiah;
use crate::products::MAX_PRICE;
use crate::revision::Revision;
use crate::validate::{Faults, Validate};

/// Longest time from order to delivery, in days.
const MAX_LEAD_TIME: i64 = 365;

/// What staff say of a supplier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SupplierDetails {
    /// Name; no two have the same.
    pub name: String,
    /// The firm behind it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub company: String,
    /// Whom to ask for.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub contact_person: String,
    /// Where purchase orders go; may be empty.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub email: String,
    /// Phone; may be empty.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub phone: String,
    /// Address.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub address: String,
    /// For staff.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub notes: String,
    /// Days from order to delivery.
    pub lead_time_days: i32,
    /// In which language it is written to: purchase orders and their emails. Indonesian when left out.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub locale: Locale,
    /// Whether the shop buys there; a supplier that is not active is archived.
    pub active: bool,
}

impl Validate for SupplierDetails {
    fn check(&self, faults: &mut Faults) {
        faults.text("/name", &self.name, 2, 100);
        faults.text("/company", &self.company, 0, 150);
        faults.text("/contact_person", &self.contact_person, 0, 100);
        if !self.email.trim().is_empty() {
            faults.email("/email", &self.email);
        }
        if !self.phone.trim().is_empty() {
            faults.phone("/phone", &self.phone);
        }
        faults.text("/address", &self.address, 0, 500);
        faults.text("/notes", &self.notes, 0, 2_000);
        faults.range("/lead_time_days", self.lead_time_days.into(), 0, MAX_LEAD_TIME);
    }
}

/// A supplier in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct SupplierRow {
    /// Id.
    pub id: SupplierId,
    /// Name.
    pub name: String,
    /// The firm behind it.
    pub company: String,
    /// Whom to ask for.
    pub contact_person: String,
    /// Where purchase orders go.
    pub email: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Days from order to delivery.
    pub lead_time_days: i32,
    /// Whether the shop buys there.
    pub active: bool,
    /// Variants that come from it.
    pub variants: i64,
    /// Orders that are under way.
    pub open_orders: i64,
    /// When the shop last ordered there.
    pub last_ordered_at: Option<DateTime<Utc>>,
}

/// A supplier with everything its page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct StaffSupplier {
    /// Id.
    pub id: SupplierId,
    /// Counts its changes; send it as `If-Match` with the next one.
    pub revision: i32,
    /// What staff say of it.
    pub details: SupplierDetails,
    /// Variants that come from it.
    pub variants: i64,
    /// Restock orders that were placed and not cancelled.
    pub orders: i64,
    /// What these cost, as ordered.
    pub spent: Rupiah,
    /// What came from it costs, at the prices of the deliveries.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub received_total: Rupiah,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

impl Revision for StaffSupplier {
    fn revision(&self) -> i32 {
        self.revision
    }
}

/// A variant that a supplier supplies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct SupplierProductRow {
    /// The variant.
    pub variant_id: VariantId,
    /// Its product.
    pub product_id: ProductId,
    /// The product's name.
    pub name: String,
    /// Options, such as "Hitam / Kidal".
    pub options: String,
    /// The shop's stock-keeping unit.
    pub sku: String,
    /// The terms; those of the supplier in general where nothing was agreed for this variant.
    pub terms: SupplierTerms,
    /// Whether terms were agreed for this variant.
    pub has_terms: bool,
    /// Names the terms that were agreed, 0 where none were; send it as `If-Match` when you note others.
    pub revision: i32,
    /// What can be sold.
    pub available: i32,
    /// Ordered and not here yet.
    pub incoming: i64,
    /// What a piece cost on average.
    pub average_cost: Option<Rupiah>,
}

/// On which terms a supplier supplies a variant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
#[serde(deny_unknown_fields)]
pub struct SupplierTerms {
    /// What the supplier calls it; may be empty.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", oai(default))]
    pub supplier_sku: String,
    /// What it asks for a piece.
    #[serde(default)]
    pub cost: Option<Rupiah>,
    /// Days from order to delivery; the supplier's own when absent.
    #[serde(default)]
    pub lead_time_days: Option<i32>,
    /// Fewest pieces it sells.
    pub minimum_quantity: i32,
}

impl Validate for SupplierTerms {
    fn check(&self, faults: &mut Faults) {
        faults.text("/supplier_sku", &self.supplier_sku, 0, 64);
        if let Some(cost) = self.cost {
            faults.range("/cost", cost.0, 0, MAX_PRICE.0);
        }
        if let Some(days) = self.lead_time_days {
            faults.range("/lead_time_days", days.into(), 0, MAX_LEAD_TIME);
        }
        faults.range("/minimum_quantity", self.minimum_quantity.into(), 1, MAX_PIECES.into());
    }
}
