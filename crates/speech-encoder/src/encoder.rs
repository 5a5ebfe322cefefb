//! The encoder: weights that are read once, and used for any number of clips from any thread.

use std::path::Path;
use std::sync::{Arc, Mutex};

use ndarray::{Array2, ArrayView2};
use sha2::{Digest, Sha256};

use crate::block::{Block, HEAD};
use crate::chunk::{Chunk, Piece};
use crate::error::{Error, Result, weights};
use crate::layers::Linear;
use crate::mel::{BINS, LogMel};
use crate::safetensors::SafeTensors;
use crate::stream::EncoderStream;
use crate::workspace::Workspace;

/// The hash of the bundled weights: of 5 MB, it takes a third of the time of reading them, and more
/// on a processor without instructions for it.
#[cfg(feature = "bundled")]
const TINY_EN_HASH: &str = "a1d70f0a4575ee3e";

/// The first blocks of Whisper's encoder: mono samples at 16 kHz in, 50 frames per second out.
///
/// Reading the weights takes some milliseconds; a clone shares them. The frames of a clip depend
/// on that clip alone.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use emo_speech_encoder::Encoder;
/// let encoder = Encoder::tiny_en()?.with_blocks(1)?;
/// let samples: Vec<f32> = (0..16_000).map(|t| (t as f32 * 0.08).sin() * 0.3).collect();
/// let frames = encoder.encode(&samples)?;
/// assert_eq!(frames.dim(), (50, 384));
/// # }
/// # Ok::<(), emo_speech_encoder::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Encoder {
    weights: Arc<Weights>,
    /// The blocks after which frames are taken, ascending; 0 is the convolutions.
    taps: Vec<usize>,
    positions: bool,
    chunk: Chunk,
    /// One for each thread that has been in `encode` at once.
    workspaces: Arc<Mutex<Vec<Workspace>>>,
}

#[derive(Debug)]
pub(crate) struct Weights {
    pub(crate) mel: LogMel,
    pub(crate) conv1: Linear,
    pub(crate) conv2: Linear,
    pub(crate) blocks: Vec<Block>,
    pub(crate) width: usize,
    model: String,
    hash: String,
}

impl Encoder {
    /// Sample rate in Hz that clips must have.
    pub const SAMPLE_RATE: u32 = 16_000;

    /// Samples between two frames.
    pub const HOP_LENGTH: usize = 320;

    /// Two blocks of Whisper's tiny.en, as int8: width 384, 4.1 million parameters.
    ///
    /// # Errors
    ///
    /// None with the file that is bundled.
    #[cfg(feature = "bundled")]
    pub fn tiny_en() -> Result<Self> {
        Self::with_hash(include_bytes!("../weights/tiny-en-2.safetensors"), TINY_EN_HASH.into())
    }

    /// Reads a file of weights, as `weights/make.py` writes it.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or [`Encoder::from_bytes`] refuses its contents.
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let bytes =
            std::fs::read(path).map_err(|source| Error::File { path: path.into(), source })?;
        let in_file = |source| Error::InFile { path: path.into(), source: Box::new(source) };
        Self::from_bytes(&bytes).map_err(in_file)
    }

    /// Reads weights from memory, with all their blocks.
    ///
    /// # Errors
    ///
    /// The bytes are no safetensors file, or its tensors are not those of an encoder.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::with_hash(bytes, hash(bytes))
    }

    fn with_hash(bytes: &[u8], hash: String) -> Result<Self> {
        let weights = Weights::read(bytes, hash)?;
        Ok(Self {
            taps: vec![weights.blocks.len()],
            weights: Arc::new(weights),
            positions: true,
            chunk: Chunk::default(),
            workspaces: Arc::default(),
        })
    }

    /// The same weights, of which only the first `blocks` are used. With 0 blocks, the frames are
    /// those that leave the convolutions.
    ///
    /// # Errors
    ///
    /// The weights have fewer blocks.
    pub fn with_blocks(self, blocks: usize) -> Result<Self> {
        self.with_taps([blocks])
    }

    /// Takes frames after each of these blocks, and puts them side by side: the columns after the
    /// first of them come first. Later blocks are not computed. 0 stands for the convolutions.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// use emo_speech_encoder::Encoder;
    /// let both = Encoder::tiny_en()?.with_taps([1, 2])?;
    /// assert_eq!(both.encode(&[0.1; 16_000])?.dim(), (50, 768));
    /// # }
    /// # Ok::<(), emo_speech_encoder::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// No block, blocks that are not in ascending order, or more than the weights have.
    pub fn with_taps(mut self, blocks: impl Into<Vec<usize>>) -> Result<Self> {
        let (taps, available) = (blocks.into(), self.weights.blocks.len());
        if let Some(&got) = taps.iter().find(|&&block| block > available) {
            return Err(Error::Blocks { available, got });
        }
        if taps.is_empty() || !taps.is_sorted_by(|a, b| a < b) {
            return Err(Error::Taps { got: taps });
        }
        self.taps = taps;
        Ok(self)
    }

    /// Whether Whisper's positions are added to the frames before the first block. Default `true`,
    /// as Whisper was trained.
    ///
    /// With positions, frames say how far from the start of the clip, or of its chunk, they are.
    /// Without, the frames of a sound are the same wherever it is, but for what they attend to.
    pub fn with_positions(mut self, positions: bool) -> Self {
        self.positions = positions;
        self
    }

    /// Other chunks for recordings that are longer than one.
    pub fn with_chunk(mut self, chunk: Chunk) -> Self {
        self.chunk = chunk;
        self
    }

    /// How recordings that are longer than one chunk are cut.
    pub fn chunk(&self) -> Chunk {
        self.chunk
    }

    /// The blocks that are used.
    pub fn blocks(&self) -> usize {
        self.taps.last().copied().unwrap_or_default()
    }

    /// The blocks after which frames are taken, in ascending order.
    pub fn taps(&self) -> &[usize] {
        &self.taps
    }

    /// Whether positions are added.
    pub fn positions(&self) -> bool {
        self.positions
    }

    /// Columns of a frame after one block.
    pub fn width(&self) -> usize {
        self.weights.width
    }

    /// Columns of a frame after all blocks at which it is taken.
    pub fn columns(&self) -> usize {
        self.weights.width * self.taps.len()
    }

    /// The name of the model that the weights are from, as in `whisper-tiny.en`.
    pub fn model(&self) -> &str {
        &self.weights.model
    }

    /// The first 16 hexadecimal digits of the SHA-256 of the weights' file: what to store with
    /// anything that was computed from the frames.
    pub fn weights_hash(&self) -> &str {
        &self.weights.hash
    }

    /// How many frames a clip of so many samples has: one per [`Encoder::HOP_LENGTH`] samples, a
    /// last one begins with 160 of them, and there is at least one.
    pub fn frames(samples: usize) -> usize {
        LogMel::frames(samples).div_ceil(2)
    }

    /// Frames × [columns](Encoder::columns) of a mono clip at 16 kHz. Frame `t` is centred at
    /// sample `320 t`.
    ///
    /// A clip below 25 ms is filled with zeros to 25 ms. One that is longer than a
    /// [chunk](Encoder::chunk) is encoded in chunks.
    ///
    /// # Errors
    ///
    /// No samples, or one that is not finite or beyond 1e15.
    pub fn encode(&self, samples: &[f32]) -> Result<Array2<f32>> {
        let mut workspace = self.take_workspace();
        let mut values = Vec::with_capacity(Self::frames(samples.len()) * self.columns());
        let collect = |frames: ArrayView2<'_, f32>| values.extend(frames.iter());
        let done = self.encode_in_chunks(samples, &mut workspace, collect);
        // The room for a whole chunk is large. Where several were encoded, it is released, so that
        // it does not add to the memory of what is computed from the frames.
        if Self::frames(samples.len()) <= self.chunk.frames() {
            self.give_back(workspace);
        }
        done?;
        // Whole rows were collected, so the shape fits.
        let shape = (values.len() / self.columns(), self.columns());
        Ok(Array2::from_shape_vec(shape, values).unwrap_or_default())
    }

    /// Hands frames × columns to `each`, chunk after chunk, and keeps none: memory depends on the
    /// chunk alone. After the first clip, a workspace allocates only for a longer one.
    ///
    /// # Errors
    ///
    /// As [`Encoder::encode`]; chunks before the one with the wrong sample have been handed over.
    pub fn encode_in_chunks(
        &self,
        samples: &[f32],
        workspace: &mut Workspace,
        mut each: impl FnMut(ArrayView2<'_, f32>),
    ) -> Result<()> {
        for piece in self.chunk.pieces(Self::frames(samples.len())) {
            self.encode_piece(&piece, piece.samples(samples), workspace, &mut each)?;
        }
        Ok(())
    }

    /// Hands the frames of one piece to `each`, computed from its samples.
    pub(crate) fn encode_piece(
        &self,
        piece: &Piece,
        samples: &[f32],
        workspace: &mut Workspace,
        each: &mut impl FnMut(ArrayView2<'_, f32>),
    ) -> Result<()> {
        let frames = workspace.run(&self.weights, &self.taps, self.positions, samples)?;
        let width = self.columns();
        let kept = &frames[piece.skipped() * width..][..piece.len() * width];
        if let Ok(frames) = ArrayView2::from_shape((piece.len(), width), kept) {
            each(frames);
        }
        Ok(())
    }

    /// Starts on a clip that comes in parts.
    pub fn stream(&self) -> EncoderStream {
        EncoderStream::new(self.clone())
    }

    /// Whisper's log-mel spectrogram of a whole clip, frames × bands, 100 per second.
    ///
    /// # Errors
    ///
    /// As [`Encoder::encode`].
    pub fn log_mel(&self, samples: &[f32]) -> Result<Array2<f32>> {
        let mel = &self.weights.mel;
        let mut out = Array2::zeros((LogMel::frames(samples.len()), mel.bands()));
        let values = out.as_slice_mut().unwrap_or_default();
        mel.compute(samples, &mut Default::default(), values)?;
        Ok(out)
    }

    fn take_workspace(&self) -> Workspace {
        let kept = self.workspaces.lock().ok().and_then(|mut kept| kept.pop());
        kept.unwrap_or_default()
    }

    fn give_back(&self, workspace: Workspace) {
        if let Ok(mut kept) = self.workspaces.lock() {
            kept.push(workspace);
        }
    }
}

impl Weights {
    fn read(bytes: &[u8], hash: String) -> Result<Self> {
        let file = SafeTensors::new(bytes)?;
        let format = (file.metadata("format")?, file.metadata("version")?);
        if format != ("emo-speech-encoder", "1") {
            let got = format!("{} version {}", format.0, format.1);
            return Err(weights("emo-speech-encoder version 1", got));
        }
        let width = file.len("conv1.bias")?;
        if width == 0 || width % HEAD != 0 || file.number("heads")? != width / HEAD {
            let expected = format!("a width of {HEAD} columns per head");
            return Err(weights(expected, format!("{width} columns")));
        }
        let bands = file.len("mel.filters")? / BINS;
        let blocks = (0..file.number("blocks")?).map(|block| Block::read(&file, block, width));
        Ok(Self {
            mel: LogMel::new(&file.matrix("mel.filters", bands, BINS)?),
            conv1: Linear::read(&file, "conv1", width, 3 * bands)?,
            conv2: Linear::read(&file, "conv2", width, 3 * width)?,
            blocks: blocks.collect::<Result<_>>()?,
            width,
            model: file.metadata("model")?.to_owned(),
            hash,
        })
    }
}

fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
