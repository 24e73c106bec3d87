//! Where files are kept.

use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload, RetryConfig};
use secrecy::ExposeSecret as _;
use tokio::sync::Semaphore;

use crate::config::{BucketConfig, Config};

/// The file store, and the hands that work on pictures for it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct FileStore {
    objects: Arc<dyn ObjectStore>,
    /// One picture per core is worked on at a time, until it is written; the rest waits without taking memory.
    pub(super) hands: Arc<Semaphore>,
    /// Where pictures wait for a hand.
    pub(super) places: Arc<Semaphore>,
}

/// Pictures that may wait for a hand.
const PLACES: usize = 200;

/// Somebody waits for the answer: a bucket that does not come to itself by then has failed.
const BUCKET_PATIENCE: Duration = Duration::from_secs(10);

/// One for each core.
fn hands() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

impl FileStore {
    /// Keeps files where the settings say.
    ///
    /// # Errors
    /// When the directory cannot be made or read, or the bucket's settings cannot be used. Whether the bucket
    /// is there is not asked.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        match &config.bucket {
            Some(bucket) => Self::in_bucket(bucket),
            None => Self::new(&config.files_dir),
        }
    }

    /// Keeps files in a bucket, reached by the S3 protocol.
    ///
    /// # Errors
    /// When the settings cannot be used.
    pub fn in_bucket(bucket: &BucketConfig) -> anyhow::Result<Self> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&bucket.name)
            .with_region(&bucket.region)
            .with_access_key_id(&bucket.access_key_id)
            .with_secret_access_key(bucket.secret_access_key.expose_secret())
            .with_retry(RetryConfig { max_retries: 3, retry_timeout: BUCKET_PATIENCE, ..RetryConfig::default() });
        if let Some(endpoint) = &bucket.endpoint {
            // A store on this machine or its network may be without TLS.
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        let objects = builder.build().with_context(|| format!("the file store cannot use the bucket {}", bucket.name))?;
        Ok(Self::over(objects))
    }

    /// Keeps files in a directory, which is made when it is missing.
    ///
    /// # Errors
    /// When the directory cannot be made or read.
    pub fn new(directory: impl AsRef<FilePath>) -> anyhow::Result<Self> {
        let directory = directory.as_ref();
        let failed = || format!("the file store cannot use {}", directory.display());
        std::fs::create_dir_all(directory).with_context(failed)?;
        // Directories go with the last file in them.
        Ok(Self::over(LocalFileSystem::new_with_prefix(directory).with_context(failed)?.with_automatic_cleanup(true)))
    }

    /// Keeps files for as long as the program runs.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::over(InMemory::new())
    }

    /// Keeps files in any object store.
    pub fn over(objects: impl ObjectStore) -> Self {
        Self { objects: Arc::new(objects), hands: Arc::new(Semaphore::new(hands())), places: Arc::new(Semaphore::new(PLACES)) }
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

    /// Removes what is under `key`, if there is anything.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn delete(&self, key: &str) -> anyhow::Result<()> {
        match self.objects.delete(&Path::parse(key)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Every key there is, in order.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn keys(&self) -> anyhow::Result<Vec<String>> {
        let listed = self.objects.list(None).map_ok(|object| object.location.to_string());
        let mut keys: Vec<String> = listed.try_collect().await?;
        keys.sort_unstable();
        Ok(keys)
    }

    /// The keys that begin with `beginning`, within its directory.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn beginning_with(&self, beginning: &str) -> anyhow::Result<Vec<String>> {
        let (directory, _) = beginning.rsplit_once('/').context("a key has a directory")?;
        let listed = self.objects.list_with_delimiter(Some(&Path::parse(directory)?)).await?;
        let keys = listed.objects.into_iter().map(|object| object.location.to_string());
        Ok(keys.filter(|key| key.starts_with(beginning)).collect())
    }
}
