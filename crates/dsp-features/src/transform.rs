//! From samples to spectra, and the scales that spectra are shown on.

pub(crate) mod decibel;
pub(crate) mod frequency;
pub(crate) mod mel;
pub(crate) mod norm;
pub(crate) mod stft;
