//! K3: webhooks tell of the chat.

use serde_json::{Value, json};

use super::chat::{answer, change, open_always, say};
use super::webhooks::World;

#[tokio::test]
async fn a_chat_is_told_from_its_first_word_to_its_end() {
    let world = World::new().await;
    open_always(&world.app, true).await;
    let hook = world.hook(&["chat.room_opened", "chat.message_created", "chat.room_resolved"]).await;
    let (buyer, agent) = (world.app.buyer().await, world.app.staff().await);
    let room = say(&buyer, "Ada RG550 merah?").await.room_id;
    answer(&agent, room, "Ada, tinggal satu").await;
    change(&agent, room, json!({ "status": "resolved" })).await.done();
    change(&agent, room, json!({ "status": "open" })).await.done();
    world.work().await;

    let told = world.sink.told();
    assert!(told.iter().all(|one| one.is_signed_by(&hook.secret)));
    let of = |event: &str| -> Vec<Value> {
        told.iter().filter(|one| one.event() == event).map(|one| one.json()["data"].clone()).collect()
    };
    // What the shop itself says in a room is no message.
    let messages = of("chat.message_created");
    let mut said: Vec<(&str, &str)> =
        messages.iter().map(|message| (message["side"].as_str().unwrap(), message["body"].as_str().unwrap())).collect();
    said.sort_unstable();
    assert_eq!(said, [("agent", "Ada, tinggal satu"), ("buyer", "Ada RG550 merah?")]);
    assert!(messages.iter().all(|message| message["room_id"] == json!(room)));
    let (opened, resolved) = (of("chat.room_opened"), of("chat.room_resolved"));
    assert_eq!((opened.len(), resolved.len(), told.len()), (2, 1, 5));
    assert_eq!((&opened[0]["room"]["id"], &opened[0]["room"]["last_text"]), (&json!(room), &json!("")));
    assert_eq!(opened[0]["buyer"]["name"], "Budi Santoso");
}

#[tokio::test]
async fn what_was_taken_back_is_told_nobody_any_more() {
    let world = World::new().await;
    open_always(&world.app, true).await;
    let hook = world.hook(&["chat.message_created"]).await;
    let buyer = world.app.buyer().await;
    world.sink.answer(&[500]);
    let message = say(&buyer, "Nomor kartu saya 4111").await;
    world.work().await;
    assert_eq!((world.sink.told().len(), world.deliveries(&hook).await.len()), (1, 1));
    buyer.delete(&format!("/chat/messages/{}", message.id)).await.done();
    world.pause_is_over().await;
    assert_eq!((world.sink.told().len(), world.deliveries(&hook).await.len()), (1, 0));
    assert_eq!(world.app.number("SELECT count(*) AS n FROM webhook_events").await, 0);
}

#[tokio::test]
async fn whoever_does_not_answer_is_not_told_of_chats() {
    let world = World::new().await;
    let role = json!({ "name": "programmer", "permissions": ["admin.access", "integrations.manage", "orders.read"] });
    world.admin.post("/admin/roles", role).await.done();
    let programmer = world.app.with_role("programmer").await;
    let ask = json!({ "url": world.sink.url(), "description": "", "events": ["chat.message_created"], "active": true });
    let refused = programmer.post("/admin/webhooks", ask).await.problem(403, "forbidden");
    assert_eq!(refused.params["permission"], "chat.answer");
}
