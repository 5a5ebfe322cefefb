//! All descriptors of a clip side by side: what is summarised.

use ndarray::{Array2, ArrayView2, Axis};

use crate::kernel::lanes::{LANES, Lanes};
use crate::set::preparation::{Prepared, from_db, loudest};

/// The course of every descriptor column over time.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// Columns × frames, so that a column lies in one piece.
    values: Array2<f32>,
    /// The same, [`LANES`] columns side by side, a row a frame.
    tiles: Vec<Vec<Lanes>>,
    /// Which frames are voiced; all `false` where nothing asked for it.
    pub(crate) voiced: Vec<bool>,
    /// The power of each frame; empty where nothing asked for it.
    powers: Vec<f32>,
}

impl Table {
    /// Joins frames × n matrices; frames that not all of them have are left out.
    pub(crate) fn new(matrices: &[Array2<f32>], prepared: &Prepared<'_>) -> Self {
        let frames = matrices.iter().map(Array2::nrows).min().unwrap_or(0);
        let columns = matrices.iter().map(Array2::ncols).sum();
        let mut values = Array2::zeros((columns, frames));
        let from = matrices.iter().flat_map(|matrix| matrix.axis_iter(Axis(1)));
        for (mut to, from) in values.outer_iter_mut().zip(from) {
            to.iter_mut().zip(from).for_each(|(to, &from)| *to = from);
        }
        let tiles = values.axis_chunks_iter(Axis(0), LANES).map(side_by_side).collect();
        let mut voiced = prepared.voiced.clone();
        voiced.resize(frames, false);
        Self { values, tiles, voiced, powers: prepared.powers.clone() }
    }

    /// Which frames are at most `range_db` below the loudest: all, in digital silence.
    pub(crate) fn active(&self, range_db: u8) -> impl Iterator<Item = bool> {
        let floor = loudest(&self.powers) * from_db(-f32::from(range_db));
        self.powers.iter().map(move |&power| power >= floor)
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
        self.values.ncols()
    }

    pub(crate) fn column(&self, column: usize) -> &[f32] {
        let start = column * self.frames();
        let all = self.values.as_slice().unwrap_or_default();
        all.get(start..start + self.frames()).unwrap_or_default()
    }
}

/// Up to [`LANES`] columns as rows of lanes.
fn side_by_side(columns: ArrayView2<'_, f32>) -> Vec<Lanes> {
    let mut rows = vec![Lanes::ZERO; columns.ncols()];
    for (lane, column) in columns.outer_iter().enumerate() {
        for (row, &x) in rows.iter_mut().zip(column) {
            row.0[lane] = x;
        }
    }
    rows
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
