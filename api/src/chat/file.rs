//! An attachment as it is handed out.

use bytes::Bytes;
use poem::http::{HeaderValue, header};
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry};
use shared::chat::AttachmentKind;

use crate::http::file_name;

/// A file of the chat. Somebody else made it: a browser may show a picture, whose pixels are ours, and save
/// the rest, but run nothing.
pub(super) struct ChatFile {
    pub kind: AttachmentKind,
    /// What its sender calls it.
    pub name: String,
    pub media_type: String,
    pub bytes: Bytes,
}

impl IntoResponse for ChatFile {
    fn into_response(self) -> Response {
        let saved = HeaderValue::try_from(disposition(self.kind, &saved_as(&self.media_type, &self.name)));
        let media_type = if self.media_type == TEXT { "text/plain; charset=utf-8" } else { self.media_type.as_str() };
        let mut response = Response::builder().content_type(media_type).body(self.bytes);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, saved.unwrap_or(HeaderValue::from_static("attachment")));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        // No longer than its link.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3300"));
        response
    }
}

/// What is text is UTF-8, or it would not have been taken.
pub(super) const TEXT: &str = "text/plain";

/// What a file is saved as: its name, with an ending of what it is. By its ending a computer decides what to do with it, and
/// a text called `nota.bat` would be run.
fn saved_as(media_type: &str, name: &str) -> String {
    let (own, others): (&str, &[&str]) = match media_type {
        "application/pdf" => ("pdf", &[]),
        TEXT => ("txt", &["log", "md"]),
        _ => ("webp", &["jpg", "jpeg", "png"]),
    };
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if ending == own || others.contains(&ending.as_str()) { name.to_owned() } else { format!("{name}.{own}") }
}

/// How a browser takes it, and under which name it is saved: the one of its sender, written so that
/// nothing of it can be taken for part of the header (RFC 8187).
fn disposition(kind: AttachmentKind, name: &str) -> String {
    let how = match kind {
        AttachmentKind::Image => "inline",
        AttachmentKind::Document => "attachment",
    };
    let plain: String =
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() || "._- ".contains(letter) { letter } else { '_' }).collect();
    let encoded: String = name
        .bytes()
        .map(|byte| match byte {
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'.' | b'_' | b'-' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("{how}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

impl ApiResponse for ChatFile {
    fn meta() -> MetaResponses {
        let binary = || MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "binary")));
        let media = |content_type| MetaMediaType { content_type, schema: binary() };
        let file = MetaResponse {
            description: "The file.",
            status: Some(200),
            status_range: None,
            content: vec![media("image/webp"), media("application/pdf"), media("text/plain")],
            headers: vec![file_name("`inline` for a picture, `attachment` for the rest, with the file's name.")],
        };
        MetaResponses { responses: vec![file] }
    }

    fn register(_: &mut Registry) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_saved_as_what_it_is_not() {
        for (media_type, name, saved) in [
            (TEXT, "nota.txt", "nota.txt"),
            (TEXT, "Nota.TXT", "Nota.TXT"),
            (TEXT, "baca.md", "baca.md"),
            (TEXT, "nota.bat", "nota.bat.txt"),
            (TEXT, "nota.html", "nota.html.txt"),
            (TEXT, "nota.pdf", "nota.pdf.txt"),
            (TEXT, "nota", "nota.txt"),
            (TEXT, "nota.hta ", "nota.hta .txt"),
            ("application/pdf", "faktur.pdf", "faktur.pdf"),
            ("application/pdf", "faktur.pdf.js", "faktur.pdf.js.pdf"),
            ("image/webp", "kamar.jpg", "kamar.jpg"),
            ("image/webp", "kamar.scr", "kamar.scr.webp"),
        ] {
            assert_eq!(saved_as(media_type, name), saved);
        }
    }

    #[test]
    fn a_name_stays_a_name() {
        let written = disposition(AttachmentKind::Document, "nota \"ñ\"\r\nX: y;.pdf");
        assert_eq!(
            written,
            "attachment; filename=\"nota _____X_ y_.pdf\"; filename*=UTF-8''nota%20%22%C3%B1%22%0D%0AX%3A%20y%3B.pdf"
        );
        assert!(HeaderValue::try_from(written).is_ok());
        assert!(disposition(AttachmentKind::Image, "a.webp").starts_with("inline; "));
    }
}
