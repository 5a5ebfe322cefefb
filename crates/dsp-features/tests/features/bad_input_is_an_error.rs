//! No input ends the program or gives NaN.
// What fails here ends the test, as it should.
#![allow(clippy::unwrap_used)]

use emo_dsp_features::*;
use ndarray::{Array2, array};
use proptest::prelude::*;

fn extractor() -> FeatureExtractor {
    FeatureExtractor::new(FeatureConfig::default()).unwrap()
}

#[test]
fn no_samples_are_an_error() {
    assert_eq!(extractor().extract(&[]), Err(Error::Empty { what: "samples" }));
}

#[test]
fn a_sample_that_is_not_finite_or_overflows_is_named() {
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30, -1e30] {
        let mut samples = vec![0.0; 5000];
        samples[1234] = bad;
        let error = extractor().extract(&samples).unwrap_err();
        assert!(matches!(error, Error::BadValue { what: "samples", index: 1234, .. }), "{error}");
    }
}

#[test]
fn the_loudest_samples_allowed_give_finite_features() {
    let samples: Vec<f32> = (0..5000).map(|t| if t % 3 == 0 { 9.9e13 } else { -9.9e13 }).collect();
    assert!(extractor().extract(&samples).unwrap().iter().all(|x| x.is_finite()));
}

#[test]
fn parameters_out_of_range_are_errors() {
    let stft = |params: StftParams| Stft::new(&params).is_err();
    assert!(stft(StftParams::default().n_fft(0)));
    assert!(stft(StftParams::default().n_fft(usize::MAX)));
    assert!(stft(StftParams::default().hop_length(0)));
    assert!(stft(StftParams::default().win_length(Some(4096))));
    assert!(mel(SR, 2048, &MelParams::default().n_mels(usize::MAX)).is_err());
    assert!(mel(SR, 2048, &MelParams::default().fmin(9000.0).fmax(Some(100.0))).is_err());
    assert!(mel(0, 2048, &MelParams::default()).is_err());
    assert!(chroma(SR, 2048, &ChromaParams::default().n_chroma(0)).is_err());
    assert!(chroma(SR, 2048, &ChromaParams::default().tuning(Some(f64::NAN))).is_err());
    let s = Array2::ones((3, 1025));
    let contrast = |sr, params: ContrastParams| spectral_contrast(s.view(), sr, &params).is_err();
    assert!(contrast(8000, ContrastParams::default()));
    assert!(contrast(SR, ContrastParams::default().quantile(1.0)));
    assert!(contrast(SR, ContrastParams::default().fmin(1.0)));
    assert!(power_to_db(s.view(), &PowerToDb::default().amin(0.0)).is_err());
    assert!(mfcc(s.view(), &MfccParams::default().n_mfcc(2000)).is_err());
    let resolution = TuningParams::default().resolution(0.0);
    assert!(estimate_tuning(s.view(), SR, &resolution, &PiptrackParams::default()).is_err());
}

#[test]
fn spectrograms_that_cannot_be_are_errors() {
    for bad in [array![[1.0, f32::NAN]], array![[1.0, -1.0]], array![[0.0, f32::INFINITY]]] {
        assert!(power_to_db(bad.view(), &PowerToDb::default()).is_err());
        assert!(chroma_stft(bad.view(), SR, &ChromaParams::default()).is_err());
    }
    assert!(melspectrogram(Array2::zeros((0, 1025)).view(), SR, &MelParams::default()).is_err());
}

#[test]
fn a_configuration_is_read_back_as_it_was_written() {
    let config = FeatureConfig::default();
    let text = serde_json::to_string(&config).unwrap();
    let read: FeatureConfig = serde_json::from_str(&text).unwrap();
    assert_eq!(read, config);
    assert_eq!(read.id(), config.id());
    assert_ne!(config.id(), config.clone().sample_rate(16000).id());
    let names = config.column_names();
    assert_eq!(names.len(), 60);
    assert_eq!((names[0].as_str(), names[40].as_str()), ("mfcc_00_mean", "chroma_00_mean"));
    assert_eq!((names[52].as_str(), names[59].as_str()), ("contrast_0_mean", "zcr_mean"));
}

const SR: u32 = 22050;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_finite_clip_gives_finite_features(
        samples in prop::collection::vec(-1.0e6_f32..1.0e6, 1..4000),
    ) {
        let row = extractor().extract(&samples).unwrap();
        prop_assert!(row.iter().all(|x| x.is_finite()));
        prop_assert!(row.iter().skip(40).take(12).all(|x| (0.0..=1.0).contains(x)));
        prop_assert!(row.iter().skip(52).take(7).all(|x| *x >= 0.0));
    }
}
