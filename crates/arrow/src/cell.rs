//! One cell of a column of any type: engines and libraries choose different types for the same
//! content.

use std::borrow::Cow;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

/// The text of a cell: that of a string, or a number or a boolean as it is written. `None` for a
/// null and for a column of another type.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{ArrayRef, Int64Array};
///
/// let column: ArrayRef = Arc::new(Int64Array::from(vec![Some(7), None]));
/// assert_eq!(emo_arrow::text_at(&column, 0).as_deref(), Some("7"));
/// assert_eq!(emo_arrow::text_at(&column, 1), None);
/// ```
pub fn text_at(column: &ArrayRef, row: usize) -> Option<Cow<'_, str>> {
    if row >= column.len() || column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string::<i32>().value(row).into()),
        DataType::LargeUtf8 => Some(column.as_string::<i64>().value(row).into()),
        DataType::Utf8View => Some(column.as_string_view().value(row).into()),
        DataType::Boolean => Some(column.as_boolean().value(row).to_string().into()),
        DataType::Dictionary(..) => {
            let dictionary = column.as_any_dictionary_opt()?;
            let place = *dictionary.normalized_keys().get(row)?;
            text_at(dictionary.values(), place).map(|text| text.into_owned().into())
        }
        _ => match whole_at(column, row) {
            Some(whole) => Some(whole.to_string().into()),
            None => number_at(column, row).map(|number| number.to_string().into()),
        },
    }
}

/// The bytes of a cell of a binary column. `None` for a null and for a column of another type.
pub fn bytes_at(column: &ArrayRef, row: usize) -> Option<&[u8]> {
    if row >= column.len() || column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::Binary => Some(column.as_binary::<i32>().value(row)),
        DataType::LargeBinary => Some(column.as_binary::<i64>().value(row)),
        DataType::BinaryView => Some(column.as_binary_view().value(row)),
        _ => None,
    }
}

/// The number in a cell of whole or floating-point numbers. `None` for a null and for a column of
/// another type.
pub fn number_at(column: &ArrayRef, row: usize) -> Option<f64> {
    if row >= column.len() || column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::Float32 => Some(column.as_primitive::<Float32Type>().value(row).into()),
        DataType::Float64 => Some(column.as_primitive::<Float64Type>().value(row)),
        _ => whole_at(column, row).map(|whole| whole as f64),
    }
}

/// The number in a cell of whole numbers. `None` for a null, for a number beyond `i64`, and for a
/// column of another type.
pub fn whole_at(column: &ArrayRef, row: usize) -> Option<i64> {
    if row >= column.len() || column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::Int8 => Some(column.as_primitive::<Int8Type>().value(row).into()),
        DataType::Int16 => Some(column.as_primitive::<Int16Type>().value(row).into()),
        DataType::Int32 => Some(column.as_primitive::<Int32Type>().value(row).into()),
        DataType::Int64 => Some(column.as_primitive::<Int64Type>().value(row)),
        DataType::UInt8 => Some(column.as_primitive::<UInt8Type>().value(row).into()),
        DataType::UInt16 => Some(column.as_primitive::<UInt16Type>().value(row).into()),
        DataType::UInt32 => Some(column.as_primitive::<UInt32Type>().value(row).into()),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(row).try_into().ok(),
        _ => None,
    }
}
