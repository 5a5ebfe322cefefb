//! The same predictions, judged on fewer or coarser labels.

use std::collections::BTreeSet;

use emo_learn::model_selection::take;
use emo_learn::numeric::argmax;
use ndarray::{Array2, ArrayView1, Axis};

use super::{Evaluation, FoldScores, Scores};
use crate::label::LabelMap;
use crate::{Error, GroupKey, Result};

impl Evaluation {
    /// The same predictions, judged on the labels that a map keeps: clips whose label it leaves out
    /// are not judged, and the most probable of the labels that it keeps is predicted. The
    /// probabilities of labels that become one are added. Corpora with different labels, of which
    /// some are common to all, are compared in this way.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] if no clip is left.
    pub fn judged_on(&self, map: &LabelMap) -> Result<Self> {
        let new_labels: Vec<Option<String>> = self.labels.iter().map(|it| map.apply(it)).collect();
        let new_classes: Vec<Option<String>> =
            self.classes.iter().map(|it| map.apply(it)).collect();
        let distinct: BTreeSet<&String> = new_classes.iter().flatten().collect();
        let classes: Vec<String> = distinct.into_iter().cloned().collect();
        let kept: Vec<usize> =
            (0..new_labels.len()).filter(|&at| new_labels[at].is_some()).collect();
        if kept.is_empty() {
            return Err(Error::Empty { what: "clips with labels to judge" });
        }
        let mut probabilities = Array2::zeros((kept.len(), classes.len()));
        for (old, new) in new_classes.iter().enumerate() {
            let Some(at) = new.as_ref().and_then(|new| classes.binary_search(new).ok()) else {
                continue;
            };
            for (row, &from) in kept.iter().enumerate() {
                probabilities[[row, at]] += self.probabilities[[from, old]];
            }
        }
        for mut row in probabilities.rows_mut() {
            let sum = row.sum();
            if sum > 0.0 {
                row /= sum;
            }
        }
        let labels: Vec<String> =
            kept.iter().filter_map(|&from| new_labels[from].clone()).collect();
        let best = |row: ArrayView1<'_, f64>| argmax(row.iter().copied()).unwrap_or_default();
        let predicted: Vec<String> =
            probabilities.rows().into_iter().map(|row| classes[best(row)].clone()).collect();
        Ok(Self {
            protocol: self.protocol.clone(),
            folds: self.folds_of(&kept, &labels, &predicted)?,
            rows: take(&self.rows, &kept)?,
            speakers: self.speakers.as_ref().map(|it| take(it, &kept)).transpose()?,
            corpora: self.corpora.as_ref().map(|it| take(it, &kept)).transpose()?,
            scores: Scores::new(&labels, &predicted)?,
            judged_on: Some(classes.clone()),
            labels,
            predicted,
            classes,
            probabilities,
        })
    }

    /// The tested clips of one corpus, with the predictions as they are.
    pub(super) fn only(&self, corpus: &GroupKey) -> Result<Self> {
        let corpora = self.corpora.as_deref().unwrap_or_default();
        let kept: Vec<usize> = (0..corpora.len()).filter(|&at| corpora[at] == *corpus).collect();
        let (labels, predicted) = (take(&self.labels, &kept)?, take(&self.predicted, &kept)?);
        Ok(Self {
            protocol: self.protocol.clone(),
            folds: self.folds_of(&kept, &labels, &predicted)?,
            rows: take(&self.rows, &kept)?,
            speakers: self.speakers.as_ref().map(|it| take(it, &kept)).transpose()?,
            corpora: self.corpora.as_ref().map(|it| take(it, &kept)).transpose()?,
            scores: Scores::new(&labels, &predicted)?,
            judged_on: self.judged_on.clone(),
            classes: self.classes.clone(),
            probabilities: self.probabilities.select(Axis(0), &kept),
            labels,
            predicted,
        })
    }

    /// The folds with the scores of the rows that are kept; those without such rows are left out.
    fn folds_of(
        &self,
        kept: &[usize],
        labels: &[String],
        predicted: &[String],
    ) -> Result<Vec<FoldScores>> {
        let mut folds = Vec::with_capacity(self.folds.len());
        let (mut first, mut first_kept) = (0, 0);
        for fold in &self.folds {
            let end = first + fold.n_test;
            let n_kept = kept[first_kept..].iter().take_while(|&&row| row < end).count();
            let rows = first_kept..first_kept + n_kept;
            (first, first_kept) = (end, rows.end);
            if n_kept > 0 {
                let scores = Scores::new(&labels[rows.clone()], &predicted[rows])?;
                folds.push(FoldScores { n_test: n_kept, scores, ..fold.clone() });
            }
        }
        Ok(folds)
    }
}
