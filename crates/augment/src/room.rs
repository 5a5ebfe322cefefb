//! A room around the speaker.

use emo_random::RandomState;
use rand_distr::{Distribution, StandardNormal};

use crate::noise::{finite, power, scale_to_power};
use crate::{Augmenter, Result};

/// The energy of the echoes relative to the direct sound: 3 dB less.
const ECHOES: f64 = 0.5;

/// The natural logarithm of 1000, the decay of the amplitude over the reverberation time.
const SIXTY_DB: f64 = 6.907_755_278_982_137;

/// The clip in a room whose sound falls by 60 dB in `seconds`: the direct sound, and echoes that
/// are noise with an exponential decay (Moorer, "About this reverberation business", Computer
/// Music Journal 3 (2), 1979). Length and power are kept.
pub(crate) fn reverberate(
    augmenter: &Augmenter,
    samples: &[f32],
    sample_rate: u32,
    seconds: f64,
    random: &mut RandomState,
) -> Result<Vec<f32>> {
    let wanted = power(samples);
    let response = impulse_response(sample_rate, seconds, random);
    let mut out = convolve(augmenter, samples, &response)?;
    scale_to_power(&mut out, wanted);
    finite(out)
}

fn impulse_response(sample_rate: u32, seconds: f64, random: &mut RandomState) -> Vec<f32> {
    let length = (seconds * f64::from(sample_rate)).ceil();
    let echo = |t: usize| {
        let noise: f64 = StandardNormal.sample(random);
        (noise * (-SIXTY_DB * t as f64 / length).exp()) as f32
    };
    let mut response: Vec<f32> = (0..(length as usize).max(1)).map(echo).collect();
    let length = response.len() as f64;
    scale_to_power(&mut response, ECHOES / length);
    if let Some(direct) = response.first_mut() {
        *direct = 1.0;
    }
    response
}

/// The first samples of the convolution, as many as the input has.
fn convolve(augmenter: &Augmenter, samples: &[f32], response: &[f32]) -> Result<Vec<f32>> {
    if samples.is_empty() {
        return Ok(Vec::new());
    }
    let length = (samples.len() + response.len()).next_power_of_two();
    let (forward, inverse) = (augmenter.forward(length), augmenter.inverse(length));
    let spectrum = |values: &[f32]| {
        let mut padded = values.to_vec();
        padded.resize(length, 0.0);
        let mut spectrum = forward.make_output_vec();
        forward.process(&mut padded, &mut spectrum).map(|()| spectrum)
    };
    let mut product = spectrum(samples)?;
    for (a, b) in product.iter_mut().zip(spectrum(response)?) {
        *a *= b / length as f32;
    }
    // Both spectra are real at either end of the band except for rounding.
    let last = product.len() - 1;
    product[0].im = 0.0;
    product[last].im = 0.0;
    let mut out = inverse.make_output_vec();
    inverse.process(&mut product, &mut out)?;
    out.truncate(samples.len());
    Ok(out)
}
