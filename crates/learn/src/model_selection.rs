//! Which rows train and which rows test, as `sklearn.model_selection` picks them.
//!
//! A splitter gives row numbers, not data: the same [`Split`] then takes rows from a matrix
//! ([`take_rows`]), labels ([`take`]) and whatever else has one entry for each row. For one seed
//! the lists are scikit-learn 1.9.1's, in its order.
//!
//! | splitter | keeps class shares | keeps groups whole |
//! | --- | --- | --- |
//! | [`KFold`], [`ShuffleSplit`] | | |
//! | [`StratifiedKFold`], [`StratifiedShuffleSplit`] | yes | |
//! | [`GroupKFold`], [`GroupShuffleSplit`], [`LeaveOneGroupOut`] | | yes |
//! | [`StratifiedGroupKFold`] | as far as groups allow | yes |
//! | [`PredefinedSplit`] | as given | as given |
//! | [`TrainTestSplit`] (one split) | where asked | |
//! | a list of [`Split`]s | as given | as given |
//!
//! Where one speaker has many recordings, rows of that speaker on both sides make the score too
//! high: the model knows the voice. Use a splitter that keeps groups whole;
//! [`groups_on_both_sides`] tells whether one did.
//!
//! Augmented copies of a clip count as that clip: [`SplitInput::copies`] names them, and then no
//! splitter, nor a caller's own, puts them on another side than their clip, or tests one.
//!
//! ```
//! use emo_learn::model_selection::{GroupKFold, SplitInput, Splitter, groups_on_both_sides};
//!
//! # fn main() -> emo_learn::Result<()> {
//! let actors = [1, 1, 2, 2, 3, 3];
//! let splits = GroupKFold::default().n_splits(3).split(&SplitInput::new(6).groups(&actors))?;
//! assert_eq!(splits[0].test, [4, 5]);
//! assert_eq!(splits[0].train, [0, 1, 2, 3]);
//! assert!(groups_on_both_sides(&splits[0], &actors)?.is_empty());
//! # Ok(())
//! # }
//! ```

mod copies;
mod cross_validation;
mod fold;
mod group_kfold;
mod kfold;
mod leave_one_group_out;
mod parameter_grid;
mod predefined;
mod scoring;
mod search;
mod shuffle_split;
mod size;
mod split;
mod stopwatch;
mod stratified_group_kfold;
mod stratified_kfold;
mod stratified_shuffle_split;
mod train_test_split;

pub use copies::Copies;
pub use cross_validation::{
    CvOptions, CvScores, FoldFailure, cross_val_predict, cross_val_predict_proba, cross_validate,
};
pub use group_kfold::GroupKFold;
pub use kfold::KFold;
pub use leave_one_group_out::LeaveOneGroupOut;
pub use parameter_grid::{Candidate, Candidates, ParameterGrid, ParameterSampler};
pub use predefined::PredefinedSplit;
pub use scoring::{ScoreFunction, Scoring};
pub use search::{
    CandidateScores, CvResults, FittedSearchCv, GridSearchCv, Progress, RandomizedSearchCv,
    SearchCv,
};
pub use shuffle_split::{GroupShuffleSplit, ShuffleSplit};
pub use size::Size;
pub(crate) use split::check_rows;
pub use split::{Split, SplitInput, Splitter, groups_on_both_sides, take, take_rows};
pub use stratified_group_kfold::StratifiedGroupKFold;
pub use stratified_kfold::StratifiedKFold;
pub use stratified_shuffle_split::{StratifiedShuffleSplit, draw_stratified};
pub use train_test_split::TrainTestSplit;
