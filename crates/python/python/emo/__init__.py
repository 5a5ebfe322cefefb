"""Speech emotion, features and classifiers, computed in Rust.

The calls are those of librosa and scikit-learn:

>>> import emo
>>> y, sr = emo.load(speech, sr=22050)
>>> emo.feature.mfcc(y=y, sr=sr, n_mfcc=40).shape
(40, 95)
>>> emo.EmotionModel.pretrained("ravdess-full").predict(speech).label
'angry'

`emo.feature` has the descriptors, `emo.sklearn` the estimators for scikit-learn's pipelines, and
`emo.arrow` what engines of large data call.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from emo._core import AudioError

if TYPE_CHECKING:
    from emo import arrow as arrow
    from emo import daft as daft
    from emo import feature as feature
    from emo import sklearn as sklearn
    from emo._audio import load, resample
    from emo._extract import extract, feature_config, feature_names
    from emo._model import Adaptation, EmotionModel, Prediction
    from emo._stream import EmotionStream, Timeline
    from emo.feature import estimate_tuning, piptrack, power_to_db, stft

__all__ = [
    "Adaptation",
    "AudioError",
    "EmotionModel",
    "EmotionStream",
    "Prediction",
    "Timeline",
    "arrow",
    "daft",
    "estimate_tuning",
    "extract",
    "feature",
    "feature_config",
    "feature_names",
    "load",
    "piptrack",
    "power_to_db",
    "resample",
    "sklearn",
    "stft",
]

__version__ = "0.1.0"

# Modules are imported when they are first used, so that `import emo` takes a few milliseconds.
_MODULES = {
    "load": "emo._audio",
    "resample": "emo._audio",
    "extract": "emo._extract",
    "feature_config": "emo._extract",
    "feature_names": "emo._extract",
    "Adaptation": "emo._model",
    "EmotionModel": "emo._model",
    "Prediction": "emo._model",
    "EmotionStream": "emo._stream",
    "Timeline": "emo._stream",
    "estimate_tuning": "emo.feature",
    "piptrack": "emo.feature",
    "power_to_db": "emo.feature",
    "stft": "emo.feature",
}


def __getattr__(name: str) -> Any:
    if name in {"arrow", "daft", "feature", "sklearn"}:
        return importlib.import_module(f"emo.{name}")
    if name in _MODULES:
        return getattr(importlib.import_module(_MODULES[name]), name)
    raise AttributeError(f"module 'emo' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
