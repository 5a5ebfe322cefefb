//! Babble that is made from the clip itself.

use emo_random::RandomState;

use crate::noise::{babble, mix};
use crate::{Augmenter, Result};

/// Number of voices.
const VOICES: usize = 8;

/// The speeds of their voices, in hundredths: from much deeper and slower to much higher and
/// faster, so that they are not the speaker's.
const SPEEDS: (f64, f64) = (70.0, 141.0);

/// The clip with [`VOICES`] voices that are made from it, together `snr_db` dB below it. Each voice
/// has its own speed and start, and half of them are played backwards. They have the spectra and
/// the pace of speech, and need no other recording.
pub(crate) fn own_babble(
    augmenter: &Augmenter,
    samples: &[f32],
    sample_rate: u32,
    snr_db: f64,
    random: &mut RandomState,
) -> Result<Vec<f32>> {
    if samples.is_empty() {
        return Ok(Vec::new());
    }
    let voices = (0..VOICES).map(|_| voice(augmenter, samples, sample_rate, random));
    let voices: Vec<Vec<f32>> = voices.collect::<Result<_>>()?;
    mix(samples, &babble(&voices, samples.len(), random)?, snr_db)
}

fn voice(
    augmenter: &Augmenter,
    samples: &[f32],
    sample_rate: u32,
    random: &mut RandomState,
) -> Result<Vec<f32>> {
    let (low, high) = SPEEDS;
    let hundredths = random.uniform(low, high).floor();
    let mut voice = augmenter.played_at(samples, sample_rate, hundredths / 100.0)?;
    if random.random_sample() < 0.5 {
        voice.reverse();
    }
    Ok(voice)
}
