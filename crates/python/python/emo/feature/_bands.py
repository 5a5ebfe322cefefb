"""Mel bands, cepstral coefficients and chroma."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from emo import _core
from emo._arguments import Matrix, rate, refuse, refuse_others, samples, spectrogram
from emo.feature._transform import frames_of, stft_params

_TRANSFORM = ("n_fft", "hop_length", "win_length", "window", "center", "pad_mode")
_MEL = ("n_mels", "fmin", "fmax", "htk", "norm")
_NORMS = {np.inf: "inf", 1: "l1", 2: "l2", None: None}


@functools.lru_cache(maxsize=32)
def planned(sr: int, transform: str, descriptor: str) -> _core.Descriptors:
    """One descriptor with its windows and filters, which are the same for every clip."""
    config = {
        "sample_rate": sr,
        "stft": json.loads(transform),
        "descriptors": [json.loads(descriptor)],
        "summaries": ["mean"],
    }
    return _core.Descriptors(json.dumps(config))


def descriptor(
    function: str, y: Any, sr: int, transform: dict[str, Any], params: dict[str, Any]
) -> Matrix:
    """A descriptor of samples, bands × frames."""
    text = json.dumps(stft_params(function, **transform))
    return planned(sr, text, json.dumps(params)).frames(samples(y))[0].T


def _norm(name: str, norm: float | str | None) -> str | None:
    if norm == "slaney":
        return "slaney"
    if norm not in _NORMS:
        raise NotImplementedError(f"{name}={norm!r}: only inf, 1, 2 and None are offered")
    return _NORMS[norm]


def _mel_params(function: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    """The parameters of the mel bands among the further ones."""
    dtype = kwargs.pop("dtype", None)
    if dtype is not None:
        refuse(function, dtype=(str(np.dtype(dtype)), "float32"))
    refuse_others(function, kwargs, _MEL)
    params: dict[str, Any] = {"norm": "slaney", **kwargs}
    params["norm"] = _norm("norm", params["norm"])
    if "fmin" in params:
        params["fmin"] = float(params["fmin"])
    if params.get("fmax") is not None:
        params["fmax"] = float(params["fmax"])
    return params


def melspectrogram(
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
    power: float = 2.0,
    **kwargs: Any,
) -> Matrix:
    """Compute a mel spectrogram, as ``librosa.feature.melspectrogram`` does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz.
    S : ndarray, shape (bins, frames)
        A spectrogram in place of the samples.
    n_fft, hop_length, win_length, window, center, pad_mode
        As in `stft`.
    power : float
        The exponent of the magnitudes.
    **kwargs
        Of ``librosa.filters.mel``: `n_mels`, `fmin`, `fmax`, `htk` and `norm`.

    Returns
    -------
    ndarray, shape (n_mels, frames)
        The energies of the bands.

    Examples
    --------
    >>> emo.feature.melspectrogram(y=np.ones(4096), n_mels=40).shape
    (40, 9)
    """
    params = _mel_params("melspectrogram", kwargs)
    transform = {
        "n_fft": n_fft,
        "hop_length": hop_length,
        "win_length": win_length,
        "window": window,
        "center": center,
        "pad_mode": pad_mode,
    }
    frames = frames_of("melspectrogram", y, S, power, transform)
    return _core.melspectrogram(frames, rate(sr), json.dumps(params)).T


def power_to_db(
    S: npt.ArrayLike,
    *,
    ref: float | Callable[[Any], Any] = 1.0,
    amin: float = 1e-10,
    top_db: float | None = 80.0,
) -> Any:
    """Convert powers to decibels, as ``librosa.power_to_db`` does.

    Parameters
    ----------
    S : ndarray
        Powers, of any shape.
    ref : float or callable
        The power that is 0 dB, or a function of the powers that gives it, such as `numpy.max`.
    amin : float
        Lower powers count as this one.
    top_db : float or None
        The range below the largest value.

    Returns
    -------
    ndarray
        Levels in dB, in single precision.

    Examples
    --------
    >>> emo.power_to_db(np.array([1.0, 100.0])).round(3).tolist()
    [0.0, 20.0]
    """
    powers = np.asarray(S)
    if powers.dtype.kind == "c":
        raise NotImplementedError("power_to_db: complex S is not offered, use abs(S)**2")
    if amin <= 0:
        raise ValueError(f"amin: expected a power above 0, got {amin!r}")
    reference = ref(powers) if callable(ref) else ref
    params = {"reference": abs(float(reference)), "amin": float(amin), "top_db": top_db}
    flat = np.ascontiguousarray(powers, dtype=np.float32).reshape(-1)
    if flat.size == 0:
        return flat.reshape(powers.shape)
    levels = _core.power_to_db(flat, json.dumps(params)).reshape(powers.shape)
    return levels[()] if powers.ndim == 0 else levels


def mfcc(
    *,
    y: npt.ArrayLike | None = None,
    sr: float = 22050,
    S: npt.ArrayLike | None = None,
    n_mfcc: int = 20,
    dct_type: int = 2,
    norm: str | None = "ortho",
    lifter: float = 0,
    mel_norm: float | str | None = "slaney",
    **kwargs: Any,
) -> Matrix:
    """Compute mel-frequency cepstral coefficients, as ``librosa.feature.mfcc`` does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz.
    S : ndarray, shape (n_mels, frames)
        A mel spectrogram in dB in place of the samples.
    n_mfcc : int
        The number of coefficients.
    dct_type, norm
        Only 2 and "ortho" are offered.
    lifter : float
        The cepstral liftering; 0 is none.
    mel_norm
        The norm of the mel bands.
    **kwargs
        Further parameters of `melspectrogram`.

    Returns
    -------
    ndarray, shape (n_mfcc, frames)
        The coefficients.

    Examples
    --------
    >>> emo.feature.mfcc(y=np.ones(4096), n_mfcc=13).shape
    (13, 9)
    """
    refuse("mfcc", dct_type=(dct_type, 2), norm=(norm, "ortho"))
    if lifter < 0:
        raise ValueError(f"lifter: expected a number from 0, got {lifter!r}")
    params = {"n_mfcc": int(n_mfcc), "lifter": float(lifter)}
    if S is not None:
        return _core.mfcc(spectrogram(S), json.dumps(params)).T
    transform: dict[str, Any] = {"n_fft": 2048, "hop_length": 512}
    transform |= {name: kwargs.pop(name) for name in _TRANSFORM if name in kwargs}
    power = kwargs.pop("power", 2.0)
    kwargs.setdefault("norm", mel_norm)
    mel = _mel_params("mfcc", kwargs)
    if y is None:
        raise ValueError("mfcc: expected y or S, got neither")
    if power != 2.0:
        energies = melspectrogram(y=y, sr=sr, power=power, **transform, **kwargs)
        return mfcc(S=power_to_db(energies), n_mfcc=n_mfcc, lifter=lifter)
    both = {"mfcc": {"mel": mel, "mfcc": params}}
    return descriptor("mfcc", y, rate(sr), transform, both)


def chroma_stft(
    *,
    y: npt.ArrayLike | None = None,
    sr: float = 22050,
    S: npt.ArrayLike | None = None,
    norm: float | None = np.inf,
    n_fft: int = 2048,
    hop_length: int = 512,
    win_length: int | None = None,
    window: str = "hann",
    center: bool = True,
    pad_mode: str = "constant",
    tuning: float | None = None,
    n_chroma: int = 12,
    **kwargs: Any,
) -> Matrix:
    """Compute a chromagram, as ``librosa.feature.chroma_stft`` does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    sr : float
        The sample rate in whole Hz.
    S : ndarray, shape (bins, frames)
        A power spectrogram in place of the samples.
    norm : float or None
        inf, 1, 2 or None.
    n_fft, hop_length, win_length, window, center, pad_mode
        As in `stft`.
    tuning : float or None
        The deviation from A = 440 Hz in fractions of a bin; None estimates it.
    n_chroma : int
        The number of pitch classes.
    **kwargs
        Of ``librosa.filters.chroma``: `ctroct`, `octwidth` and `base_c`.

    Returns
    -------
    ndarray, shape (n_chroma, frames)
        The energies of the pitch classes.

    Examples
    --------
    >>> emo.feature.chroma_stft(y=np.ones(4096)).shape
    (12, 9)
    """
    refuse_others("chroma_stft", kwargs, ("ctroct", "octwidth", "base_c"))
    params = {"norm": _norm("norm", norm), "tuning": tuning, "n_chroma": n_chroma, **kwargs}
    if S is not None:
        return _core.chroma_stft(spectrogram(S), rate(sr), json.dumps(params)).T
    if y is None:
        raise ValueError("chroma_stft: expected y or S, got neither")
    transform = {
        "n_fft": n_fft,
        "hop_length": hop_length,
        "win_length": win_length,
        "window": window,
        "center": center,
        "pad_mode": pad_mode,
    }
    return descriptor("chroma_stft", y, rate(sr), transform, {"chroma_stft": params})
