//! Requests for objects.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt};

use crate::connect::connect;
use crate::error::failed;
use crate::location::Location;
use crate::{Error, Options, Result};

/// What was fetched of an object.
#[derive(Clone, Debug)]
pub(crate) enum Fetched {
    /// All of it.
    Whole(Bytes),
    /// Its size, and its version where the server names one.
    Large { size: u64, tag: Option<String> },
}

/// The clients of all buckets and servers that were named so far.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) options: Options,
    stores: Mutex<BTreeMap<String, Arc<dyn ObjectStore>>>,
}

impl Client {
    pub(crate) fn new(options: Options) -> Self {
        Self { options, stores: Mutex::default() }
    }

    /// The client of a bucket or server, which is made at its first use.
    pub(crate) fn store(&self, location: &Location) -> Result<Arc<dyn ObjectStore>> {
        let mut stores = self.stores.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = stores.get(&location.root) {
            return Ok(Arc::clone(store));
        }
        let store = connect(location, self.options.retry_config())
            .map_err(|error| Error::Start(error.to_string()))?;
        // The query of a web address is that of one object.
        if !location.root.contains('?') {
            stores.insert(location.root.clone(), Arc::clone(&store));
        }
        Ok(store)
    }

    /// Fetches an object that has at most `whole` bytes, and of a larger one its size. `may_take` is
    /// asked once whether the bytes may be taken; if not, the result is `None`.
    pub(crate) async fn fetch(
        &self,
        url: &str,
        whole: u64,
        may_take: impl Fn(u64) -> bool + Send + Sync,
    ) -> Result<Option<Fetched>> {
        let fetch = async {
            let location = Location::of(url)?;
            let store = self.store(&location)?;
            let retries = self.options.retries;
            let (mut attempt, mut is_taken) = (0, false);
            loop {
                let got = match store.get(&location.path).await.map_err(|it| failed(it, OBJECT)) {
                    Err(error) if attempt < retries && error.ended_early(retries) => {
                        tokio::time::sleep(self.options.wait(attempt)).await;
                        attempt += 1;
                        continue;
                    }
                    got => got?,
                };
                let (size, tag) = (got.meta.size, got.meta.e_tag.clone());
                if size > whole {
                    return Ok(Some(Fetched::Large { size, tag }));
                }
                if !is_taken && !may_take(size) {
                    return Ok(None);
                }
                is_taken = true;
                let error = match got.bytes().await {
                    Ok(bytes) if bytes.len() as u64 == size => {
                        return Ok(Some(Fetched::Whole(bytes)));
                    }
                    Ok(bytes) => {
                        let (expected, got) = (size, bytes.len() as u64);
                        Error::Short { expected, got, attempts: attempt + 1 }
                    }
                    // object_store repeats it, from where it ended, if the version is known.
                    Err(error) if tag.is_some() => return Err(failed(error, OBJECT)),
                    Err(error) => counted(failed(error, OBJECT), attempt + 1),
                };
                if attempt == retries {
                    return Err(error);
                }
                tokio::time::sleep(self.options.wait(attempt)).await;
                attempt += 1;
            }
        };
        fetch.await.map_err(|error: Error| error.at(url))
    }

    /// Fetches a part of an object that still has the version `tag`.
    pub(crate) async fn block(
        &self,
        location: &Location,
        range: Range<u64>,
        tag: Option<String>,
    ) -> Result<Bytes> {
        let block = async {
            let store = self.store(location)?;
            let mut attempt = 0;
            loop {
                let range = Some(GetRange::Bounded(range.clone()));
                let options = GetOptions { range, if_match: tag.clone(), ..GetOptions::default() };
                let got = store.get_opts(&location.path, options).await;
                let got = got.map_err(|error| failed(error, "a part of an object"))?;
                let error = match got.bytes().await {
                    Ok(bytes) => return Ok(bytes),
                    Err(error) => counted(failed(error, OBJECT), attempt + 1),
                };
                if tag.is_some() || attempt == self.options.retries {
                    return Err(error);
                }
                tokio::time::sleep(self.options.wait(attempt)).await;
                attempt += 1;
            }
        };
        block.await.map_err(|error: Error| error.at(&location.url))
    }
}

/// What requests for one object are about, in errors.
pub(crate) const OBJECT: &str = "an object";

/// The error with the number of attempts that were made.
fn counted(error: Error, made: usize) -> Error {
    match error {
        Error::Failed { expected, got, attempts } => {
            Error::Failed { expected, got, attempts: attempts.max(made) }
        }
        error => error,
    }
}
