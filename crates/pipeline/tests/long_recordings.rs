//! A recording that is too long to keep its samples has the row of its samples, in flat memory.
//!
//! A test program of its own, with one test: the counter of memory sees all threads.
// A failure here ends the test, in helpers too.
#![allow(clippy::unwrap_used)]

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use emo_pipeline::audio::Channels;
use emo_pipeline::emotion_model::RowExtractor;
use emo_pipeline::{Clip, FeatureConfig, FeatureSet, LoadOptions, Recording, load};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const RATE: u32 = 16_000;

/// A glide of harmonics, with pauses, as a WAV file in stereo.
fn write(folder: &Path, seconds: u32) -> PathBuf {
    let path = folder.join(format!("{seconds}.wav"));
    let frames = seconds * RATE;
    let mut file = BufWriter::new(std::fs::File::create(&path).unwrap());
    let header = [
        &b"RIFF"[..],
        &(36 + 4 * frames).to_le_bytes(),
        b"WAVEfmt ",
        &16_u32.to_le_bytes(),
        &1_u16.to_le_bytes(),
        &2_u16.to_le_bytes(),
        &RATE.to_le_bytes(),
        &(4 * RATE).to_le_bytes(),
        &4_u16.to_le_bytes(),
        &16_u16.to_le_bytes(),
        b"data",
        &(4 * frames).to_le_bytes(),
    ];
    file.write_all(&header.concat()).unwrap();
    for frame in 0..frames {
        let t = f64::from(frame) / f64::from(RATE);
        let phase = 800.0 * t + 60.0 * (3.0 * t).sin();
        let loudness = (1.0 + (2.1 * t).sin()) * (1.5 + (0.01 * t).sin());
        let wave = loudness * (1..6).map(|k| (phase * f64::from(k)).sin()).sum::<f64>();
        for channel in [1200.0, 700.0] {
            file.write_all(&((wave * channel) as i16).to_le_bytes()).unwrap();
        }
    }
    path
}

/// The row of the samples of a file.
fn of_samples(extractor: &RowExtractor, path: &Path, options: LoadOptions) -> Vec<f64> {
    let clip = load(path, &options.sample_rate(Some(extractor.config().sample_rate))).unwrap();
    extractor.row_of_samples(&clip.samples, clip.sample_rate).unwrap().to_vec()
}

/// The bytes that a row of a file takes at most, beside those that were there before.
fn taken(extractor: &RowExtractor, path: &Path) -> usize {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    extractor.row_of_file(path).unwrap();
    MEMORY.peak_usage() - before
}

#[test]
fn a_long_recording_has_the_row_of_its_samples_in_flat_memory() {
    let folder = tempfile::tempdir().unwrap();
    let (short, long) = (write(folder.path(), 250), write(folder.path(), 750));
    let extractor_of = |set: FeatureSet| RowExtractor::new(FeatureConfig::from(set)).unwrap();

    // The first four minutes take 21 MB, in a vector that grows by doubling.
    // Means keep the peaks of the tuning alone, 8 bytes each. Each second of the difference has
    // 88 kB of samples.
    let extractor = extractor_of(FeatureSet::Ravdess60);
    let (of_short, of_long) = (taken(&extractor, &short), taken(&extractor, &long));
    assert!(of_short < 40_000_000, "{of_short} bytes");
    assert!(of_long < of_short + 500 * 8_000, "{of_short} bytes became {of_long}");

    for set in [FeatureSet::Ravdess60, FeatureSet::Functionals] {
        let extractor = extractor_of(set);
        let row = extractor.row_of_file(&long).unwrap().to_vec();
        assert_eq!(row, of_samples(&extractor, &long, LoadOptions::default()), "{set}");
    }

    let part = Recording::new(&long, Clip::default()).segment(100.0, 500.0).channel(1);
    let options = LoadOptions::default().offset(100.0).duration(Some(500.0));
    let expected = of_samples(&extractor, &long, options.channels(Channels::One(1)));
    assert_eq!(extractor.row_of_recording(&part).unwrap().to_vec(), expected);

    let clip = load(&short, &LoadOptions::default().sample_rate(None)).unwrap();
    let speeds = [0.9, 1.0, 1.1];
    let expected = extractor.rows_of_samples(&clip.samples, clip.sample_rate, &speeds).unwrap();
    assert_eq!(extractor.rows_of_file(&short, &speeds).unwrap(), expected);
}
