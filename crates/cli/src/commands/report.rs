//! The report that `emo train` and `emo evaluate` write.

use emo_pipeline::emotion_model::ModelCard;
use emo_pipeline::inspection::{PermutationOptions, descriptor_groups};
use emo_pipeline::model_selection::Scoring;
use emo_pipeline::protocol::{Evaluation, Protocol};
use emo_pipeline::report::Report;
use emo_pipeline::{FeatureTable, Result};

use super::recipe::Recipe;
use crate::console::Console;
use crate::{arguments, output};

/// Most columns that are permuted one by one: among thousands, the effect of one is noise.
const MOST_COLUMNS: usize = 200;

/// Checks that the report and its plots can be written.
pub(crate) fn check(wanted: &arguments::Report) -> Result<()> {
    if let Some(file) = &wanted.file {
        output::check(file)?;
    }
    wanted.plots.as_deref().map_or(Ok(()), output::check_folder)
}

/// Writes the report and its plots to the requested paths; `complete` adds the parts that only
/// the command knows.
pub(crate) fn write(
    wanted: &arguments::Report,
    recipe: &Recipe,
    table: &FeatureTable,
    evaluations: Vec<Evaluation>,
    card: &ModelCard,
    console: &Console,
    complete: impl FnOnce(Report) -> Report,
) -> Result<()> {
    if wanted.file.is_none() && wanted.plots.is_none() {
        return Ok(());
    }
    let title = if card.name.is_empty() { "Evaluation" } else { &card.name };
    let mut report = Report::new(title, table).fact("command", command_line()).card(card);
    if let Some(protocol) = judge(&evaluations) {
        report = with_importances(report, &protocol, recipe, table, console)?;
    }
    report = complete(evaluations.into_iter().fold(report, Report::evaluation));
    if let Some(file) = &wanted.file {
        let html = report.to_html()?;
        output::write_to(file, |out| Ok(out.write_all(html.as_bytes())?))?;
    }
    match &wanted.plots {
        Some(folder) => report.write_plots(folder),
        None => Ok(()),
    }
}

/// The protocol for permutation importance: the first with held-out speakers.
fn judge(evaluations: &[Evaluation]) -> Option<Protocol> {
    let protocols = || evaluations.iter().map(|evaluation| evaluation.protocol.clone());
    protocols().find(Protocol::is_speaker_independent).or(protocols().next_back())
}

/// Measures groups of columns and, if there are not too many, single columns on the same models.
fn with_importances(
    report: Report,
    protocol: &Protocol,
    recipe: &Recipe,
    table: &FeatureTable,
    console: &Console,
) -> Result<Report> {
    let columns = table.columns();
    let (names, mut permuted): (Vec<String>, Vec<Vec<usize>>) =
        descriptor_groups(columns).into_iter().unzip();
    let has_few = columns.len() <= MOST_COLUMNS;
    if has_few {
        permuted.extend((0..columns.len()).map(|column| vec![column]));
    }
    let options = PermutationOptions::default().scoring(Scoring::BalancedAccuracy).groups(permuted);
    // Each model predicts the clips of its fold once unchanged, and once per permutation.
    let n_groups = options.groups.as_ref().map_or(0, Vec::len);
    let steps = protocol.folds(table)?.len() * (1 + n_groups * options.n_repeats);
    let importances = console
        .with_bar(steps, |console| recipe.importances(protocol, table, &options, console))?;
    let (of_groups, of_columns) = importances.split_at(names.len());
    let report = report.group_importances(names, of_groups);
    if has_few {
        return Ok(report.column_importances(columns.to_vec(), of_columns));
    }
    Ok(report)
}

/// The command line, quoted for a shell.
fn command_line() -> String {
    let words = std::env::args_os().skip(1);
    let quoted = words.map(|word| quoted(&word.to_string_lossy()));
    std::iter::once("emo".to_owned()).chain(quoted).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./=,:+@%".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
