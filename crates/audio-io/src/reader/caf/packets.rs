//! Packets in CAF: AAC, ALAC, Opus and MP3, with the lengths and the delay of the packet table.

use std::io::{Read, Seek, SeekFrom};

use symphonia::core::audio::Channels;
use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::codecs::audio::well_known::*;
use symphonia::core::packet::Packet;
use symphonia::core::units::{Duration, Timestamp};

use super::super::mp4::config;
use super::super::packets::{Codec, PacketReader, Packets, Step};
use super::super::{Edit, Opened};
use super::{Format, take};
use crate::Note;
use crate::codec::opus::Opus;
use crate::fault::{Fault, Outcome};
use crate::source::Source;

/// A table or a cookie is no longer than this.
const LONGEST: u64 = 1 << 28;
/// A packet is no longer than this.
const LONGEST_PACKET: u64 = 1 << 24;

/// What the chunks say.
#[derive(Default)]
struct Chunks {
    cookie: Vec<u8>,
    table: Option<Table>,
    /// Where the data is, and how long, if that is written.
    data: Option<(u64, Option<u64>)>,
    /// Whether the file ends within a chunk.
    is_cut: bool,
}

/// The packet table.
struct Table {
    /// Frames of the sound, and those in front of it.
    valid: u64,
    priming: u64,
    lens: Vec<u8>,
}

/// Opens packets by the format that the first chunk describes.
pub(super) fn open(mut source: Source<'_>, format: Format) -> Outcome<Opened<'_>> {
    source.skip(8)?;
    let Chunks { cookie, table, data, is_cut } = read_chunks(&mut source)?;
    let (start, len) = data.ok_or(Fault::malformed("the file ends before its audio data"))?;
    let priming = table.as_ref().map_or(0, |table| table.priming);
    let mut notes = Vec::new();
    let codec = codec(&format, cookie, priming, &mut notes)?;
    let is_opus = matches!(codec, Codec::Opus(_));
    let edit = table.as_ref().map(|table| Edit {
        // The decoder leaves out Opus's delay.
        start: if is_opus { 0 } else { table.priming },
        timescale: format.rate,
        len: Some(table.valid).filter(|&len| len > 0),
    });
    if format.packet_len == 0 && table.is_none() {
        return Err(Fault::malformed(
            "its table of packets is missing: the recording was cut off before it was finished",
        ));
    }
    if is_cut {
        notes.push(Note::CutShort);
    } else if len.is_none() {
        notes.push(Note::SizesNotWritten);
    }
    source.start_after(start)?;
    let lens = table.map(|table| table.lens).unwrap_or_default();
    let packets = Caf { source, format, lens, at: 0, left: len.unwrap_or(u64::MAX), notes };
    let reader = Box::new(PacketReader::new(packets, codec));
    Ok(Opened { edit, ..Opened::boxed(reader) })
}

/// Reads all chunks; the data is at the end where its size is not written.
fn read_chunks(source: &mut Source<'_>) -> Outcome<Chunks> {
    let mut chunks = Chunks::default();
    while let Ok(head) = take::<12>(source) {
        let size = head.last_chunk().map_or(0, |size| i64::from_be_bytes(*size));
        let start = source.position();
        let size = u64::try_from(size).ok();
        let mut body = |size: Option<u64>| -> Outcome<Vec<u8>> {
            let mut body = Vec::new();
            source.by_ref().take(size.unwrap_or(0).min(LONGEST)).read_to_end(&mut body)?;
            Ok(body)
        };
        match head.first_chunk() {
            Some(b"kuki") => chunks.cookie = body(size)?,
            Some(b"pakt") => chunks.table = read_table(body(size)?),
            // The count of edits comes first.
            Some(b"data") => {
                chunks.data = Some((start + 4, size.map(|size| size.saturating_sub(4))));
            }
            _ => {}
        }
        let Some(size) = size else { break };
        let end = start.saturating_add(size);
        if source.len().is_some_and(|len| end > len) {
            chunks.is_cut = true;
            break;
        }
        source.skip(end - source.position())?;
    }
    source.seek(SeekFrom::Start(0))?;
    Ok(chunks)
}

fn read_table(mut table: Vec<u8>) -> Option<Table> {
    let number = |at: usize| Some(i64::from_be_bytes(*table.get(at..)?.first_chunk()?));
    let valid = u64::try_from(number(8)?).unwrap_or(0);
    let priming = i32::from_be_bytes(*table.get(16..)?.first_chunk()?);
    table.drain(..24);
    Some(Table { valid, priming: u64::try_from(priming).unwrap_or(0), lens: table })
}

/// Finds a decoder; `priming` is Opus's delay where its cookie does not have it.
fn codec(format: &Format, cookie: Vec<u8>, priming: u64, notes: &mut Vec<Note>) -> Outcome<Codec> {
    let mut parameters = AudioCodecParameters::new();
    match &format.name {
        b"aac " | b"aach" | b"aacp" => {
            let config = decoder_config(&cookie).unwrap_or(&cookie);
            let core = config::core(config);
            if let Some(core) = core.as_ref().filter(|core| core.is_extended) {
                notes.push(Note::HeAacCore { rate: core.rate });
            }
            let config = core.map_or_else(|| config.to_vec(), |core| core.config);
            parameters.for_codec(CODEC_ID_AAC).with_extra_data(config.into())
        }
        b"alac" => {
            // Older writers frame the cookie by boxes.
            let framed = cookie.get(4..8) == Some(b"frma");
            let cookie = if framed { cookie.get(24..).unwrap_or_default() } else { &cookie };
            parameters.for_codec(CODEC_ID_ALAC).with_extra_data(cookie.into())
        }
        b".mp3" => parameters.for_codec(CODEC_ID_MP3),
        b".mp2" => parameters.for_codec(CODEC_ID_MP2),
        b".mp1" => parameters.for_codec(CODEC_ID_MP1),
        b"opus" => {
            let opus = if cookie.starts_with(b"OpusHead") {
                Opus::new(&cookie)?
            } else {
                Opus::plain(format.channels, priming)?
            };
            return Ok(Codec::Opus(Box::new(opus)));
        }
        name => {
            let name = String::from_utf8_lossy(name).trim_matches([' ', '.']).to_owned();
            return Err(Fault::convert(format!("its audio is \"{name}\", which is not read")));
        }
    };
    let channels = Channels::Discrete(format.channels as u16);
    parameters.with_sample_rate(format.rate).with_channels(channels);
    Codec::open(&parameters)
}

/// The AudioSpecificConfig in the descriptors of ISO 14496-1 that Apple writes as AAC's cookie.
fn decoder_config(cookie: &[u8]) -> Option<&[u8]> {
    /// The body of a descriptor, whose length has seven bits in each byte.
    fn descriptor(bytes: &[u8], tag: u8) -> Option<&[u8]> {
        let mut rest = bytes.strip_prefix(&[tag])?;
        let mut len = 0;
        loop {
            let (&byte, after) = rest.split_first()?;
            (len, rest) = (len << 7 | usize::from(byte & 0x7f), after);
            if byte & 0x80 == 0 {
                return rest.get(..len.min(rest.len()));
            }
        }
    }
    let stream = descriptor(cookie, 3)?;
    let config = descriptor(stream.get(3..)?, 4)?;
    descriptor(config.get(13..)?, 5)
}

/// The packets.
struct Caf<'a> {
    source: Source<'a>,
    format: Format,
    /// Lengths in the table, and the next one.
    lens: Vec<u8>,
    at: usize,
    /// Bytes of data that are left.
    left: u64,
    notes: Vec<Note>,
}

impl Caf<'_> {
    /// The bytes of the next packet; `None` at the end of the table.
    fn packet_len(&mut self) -> Option<u64> {
        if self.format.packet_len > 0 {
            return Some(self.format.packet_len.into());
        }
        let len = self.number()?;
        if self.format.frames == 0 {
            self.number()?;
        }
        Some(len)
    }

    /// A number with seven bits in each byte.
    fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        loop {
            let byte = *self.lens.get(self.at)?;
            self.at += 1;
            value = value << 7 | u64::from(byte & 0x7f);
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
    }
}

impl Packets for Caf<'_> {
    fn next(&mut self) -> Outcome<Step> {
        let len = self.packet_len().filter(|&len| len <= LONGEST_PACKET);
        let Some(len) = len.map(|len| len.min(self.left)).filter(|&len| len > 0) else {
            return Ok(Step::End);
        };
        let mut data = Vec::new();
        self.source.by_ref().take(len).read_to_end(&mut data)?;
        self.left -= len;
        if (data.len() as u64) < len {
            if !self.notes.contains(&Note::CutShort) {
                self.notes.push(Note::CutShort);
            }
            return Ok(Step::End);
        }
        Ok(Step::Packet(Packet::new(0, Timestamp::ZERO, Duration::ZERO, data)))
    }

    fn notes(&self) -> Vec<Note> {
        self.notes.clone()
    }
}
