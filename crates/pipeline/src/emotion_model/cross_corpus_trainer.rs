//! Training of a linear classifier for corpora that it was not trained on.

use std::collections::BTreeMap;

use emo_corpus::{Clip, FeatureTable};
use emo_learn::FittedPipeline;
use emo_learn::parameters::Value;
use emo_learn::preprocessing::{Clipper, FittedStandardScaler, LabelEncoder, StandardScaler};
use emo_ridge::{FittedRidgeClassifier, RidgeClassifier};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use super::corpus_weights::corpus_and_class_weights;
use super::held_out::{HeldOut, Judge, averaged, geometric_mean, one_per_class};
use super::{TrainedRidge, encoder_share, held_out};
use crate::{Error, Result};

/// Scaler, limits and ridge classifier, with alpha and temperature chosen by leaving one corpus
/// out.
///
/// Corpora weigh alike, and so do the labels of each corpus; augmented copies share the weight of
/// their clip. Each corpus in turn is predicted by a model that is trained on the others, scaler
/// included; only clips as recorded whose label the others know are judged, and only labels that
/// the tested corpus has can be predicted. The alpha with the highest unweighted average recall,
/// averaged over the corpora, is used; the temperature is the geometric mean of those that fit each
/// tested corpus best. Where every clip has a copy at another speed, a second temperature is found
/// for predictions that are averaged over speeds. Then the model is trained on all rows. With one
/// corpus, three folds of whole speakers take the place of the corpora.
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
    /// How much the columns of the learned encoder count, as their share of the sum of squares of
    /// all scaled columns, where there are hand-made columns too. Default 0.9: chosen by leaving
    /// one corpus out, see docs/accuracy.md of emo.
    pub encoder_share: f64,
}

impl Default for CrossCorpusRidgeTrainer {
    fn default() -> Self {
        let alphas_per_column = vec![1.0, 3.0, 10.0, 30.0];
        Self { alphas_per_column, clip: Clipper::default(), encoder_share: 0.9 }
    }
}

impl CrossCorpusRidgeTrainer {
    /// Sets the alphas to choose from, as multiples of the number of columns.
    #[must_use]
    pub fn alphas_per_column(mut self, alphas: impl Into<Vec<f64>>) -> Self {
        self.alphas_per_column = alphas.into();
        self
    }

    /// Sets the share of the learned encoder's columns, from 0 to 1.
    #[must_use]
    pub fn encoder_share(mut self, share: f64) -> Self {
        self.encoder_share = share;
        self
    }

    /// The hyperparameters by name, for a model's card.
    pub fn parameters(&self) -> BTreeMap<String, Value> {
        BTreeMap::from([
            ("ridge__alphas_per_column".into(), Value::of(&self.alphas_per_column)),
            ("ridge__weights".into(), Value::of("corpora and labels alike")),
            ("encoder_share".into(), Value::of(&self.encoder_share)),
            ("clip__min".into(), Value::of(&self.clip.min)),
            ("clip__max".into(), Value::of(&self.clip.max)),
        ])
    }

    /// Chooses, calibrates and trains.
    ///
    /// # Errors
    ///
    /// Without an alpha, or with one that is not above 0; when some clips have a corpus and others
    /// have none, or a corpus shares fewer than two labels with the others; with one corpus, as
    /// [`FeatureTable::speaker_folds`]; or when training fails.
    pub fn fit(&self, table: &FeatureTable) -> Result<TrainedRidge> {
        let encoder = LabelEncoder::default().fit(&table.labels())?;
        let y = encoder.transform(&table.labels())?;
        let folds = held_out::folds(table)?;
        let speeds = held_out::other_speeds(table)?;
        let all = folds.iter().map(|(name, fold)| {
            let judge = Judge::new(&y, name, fold)?;
            self.held_out(table, &y, &fold.train, &judge, &speeds)
        });
        let all = all.collect::<Result<Vec<_>>>()?;
        let mean = |at: usize| all.iter().map(|fold| fold.uars[at]).sum::<f64>() / all.len() as f64;
        let held_out_uar: Vec<f64> = (0..self.alphas_per_column.len()).map(mean).collect();
        let better = |a: usize, b: usize| if held_out_uar[b] > held_out_uar[a] { b } else { a };
        let best = (0..held_out_uar.len()).reduce(better);
        let best = best.ok_or(Error::Empty { what: "alphas_per_column" })?;
        let alpha_per_column = self.alphas_per_column[best];
        let temperature = geometric_mean(all.iter().map(|fold| fold.temperatures[best]));
        let averaged = all.iter().map(|fold| fold.averaged_temperatures.get(best).copied());
        let averaged: Option<Vec<f64>> = averaged.collect();
        let averaging_temperature =
            averaged.map(|averaged| geometric_mean(averaged.into_iter()) / temperature);

        let rows: Vec<usize> = (0..table.len()).collect();
        let (scaler, mut models) = self.train(table, &y, &rows, &[alpha_per_column])?;
        let classifier = models.pop().ok_or(Error::Empty { what: "alphas_per_column" })?;
        let classifier =
            classifier.with_temperature(temperature).map_err(emo_learn::Error::from)?;
        let pipeline = FittedPipeline::from_parts((scaler, self.clip), classifier, encoder);
        Ok(TrainedRidge { pipeline, alpha_per_column, held_out_uar, averaging_temperature })
    }

    /// Scaler and classifiers, one for each alpha, of some rows.
    fn train(
        &self,
        table: &FeatureTable,
        y: &[usize],
        rows: &[usize],
        alphas_per_column: &[f64],
    ) -> Result<(FittedStandardScaler, Vec<FittedRidgeClassifier<f32>>)> {
        let clips: Vec<&Clip> = rows.iter().map(|&row| &table.clips()[row]).collect();
        let weights = corpus_and_class_weights(&clips)?;
        let factors = encoder_share::factors(table.columns(), self.encoder_share)?;
        let x = single_precision(table, rows);
        let scaler = StandardScaler::default().fit_weighted(&x, &weights)?;
        let mut x = self.clip.transform_owned(scaler.transform_owned(x)?)?;
        if let Some(factors) = &factors {
            x *= factors;
        }
        let y: Vec<usize> = rows.iter().map(|&row| y[row]).collect();
        let alphas: Vec<f64> = alphas_per_column.iter().map(|it| it * x.ncols() as f64).collect();
        let models = RidgeClassifier::default().fit_alphas(&x, &y, Some(&weights), &alphas);
        let mut models = models.map_err(emo_learn::Error::from)?;
        if let Some(factors) = factors.as_ref().and_then(|it| it.as_slice()) {
            let before = |model: FittedRidgeClassifier<f32>| model.before_factors(factors);
            let before: std::result::Result<_, _> = models.into_iter().map(before).collect();
            models = before.map_err(emo_learn::Error::from)?;
        }
        Ok((scaler, models))
    }

    /// How models of the other rows do on what is held out.
    fn held_out(
        &self,
        table: &FeatureTable,
        y: &[usize],
        train: &[usize],
        judge: &Judge,
        speeds: &[Vec<usize>],
    ) -> Result<HeldOut> {
        let (scaler, models) = self.train(table, y, train, &self.alphas_per_column)?;
        let decisions = |rows: &[usize], model: &FittedRidgeClassifier<f32>| -> Result<_> {
            let x = scaler.transform_owned(single_precision(table, rows))?;
            let x = self.clip.transform_owned(x)?;
            one_per_class(&model.decision_function(&x).map_err(emo_learn::Error::from)?)
        };
        let mut held_out = HeldOut::default();
        let at_speeds = |&row: &usize| [&[row], speeds[row].as_slice()].concat();
        let views: Vec<Vec<usize>> = judge.rows.iter().map(at_speeds).collect();
        let has_speeds = views.iter().all(|views| views.len() > 1);
        for model in models {
            let scores = decisions(&judge.rows, &model)?;
            held_out.uars.push(judge.uar(&scores, model.classes())?);
            held_out.temperatures.push(judge.temperature(&scores, model.classes())?);
            if has_speeds {
                let all = decisions(&views.concat(), &model)?;
                let averaged = averaged(&all, &views);
                let temperature = judge.temperature(&averaged, model.classes())?;
                held_out.averaged_temperatures.push(temperature);
            }
        }
        Ok(held_out)
    }
}

/// Some rows of a table in single precision.
fn single_precision(table: &FeatureTable, rows: &[usize]) -> Array2<f32> {
    let x = table.x();
    Array2::from_shape_fn((rows.len(), x.ncols()), |(at, column)| x[[rows[at], column]] as f32)
}
