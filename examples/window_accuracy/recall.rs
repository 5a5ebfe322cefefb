//! Unweighted average recall.

use std::collections::BTreeMap;

use crate::models::LABELS;

/// For each true label: how many there are, and how many are right.
#[derive(Default)]
pub(crate) struct Recall(BTreeMap<String, (usize, usize)>);

impl Recall {
    pub(crate) fn add(&mut self, label: &str, predicted: usize) {
        let (n, right) = self.0.entry(label.to_owned()).or_default();
        *n += 1;
        *right += usize::from(LABELS.get(predicted) == Some(&label));
    }

    pub(crate) fn uar(&self) -> f64 {
        let recalls = self.0.values().map(|(n, right)| *right as f64 / *n as f64);
        recalls.sum::<f64>() / self.0.len().max(1) as f64
    }

    pub(crate) fn count(&self) -> usize {
        self.0.values().map(|(n, _)| n).sum()
    }
}
