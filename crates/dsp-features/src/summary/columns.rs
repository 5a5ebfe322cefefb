//! A table that is being filled.

use crate::error::{Error, Result};
use crate::kernel::lanes::{LANES, Lanes};
use crate::set::preparation::Prepared;
use crate::summary::table::{KEPT_FRAMES, Table, Values};
use crate::summary::table_file::TableFile;

/// Takes the values of columns, in memory or, of a long recording, in a temporary file.
#[derive(Debug)]
pub(crate) struct Columns {
    frames: usize,
    /// The largest number of frames of a table that is not long.
    kept: usize,
    storage: Storage,
}

#[derive(Debug)]
enum Storage {
    Memory(Vec<Vec<Lanes>>),
    File {
        file: TableFile,
        tiles: Vec<Option<FilledTile>>,
        /// The first failure of the file. Nothing is set after it.
        failure: Option<Error>,
    },
}

/// A tile in a file, with the rows that are being filled.
#[derive(Debug)]
struct FilledTile {
    /// The place of its first row in the file.
    start: usize,
    /// The frame of the first of these rows.
    first: usize,
    rows: Vec<Lanes>,
    /// Whether the rows differ from those in the file.
    is_changed: bool,
}

/// Rows of a tile that are in memory while it is being filled.
const FILLED_ROWS: usize = 1024;

impl Columns {
    /// Columns of zeros. A tile of which no column is wanted has no rows.
    pub(crate) fn new(wanted: &[bool], frames: usize) -> Self {
        Self { frames, kept: KEPT_FRAMES, storage: Storage::in_memory(wanted, frames) }
    }

    /// The same, in a file for tables of more than `kept` frames.
    pub(crate) fn of_stream(wanted: &[bool], frames: usize, kept: usize) -> Self {
        let file = if frames > kept { Storage::in_file(wanted, frames) } else { None };
        let storage = file.unwrap_or_else(|| Storage::in_memory(wanted, frames));
        Self { frames, kept, storage }
    }

    /// Sets values of a column, the first in `frame`; values after the last frame are left out.
    pub(crate) fn set(
        &mut self,
        column: usize,
        frame: usize,
        values: impl IntoIterator<Item = f32>,
    ) {
        let (tile, lane) = (column / LANES, column % LANES);
        match &mut self.storage {
            Storage::Memory(tiles) => {
                let rows = tiles.get_mut(tile).and_then(|tile| tile.get_mut(frame..));
                for (row, x) in rows.into_iter().flatten().zip(values) {
                    row.0[lane] = x;
                }
            }
            Storage::File { file, tiles, failure: failure @ None } => {
                let Some(Some(tile)) = tiles.get_mut(tile) else { return };
                for (frame, x) in (frame..self.frames).zip(values) {
                    match tile.row(frame, self.frames, file) {
                        Ok(row) => row.0[lane] = x,
                        Err(error) => {
                            *failure = Some(error);
                            return;
                        }
                    }
                }
            }
            Storage::File { .. } => {}
        }
    }

    /// Fails if the temporary file has failed.
    pub(crate) fn check(&self) -> Result<()> {
        match &self.storage {
            Storage::File { failure: Some(error), .. } => Err(error.clone()),
            _ => Ok(()),
        }
    }

    /// The table of these columns.
    pub(crate) fn into_table(self, prepared: &Prepared<'_>) -> Result<Table> {
        self.check()?;
        let is_long = self.frames > self.kept;
        let values = match self.storage {
            Storage::Memory(tiles) => Values::Memory(tiles),
            Storage::File { file, mut tiles, .. } => {
                tiles.iter_mut().flatten().try_for_each(|tile| tile.write(&file))?;
                let starts = tiles.iter().map(|tile| tile.as_ref().map(|tile| tile.start));
                Values::File(file, starts.collect())
            }
        };
        Ok(Table::of_values(values, self.frames, is_long, prepared))
    }
}

/// For each tile whether one of its columns is wanted.
fn wanted_tiles(wanted: &[bool]) -> impl Iterator<Item = bool> {
    wanted.chunks(LANES).map(|columns| columns.contains(&true))
}

impl Storage {
    fn in_memory(wanted: &[bool], frames: usize) -> Self {
        let tile = |is_wanted| vec![Lanes::ZERO; if is_wanted { frames } else { 0 }];
        Self::Memory(wanted_tiles(wanted).map(tile).collect())
    }

    /// `None` where the system has no temporary files.
    fn in_file(wanted: &[bool], frames: usize) -> Option<Self> {
        let mut end = 0;
        let tile = |is_wanted: bool| {
            let start = end;
            end += if is_wanted { frames } else { 0 };
            is_wanted.then(|| FilledTile::new(start, frames))
        };
        let tiles = wanted_tiles(wanted).map(tile).collect();
        Some(Self::File { file: TableFile::new(end)?, tiles, failure: None })
    }
}

impl FilledTile {
    fn new(start: usize, frames: usize) -> Self {
        let rows = vec![Lanes::ZERO; frames.min(FILLED_ROWS)];
        Self { start, first: 0, rows, is_changed: false }
    }

    /// The row of a frame, which is about to be changed.
    fn row(&mut self, frame: usize, frames: usize, file: &TableFile) -> Result<&mut Lanes> {
        let first = frame / FILLED_ROWS * FILLED_ROWS;
        if first != self.first {
            self.write(file)?;
            self.rows.resize((frames - first).min(FILLED_ROWS), Lanes::ZERO);
            file.read(self.start + first, &mut self.rows)?;
            self.first = first;
        }
        self.is_changed = true;
        Ok(&mut self.rows[frame - first])
    }

    fn write(&mut self, file: &TableFile) -> Result<()> {
        if !self.is_changed {
            return Ok(());
        }
        self.is_changed = false;
        file.write(self.start + self.first, &self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_cannot_be_stored_are_an_error() {
        let frames = 3 * FILLED_ROWS;
        let (file, tile) = (TableFile::read_only(), FilledTile::new(0, frames));
        let storage = Storage::File { file, tiles: vec![Some(tile)], failure: None };
        let mut columns = Columns { frames, kept: 0, storage };
        columns.set(0, 0, vec![1.0; FILLED_ROWS]);
        assert_eq!(columns.check(), Ok(()));
        columns.set(0, FILLED_ROWS, [1.0]);
        let error = columns.check().unwrap_err();
        assert!(error.to_string().starts_with("cannot write to the temporary file"), "{error}");
        columns.set(0, 0, [2.0]);
        assert_eq!(columns.check(), Err(error));
    }
}
