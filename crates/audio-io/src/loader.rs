//! From a file, bytes or a reader to a clip.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::decode::Decoder;
use crate::resampler::ResamplerStream;
use crate::source::Source;
use crate::{AudioClip, Error, LoadOptions, Resampler, Result};

/// Plans kept at most: files rarely come at more rates than this.
const PLANS: usize = 16;
/// Below this offset, s, a file is decoded from its start rather than searched.
const SEEK_FROM: f64 = 2.0;
/// So much earlier, s, decoding starts after a search, for codecs that lean on earlier packets.
const RUN_UP: f64 = 1.0;

/// Loads many files with the same options, and plans each sample-rate conversion once.
///
/// One value serves several threads.
///
/// ```
/// use emo_audio_io::{LoadOptions, Loader};
///
/// let loader = Loader::new(LoadOptions::default())?;
/// # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/audio");
/// for name in ["speech.wav", "speech.flac"] {
///     let clip = loader.load(format!("{folder}/{name}"))?;
///     assert_eq!(clip.sample_rate, 22_050);
/// }
/// # Ok::<(), emo_audio_io::Error>(())
/// ```
#[derive(Debug)]
pub struct Loader {
    options: LoadOptions,
    resamplers: Mutex<BTreeMap<u32, Resampler>>,
}

impl Loader {
    /// Keeps the options.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidOption`] for an option out of its range.
    pub fn new(options: LoadOptions) -> Result<Self> {
        options.check()?;
        Ok(Self { options, resamplers: Mutex::default() })
    }

    /// The options that it was made with.
    pub fn options(&self) -> &LoadOptions {
        &self.options
    }

    /// Loads a file; see [`load`].
    ///
    /// # Errors
    ///
    /// As [`load`].
    pub fn load(&self, path: impl AsRef<Path>) -> Result<AudioClip> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let io = |source| Error::Io { name: name.clone(), source };
        let file = File::open(path).map_err(io)?;
        let metadata = file.metadata().map_err(io)?;
        if !metadata.is_file() {
            return Err(Error::NotAFile { name });
        }
        let extension = path.extension().and_then(|extension| extension.to_str());
        self.decode(Source::new(file, metadata.len()), &name, extension)
    }

    /// Loads a file that is in memory; see [`load_bytes`].
    ///
    /// # Errors
    ///
    /// As [`load_bytes`].
    pub fn load_bytes(&self, bytes: &[u8], name: &str) -> Result<AudioClip> {
        self.load_reader(std::io::Cursor::new(bytes), name)
    }

    /// Loads from a reader; see [`load_reader`].
    ///
    /// # Errors
    ///
    /// As [`load_reader`].
    pub fn load_reader(
        &self,
        mut reader: impl Read + Seek + Send + Sync,
        name: &str,
    ) -> Result<AudioClip> {
        let io = |source| Error::Io { name: name.into(), source };
        let len = reader.seek(SeekFrom::End(0)).map_err(io)?;
        reader.rewind().map_err(io)?;
        let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
        self.decode(Source::new(reader, len), name, extension.or(Some(name)))
    }

    /// Loads from a source; a panic of a decoder becomes an error here.
    fn decode<'a, R: Read + Seek + Send + Sync + 'a>(
        &'a self,
        source: Source<R>,
        name: &'a str,
        extension: Option<&str>,
    ) -> Result<AudioClip> {
        let (bytes, limit) = (source.len(), self.options.limits.bytes);
        if bytes > limit {
            return Err(Error::TooManyBytes { name: name.into(), bytes, limit });
        }
        let failure = source.failure();
        // The closure owns all that a panic could leave half done.
        let work = AssertUnwindSafe(|| {
            let decoder = Decoder::open(Box::new(source), name, extension, &self.options.limits)?;
            self.read(decoder, name)
        });
        let outcome = catch_unwind(work).unwrap_or_else(|panic| {
            let message = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
            let message = message.or_else(|| panic.downcast_ref::<String>().cloned());
            let reason = message.unwrap_or_else(|| "no message".into());
            Err(Error::DecoderPanic { name: name.into(), reason })
        });
        // What cannot be read looks like what is no audio, while the format is sought.
        outcome.map_err(|error| match failure.take() {
            Some(source) => Error::Io { name: name.into(), source },
            None => error,
        })
    }

    /// Reads the part of an open file that the options name.
    fn read(&self, mut decoder: Decoder<'_>, name: &str) -> Result<AudioClip> {
        let from = decoder.sample_rate;
        let to = self.options.sample_rate.unwrap_or(from);
        let resampler = self.resampler(from, to)?;
        let stream = self.feed(&mut decoder, resampler.stream(), name);
        let samples = stream.and_then(ResamplerStream::finish).map_err(|error| match error {
            Error::NonFinite { at } => Error::NonFiniteIn { name: name.into(), at },
            other => other,
        })?;
        Ok(AudioClip { samples, sample_rate: to })
    }

    /// Sends the frames between offset and duration through the resampler, block by block.
    fn feed<'a>(
        &self,
        decoder: &mut Decoder<'_>,
        mut stream: ResamplerStream<'a>,
        name: &str,
    ) -> Result<ResamplerStream<'a>> {
        let LoadOptions { offset, duration, limits, .. } = &self.options;
        let rate = f64::from(decoder.sample_rate);
        let first = (offset * rate) as u64;
        let wanted = duration.map_or(u64::MAX, |duration| (duration * rate) as u64);
        let most = (limits.seconds * rate) as u64;
        let run_up = ((offset - RUN_UP) * rate) as u64;
        if *offset > SEEK_FROM {
            decoder.seek(run_up);
        }
        let (mut read, mut taken, mut block) = (0, 0, Vec::new());
        while taken < wanted && decoder.next(&mut block)? {
            let skip = first.saturating_sub(decoder.position + read).min(block.len() as u64);
            read += block.len() as u64;
            let part = block.get(skip as usize..).unwrap_or_default();
            let part =
                &part[..part.len().min(usize::try_from(wanted - taken).unwrap_or(usize::MAX))];
            taken += part.len() as u64;
            if taken > most {
                return Err(Error::TooLong { name: name.into(), limit: limits.seconds });
            }
            stream.push(part)?;
        }
        match taken {
            0 if wanted > 0 && read > 0 && decoder.position + read < first => {
                let (offset, seconds) = (*offset, (decoder.position + read) as f64 / rate);
                Err(Error::OffsetBeyondEnd { name: name.into(), offset, seconds })
            }
            0 => Err(Error::Empty { name: name.into() }),
            _ => Ok(stream),
        }
    }

    /// The conversion between two rates, planned at its first use.
    fn resampler(&self, from: u32, to: u32) -> Result<Resampler> {
        let lock = || self.resamplers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(resampler) = lock().get(&from) {
            return Ok(resampler.clone());
        }
        let resampler = Resampler::new(from, to)?;
        let mut kept = lock();
        if kept.len() < PLANS {
            kept.insert(from, resampler.clone());
        }
        Ok(resampler)
    }
}

/// Loads an audio file as mono samples at the options' sample rate, as `librosa.load` does.
///
/// The format is found by content; the path's extension is a hint. For many files make one
/// [`Loader`].
///
/// ```
/// # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/audio/speech.wav");
/// use emo_audio_io::{LoadOptions, load};
///
/// let clip = load(path, &LoadOptions::default())?;
/// assert_eq!(clip.sample_rate, 22_050);
/// assert!((clip.duration() - 2.19).abs() < 0.01);
/// # Ok::<(), emo_audio_io::Error>(())
/// ```
///
/// # Errors
///
/// Any [`Error`] but [`Error::NonFinite`]; each names the file.
pub fn load(path: impl AsRef<Path>, options: &LoadOptions) -> Result<AudioClip> {
    Loader::new(options.clone())?.load(path)
}

/// Loads a file that is in memory. `name` stands in errors; its extension, or all of it where it
/// has none (`"wav"`), is a hint at the format.
///
/// # Errors
///
/// As [`load`].
pub fn load_bytes(bytes: &[u8], name: &str, options: &LoadOptions) -> Result<AudioClip> {
    Loader::new(options.clone())?.load_bytes(bytes, name)
}

/// Loads from anything that reads and seeks, from its start. `name` is as for [`load_bytes`].
///
/// # Errors
///
/// As [`load`].
pub fn load_reader(
    reader: impl Read + Seek + Send + Sync,
    name: &str,
    options: &LoadOptions,
) -> Result<AudioClip> {
    Loader::new(options.clone())?.load_reader(reader, name)
}
