//! How a stream is measured.

use crate::speech::SpeechOptions;
use crate::{Error, Result};

/// What an [`EmotionStream`](crate::EmotionStream) does with its samples.
///
/// ```
/// use emo_live::StreamOptions;
///
/// let options = StreamOptions::default().sample_rate(48_000).window_s(2.0).hop_s(0.5);
/// assert_eq!(options.smoothing_s, 1.0);
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub struct StreamOptions {
    /// The sample rate of the blocks, Hz, 4000 to 384 000. Default: 16 000.
    pub sample_rate: u32,
    /// The length of a window that is measured, s, 0.1 to 60. Default: 3.
    pub window_s: f64,
    /// From the end of a window to the end of the next, s, 0.05 to 60. Default: 1.
    pub hop_s: f64,
    /// The time constant of the filter over the probabilities of an utterance's windows, s, 0 to
    /// 60; 0 is no filter. A window that ends `t` seconds after the one before counts
    /// `1 - exp(-t / smoothing_s)`, the filtered ones before it the rest. Default: 1.
    pub smoothing_s: f64,
    /// Whether to adapt to the speaker of the stream by the utterances so far, where the model can.
    /// It helps where emotions change, and costs a little where a speaker has one emotion only:
    /// `docs/live.md` of emo has the figures. Default: `false`.
    pub adapt: bool,
    /// How speech is found and grouped into utterances.
    pub speech: SpeechOptions,
}

impl Default for StreamOptions {
    fn default() -> Self {
        Self {
            sample_rate: 16_000,
            window_s: 3.0,
            hop_s: 1.0,
            smoothing_s: 1.0,
            adapt: false,
            speech: SpeechOptions::default(),
        }
    }
}

impl StreamOptions {
    /// Sets the sample rate of the blocks, Hz.
    pub fn sample_rate(mut self, rate: u32) -> Self {
        self.sample_rate = rate;
        self
    }

    /// Sets the length of a window, s.
    pub fn window_s(mut self, seconds: f64) -> Self {
        self.window_s = seconds;
        self
    }

    /// Sets the step from one window to the next, s.
    pub fn hop_s(mut self, seconds: f64) -> Self {
        self.hop_s = seconds;
        self
    }

    /// Sets the time constant of the filter over the probabilities, s.
    pub fn smoothing_s(mut self, seconds: f64) -> Self {
        self.smoothing_s = seconds;
        self
    }

    /// Sets whether to adapt to the speaker.
    pub fn adapt(mut self, adapt: bool) -> Self {
        self.adapt = adapt;
        self
    }

    /// Sets how speech is found.
    pub fn speech(mut self, speech: SpeechOptions) -> Self {
        self.speech = speech;
        self
    }

    pub(crate) fn check(&self) -> Result<()> {
        if !(4000..=384_000).contains(&self.sample_rate) {
            return Err(Error::option("sample_rate", "4000 to 384000 Hz", self.sample_rate));
        }
        let ranges = [
            ("window_s", "0.1 to 60", 0.1, self.window_s),
            ("hop_s", "0.05 to 60", 0.05, self.hop_s),
            ("smoothing_s", "0 to 60", 0.0, self.smoothing_s),
        ];
        for (option, expected, least, got) in ranges {
            if !(least..=60.0).contains(&got) {
                return Err(Error::option(option, expected, got));
            }
        }
        self.speech.check()
    }
}
