"""Features against librosa 0.11. Tolerances are those of docs/parity.md, with their reasons."""

from __future__ import annotations

import numpy as np
import pytest

import emo

librosa = pytest.importorskip("librosa", reason="the oracle is not installed")

# Single precision: 1e-4 of the largest value of a descriptor; levels within 1e-3 dB.
CALLS = {
    "melspectrogram": ({"n_mels": 40, "fmin": 50.0, "htk": True, "norm": None}, 1e-5),
    "mfcc": ({"n_mfcc": 40}, 1e-5),
    "chroma_stft": ({}, 1e-4),
    "spectral_contrast": ({}, 1e-5),
    "spectral_centroid": ({}, 1e-5),
    "spectral_bandwidth": ({}, 1e-5),
    "spectral_rolloff": ({"roll_percent": 0.9}, 1e-6),
    "spectral_flatness": ({}, 1e-4),
    "rms": ({}, 1e-6),
    "zero_crossing_rate": ({}, 1e-7),
}


def assert_close(got, expected, tolerance):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape
    scale = np.abs(expected).max()
    np.testing.assert_allclose(got, expected, rtol=0, atol=tolerance * scale)


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("sizes", [{}, {"hop_length": 256}], ids=["default", "shorter hop"])
def test_a_descriptor_of_samples_is_librosas(name, sizes, y):
    params, tolerance = CALLS[name]
    expected = getattr(librosa.feature, name)(y=y, **params, **sizes)
    assert_close(getattr(emo.feature, name)(y=y, **params, **sizes), expected, tolerance)


@pytest.mark.parametrize("name", [name for name in CALLS if name != "zero_crossing_rate"])
def test_a_descriptor_of_a_spectrogram_is_librosas(name, y):
    params, tolerance = CALLS[name]
    power = 2.0 if name in {"melspectrogram", "chroma_stft"} else 1.0
    s = np.abs(librosa.stft(y)) ** power
    if name == "mfcc":
        s = librosa.power_to_db(librosa.feature.melspectrogram(y=y))
    expected = getattr(librosa.feature, name)(S=s, **params)
    assert_close(getattr(emo.feature, name)(S=s, **params), expected, tolerance)


@pytest.mark.parametrize("params", [{}, {"n_fft": 512, "win_length": 400}, {"center": False}])
def test_the_transform_is_librosas(params, y):
    got, expected = emo.stft(y, **params), librosa.stft(y, **params)
    assert got.dtype == expected.dtype
    assert_close(got, expected, 1e-6)


@pytest.mark.parametrize("params", [{}, {"ref": np.max}, {"top_db": None, "amin": 1e-5}])
def test_levels_are_librosas(params):
    powers = np.random.RandomState(3).exponential(size=(4, 5, 6)).astype(np.float32)
    expected = librosa.power_to_db(powers, **params)
    np.testing.assert_allclose(emo.power_to_db(powers, **params), expected, rtol=0, atol=1e-4)


@pytest.mark.parametrize("cents", [-40, -10, 0, 25, 45])
def test_tuning_and_peaks_are_librosas(cents):
    time = np.arange(22050) / 22050
    tones = sum(np.sin(2 * np.pi * 220 * k * 2 ** (cents / 1200) * time) for k in (1, 2, 4))
    tones = (0.2 * tones).astype(np.float32)
    assert emo.estimate_tuning(y=tones) == pytest.approx(librosa.estimate_tuning(y=tones))
    for got, expected in zip(emo.piptrack(y=tones), librosa.piptrack(y=tones), strict=True):
        assert_close(got, expected, 1e-5)


@pytest.mark.parametrize("rates", [(22050, 16000), (16000, 48000), (44100, 22050)])
def test_resampling_is_librosas(rates, y):
    orig_sr, target_sr = rates
    expected = librosa.resample(y, orig_sr=orig_sr, target_sr=target_sr)
    got = emo.resample(y, orig_sr=orig_sr, target_sr=target_sr)
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-5)
    channels = emo.resample(np.stack([y, -y]), orig_sr=orig_sr, target_sr=target_sr)
    np.testing.assert_array_equal(channels, np.stack([got, -got]))


@pytest.mark.parametrize(
    "params", [{}, {"sr": None}, {"sr": 16000, "offset": 0.5, "duration": 1.0}]
)
def test_loading_is_librosas(params, speech):
    (got, sr), (expected, expected_sr) = emo.load(speech, **params), librosa.load(speech, **params)
    assert sr == expected_sr
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    ("call", "parameter"),
    [
        (lambda y: emo.stft(y, window="hamming"), "window"),
        (lambda y: emo.stft(y, pad_mode="reflect"), "pad_mode"),
        (lambda y: emo.feature.mfcc(y=y, dct_type=3), "dct_type"),
        (lambda y: emo.feature.mfcc(y=y, norm=None), "norm"),
        (lambda y: emo.feature.melspectrogram(y=y, pad="x"), "pad"),
        (lambda y: emo.feature.chroma_stft(y=y, norm=3), "norm"),
        (lambda y: emo.feature.spectral_centroid(y=y, freq=np.ones(1025)), "freq"),
        (lambda y: emo.feature.spectral_bandwidth(y=y, p=3), "p"),
        (lambda y: emo.feature.spectral_flatness(y=y, amin=1e-5), "amin"),
        (lambda y: emo.feature.zero_crossing_rate(y, zero_pos=False), "zero_pos"),
        (lambda y: emo.piptrack(y=y, ref=1.0), "ref"),
        (lambda y: emo.feature.rms(y=y, pad_mode="edge"), "pad_mode"),
        (lambda y: emo.resample(y, orig_sr=1, target_sr=2, res_type="fft"), "res_type"),
        (lambda y: emo.resample(y, orig_sr=22050.5, target_sr=2), "orig_sr"),
        (lambda y: emo.feature.rms(y=np.stack([y, y])), "y"),
    ],
)
def test_what_is_not_offered_is_named(call, parameter, y):
    with pytest.raises(NotImplementedError, match=parameter):
        call(y)


@pytest.mark.parametrize(
    "call",
    [
        lambda y: emo.feature.mfcc(),
        lambda y: emo.stft(np.zeros(0, dtype=np.float32)),
        lambda y: emo.stft(np.array([np.nan] * 4096)),
        lambda y: emo.stft(y, hop_length=0),
        lambda y: emo.stft(np.arange(4096)),
        lambda y: emo.feature.mfcc(y=y, n_mfcc=200),
        lambda y: emo.feature.spectral_contrast(y=y, fmin=5000.0),
        lambda y: emo.power_to_db(y, amin=0.0),
        lambda y: emo.feature.pitch(y, sr=0),
    ],
)
def test_a_wrong_value_is_a_value_error(call, y):
    with pytest.raises(ValueError):
        call(y)


def test_pitch_jitter_and_shimmer_of_a_steady_voice():
    time = np.arange(16000) / 16000
    voice = sum(np.cos(2 * np.pi * 200 * k * time) for k in range(1, 6)) * 0.1
    track = emo.feature.pitch(voice, sr=16000)
    assert np.abs(track.f0[10:-10] - 200).max() < 1
    assert track.periodicity[50] > 0.99
    assert track.hnr[50] > 20
    assert emo.feature.jitter(voice, sr=16000) < 1e-3
    assert emo.feature.shimmer(voice, sr=16000) < 0.01


def test_results_do_not_depend_on_the_layout_of_the_samples(y):
    doubled = np.repeat(y.astype(np.float64), 2)
    for name in ("mfcc", "chroma_stft", "rms", "spectral_centroid"):
        call = getattr(emo.feature, name)
        np.testing.assert_array_equal(call(y=doubled[::2]), call(y=y))
