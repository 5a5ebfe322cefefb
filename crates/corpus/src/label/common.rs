//! The labels that several corpora have in common.

use std::collections::{BTreeMap, BTreeSet};

use super::LabelMap;
use crate::FeatureTable;

impl LabelMap {
    /// The map to the labels that all corpora of a table have, where these differ: calm speech
    /// counts as neutral if some corpus has no calm clips, and what is then not in every corpus is
    /// left out. `None` where all corpora have the same labels, or fewer than two in common.
    ///
    /// ```
    /// use emo_corpus::{FeatureTable, LabelMap};
    ///
    /// let csv = "clip,label,corpus,zcr\na,calm,x,1\nb,sad,x,2\nc,neutral,y,1\nd,sad,y,2\ne,bored,y,3\n";
    /// let map = LabelMap::common_to(&FeatureTable::from_reader(csv.as_bytes())?).unwrap();
    /// assert_eq!(map.apply("calm").as_deref(), Some("neutral"));
    /// assert_eq!(map.apply("bored"), None);
    /// # Ok::<(), emo_corpus::Error>(())
    /// ```
    pub fn common_to(table: &FeatureTable) -> Option<Self> {
        let mut of_corpus: BTreeMap<Option<&str>, BTreeSet<&str>> = BTreeMap::new();
        for clip in table.clips() {
            let labels = of_corpus.entry(clip.corpus.as_deref()).or_default();
            labels.extend(clip.label.as_deref());
        }
        let mut all: Vec<BTreeSet<&str>> = of_corpus.into_values().collect();
        if all.windows(2).all(|pair| pair[0] == pair[1]) {
            return None;
        }
        let mut map = Self::default();
        if !all.iter().all(|labels| labels.contains("calm")) {
            map = map.with("calm", "neutral");
            for labels in &mut all {
                if labels.remove("calm") {
                    labels.insert("neutral");
                }
            }
        }
        let common = all.into_iter().reduce(|a, b| a.intersection(&b).copied().collect())?;
        (common.len() > 1).then(|| map.restricted_to(common))
    }
}
