//! Objects, by emo-object-store.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use emo_object_store::Objects;
use emo_pipeline::Result;
use emo_pipeline::audio::ReadSeek;
use emo_pipeline::corpus::is_url;

use super::in_url;

/// Where URLs lead. The client is started at the first of them; clones share it.
#[derive(Clone, Default)]
pub(crate) struct Remote(Arc<Mutex<Option<Objects>>>);

impl Remote {
    pub(super) fn objects(&self) -> io::Result<Objects> {
        let mut objects = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(objects) = &*objects {
            return Ok(objects.clone());
        }
        Ok(objects.insert(Objects::new()?).clone())
    }

    pub(super) fn open_object(&self, url: &str) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(self.objects()?.open(url)?))
    }

    pub(super) fn list(&self, url: &str) -> io::Result<Vec<String>> {
        Ok(self.objects()?.list(url)?.into_iter().map(|object| object.url).collect())
    }

    /// Fetches the URLs among these paths ahead: they will be opened in about this order, as often
    /// as they are there.
    pub(crate) fn expect<'a>(&self, paths: impl IntoIterator<Item = &'a Path>) {
        let is_remote = |path: &&Path| is_url(path) && super::local_path(path).is_none();
        let mut urls = paths.into_iter().filter(is_remote).peekable();
        if urls.peek().is_none() {
            return;
        }
        // Without a client, opening the first of them says why.
        if let Ok(objects) = self.objects() {
            objects.expect(urls.map(|url| url.to_string_lossy().into_owned()));
        }
    }

    /// Checks that an object can be written.
    pub(crate) fn check_writable(&self, url: &Path) -> Result<()> {
        let check = || Ok(self.objects()?.check_writable(&url.to_string_lossy())?);
        check().map_err(|error| in_url(url, error))
    }

    /// Writes a local file as an object.
    pub(crate) fn upload(&self, from: &Path, url: &Path) -> Result<()> {
        let upload = || Ok(self.objects()?.upload(from, &url.to_string_lossy())?);
        upload().map_err(|error| in_url(url, error))
    }
}
