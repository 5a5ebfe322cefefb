//! From a file, bytes or a reader to a clip.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::{AudioClip, Channels, Decoder, Error, LoadOptions, Resampler, ResamplerStream, Result};

/// Plans kept at most: files rarely come at more rates than this.
const PLANS: usize = 16;

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
        self.one(Decoder::open(path, &self.options)?)
    }

    /// Loads each channel of a file for itself where the options say [`Channels::Each`]; else one
    /// clip.
    ///
    /// # Errors
    ///
    /// As [`load`].
    pub fn load_each(&self, path: impl AsRef<Path>) -> Result<Vec<AudioClip>> {
        self.each(Decoder::open(path, &self.options)?)
    }

    /// Loads a file that is in memory; see [`load_bytes`].
    ///
    /// # Errors
    ///
    /// As [`load_bytes`].
    pub fn load_bytes(&self, bytes: &[u8], name: &str) -> Result<AudioClip> {
        self.load_reader(Cursor::new(bytes), name)
    }

    /// Loads from a reader; see [`load_reader`].
    ///
    /// # Errors
    ///
    /// As [`load_reader`].
    pub fn load_reader(
        &self,
        reader: impl Read + Seek + Send + Sync,
        name: &str,
    ) -> Result<AudioClip> {
        self.one(Decoder::from_reader(reader, name, &self.options)?)
    }

    /// Loads from a stream that does not seek, such as standard input; see
    /// [`Decoder::from_stream`].
    ///
    /// # Errors
    ///
    /// As [`load`].
    pub fn load_stream(&self, reader: impl Read + Send + Sync, name: &str) -> Result<AudioClip> {
        self.one(Decoder::from_stream(reader, name, &self.options)?)
    }

    /// The same, with each channel for itself where the options say [`Channels::Each`].
    ///
    /// # Errors
    ///
    /// As [`load`].
    pub fn load_stream_each(
        &self,
        reader: impl Read + Send + Sync,
        name: &str,
    ) -> Result<Vec<AudioClip>> {
        self.each(Decoder::from_stream(reader, name, &self.options)?)
    }

    fn one(&self, decoder: Decoder<'_>) -> Result<AudioClip> {
        if self.options.channels == Channels::Each {
            return Err(Error::InvalidOption {
                option: "channel",
                expected: "one channel or the mix (`load_each` gives each channel)",
                got: "each".into(),
            });
        }
        let name = decoder.name().to_owned();
        self.each(decoder)?.pop().ok_or(Error::Empty { name })
    }

    /// Sends the blocks of a file through resamplers.
    fn each(&self, mut decoder: Decoder<'_>) -> Result<Vec<AudioClip>> {
        let name = decoder.name().to_owned();
        let in_file = |error| match error {
            Error::NonFinite { at } => Error::NonFiniteIn { name: name.clone(), at },
            other => other,
        };
        let from = decoder.sample_rate();
        let to = self.options.sample_rate.unwrap_or(from);
        let resampler = self.resampler(from, to)?;
        let mut channels: Vec<(ResamplerStream, Vec<f32>)> = Vec::new();
        while let Some(block) = decoder.next_block()? {
            let samples = block.channels();
            channels.resize_with(samples.len(), || (resampler.stream(), Vec::new()));
            for (samples, (stream, output)) in samples.zip(&mut channels) {
                stream.push(samples, output).map_err(in_file)?;
            }
        }
        let notes = decoder.notes();
        let mut clips = Vec::new();
        for (at, (stream, mut samples)) in channels.into_iter().enumerate() {
            stream.finish(&mut samples).map_err(in_file)?;
            let channel = match self.options.channels {
                Channels::Mix => None,
                Channels::One(channel) => Some(channel),
                Channels::Each => Some(at),
            };
            clips.push(AudioClip { samples, sample_rate: to, channel, notes: notes.clone() });
        }
        Ok(clips)
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

/// Loads a file that is in memory. `name` is used in errors; its extension, or all of it where it
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

/// Loads from what is read once, such as standard input. `name` is as for [`load_bytes`].
///
/// # Errors
///
/// As [`load`].
pub fn load_stream(
    reader: impl Read + Send + Sync,
    name: &str,
    options: &LoadOptions,
) -> Result<AudioClip> {
    Loader::new(options.clone())?.load_stream(reader, name)
}
