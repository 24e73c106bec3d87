//! Indonesia's administrative regions by their official codes.

use serde::{Deserialize, Serialize};

/// A province, regency/city or district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct Region {
    /// Official code, such as `32`, `32.73` or `32.73.01`.
    pub code: String,
    /// Name for display, such as `Kota Bandung`.
    pub name: String,
}

/// A district with everything above it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(poem_openapi::Object))]
pub struct RegionPath {
    /// Province.
    pub province: Region,
    /// Regency (kabupaten) or city (kota).
    pub regency: Region,
    /// District (kecamatan).
    pub district: Region,
}
