//! Codecs whose data is a row of blocks of one size: GSM and ADPCM.

use super::pcm::Data;
use super::{Opened, Reader};
use crate::Note;
use crate::codec::BlockCodec;
use crate::fault::Outcome;
use crate::output::Output;
use crate::source::Source;

/// Blocks up to the end of a chunk or of the file.
pub(super) struct BlockReader<'a> {
    data: Data<'a>,
    codec: BlockCodec,
    rate: u32,
    buffer: Vec<u8>,
    samples: Vec<f32>,
}

impl<'a> BlockReader<'a> {
    /// `len` is how many bytes of blocks there are, where the header says so.
    pub(super) fn new(source: Source<'a>, codec: BlockCodec, rate: u32, len: Option<u64>) -> Self {
        let data = Data::new(source, len);
        Self { data, codec, rate, buffer: Vec::new(), samples: Vec::new() }
    }

    /// Adds a note to those of the reader.
    pub(super) fn note(mut self, note: Option<Note>) -> Self {
        self.data.notes.extend(note);
        self
    }
}

impl Reader for BlockReader<'_> {
    fn next(&mut self, output: &mut Output) -> Outcome<bool> {
        if !self.data.read(self.codec.block_len(), &mut self.buffer)? {
            return Ok(false);
        }
        self.samples.clear();
        self.codec.decode(&self.buffer, &mut self.samples);
        output.set_interleaved(&self.samples, self.codec.channels(), self.rate)?;
        Ok(true)
    }

    fn notes(&self) -> Vec<Note> {
        self.data.notes.clone()
    }
}

/// GSM 6.10 frames without a header, at 8000 Hz.
pub(super) fn open_gsm(source: Source<'_>) -> Outcome<Opened<'_>> {
    Ok(Opened::all(BlockReader::new(source, BlockCodec::gsm(), 8000, None)))
}
