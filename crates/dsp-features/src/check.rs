//! Checks of a caller's samples, spectrograms and sizes.

use ndarray::ArrayView2;

use crate::error::{Error, Result, require};

/// Largest `n_fft`: 24 seconds at 44.1 kHz.
pub(crate) const MAX_N_FFT: usize = 1 << 20;
/// Largest number of filters in a bank.
pub(crate) const MAX_FILTERS: usize = 1 << 12;
/// Largest number of values in a matrix of frames: 4 GB of `f32`.
const MAX_VALUES: usize = 1 << 30;

/// Largest magnitude of a sample for which no power, and no sum of powers over the bins of
/// a frame of `n_fft` samples, overflows `f32`.
pub(crate) fn sample_limit(n_fft: usize) -> f32 {
    let n = n_fft as f64;
    ((f64::from(f32::MAX) / n).sqrt() / (2.0 * n)) as f32
}

/// Samples must be there, finite, and within `limit`.
pub(crate) fn samples(samples: &[f32], limit: f32) -> Result<()> {
    if samples.is_empty() {
        return Err(Error::Empty { what: "samples" });
    }
    values("samples", samples, limit, |x| x.abs() <= limit, "a finite number of magnitude")
}

/// The same for a block of samples, of which the first is sample `first` of the clip.
pub(crate) fn block(block: &[f32], limit: f32, first: usize) -> Result<()> {
    match samples(block, limit) {
        Err(Error::BadValue { what, index, value, expected }) => {
            Err(Error::BadValue { what, index: first + index, value, expected })
        }
        checked => checked,
    }
}

/// A spectrogram must have frames, and finite values that are not negative.
pub(crate) fn spectrogram(s: ArrayView2<'_, f32>) -> Result<()> {
    if s.nrows() == 0 || s.ncols() < 2 {
        return Err(Error::Empty { what: "spectrogram" });
    }
    let limit = f32::MAX / (2 * s.ncols()) as f32;
    let expected = "a number from 0 to";
    match s.as_slice() {
        Some(all) => values("spectrogram", all, limit, |x| (0.0..=limit).contains(&x), expected),
        None => {
            let all = s.iter().copied().collect::<Vec<_>>();
            values("spectrogram", &all, limit, |x| (0.0..=limit).contains(&x), expected)
        }
    }
}

fn values(
    what: &'static str,
    values: &[f32],
    limit: f32,
    ok: impl Fn(f32) -> bool,
    expected: &str,
) -> Result<()> {
    // Without a branch a value, so that the loop is vectorised.
    let good = values.iter().fold(true, |good, &x| good & ok(x));
    let found = if good { None } else { values.iter().position(|&x| !ok(x)) };
    match found {
        None => Ok(()),
        Some(index) => Err(Error::BadValue {
            what,
            index,
            value: values.get(index).copied().unwrap_or(f32::NAN),
            expected: format!("{expected} {limit:e}"),
        }),
    }
}

/// A matrix of `frames` × `columns` must be of a size that can be meant.
pub(crate) fn size(frames: usize, columns: usize) -> Result<()> {
    match frames.checked_mul(columns) {
        Some(values) if values <= MAX_VALUES => Ok(()),
        _ => Err(Error::TooLarge { frames, columns, limit: MAX_VALUES }),
    }
}

pub(crate) fn sample_rate(sr: u32) -> Result<()> {
    require(sr > 0, "sr", "a rate above 0 Hz", sr)
}

pub(crate) fn n_fft(n_fft: usize) -> Result<()> {
    require((2..=MAX_N_FFT).contains(&n_fft), "n_fft", format!("2 to {MAX_N_FFT}"), n_fft)
}

pub(crate) fn filters(name: &'static str, n: usize) -> Result<()> {
    require((1..=MAX_FILTERS).contains(&n), name, format!("1 to {MAX_FILTERS}"), n)
}

/// Finite, and above zero where `above` is 0.
pub(crate) fn above(name: &'static str, value: f64, above: f64) -> Result<()> {
    require(
        value.is_finite() && value > above,
        name,
        format!("a finite number above {above}"),
        value,
    )
}
