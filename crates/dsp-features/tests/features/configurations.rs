//! Which feature configurations are accepted, and what each accepted one describes.
// A failure here ends the test.
#![allow(clippy::unwrap_used)]

use emo_dsp_features::*;
use emo_fixtures::{Tolerance, assert_close};
use ndarray::Array2;

const SR: u32 = 16000;

/// Descriptors at 16 kHz, 25 ms every 10 ms, summarised by functionals.
fn config(descriptors: Vec<Descriptor>) -> FeatureConfig {
    let whole = Functionals::new(Course::Whole, [Statistic::Mean]);
    FeatureConfig::default()
        .sample_rate(SR)
        .stft(StftParams::default().n_fft(400).hop_length(160))
        .descriptors(descriptors)
        .summaries(vec![Summary::Functionals(whole)])
}

fn uncentred(config: FeatureConfig) -> FeatureConfig {
    let stft = config.stft.clone().center(false);
    config.stft(stft)
}

fn refusal(config: FeatureConfig) -> String {
    FeatureExtractor::new(config).unwrap_err().to_string()
}

fn is_accepted(config: FeatureConfig) -> bool {
    FeatureExtractor::new(config).is_ok()
}

/// The descriptor of a clip, frames × columns.
fn described(config: FeatureConfig, samples: &[f32]) -> Array2<f32> {
    let extractor = FeatureExtractor::new(config).unwrap();
    extractor.descriptors(samples).unwrap().remove(0).values
}

fn tone(hz: f32) -> Vec<f32> {
    let step = hz * std::f32::consts::TAU / SR as f32;
    (0..8000).map(|t| 0.2 * (t as f32 * step).sin()).collect()
}

fn flatness() -> Descriptor {
    Descriptor::Spectral(SpectralMeasure::Flatness)
}

#[test]
fn frames_of_different_hops_are_refused_where_they_would_be_combined() {
    let level = Descriptor::Level(LevelParams::default().hop_length(80));
    let crossings = ZeroCrossingRateParams::default().frame_length(400).hop_length(320);
    let crossings = Descriptor::ZeroCrossingRate(crossings);
    for (descriptor, name) in [(level, "level"), (crossings, "zcr")] {
        let mixed = config(vec![flatness(), descriptor]);
        let message = refusal(mixed.clone());
        assert!(message.starts_with(name) && message.contains("every 160"), "{message}");
        // A mean describes the whole clip, whatever the hop.
        assert!(is_accepted(mixed.summaries(vec![Summary::Mean])));
    }
}

#[test]
fn uncentred_spectra_are_refused_beside_centred_descriptors() {
    let level = Descriptor::Level(LevelParams::default());
    for (descriptor, name) in [(level, "level"), (Descriptor::Pitch, "pitch")] {
        let message = refusal(uncentred(config(vec![flatness(), descriptor])));
        assert!(message.starts_with(name) && message.contains("sample 200"), "{message}");
    }
    let formants = Descriptor::Formants(FormantParams::default());
    let formants = uncentred(config(vec![formants])).summaries(vec![Summary::Mean]);
    assert!(refusal(formants).starts_with("pitch"));
}

#[test]
fn uncentred_spectra_are_refused_where_voiced_frames_are_needed() {
    let spectra = uncentred(config(vec![flatness()]));
    let voiced = Functionals::new(Course::Voiced, [Statistic::Mean]);
    for summary in [Summary::Functionals(voiced), Summary::Durations] {
        assert!(refusal(spectra.clone().summaries(vec![summary])).starts_with("pitch"));
    }
    assert!(is_accepted(spectra));
}

#[test]
fn frames_that_lie_at_the_same_times_are_accepted() {
    let crossings = ZeroCrossingRateParams::default().frame_length(400).hop_length(160);
    let zcr = |center| Descriptor::ZeroCrossingRate(crossings.clone().center(center));
    assert!(is_accepted(uncentred(config(vec![flatness(), zcr(false)]))));
    assert!(!is_accepted(uncentred(config(vec![flatness(), zcr(true)]))));
    assert!(!is_accepted(config(vec![flatness(), zcr(false)])));
    for set in FeatureSet::ALL {
        assert!(is_accepted(set.into()), "{set}");
    }
}

#[test]
fn an_odd_transform_has_its_bins_at_their_own_frequencies() {
    let odd = |descriptor| {
        config(vec![descriptor]).stft(StftParams::default().n_fft(255).hop_length(160))
    };
    let samples = tone(3000.0);
    let centroid = described(odd(Descriptor::Spectral(SpectralMeasure::Centroid)), &samples);
    let inside = (5..40).map(|frame| centroid[[frame, 0]]);
    assert_close("centroid", inside, [3000.0; 35], Tolerance::absolute(1.0));

    let params = MelParams::default().n_mels(20);
    let mut decibels = described(odd(Descriptor::LogMel(params.clone())), &samples);
    let stft = Stft::new(&StftParams::default().n_fft(255).hop_length(160)).unwrap();
    let power = stft.spectrogram(&samples, 2.0).unwrap();
    let energies = power.dot(&mel(SR, 255, &params).unwrap().t());
    let mut expected = power_to_db(energies.view(), &PowerToDb::default()).unwrap();
    // The energy of the whole spectrum decides about a few bins at the lower limit.
    decibels.mapv_inplace(|x| x.max(-60.0));
    expected.mapv_inplace(|x| x.max(-60.0));
    let tolerance = Tolerance::absolute(1e-3);
    assert_close("mel", decibels.iter().copied(), expected.iter().copied(), tolerance);
}

#[test]
fn an_odd_transform_tunes_and_contrasts_like_an_even_one() {
    let stft = |n_fft| StftParams::default().n_fft(n_fft).hop_length(160);
    let samples = tone(449.0);
    let chroma = ChromaParams::default();
    let contrast = ContrastParams::default().fmin(400.0).n_bands(4);
    let descriptors = vec![Descriptor::ChromaStft(chroma), Descriptor::SpectralContrast(contrast)];
    let loudest = |n_fft| {
        let chroma = described(config(descriptors.clone()).stft(stft(n_fft)), &samples);
        let frame = chroma.row(20).to_vec();
        (0..12).max_by(|&a, &b| frame[a].total_cmp(&frame[b])).unwrap()
    };
    assert_eq!(loudest(1023), loudest(1024));
    assert_eq!(loudest(1023), 9);
}

#[test]
fn functionals_without_statistics_and_changes_without_a_lag_are_refused() {
    let with =
        |functionals| config(vec![flatness()]).summaries(vec![Summary::Functionals(functionals)]);
    let empty = with(Functionals::new(Course::Whole, []));
    assert_eq!(
        FeatureExtractor::new(empty).unwrap_err(),
        Error::Empty { what: "statistics of functionals" }
    );
    let still = with(Functionals::new(Course::Change(0), [Statistic::Std]));
    assert!(refusal(still).contains("lag of changes is 0"));
}

#[test]
fn an_id_covers_every_parameter_and_the_order_of_the_columns() {
    let full = FeatureConfig::from(FeatureSet::Full);
    let mut reversed = full.clone();
    reversed.descriptors.reverse();
    let changed = [
        full.clone().sample_rate(8000),
        full.clone().stft(full.stft.clone().hop_length(161)),
        full.clone().preparation(full.preparation.clone().remove_level(false)),
        full.clone().voicing(full.voicing.clone().range_db(31.0)),
        reversed,
    ];
    for config in changed {
        assert_ne!(config.id(), full.id());
    }
}

#[test]
fn models_of_the_first_file_format_find_their_ids() {
    let expected = ["features-60-e629ad46d0c4c394", "features-10487-7ce74dce307beb69"];
    let sets = [FeatureSet::Ravdess60, FeatureSet::Full];
    assert_eq!(sets.map(|set| FeatureConfig::from(set).id_v1()), expected);
}
