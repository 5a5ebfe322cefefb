//! Pitch, formants, and what jitter and shimmer are made of.

use emo_dsp_features::{FormantParams, PitchParams, Voicing, jitter_local, shimmer_local_db};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use crate::error::Failure;
use crate::feature::Frames;
use crate::json::parsed;
use crate::work::{compute, in_one_piece};

/// One value per frame or per pulse.
type Values<'py> = Bound<'py, PyArray1<f32>>;

/// Pitch in Hz, periodicity and harmonics-to-noise ratio in dB of each frame.
#[pyfunction]
pub(crate) fn pitch<'py>(
    py: Python<'py>,
    y: PyReadonlyArray1<'py, f32>,
    sr: u32,
    params: &str,
) -> Result<(Values<'py>, Values<'py>, Values<'py>), Failure> {
    let params: PitchParams = parsed(params)?;
    let track =
        compute(&y, move |y| emo_dsp_features::pitch_track(&in_one_piece(&y), sr, &params))?;
    let hz: Vec<f32> = track.hz().collect();
    let hnr: Vec<f32> = track.hnr().collect();
    Ok((hz.into_pyarray(py), track.periodicity.into_pyarray(py), hnr.into_pyarray(py)))
}

/// Formants of a spectrogram of power, in Hz; frames × formants.
#[pyfunction]
pub(crate) fn formants<'py>(
    py: Python<'py>,
    s: PyReadonlyArray2<'py, f32>,
    sr: u32,
    params: &str,
) -> Frames<'py> {
    let params: FormantParams = parsed(params)?;
    let hz = compute(&s, move |s| emo_dsp_features::formants(s, sr, &params))?;
    Ok(hz.into_pyarray(py))
}

/// Times in seconds and amplitudes of the glottal pulses, jitter (local) and shimmer (local, dB).
#[pyfunction]
#[expect(clippy::type_complexity, reason = "a tuple for Python to unpack")]
pub(crate) fn pulses<'py>(
    py: Python<'py>,
    y: PyReadonlyArray1<'py, f32>,
    sr: u32,
    voicing: &str,
) -> Result<(Bound<'py, PyArray1<f64>>, Values<'py>, f64, f64), Failure> {
    let voicing: Voicing = parsed(voicing)?;
    let pulses = compute(&y, move |y| emo_dsp_features::pulses(&in_one_piece(&y), sr, &voicing))?;
    let seconds: Vec<f64> = pulses.iter().map(|pulse| pulse.seconds).collect();
    let amplitudes: Vec<f32> = pulses.iter().map(|pulse| pulse.amplitude).collect();
    let (jitter, shimmer) = (jitter_local(&pulses), shimmer_local_db(&pulses));
    Ok((seconds.into_pyarray(py), amplitudes.into_pyarray(py), jitter, shimmer))
}
