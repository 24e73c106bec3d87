//! Files that are sent as `multipart/form-data`.
//!
//! They go into unnamed temporary files, which the system removes with the last handle, whatever
//! happens. What the sender says of their type is not even read: content decides.

use std::io::{Read, Seek};

use poem::http::StatusCode;
use poem::web::Multipart;
use poem::{FromRequest, Request, RequestBody};
use poem_openapi::registry::{MetaMediaType, MetaRequest, MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use shared::problem::ErrorCode;
use shared::validate::{FieldCode, FieldError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::ApiError;

/// The field that files are sent in, once per file.
const FIELD: &str = "files";
/// The field of the only file.
const ONE_FIELD: &str = "file";
/// Parts around the files: headers and boundaries.
const AROUND: usize = 1 << 20;

/// A file that was sent.
#[derive(Debug)]
pub struct Upload {
    /// What the sender calls it; to be shown, never to be trusted.
    pub name: String,
    file: std::fs::File,
    size: usize,
    is_whole: bool,
}

impl Upload {
    /// Whether it is larger than is taken; then its content was not kept.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        !self.is_whole
    }

    /// How many bytes were kept.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Its bytes. Blocks: call it where that holds up no request.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub fn read(&mut self) -> std::io::Result<Vec<u8>> {
        self.file.rewind()?;
        let mut bytes = Vec::with_capacity(self.size);
        self.file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Hands its bytes to `take`, piece by piece. Blocks.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub fn scan(&mut self, mut take: impl FnMut(&[u8])) -> std::io::Result<()> {
        self.file.rewind()?;
        let mut buffer = vec![0; 64 << 10];
        loop {
            match self.file.read(&mut buffer)? {
                0 => return Ok(()),
                read => take(buffer.get(..read).unwrap_or_default()),
            }
        }
    }
}

/// One to `MOST` files of at most `BYTES` bytes each. A larger one does not spoil the others: see
/// [`Upload::is_too_large`].
pub struct Files<const MOST: usize, const BYTES: usize>(pub Vec<Upload>);

/// Exactly one file of at most `BYTES` bytes, in the field `file`; of a larger one see
/// [`Upload::is_too_large`].
pub struct OneFile<const BYTES: usize>(pub Upload);

/// Reads the files of a field: one to `most` of them, of `bytes` bytes each.
async fn read(
    request: &Request,
    body: &mut RequestBody,
    name: &'static str,
    most: usize,
    bytes: usize,
) -> Result<Vec<Upload>, ApiError> {
    let multipart = <Multipart as FromRequest>::from_request(request, body).await;
    let mut multipart = multipart.map_err(|error| match error.status() {
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::UnsupportedMediaType),
        _ => malformed(),
    })?;
    let mut files = Vec::new();
    // One that is too large is read to its end as far as possible: who is cut off does not hear our answer.
    let mut left = (most + 1) * bytes + AROUND;
    while let Some(field) = multipart.next_field().await.map_err(|_| malformed())? {
        if field.name() != Some(name) {
            let name = field.name().unwrap_or_default().chars().take(60).collect::<String>();
            return Err(ApiError::invalid(vec![FieldError::new(format!("/{name}"), FieldCode::UnknownField)]));
        }
        if files.len() == most {
            return Err(ApiError::invalid(vec![FieldError::new(format!("/{name}"), FieldCode::TooMany).with("max", most)]));
        }
        let file_name = field.file_name().unwrap_or_default().chars().filter(|letter| !letter.is_control()).take(120).collect();
        files.push(spool(field.into_async_read(), file_name, bytes, &mut left).await?);
    }
    if files.is_empty() {
        return Err(ApiError::invalid(vec![FieldError::new(format!("/{name}"), FieldCode::Required)]));
    }
    Ok(files)
}

/// Reads a body as it is read at the edge, for `fuzz/`.
///
/// # Errors
/// As for every upload.
#[cfg(feature = "fuzzing")]
pub async fn read_uploads(content_type: &str, body: Vec<u8>, most: usize, bytes: usize) -> Result<Vec<Upload>, ApiError> {
    let (request, mut body) = Request::builder().content_type(content_type).body(body).split();
    read(&request, &mut body, FIELD, most, bytes).await
}

/// A form with one field.
fn form(name: &'static str, field: MetaSchema) -> MetaRequest {
    let form = MetaSchema {
        required: vec![name],
        properties: vec![(name, MetaSchemaRef::Inline(Box::new(field)))],
        ..MetaSchema::new("object")
    };
    MetaRequest {
        description: None,
        content: vec![MetaMediaType { content_type: "multipart/form-data", schema: MetaSchemaRef::Inline(Box::new(form)) }],
        required: true,
    }
}

fn malformed() -> ApiError {
    ApiError::malformed("the files could not be read")
}

/// Writes a file down as far as it may go; `left` is what the request may still hold.
async fn spool(
    mut from: impl tokio::io::AsyncRead + Unpin,
    name: String,
    most: usize,
    left: &mut usize,
) -> Result<Upload, ApiError> {
    let file = tempfile::tempfile().map_err(ApiError::internal)?;
    let mut to = tokio::fs::File::from_std(file);
    let mut size = 0_usize;
    let mut buffer = vec![0; 64 << 10];
    loop {
        let read = from.read(&mut buffer).await.map_err(|_| malformed())?;
        if read == 0 {
            break;
        }
        *left = left
            .checked_sub(read)
            .ok_or_else(|| ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, ErrorCode::TooLarge).with("max_bytes", most))?;
        size = size.saturating_add(read);
        // The rest of a file that is too large is read, or the sender would not hear our answer, but not kept.
        if size <= most {
            to.write_all(buffer.get(..read).unwrap_or_default()).await.map_err(ApiError::internal)?;
        }
    }
    to.flush().await.map_err(ApiError::internal)?;
    let file = to.into_std().await;
    let is_whole = size <= most;
    if !is_whole {
        // Its room is free from now on.
        file.set_len(0).map_err(ApiError::internal)?;
    }
    Ok(Upload { name, file, size: if is_whole { size } else { 0 }, is_whole })
}

impl<'a, const MOST: usize, const BYTES: usize> ApiExtractor<'a> for Files<MOST, BYTES> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(_: &mut Registry) {}

    fn request_meta() -> Option<MetaRequest> {
        let binary = MetaSchema { format: Some("binary"), ..MetaSchema::new("string") };
        let files = MetaSchema {
            description: Some("The files, each in a part of its own."),
            items: Some(Box::new(MetaSchemaRef::Inline(Box::new(binary)))),
            min_items: Some(1),
            max_items: Some(MOST),
            ..MetaSchema::new("array")
        };
        Some(form(FIELD, files))
    }

    async fn from_request(request: &'a Request, body: &mut RequestBody, _: ExtractParamOptions<()>) -> poem::Result<Self> {
        Ok(Self(read(request, body, FIELD, MOST, BYTES).await?))
    }
}

impl<'a, const BYTES: usize> ApiExtractor<'a> for OneFile<BYTES> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
    type ParamType = ();
    type ParamRawType = ();

    fn register(_: &mut Registry) {}

    fn request_meta() -> Option<MetaRequest> {
        let file = MetaSchema { description: Some("The file."), format: Some("binary"), ..MetaSchema::new("string") };
        Some(form(ONE_FIELD, file))
    }

    async fn from_request(request: &'a Request, body: &mut RequestBody, _: ExtractParamOptions<()>) -> poem::Result<Self> {
        let mut files = read(request, body, ONE_FIELD, 1, BYTES).await?;
        Ok(Self(files.pop().ok_or_else(malformed)?))
    }
}
