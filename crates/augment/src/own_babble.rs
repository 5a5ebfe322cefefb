//! Other people talking, made of the clip itself.

use emo_random::RandomState;

use crate::Result;
use crate::noise::{babble, mix};
use crate::speed::played_at;

/// How many talk.
const VOICES: usize = 8;

/// The speeds of their voices, in hundredths: from much deeper and slower to much higher and
/// faster, so that they are not the speaker's.
const SPEEDS: (f64, f64) = (70.0, 141.0);

/// The clip among [`VOICES`] voices that are made of it, `snr_db` dB below it: each at a speed of
/// its own, from a place of its own, and half of them backwards. They have what the talk of others
/// has, the colours and the pace of speech, and need no other recording.
pub(crate) fn own_babble(
    samples: &[f32],
    sample_rate: u32,
    snr_db: f64,
    random: &mut RandomState,
) -> Result<Vec<f32>> {
    if samples.is_empty() {
        return Ok(Vec::new());
    }
    let voices = (0..VOICES).map(|_| voice(samples, sample_rate, random));
    let voices: Vec<Vec<f32>> = voices.collect::<Result<_>>()?;
    mix(samples, &babble(&voices, samples.len(), random)?, snr_db)
}

fn voice(samples: &[f32], sample_rate: u32, random: &mut RandomState) -> Result<Vec<f32>> {
    let (low, high) = SPEEDS;
    let hundredths = random.uniform(low, high).floor();
    let mut voice = played_at(samples, sample_rate, hundredths / 100.0)?;
    if random.random_sample() < 0.5 {
        voice.reverse();
    }
    Ok(voice)
}
