//! One split into training and test rows.

use emo_random::RandomState;
use serde::{Deserialize, Serialize};

use super::shuffle_split::draw;
use super::size::{Size, train_and_test_rows};
use super::split::{Numbered, Split, check_n_samples, distinct};
use super::stratified_shuffle_split::{check_classes, draw_by_class};
use crate::estimator::Label;
use crate::{Error, Result};

/// One split into training and test rows, as `sklearn.model_selection.train_test_split` makes it.
///
/// The row numbers are those that scikit-learn 1.9.1 gives for
/// `train_test_split(np.arange(n), …)` with the same parameters.
///
/// ```
/// use emo_learn::model_selection::{TrainTestSplit, take};
///
/// # fn main() -> emo_learn::Result<()> {
/// let emotions = ["calm", "sad", "calm", "sad", "calm", "sad", "calm", "sad"];
/// let split = TrainTestSplit::default().test_size(0.25).random_state(42).stratified(&emotions)?;
/// assert_eq!(split.test.len(), 2);
/// let mut tested = take(&emotions, &split.test)?;
/// tested.sort();
/// assert_eq!(tested, ["calm", "sad"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TrainTestSplit {
    /// Size of the test side; default the rest that `train_size` leaves, or, without that, the
    /// share 0.25.
    pub test_size: Option<Size>,
    /// Size of the training side; default the rest that the test side leaves.
    pub train_size: Option<Size>,
    /// Whether rows are drawn at random; default true. Without it the first rows train and the
    /// next ones test.
    pub shuffle: bool,
    /// Seed; default 0. (scikit-learn's default, `None`, never repeats.)
    pub random_state: u32,
}

impl Default for TrainTestSplit {
    fn default() -> Self {
        Self { test_size: None, train_size: None, shuffle: true, random_state: 0 }
    }
}

impl TrainTestSplit {
    /// Sets the size of the test side: a share (`f64`) or a count (`usize`).
    #[must_use]
    pub fn test_size(self, size: impl Into<Size>) -> Self {
        Self { test_size: Some(size.into()), ..self }
    }

    /// Sets the size of the training side: a share (`f64`) or a count (`usize`).
    #[must_use]
    pub fn train_size(self, size: impl Into<Size>) -> Self {
        Self { train_size: Some(size.into()), ..self }
    }

    /// Sets whether rows are drawn at random.
    #[must_use]
    pub fn shuffle(self, shuffle: bool) -> Self {
        Self { shuffle, ..self }
    }

    /// Sets the seed.
    #[must_use]
    pub fn random_state(self, random_state: u32) -> Self {
        Self { random_state, ..self }
    }

    /// Splits `n_samples` rows.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without rows or when none are left to train on, and
    /// [`Error::InvalidParameter`] for a size that makes no sense.
    pub fn split(&self, n_samples: usize) -> Result<Split> {
        let (n_train, n_test) = self.sizes(n_samples)?;
        if self.shuffle {
            let mut random = RandomState::new(self.random_state);
            return Ok(draw(n_samples, (n_train, n_test), &mut random));
        }
        Ok(Split { train: (0..n_train).collect(), test: (n_train..n_train + n_test).collect() })
    }

    /// Splits rows with these labels, one for each row, so that each label has the same share on
    /// both sides (`stratify=labels`).
    ///
    /// # Errors
    ///
    /// Those of [`split`](Self::split); [`Error::InvalidParameter`] when `shuffle` is off, and
    /// [`Error::OfClass`] when a label has one row only, and [`Error::TooFew`] when a side has
    /// fewer rows than there are labels.
    pub fn stratified<L: Label>(&self, labels: &[L]) -> Result<Split> {
        let sizes = self.sizes(labels.len())?;
        if !self.shuffle {
            return Err(Error::InvalidParameter {
                parameter: "shuffle".into(),
                expected: "true for a stratified split".into(),
                got: "false".into(),
            });
        }
        let numbered = Numbered::new(labels);
        check_classes(&numbered, sizes).map_err(|error| error.with_labels(&distinct(labels)))?;
        Ok(draw_by_class(&numbered, sizes, &mut RandomState::new(self.random_state)))
    }

    fn sizes(&self, n_samples: usize) -> Result<(usize, usize)> {
        check_n_samples(n_samples)?;
        train_and_test_rows(n_samples, self.train_size, self.test_size, 0.25)
    }
}
