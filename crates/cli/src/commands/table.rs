//! The clips that training and scores are on.

use std::path::Path;

use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::reader::{CorpusReader, Ravdess};
use emo_pipeline::{
    Error, Extraction, FeatureConfig, FeatureSet, FeatureTable, Recording, Result, Treatment,
    augmentation_seeds, extract_augmented_part,
};

use crate::arguments::{Data, Features};
use crate::console::Console;
use crate::output::is_standard;

/// The table that was named, or that of the recordings that were named, and which set of features
/// it is to have.
pub(crate) fn read(data: &Data, console: &Console) -> Result<(FeatureTable, FeatureSet)> {
    let table = match (&data.table, &data.audio) {
        (Some(_), _) if data.features.augment.is_some() => {
            return Err(Error::InvalidParameter {
                parameter: "augment".into(),
                expected: "recordings".into(),
                got: "a table, which has its copies or has none".into(),
            });
        }
        (Some(table), _) if is_standard(table) => FeatureTable::from_reader(std::io::stdin())?,
        (Some(table), _) => FeatureTable::read_csv(table)?,
        (None, Some(folder)) => scan(folder, data, console)?,
        (None, None) => return Err(Error::Empty { what: "tables" }),
    };
    let table = table.filter(|clip| data.channels.contains(clip));
    if table.is_empty() {
        return Err(Error::Empty { what: "clips" });
    }
    let has = |set: &FeatureSet| FeatureConfig::from(*set).column_names() == table.columns();
    let found = || FeatureSet::ALL.into_iter().find(has);
    let set = data.features.features.or_else(found).unwrap_or_default();
    Ok((table, set))
}

/// The table of the recordings below a folder that take part.
fn scan(folder: &Path, data: &Data, console: &Console) -> Result<FeatureTable> {
    let mut scan = Ravdess.scan(folder)?;
    for (path, error) in &scan.skipped {
        console.note(format_args!("skipped {}: {error}", path.display()));
    }
    scan.recordings.retain(|recording| data.channels.contains(&recording.clip));
    if scan.recordings.is_empty() {
        return Err(Error::Empty { what: "clips" });
    }
    extract(&scan.recordings, &data.features, console)
}

/// A row for each clip that can be read, and one for each of its augmented copies, on all cores.
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

/// The same of some clips, with the seeds of their treatments.
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

/// The treatments that are asked for: those for any microphone where none is named.
pub(super) fn treatments(features: &Features) -> &[Treatment] {
    match features.augment.as_deref() {
        None => &[],
        Some([]) => &Treatment::ANY_MICROPHONE,
        Some(named) => named,
    }
}
