"""Descriptors of speech with librosa's names, parameters and shapes.

Each takes `y` (mono samples) or `S` (a spectrogram, bins × frames), as in ``librosa.feature``.
Results are in single precision, bands × frames. A parameter of librosa's that is not offered
raises `NotImplementedError` with its name.
"""

from emo._audio import load, resample
from emo.feature._bands import chroma_stft, melspectrogram, mfcc, power_to_db
from emo.feature._level import rms, zero_crossing_rate
from emo.feature._shape import (
    spectral_bandwidth,
    spectral_centroid,
    spectral_contrast,
    spectral_flatness,
    spectral_rolloff,
)
from emo.feature._transform import spectrogram, stft
from emo.feature._tuning import estimate_tuning, piptrack
from emo.feature._voice import formants, functionals, jitter, pitch, shimmer

__all__ = [
    "chroma_stft",
    "estimate_tuning",
    "formants",
    "functionals",
    "jitter",
    "load",
    "melspectrogram",
    "mfcc",
    "piptrack",
    "pitch",
    "power_to_db",
    "resample",
    "rms",
    "shimmer",
    "spectral_bandwidth",
    "spectral_centroid",
    "spectral_contrast",
    "spectral_flatness",
    "spectral_rolloff",
    "spectrogram",
    "stft",
    "zero_crossing_rate",
]
