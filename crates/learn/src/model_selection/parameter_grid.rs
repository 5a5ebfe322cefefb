//! Which hyperparameters a search tries, in scikit-learn's order.

use std::collections::{BTreeMap, BTreeSet};

use emo_random::RandomState;
use serde::Serialize;

use crate::parameters::Value;
use crate::{Error, Result};

/// One set of hyperparameters: values by path, such as `mlp__alpha`.
pub type Candidate = BTreeMap<String, Value>;

/// What yields the candidates of a search.
pub trait Candidates: Clone + Send + Sync {
    /// The candidates in the order in which they are tried and, on equal scores, preferred.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] when there is nothing to try.
    fn candidates(&self) -> Result<Vec<Candidate>>;
}

/// Every combination of the listed values, as scikit-learn's `ParameterGrid`: paths in
/// alphabetical order, the last one changing fastest.
///
/// ```
/// use emo_learn::model_selection::{Candidates, ParameterGrid};
/// use emo_learn::parameters::Value;
///
/// # fn main() -> Result<(), emo_learn::Error> {
/// let grid = ParameterGrid::new()
///     .with("mlp__hidden_layer_sizes", [vec![256, 64], vec![64]])
///     .with("mlp__alpha", [1e-4, 1e-3]);
/// let candidates = grid.candidates()?;
/// assert_eq!(candidates.len(), 4);
/// assert_eq!(candidates[1]["mlp__alpha"], 1e-4);
/// assert_eq!(candidates[1]["mlp__hidden_layer_sizes"], Value::from([64]));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParameterGrid {
    values: BTreeMap<String, Vec<Value>>,
}

impl ParameterGrid {
    /// A grid of one point: the estimator as it is.
    pub fn new() -> Self {
        Self::default()
    }

    /// Tries each of these values for the hyperparameter at `path`. A value that a [`Value`]
    /// cannot hold, such as NaN, becomes nothing, and is refused when it is set.
    #[must_use]
    pub fn with<V: Serialize>(mut self, path: &str, values: impl IntoIterator<Item = V>) -> Self {
        let values = values.into_iter().map(|value| Value::of(&value)).collect();
        self.values.insert(path.to_owned(), values);
        self
    }

    /// How many combinations there are; `None` when more than can be counted.
    fn size(&self) -> Option<usize> {
        self.values.values().try_fold(1_usize, |n, values| n.checked_mul(values.len()))
    }

    /// The combination of that number.
    fn candidate(&self, mut number: usize) -> Candidate {
        let mut candidate = Candidate::new();
        for (path, values) in self.values.iter().rev() {
            candidate.insert(path.clone(), values[number % values.len()].clone());
            number /= values.len();
        }
        candidate
    }

    fn checked_size(&self) -> Result<usize> {
        match self.size() {
            Some(0) => Err(Error::Empty { what: "values of a hyperparameter to search" }),
            Some(size) => Ok(size),
            None => Err(Error::InvalidParameter {
                parameter: "param_grid".into(),
                expected: "a number of combinations that can be counted".into(),
                got: "more".into(),
            }),
        }
    }
}

impl Candidates for ParameterGrid {
    fn candidates(&self) -> Result<Vec<Candidate>> {
        Ok((0..self.checked_size()?).map(|number| self.candidate(number)).collect())
    }
}

/// Some combinations of the listed values, drawn without replacement as scikit-learn's
/// `ParameterSampler` draws them from lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParameterSampler {
    grid: ParameterGrid,
    n_iter: usize,
    random_state: u32,
}

impl ParameterSampler {
    /// `n_iter` combinations of the grid, or all when it has fewer.
    pub fn new(grid: ParameterGrid, n_iter: usize, random_state: u32) -> Self {
        Self { grid, n_iter, random_state }
    }
}

impl Candidates for ParameterSampler {
    fn candidates(&self) -> Result<Vec<Candidate>> {
        let size = self.grid.checked_size()?;
        if self.n_iter == 0 {
            return Err(Error::Empty { what: "n_iter" });
        }
        let numbers = sample_without_replacement(size, self.n_iter.min(size), self.random_state)?;
        Ok(numbers.into_iter().map(|number| self.grid.candidate(number)).collect())
    }
}

/// `sklearn.utils.random.sample_without_replacement` with `method="auto"`, scikit-learn 1.9.
fn sample_without_replacement(population: usize, size: usize, seed: u32) -> Result<Vec<usize>> {
    let mut random = RandomState::new(seed);
    let mut below = |n: usize| random.randint(0, n as i64).map(|drawn| drawn as usize);
    let ratio = size as f64 / population as f64;
    if ratio <= 0.01 {
        // Few of many: draw until there are enough different ones.
        let (mut drawn, mut seen) = (Vec::with_capacity(size), BTreeSet::new());
        while drawn.len() < size {
            let number = below(population)?;
            if seen.insert(number) {
                drawn.push(number);
            }
        }
        return Ok(drawn);
    }
    if ratio < 0.99 {
        return Ok(random.choice(population, size)?);
    }
    // Nearly all: a reservoir.
    let mut drawn: Vec<usize> = (0..size).collect();
    for number in size..population {
        if let Some(slot) = drawn.get_mut(below(number + 1)?) {
            *slot = number;
        }
    }
    Ok(drawn)
}
