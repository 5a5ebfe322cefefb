//! The usual ways to divide a table into rows to train on and rows to test on.

use super::named::named;
use super::{ClipInfo, Emotion, FeatureTable, GroupKey};
use crate::model_selection::{Copies, Split, TrainTestSplit, take};
use crate::{Error, Result};

/// The actors that test in each fold of EmoBox's division of RAVDESS's spoken clips (Ma et al.
/// 2024, "EmoBox", arXiv 2406.07162; `data/ravdess/fold_*` in its repository).
const EMOBOX_ACTORS: [[u64; 4]; 6] = [
    [1, 11, 20, 21],
    [4, 10, 12, 14],
    [8, 9, 19, 23],
    [3, 5, 7, 24],
    [2, 15, 16, 18],
    [6, 13, 17, 22],
];

named! {
    /// Which clips take part: the spoken, the sung, or both.
    ///
    /// ```
    /// use emo_pipeline::dataset::{Channels, FeatureTable};
    ///
    /// let csv = "clip,emotion,channel,zcr\na,calm,speech,1\nb,calm,song,2\n";
    /// let table = FeatureTable::from_reader(csv.as_bytes())?;
    /// let spoken = table.filter(|clip| Channels::Speech.contains(clip));
    /// assert_eq!(spoken.len(), 1);
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    Channels, "channels" {
        /// Spoken clips.
        Speech "speech",
        /// Sung clips.
        Song "song",
        /// All clips, those of unknown channel too.
        Both "both",
    }
}

impl Channels {
    /// Whether a clip takes part.
    pub fn contains(self, clip: &ClipInfo) -> bool {
        match self {
            Self::Speech => clip.channel == Some(super::Channel::Speech),
            Self::Song => clip.channel == Some(super::Channel::Song),
            Self::Both => true,
        }
    }
}

named! {
    /// A way to divide a table into rows to train on and rows to test on.
    ///
    /// ```
    /// use emo_pipeline::dataset::{FeatureTable, Protocol};
    ///
    /// let csv = "clip,emotion,actor,zcr\na,calm,ann,1\nb,calm,ben,2\nc,sad,ann,3\n";
    /// let table = FeatureTable::from_reader(csv.as_bytes())?;
    /// let protocol: Protocol = "leave-one-speaker-out".parse()?;
    /// let folds = protocol.folds(&table)?;
    /// assert_eq!(folds[0].name, "actor ann");
    /// assert_eq!(folds[0].split.train, [1]);
    /// assert_eq!(folds[0].split.test, [0, 2]);
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    Protocol, "protocol" {
        /// One division, 80 % to 20 %, each emotion with the same share on both sides, seed 42.
        /// The same actors are on both sides, so that its scores flatter.
        Seed "seed",
        /// Six folds, each testing the four actors of RAVDESS that EmoBox's benchmark tests in
        /// it. The usual way to report on RAVDESS without having heard the speaker.
        SpeakerSixFold "speaker-6fold",
        /// As many folds as actors, each testing one of them.
        LeaveOneSpeakerOut "leave-one-speaker-out",
        /// As many folds as statements, each testing one: words that were not heard before.
        LeaveOneStatementOut "leave-one-statement-out",
    }
}

/// One division of a table's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fold {
    /// What it tests, such as `actor 7`.
    pub name: String,
    /// The rows to train on and the rows to test on.
    pub split: Split,
}

impl Protocol {
    /// The folds, in a fixed order; each has rows to train on and rows to test on. Treated copies
    /// of a clip train where it trains; only clips as recorded are tested.
    ///
    /// # Errors
    ///
    /// If the table has no rows, if a clip has no actor or no statement where the protocol divides by it, if an actor is
    /// none of RAVDESS's 24 where it names them, if an emotion has too few clips to stand on
    /// both sides, or if a fold would have no row to train on or none to test on.
    pub fn folds(self, table: &FeatureTable) -> Result<Vec<Fold>> {
        if table.is_empty() {
            return Err(Error::Empty { what: "rows of the table" });
        }
        let copies = Copies::new(&table.copies()?)?;
        let recorded = copies.recorded();
        let mut folds = match self {
            Self::Seed => vec![seed_fold(&take(&table.labels(), recorded)?)?],
            Self::SpeakerSixFold => emobox_folds(&take(&table.groups()?, recorded)?)?,
            Self::LeaveOneSpeakerOut => leave_one_out("actor", &take(&table.groups()?, recorded)?)?,
            Self::LeaveOneStatementOut => {
                leave_one_out("statement", &take(&table.statements()?, recorded)?)?
            }
        };
        for fold in &mut folds {
            fold.split = copies.beside(&fold.split)?;
        }
        Ok(folds)
    }
}

fn seed_fold(labels: &[Emotion]) -> Result<Fold> {
    let splitter = TrainTestSplit::default().test_size(0.2).random_state(42);
    let split = splitter.stratified(labels)?;
    Ok(Fold { name: "a fifth of the clips".into(), split })
}

fn emobox_folds(actors: &[GroupKey]) -> Result<Vec<Fold>> {
    let fold_of = |actor: &GroupKey| {
        let tests = |tested: &[u64; 4]| actor.number().is_some_and(|it| tested.contains(&it));
        EMOBOX_ACTORS.iter().position(tests).ok_or_else(|| Error::InvalidValue {
            what: "actor",
            expected: "1 to 24, as in RAVDESS".into(),
            got: super::quoted(&actor.to_string()),
        })
    };
    let fold_of_row = actors.iter().map(fold_of).collect::<Result<Vec<_>>>()?;
    let names = EMOBOX_ACTORS
        .map(|tested| format!("actors {}", tested.map(|it| it.to_string()).join(", ")));
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
