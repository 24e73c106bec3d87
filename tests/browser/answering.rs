//! Two who answer share the work, each at a desk of their own, while a buyer writes.

use serde_json::json;
use shared::cart::Cart;
use shared::chat::{CannedResponse, ChatHistory, ChatMessage, ChatRoomDetail, ChatSide, ChatStatus, ChatTopic};
use tests::{Browser, Caller, TestApp, web_dir};
use uuid::Uuid;

use crate::steps;

const TEXT: &str = "[data-test=chat-text]";
const ROOM: &str = "[data-test=chat-room]";
const ASKED: &str = "[data-test=chat-message][data-side=buyer]";
const ANSWER: &str = "[data-test=chat-message][data-side=agent]";
const NOTES: &str = "[data-test=chat-buyer] [data-pointer='/notes']";

/// Signs in and sits down before the rooms, connected.
async fn sit_down(desk: &Browser, agent: &Caller) {
    desk.go("/admin/chats").await;
    desk.arrive("the sign-in page", |url| url.contains("/sign-in?next=")).await;
    steps::sign_in(desk, agent).await;
    desk.see("[data-test=console]").await;
    desk.see("[data-test=bell][data-live=on]").await;
}

async fn ask(buyer: &Caller, body: &str) -> ChatMessage {
    let message = json!({ "client_id": Uuid::now_v7(), "body": body, "topic": ChatTopic::Product });
    buyer.post("/chat/messages", message).await.ok()
}

/// What the buyer sees that was said for the shop, the last first.
async fn answers(buyer: &Caller) -> Vec<ChatMessage> {
    let history: ChatHistory = buyer.get("/chat/messages").await.ok();
    history.items.into_iter().filter(|message| message.side == ChatSide::Agent).collect()
}

async fn canned(agent: &Caller, shortcut: &str, body: &str) {
    let response = json!({ "shortcut": shortcut, "title": "Salam pembuka", "body": body });
    agent.post("/admin/canned-responses", response).await.done();
}

async fn value(desk: &Browser, css: &str) -> String {
    desk.ask(&format!("arguments[arguments.length - 1](document.querySelector({css:?}).value)")).await
}

/// So many rooms say that something is unread, and the navigation says it too.
async fn unread(desk: &Browser, rooms: usize) {
    desk.see_count("[data-test=chat-unread]", rooms).await;
    desk.see_count("[data-test=chats-unread-count]", rooms.min(1)).await;
}

async fn save_notes(desk: &Browser) {
    desk.click("[data-test=chat-buyer] [data-test=save]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_answer_share_a_room() {
    let (app, goods) = steps::shop().await;
    let (first, second, buyer) = (app.staff().await, app.staff().await, app.buyer().await);
    canned(&first, "halo", "Halo {name}, ada yang bisa dibantu?").await;
    Browser::with(&app, "answering-first", async |one| {
        sit_down(one, &first).await;
        Browser::with(&app, "answering-second", async |two| {
            sit_down(two, &second).await;

            // A room appears at both desks, and is unread until one of them reads it.
            ask(&buyer, "Masih ada RG550?").await;
            for desk in [one, two] {
                desk.see_count(ROOM, 1).await;
                unread(desk, 1).await;
                desk.see_text(ROOM, "Jawab dalam").await;
            }
            one.click(ROOM).await;
            let address = one.arrive("the room", |url| url.contains("room=")).await;
            one.see_text(ASKED, "Masih ada RG550?").await;
            for desk in [one, two] {
                unread(desk, 0).await;
            }

            // Taken at one desk, seen at the other.
            one.click("[data-test=chat-assign] .menu__button").await;
            one.click("[data-test=chat-assign] .menu__item >> Ambil").await;
            one.see_text("[data-test=chat-assignee]", "Kamu").await;
            two.see(&format!("{ROOM}:not([data-assignee=''])")).await;
            two.click("[data-test=chats-nobody]").await;
            two.see_count(ROOM, 0).await;
            two.click("[data-test=chats-all]").await;
            two.see_count(ROOM, 1).await;

            // The button keeps what was begun: Escape puts it back, and the text comes after it.
            one.write(TEXT, "Sebentar,").await;
            one.click("[data-test=canned-open]").await;
            one.see("[data-test=canned-option][data-shortcut=halo]").await;
            one.press("Escape").await;
            app.eventually("it is as it was", async || value(one, TEXT).await == "Sebentar,").await;
            one.click("[data-test=canned-open]").await;
            one.click("[data-test=canned-option][data-shortcut=halo]").await;
            let filled = value(one, TEXT).await;
            assert!(filled.starts_with("Sebentar, Halo "), "{filled}");

            // By a few letters, a text that is written often.
            one.write(TEXT, "/ha").await;
            one.see("[data-test=canned-option][data-shortcut=halo].is-active").await;
            one.enter(TEXT).await;
            let filled = value(one, TEXT).await;
            assert!(filled.starts_with("Halo ") && !filled.contains('{'), "{filled}");
            one.enter(TEXT).await;
            one.see_text(ANSWER, "ada yang bisa dibantu?").await;
            app.eventually("the buyer has the answer", async || answers(&buyer).await.len() == 1).await;
            two.see_text(ROOM, "Selesaikan dalam").await;

            // A product by its card.
            one.click("[data-test=chat-tag]").await;
            one.write("[data-test=chat-product-search]", "RG550").await;
            one.click("[data-test=chat-product-found] >> RG550").await;
            one.see("[data-test=chat-tagged]").await;
            one.click("[data-test=chat-send]").await;
            one.see(&format!("{ANSWER} [data-test=chat-product]")).await;
            app.eventually("the buyer has the card", async || answers(&buyer).await.iter().any(|said| said.product.is_some()))
                .await;

            // The buyer's cart, filled and told.
            one.click("[data-test=cart-open]").await;
            one.see_count("[data-test=fill-product]", 3).await;
            let mark = "document.querySelectorAll('[data-test=fill-product]').forEach(found => found.dataset.marked = '');
                        arguments[0](true)";
            assert!(one.ask::<bool>(mark).await);
            one.write("[data-test=fill-search]", "RG550").await;
            // What stays in the list when it is searched is the same button: a press that was begun is not lost.
            one.see_count("[data-test=fill-product]", 1).await;
            one.see_count("[data-test=fill-product][data-marked]", 1).await;
            one.click("[data-test=fill-product] >> RG550").await;
            one.click("[data-test=fill-variant] >> Hitam").await;
            one.see_count("[data-test=fill-line]", 1).await;
            one.click("[data-test=fill-send]").await;
            one.gone("dialog[open]").await;
            one.see_count("[data-test=chat-cart-line]", 1).await;
            let cart: Cart = buyer.get("/cart").await.ok();
            assert_eq!(
                cart.items.iter().map(|item| (item.variant_id, item.quantity)).collect::<Vec<_>>(),
                [(goods[0].variant, 1)]
            );
            one.see_text("[data-test=chat-buyer-cart]", "RG550").await;

            // Two note something at once: nothing is overwritten unseen.
            two.click(ROOM).await;
            two.see_text(ASKED, "Masih ada RG550?").await;
            two.write(NOTES, "Tinggi 180 cm").await;
            one.write(NOTES, "Suka metal").await;
            save_notes(one).await;
            one.see_text("[data-test=chat-buyer] .save-bar__state", "Semua tersimpan").await;
            save_notes(two).await;
            two.see_text(".conflict__table", "Suka metal").await;
            two.click("[data-test=conflict-mine]").await;
            two.see_text("[data-test=chat-buyer] .save-bar__state", "Semua tersimpan").await;
            app.eventually("the first desk shows the other's notes", async || {
                value(one, &format!("{NOTES} textarea")).await == "Tinggi 180 cm"
            })
            .await;

            // Settled, taken back, settled at the other desk, and opened again.
            one.click("[data-test=chat-resolve]").await;
            one.see("[data-test=chat-head][data-status=resolved]").await;
            two.see("[data-test=chat-head][data-status=resolved]").await;
            two.see_count(ROOM, 0).await;
            one.click(".toast__act >> Urungkan").await;
            two.see("[data-test=chat-head][data-status=open]").await;
            two.see_count(ROOM, 1).await;
            two.click("[data-test=chat-resolve]").await;
            one.see("[data-test=chat-head][data-status=resolved]").await;
            one.click("[data-test=chat-reopen]").await;
            for desk in [one, two] {
                desk.see("[data-test=chat-head][data-status=open]").await;
            }

            // By the keyboard: to the room, open it, take it.
            two.go("/admin/chats").await;
            two.see_count(ROOM, 1).await;
            two.see("[data-test=bell][data-live=on]").await;
            two.press("j").await;
            two.press("Enter").await;
            assert_eq!(two.arrive("the room", |url| url.contains("room=")).await, address);
            two.see("[data-test=chat-head][data-status=open]").await;
            two.press("a").await;
            two.see_text("[data-test=chat-assignee]", "Kamu").await;
            app.eventually("the first desk sees it", async || one.text("[data-test=chat-assignee]").await != "Kamu").await;

            // What was said is found, also from the list.
            one.click("[data-test=chat-find]").await;
            one.write("[data-test=chat-find-text]", "bisa dibantu").await;
            one.see_text("[data-test=chat-found]", "1 dari 1").await;
            one.see(".bubble.is-found").await;

            one.go("/admin/chats/figures").await;
            one.see("[data-test=figures-agent]").await;
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_buyer_is_written_to_from_an_order() {
    let (app, goods) = steps::shop().await;
    let agent = app.staff().await;
    let mut buyer = app.buyer().await;
    let order = buyer.order(goods[0].variant, 1).await;
    Browser::with(&app, "answering-order", async |desk| {
        sit_down(desk, &agent).await;
        desk.see(".state--empty").await;
        desk.go(&format!("/admin/orders/{}", order.id)).await;
        // The room is made with what is said first.
        desk.click("[data-test=open-chat]").await;
        desk.write("dialog[open] [data-pointer='/message/body']", "Pesananmu kami kemas besok.").await;
        assert_eq!(app.number("SELECT count(*) AS n FROM chat_rooms").await, 0);
        desk.click("[data-test=open-chat-send]").await;
        let address = desk.arrive("the room", |url| url.contains("room=")).await;
        let room = address.split("room=").nth(1).expect("a room").to_owned();
        desk.see_text("[data-test=chat-buyer]", &order.number).await;
        desk.see_text(ANSWER, "kami kemas besok").await;
        app.eventually("the buyer has it", async || answers(&buyer).await.len() == 1).await;
        let detail: ChatRoomDetail = agent.get(&format!("/admin/chats/{room}")).await.ok();
        assert_eq!((detail.room.status, detail.room.topic), (ChatStatus::Open, ChatTopic::Order));
        // From the order one goes on in it.
        desk.go(&format!("/admin/orders/{}", order.id)).await;
        desk.click("[data-test=open-chat]").await;
        desk.arrive("the same room", |url| url.contains(&room)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn texts_are_written_once_and_their_loss_is_undone() {
    let app = TestApp::with(&[("web_dir", &web_dir())]).await;
    let agent = app.staff().await;
    Browser::with(&app, "answering-canned", async |desk| {
        sit_down(desk, &agent).await;
        desk.go("/admin/chats/canned").await;
        desk.click("[data-test=canned-new]").await;
        desk.write("[data-pointer='/shortcut']", "Ongkir").await;
        desk.write("[data-pointer='/title']", "Ongkos kirim").await;
        desk.write("[data-pointer='/body']", "Halo {name}, ongkirnya dihitung dari berat.").await;
        desk.see_text("[data-test=canned-preview]", "Halo Rina, ongkirnya").await;
        desk.click("[data-test=canned-save]").await;
        desk.see("[data-pointer='/shortcut'].is-invalid").await;
        desk.write("[data-pointer='/shortcut']", "ongkir").await;
        desk.click("[data-test=canned-save]").await;
        desk.see("[data-test=canned-row][data-shortcut=ongkir]").await;
        desk.click("[data-test=canned-delete]").await;
        desk.see_count("[data-test=canned-row]", 0).await;
        desk.click(".toast__act >> Urungkan").await;
        desk.see("[data-test=canned-row][data-shortcut=ongkir]").await;

        // Somebody else writes another text meanwhile: both changes are kept.
        desk.click("[data-test=canned-row][data-shortcut=ongkir]").await;
        desk.write("[data-pointer='/title']", "Ongkir dan berat").await;
        let known: Vec<CannedResponse> = agent.get("/admin/canned-responses").await.ok();
        let theirs = json!({ "shortcut": "ongkir", "title": "Ongkos kirim", "body": "Beratnya dihitung per kilo." });
        agent.put_at(&format!("/admin/canned-responses/{}", known[0].id), known[0].revision, theirs).await.done();
        desk.click("[data-test=canned-save]").await;
        desk.see_text(".conflict__table", "per kilo").await;
        desk.click("[data-test=conflict-mine]").await;
        desk.gone("dialog[open]").await;
        let saved: Vec<CannedResponse> = agent.get("/admin/canned-responses").await.ok();
        assert_eq!((saved[0].title.as_str(), saved[0].body.as_str()), ("Ongkir dan berat", "Beratnya dihitung per kilo."));
    })
    .await;
}
