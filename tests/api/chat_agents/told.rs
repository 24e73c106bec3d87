//! Who is told that somebody waits, or that there is an answer.

use serde_json::json;
use shared::chat::ChatState;
use shared::mail::StaffEmailRow;
use shared::notifications::{Notification, NotificationKind};
use shared::page::Page;
use tests::Caller;
use uuid::Uuid;

use crate::chat::{answer, room, say, shop};

#[tokio::test]
async fn those_who_answer_are_told_that_somebody_waits() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let id = say(&buyer, "Ada yang bisa bantu?").await.room_id;
    say(&buyer, "Halo?").await;
    app.run_jobs().await;
    let told = async || agent.get("/admin/notifications").await.ok::<Page<Notification>>().items;
    let first = told().await;
    assert_eq!(first.len(), 1, "one for each time of waiting");
    assert_eq!((first[0].kind, first[0].buyer.as_deref()), (NotificationKind::StaffChatWaiting, Some("Budi Santoso")));
    assert_eq!(first[0].detail.as_deref(), Some("Halo?"));
    // Answered before the job came by: nobody needs to know.
    answer(&agent, id, "Ya").await;
    say(&buyer, "Terima kasih").await;
    answer(&agent, id, "Sama-sama").await;
    app.run_jobs().await;
    assert_eq!(told().await.len(), 1);
    assert!(app.buyer().await.get("/notifications").await.ok::<Page<Notification>>().items.is_empty());
}

#[tokio::test]
async fn whoever_is_given_a_room_is_told_and_everybody_when_nobody_has_it() {
    let app = shop().await;
    let (buyer, agent, colleague) = (app.buyer().await, app.staff().await, app.admin().await);
    let id = say(&buyer, "Halo").await.room_id;
    let give = async |to: Option<Uuid>| {
        let revision = room(&agent, id).await.revision;
        agent.put_at(&format!("/admin/chats/{id}/assignee"), revision, json!({ "assignee_id": to })).await.done();
        app.run_jobs().await;
    };
    let told = async |caller: &Caller| caller.get("/admin/notifications").await.ok::<Page<Notification>>().items;
    give(Some(agent.user_id())).await;
    assert_eq!((told(&agent).await.len(), told(&colleague).await.len()), (0, 0), "who takes a room knows");
    give(Some(colleague.user_id())).await;
    let given = told(&colleague).await;
    assert_eq!((given.len(), given[0].kind), (1, NotificationKind::StaffChatAssigned));
    assert_eq!((given[0].buyer.as_deref(), given[0].chat_room_id), (Some("Budi Santoso"), Some(id)));
    assert!(told(&agent).await.is_empty());
    give(None).await;
    let waits = told(&colleague).await;
    assert_eq!((waits.len(), waits[0].kind), (2, NotificationKind::StaffChatWaiting));
    assert_eq!(told(&agent).await.len(), 1);
    answer(&agent, id, "Ya?").await;
    give(None).await;
    assert_eq!(told(&agent).await.len(), 1, "nobody waits");
}

#[tokio::test]
async fn a_buyer_who_has_gone_gets_one_email() {
    let app = shop().await;
    let (mut buyer, mut agent) = (app.buyer().await, app.admin().await);
    let id = say(&buyer, "Halo").await.room_id;
    answer(&agent, id, "Masih ada dua.\n\nMau yang hitam?").await;
    let emails = async |agent: &Caller| agent.get("/admin/emails?template=chat_answered").await.ok::<Page<StaffEmailRow>>().items;
    let mail = async || {
        api::jobs::enqueue(&app.ctx.db, &api::chat::MailAnswers {}).await.unwrap();
        app.run_jobs().await;
    };
    mail().await;
    assert!(emails(&agent).await.is_empty(), "not yet");
    app.ctx.clock.advance(chrono::TimeDelta::minutes(11));
    buyer.sign_in().await;
    agent.sign_in().await;
    mail().await;
    let sent = emails(&agent).await;
    assert_eq!((sent.len(), sent[0].recipient.as_str()), (1, buyer.email()));
    assert!(sent[0].subject.contains("Budi"), "{}", sent[0].subject);
    answer(&agent, id, "Bagaimana?").await;
    app.ctx.clock.advance(chrono::TimeDelta::minutes(11));
    buyer.sign_in().await;
    agent.sign_in().await;
    mail().await;
    assert_eq!(emails(&agent).await.len(), 1, "once until the buyer comes back");
    buyer.post(&format!("/chat/rooms/{id}/seen"), json!({ "read": 3 })).await.done();
    answer(&agent, id, "Sudah saya simpan").await;
    app.ctx.clock.advance(chrono::TimeDelta::minutes(11));
    buyer.sign_in().await;
    agent.sign_in().await;
    mail().await;
    assert_eq!(emails(&agent).await.len(), 2);
}

#[tokio::test]
async fn what_comes_late_has_read_nothing_of_what_came_before_it() {
    let app = shop().await;
    let (mut buyer, mut agent) = (app.buyer().await, app.admin().await);
    let id = say(&buyer, "Halo").await.room_id;
    answer(&agent, id, "Masih ada dua.").await;
    // Written before that answer, without a connection, and sent when there was one again.
    let late = say(&buyer, "Masih di sana?").await;
    let unread = async |buyer: &Caller| buyer.get("/chat").await.ok::<ChatState>().unread;
    assert_eq!(unread(&buyer).await, 1);

    // So does an answer that says what had been seen.
    let path = format!("/admin/chats/{id}/messages");
    let seen = async |agent: &Caller, sequence: i64| {
        let ask = json!({ "client_id": Uuid::now_v7(), "body": "Ya", "seen": sequence });
        agent.post(&path, ask).await.done();
        room(agent, id).await.room
    };
    let before = room(&agent, id).await.room;
    let still = seen(&agent, 2).await;
    assert_eq!((still.unread, still.waiting_since, still.respond_by), (1, Some(late.created_at), before.respond_by));
    let other = say(&buyer, "Yang merah").await;
    let rest = seen(&agent, late.sequence).await;
    assert_eq!((rest.unread, rest.waiting_since), (1, Some(other.created_at)));
    assert_eq!(rest.respond_by, Some(other.created_at + chrono::TimeDelta::minutes(30)));
    let none = seen(&agent, 99).await;
    assert_eq!((none.unread, none.waiting_since, none.respond_by), (0, None, None));

    // The buyer is told by email that there are answers, which nobody has read.
    app.ctx.clock.advance(chrono::TimeDelta::minutes(11));
    buyer.sign_in().await;
    agent.sign_in().await;
    assert_eq!(unread(&buyer).await, 4);
    api::jobs::enqueue(&app.ctx.db, &api::chat::MailAnswers {}).await.unwrap();
    app.run_jobs().await;
    let sent: Page<StaffEmailRow> = agent.get("/admin/emails?template=chat_answered").await.ok();
    assert_eq!(sent.items.len(), 1);
}
