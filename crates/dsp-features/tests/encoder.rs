//! Frames of the learned encoder as a descriptor.
#![allow(clippy::unwrap_used)] // a test ends by it

use emo_dsp_features::*;

#[test]
fn an_id_depends_on_the_weights_and_on_how_they_are_used() {
    let config = |params| {
        let descriptors = vec![Descriptor::SpeechEncoder(params)];
        FeatureConfig::from(FeatureSet::Encoder).descriptors(descriptors)
    };
    let two = SpeechEncoderParams::tiny_en([2]);
    assert_eq!(config(two.clone()).id(), FeatureConfig::from(FeatureSet::Encoder).id());
    let mut other = two.clone();
    other.weights = "0000000000000000".to_owned();
    let one = SpeechEncoderParams::tiny_en([1]);
    let both = SpeechEncoderParams::tiny_en([1, 2]);
    for changed in [other, one, both, two.clone().positions(false), two.clone().gain_db(1.0)] {
        assert_ne!(config(two.clone()).id(), config(changed).id());
    }
    let names = config(two).column_names();
    assert_eq!(names.len(), 768);
    assert_eq!(names[..2], ["encoder_2_000_active_mean", "encoder_2_000_active_std"]);
}

#[cfg(not(feature = "encoder-without-weights"))]
#[test]
fn without_the_feature_the_error_names_it() {
    let error = FeatureExtractor::new(FeatureSet::Encoder.into()).unwrap_err();
    assert!(error.to_string().contains("feature `encoder`"), "{error}");
}

#[cfg(all(feature = "encoder-without-weights", not(feature = "encoder")))]
#[test]
fn without_weights_the_error_names_them() {
    let error = FeatureExtractor::new(FeatureSet::Encoder.into()).unwrap_err();
    let expected = "whisper-tiny.en with hash a1d70f0a4575ee3e".to_owned();
    assert_eq!(error, Error::NoEncoderWeights { expected });
}

#[cfg(feature = "encoder")]
mod with_the_feature {
    use emo_dsp_features::*;
    use emo_fixtures::{Tolerance, assert_close, golden};
    use emo_speech_encoder::Encoder;
    use serde_json::Value;

    fn speech() -> Vec<f32> {
        let clip: Value = golden("descriptors/espeak");
        let pcm = clip["pcm"].as_array().unwrap();
        pcm.iter().map(|x| x.as_f64().unwrap() as f32 / 32768.0).collect()
    }

    #[test]
    fn the_params_name_the_bundled_weights() {
        let encoder = Encoder::tiny_en().unwrap();
        assert_eq!(SpeechEncoderParams::of(&encoder), SpeechEncoderParams::tiny_en([2]));
    }

    #[test]
    fn a_row_holds_mean_and_deviation_of_the_active_frames() {
        let mut samples = speech();
        samples.extend(vec![0.0; 16_000]);
        let frames = Encoder::tiny_en().unwrap().encode(&samples).unwrap();
        let power = |frame: usize| {
            let window = (frame * 320).saturating_sub(200)..(frame * 320 + 200).min(samples.len());
            samples[window].iter().map(|&x| f64::from(x) * f64::from(x)).sum::<f64>()
        };
        let powers: Vec<f64> = (0..frames.nrows()).map(power).collect();
        let floor = powers.iter().copied().fold(0.0, f64::max) * 10_f64.powf(-3.5);
        let active: Vec<usize> =
            (0..powers.len()).filter(|&frame| powers[frame] >= floor).collect();
        assert!(active.len() > 20 && active.len() < frames.nrows() - 45);
        let expected = frames.columns().into_iter().flat_map(|column| {
            let values = || active.iter().map(|&frame| f64::from(column[frame]));
            let mean = values().sum::<f64>() / active.len() as f64;
            let variance = values().map(|x| (x - mean).powi(2)).sum::<f64>() / active.len() as f64;
            [mean, variance.sqrt()]
        });
        let expected: Vec<f64> = expected.collect();
        let extractor = FeatureExtractor::new(FeatureSet::Encoder.into()).unwrap();
        let row = extractor.extract(&samples).unwrap();
        assert_close("row", row, expected, Tolerance::absolute(1e-5));
    }

    #[test]
    fn gain_does_not_change_the_row_where_the_level_is_removed() {
        let config = FeatureConfig::from(FeatureSet::EncoderAndFunctionals);
        let extractor = FeatureExtractor::new(config).unwrap();
        let first = extractor.column_names().iter().position(|x| x.starts_with("encoder")).unwrap();
        let row = |gain: f32| {
            let samples: Vec<f32> = speech().iter().map(|x| x * gain).collect();
            extractor.extract(&samples).unwrap().to_vec()[first..].to_vec()
        };
        assert_close("row", row(0.1), row(1.0), Tolerance { absolute: 2e-3, relative: 1e-3 });
    }

    #[test]
    fn other_weights_and_other_rates_are_refused() {
        let encoder = Encoder::tiny_en().unwrap();
        let mut params = SpeechEncoderParams::of(&encoder);
        params.weights = "0123456789abcdef".to_owned();
        let config = FeatureConfig::from(FeatureSet::Encoder);
        let other = config.clone().descriptors(vec![Descriptor::SpeechEncoder(params)]);
        let error = FeatureExtractor::with_encoder(other, &encoder).unwrap_err();
        assert!(error.to_string().contains("0123456789abcdef"), "{error}");
        assert!(FeatureExtractor::with_encoder(config.clone(), &encoder).is_ok());
        assert!(FeatureExtractor::new(config.clone().sample_rate(22_050)).is_err());
        let params = SpeechEncoderParams::tiny_en([3]);
        let deeper = config.descriptors(vec![Descriptor::SpeechEncoder(params)]);
        let error = FeatureExtractor::new(deeper).unwrap_err();
        assert_eq!(error.to_string(), "speech encoder: blocks: expected 0 to 2, got 3");
    }
}
