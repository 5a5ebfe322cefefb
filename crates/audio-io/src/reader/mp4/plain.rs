//! Tracks whose data is samples as they are, or blocks of one size: found by the track's tables and
//! read without symphonia, which takes all floats and 24 bits for one byte order and does not know
//! QuickTime's older codings.

use std::io::{Read, Result as IoResult, Seek, SeekFrom};

use super::boxes::{inner, u32_at, u64_at};
use crate::SampleFormat;
use crate::codec::BlockCodec;
use crate::fault::{Fault, Outcome};
use crate::reader::Reader;
use crate::reader::blocks::BlockReader;
use crate::reader::pcm::PcmReader;
use crate::source::Source;

/// Samples of a packet of QuickTime's IMA ADPCM.
const IMA_SAMPLES: u64 = 64;
/// Bytes of it, for each channel.
const IMA_BYTES: u64 = 34;

/// How the data of a track is coded.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Coding {
    Pcm(SampleFormat),
    Ima,
    Gsm,
}

/// A track of plain data.
#[derive(Debug)]
pub(super) struct Plain {
    coding: Coding,
    channels: usize,
    rate: u32,
    /// Where the chunks are in the file, and their lengths, in bytes.
    chunks: Vec<(u64, u64)>,
}

/// The fields of a sample entry.
struct Entry {
    channels: usize,
    bits: usize,
    rate: u32,
    /// The flags of the second version, for linear samples.
    flags: Option<u32>,
    little_endian: bool,
}

impl Plain {
    /// Reads a track's tables; `None` where its data is not plain, or is in fragments.
    pub(super) fn read(name: [u8; 4], entry: &[u8], stbl: &[u8], timescale: u32) -> Option<Self> {
        let fields = Entry::read(entry)?;
        let coding = fields.coding(name)?;
        let (channels, rate) = (fields.channels, fields.rate);
        let rate = if rate == 0 { timescale } else { rate };
        let chunks = chunks(stbl, coding, channels as u64)?;
        (channels > 0 && !chunks.is_empty()).then_some(Self { coding, channels, rate, chunks })
    }

    /// Opens the data up to `end`, in units of `1 / timescale` s.
    pub(super) fn open<'a>(
        &self,
        source: Source<'a>,
        end: Option<u64>,
        timescale: u32,
    ) -> Outcome<Box<dyn Reader + 'a>> {
        let failure = source.failure();
        let len: u64 = self.chunks.iter().map(|&(_, len)| len).sum();
        let chunks = Chunks { source, chunks: self.chunks.clone(), at: 0, done: 0 };
        let source = Source::stream_of(chunks, failure);
        let codec = match self.coding {
            Coding::Pcm(format) => {
                let frame = format.width() as u64 * self.channels as u64;
                let frames = end.map(|end| {
                    let scale = u128::from(timescale.max(1));
                    (u128::from(end) * u128::from(self.rate)).div_ceil(scale) as u64
                });
                let end = frames.map_or(u64::MAX, |frames| frames.saturating_mul(frame));
                let len = Some(len.min(end));
                let reader = PcmReader::new(source, format, self.channels, self.rate, len);
                return Ok(Box::new(reader));
            }
            Coding::Ima => BlockCodec::ima_movie(self.channels),
            Coding::Gsm => Some(BlockCodec::gsm()),
        };
        let codec = codec.ok_or(Fault::malformed("its channels do not fit its encoding"))?;
        Ok(Box::new(BlockReader::new(source, codec, self.rate, Some(len))))
    }
}

impl Entry {
    fn read(entry: &[u8]) -> Option<Self> {
        let word = |at: usize| Some(u16::from_be_bytes(*entry.get(at..)?.first_chunk()?));
        let version = word(8)?;
        let mut fields = Self {
            channels: word(16)?.into(),
            bits: word(18)?.into(),
            rate: u32_at(entry, 24)? >> 16,
            flags: None,
            little_endian: false,
        };
        let children = match version {
            2 => {
                fields.rate = f64::from_bits(u64_at(entry, 32)?) as u32;
                fields.channels = u32_at(entry, 40)? as usize;
                fields.bits = u32_at(entry, 48)? as usize;
                fields.flags = Some(u32_at(entry, 52)?);
                64
            }
            1 => 44,
            _ => 28,
        };
        let children = entry.get(children..).unwrap_or_default();
        let enda = inner(children, &[b"wave", b"enda"]).or_else(|| inner(children, &[b"enda"]));
        fields.little_endian = enda.is_some_and(|enda| enda.get(1) == Some(&1));
        // ISO 23003-5: flags, of which the lowest is the byte order, and bits.
        if let Some(&[flags, bits]) = inner(children, &[b"pcmC"])
            .and_then(|config| config.get(4..))
            .and_then(|config| config.first_chunk())
        {
            fields.little_endian = flags & 1 == 1;
            fields.bits = bits.into();
        }
        Some(fields)
    }

    fn coding(&self, name: [u8; 4]) -> Option<Coding> {
        let width = self.bits.div_ceil(8);
        let signed =
            |width: usize, big_endian: bool| SampleFormat::integer(width, big_endian || width == 1);
        let format = match &name {
            b"raw " | b"NONE" if width == 1 => Some(SampleFormat::U8),
            b"twos" | b"NONE" | b"raw " => signed(width, true),
            b"sowt" => signed(width, false),
            b"in24" => signed(3, !self.little_endian),
            b"in32" => signed(4, !self.little_endian),
            b"ipcm" => signed(width, !self.little_endian),
            b"fl32" => SampleFormat::float(4, !self.little_endian),
            b"fl64" => SampleFormat::float(8, !self.little_endian),
            b"fpcm" => SampleFormat::float(width, !self.little_endian),
            b"lpcm" => {
                let flags = self.flags?;
                let big_endian = flags & 2 != 0;
                match (flags & 1 != 0, flags & 4 != 0) {
                    (true, _) => SampleFormat::float(width, big_endian),
                    (false, false) if width == 1 => Some(SampleFormat::U8),
                    _ => signed(width, big_endian),
                }
            }
            b"ulaw" => Some(SampleFormat::Mulaw),
            b"alaw" => Some(SampleFormat::Alaw),
            b"ima4" => return Some(Coding::Ima),
            b"agsm" if self.channels == 1 => return Some(Coding::Gsm),
            _ => None,
        };
        format.map(Coding::Pcm)
    }
}

/// The chunks of a track, those that follow each other as one.
fn chunks(stbl: &[u8], coding: Coding, channels: u64) -> Option<Vec<(u64, u64)>> {
    let table = |name: &[u8; 4]| inner(stbl, &[name]);
    let stsz = table(b"stsz")?;
    let (size, count) = (u32_at(stsz, 4)?, u32_at(stsz, 8)? as usize);
    let frame = match coding {
        Coding::Pcm(format) => format.width() as u64 * channels,
        Coding::Ima => IMA_BYTES * channels,
        Coding::Gsm => 33,
    };
    // Old QuickTime counts samples, not packets, and gives them a size of 1.
    let bytes = |first: usize, samples: usize| match (size, coding) {
        (0, _) => (first..(first + samples).min(count))
            .filter_map(|at| u32_at(stsz, 12 + 4 * at))
            .map(u64::from)
            .sum(),
        (1, Coding::Ima) => samples as u64 / IMA_SAMPLES * frame,
        (1, Coding::Gsm) => samples as u64 / 160 * frame,
        (1, Coding::Pcm(_)) => samples as u64 * frame,
        (size, _) => samples as u64 * u64::from(size),
    };
    let (wide, offsets) = match table(b"co64") {
        Some(offsets) => (true, offsets),
        None => (false, table(b"stco")?),
    };
    let runs = table(b"stsc")?;
    let run = |at: usize| Some((u32_at(runs, 8 + 12 * at)?, u32_at(runs, 12 + 12 * at)? as usize));
    let (mut found, mut first, mut place): (Vec<(u64, u64)>, _, _) = (Vec::new(), 0, 0);
    for chunk in 0..u32_at(offsets, 4)? as usize {
        let offset = if wide {
            u64_at(offsets, 8 + 8 * chunk)
        } else {
            u32_at(offsets, 8 + 4 * chunk).map(u64::from)
        };
        let Some(offset) = offset else { break };
        while run(place + 1).is_some_and(|(start, _)| start as usize <= chunk + 1) {
            place += 1;
        }
        let samples = run(place)?.1.min(count.saturating_sub(first));
        let len = bytes(first, samples);
        first += samples;
        match found.last_mut() {
            Some((start, all)) if start.saturating_add(*all) == offset => *all += len,
            _ => found.push((offset, len)),
        }
    }
    Some(found)
}

/// The bytes of chunks, one after another.
struct Chunks<'a> {
    source: Source<'a>,
    chunks: Vec<(u64, u64)>,
    /// The chunk, and how much of it was given.
    at: usize,
    done: u64,
}

impl Read for Chunks<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> IoResult<usize> {
        while let Some(&(start, len)) = self.chunks.get(self.at) {
            let left = usize::try_from(len.saturating_sub(self.done)).unwrap_or(usize::MAX);
            let most = left.min(buffer.len());
            if left > 0 {
                self.source.seek(SeekFrom::Start(start.saturating_add(self.done)))?;
                let count = self.source.read(buffer.get_mut(..most).unwrap_or_default())?;
                self.done += count as u64;
                return Ok(count);
            }
            (self.at, self.done) = (self.at + 1, 0);
        }
        Ok(0)
    }
}

/// The cookie of ALAC in QuickTime's sample entry, which has it in a box of its own.
pub(super) fn alac_cookie(entry: &[u8]) -> Option<Vec<u8>> {
    let children = entry.get(44..)?;
    let cookie = inner(children, &[b"wave", b"alac"]).or_else(|| inner(children, &[b"alac"]))?;
    cookie.get(4..).map(<[u8]>::to_vec).filter(|cookie| cookie.len() >= 24)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A box of this name.
    fn framed(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let size = (8 + body.len() as u32).to_be_bytes();
        [size.as_slice(), name, body].concat()
    }

    fn words(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn chunks_follow_the_tables() {
        let stbl = [
            framed(b"stsz", &words(&[0, 4, 7])),
            framed(b"stsc", &words(&[0, 2, 1, 2, 1, 3, 3, 1])),
            framed(b"stco", &words(&[0, 3, 100, 108, 300])),
        ];
        let pcm = Coding::Pcm(SampleFormat::S16Le);
        assert_eq!(chunks(&stbl.concat(), pcm, 2), Some(vec![(100, 16), (300, 12)]));
    }
}
