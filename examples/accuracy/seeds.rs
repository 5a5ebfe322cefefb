//! Unseen speakers: ten banks of random convolutions.

use emo_pipeline::{FeatureConfig, FeatureSet, Summary, emotion_model::RidgeTrainer};

use crate::condition::Condition;
use crate::data::Data;
use crate::spread::Spread;
use crate::table::Printed;
use crate::unseen_speakers::judge;

/// Banks that are drawn.
const SEEDS: u32 = 10;

pub(crate) fn print(data: &Data) -> Printed {
    let mut uars = Vec::new();
    println!("| seed of the convolutions | UAR |");
    println!("| --- | --- |");
    for seed in 0..SEEDS {
        let config = full_with(seed);
        let heard = data.speech(&config, &[Condition::AsRecorded])?;
        let columns = config.column_names();
        for judged in judge(&RidgeTrainer::default(), &heard, &columns, &heard.views()[..1])?.judged
        {
            println!("| {seed} | {} |", judged.uar()?);
            uars.push(judged.scores()?.uar);
        }
    }
    println!("| mean ± deviation | {} |", Spread::of(&uars));
    Ok(())
}

/// `full` with convolutions from another seed.
fn full_with(seed: u32) -> FeatureConfig {
    let mut config = FeatureConfig::from(FeatureSet::Full);
    for summary in &mut config.summaries {
        if let Summary::RandomConvolutions(convolutions) = summary {
            convolutions.random_state = seed;
        }
    }
    config
}
