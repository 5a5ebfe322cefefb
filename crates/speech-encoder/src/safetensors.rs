//! Reads the safetensors format: the length of a header, the header as JSON, and the numbers.
//!
//! The format is described at <https://github.com/huggingface/safetensors>. The library of that
//! name would bring a hash map or temporary files into the tree; only reading is needed here.

use std::collections::BTreeMap;

use half::f16;
use serde::Deserialize;

use crate::error::{Result, weights};

/// A file in memory: its metadata, and where its tensors are.
#[derive(Debug)]
pub(crate) struct SafeTensors<'a> {
    header: Header,
    numbers: &'a [u8],
}

#[derive(Debug, Deserialize)]
struct Header {
    #[serde(rename = "__metadata__", default)]
    metadata: BTreeMap<String, String>,
    #[serde(flatten)]
    tensors: BTreeMap<String, Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: [usize; 2],
}

impl<'a> SafeTensors<'a> {
    /// Reads the header.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self> {
        let truncated = || weights("a safetensors file", format!("{} bytes", bytes.len()));
        let (length, rest) = bytes.split_first_chunk::<8>().ok_or_else(truncated)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| truncated())?;
        let (header, numbers) = rest.split_at_checked(length).ok_or_else(truncated)?;
        let header = serde_json::from_slice(header)
            .map_err(|e| weights("a safetensors header", e.to_string()))?;
        Ok(Self { header, numbers })
    }

    /// A value of the metadata.
    pub(crate) fn metadata(&self, key: &str) -> Result<&str> {
        let value = self.header.metadata.get(key).map(String::as_str);
        value.ok_or_else(|| weights(format!("metadata {key:?}"), "none"))
    }

    /// A whole number of the metadata.
    pub(crate) fn number(&self, key: &str) -> Result<usize> {
        let value = self.metadata(key)?;
        value.parse().map_err(|_| weights(format!("a whole number as {key:?}"), value))
    }

    /// How many values a vector has.
    pub(crate) fn len(&self, name: &str) -> Result<usize> {
        Ok(self.entry(name)?.shape.iter().product())
    }

    /// A vector of `len` values.
    pub(crate) fn vector(&self, name: &str, len: usize) -> Result<Vec<f32>> {
        self.values(name, &[len])
    }

    /// A matrix in row order. One of `I8` is multiplied by `{name}.scale`, a factor per row.
    pub(crate) fn matrix(&self, name: &str, rows: usize, columns: usize) -> Result<Vec<f32>> {
        let shape = [rows, columns];
        if self.entry(name)?.dtype != "I8" {
            return self.values(name, &shape);
        }
        let scale = self.vector(&format!("{name}.scale"), rows)?;
        let bytes = self.bytes(name, &shape)?;
        let mut values = Vec::with_capacity(bytes.len());
        for (row, scale) in bytes.chunks(columns.max(1)).zip(scale) {
            values.extend(row.iter().map(|&byte| f32::from(byte.cast_signed()) * scale));
        }
        of_whole_shape(name, values, &shape)
    }

    fn entry(&self, name: &str) -> Result<&Entry> {
        self.header.tensors.get(name).ok_or_else(|| weights(format!("a tensor {name:?}"), "none"))
    }

    /// The bytes of a tensor of this shape.
    fn bytes(&self, name: &str, shape: &[usize]) -> Result<&[u8]> {
        let entry = self.entry(name)?;
        if entry.shape != shape {
            return Err(weights(
                format!("{name} of shape {shape:?}"),
                format!("{:?}", entry.shape),
            ));
        }
        let [start, end] = entry.data_offsets;
        let bytes = self.numbers.get(start..end);
        bytes.ok_or_else(|| weights(format!("the bytes of {name}"), "fewer"))
    }

    fn values(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>> {
        let bytes = self.bytes(name, shape)?;
        let values: Vec<f32> = match self.entry(name)?.dtype.as_str() {
            "F32" => bytes.as_chunks().0.iter().map(|&b| f32::from_le_bytes(b)).collect(),
            "F16" => bytes.as_chunks().0.iter().map(|&b| f16::from_le_bytes(b).to_f32()).collect(),
            "I8" => bytes.iter().map(|&b| f32::from(b.cast_signed())).collect(),
            other => return Err(weights(format!("{name} as F32, F16 or I8"), other)),
        };
        of_whole_shape(name, values, shape)
    }
}

/// The values, if there are as many as the shape has and all are finite.
fn of_whole_shape(name: &str, values: Vec<f32>, shape: &[usize]) -> Result<Vec<f32>> {
    let expected: usize = shape.iter().product();
    if values.len() != expected || !values.iter().fold(true, |all, value| all & value.is_finite()) {
        let got = format!("{} values, or one that is not finite", values.len());
        return Err(weights(format!("{expected} finite values of {name}"), got));
    }
    Ok(values)
}
