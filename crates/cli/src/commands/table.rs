//! Reads the clips for training and scoring.

use std::path::Path;

use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::{
    Error, Extraction, FeatureConfig, FeatureSet, FeatureTable, LabelMap, Recording, Result,
    Treatment, augmentation_seeds, extract_augmented_part,
};

use super::recordings;
use crate::arguments::{Data, Features};
use crate::console::Console;
use crate::output::is_standard;

/// Reads the feature table, or extracts it from the recordings, and returns it with its feature
/// set.
pub(crate) fn read(data: &Data, console: &Console) -> Result<(FeatureTable, FeatureSet)> {
    let map = recordings::label_map(data)?;
    let table = match &data.table {
        Some(file) => read_table(file, data, &map, console)?,
        None => {
            let all = recordings::collect(data, &map, console)?;
            if all.is_empty() {
                return Err(Error::Empty { what: "clips" });
            }
            extract(&all, &data.features, console)?
        }
    };
    if table.is_empty() {
        return Err(Error::Empty { what: "clips" });
    }
    let set = data.features.features.or_else(|| known_set(&table)).unwrap_or_default();
    Ok((table, set))
}

/// The feature set with the columns of the table.
fn known_set(table: &FeatureTable) -> Option<FeatureSet> {
    let has = |set: &FeatureSet| FeatureConfig::from(*set).column_names() == table.columns();
    FeatureSet::ALL.into_iter().find(has)
}

/// Reads the selected rows of a table, with renamed labels.
fn read_table(file: &Path, data: &Data, map: &LabelMap, console: &Console) -> Result<FeatureTable> {
    if data.features.augment.is_some() {
        return Err(Error::InvalidParameter {
            parameter: "augment".into(),
            expected: "recordings".into(),
            got: "a table, to which copies cannot be added".into(),
        });
    }
    let mut options = FeatureTable::options();
    if let Some(name) = &data.label_column {
        options = options.label_column(name);
    }
    if let Some(name) = &data.group_column {
        options = options.group_column(name);
    }
    let table = if is_standard(file) {
        options.from_reader(std::io::stdin())?
    } else {
        options.read_csv(file)?
    };
    if known_set(&table).is_none() && table.feature_config().is_none() {
        let ends = [table.columns().first(), table.columns().last()];
        let [first, last] = ends.map(|name| name.map_or("", String::as_str));
        let n_columns = table.columns().len();
        console
            .note(format_args!("all {n_columns} numeric columns are features: {first} to {last}"));
    }
    let table = table.filter(|clip| data.channels.contains(clip));
    Ok(table.relabelled(map)?)
}

/// One row per readable clip and one per augmented copy, computed on all cores.
fn extract(
    recordings: &[Recording],
    features: &Features,
    console: &Console,
) -> Result<FeatureTable> {
    let extractor = RowExtractor::new(features.features.unwrap_or_default().into())?;
    let seeds =
        augmentation_seeds(features.augment_seed, recordings.len(), treatments(features).len());
    console.with_bar(recordings.len(), |console| {
        part(&extractor, recordings, features, &seeds, console)
    })
}

/// The same for some of the clips, with the seeds of their augmentations.
pub(super) fn part(
    extractor: &RowExtractor,
    recordings: &[Recording],
    features: &Features,
    seeds: &[Vec<u32>],
    console: &Console,
) -> Result<FeatureTable> {
    let treatments = treatments(features);
    let rows = |path: &Path, seeds: &[u32]| match treatments {
        [] => Ok(vec![extractor.row_of_file(path)?]),
        _ => extractor.augmented_rows_of_file(path, treatments, seeds),
    };
    let columns = extractor.column_names();
    let Extraction { table, skipped, .. } =
        extract_augmented_part(recordings, columns, treatments, seeds, rows, |_| console.step())?;
    for (_, error) in skipped {
        console.failure(error);
    }
    Ok(table)
}

/// The requested augmentations; the default set if none is named.
pub(super) fn treatments(features: &Features) -> &[Treatment] {
    match features.augment.as_deref() {
        None => &[],
        Some([]) => &Treatment::ANY_MICROPHONE,
        Some(named) => named,
    }
}
