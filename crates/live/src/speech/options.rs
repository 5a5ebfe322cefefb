//! How speech is grouped.

use crate::{Error, Result};

/// The longest utterance that can be asked for, s: the samples of an utterance are kept until it
/// ends.
const LONGEST: f64 = 600.0;

/// How probabilities of speech become parts with a start and an end. The names and the meaning are
/// those of `get_speech_timestamps` of silero-vad 6.2; defaults that differ say so.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub struct SpeechOptions {
    /// Frames from this probability on are speech, 0 to 1. Speech that has begun goes on down to
    /// 0.15 less, but not less than 0.01. Default: 0.5.
    pub threshold: f32,
    /// Shorter parts are dropped, ms. Default: 250.
    pub min_speech_duration_ms: u32,
    /// A pause of at least this length ends a part, ms. Default: 500, where silero has 100: an
    /// utterance has short pauses.
    pub min_silence_duration_ms: u32,
    /// Parts are made longer by this at both ends, ms, but do not overlap. At most
    /// `min_silence_duration_ms`, so that it is known when the part ends. Default: 30.
    pub speech_pad_ms: u32,
    /// Longer parts are cut, s, above 0 to 600: from two thirds of it on at the next pause of 100
    /// ms, and else at this length. Default: 15, where silero has no limit: the memory of a stream
    /// grows with it.
    pub max_speech_duration_s: f64,
}

impl Default for SpeechOptions {
    fn default() -> Self {
        Self {
            threshold: 0.5,
            min_speech_duration_ms: 250,
            min_silence_duration_ms: 500,
            speech_pad_ms: 30,
            max_speech_duration_s: 15.0,
        }
    }
}

impl SpeechOptions {
    /// Sets the probability from which on frames are speech.
    pub fn threshold(mut self, threshold: f32) -> Self {
        self.threshold = threshold;
        self
    }

    /// Sets the length of the shortest part, ms.
    pub fn min_speech_duration_ms(mut self, milliseconds: u32) -> Self {
        self.min_speech_duration_ms = milliseconds;
        self
    }

    /// Sets the length of the shortest pause, ms.
    pub fn min_silence_duration_ms(mut self, milliseconds: u32) -> Self {
        self.min_silence_duration_ms = milliseconds;
        self
    }

    /// Sets what is added at both ends, ms.
    pub fn speech_pad_ms(mut self, milliseconds: u32) -> Self {
        self.speech_pad_ms = milliseconds;
        self
    }

    /// Sets the length of the longest part, s.
    pub fn max_speech_duration_s(mut self, seconds: f64) -> Self {
        self.max_speech_duration_s = seconds;
        self
    }

    pub(crate) fn check(&self) -> Result<()> {
        if !(0.0..=1.0).contains(&self.threshold) {
            return Err(Error::option("threshold", "0 to 1", self.threshold));
        }
        let durations = [
            ("min_speech_duration_ms", self.min_speech_duration_ms),
            ("min_silence_duration_ms", self.min_silence_duration_ms),
        ];
        if let Some((option, got)) = durations.into_iter().find(|(_, got)| *got > 60_000) {
            return Err(Error::option(option, "0 to 60000", got));
        }
        if self.speech_pad_ms > self.min_silence_duration_ms {
            let expected = "at most min_silence_duration_ms";
            return Err(Error::option("speech_pad_ms", expected, self.speech_pad_ms));
        }
        let longest = self.max_speech_duration_s;
        if !(longest > 0.0 && longest <= LONGEST) {
            return Err(Error::option("max_speech_duration_s", "above 0, up to 600", longest));
        }
        Ok(())
    }
}
