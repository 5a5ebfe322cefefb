//! Random splits that keep the share of each class.

use emo_random::RandomState;

use super::shuffle_split::{check_n_draws, draws};
use super::size::{Size, train_and_test_rows};
use super::split::{Numbered, Split, SplitInput, Splitter, distinct};
use crate::{Error, Result};

draws! {
    /// Random rows for each side with the same share of each class, as near as may be.
    ///
    /// Needs labels, with at least two rows of each class, and a row for each class on either
    /// side. Source: scikit-learn 1.9.1, `model_selection.StratifiedShuffleSplit`.
    StratifiedShuffleSplit, n_splits: 10, test_size: 0.1
}

impl Splitter for StratifiedShuffleSplit {
    fn divide(&self, input: &SplitInput<'_>) -> Result<Vec<Split>> {
        let labels = input.required_labels()?;
        check_n_draws(self.n_splits, labels.of_row.len())?;
        let sizes = self.sizes(labels.of_row.len())?;
        check_classes(&labels, sizes)?;
        let mut random = RandomState::new(self.random_state);
        Ok((0..self.n_splits).map(|_| draw_by_class(&labels, sizes, &mut random)).collect())
    }
}

/// Checks that each class can stand on either side.
pub(super) fn check_classes(labels: &Numbered, (n_train, n_test): (usize, usize)) -> Result<()> {
    let n_classes = labels.counts.len();
    let too_few = |what: String, expected, got| Err(Error::TooFew { what, expected, got });
    if let Some(class) = labels.counts.iter().position(|&count| count < 2) {
        let problem = format!("expected at least 2 rows, got {}", labels.counts[class]);
        return Err(Error::of_class("stratified split", class, problem));
    }
    if n_train < n_classes {
        return too_few("rows to train on, one for each class".into(), n_classes, n_train);
    }
    if n_test < n_classes {
        return too_few("rows to test on, one for each class".into(), n_classes, n_test);
    }
    Ok(())
}

/// One split of rows of these classes (any numbers) into so many to train on and so many to test
/// on: how many rows of each class first, then which, then in what order. It takes the numbers from
/// `random` that scikit-learn's `StratifiedShuffleSplit` takes for one split.
///
/// # Errors
///
/// [`Error::OfClass`] when a class has one row only, and [`Error::TooFew`] when a side has fewer
/// rows than there are classes.
pub fn draw_stratified(
    classes: &[usize],
    (n_train, n_test): (usize, usize),
    random: &mut RandomState,
) -> Result<Split> {
    let numbered = Numbered::new(classes);
    let named = |error: Error| error.with_labels(&distinct(classes));
    check_classes(&numbered, (n_train, n_test)).map_err(named)?;
    Ok(draw_by_class(&numbered, (n_train, n_test), random))
}

pub(super) fn draw_by_class(
    labels: &Numbered,
    (n_train, n_test): (usize, usize),
    random: &mut RandomState,
) -> Split {
    let train_counts = approximate_mode(&labels.counts, n_train, random);
    let remaining: Vec<usize> =
        labels.counts.iter().zip(&train_counts).map(|(all, train)| all - train).collect();
    let test_counts = approximate_mode(&remaining, n_test, random);

    let mut split = Split::default();
    for ((rows, n_train), n_test) in labels.rows().iter().zip(train_counts).zip(test_counts) {
        let order = random.permutation(rows.len());
        let mut shuffled = order.into_iter().map(|place| rows[place]);
        split.train.extend(shuffled.by_ref().take(n_train));
        split.test.extend(shuffled.take(n_test));
    }
    random.shuffle(&mut split.train);
    random.shuffle(&mut split.test);
    split
}

/// How many of `n_draws` fall to each class: its share rounded down, then one more for those with
/// the largest remainders, ties drawn at random (`_approximate_mode` in scikit-learn 1.9.1).
fn approximate_mode(counts: &[usize], n_draws: usize, random: &mut RandomState) -> Vec<usize> {
    let total: usize = counts.iter().sum();
    let exact = |count: &usize| *count as f64 / total as f64 * n_draws as f64;
    let exact: Vec<f64> = counts.iter().map(exact).collect();
    let mut drawn: Vec<usize> = exact.iter().map(|share| share.floor() as usize).collect();
    let mut missing = n_draws.saturating_sub(drawn.iter().sum());

    let remainders: Vec<f64> = exact.iter().map(|share| share - share.floor()).collect();
    let mut by_remainder: Vec<usize> = (0..counts.len()).collect();
    by_remainder.sort_by(|&a, &b| remainders[b].total_cmp(&remainders[a]));
    for tied in by_remainder.chunk_by(|&a, &b| remainders[a] == remainders[b]) {
        if missing == 0 {
            break;
        }
        let extra = missing.min(tied.len());
        for place in random.permutation(tied.len()).into_iter().take(extra) {
            drawn[tied[place]] += 1;
        }
        missing -= extra;
    }
    drawn
}
