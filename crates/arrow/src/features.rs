//! Rows of features as columns.

use std::str::FromStr;
use std::sync::Arc;

use arrow_array::builder::BooleanBufferBuilder;
use arrow_array::types::{Float32Type, Float64Type};
use arrow_array::{ArrayRef, ArrowPrimitiveType, FixedSizeListArray, PrimitiveArray};
use arrow_buffer::NullBuffer;
use arrow_schema::{DataType, Field, FieldRef};
use emo_corpus::FeatureTable;

use crate::{Error, Result};

/// The name of the column of lists.
pub(crate) const FEATURES: &str = "features";
/// The name of what is in a list, as pyarrow has it.
const ITEM: &str = "element";

/// How features become columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// `list`: one column `features`, whose cells are lists of one length. It is smaller and faster
    /// to write and read whole.
    #[default]
    List,
    /// `columns`: one column per feature, which can be read one by one.
    Columns,
}

impl Layout {
    /// All layouts.
    pub const ALL: [Self; 2] = [Self::List, Self::Columns];

    /// The name, as it is parsed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Columns => "columns",
        }
    }
}

impl FromStr for Layout {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|layout| layout.name() == name);
        found.ok_or_else(|| wrong("layout", "list or columns", name))
    }
}

/// The precision of features in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// `f32`: a relative error of at most 6e-8. Spectra and descriptors are themselves computed in
    /// single precision, and the tolerances in `docs/parity.md` of emo for a row of features are
    /// larger.
    F32,
    /// `f64`: as computed, bit for bit.
    #[default]
    F64,
}

impl Precision {
    /// All precisions.
    pub const ALL: [Self; 2] = [Self::F32, Self::F64];

    /// The name, as it is parsed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }

    fn data_type(self) -> DataType {
        match self {
            Self::F32 => DataType::Float32,
            Self::F64 => DataType::Float64,
        }
    }
}

impl FromStr for Precision {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|precision| precision.name() == name);
        found.ok_or_else(|| wrong("precision", "f32 or f64", name))
    }
}

fn wrong(what: &'static str, expected: &str, got: &str) -> Error {
    Error::Value { what, expected: expected.into(), got: format!("{got:?}") }
}

/// Layout and precision of features. The default is one column of lists in `f64`, which loses
/// nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeatureFormat {
    /// One column of lists, or one column per feature.
    pub layout: Layout,
    /// The precision of the numbers.
    pub precision: Precision,
}

/// The columns of features with names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureColumns {
    names: Vec<String>,
    format: FeatureFormat,
}

impl FeatureColumns {
    /// Columns for these features.
    ///
    /// # Errors
    ///
    /// If these cannot be the names of features: see [`FeatureTable::check_columns`].
    pub fn new(names: Vec<String>, format: FeatureFormat) -> Result<Self> {
        FeatureTable::check_columns(&names)?;
        Ok(Self { names, format })
    }

    /// The names of the features.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The fields, in the order of the columns. They may have nulls, in rows that could not be
    /// computed.
    pub fn fields(&self) -> Vec<Field> {
        match self.format.layout {
            Layout::List => vec![Field::new(FEATURES, self.list_type(), true)],
            Layout::Columns => {
                let data_type = self.format.precision.data_type();
                self.names.iter().map(|name| Field::new(name, data_type.clone(), true)).collect()
            }
        }
    }

    fn item(&self) -> FieldRef {
        Arc::new(Field::new(ITEM, self.format.precision.data_type(), true))
    }

    fn list_type(&self) -> DataType {
        let length = i32::try_from(self.names.len()).unwrap_or(i32::MAX);
        DataType::FixedSizeList(self.item(), length)
    }

    /// The columns of some rows; `None` is a row that could not be computed, and becomes null.
    ///
    /// # Errors
    ///
    /// If a row has more or fewer numbers than there are features, or a number is not finite at the
    /// precision of the columns.
    pub fn arrays<R: AsRef<[f64]>>(&self, rows: &[Option<R>]) -> Result<Vec<ArrayRef>> {
        for (row, numbers) in rows.iter().enumerate() {
            numbers.as_ref().map_or(Ok(()), |numbers| self.check(row, numbers.as_ref()))?;
        }
        match self.format.precision {
            Precision::F32 => self.arrays_of::<Float32Type, R>(rows, |number| number as f32),
            Precision::F64 => self.arrays_of::<Float64Type, R>(rows, |number| number),
        }
    }

    /// Whether this can be a row of the columns.
    ///
    /// # Errors
    ///
    /// As [`arrays`](Self::arrays).
    pub fn check_row(&self, numbers: &[f64]) -> Result<()> {
        self.check(0, numbers)
    }

    fn check(&self, row: usize, numbers: &[f64]) -> Result<()> {
        let cell = |column: &str, expected: String, got: String| {
            Err(Error::Cell { row, column: column.to_owned(), expected, got })
        };
        if numbers.len() != self.names.len() {
            let expected = format!("{} numbers", self.names.len());
            return cell(FEATURES, expected, numbers.len().to_string());
        }
        let is_finite = |number: f64| match self.format.precision {
            Precision::F32 => (number as f32).is_finite(),
            Precision::F64 => number.is_finite(),
        };
        match self.names.iter().zip(numbers).find(|(_, number)| !is_finite(**number)) {
            Some((name, number)) => {
                let precision = self.format.precision.name();
                cell(name, format!("a number that is finite in {precision}"), number.to_string())
            }
            None => Ok(()),
        }
    }

    fn arrays_of<T: ArrowPrimitiveType, R: AsRef<[f64]>>(
        &self,
        rows: &[Option<R>],
        convert: impl Fn(f64) -> T::Native,
    ) -> Result<Vec<ArrayRef>> {
        let n_features = self.names.len();
        let rows = || rows.iter().map(|row| row.as_ref().map(AsRef::as_ref));
        if self.format.layout == Layout::Columns {
            let column = |at: usize| {
                let cell = |row: Option<&[f64]>| row?.get(at).map(|&number| convert(number));
                Arc::new(rows().map(cell).collect::<PrimitiveArray<T>>()) as ArrayRef
            };
            return Ok((0..n_features).map(column).collect());
        }
        let mut values: Vec<T::Native> = Vec::with_capacity(rows().len() * n_features);
        let mut valid = BooleanBufferBuilder::new(rows().len());
        for row in rows() {
            valid.append(row.is_some());
            match row {
                Some(numbers) => values.extend(numbers.iter().map(|&number| convert(number))),
                None => values.resize(values.len() + n_features, T::Native::default()),
            }
        }
        let values = Arc::new(PrimitiveArray::<T>::new(values.into(), None));
        let length = i32::try_from(n_features).unwrap_or(i32::MAX);
        let nulls = NullBuffer::new(valid.finish());
        let lists = FixedSizeListArray::try_new(self.item(), length, values, Some(nulls))?;
        Ok(vec![Arc::new(lists)])
    }
}
