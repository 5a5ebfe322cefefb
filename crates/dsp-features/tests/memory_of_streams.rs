//! Memory of recordings in blocks, in a test program of its own: the counter sees all threads.
// A failure here ends the test.
#![allow(clippy::unwrap_used)]

use emo_dsp_features::{FeatureConfig, FeatureExtractor, FeatureSet, Pass};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Shows `each` so many seconds of something like a voice with pauses, at 16 kHz.
fn voice(seconds: u32, mut each: impl FnMut(&[f32])) {
    for second in 0..seconds {
        let level = if second % 7 == 6 { 0.001 } else { 0.1 + 0.02 * (second % 5) as f32 };
        let hz = 100.0 + (second * 37 % 60) as f32;
        let wave = |t: u32| {
            let phase = t as f32 / 16_000.0 * hz * (1.0 + 0.1 * (t as f32 * 3e-4).sin());
            let noise = (t.wrapping_mul(2_654_435_761) >> 16) as f32 / 65_536.0 - 0.5;
            level * (phase.fract() - 0.5 + 0.2 * noise)
        };
        each(&(0..16_000).map(wave).collect::<Vec<f32>>());
    }
}

/// All values would take four times this limit, the candidates for the pitch as much again.
#[test]
fn twenty_minutes_in_blocks_take_less_memory_than_a_quarter_of_their_values() {
    for set in [FeatureSet::Functionals, FeatureSet::Full] {
        let extractor = FeatureExtractor::new(FeatureConfig::from(set)).unwrap();
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let mut stream = extractor.stream().unwrap();
        loop {
            voice(20 * 60, |block| stream.push(block).unwrap());
            match stream.finish_pass().unwrap() {
                Pass::Again(next) => stream = next,
                Pass::Done(_) => break,
            }
        }
        let taken = MEMORY.peak_usage() - before;
        let values = 20 * 60 * 100 * 83 * size_of::<f32>();
        assert!(taken < values / 4, "{set}: {taken} bytes for {values} bytes of values");
    }
}
