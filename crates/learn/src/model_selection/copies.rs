//! Augmented copies of rows, kept on the side of a split where their row is.

use super::Split;
use crate::{Error, Result};

/// Which rows are as recorded, and which are copies of them.
#[derive(Clone, Debug)]
pub struct Copies {
    /// The rows that are no copies, ascending.
    recorded: Vec<usize>,
    /// Each such row, and after it its copies.
    families: Vec<Vec<usize>>,
}

impl Copies {
    /// From the row that each row is a copy of; `None` for a row as recorded.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRow`] and [`Error::InvalidParameter`] unless each copy names a row that is
    /// there and is no copy itself.
    pub fn new(copy_of: &[Option<usize>]) -> Result<Self> {
        let n_rows = copy_of.len();
        let recorded: Vec<usize> = (0..n_rows).filter(|&row| copy_of[row].is_none()).collect();
        let mut families: Vec<Vec<usize>> = recorded.iter().map(|&row| vec![row]).collect();
        for (row, original) in copy_of.iter().enumerate() {
            let Some(original) = *original else { continue };
            if original >= n_rows {
                return Err(Error::NoSuchRow { row: original, n_rows });
            }
            let place = recorded.binary_search(&original).map_err(|_| Error::InvalidParameter {
                parameter: "copies".into(),
                expected: "the number of a row that is no copy itself".into(),
                got: format!("{original} for row {row}"),
            })?;
            families[place].push(row);
        }
        Ok(Self { recorded, families })
    }

    /// The rows that are no copies, ascending.
    pub fn recorded(&self) -> &[usize] {
        &self.recorded
    }

    /// A split of the rows as recorded, counted without copies, as a split of all rows: each
    /// training row followed by its copies, and test rows alone.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRow`] where the split names a row that is not there.
    pub fn beside(&self, split: &Split) -> Result<Split> {
        let families =
            |rows: &[usize]| super::take(&self.families, rows).map(|families| families.concat());
        Ok(Split {
            train: families(&split.train)?,
            test: super::take(&self.recorded, &split.test)?,
        })
    }
}
