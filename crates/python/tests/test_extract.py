"""Rows of features of many recordings, errors, progress and threads."""

from __future__ import annotations

import multiprocessing
import signal
import threading

import numpy as np
import pytest

import emo
from conftest import AUDIO


def test_a_row_of_means_is_that_of_the_calls(speech, y):
    x, names = emo.extract(speech, features="ravdess-60")
    calls = [
        emo.feature.mfcc(y=y, n_mfcc=40),
        emo.feature.chroma_stft(y=y),
        emo.feature.spectral_contrast(y=y),
        emo.feature.zero_crossing_rate(y),
    ]
    expected = np.concatenate([frames.mean(axis=1) for frames in calls])
    assert len(names) == 60
    np.testing.assert_allclose(x[0], expected, rtol=1e-4, atol=1e-5)


def test_rows_do_not_depend_on_the_number_of_threads(speech):
    paths = [speech, AUDIO / "speech.flac", AUDIO / "speech.mp3"] * 3
    one, names = emo.extract(paths, "functionals", n_jobs=1)
    many, _ = emo.extract(paths, "functionals", n_jobs=4)
    assert one.shape == (9, 2384) == (9, len(names))
    np.testing.assert_array_equal(one, many)


def test_a_configuration_is_a_dictionary(speech):
    config = emo.feature_config("ravdess-60")
    config["descriptors"] = config["descriptors"][:1]
    x, names = emo.extract([speech], config)
    assert x.shape == (1, 40)
    assert names == emo.feature_names(config)


def test_a_recording_that_cannot_be_used_is_named(speech, tmp_path):
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF")
    for path in (broken, tmp_path / "missing.wav"):
        with pytest.raises(emo.AudioError, match=path.name) as caught:
            emo.extract([speech, path])
        assert isinstance(caught.value, OSError)
        with pytest.warns(RuntimeWarning, match=path.name):
            x, _ = emo.extract([speech, path], on_error="nan")
        assert np.isfinite(x[0]).all()
        assert np.isnan(x[1]).all()


def test_a_wrong_name_of_a_set_is_a_value_error(speech):
    with pytest.raises(ValueError, match="ravdess-60"):
        emo.extract([speech], "mine")


def test_progress_is_reported_to_a_function(speech):
    calls = []
    emo.extract([speech] * 40, progress=lambda done, total: calls.append((done, total)))
    assert calls[-1] == (40, 40)
    assert calls == sorted(calls)


def test_an_exception_of_the_progress_ends_the_work(speech):
    class Enough(Exception):
        pass

    def stop(done, total):
        raise Enough

    with pytest.raises(Enough):
        emo.extract([speech] * 200, progress=stop)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no timers")
@pytest.mark.parametrize("work", ["many clips", "one long clip"])
def test_ctrl_c_ends_long_work(work, speech):
    def interrupt(*_):
        raise KeyboardInterrupt

    hour = np.random.RandomState(0).uniform(-0.5, 0.5, 16000 * 1800).astype(np.float32)
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(KeyboardInterrupt):
            if work == "many clips":
                emo.extract([speech] * 100_000)
            else:
                emo.feature.functionals(hour, sr=16000)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def row(path: str) -> np.ndarray:
    return emo.extract([path, path], "ravdess-60")[0]


def label(path: str) -> str:
    return emo.EmotionModel.pretrained("ravdess-60").predict([path, path])[1].label


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_that_are_forked_or_spawned_compute_the_same(method, speech):
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"the system has no {method}")
    expected, expected_label = row(speech), label(speech)
    with multiprocessing.get_context(method).Pool(2) as pool:
        for got in pool.map(row, [speech] * 4):
            np.testing.assert_array_equal(got, expected)
        assert pool.map(label, [speech] * 2) == [expected_label] * 2


def test_threads_share_one_extractor(speech):
    expected, found = row(speech), []
    threads = [threading.Thread(target=lambda: found.append(row(speech))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert all(np.array_equal(one, expected) for one in found)
