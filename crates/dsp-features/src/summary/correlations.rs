//! Correlation features: correlations of the descriptors and of their changes.

use faer::{Mat, Side};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

use crate::error::{Result, require};
use crate::params::setters;
use crate::summary::course_blocks::CourseBlocks;
use crate::summary::table::Table;

/// The matrix logarithm of the correlations of columns and of their changes.
///
/// Correlation matrices form a curved space. Their logarithms form a vector space, where linear
/// models apply (Arsigny et al., SIAM J. Matrix Anal. Appl. 29(1), 2007).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Correlations {
    /// The columns, by name or by the part before `_`; `None` is all.
    pub columns: Option<Vec<String>>,
    /// Frames between the two values of a change, an even number. Default 8.
    pub lag: usize,
    /// Added to the diagonal, so that the logarithm exists. Default 0.05.
    pub shrinkage: f64,
}

setters!(Correlations { columns: Option<Vec<String>>, lag: usize, shrinkage: f64 });

impl Default for Correlations {
    fn default() -> Self {
        Self { columns: None, lag: 8, shrinkage: 0.05 }
    }
}

/// Largest number of columns: the time grows with its third power.
const MOST_COLUMNS: usize = 256;

impl Correlations {
    pub(crate) fn check(&self, n_columns: usize) -> Result<()> {
        let ok = n_columns <= MOST_COLUMNS;
        require(ok, "correlations columns", format!("at most {MOST_COLUMNS}"), n_columns)?;
        let ok = self.lag > 0 && self.lag.is_multiple_of(2);
        require(ok, "correlations lag", "an even number above 0", self.lag)?;
        let ok = self.shrinkage >= 1e-6 && self.shrinkage.is_finite();
        require(ok, "correlations shrinkage", "a finite number from 1e-6", self.shrinkage)
    }

    /// One name an entry of the upper triangle, row by row, diagonal included.
    pub(crate) fn names<'a>(&self, columns: impl Iterator<Item = &'a str>) -> Vec<String> {
        let mut names: Vec<String> = columns.map(str::to_owned).collect();
        let changes: Vec<_> =
            names.iter().map(|name| format!("{name}_change{}", self.lag)).collect();
        names.extend(changes);
        let pair = |(i, name): (usize, &String)| {
            let name = name.clone();
            names[i..].iter().map(move |other| format!("correlation_{name}_{other}")).collect()
        };
        names.iter().enumerate().flat_map::<Vec<String>, _>(pair).collect()
    }

    pub(crate) fn push(&self, table: &Table, columns: &[usize], row: &mut Vec<f64>) -> Result<()> {
        let mut matrix = CourseBlocks::new(table, columns, self.lag / 2).correlations()?;
        matrix.diag_mut().mapv_inplace(|x| x + self.shrinkage);
        upper_triangle_of_logarithm(&matrix, row)
    }
}

/// The logarithm of a symmetric positive matrix, through its eigenvectors.
fn upper_triangle_of_logarithm(matrix: &Array2<f64>, row: &mut Vec<f64>) -> Result<()> {
    let n = matrix.nrows();
    let matrix = Mat::from_fn(n, n, |i, j| matrix[[i, j]]);
    let Ok(eigen) = matrix.self_adjoint_eigen(Side::Lower) else {
        return require(false, "correlations", "a matrix with eigenvalues", "none");
    };
    let (vectors, values) = (eigen.U(), eigen.S().column_vector());
    let roots: Vec<f64> = (0..n).map(|k| values[k].max(f64::MIN_POSITIVE).ln()).collect();
    let vectors = Array2::from_shape_fn((n, n), |(i, k)| vectors[(i, k)]);
    let scaled = Array2::from_shape_fn((n, n), |(i, k)| vectors[[i, k]] * roots[k]);
    let logarithm = scaled.dot(&vectors.t());
    row.extend((0..n).flat_map(|i| (i..n).map(move |j| (i, j))).map(|at| logarithm[at]));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use emo_fixtures::{Tolerance, assert_close, golden};

    #[derive(Deserialize)]
    struct Logarithm {
        matrix: Vec<Vec<f64>>,
        logarithm: Vec<Vec<f64>>,
    }

    #[test]
    fn the_logarithm_is_scipys() {
        let case: Logarithm = golden("descriptors/logarithm");
        let n = case.matrix.len();
        let matrix = Array2::from_shape_fn((n, n), |(i, j)| case.matrix[i][j]);
        let mut row = Vec::new();
        upper_triangle_of_logarithm(&matrix, &mut row).unwrap();
        let expected = (0..n).flat_map(|i| case.logarithm[i][i..].to_vec());
        assert_close("logarithm", row, expected, Tolerance::absolute(1e-12));
    }
}
