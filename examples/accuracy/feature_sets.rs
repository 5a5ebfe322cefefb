//! Unseen speakers: each set of features, as recorded and with copies, raw and by speaker.

use std::ops::Range;

use emo_pipeline::{FeatureConfig, FeatureSet, Result, Treatment, emotion_model::RidgeTrainer};
use ndarray::{Array2, Axis, Slice};

use crate::condition::{Condition, SPEEDS, speed};
use crate::data::{Data, conditions};
use crate::table::Printed;
use crate::unseen_speakers::{Heard, judge};

pub(crate) fn print(data: &Data) -> Printed {
    let full = FeatureConfig::from(FeatureSet::Full);
    let names = full.column_names();
    let augmented = conditions(&Treatment::ANY_MICROPHONE);
    let mut all = augmented.clone();
    all.extend(SPEEDS.iter().filter(|condition| !augmented.contains(condition)));
    let raw = data.speech(&full, &all)?;
    let by_speaker = data.speech(&full, &all)?.by_speaker()?;
    println!("| features | trained on | scaled | UAR | averaged over five speeds | alphas |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let speeds = [Condition::AsRecorded, speed(0.9), speed(1.1)];
    let copies: [(&str, &[Condition]); 3] = [
        ("as recorded", &SPEEDS[..1]),
        ("+ speeds 0.9, 1.1", &speeds),
        ("+ all copies", &augmented),
    ];
    for (trained_on, conditions) in copies {
        // The last of the sets is all columns; the largest training is for that alone.
        let skipped = if conditions.len() > speeds.len() { 3 } else { 0 };
        for (set, columns) in sets(&names).into_iter().skip(skipped) {
            for (scaled, heard) in [("together", &raw), ("by speaker", &by_speaker)] {
                let scores = scores(heard, conditions, &names, &columns)?;
                println!("| {set} | {trained_on} | {scaled} | {scores} |");
            }
        }
    }
    Ok(())
}

/// The parts of `full`, and which of its columns they are.
fn sets(names: &[String]) -> [(&'static str, Range<usize>); 4] {
    let place = |start: &str| names.iter().position(|name| name.starts_with(start));
    let correlations = place("correlation_").unwrap_or(names.len());
    let convolutions = place("convolution_").unwrap_or(names.len());
    [
        ("`functionals`", 0..correlations),
        ("+ correlations", 0..convolutions),
        ("random convolutions", convolutions..names.len()),
        ("`full`", 0..names.len()),
    ]
}

/// The scores with some of the columns, and the alphas that the folds chose.
fn scores(
    heard: &Heard,
    trained_on: &[Condition],
    names: &[String],
    columns: &Range<usize>,
) -> Result<String> {
    let part =
        |rows: &Array2<f32>| rows.slice_axis(Axis(1), Slice::from(columns.clone())).to_owned();
    let rows = heard.rows.iter().map(|(condition, rows)| (*condition, part(rows))).collect();
    let heard = Heard { clips: heard.clips.clone(), rows };
    let train = heard.only(trained_on);
    let outcome = judge(&RidgeTrainer::default(), &train, &names[columns.clone()], &heard.views())?;
    let uars = outcome.judged.iter().map(|judged| Ok(judged.uar()?.to_string()));
    let alphas: Vec<String> = outcome.alphas.iter().map(f64::to_string).collect();
    Ok(format!("{} | {}", uars.collect::<Result<Vec<_>>>()?.join(" | "), alphas.join(" ")))
}
