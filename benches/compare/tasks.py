"""Python's side of the comparison: the tasks of compare.rs, by librosa, openSMILE, scikit-learn and
imbalanced-learn.

    tasks.py TASK ARGUMENT...     # then a number a line on standard input: a list of seconds each
    tasks.py save-model MODEL TABLE
"""
import csv
import json
import os
import sys
import time
import warnings
from multiprocessing import Pool
from pathlib import Path

import numpy as np

SPEECH = Path(__file__).parents[2] / "fixtures/audio/speech.wav"
THREADS = int(os.environ.get("OMP_NUM_THREADS", "1"))
RAVDESS_SHARES = [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7]
warnings.simplefilter("ignore")


def rows(n_rows, n_columns, shares):
    """Random rows and their classes; `rows` of inputs.rs makes the same."""
    y = np.resize(shares, n_rows)
    x = np.random.RandomState(0).random_sample((n_rows, n_columns))
    return x + 0.5 * (np.arange(n_columns) % (1 + max(shares)) == y[:, None]), y


def features(y):
    """The calls of the original."""
    import librosa

    return np.hstack([
        np.mean(librosa.feature.mfcc(y=y, sr=22050, n_mfcc=40).T, axis=0),
        np.mean(librosa.feature.chroma_stft(y=y, sr=22050).T, axis=0),
        np.mean(librosa.feature.spectral_contrast(y=y, sr=22050).T, axis=0),
        np.mean(librosa.feature.zero_crossing_rate(y).T, axis=0),
    ])


def file_features(path):
    import librosa

    return features(librosa.load(path)[0])


def row(seconds):
    import librosa

    y = librosa.load(SPEECH)[0]
    y = np.resize(y, int(float(seconds) * 22050))
    return lambda: features(y)


def compare_2016(seconds):
    """openSMILE's functionals of a clip at 16 kHz."""
    import librosa
    import opensmile

    y = librosa.load(SPEECH, sr=16000)[0]
    y = np.resize(y, int(float(seconds) * 16000))
    smile = opensmile.Smile(opensmile.FeatureSet.ComParE_2016, opensmile.FeatureLevel.Functionals)
    return lambda: smile.process_signal(y, 16000)


def load(path):
    import librosa

    return lambda: librosa.load(path)


def table(paths):
    """On one process a thread, each with its libraries loaded already."""
    paths = Path(paths).read_text().splitlines()
    if THREADS == 1:
        file_features(paths[0])
        return lambda: [file_features(path) for path in paths]
    from threadpoolctl import threadpool_limits

    pool = Pool(THREADS, initializer=threadpool_limits, initargs=(1,))
    pool.map(file_features, paths[: 8 * THREADS], chunksize=8)
    return lambda: pool.map(file_features, paths, chunksize=8)


def smote(n_rows, columns, classes):
    from imblearn.over_sampling import SMOTE

    shares = RAVDESS_SHARES if classes == "8" else [0, 0, 0, 1]
    x, y = rows(int(n_rows), int(columns), shares)
    return lambda: SMOTE(random_state=42).fit_resample(x, y)


def network(**parameters):
    from sklearn.neural_network import MLPClassifier

    return MLPClassifier((256, 64), random_state=7, tol=0, n_iter_no_change=10**9, **parameters)


def mlp(kind, activation, n_rows, columns, epochs):
    x, y = rows(int(n_rows), int(columns), RAVDESS_SHARES)
    x = x.astype(kind.replace("f", "float"))
    model = network(activation=activation, max_iter=int(epochs))
    return lambda: model.fit(x, y)


def predict(n_rows):
    x, y = rows(max(int(n_rows), 100), 60, RAVDESS_SHARES)
    model = network(max_iter=2).fit(x, y)
    return lambda: model.predict(x[: int(n_rows)])


def training_rows(path):
    """The training side of the document's split of a feature table."""
    from sklearn.model_selection import train_test_split

    with open(path, newline="") as file:
        header, *lines = csv.reader(file)
    first = header.index("mfcc_00_mean")
    x = np.array([line[first:] for line in lines], dtype=float)
    y = np.array([line[header.index("emotion")] for line in lines])
    x, _, y, _ = train_test_split(x, y, test_size=0.2, stratify=y, random_state=42)
    return x, y


def pipeline(**parameters):
    from imblearn.over_sampling import SMOTE
    from imblearn.pipeline import Pipeline
    from sklearn.neural_network import MLPClassifier
    from sklearn.preprocessing import StandardScaler

    smote, mlp = SMOTE(random_state=42), MLPClassifier(**parameters)
    return Pipeline([("scaler", StandardScaler()), ("smote", smote), ("mlp", mlp)])


def grid(kind, path):
    """The document's grid, on one process a thread; a small one first starts the processes."""
    from sklearn.model_selection import GridSearchCV

    x, y = training_rows(path)
    x = x.astype(kind.replace("f", "float"))
    values = {
        "mlp__hidden_layer_sizes": [(256, 64), (128, 64), (64,)],
        "mlp__activation": ["relu", "tanh"],
        "mlp__alpha": [1e-4, 1e-3],
        "mlp__learning_rate": ["constant", "adaptive"],
    }
    # The processes are the threads; each has one of BLAS.
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    model = pipeline(max_iter=1000, early_stopping=True, random_state=42)
    options = dict(cv=3, scoring="f1_weighted", n_jobs=THREADS)
    small = pipeline(max_iter=1)
    GridSearchCV(small, {"mlp__alpha": [1e-4, 1e-3]}, **options).fit(x[:300], y[:300])
    return lambda: GridSearchCV(model, values, **options).fit(x, y)


def save_model(model, path):
    import joblib

    x, y = training_rows(path)
    fitted = pipeline(hidden_layer_sizes=(256, 64), max_iter=50, random_state=7).fit(x, y)
    joblib.dump(fitted, model)


def serve(task):
    """For each number on standard input: does the task so often, and prints the seconds."""
    for line in sys.stdin:
        seconds = []
        for _ in range(int(line)):
            start = time.perf_counter()
            task()
            seconds.append(time.perf_counter() - start)
        print(json.dumps(seconds), flush=True)


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    if name == "save-model":
        save_model(*arguments)
    else:
        tasks = dict(row=row, compare_2016=compare_2016, load=load, table=table)
        tasks |= dict(smote=smote, mlp=mlp, predict=predict, grid=grid)
        serve(tasks[name](*arguments))
