//! Reports that are filled with made-up numbers, for any number of labels.

#![allow(dead_code)] // each test program uses some of them

use emo_report::{
    Candidate, Candidates, ClipCounts, ConfusionMatrix, CrossCorpus, Curve, Estimate, Facts,
    Importance, Importances, Reliability, ReliabilityBin, Report, ScoreRow, Scores, Timeline,
    Utterance, Window,
};

/// Numbers from 0 to 1 that look random and are the same each time.
fn noise(at: usize) -> f64 {
    let hash = (at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((hash ^ (hash >> 29)) % 1000) as f64 / 1000.0
}

pub(crate) fn labels(n: usize) -> Vec<String> {
    let known = ["angry", "calm", "disgust", "fearful", "happy", "neutral", "sad", "surprised"];
    let name = |at: usize| match known.get(at) {
        Some(name) => (*name).to_owned(),
        None => format!("label {at} with quite a long name & <b>"),
    };
    (0..n).map(name).collect()
}

pub(crate) fn confusion(labels: Vec<String>) -> ConfusionMatrix {
    let n = labels.len();
    let count = |row: usize, column: usize| {
        if row == column {
            40.0 + 50.0 * noise(row)
        } else {
            14.0 * noise(row * n + column) / n as f64
        }
    };
    let row = |row| (0..n).map(|column| count(row, column).floor()).collect();
    ConfusionMatrix { labels, counts: (0..n).map(row).collect(), tested: "unseen speakers".into() }
}

pub(crate) fn scores() -> Scores {
    let row = |name: &str, tested: &str, is_optimistic, value: f64| ScoreRow {
        name: name.into(),
        tested: tested.into(),
        note: if is_optimistic { "Optimistic: known voices." } else { "For a new speaker." }.into(),
        is_optimistic,
        n_clips: 491,
        scores: ["UAR", "WA", "macro F1", "weighted F1"]
            .map(|name| (name.to_owned(), Estimate::new(value).between(value - 0.04, value + 0.05)))
            .into(),
    };
    Scores {
        rows: vec![
            row("seed", "known speakers", true, 0.765),
            row("speaker-6fold", "unseen speakers", false, 0.517),
        ],
        chance: Some(0.125),
        note: "In per cent, with 95 % intervals over speakers.".into(),
    }
}

pub(crate) fn reliability() -> Reliability {
    let bin = |at: usize| ReliabilityBin {
        confidence: (at as f64 + 0.5) / 10.0,
        accuracy: ((at as f64 + 0.5) / 10.0 * 0.8).min(1.0),
        weight: if at == 0 { 0.0 } else { 20.0 * at as f64 },
    };
    let tested = "unseen speakers".to_owned();
    Reliability { bins: (0..10).map(bin).collect(), calibration_error: 0.124, tested }
}

pub(crate) fn importances() -> Importances {
    let named = |name: String, at: usize| Importance {
        name,
        mean: 0.2 * noise(at) - 0.01,
        deviation: 0.01 + 0.01 * noise(at + 7),
    };
    let groups = ["mfcc", "chroma", "spectral contrast", "zero crossing rate", "rms"];
    Importances {
        groups: groups.iter().enumerate().map(|(at, name)| named((*name).into(), at)).collect(),
        columns: (0..60).map(|at| named(format!("mfcc_{at:02}_mean"), at + 50)).collect(),
        score: "UAR".into(),
    }
}

pub(crate) fn curve() -> Curve {
    Curve {
        name: "loss".into(),
        title: "Loss by epoch".into(),
        values_name: "loss".into(),
        values: (0..80).map(|epoch| 2.0 * (-0.05 * f64::from(epoch)).exp()).collect(),
    }
}

pub(crate) fn candidates() -> Candidates {
    let candidate = |at: usize| Candidate {
        rank: at + 1,
        parameters: format!(
            "mlp__alpha = {}, mlp__hidden_layer_sizes = [256, 64]",
            at as f64 / 10.0
        ),
        mean: 0.6 - 0.02 * at as f64,
        deviation: 0.01,
        folds: (0..3).map(|fold| 0.59 - 0.02 * at as f64 + 0.02 * noise(fold + at)).collect(),
    };
    Candidates { score: "UAR".into(), candidates: (0..6).map(candidate).collect() }
}

pub(crate) fn clip_counts(labels: Vec<String>) -> ClipCounts {
    let row = |(at, name): (usize, String)| (name, vec![96 + at, (200.0 * noise(at)) as usize]);
    ClipCounts {
        key: "label".into(),
        parts: vec!["song".into(), "speech".into()],
        rows: labels.into_iter().enumerate().map(row).collect(),
    }
}

pub(crate) fn cross_corpus() -> CrossCorpus {
    let names: Vec<String> =
        ["ravdess", "emodb", "crema-d", "nemo", "iemocap"].map(String::from).into();
    let mut train = names.clone();
    train.push("all others".into());
    let score = |row: usize, column: usize| {
        let value = if row == column { 0.7 } else { 0.25 + 0.3 * noise(row * 5 + column) };
        let score = Estimate::new(value).between(value - 0.05, value + 0.04);
        ((row, column) != (3, 4)).then_some(score)
    };
    let row = |row| (0..names.len()).map(|column| score(row, column)).collect();
    CrossCorpus {
        scores: (0..train.len()).map(row).collect(),
        train,
        test: names,
        score: "UAR".into(),
        note: "Four labels that all corpora have: angry, happy, neutral, sad.".into(),
    }
}

pub(crate) fn timeline(labels: Vec<String>) -> Timeline {
    let n = labels.len();
    let window = |at: usize| {
        let weights: Vec<f64> = (0..n)
            .map(|label| 1.0 + 4.0 * ((at as f64 / 9.0 + label as f64 * 2.4).sin() + 1.0).powi(2))
            .collect();
        let sum: f64 = weights.iter().sum();
        let start = 0.5 * at as f64;
        let probabilities = weights.iter().map(|weight| weight / sum).collect();
        Window { start, end: start + 2.0, probabilities }
    };
    let loudness = |at: usize| ((at as f64 / 150.0).sin().abs() * (0.3 + 0.7 * noise(at))) as f32;
    let utterance = |(at, (start, end)): (usize, (f64, f64))| Utterance {
        start,
        end,
        label: labels[(at * 2) % n].clone(),
        probability: 0.4 + 0.5 * noise(at),
    };
    let speech = vec![(1.0, 12.5), (13.5, 29.0), (34.0, 36.0), (38.0, 58.0), (66.0, 94.0)];
    Timeline {
        name: "interview 7".into(),
        duration: 95.0,
        envelope: (0..3000).map(|at| (-0.9 * loudness(at), loudness(at))).collect(),
        utterances: speech.iter().copied().enumerate().map(utterance).collect(),
        speech,
        windows: (0..118).chain(130..186).map(window).collect(),
        audio: Some("interview 7.wav".into()),
        labels,
    }
}

/// A report with everything that can be in one.
pub(crate) fn report(n_labels: usize) -> Report {
    let section = |section: emo_report::Result<emo_report::Section>| section.unwrap();
    Report::new("A <small> & quick report")
        .section(section(scores().section()))
        .section(section(confusion(labels(n_labels)).section()))
        .section(section(reliability().section()))
        .section(importances().section().unwrap().unwrap())
        .section(section(Curve::section(&[curve()], "80 epochs.")))
        .section(candidates().section().unwrap().unwrap())
        .section(
            emo_report::Section::new("Clips").plot(clip_counts(labels(n_labels)).plot().unwrap()),
        )
        .section(section(cross_corpus().section()))
        .section(section(timeline(labels(n_labels)).section()))
        .section(Facts::default().fact("command", "emo train --report 'a file'").section())
}
