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
mod binary;
mod calibrated_trainer;
mod card;
mod contributions;
mod corpus_weights;
mod cross_corpus_trainer;
mod encoder_share;
mod fields;
mod held_out;
mod long_recording;
mod packed_numbers;
mod prediction;
#[cfg(feature = "pretrained")]
mod pretrained;
mod prior;
mod quality;
mod ridge_trainer;
mod row_extractor;
mod single_scaler;
mod speeds;
mod stored;
mod version_1;

use std::path::Path;

use emo_audio_io::{LoadOptions, Note};
use emo_corpus::{FeatureTable, Recording};
use emo_dsp_features::FeatureConfig;
use emo_learn::stored::AnyPipeline;
use ndarray::{Array1, ArrayRef2};

use crate::{Error, Result};

pub use adaptation::{Adaptation, adapt_pipeline};
pub use calibrated_trainer::{Calibrated, CalibratedTrainer};
pub use card::ModelCard;
pub use contributions::Contributions;
pub use cross_corpus_trainer::CrossCorpusRidgeTrainer;
pub use prediction::Prediction;
#[cfg(feature = "pretrained")]
pub use pretrained::Pretrained;
pub use quality::{Quality, QualityCheck};
pub use ridge_trainer::{RidgePipeline, RidgeTrainer, TrainedRidge};
pub use row_extractor::{RowExtractor, part_options};
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
    /// The speeds that a clip is predicted at.
    speeds: Vec<f64>,
    /// See [`with_averaging_temperature`](Self::with_averaging_temperature).
    averaging_temperature: f64,
    /// What the probability of each class is multiplied by, if a prior was set.
    prior_factors: Option<Array1<f64>>,
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
        Ok(Self {
            extractor,
            pipeline,
            card,
            quality: None,
            unadapted: None,
            speeds: vec![1.0],
            averaging_temperature: 1.0,
            prior_factors: None,
        })
    }

    /// With checks of whether a clip is one that the model can say anything about. They are saved
    /// with the model, and [`Prediction::quality`] has their result.
    ///
    /// # Errors
    ///
    /// If the checks were made for another number of columns, or a limit is negative or not finite.
    pub fn with_quality_check(mut self, check: QualityCheck) -> Result<Self> {
        check.check(self.column_names())?;
        self.quality = Some(check);
        Ok(self)
    }

    /// Sets what is read of each file; see [`RowExtractor::with_load_options`].
    ///
    /// # Errors
    ///
    /// If an option is out of its range.
    pub fn with_load_options(self, options: LoadOptions) -> Result<Self> {
        Ok(Self { extractor: self.extractor.with_load_options(options)?, ..self })
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

    /// The emotion of an audio file that is in memory. `name` is used in errors; its extension is a
    /// hint at the format.
    ///
    /// # Errors
    ///
    /// As [`predict_file`](Self::predict_file).
    pub fn predict_bytes(&self, bytes: &[u8], name: &str) -> Result<Prediction> {
        self.predict_views(&self.extractor.rows_of_bytes(bytes, name, &self.speeds)?)
    }

    /// The emotion of a recording: of the part and the channel of its file that it names. With
    /// `bytes`, the content of the file, the path is a name in errors alone.
    ///
    /// # Errors
    ///
    /// As [`predict_file`](Self::predict_file); and if the file has no such channel, or ends before
    /// the part starts.
    pub fn predict_recording(
        &self,
        recording: &Recording,
        bytes: Option<&[u8]>,
    ) -> Result<Prediction> {
        self.predict_views(&self.extractor.rows_of_recording(recording, bytes, &self.speeds)?)
    }

    /// As [`predict_recording`](Self::predict_recording) without bytes, with what was noticed about
    /// the file.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn predict_recording_with_notes(
        &self,
        recording: &Recording,
    ) -> Result<(Prediction, Vec<Note>)> {
        let (rows, notes) = self.extractor.rows_of_recording_with_notes(recording, &self.speeds)?;
        Ok((self.predict_views(&rows)?, notes))
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
        let probabilities = self.with_prior_factors(self.pipeline.predict_proba(x)?);
        let rows = probabilities.rows().into_iter().zip(self.qualities(x)?).enumerate();
        rows.map(|(row, (probabilities, quality))| {
            Ok(Prediction::new(self.classes(), row, probabilities)?.with_quality(quality))
        })
        .collect()
    }

    /// The emotion of each row of a table, as [`predict_features`](Self::predict_features).
    ///
    /// # Errors
    ///
    /// As there; and if the table names another feature configuration than the model's, or has
    /// other columns.
    pub fn predict_table(&self, table: &FeatureTable) -> Result<Vec<Prediction>> {
        let id = self.features().id();
        if let Some(other) = table.feature_config().filter(|other| *other != id) {
            let (what, expected, got) = ("features of the table", id, other.to_owned());
            return Err(Error::InvalidValue { what, expected, got });
        }
        if table.columns() != self.column_names() {
            let ends = |names: &[String]| {
                let [first, last] = [names.first(), names.last()].map(|it| it.map_or("", |it| it));
                format!("{} columns, {first} to {last}", names.len())
            };
            let (expected, got) = (ends(self.column_names()), ends(table.columns()));
            return Err(Error::InvalidValue { what: "features of the table", expected, got });
        }
        self.predict_features(table.x())
    }

    /// Of the rows of one clip, one for each speed.
    fn predict_views(&self, rows: &ArrayRef2<f64>) -> Result<Prediction> {
        let quality = self.quality_as_recorded(rows)?;
        let shares = self.averaged(self.pipeline.predict_proba(rows)?)?;
        let shares = self.with_prior_factors(shares);
        Ok(Prediction::new(self.classes(), 0, shares.row(0))?.with_quality(quality))
    }

    fn qualities(&self, rows: &ArrayRef2<f64>) -> Result<Vec<Quality>> {
        let Some(check) = &self.quality else { return Ok(vec![Quality::NotChecked; rows.nrows()]) };
        check.of_rows(rows, self.column_names())
    }
}
