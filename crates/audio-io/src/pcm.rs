//! Uncompressed sample bytes to mono, a packet at a time.
//!
//! A WAV or AIFF packet holds interleaved samples as they are in the file; turning them to `f32` in
//! one pass is several times quicker than decoding into planes and mixing those.

use symphonia::core::codecs::audio::AudioCodecId;
use symphonia::core::codecs::audio::well_known::*;

/// How a sample is stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum SampleFormat {
    U8,
    S8,
    S16Le,
    S16Be,
    S24Le,
    S24Be,
    S32Le,
    S32Be,
    F32Le,
    F32Be,
    F64Le,
    F64Be,
}

impl SampleFormat {
    /// The format of a codec, where that is plain samples.
    pub(crate) fn of(codec: AudioCodecId) -> Option<Self> {
        Some(match codec {
            CODEC_ID_PCM_U8 => Self::U8,
            CODEC_ID_PCM_S8 => Self::S8,
            CODEC_ID_PCM_S16LE => Self::S16Le,
            CODEC_ID_PCM_S16BE => Self::S16Be,
            CODEC_ID_PCM_S24LE => Self::S24Le,
            CODEC_ID_PCM_S24BE => Self::S24Be,
            CODEC_ID_PCM_S32LE => Self::S32Le,
            CODEC_ID_PCM_S32BE => Self::S32Be,
            CODEC_ID_PCM_F32LE => Self::F32Le,
            CODEC_ID_PCM_F32BE => Self::F32Be,
            CODEC_ID_PCM_F64LE => Self::F64Le,
            CODEC_ID_PCM_F64BE => Self::F64Be,
            _ => return None,
        })
    }

    /// Replaces `mono` by the mean of the channels; an incomplete last frame is dropped.
    ///
    /// Integers are scaled by a power of 2 so that full scale is 1, as libsndfile scales them.
    pub(crate) fn mix(self, bytes: &[u8], channels: usize, mono: &mut Vec<f32>) {
        let s16 = |sample: i16| f32::from(sample) * (1.0 / 32_768.0);
        let s32 = |sample: i32| sample as f32 * (1.0 / 2_147_483_648.0);
        match self {
            Self::U8 => mix(bytes, channels, mono, |[a]| (f32::from(a) - 128.0) / 128.0),
            Self::S8 => mix(bytes, channels, mono, |[a]| f32::from(a as i8) / 128.0),
            Self::S16Le => mix(bytes, channels, mono, |b| s16(i16::from_le_bytes(b))),
            Self::S16Be => mix(bytes, channels, mono, |b| s16(i16::from_be_bytes(b))),
            Self::S24Le => {
                mix(bytes, channels, mono, |[a, b, c]| s32(i32::from_le_bytes([0, a, b, c])));
            }
            Self::S24Be => {
                mix(bytes, channels, mono, |[a, b, c]| s32(i32::from_be_bytes([a, b, c, 0])));
            }
            Self::S32Le => mix(bytes, channels, mono, |b| s32(i32::from_le_bytes(b))),
            Self::S32Be => mix(bytes, channels, mono, |b| s32(i32::from_be_bytes(b))),
            Self::F32Le => mix(bytes, channels, mono, f32::from_le_bytes),
            Self::F32Be => mix(bytes, channels, mono, f32::from_be_bytes),
            Self::F64Le => mix(bytes, channels, mono, |b| f64::from_le_bytes(b) as f32),
            Self::F64Be => mix(bytes, channels, mono, |b| f64::from_be_bytes(b) as f32),
        }
    }
}

/// Reads samples of `N` bytes and averages each frame.
fn mix<const N: usize>(
    bytes: &[u8],
    channels: usize,
    mono: &mut Vec<f32>,
    read: impl Fn([u8; N]) -> f32,
) {
    mono.clear();
    let sample = |chunk: &[u8]| chunk.first_chunk::<N>().map_or(0.0, |bytes| read(*bytes));
    match channels {
        0 => {}
        1 => mono.extend(bytes.chunks_exact(N).map(sample)),
        _ => mono.extend(
            bytes
                .chunks_exact(N * channels)
                .map(|frame| frame.chunks_exact(N).map(sample).sum::<f32>() / channels as f32),
        ),
    }
}
