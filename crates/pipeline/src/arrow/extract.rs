//! Batches of features.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use emo_arrow::{FeatureColumns, FeatureFormat, keys};
use rayon::prelude::*;

use super::inputs::{Inputs, Source, assembled};
use crate::{Result, RowExtractor};

/// Computes the features of the recordings of record batches; see the [module](super).
///
/// The columns of the output are those that are kept, `path`, `start`, `end` and `channel`, the
/// features, and `error`. The metadata of its schema name the feature configuration and the
/// features.
#[derive(Debug)]
pub struct Extractor {
    rows: RowExtractor,
    columns: FeatureColumns,
    keep: Vec<String>,
    schema: SchemaRef,
}

impl Extractor {
    /// With what computes the rows, and how they become columns.
    ///
    /// # Errors
    ///
    /// If a feature has the name of another column.
    pub fn new(rows: RowExtractor, format: FeatureFormat) -> Result<Self> {
        let columns = FeatureColumns::new(rows.column_names().to_vec(), format)?;
        let mut fields = Inputs::fields().to_vec();
        fields.extend(columns.fields());
        fields.push(Field::new("error", DataType::Utf8, true));
        let metadata = feature_metadata(&rows)?;
        let names = serde_json::to_string(columns.names()).map_err(std::io::Error::from)?;
        let metadata = metadata.into_iter().chain([(keys::FEATURE_NAMES.to_owned(), names)]);
        let schema = Arc::new(Schema::new_with_metadata(fields, metadata.collect()));
        Ok(Self { rows, columns, keep: Vec::new(), schema })
    }

    /// Copies these columns of the input to the front of the output.
    #[must_use]
    pub fn keep(self, columns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { keep: columns.into_iter().map(Into::into).collect(), ..self }
    }

    /// The schema of the output, without the columns that are kept.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The features of each row, computed on all threads of rayon's current pool.
    ///
    /// # Errors
    ///
    /// If a column of the input is missing or has another type. A row never fails the batch.
    pub fn extract(&self, batch: &RecordBatch) -> Result<RecordBatch> {
        let inputs = Inputs::of(batch)?;
        let row = |source: Source<'_>| -> Result<Vec<f64>> {
            let (recording, bytes) = source?;
            let row = self.rows.rows_of_recording(&recording, bytes, &[1.0])?;
            let (row, _) = row.into_raw_vec_and_offset();
            self.columns.check_row(&row)?;
            Ok(row)
        };
        let rows: Vec<Result<Vec<f64>>> = inputs.sources().into_par_iter().map(row).collect();
        let errors: StringArray =
            rows.iter().map(|row| row.as_ref().err().map(ToString::to_string)).collect();
        let rows: Vec<Option<Vec<f64>>> = rows.into_iter().map(Result::ok).collect();
        let mut arrays = inputs.arrays();
        arrays.extend(self.columns.arrays(&rows)?);
        arrays.push(Arc::new(errors) as ArrayRef);
        assembled(batch, &self.keep, &self.schema, arrays)
    }
}

/// What the metadata of a schema say of the features: the id of the configuration, the
/// configuration as JSON, and the version of this crate.
///
/// # Errors
///
/// None that are known: a configuration can be written as JSON.
pub fn feature_metadata(rows: &RowExtractor) -> Result<[(String, String); 3]> {
    let config = serde_json::to_string(rows.config()).map_err(std::io::Error::from)?;
    Ok([
        (keys::FEATURE_CONFIG.to_owned(), rows.config().id()),
        (keys::FEATURES.to_owned(), config),
        (keys::VERSION.to_owned(), env!("CARGO_PKG_VERSION").to_owned()),
    ])
}
