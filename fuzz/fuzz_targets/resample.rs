//! Any samples between any two rates: as many finite samples as promised, or an error.

#![no_main]

use emo_audio_io::Resampler;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u32, u32, Vec<f32>)| {
    let (from, to, samples) = input;
    let Ok(resampler) = Resampler::new(from, to) else { return };
    if resampler.output_len(samples.len()) > 1 << 20 {
        return;
    }
    if let Ok(out) = resampler.process(&samples) {
        assert_eq!(out.len(), resampler.output_len(samples.len()));
        assert!(out.iter().all(|x| x.is_finite()));
    }
});
