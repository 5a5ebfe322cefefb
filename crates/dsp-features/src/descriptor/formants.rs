//! Formants: the resonances of the vocal tract, by linear prediction.

use std::f64::consts::PI;

use faer::Mat;
use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Result, require};
use crate::kernel::lanes::{LANES, Lanes, for_each_tile};
use crate::params::setters;
use crate::transform::frequency::n_fft_of;

/// Parameters of [`formants`], with Praat's defaults for an adult's voice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct FormantParams {
    /// Number of formants, 1 to 5. Default 3.
    pub n_formants: usize,
    /// Upper limit in Hz of the part of the spectrum that is used, at most half of the sample rate.
    /// Five formants are expected below it. Default 5500.
    pub ceiling: f64,
    /// Above this frequency in Hz the spectrum is raised by 6 dB an octave. Default 50.
    pub pre_emphasis: f64,
}

setters!(FormantParams { n_formants: usize, ceiling: f64, pre_emphasis: f64 });

impl Default for FormantParams {
    fn default() -> Self {
        Self { n_formants: 3, ceiling: 5500.0, pre_emphasis: 50.0 }
    }
}

/// Two poles for each of five formants.
const ORDER: usize = 10;
/// Resonances nearer than this to 0 Hz or the ceiling are none, as in Praat.
const MARGIN: f64 = 50.0;

/// Finds formants in power spectra of one size.
#[derive(Clone, Debug)]
pub(crate) struct FormantPlan {
    n_formants: usize,
    ceiling: f64,
    /// What each bin below the ceiling adds to each coefficient of the autocorrelation.
    weights: Vec<[f64; ORDER + 1]>,
}

impl FormantPlan {
    pub(crate) fn new(sr: u32, n_fft: usize, params: &FormantParams) -> Result<Self> {
        check::sample_rate(sr)?;
        let &FormantParams { n_formants, ceiling, pre_emphasis } = params;
        require((1..=5).contains(&n_formants), "n_formants", "1 to 5", n_formants)?;
        let nyquist = f64::from(sr) / 2.0;
        let inside = ceiling > 2.0 * MARGIN && ceiling <= nyquist;
        require(inside, "ceiling", format!("more than 100 to {nyquist} Hz"), ceiling)?;
        check::above("pre_emphasis", pre_emphasis, 0.0)?;
        let last = (ceiling / nyquist * (n_fft as f64 / 2.0)).round() as usize;
        let expected = format!("{} bins below the ceiling", 2 * ORDER);
        require(last >= 2 * ORDER, "n_fft", expected, last)?;
        let a = (-PI * pre_emphasis / ceiling).exp();
        let weights = (0..=last).map(|bin| {
            let angle = PI * bin as f64 / last as f64;
            let ends = if bin == 0 || bin == last { 0.5 } else { 1.0 };
            let raised = ends * (1.0 + a * a - 2.0 * a * angle.cos());
            std::array::from_fn(|lag| raised * (lag as f64 * angle).cos())
        });
        Ok(Self { n_formants, ceiling, weights: weights.collect() })
    }

    /// Keeps the part of the spectra that formants are looked for in.
    pub(crate) fn push(&self, clip: &mut Vec<Lanes>, bins: &[Lanes]) {
        clip.extend(bins.iter().take(self.weights.len()));
    }

    /// The formants of the frames for which `wanted` is true; 0 for the others. A formant that
    /// a frame lacks is that of the frame before.
    pub(crate) fn finish(
        &self,
        clip: &[Lanes],
        frames: usize,
        wanted: impl Fn(usize) -> bool,
    ) -> Array2<f32> {
        let mut out = Array2::zeros((frames, self.n_formants));
        let mut held = vec![0.0; self.n_formants];
        for (tile, bins) in clip.chunks_exact(self.weights.len()).enumerate() {
            for lane in 0..LANES.min(frames - tile * LANES) {
                let frame = tile * LANES + lane;
                if !wanted(frame) {
                    continue;
                }
                let found = self.of_frame(bins.iter().map(|bin| f64::from(bin.0[lane])));
                held.iter_mut().zip(found).for_each(|(held, hz)| *held = hz as f32);
                out.row_mut(frame).iter_mut().zip(&held).for_each(|(to, &hz)| *to = hz);
            }
        }
        out
    }

    /// The formants of one power spectrum in Hz, rising.
    fn of_frame(&self, power: impl Iterator<Item = f64>) -> Vec<f64> {
        let mut r = [0.0; ORDER + 1];
        for (power, weights) in power.zip(&self.weights) {
            r.iter_mut().zip(weights).for_each(|(r, weight)| *r += power * weight);
        }
        let Some(predictor) = levinson_durbin(&r) else { return Vec::new() };
        let mut hz = resonances(&predictor, self.ceiling);
        hz.retain(|hz| (MARGIN..=self.ceiling - MARGIN).contains(hz));
        hz.sort_unstable_by(f64::total_cmp);
        hz
    }
}

/// The coefficients that predict a sample from those before, from its autocorrelation
/// (Durbin, 1960); `None` in silence.
fn levinson_durbin(r: &[f64; ORDER + 1]) -> Option<[f64; ORDER]> {
    let mut error = r[0];
    let mut a = [0.0; ORDER];
    for order in 0..ORDER {
        if error <= r[0] * 1e-12 || !error.is_normal() {
            return None;
        }
        let predicted: f64 = (0..order).map(|i| a[i] * r[order - i]).sum();
        let reflection = (r[order + 1] - predicted) / error;
        let before = a;
        for i in 0..order {
            a[i] -= reflection * before[order - 1 - i];
        }
        a[order] = reflection;
        error *= 1.0 - reflection * reflection;
    }
    Some(a)
}

/// The frequencies of the predictor's poles above the real line, in Hz: the eigenvalues of its
/// companion matrix.
fn resonances(predictor: &[f64; ORDER], ceiling: f64) -> Vec<f64> {
    let companion = Mat::from_fn(ORDER, ORDER, |row, column| match (row, row == column + 1) {
        (0, _) => predictor[column],
        (_, true) => 1.0,
        (_, false) => 0.0,
    });
    let poles = companion.eigenvalues().unwrap_or_default();
    let above = poles.into_iter().filter(|pole| pole.im > 0.0);
    above.map(|pole| pole.im.atan2(pole.re) / PI * ceiling).collect()
}

/// The formants of each frame of a power spectrogram `s` (frames × bins, power 2) in Hz, rising;
/// frames × `n_formants`.
///
/// Linear prediction of order 10 on the spectrum up to the ceiling (Makhoul, "Spectral linear
/// prediction", 1975), which is that of the clip resampled to twice the ceiling: Praat's way,
/// but for its Burg algorithm. A formant that a frame lacks is that of the frame before, and 0 in
/// the first. Only frames of voice have formants worth the name.
///
/// # Errors
///
/// A parameter out of range, too few bins, values of `s` that are negative or not finite.
///
/// ```
/// use emo_dsp_features::{FormantParams, Stft, StftParams, formants};
/// // A decaying ring at 700 Hz, struck 100 times a second.
/// let ring = |t: usize| (-0.03 * (t % 160) as f32).exp() * ((t % 160) as f32 * 0.2749).sin();
/// let samples: Vec<f32> = (0..4000).map(ring).collect();
/// let stft = Stft::new(&StftParams::default().n_fft(512).win_length(Some(400)).hop_length(160))?;
/// let hz = formants(stft.spectrogram(&samples, 2.0)?.view(), 16000, &FormantParams::default())?;
/// assert!((hz[[12, 0]] - 700.0).abs() < 50.0);
/// # Ok::<(), emo_dsp_features::Error>(())
/// ```
pub fn formants(s: ArrayView2<'_, f32>, sr: u32, params: &FormantParams) -> Result<Array2<f32>> {
    check::spectrogram(s)?;
    let plan = FormantPlan::new(sr, n_fft_of(s), params)?;
    let mut clip = Vec::new();
    for_each_tile(s, |tile| plan.push(&mut clip, &tile.bins));
    Ok(plan.finish(&clip, s.nrows(), |_| true))
}
