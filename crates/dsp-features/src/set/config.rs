//! Which features: a value that names descriptors and what summarises them.

use serde::{Deserialize, Serialize};

use crate::descriptor::chroma::ChromaParams;
use crate::descriptor::contrast::ContrastParams;
use crate::descriptor::formants::FormantParams;
use crate::descriptor::level::LevelParams;
use crate::descriptor::mfcc::MfccParams;
use crate::descriptor::spectral::SpectralMeasure;
use crate::descriptor::zero_crossings::ZeroCrossingRateParams;
use crate::set::preparation::{Preparation, Voicing};
use crate::summary::plan::Summary;
use crate::transform::mel::MelParams;
use crate::transform::stft::StftParams;

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
    /// Pitch in semitones and periodicity, by the tracker of [`FeatureConfig::voicing`].
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
            | Self::Spectral(_) => false,
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
            Self::Formants(params) => {
                (1..=params.n_formants).map(|n| format!("formant_{n}")).collect()
            }
        }
    }
}

fn numbered(name: &str, n: usize) -> Vec<String> {
    (0..n).map(|i| format!("{name}_{i:02}")).collect()
}

/// All that decides what the columns of a feature row mean: a value to be stored with a
/// model, and compared when a clip is described for it.
///
/// The default is the 60 means that the field's tutorials use: 40 MFCC, 12 chroma, 7 bands
/// of spectral contrast and the zero-crossing rate, at 22 050 Hz.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FeatureConfig {
    /// Sample rate of the clips in Hz.
    pub sample_rate: u32,
    /// The transform that all spectral descriptors share.
    pub stft: StftParams,
    /// What is done to a clip first. Default nothing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub preparation: Preparation,
    /// How pitch and voiced frames are found, where anything asks for them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub voicing: Voicing,
    /// The descriptors, in the order of their columns.
    pub descriptors: Vec<Descriptor>,
    /// What is made of each descriptor's course over time.
    pub summaries: Vec<Summary>,
}

crate::params::setters!(FeatureConfig {
    sample_rate: u32, stft: StftParams, preparation: Preparation, voicing: Voicing,
    descriptors: Vec<Descriptor>, summaries: Vec<Summary>,
});

impl Default for FeatureConfig {
    fn default() -> Self {
        Self {
            sample_rate: 22050,
            stft: StftParams::default(),
            preparation: Preparation::default(),
            voicing: Voicing::default(),
            descriptors: vec![
                Descriptor::Mfcc {
                    mel: MelParams::default(),
                    mfcc: MfccParams::default().n_mfcc(40),
                },
                Descriptor::ChromaStft(ChromaParams::default()),
                Descriptor::SpectralContrast(ContrastParams::default()),
                Descriptor::ZeroCrossingRate(ZeroCrossingRateParams::default()),
            ],
            summaries: vec![Summary::Mean],
        }
    }
}

impl FeatureConfig {
    /// The names of the columns: for each summary what it makes of each descriptor column,
    /// as in `mfcc_00_mean`.
    pub fn column_names(&self) -> Vec<String> {
        let columns = self.descriptor_names();
        self.summaries.iter().flat_map(|summary| summary.names(&columns)).collect()
    }

    /// The names of the columns of all descriptors.
    pub(crate) fn descriptor_names(&self) -> Vec<String> {
        self.descriptors.iter().flat_map(Descriptor::names).collect()
    }

    /// A short name of this value, the same on every machine: the number of columns and a
    /// hash of all parameters, as in `features-60-0123456789abcdef`.
    pub fn id(&self) -> String {
        // Writing a plain struct to memory cannot fail.
        let text = serde_json::to_vec(self).unwrap_or_default();
        format!("features-{}-{:016x}", self.column_names().len(), fnv1a(&text))
    }
}

/// What is as by default is not written, so that it adds nothing to a configuration's name.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The 64-bit FNV-1a hash (RFC 9923).
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
