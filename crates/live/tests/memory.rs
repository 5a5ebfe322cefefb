//! The memory of a stream does not grow, and its times do not drift.
#![allow(clippy::unwrap_used)] // helpers of tests, too

mod common;

use common::{Loud, Loudness, tones};
use emo_live::{EmotionStream, Event, StreamOptions};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

#[test]
fn memory_stays_flat_and_times_exact() {
    const RATE: u32 = 44_100;
    // 25 seconds, 80 times: 33 minutes. The second utterance is cut at its longest length.
    let part = tones(25.0, &[(1.0, 5.0, 0.5), (7.0, 23.0, 0.3)], RATE);
    let model = Loudness { sample_rate: 16_000 };
    let options = StreamOptions::default().sample_rate(RATE);
    let activity = Loud { sample_rate: 16_000 };
    let mut stream = EmotionStream::with_activity(&model, activity, options).unwrap();
    let mut starts = Vec::new();
    let mut early = 0;
    for round in 0..80 {
        for block in part.chunks(441) {
            for event in stream.push(block).unwrap() {
                if let Event::SpeechStart { start, .. } = event {
                    starts.push(start);
                }
            }
        }
        if round == 4 {
            MEMORY.reset_peak_usage();
        }
        if round == 9 {
            early = MEMORY.peak_usage();
            MEMORY.reset_peak_usage();
        }
    }
    // The list of starts grows, by 16 bytes at most for each.
    let late = MEMORY.peak_usage() - 16 * starts.len();
    assert!(late <= early + 10_000, "{early} bytes became {late}");
    assert_eq!(stream.pushed(), 80 * part.len() as u64);
    let each = starts.len() / 80;
    let (first, last) = (starts[0], starts[79 * each]);
    let drift = (last - first).abs_diff(79 * part.len() as u64);
    // A frame of 16 ms is the grid of the voice activity.
    assert!(drift <= u64::from(RATE) * 16 / 1000 + 1, "{drift} samples");
}
