//! Rows set aside for early stopping: those that scikit-learn's `train_test_split` takes.
//!
//! scikit-learn 1.9 stratifies them for two classes alone: its test for a single output column
//! (`n_outputs_ == 1`) leaves out the one-hot columns of three classes or more.

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
            stratified(targets, n_classes, n_train, n_validation, random)
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
    n_train: usize,
    n_validation: usize,
    random: &mut RandomState,
) -> Result<Holdout> {
    let mut rows_of = vec![Vec::new(); n_classes];
    for (row, &target) in targets.iter().enumerate() {
        rows_of[target].push(row);
    }
    let counts: Vec<usize> = rows_of.iter().map(Vec::len).collect();
    let rarest = counts.iter().copied().min().unwrap_or_default();
    need("at least 2 rows of each class", 2, rarest)?;
    need("a row of each class left for training", n_classes, n_train)?;
    need("a row of each class to set aside", n_classes, n_validation)?;

    let to_train = approximate_mode(&counts, n_train, random);
    let left: Vec<usize> = counts.iter().zip(&to_train).map(|(all, used)| all - used).collect();
    let to_validation = approximate_mode(&left, n_validation, random);
    let mut holdout = Holdout { train: Vec::new(), validation: Vec::new() };
    for (class, rows) in rows_of.iter().enumerate() {
        let mut shuffled = random.permutation(rows.len()).into_iter().map(|at| rows[at]);
        holdout.train.extend(shuffled.by_ref().take(to_train[class]));
        holdout.validation.extend(shuffled.take(to_validation[class]));
    }
    random.shuffle(&mut holdout.train);
    random.shuffle(&mut holdout.validation);
    Ok(holdout)
}

/// The likeliest counts of each class among `draws` rows: the shares rounded down, then one more
/// for those with the largest remainders, ties drawn (`sklearn.utils.extmath._approximate_mode`).
fn approximate_mode(counts: &[usize], draws: usize, random: &mut RandomState) -> Vec<usize> {
    let total = counts.iter().sum::<usize>() as f64;
    let shares: Vec<f64> =
        counts.iter().map(|&count| count as f64 / total * draws as f64).collect();
    let mut drawn: Vec<usize> = shares.iter().map(|share| share.floor() as usize).collect();
    let remainders: Vec<f64> = shares.iter().map(|share| share - share.floor()).collect();
    let mut values = remainders.clone();
    values.sort_unstable_by(|a, b| b.total_cmp(a));
    values.dedup();

    let mut missing = draws.saturating_sub(drawn.iter().sum());
    for value in values {
        if missing == 0 {
            break;
        }
        let tied: Vec<usize> = (0..counts.len()).filter(|&i| remainders[i] == value).collect();
        let add = missing.min(tied.len());
        // NumPy's choice without replacement.
        for at in random.permutation(tied.len()).into_iter().take(add) {
            drawn[tied[at]] += 1;
        }
        missing -= add;
    }
    drawn
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
