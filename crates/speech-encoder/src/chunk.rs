//! How a long recording is cut into chunks that know what is around them.

use crate::encoder::Encoder;
use crate::error::{Error, Result};

/// Frames per second.
const RATE: f64 = 50.0;

/// The longest input that Whisper was trained on, in seconds.
const LONGEST: f64 = 30.0;

/// The length of a chunk, and how much of it at either end is context: audio that the frames of
/// the chunk may attend to, and whose own frames come from the neighbouring chunk.
///
/// The default is Whisper's own 30 s with 2 s of context on either side. `docs/encoder.md` states
/// how far the frames are from those of the whole recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk {
    frames: usize,
    context: usize,
}

impl Default for Chunk {
    fn default() -> Self {
        Self { frames: 1500, context: 100 }
    }
}

impl Chunk {
    /// Chunks of `seconds`, with `context` seconds of that at either end.
    ///
    /// # Errors
    ///
    /// Chunks below 1 s or above 30 s, or a context of half a chunk or more.
    pub fn new(seconds: f64, context: f64) -> Result<Self> {
        let fits = (1.0..=LONGEST).contains(&seconds) && context >= 0.0;
        if !fits || 2.0 * context > seconds - 0.5 {
            return Err(Error::Chunk { seconds, context });
        }
        Ok(Self {
            frames: (seconds * RATE).round() as usize,
            context: (context * RATE).round() as usize,
        })
    }

    /// Length of a chunk in seconds, context included.
    pub fn seconds(&self) -> f64 {
        self.frames as f64 / RATE
    }

    /// Context at either end in seconds.
    pub fn context(&self) -> f64 {
        self.context as f64 / RATE
    }

    /// Length of a chunk in frames, context included.
    pub(crate) fn frames(self) -> usize {
        self.frames
    }

    /// The pieces of a recording with so many frames: one, if it fits into a chunk.
    pub(crate) fn pieces(self, frames: usize) -> impl Iterator<Item = Piece> {
        let step = if frames <= self.frames { frames } else { self.frames - 2 * self.context };
        (0..frames).step_by(step.max(1)).map(move |start| Piece {
            from: start.saturating_sub(self.context),
            start,
            end: (start + step).min(frames),
            to: (start + step + self.context).min(frames),
            frames,
        })
    }
}

/// Frames `start..end` of a recording, computed from the audio of frames `from..to`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    from: usize,
    start: usize,
    end: usize,
    to: usize,
    frames: usize,
}

impl Piece {
    /// Its own frames.
    pub(crate) fn len(&self) -> usize {
        self.end - self.start
    }

    /// Frames of context before its own.
    pub(crate) fn skipped(&self) -> usize {
        self.start - self.from
    }

    /// The part of the recording that it is computed from.
    pub(crate) fn samples<'a>(&self, samples: &'a [f32]) -> &'a [f32] {
        self.samples_after(samples, 0)
    }

    /// The same of a recording of which only the samples from `start` on are there.
    pub(crate) fn samples_after<'a>(&self, samples: &'a [f32], start: usize) -> &'a [f32] {
        let end = start + samples.len();
        let to = if self.to == self.frames { end } else { self.to * Encoder::HOP_LENGTH };
        let place = |sample: usize| sample.saturating_sub(start);
        samples.get(place(self.first_sample())..place(to)).unwrap_or_default()
    }

    /// The first sample that it is computed from.
    pub(crate) fn first_sample(&self) -> usize {
        self.from * Encoder::HOP_LENGTH
    }

    /// Whether its own frames begin with this frame or a later one.
    pub(crate) fn starts_from(&self, frame: usize) -> bool {
        self.start >= frame
    }

    /// Whether all frames that it is computed from lie before this one.
    pub(crate) fn ends_before(&self, frame: usize) -> bool {
        self.to < frame
    }
}
