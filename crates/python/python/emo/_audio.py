"""Loading and resampling, as in librosa."""

from __future__ import annotations

import math
import os
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from emo import _core
from emo._arguments import rate, refuse, refuse_others

#: A path, the bytes of a file, or an open binary file.
Source = str | os.PathLike[str] | bytes | BinaryIO


def source_of(path: Source) -> str | os.PathLike[str] | bytes:
    """The path, or the bytes of what is in memory."""
    if isinstance(path, (str, os.PathLike)):
        return path
    if isinstance(path, (bytes, bytearray, memoryview)):
        return bytes(path)
    if hasattr(path, "read"):
        return path.read()
    raise TypeError(f"expected a path, bytes or a binary file, got {type(path).__name__}")


def load(
    path: Source,
    *,
    sr: float | None = 22050,
    mono: bool = True,
    offset: float = 0.0,
    duration: float | None = None,
    dtype: npt.DTypeLike = np.float32,
    res_type: str = "soxr_hq",
) -> tuple[npt.NDArray[Any], int]:
    """Load a recording, as ``librosa.load`` does.

    WAV, FLAC, MP3, Opus, Vorbis, AAC, ALAC and others are decoded without FFmpeg.

    Parameters
    ----------
    path : str, os.PathLike, bytes or binary file
        The recording.
    sr : float or None
        The sample rate to convert to, in whole Hz; None keeps that of the file.
    mono : bool
        Whether to average the channels.
    offset, duration : float
        Which part to load, in seconds.
    dtype : dtype
        The type of the samples; they are computed in single precision.
    res_type : str
        Only "soxr_hq" is offered.

    Returns
    -------
    y : ndarray, shape (n,) or (channels, n)
        The samples, of full scale from -1 to 1.
    sr : int
        Their sample rate.

    Raises
    ------
    emo.AudioError
        If the file cannot be read.

    Examples
    --------
    >>> y, sr = emo.load(speech, sr=16000, duration=1.0)
    >>> y.shape, sr
    ((16000,), 16000)
    """
    refuse("load", res_type=(res_type, "soxr_hq"))
    sr = None if sr is None else rate(sr)
    channels, sr = _core.load(source_of(path), sr, mono, float(offset), duration)
    y = channels[0] if len(channels) == 1 else np.stack(channels)
    return y.astype(dtype, copy=False), sr


def resample(
    y: npt.ArrayLike,
    *,
    orig_sr: float,
    target_sr: float,
    res_type: str = "soxr_hq",
    fix: bool = True,
    scale: bool = False,
    axis: int = -1,
    **kwargs: Any,
) -> npt.NDArray[Any]:
    """Convert samples to another rate, as ``librosa.resample`` does with "soxr_hq".

    Parameters
    ----------
    y : ndarray, shape (..., n, ...)
        The samples, with time along `axis`.
    orig_sr, target_sr : float
        The rates in whole Hz, within a factor of 256.
    res_type, fix : str, bool
        Only "soxr_hq" and True are offered.
    scale : bool
        Whether the energy stays the same.
    axis : int
        The axis of time.
    **kwargs
        None is offered.

    Returns
    -------
    ndarray
        The samples at the other rate.

    Examples
    --------
    >>> emo.resample(np.zeros(48000), orig_sr=48000, target_sr=22050).shape
    (22050,)
    """
    refuse("resample", res_type=(res_type, "soxr_hq"), fix=(fix, True))
    refuse_others("resample", kwargs)
    y = np.asarray(y)
    if y.dtype.kind != "f":
        raise ValueError(f"y: expected floating-point samples, got {y.dtype}")
    orig, target = rate(orig_sr, "orig_sr"), rate(target_sr, "target_sr")
    if orig == target:
        return y
    lines = np.moveaxis(y, axis, -1)
    flat = np.ascontiguousarray(lines, dtype=np.float32).reshape(-1, lines.shape[-1])
    new = np.stack([_core.resample(line, orig, target) for line in flat])
    new = np.moveaxis(new.reshape(*lines.shape[:-1], -1), -1, axis)
    if scale:
        new = new / math.sqrt(target / orig)
    return new.astype(y.dtype, copy=False)
