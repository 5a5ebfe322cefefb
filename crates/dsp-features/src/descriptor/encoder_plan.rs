//! Computes the frames of a learned encoder, at the times of the transform's frames.

use emo_speech_encoder::Encoder;
use ndarray::{Array2, Axis};

use crate::descriptor::encoder::SpeechEncoderParams;
use crate::error::{Error, Result, require};

/// An encoder with the weights that a configuration names.
#[derive(Clone, Debug)]
pub(crate) struct EncoderPlan {
    encoder: Encoder,
    gain: f32,
    hop_length: usize,
}

impl EncoderPlan {
    /// Takes `given`, or the bundled weights without one; either must be what `params` names.
    pub(crate) fn new(
        params: &SpeechEncoderParams,
        given: Option<&Encoder>,
        sr: u32,
        hop_length: usize,
    ) -> Result<Self> {
        require(sr == Encoder::SAMPLE_RATE, "sample_rate", "16000 for the speech encoder", sr)?;
        let expected = format!("{} with hash {}", params.model, params.weights);
        let encoder = given.cloned().map_or_else(|| bundled(&expected), Ok)?;
        let got = format!("{} with hash {}", encoder.model(), encoder.weights_hash());
        let matches = got == expected && encoder.width() == params.width;
        require(matches, "weights of the speech encoder", expected, got)?;
        let finite = params.gain_db.is_finite();
        require(finite, "gain_db of the speech encoder", "a finite number", params.gain_db)?;
        let encoder = encoder.with_taps(params.blocks.clone()).map_err(refused)?;
        Ok(Self {
            encoder: encoder.with_positions(params.positions),
            gain: 10.0_f32.powf(params.gain_db / 20.0),
            hop_length,
        })
    }

    /// `frames` × columns: each frame of the transform gets the encoder's frame that is nearest to
    /// its centre, and the last ones the last.
    pub(crate) fn frames(&self, samples: &[f32], frames: usize) -> Result<Array2<f32>> {
        let encoded = if self.gain == 1.0 {
            self.encoder.encode(samples)
        } else {
            let louder: Vec<f32> = samples.iter().map(|x| x * self.gain).collect();
            self.encoder.encode(&louder)
        };
        let encoded = encoded.map_err(refused)?;
        let last = encoded.nrows().saturating_sub(1);
        let half = Encoder::HOP_LENGTH / 2;
        let nearest =
            |frame: usize| ((frame * self.hop_length + half) / Encoder::HOP_LENGTH).min(last);
        let places: Vec<usize> = (0..frames).map(nearest).collect();
        Ok(encoded.select(Axis(0), &places))
    }
}

#[cfg(feature = "encoder")]
fn bundled(_expected: &str) -> Result<Encoder> {
    Encoder::tiny_en().map_err(refused)
}

#[cfg(not(feature = "encoder"))]
fn bundled(expected: &str) -> Result<Encoder> {
    Err(Error::NoEncoderWeights { expected: expected.to_owned() })
}

fn refused(error: emo_speech_encoder::Error) -> Error {
    Error::Encoder { message: error.to_string() }
}
