//! What can go wrong between a file and its samples.

use emo_fft::FftError;

/// Why audio could not be loaded or resampled.
///
/// `name` is the path of the file, or the hint that came with bytes or a reader.
#[non_exhaustive]
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file could not be opened or read.
    #[error("{name}: {source}")]
    Io {
        /// Which file.
        name: String,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The path is a folder or a device.
    #[error("{name}: expected a regular file")]
    NotAFile {
        /// Which path.
        name: String,
    },
    /// The container or the codec is not one that is read.
    #[error("{name}: {reason}")]
    Unsupported {
        /// Which file.
        name: String,
        /// What was found.
        reason: String,
    },
    /// The file contradicts its own format.
    #[error("{name}: damaged: {reason}")]
    Malformed {
        /// Which file.
        name: String,
        /// What was found.
        reason: String,
    },
    /// A decoder ended with a panic, which is a defect of the decoder; the file is most likely
    /// damaged.
    #[error("{name}: the decoder failed: {reason}")]
    DecoderPanic {
        /// Which file.
        name: String,
        /// The panic's message.
        reason: String,
    },
    /// There are no samples, or none between offset and duration.
    #[error("{name}: expected samples, got none")]
    Empty {
        /// Which file.
        name: String,
    },
    /// The offset lies beyond the end.
    #[error("{name}: expected an offset within {seconds} s, got {offset} s")]
    OffsetBeyondEnd {
        /// Which file.
        name: String,
        /// The offset that was asked for, s.
        offset: f64,
        /// The length of the audio, s.
        seconds: f64,
    },
    /// The file is larger than [`Limits::bytes`](crate::Limits::bytes).
    #[error("{name}: {bytes} bytes, limit {limit}")]
    TooManyBytes {
        /// Which file.
        name: String,
        /// Its size.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// The file has more channels than [`Limits::channels`](crate::Limits::channels).
    #[error("{name}: {channels} channels, limit {limit}")]
    TooManyChannels {
        /// Which file.
        name: String,
        /// Its channels.
        channels: usize,
        /// The limit.
        limit: usize,
    },
    /// The file has fewer channels than the one that was asked for.
    #[error("{name}: expected a channel from 1 to {channels}, got {channel}")]
    NoSuchChannel {
        /// Which file.
        name: String,
        /// The channel that was asked for, counted from 1.
        channel: usize,
        /// Its channels.
        channels: usize,
    },
    /// The file has fewer audio tracks than the one that was asked for.
    #[error("{name}: expected an audio track from 1 to {tracks}, got {track}")]
    NoSuchTrack {
        /// Which file.
        name: String,
        /// The track that was asked for, counted from 1.
        track: usize,
        /// Its audio tracks.
        tracks: usize,
    },
    /// The file's rate is above [`Limits::sample_rate`](crate::Limits::sample_rate).
    #[error("{name}: sample rate {rate} Hz, limit {limit} Hz")]
    SampleRateTooHigh {
        /// Which file.
        name: String,
        /// Its sample rate, Hz.
        rate: u32,
        /// The limit, Hz.
        limit: u32,
    },
    /// The part to be loaded is longer than [`Limits::seconds`](crate::Limits::seconds).
    #[error("{name}: longer than the limit `max_duration` of {limit} s; raise it, or load a part")]
    TooLong {
        /// Which file.
        name: String,
        /// The limit, s.
        limit: f64,
    },
    /// A load option is out of its range.
    #[error("{option}: expected {expected}, got {got}")]
    InvalidOption {
        /// The name of the option.
        option: &'static str,
        /// Its range.
        expected: &'static str,
        /// What was given.
        got: String,
    },
    /// Two sample rates between which there is no conversion.
    #[error("resample: expected rates above 0 Hz and within a factor of 256, got {from} and {to}")]
    Rates {
        /// The input rate, Hz.
        from: u32,
        /// The output rate, Hz.
        to: u32,
    },
    /// A sample is NaN or infinite, or became so in the filter.
    #[error("expected finite samples, got one at {at} that is not")]
    NonFinite {
        /// The index of the sample.
        at: usize,
    },
    /// The same, in a file.
    #[error("{name}: expected finite samples, got one at {at} that is not")]
    NonFiniteIn {
        /// Which file.
        name: String,
        /// The index of the sample.
        at: usize,
    },
    /// A Fourier transform was given buffers that do not fit its plan: a defect of this crate.
    #[error("resample: {0}")]
    Transform(#[from] FftError),
}

/// The crate's result.
pub type Result<T> = std::result::Result<T, Error>;
