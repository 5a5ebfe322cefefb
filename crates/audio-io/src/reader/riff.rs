//! RIFF/WAVE as it is written: RF64, BW64, RIFX and Sony's Wave64 too.
//!
//! Sizes in the header are hints: recorders that are stopped leave them at 0, and writers into
//! pipes at the largest number. Chunks are walked by their own sizes, and RIFF's is not looked at
//! but to distinguish a file without samples from one that was never finished.

use std::io::Read;

use super::blocks::BlockReader;
use super::pcm::PcmReader;
use super::{Opened, Wanted, avi, mpeg, symphonia};
use crate::codec::BlockCodec;
use crate::fault::{Fault, Outcome};
use crate::source::Source;
use crate::{Note, SampleFormat};

/// The `fmt ` chunk is no longer than this; what follows is not looked at.
const LONGEST_FORMAT: u64 = 4096;
/// The tag whose true value is in the extension.
const EXTENSIBLE: u16 = 0xfffe;

/// What the `fmt ` chunk says.
pub(super) struct Format {
    tag: u16,
    channels: usize,
    rate: u32,
    block_align: usize,
    bits: usize,
    big_endian: bool,
}

/// Opens RIFF, RIFX, RF64 or BW64.
pub(super) fn open<'a>(mut source: Source<'a>, wanted: Wanted) -> Outcome<Opened<'a>> {
    let head: [u8; 12] = take(&mut source)?;
    match head.last_chunk() {
        Some(b"WAVE") => {}
        Some(b"AVI ") => return avi::open(source, wanted),
        Some(b"RMID") => return Err(Fault::unsupported("it is MIDI, which has no recorded sound")),
        _ => {
            let what = "it is a RIFF file, but without audio of a kind that is read";
            return Err(Fault::convert(what));
        }
    }
    wanted.only_track()?;
    let big_endian = head.starts_with(b"RIFX");
    let riff_size = number(big_endian, [head[4], head[5], head[6], head[7]]);
    let (mut format, mut true_size) = (None, None);
    loop {
        let (id, size) = chunk(&mut source, big_endian)?;
        match &id {
            b"ds64" => {
                let sizes: [u8; 16] = take(&mut source)?;
                true_size = sizes.last_chunk().map(|size| u64::from_le_bytes(*size));
                source.skip(u64::from(size).saturating_sub(16))?;
            }
            b"fmt " => format = Some(read_format(&mut source, size.into(), big_endian)?),
            b"data" => {
                let format =
                    format.ok_or(Fault::malformed("it has no format before its samples"))?;
                let whole = source.len().is_some_and(|len| len == u64::from(riff_size) + 8);
                let (len, note) = match (size, true_size) {
                    (u32::MAX, Some(0)) => (None, Some(Note::SizesNotWritten)),
                    (u32::MAX, Some(size)) => (Some(size), None),
                    (u32::MAX, None) => (None, None),
                    (0, _) if !whole || !is_chunk_next(&mut source)? => {
                        (None, Some(Note::SizesNotWritten))
                    }
                    _ => (Some(size.into()), None),
                };
                return format.open(source, len, note);
            }
            _ => skip(&mut source, size.into())?,
        }
        if size % 2 == 1 && &id != b"ds64" {
            skip_padding(&mut source)?;
        }
    }
}

/// Opens Wave64, whose chunks have identifiers of 16 bytes and sizes of 64 bits.
pub(super) fn open_wave64(mut source: Source<'_>) -> Outcome<Opened<'_>> {
    let _: [u8; 40] = take(&mut source)?;
    let mut format = None;
    loop {
        let head: [u8; 24] = take(&mut source)?;
        let size = head.last_chunk().map_or(0, |size| u64::from_le_bytes(*size));
        let len = size.saturating_sub(24);
        match head.first_chunk() {
            Some(b"fmt ") => format = Some(read_format(&mut source, len, false)?),
            Some(b"data") => {
                let format =
                    format.ok_or(Fault::malformed("it has no format before its samples"))?;
                let (len, note) = match size {
                    0..=24 => (None, Some(Note::SizesNotWritten)),
                    _ => (Some(len), None),
                };
                return format.open(source, len, note);
            }
            _ => skip(&mut source, len)?,
        }
        skip(&mut source, (8 - size % 8) % 8)?;
    }
}

/// The head of the next chunk.
fn chunk(source: &mut Source<'_>, big_endian: bool) -> Outcome<([u8; 4], u32)> {
    let [a, b, c, d, size @ ..]: [u8; 8] = take(source).map_err(|_| no_samples())?;
    Ok(([a, b, c, d], number(big_endian, size)))
}

/// Whether another chunk, or the end, follows.
fn is_chunk_next(source: &mut Source<'_>) -> Outcome<bool> {
    let next = source.peek(4)?;
    Ok(next.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b' '))
}

fn no_samples() -> Fault {
    Fault::malformed("the file ends before its samples start")
}

/// Leaves out a chunk.
fn skip(source: &mut Source<'_>, len: u64) -> Outcome<()> {
    Ok(source.skip(len)?)
}

/// Leaves out the byte after a chunk of odd length, which some writers forget.
fn skip_padding(source: &mut Source<'_>) -> Outcome<()> {
    let is_padding = source.peek(1)?.first().is_none_or(|byte| !byte.is_ascii_alphanumeric());
    skip(source, u64::from(is_padding))
}

fn read_format(source: &mut Source<'_>, len: u64, big_endian: bool) -> Outcome<Format> {
    let mut bytes = Vec::new();
    source.by_ref().take(len.min(LONGEST_FORMAT)).read_to_end(&mut bytes)?;
    skip(source, len.saturating_sub(LONGEST_FORMAT))?;
    parse_format(&bytes, big_endian)
}

/// What the bytes of a `fmt ` chunk say.
pub(super) fn parse_format(bytes: &[u8], big_endian: bool) -> Outcome<Format> {
    let word = |at: usize| {
        let bytes: [u8; 2] = *bytes.get(at..)?.first_chunk()?;
        Some(if big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let rate: Option<[u8; 4]> = bytes.get(4..8).and_then(|rate| rate.try_into().ok());
    let parts = (word(0), word(2), rate, word(12));
    let (Some(tag), Some(channels), Some(rate), Some(block_align)) = parts else {
        return Err(Fault::malformed("its format chunk is too short"));
    };
    let bits = usize::from(word(14).unwrap_or(0));
    let plain = if bits == 32 && word(24).is_none() { 1 } else { word(24).unwrap_or(1) };
    Ok(Format {
        tag: if tag == EXTENSIBLE { plain } else { tag },
        channels: channels.into(),
        rate: number(big_endian, rate),
        block_align: block_align.into(),
        bits,
        big_endian,
    })
}

impl Format {
    /// Opens the data that follows.
    pub(super) fn open<'a>(
        &self,
        source: Source<'a>,
        len: Option<u64>,
        note: Option<Note>,
    ) -> Outcome<Opened<'a>> {
        let Self { tag, channels, rate, block_align, .. } = *self;
        if channels == 0 {
            return Err(Fault::malformed("it has no channels"));
        }
        let codec = match tag {
            0x02 => BlockCodec::microsoft(channels, block_align),
            0x11 => BlockCodec::ima_wav(channels, block_align),
            0x31 if channels == 1 => Some(BlockCodec::wav_gsm()),
            0x50 | 0x55 => return mpeg::open(source.window(len)?),
            0xff | 0x1600 | 0x1601 | 0x706d => return symphonia::open_adts(source.window(len)?),
            _ => {
                let format = self.samples()?;
                let reader = PcmReader::new(source, format, channels, rate, len);
                return Ok(Opened::all(reader.note(note)));
            }
        };
        let codec = codec.ok_or(Fault::malformed("its block size does not fit its encoding"))?;
        Ok(Opened::all(BlockReader::new(source, codec, rate, len).note(note)))
    }

    /// How samples are stored: the block size says in how many bytes, whatever bits are used.
    fn samples(&self) -> Outcome<SampleFormat> {
        let by_bits = self.bits.div_ceil(8);
        let by_align = self.block_align / self.channels;
        let width =
            if (by_bits..=8).contains(&by_align) && by_align > 0 { by_align } else { by_bits };
        let format = match self.tag {
            1 if self.bits == 0 => None,
            1 => SampleFormat::integer(width, self.big_endian && width > 1),
            3 => SampleFormat::float(width, self.big_endian),
            6 => Some(SampleFormat::Alaw),
            7 => Some(SampleFormat::Mulaw),
            tag => return Err(Fault::convert(format!("its audio is {}", encoding_name(tag)))),
        };
        let bits = self.bits;
        format.ok_or_else(|| Fault::malformed(format!("samples of {bits} bits are not read")))
    }
}

/// What a tag that is not read stands for (RFC 2361).
fn encoding_name(tag: u16) -> String {
    let name = match tag {
        0x10 | 0x38 | 0x20 => "an old ADPCM variant",
        0x40 | 0x45 | 0x64 => "G.721 or G.726 ADPCM",
        0x22 => "TrueSpeech",
        0x42 | 0x111 => "G.723",
        0x43 | 0x83 | 0x133 => "G.729",
        0x57 | 0x7361 | 0x4201 => "AMR",
        0x92 | 0x2000 => "AC-3",
        0x2001 => "DTS",
        0x28f | 0x65 => "G.722",
        0xa109 => "Speex",
        0x130 => "ACELP",
        0x160..=0x163 => "Windows Media Audio (WMA)",
        0x674f..=0x6771 => "Vorbis",
        0xf1ac => "FLAC",
        0x704f => "Opus",
        _ => return format!("of an encoding that is not read (tag {tag:#06x})"),
    };
    format!("{name}, which is not read in WAV")
}

/// The next bytes.
pub(super) fn take<const N: usize>(source: &mut Source<'_>) -> Outcome<[u8; N]> {
    let mut bytes = [0; N];
    source.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn number(big_endian: bool, bytes: [u8; 4]) -> u32 {
    if big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
}
