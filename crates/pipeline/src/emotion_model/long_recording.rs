//! Rows of recordings whose samples would take much memory: the file is decoded block by block, once
//! for each pass over the samples.

use std::path::Path;

use emo_audio_io::{AudioClip, Channels, Decoder, Error as AudioError, LoadOptions, Note};
use emo_dsp_features::{FeatureStream, Pass};
use ndarray::{Array1, Array2};

use super::row_extractor::{RowExtractor, check_speeds, stacked};
use crate::{Error, Result};

/// Longest recording in seconds whose samples are kept. Longer ones are decoded several times.
const KEPT_SECONDS: u32 = 240;

/// A part of a file, played at some speed.
pub(super) struct Part<'p> {
    pub(super) path: &'p Path,
    pub(super) options: LoadOptions,
    pub(super) speed: f64,
}

impl Part<'_> {
    fn decoder(&self) -> Result<Decoder<'static>> {
        if self.options.channels == Channels::Each {
            return Err(Error::from(AudioError::InvalidOption {
                option: "channel",
                expected: "one channel or the mix (`load_each` gives each channel)",
                got: "each".into(),
            }));
        }
        Ok(Decoder::open(self.path, &self.options)?)
    }

    /// Whether it can be decoded more than once: a pipe cannot.
    fn is_file(&self) -> bool {
        std::fs::metadata(self.path).is_ok_and(|metadata| metadata.is_file())
    }

    fn in_file(&self, error: impl Into<Error>) -> Error {
        error.into().in_file(self.path)
    }
}

/// The samples of a recording so far, or what was computed from them.
enum Samples<'e> {
    Kept(Vec<f32>),
    Stream(FeatureStream<'e>),
}

impl RowExtractor {
    /// The row of a part of a file, and what was noticed about the file.
    pub(super) fn row_of_part(&self, part: &Part<'_>) -> Result<(Array1<f64>, Vec<Note>)> {
        let most = (self.config().sample_rate * KEPT_SECONDS) as usize;
        let mut samples = Samples::Kept(Vec::new());
        let notes = self.decode(part, |block| {
            match &mut samples {
                Samples::Stream(stream) => return stream.push(block),
                Samples::Kept(kept) => kept.extend_from_slice(block),
            }
            if let Samples::Kept(kept) = &samples
                && kept.len() > most
                && part.is_file()
                && let Some(mut stream) = self.extractor.stream()
            {
                stream.push(kept)?;
                samples = Samples::Stream(stream);
            }
            Ok(())
        })?;
        let row = match samples {
            Samples::Stream(stream) => self.further_passes(part, stream)?,
            Samples::Kept(kept) => {
                self.extractor.extract(&kept).map_err(|error| part.in_file(error))?
            }
        };
        Ok((row, notes))
    }

    /// Decodes a part anew for each further pass of a stream.
    fn further_passes(
        &self,
        part: &Part<'_>,
        mut stream: FeatureStream<'_>,
    ) -> Result<Array1<f64>> {
        loop {
            stream = match stream.finish_pass().map_err(|error| part.in_file(error))? {
                Pass::Done(row) => return Ok(row),
                Pass::Again(next) => next,
            };
            self.decode(part, |block| stream.push(block))?;
        }
    }

    /// Shows `each` the samples of a part at the rate of the features, block by block.
    fn decode(
        &self,
        part: &Part<'_>,
        mut each: impl FnMut(&[f32]) -> emo_dsp_features::Result<()>,
    ) -> Result<Vec<Note>> {
        let mut decoder = part.decoder()?;
        let rate = rate_at(part.speed, decoder.sample_rate());
        let resampler = self.resampler(rate).map_err(|error| part.in_file(error))?;
        let mut stream = resampler.stream();
        let mut block = Vec::new();
        let not_finite = |error| match error {
            AudioError::NonFinite { at } => {
                AudioError::NonFiniteIn { name: part.path.display().to_string(), at }
            }
            other => other,
        };
        while let Some(decoded) = decoder.next_block()? {
            block.clear();
            stream.push(decoded.samples(), &mut block).map_err(not_finite)?;
            each(&block).map_err(|error| part.in_file(error))?;
        }
        block.clear();
        stream.finish(&mut block).map_err(not_finite)?;
        each(&block).map_err(|error| part.in_file(error))?;
        Ok(decoder.notes())
    }

    /// The rows of a part of a file at some speeds. A long recording is decoded for each of them.
    pub(super) fn rows_of_part(
        &self,
        path: &Path,
        options: &LoadOptions,
        speeds: &[f64],
    ) -> Result<(Array2<f64>, Vec<Note>)> {
        check_speeds(speeds)?;
        let part = |speed| Part { path, options: options.clone(), speed };
        if speeds != [1.0]
            && let Some(clip) = self.short_clip(&part(1.0))?
        {
            let rows = self.rows_of_samples(&clip.samples, clip.sample_rate, speeds);
            return Ok((rows.map_err(|error| error.in_file(path))?, clip.notes));
        }
        let mut rows = Vec::with_capacity(speeds.len());
        let mut notes = Vec::new();
        for &speed in speeds {
            let (row, noticed) = self.row_of_part(&part(speed))?;
            rows.push(row);
            notes = noticed;
        }
        Ok((stacked(rows)?, notes))
    }

    /// A part at the file's own rate; `None` where it is so long that its samples should not be
    /// kept.
    fn short_clip(&self, part: &Part<'_>) -> Result<Option<AudioClip>> {
        let mut decoder = part.decoder()?;
        let sample_rate = decoder.sample_rate();
        let most = u64::from(sample_rate) * u64::from(KEPT_SECONDS);
        let is_kept = !part.is_file() || self.extractor.stream().is_none();
        let mut clip = AudioClip { sample_rate, ..AudioClip::default() };
        while let Some(block) = decoder.next_block()? {
            clip.samples.extend_from_slice(block.samples());
            if clip.samples.len() as u64 > most && !is_kept {
                return Ok(None);
            }
        }
        clip.notes = decoder.notes();
        Ok(Some(clip))
    }
}

/// The rate of a recording that is played at some speed: the same samples at a higher rate.
pub(super) fn rate_at(speed: f64, sample_rate: u32) -> u32 {
    (f64::from(sample_rate) * speed).round() as u32
}
