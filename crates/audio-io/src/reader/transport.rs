//! MPEG transport streams: the audio of one programme as a stream of its own.

use std::io::{ErrorKind, Read, Result as IoResult};

use super::{Opened, Wanted, first_with_sound, mpeg, symphonia};
use crate::Note;
use crate::fault::{Fault, Outcome};
use crate::source::Source;

/// Bytes of a packet.
const PACKET: usize = 188;
/// Bytes that are searched for the tables.
const SEARCHED: usize = 1 << 20;

/// Opens the first audio stream that is read, or the one that is asked for.
pub(super) fn open<'a>(mut source: Source<'a>, wanted: Wanted) -> Outcome<Opened<'a>> {
    let head = source.peek(SEARCHED)?;
    let stride = if head.first() == Some(&0x47) { PACKET } else { PACKET + 4 };
    let streams = audio_streams(&head, stride);
    if streams.is_empty() {
        return Err(Fault::unsupported("it is video without an audio track that is known"));
    }
    let count = streams.len();
    let is_open = count > 1 && wanted.track.is_none();
    let with_sound = if is_open {
        source.again().and_then(|source| first_with_sound(count, &source, open))
    } else {
        wanted.track
    };
    // A pipe is not read twice: the first that can be decoded.
    let decoded = streams.iter().position(|(kind, _)| !matches!(kind, Stream::Other(_)));
    let track = with_sound.unwrap_or(decoded.unwrap_or(0) + 1);
    let Some(&(kind, pid)) = streams.get(track - 1) else {
        return Err(Fault::NoSuchTrack { track, tracks: count });
    };
    let mut opened = open_stream(source, stride, kind, pid)?;
    if is_open {
        opened.notes.push(Note::SeveralTracks { read: track, count });
    }
    Ok(opened)
}

fn open_stream(source: Source<'_>, stride: usize, kind: Stream, pid: u16) -> Outcome<Opened<'_>> {
    let failure = source.failure();
    let elementary = Elementary { source, stride, pid, left: Vec::new(), started: false };
    let source = Source::stream_of(elementary, failure);
    match kind {
        Stream::Mpeg => mpeg::open(source),
        Stream::Adts => symphonia::open_adts(source),
        Stream::Other(name) => {
            Err(Fault::convert(format!("its audio is {name}, which is not read")))
        }
    }
}

#[derive(Clone, Copy)]
enum Stream {
    Mpeg,
    Adts,
    Other(&'static str),
}

/// The audio streams that the tables list, by their packets' number.
fn audio_streams(head: &[u8], stride: usize) -> Vec<(Stream, u16)> {
    let packets = || head.get(stride - PACKET..).unwrap_or_default().chunks(stride);
    let section = |wanted: u16| {
        packets().find_map(|packet| {
            let (pid, start, payload) = payload(packet)?;
            let skip = 1 + usize::from(*payload.first()?);
            (pid == wanted && start).then(|| payload.get(skip..)).flatten()
        })
    };
    let Some(programmes) = section(0) else { return Vec::new() };
    let tables = programmes.get(8..).unwrap_or_default().chunks_exact(4).take(64);
    let table = tables
        .map(|entry| (u16::from_be_bytes([entry[0], entry[1]]), pid(entry[2], entry[3])))
        .find(|&(programme, _)| programme != 0);
    let Some(map) = table.and_then(|(_, pid)| section(pid)) else { return Vec::new() };
    let word = |at: usize| map.get(at..at + 2).map_or(0, |b| usize::from(pid(b[0], b[1]) & 0xfff));
    let (end, mut at) = (3 + word(1), 12 + word(10));
    let mut streams = Vec::new();
    while let Some(entry) = map.get(at..at + 5).filter(|_| at + 9 <= end) {
        let kind = match entry[0] {
            0x03 | 0x04 => Some(Stream::Mpeg),
            0x0f => Some(Stream::Adts),
            0x11 => Some(Stream::Other("AAC in LATM")),
            0x81 => Some(Stream::Other("AC-3")),
            0x82 | 0x85 | 0x86 | 0x8a => Some(Stream::Other("DTS")),
            0x83 => Some(Stream::Other("TrueHD")),
            0x84 | 0x87 => Some(Stream::Other("E-AC-3")),
            0x80 => Some(Stream::Other("LPCM of Blu-ray")),
            0x06 => described(map.get(at + 5..at + 5 + word(at + 3)).unwrap_or_default()),
            _ => None,
        };
        streams.extend(kind.map(|kind| (kind, pid(entry[1], entry[2]))));
        at += 5 + word(at + 3);
    }
    streams
}

/// A private stream, by its descriptors.
fn described(mut descriptors: &[u8]) -> Option<Stream> {
    while let Some((&[tag, len], rest)) = descriptors.split_first_chunk() {
        let (body, after) = rest.split_at_checked(len.into())?;
        match (tag, body) {
            (0x6a, _) | (0x05, [b'A', b'C', b'-', b'3', ..]) => return Some(Stream::Other("AC-3")),
            (0x7a, _) => return Some(Stream::Other("E-AC-3")),
            (0x7b, _) => return Some(Stream::Other("DTS")),
            (0x7c, _) => return Some(Stream::Adts),
            (0x05, [b'O', b'p', b'u', b's', ..]) => return Some(Stream::Other("Opus in MPEG-TS")),
            (0x05, [b'B', b'S', b'S', b'D', ..]) => return Some(Stream::Other("SMPTE 302M")),
            _ => {}
        }
        descriptors = after;
    }
    None
}

fn pid(high: u8, low: u8) -> u16 {
    u16::from_be_bytes([high & 0x1f, low])
}

/// A packet's number, whether something starts in it, and its payload.
fn payload(packet: &[u8]) -> Option<(u16, bool, &[u8])> {
    let &[0x47, high, low, control] = packet.first_chunk::<4>()? else { return None };
    let skip = match control >> 4 & 3 {
        1 => 4,
        3 => 5 + usize::from(*packet.get(4)?),
        _ => return None,
    };
    Some((pid(high, low), high & 0x40 != 0, packet.get(skip..PACKET)?))
}

/// The bytes of one stream.
struct Elementary<'a> {
    source: Source<'a>,
    stride: usize,
    pid: u16,
    left: Vec<u8>,
    started: bool,
}

impl Elementary<'_> {
    /// The payload of the next packet of the stream; `None` at the end.
    fn next(&mut self) -> IoResult<Option<Vec<u8>>> {
        let mut packet = vec![0; self.stride];
        loop {
            match self.source.read_exact(&mut packet) {
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
                other => other?,
            }
            let packet = packet.get(self.stride - PACKET..).unwrap_or_default();
            let Some((pid, start, payload)) = payload(packet) else { continue };
            if pid != self.pid {
                continue;
            }
            self.started |= start;
            // A new unit has a header of its own in front.
            let skip =
                if start { 9 + usize::from(payload.get(8).copied().unwrap_or(0)) } else { 0 };
            if let Some(rest) = payload.get(skip..).filter(|rest| self.started && !rest.is_empty())
            {
                return Ok(Some(rest.to_vec()));
            }
        }
    }
}

impl Read for Elementary<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        if self.left.is_empty() {
            self.left = self.next()?.unwrap_or_default();
        }
        let count = buffer.len().min(self.left.len());
        buffer.iter_mut().zip(self.left.drain(..count)).for_each(|(to, from)| *to = from);
        Ok(count)
    }
}
