//! Digital silence stays digital silence.
//!
//! Filtering by transforms leaves rounding errors where the signal is exactly zero, some 300 dB
//! below it. They are inaudible, but features that look at each frame for itself (chroma, tuning,
//! spectral contrast) would see them as sound. soxr leaves its own errors there; where those are not
//! followed to the bit, silence is the better answer.

use std::ops::Range;

/// Finds the stretches of a signal in which it has been zero for longer than a filter is.
pub(super) struct Silence {
    /// A stretch shorter than this does not count.
    shortest: usize,
    /// How many samples have been seen.
    seen: usize,
    /// How many of the last ones were zero.
    zeros: usize,
    /// The stretches so far, in samples of the input.
    stretches: Vec<Range<usize>>,
}

impl Silence {
    /// For a filter that reaches `reach` samples to either side.
    pub(super) fn new(reach: f64) -> Self {
        let shortest = (2.0 * reach).ceil() as usize + 1;
        Self { shortest, seen: 0, zeros: 0, stretches: Vec::new() }
    }

    /// Sees the next samples.
    pub(super) fn see(&mut self, mut samples: &[f32]) {
        while !samples.is_empty() {
            let zeros = samples.iter().take_while(|&&sample| sample == 0.0).count();
            self.zeros += zeros;
            self.seen += zeros;
            samples = &samples[zeros..];
            if samples.is_empty() {
                return;
            }
            self.end_stretch();
            let sounds = samples.iter().take_while(|&&sample| sample != 0.0).count();
            self.seen += sounds;
            samples = &samples[sounds..];
        }
    }

    /// Sets to zero the output samples whose whole reach of the input is zero. `rate` is input
    /// samples an output sample; beyond either end the input is zero too.
    pub(super) fn restore(mut self, reach: f64, rate: f64, output: &mut [f32]) {
        self.end_stretch();
        for stretch in self.stretches {
            let first = if stretch.start == 0 { 0.0 } else { stretch.start as f64 - 1.0 + reach };
            let after = if stretch.end == self.seen {
                output.len()
            } else {
                ((stretch.end as f64 - reach) / rate).ceil().max(0.0) as usize
            };
            let within = (first / rate).ceil() as usize..after.min(output.len());
            if let Some(silent) = output.get_mut(within) {
                silent.fill(0.0);
            }
        }
    }

    fn end_stretch(&mut self) {
        if self.zeros >= self.shortest || (self.zeros > 0 && self.zeros == self.seen) {
            self.stretches.push(self.seen - self.zeros..self.seen);
        }
        self.zeros = 0;
    }
}
