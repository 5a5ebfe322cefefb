//! Codecs that no library of ours has.

mod adpcm;
mod gsm;
pub(crate) mod opus;

use self::adpcm::Adpcm;
use self::gsm::Gsm;

/// A codec with blocks of one size.
pub(crate) enum BlockCodec {
    /// GSM 6.10; `true` where two frames are packed into 65 bytes, as Microsoft does.
    Gsm(Box<Gsm>, bool),
    Adpcm(Adpcm),
}

impl BlockCodec {
    /// GSM 6.10 in frames of 33 bytes.
    pub(crate) fn gsm() -> Self {
        Self::Gsm(Box::default(), false)
    }

    /// GSM 6.10 as WAV has it, two frames in 65 bytes.
    pub(crate) fn wav_gsm() -> Self {
        Self::Gsm(Box::default(), true)
    }

    /// Microsoft's ADPCM in blocks of `block_len` bytes.
    pub(crate) fn microsoft(channels: usize, block_len: usize) -> Option<Self> {
        Adpcm::microsoft(channels, block_len).map(Self::Adpcm)
    }

    /// IMA ADPCM as WAV has it.
    pub(crate) fn ima_wav(channels: usize, block_len: usize) -> Option<Self> {
        Adpcm::ima_wav(channels, block_len).map(Self::Adpcm)
    }

    /// IMA ADPCM as AIFF has it.
    pub(crate) fn ima_quicktime(channels: usize) -> Option<Self> {
        Adpcm::ima_quicktime(channels, false).map(Self::Adpcm)
    }

    /// The same as QuickTime and CAF have it: a block goes on from the one before to full precision
    /// where its header, which has fewer bits, agrees.
    pub(crate) fn ima_movie(channels: usize) -> Option<Self> {
        Adpcm::ima_quicktime(channels, true).map(Self::Adpcm)
    }

    /// Bytes of a block.
    pub(crate) fn block_len(&self) -> usize {
        match self {
            Self::Gsm(_, false) => gsm::FRAME_LEN,
            Self::Gsm(_, true) => gsm::PAIR_LEN,
            Self::Adpcm(adpcm) => adpcm.block_len,
        }
    }

    /// How many channels are interleaved.
    pub(crate) fn channels(&self) -> usize {
        match self {
            Self::Gsm(..) => 1,
            Self::Adpcm(adpcm) => adpcm.channels,
        }
    }

    /// Appends the samples of a block, interleaved. Of a block that is cut what is there is used.
    pub(crate) fn decode(&mut self, block: &[u8], samples: &mut Vec<f32>) {
        match self {
            Self::Gsm(gsm, false) => gsm.decode_frame(block, samples),
            Self::Gsm(gsm, true) => gsm.decode_pair(block, samples),
            Self::Adpcm(adpcm) => adpcm.decode(block, samples),
        }
    }
}

/// 16 bits as a sample.
fn scaled(sample: i16) -> f32 {
    f32::from(sample) * (1.0 / 32_768.0)
}
