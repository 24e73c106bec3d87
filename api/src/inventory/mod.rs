//! Stock, suppliers and restock orders.
//!
//! The shelf is a ledger: what comes and goes is a row of `stock_movements`, and the database keeps
//! `stocks` in step. Here staff correct it, and fill it by restock orders whose deliveries book the
//! pieces and what they cost in one transaction. Locks are taken in the order restock order, products,
//! stocks, each in the order of their ids; orders of buyers take stocks alone.

mod adjust;
mod alerts;
mod export;
mod item;
mod list;
mod movements;
mod report;
mod restock;
mod routes;
mod suppliers;
mod thresholds;
mod value;

pub use alerts::TellStockAlerts;
pub use item::row as stock_row;
pub use restock::{RestockRoutes, purchase_order};
pub use routes::InventoryRoutes;
pub use suppliers::SupplierRoutes;

/// Whether the variant `v` of the product `p` is for sale. What is not is nowhere told to be short.
pub const FOR_SALE: &str = "v.active AND p.status = 'active'";

/// The options of the variant `v` in words.
const OPTIONS: &str = "COALESCE((SELECT string_agg(o ->> 'value', ' / ') FROM jsonb_array_elements(v.options) o), '')";

/// Pieces of the variant `v` that were ordered and are not here yet.
const INCOMING: &str = "COALESCE((SELECT sum(GREATEST(ri.quantity_ordered - ri.quantity_received, 0)) FROM restock_order_items ri
    JOIN restock_orders ro ON ro.id = ri.restock_order_id
    WHERE ri.variant_id = v.id AND ro.status IN ('ordered', 'partially_received')), 0)::bigint";

/// Name and options, as a person says them.
fn called(name: &str, options: &str) -> String {
    if options.is_empty() { name.to_owned() } else { format!("{name} ({options})") }
}
