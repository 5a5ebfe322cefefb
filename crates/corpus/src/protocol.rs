//! The usual ways to divide a table into rows to train on and rows to test on.
//!
//! A [`Protocol`] is a value: it is compared, stored with the scores that it gave, and read again.
//! [`Protocol::folds`] applies it to a table, and [`Protocol::evaluate`] judges an estimator by it.

mod by_corpus;
mod evaluation;
mod folds;
mod importance;
mod judged_on;
mod name;
mod scores;

use std::collections::BTreeMap;

use emo_learn::model_selection::Split;

use crate::reader::Ravdess;
use crate::{Clip, FeatureTable, GroupKey};

pub use by_corpus::CorpusScores;
pub use evaluation::{Evaluation, FoldScores, Scores};
pub use scores::{ProtocolScores, Score};

/// A way to divide a table into rows to train on and rows to test on.
///
/// Most protocols have a name, which is displayed, parsed and stored: `seed`, `split-0.3-seed-7`,
/// `speaker-folds`, `speaker-folds-4`, `leave-one-speaker-out`, `leave-one-corpus-out`,
/// `speaker-6fold`. Others are stored with all their parts.
///
/// ```
/// use emo_corpus::{FeatureTable, protocol::Protocol};
///
/// let csv = "clip,label,speaker,zcr\na,calm,ann,1\nb,calm,ben,2\nc,sad,ann,3\n";
/// let table = FeatureTable::from_reader(csv.as_bytes())?;
/// let protocol: Protocol = "leave-one-speaker-out".parse()?;
/// assert!(protocol.is_speaker_independent());
/// let folds = protocol.folds(&table)?;
/// assert_eq!(folds[0].name, "speaker ann");
/// assert_eq!(folds[0].split.train, [1]);
/// assert_eq!(folds[0].split.test, [0, 2]);
/// # Ok::<(), emo_corpus::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Protocol {
    /// One division of clips at random, each label with the same share on both sides. The same
    /// speakers are on both sides, so that its scores are optimistic.
    Split {
        /// The share of the clips that tests, above 0 and below 1.
        test_size: f64,
        /// The seed of the draw.
        seed: u32,
    },
    /// Folds of whole groups, with each label's share as even as the groups allow
    /// ([`StratifiedGroupKFold`](emo_learn::model_selection::StratifiedGroupKFold), not shuffled);
    /// each group is tested once.
    Folds {
        /// What the groups share; see [`Clip::key`](crate::Clip::key).
        key: String,
        /// How many folds; `None` for as many as groups, and at most
        /// [`MOST_FOLDS`](Protocol::MOST_FOLDS).
        n_folds: Option<usize>,
    },
    /// Folds that someone has laid down: the fold that tests each group.
    NamedFolds {
        /// What the groups share; see [`Clip::key`](crate::Clip::key).
        key: String,
        /// The name of the fold that tests a group, by group. Folds are in the order of their
        /// names.
        fold_of: BTreeMap<GroupKey, GroupKey>,
    },
    /// As many folds as groups, each testing one of them.
    LeaveOneOut {
        /// What the groups share; see [`Clip::key`](crate::Clip::key).
        key: String,
    },
    /// One division: some groups train and others test, such as corpora; further groups take no
    /// part.
    TrainTest {
        /// What the groups share, such as `corpus`; see [`Clip::key`](crate::Clip::key).
        key: String,
        /// The groups that train.
        train: Vec<GroupKey>,
        /// The groups that test.
        test: Vec<GroupKey>,
    },
}

/// Stratified folds of whole speakers, as many as there are speakers and at most six.
impl Default for Protocol {
    fn default() -> Self {
        Self::Folds { key: "speaker".into(), n_folds: None }
    }
}

impl Protocol {
    /// The most folds that [`Folds`](Self::Folds) has without a number.
    pub const MOST_FOLDS: usize = 6;

    /// The names of common protocols.
    pub const NAMES: [&str; 6] = [
        "seed",
        "speaker-folds",
        "speaker-6fold",
        "leave-one-speaker-out",
        "leave-one-statement-out",
        "leave-one-corpus-out",
    ];

    /// `seed`: one stratified division, 80 % to 20 %, with the seed 42.
    pub fn seed() -> Self {
        Self::Split { test_size: 0.2, seed: 42 }
    }

    /// `speaker-6fold`: EmoBox's six folds of RAVDESS, each testing four actors; the usual way to
    /// report on RAVDESS for unseen speakers. See [`Ravdess::EMOBOX_ACTORS`].
    pub fn emobox_ravdess() -> Self {
        let actors = Ravdess::EMOBOX_ACTORS.iter().zip(1..);
        let fold_of = actors.flat_map(|(tested, fold)| {
            tested.iter().map(move |&actor| (GroupKey::from(actor), GroupKey::from(fold)))
        });
        Self::NamedFolds { key: "speaker".into(), fold_of: fold_of.collect() }
    }

    /// `leave-one-KEY-out`, such as `leave-one-speaker-out`.
    pub fn leave_one_out(key: impl Into<String>) -> Self {
        Self::LeaveOneOut { key: key.into() }
    }

    /// Trains on some corpora and tests on others.
    pub fn train_test(
        train: impl IntoIterator<Item = GroupKey>,
        test: impl IntoIterator<Item = GroupKey>,
    ) -> Self {
        let (train, test) = (train.into_iter().collect(), test.into_iter().collect());
        Self::TrainTest { key: "corpus".into(), train, test }
    }

    /// The speaker-independent protocol that is usual for a table: EmoBox's folds for RAVDESS, and
    /// the default, folds of whole speakers, for all others.
    ///
    /// RAVDESS's are the tables whose clips all belong to the corpus `ravdess`, or, in files of
    /// earlier versions, have no corpus and RAVDESS's speakers and statements.
    pub fn suited_to(table: &FeatureTable) -> Self {
        let is_ravdess = |clip: &Clip| match clip.corpus.as_deref() {
            Some(corpus) => corpus == "ravdess",
            None => {
                let statement = clip.metadata.get("statement").map(String::as_str);
                let actor = clip.speaker.as_ref().and_then(GroupKey::number);
                actor.is_some_and(|it| (1..=24).contains(&it))
                    && matches!(statement, Some("kids" | "dogs"))
            }
        };
        if !table.is_empty() && table.clips().iter().all(is_ravdess) {
            return Self::emobox_ravdess();
        }
        Self::default()
    }

    /// Whether no speaker is on both sides: what a score must be of to hold for a new speaker.
    ///
    /// It is so where whole speakers or whole corpora are divided, since a speaker belongs to one
    /// corpus. Sessions, statements or other keys may share speakers.
    pub fn is_speaker_independent(&self) -> bool {
        self.key().is_some_and(|key| matches!(key, "speaker" | "corpus"))
    }

    /// What the groups share that are kept whole; `None` where clips are divided.
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::Split { .. } => None,
            Self::Folds { key, .. }
            | Self::NamedFolds { key, .. }
            | Self::LeaveOneOut { key }
            | Self::TrainTest { key, .. } => Some(key),
        }
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
