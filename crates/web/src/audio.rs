//! A recording in memory.

use std::cell::OnceCell;

use emo_audio_io::{LoadOptions, load_bytes, resample};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::convert::{Result, failed};
use crate::picture;

/// The sample rate of pictures, Hz: speech has little above half of it.
const RATE: u32 = 16_000;

/// Mono samples of a recording, at its own sample rate. Call `free()` when it is no longer needed.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Audio {
    samples: Vec<f32>,
    sample_rate: u32,
    notes: Vec<String>,
    at_16_khz: OnceCell<Vec<f32>>,
}

#[wasm_bindgen]
impl Audio {
    /// Decodes a file in memory with emo's own decoders, which give the samples of the native
    /// program; the channels are averaged. `name` is in errors, and its ending is a hint.
    ///
    /// # Errors
    ///
    /// When the format is not known or the file is damaged.
    pub fn decode(bytes: &[u8], name: &str) -> Result<Self> {
        let options = LoadOptions::default().sample_rate(None);
        let clip = load_bytes(bytes, name, &options).map_err(failed)?;
        let notes = clip.notes.iter().map(ToString::to_string).collect();
        Ok(Self { notes, ..Self::new(clip.samples, clip.sample_rate) })
    }

    /// Takes mono samples that were decoded elsewhere (full scale is -1 to 1) and their rate in Hz.
    #[wasm_bindgen(js_name = fromSamples)]
    pub fn from_samples(samples: Vec<f32>, sample_rate: u32) -> Self {
        Self::new(samples, sample_rate)
    }

    /// The sample rate of the recording, Hz.
    #[wasm_bindgen(getter, js_name = sampleRate)]
    pub fn sample_rate(&self) -> u32 {
        self.sample_rate
    }

    /// The length, s.
    #[wasm_bindgen(getter)]
    pub fn seconds(&self) -> f64 {
        self.samples.len() as f64 / f64::from(self.sample_rate.max(1))
    }

    /// What was noticed while the file was read, as sentences.
    #[wasm_bindgen(getter)]
    pub fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }

    /// A copy of the samples.
    #[wasm_bindgen(getter)]
    pub fn samples(&self) -> Vec<f32> {
        self.samples.clone()
    }

    /// The smallest and the largest sample of each of so many equal parts: 2 × `parts` numbers.
    pub fn envelope(&self, parts: usize) -> Vec<f32> {
        picture::envelope(&self.samples, parts)
    }

    /// A mel spectrogram at 16 kHz as bytes: `bands` rows from low to high for each of about
    /// `columns` moments, moment after moment. 255 is the loudest, 0 lies 80 dB below it.
    ///
    /// # Errors
    ///
    /// Without samples, or with one that is not finite.
    pub fn spectrogram(&self, columns: usize, bands: usize) -> Result<Vec<u8>> {
        picture::spectrogram(self.at_16_khz()?, RATE, columns, bands)
    }

    /// The pitch in Hz every 10 ms; 0 where nothing is voiced.
    ///
    /// # Errors
    ///
    /// As `spectrogram`.
    pub fn pitch(&self) -> Result<Vec<f32>> {
        picture::pitch(self.at_16_khz()?, RATE)
    }

    /// The probability of speech, 0 to 1, every 16 ms.
    ///
    /// # Errors
    ///
    /// As `spectrogram`.
    #[wasm_bindgen(js_name = voiceActivity)]
    pub fn voice_activity(&self) -> Result<Vec<f32>> {
        Ok(picture::voice_activity(self.at_16_khz()?))
    }
}

impl Audio {
    fn new(samples: Vec<f32>, sample_rate: u32) -> Self {
        Self { samples, sample_rate, notes: Vec::new(), at_16_khz: OnceCell::new() }
    }

    pub(crate) fn as_slice(&self) -> &[f32] {
        &self.samples
    }

    fn at_16_khz(&self) -> Result<&[f32]> {
        if self.sample_rate == RATE {
            return Ok(&self.samples);
        }
        if self.at_16_khz.get().is_none() {
            let samples = resample(&self.samples, self.sample_rate, RATE).map_err(failed)?;
            let _ = self.at_16_khz.set(samples);
        }
        Ok(self.at_16_khz.get().map_or(&[], Vec::as_slice))
    }
}
