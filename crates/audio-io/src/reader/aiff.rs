//! AIFF and AIFF-C. The size of the whole in the header is not looked at.

use std::io::Read;

use super::Opened;
use super::blocks::BlockReader;
use super::pcm::PcmReader;
use super::riff::take;
use crate::SampleFormat;
use crate::codec::BlockCodec;
use crate::fault::{Fault, Outcome};
use crate::source::Source;

/// What the `COMM` chunk says.
struct Common {
    channels: usize,
    bits: usize,
    rate: u32,
    encoding: [u8; 4],
}

/// Opens AIFF or AIFF-C.
pub(super) fn open(mut source: Source<'_>) -> Outcome<Opened<'_>> {
    let _: [u8; 12] = take(&mut source)?;
    let mut common = None;
    loop {
        let head = take(&mut source);
        let [a, b, c, d, size @ ..]: [u8; 8] =
            head.map_err(|_| Fault::malformed("the file ends before its samples start"))?;
        let size = u64::from(u32::from_be_bytes(size));
        match &[a, b, c, d] {
            b"COMM" => common = Some(read_common(&mut source, size)?),
            b"SSND" => {
                let common =
                    common.ok_or(Fault::malformed("it has no format before its samples"))?;
                let [a, b, c, d, ..]: [u8; 8] = take(&mut source)?;
                let offset = u64::from(u32::from_be_bytes([a, b, c, d]));
                source.skip(offset)?;
                // Writers into pipes leave the size at 0.
                let len = (size > 8).then(|| size.saturating_sub(8 + offset));
                return common.open(source, len);
            }
            _ => source.skip(size)?,
        }
        source.skip(size % 2)?;
    }
}

fn read_common(source: &mut Source<'_>, size: u64) -> Outcome<Common> {
    let mut bytes = Vec::new();
    source.by_ref().take(size).read_to_end(&mut bytes)?;
    let Some((head, rest)) = bytes.split_first_chunk::<18>() else {
        return Err(Fault::malformed("its COMM chunk is too short"));
    };
    let [c0, c1, _, _, _, _, b0, b1, exponent0, exponent1, mantissa @ ..] = *head;
    // A float of 80 bits; rates are whole numbers.
    let exponent = i32::from(u16::from_be_bytes([exponent0, exponent1]) & 0x7fff) - 16_383 - 63;
    let rate = u64::from_be_bytes(mantissa) as f64 * f64::from(exponent).exp2();
    Ok(Common {
        channels: u16::from_be_bytes([c0, c1]).into(),
        bits: u16::from_be_bytes([b0, b1]).into(),
        rate: rate.round() as u32,
        encoding: rest.first_chunk().copied().unwrap_or(*b"NONE"),
    })
}

impl Common {
    fn open(self, source: Source<'_>, len: Option<u64>) -> Outcome<Opened<'_>> {
        let Self { channels, bits, rate, encoding } = self;
        let width = bits.div_ceil(8);
        let format = match &encoding {
            b"NONE" | b"none" | b"twos" | b"in24" | b"in32" => SampleFormat::integer(width, true),
            b"42ni" | b"42n1" | b"23ni" => SampleFormat::integer(width, false),
            b"sowt" if width == 1 => Some(SampleFormat::S8),
            b"sowt" => SampleFormat::integer(width, false),
            b"raw " => Some(SampleFormat::U8),
            b"fl32" | b"FL32" => Some(SampleFormat::F32Be),
            b"fl64" | b"FL64" => Some(SampleFormat::F64Be),
            b"ulaw" | b"ULAW" => Some(SampleFormat::Mulaw),
            b"alaw" | b"ALAW" => Some(SampleFormat::Alaw),
            b"GSM " | b"ima4" => {
                let gsm = &encoding == b"GSM ";
                let codec =
                    if gsm { Some(BlockCodec::gsm()) } else { BlockCodec::ima_quicktime(channels) };
                let codec =
                    codec.ok_or(Fault::malformed("its channels do not fit its encoding"))?;
                return Ok(Opened::all(BlockReader::new(source, codec, rate, len)));
            }
            other => {
                let name = String::from_utf8_lossy(other).into_owned();
                return Err(Fault::convert(format!(
                    "its audio is AIFF-C with the encoding \"{name}\", which is not read"
                )));
            }
        };
        let reason = || Fault::malformed(format!("samples of {bits} bits are not read"));
        let format = format.ok_or_else(reason)?;
        Ok(Opened::all(PcmReader::new(source, format, channels, rate, len)))
    }
}
