//! Objects that are written.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use object_store::{MultipartUpload, ObjectStoreExt, PutPayload};

use crate::location::{Location, Provider};
use crate::{Error, Objects, Result};

/// A file of at most this size is written by one request, and a larger one in parts of this size:
/// with the 10 000 parts that S3 allows, a file may have 160 GB.
const PART: u64 = 16 << 20;

/// What these requests are about, in errors.
const WRITE: &str = "an object to be written";

impl Objects {
    /// Writes an object, which appears whole or not at all. One that is there is replaced.
    ///
    /// # Errors
    ///
    /// If the server does not take it.
    pub fn write(&self, url: &str, bytes: Vec<u8>) -> Result<()> {
        let location = Location::of(url)?;
        let payload = PutPayload::from(bytes);
        self.repeated(&location, WRITE, async |store| {
            store.put(&location.path, payload.clone()).await
        })?;
        Ok(())
    }

    /// Writes a local file as an object, which appears whole or not at all, in memory of one part
    /// of the file.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or the server does not take it.
    pub fn upload(&self, from: impl AsRef<Path>, url: &str) -> Result<()> {
        let from = from.as_ref();
        let io = |source| Error::Io { path: from.to_owned(), source };
        let mut file = File::open(from).map_err(io)?;
        let size = file.metadata().map_err(io)?.len();
        let location = Location::of(url)?;
        // A web server takes no parts.
        if size <= PART || location.provider == Provider::Web {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(io)?;
            return self.write(url, bytes);
        }
        let mut upload = self.begin(&location)?;
        let written = self.send_parts(&mut file, from, &location, upload.as_mut());
        if written.is_err() {
            // The first error is the one that matters.
            let _ = self.wait(upload.abort());
        }
        written
    }

    /// Checks that an object can be written here, without one appearing: an upload in parts is begun
    /// and given up. A web server cannot be checked.
    ///
    /// # Errors
    ///
    /// If the server does not allow it.
    pub fn check_writable(&self, url: &str) -> Result<()> {
        let location = Location::of(url)?;
        if location.provider == Provider::Web {
            return Ok(());
        }
        let mut upload = self.begin(&location)?;
        self.request(&location, WRITE, async |_| upload.abort().await)
    }

    fn begin(&self, location: &Location) -> Result<Box<dyn MultipartUpload>> {
        self.repeated(location, WRITE, async |store| store.put_multipart(&location.path).await)
    }

    fn send_parts(
        &self,
        file: &mut File,
        from: &Path,
        location: &Location,
        upload: &mut dyn MultipartUpload,
    ) -> Result<()> {
        loop {
            let mut part = Vec::new();
            let read = file.take(PART).read_to_end(&mut part);
            read.map_err(|source| Error::Io { path: from.to_owned(), source })?;
            if part.is_empty() {
                break;
            }
            self.request(location, WRITE, async |_| upload.put_part(part.into()).await)?;
        }
        self.request(location, WRITE, async |_| upload.complete().await)?;
        Ok(())
    }
}
