"""Jitter, shimmer, harmonics-to-noise ratio, H1-H2 and formants beside Praat's, on recordings.

    quality.py OURS RECORDINGS [--every 21] [--out FILE]

Frames are those that both hear as voiced; jitter and shimmer are of whole clips. Praat has no
H1-H2: it is taken from Praat's pitch and NumPy's sums, under a Hann window of 50 ms. The table
goes between the marks `<!-- quality -->` and `<!-- end of quality -->`.
"""
from multiprocessing import Pool

import numpy as np
import parselmouth
from parselmouth.praat import call as praat
from sides import HIGHEST, HOP, LOWEST, RATE, arguments, deliver, heard, nearest, samples, times

LENGTH = 800


def h1_h2(x, hz):
    """Power at the pitch over that at twice the pitch, in dB."""
    window = np.hanning(LENGTH + 2)[1:-1]
    padded = np.pad(x.astype(float), LENGTH // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, LENGTH)[:: HOP][: len(hz)] * window
    turns = np.arange(LENGTH) / RATE
    power = lambda hz: np.abs((frames * np.exp(-2j * np.pi * hz[:, None] * turns)).sum(1)) ** 2
    return 10 * np.log10(np.maximum(power(hz), 1e-30) / np.maximum(power(2 * hz), 1e-30))


def theirs(file):
    x = samples(file)
    sound, at = parselmouth.Sound(x.astype(float), RATE), times(x)
    pitch = sound.to_pitch_ac(time_step=HOP / RATE, pitch_floor=LOWEST, pitch_ceiling=HIGHEST)
    hz = pitch.selected_array["frequency"][nearest(pitch, at)]
    harmonicity = sound.to_harmonicity_ac(time_step=HOP / RATE, minimum_pitch=LOWEST)
    formants = sound.to_formant_burg(time_step=HOP / RATE)
    pulses = praat([sound, pitch], "To PointProcess (cc)")
    local = (0, 0, 1e-4, 0.02, 1.3)
    return {
        "hz": hz,
        "hnr": harmonicity.values[0][nearest(harmonicity, at)],
        "h1_h2": h1_h2(x, hz),
        "formants": np.array([[formants.get_value_at_time(n, t) for t in at] for n in (1, 2, 3)]),
        "jitter": praat(pulses, "Get jitter (local)", *local),
        "shimmer": praat([sound, pulses], "Get shimmer (local_dB)", *local, 1.6),
    }


def frames(ours, theirs, value):
    """A value of both sides in the frames that both hear as voiced and neither lacks."""
    pairs = []
    for a, b in zip(ours, theirs):
        n = min(len(a["hz"]), len(b["hz"]))
        both = (a["hz"][:n] > 0) & (b["hz"][:n] > 0)
        pairs.append(np.array([value(a)[:n][both], value(b)[:n][both]]))
    pairs = np.concatenate(pairs, axis=1)
    return pairs[:, np.isfinite(pairs).all(0) & (pairs[1] > -200)]


def line(what, pairs, unit, scale=1):
    a, b = pairs
    apart = np.median(np.abs(a - b)) * scale
    medians = [f"{np.median(side) * scale:.4g} {unit}" for side in (a, b)]
    return f"| {what} | {len(a)} | {medians[0]} | {medians[1]} | {apart:.2g} {unit} | {np.corrcoef(a, b)[0, 1]:.3f} |"


def table(ours, theirs):
    yield "| descriptor | n | emo, median | Praat, median | median difference | correlation |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    clips = lambda name: np.array([[clip[name] for clip in side] for side in (ours, theirs)])
    yield line("jitter (local), per clip", clips("jitter"), "%", 100)
    yield line("shimmer (local, dB), per clip", clips("shimmer"), "dB")
    yield line("harmonics-to-noise ratio, per frame", frames(ours, theirs, lambda clip: clip["hnr"]), "dB")
    yield line("H1–H2, per frame", frames(ours, theirs, lambda clip: clip["h1_h2"]), "dB")
    for n in range(3):
        yield line(f"formant {n + 1}, per frame", frames(ours, theirs, lambda clip: clip["formants"][n]), "Hz")


def main():
    call = arguments("Voice quality beside Praat's.")
    ours = heard(call.ours, call.files)
    with Pool() as pool:
        praats = pool.map(theirs, call.files, 4)
    deliver([*table(ours, praats)], "quality", call.out)


if __name__ == "__main__":
    main()
