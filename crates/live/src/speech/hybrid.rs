//! Voice activity by earshot's network and levels above the noise.

use std::collections::VecDeque;

use super::bands::{BANDS, Bands};
use super::weights::{HIDDEN_BIAS, HIDDEN_WEIGHTS, OUTPUT_BIAS, OUTPUT_WEIGHTS};
use super::{Earshot, VoiceActivity};

const RATE: u32 = 16_000;
pub(super) const FRAME: usize = 256;
/// Frames before and after that are looked at.
const CONTEXT: usize = 4;
/// Values of a frame: levels of bands, how far they are below their ceiling, and earshot's
/// probability.
const VALUES: usize = BANDS + 2;
/// Frames whose samples are all below it hold nothing: a third of the last of 16 bits.
const SILENT: f32 = 1e-5;
pub(super) const INPUTS: usize = VALUES * (2 * CONTEXT + 1);

/// The default voice activity: a small network that sees [`Earshot`]'s probability beside the
/// levels of six bands above their floor and how far they are below the loudest of the last six
/// seconds, 64 ms before and after. Talk in the background is as speech-like as talk in front, but
/// not as loud.
///
/// It places starts and ends two to ten times nearer than earshot alone, whose probability falls
/// late. It was trained on EmoDB (CC0) by
/// `fixtures/scripts/train_voice_activity.py`; `docs/live.md` has its figures beside silero's.
pub struct Hybrid {
    earshot: Earshot,
    bands: Bands,
    rows: VecDeque<[f32; VALUES]>,
    /// Whether these frames are digital silence, whose levels mean nothing to the network.
    are_silent: VecDeque<bool>,
}

impl Default for Hybrid {
    fn default() -> Self {
        let rows = std::iter::repeat_n([0.0; VALUES], 2 * CONTEXT).collect();
        let are_silent = std::iter::repeat_n(true, CONTEXT).collect();
        Self { earshot: Earshot::default(), bands: Bands::new(), rows, are_silent }
    }
}

impl VoiceActivity for Hybrid {
    fn sample_rate(&self) -> u32 {
        RATE
    }

    fn frame_len(&self) -> usize {
        FRAME
    }

    fn delay(&self) -> usize {
        CONTEXT * FRAME
    }

    fn predict(&mut self, frame: &[f32]) -> f32 {
        let mut row = [self.earshot.predict(frame); VALUES];
        row.iter_mut().zip(self.bands.next(frame)).for_each(|(value, level)| *value = level);
        self.rows.push_back(row);
        let probability = network(self.rows.iter().flatten());
        self.rows.pop_front();
        self.are_silent.push_back(frame.iter().all(|sample| sample.abs() < SILENT));
        // The probability is of the frame in the middle.
        if self.are_silent.pop_front() == Some(true) { 0.0 } else { probability }
    }

    fn reset(&mut self) {
        *self = Self::default();
    }
}

/// One hidden layer of rectified units and a sigmoid.
fn network<'a>(inputs: impl Iterator<Item = &'a f32> + Clone) -> f32 {
    let mut sum = OUTPUT_BIAS;
    for ((weights, bias), out) in HIDDEN_WEIGHTS.iter().zip(HIDDEN_BIAS).zip(OUTPUT_WEIGHTS) {
        let hidden: f32 = weights.iter().zip(inputs.clone()).map(|(w, x)| w * x).sum();
        sum += out * (hidden + bias).max(0.0);
    }
    1.0 / (1.0 + (-sum).exp())
}

impl std::fmt::Debug for Hybrid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hybrid").finish_non_exhaustive()
    }
}
