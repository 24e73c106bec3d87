//! Reads regions.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use shared::regions::{Region, RegionPath};

use super::names::display;
use crate::cache::{Keyed, Looks};
use crate::context::Ctx;
use crate::db;
use crate::http::{ApiError, ApiResult, Cached};

/// The lists that were asked for, ready to send: at most one per province and regency, and one
/// for the country.
pub struct RegionCache {
    lists: Keyed<String, Cached<Vec<Region>>>,
}

impl Default for RegionCache {
    fn default() -> Self {
        Self { lists: Keyed::new(2_000) }
    }
}

impl RegionCache {
    /// How often it was of use.
    pub fn looks(&self) -> Looks {
        self.lists.looks()
    }
}

#[derive(FromQueryResult)]
struct RegionRow {
    code: String,
    name: String,
}

/// The provinces.
pub async fn provinces(ctx: &Ctx) -> ApiResult<Cached<Vec<Region>>> {
    list(ctx, "", "SELECT code, name FROM provinces WHERE $1 = ''").await
}

/// The regencies and cities of a province.
pub async fn regencies(ctx: &Ctx, province: &str) -> ApiResult<Cached<Vec<Region>>> {
    coded(province, 1)?;
    list(ctx, province, "SELECT code, name FROM regencies WHERE province_code = $1").await
}

/// The districts of a regency.
pub async fn districts(ctx: &Ctx, regency: &str) -> ApiResult<Cached<Vec<Region>>> {
    coded(regency, 2)?;
    list(ctx, regency, "SELECT code, name FROM districts WHERE regency_code = $1").await
}

/// Every region above the districts has some below it, so an empty list means an unknown code.
async fn list(ctx: &Ctx, above: &str, sql: &str) -> ApiResult<Cached<Vec<Region>>> {
    let load = async || {
        let rows: Vec<RegionRow> = db::all(&ctx.db, sql, [above.into()]).await?;
        if rows.is_empty() {
            return Err(ApiError::not_found());
        }
        let mut regions: Vec<Region> = rows.into_iter().map(|row| region(row.code, &row.name)).collect();
        regions.sort_by_cached_key(|region| region.name.to_lowercase());
        Ok(Cached::of(&regions)?)
    };
    ctx.caches.regions.lists.get_or_load(above.to_owned(), load).await
}

fn region(code: String, name: &str) -> Region {
    Region { code, name: display(name) }
}

/// Whether the text has the shape of a code with so many parts of two digits: `32.73` has two.
fn is_code(text: &str, parts: usize) -> bool {
    text.len() == parts * 3 - 1
        && text.bytes().enumerate().all(|(index, byte)| if index % 3 == 2 { byte == b'.' } else { byte.is_ascii_digit() })
}

fn coded(text: &str, parts: usize) -> ApiResult<()> {
    if is_code(text, parts) { Ok(()) } else { Err(ApiError::not_found()) }
}

#[derive(FromQueryResult)]
struct PathRow {
    district_code: String,
    district: String,
    regency_code: String,
    regency: String,
    province_code: String,
    province: String,
}

/// A district with everything above it, by its code (`32.73.01`); `None` when there is none.
///
/// # Errors
/// What the database says.
pub async fn path(db: &impl ConnectionTrait, district_code: &str) -> Result<Option<RegionPath>, DbErr> {
    if !is_code(district_code, 3) {
        return Ok(None);
    }
    let sql = "SELECT d.code AS district_code, d.name AS district, r.code AS regency_code, r.name AS regency,
                      p.code AS province_code, p.name AS province
               FROM districts d JOIN regencies r ON r.code = d.regency_code JOIN provinces p ON p.code = r.province_code
               WHERE d.code = $1";
    let row: Option<PathRow> = db::one(db, sql, [district_code.into()]).await?;
    Ok(row.map(|row| RegionPath {
        province: region(row.province_code, &row.province),
        regency: region(row.regency_code, &row.regency),
        district: region(row.district_code, &row.district),
    }))
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn codes_are_pairs_of_digits() {
        for (code, parts) in [("32", 1), ("32.73", 2), ("32.73.01", 3)] {
            assert!(is_code(code, parts), "{code}");
        }
        for (text, parts) in [("", 1), ("3", 1), ("3a", 1), ("3273", 2), ("32.73.", 2), ("32.73", 3), ("32\u{0}73", 2), ("३२", 1)]
        {
            assert!(!is_code(text, parts), "{text}");
        }
    }
}
