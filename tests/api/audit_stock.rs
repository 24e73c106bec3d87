//! What staff do to stock, suppliers and restock orders, once each: the audit log tells of it (see `audit`).

use serde_json::{Value, json};
use shared::audit::AuditAction;
use shared::ids::VariantId;
use shared::inventory::StaffSupplier;
use tests::{Answer, Caller};

use crate::inventory::adjust;
use crate::inventory_restock::{draft, order, placed, receive};
use crate::inventory_suppliers::supplier;

/// Does an operation, and says what the log should call it; `None` for those of other rooms.
pub async fn perform(admin: &Caller, variant: VariantId, operation: &str) -> Option<(Answer, AuditAction)> {
    let path = |order: &shared::inventory::RestockOrder, what: &str| format!("/admin/restock-orders/{}/{what}", order.id);
    Some(match operation {
        "adjust_stock" => {
            let ask = json!({ "kind": "add", "quantity": 2, "reason": "other", "note": "Ketemu di gudang" });
            (adjust(admin, variant, ask).await, AuditAction::StockAdjusted)
        }
        "set_stock_thresholds" => {
            let ask = json!({ "low_stock_threshold": 9, "minimum_stock": 4 });
            (admin.put(&format!("/admin/inventory/{variant}/thresholds"), ask).await, AuditAction::StockThresholdsSet)
        }
        "create_supplier" => (admin.post("/admin/suppliers", supplier("Sentra Nada")).await, AuditAction::SupplierCreated),
        "update_supplier" => {
            let made: StaffSupplier = admin.post("/admin/suppliers", supplier("Tala Perkusi")).await.ok();
            let mut details = serde_json::to_value(&made.details).unwrap();
            details["active"] = false.into();
            (admin.put_at(&format!("/admin/suppliers/{}", made.id), made.revision, details).await, AuditAction::SupplierUpdated)
        }
        "delete_supplier" => {
            let made: StaffSupplier = admin.post("/admin/suppliers", supplier("Gema Ampli")).await.ok();
            (admin.delete_at(&format!("/admin/suppliers/{}", made.id), made.revision).await, AuditAction::SupplierDeleted)
        }
        "set_supplier_terms" | "remove_supplier_terms" => {
            let made: StaffSupplier = admin.post("/admin/suppliers", supplier(operation)).await.ok();
            let path = format!("/admin/suppliers/{}/products/{variant}", made.id);
            let ask = json!({ "supplier_sku": "X-1", "cost": 8_000_000, "lead_time_days": 3, "minimum_quantity": 2 });
            let set = admin.put(&path, ask).await;
            if operation == "set_supplier_terms" {
                return Some((set, AuditAction::SupplierTermsSet));
            }
            (admin.delete(&path).await, AuditAction::SupplierTermsRemoved)
        }
        "create_restock_order" => {
            let ask = order(draft(admin, &[(variant, 1)]).await.supplier_id, &[(variant, 3)]);
            (admin.post("/admin/restock-orders", ask).await, AuditAction::RestockCreated)
        }
        "update_restock_order" => {
            let made = draft(admin, &[(variant, 1)]).await;
            let path = format!("/admin/restock-orders/{}", made.id);
            (admin.put_at(&path, made.revision, order(made.supplier_id, &[(variant, 3)])).await, AuditAction::RestockUpdated)
        }
        "place_restock_order" => {
            let made = draft(admin, &[(variant, 1)]).await;
            (admin.post_at(&path(&made, "placement"), made.revision, json!({ "email": true })).await, AuditAction::RestockPlaced)
        }
        "send_restock_order" => {
            let made = placed(admin, &[(variant, 1)]).await;
            (admin.post_at(&path(&made, "emails"), made.revision, Value::Null).await, AuditAction::RestockSent)
        }
        "cancel_restock_order" => {
            let made = placed(admin, &[(variant, 1)]).await;
            let ask = json!({ "reason": "Terlalu lama" });
            (admin.post_at(&path(&made, "cancellation"), made.revision, ask).await, AuditAction::RestockCancelled)
        }
        "receive_restock_order" => {
            let made = placed(admin, &[(variant, 1)]).await;
            let ask = json!({ "lines": [{ "variant_id": variant, "quantity": 1 }] });
            (receive(admin, made.id, ask).await, AuditAction::RestockReceived)
        }
        _ => return None,
    })
}
