//! Training of a linear classifier for corpora that it was not trained on.

use std::collections::{BTreeMap, BTreeSet};

use emo_corpus::{FeatureTable, GroupKey};
use emo_learn::FittedPipeline;
use emo_learn::metrics::balanced_accuracy_score;
use emo_learn::parameters::Value;
use emo_learn::preprocessing::{Clipper, FittedStandardScaler, LabelEncoder, StandardScaler};
use emo_ridge::{FittedRidgeClassifier, RidgeClassifier, fit_temperature};
use ndarray::{Array2, Axis, concatenate};
use serde::{Deserialize, Serialize};

use super::TrainedRidge;
use super::corpus_weights::corpus_and_class_weights;
use crate::{Error, Result};

/// Scaler, limits and ridge classifier, with alpha and temperature chosen by leaving one corpus
/// out.
///
/// Corpora weigh alike, and so do the labels of each corpus; augmented copies share the weight of
/// their clip. Each corpus in turn is predicted by a model that is trained on the others, scaler
/// included; only clips as recorded whose label the others know are judged, and only labels that the
/// tested corpus has can be predicted. The alpha with the highest unweighted average recall, averaged
/// over the corpora, is used; the temperature is the geometric mean of those that fit each tested
/// corpus best. Then the model is trained on all rows.
///
/// ```
/// use emo_pipeline::FeatureTable;
/// use emo_pipeline::emotion_model::CrossCorpusRidgeTrainer;
///
/// let csv = "clip,label,speaker,corpus,pitch,level\n\
///            a,calm,1,x,9,1\nb,sad,1,x,5,2\nc,calm,2,y,8,1\nd,sad,2,y,4,2\n";
/// let table = FeatureTable::from_reader(csv.as_bytes())?;
/// let trained = CrossCorpusRidgeTrainer::default().fit(&table)?;
/// assert_eq!(trained.held_out_uar, [1.0, 1.0, 1.0, 1.0]);
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CrossCorpusRidgeTrainer {
    /// The alphas to choose from, as multiples of the number of columns. Unseen corpora need a
    /// stronger penalty than unseen speakers of one corpus. Default 1, 3, 10 and 30.
    pub alphas_per_column: Vec<f64>,
    /// Limits on scaled values. Default -4 and 4.
    pub clip: Clipper,
}

impl Default for CrossCorpusRidgeTrainer {
    fn default() -> Self {
        Self { alphas_per_column: vec![1.0, 3.0, 10.0, 30.0], clip: Clipper::default() }
    }
}

impl CrossCorpusRidgeTrainer {
    /// Sets the alphas to choose from, as multiples of the number of columns.
    #[must_use]
    pub fn alphas_per_column(mut self, alphas: impl Into<Vec<f64>>) -> Self {
        self.alphas_per_column = alphas.into();
        self
    }

    /// The hyperparameters by name, for a model's card.
    pub fn parameters(&self) -> BTreeMap<String, Value> {
        BTreeMap::from([
            ("ridge__alphas_per_column".into(), Value::of(&self.alphas_per_column)),
            ("ridge__weights".into(), Value::of("corpora and labels alike")),
            ("ridge__chosen_by".into(), Value::of("leave-one-corpus-out")),
            ("clip__min".into(), Value::of(&self.clip.min)),
            ("clip__max".into(), Value::of(&self.clip.max)),
        ])
    }

    /// Chooses, calibrates and trains.
    ///
    /// # Errors
    ///
    /// Without an alpha, or with one that is not above 0; when a clip has no corpus, there are
    /// fewer than two corpora, or one shares fewer than two labels with the others; or when
    /// training fails.
    pub fn fit(&self, table: &FeatureTable) -> Result<TrainedRidge> {
        let corpora = table.keys("corpus")?;
        let distinct: BTreeSet<&GroupKey> = corpora.iter().collect();
        if distinct.len() < 2 {
            let (expected, got) = (2, distinct.len());
            return Err(Error::TooFew { what: "corpora".into(), expected, got });
        }
        let encoder = LabelEncoder::default().fit(&table.labels())?;
        let y = encoder.transform(&table.labels())?;
        let held_out = distinct.iter().map(|it| self.held_out(table, &y, &corpora, it));
        let held_out = held_out.collect::<Result<Vec<_>>>()?;
        let mean = |at: usize| {
            held_out.iter().map(|corpus| corpus.uars[at]).sum::<f64>() / held_out.len() as f64
        };
        let held_out_uar: Vec<f64> = (0..self.alphas_per_column.len()).map(mean).collect();
        let better = |a: usize, b: usize| if held_out_uar[b] > held_out_uar[a] { b } else { a };
        let best = (0..held_out_uar.len()).reduce(better);
        let best = best.ok_or(Error::Empty { what: "alphas_per_column" })?;
        let alpha_per_column = self.alphas_per_column[best];
        let logarithms = held_out.iter().map(|corpus| corpus.temperatures[best].ln());
        let temperature = (logarithms.sum::<f64>() / held_out.len() as f64).exp();

        let rows: Vec<usize> = (0..table.len()).collect();
        let (scaler, mut models) = self.train(table, &y, &rows, &[alpha_per_column])?;
        let classifier = models.pop().ok_or(Error::Empty { what: "alphas_per_column" })?;
        let classifier =
            classifier.with_temperature(temperature).map_err(emo_learn::Error::from)?;
        let pipeline = FittedPipeline::from_parts((scaler, self.clip), classifier, encoder);
        Ok(TrainedRidge { pipeline, alpha_per_column, held_out_uar })
    }

    /// Scaler and classifiers, one for each alpha, of some rows.
    fn train(
        &self,
        table: &FeatureTable,
        y: &[usize],
        rows: &[usize],
        alphas_per_column: &[f64],
    ) -> Result<(FittedStandardScaler, Vec<FittedRidgeClassifier<f32>>)> {
        let part = table.select(rows)?;
        let weights = corpus_and_class_weights(&part)?;
        let x = part.x().mapv(|value| value as f32);
        let scaler = StandardScaler::default().fit_weighted(&x, &weights)?;
        let x = self.clip.transform(&scaler.transform(&x)?)?;
        let y: Vec<usize> = rows.iter().map(|&row| y[row]).collect();
        let alphas: Vec<f64> = alphas_per_column.iter().map(|it| it * x.ncols() as f64).collect();
        let models = RidgeClassifier::default().fit_alphas(&x, &y, Some(&weights), &alphas);
        Ok((scaler, models.map_err(emo_learn::Error::from)?))
    }

    /// How models of the other corpora do on one corpus.
    fn held_out(
        &self,
        table: &FeatureTable,
        y: &[usize],
        corpora: &[GroupKey],
        tested: &GroupKey,
    ) -> Result<HeldOut> {
        let (test, train): (Vec<usize>, Vec<usize>) =
            (0..table.len()).partition(|&row| corpora[row] == *tested);
        let known: BTreeSet<usize> = train.iter().map(|&row| y[row]).collect();
        let recorded = |row: &usize| table.clips()[*row].copy.is_none();
        let test: Vec<usize> =
            test.into_iter().filter(|row| recorded(row) && known.contains(&y[*row])).collect();
        let truth: Vec<usize> = test.iter().map(|&row| y[row]).collect();
        let labels: BTreeSet<usize> = truth.iter().copied().collect();
        if labels.len() < 2 {
            let what = format!("labels that {tested} shares with the other corpora");
            return Err(Error::TooFew { what, expected: 2, got: labels.len() });
        }
        let (scaler, models) = self.train(table, y, &train, &self.alphas_per_column)?;
        let x = table.select(&test)?.x().mapv(|value| value as f32);
        let x = self.clip.transform(&scaler.transform(&x)?)?;
        let mut held_out = HeldOut::default();
        for model in models {
            let scores = model.decision_function(&x).map_err(emo_learn::Error::from)?;
            held_out.judge(&scores, model.classes(), &labels, &truth)?;
        }
        Ok(held_out)
    }
}

/// Of each alpha: the unweighted average recall on a held-out corpus, and the temperature that fits
/// it best.
#[derive(Default)]
struct HeldOut {
    uars: Vec<f64>,
    temperatures: Vec<f64>,
}

impl HeldOut {
    /// Adds what the decision values (rows × `classes`) say where only `labels` can be predicted.
    fn judge(
        &mut self,
        scores: &Array2<f32>,
        classes: &[usize],
        labels: &BTreeSet<usize>,
        truth: &[usize],
    ) -> Result<()> {
        let kept: Vec<usize> =
            (0..classes.len()).filter(|&at| labels.contains(&classes[at])).collect();
        let classes: Vec<usize> = kept.iter().map(|&at| classes[at]).collect();
        let scores = one_per_class(scores)?.select(Axis(1), &kept);
        let largest = |row: ndarray::ArrayView1<'_, f32>| {
            (0..row.len()).reduce(|a, b| if row[b] > row[a] { b } else { a }).unwrap_or(0)
        };
        let predicted: Vec<usize> =
            scores.rows().into_iter().map(|row| classes[largest(row)]).collect();
        self.uars.push(balanced_accuracy_score(truth, &predicted, None)?);
        // Two classes share one column: half the difference of their scores.
        let scores = if classes.len() == 2 {
            ((&scores.column(1) - &scores.column(0)) / 2.0).insert_axis(Axis(1))
        } else {
            scores
        };
        let temperature =
            fit_temperature(&scores, truth, &classes).map_err(emo_learn::Error::from)?;
        self.temperatures.push(temperature);
        Ok(())
    }
}

/// Decision values with a column for each class, also where there are two classes.
fn one_per_class(scores: &Array2<f32>) -> Result<Array2<f32>> {
    if scores.ncols() > 1 {
        return Ok(scores.clone());
    }
    let both = concatenate(Axis(1), &[(-scores).view(), scores.view()]);
    both.map_err(|_| Error::Empty { what: "decision values" })
}
