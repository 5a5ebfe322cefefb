//! `emo inspect`.

use std::fmt::Write as _;
use std::io::Write;

use emo_pipeline::emotion_model::ModelCard;
use emo_pipeline::{EmotionModel, Result};
use serde_json::json;

use super::scores;
use crate::arguments::Inspect;
use crate::model;

/// Prints the card, features and shapes of a model.
pub(crate) fn run(arguments: &Inspect) -> Result<()> {
    let model = model::load(arguments.model.as_deref())?;
    let text =
        if arguments.json { format!("{:#}\n", json!(model.card())) } else { describe(&model) };
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}

fn describe(model: &EmotionModel) -> String {
    let card = model.card();
    let speakers = card.n_speakers.map_or_else(String::new, |n| format!(" of {n} speakers"));
    let columns = model.column_names();
    let ends = [columns.first(), columns.last()].map(|name| name.map_or("", String::as_str));
    let features = model.features();
    let facts = [
        ("model", card.name.clone()),
        ("date", card.date.clone()),
        ("data", card.data.clone()),
        ("licence", card.data_license.clone()),
        ("clips", format!("{}{speakers}", card.n_clips)),
        ("labels", model.classes().join(", ")),
        ("features", format!("{}: {} to {}", columns.len(), ends[0], ends[1])),
        ("", format!("{}, at {} Hz", features.id(), features.sample_rate)),
        ("pipeline", model.pipeline().summary()),
        ("seed", card.seed.to_string()),
        ("made by", pairs(&card.versions)),
    ];
    let mut text = String::new();
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        let _ = writeln!(text, "{name:<9} {fact}");
    }
    describe_training(card, &mut text);
    text
}

fn describe_training(card: &ModelCard, text: &mut String) {
    if !card.hyperparameters.is_empty() {
        text.push_str("\nhyperparameters\n");
    }
    for (path, value) in &card.hyperparameters {
        let _ = writeln!(text, "  {path} = {value}");
    }
    if !card.scores.is_empty() {
        let _ = writeln!(text, "\n{}{}", scores::text(&card.scores), card.scores_note);
    }
}

fn pairs(versions: &std::collections::BTreeMap<String, String>) -> String {
    let pairs: Vec<String> = versions.iter().map(|(name, it)| format!("{name} {it}")).collect();
    pairs.join(", ")
}
