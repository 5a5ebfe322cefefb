//! Matroska and WebM: the packets of one audio track, read from the start to the end.
//!
//! A reader of our own, since the padding that ends Opus in WebM has to be left out, and since the
//! recordings of browsers come without sizes and through pipes.

mod ebml;
mod tracks;

use std::collections::VecDeque;
use std::io::{BufReader, Read};

use symphonia::core::packet::{Packet, PacketBuilder};
use symphonia::core::units::{Duration, Timestamp};

use self::ebml::{Elements, signed};
use self::tracks::Track;
use super::packets::{Codec, PacketReader, Packets, Step};
use super::{Edit, Opened, Wanted, first_with_sound};
use crate::Note;
use crate::codec::opus;
use crate::fault::{Fault, Outcome};
use crate::source::Source;

/// Nanoseconds per second.
const NANOSECONDS: u32 = 1_000_000_000;
/// A block is no longer than this.
const LONGEST_BLOCK: u64 = 1 << 26;

/// The elements that matter here.
mod id {
    pub(super) const EBML: u32 = 0x1a45_dfa3;
    pub(super) const SEGMENT: u32 = 0x1853_8067;
    pub(super) const TRACKS: u32 = 0x1654_ae6b;
    pub(super) const CLUSTER: u32 = 0x1f43_b675;
    pub(super) const BLOCK_GROUP: u32 = 0xa0;
    pub(super) const BLOCK: u32 = 0xa1;
    pub(super) const SIMPLE_BLOCK: u32 = 0xa3;
    pub(super) const DISCARD_PADDING: u32 = 0x75a2;
}

/// Opens the first track that can be decoded, or the one that is asked for.
pub(super) fn open<'a>(source: Source<'a>, wanted: Wanted) -> Outcome<Opened<'a>> {
    let again = source.again();
    let mut elements = Elements::new(BufReader::with_capacity(1 << 16, source));
    let (tracks, has_video) = find_tracks(&mut elements)?;
    let count = tracks.len();
    if count == 0 && has_video {
        return Err(Fault::unsupported("it is a video without sound"));
    }
    let is_open = count > 1 && wanted.track.is_none();
    let mut chosen = wanted;
    if is_open && let Some(source) = again {
        chosen.track = first_with_sound(count, &source, open);
    }
    let (number, track, codec) = choose(tracks, chosen)?;
    let mut notes = Vec::new();
    if is_open {
        notes.push(Note::SeveralTracks { read: number, count });
    }
    // Opus's own header has its delay too, and the decoder leaves it out.
    let start = if matches!(codec, Codec::Opus(_)) { 0 } else { track.delay };
    let edit = Some(Edit { start, timescale: NANOSECONDS, len: None });
    let is_mpeg = track.is_mpeg();
    let matroska = Matroska { elements, track, queue: VecDeque::new(), notes };
    if is_mpeg {
        let notes = matroska.notes.clone();
        let failure = matroska.elements.failure();
        let bytes = PacketBytes { packets: matroska, left: Vec::new() };
        let source = Source::stream_of(bytes, failure);
        return Ok(Opened { notes, ..super::mpeg::open(source)? });
    }
    let reader = Box::new(PacketReader::new(matroska, codec));
    Ok(Opened { edit, ..Opened::boxed(reader) })
}

/// Reads up to the list of tracks: the audio tracks, and whether there are others.
fn find_tracks(elements: &mut Elements<'_>) -> Outcome<(Vec<Track>, bool)> {
    while let Some(element) = elements.next()? {
        match element.id {
            // What is inside follows.
            id::SEGMENT => {}
            id::TRACKS => return Ok(tracks::read(&elements.body(element, LONGEST_BLOCK)?)),
            id::CLUSTER => break,
            _ => elements.skip(element)?,
        }
    }
    Err(Fault::malformed("it has no list of tracks"))
}

fn choose(tracks: Vec<Track>, wanted: Wanted) -> Outcome<(usize, Track, Codec)> {
    let count = tracks.len();
    if let Some(track) = wanted.track.filter(|track| !(1..=count).contains(track)) {
        return Err(Fault::NoSuchTrack { track, tracks: count });
    }
    let mut fault = None;
    for (number, track) in (1..).zip(tracks) {
        if wanted.track.is_some_and(|wanted| wanted != number) {
            continue;
        }
        match track.codec() {
            Ok(codec) => return Ok((number, track, codec)),
            Err(error) => fault = fault.or(Some(error)),
        }
    }
    Err(fault.unwrap_or(Fault::unsupported("it has no audio track")))
}

/// The packets of one track.
struct Matroska<'a> {
    elements: Elements<'a>,
    track: Track,
    queue: VecDeque<Packet>,
    notes: Vec<Note>,
}

impl Matroska<'_> {
    /// Takes the packets of a block of this track; `padding` nanoseconds at its end are no sound.
    fn take_block(&mut self, block: &[u8], padding: u64) {
        let Some((number, rest)) = ebml::vint(block) else { return };
        let Some((&[_, _, flags], data)) = rest.split_first_chunk::<3>() else { return };
        if number != self.track.number {
            return;
        }
        let rate = if self.track.is_opus() { opus::RATE } else { self.track.rate() };
        let trim = u128::from(padding) * u128::from(rate) / u128::from(NANOSECONDS);
        let frames = laced(data, flags >> 1 & 3).unwrap_or_default();
        let last = frames.len().saturating_sub(1);
        for (at, frame) in frames.into_iter().enumerate() {
            let trim = if at == last { trim as u64 } else { 0 };
            let packet = PacketBuilder::new()
                .track_id(0)
                .pts(Timestamp::ZERO)
                .dur(Duration::ZERO)
                .data(self.track.whole(frame))
                .trim_end(Duration::new(trim));
            self.queue.push_back(packet.build());
        }
    }

    /// Takes the blocks of a group, which is in memory.
    fn take_group(&mut self, group: &[u8]) {
        let (mut block, mut padding) = (None, 0);
        for (id, body) in ebml::children(group) {
            match id {
                id::BLOCK => block = Some(body),
                id::DISCARD_PADDING => padding = signed(body).max(0) as u64,
                _ => {}
            }
        }
        if let Some(block) = block {
            self.take_block(block, padding);
        }
    }
}

impl Packets for Matroska<'_> {
    fn next(&mut self) -> Outcome<Step> {
        loop {
            if let Some(packet) = self.queue.pop_front() {
                return Ok(Step::Packet(packet));
            }
            let Some(element) = self.elements.next()? else { return Ok(Step::End) };
            match element.id {
                id::SEGMENT | id::CLUSTER | id::EBML => {
                    if element.id == id::EBML {
                        self.elements.skip(element)?;
                    }
                }
                id::SIMPLE_BLOCK | id::BLOCK_GROUP => {
                    match self.elements.body(element, LONGEST_BLOCK) {
                        Ok(body) if element.id == id::SIMPLE_BLOCK => self.take_block(&body, 0),
                        Ok(body) => self.take_group(&body),
                        Err(Fault::Malformed(_)) => {
                            self.notes.push(Note::CutShort);
                            return Ok(Step::End);
                        }
                        Err(error) => return Err(error),
                    }
                }
                _ => self.elements.skip(element)?,
            }
        }
    }

    fn notes(&self) -> Vec<Note> {
        self.notes.clone()
    }
}

/// The bytes of packets, one after another.
struct PacketBytes<'a> {
    packets: Matroska<'a>,
    left: Vec<u8>,
}

impl Read for PacketBytes<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.left.is_empty() {
            match self.packets.next() {
                Ok(Step::Packet(packet)) => self.left = packet.data.into(),
                Ok(_) => return Ok(0),
                Err(Fault::Io(error)) => return Err(error),
                Err(_) => return Err(std::io::ErrorKind::InvalidData.into()),
            }
        }
        let count = buffer.len().min(self.left.len());
        buffer.iter_mut().zip(self.left.drain(..count)).for_each(|(to, from)| *to = from);
        Ok(count)
    }
}

/// The frames of a block: one, or several by Xiph's lengths, equal ones or EBML's.
fn laced(data: &[u8], lacing: u8) -> Option<Vec<&[u8]>> {
    if lacing == 0 {
        return Some(vec![data]);
    }
    let (&last, mut rest) = data.split_first()?;
    let count = usize::from(last) + 1;
    let mut lens: Vec<usize> = Vec::new();
    match lacing {
        2 => lens = vec![rest.len() / count; count - 1],
        1 => {
            for _ in 1..count {
                let full = rest.iter().take_while(|&&byte| byte == 255).count();
                lens.push(255 * full + usize::from(*rest.get(full)?));
                rest = rest.get(full + 1..)?;
            }
        }
        _ => {
            for at in 1..count {
                let (value, after) = ebml::vint(rest)?;
                // The first is a length, the others are signed differences.
                let bits = 7 * (rest.len() - after.len()) as u32;
                let len = match lens.last() {
                    None => i64::try_from(value).ok()?,
                    Some(&before) => before as i64 + value as i64 - ((1 << (bits - 1)) - 1),
                };
                debug_assert!(at >= 1);
                lens.push(usize::try_from(len).ok()?);
                rest = after;
            }
        }
    }
    let mut frames = Vec::new();
    for len in lens {
        let (frame, after) = rest.split_at_checked(len)?;
        frames.push(frame);
        rest = after;
    }
    frames.push(rest);
    Some(frames)
}
