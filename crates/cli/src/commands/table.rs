//! The clips that training and scores are on.

use emo_pipeline::dataset::{Extraction, FeatureTable, extract_table, ravdess};
use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::{Error, FeatureConfig, Result};

use crate::arguments::Data;
use crate::console::Console;
use crate::output::is_standard;

/// The table that was named, or that of the recordings that were named.
pub(crate) fn read(data: &Data, console: &Console) -> Result<FeatureTable> {
    let table = match (&data.table, &data.audio) {
        (Some(table), _) if is_standard(table) => FeatureTable::from_reader(std::io::stdin())?,
        (Some(table), _) => FeatureTable::read_csv(table)?,
        (None, Some(folder)) => extract(folder, console)?,
        (None, None) => return Err(Error::Empty { what: "tables" }),
    };
    let table = table.filter(|clip| data.channels.contains(clip));
    match table.is_empty() {
        true => Err(Error::Empty { what: "clips" }),
        false => Ok(table),
    }
}

fn extract(folder: &std::path::Path, console: &Console) -> Result<FeatureTable> {
    let scan = ravdess::scan(folder)?;
    for (path, error) in &scan.skipped {
        console.note(format_args!("skipped {}: {error}", path.display()));
    }
    let extractor = RowExtractor::new(FeatureConfig::default())?;
    let Extraction { table, skipped, .. } = console.with_bar(scan.clips.len(), |console| {
        let row = |path: &std::path::Path| extractor.row_of_file(path);
        extract_table(&scan.clips, extractor.column_names(), row, |_| console.step())
    })?;
    for (_, error) in skipped {
        console.failure(error);
    }
    Ok(table)
}
