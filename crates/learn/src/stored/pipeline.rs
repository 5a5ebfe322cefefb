//! A fitted pipeline of any steps.

use ndarray::{Array2, ArrayRef2};

use super::{AnyClassifier, AnyTransformer};
use crate::estimator::{FittedTransformer, Predictor};
use crate::numeric::{argmax, check_temperature, soften};
use crate::{Error, Result};

/// Fitted transformers, a fitted classifier and its labels, whatever their types are.
///
/// It computes what the typed [`FittedPipeline`](crate::FittedPipeline) computes, to the last bit,
/// takes `f64` rows, and can be written and read: see [the module](super).
#[derive(Clone, Debug)]
pub struct AnyPipeline {
    pub(super) transformers: Vec<AnyTransformer>,
    pub(super) classifier: AnyClassifier,
    pub(super) labels: Vec<String>,
    pub(super) temperature: Option<f64>,
}

impl AnyPipeline {
    /// Puts trained steps together; `labels` are those that the classifier's numbers stand for,
    /// sorted.
    ///
    /// # Errors
    ///
    /// [`Error::Misfit`] where the steps do not fit each other or the labels, and
    /// [`Error::InvalidParameter`] unless the labels are sorted, each once.
    pub fn new<L: Into<String>>(
        transformers: impl IntoIterator<Item = AnyTransformer>,
        classifier: impl Into<AnyClassifier>,
        labels: impl IntoIterator<Item = L>,
    ) -> Result<Self> {
        let transformers = transformers.into_iter().collect();
        let labels = labels.into_iter().map(Into::into).collect();
        let pipeline =
            Self { transformers, classifier: classifier.into(), labels, temperature: None };
        pipeline.check_labels()?;
        pipeline.check_steps(pipeline.n_features_in())?;
        Ok(pipeline)
    }

    /// The same pipeline, with its probabilities calibrated: each is raised to the power
    /// 1 / `temperature`, and a row is divided by its sum. The likeliest label stays.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`] unless it is a finite number above 0.
    pub fn with_temperature(mut self, temperature: f64) -> Result<Self> {
        check_temperature(temperature)?;
        self.temperature = Some(temperature);
        Ok(self)
    }

    /// The temperature of [`with_temperature`](Self::with_temperature), if there is one.
    pub fn temperature(&self) -> Option<f64> {
        self.temperature
    }

    /// The labels, sorted, each once: one for each column of
    /// [`predict_proba`](Self::predict_proba).
    pub fn classes(&self) -> &[String] {
        &self.labels
    }

    /// The transformers, in the order in which rows pass them.
    pub fn transformers(&self) -> &[AnyTransformer] {
        &self.transformers
    }

    /// The classifier.
    pub fn classifier(&self) -> &AnyClassifier {
        &self.classifier
    }

    /// How many columns it takes, from the first step that knows; `None` where no step does.
    pub fn n_features_in(&self) -> Option<usize> {
        let mut counts = self.transformers.iter().map(AnyTransformer::n_features_in);
        counts.find_map(|count| count).or_else(|| self.classifier.n_features_in())
    }

    /// The probability of each class (rows × classes); a row sums to 1.
    ///
    /// # Errors
    ///
    /// When the number of columns is not that of the training rows, or a number is not finite.
    pub fn predict_proba(&self, x: &ArrayRef2<f64>) -> Result<Array2<f64>> {
        let mut shares = match self.transformed(x)? {
            Some(x) => self.classifier.predict_proba(&x)?,
            None => self.classifier.predict_proba(x)?,
        };
        if let Some(temperature) = self.temperature {
            soften(&mut shares, temperature);
        }
        Ok(shares)
    }

    /// The likeliest label of each row; the first in order among equals.
    ///
    /// # Errors
    ///
    /// As [`predict_proba`](Self::predict_proba).
    pub fn predict(&self, x: &ArrayRef2<f64>) -> Result<Vec<String>> {
        let shares = self.predict_proba(x)?;
        let labels = shares.rows().into_iter().map(|row| {
            argmax(row.iter().copied()).and_then(|place| self.labels.get(place)).cloned()
        });
        labels.collect::<Option<_>>().ok_or(Error::Empty { what: "classes" })
    }

    /// The rows after all transformers; `None` where there is none.
    fn transformed(&self, x: &ArrayRef2<f64>) -> Result<Option<Array2<f64>>> {
        let mut steps = self.transformers.iter();
        let Some(first) = steps.next() else { return Ok(None) };
        let mut x = first.transform(x)?;
        for step in steps {
            x = step.transform(&x)?;
        }
        Ok(Some(x))
    }

    /// One line on its steps and sizes, such as `StandardScaler, MLP 60-256-64-8 (relu)`.
    pub fn summary(&self) -> String {
        let steps = self.transformers.iter().map(AnyTransformer::summary);
        let mut words: Vec<String> = steps.chain([self.classifier.summary()]).collect();
        words.extend(self.temperature.map(|temperature| format!("temperature {temperature:.3}")));
        words.join(", ")
    }

    /// Checks that the steps fit each other and so many columns.
    ///
    /// # Errors
    ///
    /// [`Error::Misfit`] says which step does not fit; and the errors of a step about its own
    /// values.
    pub fn check(&self, n_columns: usize) -> Result<()> {
        self.check_steps(Some(n_columns))
    }

    pub(super) fn check_labels(&self) -> Result<()> {
        if self.labels.is_empty() {
            return Err(Error::Empty { what: "labels" });
        }
        if self.labels.is_sorted_by(|a, b| a < b) {
            return Ok(());
        }
        Err(Error::InvalidParameter {
            parameter: "labels".into(),
            expected: "sorted labels, each once".into(),
            got: format!("{:?}", self.labels),
        })
    }

    pub(super) fn check_steps(&self, n_columns: Option<usize>) -> Result<()> {
        let mut width = n_columns;
        for step in &self.transformers {
            step.check()?;
            if let (Some(columns), Some(expected)) = (width, step.n_features_in())
                && columns != expected
            {
                let columns = format!("statistics of {columns} columns");
                return Err(Error::misfit(step.name(), columns, expected));
            }
            width = width.or(step.n_features_in()).map(|columns| step.n_features_out(columns));
        }
        self.classifier.check(width, &self.labels)
    }
}

/// # Adaptation to a speaker
impl AnyPipeline {
    /// Whether a step of it adapts to a speaker.
    pub fn is_adaptive(&self) -> bool {
        let votes = |voting: &super::VotingPipelines| voting.is_adaptive();
        self.transformers.iter().any(AnyTransformer::is_adaptive)
            || self.classifier.voting().is_some_and(votes)
    }

    /// Takes in unlabelled rows of the speaker (or place) that will be predicted; more calls add
    /// rows. The state is saved with the pipeline.
    ///
    /// # Errors
    ///
    /// [`Error::Misfit`] where no step adapts, and the errors of a step about the rows; then
    /// nothing has changed.
    pub fn adapt(&mut self, rows: &ArrayRef2<f64>) -> Result<()> {
        if !self.is_adaptive() {
            let expected = "a step that adapts to a speaker, such as group_scaler";
            return Err(Error::misfit("pipeline", expected, self.summary()));
        }
        let mut adapted = self.clone();
        adapted.adapt_steps(rows)?;
        *self = adapted;
        Ok(())
    }

    pub(super) fn adapt_steps(&mut self, rows: &ArrayRef2<f64>) -> Result<()> {
        let mut rows = rows.to_owned();
        for step in &mut self.transformers {
            step.adapt(&rows)?;
            rows = step.transform(&rows)?;
        }
        match self.classifier.voting_mut() {
            Some(voting) => voting.adapt(&rows),
            None => Ok(()),
        }
    }

    /// Forgets the rows of all speakers that it was adapted to.
    pub fn forget(&mut self) {
        self.transformers.iter_mut().for_each(AnyTransformer::forget);
        if let Some(voting) = self.classifier.voting_mut() {
            voting.forget();
        }
    }
}

impl Predictor<f64, String> for AnyPipeline {
    fn classes(&self) -> &[String] {
        Self::classes(self)
    }

    fn predict(&self, x: &ArrayRef2<f64>) -> Result<Vec<String>> {
        Self::predict(self, x)
    }

    fn predict_proba(&self, x: &ArrayRef2<f64>) -> Result<Array2<f64>> {
        Self::predict_proba(self, x)
    }
}
