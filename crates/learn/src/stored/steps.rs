//! This crate's own steps, as stored ones.

use ndarray::{Array2, ArrayRef2};
use serde::{Deserialize, Serialize};

use super::StoredTransformer;
use crate::Result;
use crate::estimator::FittedTransformer;
use crate::preprocessing::{AdaptedGroupScaler, Clipper, FittedStandardScaler};

/// A step that computes in single precision, where it could do either.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Single<T>(
    /// The step.
    pub T,
);

impl<T: FittedTransformer<f32>> FittedTransformer<f32> for Single<T> {
    fn transform(&self, x: &ArrayRef2<f32>) -> Result<Array2<f32>> {
        self.0.transform(x)
    }

    fn transform_owned(&self, x: Array2<f32>) -> Result<Array2<f32>> {
        self.0.transform_owned(x)
    }
}

impl StoredTransformer for FittedStandardScaler {
    type Number = f64;

    const NAME: &'static str = "scaler";

    fn n_features_in(&self) -> Option<usize> {
        Some(self.mean().len())
    }

    fn summary(&self) -> String {
        "StandardScaler".into()
    }
}

impl StoredTransformer for Single<FittedStandardScaler> {
    type Number = f32;

    const NAME: &'static str = "scaler_f32";

    fn n_features_in(&self) -> Option<usize> {
        Some(self.0.mean().len())
    }

    fn summary(&self) -> String {
        "StandardScaler".into()
    }
}

impl StoredTransformer for Clipper {
    type Number = f64;

    const NAME: &'static str = "clip";

    fn summary(&self) -> String {
        "Clipper".into()
    }

    fn check(&self) -> Result<()> {
        Clipper::check(self)
    }
}

impl StoredTransformer for AdaptedGroupScaler {
    type Number = f64;

    const NAME: &'static str = "group_scaler";

    fn n_features_in(&self) -> Option<usize> {
        Some(self.average().mean().len())
    }

    fn summary(&self) -> String {
        match self.n_rows() {
            0 => "GroupScaler".into(),
            rows => format!("GroupScaler (adapted to {rows} rows)"),
        }
    }

    fn is_adaptive(&self) -> bool {
        true
    }

    fn adapt(&mut self, rows: &ArrayRef2<f64>) -> Result<()> {
        self.add_rows(rows)
    }

    fn forget(&mut self) {
        AdaptedGroupScaler::forget(self);
    }
}
