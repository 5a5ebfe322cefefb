//! Frames of free format, whose bit rate stands nowhere, as frames that every decoder reads.
//!
//! The data of a frame of layer 3 may start in the frames before it. Each frame is written anew at
//! the smallest bit rate that holds all of its data, which then starts within it.

use crate::sync::MpegHeader;

/// A frame refers to so many bytes before it at most.
const FARTHEST: usize = 511;

/// The data of the frames before.
#[derive(Default)]
pub(super) struct Reservoir(Vec<u8>);

/// Bytes of the side information of layer 3.
pub(super) fn side_len(header: &MpegHeader) -> usize {
    match (header.first_version, header.channels) {
        (true, 1) => 17,
        (true, _) => 32,
        (false, 1) => 9,
        (false, _) => 17,
    }
}

impl Reservoir {
    /// The same frame at a bit rate that has a code; `None` where no bit rate is high enough, or
    /// for layers whose data depends on the bit rate.
    pub(super) fn rebuild(&mut self, header: &MpegHeader, frame: &[u8]) -> Option<Vec<u8>> {
        if header.layer != 3 {
            return None;
        }
        let side_start = if header.checksum { 6 } else { 4 };
        let side = frame.get(side_start..side_start + side_len(header))?;
        let data = frame.get(side_start + side.len()..)?;
        let back_bits = if header.first_version { 9 } else { 8 };
        let back = bits(side, 0, back_bits);
        let needed = data_bits(header, side).div_ceil(8);
        let start = self.0.len().saturating_sub(back);
        // Where the data before is not known, zeros take its place.
        let missing = back.saturating_sub(self.0.len());
        let before = self.0.get(start..).unwrap_or_default();
        let all = std::iter::repeat_n(0, missing).chain(before.iter().copied());
        let all: Vec<u8> = all.chain(data.iter().copied()).take(needed).collect();
        self.0.extend_from_slice(data);
        self.0.drain(..self.0.len().saturating_sub(FARTHEST));
        let (code, len) = header.fitting(4 + side.len() + all.len())?;
        let mut rebuilt = frame.get(..4)?.to_vec();
        // No checksum, and the new bit rate.
        rebuilt[1] |= 1;
        rebuilt[2] = rebuilt[2] & 0x0f | code << 4;
        rebuilt.extend_from_slice(side);
        rebuilt[4] = 0;
        if header.first_version {
            rebuilt[5] &= 0x7f;
        }
        rebuilt.extend_from_slice(&all);
        rebuilt.resize(len, 0);
        Some(rebuilt)
    }
}

/// The bits of data that the side information of a frame counts.
fn data_bits(header: &MpegHeader, side: &[u8]) -> usize {
    let (start, step, granules) = match (header.first_version, header.channels) {
        (true, 1) => (9 + 5 + 4, 59, 2),
        (true, _) => (9 + 3 + 8, 59, 2),
        (false, 1) => (8 + 1, 63, 1),
        (false, _) => (8 + 2, 63, 1),
    };
    (0..granules * header.channels).map(|part| bits(side, start + part * step, 12)).sum()
}

/// `count` bits from the bit `at`.
fn bits(bytes: &[u8], at: usize, count: usize) -> usize {
    (at..at + count).fold(0, |value, at| {
        let byte = bytes.get(at / 8).copied().unwrap_or(0);
        value << 1 | usize::from(byte >> (7 - at % 8) & 1)
    })
}
