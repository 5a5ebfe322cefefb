//! An object that reads and seeks.

use std::io::{self, Read, Seek, SeekFrom};

use bytes::Bytes;
use tokio::task::JoinHandle;

use crate::fetch::Fetched;
use crate::location::Location;
use crate::{Error, Objects, Result};

/// An object that is read, from its start; see [`Objects::open`].
///
/// A small object is in memory. Of a larger one the blocks are fetched that are read, and where
/// they are read one after the other, the next one is fetched meanwhile.
#[derive(Debug)]
pub struct ObjectReader {
    body: Body,
    position: u64,
}

#[derive(Debug)]
enum Body {
    Whole(Bytes),
    Blocks(Box<Blocks>),
}

#[derive(Debug)]
struct Blocks {
    objects: Objects,
    location: Location,
    size: u64,
    tag: Option<String>,
    /// The number of the block that is there.
    number: Option<u64>,
    bytes: Bytes,
    /// The number of the block that is being fetched.
    next: Option<(u64, JoinHandle<Result<Bytes>>)>,
}

impl ObjectReader {
    pub(crate) fn new(objects: &Objects, url: &str, fetched: Fetched) -> Result<Self> {
        let body = match fetched {
            Fetched::Whole(bytes) => Body::Whole(bytes),
            Fetched::Large { size, tag } => {
                let (objects, location) = (objects.clone(), Location::of(url)?);
                let (number, bytes, next) = (None, Bytes::new(), None);
                Body::Blocks(Box::new(Blocks { objects, location, size, tag, number, bytes, next }))
            }
        };
        Ok(Self { body, position: 0 })
    }

    /// The size of the object in bytes.
    pub fn size(&self) -> u64 {
        match &self.body {
            Body::Whole(bytes) => bytes.len() as u64,
            Body::Blocks(blocks) => blocks.size,
        }
    }

    /// The bytes from the position on that are there, at least one before the end.
    fn rest(&mut self) -> Result<&[u8]> {
        if let Body::Blocks(blocks) = &mut self.body {
            match blocks.load(self.position) {
                // A web server without ranges.
                Err(error) if matches!(&error, Error::At { error, .. } if matches!(**error, Error::NotSupported { .. })) =>
                {
                    self.body = Body::Whole(blocks.whole()?);
                }
                loaded => loaded?,
            }
        }
        let (bytes, start) = match &self.body {
            Body::Whole(bytes) => (bytes, 0),
            Body::Blocks(blocks) => (&blocks.bytes, blocks.start()),
        };
        let at = usize::try_from(self.position.saturating_sub(start)).unwrap_or(usize::MAX);
        Ok(bytes.get(at..).unwrap_or_default())
    }
}

impl Blocks {
    /// Where the block that is there starts.
    fn start(&self) -> u64 {
        self.number.unwrap_or(0) * self.objects.options().block_bytes
    }

    /// Fetches the block with the position, unless it is there.
    fn load(&mut self, position: u64) -> Result<()> {
        let number = position / self.objects.options().block_bytes;
        if position >= self.size || self.number == Some(number) {
            return Ok(());
        }
        let is_next = number == self.number.map_or(0, |number| number + 1);
        self.bytes = match self.next.take().filter(|(there, _)| *there == number) {
            Some((_, fetching)) => {
                let stopped = |error: tokio::task::JoinError| Error::Start(error.to_string());
                self.objects.wait(fetching).map_err(stopped)??
            }
            None => {
                let fetching = self.fetch(number);
                self.objects.wait(fetching)?
            }
        };
        self.number = Some(number);
        if is_next && self.range(number + 1).start < self.size {
            self.next = Some((number + 1, self.objects.spawn(self.fetch(number + 1))));
        }
        Ok(())
    }

    fn range(&self, number: u64) -> std::ops::Range<u64> {
        let length = self.objects.options().block_bytes;
        let start = number.saturating_mul(length);
        start..start.saturating_add(length).min(self.size)
    }

    fn fetch(&self, number: u64) -> impl Future<Output = Result<Bytes>> + Send + 'static {
        let (client, location) = (self.objects.client(), self.location.clone());
        let (range, tag) = (self.range(number), self.tag.clone());
        async move { client.block(&location, range, tag).await }
    }

    fn whole(&self) -> Result<Bytes> {
        match self.objects.fetch_now(&self.location.url, u64::MAX)? {
            Fetched::Whole(bytes) => Ok(bytes),
            Fetched::Large { size, .. } => Err(Error::TooLarge { bytes: size, limit: u64::MAX }),
        }
    }
}

impl Read for ObjectReader {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.rest()?.read(to)?;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for ObjectReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => self.size().checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}
