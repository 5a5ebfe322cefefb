//! The preparation of a clip before its features are extracted: silence is trimmed, the level is
//! normalised, and voiced frames are found.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::check;
use crate::descriptor::level::LevelParams;
use crate::error::{Result, require};
use crate::params::setters;
use crate::pitch::track::{PitchParams, PitchTrack, PitchTracker};
use crate::transform::decibel::decibels;
use crate::transform::stft::StftParams;

/// How the samples of a clip are changed before features are extracted. By default they are not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Preparation {
    /// Frames that lie at least this many dB below the loudest frame are trimmed at both ends.
    pub trim_db: Option<f32>,
    /// Whether the clip is scaled so that its voiced frames have a mean level of 0 dB. The gain of
    /// the recording then has no influence.
    pub remove_level: bool,
}

setters!(Preparation { trim_db: Option<f32>, remove_level: bool });

/// Which frames count as voiced, and how pitch is found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Voicing {
    /// The pitch tracker; its `hop_length` must be that of the transform.
    pub pitch: PitchParams,
    /// A voiced frame has more than this periodicity, 0 to 1. Default 0.45, as in Praat.
    pub periodicity: f32,
    /// A voiced frame lies less than this many dB below the loudest frame. Default 30.
    pub range_db: f32,
}

setters!(Voicing { pitch: PitchParams, periodicity: f32, range_db: f32 });

impl Default for Voicing {
    fn default() -> Self {
        Self { pitch: PitchParams::default(), periodicity: 0.45, range_db: 30.0 }
    }
}

/// The smallest number of voiced frames that describes a voice. With fewer, all frames are used.
const ENOUGH_VOICED_FRAMES: usize = 5;

/// Whether there are too few voiced frames to describe a voice.
pub(crate) fn too_few_voiced(n_voiced: usize) -> bool {
    n_voiced < ENOUGH_VOICED_FRAMES
}

/// A clip that is ready for feature extraction.
#[derive(Clone, Debug)]
pub(crate) struct Prepared<'a> {
    pub(crate) samples: Cow<'a, [f32]>,
    /// Empty where no descriptor and no summary needs pitch.
    pub(crate) pitch: PitchTrack,
    pub(crate) voiced: Vec<bool>,
    /// The power of each frame before the level was removed; empty where nothing asked for it.
    pub(crate) powers: Vec<f32>,
}

/// Prepares clips.
#[derive(Clone, Debug)]
pub(crate) struct Preparer {
    preparation: Preparation,
    voicing: Voicing,
    level: LevelParams,
    tracker: Option<PitchTracker>,
    needs_levels: bool,
}

impl Preparer {
    /// `needs_pitch`: whether a descriptor or a summary needs pitch or voiced frames.
    pub(crate) fn new(
        sr: u32,
        stft: &StftParams,
        preparation: &Preparation,
        voicing: &Voicing,
        needs_pitch: bool,
    ) -> Result<Self> {
        check::above("trim_db", f64::from(preparation.trim_db.unwrap_or(1.0)), 0.0)?;
        check::above("range_db", f64::from(voicing.range_db), 0.0)?;
        let inside = (0.0..=1.0).contains(&voicing.periodicity);
        require(inside, "periodicity", "0 to 1", voicing.periodicity)?;
        let frame_length = stft.win_length.unwrap_or(stft.n_fft);
        let level = LevelParams { frame_length, hop_length: stft.hop_length };
        level.check()?;
        let needs_pitch = needs_pitch || preparation.remove_level;
        if needs_pitch {
            let expected = format!("the transform's, {}", stft.hop_length);
            let hop = voicing.pitch.hop_length;
            require(hop == stft.hop_length, "pitch hop_length", expected, hop)?;
        }
        let tracker = needs_pitch.then(|| PitchTracker::new(sr, &voicing.pitch)).transpose()?;
        let (preparation, voicing) = (preparation.clone(), voicing.clone());
        Ok(Self { preparation, voicing, level, tracker, needs_levels: false })
    }

    /// Whether a summary asks for the level of each frame.
    pub(crate) fn with_levels(mut self, needs_levels: bool) -> Self {
        self.needs_levels = needs_levels;
        self
    }

    pub(crate) fn prepare<'a>(&self, samples: &'a [f32]) -> Prepared<'a> {
        let samples = if self.trims() {
            let kept = self.kept(&self.level.powers(samples), samples.len());
            samples.get(kept).unwrap_or(samples)
        } else {
            samples
        };
        let Some(tracker) = &self.tracker else {
            let powers = if self.needs_levels { self.level.powers(samples) } else { Vec::new() };
            let (samples, pitch) = (Cow::Borrowed(samples), PitchTrack::default());
            return Prepared { samples, pitch, voiced: Vec::new(), powers };
        };
        let pitch = tracker.track(samples);
        let powers = self.level.powers(samples);
        let voiced = self.voiced(&powers, &pitch);
        let samples = match self.scale(&powers, &voiced) {
            Some(scale) => Cow::Owned(samples.iter().map(|&x| scaled(x, scale)).collect()),
            None => Cow::Borrowed(samples),
        };
        Prepared { samples, pitch, voiced, powers }
    }

    /// The frames whose levels are measured.
    pub(crate) fn level(&self) -> &LevelParams {
        &self.level
    }

    /// Whether silence is trimmed at both ends.
    pub(crate) fn trims(&self) -> bool {
        self.preparation.trim_db.is_some()
    }

    /// Whether something asks for the level of each frame, or for its pitch.
    pub(crate) fn follows(&self) -> bool {
        self.needs_levels || self.tracker.is_some()
    }

    pub(crate) fn tracker(&self) -> Option<&PitchTracker> {
        self.tracker.as_ref()
    }

    /// Which frames of these powers and this pitch are voiced.
    pub(crate) fn voiced(&self, powers: &[f32], pitch: &PitchTrack) -> Vec<bool> {
        let floor = self.floor(powers);
        let frames = powers.iter().zip(&pitch.periodicity);
        let voiced = |(&power, &periodicity): (&f32, &f32)| {
            power > floor && periodicity > self.voicing.periodicity
        };
        frames.map(voiced).collect()
    }

    /// What samples are multiplied by to remove the level; `None` where they are left as they are.
    pub(crate) fn scale(&self, powers: &[f32], voiced: &[bool]) -> Option<f64> {
        if !self.preparation.remove_level {
            return None;
        }
        let frames = powers.iter().zip(voiced);
        let mut measured: Vec<f32> =
            frames.filter(|(_, voiced)| **voiced).map(|(&power, _)| power).collect();
        if too_few_voiced(measured.len()) {
            let floor = self.floor(powers);
            measured = powers.iter().copied().filter(|&power| power > floor).collect();
        }
        mean_level(&measured).map(|level| 10.0_f64.powf(-level / 20.0))
    }

    /// The power that voiced frames exceed.
    fn floor(&self, powers: &[f32]) -> f32 {
        loudest(powers) * from_db(-self.voicing.range_db)
    }

    /// The part from the first to the last frame that is within the range of the loudest, of
    /// `n_samples` samples whose frames have these powers.
    pub(crate) fn kept(&self, powers: &[f32], n_samples: usize) -> Range<usize> {
        let Some(range_db) = self.preparation.trim_db else { return 0..n_samples };
        let floor = loudest(powers) * from_db(-range_db);
        let loud = |&power: &f32| power > floor;
        let (Some(first), Some(last)) =
            (powers.iter().position(loud), powers.iter().rposition(loud))
        else {
            return 0..n_samples;
        };
        let LevelParams { frame_length, hop_length } = self.level;
        let from = (first * hop_length).saturating_sub(frame_length / 2);
        let to = (last * hop_length + frame_length.div_ceil(2)).min(n_samples);
        if from <= to { from..to } else { 0..n_samples }
    }
}

/// A sample times the factor that removes the level.
pub(crate) fn scaled(x: f32, scale: f64) -> f32 {
    (f64::from(x) * scale) as f32
}

/// Pitch and voiced frames of a clip as it is, with levels of 25 ms.
pub(crate) fn followed<'a>(samples: &'a [f32], sr: u32, voicing: &Voicing) -> Result<Prepared<'a>> {
    let length = (f64::from(sr) * 0.025).round() as usize;
    let stft = StftParams::default().n_fft(length).hop_length(voicing.pitch.hop_length);
    Ok(Preparer::new(sr, &stft, &Preparation::default(), voicing, true)?.prepare(samples))
}

pub(crate) fn loudest(powers: &[f32]) -> f32 {
    powers.iter().copied().fold(0.0, f32::max)
}

pub(crate) fn from_db(db: f32) -> f32 {
    10.0_f32.powf(db / 10.0)
}

/// The mean of levels in dB; `None` where there are none.
fn mean_level(powers: &[f32]) -> Option<f64> {
    let audible = powers.iter().filter(|power| power.is_normal());
    let (n, sum) =
        audible.fold((0, 0.0), |(n, sum), &power| (n + 1, sum + f64::from(decibels(power))));
    (n > 0).then(|| sum / f64::from(n))
}
