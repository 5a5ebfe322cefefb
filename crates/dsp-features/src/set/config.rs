//! The feature configuration: which descriptors, and how they are summarised.

use serde::{Deserialize, Serialize};

use crate::descriptor::Descriptor;
use crate::descriptor::chroma::ChromaParams;
use crate::descriptor::contrast::ContrastParams;
use crate::descriptor::mfcc::MfccParams;
use crate::descriptor::zero_crossings::ZeroCrossingRateParams;
use crate::set::preparation::{Preparation, Voicing};
use crate::summary::plan::Summary;
use crate::transform::mel::MelParams;
use crate::transform::stft::StftParams;

/// Everything that decides what the columns of a feature row mean.
///
/// It is stored with a model, and compared through [`FeatureConfig::id`] when features are
/// extracted for that model. The default is the 60 means that the field's tutorials use: 40 MFCC,
/// 12 chroma, 7 bands of spectral contrast and the zero-crossing rate, at 22 050 Hz.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FeatureConfig {
    /// Sample rate of the clips in Hz.
    pub sample_rate: u32,
    /// The transform that all spectral descriptors share.
    pub stft: StftParams,
    /// How a clip is prepared before the transform. By default it is left as it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub preparation: Preparation,
    /// How pitch and voiced frames are found. Used only where a descriptor or a summary needs them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub voicing: Voicing,
    /// The descriptors, in the order of their columns.
    pub descriptors: Vec<Descriptor>,
    /// How the descriptors are summarised over time, in the order of the columns.
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
}

/// Default values are skipped in files, as they were before these fields existed.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
