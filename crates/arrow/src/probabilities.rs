//! Probabilities of labels as a column of maps.

use std::borrow::Borrow;
use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{Float64Builder, MapBuilder, MapFieldNames, StringBuilder};
use arrow_schema::{DataType, Field};

use crate::Result;

/// The type of [`probability_maps`]: a map from text to `f64`, as Spark, DuckDB and pyarrow have
/// it. It is the same for all sets of labels.
pub fn probability_type() -> DataType {
    let key = Field::new("key", DataType::Utf8, false);
    let value = Field::new("value", DataType::Float64, true);
    let entries = DataType::Struct(vec![key, value].into());
    DataType::Map(Arc::new(Field::new("entries", entries, false)), false)
}

/// A map from label to probability for each row; `None` becomes null.
///
/// ```
/// use arrow_array::{Array, cast::AsArray};
///
/// let rows = [Some([0.25, 0.75]), None];
/// let maps = emo_arrow::probability_maps(&["calm", "sad"], rows)?;
/// assert_eq!(maps.data_type(), &emo_arrow::probability_type());
/// assert_eq!(maps.as_map().value(0).len(), 2);
/// assert!(maps.is_null(1));
/// # Ok::<(), emo_arrow::Error>(())
/// ```
///
/// # Errors
///
/// None that are known: keys and values are added in pairs.
pub fn probability_maps<S, R>(
    labels: &[S],
    rows: impl IntoIterator<Item = Option<R>>,
) -> Result<ArrayRef>
where
    S: AsRef<str>,
    R: IntoIterator<Item: Borrow<f64>>,
{
    let [entry, key, value] = ["entries", "key", "value"].map(str::to_owned);
    let names = Some(MapFieldNames { entry, key, value });
    let mut maps = MapBuilder::new(names, StringBuilder::new(), Float64Builder::new());
    for row in rows {
        let is_there = row.is_some();
        for (label, probability) in labels.iter().zip(row.into_iter().flatten()) {
            maps.keys().append_value(label.as_ref());
            maps.values().append_value(*probability.borrow());
        }
        maps.append(is_there)?;
    }
    Ok(Arc::new(maps.finish()))
}
