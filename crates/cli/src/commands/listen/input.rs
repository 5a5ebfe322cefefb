//! Standard input.

use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use emo_audio_io::{Decoder, LoadOptions};
use emo_pipeline::Result;

use super::source::{Next, Source};
use crate::arguments::Listen;

/// Blocks that are read ahead; then reading waits.
const AHEAD: usize = 64;

/// What the thread reads.
enum Part {
    /// Samples of each channel, at a sample rate.
    Block(u32, Vec<Vec<f32>>),
    /// A remark on what was read.
    Note(String),
}

/// Standard input, read by a thread of its own so that waiting for it can be interrupted.
pub(super) struct Input {
    parts: Receiver<Result<Part>>,
    format: Option<(u32, usize)>,
    notes: Vec<String>,
}

impl Input {
    pub(super) fn start(arguments: &Listen) -> Result<Self> {
        let options = arguments.measuring.audio.streaming_options();
        let (sender, parts) = sync_channel(AHEAD);
        std::thread::Builder::new().name("standard input".into()).spawn(move || {
            let result = read(&options, |part| sender.send(Ok(part)).is_ok());
            if let Err(error) = result {
                // Nobody listens any more if this fails.
                sender.send(Err(error)).ok();
            }
        })?;
        Ok(Self { parts, format: None, notes: Vec::new() })
    }
}

impl Source for Input {
    fn next(&mut self, patience: Duration) -> Result<Next> {
        match self.parts.recv_timeout(patience) {
            Ok(Ok(Part::Block(sample_rate, channels))) => {
                self.format = Some((sample_rate, channels.len()));
                Ok(Next::Block(channels))
            }
            Ok(Ok(Part::Note(note))) => {
                self.notes.push(note);
                Ok(Next::Nothing)
            }
            Ok(Err(error)) => Err(error),
            Err(RecvTimeoutError::Timeout) => Ok(Next::Nothing),
            Err(RecvTimeoutError::Disconnected) => Ok(Next::End),
        }
    }

    fn format(&self) -> Option<(u32, usize)> {
        self.format
    }

    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }
}

/// Gives blocks, and at the end notes, to `send` until it refuses one.
fn read(options: &LoadOptions, mut send: impl FnMut(Part) -> bool) -> Result<()> {
    let mut decoder = Decoder::from_stream(std::io::stdin(), "standard input", options)?;
    let sample_rate = decoder.sample_rate();
    while let Some(block) = decoder.next_block()? {
        let channels = block.channels().map(<[f32]>::to_vec).collect();
        if !send(Part::Block(sample_rate, channels)) {
            return Ok(());
        }
    }
    let notes = decoder.notes();
    notes.iter().all(|note| send(Part::Note(format!("standard input: {note}"))));
    Ok(())
}
