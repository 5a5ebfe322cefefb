//! Probabilities that another program computed.

use emo_live::VoiceActivity;

/// Gives stored probabilities, one for each frame.
pub(crate) struct Stored {
    frame_len: usize,
    probabilities: std::vec::IntoIter<f32>,
}

impl Stored {
    pub(crate) fn new(frame_len: usize, probabilities: Vec<f32>) -> Self {
        Self { frame_len, probabilities: probabilities.into_iter() }
    }
}

impl VoiceActivity for Stored {
    fn sample_rate(&self) -> u32 {
        16_000
    }

    fn frame_len(&self) -> usize {
        self.frame_len
    }

    fn predict(&mut self, _frame: &[f32]) -> f32 {
        self.probabilities.next().unwrap_or(0.0)
    }

    fn reset(&mut self) {}
}
