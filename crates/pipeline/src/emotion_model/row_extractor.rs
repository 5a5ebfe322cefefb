//! From audio to a row of features.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use emo_audio_io::{AudioClip, Channels, LoadOptions, Loader, Note, Resampler};
use emo_augment::{Augmenter, Treatment};
use emo_corpus::Recording;
use emo_dsp_features::{FeatureConfig, FeatureExtractor};
use ndarray::{Array1, Array2, Axis};

use super::long_recording::{Part, rate_at};
use crate::{Error, Result};

/// The speeds that a clip may be played at.
const SPEEDS: std::ops::RangeInclusive<f64> = 0.5..=2.0;
/// Conversions that are kept; one a speed and rate.
const KEPT: usize = 16;

/// Loads audio at the rate that a feature configuration asks for, and makes its row of features.
///
/// Filters, windows and sample-rate conversions are planned once. One value serves any number of
/// files and threads; a row depends on its audio alone.
///
/// ```
/// use emo_pipeline::{FeatureConfig, emotion_model::RowExtractor};
///
/// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/audio");
/// let extractor = RowExtractor::new(FeatureConfig::default())?;
/// let row = extractor.row_of_file(format!("{folder}/speech.wav"))?;
/// assert_eq!(row.len(), extractor.column_names().len());
/// # Ok::<(), emo_pipeline::Error>(())
/// ```
#[derive(Debug)]
pub struct RowExtractor {
    loader: Loader,
    pub(super) extractor: FeatureExtractor,
    /// The conversions that samples needed last, the latest at the end.
    resamplers: Mutex<Vec<Resampler>>,
    augmenter: Augmenter,
}

/// What to load of the file of a recording: its part and its channel, where it names them, and
/// otherwise those of `options`.
///
/// ```
/// use emo_pipeline::{Clip, LoadOptions, Recording, part_options};
///
/// let recording = Recording::new("call.wav", Clip::new("greeting")).segment(1.5, 2.0);
/// let options = part_options(&recording, LoadOptions::default());
/// assert_eq!((options.offset, options.duration), (1.5, Some(2.0)));
/// ```
pub fn part_options(recording: &Recording, mut options: LoadOptions) -> LoadOptions {
    if let Some(segment) = recording.segment {
        let duration = Some(segment.duration).filter(|seconds| seconds.is_finite());
        options = options.offset(segment.start).duration(duration);
    }
    match recording.channel {
        Some(channel) => options.channels(Channels::One(channel)),
        None => options,
    }
}

/// A loader at the rate of the features. It is made first, so that a wrong rate is named as in the
/// configuration.
fn loader_of(config: &FeatureConfig) -> Result<Loader> {
    Ok(Loader::new(LoadOptions::default().sample_rate(Some(config.sample_rate)))?)
}

impl RowExtractor {
    /// Plans what does not depend on the audio.
    ///
    /// # Errors
    ///
    /// If a parameter of the configuration is out of its range.
    pub fn new(config: FeatureConfig) -> Result<Self> {
        let loader = loader_of(&config)?;
        Ok(Self::of(loader, FeatureExtractor::new(config)?))
    }

    /// As [`new`](Self::new), with the weights of the configuration's speech encoder: for weights
    /// that are not in the program.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new); weights that are not those of the configuration.
    #[cfg(feature = "encoder-without-weights")]
    pub fn with_encoder(config: FeatureConfig, encoder: &crate::SpeechEncoder) -> Result<Self> {
        let loader = loader_of(&config)?;
        Ok(Self::of(loader, FeatureExtractor::with_encoder(config, encoder)?))
    }

    fn of(loader: Loader, extractor: FeatureExtractor) -> Self {
        Self { loader, extractor, resamplers: Mutex::default(), augmenter: Augmenter::default() }
    }

    /// Sets what is read of each file: channels, audio track, offset, duration, the format of
    /// samples without a header, and limits. The sample rate remains that of the features.
    ///
    /// # Errors
    ///
    /// If an option is out of its range.
    pub fn with_load_options(mut self, options: LoadOptions) -> Result<Self> {
        self.loader = Loader::new(options.sample_rate(Some(self.config().sample_rate)))?;
        Ok(self)
    }

    /// Which features.
    pub fn config(&self) -> &FeatureConfig {
        self.extractor.config()
    }

    /// The names of the columns of a row.
    pub fn column_names(&self) -> &[String] {
        self.extractor.column_names()
    }

    /// The row of an audio file.
    ///
    /// Of a recording of more than four minutes the samples are not kept, where
    /// [`FeatureExtractor::stream`] can do without: the file is decoded once for each pass. The row
    /// is the same.
    ///
    /// # Errors
    ///
    /// If the file cannot be read or holds no usable samples, with its path.
    pub fn row_of_file(&self, path: impl AsRef<Path>) -> Result<Array1<f64>> {
        let part = Part { path: path.as_ref(), options: self.as_recorded(), speed: 1.0 };
        Ok(self.row_of_part(&part)?.0)
    }

    /// The row of a recording: of the part and the channel of its file that it names. A file that
    /// can be searched is decoded from shortly before the part to its end.
    ///
    /// ```
    /// use emo_pipeline::{Clip, FeatureConfig, Recording, emotion_model::RowExtractor};
    ///
    /// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/audio");
    /// let extractor = RowExtractor::new(FeatureConfig::default())?;
    /// let whole = Recording::new(format!("{folder}/speech.wav"), Clip::new("speech"));
    /// let part = whole.clone().segment(0.5, 1.0);
    /// assert_ne!(extractor.row_of_recording(&part)?, extractor.row_of_recording(&whole)?);
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`row_of_file`](Self::row_of_file); and if the file has no such channel, or ends before
    /// the part starts.
    pub fn row_of_recording(&self, recording: &Recording) -> Result<Array1<f64>> {
        Ok(self.row_of_recording_with_notes(recording)?.0)
    }

    /// As [`row_of_recording`](Self::row_of_recording), with what was noticed about its file.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn row_of_recording_with_notes(
        &self,
        recording: &Recording,
    ) -> Result<(Array1<f64>, Vec<Note>)> {
        self.row_of_part(&Part { path: &recording.path, options: self.part(recording), speed: 1.0 })
    }

    /// The rows of a recording, of the part and the channel of its file that it names, as
    /// [`augmented_rows_of_file`](Self::augmented_rows_of_file) gives them.
    ///
    /// # Errors
    ///
    /// As there, and as [`row_of_recording`](Self::row_of_recording).
    pub fn augmented_rows_of_recording(
        &self,
        recording: &Recording,
        treatments: &[Treatment],
        seeds: &[u32],
    ) -> Result<Vec<Array1<f64>>> {
        self.augmented_rows(&recording.path, &self.part(recording), treatments, seeds)
    }

    /// The rows of an audio file: as recorded, and once for each treatment, which acts on the
    /// samples at the file's own rate. Each takes what is random in it from its own seed.
    ///
    /// # Errors
    ///
    /// As [`row_of_file`](Self::row_of_file); and if a treatment cannot be applied, or there is
    /// not a seed for each.
    pub fn augmented_rows_of_file(
        &self,
        path: impl AsRef<Path>,
        treatments: &[Treatment],
        seeds: &[u32],
    ) -> Result<Vec<Array1<f64>>> {
        self.augmented_rows(path.as_ref(), &self.as_recorded(), treatments, seeds)
    }

    fn augmented_rows(
        &self,
        path: &Path,
        options: &LoadOptions,
        treatments: &[Treatment],
        seeds: &[u32],
    ) -> Result<Vec<Array1<f64>>> {
        if treatments.len() != seeds.len() {
            let (expected, got) = (treatments.len(), seeds.len());
            return Err(Error::Shape { what: "seeds of treatments", expected, got });
        }
        let AudioClip { samples, sample_rate, .. } = emo_audio_io::load(path, options)?;
        let mut rows = vec![self.row_of_samples(&samples, sample_rate)];
        rows.extend(treatments.iter().zip(seeds).map(|(treatment, &seed)| {
            let treated = self.augmenter.apply(treatment, &samples, sample_rate, seed)?;
            self.row_of_samples(&treated, sample_rate)
        }));
        rows.into_iter().map(|row| row.map_err(|error| error.in_file(path))).collect()
    }

    /// The row of an audio file that is in memory. `name` is used in errors; its extension is a
    /// hint at the format.
    ///
    /// # Errors
    ///
    /// As [`row_of_file`](Self::row_of_file).
    pub fn row_of_bytes(&self, bytes: &[u8], name: &str) -> Result<Array1<f64>> {
        let clip = self.loader.load_bytes(bytes, name)?;
        let in_file = |error| Error::from(error).in_file(Path::new(name));
        self.extractor.extract(&clip.samples).map_err(in_file)
    }

    /// The row of mono samples at any rate, in Hz.
    ///
    /// # Errors
    ///
    /// If there are no samples, one is NaN, infinite or far beyond full scale, or the rate is 0 or
    /// more than 256 times higher or lower than that of the configuration.
    pub fn row_of_samples(&self, samples: &[f32], sample_rate: u32) -> Result<Array1<f64>> {
        if sample_rate == self.extractor.sample_rate() {
            return Ok(self.extractor.extract(samples)?);
        }
        let samples = self.resampler(sample_rate)?.process(samples)?;
        Ok(self.extractor.extract(&samples)?)
    }

    /// The rows of an audio file played at some speeds (speeds × features); 1 is as recorded, and
    /// at 1.1 a second is over, and each tone higher, by a tenth.
    ///
    /// # Errors
    ///
    /// As [`row_of_file`](Self::row_of_file); and without a speed, or with one that is not from 0.5
    /// to 2.
    pub fn rows_of_file(&self, path: impl AsRef<Path>, speeds: &[f64]) -> Result<Array2<f64>> {
        Ok(self.rows_of_part(path.as_ref(), &self.as_recorded(), speeds)?.0)
    }

    /// The rows of an audio file that is in memory, played at some speeds (speeds × features).
    ///
    /// # Errors
    ///
    /// As [`rows_of_file`](Self::rows_of_file).
    pub fn rows_of_bytes(&self, bytes: &[u8], name: &str, speeds: &[f64]) -> Result<Array2<f64>> {
        if speeds == [1.0] {
            return self.row_of_bytes(bytes, name).and_then(|row| stacked(vec![row]));
        }
        let clip = Loader::new(self.as_recorded())?.load_bytes(bytes, name)?;
        let rows = self.rows_of_samples(&clip.samples, clip.sample_rate, speeds);
        rows.map_err(|error| error.in_file(Path::new(name)))
    }

    /// The rows of mono samples at any rate, in Hz, played at some speeds (speeds × features).
    ///
    /// ```
    /// use emo_pipeline::{FeatureConfig, emotion_model::RowExtractor};
    ///
    /// let tone: Vec<f32> = (0..8000).map(|t| (t as f32 * 0.1).sin()).collect();
    /// let extractor = RowExtractor::new(FeatureConfig::default())?;
    /// let rows = extractor.rows_of_samples(&tone, 16_000, &[0.9, 1.0, 1.1])?;
    /// assert_eq!(rows.row(1), extractor.row_of_samples(&tone, 16_000)?);
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`row_of_samples`](Self::row_of_samples), of the rate at each speed; and without a speed,
    /// or with one that is not from 0.5 to 2.
    pub fn rows_of_samples(
        &self,
        samples: &[f32],
        sample_rate: u32,
        speeds: &[f64],
    ) -> Result<Array2<f64>> {
        check_speeds(speeds)?;
        let row = |&speed| self.row_of_samples(samples, rate_at(speed, sample_rate));
        stacked(speeds.iter().map(row).collect::<Result<_>>()?)
    }

    /// The rows of a recording at some speeds (speeds × features), of the part and the channel of
    /// its file that it names. With `bytes`, the content of the file, the path is a name in errors
    /// alone, whose extension is a hint at the format.
    ///
    /// ```
    /// use emo_pipeline::{Clip, FeatureConfig, Recording, emotion_model::RowExtractor};
    ///
    /// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/audio");
    /// let extractor = RowExtractor::new(FeatureConfig::default())?;
    /// let part = Recording::new(format!("{folder}/speech.wav"), Clip::default()).segment(0.5, 1.0);
    /// let bytes = std::fs::read(&part.path)?;
    /// let rows = extractor.rows_of_recording(&part, Some(&bytes), &[1.0])?;
    /// assert_eq!(rows.row(0), extractor.row_of_recording(&part)?);
    /// # Ok::<(), emo_pipeline::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`rows_of_file`](Self::rows_of_file); and if the file has no such channel, or ends before
    /// the part starts.
    pub fn rows_of_recording(
        &self,
        recording: &Recording,
        bytes: Option<&[u8]>,
        speeds: &[f64],
    ) -> Result<Array2<f64>> {
        let (path, options) = (&recording.path, self.part(recording));
        let Some(bytes) = bytes else { return Ok(self.rows_of_part(path, &options, speeds)?.0) };
        let name = path.to_string_lossy();
        if recording.segment.is_none() && recording.channel.is_none() {
            return self.rows_of_bytes(bytes, &name, speeds);
        }
        let clip = Loader::new(options)?.load_bytes(bytes, &name)?;
        let rows = self.rows_of_samples(&clip.samples, clip.sample_rate, speeds);
        rows.map_err(|error| error.in_file(path))
    }

    /// As [`rows_of_recording`](Self::rows_of_recording) without bytes, with what was noticed about
    /// the file.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn rows_of_recording_with_notes(
        &self,
        recording: &Recording,
        speeds: &[f64],
    ) -> Result<(Array2<f64>, Vec<Note>)> {
        self.rows_of_part(&recording.path, &self.part(recording), speeds)
    }

    fn as_recorded(&self) -> LoadOptions {
        self.loader.options().clone().sample_rate(None)
    }

    /// What to load of a recording's file, at the file's own rate.
    fn part(&self, recording: &Recording) -> LoadOptions {
        part_options(recording, self.as_recorded())
    }

    /// The conversion from `sample_rate`, planned anew where none of the last was from there.
    pub(super) fn resampler(&self, sample_rate: u32) -> Result<Resampler> {
        let lock = || self.resamplers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = lock().iter().find(|kept| kept.from() == sample_rate) {
            return Ok(kept.clone());
        }
        let resampler = Resampler::new(sample_rate, self.extractor.sample_rate())?;
        let mut kept = lock();
        let n_old = (kept.len() + 1).saturating_sub(KEPT);
        kept.drain(..n_old);
        kept.push(resampler.clone());
        Ok(resampler)
    }
}

/// Whether there is a speed, and each is one that a clip may be played at.
pub(super) fn check_speeds(speeds: &[f64]) -> Result<()> {
    let wrong = |got: String| {
        let (parameter, expected) = ("speeds".into(), "one or more, each from 0.5 to 2".into());
        Error::InvalidParameter { parameter, expected, got }
    };
    match speeds.iter().find(|speed| !SPEEDS.contains(*speed)) {
        Some(speed) => Err(wrong(speed.to_string())),
        None if speeds.is_empty() => Err(wrong("none".into())),
        None => Ok(()),
    }
}

/// Rows, which are of one length, as a table.
pub(super) fn stacked(rows: Vec<Array1<f64>>) -> Result<Array2<f64>> {
    let views: Vec<_> = rows.iter().map(|row| row.view()).collect();
    ndarray::stack(Axis(0), &views).map_err(|_| Error::Empty { what: "speeds" })
}
