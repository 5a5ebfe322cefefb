//! Adaptation while listening.
#![allow(clippy::unwrap_used)] // helpers of tests, too

use crate::common::{Loudness, voice};
use emo_live::{Adapter, EmotionStream, Event, Predictor, StreamOptions, TimelineBuilder};

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Angry is louder than the speaker's mean so far.
struct Relative;

/// The mean of the utterances so far.
#[derive(Debug, Default)]
struct Mean {
    sum: f64,
    n: f64,
}

impl Predictor for Relative {
    fn labels(&self) -> Vec<String> {
        vec!["angry".into(), "calm".into()]
    }

    fn sample_rate(&self) -> u32 {
        16_000
    }

    fn predict(&self, samples: &[f32]) -> Outcome<Vec<f64>> {
        Mean::default().predict(&self.features(samples)?)
    }

    fn features(&self, samples: &[f32]) -> Outcome<Vec<f64>> {
        Ok(vec![samples.iter().map(|x| f64::from(x.abs())).sum::<f64>() / samples.len() as f64])
    }

    fn adapter(&self) -> Option<Box<dyn Adapter>> {
        Some(Box::new(Mean::default()))
    }
}

impl Adapter for Mean {
    fn predict(&self, features: &[f64]) -> Outcome<Vec<f64>> {
        let mean = if self.n == 0.0 { 0.1 } else { self.sum / self.n };
        let angry = features[0] / (features[0] + mean);
        Ok(vec![angry, 1.0 - angry])
    }

    fn observe(&mut self, features: &[f64]) -> Outcome<()> {
        self.sum += features[0];
        self.n += 1.0;
        Ok(())
    }
}

fn call() -> Vec<f32> {
    let parts = [(0.5, 2.0, 0.1), (3.0, 7.5, 0.1), (9.0, 11.0, 0.1), (12.0, 14.0, 0.9)];
    voice(15.0, &parts, 16_000)
}

fn ends(events: &[Event]) -> Vec<f64> {
    let angry = |event: &Event| match event {
        Event::UtteranceEnd(end) => Some(end.answer.probabilities()[0]),
        _ => None,
    };
    events.iter().filter_map(angry).collect()
}

fn stream(samples: &[f32], adapt: bool, block: usize) -> Vec<Event> {
    let options = StreamOptions::default().adapt(adapt);
    let mut stream = EmotionStream::new(&Relative, options).unwrap();
    let mut events = Vec::new();
    for block in samples.chunks(block) {
        events.extend(stream.push(block).unwrap());
    }
    events.extend(stream.finish().unwrap());
    events
}

#[test]
fn each_utterance_is_judged_by_those_before_it() {
    let samples = call();
    let (fixed, adapted) =
        (ends(&stream(&samples, false, 160)), ends(&stream(&samples, true, 160)));
    assert_eq!((fixed.len(), adapted.len()), (4, 4));
    // Nothing is known before the first one.
    assert_eq!(fixed[0], adapted[0]);
    // All quiet utterances are near the speaker's mean, and the loud one is above it.
    assert!(adapted[1..3].iter().all(|angry| (angry - 0.5).abs() < 0.1), "{adapted:?}");
    assert!(adapted[3] > 0.7 && fixed[1] < 0.4, "{fixed:?} {adapted:?}");
}

#[test]
fn blocks_do_not_matter_and_a_timeline_adapts_each_speaker_as_a_stream_does() {
    let samples = call();
    let events = stream(&samples, true, 160);
    assert_eq!(stream(&samples, true, 4999), events);
    let silence = vec![0.0; samples.len()];
    let options = StreamOptions::default().adapt(true);
    let mut builder = TimelineBuilder::new(&Relative, &["left", "right"], options).unwrap();
    for (left, right) in samples.chunks(8000).zip(silence.chunks(8000)) {
        builder.push(&[left, right]).unwrap();
    }
    let timeline = builder.finish().unwrap();
    let answers = timeline.speakers[0].utterances.iter().map(|it| it.answer.probabilities()[0]);
    assert_eq!(answers.collect::<Vec<_>>(), ends(&events));
}

#[test]
fn a_model_that_cannot_adapt_says_so() {
    let model = Loudness { sample_rate: 16_000 };
    let error = EmotionStream::new(&model, StreamOptions::default().adapt(true)).unwrap_err();
    assert!(error.to_string().starts_with("adapt: expected false"), "{error}");
}
