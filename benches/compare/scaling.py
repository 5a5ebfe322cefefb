"""How cost grows with the size of the input, on both sides, as a plot.

    scaling.py OURS [--out FILE] [--quick]
"""
import argparse
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt

from compare import CORES, Comparison

matplotlib.rcParams |= {"svg.hashsalt": "emo", "font.size": 8, "axes.grid": True, "grid.alpha": 0.3}
SECONDS = [0.1, 0.3, 1, 3.87, 10, 30, 100, 600]
ROWS = [1250, 2500, 5000, 10_000, 20_000]
COLUMNS = [15, 30, 60, 120, 240]
EPOCHS = 4


def best(comparison, task, threads=1, sides=("ours", "theirs"), rounds=2):
    return comparison.measure({side: list(map(str, task)) for side in sides}, threads, rounds, 1)


def curves(comparison, task_of, sizes):
    """For each side its seconds, size by size."""
    return list(zip(*(best(comparison, task_of(size)) for size in sizes)))


def panel(axes, title, label, sizes, sides):
    """Seconds of both sides against a size, on logarithmic axes, where a slope of 1 is linear."""
    for name, seconds, style in zip(("emo", "Python"), sides, ("o-", "s--")):
        axes.loglog(sizes, [1e3 * s for s in seconds], style, label=name, markersize=3)
    axes.set(title=title, xlabel=label, ylabel="ms")
    axes.legend()


def threads(axes, comparison):
    """Clips a second over one and all threads."""
    n_clips = len(Path("files.txt").read_text().splitlines())
    sides = list(zip(*(best(comparison, ["table", "files.txt"], n, rounds=1) for n in (1, CORES))))
    for at, (name, seconds) in enumerate(zip(("emo", "Python"), sides)):
        rates = [n_clips / s for s in seconds]
        bars = axes.bar([at - 0.2, at + 0.2], rates, 0.36, color=[f"C{at}"], label=name)
        axes.bar_label(bars, [f"{rate:.0f}" for rate in rates])
    axes.margins(y=0.1)
    axes.set_xticks([-0.2, 0.2, 0.8, 1.2], ["1", str(CORES)] * 2)
    axes.set(title="file → row", xlabel="threads, or processes", ylabel="clips a second")
    axes.legend()


def main():
    parser = argparse.ArgumentParser(description="Cost against size, as a plot.")
    parser.add_argument("ours")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    comparison = Comparison(arguments.ours, arguments.quick, Path("results.json"))

    figure, axes = plt.subplots(2, 3, figsize=(10, 6), layout="constrained")
    panels = [
        ("row of 60", "seconds of audio", lambda n: ["row", n], SECONDS),
        ("SMOTE, 60 columns", "rows", lambda n: ["smote", n, 60, 2], ROWS),
        ("SMOTE, 10 000 rows", "columns", lambda n: ["smote", 10_000, n, 2], COLUMNS),
        (f"MLP, {EPOCHS} epochs, f64, 60 columns", "rows", lambda n: ["mlp", "f64", "relu", n, 60, EPOCHS], ROWS),
        (f"MLP, {EPOCHS} epochs, f64, 2500 rows", "columns", lambda n: ["mlp", "f64", "relu", 2500, n, EPOCHS], COLUMNS),
    ]
    threads(axes.flat[0], comparison)
    for place, (title, label, task_of, sizes) in zip(axes.flat[1:], panels):
        sides = curves(comparison, task_of, sizes)
        panel(place, title, label, sizes, sides)
        for size, ours, theirs in zip(sizes, *sides):
            print(f"{title} | {size:>6} {label} | {ours * 1e3:9.2f} ms | {theirs * 1e3:9.2f} ms", flush=True)
    figure.savefig(arguments.out, metadata={"Date": None})


if __name__ == "__main__":
    main()
