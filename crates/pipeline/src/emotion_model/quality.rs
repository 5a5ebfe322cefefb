//! Whether a clip is one that a model can say anything about.

use std::fmt;

use emo_corpus::FeatureTable;
use emo_learn::novelty::DiagonalDistance;
use ndarray::{ArrayRef2, Axis};
use serde::{Deserialize, Serialize};

use super::corpus_weights::corpus_and_class_weights;
use super::encoder_share::is_encoder;
use crate::{Error, Result};

/// Column of the feature sets for speech: seconds without the silence at both ends.
const DURATION: &str = "duration";
/// Column of the feature sets for speech: the share of frames with a pitch, from 0 to 1.
const VOICED_SHARE: &str = "voiced_share";

/// Whether a prediction can be relied on, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Quality {
    /// The model has no checks.
    NotChecked,
    /// Speech of enough length, and like the training data.
    Good,
    /// Shorter than [`QualityCheck::min_seconds`].
    TooShort {
        /// Seconds between the silence at both ends.
        seconds: f64,
    },
    /// Hardly any frame has a pitch: silence, or noise.
    NoSpeech {
        /// The share of frames with a pitch, from 0 to 1.
        voiced_share: f64,
    },
    /// Tones, music, or speech unlike anything in the training data.
    FarFromTraining {
        /// See [`DiagonalDistance`]: 1 is typical of the training data.
        distance: f64,
    },
}

impl Quality {
    /// Whether the prediction should be shown as `uncertain`.
    pub fn is_uncertain(self) -> bool {
        !matches!(self, Self::NotChecked | Self::Good)
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotChecked => f.write_str("not checked"),
            Self::Good => f.write_str("good"),
            Self::TooShort { seconds } => write!(f, "too short: {seconds:.2} s"),
            Self::NoSpeech { voiced_share } => {
                write!(f, "no speech found: {:.0} % voiced", 100.0 * voiced_share)
            }
            Self::FarFromTraining { distance } => {
                write!(f, "far from the training data: distance {distance:.1}")
            }
        }
    }
}

/// The checks of a model, on the row of features that it predicts from. `docs/accuracy.md` of emo
/// says how the default limits were chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct QualityCheck {
    /// The shortest clip in seconds, without the silence at both ends. Default 0.3.
    pub min_seconds: f64,
    /// The smallest share of frames with a pitch. Default 0.15: the smallest of 7272 clips of
    /// acted speech and song is 0.27, and 0.17 in pink noise 10 dB below them.
    pub min_voiced_share: f64,
    /// The largest distance to the training data. Default 2.4.
    pub max_distance: f64,
    distance: DiagonalDistance,
}

impl QualityCheck {
    /// Learns what the clips of a table are like, as recorded: copies in noise would make noise
    /// look familiar. Corpora weigh alike, and the labels within each. Where the table has
    /// hand-made columns, the distance leaves those of the learned encoder out, so that the same
    /// limit holds with and without them.
    ///
    /// # Errors
    ///
    /// When the table has no row as recorded.
    pub fn fit(table: &FeatureTable) -> Result<Self> {
        let recorded = table.filter(|clip| clip.copy.is_none());
        let weights = corpus_and_class_weights(&recorded.clips().iter().collect::<Vec<_>>())?;
        let x = recorded.x().select(Axis(1), &judged(recorded.columns()));
        let distance = DiagonalDistance::fit(&x, &weights)?;
        Ok(Self { min_seconds: 0.3, min_voiced_share: 0.15, max_distance: 2.4, distance })
    }

    /// Sets the shortest clip in seconds.
    #[must_use]
    pub fn min_seconds(self, min_seconds: f64) -> Self {
        Self { min_seconds, ..self }
    }

    /// Sets the largest distance to the training data.
    #[must_use]
    pub fn max_distance(self, max_distance: f64) -> Self {
        Self { max_distance, ..self }
    }

    /// The distance to the training data alone.
    pub fn distance(&self) -> &DiagonalDistance {
        &self.distance
    }

    /// The quality of each row (clips × features, columns named by `columns`). Length and voicing
    /// are judged where the features have the columns `duration` and `voiced_share`.
    ///
    /// # Errors
    ///
    /// When the number of columns is not that of the training, or a number is not finite.
    pub fn of_rows(&self, x: &ArrayRef2<f64>, columns: &[String]) -> Result<Vec<Quality>> {
        let place = |name| columns.iter().position(|column| column == name);
        let (duration, voiced) = (place(DURATION), place(VOICED_SHARE));
        let distances = self.distance.of_rows(&x.select(Axis(1), &judged(columns)))?;
        let rows = x.rows().into_iter().zip(distances);
        let value = |row: &ndarray::ArrayView1<'_, f64>, place: Option<usize>| {
            place.and_then(|place| row.get(place).copied())
        };
        let judge =
            |(row, distance)| self.judge(value(&row, duration), value(&row, voiced), distance);
        Ok(rows.map(judge).collect())
    }

    fn judge(&self, seconds: Option<f64>, voiced_share: Option<f64>, distance: f64) -> Quality {
        if let Some(seconds) = seconds.filter(|&seconds| seconds < self.min_seconds) {
            return Quality::TooShort { seconds };
        }
        if let Some(voiced_share) = voiced_share.filter(|&share| share < self.min_voiced_share) {
            return Quality::NoSpeech { voiced_share };
        }
        if distance > self.max_distance {
            return Quality::FarFromTraining { distance };
        }
        Quality::Good
    }

    /// Checks what was read from a file.
    pub(super) fn check(&self, columns: &[String]) -> Result<()> {
        let (expected, got) = (judged(columns).len(), self.distance.n_features_in());
        if got != expected {
            return Err(Error::invalid_model("columns of quality.distance", expected, got));
        }
        for (what, limit) in [
            ("quality.min_seconds", self.min_seconds),
            ("quality.min_voiced_share", self.min_voiced_share),
            ("quality.max_distance", self.max_distance),
        ] {
            if !(limit.is_finite() && limit >= 0.0) {
                return Err(Error::invalid_model(what, "a finite number from 0", limit));
            }
        }
        Ok(())
    }
}

/// The columns that the distance is of: the hand-made ones, or all without such.
fn judged(columns: &[String]) -> Vec<usize> {
    let hand_made = |at: &usize| !is_encoder(&columns[*at]);
    let of_hand: Vec<usize> = (0..columns.len()).filter(hand_made).collect();
    if of_hand.is_empty() { (0..columns.len()).collect() } else { of_hand }
}
