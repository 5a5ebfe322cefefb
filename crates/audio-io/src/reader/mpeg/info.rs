//! The first frame as a header: Xing's, LAME's and Fraunhofer's tags.

use std::ops::Range;

use crate::sync::MpegHeader;

/// Samples that every decoder of layer 3 adds in front.
const DECODER_DELAY: u64 = 529;

/// What the encoder added to the sound.
#[derive(Default)]
pub(super) struct Gapless {
    /// Whether the first frame is a header without sound.
    pub(super) is_header: bool,
    /// Samples at the start that are no part of the sound.
    pub(super) delay: u64,
    /// Samples at the end of the encoder's last frame that are none either.
    padding: Range<u64>,
}

impl Gapless {
    /// The samples of a frame at `position` that are kept.
    pub(super) fn kept(&self, position: u64, samples: u64) -> Range<usize> {
        let within = |at: u64| at.saturating_sub(position).min(samples) as usize;
        let start = within(self.delay);
        if position >= self.padding.end {
            return start..samples as usize;
        }
        start..within(self.padding.start).max(start)
    }
}

/// Reads the tag in the first frame; `None` where there is none.
pub(super) fn read(header: &MpegHeader, frame: &[u8]) -> Option<Gapless> {
    if header.layer != 3 {
        return None;
    }
    if frame.get(36..40) == Some(b"VBRI") {
        return Some(Gapless { is_header: true, delay: 0, padding: u64::MAX..u64::MAX });
    }
    let side = super::free::side_len(header);
    // LAME leaves room for a checksum or not, whatever the header says.
    let tag = [4 + side, 6 + side]
        .into_iter()
        .filter_map(|at| frame.get(at..))
        .find(|tag| tag.starts_with(b"Xing") || tag.starts_with(b"Info"))?;
    let number = |at: usize| tag.get(at..)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes));
    let flags = number(4)?;
    let lens = [4, 4, 100, 4];
    let used = |bit: usize| if flags & 1 << bit != 0 { lens[bit] } else { 0 };
    let lame = 8 + (0..4).map(used).sum::<usize>();
    let frames = if flags & 1 != 0 { number(8) } else { None };
    let mut gapless = Gapless { is_header: true, delay: 0, padding: u64::MAX..u64::MAX };
    let is_lame = tag.get(lame..lame + 4).is_some_and(|name| name.iter().any(|&byte| byte != 0));
    if let Some(&[a, b, c]) = tag.get(lame + 21..).filter(|_| is_lame).and_then(|t| t.first_chunk())
    {
        let (delay, padding) =
            (u64::from(a) << 4 | u64::from(b) >> 4, u64::from(b & 15) << 8 | u64::from(c));
        gapless.delay = delay + DECODER_DELAY;
        if let Some(frames) = frames {
            let end = u64::from(frames) * header.samples as u64;
            gapless.padding = end.saturating_sub(padding.saturating_sub(DECODER_DELAY))..end;
        }
    }
    Some(gapless)
}
