//! Resampling by a sum over the kernel, for ratios whose blocks would be too long.

use realfft::num_complex::Complex;
use realfft::{FftError, RealFftPlanner};

use super::kernel::Kernel;

/// The table spans this many samples at the lower rate; the kernel is shorter than that.
const SPAN: usize = 512;
/// Entries a sample at the lower rate. Four neighbours give the kernel within 2e-7 of its peak.
const FINE: usize = 64;

/// The kernel as a table, for one ratio of rates.
pub(super) struct Direct {
    from: u32,
    to: u32,
    /// One half of the impulse response, from its middle.
    table: Vec<f32>,
    /// Table entries an input sample.
    stride: f64,
    /// Half of the kernel's length in input samples.
    reach: u64,
}

impl Direct {
    /// Plans for a ratio of rates in lowest terms.
    pub(super) fn plan(from: u32, to: u32, kernel: &Kernel) -> Result<Self, FftError> {
        let low = f64::from(from.min(to));
        let response = kernel.response(low / SPAN as f64, SPAN / 2);
        let inverse = RealFftPlanner::<f64>::new().plan_fft_inverse(SPAN * FINE);
        let mut spectrum = inverse.make_input_vec();
        let scale = low / f64::from(from) / SPAN as f64;
        for (bin, gain) in spectrum.iter_mut().zip(response) {
            *bin = Complex::new(gain * scale, 0.0);
        }
        let mut impulse = inverse.make_output_vec();
        inverse.process(&mut spectrum, &mut impulse)?;
        let half = (kernel.half_length() * low).ceil() as usize;
        let entries = (half * FINE + 4).min(impulse.len() / 2);
        Ok(Self {
            from,
            to,
            table: impulse.iter().take(entries).map(|&h| h as f32).collect(),
            stride: low * FINE as f64 / f64::from(from),
            reach: (kernel.half_length() * f64::from(from)).ceil() as u64,
        })
    }

    /// The first `len` output samples for the whole of a signal.
    pub(super) fn apply(&self, samples: &[f32], len: usize) -> Vec<f32> {
        (0..len).map(|at| self.output(samples, at as u64)).collect()
    }

    /// The output sample `at`: the inputs around it, weighted by the kernel.
    fn output(&self, samples: &[f32], at: u64) -> f32 {
        let position = u128::from(at) * u128::from(self.from);
        let middle = (position / u128::from(self.to)) as u64;
        let beyond = (position % u128::from(self.to)) as f64 / f64::from(self.to);
        let first = middle.saturating_sub(self.reach).min(samples.len() as u64);
        let last = (middle + self.reach + 2).min(samples.len() as u64);
        let mut distance = (middle as f64 - first as f64 + beyond) * self.stride;
        let mut sum = 0.0;
        for sample in &samples[first as usize..last as usize] {
            sum += f64::from(*sample) * self.kernel(distance.abs());
            distance -= self.stride;
        }
        sum as f32
    }

    /// The kernel `distance` table entries from its middle, by a cubic through four neighbours.
    fn kernel(&self, distance: f64) -> f64 {
        let at = distance as usize;
        let x = distance - at as f64;
        let entry = |index: usize| self.table.get(index).copied().map_or(0.0, f64::from);
        // The response is even: the entry before the middle is the one after it.
        let (a, b, c, d) = (entry(at.abs_diff(1)), entry(at), entry(at + 1), entry(at + 2));
        let cubic = (d - a) / 6.0 + (b - c) / 2.0;
        let square = (a + c) / 2.0 - b;
        let line = c - a / 3.0 - b / 2.0 - d / 6.0;
        ((cubic * x + square) * x + line) * x + b
    }
}
