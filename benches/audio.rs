//! Files to samples and to features: WAV, FLAC and MP3 at three sample rates, from memory.
//!
//! Throughput is in samples at 22 050 Hz, a second of audio each 22 050. `decode` keeps the
//! file's own rate; `load` resamples to 22 050 Hz; `file to row` goes on to the 60 features.

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used)] // a benchmark ends by it
#![allow(missing_docs)]

mod settings;

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use emo_audio_io::{LoadOptions, Loader, Resampler};
use emo_benches::{CLIP_SECONDS, SAMPLE_RATE, fixture, speech, wav};
use emo_dsp_features::FeatureConfig;
use emo_pipeline::emotion_model::RowExtractor;

const RATES: [u32; 3] = [48_000, 44_100, 16_000];
const FORMATS: [&str; 3] = ["wav", "flac", "mp3"];

/// A file of speech: WAV of [`CLIP_SECONDS`], else one sentence.
fn file(format: &str, rate: u32) -> Vec<u8> {
    let encoded = Path::new(env!("CARGO_MANIFEST_DIR")).join("audio");
    match (format, rate) {
        ("wav", _) => wav(rate, &speech(rate, CLIP_SECONDS).unwrap()),
        (_, 48_000) => std::fs::read(fixture("audio/speech").with_extension(format)).unwrap(),
        _ => std::fs::read(encoded.join(format!("speech_{rate}.{format}"))).unwrap(),
    }
}

fn files(criterion: &mut Criterion) {
    let decoder = Loader::new(LoadOptions::default().sample_rate(None)).unwrap();
    let loader = Loader::new(LoadOptions::default()).unwrap();
    let rows = RowExtractor::new(FeatureConfig::default()).unwrap();
    for format in FORMATS {
        let mut group = criterion.benchmark_group(format);
        for rate in RATES {
            let bytes = file(format, rate);
            let load = |loader: &Loader| loader.load_bytes(black_box(&bytes), format).unwrap();
            group.throughput(Throughput::Elements(load(&loader).samples.len() as u64));
            group.bench_function(BenchmarkId::new("decode", rate), |b| b.iter(|| load(&decoder)));
            group.bench_function(BenchmarkId::new("load", rate), |b| b.iter(|| load(&loader)));
            group.bench_function(BenchmarkId::new("file to row", rate), |b| {
                b.iter(|| rows.row_of_bytes(black_box(&bytes), format).unwrap());
            });
        }
        group.finish();
    }
}

fn resampling(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("resample");
    for rate in RATES {
        let samples = speech(rate, CLIP_SECONDS).unwrap();
        let resampler = Resampler::new(rate, SAMPLE_RATE).unwrap();
        group.throughput(Throughput::Elements(resampler.output_len(samples.len()) as u64));
        group.bench_function(BenchmarkId::from_parameter(rate), |b| {
            b.iter(|| resampler.process(black_box(&samples)).unwrap());
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = settings::criterion(30, 1.0);
    targets = files, resampling
}
criterion_main!(benches);
