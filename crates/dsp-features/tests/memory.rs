//! Memory of an extraction, in a test program of its own: the counter sees all threads.
// A failure here ends the test.
#![allow(clippy::unwrap_used)]

use emo_dsp_features::{FeatureConfig, FeatureExtractor};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

#[test]
fn ten_minutes_of_audio_take_less_memory_than_their_samples() {
    let extractor = FeatureExtractor::new(FeatureConfig::default()).unwrap();
    let wave = |t: u32| 0.2 * (t as f32 * 0.05).sin() * (t as f32 * 2e-5).sin();
    let samples: Vec<f32> = (0..10 * 60 * 22_050).map(wave).collect();
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    extractor.extract(&samples).unwrap();
    let taken = MEMORY.peak_usage() - before;
    let own = samples.len() * size_of::<f32>();
    // The spectra alone, 1025 bins for 512 samples each, would take twice their size.
    assert!(taken < own, "{taken} bytes for {own} bytes of samples");
}
