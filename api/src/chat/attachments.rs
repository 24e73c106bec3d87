//! Files: taken in, linked, removed.
//!
//! Pictures go through the pipeline of all pictures: what is kept was drawn anew from their pixels, without
//! what a camera wrote into them. Documents are kept as they came, and only ever handed out as something to
//! be saved.

use chrono::TimeDelta;
use poem::http::StatusCode;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, FromQueryResult};
use serde::{Deserialize, Serialize};
use shared::chat::{ATTACHMENT_KINDS, ATTACHMENT_MAX_BYTES, AttachmentKind, ChatAttachment};
use shared::ids::{ChatAttachmentId, ChatMessageId, UserId};
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};
use tokio::sync::Semaphore;

use super::file::{ChatFile, TEXT};
use super::links;
use super::view::File;
use crate::context::Ctx;
use crate::db::{all, execute, one};
use crate::files::{self, RemoveUnused, StoredImage};
use crate::http::{ApiError, ApiResult, Upload};
use crate::jobs::{self, Job};

/// A file that was not used by then is removed.
const UNUSED_FOR: TimeDelta = TimeDelta::days(1);
/// Files that a person may have sent and not used.
const MOST_UNUSED: i64 = 20;
/// Bytes that a person may send within a day.
const MOST_BYTES: i64 = 256 * 1024 * 1024;
/// Files that are held in memory at once; the others wait where they were spooled.
static AT_ONCE: Semaphore = Semaphore::const_new(4);
/// The width of a preview, if the picture is kept in it.
const PREVIEW: i32 = 320;

/// What a file is, found by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Picture,
    Document(&'static str),
}

/// Judges a file by its content; `None` for what is not taken, such as archives and programs.
pub(super) fn judge(bytes: &[u8]) -> Option<Content> {
    let picture = bytes.starts_with(b"\xff\xd8\xff")
        || bytes.starts_with(b"\x89PNG\r\n\x1a\n")
        || (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"));
    if picture {
        return Some(Content::Picture);
    }
    if bytes.starts_with(b"%PDF-") {
        return Some(Content::Document("application/pdf"));
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let plain = |letter: char| !letter.is_control() || matches!(letter, '\t' | '\n' | '\r' | '\u{c}');
    (!text.is_empty() && text.chars().all(plain)).then_some(Content::Document(TEXT))
}

fn too_large() -> ApiError {
    ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge)
        .with("max_bytes", ATTACHMENT_MAX_BYTES)
        .with_errors(vec![FieldError::new("/file", FieldCode::TooManyBytes).with("max_bytes", ATTACHMENT_MAX_BYTES)])
}

fn unsupported() -> ApiError {
    ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::UnsupportedMediaType)
        .detail("Pictures are taken as JPEG, PNG or WebP, documents as PDF or plain text.")
        .with_errors(vec![FieldError::new("/file", FieldCode::UnsupportedKind).with("taken", ATTACHMENT_KINDS)])
}

/// A file that is kept, before its row is written.
struct Kept {
    kind: AttachmentKind,
    media_type: &'static str,
    bytes: i64,
    width: Option<i32>,
    height: Option<i32>,
    widths: Vec<i32>,
    path: String,
    picture: Option<StoredImage>,
    /// Of a document: its content, which is kept under `path` once its row is there.
    document: Option<Vec<u8>>,
}

/// Takes a file in, to be used in a message within a day.
pub(super) async fn upload(ctx: &Ctx, by: UserId, mut upload: Upload) -> ApiResult<ChatAttachment> {
    if upload.is_too_large() {
        return Err(too_large());
    }
    within_bounds(ctx, &ctx.db, by).await?;
    let name = name_of(&upload);
    let size = i64::try_from(upload.size()).unwrap_or(i64::MAX);
    let at_hand = AT_ONCE.acquire().await.map_err(ApiError::internal)?;
    let read = tokio::task::spawn_blocking(move || upload.read().map(|bytes| (judge(&bytes), bytes, upload)));
    let (content, bytes, upload) = read.await.map_err(ApiError::internal)?.map_err(ApiError::internal)?;
    let id = ChatAttachmentId::generate();
    let kept = match content.ok_or_else(unsupported)? {
        Content::Picture => {
            drop((bytes, at_hand));
            keep_picture(ctx, upload, size).await?
        }
        Content::Document(media_type) => document(id, media_type, bytes),
    };
    write_down(ctx, by, id, name, kept).await
}

/// What the file is called: for people to read, never a path.
pub(super) fn name_of(upload: &Upload) -> String {
    let name = upload.name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    if name.is_empty() { "file".to_owned() } else { name.to_owned() }
}

async fn keep_picture(ctx: &Ctx, upload: Upload, bytes: i64) -> ApiResult<Kept> {
    let taken = files::take(ctx, vec![upload]).await.map_err(|error| {
        // There is one file here, which is called so.
        let errors: Vec<FieldError> =
            error.errors().iter().cloned().map(|fault| FieldError { pointer: "/file".to_owned(), ..fault }).collect();
        error.with_errors(errors)
    })?;
    let stored = taken.into_iter().next().ok_or_else(|| ApiError::internal("a picture was taken in and is not there"))?;
    Ok(Kept {
        kind: AttachmentKind::Image,
        media_type: "image/webp",
        bytes,
        width: Some(stored.width),
        height: Some(stored.height),
        widths: stored.widths.clone(),
        path: stored.path.clone(),
        picture: Some(stored),
        document: None,
    })
}

fn document(id: ChatAttachmentId, media_type: &'static str, bytes: Vec<u8>) -> Kept {
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let name = id.0.simple().to_string();
    // The end of an id is drawn by lot, its beginning is the time.
    let path = format!("chat/{}/{name}", name.get(30..).unwrap_or("00"));
    Kept {
        kind: AttachmentKind::Document,
        media_type,
        bytes: size,
        width: None,
        height: None,
        widths: Vec::new(),
        path,
        picture: None,
        document: Some(bytes),
    }
}

async fn write_down(ctx: &Ctx, by: UserId, id: ChatAttachmentId, name: String, kept: Kept) -> ApiResult<ChatAttachment> {
    let now = ctx.clock.now();
    let tx = ctx.begin().await?;
    // One after the other, so that those that are sent at once are counted too.
    execute(&tx, "SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE", [by.0.into()]).await?;
    within_bounds(ctx, &tx, by).await?;
    if let Some(picture) = &kept.picture {
        files::hold(ctx, &tx, std::slice::from_ref(picture)).await?;
    }
    let sql =
        "INSERT INTO chat_attachments (id, uploader_id, kind, name, media_type, bytes, width, height, widths, path, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = [
        id.0.into(),
        by.0.into(),
        kept.kind.as_str().into(),
        name.as_str().into(),
        kept.media_type.into(),
        kept.bytes.into(),
        kept.width.into(),
        kept.height.into(),
        kept.widths.into(),
        kept.path.as_str().into(),
        now.into(),
    ];
    execute(&tx, sql, values).await?;
    tx.commit().await?;
    if let Some(bytes) = kept.document {
        // A file without a row nobody would find to remove it; a row without a file goes after a day.
        ctx.files.put(&kept.path, bytes).await.map_err(|error| ApiError::internal(format!("{error:#}")))?;
    }
    let file = File {
        id,
        kind: kept.kind,
        name,
        media_type: kept.media_type.to_owned(),
        bytes: kept.bytes,
        width: kept.width,
        height: kept.height,
    };
    Ok(file.view(&ctx.config.secret_key, now))
}

#[derive(FromQueryResult)]
struct SentRow {
    unused: i64,
    bytes: i64,
}

/// Whether somebody may send one more: not too many that wait for their message, and not too much within a day.
async fn within_bounds(ctx: &Ctx, db: &impl ConnectionTrait, who: UserId) -> ApiResult<()> {
    // What is older and belongs to no message is removed anyway: its room may be gone with its buyer.
    let sql = "SELECT count(*) FILTER (WHERE message_id IS NULL) AS unused, COALESCE(sum(bytes), 0)::bigint AS bytes
               FROM chat_attachments WHERE uploader_id = $1 AND created_at > $2";
    let since = ctx.clock.now() - UNUSED_FOR;
    let sent: Option<SentRow> = one(db, sql, [who.0.into(), since.into()]).await?;
    if sent.is_some_and(|sent| sent.unused >= MOST_UNUSED || sent.bytes >= MOST_BYTES) {
        return Err(ApiError::retry_later(StatusCode::TOO_MANY_REQUESTS, ErrorCode::RateLimited, 3_600));
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct FileRow {
    kind: AttachmentKind,
    name: String,
    media_type: String,
    widths: Vec<i32>,
    path: String,
}

/// The file that a link leads to.
pub(super) async fn get(ctx: &Ctx, id: ChatAttachmentId, expires: i64, signature: &str, preview: bool) -> ApiResult<ChatFile> {
    if !links::holds(&ctx.config.secret_key, id, expires, signature, ctx.clock.now()) {
        return Err(ApiError::not_found().detail("the link is not authentic, or no longer holds: read the message anew"));
    }
    let sql = "SELECT kind, name, media_type, widths, path FROM chat_attachments WHERE id = $1";
    let row: FileRow = one(&ctx.db, sql, [id.0.into()]).await?.ok_or_else(ApiError::not_found)?;
    let key = match row.kind {
        AttachmentKind::Document => row.path,
        AttachmentKind::Image => format!("{}-{}.webp", row.path, width(&row.widths, preview).ok_or_else(ApiError::not_found)?),
    };
    let bytes = ctx.files.get(&key).await.map_err(|error| ApiError::internal(format!("{error:#}")))?;
    let bytes = bytes.ok_or_else(ApiError::not_found)?;
    Ok(ChatFile { kind: row.kind, name: row.name, media_type: row.media_type, bytes })
}

/// The width that is handed out: the largest, or the one of a preview.
fn width(widths: &[i32], preview: bool) -> Option<i32> {
    let largest = widths.iter().copied().max()?;
    Some(if preview { widths.iter().copied().filter(|width| *width <= PREVIEW).max().unwrap_or(largest) } else { largest })
}

#[derive(FromQueryResult)]
struct PathRow {
    kind: AttachmentKind,
    path: String,
}

/// Removes the file of a message that was deleted.
pub(super) async fn remove_of(tx: &DatabaseTransaction, message: ChatMessageId) -> Result<(), DbErr> {
    let sql = "DELETE FROM chat_attachments WHERE message_id = $1 RETURNING kind, path";
    let rows: Vec<PathRow> = all(tx, sql, [message.0.into()]).await?;
    remove_files(tx, rows).await
}

/// Has files removed whose rows are gone, once that is committed.
async fn remove_files(tx: &DatabaseTransaction, rows: Vec<PathRow>) -> Result<(), DbErr> {
    let (pictures, documents): (Vec<PathRow>, Vec<PathRow>) = rows.into_iter().partition(|row| row.kind == AttachmentKind::Image);
    let paths = |rows: Vec<PathRow>| rows.into_iter().map(|row| row.path).collect::<Vec<_>>();
    let (pictures, documents) = (paths(pictures), paths(documents));
    if !pictures.is_empty() {
        jobs::enqueue(tx, &RemoveUnused { paths: pictures, product_id: None }).await?;
    }
    if !documents.is_empty() {
        jobs::enqueue(tx, &RemoveUnusedAttachments { paths: documents }).await?;
    }
    Ok(())
}

/// Removes the files of documents whose rows are gone. Without any, which is how it recurs each night: finds
/// the files that nobody used for a day.
#[derive(Debug, Serialize, Deserialize)]
pub struct RemoveUnusedAttachments {
    /// Keys in the file store.
    #[serde(default)]
    pub paths: Vec<String>,
}

/// Files of a transaction.
const BATCH: i64 = 200;

impl Job for RemoveUnusedAttachments {
    const KIND: &'static str = "chat:remove_unused";

    async fn run(self, ctx: &Ctx) -> anyhow::Result<()> {
        for path in &self.paths {
            ctx.files.delete(path).await?;
        }
        if self.paths.is_empty() {
            while forget_unused(ctx).await? {}
        }
        Ok(())
    }
}

/// Removes some of the files that nobody used; false when there was none.
async fn forget_unused(ctx: &Ctx) -> Result<bool, DbErr> {
    let tx = ctx.begin().await?;
    let sql = "DELETE FROM chat_attachments WHERE id IN (
                   SELECT id FROM chat_attachments WHERE message_id IS NULL AND created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
               RETURNING kind, path";
    let before = ctx.clock.now() - UNUSED_FOR;
    let rows: Vec<PathRow> = all(&tx, sql, [before.into(), BATCH.into()]).await?;
    let found = !rows.is_empty();
    remove_files(&tx, rows).await?;
    tx.commit().await?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides() {
        for (bytes, content) in [
            (&b"\xff\xd8\xff\xe0JFIF"[..], Some(Content::Picture)),
            (b"\x89PNG\r\n\x1a\n....", Some(Content::Picture)),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some(Content::Picture)),
            (b"%PDF-1.7\n%\xe2\xe3", Some(Content::Document("application/pdf"))),
            ("Daftar: 1. gitar\r\n2. ampli\n".as_bytes(), Some(Content::Document(TEXT))),
            // Text, whatever it would be to a browser: it is handed out as plain text to be saved.
            (b"<script>alert(1)</script>", Some(Content::Document(TEXT))),
            (b"PK\x03\x04zip", None),
            (b"MZ\x90\0", None),
            (b"GIF89a\0", None),
            (b"\x7fELF", None),
            (b"halo\0dunia", None),
            (b"\xfe\xff\0h", None),
            (b"", None),
        ] {
            assert_eq!(judge(bytes), content, "{bytes:?}");
        }
    }

    #[test]
    fn previews_are_small() {
        assert_eq!(width(&[160, 320, 640, 1440], true), Some(320));
        assert_eq!(width(&[160, 320, 640, 1440], false), Some(1440));
        assert_eq!(width(&[64], true), Some(64));
        assert_eq!(width(&[], true), None);
    }
}
