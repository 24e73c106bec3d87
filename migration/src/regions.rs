//! Loads the provinces, regencies and districts of Indonesia.
//!
//! The data (`data/regions`, Open Database License) follows the Ministry of Home Affairs' codes.

use sea_orm_migration::prelude::*;

/// The migration.
pub struct LoadRegions;

impl MigrationName for LoadRegions {
    fn name(&self) -> &'static str {
        "m20261121_000002_load_regions"
    }
}

const PROVINCES: &str = include_str!("../../data/regions/provinces.csv");
const REGENCIES: &str = include_str!("../../data/regions/regencies.csv");
const DISTRICTS: &str = include_str!("../../data/regions/districts.csv");

#[async_trait::async_trait]
impl MigrationTrait for LoadRegions {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        load(manager, "provinces (code, name)", PROVINCES).await?;
        load(manager, "regencies (code, province_code, name)", REGENCIES).await?;
        load(manager, "districts (code, regency_code, name)", DISTRICTS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("TRUNCATE districts, regencies, provinces").await.map(drop)
    }
}

/// Inserts the rows of a CSV file. The files have no quoted commas: a field is what lies between two.
async fn load(manager: &SchemaManager<'_>, into: &str, csv: &str) -> Result<(), DbErr> {
    let rows: Vec<String> = csv
        .lines()
        .skip(1)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let fields: Vec<String> =
                line.trim_end().split(',').map(|field| format!("'{}'", field.replace('\'', "''"))).collect();
            format!("({})", fields.join(","))
        })
        .collect();
    for chunk in rows.chunks(1000) {
        let sql = format!("INSERT INTO {into} VALUES {}", chunk.join(","));
        manager.get_connection().execute_unprepared(&sql).await?;
    }
    Ok(())
}
