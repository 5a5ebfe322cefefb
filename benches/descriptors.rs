//! Each descriptor of speech alone, and each set of features with a name, on a clip of 3.87 s.
//!
//! A descriptor's time holds what it needs: the transform, or the pitch of the clip. Throughput is
//! in samples, of which a second of audio has 16 000 (22 050 for `ravdess-60`).

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used)] // a benchmark ends by it
#![allow(missing_docs)]

mod settings;

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use emo_benches::{CLIP_SECONDS, speech};
use emo_dsp_features::{
    Descriptor, FeatureConfig, FeatureExtractor, FeatureSet, FormantParams, Summary,
};

fn descriptors(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("descriptors");
    let speech = FeatureConfig::from(FeatureSet::Full);
    let mut all = speech.descriptors.clone();
    all.extend([
        Descriptor::HarmonicsToNoise,
        Descriptor::Perturbation,
        Descriptor::HarmonicDifference,
        Descriptor::Formants(FormantParams::default()),
    ]);
    for descriptor in all {
        let name = descriptor.names().swap_remove(0);
        let config = FeatureConfig::default()
            .sample_rate(speech.sample_rate)
            .stft(speech.stft.clone())
            .descriptors(vec![descriptor])
            .summaries(vec![Summary::Mean]);
        extract(&mut group, &name, config);
    }
    group.finish();
}

fn sets(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sets");
    for set in FeatureSet::ALL {
        extract(&mut group, set.name(), set.into());
    }
    group.finish();
}

fn extract(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, config: FeatureConfig) {
    let samples = speech(config.sample_rate, CLIP_SECONDS).unwrap();
    let extractor = FeatureExtractor::new(config).unwrap();
    group.throughput(Throughput::Elements(samples.len() as u64));
    group.bench_function(name, |b| b.iter(|| extractor.extract(black_box(&samples)).unwrap()));
}

criterion_group! {
    name = benches;
    config = settings::criterion(30, 1.0);
    targets = descriptors, sets
}
criterion_main!(benches);
