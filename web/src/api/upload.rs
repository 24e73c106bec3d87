//! Sending a file with its progress, which `fetch` does not tell.

use std::rc::Rc;

use js_sys::Promise;
use leptos::prelude::window;
use serde::de::DeserializeOwned;
use shared::problem::Problem;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FormData, ProgressEvent, XmlHttpRequest};

use super::client::BASE;
use super::error::ApiError;
use super::refresh;
use crate::{i18n, session};

/// The field that files are sent in.
const FIELD: &str = "files";
/// A large photo over a slow line, with the work on it afterwards.
const TIMEOUT_MS: u32 = 10 * 60_000;

/// Sends one file to `path` and reads the answer as JSON. `progress` is told the percent that is sent.
///
/// # Errors
/// See [`ApiError`].
pub async fn send_file<T: DeserializeOwned>(
    method: &str,
    path: &str,
    file: &File,
    progress: impl Fn(u8) + 'static,
) -> Result<T, ApiError> {
    send(&Target { field: FIELD, method, path, revision: None }, file, Rc::new(progress)).await
}

/// The same as a change made to `revision`: it is refused (`stale`) when there is another one by now.
///
/// # Errors
/// See [`ApiError`].
pub async fn send_file_at<T: DeserializeOwned>(
    method: &str,
    path: &str,
    revision: i32,
    file: &File,
    progress: impl Fn(u8) + 'static,
) -> Result<T, ApiError> {
    send(&Target { field: FIELD, method, path, revision: Some(revision) }, file, Rc::new(progress)).await
}

/// Like [`send_file`], in a field of this name.
///
/// # Errors
/// See [`ApiError`].
pub async fn send_file_as<T: DeserializeOwned>(
    field: &str,
    method: &str,
    path: &str,
    file: &File,
    progress: impl Fn(u8) + 'static,
) -> Result<T, ApiError> {
    send(&Target { field, method, path, revision: None }, file, Rc::new(progress)).await
}

/// Where a file goes.
struct Target<'a> {
    field: &'a str,
    method: &'a str,
    path: &'a str,
    /// The revision that is changed.
    revision: Option<i32>,
}

async fn send<T: DeserializeOwned>(target: &Target<'_>, file: &File, progress: Rc<dyn Fn(u8)>) -> Result<T, ApiError> {
    let (token, asker) = (session::access_token(), session::person());
    let answer = once(target, file, token.as_deref(), progress.clone()).await;
    let (status, text) = match (answer, token) {
        (Err(ApiError::Problem(problem)), Some(refused)) if problem.status == 401 => {
            let fresh = refresh::fresh(&refused, asker, problem).await?;
            once(target, file, Some(&fresh), progress).await?
        }
        (answer, _) => answer?,
    };
    serde_json::from_str(&text).map_err(|_| ApiError::Unreadable(status))
}

async fn once(
    target: &Target<'_>,
    file: &File,
    token: Option<&str>,
    progress: Rc<dyn Fn(u8)>,
) -> Result<(u16, String), ApiError> {
    let told = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.total() > 0.0 {
            progress(percent(event.loaded() / event.total()));
        }
    });
    let request = begin(target, token, &told).map_err(|_| ApiError::Unreachable)?;
    let form =
        FormData::new().and_then(|form| form.append_with_blob_and_filename(target.field, file, &file.name()).map(|()| form));
    let form = form.map_err(|_| ApiError::Unreachable)?;
    let over = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    request.send_with_opt_form_data(Some(&form)).map_err(|_| ApiError::Unreachable)?;
    let _ = JsFuture::from(over).await;
    let status = request.status().unwrap_or(0);
    if status == 0 {
        return Err(if window().navigator().on_line() { ApiError::Unreachable } else { ApiError::Offline });
    }
    let text = request.response_text().ok().flatten().unwrap_or_default();
    if (200..300).contains(&status) {
        return Ok((status, text));
    }
    match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => Err(ApiError::Problem(Box::new(problem))),
        Err(_) => Err(ApiError::Unreadable(status)),
    }
}

fn begin(target: &Target<'_>, token: Option<&str>, told: &Closure<dyn Fn(ProgressEvent)>) -> Result<XmlHttpRequest, JsValue> {
    let request = XmlHttpRequest::new()?;
    request.open_with_async(target.method, &format!("{BASE}{}", target.path), true)?;
    request.set_timeout(TIMEOUT_MS);
    request.set_request_header("Accept", "application/json")?;
    request.set_request_header("Accept-Language", i18n::name(i18n::current()))?;
    if let Some(revision) = target.revision {
        request.set_request_header("If-Match", &shared::revision::to_tag(revision))?;
    }
    if let Some(token) = token {
        request.set_request_header("Authorization", &format!("Bearer {token}"))?;
    }
    request.upload()?.set_onprogress(Some(told.as_ref().unchecked_ref()));
    Ok(request)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a whole is 0 to 100 percent")]
fn percent(part: f64) -> u8 {
    (part.clamp(0.0, 1.0) * 100.0) as u8
}
