//! Emotion over time of a recording.

use emo_live::{Format, Speaker, Utterance};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::convert::{self, Result, failed, object};

/// Emotion over time. Call `free()` when it is no longer needed.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Timeline(emo_live::Timeline);

#[wasm_bindgen]
impl Timeline {
    /// Utterances, their windows and a summary.
    ///
    /// # Errors
    ///
    /// None that a caller can cause.
    #[wasm_bindgen(getter, unchecked_return_type = "TimelineData")]
    pub fn data(&self) -> Result<JsValue> {
        object(&convert::timeline(&self.0))
    }

    /// The timeline in a format of `emo timeline`: `table`, `csv`, `jsonl`, `webvtt`, `srt`,
    /// `audacity`, `textgrid`, `rttm` or `elan`. `name` is that of the recording.
    ///
    /// # Errors
    ///
    /// For another format.
    #[wasm_bindgen(js_name = toFormat)]
    pub fn to_format(&self, format: &str, name: &str) -> Result<String> {
        let format: Format = format.parse().map_err(failed)?;
        let mut text = Vec::new();
        self.0.write(format, name, &mut text).map_err(failed)?;
        String::from_utf8(text).map_err(failed)
    }
}

impl Timeline {
    pub(crate) fn new(
        samples: u64,
        sample_rate: u32,
        labels: &[String],
        utterances: Vec<Utterance>,
    ) -> Self {
        let mut speaker = Speaker::default();
        speaker.name = "speaker".into();
        speaker.utterances = utterances;
        Self(emo_live::Timeline::new(samples, sample_rate, labels, vec![speaker]))
    }
}
