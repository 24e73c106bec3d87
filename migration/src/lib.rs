//! The database schema of Hurtrock, step by step.
//!
//! Each step is a pair of SQL files, plain and frozen: what landed is never edited, a later step
//! changes it. Steps run in one transaction each, but for those that make indexes of large tables
//! while the shop goes on (`OpenStep`); all of them under an advisory lock, so that
//! several processes may start at once.

mod coordinates;
mod regions;
mod sql_step;

pub use sea_orm_migration::{DbErr, MigratorTrait, SchemaManager};

/// All steps, in order.
pub struct Migrator;

#[sea_orm_migration::async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
        vec![
            sql_step!("m20261121_000001_foundations", "01_foundations"),
            Box::new(regions::LoadRegions),
            sql_step!("m20261121_000003_people", "02_people"),
            sql_step!("m20261121_000004_catalogue", "03_catalogue"),
            sql_step!("m20261121_000005_stock", "04_stock"),
            sql_step!("m20261121_000006_orders", "05_orders"),
            sql_step!("m20261121_000007_store", "06_store"),
            sql_step!("m20261121_000008_restock", "07_restock"),
            sql_step!("m20261121_000009_chat", "08_chat"),
            sql_step!("m20261121_000010_listings", "09_listings"),
            sql_step!("m20261121_000011_built_ins", "10_built_ins"),
            sql_step!("m20261121_000012_listing_counts", "11_listing_counts"),
            Box::new(coordinates::LoadCoordinates),
            sql_step!("m20261121_000014_email_claims", "13_email_claims"),
            sql_step!("m20261124_000020_refunds", "20_refunds"),
            sql_step!("m20261124_000022_links_and_outbox", "22_links_and_outbox"),
            sql_step!("m20261124_000025_outbox", "25_outbox"),
            sql_step!("m20261128_000030_audit_chain", "30_audit_chain"),
            sql_step!("m20261128_000028_ledger_faults", "28_ledger_faults"),
            sql_step!("m20261128_000026_live", "26_live"),
            sql_step!("m20261128_000031_saved_views", "31_saved_views"),
            sql_step!("m20261128_000032_catalogue_edit", "32_catalogue_edit"),
            sql_step!("m20261128_000033_inventory", "33_inventory"),
            sql_step!("m20261128_000034_figures", "34_figures"),
            sql_step!("m20261128_000035_people_and_settings", "35_people_and_settings"),
            sql_step!("m20261128_000036_imports_and_tracking", "36_imports_and_tracking"),
            sql_step!("m20261129_000037_brand", "37_brand"),
            sql_step!("m20261129_000038_reviews", "38_reviews"),
            sql_step!("m20261129_000039_chat", "39_chat"),
            sql_step!("m20261129_000040_integrators", "40_integrators"),
            sql_step!("m20261129_000041_office", "41_office"),
            sql_step!("m20261129_000042_content_pages", "42_content_pages"),
            sql_step!("m20261129_000043_ops", "43_ops"),
            sql_step!("m20261129_000044_marks", "44_marks"),
            sql_step!("m20261129_000045_figures_covered", "45_figures_covered"),
            sql_step!("m20261129_000046_reads", "46_reads"),
            open_step!("m20261129_000047_indexes", "47_indexes"),
            sql_step!("m20261129_000048_announcing", "48_announcing"),
            sql_step!("m20261129_000049_key_paces", "49_key_paces"),
            sql_step!("m20261129_000050_last_backup", "50_last_backup"),
            sql_step!("m20261129_000051_refused_keys", "51_refused_keys"),
            sql_step!("m20261129_000052_sealed_emails", "52_sealed_emails"),
            sql_step!("m20261129_000053_confirmed_sessions", "53_confirmed_sessions"),
            sql_step!("m20261129_000054_hidden_links", "54_hidden_links"),
            sql_step!("m20261129_000055_webhook_owners", "55_webhook_owners"),
            sql_step!("m20261129_000056_revisions", "56_revisions"),
            sql_step!("m20261129_000057_sealed_by", "57_sealed_by"),
            sql_step!("m20261129_000058_picture_claims", "58_picture_claims"),
            sql_step!("m20261129_000059_claimed_payments", "59_claimed_payments"),
            open_step!("m20261129_000060_waiting_events", "60_waiting_events"),
            open_step!("m20261130_000061_order_numbers", "61_order_numbers"),
            sql_step!("m20261130_000062_let_go", "62_let_go"),
            open_step!("m20261130_000063_unasked_payments", "63_unasked_payments"),
            sql_step!("m20261130_000067_back_on_the_shelf", "67_back_on_the_shelf"),
            open_step!("m20261130_000068_carried", "68_carried"),
            sql_step!("m20261130_000069_webhook_costs", "69_webhook_costs"),
            open_step!("m20261130_000070_told_of_buyers", "70_told_of_buyers"),
            sql_step!("m20261130_000071_system_manage", "71_system_manage"),
            sql_step!("m20261201_000072_told_in_bulk", "72_told_in_bulk"),
        ]
    }
}
