//! J3, J4, J7: the chat as those who answer use it.

mod helps;
mod told;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use shared::chat::{
    ChatAgent, ChatEvent, ChatFigures, ChatHistory, ChatMessage, ChatPriority, ChatRoomDetail, ChatRoomRow, ChatSide, ChatState,
    ChatStatus, ChatTopic,
};
use shared::dashboard::Dashboard;
use shared::notifications::Notification;
use shared::page::Page;
use tests::Caller;
use uuid::Uuid;

use super::chat::{answer, change, open_always, room, say, shop, text};

async fn list(agent: &Caller, query: &str) -> Page<ChatRoomRow> {
    agent.get(&format!("/admin/chats?{query}")).await.ok()
}

fn buyers(page: &Page<ChatRoomRow>) -> Vec<Uuid> {
    page.items.iter().map(|row| row.buyer_id.0).collect()
}

#[tokio::test]
async fn the_list_is_filtered_searched_and_read_on() {
    let app = shop().await;
    let (agent, colleague) = (app.staff().await, app.admin().await);
    let mut rooms = Vec::new();
    for (topic, body) in
        [("other", "Halo"), ("payment", "Bayar gagal, gitár merah"), ("order", "Kapan sampai?"), ("product", "Senar?")]
    {
        let buyer = app.buyer().await;
        let ask = json!({ "client_id": Uuid::now_v7(), "body": body, "topic": topic });
        let message: ChatMessage = buyer.post("/chat/messages", ask).await.ok();
        rooms.push((buyer, message.room_id));
    }
    let who = |index: usize| rooms[index].0.user_id();
    let (statements, all) = app.statements(list(&agent, "")).await;
    assert!(statements <= 3, "{statements} statements");
    assert_eq!((all.total, buyers(&all)), (4, vec![who(3), who(2), who(1), who(0)]));
    let due = list(&agent, "sort=due").await;
    assert_eq!(buyers(&due), [who(1), who(2), who(0), who(3)], "payment first, then the order, then by age");
    assert_eq!(buyers(&list(&agent, "priority=urgent").await), [who(1)]);
    // What is overdue does not overtake what is more urgent, but is found.
    assert_eq!(list(&agent, "overdue=true").await.total, 0);
    let sql = "UPDATE chat_rooms SET respond_by = respond_by - interval '2 hours' WHERE id = $1";
    app.sql(sql, [rooms[3].1.0.into()]).await;
    assert_eq!(buyers(&list(&agent, "sort=due").await), [who(1), who(2), who(3), who(0)]);
    assert_eq!(buyers(&list(&agent, "overdue=true").await), [who(3)]);
    // So is what should have been settled by now.
    let sql = "UPDATE chat_rooms SET resolve_by = resolve_by - interval '2 days' WHERE id = $1";
    app.sql(sql, [rooms[0].1.0.into()]).await;
    assert_eq!(buyers(&list(&agent, "overdue=true").await), [who(3), who(0)]);
    let figures: ChatFigures = agent.get("/admin/chat-figures").await.ok();
    assert_eq!(figures.overdue, 2);

    let revision = room(&agent, rooms[0].1).await.revision;
    let path = format!("/admin/chats/{}/assignee", rooms[0].1);
    agent.put_at(&path, revision, json!({ "assignee_id": agent.user_id() })).await.done();
    assert_eq!(buyers(&list(&agent, "assignee=me").await), [who(0)]);
    assert!(buyers(&list(&colleague, "assignee=me").await).is_empty());
    assert_eq!(list(&agent, "assignee=nobody").await.total, 3);
    assert_eq!(buyers(&list(&colleague, &format!("assignee={}", agent.user_id())).await), [who(0)]);
    for query in ["assignee=siapa", "limit=0", "limit=101"] {
        agent.get(&format!("/admin/chats?{query}")).await.problem(422, "invalid_fields");
    }

    answer(&agent, rooms[3].1, "Ada").await;
    assert!(!buyers(&list(&agent, "waiting=true").await).contains(&who(3)));
    assert!(!buyers(&list(&agent, "unread=true").await).contains(&who(3)), "whoever answers has read");
    answer(&agent, rooms[1].1, "Coba lagi, ya").await;
    let rests = list(&agent, "sort=due").await;
    assert_eq!(buyers(&rests), [who(2), who(0), who(1), who(3)], "who does not wait comes after those who do");
    let mut paged = Vec::new();
    let mut cursor = String::new();
    for _ in 0..4 {
        let page = list(&agent, &format!("sort=due&limit=1{cursor}")).await;
        paged.extend(buyers(&page));
        cursor = page.next_cursor.map(|next| format!("&cursor={next}")).unwrap_or_default();
    }
    assert_eq!((paged, cursor.as_str()), (buyers(&rests), ""));
    // Found by words of a message whatever the accents, by name and by email.
    assert_eq!(buyers(&list(&agent, "q=GITAR+merah").await), [who(1)]);
    assert_eq!(list(&agent, "q=budi").await.total, 4);
    assert_eq!(buyers(&list(&agent, &format!("q={}", rooms[2].0.email())).await), [who(2)]);
    assert_eq!(list(&agent, "q=%25").await.total, 0);

    change(&agent, rooms[2].1, json!({ "status": "resolved" })).await.done();
    assert_eq!(list(&agent, "").await.total, 3);
    assert_eq!(buyers(&list(&agent, "status=resolved").await), [who(2)]);
    assert_eq!(buyers(&list(&agent, &format!("status=all&buyer_id={}", who(2))).await), [who(2)]);
    for sort in ["activity", "due"] {
        let whole = buyers(&list(&agent, &format!("status=all&sort={sort}")).await);
        let first = list(&agent, &format!("status=all&sort={sort}&limit=3")).await;
        let rest = list(&agent, &format!("status=all&sort={sort}&limit=3&cursor={}", first.next_cursor.clone().unwrap())).await;
        assert_eq!([buyers(&first), buyers(&rest)].concat(), whole, "{sort}");
        assert!(rest.next_cursor.is_none());
    }
}

#[tokio::test]
async fn the_list_shows_what_somebody_said_last() {
    let app = shop().await;
    open_always(&app, false).await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let id = say(&buyer, "Kapan sampai?").await.room_id;
    let last = async |status: &str| {
        let row = list(&agent, &format!("status={status}")).await.items.remove(0);
        (row.last_text, row.last_side)
    };
    let said = ("Kapan sampai?".to_owned(), Some(ChatSide::Buyer));
    assert_eq!(last("open").await, said, "and not that the shop is closed");
    let gone = say(&buyer, "Salah tulis").await;
    buyer.delete(&format!("/chat/messages/{}", gone.id)).await.done();
    assert_eq!(last("open").await, said, "and not what is there no more");
    change(&agent, id, json!({ "status": "resolved" })).await.done();
    assert_eq!(last("resolved").await, said, "and not that it is settled");
}

#[tokio::test]
async fn a_room_is_settled_opened_again_and_put_away() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let id = say(&buyer, "Halo").await.room_id;
    let path = format!("/admin/chats/{id}");
    let fetched = agent.get(&path).await;
    assert!(fetched.headers["etag"].to_str().unwrap().starts_with("\"1."));
    // A message makes no other revision, but the answer holds no more.
    let again = async |tag: &str| agent.send(agent.request(reqwest::Method::GET, &path).header("if-none-match", tag)).await;
    let tag = fetched.headers["etag"].to_str().unwrap();
    assert_eq!(again(tag).await.status, 304);
    say(&buyer, "Ada orang?").await;
    let after = again(tag).await;
    assert_eq!(after.status, 200);
    assert!(after.headers["etag"].to_str().unwrap().starts_with("\"1."));
    agent.send(agent.request(reqwest::Method::PATCH, &path).json(&json!({}))).await.problem(428, "revision_required");
    change(&agent, id, json!({ "status": "archived" })).await.problem(409, "conflict");
    let resolved: ChatRoomDetail = change(&agent, id, json!({ "status": "resolved", "notes": " Langganan " })).await.ok();
    assert_eq!((resolved.room.status, resolved.revision, resolved.notes.as_str()), (ChatStatus::Resolved, 2, "Langganan"));
    assert_eq!((resolved.room.waiting_since, resolved.room.resolve_by), (None, None));
    agent.patch_at(&path, 1, json!({ "notes": "Lain" })).await.problem(412, "stale");
    let same: ChatRoomDetail = agent.patch_at(&path, 2, json!({ "notes": "Langganan" })).await.ok();
    assert_eq!(same.revision, 2, "the same as before changes nothing");
    change(&agent, id, json!({ "status": "archived" })).await.done();
    let open: ChatRoomDetail = change(&agent, id, json!({ "status": "open", "priority": "urgent", "topic": "site" })).await.ok();
    assert_eq!((open.room.status, open.room.priority, open.resolved_at), (ChatStatus::Open, ChatPriority::Urgent, None));
    assert!(open.room.resolve_by.is_some());
    let told: ChatHistory = buyer.get("/chat/messages").await.ok();
    let events: Vec<_> = told.items.iter().filter_map(|message| message.event).collect();
    assert_eq!(events, [ChatEvent::Reopened, ChatEvent::Resolved]);

    // One that was settled is not opened beside another one.
    change(&agent, id, json!({ "status": "resolved" })).await.done();
    let next = say(&buyer, "Lagi").await.room_id;
    change(&agent, id, json!({ "status": "open" })).await.problem(409, "conflict");
    let detail = room(&agent, next).await;
    assert_eq!((detail.buyer.room_count, detail.buyer.email.as_str()), (1, buyer.email()));
    let whole = serde_json::to_string(&buyer.get("/chat").await.json()).unwrap();
    assert!(!whole.contains("Langganan"), "notes are for staff");
}

#[tokio::test]
async fn who_waited_waits_again_when_settling_is_taken_back() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let id = say(&buyer, "Halo").await.room_id;
    app.run_jobs().await;
    let told = async || agent.get("/admin/notifications").await.ok::<Page<Notification>>().total;
    assert_eq!(told().await, 1);
    let before = room(&agent, id).await.room;
    assert!(before.waiting_since.is_some() && before.respond_by.is_some());
    let taken_back = async || -> ChatRoomDetail {
        change(&agent, id, json!({ "status": "resolved" })).await.done();
        change(&agent, id, json!({ "status": "open" })).await.ok()
    };
    let open = taken_back().await.room;
    assert_eq!((open.waiting_since, open.respond_by), (before.waiting_since, before.respond_by));
    app.run_jobs().await;
    assert_eq!(told().await, 2, "the room is nobody's");
    answer(&agent, id, "Ya?").await;
    let open = taken_back().await.room;
    assert_eq!((open.waiting_since, open.respond_by), (None, None), "what was answered waits for nothing");
    app.run_jobs().await;
    assert_eq!(told().await, 2);
}

#[tokio::test]
async fn a_room_is_not_settled_over_what_was_not_seen() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let first = say(&buyer, "Halo").await;
    let second = say(&buyer, "Yang merah masih ada?").await;
    let id = first.room_id;
    let settle = async |seen: i64| change(&agent, id, json!({ "status": "resolved", "seen": seen })).await;
    let refused = settle(first.sequence).await.problem(409, "conflict");
    assert_eq!(refused.params["unseen"], json!(second.created_at));
    let still = room(&agent, id).await.room;
    assert_eq!((still.status, still.waiting_since), (ChatStatus::Open, Some(first.created_at)));
    settle(second.sequence).await.done();
    assert_eq!(room(&agent, id).await.room.status, ChatStatus::Resolved);
}

#[tokio::test]
async fn what_is_settled_anew_is_rated_anew() {
    let app = shop().await;
    let (mut buyer, mut agent) = (app.buyer().await, app.staff().await);
    let id = say(&buyer, "Halo").await.room_id;
    let path = format!("/chat/rooms/{id}/rating");
    let stars = async |agent: &Caller| room(agent, id).await.rating;
    change(&agent, id, json!({ "status": "resolved" })).await.done();
    buyer.post(&path, json!({ "stars": 1, "comment": "Belum beres" })).await.done();
    assert_eq!(stars(&agent).await, Some(1));
    app.ctx.clock.advance(TimeDelta::days(8));
    buyer.sign_in().await;
    agent.sign_in().await;
    change(&agent, id, json!({ "status": "open" })).await.done();
    change(&agent, id, json!({ "status": "resolved" })).await.done();
    let asked: ChatState = buyer.get("/chat").await.ok();
    assert_eq!(asked.room.map(|room| (room.status, room.rating, room.rating_comment)), Some((ChatStatus::Resolved, None, None)));
    buyer.post(&path, json!({ "stars": 5 })).await.done();
    assert_eq!(stars(&agent).await, Some(5));
}

#[tokio::test]
async fn a_room_is_given_to_somebody_who_may_answer() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let id = say(&buyer, "Halo").await.room_id;
    let path = format!("/admin/chats/{id}/assignee");
    agent.put_at(&path, 1, json!({ "assignee_id": buyer.user_id() })).await.problem(422, "invalid_fields");
    let taken: ChatRoomDetail = agent.put_at(&path, 1, json!({ "assignee_id": agent.user_id() })).await.ok();
    assert_eq!(taken.room.assignee_id.map(|id| id.0), Some(agent.user_id()));
    let told: ChatHistory = buyer.get("/chat/messages").await.ok();
    assert_eq!((told.items[0].event, told.items[0].sender_name.as_str()), (Some(ChatEvent::Assigned), "Budi"));
    let agents: Vec<ChatAgent> = agent.get("/admin/chat-agents").await.ok();
    assert_eq!(agents.len(), 1);
    assert_eq!((agents[0].id.0, agents[0].open_rooms, agents[0].online), (agent.user_id(), 1, false));
    agent.put_at(&path, 1, json!({ "assignee_id": null })).await.problem(412, "stale");
    let free: ChatRoomDetail = agent.put_at(&path, taken.revision, json!({ "assignee_id": null })).await.ok();
    assert_eq!(free.room.assignee_id, None);
}

#[tokio::test]
async fn a_room_of_somebody_who_answers_no_more_is_nobodys() {
    let app = shop().await;
    let (buyer, agent, colleague) = (app.buyer().await, app.staff().await, app.admin().await);
    let id = say(&buyer, "Halo").await.room_id;
    answer(&agent, id, "Ya?").await;
    let taken = room(&colleague, id).await;
    assert_eq!((taken.room.assignee_id.map(|id| id.0), taken.revision), (Some(agent.user_id()), 2), "who answers has taken it");
    answer(&colleague, id, "Saya bantu").await;
    assert_eq!(room(&colleague, id).await.room.assignee_id, taken.room.assignee_id, "a colleague who helps takes nothing away");
    app.sql("UPDATE users SET active = false WHERE id = $1", [agent.user_id().into()]).await;
    say(&buyer, "Masih ada?").await;
    let free = room(&colleague, id).await;
    assert_eq!((free.room.assignee_id, free.revision), (None, 3));
    app.run_jobs().await;
    let told: Page<Notification> = colleague.get("/admin/notifications").await.ok();
    assert_eq!(told.items.len(), 1, "others are told that somebody waits");
}

#[tokio::test]
async fn whoever_waits_for_somebody_who_was_put_out_waits_for_everybody() {
    let app = shop().await;
    let (buyer, agent, colleague) = (app.buyer().await, app.staff().await, app.admin().await);
    let id = say(&buyer, "Halo").await.room_id;
    answer(&agent, id, "Ya?").await;
    say(&buyer, "Masih ada?").await;
    let tidied = async || {
        api::jobs::enqueue(&app.ctx.db, &api::chat::FreeRooms {}).await.unwrap();
        app.run_jobs().await;
        app.run_jobs().await;
        colleague.get("/admin/notifications").await.ok::<Page<Notification>>().total
    };
    assert_eq!(tidied().await, 0, "somebody sees to it");
    colleague.put(&format!("/admin/users/{}/active", agent.user_id()), json!({ "active": false })).await.done();
    assert_eq!(tidied().await, 1);
    let free = room(&colleague, id).await;
    assert_eq!((free.room.assignee_id, free.revision), (None, 3));
    assert_eq!(tidied().await, 1, "once");
}

#[tokio::test]
async fn a_room_that_somebody_took_and_left_unanswered_is_told_once_more() {
    let app = shop().await;
    let (buyer, agent, colleague) = (app.buyer().await, app.staff().await, app.admin().await);
    let id = say(&buyer, "Halo").await.room_id;
    app.run_jobs().await;
    let told = async || colleague.get("/admin/notifications").await.ok::<Page<Notification>>().total;
    assert_eq!(told().await, 1);
    let taken = json!({ "assignee_id": agent.user_id() });
    agent.put_at(&format!("/admin/chats/{id}/assignee"), room(&agent, id).await.revision, taken).await.done();
    colleague.put(&format!("/admin/users/{}/active", agent.user_id()), json!({ "active": false })).await.done();
    api::jobs::enqueue(&app.ctx.db, &api::chat::FreeRooms {}).await.unwrap();
    app.run_jobs().await;
    app.run_jobs().await;
    assert_eq!(told().await, 2);
}

#[tokio::test]
async fn what_is_due_counts_from_when_a_room_was_opened_again() {
    let app = shop().await;
    let (buyer, mut agent) = (app.buyer().await, app.staff().await);
    let id = say(&buyer, "Halo").await.room_id;
    change(&agent, id, json!({ "status": "resolved" })).await.done();
    app.ctx.clock.advance(TimeDelta::days(2));
    agent.sign_in().await;
    let open: ChatRoomDetail = change(&agent, id, json!({ "status": "open" })).await.ok();
    let urgent: ChatRoomDetail = change(&agent, id, json!({ "priority": "urgent" })).await.ok();
    let by = |room: &ChatRoomDetail| room.room.resolve_by.expect("a moment");
    assert_eq!(by(&open) - by(&urgent), TimeDelta::hours(20));
}

#[tokio::test]
async fn how_soon_goes_along_with_the_topic() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let is = |detail: &ChatRoomDetail| (detail.room.topic, detail.room.priority);
    let by = |detail: &ChatRoomDetail| (detail.room.respond_by, detail.room.resolve_by);
    // When an urgent room is due whose buyer waits since then.
    let urgent = |detail: &ChatRoomDetail, since: DateTime<Utc>| {
        (Some(since + TimeDelta::minutes(5)), Some(detail.created_at + TimeDelta::hours(4)))
    };
    let first = say(&buyer, "Halo").await;
    let id = first.room_id;
    let site: ChatRoomDetail = change(&agent, id, json!({ "topic": "site" })).await.ok();
    assert_eq!((is(&site), by(&site)), ((ChatTopic::Site, ChatPriority::Urgent), urgent(&site, first.created_at)));
    let order: ChatRoomDetail = change(&agent, id, json!({ "topic": "order", "priority": "normal" })).await.ok();
    assert_eq!(is(&order), (ChatTopic::Order, ChatPriority::Normal));
    let payment: ChatRoomDetail = change(&agent, id, json!({ "topic": "payment" })).await.ok();
    assert_eq!(is(&payment), (ChatTopic::Payment, ChatPriority::Normal), "what staff said stays");

    let other = app.buyer().await;
    let first = say(&other, "Halo").await;
    let about = async |topic: &str| {
        let ask = json!({ "client_id": Uuid::now_v7(), "body": "Bayar gagal", "topic": topic });
        let message: ChatMessage = other.post("/chat/messages", ask).await.ok();
        assert_eq!(message.room_id, first.room_id);
        room(&agent, first.room_id).await
    };
    let raised = about("payment").await;
    assert_eq!((is(&raised), by(&raised)), ((ChatTopic::Payment, ChatPriority::Urgent), urgent(&raised, first.created_at)));
    assert_eq!(is(&about("product").await), (ChatTopic::Payment, ChatPriority::Urgent), "what is less urgent changes nothing");
}

#[tokio::test]
async fn a_chat_is_begun_with_a_buyer() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    agent.post("/admin/chats", json!({ "buyer_id": Uuid::now_v7() })).await.problem(422, "invalid_fields");
    let ask = json!({ "buyer_id": buyer.user_id(), "topic": "order" });
    let opened: ChatRoomDetail = agent.post("/admin/chats", ask.clone()).await.ok();
    assert_eq!((opened.room.priority, opened.last_sequence), (ChatPriority::High, 0));
    let again: ChatRoomDetail = agent.post("/admin/chats", ask).await.ok();
    assert_eq!(again.room.id, opened.room.id);
    answer(&agent, opened.room.id, "Pesananmu sampai?").await;
    let state: ChatState = buyer.get("/chat").await.ok();
    assert_eq!((state.unread, state.room.map(|room| room.id)), (1, Some(opened.room.id)));
    assert_eq!(room(&agent, opened.room.id).await.first_response_at, None, "nobody had asked yet");
    assert_eq!(say(&buyer, "Sudah").await.room_id, opened.room.id);
}

#[tokio::test]
async fn a_chat_is_begun_with_what_is_said_first() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let ask = |body: &str, client_id: Uuid| json!({ "buyer_id": buyer.user_id(), "topic": "order", "message": { "client_id": client_id, "body": body } });
    let problem = agent.post("/admin/chats", ask("  ", Uuid::now_v7())).await.problem(422, "invalid_fields");
    assert_eq!(problem.errors[0].pointer, "/message/body");
    assert_eq!(app.number("SELECT count(*) AS n FROM chat_rooms").await, 0);
    let first = Uuid::now_v7();
    let opened: ChatRoomDetail = agent.post("/admin/chats", ask(" Pesananmu kami kemas ", first)).await.ok();
    assert_eq!((opened.last_sequence, opened.room.last_text.as_str()), (1, "Pesananmu kami kemas"));
    assert_eq!(opened.room.assignee_id.map(|id| id.0), Some(agent.user_id()));
    let again: ChatRoomDetail = agent.post("/admin/chats", ask("Pesananmu kami kemas", first)).await.ok();
    assert_eq!((again.room.id, again.last_sequence), (opened.room.id, 1));
    agent.post("/admin/chats", ask("Bukan itu", first)).await.problem(409, "conflict");
    let more: ChatRoomDetail = agent.post("/admin/chats", ask("Besok dikirim", Uuid::now_v7())).await.ok();
    assert_eq!((more.room.id, more.last_sequence), (opened.room.id, 2));
    let state: ChatState = buyer.get("/chat").await.ok();
    assert_eq!((state.unread, state.room.map(|room| room.has_messages)), (2, Some(true)));

    // Where nobody said anything, nobody is asked how it was.
    let other = app.buyer().await;
    let empty: ChatRoomDetail = agent.post("/admin/chats", json!({ "buyer_id": other.user_id() })).await.ok();
    change(&agent, empty.room.id, json!({ "status": "resolved" })).await.done();
    let state: ChatState = other.get("/chat").await.ok();
    assert_eq!(state.room.map(|room| (room.status, room.has_messages)), Some((ChatStatus::Resolved, false)));
}

#[tokio::test]
async fn figures_are_what_the_rooms_say() {
    let app = shop().await;
    let agent = app.staff().await;
    let mut rooms = Vec::new();
    for minutes in [1_i32, 3, 10] {
        let buyer = app.buyer().await;
        let id = say(&buyer, "Halo").await.room_id;
        // As if it had been asked so many minutes earlier.
        let sql = "UPDATE chat_rooms SET asked_at = asked_at - $2 * interval '1 minute', created_at = created_at - $2 * interval '1 minute'
                   WHERE id = $1";
        app.sql(sql, [id.0.into(), minutes.into()]).await;
        answer(&agent, id, "Ya").await;
        rooms.push((buyer, id));
    }
    say(&app.buyer().await, "Menunggu").await;
    app.sql("UPDATE chat_rooms SET respond_by = respond_by - interval '2 hours' WHERE waiting_since IS NOT NULL", []).await;
    // Of one that is nobody's again, who answered it first.
    let revision = room(&agent, rooms[0].1).await.revision;
    let path = format!("/admin/chats/{}/assignee", rooms[0].1);
    agent.put_at(&path, revision, json!({ "assignee_id": null })).await.done();
    for (buyer, id) in &rooms[..2] {
        change(&agent, *id, json!({ "status": "resolved" })).await.done();
        buyer.post(&format!("/chat/rooms/{id}/rating"), json!({ "stars": 4 })).await.done();
    }
    let figures: ChatFigures = agent.get("/admin/chat-figures").await.ok();
    assert_eq!((figures.waiting, figures.overdue, figures.unassigned), (1, 1, 1));
    assert_eq!((figures.opened, figures.resolved, figures.ratings, figures.rating_hundredths), (4, 2, 2, Some(400)));
    let dashboard: Dashboard = agent.get("/admin/dashboard").await.ok();
    assert_eq!((dashboard.open_chats, dashboard.waiting_chats), (2, 1), "an answered one waits for nobody");
    let seconds = async |share: &str| {
        let sql = format!(
            "SELECT percentile_disc({share}) WITHIN GROUP (ORDER BY extract(epoch FROM first_response_at - asked_at)::bigint) AS n FROM chat_rooms"
        );
        Some(app.number(&sql).await)
    };
    assert_eq!(figures.first_response_seconds, seconds("0.5").await);
    assert_eq!(figures.first_response_p90_seconds, seconds("0.9").await);
    assert!((180..240).contains(&figures.first_response_seconds.unwrap()));
    assert_eq!(figures.agents.len(), 1);
    let mine = &figures.agents[0];
    assert_eq!((mine.id.0, mine.rooms, mine.resolved, mine.messages), (agent.user_id(), 3, 2, 3));
    assert_eq!(mine.rating_hundredths, Some(400));
    assert_eq!(mine.resolution_seconds, figures.resolution_seconds, "all that was settled is theirs");
    assert!((60..120).contains(&mine.resolution_seconds.unwrap()));
    let none: ChatFigures = agent.get("/admin/chat-figures?from=2020-01-01&to=2020-01-31").await.ok();
    assert_eq!((none.opened, none.first_response_seconds, none.agents.len()), (0, None, 0));
    agent.get("/admin/chat-figures?from=2026-02-01&to=2026-01-31").await.problem(422, "invalid_fields");
    assert!((400..500).contains(&agent.get("/admin/chat-figures?from=kemarin").await.status));
}

#[tokio::test]
async fn an_answer_is_refused_where_there_is_no_room() {
    let app = shop().await;
    let agent = app.staff().await;
    let id = Uuid::now_v7();
    agent.post(&format!("/admin/chats/{id}/messages"), text("Halo")).await.problem(404, "not_found");
    agent.get(&format!("/admin/chats/{id}/messages")).await.problem(404, "not_found");
    agent.post(&format!("/admin/chats/{id}/seen"), json!({})).await.problem(404, "not_found");
}
