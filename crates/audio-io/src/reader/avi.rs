//! AVI: the chunks of one audio stream as a stream of its own, described as in WAV.

use std::io::{ErrorKind, Read, Result as IoResult};

use super::riff::{Format, parse_format, take};
use super::{Opened, Wanted};
use crate::Note;
use crate::fault::{Fault, Outcome};
use crate::source::Source;

/// A header of a stream is no longer than this.
const LONGEST: u64 = 1 << 16;

/// Opens the first audio stream, or the one that is asked for; the file's head was read before.
pub(super) fn open<'a>(mut source: Source<'a>, wanted: Wanted) -> Outcome<Opened<'a>> {
    let streams = audio_streams(&mut source)?;
    let tracks = streams.len();
    if tracks == 0 {
        return Err(Fault::unsupported("it is a video without sound"));
    }
    let track = wanted.track.unwrap_or(1);
    let Some((number, format)) = streams.into_iter().nth(track - 1) else {
        return Err(Fault::NoSuchTrack { track, tracks });
    };
    let several = tracks > 1 && wanted.track.is_none();
    let note = several.then_some(Note::SeveralTracks { read: track, count: tracks });
    let failure = source.failure();
    let data = format!("{number:02}wb");
    let id: [u8; 4] = data.as_bytes().try_into().map_err(|_| Fault::malformed("its streams"))?;
    let stream = Stream { source, id, left: 0, padding: 0 };
    format.open(Source::stream_of(stream, failure), None, note)
}

/// The audio streams by their numbers; the source stands at the data then.
fn audio_streams(source: &mut Source<'_>) -> Outcome<Vec<(usize, Format)>> {
    let (mut streams, mut count, mut is_audio) = (Vec::new(), 0_usize, false);
    while let Ok(head) = take::<8>(source) {
        let [a, b, c, d, size @ ..] = head;
        let size = u64::from(u32::from_le_bytes(size));
        match &[a, b, c, d] {
            b"LIST" => {
                if &take::<4>(source)? == b"movi" {
                    return Ok(streams);
                }
                // What is inside follows.
                continue;
            }
            b"strh" => {
                is_audio = source.peek(4)?.starts_with(b"auds");
                count += 1;
                source.skip(size)?;
            }
            b"strf" if is_audio && size <= LONGEST => {
                let mut bytes = Vec::new();
                source.by_ref().take(size).read_to_end(&mut bytes)?;
                streams.push((count.saturating_sub(1), parse_format(&bytes, false)?));
            }
            _ => source.skip(size)?,
        }
        source.skip(size % 2)?;
    }
    Err(Fault::malformed("the file ends before its sound starts"))
}

/// The bytes of one stream.
struct Stream<'a> {
    source: Source<'a>,
    /// The name of its chunks.
    id: [u8; 4],
    /// Bytes of the chunk that are left, and those after it.
    left: u64,
    padding: u64,
}

impl Stream<'_> {
    /// Goes to the next chunk of the stream; `false` at the end.
    fn next(&mut self) -> IoResult<bool> {
        self.source.skip(std::mem::take(&mut self.padding))?;
        loop {
            let mut head = [0; 8];
            match self.source.read_exact(&mut head) {
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
                other => other?,
            }
            let [a, b, c, d, size @ ..] = head;
            let size = u64::from(u32::from_le_bytes(size));
            match &[a, b, c, d] {
                // Lists and further parts of the file are entered, past the name of their kind.
                b"LIST" | b"RIFF" => self.source.skip(4)?,
                id if *id == self.id => {
                    (self.left, self.padding) = (size, size % 2);
                    return Ok(true);
                }
                _ => self.source.skip(size + size % 2)?,
            }
        }
    }
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        while self.left == 0 {
            if !self.next()? {
                return Ok(0);
            }
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let count = self.source.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left = if count == 0 { 0 } else { self.left - count as u64 };
        Ok(count)
    }
}
