//! Every operation × every kind of caller.

use reqwest::Method;
use serde_json::{Value, json};
use shared::integrations::NewApiKey;
use shared::permission::Permission;
use tests::{Caller, TestApp};

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    /// Anyone.
    Open,
    /// Anyone who is signed in.
    SignedIn,
    /// Those whose role has the permission.
    Permission(&'static str),
    /// The same, in person: no API key.
    InPerson(&'static str),
}

/// Every operation and its door. An operation that is not listed here fails the test.
const DOORS: &[(&str, Door)] = &[
    ("register", Door::Open),
    ("sign_in", Door::Open),
    ("refresh_session", Door::Open),
    ("sign_out", Door::Open),
    ("get_profile", Door::SignedIn),
    ("update_profile", Door::SignedIn),
    ("list_addresses", Door::SignedIn),
    ("create_address", Door::SignedIn),
    ("update_address", Door::SignedIn),
    ("delete_address", Door::SignedIn),
    ("list_sessions", Door::SignedIn),
    ("end_session", Door::SignedIn),
    ("end_other_sessions", Door::SignedIn),
    ("forgot_password", Door::Open),
    ("check_password_link", Door::Open),
    ("reset_password", Door::Open),
    ("change_password", Door::SignedIn),
    ("confirm_password", Door::SignedIn),
    ("download_own_data", Door::SignedIn),
    ("get_account_deletion", Door::SignedIn),
    ("delete_account", Door::SignedIn),
    ("list_own_reviews", Door::SignedIn),
    ("write_review", Door::SignedIn),
    ("update_review", Door::SignedIn),
    ("add_review_photos", Door::SignedIn),
    ("remove_review_photo", Door::SignedIn),
    ("list_reviewable", Door::SignedIn),
    ("get_own_review_standing", Door::SignedIn),
    ("list_staff_reviews", Door::Permission("reviews.moderate")),
    ("moderate_reviews", Door::Permission("reviews.moderate")),
    ("reply_to_review", Door::Permission("reviews.moderate")),
    ("remove_review_reply", Door::Permission("reviews.moderate")),
    ("send_email_verification", Door::SignedIn),
    ("confirm_email", Door::Open),
    ("list_provinces", Door::Open),
    ("list_regencies", Door::Open),
    ("list_districts", Door::Open),
    ("get_home", Door::Open),
    ("list_categories", Door::Open),
    ("list_brands", Door::Open),
    ("list_products", Door::Open),
    ("get_product", Door::Open),
    ("list_related_products", Door::Open),
    ("list_product_reviews", Door::Open),
    ("suggest", Door::Open),
    ("count_product_view", Door::Open),
    ("get_cart", Door::Open),
    ("add_to_cart", Door::Open),
    ("set_cart_quantity", Door::Open),
    ("remove_from_cart", Door::Open),
    ("replace_cart", Door::Open),
    ("restore_cart", Door::Open),
    ("clear_cart", Door::Open),
    ("estimate_shipping", Door::Open),
    ("get_store", Door::Open),
    ("get_page", Door::Open),
    ("quote_checkout", Door::SignedIn),
    ("place_order", Door::SignedIn),
    ("list_orders", Door::SignedIn),
    ("get_order", Door::SignedIn),
    ("cancel_order", Door::SignedIn),
    ("confirm_receipt", Door::SignedIn),
    ("buy_again", Door::SignedIn),
    ("get_order_invoice", Door::SignedIn),
    ("list_payment_methods", Door::Open),
    ("start_payment", Door::SignedIn),
    ("refresh_payment", Door::SignedIn),
    ("receive_stripe_notification", Door::Open),
    ("receive_midtrans_notification", Door::Open),
    ("list_notifications", Door::SignedIn),
    ("count_unread_notifications", Door::SignedIn),
    ("mark_notifications_read", Door::SignedIn),
    ("mark_notification_read", Door::SignedIn),
    ("mark_notification_unread", Door::SignedIn),
    ("create_live_ticket", Door::SignedIn),
    // Opened by a ticket; without an upgrade it is no WebSocket at all.
    ("open_live", Door::Open),
    ("list_staff_notifications", Door::Permission("admin.access")),
    ("count_unread_staff_notifications", Door::Permission("admin.access")),
    ("mark_staff_notifications_read", Door::Permission("admin.access")),
    ("mark_staff_notification_read", Door::Permission("admin.access")),
    ("mark_staff_notification_unread", Door::Permission("admin.access")),
    ("list_staff_products", Door::Permission("catalog.read")),
    ("get_staff_product", Door::Permission("catalog.write")),
    ("create_product", Door::Permission("catalog.write")),
    ("update_product", Door::Permission("catalog.write")),
    ("duplicate_product", Door::Permission("catalog.write")),
    ("bulk_edit_products", Door::Permission("catalog.write")),
    ("find_similar_products", Door::Permission("catalog.read")),
    ("list_product_choices", Door::Permission("catalog.read")),
    ("add_product_images", Door::Permission("catalog.write")),
    ("arrange_product_images", Door::Permission("catalog.write")),
    ("remove_product_image", Door::Permission("catalog.write")),
    ("export_products", Door::Permission("catalog.read")),
    ("upload_product_import", Door::Permission("catalog.write")),
    ("list_product_imports", Door::Permission("catalog.write")),
    ("get_product_import", Door::Permission("catalog.write")),
    ("list_product_import_rows", Door::Permission("catalog.write")),
    ("export_product_import", Door::Permission("catalog.write")),
    ("apply_product_import", Door::Permission("catalog.write")),
    ("cancel_product_import", Door::Permission("catalog.write")),
    ("list_staff_categories", Door::Permission("catalog.read")),
    ("create_category", Door::Permission("catalog.write")),
    ("update_category", Door::Permission("catalog.write")),
    ("move_category", Door::Permission("catalog.write")),
    ("delete_category", Door::Permission("catalog.write")),
    ("set_category_image", Door::Permission("catalog.write")),
    ("remove_category_image", Door::Permission("catalog.write")),
    ("list_staff_orders", Door::Permission("orders.read")),
    ("list_order_couriers", Door::Permission("orders.read")),
    ("get_staff_order", Door::Permission("orders.read")),
    ("move_order", Door::Permission("orders.write")),
    ("ship_order", Door::Permission("orders.write")),
    ("add_order_note", Door::Permission("orders.write")),
    ("move_orders", Door::Permission("orders.write")),
    ("import_tracking_numbers", Door::Permission("orders.write")),
    ("ship_order_again", Door::Permission("orders.write")),
    ("correct_tracking_number", Door::Permission("orders.write")),
    ("record_parcel", Door::Permission("orders.write")),
    ("track_order", Door::Permission("orders.write")),
    ("write_to_buyer", Door::Permission("orders.write")),
    ("get_staff_invoice", Door::Permission("orders.read")),
    ("get_packing_list", Door::Permission("orders.read")),
    ("get_label", Door::Permission("orders.read")),
    ("print_papers", Door::Permission("orders.read")),
    ("refund_order", Door::Permission("orders.refund")),
    ("transfer_refund", Door::Permission("orders.refund")),
    ("retry_refund", Door::Permission("orders.refund")),
    ("cancel_refund", Door::Permission("orders.refund")),
    ("review_payment", Door::Permission("orders.refund")),
    ("list_staff_payments", Door::Permission("payments.read")),
    ("get_staff_payment", Door::Permission("payments.read")),
    ("refresh_staff_payment", Door::Permission("payments.read")),
    ("list_payment_events", Door::Permission("payments.read")),
    ("replay_payment_event", Door::Permission("payments.read")),
    ("list_emails", Door::Permission("system.read")),
    ("get_email", Door::Permission("system.read")),
    ("retry_email", Door::Permission("system.manage")),
    ("resend_email", Door::Permission("system.manage")),
    ("get_job_queue", Door::Permission("system.read")),
    ("retry_job", Door::Permission("system.manage")),
    ("remove_job", Door::Permission("system.manage")),
    ("list_order_emails", Door::Permission("orders.read")),
    ("get_staff_store", Door::Permission("settings.manage")),
    ("update_store", Door::Permission("settings.manage")),
    ("get_store_brand", Door::Permission("settings.manage")),
    ("update_store_brand", Door::Permission("settings.manage")),
    ("set_store_logo", Door::Permission("settings.manage")),
    ("remove_store_logo", Door::Permission("settings.manage")),
    ("list_staff_pages", Door::Permission("settings.manage")),
    ("get_staff_page", Door::Permission("settings.manage")),
    ("update_page", Door::Permission("settings.manage")),
    ("preview_page", Door::Permission("settings.manage")),
    ("export_orders", Door::Permission("orders.read")),
    ("export_payments", Door::Permission("payments.read")),
    ("export_emails", Door::Permission("system.read")),
    ("export_audit_events", Door::Permission("audit.read")),
    ("list_views", Door::Permission("admin.access")),
    ("create_view", Door::Permission("admin.access")),
    ("update_view", Door::Permission("admin.access")),
    ("delete_view", Door::Permission("admin.access")),
    ("list_audit_events", Door::Permission("audit.read")),
    ("verify_audit_log", Door::Permission("audit.read")),
    ("list_inventory", Door::Permission("inventory.read")),
    ("export_inventory", Door::Permission("inventory.read")),
    ("get_inventory_summary", Door::Permission("inventory.read")),
    ("get_inventory_value", Door::Permission("inventory.read")),
    ("export_inventory_value", Door::Permission("inventory.read")),
    ("find_stock", Door::Permission("inventory.read")),
    ("list_stock_movements", Door::Permission("inventory.read")),
    ("export_stock_movements", Door::Permission("inventory.read")),
    ("get_inventory_report", Door::Permission("inventory.read")),
    ("get_stock", Door::Permission("inventory.read")),
    ("set_stock_thresholds", Door::Permission("inventory.write")),
    ("adjust_stock", Door::Permission("inventory.write")),
    ("list_suppliers", Door::Permission("inventory.read")),
    ("export_suppliers", Door::Permission("inventory.read")),
    ("create_supplier", Door::Permission("inventory.write")),
    ("get_supplier", Door::Permission("inventory.read")),
    ("update_supplier", Door::Permission("inventory.write")),
    ("delete_supplier", Door::Permission("inventory.write")),
    ("list_supplier_products", Door::Permission("inventory.read")),
    ("set_supplier_terms", Door::Permission("inventory.write")),
    ("remove_supplier_terms", Door::Permission("inventory.write")),
    ("list_restock_orders", Door::Permission("inventory.read")),
    ("export_restock_orders", Door::Permission("inventory.read")),
    ("suggest_restock", Door::Permission("inventory.read")),
    ("create_restock_order", Door::Permission("inventory.write")),
    ("get_restock_order", Door::Permission("inventory.read")),
    ("update_restock_order", Door::Permission("inventory.write")),
    ("place_restock_order", Door::Permission("inventory.write")),
    ("send_restock_order", Door::Permission("inventory.write")),
    ("cancel_restock_order", Door::Permission("inventory.write")),
    ("receive_restock_order", Door::Permission("inventory.write")),
    ("get_purchase_order", Door::Permission("inventory.read")),
    ("export_restock_order", Door::Permission("inventory.read")),
    ("get_dashboard", Door::Permission("reports.read")),
    ("list_activity", Door::Permission("admin.access")),
    ("get_analytics", Door::Permission("reports.read")),
    ("export_analytics", Door::Permission("reports.read")),
    ("get_analytics_report", Door::Permission("reports.read")),
    ("list_product_performance", Door::Permission("reports.read")),
    ("export_product_performance", Door::Permission("reports.read")),
    ("sign_in_second_factor", Door::Open),
    ("set_up_second_factor_to_sign_in", Door::Open),
    ("confirm_second_factor_to_sign_in", Door::Open),
    ("get_two_factor", Door::SignedIn),
    ("set_up_two_factor", Door::SignedIn),
    ("turn_on_two_factor", Door::SignedIn),
    ("renew_recovery_codes", Door::SignedIn),
    ("turn_off_two_factor", Door::SignedIn),
    ("list_users", Door::Permission("users.read")),
    ("export_users", Door::Permission("users.read")),
    ("get_user", Door::Permission("users.read")),
    ("add_user_note", Door::Permission("users.read")),
    ("create_user", Door::InPerson("users.manage")),
    ("invite_user", Door::InPerson("users.manage")),
    ("set_user_active", Door::Permission("users.manage")),
    ("set_user_role", Door::InPerson("users.manage")),
    ("end_user_sessions", Door::Permission("users.manage")),
    ("end_user_session", Door::Permission("users.manage")),
    ("reset_user_two_factor", Door::InPerson("users.manage")),
    ("list_roles", Door::Permission("users.read")),
    ("create_role", Door::InPerson("users.manage")),
    ("update_role", Door::InPerson("users.manage")),
    ("delete_role", Door::Permission("users.manage")),
    ("get_security_settings", Door::Permission("users.manage")),
    ("update_security_settings", Door::InPerson("users.manage")),
    ("list_payment_settings", Door::Permission("payments.configure")),
    ("update_payment_settings", Door::Permission("payments.configure")),
    ("test_payment_settings", Door::Permission("payments.configure")),
    ("get_shipping_settings", Door::Permission("settings.manage")),
    ("update_shipping_settings", Door::Permission("settings.manage")),
    ("get_email_settings", Door::Permission("settings.manage")),
    ("update_email_settings", Door::InPerson("settings.manage")),
    ("test_email_settings", Door::Permission("settings.manage")),
    ("get_maintenance", Door::Permission("settings.manage")),
    ("update_maintenance", Door::Permission("settings.manage")),
    ("list_api_keys", Door::Permission("integrations.manage")),
    ("create_api_key", Door::InPerson("integrations.manage")),
    ("get_api_key", Door::Permission("integrations.manage")),
    ("update_api_key", Door::InPerson("integrations.manage")),
    ("rotate_api_key", Door::InPerson("integrations.manage")),
    ("revoke_api_key", Door::Permission("integrations.manage")),
    ("list_webhooks", Door::Permission("integrations.manage")),
    ("create_webhook", Door::Permission("integrations.manage")),
    ("get_webhook", Door::Permission("integrations.manage")),
    ("update_webhook", Door::Permission("integrations.manage")),
    ("delete_webhook", Door::Permission("integrations.manage")),
    ("rotate_webhook_secret", Door::Permission("integrations.manage")),
    ("test_webhook", Door::Permission("integrations.manage")),
    ("replay_webhook", Door::Permission("integrations.manage")),
    ("list_webhook_deliveries", Door::Permission("integrations.manage")),
    ("get_webhook_delivery", Door::Permission("integrations.manage")),
    ("redeliver_webhook", Door::Permission("integrations.manage")),
    ("chat_state", Door::SignedIn),
    ("chat_history", Door::SignedIn),
    ("send_chat_message", Door::SignedIn),
    ("delete_chat_message", Door::SignedIn),
    ("upload_chat_attachment", Door::SignedIn),
    // The signature of the link is the right.
    ("get_chat_attachment", Door::Open),
    ("mark_chat_seen", Door::SignedIn),
    ("rate_chat", Door::SignedIn),
    ("clear_chat", Door::SignedIn),
    ("list_chats", Door::Permission("chat.answer")),
    ("open_chat", Door::Permission("chat.answer")),
    ("get_chat", Door::Permission("chat.answer")),
    ("change_chat", Door::Permission("chat.answer")),
    ("assign_chat", Door::Permission("chat.answer")),
    ("list_chat_messages", Door::Permission("chat.answer")),
    ("answer_chat", Door::Permission("chat.answer")),
    ("delete_chat_answer", Door::Permission("chat.answer")),
    ("mark_chat_answered_seen", Door::Permission("chat.answer")),
    ("fill_chat_cart", Door::Permission("chat.answer")),
    ("list_chat_agents", Door::Permission("chat.answer")),
    ("chat_figures", Door::Permission("chat.answer")),
    ("list_canned_responses", Door::Permission("chat.answer")),
    ("create_canned_response", Door::Permission("chat.answer")),
    ("update_canned_response", Door::Permission("chat.answer")),
    ("delete_canned_response", Door::Permission("chat.answer")),
];

struct Operation {
    id: String,
    method: Method,
    path: String,
    has_body: bool,
    secured: bool,
    description: String,
}

/// The operations of the document, with ids put into their paths.
fn operations(document: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let mut filled = String::new();
            for part in path.split('/').filter(|part| !part.is_empty()) {
                filled.push('/');
                let id = uuid::Uuid::now_v7().to_string();
                filled.push_str(if part.starts_with('{') { &id } else { part });
            }
            operations.push(Operation {
                id: operation["operationId"].as_str().unwrap_or("(none)").to_owned(),
                method: method.to_uppercase().parse().expect("a method"),
                path: filled,
                has_body: operation.get("requestBody").is_some(),
                secured: operation.get("security").is_some(),
                description: operation["description"].as_str().unwrap_or_default().to_owned(),
            });
        }
    }
    operations
}

async fn status(caller: &Caller, operation: &Operation, token: Option<&str>) -> u16 {
    let mut request = caller.request(operation.method.clone(), &operation.path);
    if let Some(token) = token {
        request = request.header("authorization", token);
    }
    if operation.has_body {
        request = request.json(&json!({}));
    }
    caller.send(request).await.status
}

#[tokio::test]
async fn nobody_gets_further_than_their_permissions() {
    let app = TestApp::new().await;
    let document: Value = serde_json::from_str(&api::app::openapi(&app.ctx).unwrap()).unwrap();
    let operations = operations(&document);
    let door = |id: &str| DOORS.iter().find(|(known, _)| *known == id).map(|(_, door)| *door);

    let missing: Vec<&str> =
        operations.iter().filter(|operation| door(&operation.id).is_none()).map(|operation| operation.id.as_str()).collect();
    assert!(missing.is_empty(), "operations without a line in DOORS: {missing:?}");
    let gone: Vec<&str> =
        DOORS.iter().map(|(id, _)| *id).filter(|id| !operations.iter().any(|operation| operation.id == *id)).collect();
    assert!(gone.is_empty(), "lines in DOORS without an operation: {gone:?}");

    let (guest, buyer, staff, admin) = (app.guest(), app.buyer().await, app.staff().await, app.admin().await);
    let staff_permissions: Vec<&str> =
        shared::permission::STAFF_PERMISSIONS.iter().map(|permission| permission.as_str()).collect();
    for operation in &operations {
        let door = door(&operation.id).unwrap();
        // Signing people out would make the rest of the walk meaningless.
        let ends_session = matches!(operation.id.as_str(), "end_other_sessions" | "sign_out" | "refresh_session");
        let by_guest = status(&guest, operation, None).await;
        let by_forged = status(&guest, operation, Some("Bearer eyJhbGciOiJub25lIn0.e30.")).await;
        let name = format!("{} {}", operation.method, operation.path);
        let needs = match door {
            Door::Open => None,
            Door::SignedIn => Some("Needs to be signed in.".to_owned()),
            Door::Permission(permission) | Door::InPerson(permission) => Some(format!("Needs `{permission}`.")),
        };
        let told = operation.description.lines().rfind(|line| line.starts_with("Needs ")).map(str::to_owned);
        assert_eq!(told, needs, "{name} tells what it needs");
        match door {
            Door::Open => {
                assert!(
                    by_guest != 403 && (by_guest != 401 || ends_session || operation.id.starts_with("receive_")),
                    "{name}: guest got {by_guest}"
                );
            }
            Door::SignedIn | Door::Permission(_) | Door::InPerson(_) => {
                assert!(operation.secured, "{name} does not tell that it needs a token");
                assert_eq!(by_guest, 401, "{name} as guest");
            }
        }
        if operation.secured {
            assert_eq!(by_forged, 401, "{name} with a forged token");
        }
        if ends_session {
            continue;
        }
        let allowed = |permissions: &[&str]| match door {
            Door::Open | Door::SignedIn => true,
            Door::Permission(permission) | Door::InPerson(permission) => permissions.contains(&permission),
        };
        let all: Vec<&str> = Permission::ALL.iter().map(|permission| permission.as_str()).collect();
        for (who, caller, permissions) in
            [("buyer", &buyer, &[][..]), ("staff", &staff, &staff_permissions[..]), ("admin", &admin, &all[..])]
        {
            let got = status(caller, operation, None).await;
            if allowed(permissions) {
                assert!(
                    got != 403 && (got != 401 || operation.id.starts_with("receive_") || operation.id == "sign_in"),
                    "{name} as {who}: {got}"
                );
            } else {
                assert_eq!(got, 403, "{name} as {who}");
            }
            assert!(got < 500, "{name} as {who}: {got}");
        }
    }
}

#[tokio::test]
async fn keys_get_no_further_than_their_scopes() {
    let app = TestApp::new().await;
    let document: Value = serde_json::from_str(&api::app::openapi(&app.ctx).unwrap()).unwrap();
    let door = |id: &str| DOORS.iter().find(|(known, _)| *known == id).map(|(_, door)| *door);
    let admin = app.admin().await;
    let all: Vec<Permission> = Permission::ALL.iter().copied().filter(|permission| permission.is_for_keys()).collect();
    let with = async |scopes: &[Permission]| {
        let ask = json!({ "name": "ERP", "scopes": scopes, "requests_per_minute": 60_000, "expires_at": null });
        let made: NewApiKey = admin.post("/admin/api-keys", ask).await.ok();
        app.guest().with_key(&made.secret)
    };
    let (whole, narrow) = (with(&all).await, with(&[Permission::OrdersRead]).await);
    let nobody = app.guest().with_key(&format!("hrk_0a1b2c3d4e5f_{}", "0".repeat(64)));
    for operation in operations(&document) {
        let name = format!("{} {}", operation.method, operation.path);
        assert_eq!(status(&nobody, &operation, None).await, 401, "{name} with a key that is none");
        let (by_whole, by_narrow) = (status(&whole, &operation, None).await, status(&narrow, &operation, None).await);
        assert!(by_whole < 500 && by_narrow < 500, "{name}: {by_whole}, {by_narrow}");
        match door(&operation.id) {
            Some(Door::Permission("admin.access") | Door::InPerson(_) | Door::SignedIn) => {
                assert_eq!((by_whole, by_narrow), (403, 403), "{name}")
            }
            Some(Door::Permission(permission)) => {
                assert!(by_whole != 401 && by_whole != 403, "{name}: {by_whole}");
                assert_eq!(by_narrow == 403, permission != "orders.read", "{name}: {by_narrow}");
            }
            // A cart is somebody's; what asks for nobody does not mind who asks.
            Some(Door::Open) if operation.secured => assert_eq!((by_whole, by_narrow), (403, 403), "{name}"),
            Some(Door::Open) | None => {}
        }
    }
}

#[tokio::test]
async fn a_role_change_works_at_once() {
    let app = TestApp::new().await;
    let staff = app.staff().await;
    staff.get("/admin/orders").await.done();
    let sql =
        "DELETE FROM role_permissions WHERE permission = 'orders.read' AND role_id = (SELECT id FROM roles WHERE name = 'staff')";
    app.sql(sql, []).await;
    app.eventually("staff lost the permission", async || staff.get("/admin/orders").await.status == 403).await;
}
