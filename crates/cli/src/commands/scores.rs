//! Scores as text.

use std::fmt::Write;

use emo_pipeline::Result;
use emo_pipeline::metrics::Bootstrap;
use emo_pipeline::protocol::{Evaluation, FoldScores, Protocol, ProtocolScores};

const OPTIMISTIC: &str =
    "The protocol seed tests speakers that are in the training data: its scores are optimistic.\n";

/// The scores with their intervals.
pub(crate) fn of(evaluations: &[Evaluation]) -> Result<Vec<ProtocolScores>> {
    let summary = |it: &Evaluation| Ok(it.summary(&Bootstrap::default())?);
    evaluations.iter().map(summary).collect()
}

/// A table with one line per protocol: each score in per cent, with its interval. If `folds` are
/// given, a protocol that divides by corpus is followed by one line per fold.
pub(crate) fn text(all: &[ProtocolScores], folds: &[Vec<FoldScores>]) -> String {
    let mut text = format!("{:<22} {:>5}", "protocol", "clips");
    for (name, _) in all.first().into_iter().flat_map(ProtocolScores::named) {
        let _ = write!(text, "  {name:<18}");
    }
    text.truncate(text.trim_end().len());
    for (at, scores) in all.iter().enumerate() {
        let _ = write!(text, "\n{:<22} {:>5}", scores.protocol.to_string(), scores.n_clips);
        for (_, score) in scores.named() {
            let interval = score.interval.map_or_else(String::new, |it| {
                format!("[{:.1}, {:.1}]", it.low * 100.0, it.high * 100.0)
            });
            let _ = write!(text, "  {:>4.1} {interval:<13}", score.value * 100.0);
        }
        text.truncate(text.trim_end().len());
        if scores.protocol.key() == Some("corpus") {
            folds.get(at).into_iter().flatten().for_each(|fold| add_fold(&mut text, fold));
        }
    }
    text.push_str("\nIn per cent, with 95 % intervals over speakers where speakers are known.\n");
    if all.iter().any(|scores| scores.protocol == Protocol::seed()) {
        text.push_str(OPTIMISTIC);
    }
    text
}

/// A line for a fold, whose scores have no intervals.
fn add_fold(text: &mut String, fold: &FoldScores) {
    let scores = &fold.scores;
    let _ = write!(text, "\n  {:<20} {:>5}", fold.name, fold.n_test);
    for score in [scores.uar, scores.accuracy, scores.macro_f1, scores.weighted_f1] {
        let _ = write!(text, "  {:>4.1} {:<13}", score * 100.0, "");
    }
    text.truncate(text.trim_end().len());
}
