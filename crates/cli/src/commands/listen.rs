//! `emo listen`.

mod print;
mod source;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use emo_live::{Collector, EmotionStream, Event};
use emo_pipeline::{EmotionModel, Result};
use signal_hook::consts::SIGINT;
use signal_hook::flag;

use self::print::Printer;
use self::source::{Next, Source};
use super::over_time::failed;
use crate::arguments::Listen;
use crate::model;

/// How long to wait for audio before looking whether to stop.
const PATIENCE: Duration = Duration::from_millis(50);

/// The exit code after an interrupt, as shells have it.
const INTERRUPTED: i32 = 130;

/// One channel of the input.
struct Speaker<'m> {
    name: String,
    stream: EmotionStream<'m, EmotionModel>,
    collector: Collector,
}

/// Measures what comes in until it ends or is interrupted, and prints what happens at once.
pub(crate) fn run(arguments: &Listen) -> Result<()> {
    let model = model::load(arguments.measuring.model.as_deref())?;
    let stop = Arc::new(AtomicBool::new(false));
    // A second Ctrl-C ends at once.
    flag::register_conditional_shutdown(SIGINT, INTERRUPTED, Arc::clone(&stop))?;
    flag::register(SIGINT, Arc::clone(&stop))?;
    let mut source = Source::start(arguments)?;
    let mut printer = Printer::new(arguments.events == "jsonl");
    let mut speakers: Vec<Speaker<'_>> = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let block = match source.next(PATIENCE)? {
            Next::Block(block) => block,
            Next::Nothing => continue,
            Next::End => break,
        };
        if speakers.is_empty() {
            speakers = start(&model, arguments, block.sample_rate, block.channels.len())?;
        }
        for (speaker, samples) in speakers.iter_mut().zip(&block.channels) {
            let events = speaker.stream.push(samples).map_err(failed)?;
            report(&speaker.name, &mut speaker.collector, events, &mut printer)?;
        }
    }
    for Speaker { name, stream, mut collector } in speakers {
        let events = stream.finish().map_err(failed)?;
        report(&name, &mut collector, events, &mut printer)?;
    }
    printer.summary()
}

fn start<'m>(
    model: &'m EmotionModel,
    arguments: &Listen,
    sample_rate: u32,
    channels: usize,
) -> Result<Vec<Speaker<'m>>> {
    let names = super::over_time::names(&[], &arguments.measuring, channels)?;
    let speaker = |name| {
        let stream = EmotionStream::new(model, arguments.measuring.options(sample_rate));
        Ok(Speaker { name, stream: stream.map_err(failed)?, collector: Collector::default() })
    };
    names.into_iter().map(speaker).collect()
}

fn report(
    speaker: &str,
    collector: &mut Collector,
    events: Vec<Event>,
    printer: &mut Printer,
) -> Result<()> {
    for event in events {
        printer.event(speaker, &event)?;
        if let Some(utterance) = collector.push(event) {
            printer.count(speaker, &utterance);
        }
    }
    Ok(())
}
