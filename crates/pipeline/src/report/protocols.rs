//! What the scores of each protocol mean.

use emo_report::{Estimate, ScoreRow};

use crate::protocol::{Protocol, ProtocolScores, Score};

/// What the scores and their intervals are.
pub(super) const NOTE: &str = "In per cent, with 95 % intervals over speakers where these are \
    known. UAR, the unweighted average recall, is the mean over labels of the share of clips that \
    is recognised; WA is the share of all clips. Each score is of models that were trained without \
    the clips that they are tested on.";

/// Whose clips a protocol tests.
pub(super) fn tested(protocol: &Protocol) -> String {
    match protocol.key() {
        None => "known speakers".into(),
        Some("speaker") => "unseen speakers".into(),
        Some("corpus") => "unseen corpora".into(),
        Some("statement") => "unseen sentences".into(),
        Some(key) => format!("other groups by {key}"),
    }
}

/// What to make of a protocol's scores.
fn note(protocol: &Protocol) -> &'static str {
    match protocol.key() {
        Some("corpus") => "What to expect for a new speaker of a new corpus.",
        _ if protocol.is_speaker_independent() => "What to expect for a new speaker.",
        None => "Optimistic: other clips of these speakers are in the training data.",
        Some("statement") => {
            "Optimistic: other sentences of these speakers are in the training data."
        }
        Some(_) => "Optimistic if other clips of these speakers are in the training data.",
    }
}

/// A score as plain data.
pub(super) fn estimate(Score { value, interval }: Score) -> Estimate {
    Estimate { value, interval: interval.map(|interval| (interval.low, interval.high)) }
}

/// The scores of a protocol as plain data.
pub(super) fn score_row(scores: &ProtocolScores) -> ScoreRow {
    let protocol = &scores.protocol;
    ScoreRow {
        name: protocol.to_string(),
        tested: tested(protocol),
        note: note(protocol).into(),
        is_optimistic: !protocol.is_speaker_independent(),
        n_clips: scores.n_clips,
        scores: scores.named().map(|(name, score)| (name.to_owned(), estimate(score))).into(),
    }
}
