//! Taking a picture in.

use anyhow::Context as _;
use pictures::{MAX_BYTES, Picture, Refusal, Rendition};
use sha2::{Digest, Sha256};
use tokio::sync::OwnedSemaphorePermit;

use super::{FileStore, ImageFault, StoredImage};
use crate::context::Ctx;
use crate::http::Upload;

/// Goes into the path: another number, and pictures taken in from then on are made anew.
const PIPELINE: &[u8] = b"hurtrock picture 2";

/// Keeps a picture in all its renditions. The same bytes again store nothing and cost one look.
///
/// # Errors
/// When it is refused, or the file store fails.
pub async fn ingest(ctx: &Ctx, bytes: Vec<u8>) -> Result<StoredImage, ImageFault> {
    ctx.files.ingest(bytes).await
}

/// Where an upload will be kept, if it is a picture.
///
/// # Errors
/// When it is too large, or cannot be read.
pub(super) async fn path_of_upload(mut upload: Upload) -> Result<(String, Upload), ImageFault> {
    if upload.is_too_large() {
        return Err(Refusal::TooManyBytes.into());
    }
    let hashed = tokio::task::spawn_blocking(move || {
        let mut hash = Sha256::new().chain_update(PIPELINE);
        upload.scan(|bytes| hash.update(bytes))?;
        Ok::<_, std::io::Error>((path_from(hash), upload))
    });
    match hashed.await {
        Ok(Ok(hashed)) => Ok(hashed),
        Ok(Err(error)) => Err(ImageFault::Storage(error.into())),
        Err(error) => Err(ImageFault::Storage(error.into())),
    }
}

/// Keeps an upload that was claimed: nobody removes its files while they are written. Its bytes are in memory only while they
/// are worked on, by whoever has a hand for it.
///
/// # Errors
/// When it is refused, too many pictures wait, or the file store fails.
pub(super) async fn ingest_upload(ctx: &Ctx, path: &str, mut upload: Upload) -> Result<StoredImage, ImageFault> {
    let hand = ctx.files.hand().await?;
    if let Some(known) = ctx.files.known(path).await? {
        return Ok(known);
    }
    let drawn = blocking(move || Ok((upload.read().map(|bytes| pictures::make(&bytes)), hand)));
    let (picture, _hand) = drawn.await?;
    let picture = picture.map_err(|error| ImageFault::Storage(error.into()))??;
    // Whoever sends the same picture just now writes the same.
    ctx.files.write(path.to_owned(), picture).await
}

impl FileStore {
    /// See [`ingest`].
    ///
    /// # Errors
    /// When the picture is refused, or the store fails.
    pub async fn ingest(&self, bytes: Vec<u8>) -> Result<StoredImage, ImageFault> {
        if bytes.len() > MAX_BYTES {
            return Err(Refusal::TooManyBytes.into());
        }
        let hand = self.hand().await?;
        // Hashing a large picture takes tens of milliseconds.
        let (path, bytes, hand) = blocking(move || {
            let path = path_from(Sha256::new().chain_update(PIPELINE).chain_update(&bytes));
            Ok((path, bytes, hand))
        })
        .await?;
        if let Some(known) = self.known(&path).await? {
            return Ok(known);
        }
        let (picture, _hand) = blocking(move || Ok((pictures::make(&bytes)?, hand))).await?;
        self.write(path, picture).await
    }

    /// A hand to work on a picture with, once there is one.
    ///
    /// # Errors
    /// When too many wait for one already.
    async fn hand(&self) -> Result<OwnedSemaphorePermit, ImageFault> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| ImageFault::Busy)?;
        let hand = self.hands.clone().acquire_owned().await;
        drop(place);
        hand.context("the file store is closing").map_err(ImageFault::Storage)
    }

    /// Removes a picture with all its renditions.
    ///
    /// # Errors
    /// When the store does not answer. What is removed by then stays so.
    pub async fn remove(&self, path: &str) -> anyhow::Result<()> {
        // First, so that what is left when this fails is no picture.
        self.delete(&note(path)).await?;
        for key in self.beginning_with(path).await? {
            self.delete(&key).await?;
        }
        Ok(())
    }

    /// The picture that is there with all its renditions, if one is.
    async fn known(&self, path: &str) -> Result<Option<StoredImage>, ImageFault> {
        let noted = self.get(&note(path)).await.map_err(ImageFault::Storage)?;
        Ok(noted.and_then(|noted| serde_json::from_slice(&noted).ok()))
    }

    /// Writes a picture with all its renditions.
    async fn write(&self, path: String, picture: Picture) -> Result<StoredImage, ImageFault> {
        let stored = facts(&picture, path);

        for Rendition { width, webp, jpeg } in picture.renditions {
            let key = format!("{}-{width}", stored.path);
            self.put(&format!("{key}.webp"), webp).await.map_err(ImageFault::Storage)?;
            self.put(&format!("{key}.jpg"), jpeg).await.map_err(ImageFault::Storage)?;
        }
        // Last, so that it tells of whole pictures only.
        let noted = serde_json::to_vec(&stored).context("noting a picture").map_err(ImageFault::Storage)?;
        self.put(&note(&stored.path), noted).await.map_err(ImageFault::Storage)?;
        Ok(stored)
    }
}

/// Where it is noted that a picture is whole, and what it is.
fn note(path: &str) -> String {
    format!("{path}.json")
}

fn facts(picture: &Picture, path: String) -> StoredImage {
    let number = |size: u32| i32::try_from(size).unwrap_or(i32::MAX);
    StoredImage {
        width: number(picture.width),
        height: number(picture.height),
        color: picture.color.clone(),
        widths: picture.renditions.iter().map(|rendition| number(rendition.width)).collect(),
        path,
    }
}

/// `img/<hh>/<hash>`: 128 bits of the content's SHA-256, in directories of bearable size.
fn path_from(hash: Sha256) -> String {
    let name = hex::encode(&hash.finalize()[..16]);
    format!("img/{}/{name}", &name[..2])
}

/// Runs what keeps a core busy where it holds up no request.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Refusal> + Send + 'static) -> Result<T, ImageFault> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => Ok(done?),
        // A decoder that panics has met a picture that it should have refused.
        Err(error) if error.is_panic() => {
            tracing::error!(%error, "a picture made the decoder panic");
            Err(Refusal::Damaged.into())
        }
        Err(error) => Err(ImageFault::Storage(error.into())),
    }
}
