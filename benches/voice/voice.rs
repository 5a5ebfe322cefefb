//! Our side of the comparisons of pitch and voice (pitch.py, quality.py): for each file that is
//! named on standard input a line of JSON with what is found in it, frame by frame of 10 ms, and
//! the jitter and shimmer of the whole. Pitch is 0 where there is no voice.

#![forbid(unsafe_code)]

use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};

use emo_audio_io::{LoadOptions, Loader};
use emo_dsp_features::{
    Descriptor, DescriptorFrames, FeatureConfig, FeatureExtractor, FeatureSet, FormantParams,
    LevelParams, Preparation, jitter_local, pulses, shimmer_local_db,
};
use ndarray::Array2;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    // As the named sets do it, but from the first sample on.
    let config = FeatureConfig::from(FeatureSet::Functionals)
        .preparation(Preparation::default())
        .descriptors(vec![
            Descriptor::Pitch,
            Descriptor::Level(LevelParams::default()),
            Descriptor::HarmonicsToNoise,
            Descriptor::HarmonicDifference,
            Descriptor::Formants(FormantParams::default()),
        ]);
    let loader = Loader::new(LoadOptions::default().sample_rate(Some(config.sample_rate)))?;
    let extractor = FeatureExtractor::new(config)?;
    for file in stdin().lock().lines() {
        let samples = loader.load(file?)?.samples;
        writeln!(stdout(), "{}", heard(&extractor, &samples)?)?;
    }
    Ok(())
}

fn heard(extractor: &FeatureExtractor, samples: &[f32]) -> Result<Value, Box<dyn Error>> {
    let FeatureConfig { sample_rate, voicing, .. } = extractor.config();
    let frames = extractor.descriptors(samples)?;
    let [pitch, level, hnr, h1_h2, formants] = frames.as_slice() else {
        return Err("five descriptors".into());
    };
    let loudest = level.values.iter().copied().fold(f32::MIN, f32::max);
    let hz = pitch.values.outer_iter().zip(&level.values).map(|(frame, &level)| {
        let is_voiced = frame[1] > voicing.periodicity && level > loudest - voicing.range_db;
        if is_voiced { 27.5 * (frame[0] / 12.0).exp2() } else { 0.0 }
    });
    let pulses = pulses(samples, *sample_rate, voicing)?;
    Ok(json!({
        "hz": hz.collect::<Vec<f32>>(),
        "hnr": column(hnr, 0),
        "h1_h2": column(h1_h2, 0),
        "formants": (0..3).map(|n| column(formants, n)).collect::<Vec<_>>(),
        "jitter": jitter_local(&pulses),
        "shimmer": shimmer_local_db(&pulses),
    }))
}

fn column(frames: &DescriptorFrames, column: usize) -> Vec<f32> {
    let values: &Array2<f32> = &frames.values;
    values.column(column).to_vec()
}
