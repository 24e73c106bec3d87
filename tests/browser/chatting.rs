//! A buyer talks to those who answer for the shop, in two tabs and with a connection that comes and goes.

use image::ImageFormat;
use reqwest::Method;
use serde_json::json;
use shared::cart::Cart;
use shared::catalog::ProductList;
use shared::chat::{ChatHistory, ChatMessage, ChatRoomDetail, ChatRoomRow, ChatSide};
use shared::ids::ChatRoomId;
use shared::live::chat::{ChatTyping, ChatWatch, WatchedRoom};
use shared::live::{ClientMessage, ServerMessage};
use shared::page::Page;
use tests::pictures::{encoded, flag};
use tests::{Browser, Caller, Live, Network, TestApp};
use uuid::Uuid;

use crate::steps;

const TEXT: &str = "[data-test=chat-text]";
const OWN: &str = "[data-test=chat-message][data-side=buyer]";
const ANSWER: &str = "[data-test=chat-message][data-side=agent]";

/// The open rooms, as those who answer see them.
async fn rooms(agent: &Caller) -> Vec<ChatRoomRow> {
    agent.get("/admin/chats").await.ok::<Page<ChatRoomRow>>().items
}

async fn the_room(app: &TestApp, agent: &Caller) -> ChatRoomId {
    app.eventually("a room is open", async || !rooms(agent).await.is_empty()).await;
    rooms(agent).await.first().expect("a room").id
}

async fn detail(agent: &Caller, room: ChatRoomId) -> ChatRoomDetail {
    agent.get(&format!("/admin/chats/{room}")).await.ok()
}

/// What the buyer said, the first first.
async fn said(agent: &Caller, room: ChatRoomId) -> Vec<ChatMessage> {
    let history: ChatHistory = agent.get(&format!("/admin/chats/{room}/messages?limit=100")).await.ok();
    history.items.into_iter().rev().filter(|message| message.side == ChatSide::Buyer).collect()
}

async fn answer(agent: &Caller, room: ChatRoomId, body: &str) -> ChatMessage {
    let ask = json!({ "client_id": Uuid::now_v7(), "body": body });
    agent.post(&format!("/admin/chats/{room}/messages"), ask).await.ok()
}

async fn write(browser: &Browser, text: &str) {
    browser.write(TEXT, text).await;
    browser.enter(TEXT).await;
}

/// Signs in and comes to the front page, connected.
async fn come_in(app: &TestApp, browser: &Browser, buyer: &Caller) {
    browser.go("/sign-in").await;
    steps::sign_in(browser, buyer).await;
    browser.arrive("the shop", |url| url.trim_end_matches('/') == app.url()).await;
    browser.see("[data-test=bell][data-live=on]").await;
}

async fn click_by_script(browser: &Browser, css: &str) {
    let script = format!(
        "const found = document.querySelector({css:?}); found?.scrollIntoView(); found?.click();
         arguments[arguments.length - 1](found !== null)"
    );
    let mut tries = 0;
    while !browser.ask::<bool>(&script).await {
        tries += 1;
        assert!(tries < 50, "{css} never came");
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
}

fn picture(app: &TestApp) -> String {
    let path = app.ctx.config.files_dir.join("gitar saya.jpg");
    std::fs::write(&path, encoded(&flag(900, 600, 40), ImageFormat::Jpeg)).expect("a picture");
    path.display().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_buyer_asks_is_answered_checks_out_and_rates() {
    let (app, goods) = steps::shop().await;
    let (agent, colleague, buyer) = (app.staff().await, app.staff().await, app.buyer().await);
    let found: ProductList = app.guest().get("/products?q=RG550").await.ok();
    let slug = found.items.first().expect("the guitar").slug.clone();
    Browser::with(&app, "chatting", async |browser| {
        // The email about an answer leads here: it opens the chat, once, and guests are invited to sign in.
        browser.go("/?chat=open").await;
        browser.see("[data-test=chat-panel][open] [data-test=chat-guest] a[href^='/sign-in']").await;
        browser.arrive("the address without it", |url| url.trim_end_matches('/') == app.url()).await;
        browser.click("[data-test=chat-guest] a[href^='/sign-in']").await;
        browser.arrive("signing in", |url| url.contains("/sign-in")).await;
        browser.click("[data-test=chat-close]").await;
        steps::sign_in(browser, &buyer).await;
        browser.see("[data-test=chat-panel][open] [data-test=chat-text]").await;
        browser.arrive("the shop", |url| url.trim_end_matches('/') == app.url()).await;
        browser.see("[data-test=bell][data-live=on]").await;

        // From the product's page, the product is tagged; the panel stays when another page comes.
        browser.go(&format!("/products/{slug}")).await;
        browser.see("[data-test=bell][data-live=on]").await;
        browser.click("[data-test=ask-product]").await;
        browser.see(&format!("[data-test=chat-tagged][data-slug='{slug}']")).await;
        browser.see("[data-test=chat-topics]").await;
        write(browser, "Masih ada yang hitam?").await;
        browser.see_count(OWN, 1).await;
        browser.see(&format!("{OWN} [data-test=chat-product][data-slug='{slug}']")).await;
        browser.see_count("[data-test=chat-outgoing]", 0).await;
        let room = the_room(&app, &agent).await;
        browser.gone("[data-test=chat-topics]").await;
        browser.see(&format!("{OWN} [data-test=chat-tick][data-state=sent]")).await;

        // Receipts and typing, both ways.
        let (mut live, _) = Live::join(&agent, None, &[]).await;
        live.say(&ClientMessage::ChatWatch(ChatWatch { rooms: vec![WatchedRoom { room_id: room, since: None }] })).await;
        agent.post(&format!("/admin/chats/{room}/seen"), json!({ "delivered": 1, "read": 0 })).await.done();
        browser.see(&format!("{OWN} [data-test=chat-tick][data-state=delivered]")).await;
        agent.post(&format!("/admin/chats/{room}/seen"), json!({ "delivered": 1, "read": 1 })).await.done();
        browser.see(&format!("{OWN} [data-test=chat-tick][data-state=read]")).await;
        live.say(&ClientMessage::ChatTyping(ChatTyping { room_id: room, typing: true })).await;
        browser.see("[data-test=chat-typing][data-typing=yes]").await;
        browser.write(TEXT, "Sama satu lagi").await;
        loop {
            if let ServerMessage::ChatTypist(typist) = live.message().await {
                assert_eq!((typist.room_id, typist.side, typist.typing), (room, ChatSide::Buyer, true));
                break;
            }
        }

        // A picture, with the text that waited.
        browser.attach("[data-test=chat-files]", &[picture(&app)]).await;
        browser.see("[data-test=chat-pending][data-state=ready]").await;
        browser.click("[data-test=chat-send]").await;
        browser.see_count(OWN, 2).await;
        browser.see(&format!("{OWN} [data-test=chat-image] img")).await;
        browser.see_count("[data-test=chat-pending]", 0).await;

        // An answer counts in every tab until it is read in one.
        browser.click("[data-test=chat-close]").await;
        let first = browser.tab().await;
        let second = browser.open_tab().await;
        browser.go("/").await;
        browser.see("[data-test=bell][data-live=on]").await;
        answer(&agent, room, "Masih, satu yang hitam.").await;
        let last = answer(&colleague, room, "Mau kami simpankan?").await;
        browser.see("[data-test=chat-button][data-unread='2']").await;
        browser.look_at(&first).await;
        browser.see("[data-test=chat-button][data-unread='2']").await;
        browser.look_at(&second).await;
        browser.click("[data-test=chat-button]").await;
        browser.see_count(ANSWER, 2).await;
        browser.see("[data-test=chat-button][data-unread='0']").await;
        browser.look_at(&first).await;
        browser.see("[data-test=chat-button][data-unread='0']").await;
        app.eventually("the agents see that it was read", async || {
            detail(&agent, room).await.receipts.buyer.read >= last.sequence
        })
        .await;

        // A cart that was filled, checked out.
        browser.look_at(&second).await;
        let fill = json!({ "client_id": Uuid::now_v7(), "body": "Ini keranjangnya.",
                           "items": [{ "variant_id": goods[0].variant, "quantity": 1 }] });
        agent.post(&format!("/admin/chats/{room}/cart"), fill).await.done();
        browser.see_count("[data-test=chat-cart-line]", 1).await;
        browser.see("[data-test=cart-badge][data-count='1']").await;
        // Emptied meanwhile: what is missing is put in again.
        buyer.put("/cart", json!({ "items": [] })).await.done();
        browser.click("[data-test=chat-checkout]").await;
        browser.arrive("the checkout", |url| url.ends_with("/checkout")).await;
        let cart: Cart = buyer.get("/cart").await.ok();
        assert_eq!(cart.items.iter().map(|item| item.variant_id).collect::<Vec<_>>(), [goods[0].variant]);

        // What one regrets is gone on both sides.
        click_by_script(browser, &format!("{OWN} [data-test=chat-delete]")).await;
        browser.click("dialog[open] .btn--danger").await;
        browser.see_count(&format!("{OWN}.is-deleted"), 1).await;
        let first_said = said(&agent, room).await.into_iter().next().expect("what was said");
        assert!(first_said.deleted_at.is_some() && first_said.body.is_empty());

        // Settled, rated; and writing on opens the next room.
        let revision = detail(&agent, room).await.revision;
        let resolve = agent.request(Method::PATCH, &format!("/admin/chats/{room}")).header("if-match", format!("\"{revision}\""));
        agent.send(resolve.json(&json!({ "status": "resolved" }))).await.done();
        browser.see("[data-test=chat-settled]").await;
        browser.click("[data-test=chat-rate] .stars__star:nth-child(5)").await;
        browser.write("[data-test=chat-rate] [data-pointer='/comment']", "Cepat dan ramah.").await;
        browser.click("[data-test=chat-rate-send]").await;
        browser.see("[data-test=chat-rated]").await;
        let rated = detail(&agent, room).await;
        assert_eq!((rated.rating, rated.rating_comment.as_deref()), (Some(5), Some("Cepat dan ramah.")));
        browser.click("[data-test=chat-topic-order]").await;
        write(browser, "Sampai kapan, ya?").await;
        let next = the_room(&app, &agent).await;
        assert_ne!(next, room);
        browser.gone("[data-test=chat-rate]").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_without_a_connection_is_sent_once_and_in_order() {
    let (app, _) = steps::shop().await;
    let (agent, buyer) = (app.staff().await, app.buyer().await);
    Browser::with(&app, "chatting-offline", async |browser| {
        come_in(&app, browser, &buyer).await;
        browser.click("[data-test=chat-button]").await;
        write(browser, "satu").await;
        browser.see_count(OWN, 1).await;
        let room = the_room(&app, &agent).await;

        browser.network(Network::Offline).await;
        browser.see("[data-test=chat-offline]").await;
        for text in ["dua", "tiga", "empat"] {
            write(browser, text).await;
        }
        browser.see_count("[data-test=chat-outgoing][data-state=sending]", 3).await;
        assert_eq!(said(&agent, room).await.len(), 1);
        let answered = answer(&agent, room, "Kami di sini.").await;

        browser.network(Network::Usual).await;
        browser.see_count("[data-test=chat-outgoing]", 0).await;
        browser.see_count(OWN, 4).await;
        browser.see_text(ANSWER, "Kami di sini.").await;
        let bodies: Vec<String> = said(&agent, room).await.into_iter().map(|message| message.body).collect();
        assert_eq!(bodies, ["satu", "dua", "tiga", "empat"]);
        let numbers = browser.attributes("[data-test=chat-message]", "data-sequence").await;
        let mut sorted: Vec<i64> = numbers.iter().filter_map(|number| number.parse().ok()).collect();
        sorted.dedup();
        assert_eq!(sorted.len(), numbers.len(), "{numbers:?}");
        assert!(sorted.is_sorted() && sorted.contains(&answered.sequence), "{numbers:?}");

        // A draft outlives the page.
        browser.write(TEXT, "belum selesai").await;
        browser.reload().await;
        browser.click("[data-test=chat-button]").await;
        browser.see_count(OWN, 4).await;
        browser.see(TEXT).await;
        let script = "arguments[arguments.length - 1](document.querySelector('[data-test=chat-text]').value)";
        assert_eq!(browser.ask::<String>(script).await, "belum selesai");
    })
    .await;
}
