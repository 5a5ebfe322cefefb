//! Where blocks come from.

use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use emo_audio_io::{Decoder, LoadOptions};
use emo_pipeline::{Error, Result};

use super::super::over_time::load_options;
use crate::arguments::Listen;

/// Blocks of standard input that are read ahead; then reading waits.
const AHEAD: usize = 64;

/// Samples of each channel.
pub(super) struct Block {
    pub(super) sample_rate: u32,
    pub(super) channels: Vec<Vec<f32>>,
}

/// What a source has next.
pub(super) enum Next {
    Block(Block),
    /// Nothing yet.
    Nothing,
    End,
}

/// Standard input, read by a thread of its own so that waiting for it can be interrupted.
pub(super) struct Source {
    blocks: Receiver<Result<Block>>,
}

impl Source {
    pub(super) fn start(arguments: &Listen) -> Result<Self> {
        if arguments.input != "-" {
            let (parameter, got) = ("INPUT".into(), arguments.input.clone());
            let expected = "-, which is standard input".into();
            return Err(Error::InvalidParameter { parameter, expected, got });
        }
        let options = load_options(&arguments.measuring);
        let (sender, blocks) = sync_channel(AHEAD);
        std::thread::Builder::new().name("standard input".into()).spawn(move || {
            let result = read(&options, |block| sender.send(Ok(block)).is_ok());
            if let Err(error) = result {
                // Nobody listens any more if this fails.
                sender.send(Err(error)).ok();
            }
        })?;
        Ok(Self { blocks })
    }

    /// The next block, waiting for it no longer than this.
    pub(super) fn next(&mut self, patience: Duration) -> Result<Next> {
        match self.blocks.recv_timeout(patience) {
            Ok(block) => block.map(Next::Block),
            Err(RecvTimeoutError::Timeout) => Ok(Next::Nothing),
            Err(RecvTimeoutError::Disconnected) => Ok(Next::End),
        }
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
