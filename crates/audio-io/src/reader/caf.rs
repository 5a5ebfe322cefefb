//! Apple's Core Audio Format.

mod packets;

use super::Opened;
use super::blocks::BlockReader;
use super::pcm::PcmReader;
use super::riff::take;
use crate::codec::BlockCodec;
use crate::fault::{Fault, Outcome};
use crate::source::Source;
use crate::{Note, SampleFormat};

/// Bytes of the file's and of the format chunk's head.
const HEADER: usize = 8 + 12 + 32;

/// What the format chunk says of packets.
struct Format {
    name: [u8; 4],
    rate: u32,
    channels: usize,
    /// Bytes and frames of a packet; 0 where they vary.
    packet_len: u32,
    frames: u32,
}

/// Opens CAF, whose first chunk is the format.
pub(super) fn open(mut source: Source<'_>) -> Outcome<Opened<'_>> {
    let head = source.peek(HEADER)?;
    let (Some(b"desc"), Some(description)) = (head.get(8..12), head.get(20..HEADER)) else {
        return Err(Fault::malformed("its first chunk is not the format"));
    };
    let field = |at: usize| {
        let bytes = description.get(at..).and_then(|rest| rest.first_chunk());
        bytes.map_or(0, |bytes| u32::from_be_bytes(*bytes))
    };
    let rate = description.first_chunk().map_or(0.0, |rate| f64::from_be_bytes(*rate)) as u32;
    let (flags, channels, bits) = (field(12), field(24) as usize, field(28) as usize);
    let (is_float, big_endian) = (flags & 1 != 0, flags & 2 == 0);
    let width = (field(16) as usize).checked_div(channels).unwrap_or(0);
    let name: [u8; 4] = field(8).to_be_bytes();
    let format = match &name {
        b"lpcm" if is_float => SampleFormat::float(width, big_endian),
        b"lpcm" if width == 1 => Some(SampleFormat::S8),
        b"lpcm" => SampleFormat::integer(width, big_endian),
        b"ulaw" => Some(SampleFormat::Mulaw),
        b"alaw" => Some(SampleFormat::Alaw),
        b"ima4" => None,
        _ => {
            let format = Format { name, rate, channels, packet_len: field(16), frames: field(20) };
            return packets::open(source.hold()?, format);
        }
    };
    source.skip(8)?;
    let len = find_data(&mut source)?;
    let note = len.is_none().then_some(Note::SizesNotWritten);
    if let Some(format) = format {
        return Ok(Opened::all(PcmReader::new(source, format, channels, rate, len).note(note)));
    }
    if &name == b"ima4" {
        let codec = BlockCodec::ima_movie(channels);
        let codec = codec.ok_or(Fault::malformed("its channels do not fit its encoding"))?;
        return Ok(Opened::all(BlockReader::new(source, codec, rate, len).note(note)));
    }
    Err(Fault::malformed(format!("samples of {bits} bits are not read")))
}

/// Goes to the samples; how many bytes they are, where that is written.
fn find_data(source: &mut Source<'_>) -> Outcome<Option<u64>> {
    loop {
        let head: [u8; 12] = take(source)?;
        let size = head.last_chunk().map_or(0, |size| i64::from_be_bytes(*size));
        if head.starts_with(b"data") {
            // The count of edits comes first.
            let _: [u8; 4] = take(source)?;
            return Ok(u64::try_from(size).ok().map(|size| size.saturating_sub(4)));
        }
        let size = u64::try_from(size).map_err(|_| Fault::malformed("a chunk has no size"))?;
        source.skip(size)?;
    }
}
