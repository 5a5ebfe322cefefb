//! From the probability of each frame to parts with a start and an end.

use super::{SpeechOptions, VoiceActivity};
use crate::Result;

/// A pause of this length ends a part that is near the longest length, ms
/// (`min_silence_at_max_speech` of silero-vad 6.2).
const PAUSE_NEAR_LONGEST_MS: u32 = 98;

/// What a frame changes. Positions are samples at the rate of the voice activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// A part has reached the shortest length.
    Start { start: u64 },
    /// A part has ended.
    End { start: u64, end: u64 },
}

/// A part that has begun.
#[derive(Clone, Copy, Debug)]
struct Open {
    /// With what is added.
    start: u64,
    /// Where the first frame of speech begins.
    voice: u64,
    /// Where the current pause begins.
    pause: Option<u64>,
    /// Whether it has reached the shortest length.
    confirmed: bool,
}

/// Follows one signal. Online, so a part that is too long is cut at the next pause, and not, as in
/// silero, at the longest pause before.
#[derive(Debug)]
pub(crate) struct Segmenter {
    threshold: f32,
    lower_threshold: f32,
    frame_len: u64,
    delay: u64,
    min_speech: u64,
    min_silence: u64,
    pad: u64,
    longest: u64,
    pause_near_longest: u64,
    /// Frames so far.
    frames: u64,
    /// Where the last part ended.
    previous_end: u64,
    open: Option<Open>,
}

impl Segmenter {
    pub(crate) fn new(activity: &impl VoiceActivity, options: &SpeechOptions) -> Result<Self> {
        options.check()?;
        let rate = u64::from(activity.sample_rate());
        let samples = |milliseconds: u32| rate * u64::from(milliseconds) / 1000;
        Ok(Self {
            threshold: options.threshold,
            lower_threshold: (options.threshold - 0.15).max(0.01),
            frame_len: activity.frame_len() as u64,
            delay: activity.delay() as u64,
            min_speech: samples(options.min_speech_duration_ms),
            min_silence: samples(options.min_silence_duration_ms),
            pad: samples(options.speech_pad_ms),
            longest: (options.max_speech_duration_s * rate as f64) as u64,
            pause_near_longest: samples(PAUSE_NEAR_LONGEST_MS),
            frames: 0,
            previous_end: 0,
            open: None,
        })
    }

    /// Takes the probability of the next frame.
    pub(crate) fn step(&mut self, probability: f32) -> Option<Change> {
        let begin = self.frame_begin();
        self.frames += 1;
        let end = self.frame_begin();
        let Some(mut open) = self.open else {
            if probability >= self.threshold {
                let start = begin.saturating_sub(self.pad).max(self.previous_end);
                self.open = Some(Open { start, voice: begin, pause: None, confirmed: false });
            }
            return None;
        };
        if probability >= self.threshold {
            open.pause = None;
        } else if probability < self.lower_threshold {
            let pause = *open.pause.get_or_insert(begin);
            if begin - pause >= self.pause_that_ends(open.voice, begin) {
                return self.close(open, (pause + self.pad).min(end));
            }
        }
        if end - open.start >= self.longest {
            return self.close(open, end);
        }
        let starts = !open.confirmed && open.pause.is_none() && end - open.voice > self.min_speech;
        open.confirmed |= starts;
        self.open = Some(open);
        starts.then_some(Change::Start { start: open.start })
    }

    /// Ends the signal, which has `total` samples, and gives the part that was open.
    pub(crate) fn finish(&mut self, total: u64) -> Option<(u64, u64)> {
        let open = self.open.take().filter(|open| open.confirmed)?;
        let end = open.pause.map_or(total, |pause| (pause + self.pad).min(total));
        Some((open.start, end))
    }

    /// The confirmed part that is open: its start, and up to where it is known to reach.
    pub(crate) fn reach(&self) -> Option<(u64, u64)> {
        let open = self.open.filter(|open| open.confirmed)?;
        let now = self.frame_begin();
        Some((open.start, open.pause.map_or(now, |pause| (pause + self.pad).min(now))))
    }

    /// The first sample that a part which is open, or starts with the next frame, can have.
    pub(crate) fn earliest(&self) -> u64 {
        let next = self.frame_begin().saturating_sub(self.pad).max(self.previous_end);
        self.open.map_or(next, |open| open.start)
    }

    /// Where the next frame begins.
    fn frame_begin(&self) -> u64 {
        (self.frames * self.frame_len).saturating_sub(self.delay)
    }

    fn pause_that_ends(&self, voice: u64, now: u64) -> u64 {
        let near_longest = now - voice >= self.longest / 3 * 2;
        if near_longest { self.min_silence.min(self.pause_near_longest) } else { self.min_silence }
    }

    fn close(&mut self, open: Open, end: u64) -> Option<Change> {
        self.open = None;
        if !open.confirmed {
            return None;
        }
        self.previous_end = end;
        Some(Change::End { start: open.start, end })
    }
}
