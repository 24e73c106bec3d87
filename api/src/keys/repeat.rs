//! The same answer to the same `Idempotency-Key`, for every unsafe request of a key.
//!
//! The claim is committed before the work begins, because the work has transactions of its own. So a
//! server that is killed in between leaves a claim without an answer: nobody can know from it whether
//! the work was done, and it is never done again under that name; so it is after a fault that came when something
//! had been changed already and may stand. What was changed in a transaction whose statement failed (a deadlock, say) does not
//! stand: the name is free again. Whoever asks may go away at any time: what was begun is done to its end all the same.
//!
//! Answers are kept sealed: there are secrets among them that are told once, and kept nowhere else.

use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use poem::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, IntoResponse, Request, Response};
use sea_orm::FromQueryResult;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use shared::ids::ApiKeyId;
use shared::problem::ErrorCode;
use tracing::Instrument;

use crate::context::Ctx;
use crate::db::{self, execute, one};
use crate::http::{ApiError, refusal};
use crate::idempotency;
use crate::secrets::Sealed;

/// Where answers are kept.
pub const SEALED: &[Sealed] = &[Sealed {
    what: "answers to programs",
    table: "idempotency_keys",
    column: "answer",
    row: "caller || ' ' || key",
    place: "'idempotency:' || caller || ':' || key",
    as_hex: false,
    passes: true,
}];

/// The header that names a request.
const HEADER: &str = "idempotency-key";

/// The largest request that is named: it is held in memory to be compared.
const MAX_REQUEST: usize = 24 << 20;
/// The largest answer that is kept.
const MAX_ANSWER: usize = 1 << 20;
/// A request takes no longer; a claim that is older without an answer was interrupted.
const LONGEST: TimeDelta = TimeDelta::seconds(120);
/// What of an answer's headers is kept.
const KEPT: [HeaderName; 5] =
    [header::CONTENT_TYPE, header::ETAG, header::CONTENT_DISPOSITION, header::CACHE_CONTROL, header::ALLOW];

/// One named request of a key.
struct Named {
    caller: String,
    key: String,
    operation: String,
    hash: Vec<u8>,
}

impl Named {
    /// Where its answer is sealed for. [`SEALED`] says the same.
    fn place(&self) -> String {
        format!("idempotency:{}:{}", self.caller, self.key)
    }
}

#[derive(FromQueryResult)]
struct Row {
    operation: String,
    request_hash: Vec<u8>,
    status: Option<i16>,
    answer: Option<Vec<u8>>,
    answer_headers: Option<Value>,
    created_at: DateTime<Utc>,
}

/// How a request that changes something is named. What cannot be a name is refused whoever asks, although only the
/// names that keys give count: nobody shall think that theirs did.
///
/// # Errors
/// 422 when it is not 8 to 200 visible ASCII characters.
pub(super) fn name(request: &Request) -> Result<Option<String>, ApiError> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(None);
    }
    let Some(sent) = request.headers().get(HEADER) else { return Ok(None) };
    let name = sent.to_str().unwrap_or_default();
    idempotency::check_name(name)?;
    Ok(Some(name.to_owned()))
}

/// Does the request of this name, unless it was done: then its answer is given again.
///
/// # Errors
/// 409 while it is being done, when it was interrupted, and for another request under the same name.
pub(super) async fn once<E: Endpoint + 'static>(
    ctx: &Ctx,
    key: ApiKeyId,
    name: String,
    inner: Arc<E>,
    mut request: Request,
    request_id: &str,
) -> poem::Result<Response> {
    let body = request.take_body().into_bytes_limit(MAX_REQUEST).await?;
    let named = Named {
        caller: format!("key:{key}"),
        key: name,
        operation: format!("{} {}", request.method(), request.original_uri().path()),
        hash: hash(&request, &body),
    };
    request.set_body(body);
    // A task of its own: when the line breaks, the server drops what it was doing for whoever was there.
    let (ctx, request_id) = (ctx.clone(), request_id.to_owned());
    let work = async move { do_once(&ctx, &named, &*inner, request, &request_id).await };
    tokio::spawn(work.in_current_span()).await.map_err(ApiError::internal)?
}

async fn do_once<E: Endpoint>(ctx: &Ctx, named: &Named, inner: &E, request: Request, request_id: &str) -> poem::Result<Response> {
    if let Some(answer) = claim(ctx, named).await? {
        return Ok(answer);
    }
    let (changed, answer) = db::watched(inner.call(request)).await;
    let answer = answer.map(IntoResponse::into_response);
    let mut response = answer.unwrap_or_else(|error| refusal(error, request_id));
    let bytes = response.take_body().into_bytes().await;
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return Err(ApiError::internal(error).into()),
    };
    let can_be_kept = is_final(response.status()) && bytes.len() <= MAX_ANSWER;
    let kept = if can_be_kept {
        keep(ctx, named, &response, &bytes).await
    } else if !changed {
        release(ctx, named).await
    } else {
        leave(ctx, named, response.status()).await
    };
    if let Err(error) = kept {
        // It was done, and whoever asked is told so; asked again, it counts as interrupted.
        tracing::warn!(%error, "an answer could not be kept with its Idempotency-Key");
    }
    response.set_body(bytes);
    Ok(response)
}

fn hash(request: &Request, body: &Bytes) -> Vec<u8> {
    let header = |name: HeaderName| request.headers().get(name).map(HeaderValue::as_bytes).unwrap_or_default();
    let mut hash = Sha256::new();
    // Each part with its length, so that parts cannot be shifted.
    let mut add = |part: &[u8]| {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    };
    add(request.original_uri().query().unwrap_or_default().as_bytes());
    add(header(header::IF_MATCH));
    match boundary(&String::from_utf8_lossy(header(header::CONTENT_TYPE))) {
        // Clients draw another boundary each time that they send the same files.
        Some(boundary) => {
            let delimiter = format!("--{boundary}");
            for line in body.split_inclusive(|byte| *byte == b'\n') {
                add(line.strip_prefix(delimiter.as_bytes()).unwrap_or(line));
            }
        }
        None => add(body),
    }
    hash.finalize().to_vec()
}

/// What parts the files of an upload (RFC 2046, 5.1.1).
fn boundary(content_type: &str) -> Option<&str> {
    let mut parameters = content_type.split(';').map(str::trim);
    parameters.next().filter(|kind| kind.eq_ignore_ascii_case("multipart/form-data"))?;
    let value = parameters.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"'))
    });
    value.filter(|boundary| !boundary.is_empty())
}

/// Whether asking again would be answered the same. Faults and what asks for patience are tried anew.
fn is_final(status: StatusCode) -> bool {
    !status.is_server_error() && !matches!(status, StatusCode::UNAUTHORIZED | StatusCode::TOO_MANY_REQUESTS)
}

/// Claims the name; gives the answer when the work was done already.
async fn claim(ctx: &Ctx, named: &Named) -> Result<Option<Response>, ApiError> {
    let now = ctx.clock.now();
    let sql = "INSERT INTO idempotency_keys (caller, key, operation, request_hash, created_at) VALUES ($1, $2, $3, $4, $5)
               ON CONFLICT (caller, key) DO NOTHING";
    let values = [
        named.caller.as_str().into(),
        named.key.as_str().into(),
        named.operation.as_str().into(),
        named.hash.clone().into(),
        now.into(),
    ];
    if execute(&ctx.db, sql, values).await? == 1 {
        return Ok(None);
    }
    let sql = "SELECT operation, request_hash, status, answer, answer_headers, created_at FROM idempotency_keys
               WHERE caller = $1 AND key = $2";
    let row: Option<Row> = one(&ctx.db, sql, [named.caller.as_str().into(), named.key.as_str().into()]).await?;
    let in_progress = || ApiError::retry_later(StatusCode::CONFLICT, ErrorCode::IdempotencyInProgress, 1);
    // Released just now.
    let Some(row) = row else { return Err(in_progress()) };
    if row.operation != named.operation || row.request_hash != named.hash {
        return Err(ApiError::conflict(ErrorCode::IdempotencyMismatch));
    }
    let answer = row.answer.and_then(|sealed| ctx.vault.open(&named.place(), &sealed).ok());
    match (row.status, answer) {
        (Some(status), Some(answer)) => Ok(Some(replay(status, answer, row.answer_headers))),
        (Some(_), None) => Err(ApiError::conflict(ErrorCode::IdempotencyInterrupted)),
        _ if now - row.created_at < LONGEST => Err(in_progress()),
        _ => Err(ApiError::conflict(ErrorCode::IdempotencyInterrupted)),
    }
}

fn replay(status: i16, answer: Vec<u8>, headers: Option<Value>) -> Response {
    let status = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::OK);
    let mut response = Response::builder().status(status).body(answer);
    let kept = headers.as_ref().and_then(Value::as_object);
    for name in KEPT {
        let value = kept.and_then(|kept| kept.get(name.as_str())).and_then(Value::as_str);
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}

async fn keep(ctx: &Ctx, named: &Named, response: &Response, bytes: &Bytes) -> anyhow::Result<()> {
    let mut headers = Map::new();
    for name in KEPT {
        if let Some(value) = response.headers().get(&name).and_then(|value| value.to_str().ok()) {
            headers.insert(name.as_str().to_owned(), value.into());
        }
    }
    let status = i16::try_from(response.status().as_u16()).unwrap_or(200);
    let sql = "UPDATE idempotency_keys SET status = $3, answer = $4, answer_headers = $5 WHERE caller = $1 AND key = $2";
    let values = [
        named.caller.as_str().into(),
        named.key.as_str().into(),
        status.into(),
        ctx.vault.seal(&named.place(), bytes)?.into(),
        Value::Object(headers).into(),
    ];
    execute(&ctx.db, sql, values).await?;
    Ok(())
}

/// Leaves the name without an answer: the work may have been done.
async fn leave(ctx: &Ctx, named: &Named, status: StatusCode) -> anyhow::Result<()> {
    let status = i16::try_from(status.as_u16()).unwrap_or(500);
    let sql = "UPDATE idempotency_keys SET status = $3 WHERE caller = $1 AND key = $2";
    execute(&ctx.db, sql, [named.caller.as_str().into(), named.key.as_str().into(), status.into()]).await?;
    Ok(())
}

/// Makes the name free again: the work was not done.
async fn release(ctx: &Ctx, named: &Named) -> anyhow::Result<()> {
    let sql = "DELETE FROM idempotency_keys WHERE caller = $1 AND key = $2";
    execute(&ctx.db, sql, [named.caller.as_str().into(), named.key.as_str().into()]).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(boundary: &str, text: &str) -> Vec<u8> {
        let body = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n{text}\r\n--{boundary}--\r\n");
        let request = Request::builder().content_type(&format!("multipart/form-data; boundary=\"{boundary}\"")).finish();
        hash(&request, &body.into())
    }

    #[test]
    fn the_same_files_are_the_same_upload_whatever_parts_them() {
        assert_eq!(upload("----a1", "x\ny"), upload("zz", "x\ny"));
        assert_ne!(upload("a", "x\ny"), upload("a", "x\nz"));
        assert_eq!(boundary("application/json; boundary=x"), None);
        assert_eq!(boundary("Multipart/Form-Data; charset=utf-8; Boundary=x"), Some("x"));
    }
}
