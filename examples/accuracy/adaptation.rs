//! Unseen speakers: the score by how many clips of the speaker there are to adapt to.

use std::collections::BTreeMap;

use emo_pipeline::{
    Clip, FeatureConfig, FeatureSet, RandomState, Result, Treatment,
    emotion_model::{RidgeTrainer, TrainedRidge},
    model_selection::{Split, take},
    preprocessing::{FittedGroupScaler, GroupScaler},
    protocol::Protocol,
};
use ndarray::{Array2, Axis};
use rayon::prelude::*;

use crate::condition::SPEEDS;
use crate::data::{Data, conditions};
use crate::judged::Judged;
use crate::spread::Spread;
use crate::table::Printed;
use crate::unseen_speakers::{Heard, Views};

/// How many clips there are, unlabelled; the last is all of them.
const HEARD: [usize; 7] = [0, 1, 2, 5, 10, 20, usize::MAX];

/// Draws of these clips.
const DRAWS: u32 = 10;

pub(crate) fn print(data: &Data) -> Printed {
    let config = FeatureConfig::from(FeatureSet::Full);
    let augmented = conditions(&Treatment::ANY_MICROPHONE);
    let heard = data.speech(&config, &augmented)?;
    let at_speeds = data.speech(&config, &SPEEDS)?;
    let columns = config.column_names();
    let folds = Protocol::emobox_ravdess().folds(&heard.only(&SPEEDS[..1]).table(&columns)?)?;
    let adapted = folds.par_iter().map(|fold| Fold::train(&heard, &columns, &fold.split));
    let adapted: Vec<Fold> = adapted.collect::<Result<_>>()?;
    println!("| clips of the speaker | UAR, ± over {DRAWS} draws | ECE | over five speeds | ECE |");
    println!("| --- | --- | --- | --- | --- |");
    for n_heard in HEARD {
        let draws = if (1..usize::MAX).contains(&n_heard) { DRAWS } else { 1 };
        let scores = at_speeds.views().map(|views| -> Result<String> {
            let judged = (0..draws).into_par_iter();
            let judged = judged.map(|draw| judge(&adapted, &heard.clips, &views, n_heard, draw));
            let judged: Vec<Judged> = judged.collect::<Result<_>>()?;
            let uars = judged.iter().map(|judged| Ok(judged.scores()?.uar));
            let errors = judged.iter().map(Judged::calibration_error);
            let error = Spread::of(&errors.collect::<Result<Vec<_>>>()?).mean;
            match judged.as_slice() {
                [judged] => Ok(format!("{} | {error:.3}", judged.uar()?)),
                _ => Ok(format!("{} | {error:.3}", Spread::of(&uars.collect::<Result<Vec<_>>>()?))),
            }
        });
        let scores = scores.into_iter().collect::<Result<Vec<_>>>()?.join(" | ");
        let name = if n_heard == usize::MAX { "all 60".into() } else { n_heard.to_string() };
        println!("| {name} | {scores} |");
    }
    Ok(())
}

/// A model that was trained on speakers each standardised by their own clips.
struct Fold {
    scaler: FittedGroupScaler,
    trained: TrainedRidge,
    test: Vec<usize>,
}

impl Fold {
    fn train(heard: &Heard, columns: &[String], split: &Split) -> Result<Self> {
        let speakers = take(&heard.speakers()?, &split.train)?;
        let of_train = |rows: &Array2<f32>| rows.select(Axis(0), &split.train);
        let recorded = heard.rows.iter().take(1).map(|(_, rows)| of_train(rows));
        let recorded: Vec<_> = recorded.collect();
        let scaler = GroupScaler::default().fit(&recorded[0], &speakers)?;
        let scaled = heard.rows.iter().map(|(condition, rows)| {
            Ok((*condition, scaler.transform(&of_train(rows), &speakers)?))
        });
        let rows = scaled.collect::<Result<_>>()?;
        let table = Heard { clips: take(&heard.clips, &split.train)?, rows }.table(columns)?;
        let trained = RidgeTrainer::default().fit(&table)?;
        Ok(Self { scaler, trained, test: split.test.clone() })
    }
}

/// All clips, each speaker standardised by `n_heard` of their clips.
fn judge(
    folds: &[Fold],
    clips: &[Clip],
    views: &Views<'_>,
    n_heard: usize,
    draw: u32,
) -> Result<Judged> {
    let mut judged = Judged::default();
    let mut random = RandomState::new(draw);
    for Fold { scaler, trained, test } in folds {
        for own in by_speaker(clips, test) {
            let known = random.choice(own.len(), n_heard.min(own.len()))?;
            let adapted = views.iter().map(|rows| {
                let rows = rows.select(Axis(0), &own);
                scaler.adapt(&rows.select(Axis(0), &known))?.transform(&rows)
            });
            let adapted = adapted.collect::<emo_pipeline::learn::Result<Vec<_>>>()?;
            judged.extend(Judged::by(&trained.pipeline, &take(clips, &own)?, &adapted)?);
        }
    }
    Ok(judged)
}

/// The rows of each speaker, speakers in order.
fn by_speaker(clips: &[Clip], rows: &[usize]) -> Vec<Vec<usize>> {
    let mut of_speaker = BTreeMap::<_, Vec<usize>>::new();
    rows.iter().for_each(|&row| of_speaker.entry(&clips[row].speaker).or_default().push(row));
    of_speaker.into_values().collect()
}
