//! `emo train`.

use std::io::Write;

use emo_pipeline::emotion_model::ModelCard;
use emo_pipeline::parameters::Value;
use emo_pipeline::protocol::{Evaluation, Protocol, ProtocolScores};
use emo_pipeline::report::Report;
use emo_pipeline::{
    EmotionModel, Error, FeatureConfig, FeatureSet, FeatureTable, QualityCheck, Result,
};
use time::OffsetDateTime;

use super::recipe::Recipe;
use super::table::{self, Clips};
use super::{report, scores};
use crate::arguments::Train;
use crate::console::Console;
use crate::output;

/// Trains a model on all clips, and prints the scores of the same recipe on held-out clips.
pub(crate) fn run(arguments: &Train, console: &Console) -> Result<()> {
    output::check(&arguments.out)?;
    report::check(&arguments.report)?;
    let Clips { table, set, label_map } = table::read(&arguments.data, console)?;
    let features = FeatureConfig::from(set);
    check_columns(&table, &features)?;
    let mut recipe = Recipe::new(&arguments.recipe, set, table.columns().len());
    let mut scored = None;
    let mut candidates = Vec::new();
    if arguments.grid {
        scored = Some(recipe.nested()?);
        (recipe, candidates) = recipe.search(&table, console)?;
    }
    let trained = recipe.fit(&table)?;
    let evaluations = evaluations(arguments, scored.as_ref().unwrap_or(&recipe), &table, console)?;
    let scores = scores::of(&evaluations)?;
    let text = scores::text(&scores);
    let mut card = card(arguments, &recipe, &table, scores);
    card.hyperparameters.extend(trained.chosen);
    if !label_map.is_identity() {
        card.hyperparameters.insert("label_map".into(), Value::of(&label_map));
    }
    let mut model = EmotionModel::new(features, trained.pipeline, card)?
        .with_averaging_temperature(trained.averaging_temperature.unwrap_or(1.0))?;
    if has_quality_check(set) {
        let check = QualityCheck::fit(&table)?;
        let limit = arguments.max_distance.unwrap_or(check.max_distance);
        model = model.with_quality_check(check.max_distance(limit))?;
    }
    output::write_to(&arguments.out, |out| model.to_writer(out))?;
    let complete = |report: Report| report.pipeline(model.pipeline()).search(&candidates, "UAR");
    let wanted = &arguments.report;
    report::write(wanted, &recipe, &table, evaluations, model.card(), console, complete)?;
    if output::is_standard(&arguments.out) {
        text.lines().for_each(|line| console.note(line));
        return Ok(());
    }
    Ok(std::io::stdout().lock().write_all(text.as_bytes())?)
}

/// Whether the model checks its input: the limit of the distance was chosen for the columns of
/// `functionals`, and those of `full` would double its file.
fn has_quality_check(set: FeatureSet) -> bool {
    matches!(set, FeatureSet::Functionals | FeatureSet::EncoderAndFunctionals)
}

/// Checks that the table has the features that the model will compute from audio.
fn check_columns(table: &FeatureTable, features: &FeatureConfig) -> Result<()> {
    let expected = features.column_names();
    let mut pairs = expected.iter().zip(table.columns());
    let wrong = |expected: String, got: String| Error::InvalidValue {
        what: "feature columns of the table",
        expected,
        got,
    };
    if let Some((expected, got)) = pairs.find(|(expected, got)| expected != got) {
        return Err(wrong(expected.clone(), got.clone()));
    }
    if expected.len() != table.columns().len() {
        return Err(wrong(expected.len().to_string(), table.columns().len().to_string()));
    }
    let id = features.id();
    match table.feature_config().filter(|config| *config != id) {
        Some(config) => Err(Error::InvalidValue {
            what: "feature configuration of the table",
            expected: format!("{id}, which this version of emo computes from audio"),
            got: config.into(),
        }),
        None => Ok(()),
    }
}

/// Evaluates by the requested protocols, or by the default ones that fit the table.
fn evaluations(
    arguments: &Train,
    recipe: &Recipe,
    table: &FeatureTable,
    console: &Console,
) -> Result<Vec<Evaluation>> {
    if !arguments.protocol.is_empty() {
        let protocols = arguments.protocol.iter();
        return protocols.map(|protocol| recipe.evaluate(protocol, table)).collect();
    }
    let usual = [Protocol::seed(), Protocol::suited_to(table)];
    let evaluations = usual.iter().filter_map(|protocol| match recipe.evaluate(protocol, table) {
        Ok(evaluation) => Some(evaluation),
        Err(error) => {
            console.note(format_args!("no scores by {protocol}: {error}"));
            None
        }
    });
    Ok(evaluations.collect())
}

fn card(
    arguments: &Train,
    recipe: &Recipe,
    table: &FeatureTable,
    scores: Vec<ProtocolScores>,
) -> ModelCard {
    let stem = arguments.out.file_stem().unwrap_or_default().to_string_lossy();
    let mut card = ModelCard::new(arguments.card.name.clone().unwrap_or(stem.into_owned()));
    card.data.clone_from(&arguments.card.data_description);
    card.data_license.clone_from(&arguments.card.data_license);
    card.n_clips = table.clips().iter().filter(|clip| clip.copy.is_none()).count();
    card.n_speakers = table.speakers().ok().map(|mut speakers| {
        speakers.sort_unstable();
        speakers.dedup();
        speakers.len()
    });
    card.hyperparameters = recipe.parameters();
    if card.n_clips < table.len() {
        card.hyperparameters.insert("augment".into(), treatments(table).into());
    }
    card.seed = arguments.recipe.seed;
    let today = || OffsetDateTime::now_utc().date().to_string();
    card.date = arguments.card.date.clone().unwrap_or_else(today);
    if arguments.grid {
        card.scores_note.push_str(" Hyperparameters were searched anew in each fold.");
    }
    card.scores = scores;
    card
}

/// The distinct augmentations in the table, in order of appearance.
fn treatments(table: &FeatureTable) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for treatment in table.clips().iter().filter_map(|clip| clip.copy.as_deref()) {
        if !all.contains(&treatment) {
            all.push(treatment);
        }
    }
    all
}
