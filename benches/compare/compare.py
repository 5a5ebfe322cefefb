"""Runs both sides in turn on the same input, and prints the table of ratios.

    compare.py OURS EMO [--out FILE] [--quick]

`OURS` is our program (compare.rs), `EMO` the command itself. The table goes to standard output and, with `--out`, between
the marks `<!-- table -->` and `<!-- end of table -->` of that file; all figures go to
`results.json` in the current folder, for scaling.py.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
AUDIO = ROOT / "fixtures/audio"
TABLE = ROOT / "fixtures/ravdess_features.csv"
MODEL = ROOT / "crates/models/ravdess-60.json"
CORES = os.cpu_count()
CLIP = "3.87"
UNITS = {"s": 1, "ms": 1e3, "µs": 1e6}


@dataclass
class Row:
    """One line of the table; `task` is for both sides."""

    what: str
    task: list
    threads: int
    rounds: int = 5
    times: int = 1
    target: float = None
    theirs: list = None
    unit: str = "ms"


def rows(work):
    """The comparisons, in the order of the table."""
    wav = work / "clip.wav"
    mlp = lambda kind, activation: ["mlp", kind, activation, "1961", "60", "10"]
    grid = lambda kind: ["grid", kind, str(TABLE)]
    both = (1, CORES)
    targets = {"files.txt": 9, "wavs.txt": 14}
    yield Row("row of 60, a clip of 3.87 s", ["row", CLIP], 1, times=20, target=25)
    yield Row("row of `full`, a clip of 3.87 s, against openSMILE's ComParE_2016", ["full", CLIP], 1,
              times=20, target=10, theirs=["compare_2016", CLIP])
    yield Row("`load`, WAV 48 → 22.05 kHz", ["load", str(wav)], 1, times=20, target=1)
    yield Row("`load`, FLAC 48 → 22.05 kHz", ["load", str(AUDIO / "speech.flac")], 1, times=20)
    yield Row("`load`, MP3 48 → 22.05 kHz", ["load", str(AUDIO / "speech.mp3")], 1, times=20)
    for n in both:
        for files, rounds in (("files.txt", 1), ("wavs.txt", 5)):
            target = targets[files] if n == CORES else None
            yield Row(f"file → row, {described(files)}", ["table", files], n, rounds, target=target, unit="s")
    yield Row("MLP, relu, f64", mlp("f64", "relu"), 1, target=2.2)
    yield Row("MLP, relu, f32", mlp("f32", "relu"), 1, target=4)
    yield Row("MLP, relu, f32 against their f64", mlp("f32", "relu"), 1, target=3.5,
              theirs=mlp("f64", "relu"))
    yield Row("MLP, tanh, f64", mlp("f64", "tanh"), 1)
    yield Row("MLP, tanh, f32", mlp("f32", "tanh"), 1)
    yield Row("MLP, relu, f64", mlp("f64", "relu"), CORES)
    for n in both:
        yield Row("SMOTE, 20 000 × 60, two classes 3 : 1", ["smote", "20000", "60", "2"], n, target=3)
        yield Row("SMOTE, 20 000 × 60, RAVDESS's shares", ["smote", "20000", "60", "8"], n, target=3)
    yield Row("predict 1 row", ["predict", "1"], 1, times=50, unit="µs")
    yield Row("predict 10 000 rows", ["predict", "10000"], 1, times=3)
    yield Row("grid, f64", grid("f64"), CORES, 2, target=2, unit="s")
    yield Row("grid, f32", grid("f32"), CORES, 1, unit="s")
    yield Row("grid, f32 against their f64", grid("f32"), CORES, 1, target=1 / 0.3, theirs=grid("f64"), unit="s")


def described(files):
    paths = Path(files).read_text().splitlines()
    kind = Path(paths[0]).suffix[1:].upper()
    what = "clips of RAVDESS" if os.environ.get("RAVDESS_DIR") else "× one sentence"
    return f"{len(paths)} {what}, {kind}"


class Side:
    """A program that does a task as often as it is told."""

    def __init__(self, program, task, threads):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")
        environment = os.environ | dict.fromkeys(names, str(threads))
        self.process = subprocess.Popen(
            program + task, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, times):
        """Seconds of each time."""
        self.process.stdin.write(f"{times}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        return json.loads(line) if line else sys.exit("a side has stopped; see its message above")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Comparison:
    """Both sides, and what has been measured: a task is never measured twice."""

    def __init__(self, ours, quick, earlier=None):
        self.programs = {"ours": [ours], "theirs": [sys.executable, str(Path(__file__).parent / "tasks.py")]}
        self.quick = quick
        self.best = json.loads(earlier.read_text()) if earlier else {}

    def measure(self, tasks, threads, rounds, times, warm_up=True):
        """The least seconds of each side; `tasks` names its task a side. Sides take turns."""
        keys = {side: " ".join([side, str(threads), *task]) for side, task in tasks.items()}
        missing = [side for side, key in keys.items() if key not in self.best]
        sides = {side: Side(self.programs[side], tasks[side], threads) for side in missing}
        if self.quick:
            rounds, times = 1, min(times, 3)
        for side in sides.values():
            side.run(0)  # until both are ready: neither is to prepare beside the other's run
        for side in sides.values() if warm_up else ():
            side.run(1)
        seconds = {side: [] for side in missing}
        for _ in range(rounds):
            for name, side in sides.items():
                seconds[name] += side.run(times)
        for name, side in sides.items():
            side.close()
            self.best[keys[name]] = min(seconds[name])
        return [self.best[key] for key in keys.values()]


def whole_process(emo, model, work, rounds):
    """The least seconds of each side's program that predicts one file, from start to end."""
    here, wav, joblib = Path(__file__).parent, str(work / "clip.wav"), str(work / "model.joblib")
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    save = [sys.executable, str(here / "tasks.py"), "save-model", joblib, str(TABLE)]
    subprocess.run(save, check=True, env=environment)
    programs = [
        [emo, "predict", "--model", str(model), wav],
        [sys.executable, str(here / "classify.py"), joblib, wav],
    ]
    seconds = [[], []]
    for _ in range(rounds + 1):
        for program, times in zip(programs, seconds):
            start = time.perf_counter()
            subprocess.run(program, check=True, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - start)
    return [min(times[1:]) for times in seconds]


def inputs(work, wavs):
    """The clip of 3.87 s as WAV, and two lists of files: as they are, and a quarter as WAV."""
    import numpy as np
    import soundfile

    samples, rate = soundfile.read(AUDIO / "speech.wav", dtype="int16")
    soundfile.write(work / "clip.wav", np.resize(samples, int(float(CLIP) * rate)), rate)
    folder = os.environ.get("RAVDESS_DIR")
    kinds = ("*.flac", "*.wav") if folder else ()
    files = sorted(path for kind in kinds for path in Path(folder).rglob(kind))
    files = files or [AUDIO / "speech.flac"] * 400
    for file in files:
        Path(file).read_bytes()  # neither side is to wait for the disk
    quarter = [Path(wavs) / f"{n}.wav" for n in range(len(files) // 4)]
    for wav, file in zip(quarter, files[::4]):
        soundfile.write(wav, *soundfile.read(file, dtype="int16"))
    for name, paths in (("files.txt", files), ("wavs.txt", quarter)):
        (work / name).write_text("\n".join(map(str, paths)) + "\n")


def line(what, threads, ours, theirs, target, unit="ms", least=True):
    """A line of the table; `target` is of the ratio, at `least` or at most that."""
    ratio = theirs / ours if least else ours / theirs
    wanted = "" if target is None else f"{'≥' if least else '≤'} {target:.3g}"
    verdict = "" if target is None else ("yes" if (ratio >= target) == least else "**no**")
    times = [f"{seconds * UNITS[unit]:.3g} {unit}" for seconds in (ours, theirs)]
    return f"| {what} | {threads} | {times[0]} | {times[1]} | {ratio:.2f} | {wanted} | {verdict} |"


def table(comparison, emo, work):
    """Yields the lines as they are measured."""
    yield "| what | threads | emo | Python | ratio | target | met |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | --- |"
    for row in rows(work):
        tasks = {"ours": row.task, "theirs": row.theirs or row.task}
        warm_up = row.task[0] not in ("table", "grid")
        seconds = comparison.measure(tasks, row.threads, row.rounds, row.times, warm_up)
        yield line(row.what, row.threads, *seconds, row.target, row.unit)
        if row.task == ["row", CLIP]:
            for precision, target in (("f64", 2), ("f32", None)):
                ffts = {"ours": ["ffts", precision, CLIP]}
                floor, = comparison.measure(ffts, 1, row.rounds, row.times)
                what = f"row of 60 against its 167 FFTs alone, {precision}"
                yield line(what, 1, seconds[0], floor, target, least=False)
        if row.task == ["full", CLIP]:
            yield line("row of `full`, against 4.5 ms", 1, seconds[0], 0.0045, 1)
            ours, = comparison.measure({"ours": ["functionals", CLIP]}, 1, row.rounds, row.times)
            yield line("row of `functionals`, against 2.5 ms", 1, ours, 0.0025, 1)
    rounds = 1 if comparison.quick else 5
    ours, theirs = whole_process(emo, MODEL, work, rounds)
    yield line("predict one file, `ravdess-60`, whole process", 1, ours, theirs, 50)
    ours, _ = whole_process(emo, "general", work, rounds)
    yield line("predict one file, `general`, against 15 ms", 1, ours, 0.015, 1)


def write_between(file, mark, text):
    """Puts the text between `<!-- mark -->` and `<!-- end of mark -->`."""
    start, end = f"<!-- {mark} -->", f"<!-- end of {mark} -->"
    before, rest = Path(file).read_text().split(start)
    after = rest.split(end)[1]
    Path(file).write_text(f"{before}{start}\n{text}\n{end}{after}")


def main():
    parser = argparse.ArgumentParser(description="Both sides in turn, and the table of ratios.")
    parser.add_argument("ours")
    parser.add_argument("emo")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--quick", action="store_true", help="one short round each, to try it out")
    arguments = parser.parse_args()
    work, lines = Path.cwd(), []
    comparison = Comparison(arguments.ours, arguments.quick)
    with tempfile.TemporaryDirectory() as wavs:
        inputs(work, wavs)
        for text in table(comparison, arguments.emo, work):
            print(text, flush=True)
            lines.append(text)
    (work / "results.json").write_text(json.dumps(comparison.best, indent=1))
    if arguments.out:
        write_between(arguments.out, "table", "\n".join(lines))


if __name__ == "__main__":
    main()
