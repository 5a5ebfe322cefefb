//! What the bytes of a file come from: something that seeks, or a stream such as a pipe.

use std::io::{Cursor, Error, ErrorKind, Read, Result, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use symphonia::core::io::MediaSource;

use crate::ReadSeek;

enum Input<'a> {
    /// What seeks, which several sources may share, and its length.
    Seekable(Arc<Mutex<Box<dyn ReadSeek + 'a>>>, u64),
    /// A stream, and the bytes that were looked at and not yet read.
    Stream(Box<dyn Read + Send + Sync + 'a>, Vec<u8>),
}

/// A reader that remembers why it could not be read, and that may begin and end within the file.
pub(crate) struct Source<'a> {
    input: Input<'a>,
    /// Where the part that is read starts in the file.
    base: u64,
    /// Where it ends, from `base`.
    end: Option<u64>,
    /// Where the reader is, from `base`.
    position: u64,
    /// Bytes of a header that are replaced, and where they are.
    patch: Option<(u64, [u8; 2])>,
    /// The length that readers are told: that of the whole file where this one was cut.
    stated: Option<u64>,
    /// Whether readers may not seek.
    is_forward: bool,
    /// The most bytes that are taken from a stream.
    limit: u64,
    failure: Failure,
}

/// Why a source could not be read, if so.
#[derive(Clone, Default)]
pub(crate) struct Failure(Arc<Mutex<Option<Failed>>>);

/// What stopped a source.
pub(crate) enum Failed {
    /// The operating system's error.
    Io(Error),
    /// A stream went beyond its limit.
    TooManyBytes(u64),
}

impl Failure {
    /// The first failure.
    pub(crate) fn take(&self) -> Option<Failed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Keeps the first failure, and passes on its kind.
    fn note(&self, error: Error) -> Error {
        let kind = error.kind();
        if kind != ErrorKind::Interrupted {
            self.keep(Failed::Io(error));
        }
        kind.into()
    }

    fn keep(&self, failed: Failed) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failed);
    }
}

impl<'a> Source<'a> {
    /// A source that seeks, `len` bytes long, from its start.
    pub(crate) fn seekable(inner: impl ReadSeek + 'a, len: u64) -> Self {
        let inner: Box<dyn ReadSeek + 'a> = Box::new(inner);
        Self::new(Input::Seekable(Arc::new(Mutex::new(inner)), len), u64::MAX)
    }

    /// A source that is read once, of which at most `limit` bytes are taken.
    pub(crate) fn stream(inner: impl Read + Send + Sync + 'a, limit: u64) -> Self {
        Self::new(Input::Stream(Box::new(inner), Vec::new()), limit)
    }

    /// A stream that is made of another source, whose failures are its own.
    pub(crate) fn stream_of(inner: impl Read + Send + Sync + 'a, failure: Failure) -> Self {
        Self { failure, ..Self::stream(inner, u64::MAX) }
    }

    fn new(input: Input<'a>, limit: u64) -> Self {
        let failure = Failure::default();
        let (stated, is_forward) = (None, false);
        let (end, patch) = (None, None);
        Self { input, base: 0, end, position: 0, patch, stated, is_forward, limit, failure }
    }

    /// Its length in bytes, where that is known.
    pub(crate) fn len(&self) -> Option<u64> {
        match self.input {
            Input::Seekable(_, len) => {
                let rest = len.saturating_sub(self.base);
                Some(self.end.map_or(rest, |end| end.min(rest)))
            }
            Input::Stream(..) => None,
        }
    }

    /// Where a failure will be noted.
    pub(crate) fn failure(&self) -> Failure {
        self.failure.clone()
    }

    /// The next `count` bytes, fewer at the end, without taking them.
    pub(crate) fn peek(&mut self, count: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match &mut self.input {
            Input::Seekable(..) => {
                let position = self.position;
                self.by_ref().take(count as u64).read_to_end(&mut bytes)?;
                self.position = position;
            }
            Input::Stream(inner, head) => {
                let missing = count.saturating_sub(head.len()) as u64;
                inner.by_ref().take(missing).read_to_end(head)?;
                bytes.extend(head.iter().take(count));
            }
        }
        Ok(bytes)
    }

    /// Leaves out the next `count` bytes: what follows them is the start.
    pub(crate) fn start_after(&mut self, count: u64) -> Result<()> {
        self.skip(count)?;
        self.base += self.position;
        self.position = 0;
        Ok(())
    }

    /// Goes on after `count` more bytes, or at the end.
    pub(crate) fn skip(&mut self, count: u64) -> Result<()> {
        if matches!(self.input, Input::Seekable(..)) {
            return self.seek(SeekFrom::Current(count.min(1 << 62) as i64)).map(|_| ());
        }
        std::io::copy(&mut self.by_ref().take(count), &mut std::io::sink()).map(|_| ())
    }

    /// Where the next byte is, from the start.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    /// Takes what follows as a source of its own, `len` bytes long where that is known.
    pub(crate) fn window(mut self, len: Option<u64>) -> Result<Self> {
        self.start_after(0)?;
        self.end = len;
        Ok(self)
    }

    /// The same source at its start again; `None` for a stream.
    pub(crate) fn again(&self) -> Option<Self> {
        let Input::Seekable(inner, len) = &self.input else { return None };
        Some(Self {
            input: Input::Seekable(inner.clone(), *len),
            position: 0,
            failure: self.failure.clone(),
            ..*self
        })
    }

    /// Tells readers the length of the whole file, of which this one is the start.
    pub(crate) fn stating(self, len: u64) -> Self {
        Self { stated: Some(len), ..self }
    }

    /// Keeps readers from seeking.
    pub(crate) fn forward(self) -> Self {
        Self { is_forward: true, ..self }
    }

    /// Replaces two bytes.
    pub(crate) fn replace(&mut self, at: u64, bytes: [u8; 2]) {
        self.patch = Some((at, bytes));
    }

    /// Reads a stream to its end, so that it can be sought in.
    pub(crate) fn hold(mut self) -> Result<Self> {
        if matches!(self.input, Input::Seekable(..)) {
            return Ok(self);
        }
        let mut bytes = Vec::new();
        self.read_to_end(&mut bytes)?;
        let (len, failure) = (bytes.len() as u64, self.failure.clone());
        Ok(Self { failure, ..Self::seekable(Cursor::new(bytes), len) })
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let most = self.end.map_or(u64::MAX, |end| end.saturating_sub(self.position));
        let most = usize::try_from(most).unwrap_or(usize::MAX).min(buffer.len());
        let buffer = buffer.get_mut(..most).unwrap_or_default();
        let at = self.base.saturating_add(self.position);
        let count = match &mut self.input {
            Input::Seekable(inner, _) => {
                let mut inner = inner.lock().unwrap_or_else(PoisonError::into_inner);
                inner.seek(SeekFrom::Start(at)).and_then(|_| inner.read(buffer))
            }
            Input::Stream(inner, head) if head.is_empty() => inner.read(buffer),
            Input::Stream(_, head) => {
                let count = buffer.len().min(head.len());
                buffer.iter_mut().zip(head.drain(..count)).for_each(|(to, from)| *to = from);
                Ok(count)
            }
        };
        let count = count.map_err(|error| self.failure.note(error))?;
        if let Some((at, bytes)) = self.patch {
            for (place, byte) in (at..).zip(bytes) {
                let within = place.checked_sub(self.position).filter(|&at| at < count as u64);
                if let Some(to) = within.and_then(|at| buffer.get_mut(at as usize)) {
                    *to = byte;
                }
            }
        }
        self.position += count as u64;
        if self.base + self.position > self.limit {
            self.failure.keep(Failed::TooManyBytes(self.base + self.position));
            return Err(ErrorKind::FileTooLarge.into());
        }
        Ok(count)
    }
}

impl Seek for Source<'_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let len = self.stated.or(self.len());
        if matches!(self.input, Input::Stream(..)) {
            return Err(ErrorKind::Unsupported.into());
        }
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => len.unwrap_or(0).checked_add_signed(by),
        };
        let target = target.ok_or(ErrorKind::InvalidInput)?;
        self.position = target;
        Ok(target)
    }
}

impl MediaSource for Source<'_> {
    fn is_seekable(&self) -> bool {
        matches!(self.input, Input::Seekable(..)) && !self.is_forward
    }

    fn byte_len(&self) -> Option<u64> {
        self.stated.or(self.len())
    }
}
