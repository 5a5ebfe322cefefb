//! The tables of docs/accuracy.md, by name.

use std::error::Error;

use clap::ValueEnum;
use emo_pipeline::{FeatureSet, Treatment};

use crate::data::Data;
use crate::{adaptation, conditions, feature_sets, known_speakers, seeds, voice_quality};

/// What printing a table gives.
pub(crate) type Printed = Result<(), Box<dyn Error>>;

/// A table of docs/accuracy.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Table {
    /// Unseen speakers: each set of features, as recorded and augmented, raw and by speaker.
    FeatureSets,
    /// Unseen speakers: what is left under other microphones, lines and rooms.
    Conditions,
    /// Unseen speakers: the score by how many clips of the speaker there are to adapt to.
    Adaptation,
    /// The same with `functionals` of clips as recorded, which takes a minute.
    AdaptationFunctionals,
    /// Known speakers, speech and song: networks and kernels over ten splits.
    KnownSpeakers,
    /// Unseen speakers: ten banks of random convolutions.
    Seeds,
    /// Unseen speakers: what jitter, shimmer, harmonics and formants add.
    VoiceQuality,
}

impl Table {
    /// Prints the table.
    pub(crate) fn print(self, data: &Data) -> Printed {
        match self {
            Self::FeatureSets => feature_sets::print(data),
            Self::Conditions => conditions::print(data),
            Self::Adaptation => {
                adaptation::print(data, FeatureSet::Full, &Treatment::ANY_MICROPHONE)
            }
            Self::AdaptationFunctionals => adaptation::print(data, FeatureSet::Functionals, &[]),
            Self::KnownSpeakers => known_speakers::print(data),
            Self::Seeds => seeds::print(data),
            Self::VoiceQuality => voice_quality::print(data),
        }
    }
}
