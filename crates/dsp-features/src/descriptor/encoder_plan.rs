//! Computes the frames of a learned encoder, at the times of the transform's frames.

use emo_speech_encoder::{Encoder, EncoderStream};
use ndarray::{Array2, ArrayView2, Axis};

use crate::descriptor::encoder::SpeechEncoderParams;
use crate::error::{Error, Result, require};
use crate::transform::stft::StftParams;

/// An encoder with the weights that a configuration names.
#[derive(Clone, Debug)]
pub(crate) struct EncoderPlan {
    encoder: Encoder,
    gain: f32,
    hop_length: usize,
    center: bool,
}

/// A clip that comes in parts.
#[derive(Debug)]
pub(crate) struct EncoderClip {
    stream: EncoderStream,
    louder: Vec<f32>,
    times: Times,
}

/// From the encoder's frames to those of the transform.
#[derive(Debug)]
struct Times {
    hop_length: usize,
    /// Frames of the encoder so far.
    encoded: usize,
    /// Frames of the transform so far.
    given: usize,
    last: Vec<f32>,
}

/// The encoder's frame that is nearest to the centre of a frame of the transform.
fn nearest(frame: usize, hop_length: usize) -> usize {
    (frame * hop_length + Encoder::HOP_LENGTH / 2) / Encoder::HOP_LENGTH
}

impl Times {
    /// Takes the encoder's next frames, and shows `each` the values of the transform's frames
    /// before frame `end` that they are nearest to.
    fn take(&mut self, frames: ArrayView2<'_, f32>, end: usize, each: &mut impl FnMut(&[f32])) {
        for frame in frames.outer_iter() {
            self.last.clear();
            self.last.extend(frame.iter());
            while self.given < end && nearest(self.given, self.hop_length) <= self.encoded {
                each(&self.last);
                self.given += 1;
            }
            self.encoded += 1;
        }
    }

    /// The frames after the encoder's last one have its values.
    fn finish(&mut self, end: usize, each: &mut impl FnMut(&[f32])) {
        (self.given..end).for_each(|_| each(&self.last));
        self.given = end;
    }
}

impl EncoderPlan {
    /// Takes `given`, or the bundled weights without one; either must be what `params` names.
    pub(crate) fn new(
        params: &SpeechEncoderParams,
        given: Option<&Encoder>,
        sr: u32,
        stft: &StftParams,
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
            hop_length: stft.hop_length,
            center: stft.center,
        })
    }

    /// Whether the frames that a part of the clip completes are also frames of the transform.
    pub(crate) fn is_streamed(&self) -> bool {
        self.center
    }

    /// Starts on a clip that comes in parts.
    pub(crate) fn start(&self) -> EncoderClip {
        let hop_length = self.hop_length;
        let times = Times { hop_length, encoded: 0, given: 0, last: Vec::new() };
        EncoderClip { stream: self.encoder.stream(), louder: Vec::new(), times }
    }

    /// Takes the next samples, and shows `each` the values of the transform's next frames.
    pub(crate) fn push(
        &self,
        clip: &mut EncoderClip,
        samples: &[f32],
        mut each: impl FnMut(&[f32]),
    ) -> Result<()> {
        let EncoderClip { stream, louder, times } = clip;
        louder.clear();
        louder.extend(samples.iter().map(|x| x * self.gain));
        let pushed = stream.push(louder, |frames| times.take(frames, usize::MAX, &mut each));
        pushed.map_err(refused)
    }

    /// Ends a clip whose transform has `frames` frames.
    pub(crate) fn finish(
        clip: EncoderClip,
        frames: usize,
        mut each: impl FnMut(&[f32]),
    ) -> Result<()> {
        let EncoderClip { stream, mut times, .. } = clip;
        stream.finish(|encoded| times.take(encoded, frames, &mut each)).map_err(refused)?;
        times.finish(frames, &mut each);
        Ok(())
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
        let nearest = |frame| nearest(frame, self.hop_length).min(last);
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
