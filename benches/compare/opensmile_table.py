"""Writes openSMILE's features of RAVDESS as a feature table, for `emo evaluate`.

    opensmile_table.py eGeMAPSv02|ComParE_2016 RECORDINGS TABLE BY_SPEAKER

Recordings are mono at 16 kHz, as our own sets have them. The columns of the table are those of
`emo extract`; then come openSMILE's. The second table has each actor's clips standardised among
themselves, labels unused.
"""
import csv
import sys
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import opensmile
import soundfile
import soxr

RATE = 16000
CHANNELS = ["speech", "song"]
EMOTIONS = ["neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised"]
INTENSITIES = ["normal", "strong"]
STATEMENTS = ["kids", "dogs"]
INFO = ["clip", "emotion", "channel", "intensity", "statement", "repetition", "actor"]


def smile(name):
    return opensmile.Smile(opensmile.FeatureSet[name], opensmile.FeatureLevel.Functionals)


def info(path, folder):
    """What the name of a recording says of it."""
    _, channel, emotion, intensity, statement, repetition, actor = map(int, path.stem.split("-"))
    clip = path.relative_to(folder).with_suffix("").as_posix()
    return [clip, EMOTIONS[emotion - 1], CHANNELS[channel - 1], INTENSITIES[intensity - 1],
            STATEMENTS[statement - 1], repetition, actor]


def row(job):
    name, path = job
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    samples = soxr.resample(samples.mean(1), rate, RATE)
    values = smile(name).process_signal(samples, RATE).to_numpy(float)[0]
    assert np.isfinite(values).all(), path
    return values


def by_speaker(x, actors):
    """Each actor's rows with mean 0 and deviation 1; a column that does not vary is 0."""
    x = x.copy()
    for actor in np.unique(actors):
        rows = actors == actor
        deviation = x[rows].std(0)
        x[rows] = (x[rows] - x[rows].mean(0)) / np.where(deviation > 1e-10, deviation, 1)
    return x


def write(table, names, infos, x):
    with open(table, "w", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow([*INFO, *names])
        lines.writerows([*info, *map(repr, values.tolist())] for info, values in zip(infos, x))


def main():
    name, folder, table, speakers_table = sys.argv[1], Path(sys.argv[2]), *sys.argv[3:]
    paths = sorted(path for kind in ("*.flac", "*.wav") for path in folder.rglob(kind))
    infos = [info(path, folder) for path in paths]
    with Pool() as pool:
        x = np.array(pool.map(row, [(name, path) for path in paths], 8))
    names = smile(name).feature_names
    write(table, names, infos, x)
    write(speakers_table, names, infos, by_speaker(x, np.array([info[-1] for info in infos])))


if __name__ == "__main__":
    main()
