//! Rows set aside for early stopping: those that scikit-learn's `train_test_split` takes.
//!
//! scikit-learn 1.9 stratifies them for two classes alone: its test for a single output column
//! (`n_outputs_ == 1`) leaves out the one-hot columns of three classes or more.

use emo_learn::model_selection::draw_stratified;
use emo_random::RandomState;

use crate::{Error, Result};

/// Row numbers on either side.
#[derive(Debug)]
pub(crate) struct Holdout {
    pub(crate) train: Vec<usize>,
    pub(crate) validation: Vec<usize>,
}

impl Holdout {
    /// Sets the share `fraction` aside, rounded up to whole rows.
    pub(crate) fn new(
        targets: &[usize],
        n_classes: usize,
        fraction: f64,
        random: &mut RandomState,
    ) -> Result<Self> {
        let n_samples = targets.len();
        let n_validation = (fraction * n_samples as f64).ceil() as usize;
        let n_train = n_samples.saturating_sub(n_validation);
        need("at least 2 rows to set aside; raise validation_fraction", 2, n_validation)?;
        need("a row left for training", 1, n_train)?;
        if n_classes == 2 {
            stratified(targets, n_classes, (n_train, n_validation), random)
        } else {
            let mut validation = random.permutation(n_samples);
            let train = validation.split_off(n_validation);
            Ok(Self { train, validation })
        }
    }
}

fn need(what: &str, least: usize, got: usize) -> Result<()> {
    if got >= least {
        Ok(())
    } else {
        Err(Error::ValidationSplit { expected: what.to_string(), got })
    }
}

/// One split of scikit-learn's `StratifiedShuffleSplit`.
fn stratified(
    targets: &[usize],
    n_classes: usize,
    (n_train, n_validation): (usize, usize),
    random: &mut RandomState,
) -> Result<Holdout> {
    let rows_of = |class| targets.iter().filter(|&&target| target == class).count();
    let rarest = (0..n_classes).map(rows_of).min().unwrap_or_default();
    need("at least 2 rows of each class", 2, rarest)?;
    need("a row of each class left for training", n_classes, n_train)?;
    need("a row of each class to set aside", n_classes, n_validation)?;
    let split = draw_stratified(targets, (n_train, n_validation), random);
    let split = split.map_err(|error| Error::ValidationSplit {
        expected: error.to_string(),
        got: targets.len(),
    })?;
    Ok(Holdout { train: split.train, validation: split.test })
}

#[cfg(test)]
mod tests {
    use emo_fixtures::golden;
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Case {
        seed: u32,
        targets: Vec<usize>,
        fraction: f64,
        train: Vec<usize>,
        validation: Vec<usize>,
    }

    #[test]
    fn two_classes_are_divided_as_by_train_test_split() {
        for case in golden::<Vec<Case>>("mlp/holdouts") {
            let mut random = RandomState::new(case.seed);
            let holdout = Holdout::new(&case.targets, 2, case.fraction, &mut random).unwrap();
            assert_eq!(holdout.train, case.train, "seed {}", case.seed);
            assert_eq!(holdout.validation, case.validation, "seed {}", case.seed);
        }
    }
}
