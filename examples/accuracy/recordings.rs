//! Tables of features of the recordings, under any condition, each computed once.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use emo_augment::{babble, mix};
use emo_pipeline::{
    AudioClip, Clip, Error, FeatureConfig, LoadOptions, RandomState, Recording, Result,
    emotion_model::RowExtractor,
    extract_table, load,
    reader::{CorpusReader, Ravdess},
};
use ndarray::Array2;

use crate::condition::Condition;

/// The recordings of one channel, in their order, and where tables of them are kept.
pub(crate) struct Recordings {
    channel: &'static str,
    clips: Vec<Recording>,
    /// Tables that were computed before.
    cache: PathBuf,
    /// The recordings as MP3, by bit rate; see `mp3.sh`.
    mp3: Option<PathBuf>,
}

impl Recordings {
    /// Finds the recordings of a channel under `data`.
    pub(crate) fn new(
        data: &Path,
        channel: &'static str,
        cache: &Path,
        mp3: Option<&Path>,
    ) -> Result<Self> {
        let mut clips = Ravdess.scan(data)?.recordings;
        clips.retain(|recording| recording.clip.has("channel", channel));
        fs::create_dir_all(cache)?;
        Ok(Self { channel, clips, cache: cache.to_owned(), mp3: mp3.map(Path::to_owned) })
    }

    /// What is known of the clips, in the order of the rows.
    pub(crate) fn infos(&self) -> Vec<Clip> {
        self.clips.iter().map(|recording| recording.clip.clone()).collect()
    }

    /// The rows of all clips under a condition, from the cache or computed on all cores.
    pub(crate) fn rows(
        &self,
        features: &FeatureConfig,
        condition: Condition,
    ) -> Result<Array2<f32>> {
        self.rows_at_speed(features, condition, 1.0)
    }

    /// The same where a model gets the clips at another speed.
    pub(crate) fn rows_at_speed(
        &self,
        features: &FeatureConfig,
        condition: Condition,
        speed: f64,
    ) -> Result<Array2<f32>> {
        let channel = self.channel;
        let at_speed = if speed == 1.0 { String::new() } else { format!(", heard at {speed}") };
        let name = format!("{}, {channel}, {condition}{at_speed}.f32", features.id());
        let name = name.replace('/', " per ");
        let path = self.cache.join(name);
        let n_columns = features.column_names().len();
        if let Ok(bytes) = fs::read(&path) {
            let values = bytes.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes));
            return shaped(self.clips.len(), n_columns, values.collect());
        }
        eprintln!("extracting: {channel}, {condition}{at_speed}");
        let rows = self.extract(features, condition, speed)?;
        let bytes: Vec<u8> = rows.iter().flat_map(|value| value.to_le_bytes()).collect();
        emo_pipeline::write_whole(&path, |file| file.write_all(&bytes))?;
        Ok(rows)
    }

    fn extract(
        &self,
        features: &FeatureConfig,
        condition: Condition,
        speed: f64,
    ) -> Result<Array2<f32>> {
        let extractor = RowExtractor::new(features.clone())?;
        let row = |path: &Path| {
            let at = self.clips.binary_search_by(|clip| clip.path.as_path().cmp(path));
            let at = at.map_err(|_| Error::Empty { what: "clips in the order of their paths" })?;
            let clip = self.heard(at, condition)?;
            let rows = extractor.rows_of_samples(&clip.samples, clip.sample_rate, &[speed])?;
            Ok(rows.row(0).to_owned())
        };
        let row_of = |recording: &Recording| row(&recording.path);
        let extraction = extract_table(&self.clips, extractor.column_names(), row_of, |_| ())?;
        if let Some((_, error)) = extraction.skipped.into_iter().next() {
            return Err(error);
        }
        let x = extraction.table.x();
        Ok(x.mapv(|value| value as f32))
    }

    /// A clip under a condition. Its number is the seed of what is random in that.
    fn heard(&self, at: usize, condition: Condition) -> Result<AudioClip> {
        let seed = at as u32;
        let options = LoadOptions::default().sample_rate(None);
        let path = &self.clips[at].path;
        match condition {
            Condition::AsRecorded => Ok(load(path, &options)?),
            Condition::Treated(treatment) => {
                let mut clip = load(path, &options)?;
                clip.samples = treatment.apply(&clip.samples, clip.sample_rate, seed)?;
                Ok(clip)
            }
            Condition::Babble { snr_db } => self.in_babble(at, snr_db, seed),
            Condition::Mp3 { kbps } => {
                let folder =
                    self.mp3.as_deref().ok_or(Error::Empty { what: "folders in --mp3" })?;
                let name = self.clips[at].path.file_stem().unwrap_or_default();
                let path = folder.join(kbps.to_string()).join(name).with_extension("mp3");
                Ok(load(path, &options)?)
            }
        }
    }

    /// A clip among eight other clips, drawn from those of other actors.
    fn in_babble(&self, at: usize, snr_db: f64, seed: u32) -> Result<AudioClip> {
        let options = LoadOptions::default().sample_rate(None);
        let mut random = RandomState::new(seed);
        let actor = &self.clips[at].clip.speaker;
        let mut voices = Vec::with_capacity(VOICES);
        while voices.len() < VOICES {
            let other = &self.clips[random.randint(0, self.clips.len() as i64)? as usize];
            if other.clip.speaker != *actor {
                voices.push(load(&other.path, &options)?.samples);
            }
        }
        let mut clip = load(&self.clips[at].path, &options)?;
        let noise = babble(&voices, clip.samples.len(), &mut random)?;
        clip.samples = mix(&clip.samples, &noise, snr_db)?;
        Ok(clip)
    }
}

/// Voices of a babble.
const VOICES: usize = 8;

fn shaped(n_rows: usize, n_columns: usize, values: Vec<f32>) -> Result<Array2<f32>> {
    let got = values.len();
    Array2::from_shape_vec((n_rows, n_columns), values).map_err(|_| Error::Shape {
        what: "numbers in a table of the cache",
        expected: n_rows * n_columns,
        got,
    })
}
