//! Ways to damage bytes.

use emo_pipeline::RandomState;

/// Damaged copies a format.
const FLIPS: u32 = 1000;

/// The beginnings of `bytes`, at every 1 % of their length.
pub(crate) fn cuts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    (0..100).map(|percent| &bytes[..bytes.len() * percent / 100])
}

/// Copies with 1 to 8 bits turned over, half of them in the first 256 bytes.
pub(crate) fn flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..FLIPS).map(|seed| {
        let mut random = RandomState::new(seed);
        let mut bytes = bytes.to_vec();
        let within = if seed % 2 == 0 { bytes.len() } else { bytes.len().min(256) };
        for _ in 0..random.randint(1, 9).unwrap() {
            let place = random.randint(0, within as i64).unwrap() as usize;
            bytes[place] ^= 1 << random.randint(0, 8).unwrap();
        }
        bytes
    })
}

/// Copies in which each aligned 32-bit word of `range` in turn is nothing, and all ones: sizes,
/// counts and rates that are 0, or 4 GiB.
pub(crate) fn words(bytes: &[u8], range: std::ops::Range<usize>) -> impl Iterator<Item = Vec<u8>> {
    let places = range.step_by(4).filter(|place| place + 4 <= bytes.len());
    places.flat_map(|place| {
        [0, u8::MAX].map(|byte| {
            let mut bytes = bytes.to_vec();
            bytes[place..place + 4].fill(byte);
            bytes
        })
    })
}

/// Bytes without a meaning.
pub(crate) fn noise(seed: u32, len: usize) -> Vec<u8> {
    let mut random = RandomState::new(seed);
    (0..len).map(|_| random.randint(0, 256).unwrap() as u8).collect()
}
