//! Sample-rate conversion against soxr, and what holds for any signal.

use emo_audio_io::{Error, Resampler, resample};
use emo_fixtures::{Tolerance, assert_close, golden};
use proptest::prelude::*;
use serde::Deserialize;

/// The fit to soxr's response leaves -120 dB, both sides round to f32: -100 dB of full scale.
const SOXR: Tolerance = Tolerance::absolute(1e-5);

#[derive(Deserialize)]
struct Golden {
    input: Vec<i16>,
    outputs: Vec<Output>,
}

#[derive(Deserialize)]
struct Output {
    from: u32,
    to: u32,
    len: usize,
    step: usize,
    samples: Vec<f32>,
}

#[test]
fn equals_soxr_hq_for_every_class_of_rates() {
    let golden: Golden = golden("audio/resample");
    let input: Vec<f32> = golden.input.iter().map(|&x| f32::from(x) / 32_768.0).collect();
    for expected in golden.outputs {
        let what = format!("{} to {}", expected.from, expected.to);
        let actual = resample(&input, expected.from, expected.to).unwrap();
        assert_eq!(actual.len(), expected.len, "{what}");
        // Beyond a factor of 4 soxr has a third stage, whose start is not followed.
        let ratio = f64::from(expected.from) / f64::from(expected.to);
        let skip = if (0.25..4.0).contains(&ratio) { 0 } else { 64_usize.div_ceil(expected.step) };
        assert_close(
            &what,
            actual.iter().copied().step_by(expected.step).skip(skip),
            expected.samples.into_iter().skip(skip),
            SOXR,
        );
    }
}

#[test]
fn equals_soxr_hq_to_the_bit_in_sound_and_in_silence_beside_it() {
    let golden: Golden = golden("audio/resample_exact");
    let input: Vec<f32> = golden.input.iter().map(|&x| f32::from(x) / 32_768.0).collect();
    for expected in golden.outputs {
        let what = format!("{} to {}", expected.from, expected.to);
        let actual = resample(&input, expected.from, expected.to).unwrap();
        assert_eq!(actual.len(), expected.len, "{what}");
        let actual = actual.into_iter().step_by(expected.step);
        assert_close(&what, actual, expected.samples, Tolerance::EXACT);
    }
}

#[test]
fn huge_coprime_rates_give_what_neighbouring_simple_ones_give() {
    // 300 007 to 150 001 is summed directly; it is 2 to 1 but for 2e-5.
    let tone: Vec<f32> = (0..6000).map(|i| (i as f32 * 0.02).sin()).collect();
    let direct = resample(&tone, 300_007, 150_001).unwrap();
    let blocks = resample(&tone, 300_000, 150_000).unwrap();
    assert_eq!(direct.len(), 3000);
    let inner = 400..2600;
    let shift: Vec<f32> =
        inner.clone().map(|j| (j as f32 * 0.02 * 300_007.0 / 150_001.0).sin()).collect();
    assert_close("direct", direct[inner.clone()].iter().copied(), shift, Tolerance::absolute(2e-4));
    assert_close(
        "blocks",
        blocks[inner.clone()].iter().copied(),
        tone.iter().copied().step_by(2).skip(inner.start).take(inner.len()),
        Tolerance::absolute(1e-5),
    );
}

#[test]
fn equal_rates_copy() {
    let samples = [0.1, -0.2, 0.3];
    assert_eq!(resample(&samples, 16_000, 16_000).unwrap(), samples);
}

#[test]
fn one_sample_and_none_are_signals() {
    assert_eq!(resample(&[0.5], 48_000, 22_050).unwrap().len(), 1);
    assert_eq!(resample(&[0.5], 8_000, 22_050).unwrap().len(), 3);
    assert!(resample(&[], 48_000, 22_050).unwrap().is_empty());
}

#[test]
fn rates_of_zero_or_far_apart_are_refused() {
    for (from, to) in [(0, 1), (1, 0), (0, 0), (1, 257), (257, 1), (u32::MAX, 1), (1, u32::MAX)] {
        assert!(matches!(Resampler::new(from, to), Err(Error::Rates { .. })), "{from} {to}");
    }
    assert!(Resampler::new(256, 1).is_ok());
    assert!(Resampler::new(u32::MAX, u32::MAX - 1).is_ok());
}

#[test]
fn samples_that_are_not_finite_are_refused_with_their_place() {
    let mut samples = vec![0.0; 700];
    samples[513] = f32::NAN;
    let error = resample(&samples, 48_000, 22_050).unwrap_err();
    assert!(matches!(error, Error::NonFinite { at: 513 }), "{error}");
    // A step of the largest number overshoots it once it is band-limited.
    samples[200..].fill(f32::MAX);
    assert!(matches!(resample(&samples, 48_000, 22_050), Err(Error::NonFinite { .. })));
}

#[test]
fn one_plan_serves_many_threads() {
    let resampler = Resampler::new(48_000, 22_050).unwrap();
    let samples: Vec<f32> = (0..20_000).map(|i| (i as f32 * 0.3).sin()).collect();
    let expected = resampler.process(&samples).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(resampler.process(&samples).unwrap(), expected));
        }
    });
}

fn rates() -> impl Strategy<Value = (u32, u32)> {
    let rate = prop::sample::select(vec![
        8_000, 11_025, 16_000, 22_050, 24_000, 44_100, 45_600, 48_000, 96_000,
    ]);
    (rate.clone(), rate)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_length_is_librosas((from, to) in rates(), len in 0_usize..5000) {
        let output = resample(&vec![0.25; len], from, to).unwrap();
        prop_assert_eq!(output.len(), (len as f64 * (f64::from(to) / f64::from(from))).ceil() as usize);
    }

    #[test]
    fn a_tone_in_the_pass_band_keeps_its_level((from, to) in rates(), share in 0.01_f64..0.9) {
        let turn = std::f64::consts::PI * share * f64::from(from.min(to)) / f64::from(from);
        let len = 3000.max(from as usize / 8);
        let tone: Vec<f32> = (0..len).map(|i| (turn * i as f64).sin() as f32).collect();
        let output = resample(&tone, from, to).unwrap();
        let power = |x: &[f32]| {
            // A Hann window makes the mean independent of where the tone's periods end.
            let n = x.len() as f64;
            x.iter().enumerate().map(|(i, &v)| {
                f64::from(v).powi(2) * (1.0 - (std::f64::consts::TAU * i as f64 / n).cos())
            }).sum::<f64>() / n
        };
        let quarter = |x: &[f32]| power(&x[x.len() / 4..x.len() * 3 / 4]);
        let (before, after) = (quarter(&tone), quarter(&output));
        prop_assert!((before - after).abs() < 2e-3, "{} {}", before, after);
    }

    #[test]
    fn it_is_linear((from, to) in rates(), gain in -2.0_f32..2.0, seed in 1_u32..1000) {
        let a: Vec<f32> = (0..1500_u32).map(|i| ((i * seed) as f32 * 0.37).sin()).collect();
        let b: Vec<f32> = (0..1500_u32).map(|i| ((i * i % 251) as f32 / 251.0) - 0.5).collect();
        let both: Vec<f32> = a.iter().zip(&b).map(|(a, b)| a + gain * b).collect();
        let resampler = Resampler::new(from, to).unwrap();
        let expected: Vec<f32> = resampler.process(&a).unwrap().iter()
            .zip(resampler.process(&b).unwrap()).map(|(a, b)| a + gain * b).collect();
        assert_close("sum", resampler.process(&both).unwrap(), expected, Tolerance::absolute(5e-6));
    }
}

#[derive(Deserialize)]
struct Lengths {
    from: u32,
    to: u32,
    /// For each length from 1 on: how many samples soxr gives above `floor(len * to / from)`.
    above: String,
}

#[test]
fn every_length_has_soxrs_count_of_samples_and_librosas_zero_behind_it() {
    for row in golden::<Vec<Lengths>>("audio/resample_lengths") {
        let resampler = Resampler::new(row.from, row.to).unwrap();
        assert_eq!(row.above.len(), 2000);
        for (len, above) in (1_usize..).zip(row.above.bytes()) {
            let floor = len as u64 * u64::from(row.to) / u64::from(row.from);
            let soxr = floor as usize + usize::from(above - b'0');
            let output = resampler.process(&vec![0.5; len]).unwrap();
            let what = format!("{len} from {} to {}", row.from, row.to);
            assert_eq!(output.len(), resampler.output_len(len), "{what}");
            let is_sound = output.iter().map(|sample| *sample != 0.0);
            assert!(is_sound.enumerate().all(|(at, is_sound)| is_sound == (at < soxr)), "{what}");
        }
    }
}

/// Sound, with stretches of silence of all lengths in it.
fn sound(len: usize) -> Vec<f32> {
    let silent = |at: usize| at / 700 % 3 == 1 || (5000..9000).contains(&at);
    (0..len).map(|at| if silent(at) { 0.0 } else { (at as f32 * 0.37).sin() }).collect()
}

/// Pairs for each way to convert: copying, soxr's stages, transforms and sums.
const WAYS: [(u32, u32); 9] = [
    (16_000, 16_000),
    (48_000, 22_050),
    (48_000, 24_000),
    (8_000, 22_050),
    (44_100, 24_000),
    (96_000, 22_050),
    (192_000, 8_000),
    (8_000, 48_000),
    (30_007, 15_001),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_cut_of_the_input_gives_the_same_output(
        which in 0..WAYS.len(),
        len in 0_usize..30_000,
        part in prop::sample::select(vec![1_usize, 7, 160, 1000, 4096, 20_000]),
    ) {
        let resampler = Resampler::new(WAYS[which].0, WAYS[which].1).unwrap();
        let samples = sound(len.min(3000 * part));
        let mut stream = resampler.stream();
        let mut output = Vec::new();
        for part in samples.chunks(part) {
            stream.push(part, &mut output).unwrap();
        }
        stream.finish(&mut output).unwrap();
        prop_assert_eq!(output, resampler.process(&samples).unwrap());
    }
}

#[test]
fn a_stream_gives_its_output_as_the_input_comes() {
    for (from, to) in WAYS {
        let mut stream = Resampler::new(from, to).unwrap().stream();
        let mut output = Vec::new();
        stream.push(&sound(400_000), &mut output).unwrap();
        let whole = 400_000 * to as usize / from as usize;
        assert!(output.len() > whole / 3, "{from} to {to}: {} of {whole}", output.len());
    }
}

#[test]
fn digital_silence_stays_silent_beside_sound_where_soxrs_noise_is_not_followed() {
    let mut samples = vec![0.0; 48_000];
    samples[20_000..24_000].iter_mut().enumerate().for_each(|(at, s)| *s = (at as f32).sin());
    let output = resample(&samples, 96_000, 22_050).unwrap();
    // The sound is from output 4594 to 5513; the filter reaches some 110 further.
    assert!(output[..4_450].iter().chain(&output[5_650..]).all(|&sample| sample == 0.0));
    assert!(output[4_594..5_513].iter().all(|&sample| sample != 0.0));
}
