//! The last samples of a signal that comes in blocks, and the frames that they complete.

/// The samples of a signal from `start` on.
#[derive(Debug, Default)]
pub(super) struct Held {
    samples: Vec<f32>,
    start: usize,
}

impl Held {
    pub(super) fn push(&mut self, samples: impl Iterator<Item = f32>) {
        self.samples.extend(samples);
    }

    /// The samples from this one on, which must not have been dropped.
    #[cfg(feature = "encoder-without-weights")]
    pub(super) fn from(&self, sample: usize) -> &[f32] {
        self.samples.get(sample.saturating_sub(self.start)..).unwrap_or_default()
    }

    /// The number of samples of the signal so far.
    pub(super) fn end(&self) -> usize {
        self.start + self.samples.len()
    }

    /// Drops the samples before this one.
    pub(super) fn drop_before(&mut self, sample: usize) {
        let n = sample.saturating_sub(self.start).min(self.samples.len());
        self.samples.drain(..n);
        self.start += n;
    }
}

/// Which frames a signal has, and how many of them are done.
#[derive(Clone, Debug)]
pub(super) struct Frames {
    frame_length: usize,
    hop_length: usize,
    /// Samples before the first one that the first frame covers.
    padding: usize,
    /// Frames that are taken at a time.
    together: usize,
    done: usize,
}

/// A few frames, with the samples that they cover.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group<'h> {
    /// Samples from a multiple of the hop length on. What lies before them is not covered by the
    /// frames, except for the padding before the signal.
    pub(super) samples: &'h [f32],
    /// The first frame, counted from the first of the samples.
    pub(super) first: usize,
    pub(super) count: usize,
}

impl Frames {
    pub(super) fn new(frame_length: usize, hop_length: usize, padding: usize) -> Self {
        Self { frame_length, hop_length, padding, together: 1, done: 0 }
    }

    /// Takes this many frames at a time; fewer at the end.
    pub(super) fn together(mut self, together: usize) -> Self {
        self.together = together;
        self
    }

    /// The next frames, if they are complete. `total` is the number of all frames once the signal
    /// has ended: frames that reach beyond its end are complete then.
    pub(super) fn next<'h>(&mut self, held: &'h Held, total: Option<usize>) -> Option<Group<'h>> {
        let count = match total {
            Some(total) => self.together.min(total.saturating_sub(self.done)),
            None => {
                let last = self.done + self.together - 1;
                let end = last * self.hop_length + self.frame_length;
                if end <= held.end() + self.padding { self.together } else { 0 }
            }
        };
        if count == 0 {
            return None;
        }
        let from = self.needs();
        let samples = held.samples.get(from - held.start..)?;
        let first = self.done - from / self.hop_length;
        self.done += count;
        Some(Group { samples, first, count })
    }

    /// The first sample that is still needed: a multiple of the hop length.
    pub(super) fn needs(&self) -> usize {
        let first = (self.done * self.hop_length).saturating_sub(self.padding);
        first / self.hop_length * self.hop_length
    }
}
