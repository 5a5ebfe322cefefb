//! How much worse a model gets when columns are permuted.

use emo_random::RandomState;
use ndarray::{Array1, Array2, ArrayRef2, Axis, NdFloat};
use rayon::prelude::*;

use crate::estimator::{Label, Predictor};
use crate::model_selection::Scoring;
use crate::{Error, Result};

/// Most permutations of a column.
const MOST_REPEATS: usize = 10_000;

/// How often columns are permuted, which of them together, and what is scored.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PermutationOptions<L> {
    /// Permutations of each column. Default 5.
    pub n_repeats: usize,
    /// Seed of the permutations. Default 0.
    pub random_state: u32,
    /// The score that drops. Default accuracy.
    pub scoring: Scoring<L>,
    /// Columns that are permuted together, by their numbers from 0; `None`, the default, permutes
    /// each column alone. scikit-learn has no such parameter.
    pub groups: Option<Vec<Vec<usize>>>,
}

impl<L> Default for PermutationOptions<L> {
    fn default() -> Self {
        Self { n_repeats: 5, random_state: 0, scoring: Scoring::Accuracy, groups: None }
    }
}

impl<L> PermutationOptions<L> {
    /// Sets the number of permutations of each column.
    #[must_use]
    pub fn n_repeats(mut self, n_repeats: usize) -> Self {
        self.n_repeats = n_repeats;
        self
    }

    /// Sets the seed.
    #[must_use]
    pub fn random_state(mut self, random_state: u32) -> Self {
        self.random_state = random_state;
        self
    }

    /// Sets the score.
    #[must_use]
    pub fn scoring(mut self, scoring: Scoring<L>) -> Self {
        self.scoring = scoring;
        self
    }

    /// Permutes the columns of each group together, with one order of rows for all of them.
    #[must_use]
    pub fn groups(mut self, groups: impl Into<Vec<Vec<usize>>>) -> Self {
        self.groups = Some(groups.into());
        self
    }

    /// The columns that are permuted together, checked.
    fn checked_groups(&self, n_columns: usize) -> Result<Vec<Vec<usize>>> {
        if !(1..=MOST_REPEATS).contains(&self.n_repeats) {
            return Err(Error::InvalidParameter {
                parameter: "n_repeats".into(),
                expected: format!("1 to {MOST_REPEATS}"),
                got: self.n_repeats.to_string(),
            });
        }
        let each_alone = || (0..n_columns).map(|column| vec![column]).collect();
        let groups = self.groups.clone().unwrap_or_else(each_alone);
        match groups.iter().flatten().find(|&&column| column >= n_columns) {
            None => Ok(groups),
            Some(column) => Err(Error::InvalidParameter {
                parameter: "groups".into(),
                expected: format!("column numbers below {n_columns}"),
                got: column.to_string(),
            }),
        }
    }
}

/// By how much a score drops when a column, or a group of them, is permuted.
#[derive(Clone, Debug, PartialEq)]
pub struct Importances {
    importances: Array2<f64>,
}

impl Importances {
    /// The drops of several measurements of the same columns, such as one a fold, side by side.
    ///
    /// # Errors
    ///
    /// Without a measurement, or when they are of different numbers of columns.
    pub fn concatenate(parts: &[Self]) -> Result<Self> {
        let Some(first) = parts.first() else {
            return Err(Error::Empty { what: "measurements of importance" });
        };
        let expected = first.importances.nrows();
        if let Some(other) = parts.iter().find(|it| it.importances.nrows() != expected) {
            let got = other.importances.nrows();
            return Err(Error::Shape { what: "columns that were permuted", expected, got });
        }
        let columns = parts.iter().flat_map(|part| part.importances.columns());
        let columns: Vec<_> = columns.collect();
        let n_columns = columns.len();
        let drop_of = |(row, column): (usize, usize)| columns[column][row];
        Ok(Self { importances: Array2::from_shape_fn((expected, n_columns), drop_of) })
    }

    /// The first `n` columns or groups, and the others; all and none where there are fewer.
    pub fn split_at(&self, n: usize) -> (Self, Self) {
        let n_rows = self.importances.nrows();
        let rows = |range: std::ops::Range<usize>| {
            let rows: Vec<usize> = range.collect();
            Self { importances: self.importances.select(Axis(0), &rows) }
        };
        (rows(0..n.min(n_rows)), rows(n.min(n_rows)..n_rows))
    }

    /// The drop of each permutation (columns or groups × repeats); below 0 where the score rose.
    pub fn importances(&self) -> &Array2<f64> {
        &self.importances
    }

    /// The mean drop of each column or group.
    pub fn importances_mean(&self) -> Array1<f64> {
        let n_repeats = self.importances.ncols() as f64;
        self.importances.sum_axis(Axis(1)) / n_repeats
    }

    /// The standard deviation of the drops of each column or group (divided by their number).
    pub fn importances_std(&self) -> Array1<f64> {
        self.importances.std_axis(Axis(1), 0.0)
    }
}

/// How much a model's score on rows `x` (samples × features) with labels `y` drops when a column
/// is permuted, columns in parallel; the same at any number of threads. Permutations follow each
/// other, and all columns see the same ones.
///
/// Source: L. Breiman, "Random forests", Machine Learning 45 (2001); draws and definition of
/// scikit-learn 1.9.1, `inspection.permutation_importance`, without its `max_samples`.
///
/// # Errors
///
/// [`Error::InvalidParameter`] unless there are 1 to 10 000 repeats and groups name columns that
/// there are, and the errors of the model or of the score.
pub fn permutation_importance<F, L, M>(
    model: &M,
    x: &ArrayRef2<F>,
    y: &[L],
    options: &PermutationOptions<L>,
) -> Result<Importances>
where
    F: NdFloat,
    L: Label + Send + Sync,
    M: Predictor<F, L> + Sync,
{
    let groups = options.checked_groups(x.ncols())?;
    let baseline = options.scoring.score(model, x, y)?;
    let seed = RandomState::new(options.random_state).randint(0, 1 << 31)? as u32;
    let drops_of = |columns: &Vec<usize>| -> Result<Vec<f64>> {
        let mut random = RandomState::new(seed);
        let mut order: Vec<usize> = (0..x.nrows()).collect();
        let mut permuted = x.to_owned();
        let mut drop_once = || {
            random.shuffle(&mut order);
            for &column in columns {
                let shuffled = permuted.column(column).select(Axis(0), &order);
                permuted.column_mut(column).assign(&shuffled);
            }
            Ok(baseline - options.scoring.score(model, &permuted, y)?)
        };
        (0..options.n_repeats).map(|_| drop_once()).collect()
    };
    let drops = groups.par_iter().map(drops_of).collect::<Result<Vec<_>>>()?;
    let drop_of = |(group, repeat): (usize, usize)| drops[group][repeat];
    let shape = (groups.len(), options.n_repeats);
    Ok(Importances { importances: Array2::from_shape_fn(shape, drop_of) })
}
