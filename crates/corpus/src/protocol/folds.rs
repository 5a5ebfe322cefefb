//! A protocol, applied to a table.

use std::collections::{BTreeMap, BTreeSet};

use emo_learn::model_selection::{
    Copies, Split, SplitInput, Splitter, StratifiedGroupKFold, TrainTestSplit, take,
};
use emo_learn::preprocessing::LabelEncoder;

use super::{Fold, Protocol};
use crate::{Error, FeatureTable, GroupKey, Result, quoted};

impl Protocol {
    /// The folds, in a fixed order; each has rows to train on and rows to test on. Augmented copies
    /// of a clip train where it trains; only clips as recorded are tested.
    ///
    /// # Errors
    ///
    /// If the table has no rows; if clips lack the key that the protocol divides by, with their
    /// names; if named folds do not name a group of the table; if there are fewer groups than
    /// folds; if the folds of RAVDESS are applied to another corpus; if a label has too few clips for both sides; or if a fold would have no row to train
    /// on or none to test on.
    pub fn folds(&self, table: &FeatureTable) -> Result<Vec<Fold>> {
        if table.is_empty() {
            return Err(Error::Empty { what: "rows of the table" });
        }
        self.check_corpora(table)?;
        let copies = Copies::new(&table.copies()?)?;
        let recorded = copies.recorded();
        let groups = |key: &str| -> Result<_> { Ok(take(&table.keys(key)?, recorded)?) };
        let labels = || take(&table.labels(), recorded);
        let mut folds = match self {
            Self::Split { test_size, seed } => vec![random_split(&labels()?, *test_size, *seed)?],
            Self::Folds { key, n_folds } => group_folds(key, *n_folds, &groups(key)?, &labels()?)?,
            Self::NamedFolds { key, fold_of } => named_folds(key, fold_of, &groups(key)?)?,
            Self::LeaveOneOut { key } => leave_one_out(key, &groups(key)?)?,
            Self::TrainTest { key, train, test } => {
                vec![train_test(key, train, test, &groups(key)?)?]
            }
        };
        for fold in &mut folds {
            fold.split = copies.beside(&fold.split)?;
        }
        Ok(folds)
    }
}

impl Protocol {
    /// The folds of RAVDESS's actors are for its clips alone: the numbers of the speakers of other
    /// corpora would fall into them as well.
    fn check_corpora(&self, table: &FeatureTable) -> Result<()> {
        if *self != Self::emobox_ravdess() {
            return Ok(());
        }
        let corpora = table.clips().iter().filter_map(|clip| clip.corpus.as_deref());
        match corpora.into_iter().find(|corpus| *corpus != "ravdess") {
            None => Ok(()),
            Some(other) => Err(Error::InvalidValue {
                what: "corpus",
                expected:
                    "ravdess, whose actors speaker-6fold is about; speaker-folds divides the \
                           speakers of any corpus"
                        .into(),
                got: quoted(other),
            }),
        }
    }
}

fn random_split(labels: &[String], test_size: f64, seed: u32) -> Result<Fold> {
    let splitter = TrainTestSplit::default().test_size(test_size).random_state(seed);
    let split = splitter.stratified(labels)?;
    let name = if test_size == 0.2 {
        "a fifth of the clips".into()
    } else {
        format!("{} % of the clips", 100.0 * test_size)
    };
    Ok(Fold { name, split })
}

fn group_folds(
    key: &str,
    n_folds: Option<usize>,
    groups: &[GroupKey],
    labels: &[String],
) -> Result<Vec<Fold>> {
    let n_groups = groups.iter().collect::<BTreeSet<_>>().len();
    let n_folds = n_folds.unwrap_or(n_groups.min(Protocol::MOST_FOLDS));
    if n_groups < 2 {
        let expected = format!("at least two different ones under {key}");
        return Err(Error::InvalidValue { what: "groups", expected, got: n_groups.to_string() });
    }
    let classes = LabelEncoder::default().fit(labels)?.transform(labels)?;
    let numbers = LabelEncoder::default().fit(groups)?.transform(groups)?;
    let input = SplitInput::new(groups.len()).labels(&classes).groups(&numbers);
    let splits = StratifiedGroupKFold::default().n_splits(n_folds).split(&input)?;
    let fold = |split: Split| {
        let tested: BTreeSet<GroupKey> = take(groups, &split.test)?.into_iter().collect();
        checked(names(key, &tested.into_iter().collect::<Vec<_>>()), split)
    };
    splits.into_iter().map(fold).collect()
}

fn named_folds(
    key: &str,
    fold_of: &BTreeMap<GroupKey, GroupKey>,
    groups: &[GroupKey],
) -> Result<Vec<Fold>> {
    if let Some(unknown) = groups.iter().find(|group| !fold_of.contains_key(group)) {
        let known: Vec<GroupKey> = fold_of.keys().cloned().collect();
        let expected = format!("one that the folds name: {}", names(key, &known));
        return Err(Error::InvalidValue {
            what: "group",
            expected,
            got: quoted(&unknown.to_string()),
        });
    }
    let mut tested: BTreeMap<&GroupKey, Vec<GroupKey>> = BTreeMap::new();
    for (group, fold) in fold_of {
        tested.entry(fold).or_default().push(group.clone());
    }
    tested.into_values().map(|tested| hold_out(names(key, &tested), groups, &tested)).collect()
}

/// A fold for each distinct group, in their order.
fn leave_one_out(key: &str, groups: &[GroupKey]) -> Result<Vec<Fold>> {
    let distinct: BTreeSet<&GroupKey> = groups.iter().collect();
    let fold =
        |group: &GroupKey| hold_out(format!("{key} {group}"), groups, std::slice::from_ref(group));
    distinct.into_iter().map(fold).collect()
}

fn train_test(
    key: &str,
    train: &[GroupKey],
    test: &[GroupKey],
    groups: &[GroupKey],
) -> Result<Fold> {
    if let Some(both) = train.iter().find(|group| test.contains(group)) {
        let expected = "groups that train or test, not both".into();
        return Err(Error::InvalidValue {
            what: "group",
            expected,
            got: quoted(&both.to_string()),
        });
    }
    if let Some(missing) = train.iter().chain(test).find(|group| !groups.contains(group)) {
        let expected = format!("one that the table has under {key}");
        return Err(Error::InvalidValue {
            what: "group",
            expected,
            got: quoted(&missing.to_string()),
        });
    }
    let rows = |side: &[GroupKey]| {
        (0..groups.len()).filter(|&row| side.contains(&groups[row])).collect::<Vec<_>>()
    };
    checked(names(key, test), Split { train: rows(train), test: rows(test) })
}

/// The fold that tests the rows of some groups and trains on all others.
fn hold_out(name: String, groups: &[GroupKey], tested: &[GroupKey]) -> Result<Fold> {
    let (test, train) = (0..groups.len()).partition(|&row| tested.contains(&groups[row]));
    checked(name, Split { train, test })
}

/// The fold, if it has rows on both sides.
fn checked(name: String, split: Split) -> Result<Fold> {
    if split.test.is_empty() || split.train.is_empty() {
        return Err(Error::InvalidValue {
            what: "fold",
            expected: format!("rows to train on and rows to test on for {name}"),
            got: format!("{} and {}", split.train.len(), split.test.len()),
        });
    }
    Ok(Fold { name, split })
}

/// Some groups in words: `speaker 7`, or `speakers 1, 11, 20, 21`.
fn names(key: &str, groups: &[GroupKey]) -> String {
    const NAMED: usize = 8;
    let plural = if groups.len() == 1 { "" } else { "s" };
    // Not "corpuss".
    let noun = if key == "corpus" && groups.len() != 1 {
        "corpora".into()
    } else {
        format!("{key}{plural}")
    };
    let named: Vec<String> = groups.iter().take(NAMED).map(ToString::to_string).collect();
    let rest = groups.len().saturating_sub(NAMED);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{noun} {}{rest}", named.join(", "))
}
