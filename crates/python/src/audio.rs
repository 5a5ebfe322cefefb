//! Loading and resampling.

use std::path::PathBuf;

use emo_audio_io::{Channels, LoadOptions, Loader};
use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

use crate::error::Failure;
use crate::work::{compute, in_one_piece, run};

/// Channels with their samples, and the sample rate.
type Loaded<'py> = (Vec<Bound<'py, PyArray1<f32>>>, u32);

/// What errors call a file that has no path.
pub(crate) const BYTES: &str = "<bytes>";

/// A path, or the bytes of a file.
#[derive(FromPyObject)]
pub(crate) enum Input {
    Bytes(Vec<u8>),
    Path(PathBuf),
}

/// Loads the mix of the channels, or each channel.
#[pyfunction]
#[pyo3(signature = (input, sample_rate, mono, offset, duration))]
pub(crate) fn load<'py>(
    py: Python<'py>,
    input: Input,
    sample_rate: Option<u32>,
    mono: bool,
    offset: f64,
    duration: Option<f64>,
) -> Result<Loaded<'py>, Failure> {
    let channels = if mono { Channels::Mix } else { Channels::Each };
    let options = LoadOptions::default().sample_rate(sample_rate).channels(channels);
    let loader = Loader::new(options.offset(offset).duration(duration))?;
    let clips = run(py, None, move |_| match input {
        Input::Path(path) => loader.load_each(path),
        Input::Bytes(bytes) if mono => Ok(vec![loader.load_bytes(&bytes, BYTES)?]),
        Input::Bytes(bytes) => loader.load_stream_each(bytes.as_slice(), BYTES),
    })?;
    let rate = clips.first().map_or(0, |clip| clip.sample_rate);
    let channels = clips.into_iter().map(|clip| clip.samples.into_pyarray(py));
    Ok((channels.collect(), rate))
}

/// Converts mono samples from one rate to another.
#[pyfunction]
pub(crate) fn resample<'py>(
    py: Python<'py>,
    y: PyReadonlyArray1<'py, f32>,
    orig_sr: u32,
    target_sr: u32,
) -> Result<Bound<'py, PyArray1<f32>>, Failure> {
    let resampled =
        compute(&y, move |y| emo_audio_io::resample(&in_one_piece(&y), orig_sr, target_sr))?;
    Ok(resampled.into_pyarray(py))
}
