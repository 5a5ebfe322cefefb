//! Containers as sequences of blocks of samples.

mod aiff;
mod au;
mod avi;
mod blocks;
mod caf;
mod matroska;
mod mp4;
mod mpeg;
mod packets;
mod pcm;
mod riff;
mod sphere;
mod symphonia;
mod transport;

use crate::fault::{Fault, Outcome};
use crate::output::Output;
use crate::sniff::{Kind, kind};
use crate::source::Source;
use crate::{Channels, Note, RawFormat};

use self::pcm::PcmReader;

/// An open file.
pub(crate) trait Reader: Send + Sync {
    /// Replaces `output` by the next block, which may be empty; `false` at the end.
    fn next(&mut self, output: &mut Output) -> Outcome<bool>;

    /// Goes to a block at or before `frame`, and says at which frame that block starts. `None`
    /// where it cannot: nothing has changed then. `output` may hold that block already.
    fn seek(&mut self, _frame: u64, _output: &mut Output) -> Outcome<Option<u64>> {
        Ok(None)
    }

    /// The frames of the whole, where the header says so.
    fn len(&self) -> Option<u64> {
        None
    }

    /// What was noticed so far.
    fn notes(&self) -> Vec<Note> {
        Vec::new()
    }
}

/// What opening gives.
pub(crate) struct Opened<'a> {
    pub(crate) reader: Box<dyn Reader + 'a>,
    pub(crate) edit: Option<Edit>,
    /// The rate that the container states, Hz.
    pub(crate) stated_rate: Option<u32>,
    /// What was noticed besides what the reader notices.
    pub(crate) notes: Vec<Note>,
}

/// Where the sound starts in what is decoded.
#[derive(Clone, Copy)]
pub(crate) struct Edit {
    /// In units of `1 / timescale` s.
    start: u64,
    timescale: u32,
    /// How long the sound is, where that is known to the sample.
    len: Option<u64>,
}

impl Edit {
    /// The frames in front that are no part of the sound.
    pub(crate) fn frames(self, rate: u32) -> u64 {
        self.at(self.start, rate)
    }

    /// The frames of the sound.
    pub(crate) fn len(self, rate: u32) -> Option<u64> {
        self.len.map(|len| self.at(len, rate))
    }

    fn at(self, time: u64, rate: u32) -> u64 {
        let scale = u128::from(self.timescale.max(1));
        ((u128::from(time) * u128::from(rate) + scale / 2) / scale) as u64
    }
}

impl<'a> Opened<'a> {
    fn all(reader: impl Reader + 'a) -> Self {
        Self::boxed(Box::new(reader))
    }

    fn boxed(reader: Box<dyn Reader + 'a>) -> Self {
        Self { reader, edit: None, stated_rate: None, notes: Vec::new() }
    }
}

/// What is wanted of a file with several tracks.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    /// The audio track, counted from 1.
    pub(crate) track: Option<usize>,
}

/// A track whose first seconds stay below this is silent.
const SILENT: f32 = 1e-4;
/// So many seconds of a track are looked at.
const LOOKED_AT: u64 = 30;

/// The first track, counted from 1, that can be decoded and is not silent; else the first that can
/// be decoded. `open` opens a track of the source.
fn first_with_sound<'a>(
    count: usize,
    source: &Source<'a>,
    open: impl Fn(Source<'a>, Wanted) -> Outcome<Opened<'a>>,
) -> Option<usize> {
    let mut first = None;
    for track in 1..=count {
        let Ok(mut opened) = open(source.again()?, Wanted { track: Some(track) }) else { continue };
        if !is_silent(&mut *opened.reader) {
            return Some(track);
        }
        first = first.or(Some(track));
    }
    first
}

/// Whether the start of a track is silent; one that is damaged is.
fn is_silent(reader: &mut dyn Reader) -> bool {
    let mut output = Output::new(Channels::Each, usize::MAX);
    let mut frames = 0;
    while reader.next(&mut output).unwrap_or(false) {
        if output.planes.iter().flatten().any(|sample| sample.abs() >= SILENT) {
            return false;
        }
        frames += output.len() as u64;
        if frames > LOOKED_AT * u64::from(output.rate) {
            break;
        }
    }
    true
}

impl Wanted {
    /// Refuses a file of one track where another one is asked for.
    fn only_track(self) -> Outcome<()> {
        match self.track {
            Some(track) if track != 1 => Err(Fault::NoSuchTrack { track, tracks: 1 }),
            _ => Ok(()),
        }
    }
}

/// Opens a source by what it starts with; `ending` is the file's, where it has one.
pub(crate) fn open<'a>(
    mut source: Source<'a>,
    ending: Option<&str>,
    wanted: Wanted,
) -> Outcome<Opened<'a>> {
    let kind = kind(&mut source, ending)?;
    if !matches!(kind, Kind::Mp4 | Kind::Matroska | Kind::Transport | Kind::Riff) {
        wanted.only_track()?;
    }
    match kind {
        Kind::Riff => riff::open(source, wanted),
        Kind::Wave64 => riff::open_wave64(source),
        Kind::Aiff => aiff::open(source),
        Kind::Au => au::open(source),
        Kind::Sphere => sphere::open(source),
        Kind::Caf => caf::open(source),
        Kind::Flac => symphonia::open_flac(source, wanted),
        Kind::Ogg => symphonia::open_ogg(source, wanted),
        Kind::Adts => symphonia::open_adts(source),
        Kind::Mp4 => mp4::open(source.hold()?, wanted),
        Kind::Matroska => matroska::open(source, wanted),
        Kind::Mpeg => mpeg::open(source),
        Kind::Transport => transport::open(source, wanted),
        Kind::Gsm => blocks::open_gsm(source),
    }
}

/// Opens a source without a header.
pub(crate) fn open_raw<'a>(source: Source<'a>, raw: RawFormat) -> Opened<'a> {
    let RawFormat { format, sample_rate, channels } = raw;
    Opened::all(PcmReader::new(source, format, channels, sample_rate, None))
}
