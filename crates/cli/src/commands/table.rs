//! The clips that training and scores are on.

use std::path::Path;

use emo_pipeline::dataset::{
    Clip, Extraction, FeatureTable, extract_treated_part, ravdess, treatment_seeds,
};
use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::{Error, FeatureConfig, FeatureSet, Result, Treatment};

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
        (None, Some(folder)) => scan(folder, &data.features, console)?,
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

fn scan(folder: &Path, features: &Features, console: &Console) -> Result<FeatureTable> {
    let scan = ravdess::scan(folder)?;
    for (path, error) in &scan.skipped {
        console.note(format_args!("skipped {}: {error}", path.display()));
    }
    extract(&scan.clips, features, console)
}

/// A row for each clip that can be read, and one for each of its treated copies, on all cores.
fn extract(clips: &[Clip], features: &Features, console: &Console) -> Result<FeatureTable> {
    let extractor = RowExtractor::new(features.features.unwrap_or_default().into())?;
    let seeds = treatment_seeds(features.augment_seed, clips.len(), treatments(features).len());
    console.with_bar(clips.len(), |console| part(&extractor, clips, features, &seeds, console))
}

/// The same of some clips, with the seeds of their treatments.
pub(super) fn part(
    extractor: &RowExtractor,
    clips: &[Clip],
    features: &Features,
    seeds: &[Vec<u32>],
    console: &Console,
) -> Result<FeatureTable> {
    let treatments = treatments(features);
    let rows = |path: &Path, seeds: &[u32]| match treatments {
        [] => Ok(vec![extractor.row_of_file(path)?]),
        _ => extractor.treated_rows_of_file(path, treatments, seeds),
    };
    let columns = extractor.column_names();
    let Extraction { table, skipped, .. } =
        extract_treated_part(clips, columns, treatments, seeds, rows, |_| console.step())?;
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
