//! Resampling by Fourier transforms of overlapping blocks.
//!
//! A block of `k M` input samples, whose spectrum is weighted by the kernel's response and cut or
//! extended, comes back as `k L` output samples. The outputs nearer to the block's ends than the
//! kernel is long have wrapped around and are dropped.
//!
//! The transforms are in double precision: in single precision a loud block would leave an error
//! of a hundred-millionth of itself in a quiet stretch beside it, which is what the top bands of
//! such a stretch consist of.

use std::sync::Arc;

use emo_fft::num_complex::Complex;
use emo_fft::{ComplexToReal, FftError, Planner64, RealToComplex};

use super::kernel::Kernel;

/// No block is longer than this; pairs of rates that need longer ones are summed directly.
const LONGEST: usize = 1 << 18;
/// A block is not made longer than this for efficiency: it stays in cache.
const CACHED: usize = 1 << 14;

/// The transforms and weights for one ratio of rates.
pub(super) struct Blocks {
    forward: Arc<dyn RealToComplex<f64>>,
    inverse: Arc<dyn ComplexToReal<f64>>,
    /// Gain for each bin that is kept; the others are zero.
    weights: Vec<f64>,
    /// Input samples at each end of a block that only feed others.
    margin_in: usize,
    /// Output samples at each end of a block that are dropped.
    margin_out: usize,
}

impl Blocks {
    /// Plans for a ratio of rates in lowest terms; `None` where blocks would be too long.
    pub(super) fn plan(from: u32, to: u32, kernel: &Kernel) -> Option<Self> {
        let (from_n, to_n) = (usize::try_from(from).ok()?, usize::try_from(to).ok()?);
        let margin = (kernel.half_length().ceil() as usize).max(1);
        let units = best_units(from_n, to_n, margin)?;
        let (len_in, len_out) = (units * from_n, units * to_n);
        let mut planner = Planner64::new();
        let kept = len_in.min(len_out).div_ceil(2);
        let scale = 1.0 / len_in as f64;
        let response = kernel.response(1.0 / units as f64, kept);
        Some(Self {
            forward: planner.plan_fft_forward(len_in),
            inverse: planner.plan_fft_inverse(len_out),
            weights: response.iter().map(|gain| gain * scale).collect(),
            margin_in: margin * from_n,
            margin_out: margin * to_n,
        })
    }

    /// Starts on a signal.
    pub(super) fn start(&self) -> BlockStream {
        let mut input = self.forward.make_input_vec();
        input.truncate(self.margin_in);
        input.reserve_exact(self.forward.len() - self.margin_in);
        BlockStream {
            input,
            work: self.forward.make_input_vec(),
            spectrum: self.forward.make_output_vec(),
            narrow: self.inverse.make_input_vec(),
            block: self.inverse.make_output_vec(),
            scratch_forward: self.forward.make_scratch_vec(),
            scratch_inverse: self.inverse.make_scratch_vec(),
        }
    }
}

/// One signal on its way through [`Blocks`].
pub(super) struct BlockStream {
    /// What is known of the block that is being filled.
    input: Vec<f64>,
    work: Vec<f64>,
    spectrum: Vec<Complex<f64>>,
    narrow: Vec<Complex<f64>>,
    block: Vec<f64>,
    scratch_forward: Vec<Complex<f64>>,
    scratch_inverse: Vec<Complex<f64>>,
}

impl BlockStream {
    /// Takes the next samples, and appends what comes out.
    pub(super) fn push(
        &mut self,
        plan: &Blocks,
        mut samples: &[f32],
        output: &mut Vec<f32>,
    ) -> Result<(), FftError> {
        while !samples.is_empty() {
            let room = self.work.len() - self.input.len();
            let (now, later) = samples.split_at(room.min(samples.len()));
            self.input.extend(now.iter().map(|&sample| f64::from(sample)));
            samples = later;
            if self.input.len() == self.work.len() {
                self.transform(plan, output)?;
            }
        }
        Ok(())
    }

    /// Goes on with zeros until `output` has `len` samples.
    pub(super) fn finish(
        &mut self,
        plan: &Blocks,
        output: &mut Vec<f32>,
        len: usize,
    ) -> Result<(), FftError> {
        while output.len() < len {
            self.input.resize(self.work.len(), 0.0);
            self.transform(plan, output)?;
        }
        Ok(())
    }

    /// Resamples the full block and keeps its end for the next one.
    fn transform(&mut self, plan: &Blocks, output: &mut Vec<f32>) -> Result<(), FftError> {
        self.work.copy_from_slice(&self.input);
        plan.forward.process_with_scratch(
            &mut self.work,
            &mut self.spectrum,
            &mut self.scratch_forward,
        )?;
        self.narrow.fill(Complex::default());
        for ((narrow, bin), weight) in self.narrow.iter_mut().zip(&self.spectrum).zip(&plan.weights)
        {
            *narrow = bin * weight;
        }
        plan.inverse.process_with_scratch(
            &mut self.narrow,
            &mut self.block,
            &mut self.scratch_inverse,
        )?;
        let valid = plan.margin_out..self.block.len() - plan.margin_out;
        output.extend(self.block[valid].iter().map(|&sample| sample as f32));
        self.input.copy_within(self.work.len() - 2 * plan.margin_in.., 0);
        self.input.truncate(2 * plan.margin_in);
        Ok(())
    }
}

/// How many times the reduced ratio makes the cheapest block, for margins of `margin` times.
fn best_units(from: usize, to: usize, margin: usize) -> Option<usize> {
    let shortest = 2 * margin + 1;
    let fits =
        |units: usize, most: usize| from.max(to).checked_mul(units).is_some_and(|len| len <= most);
    let cost = |units: usize| {
        let work = transform_cost(units * from) + transform_cost(units * to);
        work / (units - 2 * margin) as f64
    };
    (shortest..)
        .take_while(|&units| fits(units, CACHED) || (units < 2 * shortest && fits(units, LONGEST)))
        .min_by(|&a, &b| cost(a).total_cmp(&cost(b)))
}

/// A rough measure of the time that a real transform of `len` takes.
fn transform_cost(len: usize) -> f64 {
    let (mut rest, mut passes) = (len, 2.0);
    for (prime, pass) in [(2, 1.0), (3, 1.7), (5, 2.6), (7, 3.5), (11, 5.0), (13, 6.0)] {
        while rest % prime == 0 {
            (rest, passes) = (rest / prime, passes + pass);
        }
    }
    // A large prime factor costs about three transforms of its own.
    let large = if rest > 1 { 4.0 * (rest as f64).log2() } else { 0.0 };
    let odd = if len % 2 == 1 { 2.0 } else { 1.0 };
    len as f64 * odd * (passes + large)
}
