//! Which rows are augmented copies of which.

use std::collections::HashMap;

use super::FeatureTable;
use crate::{Clip, Error, Result, quoted};

impl FeatureTable {
    /// The row that each row is an augmented copy of: the one as recorded of the same clip. `None`
    /// for a row as recorded.
    ///
    /// A clip is known by its corpus and its name. Where several rows as recorded have both in
    /// common, as in a table that was joined from two, the copies belong to the one that agrees in
    /// everything else as well.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidValue`] for a copy of a clip that is not there as recorded, or that is there
    /// more than once with all that is known of it.
    pub fn copies(&self) -> Result<Vec<Option<usize>>> {
        let mut recorded: HashMap<_, Vec<usize>> = HashMap::with_capacity(self.len());
        for (row, clip) in self.clips().iter().enumerate().filter(|(_, it)| it.copy.is_none()) {
            recorded.entry(identity(clip)).or_default().push(row);
        }
        let copy_of = |clip: &Clip| {
            let Some(copy) = &clip.copy else { return Ok(None) };
            let rows = recorded.get(&identity(clip)).map_or(&[][..], Vec::as_slice);
            let originals = self.originals(clip, rows);
            let (expected, got) = match *originals.as_slice() {
                [row] => return Ok(Some(row)),
                [] => ("as recorded in the table too", "alone".into()),
                _ => {
                    ("as recorded in the table once", format!("and {} such rows", originals.len()))
                }
            };
            let expected = format!("{} {expected}", quoted(&clip.name));
            Err(Error::InvalidValue {
                what: "copy",
                expected,
                got: format!("{} {got}", quoted(copy)),
            })
        };
        self.clips().iter().map(copy_of).collect()
    }

    /// Those of `rows` that a copy can be of: the only one, or those that are the same clip in all
    /// respects.
    fn originals(&self, copy: &Clip, rows: &[usize]) -> Vec<usize> {
        if rows.len() < 2 {
            return rows.to_vec();
        }
        let original = Clip { copy: None, ..copy.clone() };
        let same = |row: &usize| self.clips().get(*row) == Some(&original);
        rows.iter().copied().filter(same).collect()
    }
}

fn identity(clip: &Clip) -> (Option<&str>, &str) {
    (clip.corpus.as_deref(), &clip.name)
}
