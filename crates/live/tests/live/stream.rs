//! What a stream reports.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests, too

use crate::common::{Loud, Loudness, tones};
use emo_audio_io::{LoadOptions, load};
use emo_live::{EmotionStream, Error, Event, SpeechOptions, StreamOptions, find_speech};
use proptest::prelude::*;

fn events(samples: &[f32], options: StreamOptions, cuts: &[usize]) -> Vec<Event> {
    let model = Loudness { sample_rate: 16_000 };
    let activity = Loud { sample_rate: 16_000 };
    let mut stream = EmotionStream::with_activity(&model, activity, options).unwrap();
    let (mut events, mut rest, mut cuts) = (Vec::new(), samples, cuts.iter().cycle());
    while !rest.is_empty() {
        let (block, after) = rest.split_at((*cuts.next().unwrap()).min(rest.len()));
        events.extend(stream.push(block).unwrap());
        rest = after;
    }
    events.extend(stream.finish().unwrap());
    events
}

fn spans(events: &[Event]) -> Vec<(char, f64, f64)> {
    let span = |event: &Event| match event {
        Event::SpeechStart { start, sample_rate } => {
            ('s', *start as f64 / f64::from(*sample_rate), f64::NAN)
        }
        Event::Measurement(it) => ('m', it.span.start_s(), it.span.end_s()),
        Event::UtteranceEnd(it) => ('e', it.span.start_s(), it.span.end_s()),
        other => panic!("{other:?}"),
    };
    events.iter().map(span).collect()
}

#[test]
fn an_utterance_is_a_start_its_windows_and_an_end() {
    let samples = tones(8.0, &[(1.0, 6.2, 0.5)], 16_000);
    let events = events(&samples, StreamOptions::default(), &[160]);
    let spans = spans(&events);
    let kinds: String = spans.iter().map(|it| it.0).collect();
    assert_eq!(kinds, "smmmme");
    let (start, end) = (spans[5].1, spans[5].2);
    // Frames of 16 ms, and 30 ms of padding.
    assert!((0.95..=1.0).contains(&start), "{start}");
    assert!((6.2..=6.25).contains(&end), "{end}");
    assert_eq!(spans[0].1, start);
    for (k, window) in spans[1..4].iter().enumerate() {
        assert!((window.1 - start - k as f64).abs() < 1e-9, "{window:?}");
        assert!((window.2 - window.1 - 3.0).abs() < 1e-9, "{window:?}");
    }
    // The last one ends with the utterance.
    assert!((spans[4].2 - end).abs() < 1e-9 && (spans[4].1 - (end - 3.0)).abs() < 1e-9);
}

#[test]
fn a_short_utterance_is_measured_once_and_its_answer_is_that() {
    let samples = tones(3.0, &[(1.0, 1.8, 0.5)], 16_000);
    let events = events(&samples, StreamOptions::default(), &[100]);
    let [Event::SpeechStart { .. }, Event::Measurement(window), Event::UtteranceEnd(end)] =
        &events[..]
    else {
        panic!("{events:?}");
    };
    assert_eq!((window.span, &window.answer), (end.span, &end.answer));
    assert_eq!(window.smoothed, window.answer);
}

#[test]
fn silence_and_clicks_are_no_utterance() {
    let samples = tones(4.0, &[(1.0, 1.1, 0.5)], 16_000);
    assert_eq!(events(&samples, StreamOptions::default(), &[160]), []);
    assert_eq!(events(&[], StreamOptions::default(), &[160]), []);
}

#[test]
fn digital_silence_after_speech_is_no_speech() {
    let options = LoadOptions::default().sample_rate(Some(16_000));
    let clip = load(emo_fixtures::path("audio/speech.wav"), &options).unwrap();
    let n_spoken = clip.samples.len();
    let silence = std::iter::repeat_n(0.0, 15 * 16_000);
    let samples: Vec<f32> = clip.samples.into_iter().chain(silence).collect();
    let found = find_speech(&samples, SpeechOptions::default()).unwrap();
    let [only] = found[..] else { panic!("{found:?}") };
    assert!(only.end <= n_spoken as u64 + 1600, "{only:?}");
}

#[test]
fn long_speech_is_cut_and_goes_on() {
    let samples = tones(10.0, &[(0.0, 10.0, 0.5)], 16_000);
    let speech = SpeechOptions::default().max_speech_duration_s(4.0);
    let events = events(&samples, StreamOptions::default().speech(speech), &[1000]);
    let ends: Vec<_> = spans(&events).into_iter().filter(|it| it.0 == 'e').collect();
    assert_eq!(ends.len(), 3);
    assert!(ends.windows(2).all(|pair| (pair[1].1 - pair[0].2).abs() < 0.02), "{ends:?}");
    assert!(ends.iter().all(|it| it.2 - it.1 < 4.05), "{ends:?}");
}

#[test]
fn smoothing_follows_the_documented_filter() {
    let samples = tones(9.0, &[(1.0, 4.0, 0.2), (4.0, 8.0, 0.8)], 16_000);
    let options = StreamOptions::default().window_s(1.0).hop_s(1.0).smoothing_s(2.0);
    let mut before: Option<(f64, f64)> = None;
    for event in events(&samples, options, &[512]) {
        let Event::Measurement(it) = event else { continue };
        let (raw, smoothed) = (it.answer.probabilities()[0], it.smoothed.probabilities()[0]);
        let expected = before.map_or(raw, |(end, old)| {
            old + (1.0 - (-(it.span.end_s() - end) / 2.0).exp()) * (raw - old)
        });
        assert!((smoothed - expected).abs() < 1e-12, "{smoothed} {expected}");
        assert!((it.smoothed.probabilities().iter().sum::<f64>() - 1.0).abs() < 1e-12);
        before = Some((it.span.end_s(), smoothed));
    }
    assert!(before.is_some_and(|(_, last)| last > 0.5));
}

#[test]
fn quality_is_level_peak_clipping_and_noise() {
    let mut samples = tones(4.0, &[(1.0, 3.0, 0.5)], 16_000);
    samples.iter_mut().enumerate().for_each(|(k, x)| *x += if k % 2 == 0 { 0.005 } else { -0.005 });
    let events = events(&samples, StreamOptions::default(), &[777]);
    let Some(Event::UtteranceEnd(end)) = events.last() else { panic!("{events:?}") };
    // A sine of 0.5: 20 log 0.5 - 3 dB, with some pause on both sides.
    assert!((end.quality.level_db + 9.1).abs() < 0.3, "{:?}", end.quality);
    assert!((end.quality.peak_db + 5.9).abs() < 0.2, "{:?}", end.quality);
    assert_eq!(end.quality.clipped, 0.0);
    // 0.125 against 0.000025: 37 dB.
    assert!((end.quality.snr_db.unwrap() - 36.9).abs() < 0.4, "{:?}", end.quality);
}

#[test]
fn the_rates_of_input_voice_activity_and_model_may_differ() {
    let parts = [(1.0, 5.5, 0.5)];
    let expected = spans(&events(&tones(7.0, &parts, 16_000), StreamOptions::default(), &[160]));
    for rate in [8000, 22_050, 44_100, 48_000] {
        let samples = tones(7.0, &parts, rate);
        let options = StreamOptions::default().sample_rate(rate);
        let got = spans(&events(&samples, options, &[1024]));
        assert_eq!(got.len(), expected.len(), "{rate}: {got:?}");
        for (got, expected) in got.iter().zip(&expected) {
            // Filters ring at the edges of a tone: a frame more or less.
            assert!((got.1 - expected.1).abs() < 0.04, "{rate}: {got:?} {expected:?}");
        }
    }
}

#[test]
fn bad_samples_and_options_are_errors() {
    let model = Loudness { sample_rate: 16_000 };
    let mut stream = EmotionStream::new(&model, StreamOptions::default()).unwrap();
    stream.push(&[0.0; 10]).unwrap();
    let error = stream.push(&[0.0, f32::NAN]).unwrap_err();
    assert!(matches!(error, Error::NonFinite { at: 11, .. }), "{error}");
    let speech = SpeechOptions::default;
    for options in [
        StreamOptions::default().sample_rate(0),
        StreamOptions::default().window_s(f64::NAN),
        StreamOptions::default().hop_s(0.0),
        StreamOptions::default().smoothing_s(-1.0),
        StreamOptions::default().speech(speech().threshold(1.5)),
        StreamOptions::default().speech(speech().speech_pad_ms(501)),
        StreamOptions::default().speech(speech().max_speech_duration_s(f64::INFINITY)),
    ] {
        let error = EmotionStream::new(&model, options.clone()).unwrap_err();
        assert!(error.to_string().contains("expected"), "{options:?}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any way of cutting the samples into blocks gives the same events, bit for bit.
    #[test]
    fn blocks_do_not_matter(
        cuts in prop::collection::vec(1_usize..4000, 1..12),
        rate in prop::sample::select(vec![16_000_u32, 8000, 44_100, 48_000]),
        starts in prop::collection::vec((0.2_f64..1.5, 0.1_f64..4.0, 0.02_f32..1.0), 1..4),
    ) {
        let mut place = 0.0;
        let parts: Vec<_> = starts.iter().map(|&(pause, length, amplitude)| {
            let start = place + pause;
            place = start + length;
            (start, place, amplitude)
        }).collect();
        let samples = tones(place + 0.3, &parts, rate);
        let options = || StreamOptions::default().sample_rate(rate);
        let whole = events(&samples, options(), &[samples.len()]);
        prop_assert_eq!(events(&samples, options(), &cuts), whole);
    }
}
