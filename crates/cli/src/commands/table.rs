//! Reads the clips for training and scoring.

use std::path::Path;

use emo_pipeline::audio::Channels;
use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::{
    Error, Extraction, FeatureConfig, FeatureSet, FeatureTable, LabelMap, LoadOptions, Recording,
    Result, Treatment, augmentation_seeds, extract_augmented_part,
};

use super::recordings;
use crate::arguments::{Data, Features, Sources};
use crate::console::Console;
use crate::output::is_standard;

/// The clips to train on and to test.
pub(crate) struct Clips {
    pub(crate) table: FeatureTable,
    /// The feature set of the table.
    pub(crate) set: FeatureSet,
    /// How the labels were renamed.
    pub(crate) label_map: LabelMap,
}

/// Reads the feature table, or extracts it from the recordings.
pub(crate) fn read(data: &Data, console: &Console) -> Result<Clips> {
    let label_map = recordings::label_map(&data.sources)?;
    let table = match &data.table {
        Some(file) => read_table(file, data, &label_map, console)?,
        None if data.sources.is_empty() => {
            return Err(Error::InvalidParameter {
                parameter: "clips".into(),
                expected: "--table FILE, --manifest FILE, --corpus NAME=FOLDER or --audio FOLDER"
                    .into(),
                got: "none of them".into(),
            });
        }
        None => {
            let audio = &data.features.recordings;
            let all = recordings::collect(&data.sources, &label_map, audio, console)?;
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
    Ok(Clips { table, set, label_map })
}

/// The feature set with the columns of the table.
fn known_set(table: &FeatureTable) -> Option<FeatureSet> {
    let has = |set: &FeatureSet| FeatureConfig::from(*set).column_names() == table.columns();
    FeatureSet::ALL.into_iter().find(has)
}

/// Reads the selected rows of a table, with renamed labels.
fn read_table(file: &Path, data: &Data, map: &LabelMap, console: &Console) -> Result<FeatureTable> {
    let table = table_of(file, &data.sources)?;
    if known_set(&table).is_none() && table.feature_config().is_none() {
        let ends = [table.columns().first(), table.columns().last()];
        let [first, last] = ends.map(|name| name.map_or("", String::as_str));
        let n_columns = table.columns().len();
        console
            .note(format_args!("all {n_columns} numeric columns are features: {first} to {last}"));
    }
    let table = table.filter(|clip| data.sources.channels.contains(clip));
    Ok(table.relabelled(map)?)
}

/// The table in a file, which is CSV or Parquet, in a folder of Parquet files, or on standard
/// input.
fn table_of(file: &Path, sources: &Sources) -> Result<FeatureTable> {
    #[cfg(feature = "parquet")]
    if is_parquet(file)? {
        let named = [(&sources.label_column, "label"), (&sources.group_column, "speaker")];
        let named: Vec<(&str, &str)> =
            named.iter().filter_map(|(name, usual)| Some((name.as_deref()?, *usual))).collect();
        return Ok(emo_pipeline::arrow::read_table_as(file, &named)?);
    }
    let mut options = FeatureTable::options();
    if let Some(name) = &sources.label_column {
        options = options.label_column(name);
    }
    if let Some(name) = &sources.group_column {
        options = options.group_column(name);
    }
    if is_standard(file) {
        return Ok(options.from_reader(std::io::stdin())?);
    }
    Ok(options.read_csv(file)?)
}

/// Whether it is a Parquet file, or a folder of such files.
#[cfg(feature = "parquet")]
fn is_parquet(file: &Path) -> Result<bool> {
    if is_standard(file) {
        return Ok(false);
    }
    // The first bytes of a pipe cannot be read twice.
    if !file.is_file() {
        return Ok(file.is_dir());
    }
    Ok(emo_pipeline::arrow::is_parquet(file)?)
}

/// One row per readable recording and one per augmented copy, computed on all cores.
fn extract(
    recordings: &[Recording],
    features: &Features,
    console: &Console,
) -> Result<FeatureTable> {
    let extractor = RowExtractor::new(features.features.unwrap_or_default().into())?
        .with_load_options(one_channel(features)?)?;
    let seeds =
        augmentation_seeds(features.augment_seed, recordings.len(), treatments(features).len());
    features.recordings.remote().expect(recordings.iter().map(|it| it.path.as_path()));
    console.with_bar(recordings.len(), |console| {
        part(&extractor, recordings, features, &seeds, console)
    })
}

/// How recordings are loaded for a table, which has one row per recording.
pub(super) fn one_channel(features: &Features) -> Result<LoadOptions> {
    let options = features.recordings.load_options(None);
    if options.channels == Channels::Each {
        return Err(Error::InvalidParameter {
            parameter: "channel".into(),
            expected: "one channel, or mix".into(),
            got: "each, which only emo predict supports".into(),
        });
    }
    Ok(options)
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
    let rows = |recording: &Recording, seeds: &[u32]| match treatments {
        [] => Ok(vec![extractor.row_of_recording(recording)?]),
        _ => extractor.augmented_rows_of_recording(recording, treatments, seeds),
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
