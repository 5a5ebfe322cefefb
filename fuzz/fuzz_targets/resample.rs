//! Any samples between any two rates: as many finite samples as promised, or an error; the same in
//! parts of any length.

#![no_main]

use emo_audio_io::Resampler;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u32, u32, Vec<f32>, u16)| {
    let (from, to, samples, part) = input;
    let Ok(resampler) = Resampler::new(from, to) else { return };
    if resampler.output_len(samples.len()) > 1 << 20 {
        return;
    }
    let whole = resampler.process(&samples);
    if let Ok(out) = &whole {
        assert_eq!(out.len(), resampler.output_len(samples.len()));
        assert!(out.iter().all(|x| x.is_finite()));
    }
    let (mut stream, mut parts) = (resampler.stream(), Vec::new());
    let pushed = samples.chunks(usize::from(part).max(1)).try_for_each(|p| stream.push(p, &mut parts));
    let finished = pushed.and_then(|()| stream.finish(&mut parts));
    assert_eq!(finished.is_ok(), whole.is_ok());
    if let Ok(whole) = whole {
        assert_eq!(parts, whole);
    }
});
