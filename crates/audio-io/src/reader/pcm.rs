//! Uncompressed samples up to the end of a chunk or of the file.

use std::io::{ErrorKind, Read, Seek, SeekFrom};

use super::Reader;
use crate::fault::Outcome;
use crate::output::Output;
use crate::source::Source;
use crate::{Note, SampleFormat};

/// Bytes of a block at most.
const BLOCK: usize = 1 << 16;

/// Interleaved samples, of which the next one is the first of the source.
pub(super) struct PcmReader<'a> {
    data: Data<'a>,
    format: SampleFormat,
    channels: usize,
    rate: u32,
    buffer: Vec<u8>,
}

impl<'a> PcmReader<'a> {
    /// `len` is how many bytes of samples there are, where the header says so.
    pub(super) fn new(
        source: Source<'a>,
        format: SampleFormat,
        channels: usize,
        rate: u32,
        len: Option<u64>,
    ) -> Self {
        Self { data: Data::new(source, len), format, channels, rate, buffer: Vec::new() }
    }

    /// Adds a note to those of the reader.
    pub(super) fn note(mut self, note: Option<Note>) -> Self {
        self.data.notes.extend(note);
        self
    }
}

impl Reader for PcmReader<'_> {
    fn next(&mut self, output: &mut Output) -> Outcome<bool> {
        let frame = self.format.width().saturating_mul(self.channels).max(1);
        let len = (BLOCK / frame).max(1) * frame;
        if !self.data.read(len, &mut self.buffer)? {
            return Ok(false);
        }
        output.set_bytes(self.format, &self.buffer, self.channels, self.rate)?;
        Ok(true)
    }

    fn seek(&mut self, frame: u64, _output: &mut Output) -> Outcome<Option<u64>> {
        let bytes = self.format.width().saturating_mul(self.channels) as u64;
        let byte = frame.checked_mul(bytes);
        Ok(byte.is_some_and(|byte| self.data.seek(byte)).then_some(frame))
    }

    fn len(&self) -> Option<u64> {
        let frame = self.format.width().saturating_mul(self.channels).max(1) as u64;
        self.data.len().map(|len| len / frame)
    }

    fn notes(&self) -> Vec<Note> {
        self.data.notes.clone()
    }
}

/// The bytes of a chunk, a block at a time.
pub(super) struct Data<'a> {
    source: Source<'a>,
    start: u64,
    len: Option<u64>,
    pub(super) notes: Vec<Note>,
}

impl<'a> Data<'a> {
    /// The chunk starts where the source is.
    pub(super) fn new(source: Source<'a>, len: Option<u64>) -> Self {
        Self { start: source.position(), source, len, notes: Vec::new() }
    }

    /// Replaces `buffer` by the next bytes, `len` or fewer at the end; `false` where none are left.
    pub(super) fn read(&mut self, len: usize, buffer: &mut Vec<u8>) -> Outcome<bool> {
        let done = self.source.position() - self.start;
        let left = self.len.map_or(u64::MAX, |all| all.saturating_sub(done));
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(len);
        buffer.resize(wanted, 0);
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.source.read(rest) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        buffer.truncate(filled);
        if filled < wanted && self.len.is_some() && !self.notes.contains(&Note::CutShort) {
            self.notes.push(Note::CutShort);
        }
        Ok(filled > 0)
    }

    /// Bytes of the chunk, or of the file after its start.
    pub(super) fn len(&self) -> Option<u64> {
        let rest = self.source.len().map(|len| len.saturating_sub(self.start));
        match (self.len, rest) {
            (Some(len), Some(rest)) => Some(len.min(rest)),
            (len, rest) => rest.or(len),
        }
    }

    /// Goes to a byte of the chunk.
    pub(super) fn seek(&mut self, byte: u64) -> bool {
        let within = self.len.is_none_or(|len| byte <= len);
        within && self.source.seek(SeekFrom::Start(self.start.saturating_add(byte))).is_ok()
    }
}
