//! J2: files in the chat.

use image::ImageFormat;
use serde_json::json;
use shared::chat::{AttachmentKind, ChatAttachment, ChatMessage};
use tests::pictures::{encoded, flag, from_a_phone};
use tests::{Answer, Caller, TestApp};
use uuid::Uuid;

use super::chat::{say, shop};

const UPLOAD: &str = "/chat/attachments";

/// What a link leads to, without any token.
async fn follow(app: &TestApp, link: &str) -> Answer {
    app.guest().get(link.strip_prefix("/api/v1").expect("a path of the API")).await
}

async fn send(buyer: &Caller, attachment: &ChatAttachment) -> Answer {
    buyer.post("/chat/messages", json!({ "client_id": Uuid::now_v7(), "attachment_id": attachment.id })).await
}

#[tokio::test]
async fn a_picture_is_drawn_anew_and_shown_to_whoever_has_the_link() {
    let app = shop().await;
    let (buyer, agent) = (app.buyer().await, app.staff().await);
    let photo = from_a_phone(&flag(1300, 900, 3));
    let sent: ChatAttachment = buyer.upload_one(UPLOAD, "../kamar.jpg", "application/pdf", &photo).await.ok();
    assert_eq!((sent.kind, sent.name.as_str(), sent.media_type.as_str()), (AttachmentKind::Image, "kamar.jpg", "image/webp"));
    assert_eq!((sent.width, sent.height), (Some(900), Some(1300)), "it stood on its side");
    assert_eq!(sent.bytes, i64::try_from(photo.len()).unwrap());
    let message: ChatMessage = send(&buyer, &sent).await.ok();
    let attachment = message.attachment.expect("the picture");
    let whole = follow(&app, &attachment.url).await;
    assert_eq!(whole.status, 200, "{}", whole.text());
    assert_eq!(image::guess_format(&whole.body).unwrap(), ImageFormat::WebP);
    assert!(!whole.body.windows(6).any(|part| part == b"Telepo" || part == b"Exif\0\0"), "nothing of the phone is left");
    assert_eq!(whole.headers["x-content-type-options"], "nosniff");
    assert!(whole.headers["content-disposition"].to_str().unwrap().starts_with("inline"));
    assert!(whole.headers["content-security-policy"].to_str().unwrap().starts_with("sandbox"));
    let preview = follow(&app, attachment.preview_url.as_deref().expect("a preview")).await;
    assert_eq!(preview.status, 200, "{}", preview.text());
    let width = |body: &[u8]| image::load_from_memory(body).unwrap().width();
    assert!(width(&preview.body) < width(&whole.body));

    // Used once, and by whoever sent it.
    send(&buyer, &sent).await.problem(422, "invalid_fields");
    let other: ChatAttachment =
        buyer.upload_one(UPLOAD, "a.png", "image/png", &encoded(&flag(64, 64, 9), ImageFormat::Png)).await.ok();
    send(&app.buyer().await, &other).await.problem(422, "invalid_fields");
    let path = format!("/admin/chats/{}/messages", message.room_id);
    agent.post(&path, json!({ "client_id": Uuid::now_v7(), "attachment_id": other.id })).await.problem(422, "invalid_fields");
}

#[tokio::test]
async fn a_link_is_worth_nothing_altered_or_late() {
    let app = shop().await;
    let buyer = app.buyer().await;
    let mine: ChatAttachment = buyer.upload_one(UPLOAD, "nota.txt", "text/plain", b"Nota 1: gitar").await.ok();
    let theirs: ChatAttachment = app.buyer().await.upload_one(UPLOAD, "nota.txt", "text/plain", b"Nota 2: ampli").await.ok();
    let answer = follow(&app, &mine.url).await;
    assert_eq!(answer.text(), "Nota 1: gitar");
    assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(answer.headers["content-type"], "text/plain; charset=utf-8");
    let query = mine.url.split('?').nth(1).unwrap();
    for link in [
        format!("/api/v1/chat/attachments/{}?{query}", theirs.id),
        format!("/api/v1/chat/attachments/{}", mine.id),
        mine.url.replace("expires=", "expires=9"),
        format!("{}x", mine.url),
        mine.url.split("&signature=").next().unwrap().to_owned() + "&signature=",
    ] {
        let refused = follow(&app, &link).await;
        assert!((400..=422).contains(&refused.status), "{link}: {}", refused.status);
    }
    app.ctx.clock.advance(chrono::TimeDelta::minutes(61));
    follow(&app, &mine.url).await.problem(404, "not_found");
}

#[tokio::test]
async fn what_is_neither_picture_nor_paper_is_refused() {
    let app = shop().await;
    let buyer = app.buyer().await;
    for (name, bytes) in
        [("a.zip", &b"PK\x03\x04xxxx"[..]), ("a.exe", b"MZ\x90\0\x03"), ("a.pdf", b"\0\x01\x02"), ("a.gif", b"GIF89a\x01\0")]
    {
        let problem = buyer.upload_one(UPLOAD, name, "application/pdf", bytes).await.problem(415, "unsupported_media_type");
        let fault = &problem.errors[0];
        assert_eq!((fault.pointer.as_str(), fault.code.as_str()), ("/file", "unsupported_kind"), "{name}");
        assert!(fault.params["taken"].contains("PDF"), "{name}: {:?}", fault.params);
    }
    let cut = &from_a_phone(&flag(200, 200, 1))[..700];
    let problem = buyer.upload_one(UPLOAD, "a.jpg", "image/jpeg", cut).await.problem(422, "invalid_fields");
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/file", "damaged_file"));
    let large = vec![b'x'; shared::chat::ATTACHMENT_MAX_BYTES + 1];
    buyer.upload_one(UPLOAD, "a.txt", "text/plain", &large).await.problem(413, "too_large");
    app.guest().upload_one(UPLOAD, "a.txt", "text/plain", b"halo").await.problem(401, "unauthenticated");
    // Markup is text to be saved, and nothing that a browser runs.
    let page: ChatAttachment = buyer.upload_one(UPLOAD, "a.html", "text/html", b"<script>alert(1)</script>").await.ok();
    let answer = follow(&app, &page.url).await;
    assert_eq!(answer.headers["content-type"], "text/plain; charset=utf-8");
    assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    // Nor one that somebody's computer runs, once it is saved.
    for (name, saved) in [("faktur.bat", "faktur.bat.txt"), ("a.html", "a.html.txt"), ("daftar.TXT", "daftar.TXT")] {
        let file: ChatAttachment = buyer.upload_one(UPLOAD, name, "text/plain", b"echo halo").await.ok();
        let answer = follow(&app, &file.url).await;
        let disposition = answer.headers["content-disposition"].to_str().unwrap();
        assert!(disposition.contains(&format!("filename=\"{saved}\"")), "{disposition}");
    }
}

#[tokio::test]
async fn files_go_with_their_message_and_unused_ones_after_a_day() {
    let app = shop().await;
    let mut buyer = app.buyer().await;
    let used: ChatAttachment = buyer.upload_one(UPLOAD, "a.txt", "text/plain", b"dipakai").await.ok();
    let unused: ChatAttachment = buyer.upload_one(UPLOAD, "b.txt", "text/plain", b"tidak dipakai").await.ok();
    let picture: ChatAttachment =
        buyer.upload_one(UPLOAD, "c.png", "image/png", &encoded(&flag(64, 64, 5), ImageFormat::Png)).await.ok();
    send(&buyer, &used).await.done();
    let message: ChatMessage = send(&buyer, &picture).await.ok();
    say(&buyer, "Itu dua-duanya").await;
    let forget = async || {
        api::jobs::enqueue(&app.ctx.db, &api::chat::RemoveUnusedAttachments { paths: vec![] }).await.unwrap();
        // The rows first, then their files.
        app.run_jobs().await;
        app.run_jobs().await;
    };
    forget().await;
    assert_eq!(follow(&app, &unused.url).await.status, 200);
    buyer.delete(&format!("/chat/messages/{}", message.id)).await.done();
    app.run_jobs().await;
    follow(&app, &picture.url).await.problem(404, "not_found");
    app.ctx.clock.advance(chrono::TimeDelta::hours(25));
    buyer.sign_in().await;
    forget().await;
    assert_eq!(app.number("SELECT count(*) AS n FROM chat_attachments").await, 1);
    let told: shared::chat::ChatHistory = buyer.get("/chat/messages").await.ok();
    let kept = told.items.iter().find_map(|message| message.attachment.clone()).expect("the one that was used");
    assert_eq!(follow(&app, &kept.url).await.text(), "dipakai");
    let files = std::fs::read_dir(app.ctx.config.files_dir.join("chat")).map_or(0, |found| found.count());
    assert_eq!(files, 1, "one directory with one file");
}

#[tokio::test]
async fn only_so_many_files_wait_and_only_so_much_is_sent_a_day() {
    let app = shop().await;
    let buyer = app.buyer().await;
    let mut uploads = Vec::new();
    for number in 0..30 {
        let buyer = buyer.clone();
        uploads.push(tokio::spawn(async move {
            buyer.upload_one(UPLOAD, &format!("{number}.txt"), "text/plain", b"halo").await.status
        }));
    }
    let mut taken = 0;
    for upload in uploads {
        let status = upload.await.unwrap();
        assert!([201, 429].contains(&status), "{status}");
        taken += u32::from(status == 201);
    }
    assert_eq!(taken, 20, "however many are sent at once");
    assert_eq!(app.number("SELECT count(*) AS n FROM chat_attachments").await, 20);

    app.sql("DELETE FROM chat_attachments", []).await;
    let one: ChatAttachment = buyer.upload_one(UPLOAD, "a.txt", "text/plain", b"halo").await.ok();
    send(&buyer, &one).await.done();
    app.sql("UPDATE chat_attachments SET bytes = 300000000", []).await;
    buyer.upload_one(UPLOAD, "b.txt", "text/plain", b"halo").await.problem(429, "rate_limited");
    app.buyer().await.upload_one(UPLOAD, "b.txt", "text/plain", b"halo").await.done();
}
