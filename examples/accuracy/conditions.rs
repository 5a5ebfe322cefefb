//! Unseen speakers: what is left under other microphones, lines and rooms.

use emo_pipeline::{
    FeatureConfig, FeatureSet, Result, Treatment, dataset::Channel, emotion_model::RidgeTrainer,
};
use ndarray::Array2;

use crate::condition::Condition;
use crate::data::{Data, conditions};
use crate::plot::{Series, plot};
use crate::table::Printed;
use crate::unseen_speakers::{Outcome, Views, judge};

/// All that is tested; MP3 where the files are there.
fn tested(mp3: bool) -> Vec<Condition> {
    use Condition::{AsRecorded, Babble, Mp3, Treated};
    let noise = |snr_db| Treated(Treatment::PinkNoise { snr_db });
    let mut all = vec![
        AsRecorded,
        Treated(Treatment::Gain { db: -20.0 }),
        Treated(Treatment::Silence { seconds: 3.0 }),
        Treated(Treatment::Telephone),
        Treated(Treatment::Narrowband),
    ];
    if mp3 {
        all.extend([Mp3 { kbps: 64 }, Mp3 { kbps: 32 }]);
    }
    all.extend([20.0, 10.0, 5.0].map(noise));
    all.extend([20.0, 10.0, 5.0].map(|snr_db| Babble { snr_db }));
    all.push(Treated(Treatment::Room { seconds: 0.5 }));
    all
}

pub(crate) fn print(data: &Data) -> Printed {
    let tested = tested(data.mp3.is_some());
    let speech = data.channel(Channel::Speech)?;
    let config = FeatureConfig::from(FeatureSet::Full);
    let rows = tested.iter().map(|&condition| speech.rows(&config, condition));
    let rows: Vec<Array2<f32>> = rows.collect::<Result<_>>()?;
    let columns = config.column_names();
    let tests: Vec<Views<'_>> = rows.iter().map(|rows| vec![rows]).collect();
    let trained = |treatments: &[Treatment]| {
        let train = data.speech(&config, &conditions(treatments))?;
        judge(&RidgeTrainer::default(), &train, &columns, &tests)
    };
    let (plain, augmented) = (trained(&[])?, trained(&Treatment::ANY_MICROPHONE)?);
    println!("| heard | trained on clips as recorded | and on treated copies | ECE |");
    println!("| --- | --- | --- | --- |");
    for (at, condition) in tested.iter().enumerate() {
        let [plain, robust] = [&plain, &augmented].map(|outcome| &outcome.judged[at]);
        let ece = robust.calibration_error()?;
        println!("| {condition} | {} | {} | {ece:.3} |", plain.uar()?, robust.uar()?);
    }
    let series = |name, outcome: &Outcome| -> Result<Series> {
        let uars = outcome.judged.iter().map(|judged| judged.uar());
        Ok(Series { name, scores: uars.collect::<Result<_>>()? })
    };
    let series = [series("as recorded", &plain)?, series("and on treated copies", &augmented)?];
    let names: Vec<String> = tested.iter().map(Condition::to_string).collect();
    plot("docs/accuracy-conditions.svg", &names, &series)
}
