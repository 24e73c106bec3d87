//! The catalogue: home page, categories, brands, lists with filters and search, products.
//!
//! Lists read one table, `product_listings`, which the database keeps (see the migration
//! `listings`); menus and plain totals read `listing_counts`. What is shown is kept as bytes per
//! request until the database says that it changed ([`CatalogCache`]). Views and searches are
//! counted in memory and written every few seconds ([`run_counters`]).
//! How lists stay fast at a million products: `docs/decisions/catalogue-lists.md`.
//!
//! Other rooms tell [`count_cart_add`]; what a page's first HTML shows comes from [`front`].

mod cache;
mod card;
mod categories;
mod counters;
mod edit;
pub mod front;
mod guess;
mod home;
mod import;
mod list;
mod product;
mod related;
mod reviews;
mod routes;
mod staff_list;
mod suggest;
mod text;
mod tree;

pub use cache::CatalogCache;
pub use categories::CategoryEditRoutes;
pub use counters::{count_cart_add, flush_counters, run_counters};
pub use edit::{ProductImageRoutes, StaffProductRoutes, staff_product};
#[cfg(feature = "fuzzing")]
pub use import::read_import;
pub use import::{ApplyImport, CheckImport, ImportRoutes};
pub use list::Asked;
#[cfg(feature = "fuzzing")]
pub use list::build_search;
pub use reviews::{ReviewRoutes, StaffReviewRoutes, TellOfReview, forget_author};
pub use routes::CatalogRoutes;

use sea_orm::{DbErr, FromQueryResult, Value};
use shared::permission::Permission;

use crate::context::Ctx;
use crate::http::Caller;

/// Any of these lets one see what things cost: in the editor, or with the stock.
pub const COST_PERMISSIONS: [Permission; 2] = [Permission::CatalogWrite, Permission::InventoryRead];

/// Whether somebody sees what things cost; by a key, it counts what the key may.
#[must_use]
pub fn sees_cost(by: &Caller) -> bool {
    COST_PERMISSIONS.iter().any(|may| by.permissions.contains(may))
}

/// Reads for shoppers what is kept until a change is heard: from the replica, where there is one that has caught up.
async fn read_one<R: FromQueryResult>(ctx: &Ctx, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<Option<R>, DbErr> {
    ctx.replica.one(&ctx.db, sql, values).await
}
