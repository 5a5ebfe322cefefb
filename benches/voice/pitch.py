"""Pitch beside librosa's pYIN and Praat's two ways, on recordings, pair by pair.

    pitch.py OURS RECORDINGS [--every 21] [--out FILE]

Every 21st recording is followed from 60 to 600 Hz in frames of 10 ms; pitch is 0 where a tracker
hears no voice. The table goes between the marks `<!-- pitch -->` and `<!-- end of pitch -->`.
"""
import itertools
from multiprocessing import Pool

import numpy as np
from sides import HIGHEST, HOP, LOWEST, RATE, arguments, deliver, heard, nearest, samples, times


def pyin(x):
    import librosa

    found = librosa.pyin(x, fmin=LOWEST, fmax=HIGHEST, sr=RATE, frame_length=1024, hop_length=HOP)
    return np.nan_to_num(found[0])


def praat(x, method):
    import parselmouth

    bounds = dict(time_step=HOP / RATE, pitch_floor=LOWEST, pitch_ceiling=HIGHEST)
    pitch = getattr(parselmouth.Sound(x.astype(float), RATE), method)(**bounds)
    return pitch.selected_array["frequency"][nearest(pitch, times(x))]


def theirs(file):
    x = samples(file)
    return pyin(x), praat(x, "to_pitch_ac"), praat(x, "to_pitch_cc")


def compared(a, b):
    """Of the frames voiced in both, those over 20 % apart, and how many of these by an octave; the
    frames voiced in only one; and the spread of the rest in semitones."""
    both = (a > 0) & (b > 0)
    semitones = 12 * np.log2(a[both] / b[both])
    gross = np.abs(a[both] / b[both] - 1) > 0.2
    octaves = np.abs(np.abs(semitones[gross]) - 12) < 1
    fine = np.sqrt(np.mean(semitones[~gross] ** 2))
    return gross.mean(), octaves.sum() / max(1, gross.sum()), ((a > 0) != (b > 0)).mean(), fine


def table(tracks):
    yield "| pair | gross errors (over 20 %) | of these by an octave | voiced in only one | rms of the rest |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for (a, x), (b, y) in itertools.combinations(tracks.items(), 2):
        gross, octaves, voicing, fine = compared(x, y)
        yield f"| {a}, {b} | {gross:.2%} | {octaves:.0%} | {voicing:.1%} | {fine:.2f} semitones |"


def main():
    call = arguments("Pitch beside pYIN's and Praat's.")
    ours = [clip["hz"] for clip in heard(call.ours, call.files)]
    with Pool() as pool:
        sides = [ours, *zip(*pool.map(theirs, call.files, 4))]
    whole = [np.concatenate([track[: len(mine)] for track, mine in zip(side, ours)]) for side in sides]
    tracks = dict(zip(["emo", "pYIN", "Praat (ac)", "Praat (cc)"], whole))
    voiced = ", ".join(f"{name} {(track > 0).mean():.1%}" for name, track in tracks.items())
    lines = [*table(tracks), "", f"{len(ours)} clips, {len(whole[0])} frames. Voiced: {voiced}."]
    deliver(lines, "pitch", call.out)


if __name__ == "__main__":
    main()
