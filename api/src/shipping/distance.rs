//! How far it is.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::FromQueryResult;

use crate::context::Ctx;
use crate::db;
use crate::http::ApiError;

/// A place in millionths of a degree, north and east positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Point {
    latitude_e6: i32,
    longitude_e6: i32,
}

/// Where every regency is. A regency whose place is not known stands where its province does.
pub struct Points {
    by_regency: HashMap<String, Option<Point>>,
}

#[derive(FromQueryResult)]
struct PointRow {
    code: String,
    latitude_e6: Option<i32>,
    longitude_e6: Option<i32>,
}

async fn load(ctx: &Ctx) -> Result<Points, ApiError> {
    // Latitude and longitude come from the same row: half a place is none.
    let sql = "SELECT r.code,
                      CASE WHEN r.latitude_e6 IS NULL OR r.longitude_e6 IS NULL THEN p.latitude_e6 ELSE r.latitude_e6 END AS latitude_e6,
                      CASE WHEN r.latitude_e6 IS NULL OR r.longitude_e6 IS NULL THEN p.longitude_e6 ELSE r.longitude_e6 END AS longitude_e6
               FROM regencies r JOIN provinces p ON p.code = r.province_code";
    let rows: Vec<PointRow> = db::all(&ctx.db, sql, []).await?;
    let point = |row: PointRow| {
        let point = row.latitude_e6.zip(row.longitude_e6).map(|(latitude_e6, longitude_e6)| Point { latitude_e6, longitude_e6 });
        (row.code, point)
    };
    Ok(Points { by_regency: rows.into_iter().map(point).collect() })
}

impl Points {
    /// Whether there is such a regency.
    #[must_use]
    pub fn knows(&self, regency_code: &str) -> bool {
        self.by_regency.contains_key(regency_code)
    }

    /// Kilometres between two regencies; none within one. `None` when either's place is not known.
    #[must_use]
    pub fn distance_km(&self, from: &str, to: &str) -> Option<i64> {
        if from == to && self.knows(from) {
            return Some(0);
        }
        let place = |code: &str| self.by_regency.get(code).copied().flatten();
        Some(haversine_km(place(from)?, place(to)?))
    }
}

/// Where every regency is; loaded once, since regions change with the schema alone.
///
/// # Errors
/// What the database says.
pub async fn points(ctx: &Ctx) -> Result<Arc<Points>, ApiError> {
    ctx.caches.points.get_or_load(async || load(ctx).await).await
}

/// Great-circle distance in whole kilometres, by the haversine formula on a sphere of the Earth's
/// mean radius (IUGG: 6,371.0088 km).
fn haversine_km(from: Point, to: Point) -> i64 {
    const EARTH_RADIUS_KM: f64 = 6_371.008_8;
    let radians = |e6: i32| (f64::from(e6) / 1e6).to_radians();
    let (from_latitude, to_latitude) = (radians(from.latitude_e6), radians(to.latitude_e6));
    let half_latitude = (to_latitude - from_latitude) / 2.0;
    let half_longitude = (radians(to.longitude_e6) - radians(from.longitude_e6)) / 2.0;
    let chord = half_latitude.sin().powi(2) + from_latitude.cos() * to_latitude.cos() * half_longitude.sin().powi(2);
    let kilometres = 2.0 * EARTH_RADIUS_KM * chord.sqrt().min(1.0).asin();
    #[expect(clippy::cast_possible_truncation, reason = "at most half the Earth's girth, 20,015 km")]
    let whole = kilometres.round() as i64;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    const BANDUNG: Point = Point { latitude_e6: -6_914_700, longitude_e6: 107_609_800 };
    const JAKARTA: Point = Point { latitude_e6: -6_175_400, longitude_e6: 106_827_200 };
    const JAYAPURA: Point = Point { latitude_e6: -2_533_700, longitude_e6: 140_718_100 };

    fn points() -> Points {
        let known = [("32.73", Some(BANDUNG)), ("31.71", Some(JAKARTA)), ("91.71", Some(JAYAPURA)), ("95.01", None)];
        Points { by_regency: known.into_iter().map(|(code, point)| (code.to_owned(), point)).collect() }
    }

    #[test]
    fn distances_are_those_of_the_map() {
        let points = points();
        assert_eq!(points.distance_km("32.73", "31.71"), Some(119));
        assert_eq!(points.distance_km("31.71", "32.73"), Some(119));
        assert_eq!(points.distance_km("32.73", "91.71"), Some(3_700));
    }

    #[test]
    fn within_a_regency_it_is_no_distance() {
        assert_eq!(points().distance_km("32.73", "32.73"), Some(0));
        assert_eq!(points().distance_km("95.01", "95.01"), Some(0));
    }

    #[test]
    fn an_unknown_place_is_at_no_distance() {
        assert_eq!(points().distance_km("32.73", "95.01"), None);
        assert_eq!(points().distance_km("32.73", "00.00"), None);
        assert_eq!(points().distance_km("00.00", "00.00"), None);
    }

    #[test]
    fn opposite_ends_of_the_earth_are_half_its_girth_apart() {
        let east = Point { latitude_e6: 0, longitude_e6: 90_000_000 };
        let west = Point { latitude_e6: 0, longitude_e6: -90_000_000 };
        assert_eq!(haversine_km(east, west), 20_015);
    }
}
