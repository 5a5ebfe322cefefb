//! Samples to features: each stage by its own function, and the row of 60 in one go.
//!
//! Throughput is in samples, of which a second of audio has 22 050: `20 Melem/s` are 900 seconds
//! of audio a second. Each stage but the first starts from a spectrogram and plans its filters
//! anew, as a single call does; the row's extractor has planned them before.

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used)] // a benchmark ends by it
#![allow(missing_docs)]

mod settings;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use emo_benches::{CLIP_SECONDS, Ffts, SAMPLE_RATE, speech};
use emo_dsp_features::{
    ChromaParams, ContrastParams, FeatureConfig, FeatureExtractor, MelParams, MfccParams,
    PiptrackParams, PowerToDb, Stft, StftParams, TuningParams, ZeroCrossingRateParams, chroma_stft,
    estimate_tuning, melspectrogram, mfcc, power_to_db, spectral_contrast, zero_crossing_rate,
};

fn features(criterion: &mut Criterion) {
    let samples = speech(SAMPLE_RATE, CLIP_SECONDS).unwrap();
    let mut group = criterion.benchmark_group("features");
    group.throughput(Throughput::Elements(samples.len() as u64));

    let mut ffts = Ffts::<f32>::new(&samples);
    group.bench_function(format!("{} FFTs alone", ffts.count()), |b| b.iter(|| ffts.run()));
    let stft = Stft::new(&StftParams::default()).unwrap();
    group.bench_function("stft", |b| b.iter(|| stft.transform(black_box(&samples)).unwrap()));

    let power = stft.spectrogram(&samples, 2.0).unwrap();
    let power = power.view();
    let params = MelParams::default();
    let mel = melspectrogram(power, SAMPLE_RATE, &params).unwrap();
    group.bench_function("mel", |b| {
        b.iter(|| melspectrogram(black_box(power), SAMPLE_RATE, &params).unwrap());
    });
    group.bench_function("mfcc", |b| {
        b.iter(|| {
            let decibels = power_to_db(black_box(mel.view()), &PowerToDb::default()).unwrap();
            mfcc(decibels.view(), &MfccParams::default().n_mfcc(40)).unwrap()
        });
    });
    group.bench_function("tuning", |b| {
        let (tuning, tracking) = (TuningParams::default(), PiptrackParams::default());
        b.iter(|| estimate_tuning(black_box(power), SAMPLE_RATE, &tuning, &tracking).unwrap());
    });
    group.bench_function("chroma, with its tuning", |b| {
        let params = ChromaParams::default();
        b.iter(|| chroma_stft(black_box(power), SAMPLE_RATE, &params).unwrap());
    });
    let magnitudes = stft.spectrogram(&samples, 1.0).unwrap();
    group.bench_function("contrast", |b| {
        let params = ContrastParams::default();
        b.iter(|| spectral_contrast(black_box(magnitudes.view()), SAMPLE_RATE, &params).unwrap());
    });
    group.bench_function("zero-crossing rate", |b| {
        let params = ZeroCrossingRateParams::default();
        b.iter(|| zero_crossing_rate(black_box(&samples), &params).unwrap());
    });

    let extractor = FeatureExtractor::new(FeatureConfig::default()).unwrap();
    group.bench_function("row of 60", |b| {
        b.iter(|| extractor.extract(black_box(&samples)).unwrap());
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = settings::criterion(50, 2.0);
    targets = features
}
criterion_main!(benches);
