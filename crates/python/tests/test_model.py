"""Models: predictions, files, timelines, streams and adaptation."""

from __future__ import annotations

import json
import pickle

import numpy as np
import pytest

import emo
from conftest import AUDIO, ROOT


@pytest.fixture(scope="module")
def model():
    return emo.EmotionModel.pretrained()


def test_bundled_models_have_names_and_cards():
    for name in emo.EmotionModel.pretrained_names():
        model = emo.EmotionModel.pretrained(name)
        assert model.card["name"] == name
        assert model.card["data_license"]
        assert name in repr(model)
    with pytest.raises(ValueError, match="ravdess-60"):
        emo.EmotionModel.pretrained("mine")


def test_a_path_bytes_samples_and_a_batch_have_the_same_prediction(model, speech):
    one = model.predict(speech)
    assert one.label in model.classes
    assert sum(one.probabilities.values()) == pytest.approx(1)
    assert list(one.probabilities.values()) == sorted(one.probabilities.values(), reverse=True)
    with open(speech, "rb") as file:
        data = file.read()
    y, sr = emo.load(speech, sr=None)
    for other in (model.predict(data), *model.predict([speech, speech]), model.predict(y, sr)):
        assert other.label == one.label
        assert other.probability == pytest.approx(one.probability, abs=1e-6)
    shares = model.predict_proba([speech])
    assert shares[0].argmax() == model.classes.index(one.label)
    assert model.predict_proba(speech).shape == (len(model.classes),)


def test_rows_of_features_have_the_same_prediction(speech):
    model = emo.EmotionModel.pretrained("ravdess-60")
    x, names = emo.extract([speech], "ravdess-60")
    assert names == model.feature_names
    assert model.predict_features(x)[0] == model.predict(speech)


def test_the_file_is_that_of_rust(tmp_path, speech):
    path = tmp_path / "model.json"
    model = emo.EmotionModel.load(ROOT / "crates" / "models" / "ravdess-60.json")
    model.save(path)
    copy = pickle.loads(pickle.dumps(emo.EmotionModel.load(path)))
    assert copy.predict(speech) == model.predict(speech)
    assert json.loads(path.read_text())["card"]["name"] == "ravdess-60"


def test_a_file_that_is_no_model_is_named(tmp_path):
    path = tmp_path / "model.json"
    path.write_text("{}")
    with pytest.raises(ValueError, match="model.json"):
        emo.EmotionModel.load(path)
    with pytest.raises(FileNotFoundError, match="none.json"):
        emo.EmotionModel.load(tmp_path / "none.json")


def test_bad_clips_are_errors(model, tmp_path):
    path = tmp_path / "broken.wav"
    path.write_bytes(b"no audio")
    for clip in (path, [path], b"no audio"):
        with pytest.raises(emo.AudioError):
            model.predict(clip)
    with pytest.raises(ValueError, match="sr"):
        model.predict(np.zeros(16000, dtype=np.float32))


def test_speeds_average_predictions(model, speech):
    several = model.at_speeds()
    assert several.predict(speech).probabilities != model.predict(speech).probabilities
    assert model.at_speeds([1.0]).predict(speech) == model.predict(speech)


def test_a_timeline_has_utterances_and_formats(model, speech, tmp_path):
    timeline = model.timeline(speech)
    assert timeline.seconds == pytest.approx(2.19, abs=0.01)
    assert [it["label"] in model.classes for it in timeline.utterances] == [True]
    assert timeline.summary["event"] == "summary"
    assert timeline.to_text("webvtt").startswith("WEBVTT")
    timeline.save(tmp_path / "speech.srt")
    assert "-->" in (tmp_path / "speech.srt").read_text()
    y, sr = emo.load(speech, sr=None)
    assert model.timeline(y, sr).events == timeline.events
    both = model.timeline(np.stack([y, 0 * y]), sr, speakers=["agent", "caller"])
    assert [it["speaker"] for it in both.summary["speakers"]] == ["agent", "caller"]


def test_the_events_of_a_stream_do_not_depend_on_the_blocks(model, speech):
    y, sr = emo.load(speech, sr=None)
    expected = None
    for size in (len(y), 480, 1001):
        stream, events = model.stream(sr, hop_s=0.5), []
        for start in range(0, len(y), size):
            events += stream.push(y[start : start + size])
        assert stream.pushed == len(y)
        events += stream.finish()
        expected = expected or events
        assert events == expected
    assert {event["event"] for event in expected} == {
        "speech_start",
        "measurement",
        "utterance_end",
    }
    with pytest.raises(ValueError, match="finished"):
        stream.push(y)


def test_an_unknown_option_is_an_error(model):
    with pytest.raises(ValueError, match="window"):
        model.stream(16000, window=3)


def test_adaptation_changes_predictions_and_is_undone(speech):
    model = emo.EmotionModel.pretrained()
    before = model.predict(speech)
    adaptation = model.adapt([speech, AUDIO / "speech.mp3"])
    assert adaptation.n_clips == 2
    assert 0 <= adaptation.share <= 1
    model.forget()
    assert model.predict(speech) == before
