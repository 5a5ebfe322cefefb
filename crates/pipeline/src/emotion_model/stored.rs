//! Models as files, and the checks on reading one.

use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use emo_dsp_features::FeatureConfig;
use serde::{Deserialize, Serialize};

use super::fields::Fields;
use super::packed_numbers::{pack, unpack};
use super::{EmotionModel, ModelCard, RowExtractor, TrainedPipeline};
use crate::{Error, Result, write_whole};

/// What every file says it is.
const FORMAT: &str = "emo-model";
/// The version of the files that are written, and the only one that is read.
const VERSION: u64 = 1;
/// The largest file that is read, in bytes: a network of three million weights.
const LARGEST: u64 = 64 << 20;

/// The beginning of every version of the format.
#[derive(Deserialize)]
struct Header {
    format: String,
    version: u64,
}

/// A file of this version.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored<'a> {
    format: Cow<'a, str>,
    version: u64,
    card: Cow<'a, ModelCard>,
    features: StoredFeatures<'a>,
    pipeline: Cow<'a, TrainedPipeline>,
}

/// Which features, said three times, so that a change of their meaning is seen.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredFeatures<'a> {
    id: Cow<'a, str>,
    columns: Cow<'a, [String]>,
    config: Cow<'a, FeatureConfig>,
}

/// # Models on disk
///
/// A model is one JSON file: `format` and `version`, the card, the features (their
/// configuration, its id and the names of the columns) and the trained pipeline. A number is
/// written with as many digits as it takes to read the same number again, and a list of 1024 numbers
/// or more as its bytes in base 64, so that a model that was saved and loaded predicts the same to
/// the last bit.
impl EmotionModel {
    /// Writes the model to a file, replacing it if it is there. It appears whole or not at all.
    ///
    /// # Errors
    ///
    /// If the system cannot write there, with the file's path.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        let text = self.stored().to_json()?;
        Ok(write_whole(path, |file| file.write_all(&text))?)
    }

    /// Writes the model. The writer needs no buffer of its own.
    ///
    /// # Errors
    ///
    /// If the writer fails.
    pub fn to_writer(&self, mut writer: impl Write) -> Result<()> {
        writer.write_all(&self.stored().to_json()?)?;
        Ok(writer.flush()?)
    }

    /// Reads a model from a file. See [`from_reader`](Self::from_reader).
    ///
    /// # Errors
    ///
    /// As there, with the file's path.
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let read = || Self::from_reader(File::open(path)?);
        read().map_err(|error| error.in_file(path))
    }

    /// Reads a model, and trusts nothing that it reads. The reader needs no buffer of its own.
    ///
    /// # Errors
    ///
    /// Says what is wrong and where: if it is no JSON, no model, of another version of the
    /// format or above 64 MiB; if a field is missing, there twice or not known; if shapes do not
    /// fit each other, a number is not finite, or the features are not those that the model was
    /// trained on.
    pub fn from_reader(reader: impl Read) -> Result<Self> {
        let mut text = Vec::new();
        reader.take(LARGEST + 1).read_to_end(&mut text)?;
        if text.len() as u64 > LARGEST {
            return Err(Error::invalid_model("file", format!("at most {LARGEST} bytes"), "more"));
        }
        check_header(&text)?;
        // A field that is there twice is seen before the text is taken for a tree.
        let fields = Fields::read(&text)?;
        let stored = Stored::from_json(&text)?;
        fields.check_same(&Fields::read(&stored.to_json()?)?)?;
        stored.into_model()
    }

    fn stored(&self) -> Stored<'_> {
        Stored {
            format: FORMAT.into(),
            version: VERSION,
            card: Cow::Borrowed(self.card()),
            features: StoredFeatures {
                id: self.features().id_v1().into(),
                columns: self.column_names().into(),
                config: Cow::Borrowed(self.features()),
            },
            pipeline: Cow::Borrowed(self.pipeline()),
        }
    }
}

/// Whether the text is JSON, a model, and of the version that is read.
fn check_header(text: &[u8]) -> Result<()> {
    let header: Header = serde_json::from_slice(text).map_err(|error| {
        let expected = if error.is_data() { "a model made by emo" } else { "JSON" };
        Error::invalid_model("file", expected, error)
    })?;
    if header.format != FORMAT {
        return Err(Error::invalid_model("format", FORMAT, header.format));
    }
    match header.version == VERSION {
        true => Ok(()),
        false => Err(Error::invalid_model("version of the format", VERSION, header.version)),
    }
}

impl Stored<'_> {
    fn from_json(text: &[u8]) -> Result<Self> {
        let tree =
            serde_json::from_slice(text).map_err(|e| Error::invalid_model("file", "JSON", e))?;
        serde_path_to_error::deserialize(unpack(tree)?).map_err(|error| Error::ModelField {
            field: error.path().to_string(),
            problem: error.inner().to_string(),
        })
    }

    fn to_json(&self) -> Result<Vec<u8>> {
        let tree = serde_json::to_value(self).map(pack);
        let mut text = tree
            .and_then(|tree| serde_json::to_vec(&tree))
            .map_err(|error| Error::Io(error.into()))?;
        text.push(b'\n');
        Ok(text)
    }

    fn into_model(self) -> Result<EmotionModel> {
        let StoredFeatures { id, columns, config } = self.features;
        // First of all: it bounds every size that the configuration asks for.
        let extractor = RowExtractor::new(config.into_owned())?;
        let expected = extractor.config().id_v1();
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
        EmotionModel::assemble(extractor, self.pipeline.into_owned(), self.card.into_owned())
    }
}
