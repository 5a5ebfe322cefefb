//! Models as files, and the checks on reading one.

use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use emo_corpus::write_whole;
use emo_dsp_features::FeatureConfig;
use emo_learn::stored::{Registry, deserialize};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fields::Fields;
use super::packed_numbers::{pack, unpack};
use super::{
    EmotionModel, ModelCard, QualityCheck, RowExtractor, binary, single_scaler, version_1,
};
use crate::{Error, Result};

/// What every file says it is.
const FORMAT: &str = "emo-model";
/// The version of the files that are written.
const VERSION: u64 = 2;
/// The largest file that is read, in bytes: a network of three million weights.
const LARGEST: u64 = 64 << 20;

/// The beginning of every version of the format.
#[derive(Deserialize)]
struct Header {
    format: String,
    version: u64,
}

/// A file of this version. A field that is added later has a default, so that older files can be
/// read.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored<'a> {
    format: Cow<'a, str>,
    version: u64,
    card: Cow<'a, ModelCard>,
    features: StoredFeatures<'a>,
    pipeline: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quality: Option<Cow<'a, QualityCheck>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    averaging_temperature: Option<f64>,
}

/// Which features, said three times, so that a change of their meaning is seen.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredFeatures<'a> {
    id: Cow<'a, str>,
    columns: Cow<'a, [String]>,
    config: Cow<'a, FeatureConfig>,
}

/// The steps that a model's pipeline can have: those of `emo-learn`, `emo-mlp` and `emo-ridge`. Add
/// your own to it for [`EmotionModel::load_with`].
pub fn standard_registry() -> Registry {
    let mut registry = Registry::standard();
    emo_mlp::register(&mut registry);
    emo_ridge::register(&mut registry);
    registry
}

/// # Models on disk
///
/// A model is one JSON file: `format` and `version`, the card, the features (their
/// configuration, its id and the names of the columns) and the fitted pipeline, whose steps have
/// the names under which a [`Registry`] knows them. A number is
/// written with as many digits as it takes to read the same number again, and a list of 1024
/// numbers or more as its bytes in base 64, so that a model that was saved and loaded predicts the
/// same to the last bit.
///
/// [`save_binary`](Self::save_binary) writes the same in three quarters of the size, without base
/// 64; reading finds out which of the two a file is.
///
/// Files have version 2 of the format. Files of version 1 are read too, and predict the same bits.
impl EmotionModel {
    /// Writes the model to a file, replacing it if it is there. It appears whole or not at all.
    ///
    /// # Errors
    ///
    /// If the system cannot write there, with the file's path.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        let text = self.to_json()?;
        Ok(write_whole(path, |file| file.write_all(&text))?)
    }

    /// Writes the model. The writer needs no buffer of its own.
    ///
    /// # Errors
    ///
    /// If the writer fails.
    pub fn to_writer(&self, mut writer: impl Write) -> Result<()> {
        writer.write_all(&self.to_json()?)?;
        Ok(writer.flush()?)
    }

    /// Writes the model to a file in the binary form, replacing it if it is there. It appears whole
    /// or not at all.
    ///
    /// # Errors
    ///
    /// As [`save`](Self::save).
    pub fn save_binary(&self, path: impl AsRef<Path>) -> Result<()> {
        let bytes = self.to_binary()?;
        Ok(write_whole(path, |file| file.write_all(&bytes))?)
    }

    /// The model in the binary form, for [`from_reader`](Self::from_reader).
    ///
    /// # Errors
    ///
    /// None that a caller can cause.
    pub fn to_binary(&self) -> Result<Vec<u8>> {
        let mut stored = self.stored()?;
        single_scaler::round(&mut stored.pipeline);
        let file = stored.to_tree().and_then(binary::write);
        file.map_err(|error| Error::Io(error.into()))
    }

    /// Reads a model from a file. See [`from_reader`](Self::from_reader).
    ///
    /// # Errors
    ///
    /// As there, with the file's path.
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        Self::load_with(path, &standard_registry())
    }

    /// Reads a model from a file, whose steps `registry` knows: [`standard_registry`] with steps of
    /// your own.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    pub fn load_with(path: impl AsRef<Path>, registry: &Registry) -> Result<Self> {
        let path = path.as_ref();
        let read = || Self::from_reader_with(File::open(path)?, registry);
        read().map_err(|error| error.in_file(path))
    }

    /// Reads a model, and trusts nothing that it reads. The reader needs no buffer of its own.
    ///
    /// # Errors
    ///
    /// Says what is wrong and where: if it is no JSON, no model, of a later version of the
    /// format or above 64 MiB; if a field is missing, there twice or not known, or a step is not
    /// registered; if shapes do not fit each other, a number is not finite, or the features are not
    /// those that the model was trained on.
    pub fn from_reader(reader: impl Read) -> Result<Self> {
        Self::from_reader_with(reader, &standard_registry())
    }

    /// Reads a model whose steps `registry` knows. See [`from_reader`](Self::from_reader).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn from_reader_with(reader: impl Read, registry: &Registry) -> Result<Self> {
        Self::read(reader, registry, RowExtractor::new)
    }

    /// Reads a model whose learned encoder has these weights: for weights that are not in the
    /// program, such as in a browser that loads them on demand. A model without an encoder is read
    /// too.
    ///
    /// # Errors
    ///
    /// As [`from_reader`](Self::from_reader); and if the weights are not those of the model.
    #[cfg(feature = "encoder-without-weights")]
    pub fn from_reader_with_encoder(
        reader: impl Read,
        encoder: &crate::SpeechEncoder,
    ) -> Result<Self> {
        let extractor = |config| RowExtractor::with_encoder(config, encoder);
        Self::read(reader, &standard_registry(), extractor)
    }

    fn read(
        reader: impl Read,
        registry: &Registry,
        extractor: impl FnOnce(FeatureConfig) -> Result<RowExtractor>,
    ) -> Result<Self> {
        let mut text = Vec::new();
        reader.take(LARGEST + 1).read_to_end(&mut text)?;
        if text.len() as u64 > LARGEST {
            return Err(Error::invalid_model("file", format!("at most {LARGEST} bytes"), "more"));
        }
        let (text, numbers) = match binary::parts(&text)? {
            Some((text, numbers)) => (text, Some(numbers)),
            None => (&text[..], None),
        };
        let version = version_of(text)?;
        // A field that is there twice is seen before the text is taken for a tree.
        let fields = Fields::read(text)?;
        let tree =
            serde_json::from_slice(text).map_err(|e| Error::invalid_model("file", "JSON", e))?;
        let tree = match numbers {
            Some(numbers) => binary::unpack(tree, numbers)?,
            None => unpack(tree)?,
        };
        let stored = if version == 1 {
            Stored::from_tree(version_1::migrated(tree)?)?
        } else {
            let stored = Stored::from_tree(tree)?;
            let again = stored.to_tree().map_err(|error| Error::Io(error.into()))?;
            fields.check_known(&Fields::of(&again)?)?;
            stored
        };
        stored.into_model(registry, extractor)
    }

    fn to_json(&self) -> Result<Vec<u8>> {
        self.stored()?.to_json()
    }

    fn stored(&self) -> Result<Stored<'_>> {
        let pipeline = serde_json::to_value(self.pipeline());
        Ok(Stored {
            format: FORMAT.into(),
            version: VERSION,
            card: Cow::Borrowed(self.card()),
            features: StoredFeatures {
                id: self.features().id().into(),
                columns: self.column_names().into(),
                config: Cow::Borrowed(self.features()),
            },
            pipeline: pipeline.map_err(|error| Error::Io(error.into()))?,
            quality: self.quality_check().map(Cow::Borrowed),
            averaging_temperature: Some(self.averaging_temperature()).filter(|it| *it != 1.0),
        })
    }
}

/// The version of the format, if the text is JSON and a model of a version that is read.
fn version_of(text: &[u8]) -> Result<u64> {
    let header: Header = serde_json::from_slice(text).map_err(|error| {
        let expected = if error.is_data() { "a model made by emo" } else { "JSON" };
        Error::invalid_model("file", expected, error)
    })?;
    if header.format != FORMAT {
        return Err(Error::invalid_model("format", FORMAT, header.format));
    }
    if !(1..=VERSION).contains(&header.version) {
        let expected = format!("1 to {VERSION}; a later emo may have made the file");
        return Err(Error::invalid_model("version of the format", expected, header.version));
    }
    Ok(header.version)
}

impl Stored<'_> {
    fn from_tree(tree: Value) -> Result<Self> {
        deserialize(tree).map_err(|error| Error::in_field(error, ""))
    }

    fn to_tree(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }

    fn to_json(&self) -> Result<Vec<u8>> {
        let tree = self.to_tree().map(pack);
        let text = tree.and_then(|tree| serde_json::to_vec(&tree));
        let mut text = text.map_err(|error| Error::Io(error.into()))?;
        text.push(b'\n');
        Ok(text)
    }

    fn into_model(
        self,
        registry: &Registry,
        extractor: impl FnOnce(FeatureConfig) -> Result<RowExtractor>,
    ) -> Result<EmotionModel> {
        let StoredFeatures { id, columns, config } = self.features;
        // First of all: it limits every size that the configuration asks for.
        let extractor = extractor(config.into_owned())?;
        let expected = extractor.config().id();
        if expected != id {
            return Err(Error::invalid_model("features.id, of features.config", expected, id));
        }
        let names = extractor.column_names();
        if names.len() != columns.len() {
            let (expected, got) = (names.len(), columns.len());
            return Err(Error::invalid_model("names in features.columns", expected, got));
        }
        let mut pairs = names.iter().zip(columns.iter()).enumerate();
        if let Some((at, (expected, got))) = pairs.find(|(_, (expected, got))| expected != got) {
            return Err(Error::invalid_model(format!("features.columns[{at}]"), expected, got));
        }
        let pipeline =
            registry.read(self.pipeline).map_err(|error| Error::in_field(error, "pipeline"))?;
        let model = EmotionModel::assemble(extractor, pipeline, self.card.into_owned())?
            .with_averaging_temperature(self.averaging_temperature.unwrap_or(1.0))?;
        match self.quality {
            Some(check) => model.with_quality_check(check.into_owned()),
            None => Ok(model),
        }
    }
}
