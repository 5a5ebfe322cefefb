//! A folder of Parquet files in an object store.

use std::io;
use std::path::{Path, PathBuf};

use emo_object_store::Objects;
use emo_pipeline::arrow::Place;
use tempfile::TempDir;

use super::Remote;

/// The largest record of a run, in bytes: some two million parts.
const LARGEST_RECORD: u64 = 64 << 20;

/// A folder in an object store. Parts are written to a temporary folder of this machine and
/// uploaded when they are complete. Objects have no appending, so that the record of what is done
/// is written anew with each line.
#[derive(Debug)]
pub(crate) struct RemoteFolder {
    objects: Objects,
    /// The URL, without a slash at its end.
    url: String,
    drafts: TempDir,
    /// The record, as far as it is written.
    record: String,
}

impl RemoteFolder {
    pub(crate) fn new(remote: &Remote, url: &Path) -> io::Result<Self> {
        let url = url.to_string_lossy().trim_end_matches('/').to_owned();
        let drafts = tempfile::Builder::new().prefix("emo-").tempdir()?;
        Ok(Self { objects: remote.objects()?, url, drafts, record: String::new() })
    }

    fn url_of(&self, name: &str) -> String {
        format!("{}/{name}", self.url)
    }
}

impl Place for RemoteFolder {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.objects.names(&self.url)?)
    }

    fn read(&self, name: &str) -> io::Result<String> {
        let bytes = self.objects.read(&self.url_of(name), LARGEST_RECORD)?;
        String::from_utf8(bytes).map_err(io::Error::other)
    }

    fn write(&mut self, name: &str, text: &str) -> io::Result<()> {
        text.clone_into(&mut self.record);
        Ok(self.objects.write(&self.url_of(name), text.into())?)
    }

    fn append(&mut self, name: &str, line: &str) -> io::Result<()> {
        self.record.push_str(line);
        Ok(self.objects.write(&self.url_of(name), self.record.clone().into())?)
    }

    fn draft(&self, name: &str) -> PathBuf {
        self.drafts.path().join(name)
    }

    fn publish(&mut self, name: &str) -> io::Result<()> {
        let draft = self.draft(name);
        self.objects.upload(&draft, &self.url_of(name))?;
        std::fs::remove_file(draft)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.url_of(name).into()
    }
}
