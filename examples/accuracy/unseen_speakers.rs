//! Judges on unseen speakers: EmoBox's six folds, all choices within the training.

use emo_pipeline::{
    Clip, Error, FeatureTable, Result, emotion_model::RidgeTrainer, model_selection::take,
    preprocessing::GroupScaler, protocol::Protocol,
};
use ndarray::{Array2, Axis, concatenate};
use rayon::prelude::*;

use crate::condition::{Condition, SPEEDS};
use crate::judged::Judged;

/// The rows of the same clips, in their order, under some conditions; the first is as recorded.
pub(crate) struct Heard {
    pub(crate) clips: Vec<Clip>,
    pub(crate) rows: Vec<(Condition, Array2<f32>)>,
}

impl Heard {
    /// The same with each speaker's clips under each condition standardised among themselves:
    /// what a model sees that has been given all of a speaker's clips, without their labels.
    pub(crate) fn by_speaker(mut self) -> Result<Self> {
        let speakers = self.speakers()?;
        for (_, rows) in &mut self.rows {
            *rows = GroupScaler::default()
                .prior(0.0)
                .fit(rows, &speakers)?
                .transform(rows, &speakers)?;
        }
        Ok(self)
    }

    /// Only those under these conditions, as many as are there.
    pub(crate) fn only(&self, conditions: &[Condition]) -> Self {
        let rows = self.rows.iter().filter(|(condition, _)| conditions.contains(condition));
        Self { clips: self.clips.clone(), rows: rows.cloned().collect() }
    }

    /// The rows as recorded, and those at each of some speeds.
    pub(crate) fn views(&self) -> [Views<'_>; 2] {
        let at_speeds = self.rows.iter().filter(|(condition, _)| SPEEDS.contains(condition));
        let recorded = self.rows.iter().take(1);
        [recorded.map(|(_, rows)| rows).collect(), at_speeds.map(|(_, rows)| rows).collect()]
    }

    /// Who speaks in each clip.
    pub(crate) fn speakers(&self) -> Result<Vec<emo_pipeline::GroupKey>> {
        let speakers = self.clips.iter().map(|clip| clip.speaker.clone()).collect::<Option<_>>();
        speakers.ok_or(Error::Empty { what: "speakers" })
    }

    /// The rows of the clips as a table: as recorded, then a copy for each other condition.
    pub(crate) fn table(&self, columns: &[String]) -> Result<FeatureTable> {
        let views: Vec<_> = self.rows.iter().map(|(_, rows)| rows.view()).collect();
        let x = concatenate(Axis(0), &views).map_err(|_| Error::Empty { what: "conditions" })?;
        let copy = |(condition, _): &(Condition, _)| {
            let treatment = (*condition != Condition::AsRecorded).then(|| condition.to_string());
            let clips = self.clips.iter().cloned();
            clips.map(move |mut clip| {
                clip.copy.clone_from(&treatment);
                clip
            })
        };
        let clips = self.rows.iter().flat_map(copy).collect();
        Ok(FeatureTable::new(x.mapv(f64::from), columns.to_vec(), clips)?)
    }
}

/// The rows of the same clips under one condition or under several.
pub(crate) type Views<'a> = Vec<&'a Array2<f32>>;

/// What came of the folds.
pub(crate) struct Outcome {
    /// For each of the tested conditions, what was said of all clips.
    pub(crate) judged: Vec<Judged>,
    /// The alphas per column that the folds chose.
    pub(crate) alphas: Vec<f64>,
}

/// Trains on the clips of `train` fold by fold, on all cores, and judges the other speakers' clips
/// under the conditions of each of `tests`: the rows of all clips in their order, or several such,
/// whose probabilities are averaged.
pub(crate) fn judge(
    trainer: &RidgeTrainer,
    train: &Heard,
    columns: &[String],
    tests: &[Views<'_>],
) -> Result<Outcome> {
    let table = train.table(columns)?;
    let folds = Protocol::emobox_ravdess().folds(&table)?;
    let judged = folds.par_iter().map(|fold| {
        let trained = trainer.fit(&table.select(&fold.split.train)?)?;
        let said = tests.iter().map(|views| {
            let part = |rows: &&Array2<f32>| rows.select(Axis(0), &fold.split.test);
            let views: Vec<_> = views.iter().map(part).collect();
            Judged::by(&trained.pipeline, &take(&train.clips, &fold.split.test)?, &views)
        });
        Ok((trained.alpha_per_column, said.collect::<Result<Vec<_>>>()?))
    });
    let judged: Vec<(f64, Vec<Judged>)> = judged.collect::<Result<_>>()?;
    let alphas = judged.iter().map(|(alpha, _)| *alpha).collect();
    let mut all: Vec<Judged> = tests.iter().map(|_| Judged::default()).collect();
    for (_, fold) in judged {
        all.iter_mut().zip(fold).for_each(|(all, fold)| all.extend(fold));
    }
    Ok(Outcome { judged: all, alphas })
}
