//! Measures latency, speed and memory.
//!
//!     cargo run --release --example live_speed -- MODEL MINUTES FILE...
//!
//! The files, which have one sample rate, are joined and repeated for so many minutes. First they
//! are pushed in blocks of 10 ms, then the same samples are measured as two channels of a timeline.
//! For each hour of audio the peak of memory is printed.

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
    let usage = "usage: live_speed MODEL MINUTES FILE...";
    let model = EmotionModel::load(arguments.next().ok_or(usage)?)?;
    let minutes: f64 = arguments.next().ok_or(usage)?.parse()?;
    let (mut samples, mut rate) = (Vec::new(), 16_000);
    for file in arguments {
        let clip = load(file, &LoadOptions::default().sample_rate(None))?;
        rate = clip.sample_rate;
        samples.extend(clip.samples);
    }
    let options = StreamOptions::default().sample_rate(rate);
    let total = (minutes * 60.0 * f64::from(rate)) as u64;
    println!("{rate} Hz, {minutes} min of {:.0} s", samples.len() as f64 / f64::from(rate));
    live(&model, &samples, total, options.clone())?;
    offline(&model, &samples, total, options)
}

fn live(model: &EmotionModel, samples: &[f32], total: u64, options: StreamOptions) -> Outcome<()> {
    let rate = u64::from(options.sample_rate);
    let mut stream = EmotionStream::new(model, options)?;
    let (mut quiet, mut busy) = (Times::default(), Times::default());
    let (mut lags, mut own_lags) = (Times::default(), Times::default());
    let blocks = samples.chunks(rate as usize / 100);
    // Samples of the input and of the events, of which the second must follow the first.
    let (mut last_end, mut hour) = (0, Hour::start());
    let started = Instant::now();
    for block in blocks.cycle() {
        if stream.pushed() >= total {
            break;
        }
        let started = Instant::now();
        let events = stream.push(block)?;
        let taken = started.elapsed();
        for event in &events {
            let Event::Measurement(it) = event else { continue };
            let late = (stream.pushed() - it.span.end) as f64 / rate as f64;
            // At the end of an utterance the pause that ends it must pass first.
            let lags = if it.span.seconds() < 3.0 { &mut own_lags } else { &mut lags };
            lags.add(Duration::from_secs_f64(late) + taken);
            last_end = it.span.end;
        }
        let predicts = events.iter().any(|it| !matches!(it, Event::SpeechStart { .. }));
        let times = if predicts { &mut busy } else { &mut quiet };
        times.add(taken);
        hour.pass(stream.pushed() / rate);
    }
    let seconds = stream.pushed() as f64 / rate as f64;
    println!("one stream: {:.0} x real time", seconds / started.elapsed().as_secs_f64());
    println!("push of 10 ms without a window's end: {quiet}");
    println!("push of 10 ms with a window's end: {busy}");
    println!("from the end of a window to its event, audio and work: {lags}");
    println!("from the end of a short utterance to its event: {own_lags}");
    println!("last event {:.2} s before the end", seconds - last_end as f64 / rate as f64);
    Ok(())
}

fn offline(
    model: &EmotionModel,
    samples: &[f32],
    total: u64,
    options: StreamOptions,
) -> Outcome<()> {
    let rate = u64::from(options.sample_rate);
    let mut builder = TimelineBuilder::new(model, &["left", "right"], options)?;
    let mut hour = Hour::start();
    let (started, mut pushed) = (Instant::now(), 0);
    for block in samples.chunks(rate as usize).cycle() {
        if pushed >= total {
            break;
        }
        builder.push(&[block, block])?;
        pushed += block.len() as u64;
        hour.pass(pushed / rate);
    }
    let timeline = builder.finish()?;
    let speed = timeline.seconds() / started.elapsed().as_secs_f64();
    let utterances = timeline.utterances().len();
    println!("timeline of two channels: {speed:.0} x real time, {utterances} utterances");
    Ok(())
}

/// Prints the peak of memory of each hour of audio, above that at the start.
struct Hour {
    before: f32,
    hour: u64,
}

impl Hour {
    fn start() -> Self {
        MEMORY.reset_peak_usage();
        Self { before: MEMORY.current_usage_as_mb(), hour: 0 }
    }

    fn pass(&mut self, seconds: u64) {
        if seconds / 3600 > self.hour {
            self.hour = seconds / 3600;
            let peak = MEMORY.peak_usage_as_mb() - self.before;
            println!("hour {}: peak {peak:.2} MB", self.hour);
            MEMORY.reset_peak_usage();
        }
    }
}

/// Counts of times in steps of 10 us, so that memory does not grow.
#[derive(Default)]
struct Times {
    counts: Vec<u64>,
    n: u64,
}

impl Times {
    const STEP: Duration = Duration::from_micros(10);
    const STEPS: usize = 200_000;

    fn add(&mut self, time: Duration) {
        self.counts.resize(Self::STEPS, 0);
        let at = (time.as_nanos() / Self::STEP.as_nanos()) as usize;
        self.counts[at.min(Self::STEPS - 1)] += 1;
        self.n += 1;
    }

    /// The time below which this share lies, ms, rounded up.
    fn percentile(&self, share: f64) -> f64 {
        let mut below = 0;
        let place = self.counts.iter().position(|count| {
            below += count;
            below as f64 >= share * self.n as f64
        });
        place.map_or(f64::NAN, |at| (at + 1) as f64 * Self::STEP.as_secs_f64() * 1000.0)
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [median, late] = [0.5, 0.999].map(|share| self.percentile(share));
        write!(f, "median {median:.2} ms, 99.9 % {late:.2} ms of {}", self.n)
    }
}
