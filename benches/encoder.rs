//! The learned encoder on a clip of 3.87 s, one thread: after the convolutions and each block.
//!
//! Throughput is in samples, of which a second of audio has 16 000: `3.2 Melem/s` are 200 times
//! real time. Weights in int8 are expanded when they are read, so that the format changes the time
//! to read them alone.

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used)] // a benchmark ends by it
#![allow(missing_docs)]

mod settings;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use emo_benches::{CLIP_SECONDS, speech};
use emo_speech_encoder::{Encoder, Workspace};

fn encoder(criterion: &mut Criterion) {
    let samples = speech(Encoder::SAMPLE_RATE, CLIP_SECONDS).unwrap();
    let mut group = criterion.benchmark_group("encoder");
    group.bench_function("reading the weights", |b| b.iter(|| Encoder::tiny_en().unwrap()));
    group.throughput(Throughput::Elements(samples.len() as u64));
    let whole = Encoder::tiny_en().unwrap();
    group.bench_function("log-mel", |b| b.iter(|| whole.log_mel(black_box(&samples)).unwrap()));
    for blocks in 0..=whole.blocks() {
        let encoder = whole.clone().with_blocks(blocks).unwrap();
        let mut workspace = Workspace::default();
        group.bench_function(format!("{blocks} blocks"), |b| {
            b.iter(|| {
                let each = |frames: ndarray::ArrayView2<'_, f32>| _ = black_box(frames.sum());
                encoder.encode_in_chunks(black_box(&samples), &mut workspace, each).unwrap();
            });
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = settings::criterion(50, 2.0);
    targets = encoder
}
criterion_main!(benches);
