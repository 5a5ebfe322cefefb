//! Audio features as librosa 0.11 defines them: samples in, numbers out.
//!
//! [`FeatureExtractor`] makes one row of features of a clip, with one Fourier transform for
//! all of them. Make it once, and use it for any number of clips, from any number of threads:
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
//! What the columns are is a value, [`FeatureConfig`]: frame-level descriptors, and what
//! summarises each over time. It is stored with a model, so that a clip to be judged is
//! described as the clips were that the model learned from. The default is the row of 60 means.
//!
//! Each stage is also a function of its own, with librosa's name, parameters and defaults:
//! [`stft()`], [`mel()`], [`melspectrogram`], [`power_to_db`], [`mfcc()`], [`piptrack()`],
//! [`estimate_tuning`], [`pitch_tuning`], [`chroma()`], [`chroma_stft`], [`spectral_contrast`],
//! [`zero_crossing_rate`]. Their matrices have one row a frame: librosa's, transposed.
//!
//! Samples are mono `f32`. They must be finite, and of a magnitude whose power does not overflow
//! (9.9e13 at the default `n_fft`); anything else is an [`Error`].
#![forbid(unsafe_code)]

mod bank;
mod check;
mod chroma;
mod contrast;
mod convert;
mod decibel;
mod descriptors;
mod error;
mod extractor;
mod feature_set;
mod lanes;
mod mel;
mod mfcc;
mod norm;
mod params;
mod piptrack;
mod selection;
mod simd;
mod stft;
mod summary;
mod tuning;
mod zero_crossings;

pub use chroma::{ChromaParams, chroma, chroma_stft};
pub use contrast::{ContrastParams, spectral_contrast};
pub use convert::{fft_frequencies, hz_to_mel, hz_to_octs, mel_frequencies, mel_to_hz};
pub use decibel::{PowerToDb, power_to_db};
pub use error::{Error, Result};
pub use extractor::{DescriptorFrames, FeatureExtractor};
pub use feature_set::{Descriptor, FeatureConfig, Summary};
pub use mel::{MelNorm, MelParams, mel, melspectrogram};
pub use mfcc::{MfccParams, mfcc};
pub use norm::Norm;
pub use piptrack::{PiptrackParams, piptrack};
pub use stft::{Stft, StftParams, stft};
pub use tuning::{TuningParams, estimate_tuning, pitch_tuning};
pub use zero_crossings::{ZeroCrossingRateParams, zero_crossing_rate};
