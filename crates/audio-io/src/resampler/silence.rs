//! Digital silence stays digital silence.
//!
//! Filtering by transforms leaves rounding errors where the signal is exactly zero, some 300 dB
//! below it. They are inaudible, but features that look at each frame for itself (chroma, tuning,
//! spectral contrast) would see them as sound. soxr leaves its own errors there; where those are
//! not followed to the bit, silence is the better answer.

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

    /// Sets to zero those of the output samples from `first` on whose whole reach of the input is
    /// zero. `rate` is input samples per output sample; beyond either end the input is zero too.
    ///
    /// Unless the signal `ended`, the input has to be known for twice the reach behind `output`.
    pub(super) fn restore(
        &mut self,
        reach: f64,
        rate: f64,
        first: usize,
        output: &mut [f32],
        ended: bool,
    ) {
        let end = first + output.len();
        let ongoing = self.counts().then(|| self.seen - self.zeros..self.seen);
        for stretch in self.stretches.iter().chain(&ongoing) {
            let from = if stretch.start == 0 { 0.0 } else { stretch.start as f64 - 1.0 + reach };
            let after = if ended && stretch.end == self.seen {
                end
            } else {
                ((stretch.end as f64 - reach) / rate).ceil().max(0.0) as usize
            };
            let from = ((from / rate).ceil() as usize).max(first) - first;
            let within = from..after.min(end).saturating_sub(first);
            if let Some(silent) = output.get_mut(within) {
                silent.fill(0.0);
            }
        }
        self.stretches.retain(|stretch| (stretch.end as f64 - reach) / rate > end as f64 - 1.0);
    }

    /// Whether the zeros at the end are a stretch.
    fn counts(&self) -> bool {
        self.zeros >= self.shortest || (self.zeros > 0 && self.zeros == self.seen)
    }

    fn end_stretch(&mut self) {
        if self.counts() {
            self.stretches.push(self.seen - self.zeros..self.seen);
        }
        self.zeros = 0;
    }
}
