"""Spectral peaks and tuning."""

from __future__ import annotations

import json
from typing import Any

import numpy.typing as npt

from emo import _core
from emo._arguments import Matrix, rate, refuse, refuse_others
from emo.feature._transform import frames_of


def piptrack(
    *,
    y: npt.ArrayLike | None = None,
    sr: float = 22050,
    S: npt.ArrayLike | None = None,
    n_fft: int = 2048,
    hop_length: int | None = None,
    fmin: float = 150.0,
    fmax: float = 4000.0,
    threshold: float = 0.1,
    win_length: int | None = None,
    window: str = "hann",
    center: bool = True,
    pad_mode: str = "constant",
    ref: None = None,
) -> tuple[Matrix, Matrix]:
    """Find spectral peaks by parabolic interpolation, as ``librosa.piptrack`` does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz.
    S : ndarray, shape (bins, frames)
        A magnitude or power spectrogram in place of the samples.
    n_fft, hop_length, win_length, window, center, pad_mode
        As in `stft`.
    fmin, fmax : float
        The range of the peaks in Hz.
    threshold : float
        A peak is higher than this share of the largest value of its frame.
    ref : None
        Only None is offered.

    Returns
    -------
    pitches, magnitudes : ndarray, shape (bins, frames)
        Frequencies in Hz and heights; 0 where there is no peak.

    Examples
    --------
    >>> pitches, magnitudes = emo.piptrack(y=np.ones(4096))
    >>> pitches.shape
    (1025, 9)
    """
    refuse("piptrack", ref=(ref, None))
    transform = {
        "n_fft": n_fft,
        "hop_length": hop_length,
        "win_length": win_length,
        "window": window,
        "center": center,
        "pad_mode": pad_mode,
    }
    params = {"fmin": float(fmin), "fmax": float(fmax), "threshold": float(threshold)}
    frames = frames_of("piptrack", y, S, 1.0, transform)
    pitches, magnitudes = _core.piptrack(frames, rate(sr), json.dumps(params))
    return pitches.T, magnitudes.T


def estimate_tuning(
    *,
    y: npt.ArrayLike | None = None,
    sr: float = 22050,
    S: npt.ArrayLike | None = None,
    n_fft: int | None = 2048,
    resolution: float = 0.01,
    bins_per_octave: int = 12,
    **kwargs: Any,
) -> float:
    """Estimate the tuning, as ``librosa.estimate_tuning`` does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz.
    S : ndarray, shape (bins, frames)
        A spectrogram in place of the samples.
    n_fft : int
        Samples per transform.
    resolution : float
        The step of the estimate in fractions of a bin.
    bins_per_octave : int
        12 are semitones.
    **kwargs
        Further parameters of `piptrack`.

    Returns
    -------
    float
        The tuning, from -0.5 to 0.5 of a bin.

    Examples
    --------
    >>> tone = np.sin(np.arange(22050) * 2 * np.pi * 440 / 22050)
    >>> abs(emo.estimate_tuning(y=tone)) < 0.02
    True
    """
    peaks = {"fmin": 150.0, "fmax": 4000.0, "threshold": 0.1}
    names = ("hop_length", "win_length", "window", "center", "pad_mode")
    refuse_others("estimate_tuning", kwargs, (*peaks, *names, "ref"))
    refuse("estimate_tuning", ref=(kwargs.pop("ref", None), None))
    peaks = {name: float(kwargs.pop(name, default)) for name, default in peaks.items()}
    transform: dict[str, Any] = {"n_fft": n_fft or 2048, "hop_length": None, **kwargs}
    frames = frames_of("estimate_tuning", y, S, 1.0, transform)
    params = {"resolution": float(resolution), "bins_per_octave": bins_per_octave}
    return _core.estimate_tuning(frames, rate(sr), json.dumps(params), json.dumps(peaks))
