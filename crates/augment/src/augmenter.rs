//! Augmentation of many clips.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use emo_audio_io::Resampler;
use emo_fft::{ComplexToReal, Planner32, RealToComplex};
use emo_random::RandomState;
use rand::RngCore;

use crate::noise::{finite, mix, pink_noise_of};
use crate::own_babble::own_babble;
use crate::room::reverberate;
use crate::telephone::telephone;
use crate::treatment::{MICROPHONES, SPEEDS};
use crate::{Error, Result, Treatment};

/// Transforms of up to so many samples are kept; the plan of one takes 2 MB.
const LONGEST: usize = 1 << 19;
/// Conversions that are kept: one for each speed that a voice of own babble may have, and some
/// more.
const KEPT: usize = 96;
/// Conversions are kept whose ratio has no larger terms: their plan takes less than 0.5 MB.
const LARGEST_TERM: u32 = 2048;

/// Augments clips, with Fourier transforms and sample-rate conversions that are planned once.
///
/// One value serves any number of clips and threads. An augmented clip does not depend on the clips
/// before it.
///
/// ```
/// use emo_augment::{Augmenter, Treatment};
///
/// let clip: Vec<f32> = (0..16_000).map(|t| (t as f32 * 0.05).sin()).collect();
/// let augmenter = Augmenter::default();
/// for treatment in Treatment::ANY_MICROPHONE {
///     let copy = augmenter.apply(&treatment, &clip, 16_000, 7)?;
///     assert_eq!(copy, treatment.apply(&clip, 16_000, 7)?);
/// }
/// # Ok::<(), emo_augment::Error>(())
/// ```
#[derive(Default)]
pub struct Augmenter {
    transforms: Mutex<Option<Planner32>>,
    /// The latest at the end.
    resamplers: Mutex<Vec<Resampler>>,
}

impl Augmenter {
    /// The augmented clip, at the same sample rate (Hz). All randomness comes from the seed.
    ///
    /// # Errors
    ///
    /// [`Error::Parameter`] if a parameter or the sample rate is out of its range,
    /// [`Error::NonFinite`] if a sample is NaN or infinite, [`Error::Resampling`] if the clip
    /// cannot be resampled, and [`Error::Overflow`] if an augmented sample would not be finite.
    pub fn apply(
        &self,
        treatment: &Treatment,
        samples: &[f32],
        sample_rate: u32,
        random_state: u32,
    ) -> Result<Vec<f32>> {
        treatment.check()?;
        check(samples, sample_rate)?;
        let mut random = RandomState::new(random_state);
        match *treatment {
            Treatment::Speed { factor } => self.played_at(samples, sample_rate, factor),
            Treatment::Gain { db } => {
                let gain = 10.0_f64.powf(db / 20.0);
                finite(samples.iter().map(|&x| (f64::from(x) * gain) as f32).collect())
            }
            Treatment::PinkNoise { snr_db } => {
                let noise = pink_noise_of(self, samples.len(), sample_rate, &mut random)?;
                mix(samples, &noise, snr_db)
            }
            Treatment::OwnBabble { snr_db } => {
                own_babble(self, samples, sample_rate, snr_db, &mut random)
            }
            Treatment::Telephone => finite(telephone(samples, sample_rate)),
            Treatment::Narrowband => {
                let narrow = self.resampled(samples, sample_rate, 8000)?;
                let mut wide = self.resampled(&narrow, 8000, sample_rate)?;
                wide.resize(samples.len(), 0.0);
                Ok(wide)
            }
            Treatment::Room { seconds } => {
                reverberate(self, samples, sample_rate, seconds, &mut random)
            }
            Treatment::Silence { seconds } => {
                let silence = vec![0.0; (seconds * f64::from(sample_rate)).round() as usize];
                Ok([&silence, samples, &silence].concat())
            }
            Treatment::AnySpeed => self.drawn(&SPEEDS, samples, sample_rate, &mut random),
            Treatment::AnyMicrophone => self.drawn(&MICROPHONES, samples, sample_rate, &mut random),
        }
    }

    /// The clip with one of the augmentations, drawn at random.
    fn drawn(
        &self,
        from: &[Treatment],
        samples: &[f32],
        sample_rate: u32,
        random: &mut RandomState,
    ) -> Result<Vec<f32>> {
        let seed = random.next_u32();
        let at = random.next_u32() as usize % from.len();
        self.apply(&from[at], samples, sample_rate, seed)
    }

    /// The clip played at a speed, so that length and pitch change as with a tape.
    pub(crate) fn played_at(
        &self,
        samples: &[f32],
        sample_rate: u32,
        factor: f64,
    ) -> Result<Vec<f32>> {
        let played = (f64::from(sample_rate) * factor).round() as u32;
        self.resampled(samples, played, sample_rate)
    }

    fn resampled(&self, samples: &[f32], from: u32, to: u32) -> Result<Vec<f32>> {
        Ok(self.resampler(from, to)?.process(samples)?)
    }

    fn resampler(&self, from: u32, to: u32) -> Result<Resampler> {
        let is_wanted = |kept: &&Resampler| (kept.from(), kept.to()) == (from, to);
        if let Some(kept) = locked(&self.resamplers).iter().find(is_wanted) {
            return Ok(kept.clone());
        }
        let resampler = Resampler::new(from, to)?;
        if from.max(to) / gcd(from, to) <= LARGEST_TERM {
            let mut kept = locked(&self.resamplers);
            let n_old = (kept.len() + 1).saturating_sub(KEPT);
            kept.drain(..n_old);
            kept.push(resampler.clone());
        }
        Ok(resampler)
    }

    /// The transform of so many real samples.
    pub(crate) fn forward(&self, length: usize) -> Arc<dyn RealToComplex<f32>> {
        self.planned(length, |planner| planner.plan_fft_forward(length))
    }

    /// The transform back to so many real samples.
    pub(crate) fn inverse(&self, length: usize) -> Arc<dyn ComplexToReal<f32>> {
        self.planned(length, |planner| planner.plan_fft_inverse(length))
    }

    fn planned<T>(&self, length: usize, plan: impl FnOnce(&mut Planner32) -> T) -> T {
        if length > LONGEST {
            return plan(&mut Planner32::new());
        }
        plan(locked(&self.transforms).get_or_insert_with(Planner32::new))
    }
}

impl fmt::Debug for Augmenter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Augmenter").finish_non_exhaustive()
    }
}

/// Whether the rate is usable, and all samples are finite.
fn check(samples: &[f32], sample_rate: u32) -> Result<()> {
    if !(100..=768_000).contains(&sample_rate) {
        let got = f64::from(sample_rate);
        let (parameter, expected) = ("sample_rate", "100 to 768000 Hz");
        return Err(Error::Parameter { parameter, expected, got });
    }
    match samples.iter().enumerate().find(|(_, x)| !x.is_finite()) {
        Some((at, &value)) => Err(Error::NonFinite { at, value }),
        None => Ok(()),
    }
}

/// What is kept is whole even if a thread has panicked.
fn locked<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}
