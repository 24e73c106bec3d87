//! Taking a picture in.

use anyhow::Context as _;
use pictures::{MAX_BYTES, Picture, Refusal, Rendition};
use sha2::{Digest, Sha256};

use super::{FileStore, ImageFault, StoredImage};
use crate::context::Ctx;

/// Goes into the path: another number, and pictures taken in from then on are made anew.
const PIPELINE: &[u8] = b"hurtrock picture 1";

/// Keeps a picture in all its renditions. The same bytes again store nothing and cost one look.
///
/// # Errors
/// When it is refused, or the file store fails.
pub async fn ingest(ctx: &Ctx, bytes: Vec<u8>) -> Result<StoredImage, ImageFault> {
    ctx.files.ingest(bytes).await
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
        // Hashing a large picture takes tens of milliseconds.
        let (path, bytes) = blocking(move || Ok((path_of(&bytes), bytes))).await?;
        let note = format!("{path}.json");
        if let Some(known) = self.get(&note).await.map_err(ImageFault::Storage)?
            && let Ok(known) = serde_json::from_slice(&known)
        {
            return Ok(known);
        }

        let hand = self.hands.clone().acquire_owned().await;
        let hand = hand.context("the file store is closing").map_err(ImageFault::Storage)?;
        let picture = blocking(move || {
            let _hand = hand;
            pictures::make(&bytes)
        })
        .await?;
        let stored = facts(&picture, path);

        for Rendition { width, webp, jpeg } in picture.renditions {
            let key = format!("{}-{width}", stored.path);
            self.put(&format!("{key}.webp"), webp).await.map_err(ImageFault::Storage)?;
            self.put(&format!("{key}.jpg"), jpeg).await.map_err(ImageFault::Storage)?;
        }
        // Last, so that it tells of whole pictures only.
        let noted = serde_json::to_vec(&stored).context("noting a picture").map_err(ImageFault::Storage)?;
        self.put(&note, noted).await.map_err(ImageFault::Storage)?;
        Ok(stored)
    }
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
fn path_of(bytes: &[u8]) -> String {
    let hash = Sha256::new().chain_update(PIPELINE).chain_update(bytes).finalize();
    let name = hex::encode(&hash[..16]);
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
