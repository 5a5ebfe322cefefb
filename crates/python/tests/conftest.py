"""What the tests share: short recordings and made signals."""

from __future__ import annotations

import pathlib

import numpy as np
import pytest

import emo

ROOT = pathlib.Path(__file__).resolve().parents[3]
AUDIO = ROOT / "fixtures" / "audio"


@pytest.fixture(scope="session")
def speech() -> str:
    return str(AUDIO / "speech.wav")


@pytest.fixture(scope="session")
def y(speech):
    """Two seconds of speech at 22 050 Hz."""
    return emo.load(speech)[0]


@pytest.fixture(scope="session")
def table():
    """Features and labels of RAVDESS: 2452 rows of 60 columns."""
    path = ROOT / "fixtures" / "ravdess_features.csv"
    with path.open() as file:
        names = file.readline().rstrip().split(",")
        rows = [line.rstrip().split(",") for line in file]
    x = np.array([row[7:] for row in rows], dtype=np.float64)
    return x, np.array([row[1] for row in rows]), names[7:]
