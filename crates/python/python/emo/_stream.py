"""Emotion over time: streams of samples, and timelines of whole recordings."""

from __future__ import annotations

import functools
import json
import os
from typing import Any

import numpy.typing as npt

from emo import _core
from emo._arguments import Path, samples

#: The formats of `Timeline.save` by the endings of file names.
_FORMATS = {
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".vtt": "webvtt",
    ".srt": "srt",
    ".txt": "audacity",
    ".textgrid": "textgrid",
    ".rttm": "rttm",
}


def options_of(sr: int, options: dict[str, float]) -> str:
    """The options as the compiled half reads them; it has the defaults."""
    return json.dumps({"sample_rate": sr, **options})


class EmotionStream:
    """A signal that comes in blocks of any size; `EmotionModel.stream` starts one.

    The events depend on the samples alone, not on the size of the blocks.
    """

    def __init__(self, core: _core.EmotionStream) -> None:
        self._core = core

    def push(self, block: npt.ArrayLike) -> list[dict[str, Any]]:
        """Take the next samples, and return the events that they complete.

        Parameters
        ----------
        block : ndarray, shape (n,)
            Mono samples of full scale from -1 to 1.

        Returns
        -------
        list of dict
            `event` is "speech_start", "measurement" or "utterance_end"; `start` and `end` are in
            seconds; `label` and `probabilities` are those of the model.
        """
        return list(json.loads(self._core.push(samples(block))))

    def finish(self) -> list[dict[str, Any]]:
        """End the signal, and return the last events."""
        return list(json.loads(self._core.finish()))

    @property
    def pushed(self) -> int | None:
        """The number of samples pushed so far; None after `finish`."""
        return self._core.pushed


class Timeline:
    """Emotion over a whole recording; `EmotionModel.timeline` makes one."""

    def __init__(self, core: _core.Timeline, name: str) -> None:
        self._core = core
        self._name = os.path.basename(name)

    @functools.cached_property
    def events(self) -> list[dict[str, Any]]:
        """Starts, measurements and ends of utterances in the order of time."""
        return self._lines[:-1]

    @property
    def utterances(self) -> list[dict[str, Any]]:
        """The utterances, each with its label and probabilities."""
        return [event for event in self.events if event["event"] == "utterance_end"]

    @property
    def summary(self) -> dict[str, Any]:
        """Shares of silence and overlap, turns, and the emotions of each speaker."""
        return self._lines[-1]

    @property
    def seconds(self) -> float:
        """The length of the recording."""
        return self._core.seconds

    def to_text(self, format: str = "table") -> str:
        """Return the timeline as text.

        Parameters
        ----------
        format : str
            "table", "csv", "jsonl", "webvtt", "srt", "audacity", "textgrid", "rttm" or "elan".
        """
        return self._core.to_format(format, self._name)

    def save(self, path: Path, format: str | None = None) -> None:
        """Write the timeline to a file.

        Parameters
        ----------
        path : path
            The file.
        format : str or None
            As in `to_text`; None takes it from the ending of the file's name.
        """
        name = os.fspath(path)
        if format is None:
            ending = os.path.splitext(name)[1].lower()
            format = _FORMATS.get(ending, "table")
        text = self.to_text(format)
        with open(name, "w", encoding="utf-8", newline="") as file:
            file.write(text)

    @functools.cached_property
    def _lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._core.to_format("jsonl", self._name).splitlines()]

    def __repr__(self) -> str:
        return f"<emo.Timeline of {self._name!r}: {self.seconds:.2f} s>"
