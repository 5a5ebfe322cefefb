//! Parts of a tile of a table, block by block.

use std::ops::Range;

use crate::error::Result;
use crate::kernel::lanes::Lanes;
use crate::summary::table::{Table, blocks};

/// Some frames, or their changes.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Frames(Range<usize>),
    Where(Vec<bool>),
    /// The differences of frames this far apart.
    Change(usize),
}

/// A part of the columns of a tile.
#[derive(Debug)]
pub(crate) struct PartOfTile<'t> {
    pub(crate) table: &'t Table,
    pub(crate) tile: usize,
    pub(crate) part: &'t Part,
}

impl PartOfTile<'_> {
    /// Shows `each` the rows in the order of time, some at a time.
    pub(crate) fn for_each(&self, mut each: impl FnMut(&[Lanes])) -> Result<()> {
        let Self { table, tile, part } = *self;
        let frames = table.frames();
        let (mut rows, mut earlier, mut chosen) = (Vec::new(), Vec::new(), Vec::new());
        match part {
            Part::Frames(range) => {
                for block in blocks(range.clone()) {
                    each(table.rows(tile, block, &mut rows)?);
                }
            }
            Part::Where(is_chosen) => {
                for block in blocks(0..frames.min(is_chosen.len())) {
                    let rows = table.rows(tile, block.clone(), &mut rows)?.iter();
                    let marked = rows.zip(&is_chosen[block]).filter(|(_, chosen)| **chosen);
                    chosen.clear();
                    chosen.extend(marked.map(|(row, _)| *row));
                    each(&chosen);
                }
            }
            Part::Change(lag) => {
                for later in blocks(*lag..frames) {
                    let before = later.start - lag..later.end - lag;
                    let later = table.rows(tile, later, &mut rows)?.iter();
                    let pairs = later.zip(table.rows(tile, before, &mut earlier)?);
                    chosen.clear();
                    chosen.extend(pairs.map(|(later, row)| later.zip(*row, |a, b| a - b)));
                    each(&chosen);
                }
            }
        }
        Ok(())
    }
}
