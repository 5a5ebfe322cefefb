//! A whole recording.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests, too

use std::collections::BTreeMap;

use crate::common::{Loudness, voice};
use emo_live::{EmotionStream, Error, Event, Format, StreamOptions, Timeline, TimelineBuilder};

const RATE: u32 = 16_000;

fn model() -> Loudness {
    Loudness { sample_rate: RATE }
}

/// Two speakers who take turns; one of them is loud.
fn call() -> (Vec<f32>, Vec<f32>) {
    let left = voice(12.0, &[(0.5, 3.0, 0.6), (7.0, 11.0, 0.6)], RATE);
    let right = voice(12.0, &[(3.5, 6.0, 0.1), (10.0, 11.5, 0.1)], RATE);
    (left, right)
}

fn timeline() -> Timeline {
    let (left, right) = call();
    let channels = [("left", &left[..]), ("right & \"co\"", &right[..])];
    Timeline::of_channels(&model(), &channels, StreamOptions::default()).unwrap()
}

#[test]
fn it_holds_what_a_stream_reports_at_any_number_of_threads() {
    let (left, _) = call();
    let model = model();
    let mut stream = EmotionStream::new(&model, StreamOptions::default()).unwrap();
    let mut events = Vec::new();
    for block in left.chunks(333) {
        events.extend(stream.push(block).unwrap());
    }
    events.extend(stream.finish().unwrap());
    for threads in [1, 4] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let timeline = pool.install(timeline);
        let mut expected = events.iter();
        for utterance in &timeline.speakers[0].utterances {
            let Some(Event::SpeechStart { start, .. }) = expected.next() else { panic!() };
            assert_eq!(utterance.span.start, *start);
            for measurement in &utterance.measurements {
                let Some(Event::Measurement(it)) = expected.next() else { panic!() };
                assert_eq!(measurement, it);
            }
            let Some(Event::UtteranceEnd(it)) = expected.next() else { panic!() };
            assert_eq!((utterance.span, &utterance.answer), (it.span, &it.answer));
        }
        assert_eq!(expected.next(), None);
        assert!(timeline.speakers[0].utterances.len() >= 2);
    }
}

#[test]
fn the_summary_counts_time_turns_and_emotions() {
    let timeline = timeline();
    let summary = timeline.summary();
    assert_eq!(summary.seconds, 12.0);
    assert_eq!(summary.turns, 4);
    let spoken: f64 = summary.speakers.iter().map(|it| it.seconds).sum();
    // Time is silent, of one or of two: spoken time counts the overlap twice.
    let counted = (1.0 - summary.silence + summary.overlap) * summary.seconds;
    assert!((spoken - counted).abs() < 1e-6, "{spoken} {counted}");
    assert!((0.05..0.15).contains(&summary.overlap), "{summary:?}");
    for speaker in &summary.speakers {
        let sum: f64 = speaker.emotions.iter().map(|it| it.1).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{speaker:?}");
    }
}

#[test]
fn segments_fill_utterances() {
    for speaker in timeline().speakers {
        for utterance in speaker.utterances {
            let segments = utterance.segments();
            assert_eq!(segments.first().map(|it| it.span.start), Some(utterance.span.start));
            assert_eq!(segments.last().map(|it| it.span.end), Some(utterance.span.end));
            let touch = |pair: &[emo_live::Segment]| pair[0].span.end == pair[1].span.start;
            assert!(segments.windows(2).all(touch), "{segments:?}");
        }
    }
}

#[test]
fn a_recording_without_speech_or_samples_can_be_written() {
    for samples in [vec![], vec![0.0; 100], vec![0.0; 40_000]] {
        let channels = [("only", &samples[..])];
        let timeline =
            Timeline::of_channels(&model(), &channels, StreamOptions::default()).unwrap();
        assert_eq!(timeline.summary().turns, 0);
        for &format in Format::ALL {
            timeline.write(format, "empty", &mut Vec::new()).unwrap();
        }
    }
}

#[test]
fn every_line_of_json_names_its_speaker_and_the_last_is_the_summary() {
    let mut text = Vec::new();
    timeline().write(Format::JsonLines, "call", &mut text).unwrap();
    let lines = std::str::from_utf8(&text).unwrap().lines();
    let lines: Vec<serde_json::Value> =
        lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut events = BTreeMap::new();
    for line in &lines {
        *events.entry(line["event"].as_str().unwrap()).or_insert(0) += 1;
    }
    assert_eq!(events["speech_start"], events["utterance_end"]);
    assert_eq!(lines.last().unwrap()["event"], "summary");
    assert_eq!(lines[0]["speaker"], "left");
}

#[test]
fn channels_must_fit() {
    let none: &[(&str, &[f32])] = &[];
    let options = StreamOptions::default;
    let error = Timeline::of_channels(&model(), none, options()).unwrap_err();
    assert!(matches!(error, Error::Shape { .. }), "{error}");
    let (a, b) = ([0.0; 10], [0.0; 9]);
    let error = Timeline::of_channels(&model(), &[("a", &a), ("b", &b)], options()).unwrap_err();
    assert_eq!(error.to_string(), "samples of a channel: expected 10, got 9");
    let model = model();
    let mut builder = TimelineBuilder::new(&model, &["a", "b"], options()).unwrap();
    assert!(builder.push(&[&a]).is_err());
    assert!(builder.push(&[&a, &b]).is_err());
}
