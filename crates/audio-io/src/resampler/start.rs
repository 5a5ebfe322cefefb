//! The first output samples as soxr gives them.
//!
//! soxr's second filter starts with zeros before the signal, where the first one, which is
//! symmetric, already rings. What that ringing would add is taken away again, so that a signal
//! which starts aloud starts as it does there.

use super::kernel::Kernel;

/// What to take away, for each grid point before the signal.
pub(super) struct Start(Vec<Echo>);

/// One point of the grid between the filters.
struct Echo {
    /// The first filter's weights for the first input samples.
    inputs: Vec<f32>,
    /// The second filter's weights for the first output samples.
    outputs: Vec<f32>,
}

impl Start {
    /// Plans for a ratio of rates in lowest terms.
    pub(super) fn plan(from: u32, to: u32, kernel: &Kernel) -> Self {
        let Some((first, second, grid)) = kernel.in_order() else { return Self(Vec::new()) };
        let (from, to) = (f64::from(from), f64::from(to));
        let gain = first.rate() * second.rate() / grid / from;
        let reach = first.half_length().min(second.half_length());
        let weights = |count: f64, weight: &dyn Fn(f64) -> f64| {
            (0..count.max(0.0).ceil() as usize).map(|at| weight(at as f64) as f32).collect()
        };
        let echo = |k: usize| {
            let before = k as f64 / grid;
            let inputs = weights((first.half_length() - before) * from, &|at| {
                first.at(before + at / from) * gain
            });
            let outputs =
                weights((second.half_length() - before) * to, &|at| second.at(before + at / to));
            Echo { inputs, outputs }
        };
        Self((1..=(reach * grid) as usize).map(echo).collect())
    }

    /// How many input samples it is made from.
    pub(super) fn needs(&self) -> usize {
        self.0.first().map_or(0, |echo| echo.inputs.len())
    }

    /// How many output samples it corrects.
    pub(super) fn reaches(&self) -> usize {
        self.0.iter().map(|echo| echo.outputs.len()).max().unwrap_or(0)
    }

    /// Corrects the start of `output`, which was made from a signal that starts with `head`.
    pub(super) fn apply(&self, head: &[f32], output: &mut [f32]) {
        for echo in &self.0 {
            let ringing: f32 = echo.inputs.iter().zip(head).map(|(w, x)| w * x).sum();
            output.iter_mut().zip(&echo.outputs).for_each(|(y, w)| *y -= w * ringing);
        }
    }
}
