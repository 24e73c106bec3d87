//! The profile's row.

use sea_orm::FromQueryResult;
use shared::store::{OpeningHours, StoreDetails};

/// Columns of [`DetailsRow`], of `store_profile s`.
pub(super) const COLUMNS: &str =
    "s.name, s.tagline, s.address, s.city, s.regency_code, s.postal_code, s.phone, s.whatsapp, s.email, s.website,
    s.branch_name, s.branch_code, s.branch_manager, s.business_licence, s.tax_number, s.taxable, s.hours, s.socials";

/// What staff can change, as it is stored.
#[derive(FromQueryResult)]
pub(super) struct DetailsRow {
    name: String,
    tagline: String,
    address: String,
    city: String,
    regency_code: String,
    postal_code: String,
    phone: String,
    whatsapp: String,
    email: String,
    website: String,
    branch_name: String,
    branch_code: String,
    branch_manager: String,
    business_licence: String,
    tax_number: String,
    taxable: bool,
    hours: serde_json::Value,
    socials: serde_json::Value,
}

impl TryFrom<DetailsRow> for StoreDetails {
    type Error = serde_json::Error;

    fn try_from(row: DetailsRow) -> Result<Self, Self::Error> {
        let mut hours: Vec<OpeningHours> = serde_json::from_value(row.hours)?;
        hours.sort_by_key(|day| day.weekday);
        Ok(Self {
            name: row.name,
            tagline: row.tagline,
            address: row.address,
            city: row.city,
            regency_code: row.regency_code,
            postal_code: row.postal_code,
            phone: row.phone,
            whatsapp: row.whatsapp,
            email: row.email,
            website: row.website,
            branch_name: row.branch_name,
            branch_code: row.branch_code,
            branch_manager: row.branch_manager,
            business_licence: row.business_licence,
            tax_number: row.tax_number,
            taxable: row.taxable,
            hours,
            socials: serde_json::from_value(row.socials)?,
        })
    }
}
