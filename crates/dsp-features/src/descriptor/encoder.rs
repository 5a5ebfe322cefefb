//! Frames of a learned encoder as a descriptor: which weights, and how they are used.

use serde::{Deserialize, Serialize};

use crate::params::setters;

/// Which frames of a learned encoder: the weights, and after which of their blocks.
///
/// The value names the weights by their hash and does not hold them, so that a configuration stays
/// small and says exactly what its columns mean. Computing the frames needs the feature `encoder`,
/// or `encoder-without-weights` and
/// [`FeatureExtractor::with_encoder`](crate::FeatureExtractor::with_encoder).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SpeechEncoderParams {
    /// The model that the weights are from, as in `whisper-tiny.en`.
    pub model: String,
    /// The first 16 hexadecimal digits of the SHA-256 of the weights' file.
    pub weights: String,
    /// Columns of a frame after one block.
    pub width: usize,
    /// The blocks after which frames are taken, in ascending order; 0 is the convolutions alone.
    pub blocks: Vec<usize>,
    /// Whether positions are added before the first block, as in Whisper.
    pub positions: bool,
    /// What the samples are amplified by first, in dB. Whisper knows speech at about -25 dB.
    pub gain_db: f32,
}

setters!(SpeechEncoderParams { blocks: Vec<usize>, positions: bool, gain_db: f32 });

impl SpeechEncoderParams {
    /// The bundled weights, two blocks of Whisper's tiny.en, with frames after some of them.
    pub fn tiny_en(blocks: impl Into<Vec<usize>>) -> Self {
        Self {
            model: "whisper-tiny.en".to_owned(),
            weights: "a1d70f0a4575ee3e".to_owned(),
            width: 384,
            blocks: blocks.into(),
            positions: true,
            gain_db: 0.0,
        }
    }

    /// The weights of an encoder, with the blocks and positions that it uses.
    #[cfg(feature = "encoder-without-weights")]
    pub fn of(encoder: &emo_speech_encoder::Encoder) -> Self {
        Self {
            model: encoder.model().to_owned(),
            weights: encoder.weights_hash().to_owned(),
            width: encoder.width(),
            blocks: encoder.taps().to_vec(),
            positions: encoder.positions(),
            gain_db: 0.0,
        }
    }

    /// The names of the columns: `encoder_2_000` is the first after block 2.
    pub(crate) fn names(&self) -> Vec<String> {
        let after = |block| (0..self.width).map(move |at| format!("encoder_{block}_{at:03}"));
        self.blocks.iter().flat_map(after).collect()
    }
}
