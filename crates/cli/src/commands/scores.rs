//! Scores as text.

use std::fmt::Write;

use emo_pipeline::Result;
use emo_pipeline::metrics::Bootstrap;
use emo_pipeline::protocol::{Evaluation, Protocol, ProtocolScores, Score};

const OPTIMISTIC: &str =
    "The protocol seed tests speakers that are in the training data: its scores are optimistic.\n";

/// The scores with their intervals.
pub(crate) fn of(evaluations: &[Evaluation]) -> Result<Vec<ProtocolScores>> {
    let summary = |it: &Evaluation| Ok(it.summary(&Bootstrap::default())?);
    evaluations.iter().map(summary).collect()
}

/// A table with one line per protocol: each score in per cent, with its interval. Where clips of
/// several corpora were tested, a line for each of them follows, and the mean of these.
pub(crate) fn text(all: &[ProtocolScores]) -> String {
    let mut text = format!("{:<22} {:>5}", "protocol", "clips");
    for (name, _) in all.first().into_iter().flat_map(ProtocolScores::named) {
        let _ = write!(text, "  {name:<18}");
    }
    text.truncate(text.trim_end().len());
    for scores in all {
        let _ = write!(text, "\n{:<22} {:>5}", scores.protocol.to_string(), scores.n_clips);
        scores.named().iter().for_each(|(_, score)| add_score(&mut text, score));
        text.truncate(text.trim_end().len());
        add_corpora(&mut text, scores);
    }
    text.push_str("\nIn per cent, with 95 % intervals over speakers where speakers are known.\n");
    for scores in all.iter().filter(|scores| !scores.judged_on.is_empty()) {
        let (protocol, labels) = (&scores.protocol, scores.judged_on.join(", "));
        let _ = writeln!(text, "{protocol} judges the labels that all corpora have: {labels}.");
    }
    if all.iter().any(|scores| scores.protocol == Protocol::seed()) {
        text.push_str(OPTIMISTIC);
    }
    text
}

/// A score and its interval, in two columns.
pub(crate) fn add_score(text: &mut String, score: &Score) {
    let interval = score
        .interval
        .map_or_else(String::new, |it| format!("[{:.1}, {:.1}]", it.low * 100.0, it.high * 100.0));
    let _ = write!(text, "  {:>4.1} {interval:<13}", score.value * 100.0);
}

/// A line for each corpus, and one for their mean.
fn add_corpora(text: &mut String, scores: &ProtocolScores) {
    for corpus in &scores.corpora {
        let name = format!("corpus {}", corpus.corpus);
        let _ = write!(text, "\n  {name:<20} {:>5}", corpus.n_clips);
        add_score(text, &corpus.uar);
        let _ = write!(text, "  of {} labels", corpus.n_labels);
    }
    if let Some(mean) = scores.mean_of_corpora() {
        let _ = write!(text, "\n  {:<26}  {:>4.1}", "mean of the corpora", mean * 100.0);
    }
}
