//! Stock, suppliers and restock orders, as the back office sees them.

mod report;
mod restock;
mod rules;
mod stock;
mod supplier;

pub use report::{InventoryReport, InventorySummary, InventoryValueRow, PAPER_ROWS};
pub use restock::{
    CancelRestockRequest, MAX_RESTOCK_LINES, PlaceRestockRequest, ReceiptLine, ReceiveLine, ReceiveRestockRequest, RestockLine,
    RestockOrder, RestockReceipt, RestockRow, RestockSort, RestockStatus, RestockSuggestion, SaveRestockLine, SaveRestockRequest,
};
pub use rules::{Discrepancy, Needs, RestockStep, after_receipt, average_cost, discrepancy, next, suggest};
pub use stock::{
    AdjustStockRequest, AdjustmentKind, AdjustmentReason, MAX_PIECES, MovementKind, SetThresholdsRequest, StockHold, StockItem,
    StockLevel, StockMovement, StockRow, StockSort, StockSupplier,
};
pub use supplier::{StaffSupplier, SupplierDetails, SupplierProductRow, SupplierRow, SupplierTerms};
