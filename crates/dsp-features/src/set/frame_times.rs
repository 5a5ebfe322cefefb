//! Where the frames of a descriptor lie in time, and whether those of several agree.

use crate::descriptor::Descriptor;
use crate::error::{Error, Result};
use crate::set::config::FeatureConfig;
use crate::summary::plan::Summary;

/// The times of frames, in samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FrameTimes {
    hop_length: usize,
    /// The centre of the first frame.
    first: usize,
}

impl FrameTimes {
    fn new(frame_length: usize, hop_length: usize, center: bool) -> Self {
        Self { hop_length, first: if center { 0 } else { frame_length / 2 } }
    }

    fn of_transform(config: &FeatureConfig) -> Self {
        let stft = &config.stft;
        Self::new(stft.n_fft, stft.hop_length, stft.center)
    }

    /// The frames of pitch and voicing are always centred.
    fn of_pitch(config: &FeatureConfig) -> Self {
        Self { hop_length: config.voicing.pitch.hop_length, first: 0 }
    }

    fn of(descriptor: &Descriptor, config: &FeatureConfig) -> Self {
        match descriptor {
            Descriptor::Mfcc { .. }
            | Descriptor::LogMel(_)
            | Descriptor::ChromaStft(_)
            | Descriptor::SpectralContrast(_)
            | Descriptor::Spectral(_)
            | Descriptor::Formants(_)
            // Its frames are brought to the times of the transform.
            | Descriptor::SpeechEncoder(_) => Self::of_transform(config),
            Descriptor::ZeroCrossingRate(params) => {
                Self::new(params.frame_length, params.hop_length, params.center)
            }
            Descriptor::Level(params) => Self::new(params.frame_length, params.hop_length, true),
            Descriptor::Pitch
            | Descriptor::HarmonicsToNoise
            | Descriptor::Perturbation
            | Descriptor::HarmonicDifference => Self::of_pitch(config),
        }
    }

    /// Fails unless the frames of `what` lie where those of the transform do.
    fn check(self, what: &str, config: &FeatureConfig) -> Result<()> {
        let transform = Self::of_transform(config);
        if self == transform {
            return Ok(());
        }
        Err(Error::Misaligned {
            what: what.to_owned(),
            expected: transform.text(),
            got: self.text(),
        })
    }

    fn text(self) -> String {
        let Self { hop_length, first } = self;
        format!("a frame every {hop_length} samples, the first centred on sample {first}")
    }
}

/// Fails where a configuration combines frames of different times.
///
/// Only a mean of each descriptor by itself is possible then. Every other summary combines
/// descriptors frame by frame, or needs to know which frames are voiced.
pub(crate) fn check(config: &FeatureConfig) -> Result<()> {
    let side_by_side = config.summaries.iter().any(|summary| *summary != Summary::Mean);
    for descriptor in &config.descriptors {
        if side_by_side {
            let name = descriptor.names().into_iter().next().unwrap_or_default();
            FrameTimes::of(descriptor, config).check(&name, config)?;
        }
        // Formants are those of the spectra of voiced frames.
        if let Descriptor::Formants(_) = descriptor {
            FrameTimes::of_pitch(config).check("pitch", config)?;
        }
    }
    if config.summaries.iter().any(Summary::needs_voicing) {
        FrameTimes::of_pitch(config).check("pitch", config)?;
    }
    Ok(())
}
