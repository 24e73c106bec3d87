//! Indonesia's regions: the operations of `/regions`.

use shared::regions::Region;

use super::client::Call;
use super::error::ApiError;
use super::query::encode;

/// Lists the provinces, by name.
///
/// # Errors
/// See [`ApiError`].
pub fn list_provinces() -> impl Future<Output = Result<Vec<Region>, ApiError>> + use<> {
    Call::get("/regions/provinces").send()
}

/// Lists the regencies and cities of a province, by name.
///
/// # Errors
/// See [`ApiError`].
pub fn list_regencies(province: &str) -> impl Future<Output = Result<Vec<Region>, ApiError>> + use<> {
    Call::get(format!("/regions/provinces/{}/regencies", encode(province))).send()
}

/// Lists the districts of a regency or city, by name.
///
/// # Errors
/// See [`ApiError`].
pub fn list_districts(regency: &str) -> impl Future<Output = Result<Vec<Region>, ApiError>> + use<> {
    Call::get(format!("/regions/regencies/{}/districts", encode(regency))).send()
}
