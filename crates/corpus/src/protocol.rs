//! The usual ways to divide a table into rows to train on and rows to test on.

mod evaluation;
mod importance;
mod scores;

use std::fmt;
use std::str::FromStr;

use emo_learn::model_selection::{Copies, Split, TrainTestSplit, take};
use serde::{Deserialize, Serialize};

use crate::reader::Ravdess;
use crate::{Error, FeatureTable, GroupKey, Result, quoted};

pub use evaluation::{Evaluation, FoldScores, Scores};
pub use scores::{ProtocolScores, Score};

/// A way to divide a table into rows to train on and rows to test on.
///
/// ```
/// use emo_corpus::{FeatureTable, protocol::Protocol};
///
/// let csv = "clip,label,speaker,zcr\na,calm,ann,1\nb,calm,ben,2\nc,sad,ann,3\n";
/// let table = FeatureTable::from_reader(csv.as_bytes())?;
/// let protocol: Protocol = "leave-one-speaker-out".parse()?;
/// let folds = protocol.folds(&table)?;
/// assert_eq!(folds[0].name, "speaker ann");
/// assert_eq!(folds[0].split.train, [1]);
/// assert_eq!(folds[0].split.test, [0, 2]);
/// # Ok::<(), emo_corpus::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// One division, 80 % to 20 %, each label with the same share on both sides, seed 42. The
    /// same speakers are on both sides, so that its scores are optimistic.
    Seed,
    /// Six folds, each testing the four actors of RAVDESS that EmoBox's benchmark tests in it: the
    /// usual way to report on RAVDESS for unseen speakers.
    #[serde(rename = "speaker-6fold")]
    SpeakerSixFold,
    /// As many folds as speakers, each testing one of them.
    LeaveOneSpeakerOut,
    /// As many folds as statements, each testing one: words that are not in the training data.
    LeaveOneStatementOut,
}

impl Protocol {
    /// Every protocol.
    pub const ALL: [Self; 4] =
        [Self::Seed, Self::SpeakerSixFold, Self::LeaveOneSpeakerOut, Self::LeaveOneStatementOut];

    /// Its name, as it is parsed and stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::SpeakerSixFold => "speaker-6fold",
            Self::LeaveOneSpeakerOut => "leave-one-speaker-out",
            Self::LeaveOneStatementOut => "leave-one-statement-out",
        }
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Protocol {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|protocol| protocol.name() == name);
        known.ok_or_else(|| Error::InvalidValue {
            what: "protocol",
            expected: Self::ALL.map(Self::name).join(", "),
            got: quoted(name),
        })
    }
}

/// One division of a table's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// What it tests, such as `speaker 7`.
    pub name: String,
    /// The rows to train on and the rows to test on.
    pub split: Split,
}

impl Protocol {
    /// The folds, in a fixed order; each has rows to train on and rows to test on. Augmented copies
    /// of a clip train where it trains; only clips as recorded are tested.
    ///
    /// # Errors
    ///
    /// If the table has no rows, if a clip has no speaker or no
    /// statement where the protocol divides by it, if a speaker is none of RAVDESS's 24 where it
    /// names them, if a label has too few clips for both sides, or if a fold would have no row to train on or none to test on.
    pub fn folds(&self, table: &FeatureTable) -> Result<Vec<Fold>> {
        if table.is_empty() {
            return Err(Error::Empty { what: "rows of the table" });
        }
        let copies = Copies::new(&table.copies()?)?;
        let recorded = copies.recorded();
        let mut folds = match self {
            Self::Seed => vec![seed_fold(&take(&table.labels(), recorded)?)?],
            Self::SpeakerSixFold => emobox_folds(&take(&table.speakers()?, recorded)?)?,
            Self::LeaveOneSpeakerOut => {
                leave_one_out("speaker", &take(&table.speakers()?, recorded)?)?
            }
            Self::LeaveOneStatementOut => {
                leave_one_out("statement", &take(&table.keys("statement")?, recorded)?)?
            }
        };
        for fold in &mut folds {
            fold.split = copies.beside(&fold.split)?;
        }
        Ok(folds)
    }
}

fn seed_fold(labels: &[String]) -> Result<Fold> {
    let splitter = TrainTestSplit::default().test_size(0.2).random_state(42);
    let split = splitter.stratified(labels)?;
    Ok(Fold { name: "a fifth of the clips".into(), split })
}

fn emobox_folds(actors: &[GroupKey]) -> Result<Vec<Fold>> {
    let fold_of = |actor: &GroupKey| {
        let tests = |tested: &[u64; 4]| actor.number().is_some_and(|it| tested.contains(&it));
        Ravdess::EMOBOX_ACTORS.iter().position(tests).ok_or_else(|| Error::InvalidValue {
            what: "speaker",
            expected: "1 to 24, as in RAVDESS".into(),
            got: quoted(&actor.to_string()),
        })
    };
    let fold_of_row = actors.iter().map(fold_of).collect::<Result<Vec<_>>>()?;
    let names = Ravdess::EMOBOX_ACTORS
        .map(|tested| format!("speakers {}", tested.map(|it| it.to_string()).join(", ")));
    names.into_iter().enumerate().map(|(at, name)| fold(name, &fold_of_row, &at)).collect()
}

/// A fold a distinct key, in their order.
fn leave_one_out(what: &str, keys: &[GroupKey]) -> Result<Vec<Fold>> {
    let mut distinct = keys.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    distinct.iter().map(|key| fold(format!("{what} {key}"), keys, key)).collect()
}

/// The fold that tests the rows whose key is `tested`.
fn fold<K: PartialEq>(name: String, key_of_row: &[K], tested: &K) -> Result<Fold> {
    let (test, train): (Vec<_>, Vec<_>) =
        (0..key_of_row.len()).partition(|&row| key_of_row[row] == *tested);
    if test.is_empty() || train.is_empty() {
        return Err(Error::InvalidValue {
            what: "fold",
            expected: format!("rows to train on and rows to test on for {name}"),
            got: format!("{} and {}", train.len(), test.len()),
        });
    }
    Ok(Fold { name, split: Split { train, test } })
}
