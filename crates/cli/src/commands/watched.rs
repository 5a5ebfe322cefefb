//! Models that report progress.

use emo_pipeline::estimator::Predictor;
use emo_pipeline::learn::Result;
use ndarray::{Array2, ArrayRef2};

use crate::console::Console;

/// A model that moves the progress bar by one step per call of `predict` or `predict_proba`.
pub(crate) struct Watched<'a, M> {
    pub(crate) model: M,
    pub(crate) console: &'a Console,
}

impl<M: Predictor<f64, String>> Predictor<f64, String> for Watched<'_, M> {
    fn classes(&self) -> &[String] {
        self.model.classes()
    }

    fn predict(&self, x: &ArrayRef2<f64>) -> Result<Vec<String>> {
        let labels = self.model.predict(x);
        self.console.step();
        labels
    }

    fn predict_proba(&self, x: &ArrayRef2<f64>) -> Result<Array2<f64>> {
        let shares = self.model.predict_proba(x);
        self.console.step();
        shares
    }
}
