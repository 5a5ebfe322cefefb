"""Level and zero crossings of frames of samples."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt

from emo import _core
from emo._arguments import one_of, refuse, refuse_others, samples, spectrogram


def zero_crossing_rate(
    y: npt.ArrayLike,
    *,
    frame_length: int = 2048,
    hop_length: int = 512,
    center: bool = True,
    **kwargs: Any,
) -> npt.NDArray[np.float64]:
    """Compute the share of sign changes, as ``librosa.feature.zero_crossing_rate`` does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    frame_length, hop_length : int
        Samples per frame and between frames.
    center : bool
        Whether frame `t` is centred on sample ``t * hop_length``.
    **kwargs
        Of ``librosa.zero_crossings``: `threshold` and `pad`.

    Returns
    -------
    ndarray, shape (1, frames)
        The rates, from 0 to 1.

    Examples
    --------
    >>> emo.feature.zero_crossing_rate(np.ones(4096)).shape
    (1, 9)
    """
    refuse_others("zero_crossing_rate", kwargs, ("threshold", "pad", "zero_pos", "ref_magnitude"))
    refuse(
        "zero_crossing_rate",
        zero_pos=(kwargs.pop("zero_pos", True), True),
        ref_magnitude=(kwargs.pop("ref_magnitude", None), None),
    )
    params = {"frame_length": frame_length, "hop_length": hop_length, "center": center, **kwargs}
    return _core.zero_crossing_rate(samples(y), json.dumps(params)).T.astype(np.float64)


def rms(
    *,
    y: npt.ArrayLike | None = None,
    S: npt.ArrayLike | None = None,
    frame_length: int = 2048,
    hop_length: int = 512,
    center: bool = True,
    pad_mode: str = "constant",
    dtype: npt.DTypeLike = np.float32,
) -> npt.NDArray[Any]:
    """Compute the root of the mean square, as ``librosa.feature.rms`` does.

    Parameters
    ----------
    y : ndarray, shape (n,)
        Mono samples.
    S : ndarray, shape (bins, frames)
        A magnitude spectrogram in place of the samples.
    frame_length, hop_length : int
        Samples per frame and between frames.
    center : bool
        Whether frame `t` is centred on sample ``t * hop_length``.
    pad_mode : str
        Only "constant" is offered.
    dtype : dtype
        The type of the result; it is computed in single precision.

    Returns
    -------
    ndarray, shape (1, frames)
        One value per frame.

    Examples
    --------
    >>> float(emo.feature.rms(y=np.full(4096, 0.5))[0, 4])
    0.5
    """
    one_of("rms", y, S)
    if y is not None:
        refuse("rms", pad_mode=(pad_mode, "constant"))
        params = {"frame_length": frame_length, "hop_length": hop_length, "center": center}
        values = _core.rms(samples(y), json.dumps(params))
    else:
        assert S is not None
        values = _core.rms_of_spectrogram(spectrogram(S), frame_length)
    return values.T.astype(dtype, copy=False)
