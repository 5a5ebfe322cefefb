//! Noise, and mixing it with a clip at a given level.

use emo_fft::num_complex::Complex32;
use emo_random::RandomState;
use rand_distr::{Distribution, StandardNormal};

use crate::{Augmenter, Error, Result};

/// Lowest frequency of pink noise, Hz: lower ones are inaudible but would count as noise power.
const LOWEST: f64 = 20.0;

/// `n` samples of noise that has the same power in every octave from 20 Hz to half the sample
/// rate (Hz). Its mean square is 1, or 0 if the band is empty.
///
/// # Errors
///
/// None for any length that fits in memory.
pub fn pink_noise(n: usize, sample_rate: u32, random: &mut RandomState) -> Result<Vec<f32>> {
    pink_noise_of(&Augmenter::default(), n, sample_rate, random)
}

/// The same, with the transforms of an augmenter.
pub(crate) fn pink_noise_of(
    augmenter: &Augmenter,
    n: usize,
    sample_rate: u32,
    random: &mut RandomState,
) -> Result<Vec<f32>> {
    if n == 0 {
        return Ok(Vec::new());
    }
    let length = n.next_power_of_two().max(2);
    let transform = augmenter.inverse(length);
    let mut spectrum = transform.make_input_vec();
    let last = spectrum.len() - 1;
    for (bin, value) in spectrum.iter_mut().enumerate() {
        let frequency = bin as f64 * f64::from(sample_rate) / length as f64;
        let (re, im): (f32, f32) = (StandardNormal.sample(random), StandardNormal.sample(random));
        if frequency >= LOWEST && bin < last {
            *value = Complex32::new(re, im) / frequency.sqrt() as f32;
        }
    }
    let mut noise = transform.make_output_vec();
    transform.process(&mut spectrum, &mut noise)?;
    noise.truncate(n);
    scale_to_power(&mut noise, 1.0);
    Ok(noise)
}

/// `n` samples of many people who talk at once: each voice starts at a random position, is
/// repeated, and has the same power. The mean square is 1, or 0 if all voices are silent.
///
/// # Errors
///
/// [`Error::NoVoices`] without a voice, or with one that has no samples.
///
/// ```
/// use emo_augment::{babble, mix};
/// use emo_random::RandomState;
///
/// let voices = [vec![0.1, -0.2, 0.3], vec![0.5, -0.5]];
/// let talk = babble(&voices, 4, &mut RandomState::new(1))?;
/// let noisy = mix(&[0.0, 1.0, 0.0, -1.0], &talk, 10.0)?;
/// assert_eq!(noisy.len(), 4);
/// # Ok::<(), emo_augment::Error>(())
/// ```
pub fn babble(
    voices: &[impl AsRef<[f32]>],
    n: usize,
    random: &mut RandomState,
) -> Result<Vec<f32>> {
    if voices.is_empty() {
        return Err(Error::NoVoices { got: "none" });
    }
    let mut sum = vec![0.0; n];
    for voice in voices {
        let voice = voice.as_ref();
        let offset = random.randint(0, voice.len() as i64);
        let offset = offset.map_err(|_| Error::NoVoices { got: "one without samples" })? as usize;
        let amplitude = power(voice).sqrt().recip();
        let gain = if amplitude.is_finite() { amplitude } else { 0.0 };
        for (sum, &x) in sum.iter_mut().zip(voice.iter().cycle().skip(offset)) {
            *sum += (f64::from(x) * gain) as f32;
        }
    }
    scale_to_power(&mut sum, 1.0);
    Ok(sum)
}

/// The clip with noise added, `snr_db` dB below it: the ratio of their mean squares over the
/// whole clip. Shorter noise is repeated; a silent clip stays silent.
///
/// # Errors
///
/// [`Error::Parameter`] unless `snr_db` is from -60 to 120, [`Error::NoVoices`] if the noise
/// has no samples but the clip has, and [`Error::Overflow`] if a sum is not finite.
pub fn mix(samples: &[f32], noise: &[f32], snr_db: f64) -> Result<Vec<f32>> {
    if !(-60.0..=120.0).contains(&snr_db) {
        let expected = "-60 to 120 dB";
        return Err(Error::Parameter { parameter: "snr_db", expected, got: snr_db });
    }
    if noise.is_empty() && !samples.is_empty() {
        return Err(Error::NoVoices { got: "noise without samples" });
    }
    let heard: Vec<f32> = noise.iter().copied().cycle().take(samples.len()).collect();
    let ratio = power(samples) / power(&heard);
    let gain = if ratio.is_finite() { ratio.sqrt() * 10.0_f64.powf(-snr_db / 20.0) } else { 0.0 };
    let sum = |(&x, &noise): (&f32, &f32)| (f64::from(x) + gain * f64::from(noise)) as f32;
    finite(samples.iter().zip(&heard).map(sum).collect())
}

/// The mean square.
pub(crate) fn power(samples: &[f32]) -> f64 {
    let sum: f64 = samples.iter().map(|&x| f64::from(x) * f64::from(x)).sum();
    sum / samples.len().max(1) as f64
}

/// Scales samples that are not all zero to a mean square.
pub(crate) fn scale_to_power(samples: &mut [f32], wanted: f64) {
    let gain = (wanted / power(samples)).sqrt();
    if gain.is_finite() {
        samples.iter_mut().for_each(|x| *x = (f64::from(*x) * gain) as f32);
    }
}

/// The samples, if all are finite.
pub(crate) fn finite(samples: Vec<f32>) -> Result<Vec<f32>> {
    match samples.iter().position(|x| !x.is_finite()) {
        Some(at) => Err(Error::Overflow { at }),
        None => Ok(samples),
    }
}
