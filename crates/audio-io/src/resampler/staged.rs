//! Sample-rate conversion to the bit as soxr does it.
//!
//! soxr's HQ recipe computes in single precision: where the signal is quiet or silent beside a
//! louder part of the same block, its output holds rounding noise some 140 dB below that part.
//! Features of such frames that do not depend on level (chroma, tuning, spectral contrast) see
//! nothing but that noise, so that only the same rounding gives the same features.
//!
//! A sharp low-pass runs in overlapping blocks at once or twice the input rate ([`sharp`]), and
//! where the ratio is not a small one a poly-phase filter follows ([`interpolator`]). Blocks start
//! at the same samples, filters have the same coefficients ([`design`]) and all sums the same order
//! ([`fft`], [`lanes`]) as in libsoxr 0.1.3 (R. Sykes: cr.c, cr-core.c with SSE), as Python's soxr
//! 1.1.0 holds it.

mod design;
mod fft;
mod interpolator;
mod lanes;
mod response;
mod sharp;

use self::design::Design;
use self::interpolator::{Interpolator, InterpolatorStream};
use self::sharp::{Sharp, SharpStream};

/// The stages for one ratio of rates.
pub(super) struct Staged {
    sharp: Sharp,
    interpolator: Option<Interpolator>,
}

impl Staged {
    /// Plans for a ratio of rates in lowest terms; `None` where soxr has other stages.
    pub(super) fn plan(from: u32, to: u32) -> Option<Self> {
        let design = Design::new(from, to)?;
        let interpolator = design.interpolator.as_ref().map(Interpolator::new);
        Some(Self { sharp: Sharp::new(&design.sharp), interpolator })
    }

    /// Starts on a signal.
    pub(super) fn start(&self) -> StagedStream {
        StagedStream {
            sharp: self.sharp.start(),
            interpolator: self.interpolator.as_ref().map(Interpolator::start),
        }
    }
}

/// One signal on its way through the stages.
pub(super) struct StagedStream {
    sharp: SharpStream,
    interpolator: Option<InterpolatorStream>,
}

impl StagedStream {
    /// Takes the next samples, and appends what comes out.
    pub(super) fn push(&mut self, plan: &Staged, mut samples: &[f32], output: &mut Vec<f32>) {
        while !samples.is_empty() {
            let missing = self.sharp.missing(&plan.sharp);
            let (now, later) = samples.split_at(missing.min(samples.len()));
            match (&mut self.interpolator, &plan.interpolator) {
                (Some(stream), Some(interpolator)) => {
                    self.sharp.push(&plan.sharp, now, &mut stream.input);
                    stream.run(interpolator, output);
                }
                _ => self.sharp.push(&plan.sharp, now, output),
            }
            samples = later;
        }
    }

    /// Goes on with zeros until `output` has `len` samples.
    pub(super) fn finish(&mut self, plan: &Staged, output: &mut Vec<f32>, len: usize) {
        while output.len() < len {
            self.push(plan, &vec![0.0; self.sharp.missing(&plan.sharp)], output);
        }
    }
}
