//! Any bytes as an audio file: samples that are finite, or an error.

#![no_main]

use emo_audio_io::{Limits, LoadOptions, load_bytes};
use libfuzzer_sys::fuzz_target;

// A panic inside a codec is caught and becomes an error; the fuzzer's own hook would end the
// program before. A panic that is not caught still ends it.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |data: &[u8]| {
    let limits = Limits::default().seconds(10.0).bytes(1 << 20);
    for sample_rate in [None, Some(22_050)] {
        let options = LoadOptions::default().sample_rate(sample_rate).limits(limits.clone());
        if let Ok(clip) = load_bytes(data, "fuzz", &options) {
            assert!(!clip.samples.is_empty() && clip.sample_rate > 0);
            assert!(clip.samples.iter().all(|x| x.is_finite()));
        }
    }
});
