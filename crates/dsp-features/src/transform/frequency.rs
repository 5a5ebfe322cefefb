//! Units of frequency: Hz, mel and octaves (librosa 0.11, `core/convert.py`).

use ndarray::ArrayView2;

/// Width in mel of a Hz on the linear part of Slaney's scale.
const HZ_PER_MEL: f64 = 200.0 / 3.0;
/// Where Slaney's scale turns from linear to logarithmic.
const MIN_LOG_HZ: f64 = 1000.0;
const MIN_LOG_MEL: f64 = MIN_LOG_HZ / HZ_PER_MEL;

/// The step of a mel on the logarithmic part: 27 mel a factor of 6.4.
fn log_step() -> f64 {
    6.4_f64.ln() / 27.0
}

/// Mel of a frequency in Hz, by Slaney's scale (Auditory Toolbox, 1998) or HTK's.
///
/// ```
/// assert_eq!(emo_dsp_features::hz_to_mel(100.0, false), 1.5);
/// ```
pub fn hz_to_mel(hz: f64, htk: bool) -> f64 {
    if htk {
        2595.0 * (1.0 + hz / 700.0).log10()
    } else if hz >= MIN_LOG_HZ {
        MIN_LOG_MEL + (hz / MIN_LOG_HZ).ln() / log_step()
    } else {
        hz / HZ_PER_MEL
    }
}

/// Frequency in Hz of a mel, by Slaney's scale or HTK's: the inverse of [`hz_to_mel`].
pub fn mel_to_hz(mel: f64, htk: bool) -> f64 {
    if htk {
        700.0 * (10.0_f64.powf(mel / 2595.0) - 1.0)
    } else if mel >= MIN_LOG_MEL {
        MIN_LOG_HZ * (log_step() * (mel - MIN_LOG_MEL)).exp()
    } else {
        HZ_PER_MEL * mel
    }
}

/// `n_mels` frequencies in Hz from `fmin` to `fmax`, evenly spaced in mel.
pub fn mel_frequencies(n_mels: usize, fmin: f64, fmax: f64, htk: bool) -> Vec<f64> {
    linspace(hz_to_mel(fmin, htk), hz_to_mel(fmax, htk), n_mels)
        .map(|mel| mel_to_hz(mel, htk))
        .collect()
}

/// The frequencies in Hz of the `1 + n_fft / 2` bins of a spectrum.
///
/// Rounded as NumPy's `rfftfreq` rounds, since band edges are compared with them.
pub fn fft_frequencies(sr: u32, n_fft: usize) -> Vec<f64> {
    let step = 1.0 / (n_fft as f64 * (1.0 / f64::from(sr)));
    (0..=n_fft / 2).map(|bin| bin as f64 * step).collect()
}

/// Octaves above A0 (27.5 Hz), moved by `tuning` in fractions of a bin.
pub fn hz_to_octs(hz: f64, tuning: f64, bins_per_octave: usize) -> f64 {
    let a440 = 440.0 * 2.0_f64.powf(tuning / bins_per_octave as f64);
    (hz / (a440 / 16.0)).log2()
}

/// The length of the transform behind a spectrogram (frames × bins). It is taken to be even, as
/// librosa does: the number of bins is the same for `n_fft` and `n_fft + 1`.
pub(crate) fn n_fft_of(s: ArrayView2<'_, f32>) -> usize {
    2 * (s.ncols() - 1)
}

/// NumPy's `linspace`, both ends included.
pub(crate) fn linspace(start: f64, stop: f64, n: usize) -> impl Iterator<Item = f64> {
    let step = (stop - start) / (n.max(2) - 1) as f64;
    (0..n).map(move |i| if i > 0 && i + 1 == n { stop } else { i as f64 * step + start })
}
