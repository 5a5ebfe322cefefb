//! librosa's transforms and descriptors. Spectrograms are frames × bins here; the package turns
//! them into librosa's bins × frames.

use emo_dsp_features::{
    ChromaParams, ContrastParams, MelParams, MfccParams, PiptrackParams, PowerToDb, RmsParams,
    SpectralMeasure, Stft, StftParams, TuningParams, ZeroCrossingRateParams,
};
use numpy::{Complex32, IntoPyArray, PyArray1, PyArray2, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use crate::error::Failure;
use crate::json::parsed;
use crate::work::{compute, in_one_piece};

/// Frames × bins or frames × bands.
pub(crate) type Frames<'py> = Result<Bound<'py, PyArray2<f32>>, Failure>;

/// The complex spectra.
#[pyfunction]
pub(crate) fn stft<'py>(
    py: Python<'py>,
    y: PyReadonlyArray1<'py, f32>,
    params: &str,
) -> Result<Bound<'py, PyArray2<Complex32>>, Failure> {
    let stft = Stft::new(&parsed::<StftParams>(params)?)?;
    let spectra = compute(&y, move |y| stft.transform(&in_one_piece(&y)))?;
    Ok(spectra.into_pyarray(py))
}

/// The magnitudes of the spectra to a power.
#[pyfunction]
pub(crate) fn spectrogram<'py>(
    py: Python<'py>,
    y: PyReadonlyArray1<'py, f32>,
    params: &str,
    power: f32,
) -> Frames<'py> {
    let stft = Stft::new(&parsed::<StftParams>(params)?)?;
    let spectra = compute(&y, move |y| stft.spectrogram(&in_one_piece(&y), power))?;
    Ok(spectra.into_pyarray(py))
}

/// Mel bands of a spectrogram.
#[pyfunction]
pub(crate) fn melspectrogram<'py>(
    py: Python<'py>,
    s: PyReadonlyArray2<'py, f32>,
    sr: u32,
    params: &str,
) -> Frames<'py> {
    let params: MelParams = parsed(params)?;
    let bands = compute(&s, move |s| emo_dsp_features::melspectrogram(s, sr, &params))?;
    Ok(bands.into_pyarray(py))
}

/// Powers in decibels.
#[pyfunction]
pub(crate) fn power_to_db<'py>(
    py: Python<'py>,
    powers: PyReadonlyArray1<'py, f32>,
    params: &str,
) -> Result<Bound<'py, PyArray1<f32>>, Failure> {
    let params: PowerToDb = parsed(params)?;
    let levels = compute(&powers, move |powers| params.of_values(powers.to_vec()))?;
    Ok(levels.into_pyarray(py))
}

/// Cepstral coefficients of a spectrogram in decibels.
#[pyfunction]
pub(crate) fn mfcc<'py>(
    py: Python<'py>,
    s: PyReadonlyArray2<'py, f32>,
    params: &str,
) -> Frames<'py> {
    let params: MfccParams = parsed(params)?;
    let coefficients = compute(&s, move |s| emo_dsp_features::mfcc(s, &params))?;
    Ok(coefficients.into_pyarray(py))
}

/// Chroma of a spectrogram of power.
#[pyfunction]
pub(crate) fn chroma_stft<'py>(
    py: Python<'py>,
    s: PyReadonlyArray2<'py, f32>,
    sr: u32,
    params: &str,
) -> Frames<'py> {
    let params: ChromaParams = parsed(params)?;
    let chroma = compute(&s, move |s| emo_dsp_features::chroma_stft(s, sr, &params))?;
    Ok(chroma.into_pyarray(py))
}

/// Contrast of the octaves of a spectrogram of magnitudes.
#[pyfunction]
pub(crate) fn spectral_contrast<'py>(
    py: Python<'py>,
    s: PyReadonlyArray2<'py, f32>,
    sr: u32,
    params: &str,
) -> Frames<'py> {
    let params: ContrastParams = parsed(params)?;
    let contrast = compute(&s, move |s| emo_dsp_features::spectral_contrast(s, sr, &params))?;
    Ok(contrast.into_pyarray(py))
}

/// Centroid, bandwidth, rolloff or flatness of a spectrogram, frames × 1.
#[pyfunction]
pub(crate) fn spectral_measure<'py>(
    py: Python<'py>,
    s: PyReadonlyArray2<'py, f32>,
    sr: u32,
    measure: &str,
) -> Frames<'py> {
    let measure: SpectralMeasure = parsed(measure)?;
    let values = compute(&s, move |s| emo_dsp_features::spectral_measure(s, sr, measure))?;
    Ok(values.into_pyarray(py))
}

/// The share of samples at which the sign changes, frames × 1.
#[pyfunction]
pub(crate) fn zero_crossing_rate<'py>(
    py: Python<'py>,
    y: PyReadonlyArray1<'py, f32>,
    params: &str,
) -> Frames<'py> {
    let params: ZeroCrossingRateParams = parsed(params)?;
    let rate =
        compute(&y, move |y| emo_dsp_features::zero_crossing_rate(&in_one_piece(&y), &params))?;
    Ok(rate.into_pyarray(py))
}

/// The root of the mean square of each frame, frames × 1.
#[pyfunction]
pub(crate) fn rms<'py>(
    py: Python<'py>,
    y: PyReadonlyArray1<'py, f32>,
    params: &str,
) -> Frames<'py> {
    let params: RmsParams = parsed(params)?;
    let values = compute(&y, move |y| emo_dsp_features::rms(&in_one_piece(&y), &params))?;
    Ok(values.into_pyarray(py))
}

/// The same from a spectrogram of magnitudes.
#[pyfunction]
pub(crate) fn rms_of_spectrogram<'py>(
    py: Python<'py>,
    s: PyReadonlyArray2<'py, f32>,
    frame_length: usize,
) -> Frames<'py> {
    let values = compute(&s, move |s| emo_dsp_features::rms_of_spectrogram(s, frame_length))?;
    Ok(values.into_pyarray(py))
}

/// The tuning of a spectrogram, in fractions of a bin.
#[pyfunction]
pub(crate) fn estimate_tuning(
    s: PyReadonlyArray2<'_, f32>,
    sr: u32,
    params: &str,
    piptrack: &str,
) -> Result<f64, Failure> {
    let (params, piptrack): (TuningParams, PiptrackParams) = (parsed(params)?, parsed(piptrack)?);
    compute(&s, move |s| emo_dsp_features::estimate_tuning(s, sr, &params, &piptrack))
}

/// Frequencies and heights, frames × bins.
type Peaks<'py> = (Bound<'py, PyArray2<f32>>, Bound<'py, PyArray2<f32>>);

/// Frequencies and heights of the peaks of a spectrogram.
#[pyfunction]
pub(crate) fn piptrack<'py>(
    py: Python<'py>,
    s: PyReadonlyArray2<'py, f32>,
    sr: u32,
    params: &str,
) -> Result<Peaks<'py>, Failure> {
    let params: PiptrackParams = parsed(params)?;
    let found = compute(&s, move |s| emo_dsp_features::piptrack(s, sr, &params))?;
    Ok((found.0.into_pyarray(py), found.1.into_pyarray(py)))
}
