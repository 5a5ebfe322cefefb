//! What is held out to choose and to calibrate a classifier, and how it is judged there.

use std::collections::BTreeSet;

use emo_corpus::FeatureTable;
use emo_learn::metrics::balanced_accuracy_score;
use emo_learn::model_selection::Split;
use emo_learn::numeric::argmax;
use emo_ridge::fit_temperature;
use ndarray::{Array2, ArrayView1, Axis, concatenate};

use crate::{Error, Result};

/// Folds of speakers where there is one corpus.
const FOLDS: usize = 3;

/// Each corpus in turn against the others; with one corpus, three folds of whole speakers.
pub(super) fn folds(table: &FeatureTable) -> Result<Vec<(String, Split)>> {
    let is_recorded = |row: &usize| table.clips()[*row].copy.is_none();
    let corpora: Vec<Option<&str>> = table.clips().iter().map(|it| it.corpus.as_deref()).collect();
    let distinct: BTreeSet<Option<&str>> = corpora.iter().copied().collect();
    if distinct.len() < 2 {
        let folds = table.speaker_folds(FOLDS)?.into_iter().enumerate();
        return Ok(folds
            .map(|(at, fold)| (format!("speakers of fold {}", at + 1), fold))
            .collect());
    }
    // A clip without a corpus among others that have one is an error.
    table.keys("corpus")?;
    let fold = |tested: Option<&str>| {
        let (test, train): (Vec<usize>, Vec<usize>) =
            (0..table.len()).partition(|&row| corpora[row] == tested);
        let test = test.into_iter().filter(is_recorded).collect();
        (tested.unwrap_or_default().to_owned(), Split { train, test })
    };
    Ok(distinct.into_iter().map(fold).collect())
}

/// For each row, the rows of the same clip at other speeds.
pub(super) fn other_speeds(table: &FeatureTable) -> Result<Vec<Vec<usize>>> {
    let mut speeds = vec![Vec::new(); table.len()];
    for (row, original) in table.copies()?.into_iter().enumerate() {
        let copy = table.clips()[row].copy.as_deref().unwrap_or_default();
        if let Some(original) = original.filter(|_| copy.contains("speed")) {
            speeds[original].push(row);
        }
    }
    Ok(speeds)
}

/// The mean decision values of each clip over its views, whose rows follow each other.
pub(super) fn averaged(all: &Array2<f32>, views: &[Vec<usize>]) -> Array2<f32> {
    let mut means = Array2::zeros((views.len(), all.ncols()));
    let mut first = 0;
    for (mut mean, views) in means.outer_iter_mut().zip(views) {
        for row in all.outer_iter().skip(first).take(views.len()) {
            mean += &row;
        }
        mean /= views.len() as f32;
        first += views.len();
    }
    means
}

pub(super) fn geometric_mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len() as f64;
    (values.map(f64::ln).sum::<f64>() / n).exp()
}

/// Of each alpha: the unweighted average recall on held-out clips, and the temperatures that fit
/// them best, as recorded and averaged over speeds.
#[derive(Default)]
pub(super) struct HeldOut {
    pub(super) uars: Vec<f64>,
    pub(super) temperatures: Vec<f64>,
    /// Empty where not every clip has a copy at another speed.
    pub(super) averaged_temperatures: Vec<f64>,
}

/// Clips that were held out, as recorded, and their labels, which alone can be predicted.
pub(super) struct Judge {
    pub(super) rows: Vec<usize>,
    truth: Vec<usize>,
    labels: BTreeSet<usize>,
}

impl Judge {
    /// Of the tested rows, those whose label is known to the training rows.
    pub(super) fn new(y: &[usize], name: &str, fold: &Split) -> Result<Self> {
        let known: BTreeSet<usize> = fold.train.iter().map(|&row| y[row]).collect();
        let test = fold.test.iter().copied();
        let rows: Vec<usize> = test.filter(|&row| known.contains(&y[row])).collect();
        let truth: Vec<usize> = rows.iter().map(|&row| y[row]).collect();
        let labels: BTreeSet<usize> = truth.iter().copied().collect();
        if labels.len() < 2 {
            let what = format!("labels that {name} shares with the other clips");
            return Err(Error::TooFew { what, expected: 2, got: labels.len() });
        }
        Ok(Self { rows, truth, labels })
    }

    /// The columns of `classes` that can be predicted, and their classes.
    fn kept(&self, classes: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let kept = classes.iter().enumerate().filter(|(_, class)| self.labels.contains(class));
        kept.map(|(at, class)| (at, *class)).unzip()
    }

    pub(super) fn uar(&self, scores: &Array2<f32>, classes: &[usize]) -> Result<f64> {
        let (kept, classes) = self.kept(classes);
        let largest = |row: ArrayView1<'_, f32>| {
            argmax(kept.iter().map(|&at| f64::from(row[at]))).unwrap_or_default()
        };
        let predicted: Vec<usize> =
            scores.rows().into_iter().map(|row| classes[largest(row)]).collect();
        Ok(balanced_accuracy_score(&self.truth, &predicted, None)?)
    }

    pub(super) fn temperature(&self, scores: &Array2<f32>, classes: &[usize]) -> Result<f64> {
        let (kept, classes) = self.kept(classes);
        let mut scores = scores.select(Axis(1), &kept);
        // Two classes share one column: half the difference of their scores.
        if classes.len() == 2 {
            let half = (&scores.column(1) - &scores.column(0)) / 2.0;
            scores = half.insert_axis(Axis(1));
        }
        Ok(fit_temperature(&scores, &self.truth, &classes).map_err(emo_learn::Error::from)?)
    }
}

/// Decision values with a column for each class, also where there are two classes.
pub(super) fn one_per_class(scores: &Array2<f32>) -> Result<Array2<f32>> {
    if scores.ncols() > 1 {
        return Ok(scores.clone());
    }
    let both = concatenate(Axis(1), &[(-scores).view(), scores.view()]);
    both.map_err(|_| Error::Empty { what: "decision values" })
}
