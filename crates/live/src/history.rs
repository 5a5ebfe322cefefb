//! The last samples, by their place in the signal.

/// Samples from some place on, up to the last one that was pushed.
#[derive(Debug, Default)]
pub(crate) struct History {
    samples: Vec<f32>,
    /// The place of the first sample that is kept.
    start: u64,
    /// Samples at the start of `samples` that are dropped when they are many.
    dropped: usize,
}

impl History {
    pub(crate) fn buffer(&mut self) -> &mut Vec<f32> {
        &mut self.samples
    }

    /// The place after the last sample.
    pub(crate) fn end(&self) -> u64 {
        self.start + (self.samples.len() - self.dropped) as u64
    }

    /// Drops the samples before a place. Memory moves only when half of it is free, so that this
    /// takes constant time for each sample.
    pub(crate) fn forget_before(&mut self, place: u64) {
        let gone = place.min(self.end()).saturating_sub(self.start);
        self.start += gone;
        self.dropped += gone as usize;
        if self.dropped > self.samples.len() / 2 {
            self.samples.drain(..self.dropped);
            self.dropped = 0;
        }
    }

    /// A copy of the samples from one place up to another, as far as they are there.
    pub(crate) fn copy(&self, start: u64, end: u64) -> Vec<f32> {
        let index = |place: u64| {
            let behind = place.saturating_sub(self.start) as usize;
            (self.dropped + behind).min(self.samples.len())
        };
        self.samples.get(index(start)..index(end)).map(<[f32]>::to_vec).unwrap_or_default()
    }
}
