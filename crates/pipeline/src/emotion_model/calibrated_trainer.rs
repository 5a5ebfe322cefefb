//! Honest probabilities for any estimator: a temperature from held-out speakers.

use emo_ridge::fit_temperature;
use ndarray::{Array2, ArrayRef2, Axis, concatenate};

use crate::{Error, Result};
use emo_corpus::FeatureTable;
use emo_learn::estimator::{Estimator, Predictor};
use emo_learn::preprocessing::LabelEncoder;
use emo_learn::stored::AnyPipeline;

/// Trains an estimator, and calibrates its probabilities on held-out speakers of the training rows.
///
/// It is scikit-learn's `CalibratedClassifierCV(method="temperature", ensemble=False)` with groups:
/// in each of the folds of whole speakers the estimator is trained on the others; one temperature
/// is fitted to the probabilities of all held-out clips; then it is trained on all rows. A
/// temperature changes no prediction. Augmented copies train and are never held out.
///
/// ```
/// use emo_pipeline::{FeatureTable, protocol::Protocol};
/// use emo_pipeline::emotion_model::CalibratedTrainer;
/// use emo_pipeline::{KernelRidgeClassifier, NoResampling, Pipeline, StandardScaler};
///
/// let csv = "clip,emotion,actor,pitch,level\n\
///            a,calm,1,9,1\nb,sad,1,5,2\nc,calm,2,8,1\nd,sad,2,4,2\ne,calm,3,9,1\nf,sad,3,6,2\n";
/// let table = FeatureTable::from_reader(csv.as_bytes())?;
/// let kernel = KernelRidgeClassifier::default();
/// let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), kernel);
/// let trainer = CalibratedTrainer::new(pipeline).n_splits(2);
/// let evaluation =
///     Protocol::leave_one_out("speaker").evaluate_with(&table, |train| trainer.fit(train))?;
/// assert_eq!(evaluation.scores.uar, 1.0);
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CalibratedTrainer<E> {
    /// What is trained.
    pub estimator: E,
    /// Folds of speakers; of clips where not every clip has an actor. Default 3.
    pub n_splits: usize,
}

/// A trained estimator and the temperature of its probabilities.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Calibrated<P> {
    /// The estimator, trained on all rows.
    pub estimator: P,
    /// What the logarithms of its probabilities are divided by: above 1 where it is too sure.
    pub temperature: f64,
}

impl<E: Estimator<f64, String>> CalibratedTrainer<E> {
    /// Three folds.
    pub fn new(estimator: E) -> Self {
        Self { estimator, n_splits: 3 }
    }

    /// Sets the number of folds.
    #[must_use]
    pub fn n_splits(mut self, n_splits: usize) -> Self {
        self.n_splits = n_splits;
        self
    }

    /// Calibrates and trains.
    ///
    /// # Errors
    ///
    /// When there are too few actors or clips of an emotion for the folds, or training fails.
    pub fn fit(&self, table: &FeatureTable) -> Result<Calibrated<E::Fitted>> {
        let encoder = LabelEncoder::default().fit(&table.labels())?;
        let (mut scores, mut truth) = (Vec::new(), Vec::new());
        for split in table.speaker_folds(self.n_splits)? {
            let (train, test) = table.split(&split)?;
            let model = self.estimator.fit(train.x(), &train.labels())?;
            scores.push(decisions(&model.predict_proba(test.x())?));
            truth.extend(encoder.transform(&test.labels())?);
        }
        let views: Vec<_> = scores.iter().map(|scores| scores.view()).collect();
        // A fold whose training rows lack an emotion has fewer columns than the others.
        let scores = concatenate(Axis(0), &views).map_err(|_| Error::TooFew {
            what: "speakers of each emotion".into(),
            expected: self.n_splits,
            got: self.n_splits.saturating_sub(1),
        })?;
        let classes: Vec<usize> = (0..encoder.classes().len()).collect();
        let temperature =
            fit_temperature(&scores, &truth, &classes).map_err(emo_learn::Error::from)?;
        let estimator = self.estimator.fit(table.x(), &table.labels())?;
        Ok(Calibrated { estimator, temperature })
    }
}

/// Values whose softmax the probabilities are: a column a class, and one of two classes.
fn decisions(shares: &Array2<f64>) -> Array2<f64> {
    let logs = shares.mapv(|share| share.max(f64::MIN_POSITIVE).ln());
    match logs.ncols() {
        2 => (&logs.column(1) - &logs.column(0)).mapv(|twice| twice / 2.0).insert_axis(Axis(1)),
        _ => logs,
    }
}

impl<P: Predictor<f64, String>> Predictor<f64, String> for Calibrated<P> {
    fn classes(&self) -> &[String] {
        self.estimator.classes()
    }

    fn predict(&self, x: &ArrayRef2<f64>) -> emo_learn::Result<Vec<String>> {
        self.estimator.predict(x)
    }

    fn predict_proba(&self, x: &ArrayRef2<f64>) -> emo_learn::Result<Array2<f64>> {
        let mut shares = self.estimator.predict_proba(x)?;
        for mut row in shares.rows_mut() {
            let largest = row.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
            row.mapv_inplace(|share| (share / largest).powf(1.0 / self.temperature));
            row /= row.sum();
        }
        Ok(shares)
    }
}

impl<P> TryFrom<Calibrated<P>> for AnyPipeline
where
    Self: TryFrom<P, Error = emo_learn::Error>,
{
    type Error = emo_learn::Error;

    fn try_from(calibrated: Calibrated<P>) -> emo_learn::Result<Self> {
        Self::try_from(calibrated.estimator)?.with_temperature(calibrated.temperature)
    }
}
