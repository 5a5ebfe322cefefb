//! `emo listen`.

#[cfg(feature = "microphone")]
mod device;
mod input;
mod print;
mod source;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use emo_live::{Collector, EmotionStream, Event, Predictor, Summarizer};
use emo_pipeline::{EmotionModel, Result};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use self::print::Printer;
use self::source::{Break, Next};
use super::over_time::failed;
use crate::arguments::Listen;
use crate::console::Console;
use crate::model;

/// How long to wait for audio before looking whether to stop.
const PATIENCE: Duration = Duration::from_millis(50);

/// The exit code after an interrupt, as shells have it.
const INTERRUPTED: i32 = 130;

/// Measures what comes in until it ends or is interrupted, and prints what happens at once.
pub(crate) fn run(arguments: &Listen, console: &Console) -> Result<()> {
    #[cfg(feature = "microphone")]
    if arguments.list_devices {
        return device::list();
    }
    let model = model::load(arguments.measuring.model.as_deref())?;
    let stop = Arc::new(AtomicBool::new(false));
    // A second Ctrl-C ends at once.
    flag::register_conditional_shutdown(SIGINT, INTERRUPTED, Arc::clone(&stop))?;
    flag::register(SIGINT, Arc::clone(&stop))?;
    flag::register(SIGTERM, Arc::clone(&stop))?;
    let mut source = source::open(arguments)?;
    let mut printer = Printer::new(arguments.events == "jsonl", console);
    let mut listener: Option<Listener<'_>> = None;
    while !stop.load(Ordering::Relaxed) {
        let next = source.next(PATIENCE)?;
        if let Next::End = next {
            break;
        }
        if listener.is_none()
            && let Some(format) = source.format()
        {
            listener = Some(Listener::new(&model, arguments, format)?);
        }
        let Some(listener) = &mut listener else { continue };
        match next {
            Next::Block(channels) => listener.push(&channels, &mut printer)?,
            Next::Break(gap) => listener.gap(&gap, &mut printer)?,
            Next::Nothing | Next::End => {}
        }
    }
    let summary = listener.map_or(Ok(()), |listener| listener.finish(&mut printer));
    source.notes().iter().for_each(|note| console.note(note));
    summary
}

/// One channel of the input.
struct Speaker<'m> {
    name: String,
    stream: EmotionStream<'m, EmotionModel>,
    collector: Collector,
}

/// The streams of all channels.
struct Listener<'m> {
    speakers: Vec<Speaker<'m>>,
    summarizer: Summarizer,
    sample_rate: u32,
    pushed: u64,
}

impl<'m> Listener<'m> {
    /// Starts on an input with this sample rate and so many channels.
    fn new(
        model: &'m EmotionModel,
        arguments: &Listen,
        (sample_rate, channels): (u32, usize),
    ) -> Result<Self> {
        let names = super::over_time::names(&arguments.measuring, channels)?;
        let summarizer = Summarizer::new(model.labels(), &names);
        let speaker = |name| {
            let stream = EmotionStream::new(model, arguments.measuring.options(sample_rate));
            Ok(Speaker { name, stream: stream.map_err(failed)?, collector: Collector::default() })
        };
        let speakers = names.into_iter().map(speaker).collect::<Result<_>>()?;
        Ok(Self { speakers, summarizer, sample_rate, pushed: 0 })
    }

    /// Measures the next samples of each channel.
    fn push(&mut self, channels: &[Vec<f32>], printer: &mut Printer<'_>) -> Result<()> {
        self.pushed += channels.first().map_or(0, |samples| samples.len() as u64);
        printer.level(channels, self.pushed as f64 / f64::from(self.sample_rate));
        for (at, (speaker, samples)) in self.speakers.iter_mut().zip(channels).enumerate() {
            let events = speaker.stream.push(samples).map_err(failed)?;
            report(
                at,
                &speaker.name,
                &mut speaker.collector,
                events,
                &mut self.summarizer,
                printer,
            )?;
        }
        Ok(())
    }

    /// Reports what is missing, and puts silence in its place, so that times stay those of the
    /// clock.
    fn gap(&mut self, gap: &Break, printer: &mut Printer<'_>) -> Result<()> {
        printer.gap(gap, self.pushed, self.sample_rate)?;
        let second = u64::from(self.sample_rate);
        let mut left = gap.samples;
        while left > 0 {
            let n = left.min(second);
            let silence = vec![0.0; n as usize];
            self.push(&vec![silence; self.speakers.len()], printer)?;
            left -= n;
        }
        Ok(())
    }

    fn finish(mut self, printer: &mut Printer<'_>) -> Result<()> {
        for (at, Speaker { name, stream, mut collector }) in self.speakers.into_iter().enumerate() {
            let events = stream.finish().map_err(failed)?;
            report(at, &name, &mut collector, events, &mut self.summarizer, printer)?;
        }
        printer.summary(&self.summarizer.summary(self.pushed, self.sample_rate))
    }
}

fn report(
    at: usize,
    speaker: &str,
    collector: &mut Collector,
    events: Vec<Event>,
    summarizer: &mut Summarizer,
    printer: &mut Printer<'_>,
) -> Result<()> {
    for event in events {
        printer.event(speaker, &event)?;
        if let Some(utterance) = collector.push(event) {
            summarizer.push(at, &utterance);
        }
    }
    Ok(())
}
