//! The calls.

use std::sync::Arc;

use futures_util::TryStreamExt;
use object_store::ObjectMeta;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;

use crate::ahead::{Ahead, Claim};
use crate::error::failed;
use crate::fetch::{Client, Fetched};
use crate::location::{Location, Provider};
use crate::{Error, ObjectReader, Options, Result};

/// An object of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Object {
    /// Its URL.
    pub url: String,
    /// Its size in bytes.
    pub size: u64,
}

/// Objects of all stores; clones share connections and memory.
///
/// The calls may come from any number of threads, but not from inside an asynchronous runtime.
///
/// ```
/// use std::io::Read;
///
/// use emo_object_store::Objects;
///
/// let objects = Objects::new()?;
/// objects.write("memory:///calls/1.txt", b"hello".to_vec())?;
/// let mut text = String::new();
/// objects.open("memory:///calls/1.txt")?.read_to_string(&mut text)?;
/// assert_eq!(text, "hello");
/// assert!(objects.open("memory:///calls/2.txt").is_err_and(|error| error.is_missing()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Objects {
    client: Arc<Client>,
    ahead: Arc<Ahead>,
    runtime: Arc<Runtime>,
}

impl Objects {
    /// With the usual [`Options`]. Nothing is asked of any server yet.
    ///
    /// # Errors
    ///
    /// If the system gives no threads.
    pub fn new() -> Result<Self> {
        Self::with_options(Options::default())
    }

    /// With other limits and retries.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_options(options: Options) -> Result<Self> {
        let mut runtime = Builder::new_multi_thread();
        runtime.worker_threads(2).thread_name("objects").enable_all();
        let runtime = runtime.build().map_err(|error| Error::Start(error.to_string()))?;
        let client = Arc::new(Client::new(options));
        Ok(Self { client, ahead: Arc::default(), runtime: Arc::new(runtime) })
    }

    /// The objects below a folder, at any depth, ordered by the parts of their keys as the files
    /// below a folder are. A `/` at the end of the URL makes no difference.
    ///
    /// # Errors
    ///
    /// If the server cannot be asked, or it is a web server, which has no lists.
    pub fn list(&self, folder: &str) -> Result<Vec<Object>> {
        let location = folder_of(folder)?;
        let all = self.repeated(&location, LIST, async |store| {
            store.list(prefix(&location)).try_collect::<Vec<_>>().await
        })?;
        Ok(sorted(all, &location))
    }

    /// The names of the objects in a folder, without those in folders below it.
    ///
    /// # Errors
    ///
    /// As [`list`](Self::list).
    pub fn names(&self, folder: &str) -> Result<Vec<String>> {
        let location = folder_of(folder)?;
        let found = self.repeated(&location, LIST, async |store| {
            store.list_with_delimiter(prefix(&location)).await
        })?;
        let names = found.objects.iter().filter_map(|object| object.location.filename());
        Ok(names.map(str::to_owned).collect())
    }

    /// Opens an object: one that was fetched ahead, or else now.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or the URL is not one that is understood.
    pub fn open(&self, url: &str) -> Result<ObjectReader> {
        let claim = self.ahead.claim(url);
        self.go_on(Some(url));
        let options = self.options();
        let fetched = match claim {
            Claim::Done(fetched) => fetched?,
            Claim::Fetch { keep } => {
                let fetched = self.fetch_now(url, options.whole_bytes);
                if let Some(job) = keep {
                    self.ahead.keep(&job, fetched.as_ref().ok(), options.ahead_bytes);
                }
                fetched?
            }
        };
        ObjectReader::new(self, url, fetched)
    }

    /// All bytes of an object of at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), and if it is larger.
    pub fn read(&self, url: &str, limit: u64) -> Result<Vec<u8>> {
        match self.fetch_now(url, limit)? {
            Fetched::Whole(bytes) => Ok(bytes.into()),
            Fetched::Large { size, .. } => Err(Error::TooLarge { bytes: size, limit }.at(url)),
        }
    }

    /// Fetches objects before they are opened, in this order: the first few at once, and after each
    /// one that is opened the next few after it. It replaces what was expected before.
    pub fn expect(&self, urls: impl IntoIterator<Item = String>) {
        self.ahead.expect(urls);
        self.go_on(None);
    }

    fn go_on(&self, url: Option<&str>) {
        let options = self.options();
        for job in self.ahead.next(url, options.ahead, options.ahead_bytes) {
            let (ahead, client) = (Arc::clone(&self.ahead), self.client());
            self.spawn(async move { ahead.fetch(&client, job).await });
        }
    }

    pub(crate) fn options(&self) -> &Options {
        &self.client.options
    }

    pub(crate) fn client(&self) -> Arc<Client> {
        Arc::clone(&self.client)
    }

    pub(crate) fn fetch_now(&self, url: &str, whole: u64) -> Result<Fetched> {
        let fetched = self.wait(self.client.fetch(url, whole, |_| true))?;
        fetched.ok_or(Error::TooLarge { bytes: 0, limit: whole })
    }

    /// Asks a store, and names the URL and what was `expected` in errors.
    pub(crate) fn request<T>(
        &self,
        location: &Location,
        expected: &'static str,
        ask: impl AsyncFnOnce(&dyn object_store::ObjectStore) -> object_store::Result<T>,
    ) -> Result<T> {
        let store = self.client.store(location).map_err(|error| error.at(&location.url))?;
        let answer = self.wait(ask(&*store));
        answer.map_err(|error| failed(error, expected).at(&location.url))
    }

    /// Asks again where the body of an answer ended early, which object_store does for objects
    /// alone. Only for what may be asked twice.
    pub(crate) fn repeated<T>(
        &self,
        location: &Location,
        expected: &'static str,
        ask: impl AsyncFn(&dyn object_store::ObjectStore) -> object_store::Result<T>,
    ) -> Result<T> {
        let mut attempt = 0;
        loop {
            let answer = self.request(location, expected, &ask);
            let retries = self.options().retries;
            let ended_early = |error: &Error| error.ended_early(retries);
            if attempt == retries || !answer.as_ref().is_err_and(ended_early) {
                return answer;
            }
            let wait = self.options().wait(attempt);
            self.wait(async move { tokio::time::sleep(wait).await });
            attempt += 1;
        }
    }

    pub(crate) fn wait<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    pub(crate) fn spawn<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send + 'static> + Send + 'static,
    {
        self.runtime.spawn(future)
    }
}

/// What these requests are about, in errors.
const LIST: &str = "a list of objects";

/// The URL of a folder, of which a list can be asked for.
fn folder_of(url: &str) -> Result<Location> {
    let location = Location::of(url)?;
    if location.provider == Provider::Web {
        let got = "it is a web server; a manifest can name its objects".into();
        return Err(Error::NotSupported { expected: LIST, got }.at(url));
    }
    Ok(location)
}

/// The folder to list; none for all of a bucket.
fn prefix(location: &Location) -> Option<&object_store::path::Path> {
    Some(&location.path).filter(|path| !path.as_ref().is_empty())
}

fn sorted(mut all: Vec<ObjectMeta>, location: &Location) -> Vec<Object> {
    all.sort_by(|a, b| a.location.as_ref().split('/').cmp(b.location.as_ref().split('/')));
    let object = |it: ObjectMeta| Object { url: location.url_of(&it.location), size: it.size };
    all.into_iter().map(object).collect()
}
