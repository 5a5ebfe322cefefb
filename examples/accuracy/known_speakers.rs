//! Known speakers, speech and song: networks and kernels over ten splits.

use emo_pipeline::{
    ClassWeight, Clip, FeatureConfig, FeatureSet, KernelRidgeClassifier, MlpClassifier,
    NoResampling, Pipeline, Result, RidgeClassifier, Smote, StandardScaler, Treatment,
    dataset::{Channel, Emotion},
    estimator::Estimator,
    model_selection::{Split, TrainTestSplit, take},
};
use ndarray::{Array2, Axis, Slice, concatenate};
use rayon::prelude::*;

use crate::data::{Data, conditions};
use crate::spread::Spread;
use crate::table::Printed;

/// The splits' seeds.
const SPLITS: std::ops::RangeInclusive<u32> = 42..=51;

/// The copies that the kernel is trained on.
const SPEEDS: [Treatment; 2] = [Treatment::Speed { factor: 0.9 }, Treatment::Speed { factor: 1.1 }];

pub(crate) fn print(data: &Data) -> Printed {
    let clips = Clips::new(data)?;
    let n_columns = clips.rows[0].ncols();
    let n_functionals = FeatureConfig::from(FeatureSet::Functionals).column_names().len();
    println!("| model | features | accuracy |");
    println!("| --- | --- | --- |");
    let scaled = || (StandardScaler::default(), Clip::default());
    let network = |seed| {
        MlpClassifier::default().hidden_layer_sizes([256, 64]).max_iter(500).random_state(seed)
    };
    let smote = || Smote::default().random_state(42);
    let mlp = Pipeline::new(scaled(), smote(), network(7));
    clips.line("SMOTE, MLP (256, 64)", "`functionals`", &mlp, n_functionals, 1)?;
    let mlp = Pipeline::new(scaled(), NoResampling::default(), network(7));
    clips.line("MLP (256, 64)", "`functionals`", &mlp, n_functionals, 1)?;
    let linear = RidgeClassifier::default()
        .alpha(0.1 * n_columns as f64)
        .class_weight(ClassWeight::Balanced);
    let linear = Pipeline::new(scaled(), NoResampling::default(), linear);
    clips.line("ridge, strength 0.1", "`full`", &linear, n_columns, 1)?;
    let kernel = KernelRidgeClassifier::default()
        .alpha(0.1)
        .gamma(0.5 / n_columns as f64)
        .class_weight(ClassWeight::Balanced);
    let kernel = Pipeline::new(scaled(), NoResampling::default(), kernel);
    clips.line("RBF ridge, γ 0.5, strength 0.1", "`full`", &kernel, n_columns, 1)?;
    clips.line("the same, trained at speeds 0.9, 1, 1.1", "`full`", &kernel, n_columns, 3)?;
    let seeds: Vec<u32> = (0..10).collect();
    let score = |seed: &u32| {
        let mlp = Pipeline::new(scaled(), smote().random_state(*seed), network(*seed));
        clips.score(&mlp, n_functionals, 1, *SPLITS.start())
    };
    let scores = seeds.par_iter().map(score).collect::<Result<Vec<f64>>>()?;
    println!("\nTen seeds of SMOTE and network, split 42: {}", Spread::of(&scores));
    Ok(())
}

/// Spoken and sung clips.
struct Clips {
    labels: Vec<Emotion>,
    /// As recorded, and at other speeds.
    rows: Vec<Array2<f32>>,
}

impl Clips {
    fn new(data: &Data) -> Result<Self> {
        let config = FeatureConfig::from(FeatureSet::Full);
        // The order of the clips' paths, as `ravdess::scan` gives it.
        let (song, speech) = (data.channel(Channel::Song)?, data.channel(Channel::Speech)?);
        let rows = conditions(&SPEEDS).into_iter().map(|condition| {
            let parts = [song.rows(&config, condition)?, speech.rows(&config, condition)?];
            let views = parts.each_ref().map(|part| part.view());
            concatenate(Axis(0), &views)
                .map_err(|_| emo_pipeline::Error::Empty { what: "recordings" })
        });
        let infos = song.infos().into_iter().chain(speech.infos());
        Ok(Self {
            rows: rows.collect::<Result<_>>()?,
            labels: infos.map(|it| it.emotion).collect(),
        })
    }

    /// Prints the mean over the splits of a model on the first columns, trained at some speeds.
    fn line<E>(
        &self,
        name: &str,
        set: &str,
        model: &E,
        n_columns: usize,
        speeds: usize,
    ) -> Result<()>
    where
        E: Estimator<f32, Emotion> + Sync,
    {
        let seeds: Vec<u32> = SPLITS.collect();
        let score = |&seed: &u32| self.score(model, n_columns, speeds, seed);
        let scores = seeds.par_iter().map(score).collect::<Result<Vec<f64>>>()?;
        println!("| {name} | {set} | {} |", Spread::of(&scores));
        Ok(())
    }

    /// The share of the test clips of one split that is right.
    fn score<E>(&self, model: &E, n_columns: usize, speeds: usize, seed: u32) -> Result<f64>
    where
        E: Estimator<f32, Emotion>,
    {
        use emo_pipeline::estimator::Predictor;
        let split = TrainTestSplit::default().test_size(0.2).random_state(seed);
        let Split { train, test } = split.stratified(&self.labels)?;
        let part = |rows: &Array2<f32>, at: &[usize]| {
            rows.slice_axis(Axis(1), Slice::from(..n_columns)).select(Axis(0), at)
        };
        let seen: Vec<_> = self.rows.iter().take(speeds).map(|rows| part(rows, &train)).collect();
        let views: Vec<_> = seen.iter().map(|part| part.view()).collect();
        let x = concatenate(Axis(0), &views)
            .map_err(|_| emo_pipeline::Error::Empty { what: "speeds" })?;
        let y = take(&self.labels, &train)?.repeat(speeds);
        let predicted = model.fit(&x, &y)?.predict(&part(&self.rows[0], &test))?;
        let truth = take(&self.labels, &test)?;
        let right = truth.iter().zip(&predicted).filter(|(label, said)| label == said).count();
        Ok(right as f64 / truth.len() as f64)
    }
}
