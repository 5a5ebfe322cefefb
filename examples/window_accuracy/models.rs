//! Clips, their features, and two models in one.

use std::ops::Range;
use std::path::{Path, PathBuf};

use emo_audio_io::LoadOptions;
use emo_live::{Predictor, SpeechOptions, find_speech};
use emo_pipeline::emotion_model::{RidgePipeline, RidgeTrainer, RowExtractor};
use emo_pipeline::{FeatureConfig, FeatureSet, FeatureTable};
use emo_random::RandomState;
use ndarray::{Array1, Array2, Axis, stack};
use rayon::prelude::*;

use crate::Outcome;

/// The rate of the features.
pub(crate) const RATE: u32 = 22_050;
/// Sorted, as a fitted pipeline has them.
pub(crate) const LABELS: [&str; 8] =
    ["angry", "calm", "disgust", "fearful", "happy", "neutral", "sad", "surprised"];
/// RAVDESS's codes 01 to 08.
const CODES: [&str; 8] =
    ["neutral", "calm", "happy", "sad", "angry", "fearful", "disgust", "surprised"];
/// Random crops of each clip's speech, and their length, s.
const CROPS: usize = 2;
const CROP: (f64, f64) = (0.8, 2.5);

/// A clip with its features.
#[derive(Clone)]
pub(crate) struct Clip {
    name: String,
    actor: u64,
    pub(crate) label: String,
    pub(crate) samples: Vec<f32>,
    /// Where its speech is.
    pub(crate) speech: Range<usize>,
    pub(crate) row: Array1<f64>,
    /// The features of its speech, and of crops of it.
    parts: Vec<Array1<f64>>,
}

fn extractor() -> Outcome<RowExtractor> {
    Ok(RowExtractor::new(FeatureConfig::from(FeatureSet::Full))?)
}

/// The clips of each actor, one folder for each.
pub(crate) fn load(folders: &[PathBuf]) -> Outcome<Vec<Vec<Clip>>> {
    let extractor = extractor()?;
    folders.iter().map(|folder| load_folder(folder, &extractor)).collect()
}

fn load_folder(folder: &Path, extractor: &RowExtractor) -> Outcome<Vec<Clip>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.sort();
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let actor: u64 = name.trim_start_matches("Actor_").parse()?;
    files.par_iter().map(|file| clip(file, actor, extractor)).collect()
}

fn clip(file: &Path, actor: u64, extractor: &RowExtractor) -> Outcome<Clip> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let code: usize = name.split('-').nth(2).unwrap_or_default().parse()?;
    let label = CODES.get(code - 1).ok_or("expected an emotion from 01 to 08")?;
    let samples = load_samples(file, RATE)?;
    let mut parts = Vec::new();
    let range = speech(file, &samples)?;
    let speech = &samples[range.clone()];
    let mut random = RandomState::new(code as u32);
    parts.push(extractor.row_of_samples(speech, RATE)?);
    for _ in 0..CROPS {
        let length = (random.uniform(CROP.0, CROP.1) * f64::from(RATE)) as usize;
        let start = random.uniform(0.0, speech.len().saturating_sub(length) as f64) as usize;
        let crop = &speech[start..(start + length).min(speech.len())];
        parts.push(extractor.row_of_samples(crop, RATE)?);
    }
    let row = extractor.row_of_samples(&samples, RATE)?;
    Ok(Clip { name, actor, label: (*label).into(), samples, speech: range, row, parts })
}

fn load_samples(file: &Path, rate: u32) -> Result<Vec<f32>, emo_audio_io::Error> {
    Ok(emo_audio_io::load(file, &LoadOptions::default().sample_rate(Some(rate)))?.samples)
}

/// From the start of the first to the end of the last part that is speech.
fn speech(file: &Path, samples: &[f32]) -> Outcome<Range<usize>> {
    let parts = find_speech(&load_samples(file, 16_000)?, SpeechOptions::default())?;
    let place = |at: u64| (at * u64::from(RATE) / 16_000) as usize;
    match (parts.first(), parts.last()) {
        (Some(first), Some(last)) => Ok(place(first.start)..place(last.end).min(samples.len())),
        _ => Ok(0..samples.len()),
    }
}

/// A model that is trained on whole clips, and one that is trained on their speech and crops too.
/// Its probabilities are those of both, one after the other, so that features are computed once.
pub(crate) struct Both {
    extractor: RowExtractor,
    models: [RidgePipeline; 2],
}

impl Both {
    pub(crate) fn train(clips: &[&Clip]) -> Outcome<Self> {
        let extractor = extractor()?;
        let (mut rows, mut infos) = (Vec::new(), Vec::new());
        for clip in clips {
            rows.push(clip.row.view());
            infos.push(info(clip));
        }
        let n = rows.len();
        for clip in clips {
            for (at, part) in clip.parts.iter().enumerate() {
                rows.push(part.view());
                infos.push(info(clip).copy(format!("part {at}")));
            }
        }
        let x: Array2<f64> = stack(Axis(0), &rows)?;
        let table = FeatureTable::new(x, extractor.column_names().to_vec(), infos)?;
        let whole = table.select(&(0..n).collect::<Vec<_>>())?;
        let train = |table| RidgeTrainer::default().fit(table).map(|trained| trained.pipeline);
        Ok(Self { models: [train(&whole)?, train(&table)?], extractor })
    }

    pub(crate) fn predict_row(&self, row: &Array1<f64>) -> Outcome<Vec<f64>> {
        let x = row.mapv(|value| value as f32).insert_axis(Axis(0));
        let mut all = Vec::new();
        for model in &self.models {
            all.extend(model.predict_proba(&x)?.iter().map(|p| f64::from(*p)));
        }
        Ok(all)
    }
}

fn info(clip: &Clip) -> emo_pipeline::Clip {
    emo_pipeline::Clip::new(clip.name.as_str()).label(clip.label.as_str()).speaker(clip.actor)
}

/// The likeliest label of the model that is trained on whole clips.
pub(crate) fn first_label(probabilities: &[f64]) -> &'static str {
    let own = probabilities.iter().zip(LABELS);
    own.max_by(|a, b| a.0.total_cmp(b.0)).map_or("", |(_, label)| label)
}

impl Predictor for Both {
    fn labels(&self) -> Vec<String> {
        let names = |model: &str| LABELS.map(|label| format!("{model} {label}"));
        [names("clips"), names("crops")].concat()
    }

    fn sample_rate(&self) -> u32 {
        RATE
    }

    fn predict(&self, samples: &[f32]) -> Outcome<Vec<f64>> {
        self.predict_row(&self.extractor.row_of_samples(samples, RATE)?)
    }
}
