//! What those who answer in the chat do, once each: the audit log tells of it (see `audit`).

use reqwest::Method;
use serde_json::json;
use shared::audit::AuditAction;
use shared::chat::{CannedResponse, ChatMessage, ChatRoomDetail, ChatState};
use shared::ids::VariantId;
use tests::{Answer, Caller, TestApp};
use uuid::Uuid;

/// Does an operation, and says what the log should call it; `None` for those of other rooms.
pub async fn perform(app: &TestApp, admin: &Caller, variant: VariantId, operation: &str) -> Option<(Answer, AuditAction)> {
    let known = ["open_chat", "change_chat", "assign_chat", "delete_chat_answer", "fill_chat_cart"].contains(&operation);
    if !known && !operation.ends_with("canned_response") {
        return None;
    }
    if operation.ends_with("canned_response") {
        return Some(canned(admin, operation).await);
    }
    let buyer = app.buyer().await;
    if operation == "open_chat" {
        let ask = json!({ "buyer_id": buyer.user_id(), "topic": "order" });
        return Some((admin.post("/admin/chats", ask).await, AuditAction::ChatOpened));
    }
    buyer.post("/chat/messages", json!({ "client_id": Uuid::now_v7(), "body": "Halo" })).await.done();
    let state: ChatState = buyer.get("/chat").await.ok();
    let path = format!("/admin/chats/{}", state.room.expect("a room").id);
    let room: ChatRoomDetail = admin.get(&path).await.ok();
    Some(match operation {
        "change_chat" => {
            let request = admin.request(Method::PATCH, &path).header("if-match", format!("\"{}\"", room.revision));
            (admin.send(request.json(&json!({ "notes": "Langganan" }))).await, AuditAction::ChatChanged)
        }
        "assign_chat" => {
            let ask = json!({ "assignee_id": admin.user_id() });
            (admin.put_at(&format!("{path}/assignee"), room.revision, ask).await, AuditAction::ChatAssigned)
        }
        "delete_chat_answer" => {
            let ask = json!({ "client_id": Uuid::now_v7(), "body": "Salah kirim" });
            let answer: ChatMessage = admin.post(&format!("{path}/messages"), ask).await.ok();
            (admin.delete(&format!("{path}/messages/{}", answer.id)).await, AuditAction::ChatAnswerDeleted)
        }
        _ => {
            let ask = json!({ "client_id": Uuid::now_v7(), "items": [{ "variant_id": variant, "quantity": 1 }] });
            (admin.post(&format!("{path}/cart"), ask).await, AuditAction::ChatCartFilled)
        }
    })
}

async fn canned(admin: &Caller, operation: &str) -> (Answer, AuditAction) {
    let response = |shortcut: &str| json!({ "shortcut": shortcut, "title": "Salam", "body": "Halo {name}" });
    if operation == "create_canned_response" {
        return (admin.post("/admin/canned-responses", response("salam")).await, AuditAction::CannedResponseCreated);
    }
    let made: CannedResponse = admin.post("/admin/canned-responses", response(&operation.replace('_', "-"))).await.ok();
    let path = format!("/admin/canned-responses/{}", made.id);
    match operation {
        "update_canned_response" => (admin.put(&path, response("salam-2")).await, AuditAction::CannedResponseUpdated),
        _ => (admin.delete(&path).await, AuditAction::CannedResponseDeleted),
    }
}
