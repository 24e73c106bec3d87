//! What staff do to people, roles and settings, once each: the audit log tells of it (see `audit`).

use image::ImageFormat;
use serde_json::{Value, json};
use shared::audit::AuditAction;
use shared::users::Role;
use tests::pictures::{encoded, flag};
use tests::{Answer, Authenticator, Caller, TestApp};

/// Does an operation, and says what the log should call it; `None` for those of other rooms.
pub async fn perform(app: &TestApp, admin: &Caller, operation: &str) -> Option<(Answer, AuditAction)> {
    let person = app.buyer().await;
    let path = format!("/admin/users/{}", person.user_id());
    let fresh = async |name: &str| -> Role {
        admin.post("/admin/roles", json!({ "name": name, "permissions": ["admin.access"] })).await.ok()
    };
    let details = async |path: &str| {
        let whole: Value = admin.get(path).await.ok();
        (i32::try_from(whole["revision"].as_i64().unwrap()).unwrap(), whole["details"].clone())
    };
    Some(match operation {
        "create_user" => {
            let ask = json!({ "name": "Dewi", "email": "dewi@example.com", "role": "staff", "locale": "id" });
            (admin.post("/admin/users", ask).await, AuditAction::UserCreated)
        }
        "invite_user" => (admin.post(&format!("{path}/invitation"), Value::Null).await, AuditAction::UserInvited),
        "set_user_active" => {
            (admin.put(&format!("{path}/active"), json!({ "active": false })).await, AuditAction::UserDeactivated)
        }
        "set_user_role" => (admin.put(&format!("{path}/role"), json!({ "role": "staff" })).await, AuditAction::UserRoleChanged),
        "add_user_note" => (admin.post(&format!("{path}/notes"), json!({ "text": "Ramah" })).await, AuditAction::UserNoteAdded),
        "end_user_sessions" => (admin.delete(&format!("{path}/sessions")).await, AuditAction::UserSignedOut),
        "end_user_session" => {
            let session = person.get("/account/sessions").await.json()[0]["id"].as_str().unwrap().to_owned();
            (admin.delete(&format!("{path}/sessions/{session}")).await, AuditAction::UserSignedOut)
        }
        "reset_user_two_factor" => {
            Authenticator::turn_on(app, &person).await;
            (admin.delete(&format!("{path}/two-factor")).await, AuditAction::UserSecondFactorReset)
        }
        "create_role" => {
            let ask = json!({ "name": "gudang", "permissions": ["admin.access"] });
            (admin.post("/admin/roles", ask).await, AuditAction::RoleCreated)
        }
        "update_role" => {
            let role = fresh("kasir").await;
            let ask = json!({ "name": "kasir", "permissions": ["admin.access", "orders.read"] });
            (admin.put_at(&format!("/admin/roles/{}", role.id), role.revision, ask).await, AuditAction::RoleUpdated)
        }
        "delete_role" => {
            let role = fresh("sementara").await;
            (admin.delete(&format!("/admin/roles/{}", role.id)).await, AuditAction::RoleDeleted)
        }
        "update_security_settings" => {
            Authenticator::turn_on(app, admin).await;
            let ask = json!({ "staff_two_factor": true });
            (admin.put_at("/admin/settings/security", 1, ask).await, AuditAction::SecurityUpdated)
        }
        "update_payment_settings" => {
            let ask = json!({
                "active": true, "sandbox": true, "minimum": 15_000, "expiry_minutes": 60, "methods": null, "keys": {},
            });
            (admin.put_at("/admin/settings/payments/stripe", 0, ask).await, AuditAction::PaymentSettingsUpdated)
        }
        "test_payment_settings" => {
            (admin.post("/admin/settings/payments/stripe/test", Value::Null).await, AuditAction::SettingsTested)
        }
        "update_store_brand" => {
            let (revision, mut ask) = details("/admin/store/brand").await;
            ask["accent"] = json!("#1d4ed8");
            (admin.put_at("/admin/store/brand", revision, ask).await, AuditAction::StoreUpdated)
        }
        "set_store_logo" | "remove_store_logo" => {
            let path = "/admin/store/brand/logo";
            let (revision, _) = details("/admin/store/brand").await;
            let picture = encoded(&flag(200, 80, 5), ImageFormat::Png);
            let set = admin.upload_at(path, revision, &[("logo.png", "image/png", &picture)]).await;
            let answer = if operation == "set_store_logo" { set } else { admin.delete_at(path, revision + 1).await };
            (answer, AuditAction::StoreUpdated)
        }
        "update_shipping_settings" => {
            let (revision, mut ask) = details("/admin/settings/shipping").await;
            ask["handling_days"] = json!(1);
            (admin.put_at("/admin/settings/shipping", revision, ask).await, AuditAction::ShippingSettingsUpdated)
        }
        "update_maintenance" => {
            // Open, so that what comes after this is not refused.
            let ask = json!({ "mode": "off", "message": "Sebentar", "message_en": "", "until": null });
            (admin.put_at("/admin/settings/maintenance", 1, ask).await, AuditAction::MaintenanceSet)
        }
        "update_email_settings" => {
            let (revision, mut ask) = details("/admin/settings/email").await;
            ask["port"] = json!(465);
            (admin.put_at("/admin/settings/email", revision, ask).await, AuditAction::EmailSettingsUpdated)
        }
        "test_email_settings" => {
            (admin.post("/admin/settings/email/test", json!({ "to": "a@example.com" })).await, AuditAction::SettingsTested)
        }
        _ => return None,
    })
}
