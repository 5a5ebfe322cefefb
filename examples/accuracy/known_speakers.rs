//! Known speakers, speech and song: networks and kernels over ten splits.

use emo_pipeline::{
    ClassWeight, Clip, Error, FeatureConfig, FeatureSet, KernelRidgeClassifier, MlpClassifier,
    NoResampling, Pipeline, Result, RidgeClassifier, Smote, StandardScaler, Treatment,
    estimator::Estimator,
    model_selection::{Split, TrainTestSplit, take},
    preprocessing,
};
use ndarray::{Array2, Axis, Slice, concatenate};
use rayon::prelude::*;

use crate::data::{Data, conditions};
use crate::judged::Judged;
use crate::spread::Spread;
use crate::table::Printed;

/// The splits' seeds.
const SPLITS: std::ops::RangeInclusive<u32> = 42..=51;

/// The copies that a model is trained on: none, the first two or all.
const SPEEDS: [Treatment; 4] = [
    Treatment::Speed { factor: 0.9 },
    Treatment::Speed { factor: 1.1 },
    Treatment::Speed { factor: 0.95 },
    Treatment::Speed { factor: 1.05 },
];

pub(crate) fn print(data: &Data) -> Printed {
    let clips = Clips::new(data)?;
    let n_columns = clips.rows[0].ncols();
    let n_functionals = FeatureConfig::from(FeatureSet::Functionals).column_names().len();
    println!("| model and features | trained on | tested on | accuracy |");
    println!("| --- | --- | --- | --- |");
    let scaled = || (StandardScaler::default(), preprocessing::Clipper::default());
    let network = |seed| {
        MlpClassifier::default().hidden_layer_sizes([256, 64]).max_iter(500).random_state(seed)
    };
    let smote = || Smote::default().random_state(42);
    let kernel = KernelRidgeClassifier::default()
        .alpha(0.1)
        .gamma(0.5 / n_columns as f64)
        .class_weight(ClassWeight::Balanced);
    let kernel = Pipeline::new(scaled(), NoResampling::default(), kernel);
    let full = |trained, heard| Input { n_columns, trained, heard };
    clips.line("RBF ridge, γ 0.5, alpha 0.1; `full`", &kernel, full(3, 3))?;
    clips.line("the same", &kernel, full(3, 1))?;
    clips.line("the same", &kernel, full(1, 1))?;
    let mlp = Pipeline::new(scaled(), smote(), network(7));
    let functionals = |trained, heard| Input { n_columns: n_functionals, trained, heard };
    clips.line("SMOTE, MLP (256, 64); `functionals`", &mlp, functionals(1, 1))?;
    clips.line("the same", &mlp, functionals(3, 3))?;
    clips.line("the same", &mlp, functionals(5, 5))?;
    let linear = RidgeClassifier::default()
        .alpha(0.1 * n_columns as f64)
        .class_weight(ClassWeight::Balanced);
    let linear = Pipeline::new(scaled(), NoResampling::default(), linear);
    clips.line("ridge, alpha 0.1; `full`", &linear, full(1, 1))?;
    let mlp = Pipeline::new(scaled(), NoResampling::default(), network(7));
    clips.line("MLP (256, 64); `functionals`", &mlp, functionals(1, 1))?;
    let seeds: Vec<u32> = (0..10).collect();
    let score = |seed: &u32| {
        let mlp = Pipeline::new(scaled(), smote().random_state(*seed), network(*seed));
        clips.score(&mlp, functionals(1, 1), *SPLITS.start())
    };
    let scores = seeds.par_iter().map(score).collect::<Result<Vec<f64>>>()?;
    println!("\nTen seeds of SMOTE and network, split 42: {}", Spread::of(&scores));
    Ok(())
}

/// What a model is trained and tested on.
#[derive(Clone, Copy)]
struct Input {
    /// The first columns of `full`.
    n_columns: usize,
    /// How many of the speeds 1, 0.9, 1.1, 0.95 and 1.05 it is trained at.
    trained: usize,
    /// Over how many of them what it says of a test clip is averaged.
    heard: usize,
}

/// Spoken and sung clips.
struct Clips {
    clips: Vec<Clip>,
    /// As recorded, and at other speeds.
    rows: Vec<Array2<f32>>,
}

impl Clips {
    fn new(data: &Data) -> Result<Self> {
        let config = FeatureConfig::from(FeatureSet::Full);
        // The order of the clips' paths, as `ravdess::scan` gives it.
        let (song, speech) = (data.channel("song")?, data.channel("speech")?);
        let rows = conditions(&SPEEDS).into_iter().map(|condition| {
            let parts = [song.rows(&config, condition)?, speech.rows(&config, condition)?];
            let views = parts.each_ref().map(|part| part.view());
            concatenate(Axis(0), &views).map_err(|_| Error::Empty { what: "recordings" })
        });
        let clips = [song.infos(), speech.infos()].concat();
        Ok(Self { rows: rows.collect::<Result<_>>()?, clips })
    }

    /// Prints the mean over the splits.
    fn line<E>(&self, name: &str, model: &E, input: Input) -> Result<()>
    where
        E: Estimator<f32, String> + Sync,
    {
        let seeds: Vec<u32> = SPLITS.collect();
        let score = |&seed: &u32| self.score(model, input, seed);
        let scores = seeds.par_iter().map(score).collect::<Result<Vec<f64>>>()?;
        let [trained, heard] = [input.trained, input.heard].map(|n| match n {
            1 => "as recorded",
            3 => "speeds 0.9, 1, 1.1",
            _ => "and speeds 0.95, 1.05",
        });
        println!("| {name} | {trained} | {heard} | {} |", Spread::of(&scores));
        Ok(())
    }

    /// The share of the test clips of one split that is right.
    fn score<E>(&self, model: &E, input: Input, seed: u32) -> Result<f64>
    where
        E: Estimator<f32, String>,
    {
        let split = TrainTestSplit::default().test_size(0.2).random_state(seed);
        let labels: Vec<String> = self.clips.iter().filter_map(|clip| clip.label.clone()).collect();
        let Split { train, test } = split.stratified(&labels)?;
        let part = |at: &[usize], speeds: usize| -> Vec<Array2<f32>> {
            let columns = Slice::from(..input.n_columns);
            let rows = self.rows.iter().take(speeds);
            rows.map(|rows| rows.slice_axis(Axis(1), columns).select(Axis(0), at)).collect()
        };
        let seen = part(&train, input.trained);
        let views: Vec<_> = seen.iter().map(|part| part.view()).collect();
        let x = concatenate(Axis(0), &views).map_err(|_| Error::Empty { what: "speeds" })?;
        let y = vec![take(&labels, &train)?; input.trained].concat();
        let model = model.fit(&x, &y)?;
        let judged = Judged::by(&model, &take(&self.clips, &test)?, &part(&test, input.heard))?;
        Ok(judged.scores()?.accuracy)
    }
}
