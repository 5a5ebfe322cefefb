//! Containers as sequences of blocks of samples.

mod aiff;
mod au;
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
use crate::{Note, RawFormat};

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
}

/// Where the sound starts in what is decoded.
#[derive(Clone, Copy)]
pub(crate) struct Edit {
    /// In units of `1 / timescale` s.
    start: u64,
    timescale: u32,
}

impl Edit {
    /// The frames in front that are no part of the sound.
    pub(crate) fn frames(self, rate: u32) -> u64 {
        let scale = u128::from(self.timescale.max(1));
        ((u128::from(self.start) * u128::from(rate) + scale / 2) / scale) as u64
    }
}

impl<'a> Opened<'a> {
    fn all(reader: impl Reader + 'a) -> Self {
        Self { reader: Box::new(reader), edit: None, stated_rate: None }
    }
}

/// What is wanted of a file with several tracks.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    /// The audio track, counted from 1.
    pub(crate) track: Option<usize>,
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
    if !matches!(kind, Kind::Mp4 | Kind::Matroska | Kind::Transport) {
        wanted.only_track()?;
    }
    match kind {
        Kind::Riff => riff::open(source),
        Kind::Wave64 => riff::open_wave64(source),
        Kind::Aiff => aiff::open(source),
        Kind::Au => au::open(source),
        Kind::Sphere => sphere::open(source),
        Kind::Caf => caf::open(source, wanted),
        Kind::Flac => symphonia::open_flac(source, wanted),
        Kind::Ogg => symphonia::open(source, "ogg", wanted),
        Kind::Adts => symphonia::open(source, "aac", wanted),
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
