//! Pitch and periodicity by autocorrelation (Boersma, IFA Proceedings 17, 1993).

use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Result, require};
use crate::params::setters;
use crate::pitch::autocorrelation::Autocorrelation;
use crate::pitch::path::{BestPath, Candidate};

/// Parameters of [`pitch_track`]; sizes in samples are for 16 kHz.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct PitchParams {
    /// Lowest pitch in Hz. Default 60.
    pub fmin: f64,
    /// Highest pitch in Hz. Default 600.
    pub fmax: f64,
    /// Samples a frame: three periods of the lowest pitch, as Boersma has it. Default 800.
    pub frame_length: usize,
    /// Samples between frames. Default 160.
    pub hop_length: usize,
    /// Largest number of candidates per frame, 1 to 32. Default 6.
    pub n_candidates: usize,
    /// Penalty of a candidate per octave below `fmax`. Default 0.02.
    pub octave_cost: f32,
    /// Penalty of the path per octave of a jump between two frames. Default 0.35.
    pub octave_jump_cost: f32,
}

setters!(PitchParams {
    fmin: f64,
    fmax: f64,
    frame_length: usize,
    hop_length: usize,
    n_candidates: usize,
    octave_cost: f32,
    octave_jump_cost: f32,
});

impl Default for PitchParams {
    fn default() -> Self {
        Self {
            fmin: 60.0,
            fmax: 600.0,
            frame_length: 800,
            hop_length: 160,
            n_candidates: 6,
            octave_cost: 0.02,
            octave_jump_cost: 0.35,
        }
    }
}

impl PitchParams {
    fn check(&self, sr: u32) -> Result<()> {
        check::sample_rate(sr)?;
        check::above("fmin", self.fmin, 0.0)?;
        check::above("fmax", self.fmax, self.fmin)?;
        let quarter = f64::from(sr) / 4.0;
        let expected = format!("at most a quarter of the sample rate, {quarter} Hz");
        require(self.fmax <= quarter, "fmax", expected, self.fmax)?;
        let least = 2 * (f64::from(sr) / self.fmin).ceil().min(1e9) as usize;
        let ok = (least..=check::MAX_N_FFT).contains(&self.frame_length);
        let expected = format!("two periods of fmin, {least}, to {}", check::MAX_N_FFT);
        require(ok, "frame_length", expected, self.frame_length)?;
        require(self.hop_length > 0, "hop_length", "at least 1", self.hop_length)?;
        let ok = (1..=32).contains(&self.n_candidates);
        require(ok, "n_candidates", "1 to 32", self.n_candidates)?;
        let cost = |name, cost: f32| {
            require(cost >= 0.0 && cost.is_finite(), name, "a finite number from 0", cost)
        };
        cost("octave_cost", self.octave_cost)?;
        cost("octave_jump_cost", self.octave_jump_cost)
    }
}

/// The pitch of a clip, frame by frame.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct PitchTrack {
    /// Semitones above 27.5 Hz (A0), as in eGeMAPS. A frame without any period has the pitch of
    /// the previous frame.
    pub semitones: Vec<f32>,
    /// Similarity of neighbouring periods: the normalised autocorrelation at the period, 0 to 1.
    pub periodicity: Vec<f32>,
}

impl PitchTrack {
    /// The pitch in Hz.
    pub fn hz(&self) -> impl Iterator<Item = f32> + '_ {
        self.semitones.iter().map(|&semitones| A0 * (semitones / 12.0).exp2())
    }

    /// The harmonics-to-noise ratio in dB, from -30 in noise to 50: the periodic share of the
    /// power over the rest (Boersma, 1993).
    pub fn hnr(&self) -> impl Iterator<Item = f32> + '_ {
        self.periodicity.iter().map(|&share| {
            let share = share.clamp(0.001, 0.99999);
            10.0 * (share / (1.0 - share)).log10()
        })
    }

    /// Pitch and periodicity, frames × 2.
    pub(crate) fn frames(&self) -> Array2<f32> {
        let columns = [&self.semitones, &self.periodicity];
        Array2::from_shape_fn((self.semitones.len(), 2), |(frame, column)| columns[column][frame])
    }
}

/// The A four octaves below that of 440 Hz.
const A0: f32 = 27.5;

/// Follows the pitch of clips at one sample rate.
#[derive(Clone, Debug)]
pub(crate) struct PitchTracker {
    params: PitchParams,
    autocorrelation: Autocorrelation,
}

impl PitchTracker {
    pub(crate) fn new(sr: u32, params: &PitchParams) -> Result<Self> {
        params.check(sr)?;
        Ok(Self { params: params.clone(), autocorrelation: Autocorrelation::new(sr, params) })
    }

    pub(crate) fn track(&self, samples: &[f32]) -> PitchTrack {
        let mut follower = self.follower();
        self.autocorrelation.candidates(samples, |candidates| follower.push(candidates));
        follower.finish()
    }

    pub(crate) fn params(&self) -> &PitchParams {
        &self.params
    }

    /// What finds the candidates that a [`Follower`] takes.
    pub(crate) fn autocorrelation(&self) -> &Autocorrelation {
        &self.autocorrelation
    }

    /// Starts on a clip of which the candidates come frame by frame.
    pub(crate) fn follower(&self) -> Follower {
        Follower {
            path: BestPath::new(self.params.octave_jump_cost),
            lowest: Candidate::silent(self.params.fmin as f32).octaves,
            steps: Steps::default(),
        }
    }
}

/// Follows the best path through the candidates of all frames.
#[derive(Debug)]
pub(crate) struct Follower {
    path: BestPath,
    /// The pitch of a clip without any candidate.
    lowest: f32,
    steps: Steps,
}

/// The track so far.
#[derive(Debug, Default)]
struct Steps {
    track: PitchTrack,
    /// Frames before the first one with a pitch, which they get.
    before_first: usize,
    octaves: Option<f32>,
}

impl Follower {
    /// Takes the candidates of the next frame.
    pub(crate) fn push(&mut self, candidates: &[Candidate]) {
        let Self { path, steps, .. } = self;
        path.push(candidates, |step| steps.push(step));
    }

    /// The track of all frames.
    pub(crate) fn finish(self) -> PitchTrack {
        let Self { path, lowest, mut steps } = self;
        path.finish(|step| steps.push(step));
        if steps.octaves.is_none() {
            steps.begin(lowest);
        }
        steps.track
    }
}

impl Steps {
    fn push(&mut self, step: Option<Candidate>) {
        match (step, self.octaves) {
            (None, None) => self.before_first += 1,
            (None, Some(octaves)) => self.add(octaves, 0.0),
            (Some(found), octaves) => {
                if octaves.is_none() {
                    self.begin(found.octaves);
                }
                self.octaves = Some(found.octaves);
                self.add(found.octaves, found.periodicity);
            }
        }
    }

    fn begin(&mut self, octaves: f32) {
        (0..self.before_first).for_each(|_| self.add(octaves, 0.0));
    }

    fn add(&mut self, octaves: f32, periodicity: f32) {
        self.track.semitones.push(12.0 * (octaves - A0.log2()));
        self.track.periodicity.push(periodicity);
    }
}

/// Pitch and periodicity of a mono clip, one value of each per frame.
///
/// A frame's candidates are the peaks of its autocorrelation, divided by that of the window;
/// the track is the path through them with the greatest score minus the penalties for jumps. Frame
/// `t` is centred on sample `t * hop_length`; beyond the ends are zeros. Gain does not matter.
///
/// # Errors
///
/// Empty or non-finite samples, parameters out of range.
///
/// ```
/// use emo_dsp_features::{PitchParams, pitch_track};
/// let tone: Vec<f32> = (0..8000).map(|t| (t as f32 * 0.11).sin()).collect();
/// let track = pitch_track(&tone, 16000, &PitchParams::default())?;
/// let expected = 0.11 * 16000.0 / std::f32::consts::TAU;
/// assert!(track.hz().all(|hz| (hz / expected - 1.0).abs() < 0.05));
/// assert!(track.periodicity[25] > 0.99);
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
pub fn pitch_track(samples: &[f32], sr: u32, params: &PitchParams) -> Result<PitchTrack> {
    let tracker = PitchTracker::new(sr, params)?;
    check::samples(samples, check::sample_limit(2 * params.frame_length))?;
    check::size(samples.len() / params.hop_length + 1, params.n_candidates)?;
    Ok(tracker.track(samples))
}
