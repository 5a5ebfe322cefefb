//! A row of features for each clip, with what is known of the clip beside it.

use std::collections::{HashMap, HashSet};

use ndarray::{Array2, Axis};

use super::{ClipInfo, Emotion, GroupKey, quoted};
use crate::model_selection::Split;
use crate::{Error, Result};

/// The columns of a table's file that are not features, in the order in which they are written.
pub(super) const INFO_COLUMNS: [&str; 8] =
    ["clip", "emotion", "channel", "intensity", "statement", "repetition", "actor", "treatment"];

/// A table of features: one row a clip, one column a feature, all finite.
///
/// See the methods for reading and writing it as CSV. A table may have no rows, as when a
/// filter lets none pass; it has at least one column.
///
/// ```
/// use emo_pipeline::dataset::{ClipInfo, Emotion, FeatureTable};
/// use ndarray::array;
///
/// let table = FeatureTable::new(
///     array![[0.1, 2.0], [0.3, 4.0]],
///     vec!["zcr_mean".into(), "mfcc_00_mean".into()],
///     vec![ClipInfo::new("a", Emotion::Sad), ClipInfo::new("b", Emotion::Calm)],
/// )?;
/// let calm = table.filter(|clip| clip.emotion == Emotion::Calm);
/// assert_eq!(calm.select_columns(&["mfcc_00_mean"])?.x(), array![[4.0]]);
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureTable {
    x: Array2<f64>,
    columns: Vec<String>,
    clips: Vec<ClipInfo>,
}

impl FeatureTable {
    /// A table of the features `x` (clips × features), the features' names and the clips.
    ///
    /// # Errors
    ///
    /// If the sizes do not fit each other, a number is not finite, or there is no column; if a
    /// column's name repeats, is a name that the file keeps for what is known of a clip
    /// (`clip`, `emotion`, `channel`, `intensity`, `statement`, `repetition`, `actor`, in any
    /// case), or is empty or has spaces around it; if a clip's name is empty.
    pub fn new(x: Array2<f64>, columns: Vec<String>, clips: Vec<ClipInfo>) -> Result<Self> {
        let shape = |what, expected, got| match expected == got {
            true => Ok(()),
            false => Err(Error::Shape { what, expected, got }),
        };
        Self::check_columns(&columns)?;
        shape("columns of x", columns.len(), x.ncols())?;
        shape("rows of x", clips.len(), x.nrows())?;
        Self::check_clips(&clips)?;
        if let Some(((row, column), &value)) = x.indexed_iter().find(|(_, v)| !v.is_finite()) {
            return Err(Error::NonFinite { row, column, value });
        }
        Ok(Self { x, columns, clips })
    }

    /// Whether these can be the names of a table's features.
    pub(super) fn check_columns(columns: &[String]) -> Result<()> {
        if columns.is_empty() {
            return Err(Error::Empty { what: "feature columns" });
        }
        let mut seen = HashSet::with_capacity(columns.len());
        for name in columns {
            let expected = if name.is_empty() || name.trim() != name {
                "a name without spaces around it".into()
            } else if INFO_COLUMNS.iter().any(|info| name.eq_ignore_ascii_case(info)) {
                format!("a name other than {}", INFO_COLUMNS.join(", "))
            } else if !seen.insert(name) {
                "a name that no other column has".into()
            } else {
                continue;
            };
            return Err(Error::InvalidValue {
                what: "feature column",
                expected,
                got: quoted(name),
            });
        }
        Ok(())
    }

    /// Whether these can be the clips of a table.
    pub(super) fn check_clips<'a>(clips: impl IntoIterator<Item = &'a ClipInfo>) -> Result<()> {
        match clips.into_iter().any(|info| info.clip.trim().is_empty()) {
            true => Err(Error::Empty { what: "characters of a clip's name" }),
            false => Ok(()),
        }
    }

    /// The features, clips × features.
    pub fn x(&self) -> &Array2<f64> {
        &self.x
    }

    /// The features' names, one a column of [`x`](Self::x).
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// What is known of the clips, one a row of [`x`](Self::x).
    pub fn clips(&self) -> &[ClipInfo] {
        &self.clips
    }

    /// The emotion of each row.
    pub fn labels(&self) -> Vec<Emotion> {
        self.clips.iter().map(|clip| clip.emotion).collect()
    }

    /// The actor of each row: who must not stand on both sides of a speaker-independent split.
    ///
    /// # Errors
    ///
    /// If a row has none.
    pub fn groups(&self) -> Result<Vec<GroupKey>> {
        self.keys("actor", |clip| clip.actor.as_ref())
    }

    /// The statement of each row.
    ///
    /// # Errors
    ///
    /// If a row has none.
    pub fn statements(&self) -> Result<Vec<GroupKey>> {
        self.keys("statement", |clip| clip.statement.as_ref())
    }

    /// What `key` gives for each row; the error calls it `what`.
    fn keys(
        &self,
        what: &'static str,
        key: impl Fn(&ClipInfo) -> Option<&GroupKey>,
    ) -> Result<Vec<GroupKey>> {
        let required = |clip| {
            key(clip).cloned().ok_or_else(|| Error::InvalidValue {
                what,
                expected: "one for every clip".into(),
                got: format!("none for {}", quoted(&clip.clip)),
            })
        };
        self.clips.iter().map(required).collect()
    }

    /// The row that each row is a treated copy of: the one as recorded of the same clip. `None`
    /// for a row as recorded.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidValue`] for a copy of a clip that is not there as recorded.
    pub fn copies(&self) -> Result<Vec<Option<usize>>> {
        let mut recorded = HashMap::with_capacity(self.len());
        for (row, clip) in self.clips.iter().enumerate().filter(|(_, it)| it.treatment.is_none()) {
            recorded.entry(clip.clip.as_str()).or_insert(row);
        }
        let copy_of = |clip: &ClipInfo| match &clip.treatment {
            None => Ok(None),
            Some(treatment) => match recorded.get(clip.clip.as_str()) {
                Some(&row) => Ok(Some(row)),
                None => Err(Error::InvalidValue {
                    what: "treatment",
                    expected: format!("{} as recorded in the table too", quoted(&clip.clip)),
                    got: format!("{} alone", quoted(treatment)),
                }),
            },
        };
        self.clips.iter().map(copy_of).collect()
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.clips.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.clips.is_empty()
    }

    /// The rows with these numbers (from 0), in this order; a number may come twice.
    ///
    /// # Errors
    ///
    /// If a number is not below the number of rows.
    pub fn select(&self, rows: &[usize]) -> Result<Self> {
        match rows.iter().find(|&&row| row >= self.len()) {
            Some(&row) => Err(Error::NoSuchRow { row, n_rows: self.len() }),
            None => Ok(self.rows(rows)),
        }
    }

    /// The training rows and the test rows of a split, such as one of
    /// [`TrainTestSplit`](crate::model_selection::TrainTestSplit)'s.
    ///
    /// ```
    /// use emo_pipeline::dataset::FeatureTable;
    /// use emo_pipeline::model_selection::TrainTestSplit;
    ///
    /// let csv = "clip,emotion,zcr\na,calm,1\nb,calm,2\nc,sad,3\nd,sad,4\n";
    /// let table = FeatureTable::from_reader(csv.as_bytes())?;
    /// let split = TrainTestSplit::default().test_size(0.5).stratified(&table.labels())?;
    /// let (train, test) = table.split(&split)?;
    /// assert_eq!((train.len(), test.len()), (2, 2));
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a number is not below the number of rows.
    pub fn split(&self, split: &Split) -> Result<(Self, Self)> {
        Ok((self.select(&split.train)?, self.select(&split.test)?))
    }

    /// The rows for whose clips `keep` is true.
    #[must_use]
    pub fn filter(&self, keep: impl Fn(&ClipInfo) -> bool) -> Self {
        let rows: Vec<usize> = (0..self.len()).filter(|&row| keep(&self.clips[row])).collect();
        self.rows(&rows)
    }

    fn rows(&self, rows: &[usize]) -> Self {
        Self {
            x: self.x.select(Axis(0), rows),
            columns: self.columns.clone(),
            clips: rows.iter().map(|&row| self.clips[row].clone()).collect(),
        }
    }

    /// The features with these names, in this order.
    ///
    /// # Errors
    ///
    /// If there is no such column, or a name comes twice, or there are no names.
    pub fn select_columns(&self, names: &[impl AsRef<str>]) -> Result<Self> {
        let places: HashMap<&str, usize> =
            self.columns.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let place = |name: &str| {
            places.get(name).copied().ok_or_else(|| Error::InvalidValue {
                what: "feature column",
                expected: format!("one of the {} of the table", self.columns.len()),
                got: quoted(name),
            })
        };
        let columns: Vec<String> = names.iter().map(|name| name.as_ref().into()).collect();
        Self::check_columns(&columns)?;
        let at = columns.iter().map(|name| place(name)).collect::<Result<Vec<_>>>()?;
        Ok(Self { x: self.x.select(Axis(1), &at), columns, clips: self.clips.clone() })
    }
}
