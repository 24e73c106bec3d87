//! J: the chat, as buyers and those who answer use it over HTTP.

use std::collections::HashSet;

use api::cache::Change;
use reqwest::Method;
use serde_json::{Value, json};
use shared::chat::{
    ChatEvent, ChatHistory, ChatMessage, ChatPriority, ChatRoom, ChatRoomDetail, ChatRoomRow, ChatSide, ChatState, ChatStatus,
};
use shared::ids::ChatRoomId;
use shared::page::Page;
use tests::{Answer, Caller, Shelf, TestApp};
use uuid::Uuid;

/// The shop is open all day, or never: whether it is does not depend on when the test runs.
pub async fn open_always(app: &TestApp, open: bool) {
    let times = |weekday: u8| {
        if open {
            json!({ "weekday": weekday, "opens": "00:00", "closes": "24:00" })
        } else {
            json!({ "weekday": weekday, "opens": null, "closes": null })
        }
    };
    let hours: Vec<Value> = (1..=7).map(times).collect();
    app.sql("UPDATE store_profile SET hours = $1", [Value::from(hours).into()]).await;
    app.ctx.caches.apply(&Change::Settings);
}

/// A shop that is open.
pub async fn shop() -> TestApp {
    let app = TestApp::new().await;
    open_always(&app, true).await;
    app
}

/// A text as it is sent.
pub fn text(body: &str) -> Value {
    json!({ "client_id": Uuid::now_v7(), "body": body })
}

/// A buyer says something.
pub async fn say(buyer: &Caller, body: &str) -> ChatMessage {
    buyer.post("/chat/messages", text(body)).await.ok()
}

/// Somebody answers.
pub async fn answer(agent: &Caller, room: ChatRoomId, body: &str) -> ChatMessage {
    agent.post(&format!("/admin/chats/{room}/messages"), text(body)).await.ok()
}

/// The room as those who answer see it.
pub async fn room(agent: &Caller, room: ChatRoomId) -> ChatRoomDetail {
    agent.get(&format!("/admin/chats/{room}")).await.ok()
}

/// Changes a room, whatever its revision is.
pub async fn change(agent: &Caller, id: ChatRoomId, ask: Value) -> Answer {
    let revision = room(agent, id).await.revision;
    agent.patch_at(&format!("/admin/chats/{id}"), revision, ask).await
}

async fn state(buyer: &Caller) -> ChatState {
    buyer.get("/chat").await.ok()
}

async fn history(buyer: &Caller) -> Vec<ChatMessage> {
    buyer.get("/chat/messages?limit=100").await.ok::<ChatHistory>().items
}

#[tokio::test]
async fn a_chat_from_the_first_word_to_the_stars() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let before = state(&buyer).await;
    assert_eq!((before.room, before.unread, before.open_now, before.agents_online), (None, 0, true, false));

    let first: ChatMessage = buyer
        .post("/chat/messages", json!({ "client_id": Uuid::now_v7(), "body": "  Bayarnya gagal terus  ", "topic": "payment" }))
        .await
        .ok();
    assert_eq!((first.sequence, first.change, first.side, first.body.as_str()), (1, 1, ChatSide::Buyer, "Bayarnya gagal terus"));
    assert_eq!((first.sender_name.as_str(), first.sender_id.map(|id| id.0)), ("Budi Santoso", Some(buyer.user_id())));
    let waiting = room(&agent, first.room_id).await;
    assert_eq!((waiting.room.priority, waiting.room.unread), (ChatPriority::Urgent, 1));
    let since = waiting.room.waiting_since.unwrap();
    assert_eq!(waiting.room.respond_by.unwrap() - since, chrono::TimeDelta::minutes(5));
    assert_eq!(waiting.room.last_text, "Bayarnya gagal terus");

    let told = answer(&agent, first.room_id, "Sebentar, saya cek").await;
    assert_eq!((told.sequence, told.side, told.sender_name.as_str()), (2, ChatSide::Agent, "Budi"));
    let answered = room(&agent, first.room_id).await;
    assert_eq!((answered.room.waiting_since, answered.room.respond_by, answered.room.unread), (None, None, 0));
    assert_eq!(answered.first_response_at, Some(told.created_at));
    let now = state(&buyer).await;
    assert_eq!((now.unread, now.room.unwrap().agent_name.as_deref()), (1, Some("Budi")));

    buyer.post(&format!("/chat/rooms/{}/seen", first.room_id), json!({ "read": 99 })).await.done();
    let now = state(&buyer).await;
    assert_eq!((now.unread, now.room.unwrap().receipts.buyer.read), (0, 2), "no further than there is");
    buyer.post(&format!("/chat/rooms/{}/seen", first.room_id), json!({ "delivered": 1, "read": -7 })).await.done();
    assert_eq!(room(&agent, first.room_id).await.receipts.buyer.read, 2, "what was read stays read");

    // Not before it is settled.
    let rating = json!({ "stars": 5, "comment": "Cepat!" });
    let path = format!("/chat/rooms/{}/rating", first.room_id);
    buyer.post(&path, rating.clone()).await.problem(409, "conflict");
    change(&agent, first.room_id, json!({ "status": "resolved" })).await.done();
    buyer.post(&path, json!({ "stars": 6 })).await.problem(422, "invalid_fields");
    let rated: ChatRoom = buyer.post(&path, rating).await.ok();
    assert_eq!((rated.status, rated.rating), (ChatStatus::Resolved, Some(5)));
    // Who changes the stars is shown the comment, to be sent along.
    let said = rated.rating_comment.clone();
    assert_eq!((said.as_deref(), state(&buyer).await.room.unwrap().rating_comment), (Some("Cepat!"), said.clone()));
    let again: ChatRoom = buyer.post(&path, json!({ "stars": 4, "comment": said })).await.ok();
    assert_eq!((again.rating, again.rating_comment.as_deref()), (Some(4), Some("Cepat!")));
    let taken_back: ChatRoom = buyer.post(&path, json!({ "stars": 4 })).await.ok();
    assert_eq!((taken_back.rating, taken_back.rating_comment), (Some(4), None));
    let events: Vec<_> = history(&buyer).await.iter().filter_map(|message| message.event).collect();
    assert_eq!(events, [ChatEvent::Rated, ChatEvent::Resolved], "thinking again is no news");
    app.ctx.clock.advance(chrono::TimeDelta::days(8));
    let mut buyer = buyer;
    buyer.sign_in().await;
    buyer.post(&path, json!({ "stars": 1 })).await.problem(409, "conflict");

    // The next word opens the next room.
    let next = say(&buyer, "Satu lagi").await;
    assert!(next.room_id != first.room_id && next.sequence == 1);
    let mut agent = agent;
    agent.sign_in().await;
    let closed = agent.post(&format!("/admin/chats/{}/messages", first.room_id), text("Halo?")).await.problem(409, "conflict");
    assert_eq!(closed.params["refusal"], "closed", "the same word as over a socket");
}

#[tokio::test]
async fn the_same_message_is_stored_once_however_often_it_is_sent() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let ask = text("Halo");
    let send = async || buyer.post("/chat/messages", ask.clone()).await.ok::<ChatMessage>();
    let (one, two, three, four) = tokio::join!(send(), send(), send(), send());
    assert!([&two, &three, &four].iter().all(|other| other.id == one.id), "{one:?} {two:?} {three:?} {four:?}");
    assert_eq!(app.number("SELECT count(*) AS n FROM chat_messages").await, 1);
    assert_eq!(app.number("SELECT count(*) AS n FROM chat_rooms").await, 1);

    // Sent again after the room was settled it is the same, and opens none.
    change(&agent, one.room_id, json!({ "status": "resolved" })).await.done();
    assert_eq!(send().await.id, one.id);
    assert_eq!(app.number("SELECT count(*) AS n FROM chat_rooms").await, 1);

    // Another message under its name is refused; somebody else's has nothing to do with it.
    let mut other = ask.clone();
    other["body"] = "Bukan itu".into();
    let refused = buyer.post("/chat/messages", other).await.problem(409, "conflict");
    assert_eq!(refused.params["refusal"], "conflict");
    let theirs: ChatMessage = app.buyer().await.post("/chat/messages", ask.clone()).await.ok();
    assert_ne!(theirs.id, one.id);
    let ask = text("Baik");
    let path = format!("/admin/chats/{}/messages", theirs.room_id);
    let send = async || agent.post(&path, ask.clone()).await.ok::<ChatMessage>();
    let (one, two) = tokio::join!(send(), send());
    assert_eq!((one.id, one.sequence), (two.id, 2));
}

#[tokio::test]
async fn numbers_have_no_gaps_under_parallel_senders() {
    let app = shop().await;
    let buyer = app.buyer().await;
    let room = say(&buyer, "Halo").await.room_id;
    let mut senders = Vec::new();
    for number in 0..5 {
        let agent = app.staff().await;
        let mine = buyer.clone();
        senders.push(tokio::spawn(async move {
            for turn in 0..4 {
                answer(&agent, room, &format!("jawaban {number} {turn}")).await;
            }
        }));
        senders.push(tokio::spawn(async move {
            say(&mine, &format!("pertanyaan {number}")).await;
        }));
    }
    for sender in senders {
        sender.await.unwrap();
    }
    let agent = app.staff().await;
    let all: ChatHistory = agent.get(&format!("/admin/chats/{room}/messages?limit=100")).await.ok();
    let sequences: Vec<i64> = all.items.iter().rev().map(|message| message.sequence).collect();
    assert_eq!(sequences, (1..=26).collect::<Vec<_>>());
    let changes: HashSet<i64> = all.items.iter().map(|message| message.change).collect();
    assert_eq!(changes, (1..=26).collect());
    let times: Vec<_> = all.items.iter().rev().map(|message| message.created_at).collect();
    assert!(times.is_sorted(), "{times:?}");
    let row = super::chat::room(&agent, room).await;
    assert_eq!((row.last_sequence, row.last_change), (26, 26));

    // Pages go on where the one before ended, and find what is around a message.
    let path = format!("/admin/chats/{room}/messages");
    let page: ChatHistory = agent.get(&format!("{path}?limit=10")).await.ok();
    assert_eq!((page.items[0].sequence, page.items[9].sequence), (26, 17));
    let next: ChatHistory = agent.get(&format!("{path}?limit=10&cursor={}", page.next_cursor.unwrap())).await.ok();
    assert_eq!((next.items[0].sequence, next.items.len()), (16, 10));
    let around: ChatHistory = agent.get(&format!("{path}?limit=5&around=10")).await.ok();
    assert_eq!(around.items.iter().map(|message| message.sequence).collect::<Vec<_>>(), [12, 11, 10, 9, 8]);
    let end: ChatHistory = agent.get(&format!("{path}?limit=100&around=10")).await.ok();
    assert!(end.next_cursor.is_none());
}

#[tokio::test]
async fn first_messages_at_once_open_one_room() {
    let app = shop().await;
    let buyer = app.buyer().await;
    let (one, two, three) = tokio::join!(say(&buyer, "satu"), say(&buyer, "dua"), say(&buyer, "tiga"));
    assert!(one.room_id == two.room_id && two.room_id == three.room_id);
    let mut sequences = [one.sequence, two.sequence, three.sequence];
    sequences.sort_unstable();
    assert_eq!(sequences, [1, 2, 3]);
}

#[tokio::test]
async fn what_was_deleted_is_told_nobody() {
    let app = shop().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let mut ask = text("Nomor kartu saya 4111");
    ask["product_id"] = json!(guitar.product);
    let secret: ChatMessage = buyer.post("/chat/messages", ask.clone()).await.ok();
    assert_eq!(secret.product.as_ref().map(|product| product.price.0), Some(12_000_000));
    say(&buyer, "Ups").await;

    agent.delete(&format!("/chat/messages/{}", secret.id)).await.problem(404, "not_found");
    agent.delete(&format!("/admin/chats/{}/messages/{}", secret.room_id, secret.id)).await.problem(404, "not_found");
    buyer.delete(&format!("/chat/messages/{}", secret.id)).await.done();
    buyer.delete(&format!("/chat/messages/{}", secret.id)).await.done();
    for answer in [
        buyer.get("/chat/messages").await,
        agent.get(&format!("/admin/chats/{}/messages", secret.room_id)).await,
        // It is the same message still, and says nothing.
        buyer.post("/chat/messages", ask).await,
    ] {
        assert!(answer.status < 300 && !answer.text().contains("4111") && !answer.text().contains("rg550"), "{}", answer.text());
    }
    let told = history(&buyer).await;
    assert_eq!(told.iter().map(|message| (message.sequence, message.change)).collect::<Vec<_>>(), [(2, 2), (1, 3)]);
    assert!(told[1].deleted_at.is_some() && told[0].deleted_at.is_none());
    let found: Page<ChatRoomRow> = agent.get("/admin/chats?q=kartu").await.ok();
    assert_eq!(found.total, 0, "nor is it found");
}

#[tokio::test]
async fn whoever_takes_back_what_they_asked_waits_no_more() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let (first, second) = (say(&buyer, "Ada?").await, say(&buyer, "Yang merah").await);
    let id = first.room_id;
    let waiting = async || {
        let row = room(&agent, id).await.room;
        (row.waiting_since, row.respond_by)
    };
    let before = waiting().await;
    assert!(before.0.is_some() && before.1.is_some());
    buyer.delete(&format!("/chat/messages/{}", first.id)).await.done();
    assert_eq!(waiting().await, before, "the second is still there");
    buyer.delete(&format!("/chat/messages/{}", second.id)).await.done();
    assert_eq!(waiting().await, (None, None));
    assert_eq!(agent.get("/admin/chats?waiting=true").await.ok::<Page<ChatRoomRow>>().total, 0);
    app.run_jobs().await;
    assert_eq!(
        agent.get("/admin/notifications").await.json()["items"],
        json!([]),
        "nobody is told of somebody who does not wait"
    );

    // An answer that was taken back is none.
    let third = say(&buyer, "Bagaimana?").await;
    let reply = answer(&agent, id, "Salah kamar").await;
    assert_eq!(waiting().await, (None, None));
    agent.delete(&format!("/admin/chats/{id}/messages/{}", reply.id)).await.done();
    let again = room(&agent, id).await;
    assert_eq!((again.room.waiting_since, again.first_response_at), (Some(third.created_at), None));
    assert_eq!(again.room.respond_by, Some(third.created_at + chrono::TimeDelta::minutes(30)));
    let told = answer(&agent, id, "Yang merah habis").await;
    assert_eq!((waiting().await, room(&agent, id).await.first_response_at), ((None, None), Some(told.created_at)));
}

#[tokio::test]
async fn everybody_sees_their_own_and_no_more() {
    let app = shop().await;
    let (buyer, stranger) = (app.buyer().await, app.buyer().await);
    let message = say(&buyer, "Rahasia").await;
    let room = message.room_id;
    assert!(history(&stranger).await.is_empty());
    assert_eq!(state(&stranger).await.room, None);
    stranger.delete(&format!("/chat/messages/{}", message.id)).await.problem(404, "not_found");
    stranger.post(&format!("/chat/rooms/{room}/seen"), json!({ "read": 1 })).await.problem(404, "not_found");
    stranger.post(&format!("/chat/rooms/{room}/rating"), json!({ "stars": 1 })).await.problem(404, "not_found");
    for path in ["", "/messages"] {
        stranger.get(&format!("/admin/chats/{room}{path}")).await.problem(403, "forbidden");
    }
    stranger.post(&format!("/admin/chats/{room}/messages"), text("Saya toko")).await.problem(403, "forbidden");
    assert_eq!(app.number("SELECT count(*) AS n FROM chat_messages").await, 1);
    app.sql("UPDATE users SET active = false WHERE id = $1", [buyer.user_id().into()]).await;
    app.eventually("the account is out", async || buyer.post("/chat/messages", text("Masih di sini?")).await.status == 401).await;
}

#[tokio::test]
async fn text_stays_text() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let html = "<img src=x onerror=alert(1)> & \"kutip\" \u{202e}🎸\nbaris dua";
    let message = say(&buyer, html).await;
    assert_eq!(message.body, html);
    assert_eq!(room(&agent, message.room_id).await.room.last_text, html);
    for ask in [text(&"x".repeat(4_001)), text("a\0b"), text("   "), json!({ "body": "x" })] {
        buyer.post("/chat/messages", ask).await.problem(422, "invalid_fields");
    }
    say(&buyer, &"🎸".repeat(4_000)).await;
    let mut ask = text("");
    ask["product_id"] = json!(Uuid::now_v7());
    let problem = buyer.post("/chat/messages", ask.clone()).await.problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].pointer, "/product_id");
    ask.as_object_mut().unwrap().remove("product_id");
    ask["attachment_id"] = json!(Uuid::now_v7());
    let problem = buyer.post("/chat/messages", ask).await.problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].pointer, "/attachment_id");
    assert_eq!(app.number("SELECT max(last_sequence) AS n FROM chat_rooms").await, 2, "what is refused takes no number");
}

#[tokio::test]
async fn too_many_messages_wait() {
    let app = shop().await;
    let buyer = app.buyer().await;
    let mut refused = None;
    // Ten at once and one more every two seconds: a slow machine gets a few more through.
    for sent in 0..40 {
        let answer = buyer.post("/chat/messages", text("halo")).await;
        if answer.status != 201 {
            assert!(sent >= 10, "{sent}");
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a refusal");
    assert!(refused.headers.contains_key("retry-after"));
    refused.problem(429, "rate_limited");
    say(&app.buyer().await, "Saya belum bilang apa-apa").await;
}

#[tokio::test]
async fn a_view_that_was_cleared_begins_anew() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let first = say(&buyer, "Lama").await;
    answer(&agent, first.room_id, "Jawaban lama").await;
    buyer.post("/chat/clear", Value::Null).await.done();
    assert!(history(&buyer).await.is_empty());
    assert_eq!(state(&buyer).await.unread, 0);
    say(&buyer, "Baru").await;
    let told = history(&buyer).await;
    assert_eq!(told.iter().map(|message| message.body.as_str()).collect::<Vec<_>>(), ["Baru"]);
    let all: ChatHistory = agent.get(&format!("/admin/chats/{}/messages", first.room_id)).await.ok();
    assert_eq!(all.items.len(), 3, "those who answer see it all");
}

#[tokio::test]
async fn a_buyers_history_goes_through_all_rooms() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    for room in 0..3 {
        let first = say(&buyer, &format!("ruang {room}")).await;
        answer(&agent, first.room_id, "ya").await;
        change(&agent, first.room_id, json!({ "status": "resolved" })).await.done();
    }
    let all = history(&buyer).await;
    assert_eq!(all.len(), 9);
    let mut paged = Vec::new();
    let mut cursor = String::new();
    loop {
        let page: ChatHistory = buyer.get(&format!("/chat/messages?limit=2{cursor}")).await.ok();
        paged.extend(page.items.iter().map(|message| message.id));
        match page.next_cursor {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(paged, all.iter().map(|message| message.id).collect::<Vec<_>>());
    for query in ["cursor=abc", "limit=0", "limit=101"] {
        buyer.get(&format!("/chat/messages?{query}")).await.problem(422, "invalid_fields");
    }
}

#[tokio::test]
async fn outside_opening_hours_it_is_said_once_a_day() {
    let app = TestApp::new().await;
    open_always(&app, false).await;
    let mut buyer = app.buyer().await;
    assert!(!state(&buyer).await.open_now);
    say(&buyer, "Masih buka?").await;
    say(&buyer, "Halo?").await;
    let told: Vec<_> = history(&buyer).await.iter().rev().map(|message| (message.sequence, message.event)).collect();
    assert_eq!(told, [(1, None), (2, Some(ChatEvent::OutsideHours)), (3, None)]);
    app.ctx.clock.advance(chrono::TimeDelta::days(1));
    buyer.sign_in().await;
    say(&buyer, "Besok?").await;
    assert_eq!(history(&buyer).await.iter().filter(|message| message.event.is_some()).count(), 2);
}

#[tokio::test]
async fn nothing_but_json_is_read() {
    let app = shop().await;
    let buyer = app.buyer().await;
    let request =
        buyer.request(Method::POST, "/chat/messages").header("content-type", "application/json").body("{\"client_id\":");
    buyer.send(request).await.problem(400, "malformed_request");
    let request =
        buyer.request(Method::POST, "/chat/messages").header("content-type", "application/json").body("x".repeat(300_000));
    assert_eq!(buyer.send(request).await.status, 413);
}
