//! Files as anybody may send them to the chat, to what would be kept and handed out of them.

use std::sync::OnceLock;

use poem::IntoResponse;
use poem::http::header;
use shared::chat::AttachmentKind;
use tokio::runtime::{Builder, Runtime};

use super::attachments::{Content, judge, name_of};
use super::file::{ChatFile, TEXT};
use crate::http::read_uploads;

/// How the form says that its parts are parted.
const FORM: &str = "multipart/form-data; boundary=batas";
/// Files that are taken.
const MOST: usize = 3;
/// The longest of them, so that longer ones are among those that are tried.
const BYTES: usize = 4 << 10;

fn runtime() -> Option<&'static Runtime> {
    static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();
    RUNTIME.get_or_init(|| Builder::new_current_thread().enable_all().build().ok()).as_ref()
}

/// Takes a body in.
///
/// # Panics
/// When what is kept is not what was sent, or is handed out as something else.
pub fn take_upload(bytes: &[u8]) {
    let Some(runtime) = runtime() else { return };
    let Ok(uploads) = runtime.block_on(read_uploads(FORM, bytes.to_vec(), MOST, BYTES)) else { return };
    assert!((1..=MOST).contains(&uploads.len()), "files that nobody sent, or too many");
    for mut upload in uploads {
        let name = name_of(&upload);
        assert!(!name.is_empty() && !name.contains(['/', '\\']) && !name.contains(char::is_control), "a name is a path");
        let Ok(content) = upload.read() else { continue };
        assert!(content.len() == upload.size() && content.len() <= BYTES, "other bytes than were counted");
        assert!(!upload.is_too_large() || content.is_empty(), "what is too large is kept");
        let (kind, media_type) = match judge(&content) {
            None => continue,
            Some(Content::Picture) => (AttachmentKind::Image, "image/webp"),
            Some(Content::Document(media_type)) => (AttachmentKind::Document, media_type),
        };
        assert!(media_type != TEXT || std::str::from_utf8(&content).is_ok(), "text that is none");
        let file = ChatFile { kind, name, media_type: media_type.to_owned(), bytes: content.into() };
        let response = file.into_response();
        let saved = response.headers().get(header::CONTENT_DISPOSITION).and_then(|saved| saved.to_str().ok());
        let how = if kind == AttachmentKind::Image { "inline; filename=" } else { "attachment; filename=" };
        assert!(saved.is_some_and(|saved| saved.starts_with(how)), "a browser would open it");
    }
}
