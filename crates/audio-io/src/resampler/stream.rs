//! One signal on its way through a [`Resampler`], in parts.

use super::blocks::BlockStream;
use super::direct::DirectStream;
use super::silence::Silence;
use super::staged::StagedStream;
use super::{Method, Resampler, first_not_finite};
use crate::{Error, Result};

/// Converts one signal that comes in parts.
///
/// Whatever the parts are, the output is that of [`Resampler::process`], bit for bit. Memory does
/// not grow with the signal. What comes out lags behind what went in by a block of a few thousand
/// samples.
///
/// ```
/// use emo_audio_io::Resampler;
///
/// let resampler = Resampler::new(48_000, 16_000)?;
/// let mut stream = resampler.stream();
/// let mut output = Vec::new();
/// for part in vec![0.25; 48_000].chunks(1000) {
///     stream.push(part, &mut output)?;
/// }
/// assert!(output.len() > 14_000);
/// stream.finish(&mut output)?;
/// assert_eq!(output.len(), 16_000);
/// # Ok::<(), emo_audio_io::Error>(())
/// ```
pub struct ResamplerStream {
    resampler: Resampler,
    /// Input samples so far.
    pushed: usize,
    /// Output samples that were given.
    given: usize,
    /// Output samples after those that were given.
    made: Vec<f32>,
    /// The first input samples, as many as the plan's start needs.
    head: Vec<f32>,
    is_start_done: bool,
    silence: Silence,
    state: State,
}

enum State {
    Copy,
    Staged(Box<StagedStream>),
    Blocks(Box<BlockStream>),
    Direct(DirectStream),
}

impl ResamplerStream {
    pub(super) fn new(resampler: Resampler) -> Self {
        let state = match &resampler.plan.method {
            Method::Copy => State::Copy,
            Method::Direct(_) => State::Direct(DirectStream::default()),
            Method::Staged(staged) => State::Staged(Box::new(staged.start())),
            Method::Blocks(blocks) => State::Blocks(Box::new(blocks.start())),
        };
        Self {
            pushed: 0,
            given: 0,
            made: Vec::new(),
            head: Vec::new(),
            is_start_done: false,
            silence: Silence::new(resampler.plan.reach),
            state,
            resampler,
        }
    }

    /// Takes the next samples, and appends to `output` what can be computed so far.
    ///
    /// # Errors
    ///
    /// [`Error::NonFinite`] where a sample is NaN or infinite, or too large to be filtered; its
    /// index is that in the whole signal. The stream is of no further use then.
    pub fn push(&mut self, samples: &[f32], output: &mut Vec<f32>) -> Result<()> {
        if let Some(at) = first_not_finite(samples) {
            return Err(Error::NonFinite { at: self.pushed + at });
        }
        self.pushed += samples.len();
        let plan = &self.resampler.plan;
        if let Some(start) = &plan.start {
            self.silence.see(samples);
            let missing = start.needs().saturating_sub(self.head.len()).min(samples.len());
            self.head.extend(samples.iter().take(missing));
        }
        match (&mut self.state, &plan.method) {
            (State::Staged(stream), Method::Staged(staged)) => {
                stream.push(staged, samples, &mut self.made);
            }
            (State::Blocks(stream), Method::Blocks(blocks)) => {
                stream.push(blocks, samples, &mut self.made)?;
            }
            (State::Direct(stream), Method::Direct(direct)) => {
                stream.push(direct, samples, &mut self.made);
            }
            _ => self.made.extend_from_slice(samples),
        }
        self.release(output)
    }

    /// Ends the signal and appends the rest of the output.
    ///
    /// soxr rounds the length, librosa fills up with a zero: so does this.
    ///
    /// # Errors
    ///
    /// [`Error::NonFinite`] where a sample became too large in the filter.
    pub fn finish(mut self, output: &mut Vec<f32>) -> Result<()> {
        let len = self.resampler.rounded_len(self.pushed).saturating_sub(self.given);
        let plan = &self.resampler.plan;
        match (&mut self.state, &plan.method) {
            (State::Staged(stream), Method::Staged(staged)) => {
                stream.finish(staged, &mut self.made, len);
            }
            (State::Blocks(stream), Method::Blocks(blocks)) => {
                stream.finish(blocks, &mut self.made, len)?;
            }
            (State::Direct(stream), Method::Direct(direct)) => {
                stream.finish(direct, &mut self.made, len);
            }
            _ => {}
        }
        self.made.truncate(len);
        if let Some(start) = &plan.start {
            if !self.is_start_done {
                start.apply(&self.head, &mut self.made);
            }
            let rate = f64::from(self.resampler.from) / f64::from(self.resampler.to);
            self.silence.restore(plan.reach, rate, self.given, &mut self.made, true);
        }
        let padded = self.resampler.output_len(self.pushed).saturating_sub(self.given);
        self.give(len, output)?;
        output.resize(output.len() + padded.saturating_sub(len), 0.0);
        Ok(())
    }

    /// Appends the samples that no later input changes.
    fn release(&mut self, output: &mut Vec<f32>) -> Result<()> {
        let plan = &self.resampler.plan;
        let most = self.resampler.rounded_len(self.pushed).saturating_sub(self.given);
        let mut count = self.made.len().min(most);
        if let Some(start) = &plan.start {
            if !self.is_start_done {
                if self.head.len() < start.needs() || self.made.len() < start.reaches() {
                    return Ok(());
                }
                start.apply(&self.head, &mut self.made);
                self.is_start_done = true;
            }
            let rate = f64::from(self.resampler.from) / f64::from(self.resampler.to);
            let known = self.pushed as f64 - 2.0 * plan.reach - 2.0;
            let sure = (known / rate).max(0.0) as usize;
            count = count.min(sure.saturating_sub(self.given));
            let ready = self.made.get_mut(..count).unwrap_or_default();
            self.silence.restore(plan.reach, rate, self.given, ready, false);
        }
        self.give(count, output)
    }

    /// Appends the next `count` samples.
    fn give(&mut self, count: usize, output: &mut Vec<f32>) -> Result<()> {
        let ready = self.made.get(..count).unwrap_or_default();
        if let Some(at) = first_not_finite(ready) {
            return Err(Error::NonFinite { at: self.given + at });
        }
        if output.is_empty() && count == self.made.len() {
            std::mem::swap(output, &mut self.made);
        } else {
            output.extend_from_slice(ready);
            self.made.drain(..count);
        }
        self.given += count;
        Ok(())
    }
}

impl std::fmt::Debug for ResamplerStream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResamplerStream")
            .field("resampler", &self.resampler)
            .field("pushed", &self.pushed)
            .field("given", &self.given)
            .finish_non_exhaustive()
    }
}
