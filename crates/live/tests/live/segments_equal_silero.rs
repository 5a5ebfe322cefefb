//! Starts and ends of speech are those of silero-vad for the same probabilities.
#![allow(clippy::unwrap_used)] // helpers of tests, too

use emo_fixtures::golden;
use emo_live::{SpeechDetector, SpeechOptions, VoiceActivity};
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    frame: usize,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    threshold: f32,
    min_speech_duration_ms: u32,
    min_silence_duration_ms: u32,
    speech_pad_ms: u32,
    probabilities: Vec<f32>,
    segments: Vec<(u64, u64)>,
}

struct Stored<'a> {
    frame: usize,
    probabilities: std::slice::Iter<'a, f32>,
}

impl VoiceActivity for Stored<'_> {
    fn sample_rate(&self) -> u32 {
        16_000
    }

    fn frame_len(&self) -> usize {
        self.frame
    }

    fn predict(&mut self, _frame: &[f32]) -> f32 {
        *self.probabilities.next().unwrap()
    }

    fn reset(&mut self) {}
}

#[test]
fn segments_equal_those_of_silero() {
    let Golden { frame, cases } = golden("live/segments");
    for case in cases {
        let options = SpeechOptions::default()
            .threshold(case.threshold)
            .min_speech_duration_ms(case.min_speech_duration_ms)
            .min_silence_duration_ms(case.min_silence_duration_ms)
            .speech_pad_ms(case.speech_pad_ms)
            .max_speech_duration_s(600.0);
        let stored = Stored { frame, probabilities: case.probabilities.iter() };
        let mut detector = SpeechDetector::with_activity(stored, options).unwrap();
        detector.push(&vec![0.0; frame * case.probabilities.len()]).unwrap();
        detector.finish();
        let found: Vec<_> =
            std::iter::from_fn(|| detector.poll()).map(|it| (it.start, it.end)).collect();
        assert_eq!(found, case.segments, "threshold {}", case.threshold);
    }
}
