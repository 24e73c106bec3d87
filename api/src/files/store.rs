//! Where files are kept.

use std::path::Path as FilePath;
use std::sync::Arc;

use anyhow::Context as _;
use bytes::Bytes;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};
use tokio::sync::Semaphore;

/// The file store, and the hands that work on pictures for it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct FileStore {
    objects: Arc<dyn ObjectStore>,
    /// One picture per core is worked on at a time; the rest waits without taking memory.
    pub(super) hands: Arc<Semaphore>,
}

impl FileStore {
    /// Keeps files in a directory, which is made when it is missing.
    ///
    /// # Errors
    /// When the directory cannot be made or read.
    pub fn new(directory: impl AsRef<FilePath>) -> anyhow::Result<Self> {
        let directory = directory.as_ref();
        let failed = || format!("the file store cannot use {}", directory.display());
        std::fs::create_dir_all(directory).with_context(failed)?;
        Ok(Self::over(LocalFileSystem::new_with_prefix(directory).with_context(failed)?))
    }

    /// Keeps files in any object store.
    pub fn over(objects: impl ObjectStore) -> Self {
        let hands = std::thread::available_parallelism().map_or(1, usize::from);
        Self { objects: Arc::new(objects), hands: Arc::new(Semaphore::new(hands)) }
    }

    /// The bytes under `key`, or `None` when there are none.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn get(&self, key: &str) -> anyhow::Result<Option<Bytes>> {
        match self.objects.get(&Path::parse(key)?).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps `bytes` under `key`, all of them or nothing.
    ///
    /// # Errors
    /// When the store does not take them.
    pub async fn put(&self, key: &str, bytes: Vec<u8>) -> anyhow::Result<()> {
        self.objects.put(&Path::parse(key)?, PutPayload::from(bytes)).await?;
        Ok(())
    }
}
