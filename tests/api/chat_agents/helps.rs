//! What helps those who answer: finding words, texts that are written often, and carts that are filled for the buyer.

use serde_json::{Value, json};
use shared::chat::{CannedResponse, ChatAttachment, ChatHistory, ChatMessage};
use tests::{Answer, Caller, Shelf};
use uuid::Uuid;

use crate::chat::{answer, change, room, say, shop, text};

#[tokio::test]
async fn words_are_found_in_a_room() {
    let app = shop().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let id = say(&buyer, "Gitár merah, diskon 10%?").await.room_id;
    answer(&agent, id, "Merah habis").await;
    let mut ask = text("Kalau ini?");
    ask["product_id"] = json!(guitar.product);
    buyer.post("/chat/messages", ask).await.done();
    let note: ChatAttachment = buyer.upload_one("/chat/attachments", "nota merah.txt", "text/plain", b"Lunas").await.ok();
    buyer.post("/chat/messages", json!({ "client_id": Uuid::now_v7(), "attachment_id": note.id })).await.done();
    let gone = say(&buyer, "merah sekali").await;
    buyer.delete(&format!("/chat/messages/{}", gone.id)).await.done();

    let path = format!("/admin/chats/{id}/messages");
    let find = async |query: &str| -> ChatHistory { agent.get(&format!("{path}?{query}")).await.ok() };
    let numbers = |found: &ChatHistory| found.items.iter().map(|message| message.sequence).collect::<Vec<i64>>();
    assert_eq!(numbers(&find("q=MERAH").await), [4, 2, 1], "text and names, and nothing that was deleted");
    assert_eq!(numbers(&find("q=gitar").await), [1]);
    assert_eq!(numbers(&find("q=rg550").await), [3]);
    assert_eq!(numbers(&find("q=10%25").await), [1]);
    assert!(find("q=_e_ah").await.items.is_empty());
    assert_eq!(find("q=%20").await.items.len(), 5, "nothing is looked for");
    let first = find("q=merah&limit=2").await;
    let rest = find(&format!("q=merah&limit=2&cursor={}", first.next_cursor.clone().unwrap())).await;
    assert_eq!((numbers(&first), numbers(&rest), rest.next_cursor), (vec![4, 2], vec![1], None));
    buyer.get(&format!("{path}?q=merah")).await.problem(403, "forbidden");
}

#[tokio::test]
async fn canned_responses_are_made_changed_and_removed() {
    let app = shop().await;
    let agent = app.staff().await;
    let salam = json!({ "shortcut": "salam", "title": "Salam", "body": "Halo {name}, saya {agent}." });
    let made: CannedResponse = agent.post("/admin/canned-responses", salam.clone()).await.ok();
    let problem = agent.post("/admin/canned-responses", salam.clone()).await.problem(422, "invalid_fields");
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/shortcut", "taken"));
    let mut odd = salam.clone();
    odd["shortcut"] = "Salam!".into();
    agent.post("/admin/canned-responses", odd).await.problem(422, "invalid_fields");
    let mut other = salam;
    other["shortcut"] = "ongkir".into();
    let second: CannedResponse = agent.post("/admin/canned-responses", other.clone()).await.ok();
    other["body"] = "Ongkir dihitung di keranjang.".into();
    let changed: CannedResponse = agent.put(&format!("/admin/canned-responses/{}", second.id), other).await.ok();
    assert_eq!(changed.body, "Ongkir dihitung di keranjang.");
    let all: Vec<CannedResponse> = agent.get("/admin/canned-responses").await.ok();
    assert_eq!(all.iter().map(|response| response.shortcut.as_str()).collect::<Vec<_>>(), ["ongkir", "salam"]);
    agent.delete(&format!("/admin/canned-responses/{}", made.id)).await.done();
    agent.delete(&format!("/admin/canned-responses/{}", made.id)).await.problem(404, "not_found");
}

#[tokio::test]
async fn the_buyers_cart_is_filled_with_what_there_is() {
    let app = shop().await;
    let shelf = Shelf::new(&app).await;
    let (guitar, strings) = (shelf.goods("RG550", 12_000_000, 2).await, shelf.goods("Senar", 95_000, 0).await);
    let (mut buyer, agent) = (app.buyer().await, app.staff().await);
    let id = say(&buyer, "Mau beli").await.room_id;
    let path = format!("/admin/chats/{id}/cart");
    let fill = async |client_id: Uuid, items: Value| -> Answer {
        agent.post(&path, json!({ "client_id": client_id, "items": items, "body": "Silakan" })).await
    };
    let problem = fill(
        Uuid::now_v7(),
        json!([{ "variant_id": guitar.variant, "quantity": 3 }, { "variant_id": strings.variant, "quantity": 1 },
               { "variant_id": Uuid::now_v7(), "quantity": 1 }, { "variant_id": guitar.variant, "quantity": 1 }]),
    )
    .await
    .problem(422, "invalid_fields");
    let faults: Vec<(&str, &str, Option<&str>)> = problem
        .errors
        .iter()
        .map(|fault| (fault.pointer.as_str(), fault.code.as_str(), fault.params.get("max").map(String::as_str)))
        .collect();
    assert_eq!(
        faults,
        [
            ("/items/0/quantity", "too_large", Some("2")),
            ("/items/1/quantity", "too_large", Some("0")),
            ("/items/2/variant_id", "unknown_choice", None),
            ("/items/3/variant_id", "duplicate", None),
        ]
    );
    let cart: Value = buyer.get("/cart").await.ok();
    assert_eq!(cart["count"], 0, "nothing is filled when one is not to be had");
    fill(Uuid::now_v7(), json!([])).await.problem(422, "invalid_fields");

    buyer.add_to_cart(guitar.variant, 1).await;
    let client_id = Uuid::now_v7();
    let items = json!([{ "variant_id": guitar.variant, "quantity": 2 }]);
    let sent: ChatMessage = fill(client_id, items.clone()).await.ok();
    let card = sent.cart.clone().expect("a card");
    assert_eq!((card.total.0, card.lines.len(), card.lines[0].quantity), (24_000_000, 1, 2));
    let again: ChatMessage = fill(client_id, items).await.ok();
    assert_eq!(again, sent);
    // Another card under its name would not be filled, and is not said to be.
    fill(client_id, json!([{ "variant_id": guitar.variant, "quantity": 1 }])).await.problem(409, "conflict");
    let cart: Value = buyer.get("/cart").await.ok();
    assert_eq!((&cart["count"], &cart["id"]), (&json!(2), &json!(card.cart_id)), "it replaces, and adds nothing");
    assert_eq!(room(&agent, id).await.buyer.cart[0].quantity, 2);
    agent
        .post(&format!("/admin/chats/{id}/messages"), json!({ "client_id": client_id, "body": "Silakan" }))
        .await
        .problem(409, "conflict");
    change(&agent, id, json!({ "status": "resolved" })).await.done();
    fill(Uuid::now_v7(), json!([{ "variant_id": guitar.variant, "quantity": 1 }])).await.problem(409, "conflict");
    buyer.post(&path, json!({})).await.problem(403, "forbidden");
}

#[tokio::test]
async fn a_card_answers_what_was_seen() {
    let app = shop().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 5).await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let first = say(&buyer, "Mau beli").await;
    let second = say(&buyer, "Yang kidal ada?").await;
    let id = first.room_id;
    let fill = async |seen: i64| {
        let items = json!([{ "variant_id": guitar.variant, "quantity": 1 }]);
        let ask = json!({ "client_id": Uuid::now_v7(), "items": items, "seen": seen });
        agent.post(&format!("/admin/chats/{id}/cart"), ask).await.ok::<ChatMessage>();
        room(&agent, id).await.room
    };
    let still = fill(first.sequence).await;
    assert_eq!((still.unread, still.waiting_since), (1, Some(second.created_at)));
    assert_eq!(still.respond_by, Some(second.created_at + chrono::TimeDelta::minutes(30)));
    let none = fill(second.sequence).await;
    assert_eq!((none.unread, none.waiting_since, none.respond_by), (0, None, None));
}

#[tokio::test]
async fn a_card_says_that_its_cart_was_ordered() {
    let app = shop().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 5).await;
    let (mut buyer, agent) = (app.buyer().await, app.staff().await);
    let id = say(&buyer, "Mau beli").await.room_id;
    let fill = async || -> ChatMessage {
        let ask = json!({ "client_id": Uuid::now_v7(), "items": [{ "variant_id": guitar.variant, "quantity": 1 }] });
        agent.post(&format!("/admin/chats/{id}/cart"), ask).await.ok()
    };
    let ordered = async |caller: &Caller, path: &str| -> Vec<bool> {
        let told: ChatHistory = caller.get(path).await.ok();
        told.items.iter().rev().filter_map(|message| message.cart.as_ref()).map(|card| card.ordered).collect()
    };
    fill().await;
    assert_eq!(ordered(&buyer, "/chat/messages").await, [false]);
    buyer.order(guitar.variant, 1).await;
    fill().await;
    assert_eq!(ordered(&buyer, "/chat/messages").await, [true, false], "the next one fills another cart");
    assert_eq!(ordered(&agent, &format!("/admin/chats/{id}/messages")).await, [true, false]);
}
