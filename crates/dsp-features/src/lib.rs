//! Audio features as librosa defines them.
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
