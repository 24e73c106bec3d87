//! What the server answers: JSON, a file, or what went wrong.

use std::rc::Rc;

use gloo_net::http::Response;
use shared::problem::{ErrorCode, Problem};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, ReadableStreamDefaultReader};

use super::error::{ApiError, RETRY_AFTER};
use crate::maintenance;

/// A file that the server made.
#[derive(Clone, Debug)]
pub struct Download {
    /// What is in it.
    pub blob: Blob,
    /// What it is called.
    pub name: String,
}

/// Told how many bytes have come.
pub(super) type Progress = Rc<dyn Fn(f64)>;

/// What an answer holds.
pub(super) enum Content {
    Text(String),
    File(Download),
}

/// Reads it as text, or as the problem that it is.
pub(super) async fn read(response: &Response) -> Result<(u16, Content), ApiError> {
    let status = response.status();
    let text = response.text().await.map_err(|_| ApiError::Unreachable)?;
    if response.ok() {
        return Ok((status, Content::Text(text)));
    }
    match serde_json::from_str::<Problem>(&text) {
        Ok(mut problem) => {
            if problem.code == ErrorCode::Maintenance {
                maintenance::refused(&problem);
            }
            if let Some(seconds) = response.headers().get("retry-after").and_then(|seconds| seconds.parse::<u64>().ok()) {
                problem.params.insert(RETRY_AFTER.to_owned(), seconds.into());
            }
            Err(ApiError::Problem(Box::new(problem)))
        }
        Err(_) => Err(ApiError::Unreadable(status)),
    }
}

/// Reads it as a file.
pub(super) async fn read_file(response: Response, progress: Option<&Progress>) -> Result<(u16, Content), ApiError> {
    let status = response.status();
    let shown = response.headers().get("content-disposition").unwrap_or_default();
    let blob = match progress {
        Some(told) => read_pieces(&response, told).await.map_err(|_| ApiError::Unreachable)?,
        None => {
            let blob = web_sys::Response::from(response).blob().map_err(|_| ApiError::Unreadable(status))?;
            let blob = JsFuture::from(blob).await.map_err(|_| ApiError::Unreachable)?;
            blob.dyn_into().map_err(|_| ApiError::Unreadable(status))?
        }
    };
    let name = shown.split_once("filename=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(name, _)| name.to_owned());
    Ok((status, Content::File(Download { blob, name: name.unwrap_or_else(|| "hurtrock.pdf".to_owned()) })))
}

/// The body piece by piece.
async fn read_pieces(response: &Response, told: &Progress) -> Result<Blob, JsValue> {
    let stream = response.body().ok_or(JsValue::NULL)?;
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into()?;
    let pieces = js_sys::Array::new();
    let mut received = 0.0;
    loop {
        let step = JsFuture::from(reader.read()).await?;
        if js_sys::Reflect::get(&step, &"done".into())?.is_truthy() {
            break;
        }
        let piece: js_sys::Uint8Array = js_sys::Reflect::get(&step, &"value".into())?.dyn_into()?;
        received += f64::from(piece.length());
        told(received);
        pieces.push(&piece);
    }
    let options = BlobPropertyBag::new();
    options.set_type(&response.headers().get("content-type").unwrap_or_default());
    Blob::new_with_u8_array_sequence_and_options(&pieces, &options)
}
