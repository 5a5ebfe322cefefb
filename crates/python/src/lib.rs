//! The compiled half of the Python package `emo`: NumPy arrays in and out, errors as exceptions, no
//! interpreter's lock while something is computed. How anything is computed is in the crates below;
//! names and defaults as in librosa and scikit-learn are in `python/emo`.
#![forbid(unsafe_code)]

mod arrow;
mod audio;
mod error;
mod extractor;
mod feature;
mod json;
mod learn;
mod model;
mod stream;
mod voice;
mod work;

use pyo3::prelude::*;

/// The compiled half of `emo`. Its functions take parameters as JSON; use the package's own.
#[pymodule]
mod _core {
    #[pymodule_export]
    use crate::arrow::{BatchExtractor, BatchPredictor};
    #[pymodule_export]
    use crate::audio::{load, resample};
    #[pymodule_export]
    use crate::error::AudioError;
    #[pymodule_export]
    use crate::extractor::{Descriptors, RowExtractor, feature_config};
    #[pymodule_export]
    use crate::feature::{
        chroma_stft, estimate_tuning, melspectrogram, mfcc, piptrack, power_to_db, rms,
        rms_of_spectrogram, spectral_contrast, spectral_measure, spectrogram, stft,
        zero_crossing_rate,
    };
    #[pymodule_export]
    use crate::learn::mlp::Mlp;
    #[pymodule_export]
    use crate::learn::ridge::Ridge;
    #[pymodule_export]
    use crate::learn::scaler::Scaler;
    #[pymodule_export]
    use crate::learn::smote::smote;
    #[pymodule_export]
    use crate::model::EmotionModel;
    #[pymodule_export]
    use crate::stream::{EmotionStream, Timeline};
    #[pymodule_export]
    use crate::voice::{formants, pitch, pulses};
}
