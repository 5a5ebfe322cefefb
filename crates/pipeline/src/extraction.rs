//! From recordings to a table of features.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use emo_augment::Treatment;
use emo_corpus::{FeatureTable, Recording};
use emo_random::RandomState;
use ndarray::{Array1, Array2, ArrayViewMut2, Axis};
use rand::RngCore;
use rayon::prelude::*;

use crate::{Error, Result};

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
/// `columns` names the features that `extract` computes from the recording that it is given, of
/// which it may be only a part of the file: [`RowExtractor::row_of_recording`] does. A clip for
/// which it fails, or gives numbers that are not finite or not as many as there are columns, is
/// skipped. `on_progress` is called once per clip, from whichever thread finished it, with the
/// number of clips done so far.
///
/// The rows are in the order of the clips at any number of threads.
///
/// [`RowExtractor::row_of_recording`]: crate::emotion_model::RowExtractor::row_of_recording
///
/// # Errors
///
/// If the names of the columns or clips do not fit a [`FeatureTable`].
///
/// ```
/// use emo_pipeline::{Clip, Recording, extract_table};
/// use ndarray::array;
///
/// let recordings = [Recording::new("a.wav", Clip::new("a").label("bored"))];
/// let columns = ["length".to_string()];
/// let length = |recording: &Recording| Ok(array![recording.path.as_os_str().len() as f64]);
/// let extraction = extract_table(&recordings, &columns, length, |_| ())?;
/// assert_eq!(extraction.table.x()[[0, 0]], 5.0);
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
pub fn extract_table(
    recordings: &[Recording],
    columns: &[String],
    extract: impl Fn(&Recording) -> Result<Array1<f64>> + Sync,
    on_progress: impl Fn(usize) + Sync,
) -> Result<Extraction> {
    let rows = |recording: &Recording, _: &[u32]| Ok(vec![extract(recording)?]);
    extract_augmented_table(recordings, columns, &[], 0, rows, on_progress)
}

/// Makes a table with a row for each clip as recorded and one for each of its augmented copies, on
/// all cores.
///
/// `extract` gives the rows of a recording, first as recorded and then in the order of
/// `treatments`, with a seed for each treatment: [`RowExtractor::augmented_rows_of_recording`]
/// does. The seeds follow from `random_state`, and differ from clip to clip. All else is as in
/// [`extract_table`]; a clip of which one row fails is skipped whole.
///
/// [`RowExtractor::augmented_rows_of_recording`]: crate::emotion_model::RowExtractor::augmented_rows_of_recording
///
/// # Errors
///
/// If the names of the columns or clips do not fit a [`FeatureTable`].
///
/// ```
/// use emo_pipeline::{Clip, Recording, extract_augmented_table};
/// use emo_pipeline::{FeatureConfig, Treatment, emotion_model::RowExtractor};
///
/// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/audio");
/// let clip = Clip::new("speech").label("calm");
/// let recordings = [Recording::new(format!("{folder}/speech.wav"), clip)];
/// let treatments = [Treatment::Speed { factor: 0.9 }, Treatment::PinkNoise { snr_db: 20.0 }];
/// let extractor = RowExtractor::new(FeatureConfig::default())?;
/// let table = extract_augmented_table(
///     &recordings,
///     extractor.column_names(),
///     &treatments,
///     7,
///     |recording, seeds| extractor.augmented_rows_of_recording(recording, &treatments, seeds),
///     |_| (),
/// )?
/// .table;
/// assert_eq!(table.len(), 3);
/// assert_eq!(table.copies()?, [None, Some(0), Some(0)]);
/// assert_eq!(table.clips()[1].copy.as_deref(), Some("speed 0.9"));
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
pub fn extract_augmented_table(
    recordings: &[Recording],
    columns: &[String],
    treatments: &[Treatment],
    random_state: u32,
    extract: impl Fn(&Recording, &[u32]) -> Result<Vec<Array1<f64>>> + Sync,
    on_progress: impl Fn(usize) + Sync,
) -> Result<Extraction> {
    let seeds = augmentation_seeds(random_state, recordings.len(), treatments.len());
    extract_augmented_part(recordings, columns, treatments, &seeds, extract, on_progress)
}

/// The seeds that [`extract_augmented_table`] gives to the treatments of each clip.
pub fn augmentation_seeds(random_state: u32, n_clips: usize, n_treatments: usize) -> Vec<Vec<u32>> {
    let mut random = RandomState::new(random_state);
    (0..n_clips).map(|_| (0..n_treatments).map(|_| random.next_u32()).collect()).collect()
}

/// The same of some of the clips, with their part of the [`augmentation_seeds`] of all: a table
/// that is too large for the memory is made part by part.
///
/// # Errors
///
/// As [`extract_augmented_table`]; and if there are not seeds for each clip.
pub fn extract_augmented_part(
    recordings: &[Recording],
    columns: &[String],
    treatments: &[Treatment],
    seeds: &[Vec<u32>],
    extract: impl Fn(&Recording, &[u32]) -> Result<Vec<Array1<f64>>> + Sync,
    on_progress: impl Fn(usize) + Sync,
) -> Result<Extraction> {
    FeatureTable::check_columns(columns)?;
    FeatureTable::check_clips(recordings.iter().map(|recording| &recording.clip))?;
    if seeds.len() != recordings.len() {
        let (expected, got) = (recordings.len(), seeds.len());
        return Err(Error::Shape { what: "seeds of clips", expected, got });
    }
    let n_rows = 1 + treatments.len();
    let done = AtomicUsize::new(0);
    let fill = |(recording, (seeds, mut to)): (&Recording, (&Vec<u32>, ArrayViewMut2<'_, f64>))| {
        let rows = extract(recording, seeds).and_then(|rows| checked(rows, n_rows, columns));
        let outcome = rows.map(|rows| {
            to.outer_iter_mut().zip(&rows).for_each(|(mut to, row)| to.assign(row));
        });
        on_progress(done.fetch_add(1, Ordering::Relaxed) + 1);
        outcome
    };
    let mut x = Array2::zeros((recordings.len() * n_rows, columns.len()));
    let parts: Vec<_> = x.axis_chunks_iter_mut(Axis(0), n_rows).collect();
    let jobs = recordings.par_iter().zip(seeds.par_iter().zip(parts));
    let outcomes: Vec<Result<()>> = jobs.map(fill).collect();
    assemble(recordings, columns, treatments, x, outcomes)
}

/// The table of the clips that were read, and the list of the others.
fn assemble(
    recordings: &[Recording],
    columns: &[String],
    treatments: &[Treatment],
    mut x: Array2<f64>,
    outcomes: Vec<Result<()>>,
) -> Result<Extraction> {
    let n_rows = 1 + treatments.len();
    let mut infos = Vec::with_capacity(x.nrows());
    let mut skipped = Vec::new();
    let mut kept = Vec::with_capacity(x.nrows());
    for (place, (recording, outcome)) in recordings.iter().zip(outcomes).enumerate() {
        if let Err(error) = outcome {
            skipped.push((recording.path.clone(), error));
            continue;
        }
        kept.extend(place * n_rows..(place + 1) * n_rows);
        infos.push(recording.clip.clone());
        let copies =
            treatments.iter().map(|treatment| recording.clip.clone().copy(treatment.to_string()));
        infos.extend(copies);
    }
    if !skipped.is_empty() {
        x = x.select(Axis(0), &kept);
    }
    Ok(Extraction { table: FeatureTable::new(x, columns.to_vec(), infos)?, skipped })
}

/// The rows, if they are as many as the copies of a clip, as long as there are columns, and
/// finite.
fn checked(rows: Vec<Array1<f64>>, n_rows: usize, columns: &[String]) -> Result<Vec<Array1<f64>>> {
    if rows.len() != n_rows {
        return Err(Error::Shape { what: "rows of a clip", expected: n_rows, got: rows.len() });
    }
    for row in &rows {
        check_row(row, columns)?;
    }
    Ok(rows)
}

fn check_row(row: &Array1<f64>, columns: &[String]) -> Result<()> {
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
        None => Ok(()),
    }
}
