//! Frame-level descriptors: one or more numbers for each frame of a clip.

pub(crate) mod chroma;
pub(crate) mod contrast;
pub(crate) mod encoder;
#[cfg(feature = "encoder-without-weights")]
pub(crate) mod encoder_plan;
pub(crate) mod flux;
pub(crate) mod formants;
pub(crate) mod level;
pub(crate) mod mfcc;
pub(crate) mod piptrack;
pub(crate) mod plan;
pub(crate) mod rms;
pub(crate) mod spectral;
pub(crate) mod tuning;
pub(crate) mod whole;
pub(crate) mod zero_crossings;

use serde::{Deserialize, Serialize};

use crate::transform::mel::MelParams;
use chroma::ChromaParams;
use contrast::ContrastParams;
use encoder::SpeechEncoderParams;
use formants::FormantParams;
use level::LevelParams;
use mfcc::MfccParams;
use spectral::SpectralMeasure;
use zero_crossings::ZeroCrossingRateParams;

/// A frame-level descriptor and its parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Descriptor {
    /// [`crate::mfcc`] of a mel spectrogram of power in dB.
    Mfcc {
        /// The mel bands.
        mel: MelParams,
        /// The coefficients.
        mfcc: MfccParams,
    },
    /// A mel spectrogram of power in dB: [`crate::melspectrogram`], [`crate::power_to_db`].
    LogMel(MelParams),
    /// [`crate::chroma_stft`].
    ChromaStft(ChromaParams),
    /// [`crate::spectral_contrast`].
    SpectralContrast(ContrastParams),
    /// [`crate::zero_crossing_rate`].
    ZeroCrossingRate(ZeroCrossingRateParams),
    /// [`crate::level`].
    Level(LevelParams),
    /// [`crate::spectral_measure`].
    Spectral(SpectralMeasure),
    /// Pitch in semitones and periodicity, by the tracker of [`crate::FeatureConfig::voicing`].
    Pitch,
    /// The harmonics-to-noise ratio in dB, of the same tracker: [`crate::PitchTrack::hnr`].
    HarmonicsToNoise,
    /// Jitter (local) and shimmer (local, dB) of the glottal pulses within 30 ms of a frame; 0
    /// without voice. See [`crate::pulses`].
    Perturbation,
    /// The first harmonic over the second in dB: [`crate::harmonic_difference`].
    HarmonicDifference,
    /// [`crate::formants`] of voiced frames in Hz; 0 without voice.
    Formants(FormantParams),
    /// Frames of a learned encoder, 50 per second, of clips at 16 kHz. They are repeated where the
    /// transform has more frames. Needs the feature `encoder`.
    SpeechEncoder(SpeechEncoderParams),
}

impl Descriptor {
    /// Whether it needs to know the pitch of the clip, or which frames are voiced.
    pub(crate) fn needs_pitch(&self) -> bool {
        match self {
            Self::Pitch
            | Self::HarmonicsToNoise
            | Self::Perturbation
            | Self::HarmonicDifference
            | Self::Formants(_) => true,
            Self::Mfcc { .. }
            | Self::LogMel(_)
            | Self::ChromaStft(_)
            | Self::SpectralContrast(_)
            | Self::ZeroCrossingRate(_)
            | Self::Level(_)
            | Self::Spectral(_)
            | Self::SpeechEncoder(_) => false,
        }
    }

    /// The names of its columns: `mfcc_00`, `chroma_00`, `contrast_0`, `zcr` and so on.
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::Mfcc { mfcc, .. } => numbered("mfcc", mfcc.n_mfcc),
            Self::ChromaStft(chroma) => numbered("chroma", chroma.n_chroma),
            Self::SpectralContrast(contrast) => {
                (0..=contrast.n_bands).map(|band| format!("contrast_{band}")).collect()
            }
            Self::ZeroCrossingRate(_) => vec!["zcr".to_owned()],
            Self::LogMel(mel) => numbered("mel", mel.n_mels),
            Self::Level(_) => vec!["level".to_owned()],
            Self::Spectral(measure) => vec![measure.name()],
            Self::Pitch => vec!["pitch".to_owned(), "periodicity".to_owned()],
            Self::HarmonicsToNoise => vec!["hnr".to_owned()],
            Self::Perturbation => vec!["jitter".to_owned(), "shimmer".to_owned()],
            Self::HarmonicDifference => vec!["h1_h2".to_owned()],
            Self::SpeechEncoder(params) => params.names(),
            Self::Formants(params) => {
                (1..=params.n_formants).map(|n| format!("formant_{n}")).collect()
            }
        }
    }
}

fn numbered(name: &str, n: usize) -> Vec<String> {
    (0..n).map(|i| format!("{name}_{i:02}")).collect()
}
