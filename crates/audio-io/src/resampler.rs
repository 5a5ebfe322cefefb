//! Sample-rate conversion by libsoxr's HQ recipe.
//!
//! The usual ratios are converted in soxr's own stages, equal to the bit ([`staged`]); the others
//! have soxr's response as a whole ([`kernel`]), by transforms ([`blocks`]) or sums ([`direct`]).

mod blocks;
mod direct;
mod kernel;
mod silence;
mod staged;
mod start;
mod stream;

use std::sync::Arc;

pub use self::stream::ResamplerStream;

use self::blocks::Blocks;
use self::direct::Direct;
use self::kernel::Kernel;
use self::staged::Staged;
use self::start::Start;
use crate::{Error, Result};

/// Rates may differ by this factor at most, either way.
const LARGEST_RATIO: u32 = 256;

/// Converts signals from one sample rate to another, as `soxr.resample(..., quality="HQ")` does.
///
/// Linear phase; the pass band ends at 0.9137 of the lower Nyquist frequency, the stop band starts
/// at 1. The plan is made once and shared: cloning is cheap, and several threads can use one value
/// at a time.
///
/// The samples are those of soxr 1.1.0 on x86-64, bit for bit, where soxr halves, thirds or doubles
/// the rate, and for most other ratios between 1/4 and 4: those with an upward part of at most 2048
/// in lowest terms, but for the quarters, thirds and halves that are left and for ratios from 1.5
/// to
/// 2. For the others they lie within 1e-5 of soxr's.
///
/// Any two rates whose ratio is within 1/256 to 256 are accepted. Rates need not be those of a
/// device: a speed change by 0.95 on the way from 48 to 16 kHz is `Resampler::new(45_600, 16_000)`.
///
/// ```
/// use emo_audio_io::Resampler;
///
/// let resampler = Resampler::new(48_000, 22_050)?;
/// let tone: Vec<f32> = (0..4800).map(|i| (i as f32 * 0.1).sin()).collect();
/// assert_eq!(resampler.process(&tone)?.len(), 2205);
/// # Ok::<(), emo_audio_io::Error>(())
/// ```
#[derive(Clone)]
pub struct Resampler {
    from: u32,
    to: u32,
    plan: Arc<Plan>,
}

struct Plan {
    method: Method,
    start: Option<Start>,
    /// How far the filter reaches to either side, in input samples.
    reach: f64,
}

enum Method {
    Copy,
    Staged(Staged),
    Blocks(Blocks),
    Direct(Direct),
}

impl Resampler {
    /// Plans the conversion from the rate `from` to the rate `to`, in Hz.
    ///
    /// # Errors
    ///
    /// [`Error::Rates`] where a rate is 0 or the ratio is beyond 256.
    pub fn new(from: u32, to: u32) -> Result<Self> {
        let within = |a: u32, b: u32| a.div_ceil(LARGEST_RATIO) <= b;
        if from == 0 || to == 0 || !within(from, to) || !within(to, from) {
            return Err(Error::Rates { from, to });
        }
        let plan = if from == to {
            Plan { method: Method::Copy, start: None, reach: 0.0 }
        } else {
            let common = gcd(from, to);
            Plan::new(from / common, to / common)?
        };
        Ok(Self { from, to, plan: Arc::new(plan) })
    }

    /// The sample rate of the input, in Hz.
    pub fn from(&self) -> u32 {
        self.from
    }

    /// The sample rate of the output, in Hz.
    pub fn to(&self) -> u32 {
        self.to
    }

    /// How many samples come out for `len` that go in: `ceil(len * to / from)`, in librosa's
    /// arithmetic.
    pub fn output_len(&self, len: usize) -> usize {
        let ratio = f64::from(self.to) / f64::from(self.from);
        (len as f64 * ratio).ceil() as usize
    }

    /// Converts a whole signal. An empty one stays empty.
    ///
    /// # Errors
    ///
    /// [`Error::NonFinite`] where a sample is NaN or infinite, or too large to be filtered.
    pub fn process(&self, samples: &[f32]) -> Result<Vec<f32>> {
        let mut output = Vec::with_capacity(self.output_len(samples.len()));
        let mut stream = self.stream();
        stream.push(samples, &mut output)?;
        stream.finish(&mut output)?;
        Ok(output)
    }

    /// Starts on a signal that comes in parts.
    pub fn stream(&self) -> ResamplerStream {
        ResamplerStream::new(self.clone())
    }

    /// How many samples soxr makes of `len`: `int(n / (from / to) + 0.5)` in double precision
    /// (python-soxr 1.1.0, `soxr_oneshot`).
    fn rounded_len(&self, len: usize) -> usize {
        (len as f64 / (f64::from(self.from) / f64::from(self.to)) + 0.5) as usize
    }
}

impl Plan {
    /// Plans for a ratio of rates in lowest terms.
    fn new(from: u32, to: u32) -> Result<Self> {
        if let Some(staged) = Staged::plan(from, to) {
            return Ok(Self { method: Method::Staged(staged), start: None, reach: 0.0 });
        }
        let kernel = Kernel::new(from, to);
        let method = match Blocks::plan(from, to, &kernel) {
            Some(blocks) => Method::Blocks(blocks),
            None => Method::Direct(Direct::plan(from, to, &kernel)?),
        };
        let reach = kernel.half_length() * f64::from(from);
        Ok(Self { method, start: Some(Start::plan(from, to, &kernel)), reach })
    }
}

impl std::fmt::Debug for Resampler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Resampler").field("from", &self.from).field("to", &self.to).finish()
    }
}

/// Converts `samples` from one rate to another, as `librosa.resample(..., res_type="soxr_hq")`
/// does; the length is `ceil(samples.len() * to / from)`, and where that was rounded up by more
/// than a half the last sample is 0, as there.
///
/// For many signals make one [`Resampler`]: its plan costs more than a short signal does.
///
/// # Errors
///
/// [`Error::Rates`] where a rate is 0 or the ratio is beyond 256; [`Error::NonFinite`] where a
/// sample is NaN or infinite.
pub fn resample(samples: &[f32], from: u32, to: u32) -> Result<Vec<f32>> {
    Resampler::new(from, to)?.process(samples)
}

/// The index of the first sample that is NaN or infinite.
fn first_not_finite(samples: &[f32]) -> Option<usize> {
    // Whole chunks at a time, so that the check runs in vectors.
    let chunk = 256;
    let bad =
        samples.chunks(chunk).position(|c| !c.iter().fold(true, |ok, x| ok & x.is_finite()))?;
    samples.iter().skip(bad * chunk).position(|x| !x.is_finite()).map(|at| bad * chunk + at)
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}
