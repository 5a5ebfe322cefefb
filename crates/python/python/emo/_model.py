"""The emotion of recordings."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Iterable
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from emo import _core
from emo._arguments import Meter, Path, Progress, rate, samples, threads
from emo._audio import Source, source_of
from emo._stream import EmotionStream, Timeline, options_of

#: A recording: a path, the bytes of a file, or samples.
Clip = Source | npt.NDArray[Any]


@dataclasses.dataclass(frozen=True)
class Prediction:
    """The label of a clip, and the probability of each label that the model knows.

    Examples
    --------
    >>> prediction = emo.EmotionModel.pretrained("ravdess-full").predict(speech)
    >>> prediction.label, round(prediction.probability, 2) > 0.5
    ('angry', True)
    """

    #: The most probable label.
    label: str
    #: All labels with their probabilities, the most probable first; they sum to 1.
    probabilities: dict[str, float]
    #: Whether the model can judge the clip, and why not: `kind` is "good", "not-checked",
    #: "too-short", "no-speech" or "far-from-training".
    quality: dict[str, Any]

    @property
    def probability(self) -> float:
        """The probability of the label, from 0 to 1."""
        return self.probabilities[self.label]

    @property
    def is_uncertain(self) -> bool:
        """Whether the model cannot judge the clip."""
        return self.quality["kind"] not in {"good", "not-checked"}


@dataclasses.dataclass(frozen=True)
class Adaptation:
    """What `EmotionModel.adapt` did."""

    #: The number of clips that it used.
    n_clips: int
    #: How far the clips' own statistics count, from 0 (not at all) to 1.
    share: float


class EmotionModel:
    """Features, a fitted pipeline, labels and a card in one: the same file as in Rust.

    Use `pretrained` or `load`. One model serves any number of threads.

    Examples
    --------
    >>> model = emo.EmotionModel.pretrained("ravdess-60")
    >>> model.classes[:2]
    ['angry', 'calm']
    """

    def __init__(self, core: _core.EmotionModel) -> None:
        self._core = core

    @classmethod
    def pretrained(cls, name: str | None = None) -> EmotionModel:
        """Return a bundled model.

        Parameters
        ----------
        name : str or None
            One of `pretrained_names`; None is the default model.

        Returns
        -------
        EmotionModel
            The model. Its card has the licence of its data.
        """
        return cls(_core.EmotionModel.pretrained(name))

    @staticmethod
    def pretrained_names() -> list[str]:
        """Return the names of the bundled models, the default first."""
        return list(_core.EmotionModel.pretrained_names())

    @classmethod
    def load(cls, path: Path) -> EmotionModel:
        """Load a model that `save`, or the command `emo train`, has written.

        Parameters
        ----------
        path : path
            The file.

        Raises
        ------
        ValueError
            If the file is not a model.
        OSError
            If it cannot be read.
        """
        return cls(_core.EmotionModel.load(os.fspath(path)))

    def save(self, path: Path) -> None:
        """Write the model to a file that Rust, the command `emo` and `load` read.

        Parameters
        ----------
        path : path
            The file, which is replaced.
        """
        self._core.save(os.fspath(path))

    @property
    def classes(self) -> list[str]:
        """The labels, sorted."""
        return self._core.classes

    @property
    def feature_names(self) -> list[str]:
        """The names of the features that the model predicts from."""
        return self._core.column_names

    @property
    def sample_rate(self) -> int:
        """The sample rate in Hz that clips are converted to."""
        return self._core.sample_rate

    @property
    def card(self) -> dict[str, Any]:
        """What the model was trained on, under which licence, and how good it is."""
        return dict(json.loads(self._core.card))

    def at_speeds(self, speeds: Iterable[float] = (0.9, 0.95, 1.0, 1.05, 1.1)) -> EmotionModel:
        """Return the same model with predictions averaged over playback speeds.

        This is test-time augmentation: more accurate, and slower by the number of speeds.

        Parameters
        ----------
        speeds : iterable of float
            From 0.5 to 2; 1 is as recorded.
        """
        return EmotionModel(self._core.set_speeds([float(speed) for speed in speeds]))

    @overload
    def predict(
        self,
        clip: list[Any] | tuple[Any, ...],
        sr: float | None = None,
        *,
        n_jobs: int | None = None,
        progress: Progress = False,
    ) -> list[Prediction]: ...
    @overload
    def predict(
        self,
        clip: Clip,
        sr: float | None = None,
        *,
        n_jobs: int | None = None,
        progress: Progress = False,
    ) -> Prediction: ...
    def predict(
        self,
        clip: Clip | list[Any] | tuple[Any, ...],
        sr: float | None = None,
        *,
        n_jobs: int | None = None,
        progress: Progress = False,
    ) -> Prediction | list[Prediction]:
        """Predict the emotion of a clip, or of each clip of a list.

        Parameters
        ----------
        clip : path, bytes, ndarray, or a list of them
            The recording: a file, the bytes of one, or mono samples.
        sr : float
            The sample rate of samples, in whole Hz.
        n_jobs : int or None
            The number of threads for a list of paths; None and -1 are all cores.
        progress : bool or callable
            True shows a bar for a list of paths where tqdm is installed; a function is called with
            (done, total).

        Returns
        -------
        Prediction or list of Prediction
            One for each clip.

        Raises
        ------
        emo.AudioError
            If a recording cannot be used.

        Examples
        --------
        >>> model = emo.EmotionModel.pretrained()
        >>> y, sr = emo.load(speech, sr=None)
        >>> model.predict(y, sr).label == model.predict([speech])[0].label
        True
        """
        if not isinstance(clip, (list, tuple)):
            return self._predict_one(clip, sr)
        if not all(isinstance(it, (str, os.PathLike)) for it in clip):
            return [self._predict_one(it, sr) for it in clip]
        meter = Meter(progress, len(clip), "clip")
        paths = [os.fspath(it) for it in clip]
        try:
            found = self._core.predict_files(paths, threads(n_jobs), meter.callback())
        finally:
            meter.close()
        return [_checked(*one) for one in found]

    def predict_proba(
        self,
        clip: Clip | list[Any] | tuple[Any, ...],
        sr: float | None = None,
        *,
        n_jobs: int | None = None,
        progress: Progress = False,
    ) -> npt.NDArray[np.float64]:
        """Predict the probability of each label, in the order of `classes`.

        Parameters
        ----------
        clip, sr, n_jobs, progress
            As in `predict`.

        Returns
        -------
        ndarray, shape (labels,) or (clips, labels)
            The probabilities.

        Examples
        --------
        >>> emo.EmotionModel.pretrained("ravdess-full").predict_proba([speech, speech]).shape
        (2, 8)
        """
        found: Any = self.predict(clip, sr, n_jobs=n_jobs, progress=progress)
        if isinstance(found, Prediction):
            return self._row(found)
        return np.array([self._row(one) for one in found]).reshape(-1, len(self.classes))

    def predict_features(self, x: npt.ArrayLike) -> list[Prediction]:
        """Predict from rows of features, in the order of `feature_names`.

        Parameters
        ----------
        x : ndarray, shape (clips, features)
            The rows, as `emo.extract` computes them.
        """
        rows = np.ascontiguousarray(x, dtype=np.float64)
        return [_prediction(one) for one in self._core.predict_features(rows)]

    def timeline(
        self,
        clip: Source | npt.NDArray[Any],
        sr: float | None = None,
        *,
        speakers: Iterable[str] | None = None,
        **options: float,
    ) -> Timeline:
        """Measure emotion over the time of a recording.

        Parameters
        ----------
        clip : path or ndarray, shape (n,) or (channels, n)
            The recording.
        sr : float
            The sample rate of samples, in whole Hz.
        speakers : iterable of str
            One name for each channel, where each speaker has a channel; by default the channels are
            averaged.
        **options
            As in `stream`.

        Returns
        -------
        Timeline
            Utterances with their emotions.

        Examples
        --------
        >>> timeline = emo.EmotionModel.pretrained().timeline(speech)
        >>> len(timeline.utterances)
        1
        """
        names = list(speakers) if speakers is not None else ["mix"]
        if isinstance(clip, (str, os.PathLike)):
            text = options_of(16000, options)
            each = speakers is not None
            path = os.fspath(clip)
            return Timeline(_core.Timeline.of_file(self._core, path, each, names, text), path)
        if sr is None:
            raise ValueError("sr: expected the sample rate of the samples, got None")
        y = np.atleast_2d(np.asarray(clip))
        if speakers is None:
            y = y.mean(axis=0, keepdims=True)
        if len(names) != len(y):
            raise ValueError(f"speakers: expected {len(y)} names, got {len(names)}")
        y = np.ascontiguousarray(y, dtype=np.float32)
        text = options_of(rate(sr), options)
        return Timeline(_core.Timeline.of_samples(self._core, y, names, text), "samples")

    def stream(self, sr: float = 16000, **options: float) -> EmotionStream:
        """Start on a signal that comes in blocks, such as that of a microphone.

        Parameters
        ----------
        sr : float
            The sample rate of the blocks, in whole Hz.
        **options
            `window_s`, `hop_s`, `smoothing_s`, `threshold`, `min_speech_duration_ms`,
            `min_silence_duration_ms` and `speech_pad_ms`: see docs/live.md.

        Returns
        -------
        EmotionStream
            Takes blocks by `push` and gives events.

        Examples
        --------
        >>> y, sr = emo.load(speech, sr=None)
        >>> stream = emo.EmotionModel.pretrained().stream(sr)
        >>> events = stream.push(y) + stream.finish()
        >>> events[-1]["event"]
        'utterance_end'
        """
        return EmotionStream(_core.EmotionStream(self._core, options_of(rate(sr), options)))

    def adapt(self, clips: Iterable[Path] | npt.NDArray[np.float64]) -> Adaptation:
        """Adapt the model to a speaker or a place by clips that need no labels.

        Parameters
        ----------
        clips : iterable of paths, or ndarray of shape (clips, features)
            Recordings of the speaker, or their rows of features.

        Returns
        -------
        Adaptation
            The number of clips, and how far they count.
        """
        if isinstance(clips, np.ndarray) and clips.dtype.kind == "f":
            rows = np.ascontiguousarray(clips, dtype=np.float64)
        else:
            paths = [os.fspath(path) for path in clips]
            found = self._core.features().rows_of_files(paths, None, None)
            rows = np.stack([_row_or_raise(*one) for one in found])
        return Adaptation(*self._core.adapt(rows))

    def forget(self) -> None:
        """Undo every `adapt`."""
        self._core.forget()

    def _predict_one(self, clip: Any, sr: float | None) -> Prediction:
        is_file = isinstance(clip, (str, os.PathLike, bytes, bytearray)) or hasattr(clip, "read")
        if not is_file:
            if sr is None:
                raise ValueError("sr: expected the sample rate of the samples, got None")
            return _prediction(self._core.predict_samples(samples(clip), rate(sr)))
        source = source_of(clip)
        if isinstance(source, bytes):
            return _prediction(self._core.predict_bytes(source))
        return _checked(*self._core.predict_files([os.fspath(source)], 1, None)[0])

    def _row(self, prediction: Prediction) -> npt.NDArray[np.float64]:
        return np.array([prediction.probabilities[label] for label in self.classes])

    def __repr__(self) -> str:
        return f"<emo.EmotionModel {self.card['name']!r}: {', '.join(self.classes)}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _from_bytes, (self._core.to_bytes(),)


def _from_bytes(data: bytes) -> EmotionModel:
    return EmotionModel(_core.EmotionModel.from_bytes(data))


def _prediction(found: _core._Found) -> Prediction:
    label, ranked, quality = found
    return Prediction(label, dict(ranked), json.loads(quality))


def _checked(found: _core._Found | None, error: BaseException | None) -> Prediction:
    if found is None:
        raise error or RuntimeError("expected a prediction")
    return _prediction(found)


def _row_or_raise(row: Any, error: BaseException | None) -> Any:
    if error is not None:
        raise error
    return row
