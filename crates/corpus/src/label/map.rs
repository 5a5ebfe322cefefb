//! Renames labels, merges them, and leaves some out.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{COMMON_FOUR, canonical};
use crate::Clip;

/// A map from labels to labels: a value that a model card stores.
///
/// A label is looked up as it stands, without the spaces around it. If the map knows well-known
/// names, a label without an entry is replaced by [`canonical`]'s name, and looked up once more.
/// A label that is found nowhere stays as it is, unless the map is restricted to a set.
///
/// ```
/// use emo_corpus::LabelMap;
///
/// let map = LabelMap::default().with("wistful", "sad").without("laughter");
/// assert_eq!(map.apply("wistful").as_deref(), Some("sad"));
/// assert_eq!(map.apply("laughter"), None);
/// assert_eq!(map.apply("bored").as_deref(), Some("bored"));
///
/// let sad_alone = map.restricted_to(["sad"]);
/// assert_eq!(sad_alone.apply("bored"), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelMap {
    /// The new name of each label; `None` leaves the label's clips out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) entries: BTreeMap<String, Option<String>>,
    /// Whether [`canonical`] is asked for labels without an entry.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    well_known: bool,
    /// The labels that may come out; `None` for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    only: Option<BTreeSet<String>>,
}

impl LabelMap {
    /// Well-known names of emotions become [`canonical`]'s; all else stays as it is.
    pub fn well_known() -> Self {
        Self { well_known: true, ..Self::default() }
    }

    /// The [`COMMON_FOUR`] emotions by all their well-known names, with calm speech as neutral.
    /// Everything else is left out.
    pub fn common_four() -> Self {
        Self::well_known().with("calm", "neutral").restricted_to(COMMON_FOUR)
    }

    /// Renames `from` to `to`; replaces an entry that was there.
    #[must_use]
    pub fn with(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.entries.insert(from.into(), Some(to.into()));
        self
    }

    /// Leaves out clips with this label.
    #[must_use]
    pub fn without(mut self, label: impl Into<String>) -> Self {
        self.entries.insert(label.into(), None);
        self
    }

    /// Asks [`canonical`] for labels without an entry.
    #[must_use]
    pub fn with_well_known(self) -> Self {
        Self { well_known: true, ..self }
    }

    /// Leaves out clips whose label is none of these after renaming.
    #[must_use]
    pub fn restricted_to(self, labels: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { only: Some(labels.into_iter().map(Into::into).collect()), ..self }
    }

    /// The new name of a label; `None` if its clips are left out.
    pub fn apply(&self, label: &str) -> Option<String> {
        let label = label.trim();
        let renamed = self.entry(label).or_else(|| {
            let name = canonical(label).filter(|_| self.well_known)?;
            Some(self.entry(name).unwrap_or(Some(name)))
        });
        let renamed = renamed.unwrap_or(Some(label))?;
        self.allows(renamed).then(|| renamed.to_owned())
    }

    /// The clip with its label renamed; `None` if it is left out. A clip without a label stays as
    /// it is.
    pub fn apply_to(&self, mut clip: Clip) -> Option<Clip> {
        if let Some(label) = &clip.label {
            clip.label = Some(self.apply(label)?);
        }
        Some(clip)
    }

    /// The labels that may come out, if they are restricted.
    pub fn only(&self) -> Option<&BTreeSet<String>> {
        self.only.as_ref()
    }

    /// Whether every label stays as it is.
    pub fn is_identity(&self) -> bool {
        *self == Self::default()
    }

    /// The entries, from label to new name, in the order of the labels.
    pub fn entries(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.entries.iter().map(|(from, to)| (from.as_str(), to.as_deref()))
    }

    /// The entry of a label, if there is one: `Some(None)` leaves it out.
    fn entry(&self, label: &str) -> Option<Option<&str>> {
        self.entries.get(label).map(Option::as_deref)
    }

    fn allows(&self, label: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(label))
    }
}
