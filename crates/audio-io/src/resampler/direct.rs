//! Resampling by a sum over the kernel, for ratios whose blocks would be too long.

use emo_fft::num_complex::Complex;
use emo_fft::{FftError, Planner64};

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
        let inverse = Planner64::new().plan_fft_inverse(SPAN * FINE);
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

    /// The output sample `at`: the inputs around it, weighted by the kernel. `samples` are those
    /// from `start` on, of a signal of `len` samples; it holds all that are within reach.
    fn output(&self, samples: &[f32], start: u64, len: u64, at: u64) -> f32 {
        let (middle, beyond) = self.position(at);
        let first = middle.saturating_sub(self.reach).min(len);
        let last = (middle + self.reach + 2).min(len);
        let mut distance = (middle as f64 - first as f64 + beyond) * self.stride;
        let mut sum = 0.0;
        let within = first.saturating_sub(start) as usize..last.saturating_sub(start) as usize;
        for sample in samples.get(within).unwrap_or_default() {
            sum += f64::from(*sample) * self.kernel(distance.abs());
            distance -= self.stride;
        }
        sum as f32
    }

    /// The input sample before an output sample, and how far the latter is behind it.
    fn position(&self, at: u64) -> (u64, f64) {
        let position = u128::from(at) * u128::from(self.from);
        let beyond = (position % u128::from(self.to)) as f64 / f64::from(self.to);
        ((position / u128::from(self.to)) as u64, beyond)
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

/// One signal on its way through a [`Direct`].
#[derive(Default)]
pub(super) struct DirectStream {
    /// The input samples that are still within reach.
    samples: Vec<f32>,
    /// Where they start.
    start: u64,
    /// The next output sample.
    next: u64,
}

impl DirectStream {
    /// Takes the next samples, and appends the output samples that have all of their inputs.
    pub(super) fn push(&mut self, plan: &Direct, samples: &[f32], output: &mut Vec<f32>) {
        self.samples.extend_from_slice(samples);
        let len = self.start + self.samples.len() as u64;
        while plan.position(self.next).0 + plan.reach + 2 <= len {
            output.push(plan.output(&self.samples, self.start, len, self.next));
            self.next += 1;
        }
        let needed = plan.position(self.next).0.saturating_sub(plan.reach).min(len);
        self.samples.drain(..(needed - self.start) as usize);
        self.start = needed;
    }

    /// Goes on until `output` has `len` samples.
    pub(super) fn finish(&mut self, plan: &Direct, output: &mut Vec<f32>, len: usize) {
        let end = self.start + self.samples.len() as u64;
        while output.len() < len {
            output.push(plan.output(&self.samples, self.start, end, self.next));
            self.next += 1;
        }
    }
}
