//! All descriptors of a clip side by side: what is summarised.

use ndarray::Array2;

use crate::kernel::lanes::{LANES, Lanes};
use crate::set::preparation::{Prepared, from_db, loudest};

/// The course of every descriptor column over time.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    frames: usize,
    /// [`LANES`] columns side by side, one row per frame.
    tiles: Vec<Vec<Lanes>>,
    /// Which frames are voiced; all `false` where nothing asked for it.
    pub(crate) voiced: Vec<bool>,
    /// The power of each frame; empty where nothing asked for it.
    powers: Vec<f32>,
}

impl Table {
    /// Joins frames × n matrices; frames that not all of them have are left out. Each matrix is
    /// released once it has been copied.
    pub(crate) fn new(matrices: Vec<Array2<f32>>, prepared: &Prepared<'_>) -> Self {
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
        columns.into_table(frames, prepared)
    }

    /// Which frames are at most `range_db` below the loudest: all, in digital silence.
    pub(crate) fn active(&self, range_db: u8) -> impl Iterator<Item = bool> {
        active(&self.powers, range_db)
    }

    /// How many tiles of [`LANES`] columns there are; the last may have lanes of zeros.
    pub(crate) fn n_tiles(&self) -> usize {
        self.tiles.len()
    }

    /// The rows of a tile, one a frame; column `c` is in lane `c % LANES` of tile `c / LANES`.
    pub(crate) fn tile(&self, tile: usize) -> &[Lanes] {
        self.tiles.get(tile).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn frames(&self) -> usize {
        self.frames
    }

    /// A copy of a column.
    pub(crate) fn column(&self, column: usize) -> Vec<f32> {
        self.tile(column / LANES).iter().map(|row| row.0[column % LANES]).collect()
    }
}

/// Which of the frames of these powers are at most `range_db` below the loudest.
pub(crate) fn active(powers: &[f32], range_db: u8) -> impl Iterator<Item = bool> {
    let floor = loudest(powers) * from_db(-f32::from(range_db));
    powers.iter().map(move |&power| power >= floor)
}

/// A table that is being filled.
#[derive(Debug)]
pub(crate) struct Columns {
    tiles: Vec<Vec<Lanes>>,
}

impl Columns {
    /// Columns of zeros. A tile of which no column is wanted has no rows.
    pub(crate) fn new(wanted: &[bool], frames: usize) -> Self {
        let tile = |columns: &[bool]| {
            let is_wanted = columns.iter().any(|wanted| *wanted);
            vec![Lanes::ZERO; if is_wanted { frames } else { 0 }]
        };
        Self { tiles: wanted.chunks(LANES).map(tile).collect() }
    }

    /// Sets values of a column, the first in `frame`; values after the last frame are left out.
    pub(crate) fn set(
        &mut self,
        column: usize,
        frame: usize,
        values: impl IntoIterator<Item = f32>,
    ) {
        let lane = column % LANES;
        let rows = self.tiles.get_mut(column / LANES).and_then(|tile| tile.get_mut(frame..));
        for (row, x) in rows.into_iter().flatten().zip(values) {
            row.0[lane] = x;
        }
    }

    /// The table of these columns, which have `frames` frames.
    pub(crate) fn into_table(self, frames: usize, prepared: &Prepared<'_>) -> Table {
        let mut voiced = prepared.voiced.clone();
        voiced.resize(frames, false);
        Table { frames, tiles: self.tiles, voiced, powers: prepared.powers.clone() }
    }
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
