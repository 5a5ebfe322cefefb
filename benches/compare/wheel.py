"""The wheel beside librosa and scikit-learn: the table of docs/python.md, in one run.

    wheel.py [COMPARE]     # COMPARE: the program target/release/compare, for the Rust call alone

Runs in an environment with the wheel and crates/python/tests/requirements.txt, one thread each
(OMP_NUM_THREADS=1, NUMBA_NUM_THREADS=1). With RAVDESS_DIR it extracts every fourth recording as WAV.
"""
import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from multiprocessing import Pool
from pathlib import Path

import librosa
import numpy as np
from sklearn.neural_network import MLPClassifier as TheirMlp

import emo
import emo.sklearn

SPEECH = Path(__file__).parents[2] / "fixtures/audio/speech.wav"
warnings.simplefilter("ignore")


def shortest(ours, theirs, rounds=20, least=0.05):
    """The shortest time of each, in turn; quick ones several times per measurement."""
    times = []
    for call in (ours, theirs):
        call()
        start = time.perf_counter()
        call()
        times.append(max(1, round(least / (time.perf_counter() - start))))
    found = [[], []]
    for _ in range(rounds):
        for place, call in enumerate((ours, theirs)):
            start = time.perf_counter()
            for _ in range(times[place]):
                call()
            found[place].append((time.perf_counter() - start) / times[place])
    return min(found[0]), min(found[1])


def report(what, ours, theirs, target):
    ratio = theirs / ours
    print(f"| {what} | {1e3 * ours:.3g} ms | {1e3 * theirs:.3g} ms | {ratio:.2f} | {target} |", flush=True)


def calls():
    y = np.resize(librosa.load(SPEECH)[0], int(3.87 * 22050))
    for name, params in {
        "mfcc": {"n_mfcc": 40},
        "chroma_stft": {},
        "spectral_contrast": {},
        "zero_crossing_rate": {},
        "melspectrogram": {},
        "rms": {},
        "spectral_centroid": {},
        "spectral_bandwidth": {},
        "spectral_rolloff": {},
        "spectral_flatness": {},
    }.items():
        ours, theirs = (getattr(it.feature, name) for it in (emo, librosa))
        target = "≥ 10" if name in ("mfcc", "chroma_stft", "spectral_contrast", "zero_crossing_rate") else ""
        report(f"`feature.{name}`", *shortest(lambda: ours(y=y, **params), lambda: theirs(y=y, **params)), target)
    for name in ("stft", "estimate_tuning", "piptrack"):
        ours, theirs = (getattr(it, name) for it in (emo, librosa))
        argument = (lambda call: call(y)) if name == "stft" else (lambda call: call(y=y))
        report(f"`{name}`", *shortest(lambda: argument(ours), lambda: argument(theirs)), "")


def their_row(path):
    y = librosa.load(path)[0]
    frames = [
        librosa.feature.mfcc(y=y, sr=22050, n_mfcc=40),
        librosa.feature.chroma_stft(y=y, sr=22050),
        librosa.feature.spectral_contrast(y=y, sr=22050),
        librosa.feature.zero_crossing_rate(y),
    ]
    return np.hstack([it.mean(axis=1) for it in frames])


def extraction(folder):
    import soundfile

    recordings = os.environ.get("RAVDESS_DIR")
    paths = sorted(Path(recordings).rglob("*.flac"))[::4] if recordings else [SPEECH] * 200
    files = []
    for place, path in enumerate(paths):
        samples, rate = soundfile.read(path, dtype="int16")
        files.append(str(Path(folder) / f"{place}.wav"))
        soundfile.write(files[-1], samples, rate)
    with Pool(2) as pool:
        pool.map(their_row, files[:4])
        ours, theirs = shortest(
            lambda: emo.extract(files, "ravdess-60", n_jobs=2),
            lambda: pool.map(their_row, files, chunksize=4),
            rounds=3,
        )
    report(f"`extract`, {len(files)} WAV files, 2 threads and 2 processes", ours, theirs, "≥ 10")
    return files[0]


def overhead(compare, file, folder):
    """One clip by the wheel, and by the Rust call, in turn."""
    names = Path(folder) / "names"
    names.write_text(file)
    env = {**os.environ, "RAYON_NUM_THREADS": "1"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": env}
    with subprocess.Popen([compare, "table", str(names)], **pipes) as rust:

        def rust_call():
            rust.stdin.write("200\n")
            rust.stdin.flush()
            return min(json.loads(rust.stdout.readline()))

        def our_call():
            found = []
            for _ in range(200):
                start = time.perf_counter()
                emo.extract(file, "ravdess-60")
                found.append(time.perf_counter() - start)
            return min(found)

        found = [(our_call(), rust_call()) for _ in range(10)]
        ours, theirs = (min(times) for times in zip(*found))
        rust.stdin.close()
    share = 100 * (ours / theirs - 1)
    print(f"| `extract` of one clip against the Rust call | {1e3 * ours:.3g} ms | {1e3 * theirs:.3g} ms "
          f"| + {share:.1f} % | ≤ 5 % |", flush=True)


def network():
    random = np.random.RandomState(0)
    y = np.resize([0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7], 1961)
    x = random.random_sample((1961, 60)) + 0.5 * (np.arange(60) % 8 == y[:, None])
    params = {"random_state": 7, "max_iter": 10, "tol": 0.0, "n_iter_no_change": 100}
    ours, theirs = (kind((256, 64), **params) for kind in (emo.sklearn.MLPClassifier, TheirMlp))
    report("`MLPClassifier.fit`, f64", *shortest(lambda: ours.fit(x, y), lambda: theirs.fit(x, y), 8), "≥ 2")


def imports():
    def seconds(text):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", text], check=True)
        return time.perf_counter() - start

    for text in ("import emo", "import emo.feature", "import librosa.feature"):
        empty = min(seconds("") for _ in range(5))
        found = min(seconds(text) for _ in range(5)) - empty
        target = "≤ 150 ms" if text == "import emo" else ""
        print(f"| `{text}` | {1e3 * found:.3g} ms | | | {target} |", flush=True)


if __name__ == "__main__":
    print("| what | emo | Python | ratio | target |\n| --- | ---: | ---: | ---: | --- |", flush=True)
    calls()
    network()
    imports()
    with tempfile.TemporaryDirectory() as folder:
        file = extraction(folder)
        if len(sys.argv) > 1:
            overhead(sys.argv[1], file, folder)
