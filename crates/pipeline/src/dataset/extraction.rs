//! From clips to a table.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use ndarray::{Array1, Array2};
use rayon::prelude::*;

use super::{ClipInfo, FeatureTable};
use crate::{Error, Result};

/// A recording on disk and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clip {
    /// The file.
    pub path: PathBuf,
    /// What is known of it.
    pub info: ClipInfo,
}

/// What [`extract_table`] made.
#[derive(Debug)]
#[non_exhaustive]
pub struct Extraction {
    /// A row for each clip that could be used, in the order of the clips.
    pub table: FeatureTable,
    /// The files that could not be used and why, in the order of the clips.
    pub skipped: Vec<(PathBuf, Error)>,
}

/// Makes a table with a row for each clip, on all cores.
///
/// `columns` names the features that `extract` computes from the file that it is given. A clip
/// for which it fails, or gives numbers that are not finite or not as many as there are
/// columns, is skipped. `on_progress` is called once a clip, from whichever thread finished
/// it, with the number of clips done so far.
///
/// The rows are in the order of the clips at any number of threads.
///
/// # Errors
///
/// If the names of the columns or clips do not fit a [`FeatureTable`].
///
/// ```
/// use emo_pipeline::dataset::{Clip, ClipInfo, Emotion, extract_table};
/// use ndarray::array;
///
/// let info = ClipInfo::new("a", Emotion::Calm);
/// let clips = [Clip { path: "a.wav".into(), info }];
/// let columns = ["length".to_string()];
/// let length = |path: &std::path::Path| Ok(array![path.as_os_str().len() as f64]);
/// let extraction = extract_table(&clips, &columns, length, |_| ())?;
/// assert_eq!(extraction.table.x()[[0, 0]], 5.0);
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
pub fn extract_table(
    clips: &[Clip],
    columns: &[String],
    extract: impl Fn(&Path) -> Result<Array1<f64>> + Sync,
    on_progress: impl Fn(usize) + Sync,
) -> Result<Extraction> {
    FeatureTable::check_columns(columns)?;
    FeatureTable::check_clips(clips.iter().map(|clip| &clip.info))?;
    let done = AtomicUsize::new(0);
    let outcomes: Vec<Result<Array1<f64>>> = clips
        .par_iter()
        .map(|clip| {
            let row = extract(&clip.path).and_then(|row| checked(row, columns));
            on_progress(done.fetch_add(1, Ordering::Relaxed) + 1);
            row
        })
        .collect();

    let mut rows = Vec::with_capacity(clips.len());
    let mut infos = Vec::with_capacity(clips.len());
    let mut skipped = Vec::new();
    for (clip, outcome) in clips.iter().zip(outcomes) {
        match outcome {
            Ok(row) => {
                rows.push(row);
                infos.push(clip.info.clone());
            }
            Err(error) => skipped.push((clip.path.clone(), error)),
        }
    }
    let mut x = Array2::zeros((rows.len(), columns.len()));
    for (mut to, row) in x.outer_iter_mut().zip(&rows) {
        to.assign(row);
    }
    Ok(Extraction { table: FeatureTable::new(x, columns.to_vec(), infos)?, skipped })
}

/// `row`, if it has a finite number for each column.
fn checked(row: Array1<f64>, columns: &[String]) -> Result<Array1<f64>> {
    if row.len() != columns.len() {
        let (expected, got) = (columns.len(), row.len());
        return Err(Error::Shape { what: "features of a clip", expected, got });
    }
    match row.iter().zip(columns).find(|(value, _)| !value.is_finite()) {
        Some((value, column)) => Err(Error::InvalidValue {
            what: "feature",
            expected: format!("a finite number for {column}"),
            got: value.to_string(),
        }),
        None => Ok(row),
    }
}
