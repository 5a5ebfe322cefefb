//! All descriptors of a clip side by side: what is summarised.

use std::ops::Range;

use ndarray::Array2;

use crate::error::Result;
use crate::kernel::lanes::{LANES, Lanes};
use crate::set::preparation::{Prepared, from_db, loudest};
use crate::summary::columns::Columns;
use crate::summary::table_file::TableFile;

/// The largest number of frames whose values a stream keeps in memory: five minutes at 100 frames
/// a second.
pub(crate) const KEPT_FRAMES: usize = 30_000;

/// Frames that are read from a file at a time.
const BLOCK: usize = 4096;

/// The course of every descriptor column over time.
#[derive(Debug)]
pub(crate) struct Table {
    frames: usize,
    /// [`LANES`] columns side by side, one row per frame.
    values: Values,
    /// Whether there should be no copy of a tile.
    is_long: bool,
    /// Which frames are voiced; all `false` where nothing asked for it.
    pub(crate) voiced: Vec<bool>,
    /// The power of each frame; empty where nothing asked for it.
    powers: Vec<f32>,
}

/// The values of a table, tile by tile. A tile of which no column is wanted has none.
#[derive(Debug)]
pub(crate) enum Values {
    Memory(Vec<Vec<Lanes>>),
    /// With the place of the first row of each tile.
    File(TableFile, Vec<Option<usize>>),
}

impl Table {
    /// Joins frames × n matrices; frames that not all of them have are left out. Each matrix is
    /// released once it has been copied.
    pub(crate) fn new(matrices: Vec<Array2<f32>>, prepared: &Prepared<'_>) -> Result<Self> {
        let frames = matrices.iter().map(Array2::nrows).min().unwrap_or(0);
        let mut columns =
            Columns::new(&vec![true; matrices.iter().map(Array2::ncols).sum()], frames);
        let mut place = 0;
        for matrix in matrices {
            for column in matrix.columns() {
                columns.set(place, 0, column.iter().copied());
                place += 1;
            }
        }
        columns.into_table(prepared)
    }

    pub(crate) fn of_values(
        values: Values,
        frames: usize,
        is_long: bool,
        prepared: &Prepared<'_>,
    ) -> Self {
        let mut voiced = prepared.voiced.clone();
        voiced.resize(frames, false);
        Self { frames, values, is_long, voiced, powers: prepared.powers.clone() }
    }

    /// Which frames are at most `range_db` below the loudest: all, in digital silence.
    pub(crate) fn active(&self, range_db: u8) -> impl Iterator<Item = bool> {
        active(&self.powers, range_db)
    }

    pub(crate) fn n_voiced(&self) -> usize {
        self.voiced.iter().filter(|voiced| **voiced).count()
    }

    /// How many tiles of [`LANES`] columns there are; the last may have lanes of zeros.
    pub(crate) fn n_tiles(&self) -> usize {
        match &self.values {
            Values::Memory(tiles) => tiles.len(),
            Values::File(_, starts) => starts.len(),
        }
    }

    pub(crate) fn frames(&self) -> usize {
        self.frames
    }

    /// Whether there are so many frames that there should be no copy of a tile.
    pub(crate) fn is_long(&self) -> bool {
        self.is_long
    }

    /// The rows of a tile for these frames; column `c` is in lane `c % LANES` of tile `c / LANES`.
    /// Rows that are not in memory are read into `buffer`.
    pub(crate) fn rows<'a>(
        &'a self,
        tile: usize,
        frames: Range<usize>,
        buffer: &'a mut Vec<Lanes>,
    ) -> Result<&'a [Lanes]> {
        match &self.values {
            Values::Memory(tiles) => {
                Ok(tiles.get(tile).and_then(|tile| tile.get(frames)).unwrap_or_default())
            }
            Values::File(file, starts) => {
                let Some(&Some(start)) = starts.get(tile) else { return Ok(&[]) };
                buffer.resize(frames.len(), Lanes::ZERO);
                file.read(start + frames.start, buffer)?;
                Ok(buffer)
            }
        }
    }

    /// Appends the values of each of some columns in these frames to a series of its own.
    pub(crate) fn read_columns(
        &self,
        columns: &[usize],
        frames: Range<usize>,
        buffer: &mut Vec<Lanes>,
        series: &mut [Vec<f32>],
    ) -> Result<()> {
        for tile in 0..self.n_tiles() {
            if columns.iter().all(|column| column / LANES != tile) {
                continue;
            }
            let rows = self.rows(tile, frames.clone(), buffer)?;
            let of_tile = columns.iter().zip(series.iter_mut());
            for (column, values) in of_tile.filter(|(column, _)| *column / LANES == tile) {
                values.extend(rows.iter().map(|row| row.0[column % LANES]));
            }
        }
        Ok(())
    }
}

/// The parts of `range` that are read at a time.
pub(crate) fn blocks(range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let end = range.end;
    range.step_by(BLOCK).map(move |start| start..(start + BLOCK).min(end))
}

/// Which of the frames of these powers are at most `range_db` below the loudest.
pub(crate) fn active(powers: &[f32], range_db: u8) -> impl Iterator<Item = bool> {
    let floor = loudest(powers) * from_db(-f32::from(range_db));
    powers.iter().map(move |&power| power >= floor)
}

/// The places of the columns that `wanted` names, in its order: by a whole name, or by the part
/// before `_` of several, as `mfcc` does. `None` is all of them.
pub(crate) fn find_columns(names: &[String], wanted: Option<&[String]>) -> Vec<usize> {
    let Some(wanted) = wanted else { return (0..names.len()).collect() };
    wanted.iter().flat_map(|wanted| named(names, wanted)).collect()
}

/// The places of the columns of one name.
pub(crate) fn named<'a>(
    names: &'a [String],
    wanted: &'a str,
) -> impl Iterator<Item = usize> + use<'a> {
    let matches = move |name: &String| match name.strip_prefix(wanted) {
        Some(rest) => rest.is_empty() || rest.starts_with('_'),
        None => false,
    };
    names.iter().enumerate().filter(move |(_, name)| matches(name)).map(|(place, _)| place)
}
