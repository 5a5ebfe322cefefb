//! The short-time Fourier transform (librosa 0.11, `core.stft`).

use std::f64::consts::PI;
use std::sync::Arc;

use emo_fft::{Planner64, RealToComplex, num_complex::Complex};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Error, Result, require};
use crate::kernel::fused::mul_add;
use crate::kernel::lanes::{LANES, Lanes, Tile};
use crate::kernel::simd::vectorised;
use crate::params::setters;

/// Parameters of [`stft`], with librosa's names and defaults.
///
/// The window is the periodic Hann window; padding is with zeros (`pad_mode="constant"`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct StftParams {
    /// Samples a transform, 2 to 2²⁰. Default 2048.
    pub n_fft: usize,
    /// Samples between frames. Default 512.
    pub hop_length: usize,
    /// Samples of the window, centred in the frame; `None` is `n_fft`.
    pub win_length: Option<usize>,
    /// Whether frame `t` is centred on sample `t * hop_length`, beyond the ends zeros, or
    /// starts there. Default `true`.
    pub center: bool,
}

setters!(StftParams { n_fft: usize, hop_length: usize, win_length: Option<usize>, center: bool });

impl Default for StftParams {
    fn default() -> Self {
        Self { n_fft: 2048, hop_length: 512, win_length: None, center: true }
    }
}

/// A planned transform: made once, used for many clips and by many threads.
///
/// ```
/// use emo_dsp_features::{Stft, StftParams};
/// let stft = Stft::new(&StftParams::default())?;
/// let spectra = stft.transform(&[0.1; 22050])?;
/// assert_eq!(spectra.dim(), (44, 1025));
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
#[derive(Clone)]
pub struct Stft {
    hop_length: usize,
    center: bool,
    window: Vec<f64>,
    fft: Arc<dyn RealToComplex<f64>>,
}

impl std::fmt::Debug for Stft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { hop_length, center, window, fft: _ } = self;
        write!(f, "Stft {{ n_fft: {}, hop_length: {hop_length}, center: {center} }}", window.len())
    }
}

/// What one transform works in.
#[derive(Debug)]
pub(crate) struct StftScratch {
    frame: Vec<f64>,
    spectrum: Vec<Complex<f64>>,
    fft: Vec<Complex<f64>>,
    rows: Vec<f32>,
    pub(crate) tile: Tile,
}

impl Stft {
    /// Plans the transform.
    ///
    /// # Errors
    ///
    /// A size of zero or beyond its range, or a window longer than the frame.
    pub fn new(params: &StftParams) -> Result<Self> {
        let &StftParams { n_fft, hop_length, win_length, center } = params;
        check::n_fft(n_fft)?;
        require(hop_length > 0, "hop_length", "at least 1", hop_length)?;
        let win_length = win_length.unwrap_or(n_fft);
        let expected = || format!("1 to n_fft = {n_fft}");
        require((1..=n_fft).contains(&win_length), "win_length", expected(), win_length)?;
        let mut window = vec![0.0; n_fft];
        let before = (n_fft - win_length) / 2;
        for (i, w) in window.iter_mut().skip(before).take(win_length).enumerate() {
            *w = 0.5 - 0.5 * (2.0 * PI * i as f64 / win_length as f64).cos();
        }
        if win_length == 1 {
            window[before] = 1.0;
        }
        let fft = Planner64::new().plan_fft_forward(n_fft);
        Ok(Self { hop_length, center, window, fft })
    }

    /// Samples a transform.
    pub fn n_fft(&self) -> usize {
        self.window.len()
    }

    /// Bins a frame: `1 + n_fft / 2`.
    pub fn n_bins(&self) -> usize {
        1 + self.n_fft() / 2
    }

    pub(crate) fn hop_length(&self) -> usize {
        self.hop_length
    }

    /// Samples before the first one that the first frame covers.
    pub(crate) fn padding(&self) -> usize {
        if self.center { self.n_fft() / 2 } else { 0 }
    }

    /// The number of frames that `samples` samples give.
    ///
    /// # Errors
    ///
    /// No samples; too few for one frame where frames are not centred.
    pub fn n_frames(&self, samples: usize) -> Result<usize> {
        let n_fft = self.n_fft();
        let padded = if self.center { samples + 2 * (n_fft / 2) } else { samples };
        match padded.checked_sub(n_fft) {
            _ if samples == 0 => Err(Error::Empty { what: "samples" }),
            Some(rest) => Ok(1 + rest / self.hop_length),
            None => Err(Error::TooShort { expected: n_fft, got: samples }),
        }
    }

    /// The complex spectra of a clip, frames × `1 + n_fft / 2`.
    ///
    /// # Errors
    ///
    /// Empty, non-finite or absurdly loud samples; a result too large for memory.
    pub fn transform(&self, samples: &[f32]) -> Result<Array2<Complex<f32>>> {
        let mut out = Array2::zeros(self.checked_shape(samples)?);
        self.each_frame(samples, |spectrum, frame| {
            out.row_mut(frame).iter_mut().zip(spectrum).for_each(|(to, from)| *to = rounded(from));
        })?;
        Ok(out)
    }

    /// The magnitudes of the spectra to the power of `power`, frames × `1 + n_fft / 2`
    /// (librosa's `_spectrogram`): 1 for [`crate::spectral_contrast`], 2 for the rest.
    ///
    /// # Errors
    ///
    /// As [`Stft::transform`]; a power that is not a finite number above zero.
    pub fn spectrogram(&self, samples: &[f32], power: f32) -> Result<Array2<f32>> {
        check::above("power", f64::from(power), 0.0)?;
        let mut out = Array2::zeros(self.checked_shape(samples)?);
        self.each_frame(samples, |spectrum, frame| {
            let mut row = out.row_mut(frame);
            if let Some(row) = row.as_slice_mut() {
                vectorised(
                    #[inline(always)]
                    || powers(spectrum, power, row),
                );
            }
        })?;
        Ok(out)
    }

    /// Samples that can be transformed, and the shape of what they give.
    pub(crate) fn checked_shape(&self, samples: &[f32]) -> Result<(usize, usize)> {
        check::samples(samples, check::sample_limit(self.n_fft()))?;
        let shape = (self.n_frames(samples.len())?, self.n_bins());
        check::size(shape.0, shape.1)?;
        Ok(shape)
    }

    pub(crate) fn scratch(&self) -> StftScratch {
        let stride = self.n_bins().next_multiple_of(LANES);
        StftScratch {
            frame: self.fft.make_input_vec(),
            spectrum: self.fft.make_output_vec(),
            fft: self.fft.make_scratch_vec(),
            rows: vec![0.0; stride * LANES],
            tile: Tile::new(stride),
        }
    }

    fn each_frame(
        &self,
        samples: &[f32],
        mut each: impl FnMut(&[Complex<f64>], usize),
    ) -> Result<()> {
        let mut scratch = self.scratch();
        for frame in 0..self.n_frames(samples.len())? {
            self.transform_frame(samples, frame, &mut scratch);
            each(&scratch.spectrum, frame);
        }
        Ok(())
    }

    /// The spectrum of frame `frame`, in `scratch.spectrum`.
    fn transform_frame(&self, samples: &[f32], frame: usize, scratch: &mut StftScratch) {
        let n_fft = self.n_fft();
        let padding = self.padding();
        // The frame covers padded samples `start..start + n_fft`.
        let start = frame * self.hop_length;
        let before = padding.saturating_sub(start).min(n_fft);
        let from = (start + before).saturating_sub(padding).min(samples.len());
        let inside = (n_fft - before).min(samples.len() - from);
        scratch.frame[..before].fill(0.0);
        scratch.frame[before + inside..].fill(0.0);
        let frame = &mut scratch.frame[before..before + inside];
        let window = &self.window[before..before + inside];
        let samples = &samples[from..from + inside];
        vectorised(
            #[inline(always)]
            || {
                for ((to, &x), &w) in frame.iter_mut().zip(samples).zip(window) {
                    *to = f64::from(x) * w;
                }
            },
        );
        let StftScratch { frame, spectrum, fft, .. } = scratch;
        let done = self.fft.process_with_scratch(frame, spectrum, fft);
        debug_assert!(done.is_ok(), "the buffers are the plan's own");
    }

    /// The power spectra of up to [`LANES`] frames from `first` on, in `scratch.tile`.
    pub(crate) fn power_tile(
        &self,
        samples: &[f32],
        first: usize,
        frames: usize,
        scratch: &mut StftScratch,
    ) {
        let stride = scratch.tile.bins.len();
        scratch.tile.frames = frames;
        if frames < LANES {
            scratch.rows.fill(0.0);
        }
        for lane in 0..frames {
            self.transform_frame(samples, first + lane, scratch);
            let row = &mut scratch.rows[lane * stride..][..stride];
            let spectrum = &scratch.spectrum;
            vectorised(
                #[inline(always)]
                || {
                    for (to, x) in row.iter_mut().zip(spectrum) {
                        let magnitude = magnitude(x);
                        *to = magnitude * magnitude;
                    }
                },
            );
        }
        let StftScratch { rows, tile, .. } = scratch;
        vectorised(
            #[inline(always)]
            || transpose(rows, &mut tile.bins),
        );
    }
}

/// Turns [`LANES`] rows of bins into bins of lanes, as many bins at a time as stay in the cache;
/// the number of bins is a multiple of [`LANES`], as [`Stft::scratch`] makes it.
#[inline(always)]
fn transpose(rows: &[f32], bins: &mut [Lanes]) {
    let stride = bins.len();
    for (block, bins) in bins.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        for (lane, row) in rows.chunks_exact(stride).enumerate() {
            for (bin, &x) in bins.iter_mut().zip(&row[block * LANES..]) {
                bin.0[lane] = x;
            }
        }
    }
}

/// The single precision in which spectra are kept, as librosa keeps them.
#[inline(always)]
fn rounded(x: &Complex<f64>) -> Complex<f32> {
    Complex::new(x.re as f32, x.im as f32)
}

/// The magnitude, with the very rounding of NumPy's `abs` of a `complex64`.
///
/// A frame that holds little more than one step of its signal has a flat spectrum. There,
/// which bins are peaks, and so the tuning of the clip, hangs on the last bit.
#[inline(always)]
fn magnitude(x: &Complex<f64>) -> f32 {
    let Complex { re, im } = rounded(x);
    let (re, im) = (re.abs(), im.abs());
    let (small, large) = if re < im { (re, im) } else { (im, re) };
    let scale = if large == 0.0 { 1.0 } else { large };
    let ratio = small / scale;
    large * mul_add(ratio, ratio, 1.0).sqrt()
}

#[inline(always)]
fn powers(spectrum: &[Complex<f64>], power: f32, out: &mut [f32]) {
    for (to, x) in out.iter_mut().zip(spectrum) {
        let magnitude = magnitude(x);
        *to = match power {
            1.0 => magnitude,
            2.0 => magnitude * magnitude,
            _ => magnitude.powf(power),
        };
    }
}

/// The short-time Fourier transform of a clip, frames × `1 + n_fft / 2`.
///
/// The transpose of librosa's `stft`. Transformed in `f64` and rounded, as there: in `f32` the
/// rounding of loud bins would drown the quiet ones of the same frame. Plans anew at each call: for
/// many clips, use [`Stft`].
///
/// # Errors
///
/// As [`Stft::new`] and [`Stft::transform`].
pub fn stft(samples: &[f32], params: &StftParams) -> Result<Array2<Complex<f32>>> {
    Stft::new(params)?.transform(samples)
}
