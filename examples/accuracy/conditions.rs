//! Unseen speakers: what is left under other microphones, lines and rooms.

use emo_pipeline::{FeatureConfig, FeatureSet, Result, Treatment, emotion_model::RidgeTrainer};
use ndarray::Array2;

use crate::condition::Condition;
use crate::data::{Data, conditions};
use crate::judged::Judged;
use crate::plot::{Series, plot};
use crate::table::Printed;
use crate::unseen_speakers::{Views, judge};

/// The speeds of a clip: its own first, and the others that are averaged over.
const SPEEDS: [f64; 5] = [1.0, 0.9, 0.95, 1.05, 1.1];

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
    let [plain, robust, averaged] = judged(data, &tested)?;
    println!(
        "| test condition | trained on clips as recorded | and on augmented copies | ECE | and averaged | ECE |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    for (at, condition) in tested.iter().enumerate() {
        let with_error = |judged: &Judged| -> Result<String> {
            Ok(format!("{} | {:.3}", judged.uar()?, judged.calibration_error()?))
        };
        let [robust, averaged] = [&robust, &averaged].map(|judged| with_error(&judged[at]));
        println!("| {condition} | {} | {} | {} |", plain[at].uar()?, robust?, averaged?);
    }
    let series = |name, judged: &[Judged]| -> Result<Series> {
        let uars = judged.iter().map(Judged::uar);
        Ok(Series { name, scores: uars.collect::<Result<_>>()? })
    };
    let series = [
        series("as recorded", &plain)?,
        series("and on treated copies", &robust)?,
        series("and on treated copies, averaged over five speeds", &averaged)?,
    ];
    let names: Vec<String> = tested.iter().map(Condition::to_string).collect();
    plot("docs/accuracy-conditions.svg", &names, &series)
}

/// What is predicted under each condition: by models of clips as recorded, by those of augmented
/// copies too, and by the latter averaged over speeds.
fn judged(data: &Data, tested: &[Condition]) -> Result<[Vec<Judged>; 3]> {
    let speech = data.channel("speech")?;
    let config = FeatureConfig::from(FeatureSet::Full);
    let at_speeds = |&condition| {
        let rows = SPEEDS.iter().map(|&speed| speech.rows_at_speed(&config, condition, speed));
        rows.collect::<Result<Vec<Array2<f32>>>>()
    };
    let rows: Vec<_> = tested.iter().map(at_speeds).collect::<Result<_>>()?;
    let once: Vec<Views<'_>> = rows.iter().map(|views| views.iter().take(1).collect()).collect();
    let often: Vec<Views<'_>> = rows.iter().map(|views| views.iter().collect()).collect();
    let columns = config.column_names();
    let by_models_of = |treatments: &[Treatment], tests: &[Views<'_>]| -> Result<Vec<Judged>> {
        let train = data.speech(&config, &conditions(treatments))?;
        Ok(judge(&RidgeTrainer::default(), &train, &columns, tests)?.judged)
    };
    let plain = by_models_of(&[], &once)?;
    let mut robust = by_models_of(&Treatment::ANY_MICROPHONE, &[once, often].concat())?;
    let averaged = robust.split_off(tested.len());
    Ok([plain, robust, averaged])
}
