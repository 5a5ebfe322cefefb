//! Any bytes as an audio file: samples that are finite, or an error; the same through a pipe, and
//! block by block.

#![no_main]

use emo_audio_io::{Channels, Decoder, Limits, LoadOptions, Loader, load_bytes, load_stream};
use libfuzzer_sys::fuzz_target;

// A panic inside a codec is caught and becomes an error; the fuzzer's own hook would end the
// program before. A panic that is not caught still ends it.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |data: &[u8]| {
    let limits = Limits::default().seconds(10.0).bytes(1 << 20);
    let options = LoadOptions::default().limits(limits);
    for sample_rate in [None, Some(22_050)] {
        let options = options.clone().sample_rate(sample_rate);
        let Ok(clip) = load_bytes(data, "fuzz", &options) else { continue };
        assert!(!clip.samples.is_empty() && clip.sample_rate > 0);
        assert!(clip.samples.iter().all(|x| x.is_finite()));
    }
    let _ = load_stream(data, "fuzz.mp3", &options);
    if let Ok(loader) = Loader::new(options.clone().channels(Channels::Each).offset(0.01)) {
        let _ = loader.load_stream_each(data, "fuzz");
    }
    let Ok(mut decoder) = Decoder::from_stream(data, "fuzz", &options) else { return };
    let mut frames = 0;
    while let Ok(Some(block)) = decoder.next_block() {
        assert_eq!(block.position, frames);
        frames += block.samples().len() as u64;
    }
});
