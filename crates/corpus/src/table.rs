//! A row of features for each clip, with what is known of the clip beside it.

mod clip_columns;
mod copies;
mod csv_reader;
mod csv_writer;
mod layout;
mod options;
mod relabelled;
mod speaker_folds;

use std::collections::{HashMap, HashSet};

use emo_learn::model_selection::Split;
use ndarray::{Array2, Axis};

use crate::{Clip, Error, GroupKey, Result, quoted};

pub use clip_columns::ClipColumns;
pub use options::TableOptions;

/// The names that no feature column can have: those of the columns on the clip, in files of this
/// version and of earlier ones.
const RESERVED: [&str; 12] = [
    "clip",
    "label",
    "speaker",
    "corpus",
    "copy",
    "emotion",
    "actor",
    "treatment",
    "channel",
    "intensity",
    "statement",
    "repetition",
];

/// A table of features: one row per clip, one column per feature, all numbers finite. Each clip has
/// a label.
///
/// See the methods for reading and writing it as CSV. A table may have no rows, as when a
/// filter keeps none; it has at least one column.
///
/// ```
/// use emo_corpus::{Clip, FeatureTable};
/// use ndarray::array;
///
/// let table = FeatureTable::new(
///     array![[0.1, 2.0], [0.3, 4.0]],
///     vec!["zcr_mean".into(), "mfcc_00_mean".into()],
///     vec![Clip::new("a").label("bored"), Clip::new("b").label("excited")],
/// )?;
/// let bored = table.filter(|clip| clip.label.as_deref() == Some("bored"));
/// assert_eq!(bored.select_columns(&["mfcc_00_mean"])?.x(), array![[2.0]]);
/// # Ok::<(), emo_corpus::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureTable {
    x: Array2<f64>,
    columns: Vec<String>,
    clips: Vec<Clip>,
    feature_config: Option<String>,
}

impl FeatureTable {
    /// A table of the features `x` (clips × features), the features' names and the clips.
    ///
    /// # Errors
    ///
    /// If the sizes do not fit each other, a number is not finite, or there is no column; if a
    /// column's name repeats, is a name that the file keeps for what is known of a clip (such as
    /// `clip`, `label` and `speaker`, in any case), or is empty or has spaces around it; if a clip
    /// has no name or no label.
    pub fn new(x: Array2<f64>, columns: Vec<String>, clips: Vec<Clip>) -> Result<Self> {
        Self::check_columns(&columns)?;
        check_count("columns of x", columns.len(), x.ncols())?;
        check_count("rows of x", clips.len(), x.nrows())?;
        Self::check_clips(&clips)?;
        if let Some(((row, column), &value)) = x.indexed_iter().find(|(_, v)| !v.is_finite()) {
            return Err(Error::NonFinite { row, column, value });
        }
        Ok(Self { x, columns, clips, feature_config: None })
    }

    /// Whether these can be the names of a table's features.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn check_columns(columns: &[String]) -> Result<()> {
        if columns.is_empty() {
            return Err(Error::Empty { what: "feature columns" });
        }
        let mut seen = HashSet::with_capacity(columns.len());
        for name in columns {
            let expected = if name.is_empty() || name.trim() != name {
                "a name without spaces around it".into()
            } else if RESERVED.iter().any(|info| name.eq_ignore_ascii_case(info)) {
                format!("a name other than {}", RESERVED.join(", "))
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
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn check_clips<'a>(clips: impl IntoIterator<Item = &'a Clip>) -> Result<()> {
        for clip in clips {
            if clip.name.trim().is_empty() {
                return Err(Error::Empty { what: "characters of a clip's name" });
            }
            if clip.label.as_deref().unwrap_or_default().trim().is_empty() {
                return Err(Error::MissingKey { key: "label".into(), clips: quoted(&clip.name) });
            }
        }
        Ok(())
    }

    /// With the name of the configuration that the features are of, such as the id that a model
    /// compares. The file keeps it.
    #[must_use]
    pub fn with_feature_config(self, id: impl Into<String>) -> Self {
        Self { feature_config: Some(id.into()), ..self }
    }

    /// The name of the configuration that the features are of, where it is known.
    pub fn feature_config(&self) -> Option<&str> {
        self.feature_config.as_deref()
    }

    /// The features, clips × features.
    pub fn x(&self) -> &Array2<f64> {
        &self.x
    }

    /// The features' names, one a column of [`x`](Self::x).
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// What is known of the clips, one per row of [`x`](Self::x).
    pub fn clips(&self) -> &[Clip] {
        &self.clips
    }

    /// The label of each row.
    pub fn labels(&self) -> Vec<String> {
        self.clips.iter().map(|clip| clip.label.clone().unwrap_or_default()).collect()
    }

    /// The labels that occur, sorted, each once.
    pub fn classes(&self) -> Vec<String> {
        let mut classes = self.labels();
        classes.sort_unstable();
        classes.dedup();
        classes
    }

    /// The speaker of each row: who must not be on both sides of a speaker-independent split. In a
    /// table of several corpora it is corpus and speaker, such as `emodb 3`, since corpora number
    /// their speakers alike.
    ///
    /// # Errors
    ///
    /// If a row has none, with the first such rows.
    pub fn speakers(&self) -> Result<Vec<GroupKey>> {
        self.keys("speaker")
    }

    /// The value under `key` of each row: see [`Clip::key`]; and [`speakers`](Self::speakers) for
    /// the key `speaker`.
    ///
    /// # Errors
    ///
    /// [`Error::MissingKey`] if a row has none, with the first such rows.
    pub fn keys(&self, key: &str) -> Result<Vec<GroupKey>> {
        const NAMED: usize = 3;
        let with_corpus = key == "speaker" && self.has_several_corpora();
        let of_clip = |clip: &Clip| {
            let group = clip.key(key)?;
            match clip.corpus.as_ref().filter(|_| with_corpus) {
                Some(corpus) => format!("{corpus} {group}").parse().ok(),
                None => Some(group),
            }
        };
        let keys: Vec<Option<GroupKey>> = self.clips.iter().map(of_clip).collect();
        let missing: Vec<usize> = (0..keys.len()).filter(|&row| keys[row].is_none()).collect();
        if missing.is_empty() {
            return Ok(keys.into_iter().flatten().collect());
        }
        let name = |&row: &usize| format!("{} (row {})", quoted(&self.clips[row].name), row + 1);
        let mut clips = missing.iter().take(NAMED).map(name).collect::<Vec<_>>().join(", ");
        if missing.len() > NAMED {
            clips += &format!(" and {} more", missing.len() - NAMED);
        }
        Err(Error::MissingKey { key: key.to_owned(), clips })
    }

    fn has_several_corpora(&self) -> bool {
        let first = self.clips.first().map(|clip| &clip.corpus);
        self.clips.iter().any(|clip| Some(&clip.corpus) != first)
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
        if let Some(&row) = rows.iter().find(|&&row| row >= self.len()) {
            return Err(Error::NoSuchRow { row, n_rows: self.len() });
        }
        Ok(self.rows(rows))
    }

    /// The training rows and the test rows of a split, such as one of
    /// [`TrainTestSplit`](emo_learn::model_selection::TrainTestSplit)'s.
    ///
    /// ```
    /// use emo_corpus::FeatureTable;
    /// use emo_learn::model_selection::TrainTestSplit;
    ///
    /// let csv = "clip,label,zcr\na,calm,1\nb,calm,2\nc,sad,3\nd,sad,4\n";
    /// let table = FeatureTable::from_reader(csv.as_bytes())?;
    /// let split = TrainTestSplit::default().test_size(0.5).stratified(&table.labels())?;
    /// let (train, test) = table.split(&split)?;
    /// assert_eq!((train.len(), test.len()), (2, 2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
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
    pub fn filter(&self, keep: impl Fn(&Clip) -> bool) -> Self {
        let rows: Vec<usize> = (0..self.len()).filter(|&row| keep(&self.clips[row])).collect();
        self.rows(&rows)
    }

    fn rows(&self, rows: &[usize]) -> Self {
        Self {
            x: self.x.select(Axis(0), rows),
            columns: self.columns.clone(),
            clips: rows.iter().map(|&row| self.clips[row].clone()).collect(),
            feature_config: self.feature_config.clone(),
        }
    }

    /// The features with these names, in this order; they are of no configuration any more.
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
        Self::new(self.x.select(Axis(1), &at), columns, self.clips.clone())
    }
}

fn check_count(what: &'static str, expected: usize, got: usize) -> Result<()> {
    if expected == got { Ok(()) } else { Err(Error::Shape { what, expected, got }) }
}
