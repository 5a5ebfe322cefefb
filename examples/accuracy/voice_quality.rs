//! Unseen speakers: what jitter, shimmer, harmonics and formants add to the named sets.

use emo_dsp_features::{Course, FormantParams, Functionals, Statistic};
use emo_pipeline::{
    Descriptor, Error, FeatureConfig, FeatureSet, Result, Summary, emotion_model::RidgeTrainer,
};
use ndarray::{Array2, Axis, concatenate};

use crate::condition::Condition;
use crate::data::Data;
use crate::table::Printed;
use crate::unseen_speakers::{Heard, judge};

/// Statistics over voiced frames of the descriptors that the named sets leave out.
fn voice_quality() -> FeatureConfig {
    use Statistic::{Mean, Percentile, Skewness, Std};
    let mut statistics = vec![Mean, Std, Skewness];
    statistics.extend([10, 50, 90].map(Percentile));
    FeatureConfig::from(FeatureSet::Functionals)
        .descriptors(vec![
            Descriptor::HarmonicsToNoise,
            Descriptor::Perturbation,
            Descriptor::HarmonicDifference,
            Descriptor::Formants(FormantParams::default()),
        ])
        .summaries(vec![Summary::Functionals(Functionals::new(Course::Voiced, statistics))])
}

pub(crate) fn print(data: &Data) -> Printed {
    let (full, voice) = (FeatureConfig::from(FeatureSet::Full), voice_quality());
    let conditions = [Condition::AsRecorded];
    let names = [full.column_names(), voice.column_names()];
    let rows = [data.speech(&full, &conditions)?, data.speech(&voice, &conditions)?];
    let [full, voice] = rows;
    let n_functionals = FeatureConfig::from(FeatureSet::Functionals).column_names().len();
    let sets = [
        ("`functionals`", n_functionals, 0),
        ("voice quality", 0, names[1].len()),
        ("`functionals` + voice quality", n_functionals, names[1].len()),
        ("`full`", names[0].len(), 0),
        ("`full` + voice quality", names[0].len(), names[1].len()),
    ];
    println!("| features | columns | all speakers together | by speaker |");
    println!("| --- | ---: | --- | --- |");
    for (set, n_full, n_voice) in sets {
        let columns = [&names[0][..n_full], &names[1][..n_voice]].concat();
        let heard = beside(&full, n_full, &voice, n_voice)?;
        let raw = uar(&heard, &columns)?;
        let by_speaker = uar(&heard.by_speaker()?, &columns)?;
        println!("| {set} | {} | {raw} | {by_speaker} |", columns.len());
    }
    Ok(())
}

/// The first columns of one and of the other, of the clips as recorded.
fn beside(one: &Heard, n_one: usize, other: &Heard, n_other: usize) -> Result<Heard> {
    let first = |heard: &Heard, n: usize| -> Result<Array2<f32>> {
        let (_, rows) = heard.rows.first().ok_or(Error::Empty { what: "conditions" })?;
        Ok(rows.select(Axis(1), &(0..n).collect::<Vec<_>>()))
    };
    let parts = [first(one, n_one)?, first(other, n_other)?];
    let rows = concatenate(Axis(1), &[parts[0].view(), parts[1].view()])
        .map_err(|_| Error::Empty { what: "clips" })?;
    Ok(Heard { clips: one.clips.clone(), rows: vec![(Condition::AsRecorded, rows)] })
}

fn uar(heard: &Heard, columns: &[String]) -> Result<String> {
    let views = heard.views().into_iter().take(1).collect::<Vec<_>>();
    let outcome = judge(&RidgeTrainer::default(), heard, columns, &views)?;
    let judged = outcome.judged.first().ok_or(Error::Empty { what: "conditions" })?;
    Ok(judged.uar()?.to_string())
}
