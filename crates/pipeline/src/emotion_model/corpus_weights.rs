//! Weights of rows, so that corpora of different sizes count alike.

use std::collections::{BTreeMap, BTreeSet};

use emo_corpus::Clip;

use crate::{Error, Result};

/// A weight for each of the clips, which are rows: corpora weigh alike, and so do the labels of
/// each corpus. Augmented copies share the weight of their clip, so that the weights sum to the
/// number of clips as recorded. Clips without a corpus count as one corpus.
///
/// # Errors
///
/// [`Error::Empty`] without a clip as recorded.
pub(super) fn corpus_and_class_weights(clips: &[&Clip]) -> Result<Vec<f64>> {
    let n_recorded = clips.iter().filter(|clip| clip.copy.is_none()).count();
    if n_recorded == 0 {
        return Err(Error::Empty { what: "clips as recorded" });
    }
    let keys = || clips.iter().map(|clip| (clip.corpus.as_deref(), clip.label.as_deref()));
    let mut rows = BTreeMap::new();
    keys().for_each(|key| *rows.entry(key).or_insert(0_usize) += 1);
    let corpora: BTreeSet<_> = rows.keys().map(|(corpus, _)| *corpus).collect();
    let n_labels = |corpus| rows.keys().filter(|(other, _)| *other == corpus).count();
    let shares: BTreeMap<_, f64> =
        corpora.iter().map(|&it| (it, 1.0 / (corpora.len() * n_labels(it)) as f64)).collect();
    let weight = |key: (Option<&str>, Option<&str>)| {
        let share = shares.get(&key.0).copied().unwrap_or_default();
        let n_rows = rows.get(&key).copied().unwrap_or(1);
        n_recorded as f64 * share / n_rows as f64
    };
    Ok(keys().map(weight).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn weights(clips: Vec<Clip>) -> Vec<f64> {
        corpus_and_class_weights(&clips.iter().collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn corpora_and_their_labels_weigh_alike() {
        let clip = |name: &str, corpus, label| Clip::new(name).corpus(corpus).label(label);
        let weights = weights(vec![
            clip("a", "small", "sad"),
            clip("b", "large", "sad"),
            clip("c", "large", "sad"),
            clip("d", "large", "calm"),
        ]);
        assert_eq!(weights, [2.0, 0.5, 0.5, 1.0]);
    }

    #[test]
    fn copies_share_the_weight_of_their_clip() {
        let clip = |name: &str, label| Clip::new(name).label(label);
        let copy = clip("a", "sad").copy("speed 0.9");
        assert_eq!(weights(vec![clip("a", "sad"), copy, clip("b", "calm")]), [0.5, 0.5, 1.0]);
    }
}
