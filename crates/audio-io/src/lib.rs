//! Audio files to mono samples at the rate you ask for, as `librosa.load` gives them.
//!
//! ```
//! # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/audio/speech.flac");
//! use emo_audio_io::{LoadOptions, load};
//!
//! let clip = load(path, &LoadOptions::default().duration(Some(1.0)))?;
//! assert_eq!((clip.samples.len(), clip.sample_rate), (22_050, 22_050));
//! # Ok::<(), emo_audio_io::Error>(())
//! ```
//!
//! # What to call
//!
//! - [`load`] for one file, [`load_bytes`] and [`load_reader`] for what is not a file, and
//!   [`load_stream`] for what does not seek, such as standard input.
//! - [`Loader`] for many: it plans each sample-rate conversion once and serves several threads.
//! - [`Opener`] for paths that are not files of the system, such as URLs.
//! - [`Decoder`] for blocks of samples as they are decoded, in flat memory.
//! - [`resample`] and [`Resampler`] for samples that are there already, and [`Resampler::stream`]
//!   for samples that come in parts.
//! - [`is_audio_file`] for the names of files that are read.
//!
//! # Formats
//!
//! The containers and codecs of phones, browsers, messengers, call recorders, videos and speech
//! corpora; `docs/audio.md` in the repository has the table. The format is found by what a file
//! starts with. The rate and the channels are those of the decoded audio, whatever the container
//! states. Uncompressed and lossless samples are those of libsndfile, bit for bit; the others lie
//! within 5e-5 of libsndfile's or ffmpeg's. Opus is within 1e-6 of libopus. What an encoder adds at
//! either end is left out where the file says so.
//!
//! [`LoadOptions::channels`] chooses channels (default: their mean), [`LoadOptions::track`] one of
//! several audio tracks, and [`LoadOptions::raw`] says what samples without a header are. What was
//! noticed and is no error is in [`AudioClip::notes`].
//!
//! # Sample rates
//!
//! The conversion is libsoxr's HQ recipe, which `librosa.load` uses: linear phase, pass band to
//! 0.9137 of the lower Nyquist frequency, stop band from 1. To 22.05 kHz from 8, 11.025, 12, 16,
//! 24, 32, 44.1 and 48 kHz, and for most other ratios within a factor of 4, the samples are those
//! of Python's soxr on x86-64, bit for bit: soxr leaves rounding noise in quiet stretches beside
//! sound, and features that do not depend on level see it. For the other ratios what differs is
//! about -100 dB of the signal. Beyond a factor of 4 soxr has a third stage, whose start is not
//! followed: the first few dozen samples differ more there.
//!
//! # Damaged files
//!
//! Any bytes give a clip or an [`Error`] that names the file. A file that is cut short gives the
//! samples that are there, with [`Note::CutShort`]. A packet that cannot be decoded is skipped
//! before the first one that can, and at the very end; between others it is an error, since what
//! follows would be out of place. NaN and infinite samples are an error. [`Limits`] limit what is
//! read. A panic of a
//! decoder becomes [`Error::DecoderPanic`]; the panic hook still prints its message.
#![forbid(unsafe_code)]

mod channels;
mod clip;
mod codec;
mod decode;
mod endings;
mod error;
mod fault;
mod loader;
mod note;
mod opener;
mod options;
mod output;
mod pcm;
mod raw;
mod reader;
mod resampler;
mod sniff;
mod source;
mod sync;

pub use channels::Channels;
pub use clip::AudioClip;
pub use decode::{Block, Decoder};
pub use endings::{ENDINGS, is_audio_file};
pub use error::{Error, Result};
pub use loader::{Loader, load, load_bytes, load_reader, load_stream};
pub use note::Note;
pub use opener::{Opener, ReadSeek};
pub use options::{Limits, LoadOptions};
pub use pcm::SampleFormat;
pub use raw::RawFormat;
pub use resampler::{Resampler, ResamplerStream, resample};

/// The example of the README is compiled, and run where it can, as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
