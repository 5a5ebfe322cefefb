//! Standard input.

use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use emo_audio_io::{Decoder, LoadOptions};
use emo_pipeline::Result;

use super::source::{Next, Source};
use crate::arguments::Listen;
use crate::commands::over_time::load_options;

/// Blocks that are read ahead; then reading waits.
const AHEAD: usize = 64;

/// Samples of each channel, at a sample rate.
struct Block {
    sample_rate: u32,
    channels: Vec<Vec<f32>>,
}

/// Standard input, read by a thread of its own so that waiting for it can be interrupted.
pub(super) struct Input {
    blocks: Receiver<Result<Block>>,
    format: Option<(u32, usize)>,
}

impl Input {
    pub(super) fn start(arguments: &Listen) -> Result<Self> {
        let options = load_options(&arguments.measuring);
        let (sender, blocks) = sync_channel(AHEAD);
        std::thread::Builder::new().name("standard input".into()).spawn(move || {
            let result = read(&options, |block| sender.send(Ok(block)).is_ok());
            if let Err(error) = result {
                // Nobody listens any more if this fails.
                sender.send(Err(error)).ok();
            }
        })?;
        Ok(Self { blocks, format: None })
    }
}

impl Source for Input {
    fn next(&mut self, patience: Duration) -> Result<Next> {
        match self.blocks.recv_timeout(patience) {
            Ok(block) => {
                let Block { sample_rate, channels } = block?;
                self.format = Some((sample_rate, channels.len()));
                Ok(Next::Block(channels))
            }
            Err(RecvTimeoutError::Timeout) => Ok(Next::Nothing),
            Err(RecvTimeoutError::Disconnected) => Ok(Next::End),
        }
    }

    fn format(&self) -> Option<(u32, usize)> {
        self.format
    }
}

/// Gives blocks to `send` until it refuses one.
fn read(options: &LoadOptions, mut send: impl FnMut(Block) -> bool) -> Result<()> {
    let mut decoder = Decoder::from_stream(std::io::stdin(), "standard input", options)?;
    let sample_rate = decoder.sample_rate();
    while let Some(block) = decoder.next_block()? {
        let channels = block.channels().map(<[f32]>::to_vec).collect();
        if !send(Block { sample_rate, channels }) {
            break;
        }
    }
    Ok(())
}
