//! What the bytes of a file come from.

use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use symphonia::core::io::MediaSource;

/// A reader whose length is known, and that remembers why it could not be read.
pub(crate) struct Source<R> {
    inner: R,
    len: u64,
    failure: Failure,
}

/// Why a source could not be read, if so.
#[derive(Clone, Default)]
pub(crate) struct Failure(Arc<Mutex<Option<Error>>>);

impl<R> Source<R> {
    pub(crate) fn new(inner: R, len: u64) -> Self {
        Self { inner, len, failure: Failure::default() }
    }

    /// Its length in bytes.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Where a failure will be noted.
    pub(crate) fn failure(&self) -> Failure {
        self.failure.clone()
    }
}

impl Failure {
    /// The first failure.
    pub(crate) fn take(&self) -> Option<Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Keeps the first failure, and passes on its kind.
    fn note(&self, error: Error) -> Error {
        let kind = error.kind();
        if kind != ErrorKind::Interrupted {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
        kind.into()
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.inner.read(buffer).map_err(|error| self.failure.note(error))
    }
}

impl<R: Seek> Seek for Source<R> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.inner.seek(to)
    }
}

impl<R: Read + Seek + Send + Sync> MediaSource for Source<R> {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.len)
    }
}
