//! A file as blocks of samples.

mod guard;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use self::guard::guarded;
use crate::fault::{Fault, Outcome};
use crate::output::Output;
use crate::reader::{self, Opened, Reader, Wanted};
use crate::source::{Failed, Failure, Source};
use crate::{Error, LoadOptions, Note, Resampler, ResamplerStream, Result};

/// Below this offset, s, a file is decoded from its start rather than searched.
const SEEK_FROM: f64 = 2.0;
/// So much earlier, s, decoding starts after a search, for codecs that depend on earlier packets.
const RUN_UP: f64 = 1.0;

/// Decodes a file block by block, at the file's own rate.
///
/// Memory does not grow with the length of the file. Of the options all but
/// [`sample_rate`](LoadOptions::sample_rate) are followed; for another rate send the blocks through
/// [`Resampler::stream`].
///
/// ```
/// # let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/audio/speech.flac");
/// use emo_audio_io::{Decoder, LoadOptions};
///
/// let mut decoder = Decoder::open(path, &LoadOptions::default())?;
/// let (rate, mut frames) = (decoder.sample_rate(), 0);
/// while let Some(block) = decoder.next_block()? {
///     assert_eq!(block.position, frames);
///     frames += block.samples().len() as u64;
/// }
/// assert_eq!((rate, frames), (48_000, 104_882));
/// # Ok::<(), emo_audio_io::Error>(())
/// ```
pub struct Decoder<'a> {
    name: String,
    options: LoadOptions,
    failure: Failure,
    state: State<'a>,
}

/// Some samples of a file.
#[derive(Clone, Copy, Debug)]
pub struct Block<'d> {
    /// The frame of the sound at which the block starts, counted from the offset.
    pub position: u64,
    planes: &'d [Vec<f32>],
}

impl<'d> Block<'d> {
    /// The samples: of the mean of the channels, or of the channel that was asked for; of the first
    /// one for [`Channels::Each`](crate::Channels::Each).
    pub fn samples(&self) -> &'d [f32] {
        self.planes.first().map_or(&[], Vec::as_slice)
    }

    /// The samples of each channel for [`Channels::Each`](crate::Channels::Each), all of one
    /// length; else one.
    pub fn channels(&self) -> impl ExactSizeIterator<Item = &'d [f32]> + use<'d> {
        self.planes.iter().map(Vec::as_slice)
    }
}

/// What decoding works on, without the file's name.
struct State<'a> {
    reader: Box<dyn Reader + 'a>,
    output: Output,
    /// The rate and channels of the first block.
    rate: u32,
    channels: usize,
    /// Planes of each block.
    planes: usize,
    /// Whether the output holds a block that was not given yet.
    is_ready: bool,
    /// The frame of the whole at which the next block starts.
    at: u64,
    /// The frames that are wanted.
    first: u64,
    wanted: u64,
    /// Frames that were given.
    given: u64,
    /// The converters to the first rate, after the rate has changed.
    converters: Option<(u32, Vec<ResamplerStream>)>,
    is_done: bool,
    notes: Vec<Note>,
}

impl Decoder<'static> {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// Any [`Error`] of reading and of the options; each names the file.
    pub fn open(path: impl AsRef<Path>, options: &LoadOptions) -> Result<Self> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let io = |source| Error::Io { name: name.clone(), source };
        let ending = path.extension().and_then(|ending| ending.to_str());
        if let Some(mut reader) = options.opener.open(path).map_err(io)? {
            let len = length(&mut reader).map_err(io)?;
            return Self::start(Source::seekable(reader, len), &name, ending, options);
        }
        let metadata = std::fs::metadata(path).map_err(io)?;
        if !metadata.is_file() && !is_pipe(&metadata) {
            return Err(Error::NotAFile { name });
        }
        let file = File::open(path).map_err(io)?;
        // A pipe has a path too.
        let source = if metadata.is_file() {
            Source::seekable(file, metadata.len())
        } else {
            Source::stream(file, options.limits.bytes)
        };
        Self::start(source, &name, ending, options)
    }
}

impl<'a> Decoder<'a> {
    /// Opens what reads and seeks, from its start. `name` is used in errors; its ending, or all of
    /// it where it has none (`"wav"`), is a hint at the format.
    ///
    /// # Errors
    ///
    /// As [`Decoder::open`].
    pub fn from_reader(
        mut reader: impl Read + Seek + Send + Sync + 'a,
        name: &str,
        options: &LoadOptions,
    ) -> Result<Self> {
        let io = |source| Error::Io { name: name.into(), source };
        let len = length(&mut reader).map_err(io)?;
        let source = Source::seekable(reader, len);
        Self::start(source, name, Some(ending_of(name)), options)
    }

    /// Opens what is read once from its start to its end, such as standard input. Blocks are given
    /// as they arrive; MP4 and some CAF, whose index may come last, are read to their end before.
    ///
    /// # Errors
    ///
    /// As [`Decoder::open`].
    pub fn from_stream(
        reader: impl Read + Send + Sync + 'a,
        name: &str,
        options: &LoadOptions,
    ) -> Result<Self> {
        let source = Source::stream(reader, options.limits.bytes);
        Self::start(source, name, Some(ending_of(name)), options)
    }

    fn start(
        source: Source<'a>,
        name: &str,
        ending: Option<&str>,
        options: &LoadOptions,
    ) -> Result<Self> {
        options.check()?;
        let limits = &options.limits;
        if let Some(bytes) = source.len().filter(|&bytes| bytes > limits.bytes) {
            return Err(Error::TooManyBytes { name: name.into(), bytes, limit: limits.bytes });
        }
        let failure = source.failure();
        let ending = ending.map(str::to_ascii_lowercase);
        let opened = guarded(|| State::open(source, ending.as_deref(), options));
        let state = opened.map_err(|fault| named(fault, name, options, &failure))?;
        let decoder = Self { name: name.into(), options: options.clone(), failure, state };
        decoder.check_length()?;
        Ok(decoder)
    }

    /// Refuses a file whose header says that it is longer than the limit, before the work.
    fn check_length(&self) -> Result<()> {
        let limit = self.options.limits.seconds;
        let State { rate, first, wanted, .. } = self.state;
        let len = self.state.reader.len().map(|len| len.saturating_sub(first).min(wanted));
        if len.is_some_and(|len| len as f64 > limit * f64::from(rate)) {
            return Err(Error::TooLong { name: self.name.clone(), limit });
        }
        Ok(())
    }

    /// The file's name, as errors have it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Samples per second, Hz: those of the decoded audio, whatever the container states.
    pub fn sample_rate(&self) -> u32 {
        self.state.rate
    }

    /// The channels in the file.
    pub fn channels(&self) -> usize {
        self.state.channels
    }

    /// The next block; `None` at the end.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] for damaged data, [`Error::Io`], [`Error::TooLong`], and at the end
    /// [`Error::Empty`] and [`Error::OffsetBeyondEnd`] where there was no block.
    pub fn next_block(&mut self) -> Result<Option<Block<'_>>> {
        let Self { state, .. } = self;
        let outcome = guarded(|| state.next());
        let position = match outcome {
            Ok(Some(position)) => position,
            Ok(None) => return self.check_end().map(|()| None),
            Err(fault) => {
                self.state.is_done = true;
                return Err(named(fault, &self.name, &self.options, &self.failure));
            }
        };
        let limit = self.options.limits.seconds;
        if self.state.given as f64 > limit * f64::from(self.state.rate) {
            return Err(Error::TooLong { name: self.name.clone(), limit });
        }
        Ok(Some(Block { position, planes: &self.state.output.planes }))
    }

    /// Refuses a file of which nothing was given.
    fn check_end(&self) -> Result<()> {
        let State { given, first, at, wanted, rate, .. } = self.state;
        if given > 0 {
            return Ok(());
        }
        let name = self.name.clone();
        if wanted > 0 && at > 0 && at <= first {
            let seconds = at as f64 / f64::from(rate);
            return Err(Error::OffsetBeyondEnd { name, offset: self.options.offset, seconds });
        }
        Err(Error::Empty { name })
    }

    /// What was noticed so far; all of it once the last block was given.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes = self.state.notes.clone();
        notes.extend(self.state.reader.notes());
        if self.state.output.cancels() {
            notes.push(Note::ChannelsCancel);
        }
        notes
    }
}

impl std::fmt::Debug for Decoder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut debug = f.debug_struct("Decoder");
        debug.field("name", &self.name).field("sample_rate", &self.state.rate);
        debug.finish_non_exhaustive()
    }
}

impl<'a> State<'a> {
    /// Opens a source and decodes its first block, which says what the rate is.
    fn open(source: Source<'a>, ending: Option<&str>, options: &LoadOptions) -> Outcome<Self> {
        let wanted = Wanted { track: options.track };
        let opened = match options.raw {
            Some(raw) => reader::open_raw(source, raw),
            None => reader::open(source, ending, wanted)?,
        };
        let Opened { mut reader, edit, stated_rate, mut notes } = opened;
        let mut output = Output::new(options.channels, options.limits.channels);
        let mut is_ready = reader.next(&mut output)?;
        while is_ready && output.len() == 0 {
            is_ready = reader.next(&mut output)?;
        }
        if !is_ready {
            return Err(Fault::Empty);
        }
        let rate = output.rate;
        if rate == 0 {
            return Err(Fault::malformed("the sample rate is 0 or unknown"));
        }
        if rate > options.limits.sample_rate {
            return Err(Fault::SampleRateTooHigh(rate));
        }
        let stated = stated_rate.filter(|&stated| stated != rate);
        let frames = |seconds: f64| (seconds * f64::from(rate)) as u64;
        let before = edit.map_or(0, |edit| edit.frames(rate));
        let len = edit.and_then(|edit| edit.len(rate)).unwrap_or(u64::MAX);
        let len = len.saturating_sub(frames(options.offset));
        notes.extend(stated.map(|stated| Note::RateOfContainer { stated, used: rate }));
        let mut state = Self {
            rate,
            channels: output.channels,
            planes: output.planes.len(),
            is_ready,
            at: 0,
            first: before.saturating_add(frames(options.offset)),
            wanted: options.duration.map_or(u64::MAX, frames).min(len),
            given: 0,
            converters: None,
            is_done: false,
            notes,
            reader,
            output,
        };
        if options.offset > SEEK_FROM {
            state.seek(before.saturating_add(frames(options.offset - RUN_UP)))?;
        }
        Ok(state)
    }

    fn seek(&mut self, frame: u64) -> Outcome<()> {
        if let Some(at) = self.reader.seek(frame, &mut self.output)? {
            self.at = at;
            self.is_ready = false;
        }
        Ok(())
    }

    /// Makes the next block that is wanted; its position.
    fn next(&mut self) -> Outcome<Option<u64>> {
        while !self.is_done && self.given < self.wanted {
            if !std::mem::take(&mut self.is_ready) && !self.reader.next(&mut self.output)? {
                self.is_done = true;
                if !self.end_conversion()? {
                    break;
                }
            } else {
                self.convert()?;
            }
            let len = self.output.len() as u64;
            let skip = self.first.saturating_sub(self.at).min(len);
            self.at += len;
            let kept = (len - skip).min(self.wanted - self.given);
            for plane in &mut self.output.planes {
                plane.truncate((skip + kept) as usize);
                plane.drain(..(skip as usize).min(plane.len()));
            }
            if kept > 0 {
                let position = self.given;
                self.given += kept;
                return Ok(Some(position));
            }
        }
        Ok(None)
    }

    /// Brings a block to the channels and the rate of the first one.
    fn convert(&mut self) -> Outcome<()> {
        let Output { rate, channels, .. } = self.output;
        if self.output.len() == 0 {
            return Ok(());
        }
        if channels != self.channels {
            self.note(Note::ChannelsChange { first: self.channels, then: channels });
        }
        let planes = &mut self.output.planes;
        if planes.len() != self.planes {
            *planes = (0..self.planes).map(|at| planes[at % planes.len()].clone()).collect();
        }
        let going = self.converters.as_ref().map_or(self.rate, |(from, _)| *from);
        if rate == going && rate == self.rate {
            return Ok(());
        }
        let mut converted = vec![Vec::new(); self.planes];
        if rate != going {
            self.finish_converters(&mut converted)?;
            self.note(Note::RateChanges { first: self.rate, then: rate });
            if rate == self.rate {
                converted
                    .iter_mut()
                    .zip(&self.output.planes)
                    .for_each(|(to, from)| to.extend(from));
                self.output.planes = converted;
                return Ok(());
            }
            let resampler = Resampler::new(rate, self.rate);
            let resampler = resampler
                .map_err(|error| Fault::malformed(format!("its sample rate changes: {error}")))?;
            self.converters = Some((rate, (0..self.planes).map(|_| resampler.stream()).collect()));
        }
        if let Some((_, streams)) = &mut self.converters {
            for ((stream, plane), to) in
                streams.iter_mut().zip(&self.output.planes).zip(&mut converted)
            {
                stream.push(plane, to).map_err(not_finite)?;
            }
        }
        self.output.planes = converted;
        Ok(())
    }

    /// Appends what the converters still hold.
    fn finish_converters(&mut self, planes: &mut [Vec<f32>]) -> Outcome<()> {
        if let Some((_, streams)) = self.converters.take() {
            for (stream, plane) in streams.into_iter().zip(planes) {
                stream.finish(plane).map_err(not_finite)?;
            }
        }
        Ok(())
    }

    /// Makes a last block of what the converters hold; `false` where there are none.
    fn end_conversion(&mut self) -> Outcome<bool> {
        if self.converters.is_none() {
            return Ok(false);
        }
        let mut rest = vec![Vec::new(); self.planes];
        self.finish_converters(&mut rest)?;
        self.output.planes = rest;
        Ok(true)
    }

    fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// The length of what seeks, which is then at its start.
fn length(reader: &mut impl Seek) -> std::io::Result<u64> {
    let len = reader.seek(SeekFrom::End(0))?;
    reader.rewind()?;
    Ok(len)
}

/// Whether a path is a named pipe, as a shell makes of `<(command)`.
#[cfg(unix)]
fn is_pipe(metadata: &std::fs::Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&metadata.file_type())
}

#[cfg(not(unix))]
fn is_pipe(_metadata: &std::fs::Metadata) -> bool {
    false
}

fn not_finite(error: Error) -> Fault {
    Fault::malformed(format!("its samples cannot be converted: {error}"))
}

/// The hint in a name: its ending, or all of it.
fn ending_of(name: &str) -> &str {
    Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or(name)
}

/// The error for a file; what stopped the source comes first, since what cannot be read looks like
/// what is no audio.
fn named(fault: Fault, name: &str, options: &LoadOptions, failure: &Failure) -> Error {
    match failure.take() {
        Some(Failed::Io(source)) => Error::Io { name: name.into(), source },
        Some(Failed::TooManyBytes(bytes)) => {
            Error::TooManyBytes { name: name.into(), bytes, limit: options.limits.bytes }
        }
        None => fault.of(name, &options.limits),
    }
}
