//! A bucket of a storage: Amazon S3 and what speaks as it does, Google Cloud Storage, Azure Blob Storage.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::path::Path as Key;
use object_store::{
    Attribute, Attributes, ClientConfigKey, ObjectStore, ObjectStoreExt, PutOptions, PutPayload, RetryConfig,
};
use tokio::runtime::Runtime;

use super::access;
use crate::build::Progress;
use crate::config::site::Deploy;
use crate::config::site::deploy::Storage;
use crate::deploy::go_on;
use crate::deploy::headers::Headers;
use crate::deploy::manifest::NAME;
use crate::deploy::output::Output;
use crate::deploy::plan::Upload;
use crate::error::Error;
use crate::write;

/// How many requests are under way at once.
const AT_ONCE: usize = 16;
/// Files of more bytes go alone, because each is in memory while it is on its way.
const LARGE: u64 = 8 << 20;
/// How long one request may take: a film goes in one.
const PATIENCE: &str = "10m";
/// How often a request is sent again that a storage was too busy for.
const RETRIES: usize = 5;
/// How long it is sent again.
const RETRY_FOR: Duration = Duration::from_secs(120);

/// What a host is told of byline's list.
const OF_MANIFEST: Headers =
    Headers { media_type: "application/json; charset=utf-8", cache: "private, max-age=0, no-store", encoding: None };

/// A bucket that a site is published to.
#[derive(Debug)]
pub struct Bucket {
    store: Arc<dyn ObjectStore>,
    runtime: Runtime,
    /// What all keys begin with: empty, or with a slash at its end.
    prefix: String,
    name: String,
}

impl Bucket {
    /// Takes a bucket, and what the paths of all files there begin with; asks nothing of it yet.
    ///
    /// # Errors
    /// If nothing is there to log in with, or the settings are none that a storage has.
    pub fn open(storage: Storage, bucket: &str, prefix: &str, settings: &Deploy) -> Result<Bucket, Error> {
        let slash = if prefix.is_empty() { "" } else { "/" };
        let name = format!("{}://{bucket}{slash}{prefix}", storage.scheme());
        access::check(storage, &name, |variable| std::env::var_os(variable).is_some_and(|value| !value.is_empty()))?;
        if let Some(endpoint) = &settings.endpoint {
            let is_true = |variable: &str| std::env::var(variable).is_ok_and(|value| value == "true");
            access::check_encryption(storage, endpoint, is_true)?;
        }
        // Fails if one is there already, and then that one is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let unfit = |cause: object_store::Error| Error::new(format!("deploy to {name}"), one_line(&cause));
        let store = store(storage, bucket, settings).map_err(unfit)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|cause| Error::new(format!("deploy to {name}"), cause.to_string()))?;
        Ok(Bucket { store, runtime, prefix: format!("{prefix}{slash}"), name })
    }

    /// Such as `s3://review/live`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// byline's list of what it published there.
    pub fn manifest(&self) -> Result<Option<Vec<u8>>, Error> {
        let key = self.key(NAME)?;
        let read = self.runtime.block_on(async { self.store.get(&key).await?.bytes().await });
        match read {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(cause) => Err(self.failed("read", NAME, &cause)),
        }
    }

    /// Everything that is there by path, and its size.
    pub fn list(&self) -> Result<BTreeMap<String, u64>, Error> {
        let prefix = if self.prefix.is_empty() { None } else { Some(self.key("")?) };
        let listed = self.store.list(prefix.as_ref()).try_fold(BTreeMap::new(), |mut present, object| {
            let path = object.location.as_ref().strip_prefix(&self.prefix);
            if let Some(path) = path.filter(|path| write::may_be_published(path)) {
                present.insert(path.to_owned(), object.size);
            }
            std::future::ready(Ok(present))
        });
        self.runtime.block_on(listed).map_err(|cause| self.failed("list", "", &cause))
    }

    /// Puts byline's list in place.
    pub fn write_manifest(&self, text: &str) -> Result<(), Error> {
        self.runtime.block_on(self.put(NAME, text.as_bytes().to_vec(), OF_MANIFEST))
    }

    /// Publishes files, several at once.
    pub fn publish(&self, group: &[Upload], output: &Output, progress: &dyn Progress) -> Result<(), Error> {
        let (small, large): (Vec<&Upload>, Vec<&Upload>) =
            group.iter().partition(|upload| upload.file.record.size <= LARGE);
        let publish = |upload: &Upload| {
            let file = upload.file.clone();
            async move {
                let started = Instant::now();
                go_on(progress)?;
                self.put(&file.path, output.read(&file.from, file.record)?, file.headers).await?;
                progress.step(&file.path, started);
                Ok(())
            }
        };
        self.at_once(AT_ONCE, small.into_iter().map(publish))?;
        self.at_once(1, large.into_iter().map(publish))
    }

    /// Removes files, several at once.
    pub fn remove(&self, paths: &[String], progress: &dyn Progress) -> Result<(), Error> {
        let remove = |path: &String| {
            let path = path.clone();
            async move {
                let started = Instant::now();
                go_on(progress)?;
                match self.store.delete(&self.key(&path)?).await {
                    Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                    Err(cause) => return Err(self.failed("remove", &path, &cause)),
                }
                progress.step(&path, started);
                Ok(())
            }
        };
        self.at_once(AT_ONCE, paths.iter().map(remove))
    }

    /// Waits for all, of which so many are under way at once; after the first failure no other is begun.
    fn at_once(
        &self,
        most: usize,
        all: impl Iterator<Item = impl Future<Output = Result<(), Error>>>,
    ) -> Result<(), Error> {
        self.runtime.block_on(stream::iter(all).buffer_unordered(most).try_collect())
    }

    async fn put(&self, path: &str, bytes: Vec<u8>, headers: Headers) -> Result<(), Error> {
        let Headers { media_type, cache, encoding } = headers;
        let mut attributes = Attributes::new();
        attributes.insert(Attribute::ContentType, media_type.into());
        attributes.insert(Attribute::CacheControl, cache.into());
        if let Some(encoding) = encoding {
            attributes.insert(Attribute::ContentEncoding, encoding.into());
        }
        let options = PutOptions { attributes, ..PutOptions::default() };
        let put = self.store.put_opts(&self.key(path)?, PutPayload::from(bytes), options).await;
        put.map(drop).map_err(|cause| self.failed("upload", path, &cause))
    }

    fn key(&self, path: &str) -> Result<Key, Error> {
        Key::parse(format!("{}{path}", self.prefix)).map_err(|cause| self.failed("name", path, &cause.into()))
    }

    fn failed(&self, doing: &str, path: &str, cause: &object_store::Error) -> Error {
        let slash = if path.is_empty() { "" } else { "/" };
        Error::new(format!("{doing} {}{slash}{path}", self.name), one_line(cause))
    }
}

/// A client of the storage, with all that the environment says of it.
fn store(storage: Storage, bucket: &str, settings: &Deploy) -> object_store::Result<Arc<dyn ObjectStore>> {
    let retry = RetryConfig { max_retries: RETRIES, retry_timeout: RETRY_FOR, ..RetryConfig::default() };
    let Deploy { to: _, endpoint, region, compressed: _, max_removals: _ } = settings;
    let is_local = endpoint.as_deref().is_some_and(access::is_local);
    Ok(match storage {
        Storage::S3 => {
            let key = AmazonS3ConfigKey::Client;
            let mut builder = AmazonS3Builder::from_env().with_config(key(ClientConfigKey::Timeout), PATIENCE);
            if is_local {
                builder = builder.with_config(key(ClientConfigKey::AllowHttp), "true");
            }
            if let Some(endpoint) = endpoint {
                builder = builder.with_endpoint(endpoint);
            }
            if let Some(region) = region {
                builder = builder.with_region(region);
            }
            // Not every storage that speaks as Amazon's does removes several at once.
            builder = builder.with_disable_bulk_delete(true);
            Arc::new(builder.with_bucket_name(bucket).with_retry(retry).build()?)
        }
        Storage::Google => {
            let key = GoogleConfigKey::Client;
            let mut builder =
                GoogleCloudStorageBuilder::from_env().with_config(key(ClientConfigKey::Timeout), PATIENCE);
            if is_local {
                builder = builder.with_config(key(ClientConfigKey::AllowHttp), "true");
            }
            if let Some(endpoint) = endpoint {
                builder = builder.with_config(GoogleConfigKey::BaseUrl, endpoint);
            }
            Arc::new(builder.with_bucket_name(bucket).with_retry(retry).build()?)
        }
        Storage::Azure => {
            let key = AzureConfigKey::Client;
            let mut builder = MicrosoftAzureBuilder::from_env().with_config(key(ClientConfigKey::Timeout), PATIENCE);
            if is_local {
                builder = builder.with_config(key(ClientConfigKey::AllowHttp), "true");
            }
            if let Some(endpoint) = endpoint {
                builder = builder.with_endpoint(endpoint.clone());
            }
            Arc::new(builder.with_container_name(bucket).with_retry(retry).build()?)
        }
    })
}

/// A failure and what caused it in the end, such as a connection that was refused, on one line.
fn one_line(failure: &object_store::Error) -> String {
    let mut text = failure.to_string();
    let mut deepest = failure.source();
    while let Some(below) = deepest.and_then(|cause| cause.source()) {
        deepest = Some(below);
    }
    if let Some(cause) = deepest.map(ToString::to_string).filter(|cause| !text.contains(cause.as_str())) {
        text = format!("{text}: {cause}");
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
