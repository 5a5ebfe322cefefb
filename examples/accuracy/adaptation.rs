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

/// How many clips of the speaker the model is adapted to, without labels, drawn from any emotion.
const ANY: [usize; 6] = [0, 1, 2, 5, 10, 20];
/// The same, drawn from calm and neutral speech alone, as the first minute of a call would be.
/// There are 12 such clips of each speaker.
const CALM: [usize; 4] = [1, 2, 5, 10];

/// Draws of these clips.
const DRAWS: u32 = 10;

pub(crate) fn print(data: &Data, features: FeatureSet, copies: &[Treatment]) -> Printed {
    let config = FeatureConfig::from(features);
    let augmented = conditions(copies);
    let heard = data.speech(&config, &augmented)?;
    let at_speeds = data.speech(&config, &SPEEDS)?;
    let columns = config.column_names();
    let folds = Protocol::emobox_ravdess().folds(&heard.only(&SPEEDS[..1]).table(&columns)?)?;
    let adapted = folds.par_iter().map(|fold| Fold::train(&heard, &columns, &fold.split));
    let adapted: Vec<Fold> = adapted.collect::<Result<_>>()?;
    println!("| adapted to | UAR, ± over {DRAWS} draws | ECE | over five speeds | ECE |");
    println!("| --- | --- | --- | --- | --- |");
    let any = ANY.map(|n| (n, "clips of any emotion", None));
    let calm = CALM.map(|n| (n, "calm or neutral clips", Some(["calm", "neutral"])));
    for (n_clips, kind, labels) in any.into_iter().chain(calm) {
        let draws = if n_clips > 0 { DRAWS } else { 1 };
        let scores = at_speeds.views().map(|views| -> Result<String> {
            let judged = (0..draws).into_par_iter().map(|draw| {
                let drawn = Drawn { n_clips, labels, seed: draw };
                judge(&adapted, &heard.clips, &views, drawn)
            });
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
        println!("| {n_clips} {kind} | {scores} |");
    }
    Ok(())
}

/// Which clips of a speaker the model is adapted to; they are not tested.
#[derive(Clone, Copy)]
struct Drawn {
    n_clips: usize,
    /// The only labels to draw from; `None` for all.
    labels: Option<[&'static str; 2]>,
    seed: u32,
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

/// The predictions for the clips that were not drawn, each speaker standardised by those that were.
fn judge(folds: &[Fold], clips: &[Clip], views: &Views<'_>, drawn: Drawn) -> Result<Judged> {
    let mut judged = Judged::default();
    let mut random = RandomState::new(drawn.seed);
    for Fold { scaler, trained, test } in folds {
        for own in by_speaker(clips, test) {
            let allowed = |&&row: &&usize| {
                drawn
                    .labels
                    .is_none_or(|labels| labels.iter().any(|it| clips[row].has("label", it)))
            };
            let pool: Vec<usize> = own.iter().filter(allowed).copied().collect();
            let known = random.choice(pool.len(), drawn.n_clips.min(pool.len()))?;
            let known = take(&pool, &known)?;
            let tested: Vec<usize> = own.into_iter().filter(|row| !known.contains(row)).collect();
            let adapted = views.iter().map(|rows| {
                let scaler = scaler.adapt(&rows.select(Axis(0), &known))?;
                scaler.transform(&rows.select(Axis(0), &tested))
            });
            let adapted = adapted.collect::<emo_pipeline::learn::Result<Vec<_>>>()?;
            judged.extend(Judged::by(&trained.pipeline, &take(clips, &tested)?, &adapted)?);
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
