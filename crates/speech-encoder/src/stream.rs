//! A clip that comes in parts, encoded chunk by chunk.

use ndarray::ArrayView2;

use crate::chunk::Piece;
use crate::encoder::Encoder;
use crate::error::Result;
use crate::workspace::Workspace;

/// Encodes a clip that comes in parts, in memory that depends on the [chunk](Encoder::chunk) alone.
///
/// The frames are those of [`Encoder::encode`], wherever the clip is cut.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use emo_speech_encoder::Encoder;
/// let encoder = Encoder::tiny_en()?.with_blocks(1)?;
/// let samples = vec![0.1; 40_000];
/// let (mut stream, mut frames) = (encoder.stream(), Vec::new());
/// for part in samples.chunks(7000) {
///     stream.push(part, |part| frames.extend(part.iter().copied()))?;
/// }
/// stream.finish(|part| frames.extend(part.iter().copied()))?;
/// assert_eq!(frames, encoder.encode(&samples)?.into_raw_vec_and_offset().0);
/// # }
/// # Ok::<(), emo_speech_encoder::Error>(())
/// ```
#[derive(Debug)]
pub struct EncoderStream {
    encoder: Encoder,
    workspace: Workspace,
    /// The samples from `start` on.
    held: Vec<f32>,
    start: usize,
    /// Frames that were handed over.
    done: usize,
}

impl EncoderStream {
    pub(crate) fn new(encoder: Encoder) -> Self {
        let workspace = Workspace::default();
        Self { encoder, workspace, held: Vec::new(), start: 0, done: 0 }
    }

    /// Takes the next samples, and hands frames × columns to `each` for each chunk that they
    /// complete.
    ///
    /// # Errors
    ///
    /// As [`Encoder::encode`]; the place of a wrong sample is that in its chunk.
    pub fn push(
        &mut self,
        samples: &[f32],
        mut each: impl FnMut(ArrayView2<'_, f32>),
    ) -> Result<()> {
        self.held.extend_from_slice(samples);
        let known = Encoder::frames(self.start + self.held.len());
        // A clip that may yet fit into one chunk is not cut.
        if known <= self.encoder.chunk().frames() {
            return Ok(());
        }
        while let Some(piece) = self.pieces(known).next().filter(|piece| piece.ends_before(known)) {
            self.encode(&piece, &mut each)?;
            let needed = self.pieces(known).next().map_or(0, |next| next.first_sample());
            let n = needed.saturating_sub(self.start).min(self.held.len());
            self.held.drain(..n);
            self.start += n;
        }
        Ok(())
    }

    /// Ends the clip, and hands over the frames of its last chunks.
    ///
    /// # Errors
    ///
    /// As [`Encoder::encode`].
    pub fn finish(mut self, mut each: impl FnMut(ArrayView2<'_, f32>)) -> Result<()> {
        let frames = Encoder::frames(self.start + self.held.len());
        for piece in self.pieces(frames).collect::<Vec<_>>() {
            self.encode(&piece, &mut each)?;
        }
        Ok(())
    }

    /// The pieces of a clip of so many frames that are still to be encoded.
    fn pieces(&self, frames: usize) -> impl Iterator<Item = Piece> + use<> {
        let done = self.done;
        self.encoder.chunk().pieces(frames).filter(move |piece| piece.starts_from(done))
    }

    fn encode(&mut self, piece: &Piece, each: &mut impl FnMut(ArrayView2<'_, f32>)) -> Result<()> {
        let samples = piece.samples_after(&self.held, self.start);
        self.encoder.encode_piece(piece, samples, &mut self.workspace, each)?;
        self.done += piece.len();
        Ok(())
    }
}
