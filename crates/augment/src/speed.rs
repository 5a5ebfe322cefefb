//! Another speed.

use emo_audio_io::resample;

use crate::Result;

/// The clip played at a speed, so that length and pitch change as with a tape.
pub(crate) fn played_at(samples: &[f32], sample_rate: u32, factor: f64) -> Result<Vec<f32>> {
    let played = (f64::from(sample_rate) * factor).round() as u32;
    Ok(resample(samples, played, sample_rate)?)
}
