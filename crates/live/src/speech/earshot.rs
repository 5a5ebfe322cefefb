//! Voice activity by the network of the crate earshot.

use super::VoiceActivity;

/// The network of the crate [earshot](https://docs.rs/earshot) 1.2: 40 mel bands of 48 ms with
/// three frames of context, 40 KB of weights. It works on frames of 256 samples at 16 kHz.
pub struct Earshot {
    detector: Box<earshot::Detector>,
}

impl Default for Earshot {
    fn default() -> Self {
        Self { detector: earshot::Detector::default_boxed() }
    }
}

impl VoiceActivity for Earshot {
    fn sample_rate(&self) -> u32 {
        16_000
    }

    fn frame_len(&self) -> usize {
        256
    }

    fn predict(&mut self, frame: &[f32]) -> f32 {
        self.detector.predict_f32(frame)
    }

    fn reset(&mut self) {
        self.detector.reset();
    }
}

impl std::fmt::Debug for Earshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Earshot").finish_non_exhaustive()
    }
}
