//! The feature sets with a name.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::descriptor::Descriptor;
use crate::descriptor::contrast::ContrastParams;
use crate::descriptor::encoder::SpeechEncoderParams;
use crate::descriptor::level::LevelParams;
use crate::descriptor::mfcc::MfccParams;
use crate::descriptor::spectral::SpectralMeasure;
use crate::descriptor::zero_crossings::ZeroCrossingRateParams;
use crate::error::{Error, require};
use crate::set::config::FeatureConfig;
use crate::set::preparation::{Preparation, Voicing};
use crate::summary::correlations::Correlations;
use crate::summary::functionals::{Course, Functionals};
use crate::summary::plan::Summary;
use crate::summary::random_convolutions::{Channel, RandomConvolutions};
use crate::summary::statistic::Statistic;
use crate::transform::mel::MelParams;
use crate::transform::stft::StftParams;

/// A feature set with a name.
///
/// ```
/// use emo_dsp_features::{FeatureConfig, FeatureSet};
/// let set: FeatureSet = "functionals".parse()?;
/// let config = FeatureConfig::from(set);
/// assert_eq!(config.sample_rate, 16000);
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum FeatureSet {
    /// The 60 means of the field's tutorials, at 22 050 Hz.
    #[default]
    #[serde(rename = "ravdess-60")]
    Ravdess60,
    /// 2384 statistics of 83 descriptors of speech at 16 kHz, which do not depend on the gain of
    /// the recording and the silence around the speech.
    #[serde(rename = "functionals")]
    Functionals,
    /// `functionals`, 903 correlations and 7200 numbers from 1800 random convolutions.
    #[serde(rename = "full")]
    Full,
    /// Mean and deviation of the 384 columns after block 2 of the learned encoder, over frames
    /// within 35 dB of the loudest: 768 numbers. Needs the feature `encoder`.
    #[serde(rename = "encoder")]
    Encoder,
    /// `functionals`, and mean and deviation after blocks 1 and 2 of the learned encoder, with the
    /// level normalised for both: 3920 numbers. Needs the feature `encoder`.
    #[serde(rename = "encoder+functionals")]
    EncoderAndFunctionals,
}

impl FeatureSet {
    /// All that this build can compute.
    #[cfg(not(feature = "encoder"))]
    pub const ALL: [Self; 3] = [Self::Ravdess60, Self::Functionals, Self::Full];

    /// All that this build can compute.
    #[cfg(feature = "encoder")]
    pub const ALL: [Self; 5] = [
        Self::Ravdess60,
        Self::Functionals,
        Self::Full,
        Self::Encoder,
        Self::EncoderAndFunctionals,
    ];

    /// The name: `ravdess-60`, `functionals`, `full`, `encoder` or `encoder+functionals`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ravdess60 => "ravdess-60",
            Self::Functionals => "functionals",
            Self::Full => "full",
            Self::Encoder => "encoder",
            Self::EncoderAndFunctionals => "encoder+functionals",
        }
    }
}

impl fmt::Display for FeatureSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for FeatureSet {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        for set in Self::ALL {
            if set.name() == name {
                return Ok(set);
            }
        }
        let expected = Self::ALL.map(Self::name).join(", ");
        require(false, "feature set", expected, name)?;
        Ok(Self::default())
    }
}

impl From<FeatureSet> for FeatureConfig {
    fn from(set: FeatureSet) -> Self {
        match set {
            FeatureSet::Ravdess60 => Self::default(),
            FeatureSet::Functionals => speech(functionals()),
            FeatureSet::Full => {
                let mut summaries = functionals();
                summaries.push(correlations());
                summaries.push(random_convolutions());
                speech(summaries)
            }
            FeatureSet::Encoder => encoder(),
            FeatureSet::EncoderAndFunctionals => encoder_and_functionals(),
        }
    }
}

/// Frames of the bundled encoder alone, in the clip as it is, after the block that is best alone:
/// docs/encoder.md has the scores after each.
fn encoder() -> FeatureConfig {
    let stft = StftParams::default().n_fft(512).win_length(Some(400)).hop_length(320);
    let descriptors = vec![Descriptor::SpeechEncoder(SpeechEncoderParams::tiny_en([2]))];
    FeatureConfig::default()
        .sample_rate(16000)
        .stft(stft)
        .descriptors(descriptors)
        .summaries(vec![active_frames()])
}

/// The level of the clip is removed for both; the encoder gets it at that of usual recordings.
fn encoder_and_functionals() -> FeatureConfig {
    let of_speech = |summary| match summary {
        Summary::Functionals(all) if all.columns.is_none() => {
            Summary::Functionals(all.columns(Some(all_but(""))))
        }
        other => other,
    };
    let mut config = speech(functionals().into_iter().map(of_speech).collect());
    let params = SpeechEncoderParams::tiny_en([1, 2]).gain_db(-25.0);
    config.descriptors.push(Descriptor::SpeechEncoder(params));
    config.summaries.push(active_frames());
    config
}

fn active_frames() -> Summary {
    let functionals = Functionals::new(Course::Active(35), [Statistic::Mean, Statistic::Std]);
    Summary::Functionals(functionals.columns(Some(vec!["encoder".to_owned()])))
}

/// The descriptors of speech that all sets at 16 kHz share: 25 ms every 10 ms.
fn speech(summaries: Vec<Summary>) -> FeatureConfig {
    let mel = MelParams::default().n_mels(40).fmin(50.0).fmax(Some(7600.0)).htk(true).norm(None);
    let frames = ZeroCrossingRateParams::default().frame_length(400).hop_length(160);
    let contrast = ContrastParams::default().n_bands(5).quantile(0.1);
    let slope = |low, high| SpectralMeasure::Slope { low, high };
    let spectral = [
        SpectralMeasure::Centroid,
        SpectralMeasure::Bandwidth,
        SpectralMeasure::Rolloff(0.25),
        SpectralMeasure::Rolloff(0.5),
        SpectralMeasure::Rolloff(0.75),
        SpectralMeasure::Rolloff(0.9),
        SpectralMeasure::Flatness,
        SpectralMeasure::Flux,
        SpectralMeasure::AlphaRatio,
        SpectralMeasure::HammarbergIndex,
        slope(0.0, 500.0),
        slope(500.0, 1500.0),
        slope(1500.0, 5000.0),
    ];
    let mut descriptors = vec![
        Descriptor::Mfcc { mel: mel.clone(), mfcc: MfccParams::default() },
        Descriptor::LogMel(mel),
        Descriptor::Level(LevelParams::default()),
    ];
    descriptors.extend(spectral.map(Descriptor::Spectral));
    descriptors.extend([
        Descriptor::ZeroCrossingRate(frames),
        Descriptor::SpectralContrast(contrast),
        Descriptor::Pitch,
    ]);
    FeatureConfig {
        sample_rate: 16000,
        stft: StftParams::default().n_fft(512).win_length(Some(400)).hop_length(160),
        preparation: Preparation::default().trim_db(Some(35.0)).remove_level(true),
        voicing: Voicing::default(),
        descriptors,
        summaries,
    }
}

fn functionals() -> Vec<Summary> {
    use Statistic::{Kurtosis, Max, Mean, MeanAbs, Percentile, Range, Skewness, Slope, Std};
    let mut whole = vec![Mean, Std];
    whole.extend([1, 10, 25, 50, 75, 90, 99].map(Percentile));
    whole.extend([Range { low: 25, high: 75 }, Range { low: 10, high: 90 }]);
    whole.extend([Skewness, Kurtosis, Slope]);
    let voiced = [Std, Percentile(10), Percentile(50), Percentile(90)];
    // The mean level of voiced frames has been normalised: it is 0 apart from rounding.
    let voiced_means = Functionals::new(Course::Voiced, [Mean]).columns(Some(all_but("level")));
    let thirds = Functionals::new(Course::Thirds, [Mean, Std, Max]).columns(Some(all_but("mel")));
    vec![
        Summary::Functionals(Functionals::new(Course::Whole, whole)),
        Summary::Functionals(Functionals::new(Course::Change(1), [MeanAbs, Std])),
        Summary::Functionals(Functionals::new(
            Course::Change(8),
            [Std, Percentile(10), Percentile(90)],
        )),
        Summary::Functionals(voiced_means),
        Summary::Functionals(Functionals::new(Course::Voiced, voiced)),
        Summary::Durations,
        Summary::Functionals(thirds),
    ]
}

fn all_but(left_out: &str) -> Vec<String> {
    let names = [
        "mfcc",
        "mel",
        "level",
        "centroid",
        "bandwidth",
        "rolloff",
        "flatness",
        "flux",
        "alpha_ratio",
        "hammarberg",
        "slope",
        "zcr",
        "contrast",
        "pitch",
        "periodicity",
    ];
    names.into_iter().filter(|name| *name != left_out).map(str::to_owned).collect()
}

fn correlations() -> Summary {
    let mut columns: Vec<String> = (0..16).map(|i| format!("mfcc_{i:02}")).collect();
    let voice = ["pitch", "periodicity", "alpha_ratio", "slope_0_500", "flux"];
    columns.extend(voice.map(str::to_owned));
    Summary::Correlations(Correlations::default().columns(Some(columns)))
}

fn random_convolutions() -> Summary {
    let scales = [("mel", 13.0), ("level", 10.0), ("pitch", 8.0), ("periodicity", 0.25)];
    let channel = |(columns, scale): (&str, f32)| Channel { columns: columns.to_owned(), scale };
    let channels = scales.map(channel).to_vec();
    Summary::RandomConvolutions(RandomConvolutions::default().channels(channels))
}
