"""The estimators in scikit-learn's and imbalanced-learn's company."""

from __future__ import annotations

import json
import os
import pathlib
import pickle
import warnings

import joblib
import numpy as np
import pytest
import sklearn
from sklearn.base import clone
from sklearn.linear_model import RidgeClassifier as TheirRidge
from sklearn.model_selection import GridSearchCV, cross_validate, train_test_split
from sklearn.neural_network import MLPClassifier as TheirMlp
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler as TheirScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

import emo
from conftest import ROOT
from emo.sklearn import SMOTE, EmotionFeatures, MLPClassifier, RidgeClassifier, StandardScaler

imblearn_pipeline = pytest.importorskip("imblearn.pipeline")
from imblearn.over_sampling import SMOTE as TheirSmote  # noqa: E402

#: Checks that fail, with their reasons.
EXPECTED = {
    "MLPClassifier": {},
    "RidgeClassifier": {
        "check_non_transformer_estimators_n_iter": "the solution is exact: n_iter_ is None, as "
        "scikit-learn's class has it with its default solver",
    },
    "StandardScaler": {},
    "EmotionFeatures": {},
    "SMOTE": {},
}


def expected_failures(estimator):
    return EXPECTED[type(estimator).__name__]


ESTIMATORS = [
    StandardScaler(),
    RidgeClassifier(),
    MLPClassifier(max_iter=100),
    SMOTE(),
    EmotionFeatures("ravdess-60"),
]


@pytest.mark.skipif(
    tuple(map(int, sklearn.__version__.split(".")[:2])) < (1, 9),
    reason="the checks are those of scikit-learn 1.9",
)
@pytest.mark.filterwarnings("ignore")
@parametrize_with_checks(ESTIMATORS, expected_failed_checks=expected_failures)
def test_scikit_learns_checks(estimator, check):
    check(estimator)


def small(random_state=0, dtype=np.float64):
    random = np.random.RandomState(random_state)
    x = random.normal(size=(90, 6)).astype(dtype)
    labels = np.array(["angry"] * 50 + ["calm"] * 25 + ["sad"] * 15)
    x[labels == "calm"] += 1.5
    x[labels == "sad"] -= 1.5
    return x, labels


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_scaler_is_scikit_learns(dtype):
    x, _ = small(dtype=dtype)
    ours, theirs = StandardScaler().fit(x), TheirScaler().fit(x)
    got = ours.transform(x)
    assert got.dtype == dtype
    np.testing.assert_allclose(got, theirs.transform(x), rtol=0, atol=1e-6)
    np.testing.assert_allclose(ours.inverse_transform(got), x, rtol=0, atol=1e-5)
    np.testing.assert_allclose(ours.scale_, theirs.scale_, rtol=1e-12)


def test_smote_is_imbalanced_learns():
    x, labels = small()
    for strategy in ("auto", "minority", {"sad": 40}):
        params = {"random_state": 42, "sampling_strategy": strategy}
        got, expected = (kind(**params).fit_resample(x, labels) for kind in (SMOTE, TheirSmote))
        np.testing.assert_allclose(got[0], expected[0], rtol=0, atol=1e-12)
        assert (got[1] == expected[1]).all()


@pytest.mark.parametrize("class_weight", [None, "balanced", {"angry": 1, "calm": 2, "sad": 3}])
def test_the_ridge_is_scikit_learns(class_weight):
    x, labels = small()
    params = {"alpha": 0.5, "class_weight": class_weight}
    ours, theirs = RidgeClassifier(**params), TheirRidge(**params)
    weights = np.arange(1, 91) / 90
    for fit in ({}, {"sample_weight": weights}):
        ours.fit(x, labels, **fit), theirs.fit(x, labels, **fit)
        got, expected = ours.decision_function(x), theirs.decision_function(x)
        np.testing.assert_allclose(got, expected, rtol=0, atol=1e-10)
        assert (ours.predict(x) == theirs.predict(x)).all()


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize(
    "params",
    [
        {},
        {"solver": "sgd", "learning_rate": "adaptive", "activation": "tanh"},
        {"early_stopping": True, "batch_size": 20},
    ],
)
def test_the_network_is_scikit_learns(params):
    x, labels = small()
    # scikit-learn 1.6 cannot stop early with labels of text.
    labels = np.unique(labels, return_inverse=True)[1]
    params = {"hidden_layer_sizes": (20, 10), "random_state": 7, "max_iter": 60, **params}
    ours, theirs = (kind(**params).fit(x, labels) for kind in (MLPClassifier, TheirMlp))
    np.testing.assert_allclose(ours.loss_curve_, theirs.loss_curve_, rtol=1e-9)
    np.testing.assert_allclose(ours.predict_proba(x), theirs.predict_proba(x), atol=1e-9)
    assert (ours.n_iter_, ours.t_) == (theirs.n_iter_, theirs.t_)
    assert (ours.n_layers_, ours.n_outputs_) == (theirs.n_layers_, theirs.n_outputs_)
    assert ours.out_activation_ == theirs.out_activation_


def right(x, y, *steps) -> int:
    """How many of the 491 test rows a network of the notebook's size gets right."""
    x, x_test, y, y_test = train_test_split(x, y, test_size=0.2, random_state=42, stratify=y)
    network = MLPClassifier((256, 64), max_iter=500, random_state=7)
    model = imblearn_pipeline.make_pipeline(StandardScaler(), *steps, network).fit(x, y)
    assert len(y_test) == 491
    return int((model.predict(x_test) == y_test).sum())


def test_the_network_on_the_table_of_the_repository_is_scikit_learns(table):
    x, y, _ = table
    # scikit-learn 1.9.1 with imbalanced-learn 0.14.2: 375, and 376 with SMOTE.
    assert right(x, y) == 375
    assert right(x, y, SMOTE(random_state=42)) == 376


def test_the_notebooks_numbers():
    path = pathlib.Path(os.environ.get("RAVDESS_DIR", ".")).parent / "reference"
    path = path / "notebook_features.csv"
    if not path.is_file():
        pytest.skip("the notebook's table is not beside the recordings")
    rows = np.genfromtxt(path, delimiter=",", skip_header=1, dtype=str)
    x, y = rows[:, :60].astype(np.float64), rows[:, 60]
    goldens = ROOT / "fixtures" / "goldens" / "notebook"
    for name, steps in {"mlp": [], "smote_mlp": [SMOTE(random_state=42)]}.items():
        golden = json.loads((goldens / f"{name}.json").read_text())
        assert right(x, y, *steps) == golden["right"] == {"mlp": 386, "smote_mlp": 379}[name]


def test_estimators_are_cloned_pickled_and_dumped(tmp_path):
    x, labels = small()
    for estimator in (StandardScaler(), RidgeClassifier(), MLPClassifier((5,), random_state=1)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", sklearn.exceptions.ConvergenceWarning)
            fitted = clone(estimator).fit(x, labels)
        joblib.dump(fitted, tmp_path / "estimator.joblib")
        for copy in (
            pickle.loads(pickle.dumps(fitted)),
            joblib.load(tmp_path / "estimator.joblib"),
        ):
            call = "transform" if hasattr(fitted, "transform") else "predict"
            np.testing.assert_array_equal(getattr(copy, call)(x), getattr(fitted, call)(x))


def test_searches_and_cross_validation_run_in_processes():
    x, labels = small()
    steps = imblearn_pipeline.make_pipeline(
        StandardScaler(), SMOTE(random_state=1), RidgeClassifier()
    )
    scores = [cross_validate(steps, x, labels, cv=3, n_jobs=n)["test_score"] for n in (1, 2)]
    np.testing.assert_array_equal(*scores)
    grid = {"ridgeclassifier__alpha": [0.1, 10.0]}
    search = GridSearchCV(steps, grid, cv=3, n_jobs=2).fit(x, labels)
    assert search.best_params_["ridgeclassifier__alpha"] in (0.1, 10.0)


def test_frames_go_in_and_names_come_out():
    pandas = pytest.importorskip("pandas")
    x, labels = small()
    names = [f"feature {i}" for i in range(6)]
    frame = pandas.DataFrame(x, columns=names)
    scaler = StandardScaler().set_output(transform="pandas").fit(frame)
    assert list(scaler.transform(frame).columns) == names == list(scaler.get_feature_names_out())
    rows, more = SMOTE(random_state=0).fit_resample(frame, pandas.Series(labels, name="emotion"))
    assert list(rows.columns) == names
    assert more.name == "emotion"
    assert len(rows) == len(more) == 150
    with pytest.raises(ValueError, match="feature names"):
        scaler.transform(frame.rename(columns={"feature 0": "other"}))


def test_polars_frames_go_in():
    polars = pytest.importorskip("polars")
    x, labels = small()
    frame = polars.DataFrame(x, schema=[f"feature {i}" for i in range(6)])
    scaler = StandardScaler().set_output(transform="polars").fit(frame)
    assert scaler.transform(frame).columns == frame.columns
    rows, _ = SMOTE(random_state=0).fit_resample(frame, labels)
    assert rows.columns == frame.columns
    assert RidgeClassifier().fit(frame, labels).feature_names_in_.tolist() == frame.columns


def test_recordings_are_the_first_step_of_a_pipeline(speech, y):
    features = EmotionFeatures("ravdess-60", sr=22050)
    assert len(features.get_feature_names_out()) == 60
    model = make_pipeline(features, StandardScaler(), RidgeClassifier())
    model.fit([y, y * 0.1, y[:20000], -y[:20000]], ["a", "b", "a", "b"])
    assert set(model.predict([y])) <= {"a", "b"}
    x = EmotionFeatures("ravdess-60").fit_transform(np.array([[speech], [speech]]))
    np.testing.assert_array_equal(x, emo.extract([speech] * 2, "ravdess-60")[0])


@pytest.mark.parametrize(
    ("estimator", "parameter"),
    [
        (MLPClassifier(solver="lbfgs"), "lbfgs"),
        (MLPClassifier(warm_start=True), "warm_start"),
        (RidgeClassifier(positive=True), "positive"),
        (RidgeClassifier(solver="sag"), "solver"),
        (SMOTE(sampling_strategy=len), "sampling_strategy"),
    ],
)
def test_what_is_not_offered_is_named(estimator, parameter):
    x, labels = small()
    fit = getattr(estimator, "fit_resample", estimator.fit)
    with pytest.raises(NotImplementedError, match=parameter):
        fit(x, labels)


@pytest.mark.parametrize(
    "estimator",
    [
        MLPClassifier(alpha=-1),
        MLPClassifier(activation="cubic"),
        MLPClassifier(random_state=-1),
        MLPClassifier(hidden_layer_sizes=(0,)),
        RidgeClassifier(alpha=-1.0),
        RidgeClassifier(class_weight="other"),
        RidgeClassifier(class_weight={"happy": 1}),
        SMOTE(k_neighbors=0),
        SMOTE(sampling_strategy={"happy": 40}),
    ],
)
def test_a_wrong_value_is_a_value_error(estimator):
    x, labels = small()
    fit = getattr(estimator, "fit_resample", estimator.fit)
    with pytest.raises(ValueError):
        fit(x, labels)
