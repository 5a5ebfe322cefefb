//! Audio features as librosa 0.11 and eGeMAPS define them: samples in, numbers out.
//!
//! [`FeatureExtractor`] computes one row of features per clip, and all spectral features of a clip
//! share one Fourier transform. Create it once, and use it for any number of clips, from any number
//! of threads:
//!
//! ```
//! use emo_dsp_features::{FeatureConfig, FeatureExtractor};
//! let extractor = FeatureExtractor::new(FeatureConfig::default())?;
//! let samples: Vec<f32> = (0..22050).map(|t| (t as f32 * 0.06).sin() * 0.3).collect();
//! let row = extractor.extract(&samples)?;
//! for (name, value) in extractor.column_names().iter().zip(&row) {
//!     println!("{name} {value:.3}");
//! }
//! # Ok::<(), emo_dsp_features::Error>(())
//! ```
//!
//! For recordings of hours, [`FeatureExtractor::stream`] takes the samples in blocks.
//!
//! A [`FeatureConfig`] says what the columns are: frame-level descriptors, and the summaries of
//! each of them over time. It is stored with a model, so that the features for a prediction are
//! extracted exactly as those of the training data. The default is the row of 60 means.
//!
//! # Sets with a name
//!
//! | [`FeatureSet`] | columns | sample rate | what for |
//! | --- | --- | --- | --- |
//! | `ravdess-60` | 60 | 22 050 Hz | the default: means of MFCC, chroma, contrast, zero crossings |
//! | `functionals` | 2384 | 16 kHz | statistics of spectrum, level and voice over time: percentiles, changes, thirds of the clip |
//! | `full` | 10 487 | 16 kHz | `functionals`, correlations of the descriptors, and random convolutions |
//! | `encoder` | 768 | 16 kHz | means and deviations of a learned encoder's frames after its second block; needs the feature `encoder` |
//! | `encoder+functionals` | 3920 | 16 kHz | `functionals`, and the encoder's frames after both blocks, with the level normalised for both; needs the feature `encoder` |
//!
//! All but `ravdess-60` and `encoder` trim silence at both ends and normalise the level of the
//! voice, so that neither the gain of a recording nor a late start changes the row. Every row
//! depends on its clip alone. These sets suit a linear model with standardised, clipped columns.
//! For a set of your own, change the [`Descriptor`]s and [`Summary`]s of a [`FeatureConfig`]:
//!
//! ```
//! use emo_dsp_features::*;
//! let melody = Functionals::new(Course::Voiced, [Statistic::Mean, Statistic::Std]);
//! let config = FeatureConfig::from(FeatureSet::Functionals)
//!     .descriptors(vec![Descriptor::Pitch])
//!     .summaries(vec![Summary::Functionals(melody), Summary::Durations]);
//! assert_eq!(config.column_names()[..2], ["pitch_voiced_mean", "pitch_voiced_std"]);
//! # Ok::<(), emo_dsp_features::Error>(())
//! ```
//!
//! # Stages
//!
//! Each stage is also a function of its own, with librosa's name, parameters and defaults:
//! [`stft()`], [`mel()`], [`melspectrogram`], [`power_to_db`], [`mfcc()`], [`piptrack()`],
//! [`estimate_tuning`], [`pitch_tuning`], [`chroma()`], [`chroma_stft`], [`spectral_contrast`],
//! [`zero_crossing_rate`], [`level()`], [`spectral_measure`], [`pitch_track`], [`pulses()`] with
//! [`jitter_local`] and [`shimmer_local_db`], [`harmonic_difference`], [`formants()`]. Their
//! matrices have one row per frame: they are the transpose of librosa's.
//!
//! Samples are mono `f32`. They must be finite, and of a magnitude whose power does not overflow
//! (9.9e13 at the default `n_fft`); anything else is an [`Error`].
#![forbid(unsafe_code)]

mod check;
mod descriptor;
mod error;
mod extractor;
mod kernel;
mod params;
mod pitch;
mod set;
mod stream;
mod summary;
mod transform;

pub use descriptor::Descriptor;
pub use descriptor::chroma::{ChromaParams, chroma, chroma_stft};
pub use descriptor::contrast::{ContrastParams, spectral_contrast};
pub use descriptor::encoder::SpeechEncoderParams;
pub use descriptor::formants::{FormantParams, formants};
pub use descriptor::level::{LevelParams, level};
pub use descriptor::mfcc::{MfccParams, mfcc};
pub use descriptor::piptrack::{PiptrackParams, piptrack};
pub use descriptor::rms::{RmsParams, rms, rms_of_spectrogram};
pub use descriptor::spectral::{SpectralMeasure, spectral_measure};
pub use descriptor::tuning::{TuningParams, estimate_tuning, pitch_tuning};
pub use descriptor::zero_crossings::{ZeroCrossingRateParams, zero_crossing_rate};
pub use error::{Error, Result};
pub use extractor::{DescriptorFrames, FeatureExtractor};
pub use pitch::pulses::{Pulse, jitter_local, pulses, shimmer_local_db};
pub use pitch::track::{PitchParams, PitchTrack, pitch_track};
pub use pitch::voice_quality::harmonic_difference;
pub use set::config::FeatureConfig;
pub use set::id::ALGORITHM_REVISION;
pub use set::named::FeatureSet;
pub use set::preparation::{Preparation, Voicing};
pub use stream::{FeatureStream, Pass};
pub use summary::correlations::Correlations;
pub use summary::functionals::{Course, Functionals};
pub use summary::plan::Summary;
pub use summary::random_convolutions::{Channel, RandomConvolutions};
pub use summary::statistic::Statistic;
pub use transform::decibel::{PowerToDb, power_to_db};
pub use transform::frequency::{
    fft_frequencies, hz_to_mel, hz_to_octs, mel_frequencies, mel_to_hz,
};
pub use transform::mel::{MelNorm, MelParams, mel, melspectrogram};
pub use transform::norm::Norm;
pub use transform::stft::{Stft, StftParams, stft};

#[cfg(feature = "encoder-without-weights")]
pub use emo_speech_encoder::Encoder as SpeechEncoder;

/// The example of the README is compiled, and run where it can, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
