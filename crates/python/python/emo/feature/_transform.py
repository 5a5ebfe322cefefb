"""The short-time Fourier transform."""

from __future__ import annotations

import json
from typing import Any

import numpy.typing as npt

from emo import _core
from emo._arguments import Matrix, refuse, samples
from emo._arguments import spectrogram as _spectrogram


def stft_params(
    function: str,
    *,
    n_fft: int,
    hop_length: int | None,
    win_length: int | None = None,
    window: object = "hann",
    center: bool = True,
    pad_mode: object = "constant",
) -> dict[str, Any]:
    """The parameters of the transform by their names in the compiled half."""
    refuse(function, window=(window, "hann"), pad_mode=(pad_mode, "constant"))
    if hop_length is None:
        hop_length = (win_length or n_fft) // 4
    for name, value in {"n_fft": n_fft, "hop_length": hop_length}.items():
        if int(value) != value or value <= 0:
            raise ValueError(f"{name}: expected a whole number above 0, got {value!r}")
    return {
        "n_fft": int(n_fft),
        "hop_length": int(hop_length),
        "win_length": None if win_length is None else int(win_length),
        "center": bool(center),
    }


def frames_of(function: str, y: Any, s: Any, power: float, transform: dict[str, Any]) -> Matrix:
    """The spectrogram `S`, or that of `y`, as frames × bins."""
    if s is not None:
        return _spectrogram(s)
    if y is None:
        raise ValueError(f"{function}: expected y or S, got neither")
    params = json.dumps(stft_params(function, **transform))
    return _core.spectrogram(samples(y), params, float(power))


def stft(
    y: npt.ArrayLike,
    *,
    n_fft: int = 2048,
    hop_length: int | None = None,
    win_length: int | None = None,
    window: str = "hann",
    center: bool = True,
    dtype: npt.DTypeLike | None = None,
    pad_mode: str = "constant",
    out: None = None,
) -> npt.NDArray[Any]:
    """Compute the short-time Fourier transform, as ``librosa.stft`` does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    n_fft, hop_length, win_length : int
        Samples per transform, between frames (a quarter of the window by default) and per window.
    window, pad_mode, out : str, str, None
        Only "hann", "constant" and None are offered.
    center : bool
        Whether frame `t` is centred on sample ``t * hop_length``.
    dtype : dtype
        The complex type of the result; it is computed in double and kept in single precision.

    Returns
    -------
    ndarray of complex64, shape (1 + n_fft / 2, frames)
        The spectra. `numpy.abs` of it are the magnitudes, as `spectrogram` gives them.

    Examples
    --------
    >>> emo.stft(np.ones(4096, dtype=np.float32)).shape
    (1025, 9)
    """
    refuse("stft", out=(out, None))
    params = stft_params(
        "stft",
        n_fft=n_fft,
        hop_length=hop_length,
        win_length=win_length,
        window=window,
        center=center,
        pad_mode=pad_mode,
    )
    spectra = _core.stft(samples(y), json.dumps(params)).T
    return spectra if dtype is None else spectra.astype(dtype, copy=False)


def spectrogram(
    y: npt.ArrayLike,
    *,
    power: float = 1.0,
    n_fft: int = 2048,
    hop_length: int | None = 512,
    win_length: int | None = None,
    center: bool = True,
) -> Matrix:
    """Compute the magnitudes of the transform to a power: 1 for magnitudes, 2 for powers.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    power : float
        The exponent.
    n_fft, hop_length, win_length, center
        As in `stft`.

    Returns
    -------
    ndarray, shape (1 + n_fft / 2, frames)
        The spectrogram.

    Examples
    --------
    >>> emo.feature.spectrogram(np.ones(4096), power=2).shape
    (1025, 9)
    """
    params = {
        "n_fft": n_fft,
        "hop_length": hop_length,
        "win_length": win_length,
        "center": center,
    }
    return frames_of("spectrogram", y, None, power, params).T
