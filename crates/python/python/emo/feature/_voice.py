"""The voice: pitch, formants, jitter and shimmer, and the functionals of a whole clip."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from emo import _core
from emo._arguments import Matrix, Samples, rate, samples
from emo._extract import Features, row_extractor
from emo.feature._transform import frames_of


class Pitch(NamedTuple):
    """The pitch of a clip, one value of each per frame."""

    #: Hz; a frame without any period has the pitch of the previous one.
    f0: Samples
    #: Similarity of neighbouring periods, 0 to 1; above 0.45 a frame is voiced.
    periodicity: Samples
    #: The harmonics-to-noise ratio in dB.
    hnr: Samples


def pitch(
    y: npt.ArrayLike,
    *,
    sr: float = 16000,
    fmin: float = 60.0,
    fmax: float = 600.0,
    frame_length: int | None = None,
    hop_length: int | None = None,
) -> Pitch:
    """Track the pitch by autocorrelation, as Praat does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz.
    fmin, fmax : float
        The range of the pitch in Hz.
    frame_length, hop_length : int
        Samples per frame and between frames; by default 50 ms and 10 ms.

    Returns
    -------
    Pitch
        `f0` in Hz, `periodicity` and `hnr`, one value of each per frame.

    Examples
    --------
    >>> tone = np.sin(np.arange(16000) * 2 * np.pi * 220 / 16000)
    >>> round(float(emo.feature.pitch(tone, sr=16000).f0[50]))
    220
    """
    sr = rate(sr)
    params = {"fmin": fmin, "fmax": fmax, **_sizes(sr, frame_length, hop_length)}
    return Pitch(*_core.pitch(samples(y), sr, json.dumps(params)))


def formants(
    y: npt.ArrayLike,
    *,
    sr: float = 16000,
    n_formants: int = 3,
    ceiling: float = 5500.0,
    win_length: int | None = None,
    hop_length: int | None = None,
) -> Matrix:
    """Estimate formants by linear prediction of each frame's spectrum.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz.
    n_formants : int
        1 to 5.
    ceiling : float
        The frequency in Hz below which five formants are expected.
    win_length, hop_length : int
        Samples per window and between frames; by default 25 ms and 10 ms.

    Returns
    -------
    ndarray, shape (n_formants, frames)
        Hz; only those of voiced frames mean something.

    Examples
    --------
    >>> y, sr = emo.load(speech, sr=16000)
    >>> emo.feature.formants(y, sr=sr).shape
    (3, 219)
    """
    sr = rate(sr)
    window = win_length or round(0.025 * sr)
    transform = {
        "n_fft": 1 << (window - 1).bit_length(),
        "win_length": window,
        "hop_length": hop_length or round(0.01 * sr),
    }
    frames = frames_of("formants", y, None, 2.0, transform)
    params = {"n_formants": n_formants, "ceiling": float(ceiling)}
    return _core.formants(frames, sr, json.dumps(params)).T


def jitter(
    y: npt.ArrayLike, *, sr: float = 16000, fmin: float = 60.0, fmax: float = 600.0
) -> float:
    """Compute jitter (local): the mean difference of neighbouring periods over their mean length.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz.
    fmin, fmax : float
        The range of the pitch in Hz.

    Returns
    -------
    float
        A share of the period; 0 where there are no three periods in a row.

    Examples
    --------
    >>> y, sr = emo.load(speech, sr=16000)
    >>> 0 < emo.feature.jitter(y, sr=sr) < 0.1
    True
    """
    return _pulses(y, sr, fmin, fmax)[2]


def shimmer(
    y: npt.ArrayLike, *, sr: float = 16000, fmin: float = 60.0, fmax: float = 600.0
) -> float:
    """Compute shimmer (local, dB): the mean difference of neighbouring periods' amplitudes.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz.
    fmin, fmax : float
        The range of the pitch in Hz.

    Returns
    -------
    float
        dB; 0 where there are no three periods in a row.

    Examples
    --------
    >>> y, sr = emo.load(speech, sr=16000)
    >>> 0 < emo.feature.shimmer(y, sr=sr) < 3
    True
    """
    return _pulses(y, sr, fmin, fmax)[3]


def functionals(
    y: npt.ArrayLike, *, sr: float = 16000, features: Features = "functionals"
) -> npt.NDArray[np.float64]:
    """Compute the row of features of one clip.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz; samples are converted to that of the features.
    features : str or dict
        The feature set, as in `emo.extract`.

    Returns
    -------
    ndarray, shape (features,)
        The row; `emo.feature_names` has the names.

    Examples
    --------
    >>> y, sr = emo.load(speech, sr=16000)
    >>> emo.feature.functionals(y, sr=sr).shape
    (2384,)
    """
    return row_extractor(features).row_of_samples(samples(y), rate(sr))


def _sizes(sr: int, frame_length: int | None, hop_length: int | None) -> dict[str, Any]:
    return {
        "frame_length": frame_length or round(0.05 * sr),
        "hop_length": hop_length or round(0.01 * sr),
    }


def _pulses(y: npt.ArrayLike, sr: float, fmin: float, fmax: float) -> tuple[Any, Any, float, float]:
    sr = rate(sr)
    tracker = {"fmin": fmin, "fmax": fmax, **_sizes(sr, None, None)}
    return _core.pulses(samples(y), sr, json.dumps({"pitch": tracker}))
