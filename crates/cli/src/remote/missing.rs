//! The same without object stores: each URL is an error that says what is missing.

use std::io;
use std::path::Path;

use emo_pipeline::audio::ReadSeek;

/// Where URLs lead: nowhere.
#[derive(Clone, Default)]
pub(crate) struct Remote;

impl Remote {
    pub(super) fn open_object(&self, _: &str) -> io::Result<Box<dyn ReadSeek>> {
        Err(missing())
    }

    pub(super) fn list(&self, _: &str) -> io::Result<Vec<String>> {
        Err(missing())
    }

    /// Nothing can be fetched ahead.
    pub(crate) fn expect<'a>(&self, _: impl IntoIterator<Item = &'a Path>) {}

    /// Checks that an object can be written.
    #[cfg(feature = "parquet")]
    pub(crate) fn check_writable(&self, url: &Path) -> emo_pipeline::Result<()> {
        Err(super::in_url(url, missing()))
    }
}

fn missing() -> io::Error {
    io::Error::other(
        "expected a local path, got a URL, which only an emo with the feature object-store can read \
         and write: cargo install --path crates/cli --features object-store",
    )
}
