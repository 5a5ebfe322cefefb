//! Labels as numbers and back.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use crate::{Error, Result};

/// Numbers labels by their place among the sorted ones; has nothing to set.
///
/// Source: scikit-learn 1.9.1, `preprocessing.LabelEncoder`.
///
/// ```
/// use emo_learn::preprocessing::LabelEncoder;
///
/// # fn main() -> emo_learn::Result<()> {
/// let encoder = LabelEncoder::default().fit(&["sad", "calm", "sad", "happy"])?;
/// assert_eq!(encoder.classes(), ["calm", "happy", "sad"]);
/// assert_eq!(encoder.transform(&["happy", "sad"])?, [1, 2]);
/// assert_eq!(encoder.inverse_transform(&[0])?, ["calm"]);
/// let error = encoder.transform(&["bored"]).unwrap_err();
/// assert_eq!(error.to_string(), r#"label "bored": expected one of "calm", "happy", "sad""#);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LabelEncoder {}

/// The labels that a [`LabelEncoder`] has seen, and so their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Classes<L>", bound(deserialize = "L: Ord + Deserialize<'de>"))]
pub struct FittedLabelEncoder<L> {
    classes: Vec<L>,
}

impl LabelEncoder {
    /// Learns which labels there are.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] without labels.
    pub fn fit<L: Ord + Clone>(&self, y: &[L]) -> Result<FittedLabelEncoder<L>> {
        if y.is_empty() {
            return Err(Error::Empty { what: "labels" });
        }
        let mut classes = y.to_vec();
        classes.sort();
        classes.dedup();
        Ok(FittedLabelEncoder { classes })
    }
}

impl<L> FittedLabelEncoder<L> {
    /// The labels, sorted, each once: a label's number is its place here.
    pub fn classes(&self) -> &[L] {
        &self.classes
    }
}

impl<L: Ord + Clone + Debug> FittedLabelEncoder<L> {
    /// The number of each label.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownLabel`] for a label that was not there when the encoder was fitted.
    pub fn transform(&self, y: &[L]) -> Result<Vec<usize>> {
        let unknown = |label| Error::unknown_label(label, &self.classes);
        let number = |label| self.classes.binary_search(label).map_err(|_| unknown(label));
        y.iter().map(number).collect()
    }

    /// The label of each number.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownLabel`] for a number that no label has.
    pub fn inverse_transform(&self, y: &[usize]) -> Result<Vec<L>> {
        let unknown = |number| Error::unknown_label(number, 0..self.classes.len());
        let label = |number: &usize| self.classes.get(*number).cloned();
        y.iter().map(|number| label(number).ok_or_else(|| unknown(number))).collect()
    }
}

/// What is read from outside, before it is known to be sorted.
#[derive(Deserialize)]
struct Classes<L> {
    classes: Vec<L>,
}

impl<L: Ord> TryFrom<Classes<L>> for FittedLabelEncoder<L> {
    type Error = Error;

    fn try_from(Classes { classes }: Classes<L>) -> Result<Self> {
        if classes.is_empty() {
            return Err(Error::Empty { what: "classes" });
        }
        if !classes.is_sorted_by(|a, b| a < b) {
            return Err(Error::InvalidParameter {
                parameter: "classes".into(),
                expected: "sorted, each once".into(),
                got: "another order".into(),
            });
        }
        Ok(Self { classes })
    }
}
