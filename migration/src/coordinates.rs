//! Tells where provinces and the larger regencies lie, for shipping distances.
//!
//! The points (`data/regions/coordinates.csv`) are our own, to about a kilometre: a province's
//! capital, a regency's seat. A regency without a point lies where its province does.

use sea_orm_migration::prelude::*;

/// The migration.
pub struct LoadCoordinates;

impl MigrationName for LoadCoordinates {
    fn name(&self) -> &'static str {
        "m20261121_000013_load_coordinates"
    }
}

const COORDINATES: &str = include_str!("../../data/regions/coordinates.csv");

#[async_trait::async_trait]
impl MigrationTrait for LoadCoordinates {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let points: Vec<String> = COORDINATES
            .lines()
            .skip(1)
            .filter_map(|line| {
                let (code, rest) = line.trim_end().split_once(',')?;
                let (latitude, longitude) = rest.split_once(',')?;
                Some(format!("('{code}', ({latitude} * 1000000)::int, ({longitude} * 1000000)::int)"))
            })
            .collect();
        for table in ["provinces", "regencies"] {
            let sql = format!(
                "UPDATE {table} r SET latitude_e6 = p.latitude, longitude_e6 = p.longitude
                 FROM (VALUES {}) AS p (code, latitude, longitude) WHERE p.code = r.code",
                points.join(",")
            );
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "UPDATE provinces SET latitude_e6 = NULL, longitude_e6 = NULL; UPDATE regencies SET latitude_e6 = NULL, longitude_e6 = NULL";
        manager.get_connection().execute_unprepared(sql).await.map(drop)
    }
}
