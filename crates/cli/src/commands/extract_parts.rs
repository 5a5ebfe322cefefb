//! `emo extract` to Parquet.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use emo_pipeline::arrow::{ClipSchema, FeatureColumns, feature_metadata, table_schema};
use emo_pipeline::{
    Clip, Error, FeatureConfig, Recording, Result, RowExtractor, augmentation_seeds,
};
use ndarray::Array1;
use rayon::prelude::*;
use serde_json::json;

use super::table;
use crate::arguments::{Extract, Features};
use crate::console::Console;
use crate::parts::{Destination, Work, digest_of};
use crate::recording_source::RecordingSource;

/// What computes the rows, and how they are written.
struct Rows<'a> {
    extractor: RowExtractor,
    features: &'a Features,
    clips: ClipSchema,
    columns: FeatureColumns,
    schema: SchemaRef,
}

/// Writes one row per recording and one per augmented copy. A recording that cannot be read has a
/// row with a message and no features.
pub(super) fn write(
    all: &[impl RecordingSource],
    arguments: &Extract,
    console: &Console,
) -> Result<()> {
    let features = &arguments.features;
    let remote = features.recordings.remote();
    let to = Destination::new(&arguments.output, &arguments.table.parts, arguments.resume, remote)?;
    let n_copies = table::treatments(features).len();
    let rows = Rows::new(all, arguments)?;
    let treatments: Vec<String> =
        table::treatments(features).iter().map(ToString::to_string).collect();
    let run = json!({
        "command": "extract",
        "features": rows.extractor.config().id(),
        "treatments": treatments,
        "seed": features.augment_seed,
        "layout": arguments.table.features().layout.name(),
        "precision": arguments.table.features().precision.name(),
        "audio": features.recordings.to_json(),
        "recordings": digest_of(all)?,
    });
    let seeds = augmentation_seeds(features.augment_seed, all.len(), n_copies);
    let work = Work { run, recordings: all, schema: &rows.schema };
    to.write(&work, console, |range, console| {
        rows.batch(&all[range.clone()], &seeds[range], console)
    })
}

impl<'a> Rows<'a> {
    fn new(all: &[impl RecordingSource], arguments: &'a Extract) -> Result<Self> {
        let features = &arguments.features;
        let config = FeatureConfig::from(features.features.unwrap_or_default());
        let extractor =
            RowExtractor::new(config)?.with_load_options(table::one_channel(features)?)?;
        let copy = (!table::treatments(features).is_empty()).then(|| Clip::new("").copy("any"));
        let clips =
            ClipSchema::of(all.iter().filter_map(RecordingSource::description).chain(&copy));
        let names = extractor.column_names().to_vec();
        let columns = FeatureColumns::new(names, arguments.table.features())?;
        let taken = columns.fields();
        let clips = clips.beside(taken.iter().map(|field| field.name().as_str()).chain(["error"]));
        let table = table_schema(&clips, &columns, feature_metadata(&extractor)?)?;
        let schema = with_error(&table);
        Ok(Self { extractor, features, clips, columns, schema })
    }

    /// The rows of some recordings, computed on all cores.
    fn batch(
        &self,
        sources: &[impl RecordingSource],
        seeds: &[Vec<u32>],
        console: &Console,
    ) -> Result<RecordBatch> {
        let recordings = sources.iter().map(RecordingSource::recording);
        let recordings: Vec<Cow<'_, Recording>> = recordings.collect::<Result<_>>()?;
        let jobs = recordings.par_iter().zip(seeds);
        let computed: Vec<Result<Vec<Array1<f64>>>> = jobs
            .map(|(recording, seeds)| {
                let rows = self.rows(recording, seeds);
                console.step();
                rows
            })
            .collect();
        let (mut clips, mut rows, mut errors) = (Vec::new(), Vec::new(), Vec::new());
        for (recording, computed) in recordings.iter().zip(computed) {
            match computed {
                Ok(computed) => {
                    clips.extend(self.copies(&recording.clip, computed.len()));
                    errors.resize(errors.len() + computed.len(), None);
                    rows.extend(computed.into_iter().map(|row| Some(row.to_vec())));
                }
                Err(error) => {
                    clips.push(recording.clip.clone());
                    errors.push(Some(error.to_string()));
                    rows.push(None);
                    console.failure(error);
                }
            }
        }
        let mut arrays = self.clips.arrays(&clips.iter().collect::<Vec<_>>());
        arrays.extend(self.columns.arrays(&rows)?);
        arrays.push(Arc::new(errors.into_iter().collect::<StringArray>()) as ArrayRef);
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), arrays);
        Ok(batch.map_err(emo_pipeline::arrow::Error::from)?)
    }

    /// The row of a recording, and those of its augmented copies.
    fn rows(&self, recording: &Recording, seeds: &[u32]) -> Result<Vec<Array1<f64>>> {
        let treatments = table::treatments(self.features);
        let rows = match treatments {
            [] => vec![self.extractor.row_of_recording(recording)?],
            _ => self.extractor.augmented_rows_of_recording(recording, treatments, seeds)?,
        };
        for row in &rows {
            let numbers = row.as_slice().unwrap_or_default();
            self.columns.check_row(numbers).map_err(|error| Error::File {
                path: recording.path.clone(),
                error: Box::new(error.into()),
            })?;
        }
        Ok(rows)
    }

    /// The clip as recorded, and its augmented copies.
    fn copies(&self, clip: &Clip, n_rows: usize) -> impl Iterator<Item = Clip> {
        let treatments = table::treatments(self.features);
        let copies = treatments.iter().map(|treatment| clip.clone().copy(treatment.to_string()));
        std::iter::once(clip.clone()).chain(copies).take(n_rows)
    }
}

/// The schema with the column of messages at its end.
fn with_error(schema: &Schema) -> SchemaRef {
    let mut fields: Vec<_> = schema.fields().iter().cloned().collect();
    fields.push(Arc::new(Field::new("error", DataType::Utf8, true)));
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}
