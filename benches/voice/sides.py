"""What pitch.py and quality.py share: the recordings, and what our program hears in them."""
import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import soundfile
import soxr

sys.path.append(str(Path(__file__).parents[1] / "compare"))
from compare import write_between  # noqa: E402

RATE, HOP, LOWEST, HIGHEST = 16000, 160, 60, 600


def arguments(what):
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("ours", help="our program, voice.rs")
    parser.add_argument("recordings", type=Path)
    parser.add_argument("--every", type=int, default=21, help="which recordings, in the order of their paths")
    parser.add_argument("--out", type=Path, help="a file with the marks that the table goes between")
    found = parser.parse_args()
    found.files = sorted(found.recordings.rglob("*.flac"))[:: found.every]
    return found


def heard(ours, files):
    """What our program says of each file."""
    listed = "".join(f"{file}\n" for file in files)
    lines = subprocess.run([ours], input=listed, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    arrays = lambda value: np.array(value) if isinstance(value, list) else value
    return [{name: arrays(value) for name, value in json.loads(line).items()} for line in lines]


def samples(file):
    """Mono at 16 kHz, as our loader gives them."""
    samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    return soxr.resample(samples.mean(1), rate, RATE)


def times(samples):
    """The middles of our frames in seconds."""
    return np.arange(1 + len(samples) // HOP) * HOP / RATE


def nearest(track, times):
    """Of a track of Praat's, whose frames lie elsewhere, the frame nearest to each time."""
    return np.abs(track.xs()[None] - times[:, None]).argmin(1)


def deliver(lines, mark, out):
    print("\n".join(lines))
    if out:
        write_between(out, mark, "\n".join(lines))
