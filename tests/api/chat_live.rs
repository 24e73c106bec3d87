//! J2, J5: the chat over real sockets.

use serde_json::json;
use shared::chat::{ChatMessage, ChatSide};
use shared::ids::ChatRoomId;
use shared::live::chat::{ChatAck, ChatMark, ChatRefusal, ChatSend, ChatTyping, ChatWatch, ChatWatching, WatchedRoom};
use shared::live::{ByeReason, ClientMessage, ServerMessage, Topic};
use tests::{Caller, Live, Process, Shelf, TestApp, free_address};
use tokio_tungstenite::tungstenite::protocol::Message;
use uuid::Uuid;

use super::chat::{answer, change, say, shop};

/// Waits for a message for which `wanted` gives something; counts and the like are passed over.
pub async fn next<T>(live: &mut Live, wanted: impl Fn(ServerMessage) -> Option<T>) -> T {
    loop {
        if let Some(found) = wanted(live.message().await) {
            return found;
        }
    }
}

/// The next message of the chat.
pub async fn news(live: &mut Live) -> ChatMessage {
    next(live, |said| match said {
        ServerMessage::ChatMessage(news) => Some(news.message),
        _ => None,
    })
    .await
}

/// Watches rooms and waits until it is told of them.
pub async fn watch(live: &mut Live, rooms: &[(ChatRoomId, Option<i64>)]) -> Vec<ChatWatching> {
    let asked = rooms.iter().map(|(room_id, since)| WatchedRoom { room_id: *room_id, since: *since }).collect();
    live.say(&ClientMessage::ChatWatch(ChatWatch { rooms: asked })).await;
    let mut told = Vec::new();
    for said in live.so_far().await {
        if let ServerMessage::ChatWatching(watching) = said {
            told.push(watching);
        }
    }
    told
}

/// What a client sends: a buyer names no room.
pub fn sent(room_id: Option<ChatRoomId>, body: &str) -> ChatSend {
    ChatSend { room_id, client_id: Uuid::now_v7(), body: body.to_owned(), ..ChatSend::default() }
}

async fn acknowledged(live: &mut Live, client_id: Uuid) -> ChatAck {
    next(live, |said| match said {
        ServerMessage::ChatAck(ack) if ack.client_id == client_id => Some(ack),
        ServerMessage::ChatRefused(refused) => panic!("{refused:?}"),
        _ => None,
    })
    .await
}

async fn refused(live: &mut Live, client_id: Uuid) -> ChatRefusal {
    next(live, |said| match said {
        ServerMessage::ChatRefused(refused) if refused.client_id == client_id => Some(refused.code),
        ServerMessage::ChatAck(ack) => panic!("{ack:?}"),
        _ => None,
    })
    .await
}

async fn listen(caller: &Caller) -> Live {
    let (mut live, _) = Live::join(caller, None, &[]).await;
    watch(&mut live, &[]).await;
    live
}

#[tokio::test]
async fn two_tabs_and_two_agents_talk() {
    let app = shop().await;
    let (buyer, agent, colleague) = (app.buyer().await, app.staff().await, app.admin().await);
    let (mut tab, mut other_tab) = (listen(&buyer).await, listen(&buyer).await);
    let (mut desk, welcome) = Live::join(&agent, None, &[Topic::Chats]).await;
    assert_eq!((welcome.topics, welcome.counts.chats), (vec![Topic::Chats], 0));

    let hello = sent(None, "Halo");
    tab.say(&ClientMessage::ChatSend(hello.clone())).await;
    let ack = acknowledged(&mut tab, hello.client_id).await;
    let room = ack.message.room_id;
    assert_eq!(news(&mut other_tab).await, ack.message);
    let (mut changed, mut counted) = (false, false);
    while !(changed && counted) {
        match desk.message().await {
            ServerMessage::Changed(change) => changed |= change.topic == Topic::Chats && change.concerns(room.0),
            ServerMessage::Counts(counts) => counted |= counts.chats == 1,
            _ => {}
        }
    }

    let told = watch(&mut desk, &[(room, Some(0))]).await;
    assert_eq!((told.len(), told[0].change, told[0].missed, told[0].presence.online), (1, 1, false, true));
    let mut second_desk = listen(&colleague).await;
    watch(&mut second_desk, &[(room, None)]).await;
    let reply = sent(Some(room), "Selamat siang");
    desk.say(&ClientMessage::ChatSend(reply.clone())).await;
    let ack = acknowledged(&mut desk, reply.client_id).await;
    assert_eq!((ack.message.side, ack.message.sequence), (ChatSide::Agent, 2));
    assert_eq!(news(&mut second_desk).await, ack.message);
    assert_eq!(news(&mut other_tab).await, ack.message);
    next(&mut tab, |said| match said {
        ServerMessage::Counts(counts) if counts.chat == 1 => Some(()),
        _ => None,
    })
    .await;

    // Typing reaches the others, and not who types.
    tab.say(&ClientMessage::ChatTyping(ChatTyping { room_id: room, typing: true })).await;
    let typist = next(&mut second_desk, |said| match said {
        ServerMessage::ChatTypist(typist) => Some(typist),
        _ => None,
    })
    .await;
    assert_eq!((typist.side, typist.name.as_str(), typist.typing), (ChatSide::Buyer, "Budi", true));
    assert!(!other_tab.so_far().await.iter().any(|said| matches!(said, ServerMessage::ChatTypist(_))));

    // What one tab reads, everybody hears.
    tab.say(&ClientMessage::ChatMark(ChatMark { room_id: room, delivered: 2, read: 2 })).await;
    let receipts = next(&mut second_desk, |said| match said {
        ServerMessage::ChatReceipts(news) if news.receipts.buyer.read == 2 => Some(news.receipts),
        _ => None,
    })
    .await;
    assert_eq!(receipts.agents.read, 2);

    // Who leaves is seen to leave.
    drop((tab, other_tab));
    let presence = next(&mut second_desk, |said| match said {
        ServerMessage::ChatPresence(news) if !news.presence.online => Some(news.presence),
        _ => None,
    })
    .await;
    assert!(presence.last_seen_at.is_some());
    let mut back = listen(&buyer).await;
    next(&mut second_desk, |said| match said {
        ServerMessage::ChatPresence(news) if news.presence.online => Some(()),
        _ => None,
    })
    .await;
    let told = watch(&mut back, &[(room, Some(2))]).await;
    assert!(told[0].presence.online, "somebody who answers is there");
    drop((desk, second_desk));
    next(&mut back, |said| match said {
        ServerMessage::ChatPresence(news) if !news.presence.online => Some(()),
        _ => None,
    })
    .await;
}

#[tokio::test]
async fn what_was_missed_is_told_once_and_in_order() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let room = say(&buyer, "satu").await.room_id;
    for body in ["dua", "tiga", "empat"] {
        answer(&agent, room, body).await;
    }
    let (mut live, _) = Live::join(&buyer, None, &[]).await;
    live.say(&ClientMessage::ChatWatch(ChatWatch { rooms: vec![WatchedRoom { room_id: room, since: Some(1) }] })).await;
    for sequence in 2..=4 {
        assert_eq!(news(&mut live).await.sequence, sequence);
    }
    let watching = next(&mut live, |said| match said {
        ServerMessage::ChatWatching(watching) => Some(watching),
        _ => None,
    })
    .await;
    assert_eq!((watching.change, watching.missed), (4, false));
    // A deletion is told as another change of the same message.
    let last = answer(&agent, room, "lima").await;
    assert_eq!(news(&mut live).await.change, 5);
    agent.delete(&format!("/admin/chats/{room}/messages/{}", last.id)).await.done();
    let gone = news(&mut live).await;
    assert_eq!((gone.id, gone.sequence, gone.change, gone.body.as_str()), (last.id, 5, 6, ""));
    drop(live);
    let (mut back, _) = Live::join(&buyer, None, &[]).await;
    back.say(&ClientMessage::ChatWatch(ChatWatch { rooms: vec![WatchedRoom { room_id: room, since: Some(4) }] })).await;
    assert_eq!(news(&mut back).await.change, 6, "what was said and deleted is told once");
    assert_eq!(watch(&mut back, &[(room, Some(6))]).await[0].change, 6);
    // Numbers that cannot be, and too much to be told.
    for since in [-1, 7, i64::MAX] {
        let told = watch(&mut back, &[(room, Some(since))]).await;
        assert!(told[0].missed && told[0].change == 6, "{since}");
    }
    let sql = "INSERT INTO chat_messages (id, room_id, sequence, change, client_id, sender_kind, body, created_at)
               SELECT gen_random_uuid(), $1, n, n, gen_random_uuid(), 'system', 'x', now() FROM generate_series(7, 250) n";
    app.sql(sql, [room.0.into()]).await;
    app.sql("UPDATE chat_rooms SET last_sequence = 250, last_change = 250 WHERE id = $1", [room.0.into()]).await;
    let (mut late, _) = Live::join(&buyer, None, &[]).await;
    let told = watch(&mut late, &[(room, Some(6))]).await;
    assert!(told[0].missed && told[0].change == 250);
    assert_eq!(watch(&mut late, &[(room, Some(200))]).await[0].change, 250);
    answer(&agent, room, "enam").await;
    assert_eq!(news(&mut late).await.change, 251);
}

#[tokio::test]
async fn strangers_hear_nothing_and_get_nothing_in() {
    let app = shop().await;
    let (buyer, stranger, agent) = (app.buyer().await, app.buyer().await, app.staff().await);
    let room = say(&buyer, "Rahasia").await.room_id;
    let (mut live, _) = Live::join(&stranger, None, &[Topic::Chats, Topic::OwnChats]).await;
    assert!(watch(&mut live, &[(room, Some(0)), (ChatRoomId::generate(), None)]).await.is_empty());
    let intruding = sent(Some(room), "Saya pembelinya");
    live.say(&ClientMessage::ChatSend(intruding.clone())).await;
    assert_eq!(refused(&mut live, intruding.client_id).await, ChatRefusal::NotFound);
    live.say(&ClientMessage::ChatMark(ChatMark { room_id: room, delivered: 1, read: 1 })).await;
    live.say(&ClientMessage::ChatTyping(ChatTyping { room_id: room, typing: true })).await;
    answer(&agent, room, "Nomor pesanan?").await;
    let mut mine = listen(&buyer).await;
    say(&buyer, "HRT-1").await;
    assert_eq!(news(&mut mine).await.body, "HRT-1");
    let heard = live.so_far().await;
    assert!(heard.is_empty(), "{heard:?}");
    assert_eq!(app.number("SELECT count(*) AS n FROM chat_messages").await, 3);
    let sql = format!("SELECT count(*) AS n FROM chat_cursors WHERE user_id = '{}'", stranger.user_id());
    assert_eq!(app.number(&sql).await, 0);
}

#[tokio::test]
async fn who_may_not_answer_any_more_hears_nothing_more() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let room = say(&buyer, "Halo").await.room_id;
    let (mut desk, _) = Live::join(&agent, None, &[Topic::Chats]).await;
    watch(&mut desk, &[(room, Some(0))]).await;
    app.sql(
        "DELETE FROM role_permissions WHERE permission = 'chat.answer' AND role_id = (SELECT id FROM roles WHERE name = 'staff')",
        [],
    )
    .await;
    next(&mut desk, |said| match said {
        ServerMessage::Subscribed(told) if told.topics.is_empty() => Some(()),
        _ => None,
    })
    .await;
    say(&buyer, "Masih di sana?").await;
    let late = sent(Some(room), "Saya");
    desk.say(&ClientMessage::ChatSend(late.clone())).await;
    assert_eq!(refused(&mut desk, late.client_id).await, ChatRefusal::NotFound);
    assert!(!desk.so_far().await.iter().any(|said| matches!(said, ServerMessage::ChatMessage(_))));
    let mut mine = listen(&buyer).await;
    app.sql("UPDATE users SET active = false WHERE id = $1", [buyer.user_id().into()]).await;
    mine.ends_by(ByeReason::SignedOut).await;
}

#[tokio::test]
async fn what_is_refused_is_said_and_the_connection_goes_on() {
    let app = shop().await;
    let shelf = Shelf::new(&app).await;
    let guitar = shelf.goods("RG550", 12_000_000, 3).await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let mut live = listen(&buyer).await;
    let (empty, long) = (sent(None, "  "), sent(None, &"x".repeat(4_001)));
    let unknown = ChatSend { product_id: Some(shared::ids::ProductId::generate()), ..sent(None, "") };
    for bad in [empty, long, unknown] {
        live.say(&ClientMessage::ChatSend(bad.clone())).await;
        assert_eq!(refused(&mut live, bad.client_id).await, ChatRefusal::Invalid);
    }
    let good = ChatSend { product_id: Some(guitar.product), ..sent(None, "Ini ada?") };
    for _ in 0..2 {
        live.say(&ClientMessage::ChatSend(good.clone())).await;
        let ack = acknowledged(&mut live, good.client_id).await;
        assert_eq!((ack.message.sequence, ack.message.product.map(|product| product.id)), (1, Some(guitar.product)));
    }
    let other = ChatSend { body: "Bukan itu".to_owned(), ..good.clone() };
    live.say(&ClientMessage::ChatSend(other)).await;
    assert_eq!(refused(&mut live, good.client_id).await, ChatRefusal::Conflict);

    // Order of acknowledgements is that of what was sent.
    let many: Vec<ChatSend> = (0..3).map(|number| sent(None, &format!("pesan {number}"))).collect();
    for message in &many {
        live.say(&ClientMessage::ChatSend(message.clone())).await;
    }
    for (sequence, message) in (2..).zip(&many) {
        let ack = next(&mut live, |said| match said {
            ServerMessage::ChatAck(ack) => Some(ack),
            _ => None,
        })
        .await;
        assert_eq!((ack.client_id, ack.message.sequence), (message.client_id, sequence));
    }

    let room = acknowledged_room(&app).await;
    change(&agent, room, json!({ "status": "resolved" })).await.done();
    let mut desk = listen(&agent).await;
    let late = sent(Some(room), "Masih ada");
    desk.say(&ClientMessage::ChatSend(late.clone())).await;
    assert_eq!(refused(&mut desk, late.client_id).await, ChatRefusal::Closed);
    // The buyer's next word opens the next room, which their socket hears of without asking.
    let mut other_tab = listen(&buyer).await;
    let next_word = sent(Some(room), "Satu lagi");
    live.say(&ClientMessage::ChatSend(next_word.clone())).await;
    let ack = acknowledged(&mut live, next_word.client_id).await;
    assert!(ack.message.room_id != room && ack.message.sequence == 1);
    let told = next(&mut other_tab, |said| match said {
        ServerMessage::ChatMessage(news) if news.message.room_id != room => Some(news.message),
        _ => None,
    })
    .await;
    assert_eq!(told, ack.message);

    let mut flood = None;
    for _ in 0..20 {
        let more = sent(None, "lagi");
        live.say(&ClientMessage::ChatSend(more.clone())).await;
        let code = next(&mut live, |said| match said {
            ServerMessage::ChatAck(ack) if ack.client_id == more.client_id => Some(None),
            ServerMessage::ChatRefused(refused) if refused.client_id == more.client_id => Some(Some(refused.code)),
            _ => None,
        })
        .await;
        if code.is_some() {
            flood = code;
            break;
        }
    }
    assert_eq!(flood, Some(ChatRefusal::TooMany));
    live.send(Message::text(r#"{"type":"chat_send","client_id":7,"body":"x"}"#)).await;
    live.ends_by(ByeReason::Malformed).await;
}

/// The only room there is.
async fn acknowledged_room(app: &TestApp) -> ChatRoomId {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    let rows: Vec<Row> = api::db::all(&app.ctx.db, "SELECT id FROM chat_rooms", []).await.expect("rooms");
    ChatRoomId(rows.first().expect("a room").id)
}

#[tokio::test]
async fn who_reads_slowly_gets_everything_in_the_end() {
    let app = shop().await;
    let buyer = app.buyer().await;
    let room = say(&buyer, "Halo").await.room_id;
    let (mut slow, _) = Live::join(&buyer, None, &[]).await;
    watch(&mut slow, &[(room, Some(1))]).await;
    let long = "panjang ".repeat(400);
    // More than a mailbox and the system's buffers hold.
    let mut agents = Vec::new();
    for _ in 0..3 {
        agents.push(app.staff().await);
    }
    for number in 0..90 {
        answer(&agents[number % 3], room, &format!("{number} {long}")).await;
    }
    for change in 2..=91 {
        assert_eq!(news(&mut slow).await.change, change);
    }
    assert!(!slow.so_far().await.iter().any(|said| matches!(said, ServerMessage::ChatMessage(_))));
}

#[tokio::test]
async fn what_is_said_at_one_server_is_heard_at_the_other() {
    let app = shop().await;
    let mut other = Process::start(&app, &free_address(), &[]).await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let mut here = listen(&buyer).await;
    let room = say(&buyer, "Halo").await.room_id;
    let far = agent.clone().at(other.url());
    let (mut there, _) = Live::join(&far, None, &[]).await;
    assert!(watch(&mut there, &[(room, Some(0))]).await[0].presence.online);
    answer(&far, room, "Dari jauh").await;
    next(&mut here, |said| match said {
        ServerMessage::ChatMessage(news) if news.message.body == "Dari jauh" => Some(()),
        _ => None,
    })
    .await;
    there.say(&ClientMessage::ChatTyping(ChatTyping { room_id: room, typing: true })).await;
    let typist = next(&mut here, |said| match said {
        ServerMessage::ChatTypist(typist) => Some(typist),
        _ => None,
    })
    .await;
    assert_eq!(typist.side, ChatSide::Agent);

    // A listening connection that is lost loses nothing.
    let sql = "SELECT count(pg_terminate_backend(pid)) AS n FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%hurtrock%'";
    assert!(app.number(sql).await >= 1);
    for number in 0..5 {
        answer(&far, room, &format!("sesudah {number}")).await;
    }
    for number in 0..5 {
        assert_eq!(news(&mut here).await.body, format!("sesudah {number}"));
    }
    drop(there);
    other.kill();
    // Nobody says goodbye for a process that was killed; it is taken for gone after a while.
    let gone = async || {
        let sql = "SELECT count(*) AS n FROM chat_sessions WHERE disconnected_at IS NULL AND answers";
        app.number(sql).await == 0
    };
    app.ctx.clock.advance(chrono::TimeDelta::seconds(100));
    api::chat::touch_sessions(&app.ctx, &[]).await.unwrap();
    app.eventually("the session was closed", gone).await;
}
