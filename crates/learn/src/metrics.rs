//! How good predictions are, as `sklearn.metrics` measures it.
//!
//! Every function takes the true labels first, what was predicted second, and the weight of each
//! row last: `None` counts each row once. Labels are of any ordered type. Figures are
//! scikit-learn 1.9.1's.
//!
//! A [`ConfusionMatrix`] is counted once and answers most questions: the functions that bear
//! scikit-learn's names are short for it. Functions of probabilities take the matrix
//! (samples × classes) and `classes`, the label of each column, sorted.
//!
//! ```
//! use emo_learn::metrics::{Average, balanced_accuracy_score, f1_score};
//!
//! # fn main() -> emo_learn::Result<()> {
//! let y_true = ["calm", "calm", "calm", "sad"];
//! let y_pred = ["calm", "calm", "sad", "sad"];
//! assert!((balanced_accuracy_score(&y_true, &y_pred, None)? - 5.0 / 6.0).abs() < 1e-12);
//! assert!((f1_score(&y_true, &y_pred, Average::Macro, None)? - 11.0 / 15.0).abs() < 1e-12);
//! # Ok(())
//! # }
//! ```

mod accuracy;
mod agreement;
mod bootstrap;
mod calibration;
mod confusion;
mod input;
mod precision_recall;
mod probability;
mod ranking;
mod report;
mod scored;
mod sum;

pub use accuracy::{accuracy_score, balanced_accuracy_score};
pub use agreement::{KappaWeights, cohen_kappa_score};
pub use bootstrap::{Bootstrap, Interval};
pub use calibration::{ReliabilityBin, expected_calibration_error, reliability_bins};
pub use confusion::{ConfusionMatrix, Normalize, confusion_matrix};
pub use precision_recall::{
    Average, AverageScores, ClassScores, f1_score, precision_recall_fscore_support,
    precision_score, recall_score,
};
pub use probability::{brier_score_loss, log_loss};
pub use ranking::{roc_auc_score, roc_auc_score_per_class, top_k_accuracy_score};
pub use report::{ClassificationReport, classification_report};
pub use sum::pairwise_sum;
