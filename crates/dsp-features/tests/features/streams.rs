//! A recording in blocks has the row of the whole.
// A failure here ends the test.
#![allow(clippy::unwrap_used)]

use emo_dsp_features::*;
use emo_fixtures::golden;
use proptest::prelude::*;
use serde_json::Value;

fn speech() -> Vec<f32> {
    let clip: Value = golden("descriptors/espeak");
    let pcm = clip["pcm"].as_array().unwrap();
    pcm.iter().map(|x| x.as_f64().unwrap() as f32 / 32768.0).collect()
}

/// The row of a recording in blocks of these lengths, over and over; and the number of passes.
fn in_blocks(extractor: &FeatureExtractor, samples: &[f32], cuts: &[usize]) -> (Vec<f64>, usize) {
    let mut stream = extractor.stream().unwrap();
    let mut cuts = cuts.iter().copied().cycle();
    for pass in 1.. {
        let mut rest = samples;
        while !rest.is_empty() {
            let (block, later) = rest.split_at(cuts.next().unwrap().min(rest.len()));
            stream.push(block).unwrap();
            rest = later;
        }
        match stream.finish_pass().unwrap() {
            Pass::Again(next) => stream = next,
            Pass::Done(row) => return (row.to_vec(), pass),
        }
    }
    unreachable!()
}

fn assert_same(config: FeatureConfig, samples: &[f32], cuts: &[usize]) {
    let extractor = FeatureExtractor::new(config).unwrap();
    let expected = extractor.extract(samples).unwrap();
    let (row, _) = in_blocks(&extractor, samples, cuts);
    for ((name, row), expected) in extractor.column_names().iter().zip(row).zip(expected) {
        // Deviations of columns that are not kept are summed in another order.
        let is_same = if name.ends_with("_active_std") {
            (row - expected).abs() <= 1e-12 * expected.abs().max(1.0)
        } else {
            row.to_bits() == expected.to_bits()
        };
        assert!(is_same, "{name}: {row} {expected}, {cuts:?}");
    }
}

#[test]
fn a_set_takes_as_many_passes_as_its_frames_depend_on_the_whole() {
    for (set, expected) in FeatureSet::ALL.into_iter().zip([2, 4, 4, 2, 4]) {
        let extractor = FeatureExtractor::new(set.into()).unwrap();
        assert_eq!(in_blocks(&extractor, &speech(), &[1000]).1, expected, "{set}");
    }
    let crossings = vec![Descriptor::ZeroCrossingRate(Default::default())];
    let extractor = FeatureExtractor::new(FeatureConfig::default().descriptors(crossings)).unwrap();
    assert_eq!(in_blocks(&extractor, &speech(), &[1000]).1, 1);
}

#[test]
fn silence_and_very_short_clips_have_the_row_of_the_whole() {
    for set in FeatureSet::ALL {
        for samples in [vec![0.0; 5000], vec![0.1], vec![0.2, -0.1, 0.3], vec![0.5; 401]] {
            assert_same(set.into(), &samples, &[1]);
        }
    }
}

/// Longer than what the speech encoder takes at a time, and than the buffers that are kept.
#[test]
fn a_recording_of_more_than_a_minute_has_the_row_of_the_whole() {
    let samples: Vec<f32> = speech().into_iter().cycle().take(95 * 22_050).collect();
    for set in FeatureSet::ALL {
        assert_same(set.into(), &samples, &[9999]);
    }
}

#[test]
fn descriptors_of_other_frames_have_the_means_of_the_whole() {
    let samples = speech();
    for center in [true, false] {
        let crossings = ZeroCrossingRateParams::default().frame_length(301).hop_length(70);
        let config = FeatureConfig::default()
            .sample_rate(16_000)
            .stft(StftParams::default().n_fft(1001).hop_length(1300).center(center))
            .descriptors(vec![
                Descriptor::Spectral(SpectralMeasure::Flux),
                Descriptor::LogMel(MelParams::default().n_mels(20)),
                Descriptor::ChromaStft(ChromaParams::default()),
                Descriptor::ChromaStft(ChromaParams::default().tuning(Some(0.2))),
                Descriptor::SpectralContrast(ContrastParams::default().n_bands(4).linear(true)),
                Descriptor::ZeroCrossingRate(crossings.center(center)),
                Descriptor::Level(LevelParams::default().frame_length(7).hop_length(1000)),
                Descriptor::HarmonicsToNoise,
            ]);
        let voicing = Voicing::default().pitch(PitchParams::default().hop_length(1300));
        assert_same(config.voicing(voicing), &samples, &[997, 3, 40_000]);
    }
}

#[test]
fn what_needs_all_samples_at_once_cannot_be_streamed() {
    for descriptor in [
        Descriptor::Perturbation,
        Descriptor::HarmonicDifference,
        Descriptor::Formants(FormantParams::default()),
    ] {
        let config = FeatureConfig::from(FeatureSet::Functionals).descriptors(vec![descriptor]);
        let mean = config.summaries(vec![Summary::Mean]);
        assert!(FeatureExtractor::new(mean).unwrap().stream().is_none());
    }
}

#[test]
fn samples_that_are_refused_are_named_by_their_place_in_the_recording() {
    let extractor = FeatureExtractor::new(FeatureConfig::default()).unwrap();
    let mut stream = extractor.stream().unwrap();
    stream.push(&[0.1; 700]).unwrap();
    let error = stream.push(&[0.1, f32::NAN]).unwrap_err();
    assert!(matches!(error, Error::BadValue { what: "samples", index: 701, .. }), "{error}");
    let stream = extractor.stream().unwrap();
    assert_eq!(stream.finish_pass().unwrap_err(), Error::Empty { what: "samples" });
}

#[test]
fn another_number_of_samples_in_the_next_pass_is_an_error() {
    let extractor = FeatureExtractor::new(FeatureConfig::default()).unwrap();
    let mut stream = extractor.stream().unwrap();
    stream.push(&[0.1; 700]).unwrap();
    let Pass::Again(mut stream) = stream.finish_pass().unwrap() else { panic!("one pass") };
    stream.push(&[0.1; 699]).unwrap();
    let error = stream.finish_pass().unwrap_err().to_string();
    assert!(error.contains("700") && error.contains("699"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_row_does_not_depend_on_where_the_recording_is_cut(
        set in 0..FeatureSet::ALL.len(),
        from in 0_usize..20_000,
        len in 1_usize..30_000,
        gain in -60.0_f32..20.0,
        pause in 0_usize..6000,
        cuts in prop::collection::vec(1_usize..9000, 1..6),
    ) {
        let gain = 10.0_f32.powf(gain / 20.0);
        let mut samples = vec![0.0; pause];
        samples.extend(speech().iter().cycle().skip(from).take(len).map(|x| x * gain));
        samples.extend(vec![0.0; pause / 2]);
        assert_same(FeatureSet::ALL[set].into(), &samples, &cuts);
    }
}
