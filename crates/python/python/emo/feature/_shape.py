"""The shape of the spectrum: centroid, bandwidth, rolloff, flatness, contrast."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt

from emo import _core
from emo._arguments import Matrix, rate, refuse, spectrogram
from emo.feature._bands import descriptor
from emo.feature._transform import frames_of


def spectral_centroid(
    *,
    y: npt.ArrayLike | None = None,
    sr: float = 22050,
    S: npt.ArrayLike | None = None,
    n_fft: int = 2048,
    hop_length: int = 512,
    freq: None = None,
    win_length: int | None = None,
    window: str = "hann",
    center: bool = True,
    pad_mode: str = "constant",
) -> Matrix:
    """Compute the mean frequency, as ``librosa.feature.spectral_centroid`` does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz.
    S : ndarray, shape (bins, frames)
        A magnitude spectrogram in place of the samples.
    n_fft, hop_length, win_length, window, center, pad_mode
        As in `stft`.
    freq : None
        Only None is offered: the frequencies of the bins.

    Returns
    -------
    ndarray, shape (1, frames)
        Hz.

    Examples
    --------
    >>> emo.feature.spectral_centroid(y=np.ones(4096)).shape
    (1, 9)
    """
    refuse("spectral_centroid", freq=(freq, None))
    transform = _transform(n_fft, hop_length, win_length, window, center, pad_mode)
    frames = frames_of("spectral_centroid", y, S, 1.0, transform)
    return _core.spectral_measure(frames, rate(sr), '"centroid"').T


def spectral_bandwidth(
    *,
    y: npt.ArrayLike | None = None,
    sr: float = 22050,
    S: npt.ArrayLike | None = None,
    n_fft: int = 2048,
    hop_length: int = 512,
    win_length: int | None = None,
    window: str = "hann",
    center: bool = True,
    pad_mode: str = "constant",
    freq: None = None,
    centroid: None = None,
    norm: bool = True,
    p: float = 2,
) -> Matrix:
    """Compute the deviation of the frequency, as ``librosa.feature.spectral_bandwidth`` does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz.
    S : ndarray, shape (bins, frames)
        A magnitude spectrogram in place of the samples.
    n_fft, hop_length, win_length, window, center, pad_mode
        As in `stft`.
    freq, centroid, norm, p
        Only None, None, True and 2 are offered.

    Returns
    -------
    ndarray, shape (1, frames)
        Hz.

    Examples
    --------
    >>> emo.feature.spectral_bandwidth(y=np.ones(4096)).shape
    (1, 9)
    """
    refuse(
        "spectral_bandwidth",
        freq=(freq, None),
        centroid=(centroid, None),
        norm=(norm, True),
        p=(p, 2),
    )
    transform = _transform(n_fft, hop_length, win_length, window, center, pad_mode)
    frames = frames_of("spectral_bandwidth", y, S, 1.0, transform)
    return _core.spectral_measure(frames, rate(sr), '"bandwidth"').T


def spectral_rolloff(
    *,
    y: npt.ArrayLike | None = None,
    sr: float = 22050,
    S: npt.ArrayLike | None = None,
    n_fft: int = 2048,
    hop_length: int = 512,
    win_length: int | None = None,
    window: str = "hann",
    center: bool = True,
    pad_mode: str = "constant",
    freq: None = None,
    roll_percent: float = 0.85,
) -> Matrix:
    """Compute the rolloff frequency, as ``librosa.feature.spectral_rolloff`` does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz.
    S : ndarray, shape (bins, frames)
        A magnitude spectrogram in place of the samples.
    n_fft, hop_length, win_length, window, center, pad_mode
        As in `stft`.
    freq : None
        Only None is offered: the frequencies of the bins.
    roll_percent : float
        The share of the magnitudes below the frequency, between 0 and 1.

    Returns
    -------
    ndarray, shape (1, frames)
        Hz.

    Examples
    --------
    >>> emo.feature.spectral_rolloff(y=np.ones(4096)).shape
    (1, 9)
    """
    refuse("spectral_rolloff", freq=(freq, None))
    transform = _transform(n_fft, hop_length, win_length, window, center, pad_mode)
    frames = frames_of("spectral_rolloff", y, S, 1.0, transform)
    measure = json.dumps({"rolloff": float(roll_percent)})
    return _core.spectral_measure(frames, rate(sr), measure).T


def spectral_flatness(
    *,
    y: npt.ArrayLike | None = None,
    S: npt.ArrayLike | None = None,
    n_fft: int = 2048,
    hop_length: int = 512,
    win_length: int | None = None,
    window: str = "hann",
    center: bool = True,
    pad_mode: str = "constant",
    amin: float = 1e-10,
    power: float = 2.0,
) -> Matrix:
    """Compute how much the spectrum is like noise, as ``librosa.feature.spectral_flatness`` does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    S : ndarray, shape (bins, frames)
        A magnitude spectrogram in place of the samples.
    n_fft, hop_length, win_length, window, center, pad_mode
        As in `stft`.
    amin : float
        Only 1e-10 is offered.
    power : float
        The exponent of the magnitudes.

    Returns
    -------
    ndarray, shape (1, frames)
        From 0 to 1.

    Examples
    --------
    >>> emo.feature.spectral_flatness(y=np.ones(4096)).shape
    (1, 9)
    """
    refuse("spectral_flatness", amin=(amin, 1e-10))
    if S is not None:
        frames = spectrogram(np.asarray(S) ** power)
    else:
        transform = _transform(n_fft, hop_length, win_length, window, center, pad_mode)
        frames = frames_of("spectral_flatness", y, None, power, transform)
    return _core.spectral_measure(frames, 22050, '"flatness"').T


def spectral_contrast(
    *,
    y: npt.ArrayLike | None = None,
    sr: float = 22050,
    S: npt.ArrayLike | None = None,
    n_fft: int = 2048,
    hop_length: int = 512,
    win_length: int | None = None,
    window: str = "hann",
    center: bool = True,
    pad_mode: str = "constant",
    freq: None = None,
    fmin: float = 200.0,
    n_bands: int = 6,
    quantile: float = 0.02,
    linear: bool = False,
) -> Matrix:
    """Compute peaks over valleys per octave, as ``librosa.feature.spectral_contrast`` does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz.
    S : ndarray, shape (bins, frames)
        A magnitude spectrogram in place of the samples.
    n_fft, hop_length, win_length, window, center, pad_mode
        As in `stft`.
    freq : None
        Only None is offered: the frequencies of the bins.
    fmin : float
        The upper end of the lowest band in Hz.
    n_bands : int
        The number of octaves above it.
    quantile : float
        The share of a band's bins that make its peak and its valley.
    linear : bool
        Whether to return differences of magnitudes in place of dB.

    Returns
    -------
    ndarray, shape (n_bands + 1, frames)
        The contrast of each band.

    Examples
    --------
    >>> emo.feature.spectral_contrast(y=np.ones(4096)).shape
    (7, 9)
    """
    refuse("spectral_contrast", freq=(freq, None))
    params = {
        "fmin": float(fmin),
        "n_bands": n_bands,
        "quantile": float(quantile),
        "linear": linear,
    }
    if S is not None:
        return _core.spectral_contrast(spectrogram(S), rate(sr), json.dumps(params)).T
    if y is None:
        raise ValueError("spectral_contrast: expected y or S, got neither")
    transform = _transform(n_fft, hop_length, win_length, window, center, pad_mode)
    return descriptor("spectral_contrast", y, rate(sr), transform, {"spectral_contrast": params})


def _transform(
    n_fft: int,
    hop_length: int,
    win_length: int | None,
    window: str,
    center: bool,
    pad_mode: str,
) -> dict[str, Any]:
    return {
        "n_fft": n_fft,
        "hop_length": hop_length,
        "win_length": win_length,
        "window": window,
        "center": center,
        "pad_mode": pad_mode,
    }
