//! A model to keep: which features, the trained pipeline, and a card that says where it is from.
//!
//! An [`EmotionModel`] takes audio and gives a [`Prediction`]. It holds all that the way from one
//! to the other takes, so that a scaler cannot be lost or features computed in another way, and
//! it is saved to one file and loaded from it.
//!
//! ```
//! use emo_pipeline::{
//!     Descriptor, FeatureConfig, MlpClassifier, NoResampling, Pipeline, StandardScaler,
//!     emotion_model::{EmotionModel, ModelCard, RowExtractor},
//! };
//! use ndarray::{Axis, stack};
//!
//! # fn main() -> emo_pipeline::Result<()> {
//! // Two sounds, and one feature that tells them apart.
//! let low: Vec<f32> = (0..8000).map(|t| (t as f32 * 0.05).sin()).collect();
//! let high: Vec<f32> = (0..8000).map(|t| (t as f32 * 0.50).sin()).collect();
//! let config = FeatureConfig::default()
//!     .sample_rate(16_000)
//!     .descriptors(vec![Descriptor::ZeroCrossingRate(Default::default())]);
//! let extractor = RowExtractor::new(config.clone())?;
//! let row = |sound| extractor.row_of_samples(sound, 16_000);
//! let x = stack![Axis(0), row(&low)?, row(&high)?];
//!
//! let mlp = MlpClassifier::default().hidden_layer_sizes([8]).max_iter(500).random_state(7);
//! let pipeline = Pipeline::new(StandardScaler::default(), NoResampling::default(), mlp)
//!     .fit(&x, &["sad".to_owned(), "angry".to_owned()])?;
//! let model = EmotionModel::new(config, pipeline, ModelCard::new("two sounds"))?;
//!
//! let mut file = Vec::new();
//! model.to_writer(&mut file)?;
//! let loaded = EmotionModel::from_reader(&file[..])?;
//! let prediction = loaded.predict_samples(&high, 16_000)?;
//! assert_eq!(prediction.label, "angry");
//! assert_eq!(prediction, model.predict_samples(&high, 16_000)?);
//! # Ok(())
//! # }
//! ```

mod adaptation;
mod calibrated_trainer;
mod card;
mod corpus_weights;
mod cross_corpus_trainer;
mod fields;
mod packed_numbers;
mod prediction;
#[cfg(feature = "pretrained")]
mod pretrained;
mod quality;
mod ridge_trainer;
mod row_extractor;
mod stored;
mod version_1;

use std::path::Path;

use emo_dsp_features::FeatureConfig;
use emo_learn::stored::AnyPipeline;
use ndarray::{ArrayRef2, Axis};

use crate::{Error, Result};

pub use adaptation::{Adaptation, adapt_pipeline};
pub use calibrated_trainer::{Calibrated, CalibratedTrainer};
pub use card::ModelCard;
pub use cross_corpus_trainer::CrossCorpusRidgeTrainer;
pub use prediction::Prediction;
#[cfg(feature = "pretrained")]
pub use pretrained::Pretrained;
pub use quality::{Quality, QualityCheck};
pub use ridge_trainer::{RidgePipeline, RidgeTrainer, TrainedRidge};
pub use row_extractor::RowExtractor;
use row_extractor::check_speeds;
pub use stored::standard_registry;

/// Tells the emotion of a recording: features, trained pipeline and card in one.
///
/// Everything that does not depend on a clip is made once. One value serves any number of clips
/// and threads, and what it says of a clip depends on that clip alone.
#[derive(Debug)]
pub struct EmotionModel {
    extractor: RowExtractor,
    pipeline: AnyPipeline,
    /// The pipeline as it was before [`adapt`](Self::adapt), if that was called.
    unadapted: Option<AnyPipeline>,
    card: ModelCard,
    quality: Option<QualityCheck>,
    /// The speeds that a clip is heard at.
    speeds: Vec<f64>,
}

impl EmotionModel {
    /// Puts a model together from the features that the pipeline was trained on, the trained
    /// pipeline and its card. The pipeline is an [`AnyPipeline`], or what can become one, such as a
    /// [`FittedPipeline`](crate::FittedPipeline) of steps that can be stored.
    ///
    /// # Errors
    ///
    /// If a parameter of the features is out of its range, the pipeline was trained on another
    /// number of columns, or a score on the card is not from 0 to 1.
    pub fn new<P>(features: FeatureConfig, pipeline: P, card: ModelCard) -> Result<Self>
    where
        P: TryInto<AnyPipeline>,
        Error: From<P::Error>,
    {
        Self::assemble(RowExtractor::new(features)?, pipeline.try_into()?, card)
    }

    fn assemble(extractor: RowExtractor, pipeline: AnyPipeline, card: ModelCard) -> Result<Self> {
        pipeline.check(extractor.column_names().len())?;
        card.check()?;
        Ok(Self { extractor, pipeline, card, quality: None, unadapted: None, speeds: vec![1.0] })
    }

    /// Speeds for [`at_speeds`](Self::at_speeds): as recorded, and somewhat other speakers of the
    /// same words.
    pub const FIVE_SPEEDS: [f64; 5] = [0.9, 0.95, 1.0, 1.05, 1.1];

    /// Hears each clip at all of these speeds, and says the geometric mean of what it says at each,
    /// scaled to sum to 1: for a linear model, what it says of the mean of its decisions. With
    /// [`FIVE_SPEEDS`](Self::FIVE_SPEEDS) that takes five times as long, and errs less on speakers and
    /// lines that were not heard in training (`docs/accuracy.md` of emo). Without it a clip is heard as
    /// recorded alone. It is the caller's choice, and not saved with the model.
    ///
    /// # Errors
    ///
    /// Without a speed, or with one that is not from 0.5 to 2.
    pub fn at_speeds(mut self, speeds: impl Into<Vec<f64>>) -> Result<Self> {
        self.speeds = speeds.into();
        check_speeds(&self.speeds)?;
        Ok(self)
    }

    /// The speeds that a clip is heard at; 1 is as recorded.
    pub fn speeds(&self) -> &[f64] {
        &self.speeds
    }

    /// With checks of whether a clip is one that the model can say anything about. They are saved
    /// with the model, and [`Prediction::quality`] has their result.
    ///
    /// # Errors
    ///
    /// If the checks were made for another number of columns, or a limit is negative or not finite.
    pub fn with_quality_check(mut self, check: QualityCheck) -> Result<Self> {
        check.check(self.column_names().len())?;
        self.quality = Some(check);
        Ok(self)
    }

    /// The checks of [`Prediction::quality`], where the model has some.
    pub fn quality_check(&self) -> Option<&QualityCheck> {
        self.quality.as_ref()
    }

    /// Which features it looks at.
    pub fn features(&self) -> &FeatureConfig {
        self.extractor.config()
    }

    /// The names of these features, one a column of what [`predict_features`] takes.
    ///
    /// [`predict_features`]: Self::predict_features
    pub fn column_names(&self) -> &[String] {
        self.extractor.column_names()
    }

    /// The emotions that it can tell, sorted.
    pub fn classes(&self) -> &[String] {
        self.pipeline.classes()
    }

    /// The trained pipeline.
    pub fn pipeline(&self) -> &AnyPipeline {
        &self.pipeline
    }

    /// What computes the rows that it predicts from.
    pub fn extractor(&self) -> &RowExtractor {
        &self.extractor
    }

    /// Where it is from and how good it is.
    pub fn card(&self) -> &ModelCard {
        &self.card
    }

    /// The emotion of an audio file.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or holds no usable samples, with its path.
    pub fn predict_file(&self, path: impl AsRef<Path>) -> Result<Prediction> {
        self.predict_views(&self.extractor.rows_of_file(path, &self.speeds)?)
    }

    /// The emotion of an audio file that is in memory. `name` stands in errors; its extension is a
    /// hint at the format.
    ///
    /// # Errors
    ///
    /// As [`predict_file`](Self::predict_file).
    pub fn predict_bytes(&self, bytes: &[u8], name: &str) -> Result<Prediction> {
        self.predict_views(&self.extractor.rows_of_bytes(bytes, name, &self.speeds)?)
    }

    /// The emotion of mono samples at any rate, in Hz; full scale is -1 to 1.
    ///
    /// # Errors
    ///
    /// If there are no samples, one is NaN, infinite or far beyond full scale, or the rate is 0 or
    /// more than 256 times higher or lower than that of the model.
    pub fn predict_samples(&self, samples: &[f32], sample_rate: u32) -> Result<Prediction> {
        self.predict_views(&self.extractor.rows_of_samples(samples, sample_rate, &self.speeds)?)
    }

    /// The emotion of each row of features (clips × features, in the order of
    /// [`column_names`](Self::column_names)).
    ///
    /// # Errors
    ///
    /// When the number of columns is not that of the features, or a number is not finite.
    pub fn predict_features(&self, x: &ArrayRef2<f64>) -> Result<Vec<Prediction>> {
        let probabilities = self.pipeline.predict_proba(x)?;
        let rows = probabilities.rows().into_iter().zip(self.qualities(x)?).enumerate();
        rows.map(|(row, (probabilities, quality))| {
            Ok(Prediction::new(self.classes(), row, probabilities)?.with_quality(quality))
        })
        .collect()
    }

    /// Of the rows of one clip: the geometric mean of what the pipeline says of each, scaled to
    /// sum to 1.
    fn predict_views(&self, rows: &ArrayRef2<f64>) -> Result<Prediction> {
        let shares = self.pipeline.predict_proba(rows)?;
        let quality = self.quality_as_recorded(rows)?;
        if let [_] = self.speeds[..] {
            return Ok(Prediction::new(self.classes(), 0, shares.row(0))?.with_quality(quality));
        }
        let logarithms = shares.mapv(|share| share.max(f64::MIN_POSITIVE).ln());
        let mean = logarithms.mean_axis(Axis(0)).ok_or(Error::Empty { what: "speeds" })?;
        let shares = mean.exp();
        let prediction = Prediction::new(self.classes(), 0, (&shares / shares.sum()).view())?;
        Ok(prediction.with_quality(quality))
    }

    fn qualities(&self, rows: &ArrayRef2<f64>) -> Result<Vec<Quality>> {
        let Some(check) = &self.quality else { return Ok(vec![Quality::NotChecked; rows.nrows()]) };
        check.of_rows(rows, self.column_names())
    }

    /// Of the rows of one clip: the quality at the speed that is closest to 1.
    fn quality_as_recorded(&self, rows: &ArrayRef2<f64>) -> Result<Quality> {
        let qualities = self.qualities(rows)?;
        let distance = |speed: &f64| (speed - 1.0).abs();
        let by_speed = self.speeds.iter().zip(&qualities);
        let closest = by_speed.min_by(|(a, _), (b, _)| distance(a).total_cmp(&distance(b)));
        closest.map(|(_, quality)| *quality).ok_or(Error::Empty { what: "speeds" })
    }
}
