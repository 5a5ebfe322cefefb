"""Estimators for scikit-learn's pipelines, with the names and defaults of its own.

Each is a thin class on ``sklearn.base.BaseEstimator``: `clone`, `get_params`, pickle, joblib,
`GridSearchCV` and `cross_validate` work as for any other. One seed gives the numbers of
scikit-learn's classes, and of imbalanced-learn's `SMOTE`.
"""

from emo.sklearn._features import EmotionFeatures
from emo.sklearn._mlp import MLPClassifier
from emo.sklearn._ridge import RidgeClassifier
from emo.sklearn._scaler import StandardScaler
from emo.sklearn._smote import SMOTE

__all__ = ["SMOTE", "EmotionFeatures", "MLPClassifier", "RidgeClassifier", "StandardScaler"]
