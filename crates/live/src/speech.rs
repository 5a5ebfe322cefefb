//! Voice activity: which parts of the audio are speech.
//!
//! A [`VoiceActivity`] gives a probability for each short frame; a [`SpeechDetector`] turns the
//! probabilities into parts with a start and an end, with silero's rules and names.

mod bands;
mod earshot;
mod hybrid;
mod options;
mod segmenter;
mod weights;

use std::collections::VecDeque;

pub use self::earshot::Earshot;
pub use self::hybrid::Hybrid;
pub use self::options::SpeechOptions;
pub(crate) use self::segmenter::{Change, Segmenter};

use crate::{Error, Result};

/// Gives the probability of speech, frame after frame.
///
/// Implement it to use another detector; [`Hybrid`] is the one that is used by default.
pub trait VoiceActivity {
    /// The sample rate of the frames, Hz.
    fn sample_rate(&self) -> u32;

    /// The length of a frame, in samples; at least 1.
    fn frame_len(&self) -> usize;

    /// By how many samples the probability of a frame lags behind the audio: a frame's probability
    /// is taken as that of the audio this much earlier. At most a few frames.
    fn delay(&self) -> usize {
        0
    }

    /// The probability, from 0 to 1, that the next frame holds speech. All samples are finite and
    /// from -1 to 1.
    fn predict(&mut self, frame: &[f32]) -> f32;

    /// Forgets all frames so far.
    fn reset(&mut self);
}

/// A part of the audio that is speech, in samples: from `start` up to `end`, without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speech {
    /// The first sample.
    pub start: u64,
    /// The sample after the last one.
    pub end: u64,
}

/// Finds speech in samples that come in blocks of any size: [`push`](Self::push) samples,
/// [`poll`](Self::poll) the parts that are complete, and [`finish`](Self::finish).
///
/// ```
/// use emo_live::{SpeechDetector, SpeechOptions};
///
/// let mut detector = SpeechDetector::new(SpeechOptions::default())?;
/// for block in vec![0.0; 16_000].chunks(160) {
///     detector.push(block)?;
///     assert_eq!(detector.poll(), None); // silence
/// }
/// detector.finish();
/// assert_eq!(detector.poll(), None);
/// # Ok::<(), emo_live::Error>(())
/// ```
#[derive(Debug)]
pub struct SpeechDetector<V = Hybrid> {
    activity: V,
    segmenter: Segmenter,
    frame: Vec<f32>,
    pushed: u64,
    found: VecDeque<Speech>,
}

impl SpeechDetector {
    /// A detector for samples at 16 kHz by [`Hybrid`].
    ///
    /// # Errors
    ///
    /// If an option is out of its range.
    pub fn new(options: SpeechOptions) -> Result<Self> {
        Self::with_activity(Hybrid::default(), options)
    }
}

impl<V: VoiceActivity> SpeechDetector<V> {
    /// A detector by another voice activity, for samples at its rate.
    ///
    /// # Errors
    ///
    /// If an option is out of its range.
    pub fn with_activity(activity: V, options: SpeechOptions) -> Result<Self> {
        let segmenter = Segmenter::new(&activity, &options)?;
        Ok(Self { activity, segmenter, frame: Vec::new(), pushed: 0, found: VecDeque::new() })
    }

    /// Takes the next samples, at the rate of the voice activity.
    ///
    /// # Errors
    ///
    /// If a sample is NaN or infinite; none of the block is taken then.
    pub fn push(&mut self, samples: &[f32]) -> Result<()> {
        check_finite(samples, self.pushed)?;
        self.pushed += samples.len() as u64;
        for &sample in samples {
            self.frame.push(sample.clamp(-1.0, 1.0));
            if self.frame.len() == self.activity.frame_len() {
                self.step();
            }
        }
        Ok(())
    }

    /// The next part that is complete, if there is one.
    pub fn poll(&mut self) -> Option<Speech> {
        self.found.pop_front()
    }

    /// Ends the audio: a part that is still open becomes complete.
    pub fn finish(&mut self) {
        if !self.frame.is_empty() {
            self.frame.resize(self.activity.frame_len(), 0.0);
            self.step();
        }
        let end = self.pushed;
        self.found.extend(self.segmenter.finish(end).map(|(start, end)| Speech { start, end }));
    }

    fn step(&mut self) {
        let probability = self.activity.predict(&self.frame);
        self.frame.clear();
        if let Some(Change::End { start, end }) = self.segmenter.step(probability) {
            self.found.push_back(Speech { start, end });
        }
    }
}

/// The parts of whole audio that are speech; samples are at 16 kHz.
///
/// # Errors
///
/// If an option is out of its range, or a sample is NaN or infinite.
///
/// ```
/// use emo_live::{SpeechOptions, find_speech};
///
/// assert_eq!(find_speech(&vec![0.0; 16_000], SpeechOptions::default())?, []);
/// # Ok::<(), emo_live::Error>(())
/// ```
pub fn find_speech(samples: &[f32], options: SpeechOptions) -> Result<Vec<Speech>> {
    let mut detector = SpeechDetector::new(options)?;
    detector.push(samples)?;
    detector.finish();
    Ok(detector.found.into())
}

/// Refuses samples that are NaN or infinite; `before` samples came earlier.
pub(crate) fn check_finite(samples: &[f32], before: u64) -> Result<()> {
    match samples.iter().enumerate().find(|(_, sample)| !sample.is_finite()) {
        Some((at, &value)) => Err(Error::NonFinite { at: before + at as u64, value }),
        None => Ok(()),
    }
}
