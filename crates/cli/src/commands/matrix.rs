//! Training on one corpus and testing on another, for all pairs of corpora.

use std::fmt::Write;

use emo_pipeline::metrics::Bootstrap;
use emo_pipeline::protocol::{CorpusScores, Protocol, ProtocolScores, Score};
use emo_pipeline::{FeatureTable, GroupKey, Result};
use serde_json::{Value, json};

use super::recipe::Recipe;
use super::scores::add_score;
use crate::console::Console;

/// What a reader should know of the matrix.
pub(super) const NOTE: &str = "On the diagonal, the tested speakers are of the same corpus and are \
not in the training data. In the last row, all other corpora are trained on.";

/// UAR by training corpus and tested corpus.
pub(super) struct Matrix {
    /// The tested corpora.
    test: Vec<String>,
    /// What was trained on, and the score on each tested corpus.
    train: Vec<(String, Vec<Option<Score>>)>,
}

/// The protocol whose scores the matrix completes.
pub(super) fn protocol() -> Protocol {
    Protocol::leave_one_out("corpus")
}

/// The matrix, if the scores contain those of leaving one corpus out.
pub(super) fn of(
    all: &[ProtocolScores],
    recipe: &Recipe,
    table: &FeatureTable,
    console: &Console,
) -> Result<Option<Matrix>> {
    let Some(others) = all.iter().find(|scores| scores.protocol == protocol()) else {
        return Ok(None);
    };
    let corpora: Vec<GroupKey> = {
        let mut keys = table.keys("corpus")?;
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    let test: Vec<String> = corpora.iter().map(ToString::to_string).collect();
    let mut train = Vec::with_capacity(corpora.len() + 1);
    for (at, corpus) in corpora.iter().enumerate() {
        let mut scores = from(corpus, &corpora, recipe, table).unwrap_or_else(|error| {
            console.note(format_args!("no scores from {corpus} to others: {error}"));
            vec![None; corpora.len()]
        });
        scores[at] = within(corpus, recipe, table)
            .inspect_err(|error| console.note(format_args!("no score within {corpus}: {error}")))
            .ok();
        train.push((corpus.to_string(), scores));
    }
    train.push(("all others".to_owned(), placed(&others.corpora, &test)));
    Ok(Some(Matrix { test, train }))
}

/// The scores on each corpus of a model that is trained on one of them; none on itself.
fn from(
    corpus: &GroupKey,
    corpora: &[GroupKey],
    recipe: &Recipe,
    table: &FeatureTable,
) -> Result<Vec<Option<Score>>> {
    let tested: Vec<GroupKey> = corpora.iter().filter(|it| *it != corpus).cloned().collect();
    let protocol = Protocol::train_test([corpus.clone()], tested.clone());
    let summary = recipe.evaluate(&protocol, table)?.summary(&Bootstrap::default())?;
    if let [only] = &tested[..] {
        let is_tested = |it: &GroupKey| (it == only).then_some(summary.uar);
        return Ok(corpora.iter().map(is_tested).collect());
    }
    let names: Vec<String> = corpora.iter().map(ToString::to_string).collect();
    Ok(placed(&summary.corpora, &names))
}

/// The score on unseen speakers of the same corpus.
fn within(corpus: &GroupKey, recipe: &Recipe, table: &FeatureTable) -> Result<Score> {
    let part = table.filter(|clip| clip.corpus.as_deref() == Some(corpus.to_string().as_str()));
    let evaluation = recipe.evaluate_in(&Protocol::suited_to(&part), &part, table)?;
    Ok(evaluation.summary(&Bootstrap::default())?.uar)
}

/// The scores in the order of the names.
fn placed(scores: &[CorpusScores], names: &[String]) -> Vec<Option<Score>> {
    let of = |name: &String| scores.iter().find(|it| it.corpus == *name).map(|it| it.uar);
    names.iter().map(of).collect()
}

impl Matrix {
    /// The names of what was trained on, with the scores.
    pub(super) fn rows(&self) -> &[(String, Vec<Option<Score>>)] {
        &self.train
    }

    /// The names of the tested corpora.
    pub(super) fn corpora(&self) -> &[String] {
        &self.test
    }

    /// The matrix as JSON.
    pub(super) fn json(&self) -> Value {
        let row = |(name, scores): &(String, Vec<Option<Score>>)| json!({"trained_on": name, "uar": scores});
        json!({"tested": self.test, "rows": self.train.iter().map(row).collect::<Vec<_>>()})
    }

    /// The matrix with a line for each training corpus.
    pub(super) fn text(&self) -> String {
        let mut text = format!("\n{:<28}", "UAR: trained on, tested on");
        for name in &self.test {
            let _ = write!(text, "  {name:<18}");
        }
        text.truncate(text.trim_end().len());
        for (name, scores) in &self.train {
            let _ = write!(text, "\n  {name:<26}");
            for score in scores {
                match score {
                    Some(score) => add_score(&mut text, score),
                    None => text.push_str(&format!("  {:>4} {:<13}", "-", "")),
                }
            }
            text.truncate(text.trim_end().len());
        }
        let _ = writeln!(text, "\n{NOTE}");
        text
    }
}
