//! `emo evaluate`.

use std::io::Write;

use emo_pipeline::Result;
use emo_pipeline::emotion_model::ModelCard;
use emo_pipeline::protocol::Protocol;
use serde_json::json;

use super::recipe::Recipe;
use super::table::{self, Clips};
use super::{matrix, report, scores};
use crate::arguments::Evaluate;
use crate::console::Console;

/// Prints the scores of the training recipe on held-out clips.
pub(crate) fn run(arguments: &Evaluate, console: &Console) -> Result<()> {
    report::check(&arguments.report)?;
    let Clips { table, set, .. } = table::read(&arguments.data, console)?;
    let recipe = Recipe::new(&arguments.recipe, set, table.columns().len());
    let mut protocols = arguments.protocol.clone();
    if protocols.is_empty() {
        protocols.push(Protocol::suited_to(&table));
    }
    let evaluations = protocols.iter().map(|protocol| recipe.evaluate(protocol, &table));
    let evaluations = evaluations.collect::<Result<Vec<_>>>()?;
    let all = scores::of(&evaluations)?;
    let matrix = matrix::of(&all, &recipe, &table, console)?;
    let folds: Vec<_> = evaluations.iter().map(|evaluation| evaluation.folds.clone()).collect();
    let mut card = ModelCard::new("");
    card.hyperparameters = recipe.parameters();
    report::write(&arguments.report, &recipe, &table, evaluations, &card, console, |report| {
        match &matrix {
            Some(matrix) => report.cross_corpus(matrix.rows(), matrix.corpora(), matrix::NOTE),
            None => report,
        }
    })?;
    let mut out = std::io::stdout().lock();
    if !arguments.json {
        out.write_all(scores::text(&all).as_bytes())?;
        let matrix = matrix.map(|matrix| matrix.text()).unwrap_or_default();
        return Ok(out.write_all(matrix.as_bytes())?);
    }
    for (scores, folds) in all.iter().zip(folds) {
        let mut line = json!(scores);
        line["folds"] = json!(folds);
        if let Some(matrix) = matrix.as_ref().filter(|_| scores.protocol == matrix::protocol()) {
            line["matrix"] = matrix.json();
        }
        writeln!(out, "{line}")?;
    }
    Ok(())
}
