//! Layer 2 of one channel at more than 192 kbit/s, which the standard does not allow and ffmpeg
//! writes by default.
//!
//! symphonia refuses such a frame. It is split by subbands into frames of 192 kbit/s; since the
//! synthesis of subbands is linear, the sum of their sounds is the sound of the whole.

use crate::sync::MpegHeader;

/// The code of 192 kbit/s.
const ALLOWED: u8 = 10;
/// Bits of the allocations: ISO 11172-3, tables B.2a and B.2b.
const ALLOCATION_BITS: [usize; 30] =
    [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2];
/// Bits of three samples by allocation, for the subbands up to 2, 10, 22 and 29.
const SAMPLE_BITS: [&[usize]; 4] = [
    &[5, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45, 48],
    &[5, 7, 9, 10, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 48],
    &[5, 7, 9, 10, 12, 15, 48],
    &[5, 7, 48],
];

/// Whether a frame has to be split.
pub(super) fn is_needed(header: &MpegHeader, frame: &[u8]) -> bool {
    let code = frame.get(2).map_or(0, |byte| byte >> 4);
    header.layer == 2 && header.first_version && header.channels == 1 && code > ALLOWED
}

/// One subband of a frame, as bits.
#[derive(Default)]
struct Subband {
    allocation: Vec<bool>,
    selection: Vec<bool>,
    factors: Vec<bool>,
    samples: Vec<Vec<bool>>,
}

/// Splits a frame; `None` where its fields contradict its length.
pub(super) fn split(header: &MpegHeader, frame: &[u8]) -> Option<Vec<Vec<u8>>> {
    let subbands = read(header, frame)?;
    let mut head: [u8; 4] = *frame.first_chunk()?;
    // No checksum, and the bit rate that is allowed.
    head[1] |= 1;
    head[2] = head[2] & 0x0f | ALLOWED << 4;
    let len = MpegHeader::parse(head)?.len?;
    let fixed = 32 + subbands.iter().map(|band| band.allocation.len()).sum::<usize>();
    let mut parts: Vec<(usize, Vec<usize>)> = Vec::new();
    for (at, band) in subbands.iter().enumerate() {
        let samples: usize = band.samples.iter().map(Vec::len).sum();
        let size = band.selection.len() + band.factors.len() + samples;
        match parts.iter_mut().find(|(used, _)| used + size <= 8 * len) {
            Some((used, members)) => {
                *used += size;
                members.push(at);
            }
            None => parts.push((fixed + size, vec![at])),
        }
    }
    Some(parts.iter().map(|(_, members)| write(&head, len, &subbands, members)).collect())
}

/// The fields of a frame by subband.
fn read(header: &MpegHeader, frame: &[u8]) -> Option<Vec<Subband>> {
    let count = if header.rate == 48_000 { 27 } else { 30 };
    let mut bits = Bits { bytes: frame, at: if header.checksum { 48 } else { 32 } };
    let mut bands: Vec<Subband> = (0..count).map(|_| Subband::default()).collect();
    for (band, count) in bands.iter_mut().zip(ALLOCATION_BITS) {
        band.allocation = bits.take(count)?;
    }
    let used = |band: &&mut Subband| band.allocation.contains(&true);
    for band in bands.iter_mut().filter(used) {
        band.selection = bits.take(2)?;
    }
    for band in bands.iter_mut().filter(used) {
        band.factors = bits.take([18, 12, 6, 12][value(&band.selection) & 3])?;
    }
    for _ in 0..12 {
        for (at, band) in bands.iter_mut().enumerate().filter(|(_, band)| used(band)) {
            let class = [2, 10, 22].iter().filter(|&&last| at > last).count();
            let count = *SAMPLE_BITS[class].get(value(&band.allocation) - 1)?;
            band.samples.push(bits.take(count)?);
        }
    }
    Some(bands)
}

/// A frame of some of the subbands.
fn write(head: &[u8; 4], len: usize, bands: &[Subband], members: &[usize]) -> Vec<u8> {
    let mut bits: Vec<bool> = Vec::with_capacity(8 * len);
    for (at, band) in bands.iter().enumerate() {
        let is_member = members.contains(&at);
        bits.extend(band.allocation.iter().map(|bit| *bit && is_member));
    }
    let chosen = || members.iter().filter_map(|&at| bands.get(at));
    chosen().for_each(|band| bits.extend(&band.selection));
    chosen().for_each(|band| bits.extend(&band.factors));
    for granule in 0..12 {
        chosen().for_each(|band| bits.extend(band.samples.get(granule).into_iter().flatten()));
    }
    let bytes = bits.chunks(8).map(|byte| {
        byte.iter().enumerate().fold(0, |all, (at, &bit)| all | u8::from(bit) << (7 - at))
    });
    let mut frame: Vec<u8> = head.iter().copied().chain(bytes).collect();
    frame.resize(len, 0);
    frame
}

fn value(bits: &[bool]) -> usize {
    bits.iter().fold(0, |value, &bit| value << 1 | usize::from(bit))
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> Option<Vec<bool>> {
        let range = self.at..self.at + count;
        self.at = range.end;
        range.map(|at| Some(self.bytes.get(at / 8)? >> (7 - at % 8) & 1 == 1)).collect()
    }
}
