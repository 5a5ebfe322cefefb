//! `emo listen`.

#[cfg(feature = "microphone")]
mod device;
mod input;
mod print;
mod source;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use emo_live::{Collector, EmotionStream, Event, Predictor, StreamOptions, Summarizer};
use emo_pipeline::{EmotionModel, Result};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use self::print::Printer;
use self::source::{Break, Next};
use super::over_time::{Speakers, failed};
use crate::arguments::Listen;
use crate::console::Console;
use crate::model;

/// How long to wait for audio before looking whether to stop.
const PATIENCE: Duration = Duration::from_millis(50);

/// A longer gap ends what is open, instead of being measured as silence, s.
const LONG_GAP_S: u64 = 10;

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
    stream: EmotionStream<&'m EmotionModel>,
    collector: Collector,
}

/// The streams of all channels.
struct Listener<'m> {
    model: &'m EmotionModel,
    options: StreamOptions,
    speakers: Vec<Speaker<'m>>,
    summarizer: Summarizer,
    pushed: u64,
    /// Samples before those of the streams.
    offset: u64,
}

impl<'m> Listener<'m> {
    /// Starts on an input with this sample rate and so many channels.
    fn new(
        model: &'m EmotionModel,
        arguments: &Listen,
        (sample_rate, channels): (u32, usize),
    ) -> Result<Self> {
        let names = Speakers::of(&arguments.measuring).names(channels)?;
        let summarizer = Summarizer::new(model.labels(), &names);
        let options = arguments.measuring.options(sample_rate);
        let speaker = |name| {
            let stream = EmotionStream::new(model, options.clone()).map_err(failed)?;
            Ok(Speaker { name, stream, collector: Collector::default() })
        };
        let speakers = names.into_iter().map(speaker).collect::<Result<_>>()?;
        Ok(Self { model, options, speakers, summarizer, pushed: 0, offset: 0 })
    }

    fn sample_rate(&self) -> u32 {
        self.options.sample_rate
    }

    /// Measures the next samples of each channel.
    fn push(&mut self, channels: &[Vec<f32>], printer: &mut Printer<'_>) -> Result<()> {
        self.pushed += channels.first().map_or(0, |samples| samples.len() as u64);
        printer.level(channels, self.pushed as f64 / f64::from(self.sample_rate()));
        for (at, samples) in channels.iter().enumerate() {
            let Some(speaker) = self.speakers.get_mut(at) else { continue };
            let events = speaker.stream.push(samples).map_err(failed)?;
            self.report(at, events, printer)?;
        }
        Ok(())
    }

    /// Reports what is missing. It counts as silence, so that times stay those of the clock.
    fn gap(&mut self, gap: &Break, printer: &mut Printer<'_>) -> Result<()> {
        let rate = self.sample_rate();
        printer.gap(gap, self.pushed, rate)?;
        if gap.samples <= LONG_GAP_S * u64::from(rate) {
            let silence = vec![0.0; gap.samples as usize];
            return self.push(&vec![silence; self.speakers.len()], printer);
        }
        self.end_streams(printer)?;
        self.pushed += gap.samples;
        self.offset = self.pushed;
        Ok(())
    }

    /// Ends all streams, and starts new ones.
    fn end_streams(&mut self, printer: &mut Printer<'_>) -> Result<()> {
        for at in 0..self.speakers.len() {
            let next = EmotionStream::new(self.model, self.options.clone()).map_err(failed)?;
            let Some(speaker) = self.speakers.get_mut(at) else { continue };
            let events = std::mem::replace(&mut speaker.stream, next).finish().map_err(failed)?;
            self.report(at, events, printer)?;
        }
        Ok(())
    }

    fn finish(mut self, printer: &mut Printer<'_>) -> Result<()> {
        self.end_streams(printer)?;
        printer.summary(&self.summarizer.summary(self.pushed, self.sample_rate()))
    }

    /// Prints and counts the events of one channel.
    fn report(&mut self, at: usize, events: Vec<Event>, printer: &mut Printer<'_>) -> Result<()> {
        let Some(speaker) = self.speakers.get_mut(at) else { return Ok(()) };
        for event in events {
            let event = event.shifted(self.offset);
            printer.event(&speaker.name, &event)?;
            if let Some(utterance) = speaker.collector.push(event) {
                self.summarizer.push(at, &utterance);
            }
        }
        Ok(())
    }
}
