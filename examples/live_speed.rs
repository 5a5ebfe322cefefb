//! Measures latency, speed and memory with the bundled model.
//!
//!     cargo run --release --example live_speed -- MINUTES FILE...
//!
//! The files, which have one sample rate, are joined and repeated for so many minutes. First they are
//! pushed in blocks of 10 ms, then the same samples are measured as two channels of a timeline.

#![forbid(unsafe_code)]
#![allow(clippy::print_stdout)] // a program prints

use std::time::{Duration, Instant};

use emo_audio_io::{LoadOptions, load};
use emo_live::{EmotionStream, Event, StreamOptions, TimelineBuilder};
use emo_pipeline::EmotionModel;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1);
    let minutes: f64 = arguments.next().ok_or("usage: live_speed MINUTES FILE...")?.parse()?;
    let (mut samples, mut rate) = (Vec::new(), 16_000);
    for file in arguments {
        let clip = load(file, &LoadOptions::default().sample_rate(None))?;
        rate = clip.sample_rate;
        samples.extend(clip.samples);
    }
    let model = EmotionModel::pretrained()?;
    let options = StreamOptions::default().sample_rate(rate);
    let total = (minutes * 60.0 * f64::from(rate)) as usize;
    println!("{rate} Hz, {minutes} min");
    live(&model, &samples, total, options.clone())?;
    offline(&model, &samples, total, options)
}

fn live(
    model: &EmotionModel,
    samples: &[f32],
    total: usize,
    options: StreamOptions,
) -> Outcome<()> {
    let rate = options.sample_rate;
    let block = (rate / 100) as usize;
    let mut stream = EmotionStream::new(model, options)?;
    let (mut quiet, mut busy, mut lags) = (Vec::new(), Vec::new(), Vec::new());
    let mut pushed = 0;
    'all: loop {
        for block in samples.chunks(block) {
            if pushed >= total {
                break 'all;
            }
            let started = Instant::now();
            let events = stream.push(block)?;
            let taken = started.elapsed();
            pushed += block.len();
            for event in &events {
                let Event::Measurement(it) = event else { continue };
                let late = stream.pushed().saturating_sub(it.span.end) as f64 / f64::from(rate);
                lags.push(Duration::from_secs_f64(late) + taken);
            }
            let predicts = events.iter().any(|it| !matches!(it, Event::SpeechStart { .. }));
            if predicts { busy.push(taken) } else { quiet.push(taken) }
        }
    }
    println!("push of 10 ms without a window's end: {}", percentiles(quiet));
    println!("push of 10 ms with a window's end: {}", percentiles(busy));
    println!("from the end of a window to its event, audio and work: {}", percentiles(lags));
    println!("memory now: {:.1} MB", MEMORY.current_usage_as_mb());
    Ok(())
}

fn offline(
    model: &EmotionModel,
    samples: &[f32],
    total: usize,
    options: StreamOptions,
) -> Outcome<()> {
    let seconds = total as f64 / f64::from(options.sample_rate);
    let second = options.sample_rate as usize;
    let mut builder = TimelineBuilder::new(model, &["left", "right"], options)?;
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage_as_mb();
    let started = Instant::now();
    let mut pushed = 0;
    while pushed < total {
        for block in samples.chunks(second) {
            builder.push(&[block, block])?;
            pushed += block.len();
        }
    }
    let timeline = builder.finish()?;
    let speed = seconds / started.elapsed().as_secs_f64();
    let peak = MEMORY.peak_usage_as_mb() - before;
    let utterances = timeline.utterances().len();
    println!(
        "timeline of two channels: {speed:.0} x real time, {peak:.1} MB, {utterances} utterances"
    );
    Ok(())
}

fn percentiles(mut times: Vec<Duration>) -> String {
    times.sort();
    let at =
        |share: f64| times.get((times.len() as f64 * share) as usize).map(Duration::as_secs_f64);
    let ms = |share| at(share).unwrap_or(f64::NAN) * 1000.0;
    format!("median {:.3} ms, 99.9 % {:.3} ms of {}", ms(0.5), ms(0.999), times.len())
}
