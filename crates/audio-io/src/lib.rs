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
//! - [`load`] for one file, [`load_bytes`] and [`load_reader`] for what is not a file.
//! - [`Loader`] for many: it plans each sample-rate conversion once and serves several threads.
//! - [`resample`] and [`Resampler`] for samples that are there already.
//!
//! # Formats
//!
//! WAV (8, 16, 24 and 32 bit, 32 and 64 bit float, A-law, mu-law, extensible), AIFF, FLAC, MP3, Ogg
//! Vorbis and AAC in MP4, decoded by symphonia. The first audio track is read; its channels are
//! averaged. Uncompressed and FLAC samples are those of libsndfile, bit for bit; MP3 and Vorbis
//! ones lie within 1e-6 of them. The delay and padding that an MP3 encoder states are left out, as
//! there. In MP4 the encoder's delay (1024 samples, most often) stays at the start, since
//! symphonia does not read edit lists; ffmpeg leaves it out.
//!
//! # Sample rates
//!
//! The conversion is libsoxr's HQ recipe, which `librosa.load` uses: linear phase, pass band to
//! 0.9137 of the lower Nyquist frequency, stop band from 1. To 22.05 kHz from 8, 11.025, 12, 16, 24,
//! 32, 44.1 and 48 kHz, and for most other ratios within a factor of 4, the samples are those of
//! Python's soxr on x86-64, bit for bit: soxr leaves rounding noise in quiet stretches beside sound,
//! and features that do not depend on level see it. For the other ratios what differs is about
//! -100 dB of the signal. Beyond a factor of 4 soxr has a third stage, whose start is not followed:
//! the first few dozen samples differ more there.
//!
//! # Damaged files
//!
//! Any bytes give a clip or an [`Error`] that names the file. A file that is cut short gives the
//! samples that are there. A packet that cannot be decoded is passed over before the first one that
//! can, and at the very end; between others it is an error, since what follows would be out of
//! place. NaN and infinite samples are an error. [`Limits`] bound what is read. A panic of a
//! decoder becomes [`Error::DecoderPanic`]; the panic hook still prints its message.
#![forbid(unsafe_code)]

mod clip;
mod decode;
mod error;
mod loader;
mod options;
mod pcm;
mod resampler;
mod source;

pub use clip::AudioClip;
pub use error::{Error, Result};
pub use loader::{Loader, load, load_bytes, load_reader};
pub use options::{Limits, LoadOptions};
pub use resampler::{Resampler, resample};
