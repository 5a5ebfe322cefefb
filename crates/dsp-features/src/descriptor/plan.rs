//! Frame-level descriptors: all of them from one pass over the spectra of a clip.

use ndarray::{Array1, Array2, Axis};

use crate::descriptor::Descriptor;
use crate::descriptor::chroma::{ChromaClip, ChromaPlan};
use crate::descriptor::contrast::{ContrastClip, ContrastPlan, Scale};
use crate::descriptor::encoder::SpeechEncoderParams;
#[cfg(feature = "encoder-without-weights")]
use crate::descriptor::encoder_plan::EncoderPlan;
use crate::descriptor::formants::FormantPlan;
use crate::descriptor::level::LevelParams;
use crate::descriptor::mfcc::Dct;
use crate::descriptor::spectral::{SpectralClip, SpectralPlan};
use crate::descriptor::zero_crossings::{ZeroCrossingRateParams, zero_crossing_rate};
use crate::error::Result;
use crate::kernel::lanes::{Lanes, Tile, to_frames};
use crate::pitch::voice_quality::{h1_h2, perturbation};
use crate::set::config::FeatureConfig;
use crate::set::preparation::{Prepared, Voicing};
use crate::transform::decibel::rows_to_db;
use crate::transform::mel::MelBank;
use crate::transform::stft::StftParams;

/// What a descriptor needs for any clip, made once.
#[derive(Clone, Debug)]
pub(crate) enum Plan {
    Mfcc(MelBank, Dct),
    LogMel(MelBank),
    Chroma(ChromaPlan),
    Contrast(ContrastPlan),
    ZeroCrossings(ZeroCrossingRateParams),
    Level(LevelParams),
    Spectral(SpectralPlan),
    Pitch,
    HarmonicsToNoise,
    /// Sample rate and samples between frames.
    Perturbation(u32, usize),
    HarmonicDifference(u32, Voicing),
    Formants(FormantPlan),
    #[cfg(feature = "encoder-without-weights")]
    SpeechEncoder(Box<EncoderPlan>),
}

/// What a descriptor keeps of one clip until all of its spectra have passed.
#[derive(Debug)]
pub(crate) enum Clip {
    Mel(Vec<Lanes>),
    Chroma(ChromaClip),
    Contrast(ContrastClip),
    Spectral(SpectralClip),
    Formants(Vec<Lanes>),
    Nothing,
}

impl Clip {
    /// Forgets the clip, and keeps the memory for the next.
    pub(crate) fn clear(&mut self) {
        match self {
            Self::Mel(rows) | Self::Formants(rows) => rows.clear(),
            Self::Chroma(clip) => clip.clear(),
            Self::Contrast(clip) => clip.clear(),
            Self::Spectral(clip) => clip.clear(),
            Self::Nothing => {}
        }
    }
}

impl Plan {
    /// The parameters of the transform must have been checked.
    pub(crate) fn new(
        descriptor: &Descriptor,
        config: &FeatureConfig,
        weights: &Weights<'_>,
    ) -> Result<Self> {
        let FeatureConfig { sample_rate: sr, voicing, .. } = config;
        let (sr, n_fft) = (*sr, config.stft.n_fft);
        Ok(match descriptor {
            Descriptor::Mfcc { mel, mfcc } => {
                let bank = MelBank::new(sr, n_fft, mel)?;
                let dct = Dct::new(bank.n_mels(), mfcc)?;
                Self::Mfcc(bank, dct)
            }
            Descriptor::LogMel(mel) => Self::LogMel(MelBank::new(sr, n_fft, mel)?),
            Descriptor::ChromaStft(params) => Self::Chroma(ChromaPlan::new(sr, n_fft, params)?),
            Descriptor::SpectralContrast(params) => {
                Self::Contrast(ContrastPlan::new(sr, n_fft, params, Scale::Power)?)
            }
            Descriptor::ZeroCrossingRate(params) => {
                params.check()?;
                Self::ZeroCrossings(params.clone())
            }
            Descriptor::Level(params) => {
                params.check()?;
                Self::Level(params.clone())
            }
            Descriptor::Spectral(measure) => {
                Self::Spectral(SpectralPlan::new(sr, n_fft, *measure)?)
            }
            Descriptor::Pitch => Self::Pitch,
            Descriptor::HarmonicsToNoise => Self::HarmonicsToNoise,
            Descriptor::Perturbation => Self::Perturbation(sr, voicing.pitch.hop_length),
            Descriptor::HarmonicDifference => Self::HarmonicDifference(sr, voicing.clone()),
            Descriptor::Formants(params) => Self::Formants(FormantPlan::new(sr, n_fft, params)?),
            Descriptor::SpeechEncoder(params) => weights.plan(params, sr, &config.stft)?,
        })
    }

    /// Whether the descriptor is made from spectra, rather than from samples.
    pub(crate) fn is_spectral(&self) -> bool {
        match self {
            Self::Mfcc(..)
            | Self::LogMel(_)
            | Self::Chroma(_)
            | Self::Contrast(_)
            | Self::Spectral(_)
            | Self::Formants(_) => true,
            Self::ZeroCrossings(_)
            | Self::Level(_)
            | Self::Pitch
            | Self::HarmonicsToNoise
            | Self::Perturbation(..)
            | Self::HarmonicDifference(..) => false,
            #[cfg(feature = "encoder-without-weights")]
            Self::SpeechEncoder(_) => false,
        }
    }

    pub(crate) fn start(&self) -> Clip {
        match self {
            Self::Mfcc(..) | Self::LogMel(_) => Clip::Mel(Vec::new()),
            Self::Chroma(_) => Clip::Chroma(ChromaClip::default()),
            Self::Contrast(_) => Clip::Contrast(ContrastClip::default()),
            Self::Spectral(_) => Clip::Spectral(SpectralClip::default()),
            Self::Formants(_) => Clip::Formants(Vec::new()),
            _ => Clip::Nothing,
        }
    }

    /// Takes what it needs from the power spectra of a few frames.
    pub(crate) fn push(&self, clip: &mut Clip, tile: &Tile) {
        match (self, clip) {
            (Self::Mfcc(bank, _) | Self::LogMel(bank), Clip::Mel(energies)) => {
                bank.push(&tile.bins, energies);
            }
            (Self::Chroma(plan), Clip::Chroma(clip)) => plan.push(clip, &tile.bins),
            (Self::Contrast(plan), Clip::Contrast(clip)) => plan.push(clip, &tile.bins),
            (Self::Spectral(plan), Clip::Spectral(clip)) => plan.push(clip, &tile.bins),
            (Self::Formants(plan), Clip::Formants(clip)) => plan.push(clip, &tile.bins),
            _ => {}
        }
    }

    /// Ends the first pass over the spectra of a clip. Where this is true, [`Self::push_again`]
    /// needs all of them a second time.
    pub(crate) fn settle(&self, clip: &mut Clip) -> bool {
        match (self, clip) {
            (Self::Chroma(plan), Clip::Chroma(clip)) => plan.settle(clip),
            _ => false,
        }
    }

    /// Takes power spectra for the second time.
    pub(crate) fn push_again(&self, clip: &mut Clip, tile: &Tile) {
        if let (Self::Chroma(plan), Clip::Chroma(clip)) = (self, clip) {
            plan.push_again(clip, &tile.bins);
        }
    }

    /// The descriptor of the whole clip, frames × columns.
    pub(crate) fn finish(
        &self,
        clip: &mut Clip,
        prepared: &Prepared<'_>,
        frames: usize,
    ) -> Result<Array2<f32>> {
        match (self, clip) {
            (Self::Mfcc(_, dct), Clip::Mel(energies)) => {
                rows_to_db(energies);
                Ok(dct.coefficients(energies, frames))
            }
            (Self::LogMel(bank), Clip::Mel(energies)) => {
                rows_to_db(energies);
                Ok(to_frames(energies, bank.n_mels(), frames))
            }
            (Self::Chroma(plan), Clip::Chroma(clip)) => plan.finish(clip, frames),
            (Self::Contrast(plan), Clip::Contrast(clip)) => Ok(plan.finish(clip, frames)),
            (Self::Spectral(_), Clip::Spectral(clip)) => Ok(clip.finish(frames)),
            (Self::ZeroCrossings(params), _) => zero_crossing_rate(&prepared.samples, params),
            (Self::Level(params), _) => Ok(params.frames(&prepared.samples)),
            (Self::Pitch, _) => Ok(prepared.pitch.frames()),
            (Self::HarmonicsToNoise, _) => Ok(column(prepared.pitch.hnr())),
            (&Self::Perturbation(sr, hop), _) => Ok(perturbation(prepared, sr, hop)),
            (Self::HarmonicDifference(sr, voicing), _) => Ok(h1_h2(prepared, *sr, voicing)),
            (Self::Formants(plan), Clip::Formants(clip)) => {
                let voiced = |frame| prepared.voiced.get(frame) == Some(&true);
                Ok(plan.finish(clip, frames, voiced))
            }
            #[cfg(feature = "encoder-without-weights")]
            (Self::SpeechEncoder(plan), _) => plan.frames(&prepared.samples, frames),
            _ => Ok(Array2::zeros((frames, 0))),
        }
    }
}

/// Where the weights of a speech encoder come from.
#[derive(Debug, Default)]
pub(crate) struct Weights<'a> {
    /// The caller's; without one, the bundled ones.
    #[cfg(feature = "encoder-without-weights")]
    pub(crate) encoder: Option<&'a emo_speech_encoder::Encoder>,
    #[cfg(not(feature = "encoder-without-weights"))]
    nothing: std::marker::PhantomData<&'a ()>,
}

impl Weights<'_> {
    #[cfg(feature = "encoder-without-weights")]
    fn plan(&self, params: &SpeechEncoderParams, sr: u32, stft: &StftParams) -> Result<Plan> {
        let plan = EncoderPlan::new(params, self.encoder, sr, stft)?;
        Ok(Plan::SpeechEncoder(Box::new(plan)))
    }

    #[cfg(not(feature = "encoder-without-weights"))]
    fn plan(&self, _: &SpeechEncoderParams, _: u32, _: &StftParams) -> Result<Plan> {
        let message = "expected a build with the feature `encoder`, got one without".to_owned();
        Err(crate::error::Error::Encoder { message })
    }
}

/// One value a frame, frames × 1.
fn column(values: impl Iterator<Item = f32>) -> Array2<f32> {
    Array1::from_iter(values).insert_axis(Axis(1))
}
